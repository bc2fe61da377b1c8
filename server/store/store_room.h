/* What the files of the store share with each other and nobody else.
 *
 *   store.c   queue, batches, what is durable      journal.c  the database: opening, schema, reading
 *   batch.c   writes a batch (on any thread)       tokens.c   seats' tokens, kept in memory
 *
 * While a batch is under way its thread alone touches the database; the owner's thread touches the queue and
 * the tokens, which live in memory. */
#ifndef IBAR_STORE_ROOM_H
#define IBAR_STORE_ROOM_H

#include "store.h"

#include <sqlite3.h>

#define STORE_SCHEMA  1
#define STORE_APP_ID  0x49626172 /* "Ibar" */
#define STORE_WHY_MAX 240
#define TOKEN_HASH    32
/* Kind of a queued token: never in the table of entries. */
#define QUEUE_TOKEN 0

/* Entries in memory, one behind the other: a head, then its bytes. */
struct queue {
    uint8_t *bytes;
    size_t size, room;
};
struct queue_head {
    uint64_t sequence, game;
    uint32_t size;
    uint32_t kind; /* enum journal_kind, or QUEUE_TOKEN: hash and seat */
};
/* Room for an entry, NULL when memory runs out. */
uint8_t *queue_add(struct queue *queue, const struct queue_head *head);
/* Walks a queue: the entry at `*at`, which moves on; NULL at the end. */
const uint8_t *queue_next(const struct queue *queue, size_t *at, struct queue_head *head);
void queue_finish(struct queue *queue);

struct token {
    uint8_t hash[TOKEN_HASH];
    uint64_t game; /* 0: free place */
    uint32_t seat;
};
struct tokens {
    struct token *token;
    size_t count, room; /* room: a power of two, at most 3/4 used */
};
bool tokens_put(struct tokens *tokens, const struct token *token);
const struct token *tokens_find(const struct tokens *tokens, const uint8_t hash[TOKEN_HASH]);

struct store_batch {
    struct store *store;
    struct queue queue;
    uint64_t last; /* highest sequence number in it */
    char why[STORE_WHY_MAX];
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *rollback, *put_entry, *put_token;
    int lock; /* descriptor of the lock file, -1 without */
    struct queue queue;
    struct store_batch batch;
    bool busy; /* the batch is under way */
    uint64_t last, durable;
    uint64_t indexed; /* entries up to here are in the temporary index of games */
    struct tokens tokens;
    char failure[STORE_WHY_MAX]; /* "" while all is well */
};

/* Opens the database, makes or checks the schema, prepares statements, loads tokens and the last sequence
 * number. */
bool journal_open(struct store *store, const char *path, char *why, size_t size);
void journal_close(struct store *store);

#endif
