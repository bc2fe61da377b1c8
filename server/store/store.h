/* The journal: an ordered list of entries for each game, on disk before anybody is told.
 *
 * Invariants: entries get rising sequence numbers; `durable` never exceeds what a finished sync covers; after a
 * failed write or sync nothing more becomes durable until the store is opened again; every entry carries a
 * checksum and the number of its game's entry before it, so that what is damaged or missing is known.
 *
 * A full disk is no failure but a state: the entries not yet on disk are forgotten, `last` falls back to
 * `durable`, appends are refused, reading goes on, and each further batch tries whether there is room again.
 *
 * Life: store_open; store_games and store_read while nothing is under way; store_append as often as wanted (memory
 * only); then store_batch_begin -> store_batch_write (blocks; may run on another thread, one at a time) ->
 * store_batch_end. All entries appended while a write is under way share the next one (group commit). */
#ifndef IBAR_STORE_STORE_H
#define IBAR_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum journal_kind {
    JOURNAL_CREATED = 1, /* configuration of the game: text, see table/journal.h */
    JOURNAL_READY = 2,   /* a seat's nonce; "police none": it was given up, and has none */
    JOURNAL_STARTED = 3,
    JOURNAL_ORDER = 4,   /* "police move 3 E,E" */
    JOURNAL_REMOVE = 5,
    JOURNAL_COMMIT = 6,
    JOURNAL_RESOLVED = 7, /* turn, hash of the state */
    JOURNAL_EVENTS = 8,   /* the events of a turn as text */
    JOURNAL_SNAPSHOT = 9, /* state_write, and the memory of computer players */
    JOURNAL_OVER = 10,
    JOURNAL_RULES = 11,   /* the rules changed: the game goes on from the last snapshot */
    JOURNAL_NAMED = 12,   /* a player took a seat under a name: "police Ana" */
    JOURNAL_CHAT = 16,    /* a line that a player said */
    JOURNAL_CLOCK = 17,   /* "police 34000": ms left on a side's game clock */
    JOURNAL_PAUSE = 18,   /* the umpire stopped the clocks, or lets them run */
    JOURNAL_PLAYER = 19,  /* "police ai scripted", "police human": who plays a side from here on */
    JOURNAL_AMEND = 20,   /* the umpire changed the truth */
    JOURNAL_REWIND = 21,  /* the game goes on from an earlier turn */
    JOURNAL_SEAT = 22,    /* lobby and seats: who has one, by account; given up; substituted */
    JOURNAL_KEY = 23      /* the game's part of the key of its seats' tokens: 32 bytes */
};

struct store;
struct store_batch;

/* Opens or makes the database at `path` (":memory:" keeps it in memory). NULL with a sentence in `why`. */
struct store *store_open(const char *path, char *why, size_t size);
/* Takes NULL. No batch may be under way; entries not yet written are dropped. */
void store_close(struct store *store);

/* Queues an entry; copies the bytes. Returns its sequence number (from 1), 0 when memory runs out or the store
 * has failed. */
uint64_t store_append(struct store *store, uint64_t game, enum journal_kind kind, const void *bytes, size_t size);

/* Takes what is queued; while the disk is full, a batch that tries it. NULL when nothing is queued, when a batch
 * is under way, or when the store has failed. */
struct store_batch *store_batch_begin(struct store *store);
/* Writes and syncs it. Blocks. Returns true when it is on disk. */
bool store_batch_write(struct store_batch *batch);
/* The next batch will take long besides what its own entries take. No batch may be under way. */
bool store_batch_is_long(const struct store *store);
/* Back on the owner's thread: frees the batch, moves `durable` when `written`, else marks the store full or
 * failed. */
void store_batch_end(struct store *store, struct store_batch *batch, bool written);

/* begin, write and end in one, for callers that may block. False when the store is full or has failed. */
bool store_flush(struct store *store);

/* The highest sequence number on disk, and the highest given out. */
uint64_t store_durable(const struct store *store);
uint64_t store_last(const struct store *store);
/* NULL, or a sentence that says why nothing is written any more. */
const char *store_failure(const struct store *store);
/* NULL, or a sentence while the disk is full. */
const char *store_full(const struct store *store);

/* Games in the journal, in the order of their creation. Return false from the callback to stop. */
bool store_games(struct store *store, bool (*each)(void *ctx, uint64_t game), void *ctx);
/* Entries of a game in order. The bytes are the store's until the callback returns. False when the game's
 * journal is damaged: what lies before the damage has been read, store_read_why says where it is. */
bool store_read(struct store *store, uint64_t game,
                bool (*each)(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size),
                void *ctx);
const char *store_read_why(const struct store *store);
/* What opening found damaged or missing and belongs to no game that can be told, a sentence each. */
void store_problems(const struct store *store, void (*each)(void *ctx, const char *why), void *ctx);

/* Seats' tokens, hashed: 32 bytes of BLAKE2b. Written at once with their game's next batch. */
bool store_put_token(struct store *store, const uint8_t hash[32], uint64_t game, unsigned seat);
bool store_find_token(struct store *store, const uint8_t hash[32], uint64_t *game, unsigned *seat);
/* The same, with its sequence number in `made`: whether it is older than something that was journalled. */
bool store_find_token_made(struct store *store, const uint8_t hash[32], uint64_t *game, unsigned *seat, uint64_t *made);

/* Accounts: a name, what it is compared by, and what a password is proven against. */
#define ACCOUNT_NAME_MAX   32
#define ACCOUNT_SECRET_MAX 128
struct store_account {
    uint64_t number; /* from 1; for good */
    char name[ACCOUNT_NAME_MAX + 1], key[ACCOUNT_NAME_MAX + 1], secret[ACCOUNT_SECRET_MAX];
};
/* Adds an account (`number` 0: the next is given) or changes the secret of one. On disk with the next batch, as an
 * entry is. Returns its number, 0 when memory runs out, the disk is full or the store has failed. */
uint64_t store_put_account(struct store *store, const struct store_account *account);
/* NULL when there is none; valid until the next store_put_account or store_batch_end. */
const struct store_account *store_account_find(const struct store *store, const char *key);
const struct store_account *store_account(const struct store *store, uint64_t number);
size_t store_accounts(const struct store *store);
/* From now on accounts are found by what `key` makes of their names, `out` having ACCOUNT_NAME_MAX + 1 bytes, whatever key their
 * rows have: earlier versions compared names otherwise. Where it fails the row's is kept; of two names that become the same
 * the first is found, and store_problems tells of the other. No batch may be under way. */
void store_account_keys(struct store *store, bool (*key)(const char *name, char *out));

#endif
