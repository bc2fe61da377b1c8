/* One game being played: seats, phases, clock; orders in, views out. A state machine without sockets, threads or
 * a clock of its own: time comes in as an argument, journal entries go out through hooks.
 *
 * Phases: LOBBY (seats become ready, each with a nonce) -> ORDERS <-> (resolution, at once) -> OVER. Where the
 * scenario has zones, the first orders are those of the set-up: turn 0.
 * Invariants (table_check): a plan never costs more than its side's command; the hash after each turn equals the
 * journal's; computer seats commit in the step in which the order phase begins; nothing is resolved twice.
 *
 * Whoever calls must hold back everything that it tells anybody until the journal entries made so far are on disk
 * (server/session does). Nothing in here knows hexes: rules are reached through rules.h. */
#ifndef IBAR_TABLE_TABLE_H
#define IBAR_TABLE_TABLE_H

#include "ai/ai.h"
#include "record/record.h"
#include "record/seal.h"
#include "rules/rules.h"
#include "store/store.h"

#define TABLE_NAME_MAX 48
#define PLAYER_NAME_MAX 32

#define TABLE_SETUP 0xffffffffu

enum table_phase { TABLE_LOBBY, TABLE_ORDERS, TABLE_OVER };

struct table_config {
    uint64_t game;
    char name[TABLE_NAME_MAX];
    const struct scenario *scenario; /* outlives the table */
    uint16_t options;
    /* Clocks of the order phase: `turn_seconds` for all, then each side's `bank_seconds` of the whole game run while
     * it has not committed, then `grace_seconds`; the turn is played when no side that has not committed has time left.
     * All 0: no clock. Grace alone is no clock either. */
    uint32_t turn_seconds, bank_seconds, grace_seconds;
    bool listed;                     /* in the lobby */
    bool watched, umpired;           /* spectators are let in; the game has an umpire */
    uint16_t delay;                  /* turns that spectators see late */
    const struct ai *ai[SIDE_MAX];   /* NULL: a person's seat */
    uint8_t secret[SEAL_SECRET_BYTES]; /* random; made from the root when there is one */
    /* The root of seal_chain, random; false: the game has but one secret, as those had that were begun before there were
     * roots: when it goes back from the end its dice can be reckoned by everybody. */
    bool rooted;
    uint8_t root[SEAL_SECRET_BYTES];
};

/* What changed, for whoever tells the players. `side` -1: for all. */
enum table_news {
    TABLE_NEWS_TABLE,  /* phase, clock, who is ready or has committed */
    TABLE_NEWS_VIEW,   /* a side's view is another */
    TABLE_NEWS_REPORT, /* a turn was resolved: table_report has it */
    TABLE_NEWS_CHAT,   /* somebody said something: table_chat has it (chat.h) */
    TABLE_NEWS_RULING, /* the umpire did something: table_ruling has it (ruling.h) */
    TABLE_NEWS_TURN,   /* an order phase begins: whoever is to plan may be called */
    TABLE_NEWS_OVER
};
struct table_hooks {
    void *ctx;
    /* Appends to the journal. False: the journal has failed, the change is refused. */
    bool (*append)(void *ctx, uint64_t game, enum journal_kind kind, const void *bytes, size_t size);
    void (*news)(void *ctx, uint64_t game, int side, enum table_news what);
};

/* Why a request was not carried out. */
enum table_result { TABLE_DONE, TABLE_WRONG_PHASE, TABLE_LATE, TABLE_REFUSED, TABLE_BAD_REQUEST, TABLE_NO_JOURNAL };

struct table;

/* Creates the game and journals it. NULL when memory runs out or the journal has failed. */
struct table *table_create(const struct table_config *config, const struct table_hooks *hooks);
/* Rebuilds a game from its journal entries: feed them in order, then call table_restore_end, which plays again what
 * lies behind the last snapshot and compares every hash. `find` gives the scenario by id. False with a sentence in
 * `why`; the table is then freed by the caller. */
struct table *table_restore_begin(uint64_t game, const struct table_hooks *hooks,
                                  const struct scenario *(*find)(void *ctx, const char *id), void *ctx);
bool table_restore_entry(struct table *table, enum journal_kind kind, const void *bytes, size_t size, char *why,
                         size_t why_size);
/* The turn to which the entry belongs that would come next. */
unsigned table_restore_turn(const struct table *table);
bool table_restore_end(struct table *table, int64_t now_ms, char *why, size_t size);
/* Takes NULL. */
void table_destroy(struct table *table);

/* Requests of a seat. `turn` 0: the present one; TABLE_SETUP: only the set-up, which is late afterwards. `check` tells the verdict; `cost` the command of the plan. */
enum table_result table_ready(struct table *table, int side, const uint8_t nonce[SEAL_NONCE_BYTES], int64_t now_ms);
/* The player gave the seat up before the game began: whoever comes next gives a nonce of his own. Else nothing. */
enum table_result table_unready(struct table *table, int side);
enum table_result table_order_put(struct table *table, int side, unsigned turn, const struct order *order,
                                  struct check *check, int *cost);
/* Refused too when what stays would cost more than the side's command (rulebook 2: a leader's order carries others),
 * or in set-up would overfill a hex. */
enum table_result table_order_remove(struct table *table, int side, unsigned turn, uint16_t unit, bool policy,
                                     struct check *check, int *cost);
enum table_result table_commit(struct table *table, int side, unsigned turn, bool committed, int64_t now_ms);
/* A player took the seat under a name (at most PLAYER_NAME_MAX bytes of UTF-8, without control characters; may be
 * empty). A name that cannot be journalled is not taken: joining does not hang on it. */
void table_name_seat(struct table *table, int side, const char *name);

/* Who plays a side from now on: a computer player, or a person (NULL). In every phase but OVER. A computer plans at
 * once; what a person had planned in this turn is dropped, except when he has committed: then it takes over with the
 * next turn. The nonce of a seat that was ready stays. */
enum table_result table_set_player(struct table *table, int side, const struct ai *ai, int64_t now_ms);
/* The same for a person who plays in the player's stead, and for the player who has it back. */
enum table_result table_set_person(struct table *table, int side, enum person person, int64_t now_ms);
/* True while it was set by table_set_player to another than the game began with. */
bool table_is_substituted(const struct table *table, int side);

/* What an umpire may do is in ruling.h. */

/* The view of a side (without its plan) and its report, as they were when the orders of `turn` were awaited, by playing
 * the game again; `turn` up to the present one, from the first (see table_first_turn). False when memory runs out, or for a turn
 * before the rules changed. `events` is for the caller to free. What was looked back to last is kept, so that the turn after it
 * costs no more than that turn, until table_look_forget. */
bool table_look_back(const struct table *table, unsigned turn, int side, struct view *out, struct event **events,
                     size_t *count);
void table_look_forget(struct table *table);
/* The first turn that can be looked back to. */
unsigned table_first_turn(const struct table *table);

/* Lets computer seats plan and the clock run out. Returns the ms until it wants to be stepped again, -1 never. */
int64_t table_step(struct table *table, int64_t now_ms);

uint64_t table_game(const struct table *table);
const char *table_name(const struct table *table);
const struct scenario *table_scenario(const struct table *table);
enum table_phase table_phase(const struct table *table);
unsigned table_turn(const struct table *table);
uint16_t table_options(const struct table *table);
bool table_is_ready(const struct table *table, int side);
bool table_has_committed(const struct table *table, int side);
/* The name under which the seat was last taken, "" before; the table's until the next call that changes it. */
const char *table_player(const struct table *table, int side);
const struct ai *table_computer(const struct table *table, int side);
/* Left of the turn's own time, ms; 0 without a clock. Clocks stand still while the game is paused. */
int64_t table_remaining_ms(const struct table *table, int64_t now_ms);
/* Left on the side's game clock, ms; 0 without one. */
int64_t table_bank_ms(const struct table *table, int side, int64_t now_ms);
/* When all clocks are out and grace runs: left of it, ms; else 0. */
int64_t table_grace_ms(const struct table *table, int64_t now_ms);
/* What the game was created with, as far as it can be asked in other ways it is the same. */
const struct table_config *table_settings(const struct table *table);
/* BLAKE2b-256 of the secret, published from the start. */
const uint8_t *table_seal(const struct table *table);

/* The view of a side with its plan. Not in LOBBY. */
void table_view(const struct table *table, int side, struct view *out);
/* Events of the last resolved turn as the side was told them; returns the count, `turn` its number (0: none, and
 * after the set-up). TABLE_TRUTH: all of them as they were, for the umpire alone; none in a game without. */
#define TABLE_TRUTH SIDE_MAX
size_t table_report(const struct table *table, int side, unsigned *turn, const struct event **events);

/* After the end. */
struct table_results {
    uint8_t outcome;
    int points[SIDE_MAX], place[SIDE_MAX];
    bool reached[SIDE_MAX];
    uint8_t launches[SIDE_MAX]; /* missiles launched, and what they cost in dollars */
    uint32_t bill[SIDE_MAX];
    uint8_t secret[SEAL_SECRET_BYTES];
    uint8_t later[SEAL_CHAIN][SEAL_SECRET_BYTES]; /* those from which dice came after the game had gone back from its end */
    unsigned laters;
    uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
};
bool table_results(const struct table *table, struct table_results *out);
/* The record of a finished game (record/record.h), as text; owned by the table, made when first asked for. NULL before
 * the end, and for a game during which the rules changed: it cannot be played again. */
const char *table_record(struct table *table, size_t *size);

/* Hash of the truth: for tests and the journal only, never for a player before the end. */
uint64_t table_state_hash(const struct table *table);
bool table_check(const struct table *table, char *why, size_t size);

#endif
