#include "twins.h"

#include "session/session_room.h"
#include "table/table_room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define HEARD_MAX (8 * 1024 * 1024)

unsigned twins_heard[128];

struct mouth {
    struct twin *twin;
    struct session *session;
    bool watched;
    unsigned count;
    int answer; /* body of the last answer */
};
struct twin {
    struct twins *all;
    struct store *store;
    struct host *host;
    struct host_seat seat[SIDE_MAX];
    struct mouth mouth[SIDE_MAX + 1]; /* the sides', and the umpire's */
    uint64_t random, next_id;
    uint8_t *heard; /* sizes and bytes of what the watched side heard since the last comparison */
    size_t heard_size;
};

static struct twin *drawing;

static void draw_bytes(void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        drawing->random = drawing->random * 6364136223846793005u + 1442695040888963407u;
        ((uint8_t *)bytes)[i] = (uint8_t)(drawing->random >> 40);
    }
}

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    const struct twins *twins = ctx;
    if (strcmp(id, twins->scenario->id) == 0)
        return twins->scenario;
    snprintf(why, size, "There is no scenario %s.", id);
    return NULL;
}

static void note_view(struct twins *twins, const Ibar__V1__Envelope *envelope) {
    if (envelope->body_case == BODY(VIEW)) {
        twins->sequence = envelope->view->sequence;
        twins->hash = envelope->view->hash;
    } else if (envelope->body_case == BODY(VIEW_DELTA)) {
        assert_true(twins->deltas);
        twins->sequence = envelope->view_delta->sequence;
        twins->hash = envelope->view_delta->hash;
    }
}

static void hear(void *ctx, const uint8_t *bytes, size_t size) {
    struct mouth *mouth = ctx;
    struct twin *twin = mouth->twin;
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 16 * ENVELOPE_SERVER_MAX);
    assert_non_null(envelope);
    assert_true((unsigned)envelope->body_case < 128);
    if (envelope->answers)
        mouth->answer = (int)envelope->body_case;
    if (mouth->watched) {
        assert_true(twin->heard_size + size + 8 < HEARD_MAX);
        memcpy(twin->heard + twin->heard_size, &size, 8);
        memcpy(twin->heard + twin->heard_size + 8, bytes, size);
        twin->heard_size += size + 8;
        mouth->count++;
        note_view(twin->all, envelope);
        twins_heard[envelope->body_case] += twin == twin->all->twin[0];
    }
    convert_envelope_free(envelope);
}

static void hear_end(void *ctx) {
    (void)ctx;
}

/* Which body and at which byte two streams part. */
static void fail_apart(const struct twins *twins) {
    const struct twin *a = twins->twin[0], *b = twins->twin[1];
    size_t at = 0, left, right;
    while (at < a->heard_size && at < b->heard_size) {
        memcpy(&left, a->heard + at, 8);
        memcpy(&right, b->heard + at, 8);
        Ibar__V1__Envelope *one = convert_unpack(a->heard + at + 8, left, 16 * ENVELOPE_SERVER_MAX);
        Ibar__V1__Envelope *two = convert_unpack(b->heard + at + 8, right, 16 * ENVELOPE_SERVER_MAX);
        if (left != right || memcmp(a->heard + at + 8, b->heard + at + 8, left) != 0)
            fail_msg("%s: side %d heard body %d of %zu bytes (%s) in one world and body %d of %zu bytes (%s) in the "
                     "other",
                     twins->place, twins->watched, (int)one->body_case, left,
                     one->body_case == BODY(ERROR) ? one->error->text : "", (int)two->body_case, right,
                     two->body_case == BODY(ERROR) ? two->error->text : "");
        convert_envelope_free(one);
        convert_envelope_free(two);
        at += left + 8;
    }
    fail_msg("%s: side %d heard %zu bytes in one world and %zu in the other", twins->place, twins->watched,
             a->heard_size, b->heard_size);
}

static void settle(struct twin *twin) {
    drawing = twin;
    host_passwords(twin->host, 5000);
    host_flush(twin->host, 5000);
}

static void compare(struct twins *twins) {
    struct twin *a = twins->twin[0], *b = twins->twin[1];
    for (int i = 0; i < TWINS; i++)
        settle(twins->twin[i]);
    if (a->heard_size != b->heard_size || memcmp(a->heard, b->heard, a->heard_size) != 0)
        fail_apart(twins);
    twins->compared += a->mouth[twins->watched].count;
    for (int i = 0; i < TWINS; i++) {
        twins->twin[i]->heard_size = 0;
        twins->twin[i]->mouth[twins->watched].count = 0;
    }
}

static void pack_to(struct twin *twin, int side, Ibar__V1__Envelope *envelope) {
    static uint8_t bytes[ENVELOPE_CLIENT_MAX];
    envelope->id = twin->next_id;
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    assert_true(size <= sizeof bytes);
    ibar__v1__envelope__pack(envelope, bytes);
    drawing = twin;
    twin->mouth[side].answer = 0;
    session_receive(twin->mouth[side].session, bytes, size, 5000);
}

int twins_send(struct twins *twins, int side, Ibar__V1__Envelope *envelope) {
    for (int i = 0; i < TWINS; i++) {
        pack_to(twins->twin[i], side, envelope);
        if (side == twins->watched)
            twins->twin[i]->next_id++;
    }
    compare(twins);
    return twins->twin[0]->mouth[side].answer;
}

void twins_send_one(struct twins *twins, int twin, int side, Ibar__V1__Envelope *envelope) {
    assert_true(side != twins->watched);
    pack_to(twins->twin[twin], side, envelope);
    compare(twins);
}

void twins_bytes(struct twins *twins, const void *bytes, size_t size) {
    for (int i = 0; i < TWINS; i++)
        session_receive(twins->twin[i]->mouth[twins->watched].session, bytes, size, 5000);
    compare(twins);
}

void twins_order(struct twins *twins, int side, const struct order *order) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    struct convert_arena arena = {0};
    envelope.body_case = BODY(ORDER_PUT);
    envelope.order_put = &put;
    put.order = convert_order(&arena, order);
    twins_send(twins, side, &envelope);
    convert_arena_free(&arena);
}

void twins_commit(struct twins *twins, int side, bool committed, unsigned turn) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Commit commit = IBAR__V1__COMMIT__INIT;
    envelope.body_case = BODY(COMMIT);
    envelope.commit = &commit;
    commit.committed = committed;
    commit.turn = turn;
    twins_send(twins, side, &envelope);
}

void twins_simple(struct twins *twins, int side, Ibar__V1__Envelope__BodyCase body) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Resync resync = IBAR__V1__RESYNC__INIT;
    Ibar__V1__Leave leave = IBAR__V1__LEAVE__INIT;
    Ibar__V1__Ping ping = IBAR__V1__PING__INIT;
    Ibar__V1__RecordRequest record = IBAR__V1__RECORD_REQUEST__INIT;
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    Ibar__V1__Ready ready = IBAR__V1__READY__INIT;
    uint8_t nonce[SEAL_NONCE_BYTES] = {(uint8_t)(side + 1)};
    envelope.body_case = body;
    char *features[] = {(char *)"delta"};
    hello.protocol = 1;
    if (side == twins->watched && twins->deltas) {
        hello.features = features;
        hello.n_features = 1;
    }
    ready.nonce.data = nonce;
    ready.nonce.len = sizeof nonce;
    if (body == BODY(RESYNC))
        envelope.resync = &resync;
    else if (body == BODY(LEAVE))
        envelope.leave = &leave;
    else if (body == BODY(PING))
        envelope.ping = &ping;
    else if (body == BODY(RECORD_REQUEST))
        envelope.record_request = &record;
    else if (body == BODY(HELLO))
        envelope.hello = &hello;
    else
        envelope.ready = &ready;
    twins_send(twins, side, &envelope);
}

void twins_say(struct twins *twins, int twin, int side, const char *text, const char *to) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Say say = IBAR__V1__SAY__INIT;
    envelope.body_case = BODY(SAY);
    envelope.say = &say;
    say.text = (char *)text;
    say.to = (char *)to;
    if (twin < 0)
        twins_send(twins, side, &envelope);
    else
        twins_send_one(twins, twin, side, &envelope);
}

void twins_join_as(struct twins *twins, int side, unsigned seat) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    char token[TWINS][TOKEN_TEXT];
    for (int i = 0; i < TWINS; i++) {
        drawing = twins->twin[i];
        assert_true(host_token(twins->twin[i]->host, 1, seat, token[i]));
    }
    assert_string_equal(token[0], token[1]);
    envelope.body_case = BODY(JOIN);
    envelope.join = &join;
    join.token = token[0];
    join.name = (char *)"Observer";
    twins_send(twins, side, &envelope);
}

void twins_join(struct twins *twins, int side) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    envelope.body_case = BODY(JOIN);
    envelope.join = &join;
    join.token = twins->twin[0]->seat[side].token;
    join.name = (char *)"Player";
    if (side == twins->watched && twins->deltas) {
        join.sequence = twins->sequence;
        join.hash = twins->hash;
    }
    twins_send(twins, side, &envelope);
}

static void twin_open(struct twins *twins, struct twin *twin, uint64_t salt, uint16_t options) {
    char why[300] = "";
    size_t seats = 0;
    twin->all = twins;
    twin->random = salt;
    twin->next_id = 1;
    twin->heard = malloc(HEARD_MAX);
    assert_non_null(twin->heard);
    twin->store = store_open(":memory:", why, sizeof why);
    if (!twin->store)
        fail_msg("%s", why);
    struct host_config config = {
        .store = twin->store, .find = find, .find_ctx = twins, .random = draw_bytes, .program = "test 1",
        .lobby = LOBBY_OPEN,
        .limits = {.games = 9, .games_each = 9, .games_hour = 1000, .seats_hour = 1000, .accounts = 9,
                   .accounts_hour = 1000, .password_seconds = 1}};
    struct host_game game = {.scenario = twins->scenario->id, .name = "Twin", .options = options, .listed = true,
                             .watched = true, .umpired = true, .delay = 1};
    drawing = twin;
    twin->host = host_create(&config);
    assert_non_null(twin->host);
    if (!host_create_game(twin->host, &game, 5000, twin->seat, &seats, why, sizeof why))
        fail_msg("%s", why);
    host_flush(twin->host, 5000);
    for (int side = 0; side <= SIDE_MAX; side++) {
        struct mouth *mouth = &twin->mouth[side];
        *mouth = (struct mouth){.twin = twin, .watched = side == twins->watched};
        struct session_hooks hooks = {.ctx = mouth, .send = hear, .end = hear_end, .confidential = true};
        mouth->session = session_open(twin->host, &hooks);
        assert_non_null(mouth->session);
    }
}

void twins_open(struct twins *twins, const struct scenario *scenario, int watched, uint64_t salt, uint16_t options) {
    memset(twins, 0, sizeof *twins);
    twins->scenario = scenario;
    twins->watched = watched;
    twins->place = scenario->id;
    twins->deltas = salt & 1;
    for (int i = 0; i < TWINS; i++) {
        twins->twin[i] = calloc(1, sizeof *twins->twin[i]);
        assert_non_null(twins->twin[i]);
        twin_open(twins, twins->twin[i], salt, options);
    }
    for (int side = 0; side < scenario->sides; side++) {
        twins_simple(twins, side, BODY(HELLO));
        twins_join(twins, side);
        twins_simple(twins, side, BODY(READY));
    }
    assert_int_equal(table_phase(twins->twin[1]->host->games[0]->table), TABLE_ORDERS);
}

void twins_close(struct twins *twins) {
    for (int i = 0; i < TWINS; i++) {
        struct twin *twin = twins->twin[i];
        for (int side = 0; side < twins->scenario->sides; side++)
            session_close(twin->mouth[side].session);
        host_destroy(twin->host);
        store_close(twin->store);
        free(twin->heard);
        free(twin);
    }
}

const struct state *twins_state(const struct twins *twins, int twin) {
    return twins->twin[twin]->host->games[0]->table->state;
}

void twins_set_state(struct twins *twins, int twin, const struct state *state) {
    struct table *table = twins->twin[twin]->host->games[0]->table;
    struct dice_key key = table->state->key;
    *table->state = *state;
    table->state->key = key;
    for (int side = 0; side < twins->scenario->sides; side++)
        seat_view_drop(&table->seat[side]);
}

void twins_plan(const struct twins *twins, int twin, int side, struct plan *plan) {
    seat_plan_get(&twins->twin[twin]->host->games[0]->table->seat[side], plan);
}

void twins_drain(struct twins *twins) {
    for (int i = 0; i < TWINS; i++)
        host_drain(twins->twin[i]->host, "The server stops.");
    compare(twins);
}
