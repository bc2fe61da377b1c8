/* Leaves the map: fighters of a side that scores for it go to the nearest way off the map in time, and wait there
 * until leaving is allowed. */
#include "think.h"

#include <string.h>

#define SLACK     4 /* turns that a fighter wants to have left at the edge of the map */
#define LOOKS_MAX 2 /* ways that are worked out for a unit */
#define EARLIEST  9 /* turns before leaving is allowed, from which ways off are thought about */
#define DRIVERS   4 /* turns before leaving is allowed, from which drivers go on foot */
#define HOLDERS   3 /* units that stay in a site while that scores */

/* The direction in which the map is left from a hex, -1 when it is not. */
static int way_off(const struct think *think, hex_t hex) {
    const struct map_hex *at = &think->scenario->map.hex[hex];
    if (at->flags & MAP_HEX_BEYOND)
        return -1;
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        hex_t next = think->scenario->map.next[hex][dir];
        if (next == HEX_NONE ? (at->flags & MAP_HEX_EXIT) != 0 : (at->hexside[dir] & HEXSIDE_BOUNDARY) != 0)
            return dir;
    }
    return -1;
}

/* The hex with a way off the map that is reached for the fewest points. */
static hex_t nearest_way_off(const struct think *think, const struct view_unit *unit, int *least) {
    const struct map *map = &think->scenario->map;
    struct choices choices = {0};
    hex_t best = HEX_NONE, hex;
    int bound, cost;
    *least = 10000;
    for (hex = 0; hex < map->count; hex++)
        if (way_off(think, hex) >= 0)
            choices_add(&choices, hex, -map_distance(map, unit->hex, hex));
    for (int looks = 0; looks < LOOKS_MAX && choices_take(&choices, -*least, &hex, &bound); looks++) {
        cost = think_cost(think, unit, hex);
        if (cost >= 0 && cost < *least) {
            *least = cost;
            best = hex;
        }
    }
    return best;
}

static int turns_for(const struct think *think, const struct view_unit *unit, int cost) {
    const struct unit_type *type = think_type(think, unit);
    int points = unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED) ? think->scenario->rules.number.foot_points
                                                                   : type->points;
    return points > 0 ? (cost + points - 1) / points + 1 : 99;
}

/* Is it on a way that ends off the map? Then it goes on without a new order. */
static bool is_leaving(const struct think *think, const struct view_unit *unit) {
    hex_t hex = unit->hex;
    if (unit->order != ORDER_move || unit->path_at >= unit->path_length || !unit->press_on)
        return false;
    for (unsigned i = unit->path_at; i < unit->path_length; i++) {
        hex = think->scenario->map.next[hex][unit->path[i]];
        if (hex == HEX_NONE || (think->scenario->map.hex[hex].flags & MAP_HEX_BEYOND))
            return true;
    }
    return false;
}

bool leave_map(struct think *think, const struct view_unit *unit, int *turns) {
    struct order order;
    int cost;
    hex_t goal = nearest_way_off(think, unit, &cost);
    if (goal == HEX_NONE)
        return false;
    if (turns) {
        *turns = turns_for(think, unit, cost);
        return true;
    }
    if (is_leaving(think, unit)) {
        think->busy[unit->unit] = 1;
        return true;
    }
    memset(&order, 0, sizeof order);
    if (goal != unit->hex && path_find(think->scenario, think->view, unit->unit, goal, &order) == 0)
        return false;
    order.kind = ORDER_move;
    order.unit = unit->unit;
    order.press_on = 1;
    if (order.path_length < PATH_MAX_HEXES) {
        struct order off = order;
        off.path[off.path_length++] = (uint8_t)way_off(think, goal);
        if (think_order(think, unit, &off))
            return true;
    }
    return think_go(think, unit, goal);
}

/* Who walks off: people, not the vehicles that stay behind. */
static bool is_leaver(const struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    return type->move != MOVE_NONE && !(type->flags & (TYPE_DECOY | TYPE_OFF_MAP)) &&
           ((unit->flags & UNIT_ABANDONED) || !(type->flags & (TYPE_VEHICLE_ONLY | TYPE_UNARMED)));
}

/* Points for holding a site are still to be had. */
static bool site_scores(const struct think *think) {
    int row = think_row(think, VICTORY_site_turn);
    if (row < 0)
        return false;
    const struct victory *victory = &think->scenario->victory[row];
    return victory->most == 0 || think->view->count[row] < victory->most;
}

/* Drivers leave their vehicles, and crews a weapon too slow to be carried off in time: on foot they get away. */
static bool leave_behind(struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    bool vehicle = type->flags & TYPE_VEHICLE_ONLY;
    int wait = type->build > 0 ? 0 : DRIVERS; /* who builds has work until then */
    int turns;
    if (unit->flags & UNIT_ABANDONED)
        return false;
    if (vehicle)
        return think->view->turn + wait >= think->scenario->exit_from_turn && think_plain(think, unit, ORDER_abandon);
    return (type->flags & TYPE_CREW_WEAPON) && leave_map(think, unit, &turns) &&
           think->view->turn + turns + SLACK >= think->view->turns && think_plain(think, unit, ORDER_abandon);
}

void scripted_leave(struct think *think) {
    const struct view *view = think->view;
    const struct view_unit *unit;
    int holders = site_scores(think) ? HOLDERS : 0;
    if (think_row(think, VICTORY_exited_step) < 0 || !(think->scenario->side[view->side].flags & SIDE_MAY_EXIT))
        return;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        int turns;
        if (view->turn + EARLIEST < think->scenario->exit_from_turn)
            return;
        if (leave_behind(think, unit) || !is_leaver(think, unit) || !leave_map(think, unit, &turns))
            continue;
        bool in_site = think->scenario->map.hex[unit->hex].flags & MAP_HEX_CULTURAL;
        bool late = view->turn + turns + SLACK >= view->turns;
        if (!late && in_site && holders > 0 && !(think_type(think, unit)->flags & TYPE_LEADER)) {
            holders--;
            continue;
        }
        if (late || view->turn + turns >= think->scenario->exit_from_turn)
            leave_map(think, unit, NULL);
    }
}
