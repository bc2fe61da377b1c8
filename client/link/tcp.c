/* A link over TCP, as a rule in TLS: a loop of its own, turned without waiting inside link_step.
 *
 * resolve -> connect (each address in turn) -> TLS handshake -> is the certificate the right one? -> LINK_OPEN */
#include <assert.h>
#include <ctype.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uv.h>

#include "link_internal.h"
#include "pins.h"
#include "proto/frame.h"
#include "secure.h"
#include "session/host.h"

#define PORT_DEFAULT "7878"
#define CONNECT_MS   15000
#define QUEUE_MAX    (1024 * 1024) /* bytes that may wait to be sent */
#define DEAD_MS      30000         /* a server that acknowledges nothing for so long is gone */

struct tcp_link {
    struct link link;
    uv_loop_t loop;
    uv_tcp_t tcp;
    uv_getaddrinfo_t resolve;
    uv_connect_t connect;
    struct addrinfo *found, *next; /* addresses, and the one to try next */
    struct secure *secure;         /* NULL: plain text, or not yet begun */
    struct frame_reader frames;
    uint8_t *queue;                /* bytes for the socket: plain frames, without TLS */
    size_t queue_size, queue_room;
    bool tls, resolving, tcp_open;
    bool heard;                    /* something came that TLS let through */
    int64_t deadline;              /* to be open; 0: not yet set */
    int last_error;                /* of the address tried last */
    char host[256], service[16];
    char address[280];             /* HOST:PORT as shown and pinned */
    char pinned[LINK_FINGERPRINT]; /* "" none given */
    char *pins;
    uint8_t input[64 * 1024];
};

static struct tcp_link *tcp_of(struct link *link) {
    return (struct tcp_link *)link;
}

static void try_next(struct tcp_link *tcp);

/* The server's words, or the system's, as a sentence. */
static void fail_connect(struct tcp_link *tcp, int status) {
    if (status == UV_ECONNREFUSED)
        link_fail(&tcp->link, "Nothing listens at %s: is the server running, and is the port right?", tcp->address);
    else if (status == UV_ETIMEDOUT)
        link_fail(&tcp->link, "%s does not answer: is the address right, and does a firewall let it through?",
                  tcp->address);
    else
        link_fail(&tcp->link, "%s cannot be reached: %s.", tcp->address, uv_strerror(status));
}

static void on_closed_retry(uv_handle_t *handle) {
    try_next(handle->data);
}

/* ---- writing ---- */

/* Sends what the socket takes now; the rest waits for the next step. */
static void flush(struct tcp_link *tcp) {
    if (!tcp->tcp_open || tcp->link.state == LINK_FAILED || tcp->link.state == LINK_LOST)
        return;
    const uint8_t *bytes = tcp->queue;
    size_t size = tcp->secure ? secure_outgoing(tcp->secure, &bytes) : tcp->queue_size;
    if (size == 0)
        return;
    uv_buf_t buf = uv_buf_init((char *)bytes, (unsigned)size);
    int written = uv_try_write((uv_stream_t *)&tcp->tcp, &buf, 1);
    if (written == UV_EAGAIN)
        return;
    if (written < 0) {
        link_fail(&tcp->link, "The connection to %s broke: %s.", tcp->address, uv_strerror(written));
        return;
    }
    if (tcp->secure)
        secure_sent(tcp->secure, (size_t)written);
    else {
        memmove(tcp->queue, tcp->queue + written, tcp->queue_size - (size_t)written);
        tcp->queue_size -= (size_t)written;
    }
}

static bool tcp_send(struct link *link, const uint8_t *envelope, size_t size) {
    struct tcp_link *tcp = tcp_of(link);
    const uint8_t *waiting = NULL;
    size_t held = tcp->secure ? secure_outgoing(tcp->secure, &waiting) : tcp->queue_size;
    size_t room = FRAME_HEAD_MAX + size;
    if (size > ENVELOPE_CLIENT_MAX || held + room > QUEUE_MAX)
        return false;
    size_t at = tcp->secure ? 0 : tcp->queue_size;
    if (tcp->queue_room < at + room) {
        uint8_t *queue = realloc(tcp->queue, 2 * (at + room));
        if (!queue)
            return false;
        tcp->queue = queue;
        tcp->queue_room = 2 * (at + room);
    }
    size_t head = frame_head(tcp->queue + at, (uint32_t)size);
    memcpy(tcp->queue + at + head, envelope, size);
    if (!tcp->secure)
        tcp->queue_size += head + size;
    else if (secure_write(tcp->secure, tcp->queue, head + size) != SECURE_OK) {
        link_fail(link, "The connection to %s broke: %s.", tcp->address, secure_why(tcp->secure));
        return false;
    }
    flush(tcp);
    return true;
}

/* ---- reading ---- */

static void take_plain(struct tcp_link *tcp, const uint8_t *bytes, size_t size) {
    tcp->heard |= size > 0;
    const uint8_t *envelope;
    size_t length;
    enum frame_result result = frame_reader_add(&tcp->frames, bytes, size);
    while (result == FRAME_NONE) {
        result = frame_reader_next(&tcp->frames, &envelope, &length);
        if (result != FRAME_READY)
            break;
        if (!link_deliver(&tcp->link, envelope, length))
            return;
        result = FRAME_NONE;
    }
    if (result == FRAME_NO_MEMORY)
        link_fail(&tcp->link, "No memory is left to take in what the server sent.");
    else if (result != FRAME_NONE)
        link_fail(&tcp->link, "What came from %s is not this protocol: is it an Ibar server%s?", tcp->address,
                  tcp->tls ? "" : ", and does it speak plain text");
}

static void shorten(const char *fingerprint, char out[20]) {
    snprintf(out, 20, "%.8s...%.8s", fingerprint, fingerprint + 56);
}

/* A pin given by the player decides; then what was seen before; then what an authority says; then first use. */
static bool certificate_is_right(struct tcp_link *tcp) {
    char *now = tcp->link.fingerprint, before[PIN_TEXT], short_now[20], short_before[20], why[LINK_WHY_MAX];
    if (!secure_fingerprint(tcp->secure, now)) {
        link_fail(&tcp->link, "%s showed no certificate.", tcp->address);
        return false;
    }
    shorten(now, short_now);
    if (tcp->pinned[0]) {
        if (strcasecmp(tcp->pinned, now) == 0)
            return true;
        shorten(tcp->pinned, short_before);
        link_fail(&tcp->link,
                  "The certificate of %s has the fingerprint %s, not %s as asked for: this is another server, or "
                  "somebody stands between.",
                  tcp->address, short_now, short_before);
        return false;
    }
    if (tcp->pins && pins_find(tcp->pins, tcp->address, before)) {
        if (strcasecmp(before, now) == 0 || secure_verified(tcp->secure))
            return true;
        shorten(before, short_before);
        link_fail(&tcp->link,
                  "The certificate of %s has changed from %s to %s: its host made a new one, or somebody stands "
                  "between. Ask the host for the fingerprint; if it is the new one, remove the line of %s from %s.",
                  tcp->address, short_before, short_now, tcp->address, tcp->pins);
        return false;
    }
    if (!tcp->pins || secure_verified(tcp->secure) || pins_add(tcp->pins, tcp->address, now, why, sizeof why))
        return true;
    link_fail(&tcp->link, "%s", why);
    return false;
}

static void take_secure(struct tcp_link *tcp, const uint8_t *bytes, size_t size) {
    enum secure_result result = secure_add(tcp->secure, bytes, size);
    if (result == SECURE_OK && tcp->link.state == LINK_CONNECTING) {
        result = secure_handshake(tcp->secure);
        if (result == SECURE_OK && !secure_ready(tcp->secure))
            return;
        if (result == SECURE_OK) {
            if (!certificate_is_right(tcp))
                return;
            tcp->link.state = LINK_OPEN;
        }
    }
    uint8_t plain[16384];
    size_t got = 1;
    while (result == SECURE_OK && got > 0 && tcp->link.state == LINK_OPEN) {
        result = secure_read(tcp->secure, plain, sizeof plain, &got);
        if (got > 0)
            take_plain(tcp, plain, got);
    }
    if (result == SECURE_CLOSED)
        link_fail(&tcp->link, "The server at %s closed the connection.", tcp->address);
    else if (result == SECURE_FAILED && tcp->link.state == LINK_CONNECTING)
        link_fail(&tcp->link, "%s does not speak TLS 1.3 as this program does (%s).", tcp->address,
                  secure_why(tcp->secure));
    else if (result == SECURE_FAILED)
        link_fail(&tcp->link, "The connection to %s broke: %s.", tcp->address, secure_why(tcp->secure));
}

static bool is_loopback(const struct tcp_link *tcp) {
    struct sockaddr_storage address;
    int length = sizeof address;
    if (uv_tcp_getpeername(&tcp->tcp, (struct sockaddr *)&address, &length) != 0)
        return false;
    if (address.ss_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((struct sockaddr_in6 *)&address)->sin6_addr);
    return ntohl(((struct sockaddr_in *)&address)->sin_addr.s_addr) >> 24 == 127;
}

/* The join line of `ibard --tls off` must work as it stands. On this computer nobody listens between, so plain text
 * is taken up, unless this server has shown a certificate before. Elsewhere the player decides. */
static void meet_plain(struct tcp_link *tcp) {
    char before[PIN_TEXT];
    bool known = tcp->pinned[0] || (tcp->pins && pins_find(tcp->pins, tcp->address, before));
    if (known || !is_loopback(tcp)) {
        link_fail(&tcp->link, "%s speaks plain text, not TLS: %s", tcp->address,
                  known ? "a certificate is known for it, so this is another server, or it was started with --tls off."
                        : "start ibar with --no-tls if others may read what passes.");
        return;
    }
    secure_destroy(tcp->secure);
    tcp->secure = NULL;
    tcp->tls = tcp->tcp_open = false;
    tcp->next = tcp->found;
    uv_close((uv_handle_t *)&tcp->tcp, on_closed_retry);
}

/* The first byte of a TLS server is that of a handshake or of an alert. */
static bool is_plain(const struct tcp_link *tcp, char first) {
    return tcp->secure && tcp->link.state == LINK_CONNECTING && first != 0x16 && first != 0x15;
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out) {
    (void)suggested;
    struct tcp_link *tcp = handle->data;
    *out = uv_buf_init((char *)tcp->input, sizeof tcp->input);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buf) {
    struct tcp_link *tcp = stream->data;
    if (size == UV_EOF && tcp->link.state == LINK_CONNECTING)
        link_fail(&tcp->link, "%s closed the connection before TLS was up: it may be full, speak plain text, or not be "
                              "an Ibar server.", tcp->address);
    else if (size == UV_EOF && !tcp->heard)
        link_fail(&tcp->link, "%s closed the connection without a word: it may be full%s.", tcp->address,
                  tcp->tls ? "" : ", or speak TLS alone");
    else if (size == UV_EOF)
        link_fail(&tcp->link, "The server at %s closed the connection.", tcp->address);
    else if (size < 0)
        link_fail(&tcp->link, "The connection to %s broke: %s.", tcp->address, uv_strerror((int)size));
    else if (size > 0 && is_plain(tcp, buf->base[0]))
        meet_plain(tcp);
    else if (tcp->secure)
        take_secure(tcp, (const uint8_t *)buf->base, (size_t)size);
    else
        take_plain(tcp, (const uint8_t *)buf->base, (size_t)size);
    if (tcp->link.state == LINK_LOST || tcp->link.state == LINK_FAILED)
        uv_read_stop(stream);
}

/* ---- connecting ---- */

/* A server that has gone without a word is noticed in DEAD_MS, whether or not there is something to send. */
static void watch_peer(struct tcp_link *tcp) {
    uv_os_fd_t fd;
    uv_tcp_nodelay(&tcp->tcp, 1);
    uv_tcp_keepalive(&tcp->tcp, 1, 15);
    if (uv_fileno((uv_handle_t *)&tcp->tcp, &fd) != 0)
        return;
    int interval_s = 5, probes = 3;
    unsigned dead_ms = DEAD_MS;
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof interval_s);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_ms, sizeof dead_ms);
}

static void on_connected(uv_connect_t *connect, int status) {
    struct tcp_link *tcp = connect->data;
    if (status == UV_ECANCELED || uv_is_closing((uv_handle_t *)&tcp->tcp))
        return;
    if (status < 0) {
        tcp->last_error = status;
        tcp->tcp_open = false;
        uv_close((uv_handle_t *)&tcp->tcp, on_closed_retry);
        return;
    }
    char why[LINK_WHY_MAX];
    watch_peer(tcp);
    if (tcp->tls) {
        tcp->secure = secure_create(tcp->host, why, sizeof why);
        if (!tcp->secure) {
            link_fail(&tcp->link, "%s", why);
            return;
        }
        secure_handshake(tcp->secure);
    } else
        tcp->link.state = LINK_OPEN;
    uv_read_start((uv_stream_t *)&tcp->tcp, on_alloc, on_read);
    flush(tcp);
}

static void try_next(struct tcp_link *tcp) {
    if (tcp->link.state != LINK_CONNECTING)
        return;
    if (!tcp->next) {
        fail_connect(tcp, tcp->last_error);
        return;
    }
    struct addrinfo *address = tcp->next;
    tcp->next = address->ai_next;
    uv_tcp_init(&tcp->loop, &tcp->tcp);
    tcp->tcp.data = tcp->connect.data = tcp;
    tcp->tcp_open = true;
    int status = uv_tcp_connect(&tcp->connect, &tcp->tcp, address->ai_addr, on_connected);
    if (status < 0) {
        tcp->last_error = status;
        tcp->tcp_open = false;
        uv_close((uv_handle_t *)&tcp->tcp, on_closed_retry);
    }
}

static void on_resolved(uv_getaddrinfo_t *resolve, int status, struct addrinfo *found) {
    struct tcp_link *tcp = resolve->data;
    tcp->resolving = false;
    tcp->found = tcp->next = found;
    if (status == UV_ECANCELED)
        return;
    if (status == UV_EAI_NONAME || status == UV_EAI_NODATA)
        link_fail(&tcp->link, "The name '%s' is not known: check its spelling.", tcp->host);
    else if (status < 0)
        link_fail(&tcp->link, "The name '%s' cannot be looked up: %s. Is the network up?", tcp->host,
                  uv_strerror(status));
    else
        try_next(tcp);
}

static void tcp_step(struct link *link, int64_t now_ms) {
    struct tcp_link *tcp = tcp_of(link);
    if (tcp->deadline == 0)
        tcp->deadline = now_ms + CONNECT_MS;
    if (link->state == LINK_LOST || link->state == LINK_FAILED)
        return;
    uv_run(&tcp->loop, UV_RUN_NOWAIT);
    flush(tcp);
    if (link->state == LINK_CONNECTING && now_ms >= tcp->deadline)
        fail_connect(tcp, UV_ETIMEDOUT);
}

/* ---- the end ---- */

static void *finish(void *ctx) {
    struct tcp_link *tcp = ctx;
    uv_run(&tcp->loop, UV_RUN_DEFAULT);
    int status = uv_loop_close(&tcp->loop);
    assert(status == 0);
    (void)status;
    if (tcp->found)
        uv_freeaddrinfo(tcp->found);
    frame_reader_finish(&tcp->frames);
    secure_destroy(tcp->secure);
    free(tcp->queue);
    free(tcp->pins);
    free(tcp);
    return NULL;
}

static void tcp_close(struct link *link) {
    struct tcp_link *tcp = tcp_of(link);
    pthread_t reaper;
    if (tcp->secure && link->state == LINK_OPEN)
        secure_shutdown(tcp->secure);
    flush(tcp);
    link->state = LINK_LOST;
    if (tcp->tcp_open && !uv_is_closing((uv_handle_t *)&tcp->tcp))
        uv_close((uv_handle_t *)&tcp->tcp, NULL);
    /* A lookup under way cannot be stopped: it is waited for elsewhere, as this must not block. */
    if (tcp->resolving && uv_cancel((uv_req_t *)&tcp->resolve) != 0 && pthread_create(&reaper, NULL, finish, tcp) == 0)
        pthread_detach(reaper);
    else
        finish(tcp);
}

static const struct link_kind tcp_kind = {tcp_step, tcp_send, tcp_close};

/* HOST, HOST:PORT, [ADDRESS]:PORT or a bare IPv6 address. */
static bool split(struct tcp_link *tcp, const char *address) {
    const char *host = address, *colon = strrchr(address, ':'), *port = PORT_DEFAULT;
    size_t length = strlen(address);
    if (*address == '[') {
        const char *close = strchr(address, ']');
        if (!close || (close[1] && close[1] != ':'))
            return false;
        host = address + 1;
        length = (size_t)(close - host);
        port = close[1] ? close + 2 : port;
    } else if (colon && strchr(address, ':') == colon) {
        length = (size_t)(colon - address);
        port = colon + 1;
    }
    char *rest;
    unsigned long number = strtoul(port, &rest, 10);
    if (length == 0 || length >= sizeof tcp->host || !isdigit((unsigned char)*port) || *rest || number == 0 ||
        number > 65535)
        return false;
    memcpy(tcp->host, host, length);
    snprintf(tcp->service, sizeof tcp->service, "%lu", number);
    snprintf(tcp->address, sizeof tcp->address, strchr(tcp->host, ':') ? "[%s]:%s" : "%s:%s", tcp->host, tcp->service);
    return true;
}

static bool is_fingerprint(const char *text) {
    return strlen(text) == 64 && strspn(text, "0123456789abcdefABCDEF") == 64;
}

/* A server that is gone would else end this process at the next write. */
static void ignore_sigpipe(void) {
    struct sigaction now;
    if (sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

struct link *link_open_tcp(const char *address, bool tls, const char *fingerprint, const char *pins) {
    struct tcp_link *tcp = calloc(1, sizeof *tcp);
    if (!tcp || uv_loop_init(&tcp->loop) != 0) {
        free(tcp);
        return NULL;
    }
    ignore_sigpipe();
    link_init(&tcp->link, &tcp_kind);
    frame_reader_init(&tcp->frames, ENVELOPE_SERVER_MAX);
    tcp->tls = tls;
    tcp->pins = pins ? strdup(pins) : NULL;
    if (!split(tcp, address)) {
        link_fail(&tcp->link, "'%.200s' is not an address: HOST:PORT is, as 203.0.113.7:%s.", address, PORT_DEFAULT);
        return &tcp->link;
    }
    if (fingerprint && !is_fingerprint(fingerprint)) {
        link_fail(&tcp->link, "The fingerprint must be 64 hexadecimal digits, as the server prints it.");
        return &tcp->link;
    }
    if (fingerprint)
        memcpy(tcp->pinned, fingerprint, sizeof tcp->pinned);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
    tcp->resolve.data = tcp;
    /* An address of numbers is known at once; a name is looked up beside. */
    if (uv_getaddrinfo(&tcp->loop, &tcp->resolve, NULL, tcp->host, tcp->service, &hints) == 0) {
        on_resolved(&tcp->resolve, 0, tcp->resolve.addrinfo);
        return &tcp->link;
    }
    hints.ai_flags = 0;
    int status = uv_getaddrinfo(&tcp->loop, &tcp->resolve, on_resolved, tcp->host, tcp->service, &hints);
    if (status < 0)
        link_fail(&tcp->link, "The name '%s' cannot be looked up: %s.", tcp->host, uv_strerror(status));
    else
        tcp->resolving = true;
    return &tcp->link;
}
