/* Keeps the named link shut: diggers build on its hexsides away from the enemy, and leave before he comes. */
#include "think.h"

#define SAFE_DISTANCE 2 /* hexes to the nearest enemy at which a digger still works */

static bool build_side(struct think *think, const struct view_unit *unit, hex_t to) {
    struct order order = {.kind = ORDER_build, .unit = unit->unit, .other = UNIT_NONE, .hex = HEX_NONE};
    order.dir = (uint8_t)map_dir(&think->scenario->map, unit->hex, to);
    return think_order(think, unit, &order);
}

/* Builds at its place on the link: on the side of the enemy first, so that he has something before him. */
static bool build_here(struct think *think, const struct view_unit *unit) {
    int index = think_link_index(think, unit->hex), last = think->scenario->route_length - 1;
    int most = think->scenario->rules.number.barricade_max;
    if (index < 0)
        return false;
    for (int side = 1; side >= -1;
         side -= 2) { /* this side's link begins at its own end: the enemy is further on */
        int other = index + side;
        if (other < 0 || other > last)
            continue;
        hex_t to = think_link(think, (unsigned)other);
        const struct barricade *barricade = think_barricade(think, unit->hex, to);
        if ((!barricade || barricade->strength < most) && build_side(think, unit, to))
            return true;
    }
    return false;
}

/* The link hex to work from: near, safe, and with a hexside that is still weak. */
static hex_t work_place(struct think *think, const struct view_unit *unit) {
    int best = -1000, most = think->scenario->rules.number.barricade_max, bound;
    struct choices choices = {0};
    hex_t goal = HEX_NONE, hex;
    for (unsigned i = 0; i + 1 < think->scenario->route_length; i++) {
        hex = think_link(think, i);
        const struct barricade *barricade = think_barricade(think, hex, think_link(think, i + 1));
        int danger = think_danger(think, hex);
        if (danger < SAFE_DISTANCE || (barricade && barricade->strength >= most))
            continue;
        /* A barricade that stands is made stronger rather than a new one begun at its foot. */
        choices_add(&choices, hex,
                    (danger < 12 ? danger : 12) - (barricade ? 0 : 3) -
                        2 * map_distance(&think->scenario->map, unit->hex, hex));
    }
    while (choices_take(&choices, best, &hex, &bound)) {
        int cost = think_cost(think, unit, hex);
        int score = bound - 2 * (cost - map_distance(&think->scenario->map, unit->hex, hex));
        if (cost >= 0 && score > best) {
            best = score;
            goal = hex;
        }
    }
    return goal;
}

void scripted_block(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        if (think_type(think, unit)->build == 0)
            continue;
        if (think_danger(think, unit->hex) >= SAFE_DISTANCE && build_here(think, unit))
            continue;
        hex_t place = work_place(think, unit);
        if (place != HEX_NONE)
            think_go(think, unit, place);
    }
}
