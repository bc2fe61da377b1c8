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

#define TOKEN_TEXT    33 /* 32 hexadecimal digits and NUL */
#define ADDRESS_BYTES 16
#define ENVELOPE_CLIENT_MAX 65536
#define ENVELOPE_SERVER_MAX (1024 * 1024)

/* What a token opens besides a side's seat, which has the side's number. */
enum token_seat {
    TOKEN_HOST = 16,       /* the game's host: invites, hands seats over */
    TOKEN_UMPIRE = 17,     /* its umpire */
    TOKEN_WATCH = 18,      /* to look on, at all sides */
    TOKEN_WATCH_SIDE = 32, /* and the side: to look on at that side */
    TOKEN_SUBSTITUTE = 64  /* and the side, and SIDES_ROOM times the number of a hand-over: the seat of that side */
};
#define SIDES_ROOM 16

struct host;
struct session;

/* What strangers may do: each with what stands before it. */
enum lobby {
    LOBBY_OFF,      /* nothing without a token */
    LOBBY_LIST,     /* see listed games and take their open seats */
    LOBBY_ACCOUNTS, /* have accounts, and with one create games */
    LOBBY_OPEN      /* create games without one too */
};
/* Bounds of what they can cause. */
struct host_limits {
    uint32_t games;        /* that are not over, in all */
    uint32_t games_each;   /* of them, created by one account or, since the start, from one address */
    uint32_t games_hour;   /* created from one address in an hour */
    uint32_t seats_hour;   /* seats taken and invited to, the same */
    uint32_t accounts;     /* in all */
    uint32_t accounts_hour; /* opened from one address in an hour */
    uint32_t password_seconds; /* between two passwords from one address in the long run */
    uint32_t unbegun_hours; /* until a game of the lobby that does not begin is dropped; 0 never */
    uint32_t over_hours;    /* until one that is over is dropped; 0 never */
};

/* Somebody who has a seat is not there and is to be called. */
enum host_event { HOST_YOUR_TURN, HOST_CLOCK_LOW, HOST_GAME_OVER };
struct host_notice {
    enum host_event event;
    uint64_t game;
    const char *game_name, *side, *player; /* valid during the call; no token, nothing secret */
    unsigned side_number, turn;
};

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
    enum lobby lobby;
    struct host_limits limits; /* of the lobby; need not be filled when it is off */
    /* Called when what it tells of is on disk; NULL: nobody is called. */
    void (*notice)(void *ctx, const struct host_notice *notice);
    void *notice_ctx;
};

struct host_game {
    const char *scenario, *name;
    const char *ai[SIDE_MAX]; /* NULL: a person's seat */
    uint32_t turn_seconds, bank_seconds, grace_seconds; /* see struct table_config */
    uint16_t options;
    bool listed, watched, umpired;
    uint16_t delay; /* turns that spectators see late */
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
/* True for a game that was created in the lobby: its seats are its host's to give, not the server's. */
bool host_is_from_lobby(const struct host *host, uint64_t game);
/* The token for a place at a game, a side's number or enum token_seat: the same each time. False when there is no such
 * game or it cannot be kept. */
bool host_token(struct host *host, uint64_t game, unsigned seat, char token[TOKEN_TEXT]);
/* Calls `each` for every game. */
void host_games(const struct host *host, void (*each)(void *ctx, const struct table *table), void *ctx);

struct session_hooks {
    void *ctx;
    /* One whole encoded Envelope, without length prefix; the bytes are the host's until it returns. */
    void (*send)(void *ctx, const uint8_t *bytes, size_t size);
    /* The host has no more to say: send what is queued, then close. session_close must still be called. */
    void (*end)(void *ctx);
    uint8_t address[ADDRESS_BYTES]; /* equal for those that count as one, for limits; never told to anybody */
    bool confidential;              /* nobody between can read: passwords may come */
};
/* NULL when memory runs out or too many are open. */
struct session *session_open(struct host *host, const struct session_hooks *hooks);
/* One whole encoded Envelope, as it came. Errors are answered, never returned. Returns how many requests it is worth
 * to a limit of their rate: 1, more for what costs more. The caller wipes the bytes: they may hold a password. */
unsigned session_receive(struct session *session, const uint8_t *bytes, size_t size, int64_t now_ms);
/* How many seats it holds. */
unsigned session_seats(const struct session *session);
/* Frees it; its seats show as not connected. */
void session_close(struct session *session);

/* Gives the account of that name a password that is drawn, and writes it to the journal, which no host may have open: who is
 * logged in would stay so. Blocks for a tenth of a second. False with a sentence in `why`; nothing was changed then. */
#define HOST_PASSWORD_ROOM 24
bool host_reset_password(struct store *store, const char *name, char password[HOST_PASSWORD_ROOM], char *why, size_t size);

/* A password takes a tenth of a second of one core and 64 MiB, so that it is looked at apart: begin takes what waits
 * (NULL: nothing, or one is under way), work blocks and may run on another thread, end answers. host_passwords does it
 * all and blocks. */
struct password_job;
struct password_job *host_password_begin(struct host *host);
void host_password_work(struct password_job *job);
void host_password_end(struct host *host, struct password_job *job, int64_t now_ms);
void host_passwords(struct host *host, int64_t now_ms);

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
    uint64_t created, accounts, passwords_wrong; /* games of the lobby since the start; accounts there are */
};
void host_count(const struct host *host, struct host_counters *out);

#endif
