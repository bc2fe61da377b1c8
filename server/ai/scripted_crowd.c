/* Deals with crowds that bar the link: the talkers go and talk, who has crowd control pushes where the rules of
 * engagement let it, and who stands next to a crowd with nothing else to do talks too. */
#include "think.h"

#define NEAR_LINK 1 /* hexes from the link within which a crowd matters */

static bool crowd_matters(const struct think *think, const struct crowd *crowd) {
    for (unsigned i = 0; i < think->scenario->route_length; i++)
        if (map_distance(&think->scenario->map, crowd->hex, think_link(think, i)) <= NEAR_LINK)
            return true;
    return false;
}

static bool crowd_order(struct think *think, const struct view_unit *unit, const struct crowd *crowd, int kind) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit->unit, .other = UNIT_NONE, .hex = crowd->hex};
    if (kind == ORDER_push && think_type(think, unit)->ammo == AMMO_GAS && unit->stock > 0)
        order.mode = 1;
    return think_order(think, unit, &order);
}

#define PUSH_MOST 7 /* what 2d6 must exceed for a push that is worth its risk */

static bool push_is_worth(const struct think *think, const struct view_unit *unit, const struct crowd *crowd) {
    const struct rules_numbers *number = &think->scenario->rules.number;
    const struct unit_type *type = think_type(think, unit);
    int needed = crowd->strength + crowd->anger + number->push_base - type->crowd_control;
    if (type->ammo == AMMO_GAS && unit->stock > 0)
        needed -= number->push_gas;
    return type->crowd_control > 0 && crowd->anger >= number->crowd_stops && needed <= PUSH_MOST;
}

static bool is_next_to(const struct think *think, const struct view_unit *unit, const struct crowd *crowd) {
    return map_distance(&think->scenario->map, unit->hex, crowd->hex) <= 1;
}

/* The hex next to the crowd that costs the unit least; HEX_NONE when it comes to none. */
static hex_t place_next_to(const struct think *think, const struct view_unit *unit, const struct crowd *crowd) {
    hex_t best = HEX_NONE;
    int least = 0;
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        hex_t hex = think->scenario->map.next[crowd->hex][dir];
        int cost = hex == HEX_NONE ? -1 : think_cost(think, unit, hex);
        if (cost >= 0 && (best == HEX_NONE || cost < least)) {
            least = cost;
            best = hex;
        }
    }
    return best;
}

static void deal_with(struct think *think, const struct view_unit *unit, const struct crowd *crowd) {
    const struct unit_type *type = think_type(think, unit);
    if (!is_next_to(think, unit, crowd)) {
        hex_t place = place_next_to(think, unit, crowd);
        if (place != HEX_NONE)
            think_go(think, unit, place);
    } else if (push_is_worth(think, unit, crowd) && crowd_order(think, unit, crowd, ORDER_push)) {
        return;
    } else if (type->talk > 0) {
        crowd_order(think, unit, crowd, ORDER_talk);
    }
}

/* The police call KFOR when a crowd gathers on the link, and KFOR comes when it is called. */
static void call_and_answer(struct think *think) {
    struct order order = {.kind = ORDER_ask, .unit = SIDE_ORDER_UNIT, .mode = ASK_SUPPORT};
    for (unsigned i = 0; i < think->view->asks; i++) {
        const struct ask *ask = &think->view->ask[i];
        if (ask->other != think->view->side || ask->thing != ASK_SUPPORT)
            continue;
        order.kind = ORDER_answer;
        order.other = ask->side;
        order.hex = ask->hex;
        ai_put(think->scenario, think->view, &order);
        return;
    }
    for (unsigned i = 0; i < think->view->crowds; i++)
        for (unsigned side = 0; crowd_matters(think, &think->view->crowd[i]) && side < think->scenario->sides; side++) {
            order.other = (uint16_t)side;
            order.hex = think->view->crowd[i].hex;
            if (ai_put(think->scenario, think->view, &order))
                return;
        }
}

void scripted_crowds(struct think *think) {
    call_and_answer(think);
    for (unsigned i = 0; i < think->view->crowds; i++) {
        const struct crowd *crowd = &think->view->crowd[i];
        const struct view_unit *unit;
        if (!crowd_matters(think, crowd))
            continue;
        for (unsigned at = 0; (unit = think_next(think, &at));) {
            if (think_type(think, unit)->talk > 0 || push_is_worth(think, unit, crowd))
                deal_with(think, unit, crowd);
        }
    }
}

void scripted_talk(struct think *think) {
    for (unsigned i = 0; i < think->view->crowds; i++) {
        const struct view_unit *unit;
        for (unsigned at = 0; (unit = think_next(think, &at));)
            if (is_next_to(think, unit, &think->view->crowd[i]) && think->view->crowd[i].anger > 0)
                crowd_order(think, unit, &think->view->crowd[i], ORDER_talk);
    }
}
