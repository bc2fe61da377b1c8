/* Who plays a side: a person or a computer player, and how that changes during a game. */
#include "table_room.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool seat_player_set(struct table *table, int side, const struct ai *ai) {
    struct seat *seat = &table->seat[side];
    if (ai && !seat->memory) {
        seat->memory = malloc(sizeof(*seat->memory));
        if (!seat->memory) {
            return false;
        }
    }
    if (ai) {
        memset(seat->memory, 0, sizeof(*seat->memory));
    } else {
        free(seat->memory);
        seat->memory = NULL;
    }
    seat->ai = ai;
    seat->computed = false;
    if (table->phase == TABLE_LOBBY) {
        seat->ready = ai || seat->has_nonce;
    }
    return true;
}

/* A ruling that says who plays the side; the game goes on without it when there are too many. */
static void seat_ruling(struct table *table, int side, unsigned turn) {
    const struct seat *seat = &table->seat[side];
    struct ruling *ruling =
        table->rulings < RULINGS_MAX / 2 ? ruling_add(table, RULING_SEAT, turn, "") : NULL;
    if (ruling) {
        ruling->open = true;
        person_words(table->config.scenario, side, seat->ai ? seat->ai->name : NULL, seat->person, ruling->text,
                     sizeof(ruling->text));
    }
}

/* A computer comes, or a person instead of one. */
static bool computer_change(struct table *table, int side, const struct ai *ai) {
    struct seat *seat = &table->seat[side];
    bool own = seat->committed && !seat->computed; /* a person has committed: what he planned is played */
    if (!seat_player_set(table, side, ai)) {
        return false;
    }
    if (!own) {
        seat->committed = false;
        if (ai) {
            seat_plan_clear(seat);
        }
    }
    return true;
}

bool player_change(struct table *table, int side, const struct ai *ai, enum person person, unsigned turn) {
    if (table->seat[side].ai != ai && !computer_change(table, side, ai)) {
        return false;
    }
    struct step *step = step_add(table, STEP_SEAT, turn);
    if (!step) {
        return false;
    }
    unsigned before = table->rulings;
    table->seat[side].person = (uint8_t)person;
    seat_ruling(table, side, turn);
    step->side = (int8_t)side;
    step->person = (uint8_t)person;
    step->what.ai = ai;
    step->ruling = (uint16_t)(table->rulings > before ? table->rulings : 0);
    return true;
}

static enum table_result player_set(struct table *table, int side, const struct ai *ai, enum person person,
                                    int64_t now_ms) {
    assert(side >= 0 && side < table->config.scenario->sides);
    if (table->phase == TABLE_OVER) {
        return TABLE_WRONG_PHASE;
    }
    if (table->seat[side].ai == ai && (ai || table->seat[side].person == person)) {
        return TABLE_DONE;
    }
    clock_pass(table, now_ms);
    char text[JOURNAL_LINE_MAX];
    int length = snprintf(text, sizeof(text), "%s %s%s", table->config.scenario->side[side].id,
                          ai ? "ai " : person_text(person), ai ? ai->name : "");
    if (!table_append(table, JOURNAL_PLAYER, text, (size_t)length)) {
        return TABLE_NO_JOURNAL;
    }
    if (!player_change(table, side, ai, person, table_turn(table))) {
        abort(); /* journalled, but memory ran out: no way back */
    }
    table_tell(table, -1, TABLE_NEWS_RULING);
    table_tell(table, side, TABLE_NEWS_VIEW);
    table_tell(table, -1, TABLE_NEWS_TABLE);
    return table_go_on(table, now_ms);
}

enum table_result table_set_player(struct table *table, int side, const struct ai *ai, int64_t now_ms) {
    return player_set(table, side, ai, PERSON_PLAYER, now_ms);
}

enum table_result table_set_person(struct table *table, int side, enum person person, int64_t now_ms) {
    return player_set(table, side, NULL, person, now_ms);
}

const struct ai *table_computer(const struct table *table, int side) {
    return table->seat[side].ai;
}

bool table_is_substituted(const struct table *table, int side) {
    return table->seat[side].ai != table->config.ai[side];
}
