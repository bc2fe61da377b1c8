/* Results and record after the end. The record is made by playing the game again from its start: that it can
 * be is what it proves. */
#include "table_room.h"

#include <stdlib.h>
#include <string.h>

bool table_results(const struct table *table, struct table_results *out) {
    if (table->phase != TABLE_OVER) {
        return false;
    }
    memset(out, 0, sizeof(*out));
    const struct scenario *scenario = table->config.scenario;
    out->outcome = table->state->outcome;
    rules_rank(scenario, table->state, out->place);
    for (int side = 0; side < scenario->sides; side++) {
        out->points[side] = state_points(scenario, table->state, side);
        out->launches[side] = table->state->launches[side];
        out->bill[side] = table->state->bill[side];
        out->reached[side] = rules_reached(scenario, table->state, side);
        memcpy(out->nonce[side], table->seat[side].nonce, SEAL_NONCE_BYTES);
    }
    memcpy(out->secret, table->config.secret, SEAL_SECRET_BYTES);
    out->laters = secrets_used(table, table->rewinds);
    for (unsigned i = 0; i < out->laters; i++) {
        seal_chain(table->config.root, i + 1, out->later[i]);
    }
    return true;
}

struct replay {
    struct state state;
    struct plan plan[SIDE_MAX];
    struct state begin[TURN_MAX + 1]; /* as the orders of a turn were first awaited, of the line that holds */
};

static void record_step(const struct table *table, const struct step *step, struct replay *replay,
                        struct record *record) {
    const struct scenario *scenario = table->config.scenario;
    const char *reason = step->ruling ? table->ruling[step->ruling - 1].reason : "";
    struct event_sink sink = {record_event, record};
    uint8_t secret[SEAL_SECRET_BYTES];
    bool sealed;
    char why[200];
    switch (step->kind) {
    case STEP_TURN:
        for (int side = 0; side < scenario->sides; side++) {
            packed_plan_get(&step->what.turned.plan[side], &replay->plan[side]);
        }
        record_turn(record, scenario, step->turn, (const struct plan *)replay->plan);
        record->failed = !step_play(table, step, &replay->state, replay->plan, &sink) || record->failed;
        record_hash(record, &replay->state);
        break;
    case STEP_AMEND:
        if (!amend_check(scenario, &replay->state, &step->what.amend, why, sizeof(why))) {
            record->failed = true;
            break;
        }
        record_amend(record, scenario, step->turn, &step->what.amend, reason);
        step_play(table, step, &replay->state, replay->plan, &sink);
        record_hash(record, &replay->state);
        break;
    case STEP_REWIND:
        sealed = secrets_used(table, step->rewinds + 1u) > secrets_used(table, step->rewinds);
        secret_get(table, step->rewinds + 1u, secret);
        record_rewind(record, step->turn, sealed ? secret : NULL, reason);
        replay->state = replay->begin[step->turn];
        record_hash(record, &replay->state);
        break;
    case STEP_SEAT:
        record_seat(record, scenario, step->turn, step->side, step->what.ai ? step->what.ai->name : NULL,
                    step->person);
        break;
    default:
        record_pause(record, step->turn, step->kind == STEP_PAUSE, reason);
    }
    if (step->kind == STEP_TURN && replay->state.outcome == OUTCOME_RUNNING) {
        replay->begin[replay->state.turn] = replay->state;
    }
}

static void record_play(const struct table *table, struct replay *replay, struct record *record) {
    const struct scenario *scenario = table->config.scenario;
    uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    for (int side = 0; side < SIDE_MAX; side++) {
        memcpy(nonce[side], table->seat[side].nonce, SEAL_NONCE_BYTES);
    }
    struct dice_key key;
    table_key(table, 0, &key);
    state_begin(scenario, &key, table->config.options, &replay->state);
    record_begin(record, scenario, table->config.options, table->config.secret, nonce, &replay->state);
    replay->begin[replay->state.turn] = replay->state;
    for (unsigned i = 0; i < table->steps; i++) {
        const struct step *step = &table->step[i];
        record_step(table, step, replay, record);
    }
    record_end(record, scenario, &replay->state);
}

void record_drop(struct table *table) {
    if (table->record) {
        record_finish(table->record);
    }
    free(table->record);
    table->record = NULL;
}

const char *table_record(struct table *table, size_t *size) {
    *size = 0;
    if (table->phase != TABLE_OVER || table->rules_changed) {
        return NULL;
    }
    if (!table->record) {
        struct replay *replay = calloc(1, sizeof(*replay));
        table->record = calloc(1, sizeof(*table->record));
        if (replay && table->record) {
            record_play(table, replay, table->record);
        }
        bool complete = replay && table->record && !table->record->failed &&
                        state_hash(&replay->state) == state_hash(table->state);
        free(replay);
        if (!complete) {
            record_drop(table);
            return NULL;
        }
    }
    *size = table->record->size;
    return table->record->text;
}
