/* The wounded are evacuated where that can be done; who has lost too much keeps away from the enemy. */
#include "think.h"

int think_wounded(const struct think *think, hex_t hex) {
    int wounded = 0;
    for (unsigned i = 0; i < think->view->units; i++)
        if (think->view->unit[i].hex == hex && think->view->unit[i].status == UNIT_ON_MAP)
            wounded += think->view->unit[i].wounded;
    return wounded;
}

/* The free command post or vehicle that comes for the wounded: the nearest without a fight of its own. */
static void fetch(struct think *think, hex_t hex) {
    const struct view_unit *unit, *best = NULL;
    int nearest = 99;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        const struct unit_type *type = think_type(think, unit);
        int distance = map_distance(&think->scenario->map, unit->hex, hex);
        if (type->move > MOVE_FOOT && !(unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED)) && type->clear < 2 &&
            distance < nearest) {
            nearest = distance;
            best = unit;
        }
    }
    if (best)
        think_go(think, best, hex);
}

static void withdraw(struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    if (think_is_fighter(think, unit) && type->steps > 1 && unit->steps == 1 && unit->suppression > 0 &&
        think_danger(think, unit->hex) <= 1)
        think_plain(think, unit, ORDER_withdraw);
}

void scripted_wounded(struct think *think) {
    const struct view *view = think->view;
    bool levels = think->scenario->side[view->side].flags & SIDE_HAS_LEVELS;
    for (unsigned i = 0; levels && i < view->units; i++) {
        const struct view_unit *hurt = &view->unit[i], *unit;
        if (hurt->status != UNIT_ON_MAP || hurt->wounded == 0 || think->aimed[hurt->hex] ||
            think_wounded(think, hurt->hex) == 0)
            continue;
        think->aimed[hurt->hex] = 1;
        bool given = false;
        for (unsigned at = 0; !given && (unit = think_next(think, &at));)
            given = unit->hex == hurt->hex && think_plain(think, unit, ORDER_evacuate);
        if (!given && think_danger(think, hurt->hex) > 1)
            fetch(think, hurt->hex);
    }
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        withdraw(think, unit);
}
