/* Promise: whatever a client does wrong is answered with its own error, a whole sentence, and nothing changes
 * for the others. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const people[SIDES] = {NULL, NULL, NULL};

struct quiet {
    size_t count[SIDES];
    uint64_t journal;
};

/* Remembers what the others have heard and what the journal holds. */
static struct quiet quiet_begin(const struct scene *scene) {
    struct quiet quiet = {.journal = store_last(scene->store)};
    for (size_t i = 0; i < SIDES && i < scene->clients; i++) {
        quiet.count[i] = scene->client[i].count;
    }
    return quiet;
}

/* The others heard nothing, nothing was journalled. */
static void quiet_expect(const struct scene *scene, const struct quiet *quiet, int except) {
    assert_int_equal(store_last(scene->store), quiet->journal);
    for (size_t i = 0; i < SIDES && i < scene->clients; i++) {
        if ((int)i != except) {
            assert_int_equal(scene->client[i].count, quiet->count[i]);
        }
    }
}

static int scene_set(void **state) {
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, people, 0);
    *state = scene;
    return 0;
}

static int scene_clear(void **state) {
    scene_close(*state);
    return 0;
}

static struct order hold_order(const struct client *client) {
    static struct view view;
    client_view(client, 0, &view);
    for (unsigned i = 0; i < view.units; i++) {
        if (view.unit[i].status == UNIT_ON_MAP) {
            return (struct order){.kind = ORDER_hold, .unit = view.unit[i].unit};
        }
    }
    fail_msg("No unit is on the map.");
    return (struct order){0};
}

static void hello_comes_first(void **state) {
    struct scene *scene = *state;
    struct client *client = client_open(scene);
    expect_error(client_join(client, scene->seat[0].token, "x"), CODE(PROTOCOL), "hello",
                 "Join came before Hello");
    expect_error(client_simple(client, BODY(PING), 0), CODE(PROTOCOL), "hello", "Ping came before Hello");
    expect_error(client_commit(client, 0, 0), CODE(PROTOCOL), "hello", "Commit came before Hello");
    assert_int_equal(client_hello(client)->welcome->protocol, 1);
    expect_error(client_hello(client), CODE(PROTOCOL), "hello", "already");
    assert_int_equal(client_simple(client, BODY(PING), 0)->body_case, BODY(DONE));
    assert_false(client->ended);
}

static void another_protocol_is_not_spoken(void **state) {
    struct client *client = client_open(*state);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    envelope.body_case = BODY(HELLO);
    envelope.hello = &hello;
    hello.protocol = 2;
    const Ibar__V1__Envelope *answer = client_ask(client, &envelope);
    expect_error(answer, CODE(PROTOCOL), "hello.protocol", "Protocol 2 is not spoken here");
    assert_true(answer->error->fatal);
    assert_true(client->ended);
    /* What comes after the end is not taken. */
    size_t count = client->count;
    envelope.id = 0;
    client_send(client, &envelope);
    assert_int_equal(client->count, count);
}

static void tokens_are_looked_at_closely(void **state) {
    struct scene *scene = *state;
    struct client *client = client_open(scene);
    client_hello(client);
    char token[TOKEN_TEXT];
    memcpy(token, scene->seat[0].token, sizeof(token));
    token[31] = token[31] == '0' ? '1' : '0';
    struct quiet quiet = quiet_begin(scene);
    expect_error(client_join(client, token, "x"), CODE(TOKEN), "join.token", "No seat has this token");
    expect_error(client_join(client, "", "x"), CODE(TOKEN), "join.token", "32 hexadecimal digits");
    token[31] = '\0';
    expect_error(client_join(client, token, "x"), CODE(TOKEN), "join.token", "32 hexadecimal digits");
    expect_error(client_join(client, "00000000000000000000000000000000000000", "x"), CODE(TOKEN),
                 "join.token", "32");
    expect_error(client_join(client, "g0000000000000000000000000000000", "x"), CODE(TOKEN), "join.token",
                 "32");
    quiet_expect(scene, &quiet, POLICE);
    assert_int_equal(client_join(client, scene->seat[0].token, "x")->body_case, BODY(JOINED));
}

static void names_are_fit_to_be_shown(void **state) {
    struct scene *scene = *state;
    struct client *client = client_open(scene);
    client_hello(client);
    const char *const bad[] = {"a\nb",     "\x7f",         "\xff",
                               "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                               "\xe2\x82", "\xc2\x85",     "123456789012345678901234567890123"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        expect_error(client_join(client, scene->seat[0].token, bad[i]), CODE(MALFORMED), "join.name",
                     "not fit");
    }
    const char *const good[] = {"", "12345678901234567890123456789012", "Кос. Митровица", "Mitrovicë",
                                "\xf0\x9f\x8e\xb2"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_int_equal(client_join(client, scene->seat[0].token, good[i])->body_case, BODY(JOINED));
        assert_string_equal(client_last(client, BODY(TABLE))->table->seats[0]->name, good[i]);
    }
}

static void a_seat_is_needed(void **state) {
    struct scene *scene = *state;
    struct client *client = client_open(scene);
    client_hello(client);
    expect_error(client_commit(client, 0, 0), CODE(SEAT), "seat", "holds none");
    expect_error(client_commit(client, 1, 0), CODE(SEAT), "seat", "holds none");
    client_join(client, scene->seat[0].token, "x");
    expect_error(client_simple(client, BODY(RESYNC), 2), CODE(SEAT), "seat", "does not hold seat 2");
    expect_error(client_simple(client, BODY(RESYNC), 4000000000u), CODE(SEAT), "seat",
                 "does not hold seat 4000000000");
    assert_int_equal(client_simple(client, BODY(RESYNC), 1)->body_case, BODY(DONE));
    client_join(client, scene->seat[1].token, "x");
    expect_error(client_simple(client, BODY(RESYNC), 0), CODE(SEAT), "seat", "holds 2 seats: name one");
    assert_int_equal(client_simple(client, BODY(LEAVE), 1)->body_case, BODY(DONE));
    expect_error(client_simple(client, BODY(LEAVE), 1), CODE(SEAT), "seat", "does not hold seat 1");
}

static void messages_have_their_phase(void **state) {
    struct scene *scene = *state;
    struct client *client = client_seated(scene, POLICE);
    struct order order = {.kind = ORDER_hold};
    expect_error(client_order(client, 0, &order, 0), CODE(PHASE), "phase", "the game has not begun");
    expect_error(client_commit(client, 0, 0), CODE(PHASE), "phase", "the game has not begun");
    expect_error(client_simple(client, BODY(RECORD_REQUEST), 0), CODE(PHASE), "phase", "after the end");
    client_ready(client, 0, 1);
    for (int side = 1; side < SIDES; side++) {
        client_ready(client_seated(scene, side), 0, 1);
    }
    struct quiet quiet = quiet_begin(scene);
    expect_error(client_ready(client, 0, 1), CODE(PHASE), "phase", "in its order phase");
    expect_error(client_simple(client, BODY(RECORD_REQUEST), 0), CODE(PHASE), "phase", "in its order phase");
    quiet_expect(scene, &quiet, POLICE);
    while (client_last(client, BODY(TABLE))->table->phase != IBAR__V1__PHASE__PHASE_OVER) {
        for (int side = 0; side < SIDES; side++) {
            client_commit(&scene->client[side], 0, 0);
        }
    }
    quiet = quiet_begin(scene);
    expect_error(client_order(client, 0, &order, 0), CODE(PHASE), "phase", "the game is over");
    expect_error(client_commit(client, 0, 0), CODE(PHASE), "phase", "the game is over");
    quiet_expect(scene, &quiet, POLICE);
}

static void nonces_are_given_once(void **state) {
    struct scene *scene = *state;
    struct client *client = client_seated(scene, POLICE);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Ready ready = IBAR__V1__READY__INIT;
    uint8_t bytes[32] = {0};
    envelope.body_case = BODY(READY);
    envelope.ready = &ready;
    ready.nonce.data = bytes;
    ready.nonce.len = 15;
    expect_error(client_ask(client, &envelope), CODE(MALFORMED), "ready.nonce", "has 15 bytes");
    assert_int_equal(client_ready(client, 0, 1)->body_case, BODY(DONE));
    assert_int_equal(client_ready(client, 0, 1)->body_case, BODY(DONE));
    expect_error(client_ready(client, 0, 2), CODE(MALFORMED), "ready.nonce", "given once");
}

static void orders_are_checked_field_by_field(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *client = &scene->client[POLICE];
    uint32_t long_path[49] = {0}, bad_path[2] = {0, 6};
    struct {
        Ibar__V1__Order order;
        const char *field;
    } rows[] = {
        {{.kind = (char *)"dance"}, "order.kind"},
        {{.kind = (char *)""}, "order.kind"},
        {{.kind = (char *)"hold", .unit = 65536}, "order.unit"},
        {{.kind = (char *)"load", .other = 4000000000u}, "order.other"},
        {{.kind = (char *)"fire_at", .contact = 65536}, "order.contact"},
        {{.kind = (char *)"assault", .hex = 70000}, "order.hex"},
        {{.kind = (char *)"clear", .dir = 6}, "order.dir"},
        {{.kind = (char *)"policy", .policy = 3}, "order.policy"},
        {{.kind = (char *)"engage", .mode = 256}, "order.mode"},
        {{.kind = (char *)"move", .n_path = 49, .path = long_path}, "order.path"},
        {{.kind = (char *)"move", .n_path = 2, .path = bad_path}, "order.path"},
        {{.kind = (char *)"\xff\xfe"}, "order.kind"},
    };
    struct quiet quiet = quiet_begin(scene);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
        Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
        Ibar__V1__Order order = IBAR__V1__ORDER__INIT;
        ProtobufCMessage base = order.base;
        order = rows[i].order;
        order.base = base;
        envelope.body_case = BODY(ORDER_PUT);
        envelope.order_put = &put;
        put.order = &order;
        expect_error(client_ask(client, &envelope), CODE(MALFORMED), rows[i].field, "");
        envelope.id = 0;
        put.order = NULL;
        expect_error(client_ask(client, &envelope), CODE(MALFORMED), "order", "missing");
    }
    quiet_expect(scene, &quiet, POLICE);
}

static void refusals_name_their_rule(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *client = &scene->client[POLICE];
    struct order enemy = hold_order(&scene->client[IRREGULARS]);
    struct order own = hold_order(client);
    struct quiet quiet = quiet_begin(scene);
    /* Another side's unit, no unit at all: the same answer, so that it tells nothing. */
    expect_error(client_order(client, 0, &enemy, 0), CODE(REFUSED), "not_yours", "not one of yours");
    enemy.unit = 9999;
    expect_error(client_order(client, 0, &enemy, 0), CODE(REFUSED), "not_yours", "not one of yours");
    struct order fire = own;
    fire.kind = ORDER_fire_at;
    fire.contact = 4711;
    assert_int_equal(client_order(client, 0, &fire, 0)->error->code, CODE(REFUSED));
    quiet_expect(scene, &quiet, POLICE);
    client_commit(client, 0, 0);
    expect_error(client_order(client, 0, &own, 0), CODE(REFUSED), "committed", "take the commit back");
}

static void orders_for_another_turn_are_refused(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *client = &scene->client[POLICE];
    for (int side = 0; side < SIDES; side++) {
        client_commit(&scene->client[side], 0, 1);
    }
    struct order own = hold_order(client);
    struct quiet quiet = quiet_begin(scene);
    expect_error(client_order(client, 0, &own, 1), CODE(LATE), "order_put.turn", "turn 1, which is over");
    expect_error(client_order(client, 0, &own, 3), CODE(MALFORMED), "order_put.turn",
                 "the game is in turn 2");
    expect_error(client_commit(client, 0, 1), CODE(LATE), "commit.turn", "turn 1, which is over");
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__OrderRemove removed = IBAR__V1__ORDER_REMOVE__INIT;
    envelope.body_case = BODY(ORDER_REMOVE);
    envelope.order_remove = &removed;
    removed.unit = own.unit;
    expect_error(client_ask(client, &envelope), CODE(REFUSED), "not_in_plan", "no such order in the plan");
    envelope.id = 0;
    removed.unit = 65536;
    expect_error(client_ask(client, &envelope), CODE(MALFORMED), "order_remove.unit", "no unit 65536");
    envelope.id = 0;
    removed.turn = 1;
    removed.unit = own.unit;
    expect_error(client_ask(client, &envelope), CODE(LATE), "order_remove.turn", "turn 1");
    envelope.id = 0;
    removed.turn = 0;
    removed.setup = 1;
    expect_error(client_ask(client, &envelope), CODE(LATE), "order_remove.setup", "for the set-up, which is over");
    Ibar__V1__Envelope commit_envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Commit commit = IBAR__V1__COMMIT__INIT;
    commit_envelope.body_case = BODY(COMMIT);
    commit_envelope.commit = &commit;
    commit.committed = commit.setup = 1;
    expect_error(client_ask(client, &commit_envelope), CODE(LATE), "commit.setup", "the game is in turn 2");
    quiet_expect(scene, &quiet, POLICE);
}

static void unknown_messages_are_named(void **state) {
    struct scene *scene = *state;
    struct client *client = client_seated(scene, POLICE);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    expect_error(client_ask(client, &envelope), CODE(UNKNOWN_MESSAGE), "body", "no message in it");
    /* Field 60 as an empty message: id, then the tag 60 << 3 | 2. */
    client->next_id = 100;
    client_send_bytes(client, "\x08\x63\xe2\x03\x00", 5);
    expect_error(client->inbox[client->count - 1], CODE(UNKNOWN_MESSAGE), "body", "does not know message 60");
    assert_int_equal(client->inbox[client->count - 1]->answers, 0x63);
    Ibar__V1__Done done = IBAR__V1__DONE__INIT;
    envelope.id = 0;
    envelope.body_case = BODY(DONE);
    envelope.done = &done;
    expect_error(client_ask(client, &envelope), CODE(UNKNOWN_MESSAGE), "body", "a server sends");
    /* A request without an id cannot be answered by name, but it is told. */
    client_send_bytes(client, "\xc2\x01\x00", 3);
    expect_error(client->inbox[client->count - 1], CODE(MALFORMED), "id", "id is 0");
    /* Unknown fields in a known message are ignored. */
    client_send_bytes(client, "\x08\x62\xc2\x01\x03\xf8\x06\x01", 8);
    assert_int_equal(client->inbox[client->count - 1]->body_case, BODY(DONE));
    assert_false(client->ended);
}

static void what_is_no_envelope_ends_the_session(void **state) {
    struct scene *scene = *state;
    struct client *other = client_seated(scene, POLICE);
    size_t heard = other->count;
    const struct {
        const char *bytes;
        size_t size;
    } rows[] = {{"\xff", 1}, {"GET / HTTP/1.1\r\n", 16}, {"\x82\x01\x05\x08", 4}, {"\x08", 1}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct client *client = client_open(scene);
        client_send_bytes(client, rows[i].bytes, rows[i].size);
        expect_error(client->inbox[0], CODE(MALFORMED), "envelope", "are not an Envelope");
        assert_true(client->inbox[0]->error->fatal && client->ended);
        client_close(client);
    }
    assert_int_equal(other->count, heard);
}

static void large_messages_are_refused(void **state) {
    struct scene *scene = *state;
    struct client *client = client_open(scene);
    client_hello(client);
    static char large[70000];
    memset(large, 'a', sizeof(large) - 1);
    large[1000] = '\0';
    expect_error(client_join(client, large, "x"), CODE(LIMIT), "size", "at most 512");
    assert_false(client->ended);
    /* Many small parts that would take much memory. */
    static uint8_t parts[65000];
    size_t size = 0;
    parts[size++] = 0x08;
    parts[size++] = 0x01;
    parts[size++] = 0xaa; /* field 69, View: 64,000 bytes of empty units */
    parts[size++] = 0x04;
    parts[size++] = 0x80;
    parts[size++] = 0xf4;
    parts[size++] = 0x03;
    for (unsigned i = 0; i < 32000; i++) {
        parts[size++] = 0x82;
        parts[size++] = 0x01;
    }
    size_t before = client->count;
    client_send_bytes(client, parts, size);
    assert_int_equal(client->count, before + 1);
    assert_true(client->inbox[before]->error->fatal);
    struct client *another = client_open(scene);
    client_send_bytes(another, large, 65537);
    expect_error(another->inbox[0], CODE(LIMIT), "size", "at most 65536");
    assert_true(another->ended);
}

static void numbers_of_seats_and_sessions_are_limited(void **state) {
    struct scene *scene = *state;
    struct client *client = client_open(scene);
    client_hello(client);
    for (unsigned game = 0; game < 6; game++) {
        scene_create(scene, people, 0);
        for (int side = 0; side < SIDES; side++) {
            const Ibar__V1__Envelope *answer = client_join(client, scene->seat[side].token, "x");
            if (game * SIDES + (unsigned)side < 16) {
                assert_int_equal(answer->body_case, BODY(JOINED));
            } else {
                expect_error(answer, CODE(LIMIT), "join", "leave one first");
            }
        }
    }
    static struct session *many[70000];
    size_t opened = 0;
    struct session_hooks hooks = {.ctx = client, .send = (void (*)(void *, const uint8_t *, size_t))abort,
                                  .end = (void (*)(void *))abort};
    while (opened < 70000 && (many[opened] = session_open(scene->host, &hooks))) {
        opened++;
    }
    assert_int_equal(opened, 65536 - 1);
    for (size_t i = 0; i < opened; i++) {
        session_close(many[i]);
    }
}

/* Bytes that are almost messages: never a crash, at most one answer each, the game stays sound. */
static void garbled_bytes_do_no_harm(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct order order = hold_order(&scene->client[POLICE]);
    struct convert_arena arena = {0};
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    envelope.id = 1;
    envelope.body_case = BODY(ORDER_PUT);
    envelope.order_put = &put;
    put.order = convert_order(&arena, &order);
    uint8_t good[256], bad[256];
    size_t size = ibar__v1__envelope__pack(&envelope, good);
    convert_arena_free(&arena);
    for (int side = 0; side < SIDES; side++) {
        client_close(&scene->client[side]);
    }
    uint64_t luck = 5;
    struct client *client = NULL;
    for (unsigned i = 0; i < 30000; i++) {
        if (!client || client->ended || client->count > INBOX_MAX - 10) {
            if (client) {
                client_close(client);
                for (size_t j = 0; j < client->count; j++) {
                    convert_envelope_free(client->inbox[j]);
                }
                memset(client, 0, sizeof(*client));
                scene->clients--;
            }
            client = client_open(scene);
            client_hello(client);
            client_join(client, scene->seat[KFOR].token, "x");
        }
        memcpy(bad, good, size);
        for (unsigned change = 0; change < 1 + i % 3; change++) {
            luck = luck * 6364136223846793005u + 1442695040888963407u;
            bad[(luck >> 40) % size] = (uint8_t)(luck >> 32);
        }
        size_t before = client->count;
        memset(client->answers, 0, sizeof(client->answers));
        client->next_id = UINT64_MAX;
        client->scene->held = true;
        client_send_bytes(client, bad, (luck >> 20) % (size + 1));
        assert_true(client->count <= before + 8);
        client->scene->held = false;
    }
}

int main(void) {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set, scene_clear)
    const struct CMUnitTest tests[] = {
        SCENE(hello_comes_first),
        SCENE(another_protocol_is_not_spoken),
        SCENE(tokens_are_looked_at_closely),
        SCENE(names_are_fit_to_be_shown),
        SCENE(a_seat_is_needed),
        SCENE(messages_have_their_phase),
        SCENE(nonces_are_given_once),
        SCENE(orders_are_checked_field_by_field),
        SCENE(refusals_name_their_rule),
        SCENE(orders_for_another_turn_are_refused),
        SCENE(unknown_messages_are_named),
        SCENE(what_is_no_envelope_ends_the_session),
        SCENE(large_messages_are_refused),
        SCENE(numbers_of_seats_and_sessions_are_limited),
        SCENE(garbled_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
