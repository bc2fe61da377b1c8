/* What the files of the table share with each other and nobody else.
 *
 *   table.c     life, questions                 turn.c     the game begins, a turn is played
 *   requests.c  what seats ask for              computer.c computer players plan
 *   seat.c      plans, views and reports        restore.c  a game out of its journal
 *   journal.c   the text of entries             record.c   results and record after the end
 *   history.c   what was played, played again   look_back.c views of earlier turns
 *   player.c    who plays a side                clock.c    turn's time, game clocks, grace
 *   ruling.c    pause, amend, rewind            check.c    the invariants
 *   restore_play.c  what is played again then
 *   secrets.c   from which dice and luck come
 *   snapshot.c  a state and the computers' memory as bytes
 *   chat.c      what players say to each other */
#ifndef IBAR_TABLE_ROOM_H
#define IBAR_TABLE_ROOM_H

#include "chat.h"
#include "journal.h"
#include "record/record.h"
#include "ruling.h"

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

/* What happened to the game, one after the other. A rewind takes nothing out: what lies between the step to which it
 * goes back and itself is no longer in force. */
enum step_kind { STEP_TURN, STEP_AMEND, STEP_REWIND, STEP_SEAT, STEP_PAUSE, STEP_RESUME };
struct step {
    uint8_t kind;      /* enum step_kind */
    uint8_t turn;      /* in which; rewind: to which */
    uint8_t computed;  /* turn, amend: bit s: the computer player of side s had planned */
    int8_t side;       /* seat */
    uint16_t rewinds;  /* before it */
    uint16_t ruling;   /* number, 0 none */
    uint32_t back;     /* rewind: how many steps still hold */
    uint8_t person;    /* seat: enum person, when no computer plays */
    uint64_t hash;     /* turn, amend, rewind: of the state after it */
    union {
        struct {
            struct packed_plan plan[SIDE_MAX];
            int64_t bank_ms[SIDE_MAX];
        } turned;
        struct amend amend;
        const struct ai *ai; /* seat: NULL a person */
    } what;
};

struct seat {
    bool ready, committed;
    bool taken; /* by a player, ever */
    char name[PLAYER_NAME_MAX + 1];
    uint8_t nonce[SEAL_NONCE_BYTES];
    bool has_nonce;          /* a person gave it */
    const struct ai *ai;     /* who plays it now; NULL: a person */
    uint8_t person;          /* enum person: which, while no computer does */
    bool computed;           /* what is planned in this turn is the present computer player's */
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
    uint32_t heard[CHAT_EARS], said[CHAT_SPEAKERS]; /* lines in all */
};

struct restore;

/* The clocks of an order phase, as they stood at `since_ms`. */
struct clock {
    int64_t since_ms, turn_ms, grace_ms;
    int64_t bank_ms[SIDE_MAX], journalled_ms[SIDE_MAX];
    int64_t write_ms; /* when running game clocks are journalled next */
};

struct table {
    struct table_config config;
    struct table_hooks hooks;
    uint8_t seal[SEAL_BYTES];
    enum table_phase phase;
    struct state *state; /* NULL in the lobby */
    uint64_t begin_hash;
    struct seat seat[SIDE_MAX];
    struct chat chat;
    struct step *step;
    unsigned steps;
    struct ruling *ruling;
    unsigned rulings;
    unsigned rewinds;
    uint8_t sealed[(RULINGS_MAX + 7) / 8]; /* bit n: rewind n + 1 went back from the end, and took the next secret */
    unsigned report_turn;
    struct event *truth; /* all of that turn's events, in games with an umpire */
    size_t truths;
    bool paused;
    struct clock clock;
    int64_t sweep_ms;    /* when idle views are given back */
    bool rules_changed;  /* during this game: it cannot be played again from its start, but from `base` */
    struct base {
        uint8_t *bytes;  /* a snapshot */
        size_t size;
        unsigned turn, rewinds;
        const struct ai *ai[SIDE_MAX];
    } base;
    struct record *record;
    struct look *look; /* look_back.c; NULL: nothing is kept */
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

/* What a turn told: the truth as text, and each side's events; those of the truth too, where an umpire is told them. */
struct gathering {
    int sides;
    bool umpired;
    struct gathered {
        struct event *events;
        size_t count, room;
    } side[SIDE_MAX], truth;
    char *text;
    size_t size, room;
    bool failed; /* memory ran out */
};
void gathering_emit(void *ctx, const struct scenario *scenario, const struct state *state,
                    const struct event *event);
/* Empty, for a turn of this table. */
struct gathering gathering_of(const struct table *table);
/* Hands the events over to the seats and the umpire. */
void gathering_take(struct gathering *gathering, struct table *table, unsigned turn);
void gathering_finish(struct gathering *gathering);

/* turn.c */
bool table_append(struct table *table, enum journal_kind kind, const void *bytes, size_t size);
void table_tell(struct table *table, int side, enum table_news what);
bool table_all_ready(const struct table *table);
bool table_all_committed(const struct table *table);
/* Begins the game when all are ready, plays the turn when all have committed and no pause holds it. */
enum table_result table_go_on(struct table *table, int64_t now_ms);
enum table_result table_resolve(struct table *table, int64_t now_ms);

/* snapshot.c */
#define SNAPSHOT_BYTES_MAX (4 + STATE_BYTES_MAX + SIDE_MAX * AI_MEMORY_BYTES)
/* Returns the size; `memory` false: of computer players that remember nothing. */
size_t snapshot_write(const struct table *table, const struct state *state, bool memory, uint8_t *out);
bool table_snapshot_append(struct table *table, const struct state *state);
/* Reads what snapshot_write wrote while `ai` played, into `state` and, unless it is NULL, `memory` (of the sides that
 * a computer plays). The key of the dice is not set. */
bool snapshot_read(const struct table *table, const uint8_t *bytes, size_t size, const struct ai *const ai[SIDE_MAX],
                   struct state *state, struct ai_memory *memory);

/* secrets.c */
/* How many secrets beyond the first were in use after so many rewinds. */
unsigned secrets_used(const struct table *table, unsigned rewinds);
/* The secret from which dice and luck come then. */
void secret_get(const struct table *table, unsigned rewinds, uint8_t secret[SEAL_SECRET_BYTES]);
/* May the game go back from its end with the next secret? */
bool secret_is_left(const struct table *table);
/* The rewind that comes next takes it. */
void secret_take_next(struct table *table);
/* The key of the dice after so many rewinds. */
void table_key(const struct table *table, unsigned rewinds, struct dice_key *key);

/* history.c */
struct gathering;
/* A new step at the end, to be filled in; NULL when memory runs out. */
struct step *step_add(struct table *table, enum step_kind kind, unsigned turn);
/* Enters a turn that was played. */
bool step_keep_turn(struct table *table, const struct plan plan[SIDE_MAX], unsigned turn, uint64_t hash);
void steps_cut(struct table *table, unsigned steps);
/* The turn whose orders are or were awaited after so many steps. */
unsigned history_turn(const struct table *table, unsigned steps);
/* The hash of the state after so many steps. */
uint64_t history_hash(const struct table *table, unsigned steps);
/* The index of the step in which `turn` was played, of those in force; -1 when it was not. */
int history_find(const struct table *table, unsigned turn);
/* How many steps stand when `turn` begins: behind the turn before it. -1 when it was not reached. */
int history_begin(const struct table *table, unsigned turn);
/* Was the truth amended since the orders of the present turn were first awaited? */
bool history_is_amended(const struct table *table);
/* Plays the step of a turn or an amendment; of a rewind only the key. False when it cannot be played in
 * this state. */
bool step_play(const struct table *table, const struct step *step, struct state *state, struct plan plan[SIDE_MAX],
               const struct event_sink *sink);
/* The state after so many steps, from `from` (which holds after `from_steps` of them, on the same line) or, NULL, from
 * the beginning. What the last turn of them told goes to `told`, unless NULL; returns that turn, 0 without one, or -1
 * when memory runs out or a hash differs, which `why` then says. */
int history_play(const struct table *table, unsigned steps, const struct state *from, unsigned from_steps,
                 struct state *out, struct gathering *told, char *why, size_t size);
/* True when the steps up to `early` are all in force after `late`. */
bool history_is_on_line(const struct table *table, unsigned early, unsigned late);

/* clock.c */
void clock_begin(struct table *table); /* the game: full game clocks */
void clock_start(struct table *table, int64_t now_ms); /* an order phase */
/* Lets the time since the last call pass; before anything that changes who has committed, or the pause. */
void clock_pass(struct table *table, int64_t now_ms);
/* Ms until the turn is played; INT64_MAX: never. After clock_pass. */
int64_t clock_left(const struct table *table);
/* Journals the game clocks that have changed. */
bool clock_append(struct table *table);
/* A running game clock is journalled so often: a crash gives back no more than that. When it is due; INT64_MAX: never. */
#define CLOCK_WRITE_MS 10000
int64_t clock_write_due(const struct table *table);
/* Ms until other clocks run than do now. */
int64_t clock_next(const struct table *table);

/* player.c: a side's player as of now, with empty memory. False when memory runs out. */
bool seat_player_set(struct table *table, int side, const struct ai *ai);
/* The same with all that follows from it for plan, commit, history and rulings; when it is journalled, and again when
 * that entry is read. */
bool player_change(struct table *table, int side, const struct ai *ai, enum person person, unsigned turn);

/* ruling.c: a new ruling, filled in but for its text; NULL when there are too many or memory runs out. */
struct ruling *ruling_add(struct table *table, enum ruling_kind kind, unsigned turn, const char *reason);
/* What a journal entry PAUSE says; when it is written, and again when it is read. */
bool pause_make(struct table *table, bool paused, unsigned turn, const char *reason);
/* The same of AMEND and REWIND, but for state and plans. Before anything of them is changed. */
bool amend_keep(struct table *table, unsigned turn, const struct amend *amend, uint64_t hash, const char *words,
                const char *reason);
bool rewind_keep(struct table *table, unsigned turn, uint64_t hash, bool sealed, const char *reason);

/* record.c: takes none. */
void record_drop(struct table *table);

/* chat.c: a line out of its journal entry, false when it is none; frees the lines. */
bool chat_restore(struct table *table, const char *entry);
void chat_finish(struct chat *chat);

/* restore.c. Takes a table that is not being restored. */
void table_restore_free(struct table *table);

/* computer.c: plans for the computer seats that have not committed, journals and commits it. */
enum table_result computers_plan(struct table *table);
/* Lets the side's present computer player plan a turn again for its memory alone. */
bool computer_replan(struct table *table, int side, const struct state *state);

#endif
