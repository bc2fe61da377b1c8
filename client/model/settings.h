/* The one store of settings: names and values, kept in a small JSON file between two starts. */
#ifndef IBAR_MODEL_SETTINGS_H
#define IBAR_MODEL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

/* SETTING(name, value at first, help). */
#define SETTINGS(SETTING)                                                                                    \
    SETTING(name, "", "name shown to the other players")                                                     \
    SETTING(address, "", "server joined last, HOST:PORT")                                                    \
    SETTING(scale, "0", "size of everything, 0.75-3; 0: by the screen")                                      \
    SETTING(grid, "1", "show the grid of hexes")                                                             \
    SETTING(names, "1", "show names of places")                                                              \
    SETTING(heights, "0", "show heights of hexes")                                                           \
    SETTING(reduced_motion, "0", "show movements at once")                                                   \
    SETTING(pins, "0", "ask for a PIN when a seat is taken over (hot-seat)")

enum setting {
#define SETTING(name, value, help) SETTING_##name,
    SETTINGS(SETTING)
#undef SETTING
        SETTING_COUNT
};

#define SETTING_VALUE_MAX 128

struct settings {
    char path[512]; /* "": kept nowhere */
    char value[SETTING_COUNT][SETTING_VALUE_MAX];
};

/* Reads the file at `path` (NULL: first values, kept nowhere). A file that cannot be read gives first values.
 */
void settings_open(struct settings *settings, const char *path);
/* Changes a value and writes the file. */
void settings_set(struct settings *settings, enum setting setting, const char *value);
const char *settings_text(const struct settings *settings, enum setting setting);
bool settings_is_on(const struct settings *settings, enum setting setting);
double settings_number(const struct settings *settings, enum setting setting);
/* $XDG_CONFIG_HOME/ibar/NAME or $XDG_STATE_HOME/ibar/NAME, folders made; "" when there is no home. */
void settings_path(char *out, size_t size, bool state, const char *name);

/* The same in $XDG_DATA_HOME: for games that are kept. */
void settings_data_path(char *out, size_t size, const char *name);

#endif
