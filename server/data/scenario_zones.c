/* The zones in which sides place units and caches before turn 1, and whether they make sense. */
#include "scenario_reading.h"

#include "rules/rules.h"

#include <string.h>

static void read_zone(struct scenario_reading *reading, const struct doc_at *at, struct scenario_zone *zone) {
    static const char *const keys[] = {"id", "name", "side", "hexes", NULL};
    struct doc_at list;
    size_t count;
    doc_only_keys(at, keys);
    doc_need_id(at, "id", zone->id, sizeof zone->id);
    doc_need_text(at, "name", zone->name, sizeof zone->name);
    zone->side = read_side(reading, at, "side");
    if (!doc_need(at, "hexes", &list) || !doc_array(&list, 1, ZONE_HEX_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        hex_t hex;
        if (!read_hex(reading, &item, &hex))
            continue;
        if (scenario_zone_has(zone, hex))
            doc_problem(&item, "the hex is named twice.");
        zone->hex[zone->hexes++] = hex;
    }
}

void scenario_zones_read(struct scenario_reading *reading, const struct doc_at *root) {
    struct scenario *scenario = reading->scenario;
    struct doc_at list;
    size_t count;
    if (!doc_get(root, "zones", &list) || !doc_array(&list, 1, ZONE_MAX, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct doc_at item = doc_item(&list, i);
        struct scenario_zone *zone = &scenario->zone[i];
        if (!doc_object(&item))
            continue;
        read_zone(reading, &item, zone);
        for (size_t j = 0; j < i; j++)
            if (strcmp(zone->id, scenario->zone[j].id) == 0)
                doc_problem(&item, "there is a zone \"%s\" already, in zones[%zu].", zone->id, j);
        reading->zone_words[i] = zone->id;
    }
    scenario->zones = (uint8_t)count;
}

/* What units and caches share: the zone is their side's, and holds every hex that the dice may draw. */
uint8_t read_zone_of(struct scenario_reading *reading, const struct doc_at *at, int side, const hex_t *choice,
                     size_t choices) {
    const struct scenario *scenario = reading->scenario;
    struct doc_at member;
    char name[8];
    uint8_t number = read_reference(at, "zone", "zone", reading->zone_words);
    if (!number || !doc_get(at, "zone", &member))
        return 0;
    const struct scenario_zone *zone = &scenario->zone[number - 1];
    if (zone->side != side)
        doc_problem(&member, "the zone \"%s\" is another side's.", zone->id);
    for (size_t i = 0; i < choices; i++)
        if (!scenario_zone_has(zone, choice[i])) {
            map_hex_name(&scenario->map, choice[i], name);
            doc_problem(at, "hex %s, where it stands when its side places it nowhere, is not in the zone \"%s\".", name,
                        zone->id);
        }
    return number;
}

static bool is_placed_in(const struct scenario *scenario, const struct roster_unit *unit, int zone) {
    return unit->zone == zone + 1 && !(scenario->rules.type[unit->type].flags & TYPE_OFF_MAP);
}

/* Does anybody of the zone stand in this hex: a unit that can, or a cache on dry ground. */
static bool hex_serves(const struct scenario *scenario, int zone, hex_t hex) {
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        bool bars = (scenario->side[unit->side].flags & SIDE_STAYS_INSIDE) && (scenario->map.hex[hex].flags & MAP_HEX_BEYOND);
        if (is_placed_in(scenario, unit, zone) && !bars && rules_may_stand(scenario, &scenario->rules.type[unit->type], hex))
            return true;
    }
    for (int i = 0; i < scenario->caches; i++)
        if (scenario->cache[i].zone == zone + 1 && scenario->map.hex[hex].terrain != TERRAIN_WATER)
            return true;
    return false;
}

/* Units that certainly take part and their vehicles fit, each side's stacking kept. */
static void check_room(const struct scenario *scenario, int number, const struct doc_at *item) {
    const struct scenario_zone *zone = &scenario->zone[number];
    int units = 0, vehicles = 0, caches = 0, most = scenario->rules.number.stack_units,
        most_vehicles = scenario->rules.number.stack_vehicles;
    for (int i = 0; i < scenario->roster_count; i++) {
        if (!is_placed_in(scenario, &scenario->roster[i], number))
            continue;
        units++;
        vehicles += scenario->rules.type[scenario->roster[i].type].move != MOVE_FOOT;
    }
    for (int i = 0; i < scenario->caches; i++)
        caches += scenario->cache[i].zone == number + 1;
    if (units + caches == 0)
        doc_problem(item, "nobody is placed in it: name it as the \"zone\" of a unit or cache, or leave it out.");
    if (units > most * zone->hexes || vehicles > most_vehicles * zone->hexes)
        doc_problem(item, "is too small: %d units, %d of them vehicles, and %d hexes with room for %d and %d each.", units,
                    vehicles, zone->hexes, most, most_vehicles);
}

/* Is somebody placed in the zone who is openly armed, or seems to be? */
static bool holds_armed(const struct scenario *scenario, int zone) {
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        if (is_placed_in(scenario, unit, zone) && !unit->covert &&
            !(scenario->rules.type[unit->type].flags & TYPE_UNARMED))
            return true;
    }
    return false;
}

/* Armed enemies may not be placed in one hex: neither could know it. Who hides among civilians may be anywhere. */
static void check_apart(const struct scenario *scenario, int number, const struct doc_at *hexes) {
    const struct scenario_zone *zone = &scenario->zone[number];
    for (int i = 0; i < number; i++) {
        const struct scenario_zone *other = &scenario->zone[i];
        if (!(scenario->side[zone->side].enemies >> other->side & 1) &&
            !(scenario->side[other->side].enemies >> zone->side & 1))
            continue;
        if (!holds_armed(scenario, number) || !holds_armed(scenario, i))
            continue;
        for (int j = 0; j < zone->hexes; j++) {
            struct doc_at item = doc_item(hexes, (size_t)j);
            if (scenario_zone_has(other, zone->hex[j]))
                doc_problem(&item, "lies in \"%s\" too, the zone of an enemy.", other->id);
        }
    }
}

static void check_placed(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at list;
    if (!doc_get(root, "units", &list))
        return;
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        struct doc_at item = doc_item(&list, (size_t)i);
        if (unit->zone && (unit->arrives > 1 || unit->after_event || unit->on_request ||
                           (scenario->rules.type[unit->type].flags & TYPE_OFF_MAP)))
            doc_problem(&item, "has a zone but is not on the map at the start: only who begins there is placed.");
    }
}

/* Caches are placed under the numbers of their side's orders, of which there are SIDE_ORDER_SLOTS. */
static void check_caches(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at list;
    int count[SIDE_MAX] = {0};
    if (!doc_get(root, "caches", &list))
        return;
    for (int i = 0; i < scenario->caches; i++) {
        const struct scenario_cache *cache = &scenario->cache[i];
        struct doc_at item = doc_item(&list, (size_t)i);
        if (count[cache->side]++ >= SIDE_ORDER_SLOTS && cache->zone)
            doc_problem(&item, "cannot have a zone: only the first %d caches of a side are placed.", SIDE_ORDER_SLOTS);
    }
}

void scenario_zones_check(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at list, hexes;
    if (!doc_get(root, "zones", &list))
        return;
    check_placed(scenario, root);
    check_caches(scenario, root);
    for (int i = 0; i < scenario->zones; i++) {
        const struct scenario_zone *zone = &scenario->zone[i];
        struct doc_at item = doc_item(&list, (size_t)i);
        check_room(scenario, i, &item);
        if (!doc_get(&item, "hexes", &hexes))
            continue;
        check_apart(scenario, i, &hexes);
        for (int j = 0; j < zone->hexes; j++) {
            struct doc_at hex = doc_item(&hexes, (size_t)j);
            if (!hex_serves(scenario, i, zone->hex[j]))
                doc_problem(&hex, "nobody who is placed in this zone can stand there: leave the hex out.");
        }
    }
}
