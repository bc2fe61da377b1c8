/* One run of the simulator: a server process made of the real session, table and store code, on a simulated disk,
 * network and clock, with players that give orders and remember what was acknowledged.
 *
 *   world.c   the server's life: start, batches, death       wire.c    connections: delay, loss, disconnection
 *   player.c  a player: what it sends and hears              memory.c  what a player was told, and what may be
 *   watch.c   replicas agree, nothing leaks, nothing lost     disk.c    the disk
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
#define CONNECTIONS_MAX 24
#define REQUESTS_MAX    4096
#define TURNS_MAX       40
#define TURN_NONE       UINT_MAX /* no turn was looked at yet */

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
struct connection {
    bool used;
    struct player *player; /* NULL: the player has given it up */
    struct session *session;
    bool ending; /* the server has no more to say */
    int64_t close_ms; /* when the server notices that the player is gone */
    struct wire up, down;
};

enum request_kind { REQUEST_HELLO, REQUEST_JOIN, REQUEST_READY, REQUEST_PUT, REQUEST_REMOVE, REQUEST_COMMIT, REQUEST_OTHER };
enum request_state { REQUEST_WAITING, REQUEST_DONE, REQUEST_REFUSED, REQUEST_UNKNOWN };
struct request {
    enum request_kind kind;
    enum request_state state;
    unsigned turn;
    struct order order;
    uint16_t unit; /* REMOVE: the slot */
    bool policy, yes;
};

struct player {
    unsigned game; /* index */
    int side;
    char token[TOKEN_TEXT];
    struct connection *connection; /* NULL: none */
    int64_t connect_ms;            /* when it connects again */
    bool joined, have_view, over, named;
    bool seat_lost; /* another connection has taken it */
    unsigned phase, turn; /* as Table said last */
    unsigned view_turn, acts; /* requests made in this turn */
    struct view view;
    uint64_t over_sum;
    struct request request[REQUESTS_MAX]; /* by id - 1 */
    size_t requests;
    unsigned waiting;
};

struct game_watch {
    uint64_t number;
    unsigned turn;
    bool over;
    struct {
        uint64_t server, told; /* 0: not yet */
    } view[SIDE_MAX][TURNS_MAX][2], report[SIDE_MAX][TURNS_MAX];
    uint64_t over_sum;
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
    struct connection connection[CONNECTIONS_MAX];
    uint8_t secret[16][32];
    size_t secrets;
    struct {
        unsigned starts, kills, cuts, fulls, failures, batches, acknowledged, refused, views, replicas;
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
struct connection *wire_connect(struct world *world, struct player *player);
/* The player's end is gone. What is on its way up may still arrive, in part. */
void wire_cut(struct world *world, struct connection *connection);
/* Delivers what is due. */
void wires_step(struct world *world);
/* The server's ends are gone. */
void wires_lose(struct world *world);

/* player.c */
void player_step(struct world *world, struct player *player);
void player_hear(struct world *world, struct player *player, const uint8_t *bytes, size_t size);
void player_cut(struct world *world, struct player *player);

/* memory.c */
struct request *memory_add(struct world *world, struct player *player, enum request_kind kind, uint64_t *id);
/* Fails when the plan is not one that the answers allow. */
void memory_check_plan(const struct world *world, const struct player *player, unsigned turn, const struct plan *plan,
                       const char *where);
void memory_check_commit(const struct world *world, const struct player *player, unsigned turn, bool committed,
                         const char *where);
/* The highest turn in which something was acknowledged, 0 without. */
unsigned memory_last_turn(const struct player *player);

/* watch.c */
uint64_t watch_view_sum(struct view *view);
uint64_t watch_bytes_sum(const uint8_t *bytes, size_t size);
/* After each step. */
void watch_tables(struct world *world);
void watch_told_view(struct world *world, const struct player *player, struct view *view);
void watch_told_report(struct world *world, const struct player *player, unsigned turn, uint64_t sum);
void watch_leak(const struct world *world, const uint8_t *bytes, size_t size, bool over);
/* What is on disk holds all that was acknowledged, and gives the same tables. Only while nothing is queued. */
void watch_journal(struct world *world);

#endif
