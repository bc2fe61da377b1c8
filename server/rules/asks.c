/* Asks (rulebook 8). An ask is ordered in one turn, delivered at the next Upkeep, answered with that turn's orders,
 * and holds from the Upkeep after. Silence is no. Until it takes effect only asker and asked know of it.
 *
 * Rulebook silent: an answer is a yes to the ask of the same side, thing and place. The call of the police to KFOR
 * holds for the rest of the game. The police may ask for the KSF teams so that they come with consent only, or so
 * that they come anyway, at the price of each. */
#include "rule.h"

#include <string.h>

#define NO(reason_) ((struct check){.verdict = VERDICT_NO, .reason = REFUSAL_##reason_})
#define YES         ((struct check){.verdict = VERDICT_YES})

/* Who may ask whom for what: flags that asker and asked need one of. */
static const struct {
    uint16_t asker, asked;
} parties[ASK_THINGS] = {
    [ASK_SUPPORT] = {SIDE_IS_POLICE, SIDE_IS_KFOR},
    [ASK_TEAMS] = {SIDE_IS_POLICE, SIDE_IS_KFOR},
    [ASK_TEAMS_ALONE] = {SIDE_IS_POLICE, SIDE_IS_KFOR},
    [ASK_MEDIATION] = {SIDE_IS_KFOR, SIDE_IS_IRREGULAR},
    [ASK_ESCORT] = {SIDE_IS_POLICE | SIDE_IS_KFOR, SIDE_IS_IRREGULAR},
};

static bool same_ask(const struct ask *a, const struct ask *b) {
    return a->side == b->side && a->other == b->other && a->thing == b->thing && a->hex == b->hex;
}

static int ask_find(const struct ask *asks, int count, const struct ask *ask) {
    for (int i = 0; i < count; i++)
        if (asks[i].status != ASK_NONE && same_ask(&asks[i], ask))
            return i;
    return -1;
}

static struct check teams_check(const struct scenario *scenario, const struct view *view) {
    bool waiting = false;
    int from = scenario_teams_from_turn(scenario, view->options);
    for (int i = 0; i < view->units; i++)
        waiting = waiting || (view->unit[i].status == UNIT_WAITING && scenario->roster[view->unit[i].unit].on_request);
    if (view->teams_turn)
        return NO(asked_already);
    if (!waiting || from == 0 || view->turn < from)
        return NO(no_teams);
    return YES;
}

/* A liaison team is one whose kind has a bonus to talk. */
static struct check mediation_check(const struct scenario *scenario, const struct view *view, hex_t hex) {
    if (view->mediation == MEDIATION_RUNNING || view->mediation == MEDIATION_COMPLETED)
        return NO(asked_already);
    for (int i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        if (unit->status == UNIT_ON_MAP && scenario->rules.type[unit->type].talk > 0 &&
            unit->suppression < scenario->rules.number.pinned_at &&
            map_distance(&scenario->map, unit->hex, hex) <= scenario->rules.number.mediation_radius)
            return YES;
    }
    return NO(no_liaison);
}

static struct check escort_ask_check(const struct view *view, hex_t hex) {
    for (int i = 0; i < view->civilian_groups; i++) {
        const struct civilians *group = &view->civilians[i];
        if (group->strength > 0 && group->hex == hex)
            return group->consent >> view->side & 1 ? NO(asked_already) : YES;
    }
    return NO(no_civilians);
}

static struct check thing_check(const struct scenario *scenario, const struct view *view, const struct ask *ask) {
    switch (ask->thing) {
    case ASK_SUPPORT:
        return view->support_turn ? NO(asked_already) : YES;
    case ASK_TEAMS:
    case ASK_TEAMS_ALONE:
        return teams_check(scenario, view);
    case ASK_MEDIATION:
        return mediation_check(scenario, view, ask->hex);
    default:
        return escort_ask_check(view, ask->hex);
    }
}

/* Ranges that ask and answer share. */
static int order_range(const struct scenario *scenario, const struct view_unit *unit, const struct order *order) {
    bool good = !unit && order->other < scenario->sides && order->mode < ASK_THINGS && order->hex < scenario->map.count;
    return good ? REFUSAL_none : REFUSAL_bad_number;
}

static struct check ask_check(const struct scenario *scenario, const struct view *view,
                              const struct view_unit *unit, const struct order *order) {
    if (order_range(scenario, unit, order) != REFUSAL_none)
        return NO(bad_number);
    struct ask ask = {ASK_SENT, view->side, (uint8_t)order->other, order->mode, order->hex};
    if (!(scenario->side[view->side].flags & parties[ask.thing].asker) ||
        !(scenario->side[ask.other].flags & parties[ask.thing].asked))
        return NO(cannot_ask);
    if (ask_find(view->ask, view->asks, &ask) >= 0)
        return NO(asked_already);
    return thing_check(scenario, view, &ask);
}

/* A slot for a new ask: each side has its share, so that no side's asks crowd out another's. */
static struct ask *ask_slot(struct state *state, int side) {
    struct ask *slot = NULL;
    int own = 0;
    for (int i = 0; i < ASK_MAX; i++) {
        if (state->ask[i].status == ASK_NONE)
            slot = slot ? slot : &state->ask[i];
        else
            own += state->ask[i].side == side;
    }
    return own < ASK_MAX / SIDE_MAX ? slot : NULL;
}

static void ask_resolve(struct turn *turn, uint16_t side, const struct order *order) {
    struct ask ask = {ASK_SENT, (uint8_t)side, (uint8_t)order->other, order->mode, order->hex};
    struct ask *slot = ask_slot(turn->state, side);
    if (slot && ask_find(turn->state->ask, ASK_MAX, &ask) < 0)
        *slot = ask;
}

const struct order_rule rule_ask = {ORDER_ask, ask_check, ask_resolve};

static struct check answer_check(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *unit, const struct order *order) {
    if (order_range(scenario, unit, order) != REFUSAL_none)
        return NO(bad_number);
    struct ask ask = {ASK_DELIVERED, (uint8_t)order->other, view->side, order->mode, order->hex};
    return ask_find(view->ask, view->asks, &ask) >= 0 ? YES : NO(not_asked);
}

static void answer_resolve(struct turn *turn, uint16_t side, const struct order *order) {
    struct ask ask = {ASK_DELIVERED, (uint8_t)order->other, (uint8_t)side, order->mode, order->hex};
    int found = ask_find(turn->state->ask, ASK_MAX, &ask);
    if (found >= 0 && turn->state->ask[found].status == ASK_DELIVERED)
        turn->state->ask[found].status = ASK_YES;
}

const struct order_rule rule_answer = {ORDER_answer, answer_check, answer_resolve};

static void ask_event(struct turn *turn, int kind, const struct ask *ask) {
    struct event event;
    event_begin(turn, &event, kind);
    event.side = ask->side;
    event.value = ask->other;
    event.result = ask->thing;
    event.hex = ask->hex;
    event_emit(turn, &event);
}

/* KSF teams (rulebook 8): the political price hangs on KFOR's consent. It falls at Upkeep and moves the tracks at
 * the next Close, as everything does. */
static void teams_come(struct turn *turn, const struct ask *ask, bool consent) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    turn->state->teams_turn = turn->state->turn;
    track_move(turn, TRACK_TENSION, consent ? number->teams_consent_tension : number->teams_alone_tension, ask->side);
    track_move(turn, TRACK_PRESSURE, consent ? number->teams_consent_pressure : number->teams_alone_pressure,
               ask->side);
    if (consent) {
        track_move(turn, TRACK_IMPARTIALITY, number->teams_consent_impartiality, ask->other);
        return;
    }
    track_move(turn, TRACK_LEGITIMACY, number->teams_alone_legitimacy, ask->side);
    victory_other(turn, ask->side, number->teams_alone_points);
}

static void ask_takes_effect(struct turn *turn, const struct ask *ask) {
    struct state *state = turn->state;
    ask_event(turn, EVENT_ask_holds, ask);
    switch (ask->thing) {
    case ASK_SUPPORT:
        state->support_turn[ask->other] = state->turn;
        break;
    case ASK_TEAMS:
    case ASK_TEAMS_ALONE:
        if (!state->teams_turn)
            teams_come(turn, ask, true);
        break;
    case ASK_MEDIATION:
        mediation_begin(turn, ask->other);
        break;
    default:
        for (int i = 0; i < CIVILIANS_MAX; i++)
            if (state->civilians[i].strength > 0 && state->civilians[i].hex == ask->hex)
                state->civilians[i].consent |= (uint8_t)(1 << ask->side);
        break;
    }
}

static void ask_is_refused(struct turn *turn, const struct ask *ask) {
    bool alone = ask->thing == ASK_TEAMS_ALONE && !turn->state->teams_turn;
    if (alone) {
        ask_event(turn, EVENT_teams_come, ask);
        teams_come(turn, ask, false);
        return;
    }
    ask_event(turn, EVENT_ask_refused, ask);
}

void asks_upkeep(struct turn *turn) {
    for (int i = 0; i < ASK_MAX; i++) {
        struct ask *ask = &turn->state->ask[i], was = *ask;
        if (was.status == ASK_NONE)
            continue;
        if (was.status == ASK_SENT) {
            ask->status = ASK_DELIVERED;
            ask_event(turn, EVENT_asked, ask);
            continue;
        }
        memset(ask, 0, sizeof *ask);
        if (was.status == ASK_YES)
            ask_takes_effect(turn, &was);
        else
            ask_is_refused(turn, &was);
    }
}
