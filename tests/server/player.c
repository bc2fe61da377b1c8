#include "player.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/data.h"

#define OUT_ROOM 4096

static uint64_t send_envelope(struct player *player, Ibar__V1__Envelope *envelope) {
    uint8_t out[OUT_ROOM];
    envelope->id = ++player->last_id;
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    assert_true(size <= sizeof out);
    ibar__v1__envelope__pack(envelope, out);
    if (link_state(player->link) == LINK_OPEN)
        assert_true(link_send(player->link, out, size) || link_state(player->link) != LINK_OPEN);
    return envelope->id;
}

static void send_hello(struct player *player) {
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    hello.protocol = 1;
    hello.program = "test";
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    send_envelope(player, &envelope);
}

static void send_join(struct player *player) {
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    join.token = player->token;
    join.name = "Tester";
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOIN;
    envelope.join = &join;
    send_envelope(player, &envelope);
}

static void send_ready(struct player *player) {
    Ibar__V1__Ready ready = IBAR__V1__READY__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    ready.nonce = (ProtobufCBinaryData){SEAL_NONCE_BYTES, player->nonce};
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_READY;
    envelope.ready = &ready;
    send_envelope(player, &envelope);
    player->ready = true;
}

static void send_order(struct player *player, const struct order *order) {
    struct convert_arena arena = {0};
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    put.order = convert_order(&arena, order);
    put.turn = player->turn;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_ORDER_PUT;
    envelope.order_put = &put;
    send_envelope(player, &envelope);
    convert_arena_free(&arena);
}

static void send_commit(struct player *player) {
    Ibar__V1__Commit commit = IBAR__V1__COMMIT__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    commit.committed = 1;
    commit.turn = player->turn;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_COMMIT;
    envelope.commit = &commit;
    player->commit_id = send_envelope(player, &envelope);
    player->commit_sent = true;
}

static void send_record_request(struct player *player) {
    Ibar__V1__RecordRequest request = IBAR__V1__RECORD_REQUEST__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    request.offset = player->record_size;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_RECORD_REQUEST;
    envelope.record_request = &request;
    send_envelope(player, &envelope);
}

void player_init(struct player *player, const struct scenario *scenario, const char *ai, const char *token) {
    memset(player, 0, sizeof *player);
    player->scenario = scenario;
    player->ai = ai_find(ai);
    assert_non_null(player->ai);
    snprintf(player->token, sizeof player->token, "%s", token);
}

void player_finish(struct player *player) {
    link_close(player->link);
    free(player->record);
    player->link = NULL;
    player->record = NULL;
}

void player_connect(struct player *player, const struct daemon *daemon) {
    const char *fingerprint = daemon->fingerprint[0] ? daemon->fingerprint : NULL;
    player->link = link_open_tcp(daemon->address, fingerprint != NULL, fingerprint, NULL);
    assert_non_null(player->link);
    player->joined = player->ready = player->have_view = player->committed_shown = false;
    if (player->record_size < player->record_total) /* its request was lost: begin again */
        player->record_size = player->record_total = 0;
    player->sent = player->acknowledged; /* the rest is sent again */
    player->commit_sent = player->commit_acknowledged;
    player->last_id = 0;
}

void player_disconnect(struct player *player) {
    link_close(player->link);
    player->link = NULL;
}

/* Every order that was acknowledged for this turn must be in the plan that the server shows. */
static void check_plan(const struct player *player) {
    for (size_t i = 0; i < player->acknowledged; i++) {
        const struct order *order = &player->plan.order[i];
        bool found = false;
        for (size_t k = 0; k < player->view.plan.count && !found; k++) {
            const struct order *kept = &player->view.plan.order[k];
            found = kept->kind == order->kind && kept->unit == order->unit && kept->hex == order->hex &&
                    kept->policy == order->policy && kept->contact == order->contact && kept->dir == order->dir &&
                    kept->path_length == order->path_length &&
                    memcmp(kept->path, order->path, order->path_length) == 0;
        }
        if (!found)
            fail_msg("side %d, turn %u: order %zu of unit %u was acknowledged and is not in the plan", player->side,
                     player->turn, i, order->unit);
    }
}

static void make_plan(struct player *player) {
    struct view view = player->view;
    view.plan.count = 0;
    player->ai->plan(player->scenario, &view, &player->memory, &player->luck);
    player->plan = view.plan;
    player->turn = view.turn;
    player->sent = player->acknowledged = 0;
    player->commit_sent = player->commit_acknowledged = false;
}

static void take_view(struct player *player, const Ibar__V1__View *message) {
    char why[256];
    if (!convert_view_from(player->scenario, message, &player->view, why, sizeof why))
        fail_msg("a view of side %d was not understood: %s", player->side, why);
    assert_int_equal(player->view.side, player->side);
    assert_true(message->sequence > player->sequence || !player->have_view);
    player->sequence = message->sequence;
    player->have_view = true;
    player->views++;
    if (player->view.outcome)
        return; /* the last view keeps the turn's number and has no plan */
    if (player->view.turn == player->turn)
        check_plan(player);
    else if (player->turn > 0 && player->view.turn < player->turn)
        fail_msg("side %d: turn %u was begun and now it is turn %u", player->side, player->turn, player->view.turn);
}

static void take_table(struct player *player, const Ibar__V1__Table *table) {
    player->phase = (uint8_t)table->phase;
    player->committed_shown = table->seats[player->side]->committed;
    if (player->phase == IBAR__V1__PHASE__PHASE_LOBBY && !table->seats[player->side]->ready && !player->ready)
        send_ready(player);
    if (player->commit_acknowledged && player->phase == IBAR__V1__PHASE__PHASE_ORDERS && table->turn == player->turn &&
        !player->committed_shown)
        fail_msg("side %d, turn %u: the commit was acknowledged and is lost", player->side, player->turn);
}

static void take_done(struct player *player, uint64_t answers) {
    if (player->commit_sent && answers == player->commit_id)
        player->commit_acknowledged = true;
    else if (player->sent > player->acknowledged && answers == player->first_id + player->acknowledged)
        player->acknowledged++; /* answers come in the order of the requests */
}

static void take_over(struct player *player, const Ibar__V1__Over *over) {
    assert_int_equal(over->secret.len, SEAL_SECRET_BYTES);
    memcpy(player->secret, over->secret.data, SEAL_SECRET_BYTES);
    player->outcome = (int)over->outcome;
    for (size_t i = 0; i < over->n_results && i < SIDE_MAX; i++)
        player->points[i] = over->results[i]->points;
    player->over = true;
}

static void take_record(struct player *player, const Ibar__V1__Record *record) {
    assert_int_equal(record->offset, player->record_size);
    assert_true(record->text.len > 0);
    player->record = realloc(player->record, player->record_size + record->text.len);
    memcpy(player->record + player->record_size, record->text.data, record->text.len);
    player->record_size += record->text.len;
    player->record_total = record->total;
    if (player->record_size < player->record_total)
        send_record_request(player);
}

static void take_joined(struct player *player, const Ibar__V1__Joined *joined) {
    assert_int_equal(joined->scenario_hash, player->scenario->content_hash);
    assert_int_equal(joined->seal.len, SEAL_BYTES);
    memcpy(player->seal, joined->seal.data, SEAL_BYTES);
    player->side = (int)joined->side_number;
    player->joined = true;
}

static void take_envelope(struct player *player, const uint8_t *bytes, size_t size) {
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 4u << 20);
    assert_non_null(envelope);
    switch (envelope->body_case) {
    case IBAR__V1__ENVELOPE__BODY_WELCOME:
        send_join(player);
        break;
    case IBAR__V1__ENVELOPE__BODY_JOINED:
        take_joined(player, envelope->joined);
        break;
    case IBAR__V1__ENVELOPE__BODY_TABLE:
        take_table(player, envelope->table);
        break;
    case IBAR__V1__ENVELOPE__BODY_VIEW:
        take_view(player, envelope->view);
        break;
    case IBAR__V1__ENVELOPE__BODY_REPORT:
        player->reports++;
        break;
    case IBAR__V1__ENVELOPE__BODY_DONE:
        take_done(player, envelope->answers);
        break;
    case IBAR__V1__ENVELOPE__BODY_OVER:
        if (!player->over)
            take_over(player, envelope->over);
        break;
    case IBAR__V1__ENVELOPE__BODY_RECORD:
        take_record(player, envelope->record);
        break;
    case IBAR__V1__ENVELOPE__BODY_ERROR:
        fail_msg("side %d, turn %u: the server refused: %s (%s)", player->side, player->turn, envelope->error->text,
                 envelope->error->rule);
        break;
    default:
        break;
    }
    convert_envelope_free(envelope);
}

/* Sends the plan, then, when all of it is acknowledged, the commit. */
static void play(struct player *player) {
    if (!player->have_view || player->over || player->phase != IBAR__V1__PHASE__PHASE_ORDERS || player->view.outcome)
        return;
    if (player->turn != player->view.turn)
        make_plan(player);
    if (player->sent == player->acknowledged)
        player->first_id = player->last_id + 1 - player->acknowledged;
    while (player->sent < player->plan.count)
        send_order(player, &player->plan.order[player->sent++]);
    /* A commit whose acknowledgement a kill swallowed may be on disk: then the table shows it. */
    if (player->acknowledged == player->plan.count && !player->commit_sent && !player->committed_shown)
        send_commit(player);
}

bool player_step(struct player *player) {
    bool came = false;
    size_t size;
    enum link_state before = link_state(player->link);
    link_step(player->link, now_ms());
    if (before == LINK_CONNECTING && link_state(player->link) == LINK_OPEN)
        send_hello(player);
    for (const uint8_t *bytes; (bytes = link_take(player->link, &size));) {
        take_envelope(player, bytes, size);
        came = true;
    }
    if (link_state(player->link) == LINK_OPEN)
        play(player);
    if (player->over && player->joined && player->record_total == 0) {
        player->record_total = 1; /* asked for; the true size comes with the first piece */
        send_record_request(player);
    }
    return came;
}

void players_until(struct player *players, size_t count, bool (*done)(const struct player *players, size_t count)) {
    int64_t until = now_ms() + DAEMON_MS;
    while (!done(players, count)) {
        bool came = false;
        for (size_t i = 0; i < count; i++) {
            came |= player_step(&players[i]);
            if (link_state(players[i].link) == LINK_LOST || link_state(players[i].link) == LINK_FAILED)
                fail_msg("side %d lost its connection: %s", players[i].side, link_why(players[i].link));
        }
        if (came)
            until = now_ms() + DAEMON_MS;
        else if (now_ms() > until)
            fail_msg("nothing came for %d ms: turn %u", DAEMON_MS, players[0].turn);
        else
            poll(NULL, 0, 1); /* as a frame of the client passes */
    }
}

bool players_over(const struct player *players, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!players[i].over)
            return false;
    return true;
}

bool players_have_record(const struct player *players, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!players[i].over || players[i].record_size == 0 || players[i].record_size < players[i].record_total)
            return false;
    return true;
}

const struct scenario *player_find(void *library, const char *id) {
    struct problems *problems = calloc(1, sizeof *problems);
    const struct scenario *scenario = library_find(library, id, problems);
    if (!scenario)
        fail_msg("%s", problems->text[0]);
    free(problems);
    return scenario;
}
