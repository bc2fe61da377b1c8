/* Call on an enemy to surrender (rulebook 9): surrounded, S >= 3 and called on, it surrenders on 2d6 > Morale -
 * steps lost, +2 with a leader. */
#include "held.h"

static struct check no(int reason) {
    return (struct check){.verdict = VERDICT_NO, .reason = (uint8_t)reason};
}

/* Rulebook silent: who calls is armed and stands in its hex or next to it. */
static struct check call_check(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *seen, const struct order *order) {
    const struct view_contact *contact = view_contact_find(view, order->contact);
    struct unit unit;
    unit_from_view(seen, view->side, &unit);
    if (!unit_is_armed(scenario, &unit))
        return no(unit.flags & UNIT_COVERT ? REFUSAL_covert : REFUSAL_no_ability);
    int reason = fire_target_refusal(scenario, view, &unit, contact);
    if (reason)
        return no(reason);
    if (map_distance(&scenario->map, seen->hex, contact->hex) > scenario->rules.number.call_range)
        return no(REFUSAL_too_far_to_call);
    /* Whether it listens hangs on what the side cannot know. */
    return (struct check){.verdict = VERDICT_MAYBE, .reason = REFUSAL_nothing_here};
}

static uint16_t call_target(const struct turn *turn, const struct unit *by, uint16_t handle) {
    uint16_t target = contact_find(turn->state, by->side, handle);
    if (target == UNIT_NONE || !fire_is_fair_target(turn, by->side, target))
        return UNIT_NONE;
    const struct unit *at = &turn->state->unit[target];
    return map_distance(&turn->scenario->map, by->hex, at->hex) <= turn->scenario->rules.number.call_range
               ? target
               : UNIT_NONE;
}

static bool listens(const struct turn *turn, uint16_t target) {
    const struct unit *at = &turn->state->unit[target];
    return at->suppression >= turn->scenario->rules.number.call_suppression &&
           !(unit_type_of(turn->scenario, at)->flags & TYPE_DECOY) &&
           unit_is_surrounded(turn->scenario, turn->state, target);
}

static void call_not_done(struct turn *turn, uint16_t unit) {
    struct event event;
    event_begin(turn, &event, EVENT_not_done);
    event_unit(turn, &event.unit, unit);
    event.side = turn->state->unit[unit].side;
    event.hex = turn->state->unit[unit].hex;
    event.value = ORDER_call;
    event.result = REFUSAL_nothing_here;
    event_emit(turn, &event);
}

int call_holds(const struct rules_numbers *number, const struct unit_type *target, int steps_lost, bool leader,
               struct event *explain) {
    int helped = leader ? number->call_leader : 0;
    event_modifier(explain, MODIFIER_morale, target->morale);
    event_modifier(explain, MODIFIER_steps_lost, -steps_lost);
    event_modifier(explain, MODIFIER_leader, helped);
    return target->morale - steps_lost + helped;
}

/* The dice are thrown whether it listens or not: an answer that does not come tells nothing more. */
static void call_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    const struct unit *by = &turn->state->unit[unit];
    uint16_t target = call_target(turn, by, order->contact);
    if (target == UNIT_NONE) {
        call_not_done(turn, unit);
        return;
    }
    const struct rules_numbers *number = &turn->scenario->rules.number;
    const struct unit *at = &turn->state->unit[target];
    const struct unit_type *type = unit_type_of(turn->scenario, at);
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_CALL, unit, target, 0);
    bool leader = leader_is_near(turn->scenario, turn->state, target);
    struct event event;
    event_begin(turn, &event, EVENT_called);
    event_unit(turn, &event.unit, unit);
    event_unit(turn, &event.other, target);
    event.side = by->side;
    event.hex = by->hex;
    event.purpose = DICE_CALL;
    event.dice_count = 2;
    event.dice_sides = 6;
    int holds = call_holds(number, type, type->steps - at->steps, leader, &event);
    int sum = dice_2d6(&turn->state->key, address, event.dice);
    event.value = (int16_t)sum;
    event.result = listens(turn, target) && sum > holds;
    event_emit(turn, &event);
    if (event.result)
        unit_surrender(turn, target, by->side);
}

const struct order_rule rule_call = {ORDER_call, call_check, call_resolve};
