/* Reads maps (Tiled JSON), rules and scenarios from files into the rules' structs, and says file, line and
 * field of whatever is wrong. */
#ifndef IBAR_DATA_DATA_H
#define IBAR_DATA_DATA_H

#include "rules/rules.h"

/* Problems found while reading, a sentence each, the place first: "maps/x.json:12: units[3].hexes: ...". */
#define PROBLEM_MAX 32
struct problems {
    size_t count; /* found; the first PROBLEM_MAX are kept */
    char text[PROBLEM_MAX][400];
};

/* A course for drawing, in metres from the north-west corner of the whole map: x east, y south. */
struct map_line {
    uint8_t class_; /* enum map_line_class */
    bool closed;    /* a polygon */
    bool main;      /* rivers: the Ibar */
    uint32_t points;
    float *xy; /* 2 * points */
    char name_sr[MAP_NAME_MAX], name_sq[MAP_NAME_MAX];
    char ref[16];
};
enum map_line_class {
    LINE_ROAD_MAIN,
    LINE_ROAD_REGIONAL,
    LINE_ROAD_TERTIARY,
    LINE_ROAD_MINOR,
    LINE_TRACK,
    LINE_RAIL,
    LINE_RIVER,
    LINE_STREAM,
    LINE_LAKE,
    LINE_BOUNDARY,
    LINE_WOOD,
    LINE_CLASS_COUNT
};
struct map_place {
    char class_[16]; /* as in maps/README.md */
    char name_sr[MAP_NAME_MAX], name_sq[MAP_NAME_MAX];
    uint16_t rank;
    int16_t height_m;
    bool cultural;
    float x, y; /* metres as above */
    uint16_t col, row;
};
/* The whole map of a file. The hexes are those of struct map_hex, row by row. Which lie beyond the boundary:
 * the boundary hexsides cut the map into parts, and a part lies beyond when most of its hexes are in no
 * municipality. */
struct map_file {
    uint16_t cols, rows;
    struct map_hex *hex; /* cols * rows */
    double origin_x, origin_y;
    int epsg;
    char credit[160];
    size_t lines, places, houses;
    struct map_line *line;
    struct map_place *place;
    float *house; /* 2 * houses */
};

/* Reads a .tmj. NULL when there are problems. */
struct map_file *map_file_read(const char *path, struct problems *problems);
/* The same of its text; `name` is what problems call it. */
struct map_file *map_file_parse(const char *name, const char *text, size_t size, struct problems *problems);
void map_file_destroy(struct map_file *file); /* takes NULL */
/* Judges sense apart from syntax: the Ibar flows downhill, roads join Mitrovica to Jarinje and to Brnjak,
 * crossings have bridges, Banjska lies west of the Ibar ... Adds to `problems`; returns true when none was
 * added. */
bool map_file_check(const struct map_file *file, const char *path, struct problems *problems);
/* Cuts a window out. False with a problem added when it does not fit. */
bool map_file_window(const struct map_file *file, unsigned col0, unsigned row0, unsigned cols, unsigned rows,
                     struct map *out, struct problems *problems);

/* Reads a rules file, maps/rules.json. Sides that false markings show are SIDE_NONE: only a scenario knows
 * its sides. False when there are problems; `out` is then not to be used. */
bool rules_file_read(const char *path, struct ruleset *out, struct problems *problems);

/* Reads a scenario file with its map and rules and prepares it (scenario_prepare). NULL when there are
 * problems. Free with scenario_file_destroy. `folder` is maps/; the file is folder/scenarios/ID.json. */
struct scenario *scenario_file_read(const char *folder, const char *id, struct problems *problems);
struct scenario *scenario_file_read_path(const char *folder, const char *path, struct problems *problems);
/* The same of its text; `name` is what problems call it. Its map, rules and script are read from `folder`. */
struct scenario *scenario_file_parse(const char *folder, const char *name, const char *text, size_t size,
                                     struct problems *problems);
void scenario_file_destroy(struct scenario *scenario); /* takes NULL */

/* Adds what-ifs to the options of a game: `words` are ids with commas between, "javelin,october". False with what is
 * wrong in `why`, in words that follow "--option: "; `out` is then unchanged. */
bool scenario_options_choose(const struct scenario *scenario, const char *words, uint16_t *out, char *why, size_t size);

/* What a list of scenarios shows, and which map a scenario uses; read without map, rules and units. */
struct scenario_head {
    char id[32], name[48], name_sq[48], date[32];
    char map_file[64]; /* in `folder` */
};
/* False with a problem added when there is no such scenario. */
bool scenario_head_read(const char *folder, const char *id, struct scenario_head *out, struct problems *problems);
/* All of folder/scenarios, by name, at most `max`; those that cannot be read become problems. Returns the count. */
size_t scenario_heads_read(const char *folder, struct scenario_head *out, size_t max, struct problems *problems);

/* Whether this program was installed: then it uses what was installed with it, also where its sources still lie. */
bool data_installed(void);
/* The folder of maps: $IBAR_MAPS, else that of the source tree for a program not installed, else the installed one. */
const char *data_folder(void);

/* Scenarios read once and kept: what servers and arenas ask by id. */
struct library;
struct library *library_create(const char *folder);
void library_destroy(struct library *library); /* takes NULL */
const struct scenario *library_find(struct library *library, const char *id, struct problems *problems);

#endif
