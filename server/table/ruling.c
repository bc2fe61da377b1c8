/* What an umpire does to a game. A ruling is journalled before it is made, and stands among the steps of the game. */
#include "table_room.h"

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

bool reason_is_fit(const char *reason) {
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
