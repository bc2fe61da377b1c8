/* Covert people sit still, others keep out of the way; who is found slips away into cover. */
#include "think.h"

#define ALARM 2 /* hexes to the nearest enemy at which who is not covert leaves */
#define REACH 3 /* hexes that it looks round for a better place */

/* How good a hex is to hide in. */
static int shelter(const struct think *think, hex_t hex) {
    const struct map_hex *at = &think->scenario->map.hex[hex];
    int danger = think_danger(think, hex), road = 0;
    for (int dir = 0; dir < DIR_COUNT; dir++)
        road |= at->road[dir];
    return 3 * (danger < 6 ? danger : 6) + 2 * think->scenario->rules.terrain[at->terrain].concealment -
           (road ? 2 : 0);
}

/* The best hex within reach that is clearly better than the present one. */
static hex_t better_place(const struct think *think, const struct view_unit *unit) {
    const struct map *map = &think->scenario->map;
    int points = think_type(think, unit)->points, least = shelter(think, unit->hex) + 2, bound;
    struct choices choices = {0};
    hex_t hex;
    for (hex = 0; hex < map->count; hex++) {
        int distance = map_distance(map, unit->hex, hex);
        if (distance > 0 && distance <= REACH && !think->aimed[hex] &&
            !(map->hex[hex].flags & MAP_HEX_BEYOND))
            choices_add(&choices, hex, shelter(think, hex) - distance);
    }
    while (choices_take(&choices, least, &hex, &bound)) {
        int cost = think_cost(think, unit, hex);
        if (cost >= 0 && cost <= points)
            return hex;
    }
    return HEX_NONE;
}

/* Who is covert sits still among civilians: moving off is seen. With police in the very hex it slips away as
 * often as not, and always once it knows that it was found. */
static bool is_alarmed(const struct think *think, const struct view_unit *unit) {
    int danger = think_danger(think, unit->hex);
    if (!(unit->flags & UNIT_COVERT) || (unit->flags & UNIT_REVEALED_OPENLY))
        return danger <= ALARM;
    struct luck luck = luck_begin(think->luck, think->view->turn, unit->unit);
    return danger == 0 && luck_draw(&luck, 2) == 0;
}

void scripted_hide(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        hex_t goal = is_alarmed(think, unit) ? better_place(think, unit) : HEX_NONE;
        if (goal != HEX_NONE)
            think_go(think, unit, goal);
        else
            think_stay(think, unit);
    }
}
