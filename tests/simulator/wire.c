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

struct connection *wire_connect(struct world *world, struct player *player) {
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *connection = &world->connection[i];
        if (!connection->used) {
            *connection = (struct connection){.used = true, .player = player};
            return connection;
        }
    }
    return NULL;
}

void wire_cut(struct world *world, struct connection *connection) {
    size_t left = connection->up.count - connection->up.start;
    wire_clear(&connection->up, connection->up.start + luck_below(&world->luck, (unsigned)left + 1));
    wire_clear(&connection->down, connection->down.start);
    connection->player = NULL;
    connection->close_ms = world->now_ms + luck_below(&world->luck, 200);
}

static void server_send(void *ctx, const uint8_t *bytes, size_t size);
static void server_end(void *ctx);

/* The session's hooks know their connection; the world is one for all. */
static struct world *present;

static void server_send(void *ctx, const uint8_t *bytes, size_t size) {
    struct connection *connection = ctx;
    if (connection->player) {
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
    struct player *player = connection->player;
    if (connection->session) {
        session_close(connection->session);
    }
    connection_free(connection);
    if (player) {
        player_cut(world, player);
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
    while (connection->player && (letter = wire_due(world, &connection->down))) {
        struct letter taken = *letter;
        player_hear(world, connection->player, taken.bytes, taken.size);
        free(taken.bytes);
    }
}

static void connection_step(struct world *world, struct connection *connection) {
    if (!up_step(world, connection)) {
        connection_lose(world, connection);
        return;
    }
    down_step(world, connection);
    bool told = connection->down.start == connection->down.count;
    bool gone = !connection->player && world->now_ms >= connection->close_ms &&
                connection->up.start == connection->up.count;
    if (gone || (connection->ending && (told || !connection->player))) {
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
