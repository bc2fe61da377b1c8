/* One step on the ground: terrain, roads, rivers, climbs, the boundary, barricades, crowds, exits, stacking.
 */
#include "ground.h"

#include <assert.h>
#include <string.h>

int movement_cost(const struct scenario *scenario, hex_t from, int dir, int move_class) {
    const struct map_hex *here = &scenario->map.hex[from];
    const struct rules_numbers *number = &scenario->rules.number;
    hex_t to = scenario->map.next[from][dir];
    if (to == HEX_NONE || move_class == MOVE_NONE)
        return -1;
    const struct map_hex *there = &scenario->map.hex[to];
    const struct terrain_type *terrain = &scenario->rules.terrain[there->terrain];
    bool foot = move_class_is_foot(move_class);
    int cost = foot                         ? terrain->cost_foot
               : move_class == MOVE_WHEELED ? terrain->cost_wheeled
                                            : terrain->cost_4x4;
    if (move_class == MOVE_FOOT_FOREST && there->terrain == TERRAIN_FOREST && cost > number->forest_trained)
        cost -= number->forest_trained;
    int along = scenario->rules.road_cost[here->road[dir]][foot ? MOVE_FOOT : move_class];
    if (here->road[dir] != ROAD_NONE && along != COST_NONE && (cost == COST_NONE || along < cost))
        cost = along;
    if (cost == COST_NONE)
        return -1;
    int side = here->hexside[dir];
    if ((side & HEXSIDE_RIVER) && !(side & HEXSIDE_BRIDGE)) {
        if (!foot)
            return -1;
        if (!(side & HEXSIDE_FOOTBRIDGE))
            cost += number->river_foot;
    }
    if (there->height > here->height + number->climb_height)
        cost += foot ? number->climb_foot : number->climb_wheels;
    return cost;
}

static void touch(struct obstacles *obstacles, hex_t hex) {
    if (hex != HEX_NONE)
        obstacles->touched[hex >> 6] |= (uint64_t)1 << (hex & 63);
}

static bool is_touched(const struct obstacles *obstacles, hex_t hex) {
    return obstacles->touched[hex >> 6] >> (hex & 63) & 1;
}

void obstacles_find(const struct scenario *scenario, const struct barricade *barricade, int barricades,
                    const struct crowd *crowd, int crowds, struct obstacles *out) {
    out->barricades = out->crowds = 0;
    memset(out->touched, 0, sizeof out->touched);
    for (int i = 0; i < barricades; i++)
        if (barricade[i].strength) {
            out->barricade[out->barricades++] = &barricade[i];
            touch(out, barricade[i].hex);
            touch(out, scenario->map.next[barricade[i].hex][barricade[i].dir]);
        }
    for (int i = 0; i < crowds; i++)
        if (crowd[i].strength) {
            out->crowd[out->crowds++] = &crowd[i];
            touch(out, crowd[i].hex);
        }
}

const struct barricade *obstacles_barricade(const struct scenario *scenario,
                                            const struct obstacles *obstacles, hex_t hex, int dir) {
    hex_t next = scenario->map.next[hex][dir];
    if (next != HEX_NONE && next < hex) {
        hex = next;
        dir = dir_opposite(dir);
    }
    for (int i = 0; i < obstacles->barricades; i++)
        if (obstacles->barricade[i]->hex == hex && obstacles->barricade[i]->dir == dir)
            return obstacles->barricade[i];
    return NULL;
}

static bool crowd_stops(const struct walker *walker, hex_t hex) {
    for (int i = 0; i < walker->obstacles->crowds; i++)
        if (walker->obstacles->crowd[i]->hex == hex &&
            walker->obstacles->crowd[i]->anger >= walker->scenario->rules.number.crowd_stops)
            return true;
    return false;
}

static bool has_road(const struct map_hex *hex) {
    for (int dir = 0; dir < DIR_COUNT; dir++)
        if (hex->road[dir])
            return true;
    return false;
}

/* Leaving the map: off the window from an exit hex, or over the boundary line; on foot anywhere, with
 * vehicles only by road. Rulebook silent: off the window any road in the exit hex will do, for the window
 * cuts the links there. */
static struct ground_step exit_step(const struct walker *walker, hex_t from, int dir) {
    const struct scenario *scenario = walker->scenario;
    const struct map_hex *here = &scenario->map.hex[from];
    struct ground_step step = {REFUSAL_off_map, true, scenario->map.next[from][dir],
                               scenario->rules.number.exit_cost};
    bool off_window = step.to == HEX_NONE;
    if (!(scenario->side[walker->side].flags & SIDE_MAY_EXIT) ||
        (off_window && !(here->flags & MAP_HEX_EXIT)))
        return step;
    bool road = off_window ? has_road(here) : here->road[dir] != ROAD_NONE;
    step.refusal = move_class_is_foot(walker->move_class) || road ? REFUSAL_none : REFUSAL_no_way;
    return step;
}

struct ground_step ground_step(const struct walker *walker, hex_t from, int dir) {
    const struct scenario *scenario = walker->scenario;
    assert(from < scenario->map.count && dir >= 0 && dir < DIR_COUNT);
    struct ground_step step = {REFUSAL_none, false, scenario->map.next[from][dir], 0};
    if (step.to == HEX_NONE)
        return exit_step(walker, from, dir);
    if (scenario->map.hex[from].hexside[dir] & HEXSIDE_BOUNDARY) {
        if (scenario->side[walker->side].flags & SIDE_STAYS_INSIDE) {
            step.refusal = REFUSAL_boundary;
            return step;
        }
        if ((scenario->side[walker->side].flags & SIDE_MAY_EXIT) &&
            !(scenario->map.hex[from].flags & MAP_HEX_BEYOND))
            return exit_step(walker, from, dir);
    }
    step.cost = movement_cost(scenario, from, dir, walker->move_class);
    if (step.cost < 0) {
        step.refusal = REFUSAL_no_way;
        return step;
    }
    if (!is_touched(walker->obstacles, step.to))
        return step;
    bool foot = move_class_is_foot(walker->move_class);
    if (is_touched(walker->obstacles, from) && obstacles_barricade(scenario, walker->obstacles, from, dir)) {
        if (foot)
            step.cost += scenario->rules.number.barricade_foot;
        else
            step.refusal = REFUSAL_barricade;
    }
    if (!foot && step.refusal == REFUSAL_none && crowd_stops(walker, step.to))
        step.refusal = REFUSAL_crowd;
    return step;
}

bool movement_may_spend(const struct scenario *scenario, int points, int spent, int cost, int pulse) {
    int pulses = scenario->rules.number.pulses;
    if (spent + cost <= points * pulse / pulses)
        return true;
    return pulse == pulses && spent == 0 && points > 0;
}

bool stack_has_room(const struct scenario *scenario, const struct state *state, const struct unit *who,
                    hex_t hex) {
    int units = 1, vehicles = !unit_is_on_foot(scenario, who);
    bool vehicle = vehicles;
    for (int i = 0; i < state->units; i++) {
        const struct unit *unit = &state->unit[i];
        if (unit->hex != hex || unit->side != who->side || unit == who || !unit_is_on_map(unit))
            continue;
        units++;
        vehicles += !unit_is_on_foot(scenario, unit);
    }
    return units <= scenario->rules.number.stack_units &&
           (!vehicle || vehicles <= scenario->rules.number.stack_vehicles);
}

void unit_place(struct state *state, uint16_t number, hex_t hex) {
    struct unit *unit = &state->unit[number];
    unit->hex = hex;
    unit->flags &= (uint16_t) ~(UNIT_DUG_IN | UNIT_AMBUSH);
    for (int i = 0; i < state->units; i++)
        if (state->unit[i].status == UNIT_CARRIED && state->unit[i].carrier == number)
            state->unit[i].hex = hex;
}

void unit_hold(struct unit *unit) {
    unit->order = ORDER_hold;
    unit->press_on = 0;
    unit->path_length = unit->path_at = 0;
    memset(unit->path, 0, sizeof unit->path);
}
