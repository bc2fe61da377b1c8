/* Stirring and leading a crowd (rulebook 9): an irregular leader within 2 hexes makes it angrier, takes it one hex
 * on foot, or has it build a barricade of 1. */
#include "rule.h"

static bool may_lead(const struct scenario *scenario, int side, int type) {
    return (scenario->side[side].flags & SIDE_IS_IRREGULAR) &&
           (scenario->rules.type[type].flags & TYPE_LEADER);
}

static struct check stir_check(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *unit, const struct order *order) {
    if (!may_lead(scenario, view->side, unit->type))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_no_ability};
    int reach = crowd_reach(scenario, view->crowd, view->crowds, unit->hex, order->hex,
                            scenario->rules.number.crowd_near);
    return (struct check){.verdict = reach == REFUSAL_none ? VERDICT_YES : VERDICT_NO, .reason = (uint8_t)reach};
}

/* The crowd that the order names, -1 with not_done when it is out of reach by now. */
static int crowd_of(struct turn *turn, uint16_t unit, const struct order *order) {
    const struct state *state = turn->state;
    int reach = crowd_reach(turn->scenario, state->crowd, CROWD_MAX, state->unit[unit].hex, order->hex,
                            turn->scenario->rules.number.crowd_near);
    if (reach == REFUSAL_none)
        return crowd_find(state->crowd, CROWD_MAX, order->hex);
    crowd_not_done(turn, unit, order->kind, reach);
    return -1;
}

static void stir_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    int number = crowd_of(turn, unit, order);
    if (number < 0)
        return;
    crowd_anger(turn, number, turn->scenario->rules.number.anger_stirred);
    turn->crowd[number] |= CROWD_MOVED_TO;
    struct event event;
    event_begin(turn, &event, EVENT_stirred);
    event_unit(turn, &event.unit, unit);
    event.hex = order->hex;
    event.value = turn->state->crowd[number].anger;
    event_emit(turn, &event);
}

const struct order_rule rule_stir = {ORDER_stir, stir_check, stir_resolve};

static bool view_crowd_may_step(const struct scenario *scenario, const struct view *view, hex_t from, int dir) {
    hex_t to = scenario->map.next[from][dir];
    return to != HEX_NONE && !(scenario->map.hex[from].hexside[dir] & HEXSIDE_BOUNDARY) &&
           crowd_find(view->crowd, view->crowds, to) < 0 &&
           movement_cost(scenario, from, dir, MOVE_FOOT) >= 0;
}

static struct check lead_check(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *unit, const struct order *order) {
    struct check check = stir_check(scenario, view, unit, order);
    if (check.verdict == VERDICT_NO)
        return check;
    if (order->dir >= DIR_COUNT || order->mode > 1)
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_bad_number};
    if (order->mode == 0 && !view_crowd_may_step(scenario, view, order->hex, order->dir))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_no_way};
    if (order->mode == 1 && (scenario->map.next[order->hex][order->dir] == HEX_NONE ||
                             !scenario->map.hex[order->hex].road[order->dir]))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_no_road};
    return check;
}

/* Rulebook silent: a crowd that is led somewhere keeps what anger it has in that Close only by its causes. */
static void lead_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    int number = crowd_of(turn, unit, order);
    if (number < 0)
        return;
    if (order->mode == 1) {
        int refusal = barricade_raise(turn, unit, order->hex, order->dir,
                                      turn->scenario->rules.number.lead_builds);
        if (refusal != REFUSAL_none)
            crowd_not_done(turn, unit, ORDER_lead, refusal);
        return;
    }
    if (!crowd_may_step(turn, order->hex, order->dir)) {
        crowd_not_done(turn, unit, ORDER_lead, REFUSAL_no_way);
        return;
    }
    struct event event;
    event_begin(turn, &event, EVENT_crowd_led);
    event_unit(turn, &event.unit, unit);
    event.hex = order->hex;
    event.hex2 = turn->scenario->map.next[order->hex][order->dir];
    turn->state->crowd[number].hex = event.hex2;
    event_emit(turn, &event);
}

const struct order_rule rule_lead = {ORDER_lead, lead_check, lead_resolve};
