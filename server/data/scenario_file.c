/* A scenario: its document, sides, rules and map. The rest is in scenario_units.c, _features.c and _rest.c.
 */
#include "scenario_reading.h"
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const root_keys[] = {
    "$schema", "id",    "name",   "name_sq",    "date",   "intro", "rules",   "map",     "turns",  "start",
    "sides",   "units", "crowds", "barricades", "caches", "route", "victory", "weather", "tracks",
    "options", "events", "civilians", "ground", "script", "exit_from_turn", "teams_from_turn",
    "zones",   NULL};
/* Bit n of enum side_flag. */
static const char *const flag_words[] = {"levels",   "stays-inside", "arrests", "clears",    "builds",
                                         "may-exit", "police",       "kfor",    "irregular", NULL};

bool read_hex(const struct scenario_reading *reading, const struct doc_at *at, hex_t *out) {
    const struct map *map = &reading->scenario->map;
    const char *text = json_string_value(at->value);
    hex_t hex = text ? map_hex_parse(map, text) : HEX_NONE;
    if (hex != HEX_NONE) {
        *out = hex;
        return true;
    }
    doc_problem(at, "should be a hex of the window as \"CCRR\", from \"0000\" to \"%02d%02d\".",
                map->cols - 1, map->rows - 1);
    return false;
}

size_t read_hexes(const struct scenario_reading *reading, const struct doc_at *at, const char *key,
                  size_t least, hex_t out[CHOICE_MAX]) {
    struct doc_at list;
    size_t count, read = 0;
    if (!doc_get(at, key, &list)) {
        if (least > 0)
            doc_problem(at, "\"%s\" is missing.", key);
        return 0;
    }
    if (!doc_array(&list, least, CHOICE_MAX, &count))
        return 0;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        hex_t hex;
        if (!read_hex(reading, &item, &hex))
            continue;
        for (size_t j = 0; j < read; j++)
            if (out[j] == hex)
                doc_problem(&item, "the hex is named twice: the dice draw from different hexes.");
        out[read++] = hex;
    }
    return read;
}

uint8_t read_side(const struct scenario_reading *reading, const struct doc_at *at, const char *key) {
    struct doc_at member;
    int word;
    if (doc_need(at, key, &member) && doc_word(&member, "side", reading->side_words, &word))
        return (uint8_t)word;
    return SIDE_NONE;
}

static void read_start(const struct doc_at *root, struct scenario *scenario) {
    struct doc_at at;
    int hour, minute, end = 0;
    if (!doc_need(root, "start", &at))
        return;
    const char *text = json_string_value(at.value);
    if (text && strlen(text) == 5 && sscanf(text, "%2d:%2d%n", &hour, &minute, &end) == 2 && end == 5 &&
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60)
        scenario->start_minute = (uint16_t)(hour * 60 + minute);
    else
        doc_problem(&at, "should be a time of day as \"HH:MM\", from \"00:00\" to \"23:59\".");
}

/* Own fields of a side; enemies and rally hex need all sides and the map: sides_finish. */
static void read_one_side(const struct doc_at *at, struct scenario *scenario, int number) {
    static const char *const keys[] = {"id",        "name",          "flags", "command", "enemies",
                                       "threshold", "drone_flights", "rally", "brief",   NULL};
    struct side *side = &scenario->side[number];
    long command = 1, threshold = 1, flights = 0;
    uint32_t flags = 0;
    doc_only_keys(at, keys);
    doc_need_id(at, "id", side->id, sizeof side->id);
    doc_need_text(at, "name", side->name, sizeof side->name);
    doc_need_text(at, "brief", scenario->brief[number], sizeof scenario->brief[number]);
    doc_get_bits(at, "flags", "flag of a side", flag_words, &flags);
    doc_need_int(at, "command", 1, 99, &command);
    doc_need_int(at, "threshold", 1, 999, &threshold);
    doc_get_int(at, "drone_flights", 0, 9, &flights);
    side->flags = (uint16_t)flags;
    side->command = (uint8_t)command;
    side->threshold = (int16_t)threshold;
    side->drone_flights = (uint8_t)flights;
}

static bool read_sides(struct scenario_reading *reading, const struct doc_at *root) {
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count;
    if (!doc_need(root, "sides", &list) || !doc_array(&list, 2, SIDE_MAX, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        if (!doc_object(&item))
            return false;
        read_one_side(&item, scenario, (int)i);
        reading->side_words[i] = scenario->side[i].id;
        for (size_t j = 0; j < i; j++)
            if (strcmp(scenario->side[i].id, scenario->side[j].id) == 0)
                doc_problem(&item, "there is a side \"%s\" already, in sides[%zu].", scenario->side[i].id, j);
    }
    scenario->sides = (uint8_t)count;
    return true;
}

static void sides_finish(struct scenario_reading *reading, const struct doc_at *root) {
    struct scenario *scenario = reading->scenario;
    struct doc_at list, rally;
    doc_get(root, "sides", &list);
    for (size_t i = 0; i < scenario->sides; i++) {
        struct doc_at item = doc_item(&list, i);
        uint32_t enemies = 0;
        scenario->rally_hex[i] = HEX_NONE;
        doc_get_bits(&item, "enemies", "side", reading->side_words, &enemies);
        if (enemies >> i & 1)
            doc_problem(&item, "\"enemies\" names the side itself.");
        scenario->side[i].enemies = (uint8_t)enemies;
        if (doc_need(&item, "rally", &rally))
            read_hex(reading, &rally, &scenario->rally_hex[i]);
    }
    for (size_t i = 0; i < scenario->rules.types; i++) {
        struct unit_type *type = &scenario->rules.type[i];
        if (type->disguise == TYPE_NONE)
            continue;
        int side = scenario_side(scenario, reading->disguises.side[i]);
        type->disguise_side = side < 0 ? SIDE_NONE : (uint8_t)side;
    }
}

static bool read_rules(struct scenario_reading *reading, const struct doc_at *root, const char *folder,
                       crypto_generichash_state *hash) {
    char name[64], path[640];
    if (!doc_need_file(root, "rules", name, sizeof name))
        return false;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return rules_read(path, &reading->scenario->rules, &reading->disguises, hash, root->doc->problems);
}

static bool read_map(struct scenario_reading *reading, const struct doc_at *root, const char *folder,
                     crypto_generichash_state *hash) {
    static const char *const keys[] = {"file", "col", "row", "cols", "rows", NULL};
    struct doc_at at;
    char name[64], path[640];
    long col, row, cols, rows;
    if (!doc_need(root, "map", &at) || !doc_object(&at))
        return false;
    doc_only_keys(&at, keys);
    if (!doc_need_file(&at, "file", name, sizeof name) || !doc_need_int(&at, "col", 0, 999, &col) ||
        !doc_need_int(&at, "row", 0, 998, &row) || !doc_need_int(&at, "cols", 4, MAP_COLS_MAX, &cols) ||
        !doc_need_int(&at, "rows", 4, MAP_ROWS_MAX, &rows))
        return false;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct map_file *file = map_read(path, hash, root->doc->problems);
    if (!file)
        return false;
    struct problems window = {0};
    bool good = map_file_window(file, (unsigned)col, (unsigned)row, (unsigned)cols, (unsigned)rows,
                                &reading->scenario->map, &window);
    if (!good)
        doc_problem(&at, "%s", window.text[0]);
    map_file_destroy(file);
    return good;
}

static void read_head(const struct doc_at *root, struct scenario *scenario) {
    long exits = 0, teams = 0;
    long turns = TURN_MAX; /* after a problem: no further ones that only follow from it */
    doc_only_keys(root, root_keys);
    doc_need_id(root, "id", scenario->id, sizeof scenario->id);
    doc_need_text(root, "name", scenario->name, sizeof scenario->name);
    doc_need_text(root, "name_sq", scenario->name_sq, sizeof scenario->name_sq);
    doc_need_text(root, "date", scenario->date, sizeof scenario->date);
    doc_need_text(root, "intro", scenario->intro, sizeof scenario->intro);
    doc_need_int(root, "turns", 1, TURN_MAX, &turns);
    scenario->turns = (uint8_t)turns;
    doc_get_int(root, "exit_from_turn", 1, turns, &exits);
    doc_get_int(root, "teams_from_turn", 1, turns, &teams);
    scenario->exit_from_turn = (uint8_t)exits;
    scenario->teams_from_turn = (uint8_t)teams;
    read_start(root, scenario);
}

static void read_scenario(struct scenario_reading *reading, const struct doc_at *root, const char *folder,
                          crypto_generichash_state *hash) {
    struct scenario *scenario = reading->scenario;
    if (!doc_object(root))
        return;
    read_head(root, scenario);
    /* Without sides, rules or map nothing that follows can be judged. */
    bool rules = read_rules(reading, root, folder, hash), map = read_map(reading, root, folder, hash);
    if (!read_sides(reading, root) || !rules || !map)
        return;
    scenario_ground_read(reading, root);
    sides_finish(reading, root);
    scenario_options_read(reading, root);
    scenario_crowds_read(reading, root);
    scenario_events_read(reading, root);
    script_read(scenario, root, folder, hash);
    scenario_zones_read(reading, root);
    scenario_units_read(reading, root);
    scenario_civilians_read(reading, root);
    scenario_barricades_read(reading, root);
    scenario_caches_read(reading, root);
    scenario_route_read(reading, root);
    scenario_victory_read(reading, root);
    scenario_weather_read(reading, root);
    scenario_tracks_read(reading, root);
}

static uint64_t hash_finish(crypto_generichash_state *hash) {
    uint8_t bytes[16];
    uint64_t value = 0;
    crypto_generichash_final(hash, bytes, sizeof bytes);
    for (int i = 7; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

/* The scenario of an open document, which is closed. */
static struct scenario *read_document(struct doc *doc, const char *folder, crypto_generichash_state *hash) {
    struct problems *problems = doc->problems;
    size_t before = problems->count;
    struct scenario_reading reading = {.scenario = calloc(1, sizeof *reading.scenario)};
    char why[200];
    if (!reading.scenario) {
        problem_add(problems, "%s: there is not enough memory to read it.", doc->file);
        doc_close(doc);
        return NULL;
    }
    struct doc_at root = doc_root(doc);
    read_scenario(&reading, &root, folder, hash);
    reading.scenario->content_hash = hash_finish(hash);
    if (problems->count == before && !scenario_prepare(reading.scenario, why, sizeof why))
        problem_add(problems, "%s:1: %s", doc->file, why);
    if (problems->count == before)
        scenario_sense_check(&reading, &root);
    doc_close(doc);
    if (problems->count > before) {
        scenario_file_destroy(reading.scenario);
        return NULL;
    }
    return reading.scenario;
}

struct scenario *scenario_file_read_path(const char *folder, const char *path, struct problems *problems) {
    crypto_generichash_state hash;
    struct doc doc;
    crypto_generichash_init(&hash, NULL, 0, 16);
    return doc_open(&doc, path, &hash, problems) ? read_document(&doc, folder, &hash) : NULL;
}

struct scenario *scenario_file_parse(const char *folder, const char *name, const char *text, size_t size,
                                     struct problems *problems) {
    crypto_generichash_state hash;
    struct doc doc;
    crypto_generichash_init(&hash, NULL, 0, 16);
    return doc_open_text(&doc, name, text, size, &hash, problems) ? read_document(&doc, folder, &hash) : NULL;
}

struct scenario *scenario_file_read(const char *folder, const char *id, struct problems *problems) {
    char path[640];
    if (!*id || strlen(id) >= sizeof((struct scenario *)0)->id ||
        strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(id)) {
        problem_add(problems, "\"%.40s\" is no id of a scenario: ids have small letters, digits and \"-\".",
                    id);
        return NULL;
    }
    snprintf(path, sizeof path, "%s/scenarios/%s.json", folder, id);
    if (access(path, F_OK) != 0) {
        problem_add(problems, "There is no scenario \"%s\": %s/scenarios has no %s.json.", id, folder, id);
        return NULL;
    }
    struct scenario *scenario = scenario_file_read_path(folder, path, problems);
    if (scenario && strcmp(scenario->id, id) != 0) {
        problem_add(problems, "%s:1: id: should be \"%s\", as the file is named.", path, id);
        scenario_file_destroy(scenario);
        return NULL;
    }
    return scenario;
}

void scenario_file_destroy(struct scenario *scenario) {
    if (!scenario)
        return;
    scenario_finish(scenario);
    script_destroy(scenario);
    free(scenario);
}
