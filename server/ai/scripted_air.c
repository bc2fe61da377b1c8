/* Drone and helicopter: the drone looks where most is not known of the enemy, once somebody is near enough to make
 * use of it; the helicopter lands where most wounded are. */
#include "think.h"

#define NEAR_USE 6 /* hexes from a hex that is looked at to the nearest own fighter */

static const struct view_unit *aircraft(const struct think *think, uint32_t flag) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->units; i++)
        if ((think_type(think, &view->unit[i])->flags & flag) && view->unit[i].status == UNIT_WAITING &&
            view->turn >= view->unit[i].arrives)
            return &view->unit[i];
    return NULL;
}

static int nearest_fighter(const struct think *think, hex_t hex) {
    const struct view *view = think->view;
    int nearest = 99;
    for (unsigned i = 0; i < view->units; i++) {
        int distance = map_distance(&think->scenario->map, view->unit[i].hex, hex);
        if (view->unit[i].status == UNIT_ON_MAP && think_is_fighter(think, &view->unit[i]) && distance < nearest)
            nearest = distance;
    }
    return nearest;
}

/* Contacts that are only suspected count double: the drone tells what they are. */
static int worth_look(const struct think *think, hex_t hex) {
    const struct view *view = think->view;
    int range = think->scenario->rules.number.drone_range;
    int worth = think->scenario->map.hex[hex].flags & MAP_HEX_CULTURAL ? 2 : 0;
    for (unsigned i = 0; i < view->contacts; i++)
        if (think_may_be_enemy(think, &view->contact[i]) &&
            map_distance(&think->scenario->map, view->contact[i].hex, hex) <= range)
            worth += view->contact[i].level == CONTACT_IDENTIFIED ? 1 : 2;
    return worth;
}

static void look(struct think *think) {
    const struct view_unit *drone = aircraft(think, TYPE_DRONE);
    hex_t best = HEX_NONE;
    int most = 1;
    for (hex_t hex = 0; drone && hex < think->scenario->map.count; hex++) {
        int worth = worth_look(think, hex);
        if (worth > most && nearest_fighter(think, hex) <= NEAR_USE) {
            most = worth;
            best = hex;
        }
    }
    if (best != HEX_NONE)
        think_at_hex(think, drone, ORDER_look, best, 0);
}

/* Who evacuates there in this turn was told so by scripted_wounded. */
static void land(struct think *think) {
    const struct view *view = think->view;
    const struct view_unit *helicopter = aircraft(think, TYPE_HELICOPTER);
    hex_t best = HEX_NONE;
    int most = 0;
    for (unsigned i = 0; helicopter && i < view->units; i++) {
        int wounded = view->unit[i].status == UNIT_ON_MAP ? think_wounded(think, view->unit[i].hex) : 0;
        if (wounded > most) {
            most = wounded;
            best = view->unit[i].hex;
        }
    }
    if (best != HEX_NONE)
        think_at_hex(think, helicopter, ORDER_land, best, 0);
}

void scripted_air(struct think *think) {
    look(think);
    land(think);
}
