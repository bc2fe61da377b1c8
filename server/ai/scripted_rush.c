/* Goes straight for the first goal of its side: off the map for who scores by leaving, the nearest site for who
 * scores there, else the link: to clear it from end to end, or to stand on it and shut it. */
#include "think.h"

static hex_t nearest_site(const struct think *think, hex_t from) {
    const struct map *map = &think->scenario->map;
    hex_t best = HEX_NONE;
    int nearest = 99;
    for (hex_t hex = 0; hex < map->count; hex++)
        if ((map->hex[hex].flags & MAP_HEX_CULTURAL) && map_distance(map, from, hex) < nearest) {
            nearest = map_distance(map, from, hex);
            best = hex;
        }
    return best;
}

/* Clears or builds on the link's hexside before it. */
static bool work(struct think *think, const struct view_unit *unit, int kind) {
    int index = think_link_index(think, unit->hex);
    for (int side = 1; index >= 0 && side >= -1; side -= 2) {
        if (index + side < 0 || index + side >= think->scenario->route_length)
            continue;
        struct order order = {.kind = (uint8_t)kind, .unit = unit->unit, .other = UNIT_NONE, .hex = HEX_NONE};
        order.dir = (uint8_t)map_dir(&think->scenario->map, unit->hex, think_link(think, (unsigned)(index + side)));
        if (think_order(think, unit, &order))
            return true;
    }
    return false;
}

/* Along the link as far as the way goes. */
static void go_along(struct think *think, const struct view_unit *unit) {
    int last = think->scenario->route_length - 1, obstacle = think_obstacle(think, 0);
    int goal = obstacle >= 0 ? obstacle : last;
    if (last >= 0)
        think_go(think, unit, think_link(think, (unsigned)goal));
}

static void stand_on_link(struct think *think, const struct view_unit *unit) {
    hex_t best = HEX_NONE;
    int nearest = 99;
    for (unsigned i = 0; i < think->scenario->route_length; i++) {
        int distance = map_distance(&think->scenario->map, unit->hex, think_link(think, i));
        if (distance < nearest) {
            nearest = distance;
            best = think_link(think, i);
        }
    }
    if (best != HEX_NONE)
        think_go(think, unit, best);
}

static void rush_unit(struct think *think, const struct view_unit *unit) {
    unsigned flags = think->scenario->side[think->view->side].flags;
    hex_t site = nearest_site(think, unit->hex);
    bool scores_site = think_row(think, VICTORY_site_turn) >= 0 || think_row(think, VICTORY_site_clear_at) >= 0 ||
                       think_row(think, VICTORY_civilians_safe) >= 0;
    if ((flags & SIDE_MAY_EXIT) && think_row(think, VICTORY_exited_step) >= 0)
        leave_map(think, unit, NULL);
    else if (scores_site && site != HEX_NONE)
        think_go(think, unit, site);
    else if (flags & SIDE_CLEARS)
        (void)(work(think, unit, ORDER_clear) || (go_along(think, unit), true));
    else
        (void)(work(think, unit, ORDER_build) || (stand_on_link(think, unit), true));
}

void scripted_rush(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        rush_unit(think, unit);
}
