/* The ceiling of the orders bench: a bare libuv server that unpacks each request, packs a Done, appends the request to
 * a file, and syncs the file once for all requests of a turn of its loop before it answers. No sessions, no rules, no
 * database. The load is the same. */
#include <assert.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "load.h"
#include "net/certificate.h"
#include "net/tls.h"
#include "proto/convert.h"
#include "proto/frame.h"

#define ENVELOPE_MAX 65536

struct peer {
    uv_tcp_t tcp;
    struct echo *echo;
    struct tls_stream *tls;
    struct frame_reader frames;
    struct buffer plain, wire;
    struct peer *next_dirty;
    bool dirty;
};
struct echo {
    uv_loop_t loop;
    uv_tcp_t listener;
    uv_check_t check;
    struct tls *tls;
    struct peer *dirty;
    struct buffer journal;
    int file;
    char input[65536];
};

static void mark(struct peer *peer) {
    if (peer->dirty)
        return;
    peer->dirty = true;
    peer->next_dirty = peer->echo->dirty;
    peer->echo->dirty = peer;
}

static void answer(struct peer *peer, const uint8_t *bytes, size_t size) {
    Ibar__V1__Envelope *request = ibar__v1__envelope__unpack(NULL, size, bytes);
    if (!request)
        abort();
    Ibar__V1__Done done = IBAR__V1__DONE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    done.verdict = "yes";
    done.cost = 1;
    envelope.answers = request->id;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_DONE;
    envelope.done = &done;
    buffer_append(&peer->echo->journal, bytes, size);
    struct buffer *out = peer->tls ? &peer->plain : &peer->wire;
    size_t length = ibar__v1__envelope__get_packed_size(&envelope);
    uint8_t *to = buffer_reserve(out, FRAME_HEAD_MAX + length);
    size_t head = frame_head(to, (uint32_t)length);
    ibar__v1__envelope__pack(&envelope, to + head);
    out->end += head + length;
    ibar__v1__envelope__free_unpacked(request, NULL);
    mark(peer);
}

static bool take_plain(void *ctx, const uint8_t *bytes, size_t size) {
    struct peer *peer = ctx;
    const uint8_t *envelope;
    size_t length;
    frame_reader_add(&peer->frames, bytes, size);
    while (frame_reader_next(&peer->frames, &envelope, &length) == FRAME_READY)
        answer(peer, envelope, length);
    return true;
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out) {
    struct peer *peer = handle->data;
    (void)suggested;
    *out = uv_buf_init(peer->echo->input, sizeof peer->echo->input);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buf) {
    struct peer *peer = stream->data;
    if (size < 0) {
        uv_read_stop(stream);
        return;
    }
    if (!peer->tls)
        take_plain(peer, (const uint8_t *)buf->base, (size_t)size);
    else {
        tls_stream_receive(peer->tls, (const uint8_t *)buf->base, (size_t)size, take_plain, peer);
        mark(peer);
    }
}

static void on_check(uv_check_t *check) {
    struct echo *echo = check->data;
    size_t size = buffer_size(&echo->journal);
    if (size > 0) {
        if (write(echo->file, buffer_bytes(&echo->journal), size) != (ssize_t)size || fdatasync(echo->file) != 0)
            abort();
        buffer_consume(&echo->journal, size);
    }
    while (echo->dirty) {
        struct peer *peer = echo->dirty;
        echo->dirty = peer->next_dirty;
        peer->dirty = false;
        if (peer->tls && buffer_size(&peer->plain) > 0) {
            tls_stream_send(peer->tls, buffer_bytes(&peer->plain), buffer_size(&peer->plain));
            buffer_consume(&peer->plain, buffer_size(&peer->plain));
        }
        if (buffer_size(&peer->wire) == 0)
            continue;
        uv_buf_t buf = uv_buf_init((char *)buffer_bytes(&peer->wire), (unsigned)buffer_size(&peer->wire));
        uv_try_write((uv_stream_t *)&peer->tcp, &buf, 1);
        buffer_consume(&peer->wire, buffer_size(&peer->wire));
    }
}

static void on_connection(uv_stream_t *listener, int status) {
    struct echo *echo = listener->data;
    struct peer *peer = calloc(1, sizeof *peer);
    if (status != 0 || !peer)
        abort();
    peer->echo = echo;
    uv_tcp_init(&echo->loop, &peer->tcp);
    peer->tcp.data = peer;
    uv_accept(listener, (uv_stream_t *)&peer->tcp);
    uv_tcp_nodelay(&peer->tcp, 1);
    frame_reader_init(&peer->frames, ENVELOPE_MAX);
    if (echo->tls)
        peer->tls = tls_stream_create(echo->tls, &peer->wire);
    uv_read_start((uv_stream_t *)&peer->tcp, on_alloc, on_read);
}

/* The child: never returns. */
static void serve(bool tls, const char *folder, int port_to) {
    static struct echo echo;
    char path[512], key[512], why[512];
    if (tls) {
        snprintf(path, sizeof path, "%s/%s", folder, CERTIFICATE_FILE);
        snprintf(key, sizeof key, "%s/%s", folder, KEY_FILE);
        if (!certificate_ensure(folder, why, sizeof why) || !(echo.tls = tls_open(path, key, why, sizeof why)))
            _exit(1);
    }
    snprintf(path, sizeof path, "%s/journal", folder);
    echo.file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    uv_loop_init(&echo.loop);
    uv_tcp_init(&echo.loop, &echo.listener);
    uv_check_init(&echo.loop, &echo.check);
    echo.listener.data = echo.check.data = &echo;
    uv_check_start(&echo.check, on_check);
    struct sockaddr_in address;
    int length = sizeof address;
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_bind(&echo.listener, (struct sockaddr *)&address, 0);
    if (echo.file < 0 || uv_listen((uv_stream_t *)&echo.listener, 512, on_connection) != 0)
        _exit(1);
    uv_tcp_getsockname(&echo.listener, (struct sockaddr *)&address, &length);
    uint16_t port = ntohs(address.sin_port);
    if (write(port_to, &port, sizeof port) != sizeof port)
        _exit(1);
    uv_run(&echo.loop, UV_RUN_DEFAULT);
    _exit(0);
}

int main(int argc, char **argv) {
    struct load_options options;
    load_options_read(&options, argc, argv);
    char folder[256], why[256] = "the echo server did not start.";
    int ends[2];
    load_folder_make(folder, sizeof folder);
    if (pipe(ends) != 0)
        return 1;
    pid_t pid = fork();
    if (pid == 0)
        serve(options.tls, folder, ends[1]);
    close(ends[1]);
    uint16_t port = 0;
    struct load_result result;
    struct load_config config = {.host = "127.0.0.1", .tls = options.tls, .connections = options.connections,
                                 .seconds = options.seconds};
    bool done = read(ends[0], &port, sizeof port) == sizeof port;
    config.port = port;
    done = done && load_run(&config, &result, why, sizeof why);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    load_folder_remove(folder);
    if (done)
        load_print(&config, &result);
    else
        fprintf(stderr, "bench: %s\n", why);
    return done ? 0 : 1;
}
