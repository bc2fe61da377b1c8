/* Arm (rulebook 4): a covert unit takes up arms in pulse 1; that ends being covert for good. */
#include "rule.h"

static struct check arm_check(const struct scenario *scenario, const struct view *view,
                              const struct view_unit *unit, const struct order *order) {
    (void)view;
    (void)order;
    if (!(unit->flags & UNIT_COVERT))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_not_covert};
    /* Decoys have no arms, nor have lookouts. */
    if (scenario->rules.type[unit->type].flags & (TYPE_DECOY | TYPE_UNARMED))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_no_ability};
    return (struct check){.verdict = VERDICT_YES};
}

static void arm_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    struct unit *covert = &turn->state->unit[unit];
    covert->flags &= (uint16_t)~UNIT_COVERT;
    (void)order;
    sighting_reveal(turn, unit, SIDE_NONE);
    struct event event;
    event_begin(turn, &event, EVENT_armed);
    event_unit(turn, &event.unit, unit);
    event.hex = covert->hex;
    event_emit(turn, &event);
}

const struct order_rule rule_arm = {ORDER_arm, arm_check, arm_resolve};
