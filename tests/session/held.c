/* Promise: nobody is told anything before it is on disk, everybody is told in order, and when the disk fails
 * whatever was not acknowledged is answered with an error. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const people[SIDES] = {NULL, NULL, NULL};

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

static uint64_t send_order(struct client *client, const struct order *order) {
    struct convert_arena arena = {0};
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    envelope.body_case = BODY(ORDER_PUT);
    envelope.order_put = &put;
    put.order = convert_order(&arena, order);
    uint64_t id = client_send(client, &envelope);
    convert_arena_free(&arena);
    return id;
}

static uint64_t send_commit(struct client *client) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Commit commit = IBAR__V1__COMMIT__INIT;
    envelope.body_case = BODY(COMMIT);
    envelope.commit = &commit;
    commit.committed = true;
    return client_send(client, &envelope);
}

static uint64_t send_ping(struct client *client) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Ping ping = IBAR__V1__PING__INIT;
    envelope.body_case = BODY(PING);
    envelope.ping = &ping;
    return client_send(client, &envelope);
}

static int scene_set(void **state) {
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, people, 0);
    scene_begin(scene);
    *state = scene;
    return 0;
}

static int scene_clear(void **state) {
    scene_close(*state);
    return 0;
}

static void an_order_is_acknowledged_when_it_is_on_disk(void **state) {
    struct scene *scene = *state;
    struct client *client = &scene->client[POLICE];
    struct order order = hold_order(client);
    size_t before = client->count;
    assert_false(host_wants_flush(scene->host));
    uint64_t id = send_order(client, &order);
    assert_true(host_wants_flush(scene->host));
    assert_int_equal(client->count, before);
    host_durable(scene->host, scene->now_ms);
    assert_int_equal(client->count, before);
    host_flush(scene->host, scene->now_ms);
    assert_int_equal(client->count, before + 1);
    assert_int_equal(client->inbox[before]->answers, id);
    assert_false(host_wants_flush(scene->host));
}

static void answers_keep_their_order(void **state) {
    struct scene *scene = *state;
    struct client *client = &scene->client[POLICE];
    struct order order = hold_order(client);
    size_t before = client->count;
    uint64_t ids[4];
    ids[0] = send_order(client, &order);
    /* A ping changes nothing, but its answer waits behind the order's. */
    ids[1] = send_ping(client);
    struct store_batch *batch = store_batch_begin(scene->store);
    assert_non_null(batch);
    ids[2] = send_order(client, &order);
    ids[3] = send_ping(client);
    assert_true(store_batch_write(batch));
    assert_int_equal(client->count, before);
    store_batch_end(scene->store, batch, true);
    host_durable(scene->host, scene->now_ms);
    assert_int_equal(client->count, before + 2);
    host_flush(scene->host, scene->now_ms);
    assert_int_equal(client->count, before + 4);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(client->inbox[before + i]->answers, ids[i]);
    }
}

static void a_turn_is_told_when_it_is_on_disk(void **state) {
    struct scene *scene = *state;
    size_t before[SIDES];
    for (int side = 0; side < SIDES; side++) {
        before[side] = scene->client[side].count;
        send_commit(&scene->client[side]);
    }
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(scene->client[side].count, before[side]);
    }
    host_flush(scene->host, scene->now_ms);
    for (int side = 0; side < SIDES; side++) {
        struct client *client = &scene->client[side];
        assert_int_equal(client_last(client, BODY(REPORT))->report->turn, 1);
        assert_int_equal(client_last(client, BODY(VIEW))->view->turn, 2);
        assert_int_equal(client_last(client, BODY(TABLE))->table->turn, 2);
        /* The answer to the commit comes before what it brought about. */
        size_t done = 0, report = 0;
        for (size_t i = before[side]; i < client->count; i++) {
            done = client->inbox[i]->answers ? i : done;
            report = client->inbox[i]->body_case == BODY(REPORT) ? i : report;
        }
        assert_true(done < report);
    }
}

static void a_client_that_left_is_forgotten(void **state) {
    struct scene *scene = *state;
    struct client *client = &scene->client[POLICE];
    struct order order = hold_order(client);
    send_order(client, &order);
    size_t before = client->count;
    client_close(client);
    host_flush(scene->host, scene->now_ms);
    assert_int_equal(client->count, before);
    assert_false(client_last(&scene->client[KFOR], BODY(TABLE))->table->seats[POLICE]->connected);
    /* The order stands: it was journalled. */
    static struct view view;
    client_view(client_seated(scene, POLICE), 0, &view);
    assert_int_equal(view.plan.count, 1);
}

static void a_failed_disk_acknowledges_nothing(void **state) {
    struct scene *scene = *state;
    struct client *client = &scene->client[POLICE];
    struct order order = hold_order(client);
    uint64_t id = send_order(client, &order);
    struct store_batch *batch = store_batch_begin(scene->store);
    uint64_t later = send_order(client, &order);
    store_batch_end(scene->store, batch, false);
    size_t before = client->count;
    host_durable(scene->host, scene->now_ms);
    assert_int_equal(client->count, before + 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(client->inbox[before + i]->error->code, CODE(JOURNAL));
    }
    assert_int_equal(client->inbox[before]->answers, id);
    assert_int_equal(client->inbox[before + 1]->answers, later);
    assert_true(client->inbox[before + 2]->error->fatal);
    for (int side = 0; side < SIDES; side++) {
        assert_true(scene->client[side].ended);
    }
    assert_false(host_wants_flush(scene->host));
    /* Who comes now is told too. */
    struct client *late = client_open(scene);
    expect_error(client_hello(late), CODE(JOURNAL), "journal", "accepts nothing");
    assert_true(late->ended);
}

static void a_server_that_stops_says_so(void **state) {
    struct scene *scene = *state;
    struct client *client = &scene->client[POLICE];
    struct order order = hold_order(client);
    uint64_t id = send_order(client, &order);
    host_drain(scene->host, "The server stops.");
    assert_false(client->ended);
    assert_true(scene->client[KFOR].ended || client_last(&scene->client[KFOR], BODY(NOTICE)) == NULL);
    host_flush(scene->host, scene->now_ms);
    for (int side = 0; side < SIDES; side++) {
        assert_true(scene->client[side].ended);
        assert_string_equal(client_last(&scene->client[side], BODY(NOTICE))->notice->text,
                            "The server stops.");
    }
    assert_int_equal(client->answers[id], 1);
}

/* More output than a session may have waiting: the session is ended, the others are not. */
static void who_piles_up_output_is_ended(void **state) {
    struct scene *scene = *state;
    struct client *client = &scene->client[POLICE];
    struct order order = hold_order(client);
    send_order(client, &order);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Resync resync = IBAR__V1__RESYNC__INIT;
    envelope.body_case = BODY(RESYNC);
    envelope.resync = &resync;
    for (unsigned i = 0; i < 100000 && !client->ended; i++) {
        envelope.id = 1;
        client_send(client, &envelope);
    }
    assert_true(client->ended);
    host_flush(scene->host, scene->now_ms);
    assert_false(scene->client[KFOR].ended);
}

int main(void) {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set, scene_clear)
    const struct CMUnitTest tests[] = {
        SCENE(an_order_is_acknowledged_when_it_is_on_disk),
        SCENE(answers_keep_their_order),
        SCENE(a_turn_is_told_when_it_is_on_disk),
        SCENE(a_client_that_left_is_forgotten),
        SCENE(a_failed_disk_acknowledges_nothing),
        SCENE(a_server_that_stops_says_so),
        SCENE(who_piles_up_output_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
