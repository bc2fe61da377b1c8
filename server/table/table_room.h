/* What the files of the table share with each other and nobody else.
 *
 *   table.c     life, questions                 turn.c     the game begins, a turn is played, the clock
 *   requests.c  what seats ask for              computer.c computer players plan
 *   seat.c      plans, views and reports        restore.c  a game out of its journal
 *   journal.c   the text of entries             record.c   results and record after the end
 *   chat.c      what players say to each other */
#ifndef IBAR_TABLE_ROOM_H
#define IBAR_TABLE_ROOM_H

#include "chat.h"
#include "journal.h"
#include "record/record.h"

/* A snapshot is taken at the start and after each so many turns. */
#define SNAPSHOT_TURNS 4
/* A view that no order has asked for in this time is given back. */
#define VIEW_IDLE_MS 30000

/* A plan in as many bytes as it holds. */
struct packed_plan {
    uint8_t *bytes;
    uint32_t size;
    uint16_t count;
};

/* A turn that was played. */
struct past {
    uint64_t hash; /* of the state after it */
    struct packed_plan plan[SIDE_MAX];
};

struct seat {
    bool ready, committed;
    bool taken; /* by a player, ever */
    char name[PLAYER_NAME_MAX + 1];
    uint8_t nonce[SEAL_NONCE_BYTES];
    struct packed_plan plan; /* of this turn; empty while `view` is there */
    struct view *view;       /* kept while orders come in: then view->plan is the plan */
    bool view_used;
    struct event *report; /* what the side was told of the last turn */
    size_t reports;
    struct ai_memory *memory; /* computer players only */
};

/* What was said. All zero: nothing. */
struct chat {
    struct chat_line *line[CHAT_KEPT * CHAT_EARS]; /* the oldest first */
    size_t count;
    uint32_t heard[CHAT_EARS], said[SIDE_MAX]; /* lines in all */
};

struct restore;

/* The turn that is next when so many were played: a game with zones begins with turn 0, its set-up. */
unsigned table_turn_of(const struct table *table, unsigned pasts);

struct table {
    struct table_config config;
    struct table_hooks hooks;
    uint8_t seal[SEAL_BYTES];
    enum table_phase phase;
    struct state *state; /* NULL in the lobby */
    uint64_t begin_hash;
    struct seat seat[SIDE_MAX];
    struct chat chat;
    struct past *past;
    unsigned pasts; /* turns played */
    unsigned report_turn;
    int64_t deadline_ms; /* of the order phase; INT64_MAX: none */
    int64_t sweep_ms;    /* when idle views are given back */
    bool rules_changed;  /* during this game: it cannot be played again from its start */
    struct record *record;
    struct restore *restore; /* while it is being restored */
};

/* seat.c */
void packed_plan_set(struct packed_plan *packed, const struct plan *plan);
void packed_plan_get(const struct packed_plan *packed, struct plan *plan);
void packed_plan_finish(struct packed_plan *packed);
/* The seat's view with its plan, kept for the next call. NULL when memory runs out. */
struct view *seat_view(const struct table *table, struct seat *seat);
/* Gives the view back, keeping the plan. */
void seat_view_drop(struct seat *seat);
void seat_plan_get(const struct seat *seat, struct plan *plan);
void seat_plan_clear(struct seat *seat);
void seat_finish(struct seat *seat);

/* What a turn told: the truth as text, and each side's events. */
struct gathering {
    int sides;
    struct gathered {
        struct event *events;
        size_t count, room;
    } side[SIDE_MAX];
    char *text;
    size_t size, room;
    bool failed; /* memory ran out */
};
void gathering_emit(void *ctx, const struct scenario *scenario, const struct state *state,
                    const struct event *event);
/* Hands the events over to the seats. */
void gathering_take(struct gathering *gathering, struct table *table, unsigned turn);
void gathering_finish(struct gathering *gathering);

/* turn.c */
bool table_append(struct table *table, enum journal_kind kind, const void *bytes, size_t size);
void table_tell(struct table *table, int side, enum table_news what);
bool table_all_ready(const struct table *table);
bool table_all_committed(const struct table *table);
void table_key(const struct table *table, struct dice_key *key);
/* Adds a played turn to the past. False when memory runs out. */
bool table_past_add(struct table *table, uint64_t hash, const struct plan plan[SIDE_MAX]);
enum table_result table_begin(struct table *table, int64_t now_ms);
enum table_result table_resolve(struct table *table, int64_t now_ms);
void table_clock_start(struct table *table, int64_t now_ms);
bool table_snapshot_append(struct table *table, const struct state *state);
#define SNAPSHOT_BYTES_MAX (4 + STATE_BYTES_MAX + SIDE_MAX * AI_MEMORY_BYTES)

/* chat.c: a line out of its journal entry, false when it is none; frees the lines. */
bool chat_restore(struct table *table, const char *entry);
void chat_finish(struct chat *chat);

/* restore.c. Takes a table that is not being restored. */
void table_restore_free(struct table *table);

/* computer.c: plans for the computer seats that have not committed, journals and commits it. */
enum table_result computers_plan(struct table *table);
/* Lets a computer player plan a turn again for its memory alone. */
bool computer_replan(struct table *table, int side, const struct state *state);

#endif
