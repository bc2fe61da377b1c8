/* What an umpire does to a game. A ruling is journalled before it is made, and stands among the steps of the game. */
#include "table_room.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ruling *ruling_add(struct table *table, enum ruling_kind kind, unsigned turn, const char *reason) {
    if (table->rulings >= RULINGS_MAX) {
        return NULL;
    }
    struct ruling *more = realloc(table->ruling, (table->rulings + 1) * sizeof(*more));
    if (!more) {
        return NULL;
    }
    table->ruling = more;
    struct ruling *ruling = &more[table->rulings++];
    memset(ruling, 0, sizeof(*ruling));
    ruling->number = table->rulings;
    ruling->kind = (uint8_t)kind;
    ruling->turn = (uint8_t)turn;
    snprintf(ruling->reason, sizeof(ruling->reason), "%s", reason);
    return ruling;
}

const struct ruling *table_ruling(const struct table *table, size_t index) {
    return index < table->rulings ? &table->ruling[index] : NULL;
}

static bool reason_is_fit(const char *reason) {
    size_t length = strlen(reason);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)reason[i] < 0x20 || reason[i] == 0x7f) {
            return false;
        }
    }
    return length <= RULING_REASON_MAX;
}

bool table_is_paused(const struct table *table) {
    return table->paused;
}

bool pause_make(struct table *table, bool paused, unsigned turn, const char *reason) {
    struct step *step = step_add(table, paused ? STEP_PAUSE : STEP_RESUME, turn);
    struct ruling *ruling =
        step ? ruling_add(table, paused ? RULING_PAUSE : RULING_RESUME, turn, reason) : NULL;
    if (!ruling) {
        return false;
    }
    ruling->open = true;
    snprintf(ruling->text, sizeof(ruling->text), "%s",
             paused ? "The game is paused: clocks stand still and no turn is played." : "The game goes on.");
    step->ruling = (uint16_t)ruling->number;
    table->paused = paused;
    return true;
}

enum table_result table_pause(struct table *table, bool paused, const char *reason, int64_t now_ms) {
    if (table->phase == TABLE_OVER) {
        return TABLE_WRONG_PHASE;
    }
    if (table->paused == paused) {
        return TABLE_DONE;
    }
    if (!reason_is_fit(reason)) {
        return TABLE_BAD_REQUEST;
    }
    if (table->rulings >= RULINGS_MAX) {
        return TABLE_REFUSED;
    }
    clock_pass(table, now_ms);
    char text[RULING_REASON_MAX + 32];
    int length = snprintf(text, sizeof(text), "%s %u\n%s", paused ? "pause" : "resume", table_turn(table), reason);
    if (!clock_append(table) || !table_append(table, JOURNAL_PAUSE, text, (size_t)length)) {
        return TABLE_NO_JOURNAL;
    }
    if (!pause_make(table, paused, table_turn(table), reason)) {
        abort(); /* journalled, but memory ran out: no way back */
    }
    table_tell(table, -1, TABLE_NEWS_RULING);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    return table_go_on(table, now_ms);
}

/* An entry of text, NUL, snapshot; `memory` false: of computer players that remember nothing. */
static bool append_with_snapshot(struct table *table, enum journal_kind kind, const char *text,
                                 const struct state *state, bool memory) {
    size_t length = strlen(text) + 1;
    uint8_t *bytes = malloc(length + SNAPSHOT_BYTES_MAX);
    if (!bytes) {
        return false;
    }
    memcpy(bytes, text, length);
    size_t size = length + snapshot_write(table, state, memory, bytes + length);
    bool appended = table_append(table, kind, bytes, size);
    free(bytes);
    return appended;
}

/* What rules_check does not refuse of a person's plan, now that the state is another; what falls away is named in
 * `text`, a line each. */
static void plan_sift(struct table *table, int side, const struct state *state, struct view *view, struct plan *kept,
                      char *text, size_t size) {
    const struct scenario *scenario = table->config.scenario;
    seat_plan_get(&table->seat[side], kept);
    view_build(scenario, state, side, view);
    view->plan.count = 0;
    for (unsigned i = 0; i < kept->count; i++) {
        const struct order *order = &kept->order[i];
        struct check check = rules_check(scenario, view, order);
        bool stays = check.verdict != VERDICT_NO && plan_put(&view->plan, order);
        if (stays && !rules_plan_is_paid(scenario, view, &view->plan)) {
            plan_remove(&view->plan, order->unit, order->kind == ORDER_policy);
            stays = false;
        }
        size_t used = strlen(text);
        if (!stays) {
            snprintf(text + used, size - used, "drop %s %s %u\n", scenario->side[side].id,
                     order->kind == ORDER_policy ? "policy" : "order", order->unit);
        }
    }
    *kept = view->plan;
}

/* What an amendment needs while it is made. */
struct amending {
    struct state next;
    struct view view;
    struct plan kept[SIDE_MAX];
    char text[512 + RULING_REASON_MAX + SIDE_MAX * PLAN_MAX * 32];
};

bool amend_keep(struct table *table, unsigned turn, const struct amend *amend, uint64_t hash, const char *words,
                const char *reason) {
    struct step *step = step_add(table, STEP_AMEND, turn);
    struct ruling *ruling = step ? ruling_add(table, RULING_AMEND, turn, reason) : NULL;
    if (!ruling) {
        return false;
    }
    step->hash = hash;
    step->what.amend = *amend;
    step->ruling = (uint16_t)ruling->number;
    ruling->open = amend_is_public(amend);
    snprintf(ruling->text, sizeof(ruling->text), "%s", words);
    for (int side = 0; side < table->config.scenario->sides; side++) {
        struct seat *seat = &table->seat[side];
        step->computed |= (uint8_t)(seat->computed << side);
        seat->committed = seat->computed = false;
    }
    return true;
}

static enum table_result amend_journal(struct table *table, struct amending *amending, const struct amend *amend,
                                       const char *reason, int64_t now_ms) {
    const struct scenario *scenario = table->config.scenario;
    char form[AMEND_TEXT_MAX], words[sizeof(((struct ruling *)0)->text)];
    unsigned turn = table->state->turn;
    amending->next = *table->state;
    amend_make(scenario, &amending->next, amend, NULL);
    uint64_t hash = state_hash(&amending->next);
    amend_format(scenario, amend, form);
    amend_words(scenario, amend, words, sizeof(words));
    snprintf(amending->text, sizeof(amending->text), "amend %u hash %016" PRIx64 "\n%s\n%s\n%s\n", turn, hash, form,
             words, reason);
    for (int side = 0; side < scenario->sides; side++) {
        if (!table->seat[side].ai) {
            plan_sift(table, side, &amending->next, &amending->view, &amending->kept[side], amending->text,
                      sizeof(amending->text));
        }
    }
    clock_pass(table, now_ms);
    if (!clock_append(table) || !append_with_snapshot(table, JOURNAL_AMEND, amending->text, &amending->next, true)) {
        return TABLE_NO_JOURNAL;
    }
    if (!amend_keep(table, turn, amend, hash, words, reason)) {
        abort(); /* journalled, but memory ran out: no way back */
    }
    *table->state = amending->next;
    for (int side = 0; side < scenario->sides; side++) {
        seat_plan_clear(&table->seat[side]);
        packed_plan_set(&table->seat[side].plan, &amending->kept[side]);
    }
    return TABLE_DONE;
}

enum table_result table_amend(struct table *table, unsigned turn, const struct amend *amend, const char *reason,
                              int64_t now_ms, char *why, size_t size) {
    snprintf(why, size, "%s", "");
    if (table->phase != TABLE_ORDERS) {
        return TABLE_WRONG_PHASE;
    }
    if (turn != 0 && turn != (table->state->turn ? table->state->turn : TABLE_SETUP)) {
        return TABLE_LATE;
    }
    if (!reason_is_fit(reason)) {
        snprintf(why, size, "A reason has at most %d bytes and no control characters.", RULING_REASON_MAX);
        return TABLE_BAD_REQUEST;
    }
    if (!amend_check(table->config.scenario, table->state, amend, why, size)) {
        return TABLE_BAD_REQUEST;
    }
    if (table->rulings >= RULINGS_MAX) {
        return TABLE_REFUSED;
    }
    struct amending *amending = calloc(1, sizeof(*amending));
    enum table_result result = amending ? amend_journal(table, amending, amend, reason, now_ms) : TABLE_NO_JOURNAL;
    free(amending);
    if (result != TABLE_DONE) {
        return result;
    }
    table_tell(table, -1, TABLE_NEWS_RULING);
    table_tell(table, -1, TABLE_NEWS_VIEW);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    table_tell(table, -1, TABLE_NEWS_TURN);
    return computers_plan(table);
}

bool rewind_keep(struct table *table, unsigned turn, uint64_t hash, bool sealed, const char *reason) {
    int back = history_begin(table, turn);
    struct step *step = back >= 0 ? step_add(table, STEP_REWIND, turn) : NULL;
    struct ruling *ruling = step ? ruling_add(table, RULING_REWIND, turn, reason) : NULL;
    if (!ruling) {
        return false;
    }
    step->hash = hash;
    step->back = (uint32_t)back;
    step->ruling = (uint16_t)ruling->number;
    if (sealed) { /* the secret that was told is the seal of the one that is not */
        secret_get(table, table->rewinds, ruling->seal);
        ruling->sealed = true;
        secret_take_next(table);
    }
    table->rewinds++;
    ruling->open = true;
    rewind_words(turn, sealed, ruling->text, sizeof(ruling->text));
    for (int side = 0; side < table->config.scenario->sides; side++) {
        struct seat *seat = &table->seat[side];
        seat_player_set(table, side, seat->ai); /* forgets what it knew of what did not happen */
        seat->committed = false;
        if (back > 0 || !table->rules_changed) {
            table->clock.bank_ms[side] = back > 0 ? table->step[back - 1].what.turned.bank_ms[side]
                                                  : (int64_t)table->config.bank_seconds * 1000;
            table->clock.journalled_ms[side] = table->clock.bank_ms[side];
        }
    }
    return true;
}

/* The state to which it goes back, and what the turn before it told. */
static bool rewind_play(struct table *table, unsigned back, struct state *out, struct gathering *told, int *report) {
    char why[200];
    *report = history_play(table, back, NULL, 0, out, told, why, sizeof(why));
    return *report >= 0;
}

/* How many steps stand when the game goes back to `turn`; -1 when it cannot. */
static int rewind_back(const struct table *table, unsigned turn) {
    int back = turn <= table->state->turn ? history_begin(table, turn) : -1;
    bool played = history_find(table, turn) >= 0;
    return back >= 0 && (played || history_is_amended(table)) ? back : -1;
}

static unsigned turns_played(const struct table *table) {
    unsigned played = 0;
    for (unsigned i = 0; i < table->steps; i++) {
        played += table->step[i].kind == STEP_TURN;
    }
    return played;
}

enum table_result table_rewind(struct table *table, unsigned turn, const char *reason, int64_t now_ms) {
    if (table->phase == TABLE_LOBBY) {
        return TABLE_WRONG_PHASE;
    }
    turn = turn == TABLE_SETUP ? 0 : turn;
    int back = rewind_back(table, turn);
    if (back < 0 || !reason_is_fit(reason)) {
        return TABLE_BAD_REQUEST;
    }
    bool sealed = table->phase == TABLE_OVER && table->config.rooted;
    if (table->rulings >= RULINGS_MAX || turns_played(table) >= TURNS_PLAYED_MAX || (sealed && !secret_is_left(table))) {
        return TABLE_REFUSED;
    }
    struct state *next = malloc(sizeof(*next));
    struct gathering told = gathering_of(table);
    int report;
    char text[64 + RULING_REASON_MAX];
    bool done = next && rewind_play(table, (unsigned)back, next, &told, &report);
    if (done) {
        uint64_t hash = state_hash(next);
        snprintf(text, sizeof(text), "rewind %u hash %016" PRIx64 "%s\n%s\n", turn, hash, sealed ? " sealed" : "", reason);
        done = append_with_snapshot(table, JOURNAL_REWIND, text, next, false);
        if (done && !rewind_keep(table, turn, hash, sealed, reason)) {
            abort(); /* journalled, but memory ran out: no way back */
        }
    }
    if (!done) {
        gathering_finish(&told);
        free(next);
        return TABLE_NO_JOURNAL;
    }
    *table->state = *next;
    table_key(table, table->rewinds, &table->state->key);
    free(next);
    gathering_take(&told, table, (unsigned)report);
    gathering_finish(&told);
    record_drop(table);
    for (int side = 0; side < table->config.scenario->sides; side++) {
        seat_plan_clear(&table->seat[side]);
    }
    table->phase = TABLE_ORDERS;
    clock_start(table, now_ms);
    table_tell(table, -1, TABLE_NEWS_RULING);
    table_tell(table, -1, TABLE_NEWS_REPORT);
    table_tell(table, -1, TABLE_NEWS_VIEW);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    table_tell(table, -1, TABLE_NEWS_TURN);
    return computers_plan(table);
}
