/* Opens the named link: who clears best goes to the first barricade and clears it; command posts follow. */
#include "think.h"

#define HQ_BEHIND     3 /* hexes that a command post keeps behind the first barricade */
#define FOLLOW_BEHIND 1 /* and everybody else who does not clear it */
#define WEAK_APART    2 /* hexes to the nearest enemy at which a command post draws back */
#define WATCH_APART   4 /* hexes between those who watch an open link */

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

/* KFOR's engineers stay behind explosive disposal: a barricade that may be trapped and that it is about to clear is
 * not theirs. With a second barricade known they go to that one. */
static int obstacle_for(const struct think *think, const struct view_unit *unit, int first) {
    const struct barricade *barricade =
        think_barricade(think, think_link(think, (unsigned)first), think_link(think, (unsigned)first + 1));
    int second = think_obstacle(think, (unsigned)first + 1);
    bool small = barricade && barricade->strength < think_type(think, unit)->clear;
    return (think_type(think, unit)->flags & TYPE_ENGINEER) && small && second >= 0 &&
                   think_cost(think, unit, think_link(think, (unsigned)second)) >= 0
               ? second
               : first;
}

/* Explosive disposal is there, or is to come: what may be trapped waits for it. */
static bool disposal_is_due(const struct think *think) {
    for (unsigned i = 0; i < think->view->units; i++) {
        const struct view_unit *unit = &think->view->unit[i];
        if ((think_type(think, unit)->flags & TYPE_EOD) && (unit->status == UNIT_ON_MAP || unit->status == UNIT_WAITING))
            return true;
    }
    return false;
}

void scripted_open_link(struct think *think) {
    int first = think_obstacle(think, 0), given = 0, others = disposal_is_due(think) ? 1 : 0;
    if (first < 0)
        return;
    for (int specialists = 1; specialists >= others && given == 0; specialists--) {
        const struct view_unit *unit;
        for (unsigned at = 0; (unit = think_next(think, &at));)
            if (is_clearer(think, unit, specialists)) {
                clear_obstacle(think, unit, obstacle_for(think, unit, first));
                given += think->busy[unit->unit];
                if (!specialists)
                    break;
            }
    }
}

/* The foremost link hex up to `index` to which nobody of this side goes yet: a column that keeps its
 * distances does not block the road for who clears it. */
static int free_place(const struct think *think, int index) {
    while (index > 0 && (think->aimed[think_link(think, (unsigned)index)] ||
                         think_keeps_off(think, think_link(think, (unsigned)index))))
        index--;
    return index;
}

void scripted_follow(struct think *think) {
    const struct view_unit *unit;
    int obstacle = think_obstacle(think, 0), last = think->scenario->route_length - 1, place = 0;
    if (last < 0)
        return;
    for (unsigned at = 0; (unit = think_next(think, &at)); place++) {
        bool hq = think_type(think, unit)->flags & TYPE_HQ;
        /* Before a barricade the column waits behind those who clear it; on an open link it spreads out and
         * watches the whole of it. */
        int goal =
            obstacle >= 0 ? obstacle - (hq ? HQ_BEHIND : FOLLOW_BEHIND) : last - 1 - WATCH_APART * place;
        goal = free_place(think, goal > 0 ? goal : 0);
        if (hq && think_danger(think, unit->hex) <= WEAK_APART) {
            if (!think_plain(think, unit, ORDER_withdraw))
                think_stay(think, unit);
            continue;
        }
        int here = think_link_index(think, unit->hex);
        if (obstacle >= 0 && here > goal && here <= obstacle - FOLLOW_BEHIND && !think_keeps_off(think, unit->hex)) {
            think->aimed[unit->hex] = 1;
            think_stay(think, unit);
        } else {
            think_go(think, unit, think_link(think, (unsigned)goal));
        }
    }
}
