/* Steps lost, and the wounded (rulebook 6). */
#include "air.h"

static int fate_of(const struct rules_numbers *number, int die) {
    if (die <= number->killed_most)
        return FATE_KILLED;
    return die <= number->wounded_most ? FATE_WOUNDED : FATE_DISPERSED;
}

/* Who rides in a destroyed carrier loses a step on d6 <= carried_loss and stands in the hex. */
static void carrier_destroyed(struct turn *turn, uint16_t carrier) {
    struct state *state = turn->state;
    for (uint16_t u = 0; u < state->units; u++) {
        struct unit *rider = &state->unit[u];
        if (rider->status != UNIT_CARRIED || rider->carrier != carrier)
            continue;
        struct dice_address address = dice_here(turn, DICE_STEP_FIRE, DICE_CARRIED, u, carrier, 0);
        rider->status = UNIT_ON_MAP;
        rider->carrier = UNIT_NONE;
        rider->hex = state->unit[carrier].hex;
        if (dice_roll(&state->key, address, 6) <= turn->scenario->rules.number.carried_loss)
            fire_step_loss(turn, u, carrier, 1);
    }
}

static void unit_eliminated(struct turn *turn, uint16_t unit) {
    struct unit *gone = &turn->state->unit[unit];
    struct event event;
    event_begin(turn, &event, EVENT_eliminated);
    event.hex = gone->hex;
    event_unit(turn, &event.other, unit);
    event_emit(turn, &event);
    gone->status = UNIT_ELIMINATED; /* its wounded lie in the hex */
    carrier_destroyed(turn, unit);
}

/* Rulebook silent: an enemy step scores for the side that shot; losses to a trap score for nobody. */
static void loss_counted(struct turn *turn, const struct unit *unit, uint16_t by) {
    victory_count(turn, unit->side, VICTORY_own_loss, 1);
    if (by == UNIT_NONE)
        return;
    int side = turn->state->unit[by].side;
    if (side != unit->side && sides_may_fight(turn->scenario, side, unit->side))
        victory_count(turn, side, VICTORY_enemy_loss, 1);
    if (side != unit->side && (turn->scenario->side[unit->side].flags & SIDE_IS_POLICE))
        victory_count(turn, side, VICTORY_police_loss, 1);
}

void fire_step_loss_from(struct turn *turn, uint16_t unit, uint16_t by, int steps, int first_k) {
    struct state *state = turn->state;
    struct unit *at = &state->unit[unit];
    if (!unit_is_on_map(at))
        return;
    for (int k = first_k; k < first_k + steps && at->steps > 0; k++) {
        struct dice_address address =
            dice_here(turn, DICE_STEP_FIRE, DICE_STEP_LOSS, unit, by == UNIT_NONE ? 0 : by, k);
        struct event event;
        event_begin(turn, &event, EVENT_step_lost);
        event.purpose = DICE_STEP_LOSS;
        event.dice_k = (uint8_t)k;
        event.dice_count = 1;
        event.dice_sides = 6;
        event.dice[0] = (uint8_t)dice_roll(&state->key, address, 6);
        event.result = (uint8_t)fate_of(&turn->scenario->rules.number, event.dice[0]);
        event.hex = at->hex;
        event_unit(turn, &event.other, unit);
        event_unit(turn, &event.unit, by);
        at->steps--;
        state->lost_step[at->side] = 1;
        state->lost_this_turn[at->side]++;
        if (event.result == FATE_WOUNDED)
            at->wounded++;
        event_emit(turn, &event);
        if (event.result != FATE_DISPERSED)
            loss_counted(turn, at, by);
    }
    if (at->steps == 0)
        unit_eliminated(turn, unit);
}

void fire_step_loss(struct turn *turn, uint16_t unit, uint16_t by, int steps) {
    fire_step_loss_from(turn, unit, by, steps, 0);
}

/* Evacuate: all own wounded of the hex, with an HQ or an unpinned own vehicle there, else
 * with a helicopter that lands. Those left at the end
 * count as killed; killed and wounded are losses alike, so that no count changes. */

static bool status_has_wounded(int status) {
    return status == UNIT_ON_MAP || status == UNIT_ELIMINATED;
}

static bool unit_can_carry_wounded(const struct scenario *scenario, const struct unit *unit) {
    if (!unit_is_on_map(unit))
        return false;
    if (unit_type_of(scenario, unit)->flags & TYPE_HQ)
        return true;
    return !unit_is_pinned(scenario, unit) && !unit_is_on_foot(scenario, unit) &&
           !(unit->flags & UNIT_IMMOBILE);
}

/* Sure, when somebody stays who carries them and somebody stays who is wounded. */
static struct check evacuate_check(const struct scenario *scenario, const struct view *view,
                                   const struct view_unit *unit, const struct order *order) {
    bool wounded = false, stays = false, carried = false, carrier_stays = false;
    (void)order;
    for (uint16_t i = 0; i < view->units; i++) {
        struct unit own;
        unit_from_view(&view->unit[i], view->side, &own);
        if (view->unit[i].hex != unit->hex)
            continue;
        bool leaves = &view->unit[i] != unit && own.status == UNIT_ON_MAP && view_unit_leaves(view, &view->unit[i]);
        bool hurt = status_has_wounded(own.status) && own.wounded > 0;
        bool carries = unit_can_carry_wounded(scenario, &own);
        wounded = wounded || hurt;
        stays = stays || (hurt && !leaves);
        carried = carried || carries;
        carrier_stays = carrier_stays || (carries && !leaves);
    }
    if (!wounded)
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_nothing_here};
    if (!carried && !helicopter_may_come(scenario, view))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_no_carrier};
    if (!carrier_stays)
        return (struct check){.verdict = VERDICT_MAYBE, .reason = REFUSAL_no_carrier};
    return (struct check){.verdict = stays ? VERDICT_YES : VERDICT_MAYBE,
                          .reason = stays ? REFUSAL_none : REFUSAL_nothing_here};
}

static void not_done(struct turn *turn, uint16_t unit, const struct order *order, int reason) {
    struct event event;
    event_begin(turn, &event, EVENT_not_done);
    event_unit(turn, &event.unit, unit);
    event.side = turn->state->unit[unit].side;
    event.hex = turn->state->unit[unit].hex;
    event.value = order->kind;
    event.result = (uint8_t)reason;
    event_emit(turn, &event);
}

static void evacuate_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    struct state *state = turn->state;
    const struct unit *by = &state->unit[unit];
    int wounded = 0;
    bool carried = false;
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *own = &state->unit[u];
        if (own->side != by->side || own->hex != by->hex)
            continue;
        wounded += status_has_wounded(own->status) ? own->wounded : 0;
        carried = carried || unit_can_carry_wounded(turn->scenario, own);
    }
    if (wounded && !carried)
        carried = helicopter_take(turn, by->side, by->hex) != UNIT_NONE;
    if (!wounded || !carried) {
        not_done(turn, unit, order, wounded ? REFUSAL_no_carrier : REFUSAL_nothing_here);
        return;
    }
    for (uint16_t u = 0; u < state->units; u++) {
        struct unit *own = &state->unit[u];
        if (own->side == by->side && own->hex == by->hex && status_has_wounded(own->status))
            own->wounded = 0;
    }
    struct event event;
    event_begin(turn, &event, EVENT_evacuated);
    event_unit(turn, &event.unit, unit);
    event.hex = by->hex;
    event.value = (int16_t)wounded;
    event_emit(turn, &event);
    victory_count(turn, by->side, VICTORY_evacuation, 1);
}

const struct order_rule rule_evacuate = {ORDER_evacuate, evacuate_check, evacuate_resolve};
