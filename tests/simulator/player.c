/* A player: connects, joins, gives random legal orders, commits; disconnects and comes back with its token. It
 * believes nothing that contradicts what it was told before. */
#include "world.h"

#include <stdio.h>
#include <string.h>

#define BODY(name) IBAR__V1__ENVELOPE__BODY_##name
#define ORDERS_MAX 512
#define ACTS_MAX   16 /* in a turn, then it commits */

static void player_send(struct world *world, struct player *player, Ibar__V1__Envelope *envelope, uint64_t id) {
    static uint8_t bytes[ENVELOPE_CLIENT_MAX];
    envelope->id = id;
    size_t size = ibar__v1__envelope__pack(envelope, bytes);
    wire_put(world, &player->connection->up, bytes, size);
}

static void send_hello_and_join(struct world *world, struct player *player) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    uint64_t id;
    hello.protocol = 1;
    hello.program = (char *)"simulator";
    envelope.body_case = BODY(HELLO);
    envelope.hello = &hello;
    memory_add(world, player, REQUEST_HELLO, &id);
    player_send(world, player, &envelope, id);
    char name[16];
    snprintf(name, sizeof(name), "Player %d", player->side);
    join.token = player->token;
    join.name = name;
    envelope.body_case = BODY(JOIN);
    envelope.join = &join;
    memory_add(world, player, REQUEST_JOIN, &id);
    player_send(world, player, &envelope, id);
}

static void send_ready(struct world *world, struct player *player) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Ready ready = IBAR__V1__READY__INIT;
    uint8_t nonce[SEAL_NONCE_BYTES];
    uint64_t id;
    memset(nonce, 7 + player->side, sizeof(nonce));
    ready.nonce = (ProtobufCBinaryData){sizeof(nonce), nonce};
    envelope.body_case = BODY(READY);
    envelope.ready = &ready;
    memory_add(world, player, REQUEST_READY, &id);
    player_send(world, player, &envelope, id);
}

static void send_put(struct world *world, struct player *player) {
    static struct order orders[ORDERS_MAX];
    const struct view *view = &player->view;
    if (view->units == 0) {
        return;
    }
    uint16_t unit = view->unit[luck_below(&world->luck, view->units)].unit;
    size_t count = rules_list_orders(world->scenario, view, unit, orders, ORDERS_MAX);
    if (count == 0) {
        return;
    }
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    struct convert_arena arena = {0};
    uint64_t id;
    struct request *request = memory_add(world, player, REQUEST_PUT, &id);
    request->order = orders[luck_below(&world->luck, (unsigned)count)];
    request->unit = request->order.unit;
    request->policy = request->order.kind == ORDER_policy;
    put.order = convert_order(&arena, &request->order);
    put.turn = request->turn;
    put.setup = request->turn == 0;
    envelope.body_case = BODY(ORDER_PUT);
    envelope.order_put = &put;
    player_send(world, player, &envelope, id);
    convert_arena_free(&arena);
}

/* Takes back one that it gave in this turn. */
static void send_remove(struct world *world, struct player *player) {
    for (size_t i = player->requests; i > 0; i--) {
        const struct request *given = &player->request[i - 1];
        if (given->kind != REQUEST_PUT || given->turn != player->view_turn || luck_chance(&world->luck, 500)) {
            continue;
        }
        Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
        Ibar__V1__OrderRemove removed = IBAR__V1__ORDER_REMOVE__INIT;
        uint64_t id;
        struct request *request = memory_add(world, player, REQUEST_REMOVE, &id);
        request->unit = given->unit;
        request->policy = given->policy;
        removed.unit = given->unit;
        removed.policy = given->policy;
        removed.turn = request->turn;
        removed.setup = request->turn == 0;
        envelope.body_case = BODY(ORDER_REMOVE);
        envelope.order_remove = &removed;
        player_send(world, player, &envelope, id);
        return;
    }
}

static void send_commit(struct world *world, struct player *player, bool yes) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Commit commit = IBAR__V1__COMMIT__INIT;
    uint64_t id;
    struct request *request = memory_add(world, player, REQUEST_COMMIT, &id);
    request->yes = yes;
    commit.committed = yes;
    commit.turn = request->turn;
    commit.setup = request->turn == 0;
    envelope.body_case = BODY(COMMIT);
    envelope.commit = &commit;
    player_send(world, player, &envelope, id);
}

static void send_other(struct world *world, struct player *player) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Resync resync = IBAR__V1__RESYNC__INIT;
    Ibar__V1__Ping ping = IBAR__V1__PING__INIT;
    uint64_t id;
    if (luck_chance(&world->luck, 500)) {
        envelope.body_case = BODY(RESYNC);
        envelope.resync = &resync;
    } else {
        envelope.body_case = BODY(PING);
        envelope.ping = &ping;
    }
    memory_add(world, player, REQUEST_OTHER, &id);
    player_send(world, player, &envelope, id);
}

static void player_act(struct world *world, struct player *player) {
    unsigned draw = luck_below(&world->luck, 100);
    player->acts++;
    if (player->acts > ACTS_MAX) {
        send_commit(world, player, true);
        player->acts = ACTS_MAX / 2;
    } else if (draw < 60) {
        send_put(world, player);
    } else if (draw < 75) {
        send_remove(world, player);
    } else if (draw < 85) {
        send_commit(world, player, true);
    } else if (draw < 88) {
        send_commit(world, player, false);
    } else {
        send_other(world, player);
    }
}

static bool ready_sent(const struct player *player) {
    for (size_t i = 0; i < player->requests; i++) {
        const struct request *request = &player->request[i];
        if (request->kind == REQUEST_READY && (request->state == REQUEST_WAITING || request->state == REQUEST_DONE)) {
            return true;
        }
    }
    return false;
}

void player_step(struct world *world, struct player *player) {
    if (!player->connection) {
        if (world->now_ms < player->connect_ms) {
            return;
        }
        player->connection = wire_connect(world, player);
        if (player->connection) {
            send_hello_and_join(world, player);
        }
        return;
    }
    if (player->seat_lost || (!world->healing && luck_below(&world->luck, 10000) < world->drawn.cut)) {
        struct connection *connection = player->connection;
        world->count.cuts++;
        player_cut(world, player);
        wire_cut(world, connection);
        return;
    }
    if (!player->joined || player->waiting > 3 || !luck_chance(&world->luck, 150)) {
        return;
    }
    if (player->phase == IBAR__V1__PHASE__PHASE_LOBBY && !ready_sent(player)) {
        send_ready(world, player);
    } else if (player->phase == IBAR__V1__PHASE__PHASE_ORDERS && player->have_view &&
               player->view_turn == player->turn) {
        player_act(world, player);
    } else if (luck_chance(&world->luck, 20)) {
        send_other(world, player);
    }
}

void player_cut(struct world *world, struct player *player) {
    player->connection = NULL;
    player->joined = player->have_view = player->seat_lost = false;
    player->connect_ms = world->now_ms + luck_below(&world->luck, 100);
    player->waiting = 0;
    for (size_t i = 0; i < player->requests; i++) {
        if (player->request[i].state == REQUEST_WAITING) {
            player->request[i].state = REQUEST_UNKNOWN;
        }
    }
}

static void hear_error(struct world *world, struct player *player, struct request *request,
                       const Ibar__V1__Error *error) {
    switch (error->code) {
    case IBAR__V1__ERROR_CODE__ERROR_JOURNAL:
        /* A full disk refuses for sure; a failed one may have kept it. */
        request->state = strstr(error->text, "full") ? REQUEST_REFUSED : REQUEST_UNKNOWN;
        world->count.refused++;
        return;
    case IBAR__V1__ERROR_CODE__ERROR_SEAT:
    case IBAR__V1__ERROR_CODE__ERROR_PHASE:
    case IBAR__V1__ERROR_CODE__ERROR_LATE:
    case IBAR__V1__ERROR_CODE__ERROR_REFUSED:
        request->state = REQUEST_REFUSED;
        return;
    case IBAR__V1__ERROR_CODE__ERROR_TOKEN:
        world_fail(world, FAILURE_LOST, "Side %d joins with its token and hears: %s", player->side, error->text);
    default:
        world_fail(world, FAILURE_PROTOCOL, "Side %d asked well and hears: %s", player->side, error->text);
    }
}

static void hear_answer(struct world *world, struct player *player, const Ibar__V1__Envelope *envelope) {
    if (envelope->answers > player->requests || player->request[envelope->answers - 1].state != REQUEST_WAITING) {
        world_fail(world, FAILURE_PROTOCOL, "Side %d hears an answer to request %llu, which waits for none.", player->side,
                   (unsigned long long)envelope->answers);
    }
    struct request *request = &player->request[envelope->answers - 1];
    player->waiting--;
    if (envelope->body_case == BODY(ERROR)) {
        hear_error(world, player, request, envelope->error);
        return;
    }
    request->state = REQUEST_DONE;
    world->count.acknowledged += request->kind >= REQUEST_READY && request->kind <= REQUEST_COMMIT;
    if (envelope->body_case == BODY(JOINED)) {
        player->joined = true;
        if ((int)envelope->joined->side_number != player->side ||
            envelope->joined->game != world->watch[player->game].number) {
            world_fail(world, FAILURE_LEAK, "Side %d of game %u was given another seat.", player->side, player->game);
        }
    }
}

static void hear_table(struct world *world, struct player *player, const Ibar__V1__Table *table) {
    const Ibar__V1__Seat *seat = table->seats[player->side];
    if (table->phase < player->phase || table->turn < player->turn) {
        world_fail(world, FAILURE_LOST, "Side %d was in turn %u, phase %u, and is now in turn %u, phase %u.", player->side,
                   player->turn, player->phase, table->turn, table->phase);
    }
    player->phase = table->phase;
    player->turn = table->turn;
    if (player->named && !seat->name[0]) {
        world_fail(world, FAILURE_LOST, "The name of side %d is gone.", player->side);
    }
    player->named = player->named || seat->name[0];
    for (size_t i = 0; i < player->requests; i++) {
        const struct request *request = &player->request[i];
        if (request->kind == REQUEST_READY && request->state == REQUEST_DONE && !seat->ready) {
            world_fail(world, FAILURE_LOST, "Side %d was ready and is no more.", player->side);
        }
    }
    if (table->phase == IBAR__V1__PHASE__PHASE_ORDERS) {
        memory_check_commit(world, player, table->turn, seat->committed, "the table");
    }
}

static void hear_view(struct world *world, struct player *player, const Ibar__V1__View *message) {
    char why[300];
    world->count.views++;
    if (!convert_view_from(world->scenario, message, &player->view, why, sizeof(why))) {
        world_fail(world, FAILURE_PROTOCOL, "Side %d does not understand its view: %s", player->side, why);
    }
    if (player->view.side != player->side) {
        world_fail(world, FAILURE_LEAK, "Side %d got the view of side %d.", player->side, player->view.side);
    }
    if (player->view.turn < player->view_turn) {
        world_fail(world, FAILURE_LOST, "Side %d had the view of turn %u and gets that of turn %u.", player->side,
                   player->view_turn, player->view.turn);
    }
    if (player->view.turn != player->view_turn) {
        player->acts = 0;
    }
    player->view_turn = player->view.turn;
    player->have_view = true;
    if (player->view.outcome == OUTCOME_RUNNING) {
        memory_check_plan(world, player, player->view.turn, &player->view.plan, "its view");
    }
    watch_told_view(world, player, &player->view);
}

static void hear_report(struct world *world, struct player *player, const Ibar__V1__Report *report) {
    static uint8_t bytes[ENVELOPE_SERVER_MAX];
    size_t size = ibar__v1__report__pack(report, bytes);
    watch_told_report(world, player, report->turn, watch_bytes_sum(bytes, size));
}

static void hear_over(struct world *world, struct player *player, const Ibar__V1__Over *over) {
    static uint8_t bytes[ENVELOPE_SERVER_MAX];
    size_t size = ibar__v1__over__pack(over, bytes);
    uint64_t sum = watch_bytes_sum(bytes, size), *first = &world->watch[player->game].over_sum;
    if (*first && *first != sum) {
        world_fail(world, FAILURE_REPLICA, "Side %d is told another result than was told before.", player->side);
    }
    *first = sum;
    player->over = true;
}

void player_hear(struct world *world, struct player *player, const uint8_t *bytes, size_t size) {
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 16 * ENVELOPE_SERVER_MAX);
    if (!envelope) {
        world_fail(world, FAILURE_PROTOCOL, "Side %d hears %zu bytes that are no envelope.", player->side, size);
    }
    world->digest = (world->digest ^ watch_bytes_sum(bytes, size)) * 0x9e3779b97f4a7c15u + (uint64_t)world->now_ms;
    watch_leak(world, bytes, size, player->over || envelope->body_case == BODY(OVER));
    if (envelope->answers) {
        hear_answer(world, player, envelope);
    }
    switch (envelope->body_case) {
    case BODY(ERROR):
        /* A letter of an earlier connection came late and took the seat: joining again takes it back. */
        player->seat_lost = player->seat_lost || envelope->error->code == IBAR__V1__ERROR_CODE__ERROR_SEAT;
        break;
    case BODY(TABLE):
        hear_table(world, player, envelope->table);
        break;
    case BODY(VIEW):
        hear_view(world, player, envelope->view);
        break;
    case BODY(REPORT):
        hear_report(world, player, envelope->report);
        break;
    case BODY(OVER):
        hear_over(world, player, envelope->over);
        break;
    default:
        break;
    }
    convert_envelope_free(envelope);
}
