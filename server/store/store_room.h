/* What the files of the store share with each other and nobody else.
 *
 *   store.c   queue, batches, what is durable      journal.c  the database: opening, schema, closing
 *   batch.c   writes a batch (on any thread)       tokens.c   seats' tokens, kept in memory
 *   chain.c   each game's chain of entries         audit.c    checks all of it when it is opened
 *   read.c    entries of a game                    redo.c     after a process that died
 *   tail.c    a witness of what was durable        carve.c    rows out of a damaged file
 *   lock.c    one process at a time                salvage.c  a damaged journal is written anew
 *   file.c    files beside the database            finds.c    carved rows, each once
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
#define STORE_WHY_MAX 400
#define STORE_PATH_MAX 4096
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
    uint64_t sum;    /* entry_sum, once the batch is being written */
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

/* file.c. A file beside the database; `name` has the zeros behind it that SQLite's file system wants. */
struct store_file {
    sqlite3_vfs *vfs;
    sqlite3_file *file; /* NULL: not open */
    char name[STORE_PATH_MAX];
};
bool file_name(struct store_file *file, const char *path, const char *end);
bool file_exists(const struct store_file *file, bool *exists);
/* `create`: the database is there, from which it gets its rights. file_close in any case. */
bool file_open(struct store_file *file, bool create);
void file_close(struct store_file *file);
bool file_size(const struct store_file *file, size_t *size);
/* All of it; `bytes` is the caller's, also after a failure. */
bool file_read(const struct store_file *file, uint8_t **bytes, size_t *size);
bool file_write(const struct store_file *file, const void *bytes, size_t size, size_t to);
/* With zeros. */
bool file_fill(const struct store_file *file, size_t from, size_t to);
bool file_sync(const struct store_file *file);
/* True when it is not there, and stays so after a power cut. */
bool file_delete(const struct store_file *file);

/* tail.c: an entry, token or account that became durable. */
struct witness {
    uint64_t sequence, game, sum, kind;
};
#ifndef TAIL_SLOTS
#define TAIL_SLOTS 8192
#endif

struct store_batch {
    struct store *store;
    struct queue queue;
    uint64_t last; /* highest sequence number in it */
    bool trial;    /* tries whether the disk has room again */
    bool full;     /* the disk was full */
    char why[STORE_WHY_MAX];
};

struct numbers {
    uint64_t *number;
    size_t count, room;
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *rollback, *put_entry, *put_token, *put_account, *empty_account;
    int lock; /* descriptor of the lock file, -1 without */
    struct queue queue;
    struct store_batch batch;
    bool busy; /* the batch is under way */
    bool log_is_long; /* the next commit moves the log into the database */
    uint64_t last, durable;
    struct store_file tail;  /* of what became durable; not open: none */
    struct witness *witness; /* what it told when it was opened; while the journal is opened */
    size_t witnesses;
    struct numbers bad; /* what the audit found damaged or missing; while the journal is opened */
    uint64_t indexed; /* entries up to here are in the temporary index of games */
    struct tokens tokens;
    struct accounts accounts;
    bool (*account_key)(const char *name, char *out); /* NULL: the rows' keys are taken */
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
/* Closes the database alone, and forgets what was read of it. */
void journal_shut(struct store *store);
extern const char journal_schema[];

/* lock.c. Takes the lock file, for good; whether the journal was ever written. */
bool lock_take(struct store *store, const char *path, char *why, size_t size);
bool lock_says_written(const struct store *store);
void lock_say_written(const struct store *store);

/* store.c. Forgets chains, tokens and problems. */
void store_forget(struct store *store);

/* A page of the write-ahead log with its head, and the head of the log. */
#define LOG_PAGE ((size_t)4120)
#define LOG_HEAD ((size_t)32)
/* log.c. After each commit: checkpoints the log when it is long, makes room for it while it is in much use. */
void log_watch(struct store *store);

/* redo.c. Before the database is opened: makes sure that the log beside it is on disk as it is seen; false when it
 * cannot. When it is open: takes room on the disk for doing that, if there is any. After it was closed: gives the room
 * back, when there is no log any more. */
bool redo_log(const char *path);
void redo_reserve(const char *path);
void redo_forget(const char *path);

/* tail.c. On the thread of the batch: notes what became durable. While the journal is opened: reads all that was noted,
 * finds one of it (NULL: not noted), makes void what is above a number; tells what is lost behind the last entry. */
void tail_open(struct store *store, const char *path, bool make);
void tail_close(struct store *store);
void tail_note(struct store *store, const struct queue *queue);
void tail_load(struct store *store);
const struct witness *tail_find(const struct store *store, uint64_t sequence);
void tail_void(struct store *store, uint64_t above);
void tail_tell(struct store *store);

/* salvage.c. Writes a journal anew whose database is `unreadable`, or when that gives one of its bad rows back; the
 * database is shut. resume: goes on with what a crash interrupted. */
enum salvage { SALVAGE_NOTHING, SALVAGE_DONE, SALVAGE_FAILED };
enum salvage salvage_run(struct store *store, const char *path, bool unreadable);
bool salvage_resume(struct store *store, const char *path);

/* accounts.c. Reads them anew; tells each row's number, and those that are damaged; both may be NULL. False when the
 * table cannot be read, memory runs out, or a callback says false. */
bool accounts_load(struct store *store, bool (*damaged)(void *ctx, uint64_t sequence),
                   bool (*present)(void *ctx, uint64_t sequence), void *ctx);

/* audit.c. Adds a sentence to what store_problems tells. */
bool damage_tell(struct store *store, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* `account` 0: not known, or a later row of it is there; else what is there of it is older. */
bool account_tell(struct store *store, uint64_t sequence, uint64_t account, const char *state);
/* Reads everything once: checks sums and links, loads tokens, chains and the last sequence number. False
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
    uint32_t seat; /* of a token, whose bytes are its hash */
};
void row_read(sqlite3_stmt *statement, struct row *row);
bool row_is_sound(const struct row *row);

/* carve.c. Calls `each` for every row that is whole, several times for those of which there are copies, the newest
 * last; false stops. `database`: what the database holds, with its log as far as SQLite takes it; `rest`: what lies in
 * the log behind that. */
#define CARVE_PAGE 4096
struct carve_source {
    uint8_t *database, *log;
    size_t database_size, log_size;
};
typedef bool carve_each(void *ctx, const struct row *row);
void carve_database(const struct carve_source *source, carve_each *each, void *ctx);
void carve_rest(const struct carve_source *source, carve_each *each, void *ctx);

/* finds.c. A row that was carved, with its bytes (of a token its hash); the last of a number counts. */
struct found {
    struct queue_head head;
    uint64_t sum;
    uint8_t *bytes;
    size_t order;
    uint32_t seat;
};
struct finds {
    const struct store *store;
    struct found *found;
    size_t count, room;
    bool rest;   /* rows that only the witness vouches for */
    bool failed; /* memory ran out */
};
/* False when memory ran out; finds_finish in any case. */
bool finds_make(const struct store *store, const struct carve_source *source, struct finds *finds);
void finds_finish(struct finds *finds);
/* True when it holds a row that was found damaged or missing. */
bool finds_help(const struct store *store, const struct finds *finds);

#endif
