/* What the files of the store share with each other and nobody else.
 *
 *   store.c   queue, batches, what is durable      journal.c  the database: opening, schema, closing
 *   batch.c   writes a batch (on any thread)       tokens.c   seats' tokens, kept in memory
 *   chain.c   each game's chain of entries         audit.c    checks all of it when it is opened
 *   read.c    entries of a game                    redo.c     after a process that died
 *   accounts.c  accounts, kept in memory
 *
 * While a batch is under way its thread alone touches the database; the owner's thread touches the queue,
 * tokens and accounts, which live in memory. */
#ifndef IBAR_STORE_ROOM_H
#define IBAR_STORE_ROOM_H

#include "store.h"

#include <sqlite3.h>

#define STORE_SCHEMA  4
#define STORE_APP_ID  0x49626172 /* "Ibar" */
#define STORE_WHY_MAX 240
#define TOKEN_HASH    32
/* Pages of the write-ahead log after which they are moved into the database; the simulator makes it small. */
#ifndef CHECKPOINT_PAGES
#define CHECKPOINT_PAGES 2000
#endif
#define STORE_TEXT_OF(number) #number
#define STORE_TEXT(number)    STORE_TEXT_OF(number)
/* Kind of a queued token: never in the table of entries. */
#define QUEUE_TOKEN 0
/* The same of an account: account_pack's bytes, its number in the place of the game's. */
#define QUEUE_ACCOUNT 0x7fffffffu

/* Entries in memory, one behind the other: a head, then its bytes. */
struct queue {
    uint8_t *bytes;
    size_t size, room;
};
struct queue_head {
    uint64_t sequence, game;
    uint32_t size;
    uint32_t kind; /* enum journal_kind, QUEUE_ACCOUNT, or QUEUE_TOKEN: hash and seat */
    uint64_t before; /* the game's entry before this one, 0 for its first */
};
/* Room for an entry, NULL when memory runs out. */
uint8_t *queue_add(struct queue *queue, const struct queue_head *head);
/* Walks a queue: the entry at `*at`, which moves on; NULL at the end. */
const uint8_t *queue_next(const struct queue *queue, size_t *at, struct queue_head *head);
void queue_finish(struct queue *queue);

struct token {
    uint8_t hash[TOKEN_HASH];
    uint64_t game; /* 0: free place */
    uint64_t sequence;
    uint32_t seat;
};
struct tokens {
    struct token *token;
    size_t count, room; /* room: a power of two, at most 3/4 used */
};
#define TOKEN_BYTES_MAX (TOKEN_HASH + 4)
/* Hash and seat as they are queued and summed: a seat takes a byte, and four when it is above 255. */
size_t token_pack(const struct token *token, uint8_t out[TOKEN_BYTES_MAX]);
void token_unpack(const uint8_t *bytes, size_t size, struct token *out);
bool tokens_put(struct tokens *tokens, const struct token *token);
/* Takes out those with a sequence number above `last`. */
void tokens_cut(struct tokens *tokens, uint64_t last);
const struct token *tokens_find(const struct tokens *tokens, const uint8_t hash[TOKEN_HASH]);

struct accounts {
    struct store_account *account; /* by rising key */
    size_t count, room;
};
#define ACCOUNT_BYTES_MAX (2 * (ACCOUNT_NAME_MAX + 1) + ACCOUNT_SECRET_MAX)
/* Adds it, or takes the place of the one with its key. False when memory runs out. */
bool accounts_put(struct accounts *accounts, const struct store_account *account);
void accounts_finish(struct accounts *accounts);
/* The bytes of its row, without the number. */
size_t account_pack(const struct store_account *account, uint8_t out[ACCOUNT_BYTES_MAX]);
bool account_unpack(const uint8_t *bytes, size_t size, struct store_account *out);

/* A game's entries: the first and the last that were appended, and from which on they are damaged. */
struct chain {
    uint64_t game, first, last;
    uint64_t damaged;     /* sequence number of the first that is damaged or missing, 0: none */
    bool missing;         /* it is not there at all */
    bool summed;          /* its entries carry checksums, from schema 2 on */
};
struct chains {
    struct chain *chain; /* by rising number of the game */
    size_t count, room;
};
/* NULL when the game has no entries. */
struct chain *chain_find(const struct chains *chains, uint64_t game);
/* Finds or adds; NULL when memory runs out. */
struct chain *chain_add(struct chains *chains, uint64_t game);

/* Checksum of an entry; of a token with `before` its seat, its hash as bytes and kind QUEUE_TOKEN. */
uint64_t entry_sum(const struct queue_head *head, const uint8_t *bytes);

struct store_batch {
    struct store *store;
    struct queue queue;
    uint64_t last; /* highest sequence number in it */
    bool trial;    /* tries whether the disk has room again */
    bool full;     /* the disk was full */
    char why[STORE_WHY_MAX];
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *rollback, *put_entry, *put_token, *put_account, *empty_account;
    int lock; /* descriptor of the lock file, -1 without */
    struct queue queue;
    struct store_batch batch;
    bool busy; /* the batch is under way */
    uint64_t last, durable;
    uint64_t indexed; /* entries up to here are in the temporary index of games */
    struct tokens tokens;
    struct accounts accounts;
    uint64_t last_account; /* highest number given out */
    struct chains chains;
    char failure[STORE_WHY_MAX]; /* "" while all is well */
    char full[STORE_WHY_MAX];    /* "" while the disk has room */
    char read_why[STORE_WHY_MAX];
    struct problem {
        char why[STORE_WHY_MAX];
        struct problem *next;
    } * problems;
};

/* Opens the database, makes or checks the schema, prepares statements, loads tokens and the last sequence
 * number. */
bool journal_open(struct store *store, const char *path, char *why, size_t size);
void journal_close(struct store *store);

/* redo.c. Before the database is opened: makes sure that the log beside it is on disk as it is seen; false when it
 * cannot. When it is open: takes room on the disk for doing that, if there is any. After it was closed: gives the room
 * back, when there is no log any more. */
bool redo_log(const char *path);
void redo_reserve(const char *path);
void redo_forget(const char *path);

/* accounts.c. Reads them anew; tells each row's number, and those that are damaged; both may be NULL. False when the
 * table cannot be read, memory runs out, or a callback says false. */
bool accounts_load(struct store *store, bool (*damaged)(void *ctx, uint64_t sequence),
                   bool (*present)(void *ctx, uint64_t sequence), void *ctx);

/* audit.c. Reads everything once: checks sums and links, loads tokens, chains and the last sequence number. False
 * when it cannot be read. */
bool audit_run(struct store *store);
/* Fills the chains anew with what is on disk. */
bool audit_chains(struct store *store);
/* One row of the table of entries: sequence, game, kind, bytes, before, sum. The bytes are the statement's. */
struct row {
    struct queue_head head;
    const uint8_t *bytes;
    bool summed; /* it has link and sum, from schema 2 on */
    uint64_t sum;
};
void row_read(sqlite3_stmt *statement, struct row *row);
bool row_is_sound(const struct row *row);

#endif
