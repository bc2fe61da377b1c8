/* What seats ask for. A change is journalled before it is made, so that a refused append changes nothing. */
#include "table_room.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *side_id(const struct table *table, int side) {
    return table->config.scenario->side[side].id;
}

enum table_result table_ready(struct table *table, int side, const uint8_t nonce[SEAL_NONCE_BYTES],
                              int64_t now_ms) {
    assert(side >= 0 && side < table->config.scenario->sides);
    struct seat *seat = &table->seat[side];
    if (table->phase != TABLE_LOBBY || seat->ai) {
        return TABLE_WRONG_PHASE;
    }
    if (seat->ready) {
        /* Asked again after a lost answer: the same is well, another nonce would choose the dice. */
        return memcmp(seat->nonce, nonce, SEAL_NONCE_BYTES) == 0 ? TABLE_DONE : TABLE_BAD_REQUEST;
    }
    char text[JOURNAL_LINE_MAX];
    int length = journal_ready_format(side_id(table, side), nonce, text);
    if (!table_append(table, JOURNAL_READY, text, (size_t)length)) {
        return TABLE_NO_JOURNAL;
    }
    memcpy(seat->nonce, nonce, SEAL_NONCE_BYTES);
    seat->ready = seat->has_nonce = true;
    table_tell(table, -1, TABLE_NEWS_TABLE);
    return table_go_on(table, now_ms);
}

enum table_result table_unready(struct table *table, int side) {
    assert(side >= 0 && side < table->config.scenario->sides);
    struct seat *seat = &table->seat[side];
    if (table->phase != TABLE_LOBBY || !seat->has_nonce) {
        return TABLE_DONE;
    }
    char text[JOURNAL_LINE_MAX];
    int length = snprintf(text, sizeof(text), "%s none", side_id(table, side));
    if (!table_append(table, JOURNAL_READY, text, (size_t)length)) {
        return TABLE_NO_JOURNAL;
    }
    memset(seat->nonce, 0, SEAL_NONCE_BYTES);
    seat->has_nonce = false;
    seat->ready = seat->ai != NULL;
    table_tell(table, -1, TABLE_NEWS_TABLE);
    return TABLE_DONE;
}

/* Phase and turn of a request, and who plays; `turn` 0 is the present one. In the set-up it is 0 in any case. */
static enum table_result request_check(const struct table *table, int side, unsigned turn) {
    if (table->phase != TABLE_ORDERS || table->seat[side].ai) {
        return TABLE_WRONG_PHASE;
    }
    if (turn == TABLE_SETUP) {
        return table->state->turn == 0 ? TABLE_DONE : TABLE_LATE;
    }
    if (turn != 0 && turn < table->state->turn) {
        return TABLE_LATE;
    }
    return turn > table->state->turn ? TABLE_BAD_REQUEST : TABLE_DONE;
}

static enum table_result refuse(struct check *check, int reason) {
    *check = (struct check){.verdict = VERDICT_NO, .reason = (uint8_t)reason};
    return TABLE_REFUSED;
}

enum table_result table_order_put(struct table *table, int side, unsigned turn, const struct order *order,
                                  struct check *check, int *cost) {
    assert(side >= 0 && side < table->config.scenario->sides);
    *check = (struct check){.verdict = VERDICT_NO};
    *cost = 0;
    enum table_result result = request_check(table, side, turn);
    if (result != TABLE_DONE) {
        return result;
    }
    struct seat *seat = &table->seat[side];
    if (seat->committed) {
        return refuse(check, REFUSAL_committed);
    }
    if (order->path_length > PATH_MAX_HEXES) {
        return refuse(check, REFUSAL_bad_number);
    }
    const struct scenario *scenario = table->config.scenario;
    struct view *view = seat_view(table, seat);
    if (!view) {
        return TABLE_NO_JOURNAL;
    }
    *check = rules_check(scenario, view, order);
    if (check->verdict == VERDICT_NO) {
        return TABLE_REFUSED;
    }
    if (view->plan.count == PLAN_MAX && !plan_find(&view->plan, order->unit, order->kind == ORDER_policy)) {
        return refuse(check, REFUSAL_plan_full);
    }
    char text[JOURNAL_LINE_MAX];
    int length = journal_order_format(side_id(table, side), order, text);
    if (!table_append(table, JOURNAL_ORDER, text, (size_t)length)) {
        return TABLE_NO_JOURNAL;
    }
    struct order clean = *order;
    memset(clean.path + clean.path_length, 0, (size_t)(PATH_MAX_HEXES - clean.path_length));
    bool put = plan_put(&view->plan, &clean);
    assert(put);
    (void)put;
    *cost = rules_plan_cost(scenario, view, &view->plan);
    return TABLE_DONE;
}

enum table_result table_order_remove(struct table *table, int side, unsigned turn, uint16_t unit, bool policy,
                                     struct check *check, int *cost) {
    assert(side >= 0 && side < table->config.scenario->sides);
    *check = (struct check){.verdict = VERDICT_YES};
    *cost = 0;
    enum table_result result = request_check(table, side, turn);
    if (result != TABLE_DONE) {
        return result;
    }
    struct seat *seat = &table->seat[side];
    if (seat->committed) {
        return refuse(check, REFUSAL_committed);
    }
    struct view *view = seat_view(table, seat);
    if (!view) {
        return TABLE_NO_JOURNAL;
    }
    int refusal = rules_check_remove(table->config.scenario, view, unit, policy);
    if (refusal != REFUSAL_none) {
        return refuse(check, refusal);
    }
    char text[JOURNAL_LINE_MAX];
    int length =
        snprintf(text, sizeof(text), "%s %s %u", side_id(table, side), policy ? "policy" : "order", unit);
    if (!table_append(table, JOURNAL_REMOVE, text, (size_t)length)) {
        return TABLE_NO_JOURNAL;
    }
    plan_remove(&view->plan, unit, policy);
    *cost = rules_plan_cost(table->config.scenario, view, &view->plan);
    return TABLE_DONE;
}

enum table_result table_commit(struct table *table, int side, unsigned turn, bool committed, int64_t now_ms) {
    assert(side >= 0 && side < table->config.scenario->sides);
    enum table_result result = request_check(table, side, turn);
    struct seat *seat = &table->seat[side];
    if (result != TABLE_DONE || seat->committed == committed) {
        return result;
    }
    clock_pass(table, now_ms);
    char text[JOURNAL_LINE_MAX];
    int length = snprintf(text, sizeof(text), "%s %s", side_id(table, side), committed ? "yes" : "no");
    if (!clock_append(table) || !table_append(table, JOURNAL_COMMIT, text, (size_t)length)) {
        return TABLE_NO_JOURNAL;
    }
    seat->committed = committed;
    if (committed) {
        seat_view_drop(seat);
    }
    table_tell(table, -1, TABLE_NEWS_TABLE);
    return table_all_committed(table) && !table->paused ? table_resolve(table, now_ms) : TABLE_DONE;
}

void table_name_seat(struct table *table, int side, const char *name) {
    assert(side >= 0 && side < table->config.scenario->sides && strlen(name) <= PLAYER_NAME_MAX);
    struct seat *seat = &table->seat[side];
    if (seat->taken && strcmp(seat->name, name) == 0) {
        return;
    }
    char text[JOURNAL_LINE_MAX];
    int length = snprintf(text, sizeof(text), "%s %s", side_id(table, side), name);
    if (table_append(table, JOURNAL_NAMED, text, (size_t)length)) {
        snprintf(seat->name, sizeof(seat->name), "%s", name);
        seat->taken = true;
    }
}
