/* The phases: LOBBY until all are ready, then ORDERS; when all have committed or the clock ran out the turn
 * is played at once and ORDERS begins again, or OVER. A turn is played on a copy, so that a refused append
 * changes nothing. */
#include "table_room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool table_append(struct table *table, enum journal_kind kind, const void *bytes, size_t size) {
    return table->hooks.append(table->hooks.ctx, table->config.game, kind, bytes, size);
}

void table_tell(struct table *table, int side, enum table_news what) {
    if (table->hooks.news) {
        table->hooks.news(table->hooks.ctx, table->config.game, side, what);
    }
}

bool table_all_ready(const struct table *table) {
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (!table->seat[side].ready) {
            return false;
        }
    }
    return true;
}

bool table_all_committed(const struct table *table) {
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (!table->seat[side].committed) {
            return false;
        }
    }
    return true;
}

void table_key(const struct table *table, struct dice_key *key) {
    uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    for (int side = 0; side < SIDE_MAX; side++) {
        memcpy(nonce[side], table->seat[side].nonce, SEAL_NONCE_BYTES);
    }
    seal_key(table->config.secret, table->config.scenario->sides, nonce, key);
}

bool table_past_add(struct table *table, uint64_t hash, const struct plan plan[SIDE_MAX]) {
    struct past *past = realloc(table->past, (table->pasts + 1) * sizeof(*past));
    if (!past) {
        return false;
    }
    table->past = past;
    struct past *turn = &past[table->pasts++];
    memset(turn, 0, sizeof(*turn));
    turn->hash = hash;
    for (int side = 0; side < table->config.scenario->sides; side++) {
        packed_plan_set(&turn->plan[side], &plan[side]);
    }
    return true;
}

static size_t snapshot_write(const struct table *table, const struct state *state, uint8_t *out) {
    size_t size = state_write(state, out + 4);
    assert(size <= STATE_BYTES_MAX);
    for (unsigned i = 0; i < 4; i++) {
        out[i] = (uint8_t)(size >> (8 * i));
    }
    size += 4;
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (table->config.ai[side]) {
            memcpy(out + size, table->seat[side].memory->bytes, AI_MEMORY_BYTES);
            size += AI_MEMORY_BYTES;
        }
    }
    return size;
}

bool table_snapshot_append(struct table *table, const struct state *state) {
    uint8_t *bytes = malloc(SNAPSHOT_BYTES_MAX);
    if (!bytes) {
        return false;
    }
    bool appended = table_append(table, JOURNAL_SNAPSHOT, bytes, snapshot_write(table, state, bytes));
    free(bytes);
    return appended;
}

void table_clock_start(struct table *table, int64_t now_ms) {
    bool runs = table->phase == TABLE_ORDERS && table->config.turn_seconds > 0;
    table->deadline_ms = runs ? now_ms + (int64_t)table->config.turn_seconds * 1000 : INT64_MAX;
}

enum table_result table_begin(struct table *table, int64_t now_ms) {
    assert(table->phase == TABLE_LOBBY && table_all_ready(table));
    struct state *state = malloc(sizeof(*state));
    if (!state) {
        return TABLE_NO_JOURNAL;
    }
    struct dice_key key;
    table_key(table, &key);
    state_begin(table->config.scenario, &key, table->config.options, state);
    char text[JOURNAL_LINE_MAX];
    uint64_t hash = state_hash(state);
    int length = snprintf(text, sizeof(text), "hash %016" PRIx64, hash);
    if (!table_append(table, JOURNAL_STARTED, text, (size_t)length) || !table_snapshot_append(table, state)) {
        free(state);
        return TABLE_NO_JOURNAL;
    }
    table->state = state;
    table->begin_hash = hash;
    table->phase = TABLE_ORDERS;
    table_clock_start(table, now_ms);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    table_tell(table, -1, TABLE_NEWS_VIEW);
    return computers_plan(table);
}

/* Memory of a turn while it is played. */
struct playing {
    struct state next;
    struct plan plan[SIDE_MAX];
    struct gathering gathering;
};

static const char *const outcome_name[] = {"running", "turns", "tension", "pressure"};

static bool turn_append(struct table *table, const struct playing *playing, unsigned turn, uint64_t hash) {
    char text[JOURNAL_LINE_MAX];
    int length = snprintf(text, sizeof(text), "turn %u hash %016" PRIx64, turn, hash);
    const struct gathering *told = &playing->gathering;
    if (!table_append(table, JOURNAL_RESOLVED, text, (size_t)length) ||
        !table_append(table, JOURNAL_EVENTS, told->text ? told->text : "", told->size)) {
        return false;
    }
    uint8_t outcome = playing->next.outcome;
    if (outcome != OUTCOME_RUNNING) {
        length = snprintf(text, sizeof(text), "outcome %s", outcome_name[outcome]);
        return table_append(table, JOURNAL_OVER, text, (size_t)length);
    }
    return turn % SNAPSHOT_TURNS != 0 || table_snapshot_append(table, &playing->next);
}

static void turn_end(struct table *table, int64_t now_ms) {
    for (int side = 0; side < table->config.scenario->sides; side++) {
        seat_plan_clear(&table->seat[side]);
        table->seat[side].committed = false;
    }
    if (table->state->outcome != OUTCOME_RUNNING) {
        table->phase = TABLE_OVER;
    }
    table_clock_start(table, now_ms);
    if (table->report_turn) { /* what the set-up brought shows in the view */
        table_tell(table, -1, TABLE_NEWS_REPORT);
    }
    table_tell(table, -1, TABLE_NEWS_VIEW);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    if (table->phase == TABLE_OVER) {
        table_tell(table, -1, TABLE_NEWS_OVER);
    }
}

enum table_result table_resolve(struct table *table, int64_t now_ms) {
    assert(table->phase == TABLE_ORDERS && table_turn_of(table, table->pasts) == table->state->turn);
    const struct scenario *scenario = table->config.scenario;
    struct playing *playing = calloc(1, sizeof(*playing));
    if (!playing) {
        return TABLE_NO_JOURNAL;
    }
    enum table_result result = TABLE_NO_JOURNAL;
    unsigned turn = table->state->turn;
    playing->next = *table->state;
    playing->gathering.sides = scenario->sides;
    for (int side = 0; side < scenario->sides; side++) {
        seat_plan_get(&table->seat[side], &playing->plan[side]);
    }
    struct event_sink sink = {gathering_emit, &playing->gathering};
    rules_resolve(scenario, &playing->next, playing->plan, &sink);
    uint64_t hash = state_hash(&playing->next);
    if (!playing->gathering.failed && turn_append(table, playing, turn, hash) &&
        table_past_add(table, hash, playing->plan)) {
        *table->state = playing->next;
        gathering_take(&playing->gathering, table, turn);
        turn_end(table, now_ms);
        result = table->phase == TABLE_ORDERS ? computers_plan(table) : TABLE_DONE;
    }
    gathering_finish(&playing->gathering);
    free(playing);
    return result;
}

/* Gives back the views that no order has asked for since the last sweep. */
static bool views_sweep(struct table *table, int64_t now_ms) {
    bool due = now_ms >= table->sweep_ms, held = false;
    for (int side = 0; side < SIDE_MAX; side++) {
        struct seat *seat = &table->seat[side];
        if (due && seat->view && !seat->view_used) {
            seat_view_drop(seat);
        }
        if (due) {
            seat->view_used = false;
        }
        held = held || seat->view;
    }
    if (due) {
        table->sweep_ms = now_ms + VIEW_IDLE_MS;
    }
    return held;
}

int64_t table_step(struct table *table, int64_t now_ms) {
    if (table->phase == TABLE_LOBBY && table_all_ready(table) && table_begin(table, now_ms) != TABLE_DONE) {
        return -1;
    }
    if (table->phase == TABLE_ORDERS) {
        enum table_result result = computers_plan(table);
        if (result == TABLE_DONE && (table_all_committed(table) || now_ms >= table->deadline_ms)) {
            result = table_resolve(table, now_ms);
        }
        if (result != TABLE_DONE) {
            return -1;
        }
    }
    if (table->phase != TABLE_ORDERS) {
        return -1;
    }
    if (table_all_committed(table)) {
        return 0;
    }
    int64_t wake = views_sweep(table, now_ms) ? table->sweep_ms : INT64_MAX;
    if (table->deadline_ms < wake) {
        wake = table->deadline_ms;
    }
    return wake == INT64_MAX ? -1 : wake - now_ms;
}
