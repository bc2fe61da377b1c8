/* One connection: bytes from the socket through TLS and frames into a session, and back.
 *
 *   OPEN      reads and writes
 *   ENDING    nothing more is read; what is queued is written
 *   LINGERING our side is shut down; waits until the peer has read it and closes
 *   CLOSED    uv_close was called; freed in its callback and nowhere else
 *
 * Callbacks of the host only queue and mark: sockets are touched, and connections closed, at the end of the loop's
 * turn in connection_flush_dirty. */
#include <assert.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "ops/log.h"
#include "proto/frame.h"
#include "refusal.h"
#include "server_internal.h"

#define DEAD_MS          60000 /* a peer that acknowledges nothing for so long is gone */
#define QUEUE_SHARE      (128 * 1024) /* what a connection may keep waiting however much waits for all */
#define QUEUED_EACH_MS   100
#define THROTTLE_TOLD_MS 10000 /* between two times that a client is told to be slower */

enum phase { OPEN, ENDING, LINGERING, CLOSED };

struct connection {
    uv_tcp_t tcp;
    uv_write_t write;
    uv_shutdown_t shutdown;
    struct server *server;
    struct connection *previous, *next, *next_dirty;
    uint64_t id;
    enum phase phase;
    struct session *session;   /* from the first plain bytes on */
    struct tls_stream *tls;    /* NULL: plain text */
    struct frame_reader frames;
    struct buffer plain;       /* frames to be encrypted; unused without TLS */
    struct buffer wire;        /* bytes for the socket */
    struct buffer flight;      /* bytes that libuv is writing */
    bool dirty, writing, begun, peer_ended;
    uint64_t envelopes;        /* whole ones that came */
    uint64_t envelopes_timed;  /* of them when the deadline for the rest of one was set */
    const char *drop;          /* why it is to be closed at the end of the turn; static text */
    int64_t deadline;          /* ms; 0: none */
    const char *deadline_why;
    int64_t write_deadline;
    uint64_t bytes_in, bytes_out;
    uint64_t asked_us;         /* when a request came that nothing was sent after; 0: none */
    int64_t heard_ms;          /* when the last envelope came */
    struct bucket bucket;      /* requests that are taken at once */
    bool throttled;            /* too fast: unread until the bucket fills */
    int64_t throttle_told_ms;  /* 0: never */
    uint8_t address[ADDRESS_KEY];
    bool loopback;             /* the peer is on this computer */
    char peer[80];
};

static void mark(struct connection *connection) {
    if (connection->dirty || connection->phase == CLOSED)
        return;
    connection->dirty = true;
    connection->next_dirty = connection->server->dirty;
    connection->server->dirty = connection;
}

static void drop(struct connection *connection, const char *why) {
    if (!connection->drop)
        connection->drop = why;
    mark(connection);
}

static uint64_t queued(const struct connection *connection) {
    return buffer_size(&connection->plain) + buffer_size(&connection->wire) + buffer_size(&connection->flight);
}

uint64_t connection_queued(const struct server *server) {
    uint64_t sum = 0;
    for (const struct connection *connection = server->connections; connection; connection = connection->next)
        sum += queued(connection);
    return sum;
}

static void set_deadline(struct connection *connection, int64_t ms, const char *why) {
    connection->deadline = server_now() + ms;
    connection->deadline_why = why;
    server_watch(connection->server);
}

/* Where frames are queued: before encryption, or straight for the socket. */
static struct buffer *outgoing(struct connection *connection) {
    return connection->tls ? &connection->plain : &connection->wire;
}

/* What waits for all clients, reckoned anew ten times a second: between, each adds what its rate of requests allows. */
static bool much_waits(struct server *server) {
    int64_t now = server_now();
    if (now - server->queued_ms >= QUEUED_EACH_MS) {
        server->queued_ms = now;
        server->queued = connection_queued(server);
    }
    return server->queued > (uint64_t)server->limits.value[LIMIT_QUEUE_ALL] << 20;
}

static bool reads_too_slowly(const struct connection *connection, size_t size) {
    uint64_t waits = queued(connection) + size;
    return waits > (uint64_t)connection->server->limits.value[LIMIT_QUEUE] * 1024 ||
           (waits > QUEUE_SHARE && much_waits(connection->server));
}

static void send_envelope(void *ctx, const uint8_t *bytes, size_t size) {
    struct connection *connection = ctx;
    if (connection->phase != OPEN || connection->drop)
        return;
    if (reads_too_slowly(connection, size)) {
        connection->server->counters.slow++;
        drop(connection, "too slow");
        return;
    }
    struct buffer *buffer = outgoing(connection);
    uint8_t *to = buffer_reserve(buffer, FRAME_HEAD_MAX + size);
    if (!to) {
        drop(connection, "no memory");
        return;
    }
    size_t head = frame_head(to, (uint32_t)size);
    memcpy(to + head, bytes, size);
    buffer->end += head + size;
    if (connection->asked_us) {
        histogram_add(&connection->server->answer_times, server_us() - connection->asked_us);
        connection->asked_us = 0;
    }
    mark(connection);
}

static void end_session(void *ctx) {
    struct connection *connection = ctx;
    if (connection->phase != OPEN)
        return;
    connection->phase = ENDING;
    mark(connection);
}

/* Says why and ends: for what never reaches a session. */
static void refuse(struct connection *connection, Ibar__V1__ErrorCode code, const char *text) {
    if (connection->phase != OPEN)
        return;
    log_often(LOG_LEVEL_NOTICE, "refused", "connection=%llu reason=\"%s\"", (unsigned long long)connection->id, text);
    uint8_t frame[REFUSAL_MAX];
    size_t size = refusal_pack(frame, code, text, true);
    if (!buffer_append(outgoing(connection), frame, size))
        drop(connection, "no memory");
    connection->phase = ENDING;
    mark(connection);
}

static bool open_session(struct connection *connection) {
    struct session_hooks hooks = {.ctx = connection, .send = send_envelope, .end = end_session,
                                  .confidential = connection->tls || connection->loopback};
    _Static_assert(sizeof hooks.address == sizeof connection->address, "what counts as one address");
    memcpy(hooks.address, connection->address, sizeof hooks.address);
    connection->session = session_open(connection->server->host, &hooks);
    if (!connection->session)
        refuse(connection, IBAR__V1__ERROR_CODE__ERROR_LIMIT,
               "The server has as many connections as it can hold: try again later.");
    return connection->session != NULL;
}

static void refuse_frame(struct connection *connection, enum frame_result result) {
    char text[160];
    if (result == FRAME_TOO_LONG) {
        snprintf(text, sizeof text, "An envelope is longer than a client may send: at most %d bytes are taken.",
                 ENVELOPE_CLIENT_MAX);
        refuse(connection, IBAR__V1__ERROR_CODE__ERROR_LIMIT, text);
    } else if (result == FRAME_BAD_LENGTH)
        refuse(connection, IBAR__V1__ERROR_CODE__ERROR_MALFORMED,
               "The bytes are not frames of this protocol: each envelope is preceded by its length as a varint.");
    else
        drop(connection, "no memory");
}

/* Tells a client that is too fast, once in a while, and leaves it unread: what it sends stays with it. */
static void throttle(struct connection *connection, int64_t now) {
    struct server *server = connection->server;
    if (!connection->throttled) {
        connection->throttled = true;
        server->counters.throttled++;
        uv_read_stop((uv_stream_t *)&connection->tcp);
        server_throttle(server);
    }
    if (connection->throttle_told_ms && now - connection->throttle_told_ms < THROTTLE_TOLD_MS)
        return;
    connection->throttle_told_ms = now;
    char text[160];
    uint8_t frame[REFUSAL_MAX];
    snprintf(text, sizeof text,
             "Requests come too fast: this server takes %u a second from a connection; yours are answered as room comes.",
             server->limits.value[LIMIT_REQUESTS]);
    log_often(LOG_LEVEL_NOTICE, "throttled", "connection=%llu", (unsigned long long)connection->id);
    if (!buffer_append(outgoing(connection), frame, refusal_pack(frame, IBAR__V1__ERROR_CODE__ERROR_LIMIT, text, false)))
        drop(connection, "no memory");
    mark(connection);
}

/* How long it may say nothing, from its first envelope on; 0: as long as it likes. */
static int64_t may_be_silent_ms(const struct connection *connection) {
    if (connection->phase != OPEN || connection->drop || connection->envelopes == 0 || connection->throttled)
        return 0;
    return limit_ms(connection->server, session_seats(connection->session) > 0 ? LIMIT_SEAT_IDLE : LIMIT_IDLE);
}

/* Hands whole envelopes to the session, as many as the bucket allows. */
static void take_envelopes(struct connection *connection) {
    struct server *server = connection->server;
    const uint8_t *envelope;
    size_t length;
    uint64_t came_us = server_us();
    int64_t now = (int64_t)(came_us / 1000);
    while (connection->phase == OPEN && !connection->drop && connection->frames.end > connection->frames.start) {
        if (!bucket_take(&connection->bucket, server->limits.value[LIMIT_REQUESTS], server->limits.value[LIMIT_BURST],
                         now)) {
            throttle(connection, now);
            return;
        }
        enum frame_result result = frame_reader_next(&connection->frames, &envelope, &length);
        if (result != FRAME_READY) {
            connection->bucket.level += 1000; /* a part of one costs nothing yet */
            if (result != FRAME_NONE)
                refuse_frame(connection, result);
            break;
        }
        server->handshakes -= connection->envelopes == 0;
        connection->envelopes++;
        connection->heard_ms = now;
        if (!connection->asked_us)
            connection->asked_us = came_us;
        unsigned cost = session_receive(connection->session, envelope, length, now);
        connection->bucket.level -= (int64_t)(cost - 1) * 1000;
        explicit_bzero(connection->frames.bytes + (envelope - connection->frames.bytes), length);
        server->active = true;
    }
    connection->throttled = false;
    if (may_be_silent_ms(connection) > 0)
        server_watch(server);
}

/* Decrypted bytes. False when no more are wanted. */
static bool take_plain(void *ctx, const uint8_t *bytes, size_t size) {
    struct connection *connection = ctx;
    if (connection->phase != OPEN || connection->drop)
        return false;
    if (!connection->session && !open_session(connection))
        return false;
    if (frame_reader_add(&connection->frames, bytes, size) != FRAME_NONE)
        drop(connection, "no memory");
    else if (!connection->throttled)
        take_envelopes(connection);
    return connection->phase == OPEN && !connection->drop;
}

/* After each read: the first whole envelope ends the handshake's deadline, a part of one starts its own. */
static void renew_deadline(struct connection *connection) {
    if (connection->phase != OPEN || connection->envelopes == 0)
        return;
    if (connection->throttled || connection->frames.end == connection->frames.start)
        connection->deadline = 0;
    else if (connection->deadline == 0 || connection->envelopes > connection->envelopes_timed) {
        connection->envelopes_timed = connection->envelopes;
        set_deadline(connection, limit_ms(connection->server, LIMIT_ENVELOPE), "an envelope was begun and not ended in time");
    }
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buf);
static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out);

size_t connection_resume(struct server *server) {
    size_t left = 0;
    for (struct connection *connection = server->connections; connection; connection = connection->next) {
        if (!connection->throttled || connection->phase != OPEN || connection->drop)
            continue;
        take_envelopes(connection);
        renew_deadline(connection);
        left += connection->throttled;
        if (!connection->throttled && connection->phase == OPEN && !connection->drop &&
            uv_read_start((uv_stream_t *)&connection->tcp, on_alloc, on_read) < 0)
            drop(connection, "cannot be read");
    }
    return left;
}

static bool is_tls(uint8_t first) {
    return first == 0x16; /* a handshake record, with which every TLS connection begins */
}

static void receive(struct connection *connection, const uint8_t *bytes, size_t size) {
    if (!connection->begun) {
        connection->begun = true;
        if (connection->tls && !is_tls(bytes[0])) {
            tls_stream_destroy(connection->tls);
            connection->tls = NULL;
            refuse(connection, IBAR__V1__ERROR_CODE__ERROR_PROTOCOL,
                   "This port speaks TLS 1.3 and plain text came: connect with TLS.");
            return;
        }
        if (!connection->tls && is_tls(bytes[0]) && size > 1 && bytes[1] == 0x03) {
            refuse(connection, IBAR__V1__ERROR_CODE__ERROR_PROTOCOL,
                   "This port speaks plain text and TLS came: connect without TLS, ibar with --no-tls.");
            return;
        }
    }
    if (!connection->tls) {
        take_plain(connection, bytes, size);
        renew_deadline(connection);
        return;
    }
    enum tls_result result = tls_stream_receive(connection->tls, bytes, size, take_plain, connection);
    if (result != TLS_OK || queued(connection) > 0)
        mark(connection); /* the handshake has left something to write, or let it be encrypted */
    renew_deadline(connection);
    if (result == TLS_CLOSED)
        drop(connection, "closed by the peer");
    else if (result == TLS_FAILED) {
        log_often(LOG_LEVEL_NOTICE, "tls_failed", "connection=%llu reason=\"%s\"", (unsigned long long)connection->id,
                  tls_stream_why(connection->tls));
        /* OpenSSL has queued an alert that tells the peer: write it before closing. */
        if (connection->phase == OPEN)
            connection->phase = ENDING;
    }
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out) {
    (void)suggested;
    struct connection *connection = handle->data;
    *out = uv_buf_init((char *)connection->server->input, sizeof connection->server->input);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buf) {
    struct connection *connection = stream->data;
    if (size == UV_EOF && connection->phase == OPEN) {
        /* It may have closed its own side only: it still gets what is queued. */
        connection->peer_ended = true;
        connection->phase = ENDING;
        mark(connection);
        return;
    }
    if (size < 0) {
        drop(connection, size == UV_EOF ? "done" : uv_strerror((int)size));
        return;
    }
    if (size == 0)
        return;
    connection->bytes_in += (uint64_t)size;
    connection->server->counters.bytes_in += (uint64_t)size;
    if (connection->phase == OPEN && !connection->drop)
        receive(connection, (const uint8_t *)buf->base, (size_t)size);
    if (!connection->tls)
        explicit_bzero(buf->base, (size_t)size);
    server_begin_early(connection->server);
}

static void on_closed(uv_handle_t *handle) {
    struct connection *connection = handle->data;
    frame_reader_finish(&connection->frames);
    tls_stream_destroy(connection->tls);
    buffer_finish(&connection->plain);
    buffer_finish(&connection->wire);
    buffer_finish(&connection->flight);
    free(connection);
}

static void close_connection(struct connection *connection) {
    assert(connection->phase != CLOSED);
    struct server *server = connection->server;
    connection->phase = CLOSED;
    if (connection->session) {
        session_close(connection->session);
        connection->session = NULL;
        server->active = true;
    }
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        server->connections = connection->next;
    if (connection->next)
        connection->next->previous = connection->previous;
    server->count--;
    server->handshakes -= connection->envelopes == 0;
    server->counts_stale = true;
    log_often(LOG_LEVEL_INFO, "connection_closed", "connection=%llu reason=\"%s\" bytes_in=%llu bytes_out=%llu",
              (unsigned long long)connection->id, connection->drop ? connection->drop : "done",
              (unsigned long long)connection->bytes_in, (unsigned long long)connection->bytes_out);
    uv_close((uv_handle_t *)&connection->tcp, on_closed);
}

static void on_written(uv_write_t *write, int status) {
    struct connection *connection = write->data;
    connection->writing = false;
    connection->write_deadline = 0;
    if (connection->phase == CLOSED)
        return;
    buffer_consume(&connection->flight, buffer_size(&connection->flight));
    if (status < 0)
        drop(connection, uv_strerror(status));
    mark(connection);
}

/* Writes at once what the socket takes; leaves the rest to libuv. */
static void write_out(struct connection *connection) {
    struct buffer *wire = &connection->wire;
    size_t size = buffer_size(wire);
    if (connection->writing || size == 0)
        return;
    connection->bytes_out += size;
    connection->server->counters.bytes_out += size;
    uv_buf_t buf = uv_buf_init((char *)buffer_bytes(wire), (unsigned)size);
    int written = uv_try_write((uv_stream_t *)&connection->tcp, &buf, 1);
    if (written < 0 && written != UV_EAGAIN) {
        drop(connection, uv_strerror(written));
        return;
    }
    buffer_consume(wire, written > 0 ? (size_t)written : 0);
    if (buffer_size(wire) == 0)
        return;
    struct buffer empty = connection->flight;
    connection->flight = *wire;
    *wire = empty;
    buf = uv_buf_init((char *)buffer_bytes(&connection->flight), (unsigned)buffer_size(&connection->flight));
    connection->write.data = connection;
    int status = uv_write(&connection->write, (uv_stream_t *)&connection->tcp, &buf, 1, on_written);
    if (status < 0) {
        drop(connection, uv_strerror(status));
        return;
    }
    connection->writing = true;
    connection->write_deadline = server_now() + limit_ms(connection->server, LIMIT_WRITE);
    server_watch(connection->server);
}

static void on_shutdown(uv_shutdown_t *shutdown, int status) {
    struct connection *connection = shutdown->data;
    if (connection->phase != CLOSED && (status < 0 || connection->peer_ended))
        drop(connection, status < 0 ? uv_strerror(status) : "closed by the peer");
}

static void encrypt(struct connection *connection) {
    size_t size = buffer_size(&connection->plain);
    if (size == 0 || !tls_stream_ready(connection->tls))
        return;
    if (tls_stream_send(connection->tls, buffer_bytes(&connection->plain), size) != TLS_OK)
        drop(connection, "TLS failed");
    else
        buffer_consume(&connection->plain, size);
}

static void flush(struct connection *connection) {
    if (!connection->drop && connection->tls)
        encrypt(connection);
    bool ending = connection->phase == ENDING;
    if (!connection->drop && ending && connection->tls && !connection->writing && buffer_size(&connection->plain) == 0)
        tls_stream_shutdown(connection->tls);
    if (!connection->drop)
        write_out(connection);
    if (!connection->drop && ending && !connection->writing) {
        connection->phase = LINGERING;
        set_deadline(connection, LINGER_MS, "done");
        connection->shutdown.data = connection;
        int status = uv_shutdown(&connection->shutdown, (uv_stream_t *)&connection->tcp, on_shutdown);
        if (status < 0)
            drop(connection, uv_strerror(status));
    }
    if (connection->drop)
        close_connection(connection);
}

void connection_flush_dirty(struct server *server) {
    while (server->dirty) {
        struct connection *connection = server->dirty;
        server->dirty = connection->next_dirty;
        connection->dirty = false;
        /* A write that fails while it is flushed marks it again, and closes it. */
        if (connection->phase != CLOSED)
            flush(connection);
    }
}

static void end_idle(struct connection *connection) {
    char text[200];
    bool seated = session_seats(connection->session) > 0;
    connection->server->counters.idle++;
    snprintf(text, sizeof text,
             seated ? "No request came for %u seconds: send Ping to stay connected. Your seat stays yours: join again."
                    : "No request came for %u seconds and this connection holds no seat: send Ping to keep it.",
             connection->server->limits.value[seated ? LIMIT_SEAT_IDLE : LIMIT_IDLE]);
    refuse(connection, IBAR__V1__ERROR_CODE__ERROR_LIMIT, text);
}

size_t connection_sweep(struct server *server, int64_t now_ms) {
    size_t left = 0;
    for (struct connection *connection = server->connections; connection; connection = connection->next) {
        int64_t silent_ms = may_be_silent_ms(connection);
        if (connection->deadline && now_ms >= connection->deadline)
            drop(connection, connection->deadline_why);
        else if (connection->write_deadline && now_ms >= connection->write_deadline)
            drop(connection, "took nothing for too long");
        else if (silent_ms > 0 && now_ms - connection->heard_ms >= silent_ms)
            end_idle(connection);
        else
            left += connection->deadline || connection->write_deadline || silent_ms > 0;
    }
    return left;
}

void connection_drain(struct server *server) {
    for (struct connection *connection = server->connections; connection; connection = connection->next)
        if (!connection->session)
            drop(connection, "the server stops");
}

void connection_close_all(struct server *server) {
    for (struct connection *connection = server->connections; connection; connection = connection->next)
        drop(connection, "the server stops");
    connection_flush_dirty(server);
}

static void note_peer(struct connection *connection) {
    struct sockaddr_storage address;
    int length = sizeof address;
    char host[64] = "?";
    unsigned port = 0;
    if (uv_tcp_getpeername(&connection->tcp, (struct sockaddr *)&address, &length) == 0) {
        bool six = address.ss_family == AF_INET6;
        uv_ip_name((struct sockaddr *)&address, host, sizeof host);
        port = ntohs(six ? ((struct sockaddr_in6 *)&address)->sin6_port : ((struct sockaddr_in *)&address)->sin_port);
        address_key((struct sockaddr *)&address, connection->address);
        connection->loopback = address_is_loopback((struct sockaddr *)&address);
    }
    snprintf(connection->peer, sizeof connection->peer, strchr(host, ':') ? "[%s]:%u" : "%s:%u", host, port);
}

static void on_refused(uv_handle_t *handle) {
    free(handle->data);
}

static size_t count_address(const struct server *server, const uint8_t key[ADDRESS_KEY]) {
    size_t count = 0;
    for (const struct connection *other = server->connections; other; other = other->next)
        count += memcmp(other->address, key, ADDRESS_KEY) == 0;
    return count;
}

/* The handshake that is under way for longest makes room: who means well is done in a moment. */
static void drop_oldest_handshake(struct server *server) {
    struct connection *oldest = NULL;
    for (struct connection *other = server->connections; other; other = other->next)
        if (other->envelopes == 0 && !other->drop)
            oldest = other; /* the newest stand first */
    if (!oldest)
        return;
    server->counters.early++;
    drop(oldest, "made room for another handshake");
}

/* NULL, or why a connection is not taken. */
static const char *unwanted(const struct server *server, const struct connection *connection) {
    if (server->draining)
        return "the server stops";
    if (server->count >= server->limits.value[LIMIT_CONNECTIONS])
        return "too many connections";
    if (count_address(server, connection->address) >= server->limits.value[LIMIT_PER_ADDRESS])
        return "too many connections from one address";
    return NULL;
}

/* A flood of connections must not become a flood of lines: one a second, with what it leaves out. */
static void tell_unwanted(struct server *server, const char *peer, const char *why) {
    int64_t now = server_now();
    server->counters.refused++;
    server->counts_stale = true;
    server->refused_untold++;
    if (server->refused_told_ms && now - server->refused_told_ms < 1000)
        return;
    log_event(LOG_LEVEL_WARNING, "accept_failed", "peer=%s reason=\"%s\" count=%llu", peer, why,
              (unsigned long long)server->refused_untold);
    server->refused_told_ms = now;
    server->refused_untold = 0;
}

/* A peer that is gone without a word, as a laptop that was closed, is noticed in DEAD_MS, whether or not there is
 * something to send. */
static void watch_peer(struct connection *connection) {
    uv_os_fd_t fd;
    uv_tcp_nodelay(&connection->tcp, 1);
    uv_tcp_keepalive(&connection->tcp, 1, 30);
    if (uv_fileno((uv_handle_t *)&connection->tcp, &fd) != 0)
        return;
    int interval_s = 10, probes = 3;
    unsigned dead_ms = DEAD_MS;
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof interval_s);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_ms, sizeof dead_ms);
}

static void begin_connection(struct server *server, struct connection *connection) {
    connection->id = ++server->next_id;
    server->counters.accepted++;
    server->counts_stale = true;
    frame_reader_init(&connection->frames, ENVELOPE_CLIENT_MAX);
    bucket_fill(&connection->bucket, server->limits.value[LIMIT_BURST], server_now());
    watch_peer(connection);
    if (server->handshakes >= server->limits.value[LIMIT_HANDSHAKES])
        drop_oldest_handshake(server);
    connection->next = server->connections;
    if (connection->next)
        connection->next->previous = connection;
    server->connections = connection;
    server->count++;
    server->handshakes++;
    log_often(LOG_LEVEL_INFO, "connection_opened", "connection=%llu peer=%s", (unsigned long long)connection->id,
              connection->peer);
    set_deadline(connection, limit_ms(server, LIMIT_GREETING), "nothing whole came in time");
    int status = uv_read_start((uv_stream_t *)&connection->tcp, on_alloc, on_read);
    if (status < 0)
        drop(connection, uv_strerror(status));
}

void connection_accept(struct server *server) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) {
        log_often(LOG_LEVEL_ERROR, "accept_failed", "reason=\"no memory\"");
        return;
    }
    uv_tcp_init(&server->loop, &connection->tcp);
    connection->tcp.data = connection;
    connection->server = server;
    int status = uv_accept((uv_stream_t *)&server->listener, (uv_stream_t *)&connection->tcp);
    const char *why = status < 0 ? uv_strerror(status) : NULL;
    if (!why) {
        note_peer(connection);
        why = unwanted(server, connection);
    }
    if (!why && server->tls) {
        connection->tls = tls_stream_create(server->tls, &connection->wire);
        why = connection->tls ? NULL : "no memory";
    }
    if (!why) {
        begin_connection(server, connection);
        return;
    }
    tell_unwanted(server, connection->peer[0] ? connection->peer : "?", why);
    uv_close((uv_handle_t *)&connection->tcp, on_refused);
}
