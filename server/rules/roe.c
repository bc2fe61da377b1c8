/* Rules of engagement (rulebook 8): levels, the policy that they allow, and the order that changes it. Why a level
 * is not there is told by roe_why.c. */
#include "rule.h"

enum level {
    LEVEL_CHECK_AND_CLEAR = 1,
    LEVEL_CROWD = 2,
    LEVEL_RETURN = 3,
    LEVEL_DELIBERATE = 4,
    LEVEL_ALL = 5
};

static bool crowd_is_angry(const struct state *state, int anger) {
    for (int i = 0; i < CROWD_MAX; i++)
        if (state->crowd[i].strength > 0 && state->crowd[i].anger >= anger)
            return true;
    return false;
}

static bool was_fired_upon(const struct scenario *scenario, const struct state *state, int side) {
    int turn = state->fired_upon[side];
    return turn > 0 && state->turn <= turn + scenario->rules.number.level_turns;
}

static bool may_fire_deliberately(const struct scenario *scenario, const struct state *state, int side) {
    const struct rules_numbers *number = &scenario->rules.number;
    if (scenario->side[side].flags & SIDE_IS_POLICE)
        return state->lost_step[side] || state->track[TRACK_TENSION] >= number->level_tension;
    int called = state->support_turn[side];
    return called && (state->engaged || state->turn >= called + number->level_called);
}

/* An enemy's vehicle or crew weapon that the side has identified and still has as a contact. */
static bool knows_heavy_enemy(const struct scenario *scenario, const struct state *state, int side) {
    for (uint16_t u = 0; u < state->units; u++) {
        const struct contact *contact = &state->contact[side][u];
        const struct unit *unit = &state->unit[u];
        if (contact->level < CONTACT_IDENTIFIED || view_is_fooled(scenario, state, side, u) ||
            !sides_may_fight(scenario, side, unit->side))
            continue;
        if (contact->class_ == CLASS_VEHICLE || (unit_type_of(scenario, unit)->flags & TYPE_CREW_WEAPON))
            return true;
    }
    return false;
}

static int level_without_mediation(const struct scenario *scenario, const struct state *state, int side) {
    const struct rules_numbers *number = &scenario->rules.number;
    bool police = scenario->side[side].flags & SIDE_IS_POLICE;
    if (may_fire_deliberately(scenario, state, side))
        return knows_heavy_enemy(scenario, state, side) ? LEVEL_ALL : LEVEL_DELIBERATE;
    if (was_fired_upon(scenario, state, side))
        return LEVEL_RETURN;
    if (crowd_is_angry(state, police ? number->level_crowd_police : number->level_crowd_kfor) ||
        (!police && state->support_turn[side]))
        return LEVEL_CROWD;
    return LEVEL_CHECK_AND_CLEAR;
}

int rules_level(const struct scenario *scenario, const struct state *state, int side) {
    uint16_t flags = scenario->side[side].flags;
    if (!(flags & SIDE_HAS_LEVELS))
        return LEVEL_ALL;
    int level = level_without_mediation(scenario, state, side);
    bool mediates = (flags & SIDE_IS_KFOR) && state->mediation == MEDIATION_RUNNING;
    return mediates && level > LEVEL_CROWD ? LEVEL_CROWD : level;
}

int rules_level_policy(int level) {
    if (level >= LEVEL_DELIBERATE)
        return POLICY_FREE;
    return level == LEVEL_RETURN ? POLICY_RETURN : POLICY_HOLD;
}

/* A second responder (EULEX) that has fired or was fired at is engaged, for good. */
static bool second_responder_fights(const struct scenario *scenario, const struct state *state) {
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        bool responder = unit_type_of(scenario, unit)->flags & TYPE_SECOND_RESPONDER;
        for (uint16_t v = 0; v < state->units && unit->fired; v++)
            if ((unit->shot_at[v / 64] >> (v % 64) & 1) &&
                (responder || (unit_type_of(scenario, &state->unit[v])->flags & TYPE_SECOND_RESPONDER)))
                return true;
    }
    return false;
}

void roe_pulse(struct turn *turn) {
    if (!turn->state->engaged)
        turn->state->engaged = second_responder_fights(turn->scenario, turn->state);
    for (int side = 0; side < turn->scenario->sides; side++) {
        int level = rules_level(turn->scenario, turn->state, side);
        /* Pulse 1 reads what the orders were given by: nothing new to tell. */
        bool told = turn->state->pulse > 1 && level != turn->level[side];
        turn->level[side] = (uint8_t)level;
        if (!told)
            continue;
        struct event event;
        event_begin(turn, &event, EVENT_level);
        event.side = (uint8_t)side;
        event.value = (int16_t)level;
        event_emit(turn, &event);
    }
}

void roe_heavy_used(struct turn *turn, int side) {
    if (turn->scenario->side[side].flags & SIDE_IS_KFOR)
        track_move(turn, TRACK_IMPARTIALITY, turn->scenario->rules.number.impartiality_heavy, side);
}

static struct check policy_check(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *unit, const struct order *order) {
    if (order->policy >= POLICY_COUNT)
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_bad_number};
    if (order->policy != POLICY_HOLD &&
        (scenario->rules.type[unit->type].flags & (TYPE_UNARMED | TYPE_DECOY)))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_cannot_fire};
    if (order->policy > rules_level_policy(view->level)) {
        int needed = order->policy == POLICY_FREE ? LEVEL_DELIBERATE : LEVEL_RETURN;
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_level, .level = (uint8_t)needed};
    }
    return (struct check){.verdict = VERDICT_YES};
}

static void policy_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    turn->state->unit[unit].policy = order->policy;
}

const struct order_rule rule_policy = {ORDER_policy, policy_check, policy_resolve};
