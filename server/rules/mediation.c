/* Mediation (rulebook 9): the irregulars who accept leave all heavy weapons and vehicles and have six turns in which
 * KFOR may not fire; the police may, at a price; a shot of the irregulars ends it.
 *
 * Rulebook silent: all of the side that accepts leave what they have, wherever they are, and their policies are set
 * to hold; who lies in ambush gives it up. The rockets that are left are heavy weapons too. What KFOR may not do is in
 * its rules of engagement (roe.c). The police pay once for each turn in which they fire. */
#include "rule.h"

static void lay_down(struct turn *turn, uint16_t number) {
    struct unit *unit = &turn->state->unit[number];
    if (unit_is_on_map(unit) && unit_can_abandon(turn->scenario, unit))
        unit_abandon(turn, number);
    if (unit_type_of(turn->scenario, unit)->ammo == AMMO_ROCKET)
        unit->stock = 0;
    unit->policy = POLICY_HOLD;
    unit->flags &= (uint16_t)~UNIT_AMBUSH;
    if (unit->order == ORDER_ambush)
        unit->order = ORDER_hold;
}

void mediation_begin(struct turn *turn, int side) {
    struct state *state = turn->state;
    if (state->mediation == MEDIATION_RUNNING || state->mediation == MEDIATION_COMPLETED)
        return;
    state->mediation = MEDIATION_RUNNING;
    int until = state->turn + turn->scenario->rules.number.mediation_turns - 1;
    state->mediation_until = (uint8_t)(until < UINT8_MAX ? until : UINT8_MAX);
    for (uint16_t u = 0; u < state->units; u++)
        if (state->unit[u].side == side &&
            (unit_is_on_map(&state->unit[u]) || state->unit[u].status == UNIT_CARRIED))
            lay_down(turn, u);
}

static void mediation_ends(struct turn *turn, int how) {
    struct event event;
    turn->state->mediation = (uint8_t)how;
    event_begin(turn, &event, EVENT_mediation_over);
    event.result = how == MEDIATION_COMPLETED;
    event_emit(turn, &event);
}

void mediation_pulse(struct turn *turn) {
    const struct state *state = turn->state;
    if (state->mediation != MEDIATION_RUNNING)
        return;
    for (uint16_t u = 0; u < state->units; u++)
        if ((turn->scenario->side[state->unit[u].side].flags & SIDE_IS_IRREGULAR) &&
            (state->unit[u].fired >> (state->pulse - 1) & 1)) {
            mediation_ends(turn, MEDIATION_BROKEN);
            return;
        }
}

static bool police_fired(const struct turn *turn, int side) {
    for (uint16_t u = 0; u < turn->state->units; u++)
        if (turn->state->unit[u].side == side && turn->state->unit[u].fired)
            return true;
    return false;
}

void mediation_close(struct turn *turn) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    struct state *state = turn->state;
    if (state->mediation != MEDIATION_RUNNING)
        return;
    for (int side = 0; side < turn->scenario->sides; side++)
        if ((turn->scenario->side[side].flags & SIDE_IS_POLICE) && police_fired(turn, side)) {
            track_move(turn, TRACK_IMPARTIALITY, number->mediation_fire_impartiality, side);
            track_move(turn, TRACK_TENSION, number->mediation_fire_tension, side);
        }
    if (state->turn < state->mediation_until)
        return;
    mediation_ends(turn, MEDIATION_COMPLETED);
    track_move(turn, TRACK_TENSION, number->mediation_done_tension, SIDE_NONE);
    track_move(turn, TRACK_LEGITIMACY, number->mediation_done_legitimacy, SIDE_NONE);
    track_move(turn, TRACK_IMPARTIALITY, number->mediation_done_impartiality, SIDE_NONE);
    for (int side = 0; side < turn->scenario->sides; side++)
        victory_count(turn, side, VICTORY_mediated_exit, 1);
}
