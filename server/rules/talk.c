/* Talk (rulebook 9): 2d6 + bonus of 8 or more calms a crowd in or next to the unit's hex. KFOR is listened to only
 * while it is held to be impartial.
 *
 * Rulebook silent: police and KFOR talk; a crowd that listens twice in a turn counts once. */
#include "rule.h"

static int talk_allowed(const struct scenario *scenario, int side, const int8_t track[TRACK_COUNT]) {
    uint16_t flags = scenario->side[side].flags;
    if (!(flags & SIDE_HAS_LEVELS))
        return REFUSAL_no_ability;
    if ((flags & SIDE_IS_KFOR) && track[TRACK_IMPARTIALITY] < scenario->rules.number.talk_impartiality)
        return REFUSAL_impartiality;
    return REFUSAL_none;
}

static struct check talk_check(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *unit, const struct order *order) {
    int reason = talk_allowed(scenario, view->side, view->track);
    if (reason == REFUSAL_none)
        reason = crowd_reach(scenario, view->crowd, view->crowds, unit->hex, order->hex, 1);
    return (struct check){.verdict = reason == REFUSAL_none ? VERDICT_YES : VERDICT_NO,
                          .reason = (uint8_t)reason};
}

int talk_sum(const struct unit_type *by, struct event *explain) {
    event_modifier(explain, MODIFIER_skill, by->talk);
    return by->talk;
}

static void talk_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    const struct unit *by = &turn->state->unit[unit];
    int number = crowd_find(turn->state->crowd, CROWD_MAX, order->hex);
    int reach = crowd_reach(turn->scenario, turn->state->crowd, CROWD_MAX, by->hex, order->hex, 1);
    if (reach != REFUSAL_none) {
        crowd_not_done(turn, unit, ORDER_talk, reach);
        return;
    }
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_TALK, unit, order->hex, 0);
    struct event event;
    event_begin(turn, &event, EVENT_talked);
    event_unit(turn, &event.unit, unit);
    event.hex = order->hex;
    event.purpose = DICE_TALK;
    event.dice_count = 2;
    event.dice_sides = 6;
    int sum = dice_2d6(&turn->state->key, address, event.dice) + talk_sum(unit_type_of(turn->scenario, by), &event);
    event.value = (int16_t)sum;
    event.result = sum >= turn->scenario->rules.number.talk_least;
    event_emit(turn, &event);
    if (event.result && !(turn->crowd[number] & CROWD_TALKED)) {
        turn->crowd[number] |= CROWD_TALKED;
        victory_count(turn, by->side, VICTORY_talk_worked, 1);
    }
}

const struct order_rule rule_talk = {ORDER_talk, talk_check, talk_resolve};
