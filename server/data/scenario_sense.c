/* Judges a scenario's sense apart from its syntax: what can be read and played, but cannot be meant. */
#include "scenario_reading.h"

#include <string.h>

static bool is_vehicle(const struct unit_type *type) {
    return type->move == MOVE_WHEELED || type->move == MOVE_4X4 || type->move == MOVE_4X4_ARMOURED;
}

/* Does the ground let a move class step over this hexside at all? Barricades and crowds do not count. */
static bool may_step(const struct scenario *scenario, hex_t from, int dir, int move) {
    const struct map_hex *hex = &scenario->map.hex[from];
    hex_t to = scenario->map.next[from][dir];
    if (to == HEX_NONE)
        return false;
    uint8_t side = hex->hexside[dir];
    if ((side & HEXSIDE_RIVER) && !(side & HEXSIDE_BRIDGE) && move != MOVE_FOOT)
        return false;
    if (hex->road[dir] && scenario->rules.road_cost[hex->road[dir]][move] != COST_NONE)
        return true;
    const struct terrain_type *terrain = &scenario->rules.terrain[scenario->map.hex[to].terrain];
    int cost = move == MOVE_FOOT      ? terrain->cost_foot
               : move == MOVE_WHEELED ? terrain->cost_wheeled
                                      : terrain->cost_4x4;
    return cost != COST_NONE;
}

/* Can the unit leave any of its hexes by the ground alone? */
static bool may_move(const struct scenario *scenario, const struct roster_unit *unit) {
    const struct unit_type *type = &scenario->rules.type[unit->type];
    for (int i = 0; i < unit->choices; i++)
        for (int dir = 0; dir < DIR_COUNT; dir++)
            if (may_step(scenario, unit->choice[i], dir, type->move))
                return true;
    return false;
}

/* How many of the units that certainly begin in the same single hex fit there. */
static void check_stack(const struct scenario *scenario, const struct doc_at *list, int number) {
    const struct roster_unit *unit = &scenario->roster[number];
    int units = 0, vehicles = 0;
    char name[8];
    for (int i = 0; i <= number; i++) {
        const struct roster_unit *other = &scenario->roster[i];
        const struct unit_type *type = &scenario->rules.type[other->type];
        if (other->side != unit->side || other->choices != 1 || other->choice[0] != unit->choice[0] ||
            other->arrives != 1 || other->after_event || other->on_request || (type->flags & TYPE_OFF_MAP))
            continue;
        units++;
        vehicles += is_vehicle(type);
    }
    bool counted = unit->choices == 1 && unit->arrives == 1 && !unit->after_event && !unit->on_request &&
                   !(scenario->rules.type[unit->type].flags & TYPE_OFF_MAP);
    if (!counted || (units <= scenario->rules.number.stack_units && vehicles <= scenario->rules.number.stack_vehicles))
        return;
    struct doc_at item = doc_item(list, (size_t)number);
    map_hex_name(&scenario->map, unit->choice[0], name);
    doc_problem(&item, "begins in hex %s, which is full: at most %d units of a side, %d of them vehicles.", name,
                scenario->rules.number.stack_units, scenario->rules.number.stack_vehicles);
}

static void check_units(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at list;
    uint32_t sides = 0;
    if (!doc_get(root, "units", &list))
        return;
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        const struct unit_type *type = &scenario->rules.type[unit->type];
        struct doc_at item = doc_item(&list, (size_t)i);
        sides |= UINT32_C(1) << unit->side;
        if (!(type->flags & TYPE_OFF_MAP) && !may_move(scenario, unit))
            doc_problem(&item, "a %s can go nowhere from where it begins: choose a hex with a way out.", type->id);
        if (unit->on_request && !scenario->teams_from_turn) {
            bool asked = false;
            for (int option = 0; option < scenario->options; option++)
                asked = asked || scenario->option[option].teams_from_turn;
            if (!asked)
                doc_problem(&item, "comes only on request, and no \"teams_from_turn\" lets anybody ask.");
        }
        check_stack(scenario, &list, i);
    }
    for (int side = 0; side < scenario->sides; side++)
        if (!(sides >> side & 1))
            doc_problem(&list, "the side \"%s\" has no unit.", scenario->side[side].id);
}

/* The greatest count that a row can reach; -1: no bound that the file tells. */
static int count_most(const struct scenario *scenario, const struct victory *row) {
    switch (row->kind) {
    case VICTORY_link_open:
    case VICTORY_anger_at_most:
    case VICTORY_tension_at_most:
    case VICTORY_civilians_safe:
    case VICTORY_site_clear_at:
    case VICTORY_site_clear_late:
    case VICTORY_mediated_exit:
        return 1;
    case VICTORY_link_blocked_turn:
        return scenario->turns;
    case VICTORY_site_turn:
        return scenario->turns - (row->param > 1 ? row->param - 1 : 0);
    case VICTORY_cache_found:
    case VICTORY_cache_kept:
        return scenario->caches;
    default:
        return -1;
    }
}

static void check_thresholds(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at list, threshold;
    if (scenario->victories == 0 || !doc_get(root, "sides", &list))
        return; /* a demonstration: nobody is to win */
    for (int side = 0; side < scenario->sides; side++) {
        int most = 0;
        bool bound = true;
        for (int i = 0; i < scenario->victories; i++) {
            const struct victory *row = &scenario->victory[i];
            if (row->side != side || row->points <= 0)
                continue;
            int count = count_most(scenario, row);
            if (row->most && (count < 0 || row->most < count))
                count = row->most;
            bound = bound && count >= 0;
            most += row->points * (count > 0 ? count : 0);
        }
        struct doc_at item = doc_item(&list, (size_t)side);
        if (bound && most < scenario->side[side].threshold && doc_get(&item, "threshold", &threshold))
            doc_problem(&threshold, "cannot be reached: the victory rows of the side give %d points at most.", most);
    }
}

static void check_victory(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at list;
    if (!doc_get(root, "victory", &list))
        return;
    for (int i = 0; i < scenario->victories; i++) {
        const struct victory *row = &scenario->victory[i];
        struct doc_at item = doc_item(&list, (size_t)i);
        if ((row->kind == VICTORY_cache_found || row->kind == VICTORY_cache_kept) && scenario->caches == 0)
            doc_problem(&item, "speaks of caches: the scenario has no \"caches\".");
        if ((row->kind == VICTORY_site_turn || row->kind == VICTORY_site_clear_at ||
             row->kind == VICTORY_site_clear_late) && row->param > scenario->turns)
            doc_problem(&item, "\"param\" is a turn after the last, %d.", scenario->turns);
    }
}

/* The named link can be driven from end to end: no footbridge or missing bridge in it. */
static void check_route(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at route, list;
    if (scenario->route_length < 2 || !doc_get(root, "route", &route) || !doc_get(&route, "hexes", &list))
        return;
    for (int i = 1; i < scenario->route_length; i++) {
        int dir = map_dir(&scenario->map, scenario->route[i - 1], scenario->route[i]);
        struct doc_at item = doc_item(&list, (size_t)i);
        if (!may_step(scenario, scenario->route[i - 1], dir, MOVE_WHEELED))
            doc_problem(&item, "no vehicle comes here from the hex before: the link could never be open.");
    }
}

static void check_events(const struct scenario *scenario, const struct doc_at *root) {
    struct doc_at list;
    if (!doc_get(root, "events", &list))
        return;
    for (int i = 0; i < scenario->scheduled_events; i++) {
        const struct scheduled *event = &scenario->scheduled[i];
        struct doc_at item = doc_item(&list, (size_t)i);
        bool waited_for = event->effects > 0 || event->text[0];
        for (int u = 0; u < scenario->roster_count; u++)
            waited_for = waited_for || scenario->roster[u].after_event == i + 1;
        for (int j = 0; j < scenario->scheduled_events; j++)
            waited_for = waited_for || scenario->scheduled[j].after == i + 1;
        if (!waited_for)
            doc_problem(&item, "does nothing: it has no text, no effects, and nobody waits for it.");
        if (event->after && scenario->scheduled[event->after - 1].from >= event->to)
            doc_problem(&item, "can never happen: \"%s\" comes at turn %d at the earliest.",
                        scenario->scheduled[event->after - 1].id, scenario->scheduled[event->after - 1].from);
    }
}

void scenario_sense_check(const struct scenario_reading *reading, const struct doc_at *root) {
    const struct scenario *scenario = reading->scenario;
    check_units(scenario, root);
    check_victory(scenario, root);
    check_thresholds(scenario, root);
    check_route(scenario, root);
    check_events(scenario, root);
    scenario_zones_check(scenario, root);
}
