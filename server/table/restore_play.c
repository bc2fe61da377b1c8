/* When a journal was read the game is played again from the last snapshot, computer
 * players plan again for their memory, and every hash is compared. When no turn lies behind that snapshot, the last
 * one is played again from an earlier snapshot, so that its report is there too.
 *
 * When the rules have changed since, what lies behind the last snapshot cannot be played again: the game goes
 * on from that snapshot, which a RULES entry says. */
#include "restore_room.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The sides' computer players as they were, each with the memory given or an empty one. */
static bool players_set(struct table *table, const struct ai *const ai[SIDE_MAX], const struct ai_memory *memory) {
    for (int side = 0; side < table->config.scenario->sides; side++) {
        struct seat *seat = &table->seat[side];
        bool computed = seat->computed; /* of the present turn, not of then */
        if (!seat_player_set(table, side, ai[side])) {
            return false;
        }
        seat->computed = computed;
        if (ai[side] && memory) {
            *seat->memory = memory[side];
        }
    }
    return true;
}

/* Sets table->state and the computers' memory to where replay begins; returns the steps before it, -1 with a sentence. */
static int base_take(struct table *table, const struct snapshot *base, char *why, size_t size) {
    char inner[200];
    if (!base->bytes) {
        if (history_play(table, 0, NULL, 0, table->state, NULL, inner, sizeof(inner)) < 0) {
            restore_fail(table, why, size, "%s", inner);
            return -1;
        }
        if (!players_set(table, table->config.ai, NULL)) {
            restore_fail(table, why, size, "memory ran out.");
            return -1;
        }
        return 0;
    }
    struct ai_memory memory[SIDE_MAX];
    if (!snapshot_read(table, base->bytes, base->size, base->ai, table->state, memory)) {
        restore_fail(table, why, size, "its snapshot before turn %u cannot be read.", base->turn);
        return -1;
    }
    uint64_t hash = history_hash(table, base->steps);
    if (state_hash(table->state) != hash) {
        restore_fail(table, why, size, "its state before turn %u has the hash %016" PRIx64 ", its journal says %016" PRIx64 ".",
             base->turn, state_hash(table->state), hash);
        return -1;
    }
    if (!players_set(table, base->ai, memory)) {
        restore_fail(table, why, size, "memory ran out.");
        return -1;
    }
    return (int)base->steps;
}

/* Before a step is played again: computer players plan once more, and change. */
static bool players_replay(struct table *table, const struct step *step) {
    if (step->kind == STEP_SEAT) {
        return seat_player_set(table, step->side, step->what.ai);
    }
    for (int side = 0; step->kind <= STEP_AMEND && side < table->config.scenario->sides; side++) {
        if ((step->computed >> side & 1) && table->seat[side].ai && !computer_replan(table, side, table->state)) {
            return false;
        }
    }
    return true;
}

/* The report of the last turn, when it lies before the last snapshot. */
static bool report_replay(struct table *table, char *why, size_t size) {
    const struct snapshot *before = &table->restore->before;
    struct state *from = malloc(2 * sizeof(*from));
    if (!from) {
        return restore_fail(table, why, size, "memory ran out.");
    }
    /* Behind the last turn of the line. */
    unsigned turn = history_turn(table, table->steps), steps = 0;
    int last = history_find(table, turn - 1);
    steps = (unsigned)(last + 1);
    bool near = before->bytes && before->steps <= (unsigned)last && history_is_on_line(table, before->steps, steps) &&
                snapshot_read(table, before->bytes, before->size, before->ai, from, NULL);
    struct gathering told = gathering_of(table);
    char inner[200];
    int played = history_play(table, steps, near ? from : NULL, near ? before->steps : 0, from + 1, &told, inner,
                              sizeof(inner));
    if (played >= 0) {
        gathering_take(&told, table, (unsigned)played);
    }
    gathering_finish(&told);
    free(from);
    return played >= 0 || restore_fail(table, why, size, "%s", inner);
}

/* Plays what lies behind the last snapshot. */
static bool steps_replay(struct table *table, char *why, size_t size) {
    bool computed[SIDE_MAX];
    int base = base_take(table, &table->restore->last, why, size);
    if (base < 0) {
        return false;
    }
    for (int side = 0; side < SIDE_MAX; side++) {
        computed[side] = table->seat[side].computed;
    }
    bool reported = false;
    for (unsigned i = (unsigned)base; i < table->steps; i++) {
        struct gathering told = gathering_of(table);
        char inner[200];
        if (!players_replay(table, &table->step[i])) {
            return restore_fail(table, why, size, "memory ran out.");
        }
        int played = history_play(table, i + 1, table->state, i, table->state, &told, inner, sizeof(inner));
        if (played >= 0 && table->step[i].kind == STEP_TURN) {
            gathering_take(&told, table, (unsigned)played);
            reported = true;
        }
        gathering_finish(&told);
        if (played < 0) {
            return restore_fail(table, why, size, "%s", inner);
        }
    }
    table_key(table, table->rewinds, &table->state->key);
    for (int side = 0; side < SIDE_MAX; side++) {
        table->seat[side].computed = computed[side];
    }
    return reported || history_find(table, history_turn(table, table->steps) - 1) < 0 ||
           report_replay(table, why, size);
}

/* The rules are others than those of the journal: on from the last snapshot. */
static bool rules_go_on(struct table *table, char *why, size_t size) {
    struct restore *restore = table->restore;
    if (!restore->last.bytes || !snapshot_read(table, restore->last.bytes, restore->last.size, restore->last.ai,
                                               table->state, NULL)) {
        return restore_fail(table, why, size,
                    "it was played by rules %u, these are %u, and it has no snapshot to go on from.",
                    restore->rules, RULES_VERSION);
    }
    char text[JOURNAL_LINE_MAX];
    uint64_t hash = state_hash(table->state);
    int length = snprintf(text, sizeof(text), "rules %u turn %u hash %016" PRIx64, RULES_VERSION,
                          restore->last.turn, hash);
    const struct ai *now[SIDE_MAX];
    for (int side = 0; side < SIDE_MAX; side++) {
        now[side] = table->seat[side].ai;
    }
    if (!players_set(table, now, NULL)) {
        return restore_fail(table, why, size, "memory ran out.");
    }
    if (!table_append(table, JOURNAL_RULES, text, (size_t)length) ||
        !table_snapshot_append(table, table->state)) {
        return restore_fail(table, why, size, "the journal cannot be written.");
    }
    if (!restore_base_begin(table, hash)) {
        return restore_fail(table, why, size, "memory ran out.");
    }
    table_key(table, table->rewinds, &table->state->key);
    return true;
}

bool restore_play(struct table *table, int64_t now_ms, char *why, size_t size) {
    struct restore *restore = table->restore;
    const struct scenario *scenario = table->config.scenario;
    if (!restore->created) {
        return restore_fail(table, why, size, "its journal is empty.");
    }
    if (!restore->started) {
        return true;
    }
    table->state = calloc(1, sizeof(*table->state));
    if (!table->state) {
        return restore_fail(table, why, size, "memory ran out.");
    }
    bool restored =
        restore->rules == RULES_VERSION ? steps_replay(table, why, size) : rules_go_on(table, why, size);
    if (!restored) {
        return false;
    }
    table->phase = table->state->outcome == OUTCOME_RUNNING ? TABLE_ORDERS : TABLE_OVER;
    unsigned turn = history_turn(table, table->steps);
    if (table->phase == TABLE_ORDERS && table->state->turn != turn) {
        return restore_fail(table, why, size, "its state is of turn %u, its journal goes on with turn %u.",
                            table->state->turn, turn);
    }
    for (int side = 0; side < scenario->sides && table->phase == TABLE_ORDERS; side++) {
        struct seat *seat = &table->seat[side];
        packed_plan_set(&seat->plan, &restore->plan[side]);
        if (seat->computed && !computer_replan(table, side, table->state)) {
            return restore_fail(table, why, size, "memory ran out.");
        }
    }
    clock_start(table, now_ms);
    return true;
}
