/* Ready, OrderPut, OrderRemove, Commit: what plays the game. The table decides; this says it in the
 * protocol's words. */
#include "gate.h"

#include <assert.h>
#include <stdio.h>

/* What the rules of engagement forbid is told with the level that it needs and why that is not there. */
static void answer_level(struct request *request, const struct check *check) {
    struct view *view = &request->session->host->view;
    char why[SENTENCE_MAX] = "";
    table_view(request->game->table, request->side, view);
    rules_level_why(table_scenario(request->game->table), view, check->level, why, sizeof why);
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, refusal_name(check->reason), "%s %s",
                 refusal_sentence(check->reason), why);
}

static void answer_refusal(struct request *request, const struct check *check) {
    if (check->reason == REFUSAL_level) {
        answer_level(request, check);
        return;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, refusal_name(check->reason), "%s",
                 refusal_sentence(check->reason));
}

/* The turn of a request, as the table takes it. */
static unsigned turn_asked(unsigned turn, bool setup) {
    return setup ? TABLE_SETUP : turn == TABLE_SETUP ? TABLE_SETUP - 1 : turn;
}

/* Answers whatever is not TABLE_DONE. `turn_field` names the request's turn. */
static void answer_result(struct request *request, enum table_result result, unsigned turn,
                          const char *turn_field, const struct check *check) {
    unsigned present = table_turn(request->game->table);
    switch (result) {
    case TABLE_REFUSED:
        answer_refusal(request, check);
        return;
    case TABLE_LATE:
        if (turn == TABLE_SETUP) {
            answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LATE, turn_field,
                         "This is for the set-up, which is over: the game is in turn %u.", present);
            return;
        }
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LATE, turn_field,
                     "This is for turn %u, which is over: the game is in turn %u.", turn, present);
        return;
    case TABLE_BAD_REQUEST:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, turn_field,
                     "This is for turn %u, but the game is in turn %u: orders are for the present turn.",
                     turn, present);
        return;
    case TABLE_WRONG_PHASE:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_PHASE, "phase", "The game is in another phase.");
        return;
    case TABLE_NO_JOURNAL:
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     store_full(request->session->host->config.store)
                         ? "The disk of the server is full: nothing was changed. It goes on by itself when there is "
                           "room again; try again later."
                         : "The server cannot write its journal: nothing was changed, try again later.");
        return;
    case TABLE_DONE:
        break;
    }
    assert(result != TABLE_DONE);
}

static void answer_plan(struct request *request, const char *verdict, const char *text, int cost) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Done done = IBAR__V1__DONE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_DONE;
    envelope.done = &done;
    done.verdict = (char *)verdict;
    done.text = (char *)text;
    done.cost = (uint32_t)cost;
    answer_body(request, &envelope);
}

void ready_handle(struct request *request) {
    const Ibar__V1__Ready *ready = request->envelope->ready;
    if (ready->nonce.len != SEAL_NONCE_BYTES) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "ready.nonce",
                     "The nonce has %zu bytes: it must be %d random bytes.", ready->nonce.len,
                     SEAL_NONCE_BYTES);
        return;
    }
    enum table_result result =
        table_ready(request->game->table, request->side, ready->nonce.data, request->now_ms);
    if (result == TABLE_BAD_REQUEST) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "ready.nonce",
                     "This seat is ready with another nonce: a nonce is given once.");
    } else if (result != TABLE_DONE) {
        answer_result(request, result, 0, "ready", NULL);
    } else {
        answer_done(request);
    }
    game_wake(request->game, request->now_ms);
    tell_news(request->game);
}

void order_put_handle(struct request *request) {
    const Ibar__V1__OrderPut *put = request->envelope->order_put;
    struct order order;
    char why[SENTENCE_MAX] = "";
    const char *field = "order";
    if (!convert_order_from(put->order, &order, why, sizeof(why), &field)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, field, "%s", why);
        return;
    }
    struct check check;
    int cost;
    unsigned turn = turn_asked(put->turn, put->setup);
    enum table_result result =
        table_order_put(request->game->table, request->side, turn, &order, &check, &cost);
    game_wake(request->game, request->now_ms + IDLE_STEP_MS);
    if (result != TABLE_DONE) {
        answer_result(request, result, turn, put->setup ? "order_put.setup" : "order_put.turn", &check);
        return;
    }
    request->session->host->counters.orders++;
    if (check.verdict == VERDICT_YES) {
        answer_plan(request, "yes", "", cost);
        return;
    }
    snprintf(why, sizeof(why), "It may turn out not to be possible: %s", refusal_sentence(check.reason));
    answer_plan(request, "maybe", why, cost);
}

void order_remove_handle(struct request *request) {
    const Ibar__V1__OrderRemove *removed = request->envelope->order_remove;
    if (removed->unit > UINT16_MAX) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "order_remove.unit",
                     "There is no unit %u: use the number of one of your units.", removed->unit);
        return;
    }
    struct check check;
    int cost;
    unsigned turn = turn_asked(removed->turn, removed->setup);
    enum table_result result = table_order_remove(request->game->table, request->side, turn,
                                                  (uint16_t)removed->unit, removed->policy, &check, &cost);
    game_wake(request->game, request->now_ms + IDLE_STEP_MS);
    if (result != TABLE_DONE) {
        answer_result(request, result, turn, removed->setup ? "order_remove.setup" : "order_remove.turn", &check);
        return;
    }
    answer_plan(request, "yes", "", cost);
}

void commit_handle(struct request *request) {
    const Ibar__V1__Commit *commit = request->envelope->commit;
    unsigned turn = turn_asked(commit->turn, commit->setup);
    enum table_result result =
        table_commit(request->game->table, request->side, turn, commit->committed, request->now_ms);
    if (result != TABLE_DONE) {
        answer_result(request, result, turn, commit->setup ? "commit.setup" : "commit.turn", NULL);
    } else {
        answer_done(request);
    }
    game_wake(request->game, request->now_ms);
    tell_news(request->game);
}
