/* Bars the link by standing on it under arms, where level 1 protects: in some games the leader does so, by luck of the
 * game, until tension has nearly opened deliberate fire. */
#include "think.h"

#define ONE_GAME_IN 3

static bool stands_in_this_game(const struct think *think, const struct view_unit *unit) {
    struct luck luck = luck_begin(think->luck, 0, unit->unit);
    return luck_draw(&luck, ONE_GAME_IN) == 0;
}

/* The link hex that is nearest to it. */
static hex_t place_on_link(const struct think *think, const struct view_unit *unit) {
    hex_t best = HEX_NONE;
    int nearest = 99;
    for (unsigned i = 1; i + 1 < think->scenario->route_length; i++) {
        hex_t hex = think_link(think, i);
        int distance = map_distance(&think->scenario->map, unit->hex, hex);
        if (distance < nearest && !(think->scenario->map.hex[hex].flags & MAP_HEX_BEYOND)) {
            nearest = distance;
            best = hex;
        }
    }
    return best;
}

void scripted_stand(struct think *think) {
    const struct view_unit *unit;
    if (think_row(think, VICTORY_link_blocked_turn) < 0 ||
        think->view->track[TRACK_TENSION] >= think->scenario->rules.number.level_tension - 1)
        return;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        if (!(think_type(think, unit)->flags & TYPE_LEADER) || !stands_in_this_game(think, unit))
            continue;
        hex_t place = place_on_link(think, unit);
        if (place != HEX_NONE)
            think_go(think, unit, place);
    }
}
