/* Computer players plan as soon as the order phase begins, from the view alone, and commit at once. */
#include "table_room.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* Fills view->plan, and what it remembers of it. */
static void computer_think(const struct table *table, int side, const struct state *state, struct view *view,
                           struct ai_memory *memory) {
    const struct scenario *scenario = table->config.scenario;
    struct dice_key luck;
    uint8_t secret[SEAL_SECRET_BYTES];
    secret_get(table, table->rewinds, secret);
    seal_luck(secret, (unsigned)side, &luck);
    view_build(scenario, state, side, view);
    view->plan.count = 0;
    table->seat[side].ai->plan(scenario, view, memory, &luck);
    /* A plan beyond its command would be cut in play: cut it here, so that it is not journalled. */
    while (view->plan.count > 0 && !rules_plan_is_paid(scenario, view, &view->plan)) {
        view->plan.count--;
    }
}

bool computer_replan(struct table *table, int side, const struct state *state) {
    struct view *view = malloc(sizeof(*view));
    if (!view) {
        return false;
    }
    computer_think(table, side, state, view, table->seat[side].memory);
    free(view);
    return true;
}

/* Takes back what a crash in the middle of planning left, then enters the plan. */
static bool computer_append(struct table *table, int side, const struct plan *plan) {
    const char *id = table->config.scenario->side[side].id;
    char text[JOURNAL_LINE_MAX];
    struct plan *old = malloc(sizeof(*old));
    if (!old) {
        return false;
    }
    seat_plan_get(&table->seat[side], old);
    bool appended = true;
    for (unsigned i = 0; appended && i < old->count; i++) {
        int length = snprintf(text, sizeof(text), "%s %s %u", id,
                              old->order[i].kind == ORDER_policy ? "policy" : "order", old->order[i].unit);
        appended = table_append(table, JOURNAL_REMOVE, text, (size_t)length);
    }
    free(old);
    for (unsigned i = 0; appended && i < plan->count; i++) {
        int length = journal_order_format(id, &plan->order[i], text);
        appended = table_append(table, JOURNAL_ORDER, text, (size_t)length);
    }
    int length = snprintf(text, sizeof(text), "%s yes", id);
    return appended && table_append(table, JOURNAL_COMMIT, text, (size_t)length);
}

enum table_result computers_plan(struct table *table) {
    assert(table->phase == TABLE_ORDERS);
    bool told = false;
    for (int side = 0; side < table->config.scenario->sides; side++) {
        struct seat *seat = &table->seat[side];
        if (!seat->ai || seat->committed) {
            continue;
        }
        struct view *view = malloc(sizeof(*view));
        if (!view) {
            return TABLE_NO_JOURNAL;
        }
        struct ai_memory memory = *seat->memory; /* kept when the plan is journalled: else it thinks again */
        computer_think(table, side, table->state, view, &memory);
        bool appended = computer_append(table, side, &view->plan);
        if (appended) {
            seat_plan_clear(seat);
            packed_plan_set(&seat->plan, &view->plan);
            *seat->memory = memory;
            seat->committed = seat->computed = told = true;
        }
        free(view);
        if (!appended) {
            return TABLE_NO_JOURNAL;
        }
    }
    if (told) {
        table_tell(table, -1, TABLE_NEWS_TABLE);
    }
    return TABLE_DONE;
}
