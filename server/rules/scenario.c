/* A scenario: what is derived from it once it is filled, and what must hold of it. */
#include "orders.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int scenario_side(const struct scenario *scenario, const char *id) {
    for (int side = 0; side < scenario->sides; side++)
        if (strcmp(scenario->side[side].id, id) == 0)
            return side;
    return -1;
}

int scenario_type(const struct scenario *scenario, const char *id) {
    for (int type = 0; type < scenario->rules.types; type++)
        if (strcmp(scenario->rules.type[type].id, id) == 0)
            return type;
    return -1;
}

int scenario_option_find(const struct scenario *scenario, const char *id) {
    for (int option = 0; option < scenario->options; option++)
        if (strcmp(scenario->option[option].id, id) == 0)
            return option;
    return -1;
}

int scenario_threshold(const struct scenario *scenario, uint16_t options, int side) {
    int threshold = scenario->side[side].threshold;
    for (int option = 0; option < scenario->options; option++)
        if ((options >> option & 1) && scenario->option[option].threshold[side])
            threshold = scenario->option[option].threshold[side];
    return threshold;
}

int scenario_teams_from_turn(const struct scenario *scenario, uint16_t options) {
    int turn = scenario->teams_from_turn;
    for (int option = 0; option < scenario->options; option++)
        if ((options >> option & 1) && scenario->option[option].teams_from_turn)
            turn = scenario->option[option].teams_from_turn;
    return turn;
}

__attribute__((format(printf, 3, 4))) static bool broken(char *why, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(why, size, format, args);
    va_end(args);
    return false;
}

static bool hexes_check(const struct scenario *scenario, const hex_t *hex, int count, const char *what,
                        int number, char *why, size_t size) {
    for (int i = 0; i < count; i++)
        if (hex[i] >= scenario->map.count)
            return broken(why, size, "Hex %d of %s %d lies outside the window of %d hexes.", i, what, number,
                          scenario->map.count);
    return true;
}

static bool sides_check(const struct scenario *scenario, char *why, size_t size) {
    if (scenario->sides < 2 || scenario->sides > SIDE_MAX)
        return broken(why, size, "The scenario has %d sides: name 2 to %d.", scenario->sides, SIDE_MAX);
    if (scenario->turns < 1 || scenario->turns > TURN_MAX)
        return broken(why, size, "The scenario has %d turns: use 1 to %d.", scenario->turns, TURN_MAX);
    for (int side = 0; side < scenario->sides; side++) {
        if (scenario->side[side].enemies >> scenario->sides || scenario->side[side].enemies >> side & 1)
            return broken(why, size, "Side %s may fight itself or a side that does not exist.",
                          scenario->side[side].id);
        hex_t rally = scenario->rally_hex[side];
        if (rally != HEX_NONE && rally >= scenario->map.count)
            return broken(why, size, "The entry hex of side %s lies outside the window.",
                          scenario->side[side].id);
    }
    return true;
}

static bool roster_check(const struct scenario *scenario, int number, char *why, size_t size) {
    const struct roster_unit *unit = &scenario->roster[number];
    if (unit->type >= scenario->rules.types)
        return broken(why, size, "Unit %d (%s) has an unknown type.", number, unit->name);
    if (unit->side >= scenario->sides)
        return broken(why, size, "Unit %d (%s) has an unknown side.", number, unit->name);
    if (unit->choices < 1 || unit->choices > CHOICE_MAX)
        return broken(why, size, "Unit %d (%s) has %d hexes to stand on: give 1 to %d.", number, unit->name,
                      unit->choices, CHOICE_MAX);
    if (unit->policy >= POLICY_COUNT || unit->facing >= DIR_COUNT || unit->chance > 100 || unit->arrives < 1)
        return broken(why, size, "Unit %d (%s) has a policy, facing, chance or turn of arrival out of range.",
                      number, unit->name);
    if (unit->covert && !(scenario->rules.type[unit->type].flags & TYPE_MAY_BE_COVERT))
        return broken(why, size, "Unit %d (%s) is of a type that may not be covert.", number, unit->name);
    if (unit->after_event > scenario->scheduled_events)
        return broken(why, size, "Unit %d (%s) waits for an event that does not exist.", number, unit->name);
    return hexes_check(scenario, unit->choice, unit->choices, "unit", number, why, size);
}

static bool zones_check(const struct scenario *scenario, char *why, size_t size) {
    if (scenario->zones > ZONE_MAX)
        return broken(why, size, "The scenario has more zones than fit: at most %d.", ZONE_MAX);
    for (int i = 0; i < scenario->zones; i++) {
        const struct scenario_zone *zone = &scenario->zone[i];
        if (zone->side >= scenario->sides || zone->hexes < 1 || zone->hexes > ZONE_HEX_MAX)
            return broken(why, size, "Zone %d (%s) has an unknown side, or not 1 to %d hexes.", i, zone->id,
                          ZONE_HEX_MAX);
        if (!hexes_check(scenario, zone->hex, zone->hexes, "zone", i, why, size))
            return false;
    }
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        if (unit->zone > scenario->zones || (unit->zone && scenario->zone[unit->zone - 1].side != unit->side))
            return broken(why, size, "Unit %d (%s) is to be placed in a zone that its side does not have.", i, unit->name);
    }
    for (int i = 0; i < scenario->caches; i++) {
        const struct scenario_cache *cache = &scenario->cache[i];
        if (cache->zone > scenario->zones || (cache->zone && scenario->zone[cache->zone - 1].side != cache->side))
            return broken(why, size, "Cache %d is to be placed in a zone that its side does not have.", i);
    }
    return true;
}

static bool scheduled_check(const struct scenario *scenario, char *why, size_t size) {
    if (scenario->options > OPTION_MAX || scenario->scheduled_events > SCHEDULED_MAX)
        return broken(why, size, "The scenario has more options or events than fit: at most %d and %d.", OPTION_MAX,
                      SCHEDULED_MAX);
    for (int i = 0; i < scenario->scheduled_events; i++) {
        const struct scheduled *event = &scenario->scheduled[i];
        if (event->from < 2 || event->to < event->from || event->to > scenario->turns || event->chance > 100 ||
            event->optional > scenario->options || event->after > scenario->scheduled_events ||
            event->after == i + 1 || event->effects > SCHEDULED_EFFECT_MAX)
            return broken(why, size, "Event %d (%s) has a turn, chance, option or event out of range.", i, event->id);
        if (event->scripted && !scenario->script.happens)
            return broken(why, size, "Event %d (%s) asks a script, and there is none.", i, event->id);
        for (int j = 0; j < event->effects; j++) {
            const struct scheduled_effect *effect = &event->effect[j];
            int most = effect->kind == SCHEDULED_TRACK   ? 5
                       : effect->kind == SCHEDULED_ANGER ? scenario->crowds
                                                         : WEATHER_FOG + 1;
            if (effect->kind >= SCHEDULED_EFFECT_COUNT || effect->what >= most)
                return broken(why, size, "Effect %d of event %d (%s) is of no known kind, or of what is not there.", j,
                              i, event->id);
        }
    }
    return true;
}

static bool features_check(const struct scenario *scenario, char *why, size_t size) {
    for (int i = 0; i < scenario->crowds; i++) {
        const struct scenario_crowd *crowd = &scenario->crowd[i];
        if (crowd->strength > 6 || crowd->anger > 9)
            return broken(why, size, "Crowd %d has strength %d and anger %d: use at most 6 and 9.", i,
                          crowd->strength, crowd->anger);
        if (!hexes_check(scenario, crowd->choices ? crowd->choice : &crowd->hex,
                         crowd->choices ? crowd->choices : 1, "crowd", i, why, size))
            return false;
    }
    for (int i = 0; i < scenario->barricades; i++) {
        const struct scenario_barricade *barricade = &scenario->barricade[i];
        if (!hexes_check(scenario, &barricade->hex, 1, "barricade", i, why, size))
            return false;
        if (barricade->dir >= DIR_COUNT || barricade->side >= scenario->sides ||
            scenario->map.next[barricade->hex][barricade->dir] == HEX_NONE ||
            barricade->strength > scenario->rules.number.barricade_max)
            return broken(why, size, "Barricade %d has a direction, side or strength out of range.", i);
        if (!scenario->map.hex[barricade->hex].road[barricade->dir])
            return broken(why, size, "Barricade %d lies on a hexside that no road crosses.", i);
    }
    for (int i = 0; i < scenario->civilian_groups; i++)
        if (!hexes_check(scenario, &scenario->civilians[i].hex, 1, "group of civilians", i, why, size))
            return false;
    for (int i = 0; i < scenario->caches; i++) {
        const struct scenario_cache *cache = &scenario->cache[i];
        if (cache->choices < 1 || cache->choices > CHOICE_MAX || cache->side >= scenario->sides)
            return broken(why, size, "Cache %d needs a side and 1 to %d hexes to be drawn from.", i,
                          CHOICE_MAX);
        if (!hexes_check(scenario, cache->choice, cache->choices, "cache", i, why, size))
            return false;
    }
    return true;
}

static bool victory_check(const struct scenario *scenario, char *why, size_t size) {
    for (int i = 0; i < scenario->victories; i++)
        if (scenario->victory[i].side >= scenario->sides || scenario->victory[i].kind >= VICTORY_COUNT)
            return broken(why, size, "Victory row %d names an unknown side or kind.", i);
    if (scenario->route_length > ROUTE_MAX ||
        !hexes_check(scenario, scenario->route, scenario->route_length, "the road link", 0, why, size))
        return false;
    for (int i = 0; i + 1 < scenario->route_length; i++)
        if (map_dir(&scenario->map, scenario->route[i], scenario->route[i + 1]) < 0)
            return broken(why, size, "Hexes %d and %d of the named road link are not neighbours.", i, i + 1);
    return true;
}

/* What every unit may leave behind has a place in the state. */
static bool equipment_check(const struct scenario *scenario, char *why, size_t size) {
    int leaving = 0;
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct unit_type *type = &scenario->rules.type[scenario->roster[i].type];
        leaving += (type->move != MOVE_FOOT && type->move != MOVE_NONE) || (type->flags & TYPE_CREW_WEAPON);
    }
    if (leaving > EQUIPMENT_MAX)
        return broken(why, size, "The roster has %d units with vehicles or crew weapons: use at most %d.",
                      leaving, EQUIPMENT_MAX);
    return true;
}

static bool rules_numbers_check(const struct scenario *scenario, char *why, size_t size) {
    const struct rules_numbers *number = &scenario->rules.number;
#define NUMBER(name, start, min, max, help)                                                                  \
    if (number->name < (min) || number->name > (max))                                                        \
        return broken(why, size, "The number %s is %d: use %d to %d.", #name, number->name, min, max);
    RULES_NUMBERS(NUMBER)
#undef NUMBER
    return true;
}

bool scenario_prepare(struct scenario *scenario, char *why, size_t size) {
    map_link(&scenario->map);
    if (!map_check(&scenario->map, why, size) || !rules_numbers_check(scenario, why, size) ||
        !sides_check(scenario, why, size))
        return false;
    if (scenario->roster_count > UNIT_MAX || scenario->crowds > CROWD_MAX ||
        scenario->barricades > BARRICADE_MAX || scenario->caches > CACHE_MAX ||
        scenario->victories > VICTORY_MAX || scenario->civilian_groups > CIVILIANS_MAX)
        return broken(why, size,
                      "The scenario has more units, crowds, barricades, caches or victory rows than fit.");
    if (!zones_check(scenario, why, size) || !scheduled_check(scenario, why, size))
        return false;
    for (int unit = 0; unit < scenario->roster_count; unit++)
        if (!roster_check(scenario, unit, why, size))
            return false;
    if (!equipment_check(scenario, why, size) || !features_check(scenario, why, size) ||
        !victory_check(scenario, why, size))
        return false;
    uint8_t height[TERRAIN_COUNT];
    for (int terrain = 0; terrain < TERRAIN_COUNT; terrain++)
        height[terrain] = scenario->rules.terrain[terrain].los_height;
    scenario->los = los_create(&scenario->map, height);
    if (!scenario->los)
        return broken(why, size, "Memory ran out while lines of sight were computed.");
    return true;
}

void scenario_finish(struct scenario *scenario) {
    los_destroy(scenario->los);
    scenario->los = NULL;
}

int scenario_first_turn(const struct scenario *scenario) {
    return scenario->zones ? 0 : 1;
}

bool scenario_zone_has(const struct scenario_zone *zone, hex_t hex) {
    for (int i = 0; i < zone->hexes; i++)
        if (zone->hex[i] == hex)
            return true;
    return false;
}
