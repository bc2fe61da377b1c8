/* Rules of engagement (rulebook 8): levels, the policy that they allow, and the order that changes it.
 *
 * Level 5 (heavy weapons) and what hangs on asks (KFOR called by the police) come with those rules. */
#include "rule.h"

enum level {
    LEVEL_CHECK_AND_CLEAR = 1,
    LEVEL_CROWD = 2,
    LEVEL_RETURN = 3,
    LEVEL_DELIBERATE = 4,
    LEVEL_ALL = 5
};

/* Anger of a crowd from which a side may control it. */
#define CROWD_ANGER_POLICE 4
#define CROWD_ANGER_KFOR   7

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

int rules_level(const struct scenario *scenario, const struct state *state, int side) {
    uint16_t flags = scenario->side[side].flags;
    if (!(flags & SIDE_HAS_LEVELS))
        return LEVEL_ALL;
    bool police = flags & SIDE_IS_POLICE;
    if (police &&
        (state->lost_step[side] || state->track[TRACK_TENSION] >= scenario->rules.number.level_tension))
        return LEVEL_DELIBERATE;
    if (was_fired_upon(scenario, state, side))
        return LEVEL_RETURN;
    if (crowd_is_angry(state, police ? CROWD_ANGER_POLICE : CROWD_ANGER_KFOR))
        return LEVEL_CROWD;
    return LEVEL_CHECK_AND_CLEAR;
}

int rules_level_policy(int level) {
    if (level >= LEVEL_DELIBERATE)
        return POLICY_FREE;
    return level == LEVEL_RETURN ? POLICY_RETURN : POLICY_HOLD;
}

void roe_pulse(struct turn *turn) {
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
