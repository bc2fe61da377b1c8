#include "load.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "link/secure.h"
#include "proto/convert.h"
#include "proto/frame.h"

#define OUT_ROOM     1024
#define SAMPLES_MAX  (16u * 1024 * 1024)
#define START_MS     300000
#define OPENING_MOST 128 /* connections that are being made at a time: no flood of handshakes is measured here */
#define ENVELOPE_MAX (1024 * 1024)
#define WHY_ROOM     256

struct client {
    uv_tcp_t tcp;
    uv_connect_t connect;
    struct load *load;
    struct secure *secure;
    struct frame_reader frames;
    const char *token;
    uv_timer_t pause;   /* until the next request */
    bool idle;          /* takes a seat only */
    bool flood;         /* sends without end, reads and forgets */
    bool orders;        /* the order phase was announced */
    bool running, put;  /* put: an order is in the plan */
    bool probing;       /* the order's direction is not known to be good yet */
    unsigned unit, dir;
    unsigned units[96], unit_count, unit_at;
    uint64_t id, sent_ns;
    size_t flooded;     /* bytes of the Pings of a flood that the socket took, from the last whole lot on */
};

struct load {
    const struct load_config *config;
    uv_loop_t loop;
    uv_timer_t timer;
    struct client *clients;
    size_t count, running, opened; /* count: those that take seats; the floods come behind them */
    bool measuring, failed, seated;
    uint64_t begun_ns, ended_ns, requests, flooded;
    uint32_t *samples_us;
    size_t samples;
    char why[WHY_ROOM];
};

static void load_fail(struct load *load, const char *why) {
    if (!load->failed)
        snprintf(load->why, sizeof load->why, "%s", why);
    load->failed = true;
    uv_stop(&load->loop);
}

static void write_all(struct client *client) {
    const uint8_t *bytes;
    size_t size;
    while ((size = secure_outgoing(client->secure, &bytes)) > 0) {
        uv_buf_t buf = uv_buf_init((char *)bytes, (unsigned)size);
        int written = uv_try_write((uv_stream_t *)&client->tcp, &buf, 1);
        if (written <= 0) {
            load_fail(client->load, "A connection of the load could not be written to.");
            return;
        }
        secure_sent(client->secure, (size_t)written);
    }
}

static void send_envelope(struct client *client, Ibar__V1__Envelope *envelope) {
    uint8_t out[OUT_ROOM];
    envelope->id = ++client->id;
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    assert(size + FRAME_HEAD_MAX <= sizeof out);
    size_t head = frame_head(out, (uint32_t)size);
    ibar__v1__envelope__pack(envelope, out + head);
    client->sent_ns = uv_hrtime();
    if (client->secure) {
        secure_write(client->secure, out, head + size);
        write_all(client);
        return;
    }
    uv_buf_t buf = uv_buf_init((char *)out, (unsigned)(head + size));
    if (uv_try_write((uv_stream_t *)&client->tcp, &buf, 1) != (int)(head + size))
        load_fail(client->load, "A connection of the load could not be written to.");
}

static void send_hello(struct client *client) {
    char *features[] = {"delta"};
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    hello.protocol = 1;
    hello.program = "bench";
    hello.n_features = 1;
    hello.features = features;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    send_envelope(client, &envelope);
}

static void send_join(struct client *client) {
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    join.token = (char *)client->token;
    join.name = "bench";
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOIN;
    envelope.join = &join;
    send_envelope(client, &envelope);
}

static void send_ready(struct client *client) {
    uint8_t nonce[16] = {1, 2, 3, 4};
    Ibar__V1__Ready ready = IBAR__V1__READY__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    ready.nonce = (ProtobufCBinaryData){sizeof nonce, nonce};
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_READY;
    envelope.ready = &ready;
    send_envelope(client, &envelope);
}

/* The next request: an order is put, and taken back. */
static void send_next(struct client *client) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    Ibar__V1__OrderRemove take_back = IBAR__V1__ORDER_REMOVE__INIT;
    Ibar__V1__Order order = IBAR__V1__ORDER__INIT;
    uint32_t path[1] = {client->dir};
    if (!client->put) {
        order.kind = "move";
        order.unit = client->unit;
        order.n_path = 1;
        order.path = path;
        put.order = &order;
        put.turn = 1;
        envelope.body_case = IBAR__V1__ENVELOPE__BODY_ORDER_PUT;
        envelope.order_put = &put;
    } else {
        take_back.unit = client->unit;
        take_back.turn = 1;
        envelope.body_case = IBAR__V1__ENVELOPE__BODY_ORDER_REMOVE;
        envelope.order_remove = &take_back;
    }
    client->put = !client->put;
    send_envelope(client, &envelope);
}

static void on_measured(uv_timer_t *timer) {
    struct load *load = timer->data;
    load->ended_ns = uv_hrtime();
    load->measuring = false;
    uv_stop(&load->loop);
}

static void on_warm(uv_timer_t *timer) {
    struct load *load = timer->data;
    load->measuring = true;
    load->requests = 0;
    load->begun_ns = uv_hrtime();
    uv_timer_start(timer, on_measured, (uint64_t)(load->config->seconds * 1000), 0);
}

static void open_next(struct load *load);

/* A connection has its seat and, if it is to send orders, one that is accepted. */
static void now_running(struct client *client) {
    struct load *load = client->load;
    client->running = true;
    open_next(load);
    if (++load->running < load->count)
        return;
    load->seated = true;
    if (load->config->seated)
        load->config->seated(load->config->ctx);
    if (load->config->seconds <= 0) {
        uv_stop(&load->loop);
        return;
    }
    for (size_t i = 0; i < load->config->floods; i++)
        open_next(load);
    uv_timer_start(&load->timer, on_warm, (uint64_t)(load->config->seconds * 250), 0);
    for (size_t i = 0; i < load->count; i++)
        if (!load->clients[i].idle)
            send_next(&load->clients[i]);
}

static void take_view(struct client *client, const Ibar__V1__View *view) {
    if (client->running || client->probing)
        return;
    if (client->idle) {
        now_running(client);
        return;
    }
    for (size_t i = 0; i < view->n_units && client->unit_count < 96; i++)
        if (view->units[i]->status == 2)
            client->units[client->unit_count++] = view->units[i]->unit;
    if (client->unit_count == 0) {
        load_fail(client->load, "A side has no unit on the map to be ordered about.");
        return;
    }
    client->unit = client->units[0];
    client->probing = true;
    send_next(client);
}

/* The order was refused: try the next direction, the next unit. */
static void probe_next(struct client *client) {
    client->put = false;
    if (++client->dir == 6) {
        client->dir = 0;
        if (++client->unit_at == client->unit_count) {
            load_fail(client->load, "No unit of a side may move anywhere.");
            return;
        }
        client->unit = client->units[client->unit_at];
    }
    send_next(client);
}

static void on_pause(uv_timer_t *timer) {
    send_next(timer->data);
}

static void take_answer(struct client *client) {
    struct load *load = client->load;
    if (client->probing) {
        /* Accepted. It is taken back, so that all begin alike. */
        if (!client->put) {
            client->probing = false;
            now_running(client);
        } else
            send_next(client);
        return;
    }
    if (!client->running)
        return;
    if (load->measuring) {
        uint64_t us = (uv_hrtime() - client->sent_ns) / 1000;
        load->requests++;
        if (load->samples < SAMPLES_MAX)
            load->samples_us[load->samples++] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
    }
    if (load->config->pace_ms > 0)
        uv_timer_start(&client->pause, on_pause, load->config->pace_ms, 0);
    else
        send_next(client);
}

static void take_error(struct client *client, const Ibar__V1__Error *error) {
    if (client->probing && error->code == IBAR__V1__ERROR_CODE__ERROR_REFUSED)
        probe_next(client);
    else
        load_fail(client->load, error->text);
}

static void take_envelope(struct client *client, const uint8_t *bytes, size_t size) {
    Ibar__V1__Envelope *envelope = ibar__v1__envelope__unpack(NULL, size, bytes);
    if (!envelope) {
        load_fail(client->load, "The server sent something that is not an Envelope.");
        return;
    }
    switch (envelope->body_case) {
    case IBAR__V1__ENVELOPE__BODY_WELCOME:
        send_join(client);
        break;
    case IBAR__V1__ENVELOPE__BODY_JOINED:
        if (!client->load->config->begun)
            send_ready(client);
        break;
    case IBAR__V1__ENVELOPE__BODY_VIEW:
        take_view(client, envelope->view);
        break;
    case IBAR__V1__ENVELOPE__BODY_ERROR:
        take_error(client, envelope->error);
        break;
    case IBAR__V1__ENVELOPE__BODY_DONE:
        if (envelope->answers == client->id)
            take_answer(client);
        break;
    default:
        break;
    }
    ibar__v1__envelope__free_unpacked(envelope, NULL);
}

static void take_plain(struct client *client, const uint8_t *bytes, size_t size) {
    const uint8_t *envelope;
    size_t length;
    frame_reader_add(&client->frames, bytes, size);
    while (!client->load->failed && frame_reader_next(&client->frames, &envelope, &length) == FRAME_READY)
        take_envelope(client, envelope, length);
}

/* As many whole Pings as the socket takes, again and again. */
static void on_flood(uv_timer_t *timer) {
    static const uint8_t ping[] = {5, 0x08, 0x07, 0xc2, 0x01, 0x00}; /* a frame: id 7, Ping */
    static uint8_t many[4096 * sizeof ping];
    struct client *client = timer->data;
    if (many[0] == 0)
        for (size_t i = 0; i < sizeof many; i += sizeof ping)
            memcpy(many + i, ping, sizeof ping);
    for (int i = 0; i < 64; i++) {
        uv_buf_t buf = uv_buf_init((char *)many + client->flooded, (unsigned)(sizeof many - client->flooded));
        int written = uv_try_write((uv_stream_t *)&client->tcp, &buf, 1);
        if (written <= 0)
            return;
        client->flooded = (client->flooded + (unsigned)written) % sizeof many;
        client->load->flooded += (unsigned)written / sizeof ping;
    }
}

static void begin(struct client *client) {
    if (client->flood) {
        send_hello(client);
        uv_timer_start(&client->pause, on_flood, 1, 1);
        return;
    }
    if (client->token) {
        send_hello(client);
        return;
    }
    client->unit = 3;
    now_running(client);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out) {
    static char input[65536];
    (void)handle;
    (void)suggested;
    *out = uv_buf_init(input, sizeof input);
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buf) {
    struct client *client = stream->data;
    if (client->flood)
        return;
    if (size < 0) {
        load_fail(client->load, "The server closed a connection of the load.");
        return;
    }
    if (!client->secure) {
        take_plain(client, (const uint8_t *)buf->base, (size_t)size);
        return;
    }
    bool was_ready = secure_ready(client->secure);
    secure_add(client->secure, (const uint8_t *)buf->base, (size_t)size);
    if (!was_ready) {
        if (secure_handshake(client->secure) != SECURE_OK)
            load_fail(client->load, secure_why(client->secure));
        write_all(client);
        if (!secure_ready(client->secure))
            return;
        begin(client);
    }
    uint8_t plain[16384];
    size_t got = 0;
    while (!client->load->failed && secure_read(client->secure, plain, sizeof plain, &got) == SECURE_OK && got > 0)
        take_plain(client, plain, got);
}

static void on_connected(uv_connect_t *connect, int status) {
    struct client *client = connect->data;
    char why[WHY_ROOM];
    if (status < 0) {
        load_fail(client->load, "A connection of the load was not accepted.");
        return;
    }
    uv_tcp_nodelay(&client->tcp, 1);
    uv_read_start((uv_stream_t *)&client->tcp, on_alloc, on_read);
    if (!client->load->config->tls) {
        begin(client);
        return;
    }
    client->secure = secure_create(client->load->config->host, why, sizeof why);
    if (!client->secure) {
        load_fail(client->load, why);
        return;
    }
    secure_handshake(client->secure);
    write_all(client);
}

static void on_late(uv_timer_t *timer) {
    load_fail(timer->data, "Not all connections got their seat within 300 seconds.");
}

static void open_next(struct load *load) {
    const struct load_config *config = load->config;
    if (load->opened >= load->count + (load->seated ? config->floods : 0))
        return;
    struct sockaddr_in address;
    size_t i = load->opened++;
    struct client *client = &load->clients[i];
    client->load = load;
    client->flood = i >= load->count;
    client->token = config->tokens && !client->flood ? config->tokens[i] : NULL;
    client->idle = i >= config->connections;
    frame_reader_init(&client->frames, ENVELOPE_MAX);
    uv_ip4_addr(config->host, config->port, &address);
    uv_timer_init(&load->loop, &client->pause);
    uv_tcp_init(&load->loop, &client->tcp);
    client->pause.data = client->tcp.data = client->connect.data = client;
    if (uv_tcp_connect(&client->connect, &client->tcp, (struct sockaddr *)&address, on_connected) < 0)
        load_fail(load, "A connection of the load could not be begun.");
}

static int compare_us(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void close_handle(uv_handle_t *handle, void *ctx) {
    (void)ctx;
    uv_close(handle, NULL);
}

bool load_run(const struct load_config *config, struct load_result *out, char *why, size_t size) {
    struct load load = {.config = config, .count = config->connections + config->extra};
    signal(SIGPIPE, SIG_IGN);
    uv_loop_init(&load.loop);
    uv_timer_init(&load.loop, &load.timer);
    load.timer.data = &load;
    load.clients = calloc(load.count + config->floods, sizeof *load.clients);
    load.samples_us = malloc(SAMPLES_MAX * sizeof *load.samples_us);
    assert(load.clients && load.samples_us);
    uv_timer_start(&load.timer, on_late, START_MS, 0);
    while (load.opened < load.count && load.opened < OPENING_MOST)
        open_next(&load);
    if (!load.failed)
        uv_run(&load.loop, UV_RUN_DEFAULT);
    uv_walk(&load.loop, close_handle, NULL);
    uv_run(&load.loop, UV_RUN_DEFAULT);
    uv_loop_close(&load.loop);
    for (size_t i = 0; i < load.opened; i++) {
        frame_reader_finish(&load.clients[i].frames);
        secure_destroy(load.clients[i].secure);
    }
    *out = (struct load_result){.requests = load.requests, .flooded = load.flooded, .seconds = (double)(load.ended_ns - load.begun_ns) / 1e9};
    if (load.samples > 0) {
        qsort(load.samples_us, load.samples, sizeof *load.samples_us, compare_us);
        out->p50_ms = load.samples_us[load.samples / 2] / 1000.0;
        out->p99_ms = load.samples_us[load.samples * 99 / 100] / 1000.0;
    } else if (!load.failed && config->seconds > 0)
        load_fail(&load, "Nothing was answered while it was measured.");
    snprintf(why, size, "%s", load.why);
    free(load.clients);
    free(load.samples_us);
    return !load.failed;
}

void load_print(const struct load_config *config, const struct load_result *result) {
    printf("{\"orders_per_second\": %.1f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"connections\": %zu, \"tls\": %s, "
           "\"requests\": %llu, \"seconds\": %.3f}\n",
           (double)result->requests / result->seconds, result->p50_ms, result->p99_ms, config->connections,
           config->tls ? "true" : "false", (unsigned long long)result->requests, result->seconds);
}
