/* What lies on the map of a scenario beside units: crowds, barricades, caches, the named road link. */
#include "scenario_reading.h"

#include <stdio.h>
#include <string.h>

/* The list at `key`, which may be missing; returns how many items it has. */
static size_t get_list(const struct doc_at *root, const char *key, size_t most, struct doc_at *list) {
    size_t count = 0;
    if (!doc_get(root, key, list) || !doc_array(list, 0, most, &count))
        return 0;
    return count;
}

void scenario_crowds_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"hexes", "strength", "anger", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count = get_list(root, "crowds", CROWD_MAX, &list);
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        struct scenario_crowd *crowd = &scenario->crowd[i];
        long strength = 1, anger = 0;
        if (!doc_object(&item))
            continue;
        doc_only_keys(&item, keys);
        crowd->choices = (uint8_t)read_hexes(reading, &item, "hexes", 1, crowd->choice);
        crowd->hex = crowd->choice[0];
        doc_need_int(&item, "strength", 1, 6, &strength);
        doc_need_int(&item, "anger", 0, 9, &anger);
        crowd->strength = (uint8_t)strength;
        crowd->anger = (uint8_t)anger;
    }
    scenario->crowds = (uint8_t)count;
}

/* Hexes that differ from the map's: a compound that the map does not have, a name. */
void scenario_ground_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"hex", "terrain", "density", "name", "name_sq", NULL};
    struct map *map = &reading->scenario->map;
    struct doc_at list, member;
    size_t count = get_list(root, "ground", 64, &list);
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        hex_t hex = HEX_NONE;
        long density = 0;
        int terrain;
        if (!doc_object(&item))
            continue;
        doc_only_keys(&item, keys);
        if (!doc_need(&item, "hex", &member) || !read_hex(reading, &member, &hex))
            continue;
        density = map->hex[hex].density;
        if (doc_get(&item, "terrain", &member) && doc_word(&member, "terrain", terrain_words, &terrain))
            map->hex[hex].terrain = (uint8_t)terrain;
        doc_get_int(&item, "density", 0, 3, &density);
        map->hex[hex].density = (uint8_t)density;
        doc_get_text(&item, "name", map->name_sr[hex], sizeof map->name_sr[hex]);
        doc_get_text(&item, "name_sq", map->name_sq[hex], sizeof map->name_sq[hex]);
    }
}

/* Civilians in a held site stand where everybody knows: their hex is not drawn. */
void scenario_civilians_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"hex", "strength", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at list, member;
    size_t count = get_list(root, "civilians", CIVILIANS_MAX, &list);
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        struct scenario_civilians *group = &scenario->civilians[i];
        long strength = 1;
        if (!doc_object(&item))
            continue;
        doc_only_keys(&item, keys);
        if (doc_need(&item, "hex", &member) && read_hex(reading, &member, &group->hex) &&
            !(scenario->map.hex[group->hex].flags & MAP_HEX_CULTURAL))
            doc_problem(&member, "civilians are held in cultural sites: there is none in this hex.");
        doc_need_int(&item, "strength", 1, 9, &strength);
        group->strength = (uint8_t)strength;
    }
    scenario->civilian_groups = (uint8_t)count;
}

static void read_barricade(struct scenario_reading *reading, const struct doc_at *at,
                           struct scenario_barricade *out) {
    static const char *const keys[] = {"hex", "dir", "strength", "trap_group", "side", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at member;
    long strength = 1, group = 0;
    int dir;
    doc_only_keys(at, keys);
    bool placed = doc_need(at, "hex", &member) && read_hex(reading, &member, &out->hex);
    placed = doc_need(at, "dir", &member) && doc_word(&member, "direction", dir_words, &dir) && placed;
    doc_need_int(at, "strength", 1, scenario->rules.number.barricade_max, &strength);
    doc_get_int(at, "trap_group", 0, 99, &group);
    out->side = read_side(reading, at, "side");
    out->strength = (uint8_t)strength;
    out->trap_group = (uint8_t)group;
    if (!placed)
        return;
    out->dir = (uint8_t)dir;
    if (scenario->map.hex[out->hex].road[dir] == ROAD_NONE)
        doc_problem(at, "no road crosses that hexside: barricades lie on roads.");
}

void scenario_barricades_read(struct scenario_reading *reading, const struct doc_at *root) {
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count = get_list(root, "barricades", BARRICADE_MAX, &list);
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        if (!doc_object(&item))
            continue;
        struct scenario_barricade *here = &scenario->barricade[i];
        read_barricade(reading, &item, here);
        for (size_t j = 0; j < i; j++) {
            const struct scenario_barricade *other = &scenario->barricade[j];
            if ((here->hex == other->hex && here->dir == other->dir) ||
                (scenario->map.next[other->hex][other->dir] == here->hex &&
                 here->dir == dir_opposite(other->dir)))
                doc_problem(&item, "barricades[%zu] lies on the same hexside.", j);
        }
    }
    scenario->barricades = (uint8_t)count;
}

void scenario_caches_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"side", "hexes", "zone", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count = get_list(root, "caches", CACHE_MAX, &list);
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        struct scenario_cache *cache = &scenario->cache[i];
        if (!doc_object(&item))
            continue;
        doc_only_keys(&item, keys);
        cache->side = read_side(reading, &item, "side");
        cache->choices = (uint8_t)read_hexes(reading, &item, "hexes", 1, cache->choice);
        cache->zone = read_zone_of(reading, &item, cache->side, cache->choice, cache->choices);
    }
    scenario->caches = (uint8_t)count;
}

void scenario_route_read(struct scenario_reading *reading, const struct doc_at *root) {
    static const char *const keys[] = {"name", "hexes", NULL};
    struct scenario *scenario = reading->scenario;
    struct doc_at route, list;
    size_t count;
    if (!doc_get(root, "route", &route) || !doc_object(&route))
        return;
    doc_only_keys(&route, keys);
    doc_need_text(&route, "name", scenario->route_name, sizeof scenario->route_name);
    if (!doc_need(&route, "hexes", &list) || !doc_array(&list, 2, ROUTE_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        hex_t *hex = &scenario->route[scenario->route_length];
        if (!read_hex(reading, &item, hex))
            return;
        int dir = i ? map_dir(&scenario->map, hex[-1], *hex) : -1;
        if (i && dir < 0)
            doc_problem(&item, "is no neighbour of the hex before: a link goes hex by hex.");
        else if (i && scenario->map.hex[hex[-1]].road[dir] == ROAD_NONE)
            doc_problem(&item, "no road joins it to the hex before.");
        scenario->route_length++;
    }
}
