/* The network. Letters on one connection keep their order; between connections anything may overtake. */
#include "world.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void wire_put(struct world *world, struct wire *wire, const uint8_t *bytes, size_t size) {
    if (wire->count == wire->room) {
        wire->room = wire->room ? wire->room * 2 : 16;
        wire->letter = realloc(wire->letter, wire->room * sizeof(*wire->letter));
        assert(wire->letter);
    }
    int64_t at = world->now_ms + luck_below(&world->luck, world->drawn.delay_ms_max + 1);
    wire->last_ms = at > wire->last_ms ? at : wire->last_ms;
    struct letter *letter = &wire->letter[wire->count++];
    *letter = (struct letter){wire->last_ms, malloc(size ? size : 1), size};
    assert(letter->bytes);
    memcpy(letter->bytes, bytes, size);
}

static void wire_clear(struct wire *wire, size_t from) {
    for (size_t i = from; i < wire->count; i++) {
        free(wire->letter[i].bytes);
    }
    wire->count = from;
    if (wire->start >= wire->count) {
        wire->start = wire->count = 0;
    }
}

static void connection_free(struct connection *connection) {
    wire_clear(&connection->up, connection->up.start);
    wire_clear(&connection->down, connection->down.start);
    free(connection->up.letter);
    free(connection->down.letter);
    *connection = (struct connection){0};
}

struct connection *wire_connect(struct world *world, struct peer *peer) {
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *connection = &world->connection[i];
        if (!connection->used) {
            *connection = (struct connection){.used = true, .peer = peer};
            return connection;
        }
    }
    return NULL;
}

void wire_cut(struct world *world, struct connection *connection) {
    size_t left = connection->up.count - connection->up.start;
    wire_clear(&connection->up, connection->up.start + luck_below(&world->luck, (unsigned)left + 1));
    wire_clear(&connection->down, connection->down.start);
    connection->peer = NULL;
    connection->close_ms = world->now_ms + luck_below(&world->luck, 200);
}

static void server_send(void *ctx, const uint8_t *bytes, size_t size);
static void server_end(void *ctx);

/* The session's hooks know their connection; the world is one for all. */
static struct world *present;

static void server_send(void *ctx, const uint8_t *bytes, size_t size) {
    struct connection *connection = ctx;
    if (connection->peer) {
        wire_put(present, &connection->down, bytes, size);
    }
}

static void server_end(void *ctx) {
    struct connection *connection = ctx;
    connection->ending = true;
}

/* False when nobody listens. */
static bool server_accept(struct world *world, struct connection *connection) {
    if (connection->session || !world->host) {
        return connection->session != NULL;
    }
    struct session_hooks hooks = {.ctx = connection, .send = server_send, .end = server_end};
    connection->session = session_open(world->host, &hooks);
    return connection->session != NULL;
}

static void connection_lose(struct world *world, struct connection *connection) {
    struct peer *peer = connection->peer;
    if (connection->session) {
        session_close(connection->session);
    }
    connection_free(connection);
    if (peer) {
        peer->connection = NULL;
        peer->connect_ms = world->now_ms + luck_below(&world->luck, 100);
        peer->kind->cut(world, peer);
    }
}

static const struct letter *wire_due(struct world *world, struct wire *wire) {
    if (wire->start == wire->count || wire->letter[wire->start].at_ms > world->now_ms) {
        return NULL;
    }
    return &wire->letter[wire->start++];
}

static bool up_step(struct world *world, struct connection *connection) {
    const struct letter *letter;
    while ((letter = wire_due(world, &connection->up))) {
        struct letter taken = *letter;
        bool accepted = server_accept(world, connection);
        if (accepted) {
            session_receive(connection->session, taken.bytes, taken.size, world->now_ms);
            watch_tables(world);
        }
        free(taken.bytes);
        if (!accepted) {
            return false;
        }
    }
    return true;
}

static void down_step(struct world *world, struct connection *connection) {
    const struct letter *letter;
    while (connection->peer && (letter = wire_due(world, &connection->down))) {
        struct letter taken = *letter;
        connection->peer->kind->hear(world, connection->peer, taken.bytes, taken.size);
        free(taken.bytes);
    }
    if (connection->peer && connection->down.start == connection->down.count) {
        connection->peer->kind->idle(world, connection->peer);
    }
}

static void connection_step(struct world *world, struct connection *connection) {
    if (!up_step(world, connection)) {
        connection_lose(world, connection);
        return;
    }
    down_step(world, connection);
    bool told = connection->down.start == connection->down.count;
    bool gone = !connection->peer && world->now_ms >= connection->close_ms &&
                connection->up.start == connection->up.count;
    if (gone || (connection->ending && (told || !connection->peer))) {
        connection_lose(world, connection);
    }
}

void wires_step(struct world *world) {
    present = world;
    size_t first = luck_below(&world->luck, CONNECTIONS_MAX);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *connection = &world->connection[(first + i) % CONNECTIONS_MAX];
        if (connection->used) {
            connection_step(world, connection);
        }
    }
}

void wires_lose(struct world *world) {
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *connection = &world->connection[i];
        if (connection->used) {
            connection->session = NULL; /* gone with its host */
            connection_lose(world, connection);
        }
    }
}

void peer_send(struct world *world, struct peer *peer, Ibar__V1__Envelope *envelope) {
    static uint8_t bytes[ENVELOPE_CLIENT_MAX];
    size_t size = ibar__v1__envelope__pack(envelope, bytes);
    wire_put(world, &peer->connection->up, bytes, size);
}

void peer_leave(struct world *world, struct peer *peer) {
    struct connection *connection = peer->connection;
    world->count.cuts++;
    peer->connection = NULL;
    peer->connect_ms = world->now_ms + luck_below(&world->luck, 100);
    peer->kind->cut(world, peer);
    wire_cut(world, connection);
}

void peer_hello(struct world *world, struct peer *peer, uint64_t id, bool deltas) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    char *features[] = {(char *)"delta"};
    hello.protocol = 1;
    hello.program = (char *)"simulator";
    hello.features = features;
    hello.n_features = deltas;
    envelope.id = id;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    peer_send(world, peer, &envelope);
}

Ibar__V1__Envelope *peer_unpack(struct world *world, const uint8_t *bytes, size_t size) {
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 16 * ENVELOPE_SERVER_MAX);
    if (!envelope) {
        world_fail(world, FAILURE_PROTOCOL, "A client hears %zu bytes that are no envelope.", size);
    }
    world->digest = (world->digest ^ watch_bytes_sum(bytes, size)) * 0x9e3779b97f4a7c15u + (uint64_t)world->now_ms;
    watch_leak(world, bytes, size, envelope->body_case == IBAR__V1__ENVELOPE__BODY_OVER);
    return envelope;
}
