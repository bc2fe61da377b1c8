/* What the files of the sessions share with each other and nobody else.
 *
 *   host.c     life, games, clocks           gate.c     one gate over one table of messages
 *   full.c     the disk is full              games.c    creating games, tokens
 *   restore.c  games out of the journal      hello.c    Hello, Ping
 *   session.c  one connection                join.c     Join, Leave
 *   outbox.c   held until durable            play.c     Ready, OrderPut, OrderRemove, Commit
 *   answer.c   the one answer to a request   review.c   Resync, RecordRequest
 *   tell.c     Table, View, Report, Over     text.c     UTF-8
 *   chat.c     Say, Said                     delta.c    ViewDelta
 *
 * Invariants: a request gets exactly one answer; a session's output leaves in the order in which it was made;
 * nothing leaves before the journal entries made before it are on disk; a seat is held by at most one
 * session. */
#ifndef IBAR_SESSION_ROOM_H
#define IBAR_SESSION_ROOM_H

#include "host.h"

#include "proto/convert.h"

/* The simulator makes these small, so that they are reached. */
#ifndef SESSIONS_MAX
#define SESSIONS_MAX 65536
#endif
#ifndef OUTBOX_MAX
#define OUTBOX_MAX (8 * 1024 * 1024) /* bytes that wait for the disk, of one session */
#endif
#define SESSION_SEATS    16                /* seats of one session */
#define UNPACK_MAX       (256 * 1024)      /* memory of one message of a client */
#define RECORD_CHUNK     (64 * 1024)
#define TURN_SECONDS_MAX (14 * 24 * 3600)
/* A table that took an order is stepped after this at the latest: it gives back what it kept for the order.
 */
#define IDLE_STEP_MS 30000
/* A full disk is tried again after this time. */
#define FULL_RETRY_MS 1000
#define SENTENCE_MAX 400

/* Output that waits for the disk: a head, then the envelope. */
struct outbox {
    uint8_t *bytes;
    size_t start, end, room;
};

struct game_seat {
    struct session *session; /* NULL: nobody is there */
    unsigned number;         /* of the seat in that session, from 1 */
    uint64_t sequence; /* of its last View */
    struct seen *seen; /* what a client that takes deltas has been shown last; NULL: none (delta.c) */
};

/* The game's part of what its seats' tokens are made from. */
#define SEAT_KEY 32
struct seat_key {
    bool known; /* it is in the journal */
    uint8_t bytes[SEAT_KEY];
};

struct game {
    struct host *host;
    struct table *table;
    struct seat_key key;
    uint64_t appended; /* its last entry in the journal */
    int64_t wake_ms; /* when it wants to be stepped; INT64_MAX never */
    bool news[TABLE_NEWS_OVER + 1];
    struct game_seat seat[SIDE_MAX];
};

struct holding {
    struct game *game; /* NULL: free */
    int side;
};

struct session {
    struct host *host;
    struct session_hooks hooks;
    struct session *previous, *next;
    struct session *next_held; /* list of those whose outbox holds something */
    bool held;
    bool greeted;
    bool deltas; /* it takes ViewDelta */
    bool ending; /* takes nothing more; ends when the outbox is empty */
    bool ended;
    struct holding holding[SESSION_SEATS];
    struct outbox outbox;
};

struct row_counters {
    uint64_t received, refused;
};
#define ROWS_MAX 32

struct host {
    struct host_config config;
    uint8_t seat_key[SEAT_KEY]; /* the server's part of all tokens */
    struct game **games; /* by rising number */
    size_t games_count, games_room;
    uint64_t next_game;
    int64_t now_ms, wake_ms;
    struct session *sessions, *held;
    size_t sessions_count;
    struct host_counters counters;
    struct row_counters row[ROWS_MAX];
    bool failure_told;
    bool full;        /* the disk was, when last tried */
    int64_t retry_ms; /* when it is tried again */
    struct view view; /* scratch */
    uint8_t *bytes;   /* scratch of out_send */
    size_t bytes_room;
};

/* One message of a client on its way through gate and handler. */
struct request {
    struct session *session;
    const Ibar__V1__Envelope *envelope;
    struct game *game; /* of the seat; NULL for messages without a seat */
    int side;
    unsigned seat; /* its number in the session, 0 without */
    int64_t now_ms;
    bool answered, refused;
};

/* outbox.c. Queues an envelope behind what is held, or sends it at once when nothing is. */
void out_send(struct session *session, const Ibar__V1__Envelope *envelope);
/* Sends what may go out. */
void out_release(struct host *host);
/* What is held did not happen: requests are answered with an error, the rest is forgotten. */
void out_refuse(struct host *host, const char *text);
/* The journal has failed: what is held is answered with an error, then every session ends. */
void out_fail(struct host *host);
void out_finish(struct session *session);
/* No more is taken from the session; it ends when all is sent. */
void session_end(struct session *session);

/* answer.c */
void answer_body(struct request *request, Ibar__V1__Envelope *envelope);
void answer_done(struct request *request);
void answer_error(struct request *request, Ibar__V1__ErrorCode code, const char *rule, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
/* The same, and the session ends. */
void answer_fatal(struct request *request, Ibar__V1__ErrorCode code, const char *rule, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
/* An error that answers no request; `seat` 0: the whole session. */
void tell_error(struct session *session, unsigned seat, Ibar__V1__ErrorCode code, const char *rule,
                const char *text, bool fatal);

/* tell.c */
void tell_table(struct game *game); /* to all seats */
void tell_seat_table(struct game *game, int side);
void tell_seat_view(struct game *game, int side);
void tell_seat_report(struct game *game, int side);
void tell_seat_over(struct game *game, int side);
/* Table, Report, View, Over: all that a seat may have missed. */
void tell_seat_all(struct game *game, int side);
/* chat.c. The lines that a seat may hear: all that are kept, or the last. */
void tell_seat_chat(struct game *game, int side);
void tell_seat_said(struct game *game, int side);
/* Tells what the table's news say, then forgets them. */
void tell_news(struct game *game);

/* delta.c. A View that is about to be sent to a seat becomes a ViewDelta when its client takes them and has been shown
 * another. Call it for each View of a seat, once, right before it is sent. */
void delta_make(struct game_seat *seat, struct convert_arena *arena, Ibar__V1__Envelope *envelope);
/* A seat was taken by a client that still has the view of this sequence and hash (0: none). */
void delta_join(struct game *game, int side, uint64_t sequence, uint64_t hash);
/* The next View of the seat is whole. */
void delta_forget(struct game_seat *seat);
void delta_forget_all(struct game *game);

/* full.c. After a batch: notices that the disk became full, or has room again. */
void full_notice(struct host *host, int64_t now_ms);
/* restore.c: the game and its key as they are in the journal; NULL with a sentence. */
struct table *table_read(struct host *host, uint64_t number, struct seat_key *key, int64_t now_ms, char *why,
                         size_t size);

/* host.c */
struct game *host_find(const struct host *host, uint64_t number);
struct game *host_add(struct host *host, struct table *table);
void game_hooks(struct host *host, struct table_hooks *hooks);
/* The game wants to be stepped at `at_ms`. */
void game_wake(struct game *game, int64_t at_ms);
/* Takes a seat from the session that holds it. */
void seat_release(struct game *game, int side);
void token_hash(const char token[TOKEN_TEXT], uint8_t hash[32]);

/* text.c */
/* UTF-8 of at most `most` bytes without control characters. */
bool text_is_line(const char *text, size_t most);
/* Replaces what is not UTF-8, so that every protobuf reader takes it. */
void text_clean(char *text);

#endif
