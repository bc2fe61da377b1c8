/* maps/rules.json: terrain, roads, fire table, single numbers, kinds of units. */
#include "reading.h"

#include <stdio.h>
#include <string.h>

/* A cost in movement points, or "no". */
static void read_cost(const struct doc_at *at, const char *key, uint8_t *out) {
    struct doc_at member;
    long value = COST_NONE;
    if (!doc_need(at, key, &member))
        return;
    if (json_is_string(member.value) && strcmp(json_string_value(member.value), "no") == 0)
        *out = COST_NONE;
    else if (doc_int(&member, 1, 99, &value))
        *out = (uint8_t)value;
}

static uint8_t read_small(const struct doc_at *at, const char *key, long max) {
    long value = 0;
    doc_need_int(at, key, 0, max, &value);
    return (uint8_t)value;
}

static void read_terrain(const struct doc_at *root, struct ruleset *out) {
    static const char *const keys[] = {"name",  "foot",        "wheeled",    "4x4",
                                       "cover", "concealment", "los_height", NULL};
    struct doc_at all, row;
    if (!doc_need(root, "terrain", &all) || !doc_object(&all))
        return;
    doc_only_keys(&all, terrain_words);
    for (int i = 0; i < TERRAIN_COUNT; i++) {
        struct terrain_type *type = &out->terrain[i];
        if (!doc_need(&all, terrain_words[i], &row) || !doc_object(&row))
            continue;
        doc_only_keys(&row, keys);
        doc_need_text(&row, "name", type->name, sizeof type->name);
        read_cost(&row, "foot", &type->cost_foot);
        read_cost(&row, "wheeled", &type->cost_wheeled);
        read_cost(&row, "4x4", &type->cost_4x4);
        type->cover = read_small(&row, "cover", 20);
        type->concealment = read_small(&row, "concealment", 20);
        type->los_height = read_small(&row, "los_height", 20);
    }
}

static void read_roads(const struct doc_at *root, struct ruleset *out) {
    static const char *const roads[] = {"track", "minor", "main", NULL};
    static const char *const keys[] = {"foot", "wheeled", "4x4", NULL};
    struct doc_at all, row;
    if (!doc_need(root, "roads", &all) || !doc_object(&all))
        return;
    doc_only_keys(&all, roads);
    for (int i = 0; roads[i]; i++) {
        uint8_t *cost = out->road_cost[ROAD_TRACK + i];
        if (!doc_need(&all, roads[i], &row) || !doc_object(&row))
            continue;
        doc_only_keys(&row, keys);
        read_cost(&row, "foot", &cost[MOVE_FOOT]);
        read_cost(&row, "wheeled", &cost[MOVE_WHEELED]);
        read_cost(&row, "4x4", &cost[MOVE_4X4]);
        cost[MOVE_4X4_ARMOURED] = cost[MOVE_4X4];
    }
}

static void read_fire(const struct doc_at *root, struct ruleset *out) {
    static const char *const keys[] = {"least", "steps", "suppression", NULL};
    struct doc_at all;
    size_t count;
    if (!doc_need(root, "fire", &all) || !doc_array(&all, 1, FIRE_ROW_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at row = doc_item(&all, i);
        long least = 0;
        if (!doc_object(&row))
            continue;
        doc_only_keys(&row, keys);
        if (doc_need_int(&row, "least", -20, 60, &least) && i > 0 && least <= out->fire[i - 1].least)
            doc_problem(&row, "\"least\" should be above %d, that of the row before.",
                        out->fire[i - 1].least);
        out->fire[i].least = (int8_t)least;
        out->fire[i].steps = read_small(&row, "steps", 9);
        out->fire[i].suppression = read_small(&row, "suppression", 9);
    }
    out->fire_rows = (uint8_t)count;
}

static void read_numbers(const struct doc_at *root, struct ruleset *out) {
    static const char *const keys[] = {
#define NUMBER(name, start, min, max, help) #name,
        RULES_NUMBERS(NUMBER)
#undef NUMBER
            NULL};
    struct doc_at all;
    if (!doc_get(root, "numbers", &all) || !doc_object(&all))
        return;
    doc_only_keys(&all, keys);
#define NUMBER(name, start, min, max, help)                                                                  \
    {                                                                                                        \
        long value = (start);                                                                                \
        doc_get_int(&all, #name, (min), (max), &value);                                                      \
        out->number.name = (int16_t)value;                                                                   \
    }
    RULES_NUMBERS(NUMBER)
#undef NUMBER
}

bool rules_read(const char *path, struct ruleset *out, struct disguises *disguises,
                crypto_generichash_state *hash, struct problems *problems) {
    static const char *const keys[] = {"$schema", "version", "terrain", "roads",
                                       "fire",    "numbers", "weapons", "units", NULL};
    size_t before = problems->count;
    struct doc doc;
    if (!doc_open(&doc, path, hash, problems))
        return false;
    struct doc_at root = doc_root(&doc), units, weapons;
    struct disguises unused;
    *out = (struct ruleset){.version = RULES_VERSION};
#define NUMBER(name, start, min, max, help) out->number.name = (start);
    RULES_NUMBERS(NUMBER)
#undef NUMBER
    if (doc_object(&root)) {
        long version = RULES_VERSION;
        doc_only_keys(&root, keys);
        doc_need_int(&root, "version", RULES_VERSION, RULES_VERSION, &version);
        read_terrain(&root, out);
        read_roads(&root, out);
        read_fire(&root, out);
        read_numbers(&root, out);
        if (doc_get(&root, "weapons", &weapons))
            weapons_read(&weapons, out);
        if (doc_need(&root, "units", &units))
            unit_types_read(&units, out, disguises ? disguises : &unused);
    }
    doc_close(&doc);
    return problems->count == before;
}

bool rules_file_read(const char *path, struct ruleset *out, struct problems *problems) {
    return rules_read(path, out, NULL, NULL, problems);
}
