/* What server.c and connection.c share. */
#ifndef IBAR_NET_SERVER_INTERNAL_H
#define IBAR_NET_SERVER_INTERNAL_H

#include <uv.h>

#include "ops/histogram.h"
#include "ops/limits.h"
#include "notices.h"
#include "server.h"

#define LINGER_MS 2000 /* for a peer to read our last words and close */
#define SWEEP_MS  500
#define RESUME_MS 20   /* until a connection that was too fast is read again */

struct connection;

/* Since the start. */
struct server_counters {
    uint64_t accepted, refused; /* connections taken, and closed unheard */
    uint64_t slow, idle, early; /* dropped: read too slowly, had nothing to say, made room for another handshake */
    uint64_t throttled;         /* times that a connection was left unread as too fast */
    uint64_t bytes_in, bytes_out;
    uint64_t batches;           /* writes of the journal */
    uint64_t batches_in_loop;   /* of them, those that the loop made itself */
};

struct server {
    uv_loop_t loop;
    uv_tcp_t listener;
    uv_prepare_t prepare; /* before the loop waits: after timers */
    uv_check_t check;     /* after it waited: after sockets and finished writes */
    uv_timer_t step;      /* when the host wants to be stepped */
    uv_timer_t sweep;     /* deadlines of connections, while there are any */
    uv_timer_t resume;    /* connections that were too fast, while there are any */
    uv_timer_t watchdog;  /* signs of life for systemd */
    uv_timer_t counts;    /* metrics, after something happened */
    uv_signal_t signals[3];
    uv_work_t work;
    struct store_batch *batch; /* being written; NULL none */
    bool batch_written;
    uint64_t early; /* entries that are a batch before the loop has read all that has come */
    uint64_t batch_entries;
    unsigned slow_left; /* so many more are written by a thread, however small */
    uv_work_t password_work;
    struct password_job *password; /* being looked at; NULL none */
    struct notices *notices;       /* NULL: nobody is called */
    struct host *host;
    struct store *store;
    struct tls *tls;
    struct metrics *metrics;
    struct connection *connections; /* all that are not closed yet */
    struct connection *dirty;       /* have something to write or to end in this turn */
    size_t count;
    size_t handshakes;              /* of them, those without a whole envelope yet */
    struct limits limits;
    struct server_counters counters;
    struct histogram answer_times, journal_times;
    uint64_t batch_began_us;
    int64_t refused_told_ms;        /* when the log said last that a connection was not taken; 0 never */
    uint64_t refused_untold;
    int64_t queued_ms;              /* when what waits for all clients was last reckoned, and what it was */
    uint64_t queued;
    uint64_t next_id;
    bool active;                    /* something was told to the host in this turn */
    bool counts_stale;
    bool draining, ended, journal_told;
    bool full_told;    /* that the disk is full */
    int64_t drain_until;
    char address[128];
    uint8_t input[64 * 1024];       /* libuv fills it and calls back at once: one for all */
};

/* Takes a connection that waits at the listener. */
void connection_accept(struct server *server);
/* Writes what the connections of `server->dirty` have to say, and closes those that are done. */
void connection_flush_dirty(struct server *server);
/* Drops those whose time has run out; returns how many have deadlines left. */
size_t connection_sweep(struct server *server, int64_t now_ms);
/* Goes on with those that were too fast; returns how many still are. */
size_t connection_resume(struct server *server);
/* Drops those that no session speaks to; the others get their farewell from host_drain. */
void connection_drain(struct server *server);
/* Bytes that wait for peers, in all. */
uint64_t connection_queued(const struct server *server);
/* Closes all without a word. */
void connection_close_all(struct server *server);

/* After a read: begins a batch when half as many entries wait as the last one had, so that the disk writes while the loop
 * reads the rest. */
void server_begin_early(struct server *server);
/* A deadline has been set: the sweep must run. */
void server_watch(struct server *server);
/* A connection was too fast: the resumption must run. */
void server_throttle(struct server *server);

static inline int64_t limit_ms(const struct server *server, enum limit limit) {
    return (int64_t)server->limits.value[limit] * 1000;
}
static inline uint64_t server_us(void) {
    return uv_hrtime() / 1000;
}

#endif
