/* The host: all games, seats and sessions of one server process, without sockets, threads or a clock. Networks
 * (server/net) and the hot-seat link (client/link/local.c) feed it bytes; it hands bytes back when they may go out.
 *
 * A session is one connection: who are you (seats taken by token), are you allowed (one gate over one table of
 * messages, gate.h). Whatever a session is told waits until the journal entries made before are on disk.
 *
 * Life: host_create; host_restore; host_create_game as often as wanted; session_open / session_receive /
 * session_close; host_step when time has passed; host_flush or the batch functions when the journal wants writing. */
#ifndef IBAR_SESSION_HOST_H
#define IBAR_SESSION_HOST_H

#include "store/store.h"
#include "table/table.h"

#define TOKEN_TEXT 33 /* 32 hexadecimal digits and NUL */
#define ENVELOPE_CLIENT_MAX 65536
#define ENVELOPE_SERVER_MAX (1024 * 1024)

/* What a token opens besides a side's seat, which has the side's number. */
enum token_seat {
    TOKEN_HOST = 16,       /* the game's host: invites, hands seats over */
    TOKEN_UMPIRE = 17,     /* its umpire */
    TOKEN_WATCH = 18,      /* to look on, at all sides */
    TOKEN_WATCH_SIDE = 32  /* and the side: to look on at that side */
};

struct host;
struct session;

struct host_config {
    struct store *store; /* not owned */
    /* Gives a scenario by id, loaded once and kept while the host lives; NULL with a sentence in `why`. */
    const struct scenario *(*find)(void *ctx, const char *id, char *why, size_t size);
    void *find_ctx;
    void (*random)(void *bytes, size_t size); /* secrets and tokens: randombytes_buf, or a simulator's */
    const char *program;                      /* "ibard 0.1.0" */
    /* 32 bytes, copied: with them alone, and what is in the journal, tokens can be made. NULL: from the journal alone,
     * where nobody else reads it. */
    const uint8_t *seat_key;
};

struct host_game {
    const char *scenario, *name;
    const char *ai[SIDE_MAX]; /* NULL: a person's seat */
    uint32_t turn_seconds;
    uint16_t options;
};
struct host_seat {
    int side;
    char token[TOKEN_TEXT]; /* "" for computer seats */
};

/* NULL when memory runs out. */
struct host *host_create(const struct host_config *config);
/* Closes all sessions. Takes NULL. */
void host_destroy(struct host *host);

/* Reads all games of the journal and goes on with them. A game that cannot be read is reported to `problem` and left
 * in the journal untouched; returns the number of games that go on. */
size_t host_restore(struct host *host, int64_t now_ms, void (*problem)(void *ctx, const char *why), void *ctx);

/* Creates a game. Writes its seats and their number; false with a sentence in `why`. The tokens are valid once the
 * journal is flushed. */
bool host_create_game(struct host *host, const struct host_game *game, int64_t now_ms, struct host_seat seats[SIDE_MAX],
                      size_t *count, char *why, size_t size);
/* The tokens of the people's seats of a game that goes on: the same as when it was created. (A journal of before they
 * were made from a key gets new ones once; the old ones stay valid.) */
bool host_seats(struct host *host, uint64_t game, struct host_seat seats[SIDE_MAX], size_t *count);
/* Calls `each` for every game. */
void host_games(const struct host *host, void (*each)(void *ctx, const struct table *table), void *ctx);

struct session_hooks {
    void *ctx;
    /* One whole encoded Envelope, without length prefix; the bytes are the host's until it returns. */
    void (*send)(void *ctx, const uint8_t *bytes, size_t size);
    /* The host has no more to say: send what is queued, then close. session_close must still be called. */
    void (*end)(void *ctx);
};
/* NULL when memory runs out or too many are open. */
struct session *session_open(struct host *host, const struct session_hooks *hooks);
/* One whole encoded Envelope, as it came. Errors are answered, never returned. */
void session_receive(struct session *session, const uint8_t *bytes, size_t size, int64_t now_ms);
/* How many seats it holds. */
unsigned session_seats(const struct session *session);
/* Frees it; its seats show as not connected. */
void session_close(struct session *session);

/* Clocks and computer players. Returns the ms until it wants to be stepped again, -1 never. */
int64_t host_step(struct host *host, int64_t now_ms);

/* True when journal entries wait for a batch: call store_batch_begin / write / end, then host_durable, or
 * host_flush, which does all that and blocks. */
bool host_wants_flush(const struct host *host);
void host_durable(struct host *host, int64_t now_ms);
void host_flush(struct host *host, int64_t now_ms);

/* Tells every session a sentence and ends it (the server stops). */
void host_drain(struct host *host, const char *text);

struct host_counters {
    uint64_t games, sessions, seats_connected, envelopes_in, envelopes_out, orders, refused, errors, turns;
};
void host_count(const struct host *host, struct host_counters *out);

#endif
