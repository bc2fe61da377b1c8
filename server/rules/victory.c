/* Victory points, the end of the game and ranks (rulebook 11).
 *
 * Rows that count what happens (arrests, losses ...) count in state->count as it happens. Rows that ask how
 * things stand are counted at the Close of the last turn; until then they are worked out as if the game ended
 * now (victory_rows.c). */
#include "rule.h"

/* A site that is clear in its turn is counted then, by the truth, but its side is told at the end alone: until then
 * it goes by what it knows. */
static bool row_is_hidden(const struct scenario *scenario, int row, enum knowledge knowledge) {
    return knowledge == BY_WHAT_IS_KNOWN && scenario->victory[row].kind == VICTORY_site_clear_at;
}

static int row_count(const struct scenario *scenario, const struct state *state, int row,
                     enum knowledge knowledge) {
    if (state->outcome == OUTCOME_RUNNING &&
        (victory_row_is_final(scenario->victory[row].kind) || row_is_hidden(scenario, row, knowledge)))
        return victory_row_stands(scenario, state, row, knowledge);
    return state->count[row];
}

static int row_points(const struct victory *row, int count) {
    return (row->most && count > row->most ? row->most : count) * row->points;
}

static int points_of(const struct scenario *scenario, const struct state *state, int side,
                     enum knowledge knowledge) {
    int points = state->points_other[side];
    for (int i = 0; i < scenario->victories; i++)
        if (scenario->victory[i].side == side)
            points += row_points(&scenario->victory[i], row_count(scenario, state, i, knowledge));
    return points;
}

int state_points(const struct scenario *scenario, const struct state *state, int side) {
    return points_of(scenario, state, side, BY_TRUTH);
}

int victory_points_known(const struct scenario *scenario, const struct state *state, int side) {
    bool over = state->outcome != OUTCOME_RUNNING;
    return points_of(scenario, state, side, over ? BY_TRUTH : BY_WHAT_IS_KNOWN);
}

int victory_count_known(const struct scenario *scenario, const struct state *state, int row) {
    return row_count(scenario, state, row, BY_WHAT_IS_KNOWN);
}

static void points_event(struct turn *turn, int side, int row, int points) {
    struct event event;
    if (points == 0)
        return;
    event_begin(turn, &event, EVENT_points);
    event.side = (uint8_t)side;
    event.result = (uint8_t)row;
    event.value = (int16_t)points;
    event_emit(turn, &event);
}

static void row_add(struct turn *turn, int row, int by) {
    const struct victory *victory = &turn->scenario->victory[row];
    int before = row_points(victory, turn->state->count[row]);
    turn->state->count[row] = (int16_t)(turn->state->count[row] + by);
    points_event(turn, victory->side, row, row_points(victory, turn->state->count[row]) - before);
}

void victory_count(struct turn *turn, int side, int kind, int by) {
    for (int i = 0; i < turn->scenario->victories; i++)
        if (turn->scenario->victory[i].side == side && turn->scenario->victory[i].kind == kind)
            row_add(turn, i, by);
}

void victory_other(struct turn *turn, int side, int points) {
    turn->state->points_other[side] = (int16_t)(turn->state->points_other[side] + points);
    points_event(turn, side, 0xff, points);
}

static void counts_of_the_turn(struct turn *turn) {
    const struct scenario *scenario = turn->scenario;
    for (int i = 0; i < scenario->victories; i++) {
        const struct victory *row = &scenario->victory[i];
        if (row->kind == VICTORY_link_blocked_turn && victory_link_is_blocked(scenario, turn->state, row->side))
            row_add(turn, i, 1);
        if (row->kind == VICTORY_site_turn && turn->state->turn >= row->param &&
            side_is_in_site(scenario, turn->state, row->side))
            row_add(turn, i, 1);
        if (row->kind == VICTORY_site_clear_at && turn->state->turn == row->param)
            turn->state->count[i] = (int16_t)victory_row_stands(scenario, turn->state, i, BY_TRUTH);
    }
}

/* Rulebook silent: when both tracks end the game, tension does. */
static int outcome_now(const struct scenario *scenario, const struct state *state) {
    if (state->track[TRACK_TENSION] >= scenario->rules.number.tension_end)
        return OUTCOME_TENSION;
    if (state->track[TRACK_PRESSURE] >= scenario->rules.number.pressure_end)
        return OUTCOME_PRESSURE;
    return state->turn >= scenario->turns ? OUTCOME_TURNS : OUTCOME_RUNNING;
}

void victory_close(struct turn *turn) {
    const struct scenario *scenario = turn->scenario;
    struct state *state = turn->state;
    counts_of_the_turn(turn);
    int outcome = outcome_now(scenario, state);
    if (outcome == OUTCOME_RUNNING)
        return;
    for (int i = 0; i < scenario->victories; i++) {
        const struct victory *row = &scenario->victory[i];
        if (row->kind == VICTORY_site_clear_at)
            points_event(turn, row->side, i, row_points(row, state->count[i]));
        if (!victory_row_is_final(row->kind))
            continue;
        state->count[i] = 0;
        row_add(turn, i, victory_row_stands(scenario, state, i, BY_TRUTH));
    }
    state->outcome = (uint8_t)outcome;
    struct event event;
    event_begin(turn, &event, EVENT_game_over);
    event.result = (uint8_t)outcome;
    event_emit(turn, &event);
}

static bool ended_by_track(const struct state *state) {
    return state->outcome == OUTCOME_TENSION || state->outcome == OUTCOME_PRESSURE;
}

/* What ranks go by, greater is better. Rulebook silent: without a threshold the points themselves. */
static int rank_value(const struct scenario *scenario, const struct state *state, int side) {
    int threshold = scenario_threshold(scenario, state->options, side);
    if (ended_by_track(state))
        return -state->raised[side];
    int over = state_points(scenario, state, side) - threshold;
    return threshold > 0 ? over * 100 / threshold : over;
}

void rules_rank(const struct scenario *scenario, const struct state *state, int place[SIDE_MAX]) {
    for (int side = 0; side < SIDE_MAX; side++) {
        place[side] = side < scenario->sides ? 1 : 0;
        for (int other = 0; side < scenario->sides && other < scenario->sides; other++)
            place[side] += rank_value(scenario, state, other) > rank_value(scenario, state, side);
    }
}

bool rules_reached(const struct scenario *scenario, const struct state *state, int side) {
    return !ended_by_track(state) && state_points(scenario, state, side) >= scenario_threshold(scenario, state->options, side);
}
