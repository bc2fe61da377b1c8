/* One run of the simulator: a server process made of the real session, table and store code, on a simulated disk,
 * network and clock, with people that play, rule and look on, and remember what was acknowledged.
 *
 *   world.c     the server's life: start, batches, death      wire.c    connections: delay, loss, disconnection
 *   player.c    a player: what it sends and hears             memory.c  what a player was told, and what may be
 *   official.c  umpire and host of a game                     spectator.c  who looks on
 *   visitor.c   who comes to the lobby
 *   watch.c     views and reports are those of the truth      told.c    rulings and lines are told for good
 *   audit.c     the journal holds what was acknowledged       disk.c    the disk
 *
 * The first broken promise ends the program with the exit code of its kind. */
#ifndef IBAR_TESTS_SIMULATOR_WORLD_H
#define IBAR_TESTS_SIMULATOR_WORLD_H

#include "disk.h"

#include <limits.h>

#include "data/data.h"
#include "proto/convert.h"
#include "session/host.h"

enum failure {
    FAILURE_USAGE = 2,
    FAILURE_LOST = 3,     /* something acknowledged is not there */
    FAILURE_REPLICA = 4,  /* two replicas of a view or state disagree */
    FAILURE_LEAK = 5,     /* a player was told what it may not know */
    FAILURE_STUCK = 6,    /* the faults have stopped and the game does not reach its end */
    FAILURE_PROTOCOL = 7, /* an answer that the protocol does not know here */
    FAILURE_RESTORE = 8,  /* the journal of a sound disk cannot be read */
    FAILURE_BROKEN = 9    /* an invariant of the table is broken */
};

#define GAMES_MAX       2
#define PLAYERS_MAX     (GAMES_MAX * SIDE_MAX)
#define SPECTATORS_EACH 2 /* at most, of a game */
#define CONNECTIONS_MAX 48
#define REQUESTS_MAX    4096
#define TURNS_MAX       40
#define MOMENTS_MAX     512  /* of a game: turns, each as often as it was amended or gone back to */
#define RULED_MAX       256  /* rulings of a game */
#define REWINDS_TRIED   5    /* of a game: asked for, made or not */
#define SAID_MAX        1024 /* lines that one ear hears */
#define EARS            (SIDE_MAX + 2) /* as CHAT_EARS */

/* All that is drawn for a run. */
struct drawn {
    uint64_t seed;
    const char *scenario;
    unsigned games, steps;
    const char *ai[GAMES_MAX][SIDE_MAX]; /* NULL: a player */
    unsigned turn_seconds;
    unsigned delay_ms_max, batch_ms_max;
    unsigned cut, kill, power, die, full; /* chances in 10,000 of each step */
    struct disk_faults faults;
    bool umpired;
    unsigned delay, spectators; /* of each game */
    unsigned rules, says, votes; /* chances in 1,000 of what officials do, and players besides playing */
    unsigned deltas; /* in 1,000: that a connection takes them */
    unsigned visits; /* in 1,000: that the visitor of the lobby asks for something; 0: there is no lobby */
};

struct letter {
    int64_t at_ms;
    uint8_t *bytes;
    size_t size;
};
struct wire {
    struct letter *letter;
    size_t start, count, room;
    int64_t last_ms;
};
/* Somebody with a connection. */
struct world;
struct peer;
struct peer_kind {
    void (*hear)(struct world *world, struct peer *peer, const uint8_t *bytes, size_t size);
    void (*idle)(struct world *world, struct peer *peer); /* all that was sent has come */
    void (*cut)(struct world *world, struct peer *peer);
};
struct peer {
    const struct peer_kind *kind;
    unsigned game; /* index */
    struct connection *connection; /* NULL: none */
    int64_t connect_ms;            /* when it connects again */
};
struct connection {
    bool used;
    struct peer *peer; /* NULL: it has given it up */
    struct session *session;
    bool ending; /* the server has no more to say */
    int64_t close_ms; /* when the server notices that the player is gone */
    struct wire up, down;
};

enum request_kind {
    REQUEST_HELLO,
    REQUEST_JOIN,
    REQUEST_READY,
    REQUEST_PUT,
    REQUEST_REMOVE,
    REQUEST_COMMIT,
    REQUEST_SAY,
    REQUEST_OTHER
};
enum request_state { REQUEST_WAITING, REQUEST_DONE, REQUEST_REFUSED, REQUEST_UNKNOWN };
struct request {
    enum request_kind kind;
    enum request_state state;
    unsigned turn;
    unsigned rewinds; /* that were heard of when it was answered */
    struct order order;
    uint16_t unit; /* REMOVE: the slot */
    bool policy, yes;
    unsigned line; /* SAY: its number among the player's own */
};

/* A View as a client keeps it. */
struct replica {
    uint8_t *bytes; /* packed; NULL: none */
    size_t size;
    uint64_t sequence, hash;
};

/* What a seat or an observer was told with one change of the table: it is looked at as a whole. */
struct group {
    bool table, view, over;
    unsigned phase, turn;
    bool committed, ready, named;
    bool others; /* a computer or the umpire plays the side */
    uint64_t over_sum;
};

/* What was ruled in a turn, as far as its player knows. */
struct turn_mark {
    bool amended; /* orders may have fallen away, and the commit has */
    bool handed;  /* somebody else had the seat */
};

struct player {
    struct peer peer;
    int side;
    char token[TOKEN_TEXT];
    char stand_in[TOKEN_TEXT]; /* a substitute's token for the seat; "": none */
    bool as_substitute;        /* the connection joined with that */
    bool joined, have_view, over, named, deltas;
    bool seat_lost; /* another connection has taken it, or somebody else has the seat */
    unsigned phase, turn; /* as Table said last */
    unsigned view_turn, acts; /* requests made in this turn */
    unsigned rewinds, rulings; /* that were heard of */
    struct turn_mark mark[REWINDS_TRIED + 1][TURNS_MAX];
    struct group group;
    unsigned table_rewinds, view_rewinds; /* when phase and turn, and the view, were told */
    struct view view;
    struct replica replica;
    int absent; /* a side that nobody plays, -1 */
    unsigned lines;
    struct request request[REQUESTS_MAX]; /* by id - 1 */
    size_t requests;
    unsigned waiting;
};

/* Umpire and host of a game: both places on one connection. */
enum ruling_asked { ASKED_PAUSE, ASKED_AMEND, ASKED_REWIND, ASKED_HAND, ASKED_SAY, ASKED_OTHER };
struct asked {
    enum ruling_asked kind;
    enum request_state state;
    int side;          /* HAND */
    unsigned hand;     /* HAND: index of hand_words */
    bool made;         /* a ruling with its reason was seen on the server */
    bool join_umpire, join_host;
};
struct official {
    struct peer peer;
    char umpire_token[TOKEN_TEXT], host_token[TOKEN_TEXT];
    unsigned umpire_seat, host_seat; /* 0: not joined */
    unsigned side_seat[SIDE_MAX];    /* that the umpire plays */
    bool have_table, paused;
    bool lost; /* a place was taken from it */
    unsigned phase, turn;
    bool umpire_plays[SIDE_MAX], open[SIDE_MAX];
    unsigned tried[ASKED_OTHER];
    struct asked asked[REQUESTS_MAX]; /* by id - 1 */
    size_t count;
    unsigned waiting;
};

struct spectator {
    struct peer peer;
    char token[TOKEN_TEXT];
    int side; /* -1: all */
    bool joined, lost, deltas;
    unsigned delay, phase;
    struct replica replica;
};

/* What the visitor of the lobby knows of what he was answered. */
#define VISITED_MAX  10
#define VISIT_TOKENS 12
enum sure { SURE_NO, SURE_YES, SURE_NOT_KNOWN };
enum visit {
    VISIT_NOTHING, /* waits for no answer */
    VISIT_HELLO,
    VISIT_CREATE,
    VISIT_TAKE,
    VISIT_JOIN,
    VISIT_HOST,
    VISIT_LEAVE,
    VISIT_GIVE_UP,
    VISIT_LIST
};
struct visited_token {
    char text[TOKEN_TEXT];
    enum sure opens;
};
struct visited_seat {
    enum sure held;
    struct visited_token token[VISIT_TOKENS];
    unsigned tokens;
};
struct visited_game {
    uint64_t number;
    char host_token[TOKEN_TEXT];
    bool listed;
    struct visited_seat seat[SIDE_MAX];
};
struct visitor {
    struct peer peer;
    struct visited_game game[VISITED_MAX];
    unsigned games;
    enum visit what; /* he has asked for */
    uint64_t last_id;
    unsigned at, token; /* of which game, by which token */
    int side;
    bool unlisted, placed, is_host;
};

/* The game as it was while the orders of a turn were awaited. */
struct moment {
    unsigned turn, changes; /* amendments and rewinds before it */
    bool over;
    bool unsure; /* before the server died, and nobody was told of it: it may be lost */
    unsigned report_turn;
    struct {
        uint64_t server, told; /* 0: not yet */
    } view[SIDE_MAX], report[TABLE_TRUTH + 1];
};
struct game_watch {
    uint64_t number;
    struct moment moment[MOMENTS_MAX];
    size_t moments, present; /* present: index + 1 of that which the server has; 0: look anew */
    size_t line[TURNS_MAX];  /* index + 1 of the last moment of each turn that is in force; 0: not known */
    uint64_t over_sum[REWINDS_TRIED + 1];
    uint64_t ruling[RULED_MAX]; /* sums by number - 1, as told; 0: not yet */
    bool open[RULED_MAX];
    unsigned rulings;           /* that were told */
    uint64_t said[EARS][SAID_MAX]; /* the same of lines */
};

struct world {
    struct drawn drawn;
    struct luck luck;
    int64_t now_ms, wake_ms;
    unsigned step;
    bool healing;
    const struct scenario *scenario;
    char path[96];
    struct store *store;
    struct host *host; /* NULL: the process is not there */
    int64_t start_ms;
    struct store_batch *batch;
    bool batch_written, batch_ran;
    int64_t batch_ms;
    int64_t full_until_ms;
    struct game_watch watch[GAMES_MAX];
    struct player player[PLAYERS_MAX];
    size_t players;
    struct official official[GAMES_MAX];
    struct spectator spectator[GAMES_MAX * SPECTATORS_EACH];
    size_t spectators;
    struct visitor visitor;
    struct connection connection[CONNECTIONS_MAX];
    uint8_t secret[16][32];
    size_t secrets;
    struct {
        unsigned starts, kills, cuts, fulls, failures, batches, acknowledged, refused, views, deltas, replicas, pauses, amends,
            rewinds, hands, lines, looked, visits;
    } count;
    uint64_t digest; /* of all that players heard */
};

/* Prints the sentence with seed, step and time, and ends the program. */
_Noreturn void world_fail(const struct world *world, enum failure kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Plays the run to its end. `world` is zeroed but for `drawn`; `folder` an empty folder for the lock file. */
void world_run(struct world *world, const char *folder);
/* The process is gone; `power`: the whole machine. */
void world_kill(struct world *world, bool power);

/* wire.c */
void wire_put(struct world *world, struct wire *wire, const uint8_t *bytes, size_t size);
struct connection *wire_connect(struct world *world, struct peer *peer);
/* The client's end is gone. What is on its way up may still arrive, in part. */
void wire_cut(struct world *world, struct connection *connection);
/* Delivers what is due. */
void wires_step(struct world *world);
/* The server's ends are gone. */
void wires_lose(struct world *world);
/* Packs and sends. */
void peer_send(struct world *world, struct peer *peer, Ibar__V1__Envelope *envelope);
/* The connection breaks now, by chance or because it is of no use. */
void peer_leave(struct world *world, struct peer *peer);
/* Says Hello; `deltas`: takes ViewDelta. */
void peer_hello(struct world *world, struct peer *peer, uint64_t id, bool deltas);
/* Unpacks what came, and looks that it gives away nothing. */
Ibar__V1__Envelope *peer_unpack(struct world *world, const uint8_t *bytes, size_t size);

/* player.c */
void player_begin(struct player *player, unsigned game, int side, const char *token);
void player_step(struct world *world, struct player *player);

/* official.c */
void official_begin(struct world *world, unsigned game);
void official_step(struct world *world, struct official *official);
/* The number of the request in a reason, or a line, that official.c made; 0: none. */
size_t official_reason(const char *reason);
/* To whom a seat is handed over, as the journal says it, and how often that was acknowledged. */
#define HANDS 5
extern const char *const hand_words[HANDS];
unsigned official_hands(const struct official *official, int side, unsigned hand);

/* spectator.c */
void spectator_begin(struct world *world, unsigned game, int side);
void spectator_step(struct world *world, struct spectator *spectator);

/* visitor.c */
void visitor_begin(struct visitor *visitor);
void visitor_step(struct world *world, struct visitor *visitor);

/* memory.c */
struct request *memory_add(struct world *world, struct player *player, enum request_kind kind, uint64_t *id);
/* Fails when the plan is not one that the answers allow. `rewinds`: after so many. */
void memory_check_plan(const struct world *world, const struct player *player, unsigned rewinds, unsigned turn, bool amended,
                       const struct plan *plan, const char *where);
void memory_check_commit(const struct world *world, const struct player *player, unsigned rewinds, unsigned turn, bool amended,
                         bool committed, const char *where);
/* The highest turn in which something was acknowledged after so many rewinds, 0 without. */
unsigned memory_last_turn(const struct player *player, unsigned rewinds);

/* told.c */
/* A client hears a ruling: the same under its number as whoever heard it before. */
void told_ruling(struct world *world, unsigned game, const Ibar__V1__Ruling *ruling, bool full);
/* The same of a line; `ear` as in table/chat.h. */
void told_said(struct world *world, unsigned game, int ear, const Ibar__V1__Said *said);
/* The server's rulings and lines are those that were told. */
void told_check(struct world *world, unsigned index, const struct table *table);

/* watch.c */
uint64_t watch_view_sum(struct view *view);
uint64_t watch_bytes_sum(const uint8_t *bytes, size_t size);
/* Whenever a table may have changed. */
void watch_tables(struct world *world);
/* The server starts again, or went back to what is on disk. */
void watch_anew(struct world *world);
/* A view without its plan, as it came: it is one that the server had. */
void watch_told_view(struct world *world, unsigned game, struct view *view);
void watch_told_report(struct world *world, unsigned game, int side, const Ibar__V1__Report *report);
/* The view that a View or ViewDelta makes of what is there. */
void replica_take(struct world *world, struct replica *replica, const Ibar__V1__Envelope *envelope, struct view *view);
void replica_drop(struct replica *replica);
void watch_leak(const struct world *world, const uint8_t *bytes, size_t size, bool over);

/* audit.c: what is on disk holds all that was acknowledged, and gives the same tables. Only while nothing is queued. */
void watch_journal(struct world *world);

#endif
