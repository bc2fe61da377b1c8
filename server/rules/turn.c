/* A turn (rulebook 2): orders are taken up; six pulses of move, sight, fire and contact; the Close; then the
 * next turn's Upkeep, or the end. */
#include "ground.h"
#include "plan_check.h"
#include "withdraw.h"

#include <assert.h>
#include <string.h>

static void turn_pulses(struct turn *turn);
static void turn_close(struct turn *turn);
static void turn_end(struct turn *turn);

void rules_resolve(const struct scenario *scenario, struct state *state, const struct plan plan[SIDE_MAX],
                   const struct event_sink *sink) {
    struct turn turn;
    assert(state->outcome == OUTCOME_RUNNING);
    turn_init(&turn, scenario, state, plan, sink);
    if (state->turn == 0) {
        setup_resolve(&turn);
        return;
    }
    orders_take_up(&turn);
    turn_pulses(&turn);
    turn_close(&turn);
    turn_end(&turn);
}

static void turn_pulses(struct turn *turn) {
    for (int pulse = 1; pulse <= turn->scenario->rules.number.pulses; pulse++) {
        turn->state->pulse = (uint8_t)pulse;
        roe_pulse(turn);
        movement_pulse(turn);
        sighting_pulse(turn);
        fire_pulse(turn);
        mediation_pulse(turn);
        contact_pulse(turn);
    }
}

static void turn_close(struct turn *turn) {
    turn->state->pulse = 7;
    roe_pulse(turn);
    close_orders(turn);
    crowds_close(turn);
    rally_close(turn);
    equipment_close(turn);
    detainees_close(turn);
    mediation_close(turn);
    sighting_close(turn);
    tracks_close(turn);
    victory_close(turn);
}

static void turn_end(struct turn *turn) {
    struct state *state = turn->state;
    if (state->outcome == OUTCOME_RUNNING) {
        state->turn++;
        upkeep(turn);
        return;
    }
    memset(state->ask, 0, sizeof state->ask); /* nobody answers any more */
    state->pulse = 0;
}

void turn_init(struct turn *turn, const struct scenario *scenario, struct state *state,
               const struct plan *plan, const struct event_sink *sink) {
    turn->scenario = scenario;
    turn->state = state;
    turn->sink = sink;
    turn->plan = plan;
    for (int i = 0; i < UNIT_MAX; i++)
        turn->order[i].kind = ORDER_none;
    memset(turn->sighted, 0, sizeof turn->sighted);
    memset(turn->waits_told, 0, sizeof turn->waits_told);
    memset(turn->crowd, 0, sizeof turn->crowd);
    memset(turn->assaulted, 0, sizeof turn->assaulted);
    memset(turn->level, 0, sizeof turn->level);
}

struct dice_address dice_here(const struct turn *turn, int step, int purpose, uint16_t unit, uint16_t other,
                              int k) {
    return (struct dice_address){.turn = turn->state->turn,
                                 .pulse = turn->state->pulse,
                                 .step = (uint8_t)step,
                                 .purpose = (uint8_t)purpose,
                                 .k = (uint8_t)k,
                                 .unit = unit,
                                 .other = other};
}

void plan_not_done(struct turn *turn, int side, const struct order *order, int reason) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, EVENT_not_done);
    if (order->unit < turn->state->units && turn->state->unit[order->unit].side == side)
        event_unit(turn, &event.unit, order->unit);
    event.side = (uint8_t)side;
    event.step = DICE_STEP_MOVE;
    event.value = order->kind;
    event.result = (uint8_t)reason;
    event_emit(turn, &event);
}

/* The orders of a turn that hold: one for each unit in turn->order, and the policies. */
struct taken {
    const struct order *policy[UNIT_MAX];
    uint64_t kinds; /* bit k: a unit has an order of kind k */
    const struct order *of_side[SIDE_MAX][SIDE_ORDER_SLOTS]; /* carried out when all plans were judged */
};

/* Judges a side's plan by its view, as rules_check did when it was entered; what does not hold is left out.
 */
static void plan_take(struct turn *turn, int side, struct taken *taken) {
    const struct plan *plan = &turn->plan[side];
    struct view view;
    if (plan->count == 0)
        return;
    view_build(turn->scenario, turn->state, side, &view);
    unsigned paid = plan_paid_for(turn->scenario, &view, plan);
    for (unsigned i = 0; i < plan->count && i < PLAN_MAX; i++) {
        const struct order *order = &plan->order[i];
        struct check check = order_check(turn->scenario, &view, order);
        if (i >= paid || check.verdict == VERDICT_NO) {
            plan_not_done(turn, side, order, i >= paid ? REFUSAL_no_command : check.reason);
            continue;
        }
        if (order->kind == ORDER_policy) {
            taken->policy[order->unit] = order;
            continue;
        }
        if (order_is_of_side(order)) {
            taken->of_side[side][order->unit - SIDE_ORDER_UNIT] = order;
            continue;
        }
        turn->order[order->unit] = *order;
        taken->kinds |= (uint64_t)1 << order->kind;
    }
}

/* A new order ends the last one. Those of the pulses are taken up now, kind by kind; those of the Close wait.
 */
static void orders_begin(struct turn *turn, const struct taken *taken) {
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT; kind++) {
        if (!(taken->kinds >> kind & 1))
            continue;
        for (uint16_t i = 0; i < turn->state->units; i++) {
            struct unit *unit = &turn->state->unit[i];
            if (turn->order[i].kind != kind)
                continue;
            if (kind == ORDER_look || kind == ORDER_land)
                order_rule(kind)->resolve(turn, i, &turn->order[i]);
            if (!unit_is_on_map(unit))
                continue;
            unit_hold(unit);
            unit->flags &= (uint16_t)~UNIT_AMBUSH;
            unit->order = (uint8_t)kind;
            if (order_kind_phase(kind) != 'C')
                order_rule(kind)->resolve(turn, i, &turn->order[i]);
        }
    }
}

static void orders_of_sides(struct turn *turn, const struct taken *taken) {
    for (uint16_t side = 0; side < turn->scenario->sides; side++)
        for (int slot = 0; slot < SIDE_ORDER_SLOTS; slot++) {
            const struct order *order = taken->of_side[side][slot];
            if (order)
                order_rule(order->kind)->resolve(turn, side, order);
        }
}

void orders_take_up(struct turn *turn) {
    struct state *state = turn->state;
    const struct scenario *scenario = turn->scenario;
    struct taken taken;
    memset(&taken, 0, sizeof taken);
    for (int side = 0; side < scenario->sides; side++)
        plan_take(turn, side, &taken);
    orders_of_sides(turn, &taken);
    state->pulse = 1;
    for (uint16_t i = 0; i < state->units; i++) {
        if (taken.policy[i])
            order_rule(ORDER_policy)->resolve(turn, i, taken.policy[i]);
        else if (state->unit[i].order == ORDER_withdraw && turn->order[i].kind == ORDER_none)
            withdraw_take_up(turn, i);
    }
    orders_begin(turn, &taken);
    int most[SIDE_MAX];
    for (int side = 0; side < scenario->sides; side++)
        most[side] = rules_level_policy(rules_level(scenario, state, side));
    for (int i = 0; i < state->units; i++)
        if (state->unit[i].policy > most[state->unit[i].side])
            state->unit[i].policy = (uint8_t)most[state->unit[i].side];
}
