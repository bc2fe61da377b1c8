/* Covert people stay where they are while nobody comes near, and slip away into cover when somebody does. */
#include "think.h"

#define ALARM 1      /* hexes to the nearest enemy at which a covert unit leaves */
#define REACH 3      /* hexes that it looks round for a better place */

/* How good a hex is to hide in. */
static int shelter(const struct think *think, hex_t hex) {
    const struct map_hex *at = &think->scenario->map.hex[hex];
    int danger = think_danger(think, hex), road = 0;
    for (int dir = 0; dir < DIR_COUNT; dir++)
        road |= at->road[dir];
    return 3 * (danger < 6 ? danger : 6) + 2 * think->scenario->rules.terrain[at->terrain].concealment - (road ? 2 : 0);
}

/* The best hex within reach that is clearly better than the present one. */
static hex_t better_place(const struct think *think, const struct view_unit *unit) {
    const struct map *map = &think->scenario->map;
    int points = think_type(think, unit)->points, best = shelter(think, unit->hex) + 2;
    hex_t goal = HEX_NONE;
    for (hex_t hex = 0; hex < map->count; hex++) {
        int distance = map_distance(map, unit->hex, hex);
        if (distance == 0 || distance > REACH || think->aimed[hex] || (map->hex[hex].flags & MAP_HEX_BEYOND))
            continue;
        int score = shelter(think, hex) - distance;
        if (score <= best)
            continue;
        int cost = think_cost(think, unit, hex);
        if (cost >= 0 && cost <= points) {
            best = score;
            goal = hex;
        }
    }
    return goal;
}

void scripted_hide(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        int alarm = ALARM + (unit->flags & UNIT_COVERT ? 0 : 1);
        hex_t goal = think_danger(think, unit->hex) <= alarm ? better_place(think, unit) : HEX_NONE;
        if (goal != HEX_NONE)
            think_go(think, unit, goal);
        else
            think_stay(think, unit);
    }
}
