/* What server.c and connection.c share. */
#ifndef IBAR_NET_SERVER_INTERNAL_H
#define IBAR_NET_SERVER_INTERNAL_H

#include <uv.h>

#include "server.h"

/* Limits of one connection. */
#define HANDSHAKE_MS    10000            /* until TLS is up and the first whole envelope has come */
#define FRAME_MS        30000            /* for the rest of an envelope that has begun */
#define WRITE_MS        30000            /* for a peer to take what is being written to it */
#define LINGER_MS       2000             /* for a peer to read our last words and close */
#define QUEUE_MAX       (4 * 1024 * 1024) /* bytes waiting for a slow peer, above which it is dropped */
#define CONNECTIONS_MAX 4096
#define DRAIN_MS        5000 /* for all clients to take their farewell */
#define SWEEP_MS        500

struct connection;

struct server {
    uv_loop_t loop;
    uv_tcp_t listener;
    uv_prepare_t prepare; /* before the loop waits: after timers */
    uv_check_t check;     /* after it waited: after sockets and finished writes */
    uv_timer_t step;      /* when the host wants to be stepped */
    uv_timer_t sweep;     /* deadlines of connections, while there are any */
    uv_timer_t counts;    /* metrics, after something happened */
    uv_signal_t signals[3];
    uv_work_t work;
    struct store_batch *batch; /* being written; NULL none */
    bool batch_written;
    struct host *host;
    struct store *store;
    struct tls *tls;
    struct metrics *metrics;
    struct connection *connections; /* all that are not closed yet */
    struct connection *dirty;       /* have something to write or to end in this turn */
    size_t count;
    uint64_t accepted, slow;        /* since the start */
    uint64_t batches;               /* writes of the journal */
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
/* Drops those that no session speaks to; the others get their farewell from host_drain. */
void connection_drain(struct server *server);
/* Closes all without a word. */
void connection_close_all(struct server *server);

/* A deadline has been set: the sweep must run. */
void server_watch(struct server *server);

#endif
