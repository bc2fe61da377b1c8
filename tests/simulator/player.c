/* A player: connects, joins, gives random legal orders, commits; disconnects and comes back with its token. It
 * believes nothing that contradicts what it was told before. */
#include "world.h"

#include <stdio.h>
#include <string.h>

#define BODY(name) IBAR__V1__ENVELOPE__BODY_##name
#define ORDERS_MAX 512
#define ACTS_MAX   16 /* in a turn, then it commits */

static void player_send(struct world *world, struct player *player, Ibar__V1__Envelope *envelope, uint64_t id) {
    envelope->id = id;
    peer_send(world, &player->peer, envelope);
}

static void send_hello_and_join(struct world *world, struct player *player) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    uint64_t id;
    player->deltas = luck_chance(&world->luck, world->drawn.deltas);
    memory_add(world, player, REQUEST_HELLO, &id);
    peer_hello(world, &player->peer, id, player->deltas);
    char name[16];
    snprintf(name, sizeof(name), "Player %d", player->side);
    player->as_substitute = player->stand_in[0] && luck_chance(&world->luck, 700);
    join.token = player->as_substitute ? player->stand_in : player->token;
    join.name = name;
    if (player->replica.bytes && luck_chance(&world->luck, 700)) {
        join.sequence = player->replica.sequence;
        join.hash = player->replica.hash;
    } else {
        replica_drop(&player->replica);
    }
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

static void send_say(struct world *world, struct player *player) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Say say = IBAR__V1__SAY__INIT;
    char text[32];
    uint64_t id;
    struct request *request = memory_add(world, player, REQUEST_SAY, &id);
    request->line = ++player->lines;
    snprintf(text, sizeof(text), "Line %u", request->line);
    int to = (int)luck_below(&world->luck, 2 * world->scenario->sides);
    say.text = text;
    say.to = to < world->scenario->sides && to != player->side ? (char *)world->scenario->side[to].id : (char *)"";
    envelope.body_case = BODY(SAY);
    envelope.say = &say;
    player_send(world, player, &envelope, id);
}

/* Whoever is away long is played by a computer until he comes back. */
static void send_vote(struct world *world, struct player *player) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__HandOver vote = IBAR__V1__HAND_OVER__INIT;
    uint64_t id;
    memory_add(world, player, REQUEST_OTHER, &id);
    vote.side = (char *)world->scenario->side[player->absent].id;
    vote.to = (char *)(luck_chance(&world->luck, 800) ? "ai:random" : "");
    envelope.body_case = BODY(HAND_OVER);
    envelope.hand_over = &vote;
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
    const struct drawn *drawn = &world->drawn;
    if (!player->peer.connection) {
        if (world->now_ms < player->peer.connect_ms) {
            return;
        }
        player->peer.connection = wire_connect(world, &player->peer);
        if (player->peer.connection) {
            send_hello_and_join(world, player);
        }
        return;
    }
    if (player->seat_lost || (!world->healing && luck_below(&world->luck, 10000) < drawn->cut)) {
        peer_leave(world, &player->peer);
        return;
    }
    if (!player->joined || player->waiting > 3 || !luck_chance(&world->luck, 150)) {
        return;
    }
    if (!world->healing && luck_chance(&world->luck, drawn->says) && player->lines < SAID_MAX / 8) {
        send_say(world, player);
    } else if (!world->healing && player->absent >= 0 && luck_chance(&world->luck, drawn->votes)) {
        send_vote(world, player);
    } else if (player->phase == IBAR__V1__PHASE__PHASE_LOBBY && !ready_sent(player)) {
        send_ready(world, player);
    } else if (player->phase == IBAR__V1__PHASE__PHASE_ORDERS && player->have_view &&
               player->view_turn == player->turn) {
        player_act(world, player);
    } else if (luck_chance(&world->luck, 20)) {
        send_other(world, player);
    }
}

static void player_cut(struct world *world, struct peer *peer) {
    struct player *player = (struct player *)peer;
    player->joined = player->have_view = false;
    if (player->seat_lost && luck_chance(&world->luck, 500)) {
        peer->connect_ms += luck_below(&world->luck, 800); /* somebody else plays meanwhile */
    }
    player->seat_lost = false;
    player->group = (struct group){0};
    player->absent = -1;
    player->waiting = 0;
    for (size_t i = 0; i < player->requests; i++) {
        if (player->request[i].state == REQUEST_WAITING) {
            player->request[i].state = REQUEST_UNKNOWN;
        }
    }
}

/* The seat is somebody else's, or the token no longer opens it. */
static void hear_join_error(struct world *world, struct player *player, const Ibar__V1__Error *error) {
    player->seat_lost = true;
    if (error->code == IBAR__V1__ERROR_CODE__ERROR_TOKEN) {
        /* A substitute's ends when the seat is handed on; what was acknowledged is known in any case. */
        if (!player->as_substitute || strstr(error->text, "No seat has this token")) {
            world_fail(world, FAILURE_LOST, "Side %d joins with its token and hears: %s", player->side, error->text);
        }
        player->stand_in[0] = '\0';
    }
}

static void hear_error(struct world *world, struct player *player, struct request *request,
                       const Ibar__V1__Error *error) {
    request->state = REQUEST_REFUSED;
    if (error->code == IBAR__V1__ERROR_CODE__ERROR_JOURNAL) {
        /* A full disk refuses for sure; a failed one may have kept it. */
        request->state = strstr(error->text, "full") ? REQUEST_REFUSED : REQUEST_UNKNOWN;
        world->count.refused++;
    }
    if (request->kind == REQUEST_JOIN) {
        hear_join_error(world, player, error);
        return;
    }
    switch (error->code) {
    case IBAR__V1__ERROR_CODE__ERROR_JOURNAL:
    case IBAR__V1__ERROR_CODE__ERROR_SEAT:
    case IBAR__V1__ERROR_CODE__ERROR_PHASE:
    case IBAR__V1__ERROR_CODE__ERROR_LATE:
    case IBAR__V1__ERROR_CODE__ERROR_REFUSED:
        return;
    case IBAR__V1__ERROR_CODE__ERROR_MALFORMED:
        /* The game went back meanwhile. */
        if (world->drawn.umpired && (strstr(error->rule, "turn") || strstr(error->rule, "setup"))) {
            return;
        }
        /* fall through */
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
    request->rewinds = player->rewinds;
    if (envelope->body_case == BODY(ERROR)) {
        hear_error(world, player, request, envelope->error);
        return;
    }
    request->state = REQUEST_DONE;
    world->count.acknowledged += request->kind >= REQUEST_READY && request->kind <= REQUEST_SAY;
    world->count.lines += request->kind == REQUEST_SAY;
    if (envelope->body_case == BODY(JOINED)) {
        player->joined = true;
        if ((int)envelope->joined->side_number != player->side ||
            envelope->joined->game != world->watch[player->peer.game].number) {
            world_fail(world, FAILURE_LEAK, "Side %d of game %u was given another seat.", player->side, player->peer.game);
        }
    }
}

static void hear_table(struct world *world, struct player *player, const Ibar__V1__Table *table) {
    const Ibar__V1__Seat *seat = table->seats[player->side];
    struct group *group = &player->group;
    group->table = true;
    group->phase = table->phase;
    group->turn = table->turn;
    group->committed = seat->committed;
    group->ready = seat->ready;
    group->named = seat->name[0];
    group->others = seat->computer || seat->umpire;
    player->absent = -1;
    for (int side = 0; side < world->scenario->sides; side++) {
        if (!table->seats[side]->connected && !table->seats[side]->computer) {
            player->absent = side;
        }
    }
}

static void hear_view(struct world *world, struct player *player, const Ibar__V1__Envelope *envelope) {
    world->count.views++;
    world->count.deltas += envelope->body_case == BODY(VIEW_DELTA);
    if (envelope->body_case == BODY(VIEW_DELTA) && !player->deltas) {
        world_fail(world, FAILURE_PROTOCOL, "Side %d takes no deltas and gets one.", player->side);
    }
    replica_take(world, &player->replica, envelope, &player->view);
    if (player->view.side != player->side) {
        world_fail(world, FAILURE_LEAK, "Side %d got the view of side %d.", player->side, player->view.side);
    }
    player->group.view = true;
}

static void hear_ruling(struct world *world, struct player *player, const Ibar__V1__Ruling *ruling) {
    bool over = player->group.table ? player->group.phase == IBAR__V1__PHASE__PHASE_OVER
                                    : player->phase == IBAR__V1__PHASE__PHASE_OVER;
    told_ruling(world, player->peer.game, ruling, over);
    if (ruling->number <= player->rulings) {
        return; /* told again */
    }
    if (ruling->number != player->rulings + 1) {
        world_fail(world, FAILURE_LOST, "Side %d hears ruling %u after ruling %u.", player->side, ruling->number,
                   player->rulings);
    }
    player->rulings = ruling->number;
    if (strcmp(ruling->kind, "rewind") == 0) {
        player->rewinds++;
        return;
    }
    struct turn_mark *mark = &player->mark[player->rewinds][ruling->turn];
    if (strcmp(ruling->kind, "amend") == 0) {
        mark->amended = true;
    } else if (strcmp(ruling->kind, "seat") == 0 && strstr(ruling->text, world->scenario->side[player->side].name)) {
        mark->handed = true;
    }
}

static void hear_over(struct player *player, const Ibar__V1__Over *over) {
    static uint8_t bytes[ENVELOPE_SERVER_MAX];
    size_t size = ibar__v1__over__pack(over, bytes);
    player->group.over = true;
    player->group.over_sum = watch_bytes_sum(bytes, size);
}

static void group_table(struct world *world, struct player *player, const struct group *group, const struct turn_mark *mark) {
    bool back = player->rewinds != player->table_rewinds;
    if (!back && (group->phase < player->phase || group->turn < player->turn)) {
        world_fail(world, FAILURE_LOST, "Side %d was in turn %u, phase %u, and is now in turn %u, phase %u.", player->side,
                   player->turn, player->phase, group->turn, group->phase);
    }
    player->phase = group->phase;
    player->turn = group->turn;
    player->table_rewinds = player->rewinds;
    player->over = player->over && group->phase == IBAR__V1__PHASE__PHASE_OVER;
    if (player->named && !group->named) {
        world_fail(world, FAILURE_LOST, "The name of side %d is gone.", player->side);
    }
    player->named = player->named || group->named;
    for (size_t i = 0; i < player->requests; i++) {
        const struct request *request = &player->request[i];
        if (request->kind == REQUEST_READY && request->state == REQUEST_DONE && !group->ready) {
            world_fail(world, FAILURE_LOST, "Side %d was ready and is no more.", player->side);
        }
    }
    if (group->phase == IBAR__V1__PHASE__PHASE_ORDERS && !mark->handed) {
        memory_check_commit(world, player, player->rewinds, group->turn, mark->amended, group->committed, "the table");
    }
}

static void group_view(struct world *world, struct player *player) {
    bool back = player->rewinds != player->view_rewinds;
    unsigned turn = player->view.turn;
    if (turn < player->view_turn && !back) {
        world_fail(world, FAILURE_LOST, "Side %d had the view of turn %u and gets that of turn %u.", player->side,
                   player->view_turn, turn);
    }
    if (turn != player->view_turn || back) {
        player->acts = 0;
    }
    player->view_turn = turn;
    player->view_rewinds = player->rewinds;
    player->have_view = true;
    const struct turn_mark *mark = &player->mark[player->rewinds][turn];
    if (player->view.outcome == OUTCOME_RUNNING && !mark->handed) {
        memory_check_plan(world, player, player->rewinds, turn, mark->amended, &player->view.plan, "its view");
    }
    watch_told_view(world, player->peer.game, &player->view);
}

/* All that was told with one change has come. */
static void group_end(struct world *world, struct player *player) {
    struct group group = player->group;
    player->group = (struct group){0};
    if (group.others) { /* he looked at the end, and the game went back: it is not he who plays */
        player->mark[player->rewinds][group.turn].handed = true;
    }
    if (group.table) {
        group_table(world, player, &group, &player->mark[player->rewinds][group.turn]);
    }
    if (group.view) {
        group_view(world, player);
    }
    if (group.over) {
        uint64_t *first = &world->watch[player->peer.game].over_sum[player->rewinds];
        if (*first && *first != group.over_sum) {
            world_fail(world, FAILURE_REPLICA, "Side %d is told another result than was told before.", player->side);
        }
        *first = group.over_sum;
        player->over = true;
    }
}

static void player_hear(struct world *world, struct peer *peer, const uint8_t *bytes, size_t size) {
    struct player *player = (struct player *)peer;
    Ibar__V1__Envelope *envelope = peer_unpack(world, bytes, size);
    bool view = envelope->body_case == BODY(VIEW) || envelope->body_case == BODY(VIEW_DELTA);
    if (envelope->answers || (player->group.view && (view || envelope->body_case == BODY(REPORT)))) {
        group_end(world, player);
    }
    if (envelope->answers) {
        hear_answer(world, player, envelope);
    } else if (envelope->body_case == BODY(ERROR)) {
        /* Somebody else has the seat, or a letter of an earlier connection came late: joining again takes it back. */
        player->seat_lost = player->seat_lost || envelope->error->code == IBAR__V1__ERROR_CODE__ERROR_SEAT;
    }
    switch (envelope->body_case) {
    case BODY(TABLE):
        hear_table(world, player, envelope->table);
        break;
    case BODY(VIEW):
    case BODY(VIEW_DELTA):
        hear_view(world, player, envelope);
        break;
    case BODY(REPORT):
        watch_told_report(world, peer->game, player->side, envelope->report);
        break;
    case BODY(RULING):
        hear_ruling(world, player, envelope->ruling);
        break;
    case BODY(SAID):
        told_said(world, peer->game, player->side, envelope->said);
        break;
    case BODY(OVER):
        hear_over(player, envelope->over);
        break;
    default:
        break;
    }
    convert_envelope_free(envelope);
}

static void player_idle(struct world *world, struct peer *peer) {
    group_end(world, (struct player *)peer);
}

void player_begin(struct player *player, unsigned game, int side, const char *token) {
    static const struct peer_kind kind = {player_hear, player_idle, player_cut};
    player->peer = (struct peer){.kind = &kind, .game = game};
    player->side = side;
    player->absent = -1;
    memcpy(player->token, token, TOKEN_TEXT);
}
