/* Opens the named link: who clears best goes to the first barricade and clears it; command posts follow. */
#include "think.h"

#define HQ_BEHIND 2 /* hexes that a command post keeps behind the first barricade */

/* Clears the barricade between link hexes i and i + 1, or goes to it. */
static void clear_obstacle(struct think *think, const struct view_unit *unit, int i) {
    hex_t near = think_link(think, (unsigned)i), far = think_link(think, (unsigned)i + 1);
    if (unit->hex != near && unit->hex != far) {
        think_go(think, unit, near);
        return;
    }
    struct order order = {.kind = ORDER_clear, .unit = unit->unit, .other = UNIT_NONE, .hex = HEX_NONE};
    order.dir = (uint8_t)map_dir(&think->scenario->map, unit->hex, unit->hex == near ? far : near);
    think_order(think, unit, &order);
}

/* Who is there to clear: explosive disposal and engineers always, others when nobody of those is left. */
static bool is_clearer(const struct think *think, const struct view_unit *unit, bool specialists) {
    const struct unit_type *type = think_type(think, unit);
    if (specialists)
        return type->clear > 1;
    return type->clear == 1 && !(type->flags & (TYPE_HQ | TYPE_OFF_MAP));
}

void scripted_open_link(struct think *think) {
    int first = think_obstacle(think, 0), given = 0;
    if (first < 0)
        return;
    for (int specialists = 1; specialists >= 0 && given == 0; specialists--) {
        const struct view_unit *unit;
        for (unsigned at = 0; (unit = think_next(think, &at));)
            if (is_clearer(think, unit, specialists)) {
                clear_obstacle(think, unit, first);
                given += think->busy[unit->unit];
                if (!specialists)
                    break;
            }
    }
}

void scripted_follow(struct think *think) {
    const struct view_unit *unit;
    if (think->scenario->route_length == 0)
        return;
    int first = think_obstacle(think, 0), last = think->scenario->route_length - 1;
    int front = first < 0 ? last : first;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        unsigned flags = think_type(think, unit)->flags;
        int behind = flags & TYPE_HQ ? HQ_BEHIND : 1;
        int goal = front > behind ? front - behind : 0;
        /* Never back: the link behind the first barricade is open. */
        if (think_link_index(think, unit->hex) < goal)
            think_go(think, unit, think_link(think, (unsigned)goal));
        else
            think_stay(think, unit);
    }
}
