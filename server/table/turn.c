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

static enum table_result table_begin(struct table *table, int64_t now_ms) {
    assert(table->phase == TABLE_LOBBY && table_all_ready(table));
    struct state *state = malloc(sizeof(*state));
    if (!state) {
        return TABLE_NO_JOURNAL;
    }
    struct dice_key key;
    table_key(table, 0, &key);
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
    clock_begin(table);
    clock_start(table, now_ms);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    table_tell(table, -1, TABLE_NEWS_VIEW);
    table_tell(table, -1, TABLE_NEWS_TURN);
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
        table->seat[side].committed = table->seat[side].computed = false;
    }
    if (table->state->outcome != OUTCOME_RUNNING) {
        table->phase = TABLE_OVER;
    }
    clock_start(table, now_ms);
    if (table->report_turn) { /* what the set-up brought shows in the view */
        table_tell(table, -1, TABLE_NEWS_REPORT);
    }
    table_tell(table, -1, TABLE_NEWS_VIEW);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    table_tell(table, -1, table->phase == TABLE_OVER ? TABLE_NEWS_OVER : TABLE_NEWS_TURN);
}

enum table_result table_resolve(struct table *table, int64_t now_ms) {
    assert(table->phase == TABLE_ORDERS && history_turn(table, table->steps) == table->state->turn);
    clock_pass(table, now_ms);
    const struct scenario *scenario = table->config.scenario;
    struct playing *playing = calloc(1, sizeof(*playing));
    if (!playing) {
        return TABLE_NO_JOURNAL;
    }
    enum table_result result = TABLE_NO_JOURNAL;
    unsigned turn = table->state->turn;
    playing->next = *table->state;
    playing->gathering = gathering_of(table);
    for (int side = 0; side < scenario->sides; side++) {
        seat_plan_get(&table->seat[side], &playing->plan[side]);
    }
    struct event_sink sink = {gathering_emit, &playing->gathering};
    rules_resolve(scenario, &playing->next, playing->plan, &sink);
    uint64_t hash = state_hash(&playing->next);
    if (!playing->gathering.failed && clock_append(table) && turn_append(table, playing, turn, hash) &&
        step_keep_turn(table, (const struct plan *)playing->plan, turn, hash)) {
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

enum table_result table_go_on(struct table *table, int64_t now_ms) {
    if (table->phase == TABLE_LOBBY && table_all_ready(table) && !table->paused) {
        return table_begin(table, now_ms);
    }
    if (table->phase != TABLE_ORDERS) {
        return TABLE_DONE;
    }
    enum table_result result = computers_plan(table);
    if (result == TABLE_DONE && !table->paused && table_all_committed(table)) {
        result = table_resolve(table, now_ms);
    }
    return result;
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

int64_t table_step(struct table *table, int64_t now_ms) {
    int64_t turn_ms = table->clock.turn_ms;
    clock_pass(table, now_ms);
    enum table_result result = table_go_on(table, now_ms);
    if (turn_ms > 0 && table->clock.turn_ms == 0) {
        table_tell(table, -1, TABLE_NEWS_TABLE); /* other clocks run now */
    }
    if (result == TABLE_DONE && clock_left(table) <= 0) {
        result = table_resolve(table, now_ms);
    }
    if (result != TABLE_DONE || table->phase != TABLE_ORDERS) {
        return -1;
    }
    if (table_all_committed(table) && !table->paused) {
        return 0;
    }
    if (now_ms >= clock_write_due(table)) {
        clock_append(table); /* when it fails, it is tried again */
        table->clock.write_ms = now_ms + CLOCK_WRITE_MS;
    }
    int64_t wake = views_sweep(table, now_ms) ? table->sweep_ms : INT64_MAX;
    int64_t left = clock_left(table);
    if (left < INT64_MAX) {
        wake = earlier(wake, now_ms + left);
        wake = earlier(wake, clock_write_due(table));
        wake = earlier(wake, now_ms + clock_next(table));
    }
    return wake == INT64_MAX ? -1 : wake <= now_ms ? 1 : wake - now_ms;
}
