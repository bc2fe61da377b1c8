/* Stirs crowds: the leader keeps within reach of one, makes it angry, leads it onto the link and has it build. */
#include "think.h"

#define ANGRY 6 /* anger at which a crowd is angry enough to be led */

static const struct crowd *nearest_crowd(const struct think *think, hex_t hex, int *distance) {
    const struct crowd *best = NULL;
    *distance = 99;
    for (unsigned i = 0; i < think->view->crowds; i++) {
        const struct crowd *crowd = &think->view->crowd[i];
        int far = map_distance(&think->scenario->map, hex, crowd->hex);
        if (crowd->strength > 0 && far < *distance) {
            *distance = far;
            best = crowd;
        }
    }
    return best;
}

static bool lead(struct think *think, const struct view_unit *unit, hex_t crowd, int dir, int build) {
    struct order order = {.kind = ORDER_lead, .unit = unit->unit, .other = UNIT_NONE, .hex = crowd};
    order.dir = (uint8_t)dir;
    order.mode = (uint8_t)build;
    return think_order(think, unit, &order);
}

/* Onto the link by one hex; on it, a barricade where there is none or a weak one, on the enemy's side first. */
static bool lead_to_link(struct think *think, const struct view_unit *unit, hex_t crowd) {
    const struct map *map = &think->scenario->map;
    int index = think_link_index(think, crowd), last = think->scenario->route_length - 1;
    for (int dir = 0; index < 0 && dir < DIR_COUNT; dir++)
        if (map->next[crowd][dir] != HEX_NONE && think_link_index(think, map->next[crowd][dir]) >= 0 &&
            lead(think, unit, crowd, dir, 0))
            return true;
    for (int side = 1; index >= 0 && side >= -1; side -= 2) {
        if (index + side < 0 || index + side > last)
            continue;
        hex_t to = think_link(think, (unsigned)(index + side));
        const struct barricade *barricade = think_barricade(think, crowd, to);
        if ((!barricade || barricade->strength < think->scenario->rules.number.barricade_max) &&
            lead(think, unit, crowd, map_dir(map, crowd, to), 1))
            return true;
    }
    return false;
}

/* A hex within reach of the crowd and away from the enemy, the nearest way. */
static bool come_near(struct think *think, const struct view_unit *unit, hex_t crowd) {
    const struct map *map = &think->scenario->map;
    int reach = think->scenario->rules.number.crowd_near, bound;
    struct choices choices = {0};
    hex_t hex;
    for (hex = 0; hex < map->count; hex++) {
        int danger = think_danger(think, hex);
        if (map_distance(map, crowd, hex) <= reach && !(map->hex[hex].flags & MAP_HEX_BEYOND))
            choices_add(&choices, hex, 3 * (danger < 4 ? danger : 4) - map_distance(map, unit->hex, hex));
    }
    for (int tries = 0; tries < 4 && choices_take(&choices, -1000, &hex, &bound); tries++)
        if (think_go(think, unit, hex))
            return true;
    return false;
}

void scripted_stir(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        int distance;
        const struct crowd *crowd = nearest_crowd(think, unit->hex, &distance);
        if (!crowd || !(think_type(think, unit)->flags & TYPE_LEADER))
            continue;
        if (distance > think->scenario->rules.number.crowd_near) {
            come_near(think, unit, crowd->hex);
            continue;
        }
        if (crowd->anger >= ANGRY && lead_to_link(think, unit, crowd->hex))
            continue;
        think_at_hex(think, unit, ORDER_stir, crowd->hex, 0);
    }
}
