#include "settings.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name, *value;
} ROWS[SETTING_COUNT] = {
#define SETTING(name, value, help) {#name, value},
    SETTINGS(SETTING)
#undef SETTING
};

void settings_open(struct settings *settings, const char *path) {
    memset(settings, 0, sizeof *settings);
    for (int i = 0; i < SETTING_COUNT; i++)
        snprintf(settings->value[i], SETTING_VALUE_MAX, "%s", ROWS[i].value);
    if (!path || !path[0])
        return;
    snprintf(settings->path, sizeof settings->path, "%s", path);
    json_t *root = json_load_file(path, 0, NULL);
    for (int i = 0; root && i < SETTING_COUNT; i++) {
        const char *text = json_string_value(json_object_get(root, ROWS[i].name));
        if (text)
            snprintf(settings->value[i], SETTING_VALUE_MAX, "%s", text);
    }
    json_decref(root);
}

void settings_set(struct settings *settings, enum setting setting, const char *value) {
    if (strcmp(settings->value[setting], value) == 0)
        return;
    snprintf(settings->value[setting], SETTING_VALUE_MAX, "%s", value);
    if (!settings->path[0])
        return;
    json_t *root = json_object();
    for (int i = 0; i < SETTING_COUNT; i++)
        json_object_set_new(root, ROWS[i].name, json_string(settings->value[i]));
    json_dump_file(root, settings->path, JSON_INDENT(2) | JSON_SORT_KEYS);
    json_decref(root);
}

const char *settings_text(const struct settings *settings, enum setting setting) {
    return settings->value[setting];
}
bool settings_is_on(const struct settings *settings, enum setting setting) {
    return settings->value[setting][0] == '1';
}
double settings_number(const struct settings *settings, enum setting setting) {
    return strtod(settings->value[setting], NULL);
}

/* $VARIABLE/ibar/NAME, or the same below the home folder; folders made. */
static void path_make(char *out, size_t size, const char *variable, const char *below, const char *name) {
    const char *base = getenv(variable), *home = getenv("HOME");
    char folder[400];
    out[0] = 0;
    if (base && base[0] == '/')
        snprintf(folder, sizeof folder, "%s", base);
    else if (home && home[0] == '/')
        snprintf(folder, sizeof folder, "%s/%s", home, below);
    else
        return;
    for (char *p = folder + 1;; p++) {
        if (*p && *p != '/')
            continue;
        char kept = *p;
        *p = 0;
        mkdir(folder, 0700);
        *p = kept;
        if (!kept)
            break;
    }
    snprintf(out, size, "%s/ibar", folder);
    mkdir(out, 0700);
    snprintf(out, size, "%s/ibar/%s", folder, name);
}

void settings_path(char *out, size_t size, bool state, const char *name) {
    if (state)
        path_make(out, size, "XDG_STATE_HOME", ".local/state", name);
    else
        path_make(out, size, "XDG_CONFIG_HOME", ".config", name);
}

void settings_data_path(char *out, size_t size, const char *name) {
    path_make(out, size, "XDG_DATA_HOME", ".local/share", name);
}
