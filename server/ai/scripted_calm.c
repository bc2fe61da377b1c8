/* Calms crowds: who talks best goes to the crowd that matters most and talks; a crowd that bars the link is pushed
 * when the push is likely to work. */
#include "think.h"

#define PUSH_NEEDS 8 /* throw of 2d6 up to which a push is worth trying */
#define NEAR_LINK  2 /* hexes from the link within which a crowd matters */

static bool is_near_link(const struct think *think, hex_t hex) {
    for (unsigned i = 0; i < think->scenario->route_length; i++)
        if (map_distance(&think->scenario->map, hex, think->scenario->route[i]) <= NEAR_LINK)
            return true;
    return false;
}

static bool bars_link(const struct think *think, const struct crowd *crowd) {
    return crowd->anger >= think->scenario->rules.number.crowd_stops && think_link_index(think, crowd->hex) >= 0;
}

/* The units that could push the crowd now: the throw that they need together. */
static int push_needs(const struct think *think, const struct crowd *crowd, bool *gas) {
    const struct rules_numbers *number = &think->scenario->rules.number;
    const struct view_unit *unit;
    int best = 0, count = 0;
    *gas = false;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        const struct unit_type *type = think_type(think, unit);
        if (type->crowd_control <= 0 || map_distance(&think->scenario->map, unit->hex, crowd->hex) > 1)
            continue;
        best = type->crowd_control > best ? type->crowd_control : best;
        count++;
        *gas = *gas || (type->ammo == AMMO_GAS && unit->stock > 0);
    }
    if (count == 0)
        return 99;
    return crowd->strength + crowd->anger + number->push_base + 1 - best - (count - 1) * number->push_further;
}

static bool push(struct think *think, const struct crowd *crowd) {
    const struct view_unit *unit;
    bool gas, given = false;
    int needs = push_needs(think, crowd, &gas);
    bool use_gas = gas && needs > PUSH_NEEDS;
    if (needs - (use_gas ? think->scenario->rules.number.push_gas : 0) > PUSH_NEEDS)
        return false;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        const struct unit_type *type = think_type(think, unit);
        bool has_gas = use_gas && type->ammo == AMMO_GAS && unit->stock > 0;
        if (type->crowd_control > 0 && map_distance(&think->scenario->map, unit->hex, crowd->hex) <= 1)
            given |= think_at_hex(think, unit, ORDER_push, crowd->hex, has_gas);
    }
    return given;
}

/* The free unit that talks best, the nearest of equals; `talkers`: those alone that were trained for it. */
static const struct view_unit *best_talker(const struct think *think, hex_t hex, bool talkers) {
    const struct view_unit *unit, *best = NULL;
    int most = -100;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        const struct unit_type *type = think_type(think, unit);
        int distance = map_distance(&think->scenario->map, unit->hex, hex);
        if ((type->flags & TYPE_OFF_MAP) || (talkers ? type->talk <= 0 : distance > 1 || type->clear > 1))
            continue;
        if (10 * type->talk - distance > most) {
            most = 10 * type->talk - distance;
            best = unit;
        }
    }
    return best;
}

/* A hex next to the crowd that can be reached, the nearest first. */
static bool go_near(struct think *think, const struct view_unit *unit, hex_t crowd) {
    const struct map *map = &think->scenario->map;
    struct choices choices = {0};
    hex_t hex;
    int bound;
    for (int dir = 0; dir < DIR_COUNT; dir++)
        if (map->next[crowd][dir] != HEX_NONE)
            choices_add(&choices, map->next[crowd][dir], -map_distance(map, unit->hex, map->next[crowd][dir]));
    while (choices_take(&choices, -1000, &hex, &bound))
        if (think_go(think, unit, hex))
            return true;
    return false;
}

static void talk(struct think *think, const struct crowd *crowd) {
    for (int trained = 1; trained >= 0; trained--) {
        const struct view_unit *unit = best_talker(think, crowd->hex, trained);
        if (!unit)
            continue;
        if (map_distance(&think->scenario->map, unit->hex, crowd->hex) > 1) {
            go_near(think, unit, crowd->hex);
            return;
        }
        if (think_at_hex(think, unit, ORDER_talk, crowd->hex, 0))
            return;
    }
}

/* Crowd control comes up to a crowd that bars the link, so that it can push in the next turn. */
static void close_up(struct think *think, const struct crowd *crowd) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if (think_type(think, unit)->crowd_control >= 4 &&
            map_distance(&think->scenario->map, unit->hex, crowd->hex) > 1)
            go_near(think, unit, crowd->hex);
}

/* Armed police next to a crowd anger it more than their talking calms it: they leave talking to others, unless they
 * stand there already for another reason. */
static bool leaves_it_alone(const struct think *think, const struct crowd *crowd) {
    const struct view *view = think->view;
    if (!(think->scenario->side[view->side].flags & SIDE_IS_POLICE))
        return false;
    for (unsigned i = 0; i < view->units; i++)
        if (view->unit[i].status == UNIT_ON_MAP && think->busy[view->unit[i].unit] &&
            map_distance(&think->scenario->map, view->unit[i].hex, crowd->hex) <= 1)
            return false;
    return !bars_link(think, crowd);
}

void scripted_calm(struct think *think) {
    const struct view *view = think->view;
    bool scores = think_row(think, VICTORY_anger_at_most) >= 0 || think_row(think, VICTORY_talk_worked) >= 0;
    for (unsigned i = 0; i < view->crowds; i++) {
        const struct crowd *crowd = &view->crowd[i];
        if (crowd->strength == 0 || (!scores && !is_near_link(think, crowd->hex)) || leaves_it_alone(think, crowd))
            continue;
        bool bars = bars_link(think, crowd);
        if (bars)
            push(think, crowd);
        talk(think, crowd);
        if (bars)
            close_up(think, crowd);
    }
}
