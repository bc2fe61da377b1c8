/* Promise: a token opens its role and no other; host, umpire and spectators may do what is theirs, hear what is theirs,
 * and are counted where all can see it. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int scene_set(void **state) {
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create_as(scene, &(struct host_game){.watched = true, .umpired = true, .delay = 1});
    *state = scene;
    return 0;
}

static int scene_clear(void **state) {
    scene_close(*state);
    return 0;
}

static const Ibar__V1__Joined *joined(const struct client *client) {
    return client_last(client, BODY(JOINED))->joined;
}

static void say(struct client *client, const char *text, const char *to) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Say line = IBAR__V1__SAY__INIT;
    envelope.body_case = BODY(SAY);
    envelope.say = &line;
    line.text = (char *)text;
    line.to = (char *)to;
    assert_int_equal(client_ask(client, &envelope)->body_case, BODY(DONE));
}

static void a_token_says_the_role(void **state) {
    struct scene *scene = *state;
    assert_int_equal(joined(client_placed(scene, KFOR))->role, IBAR__V1__ROLE__ROLE_PLAYER);
    assert_int_equal(joined(client_placed(scene, TOKEN_HOST))->role, IBAR__V1__ROLE__ROLE_HOST);
    const Ibar__V1__Joined *umpire = joined(client_placed(scene, TOKEN_UMPIRE));
    assert_int_equal(umpire->role, IBAR__V1__ROLE__ROLE_UMPIRE);
    assert_string_equal(umpire->side, "");
    assert_string_equal(umpire->scenario, "bridge-checkpoint");
    assert_int_equal(umpire->seal.len, SEAL_BYTES);
    const Ibar__V1__Joined *spectator = joined(client_placed(scene, TOKEN_WATCH_SIDE + KFOR));
    assert_int_equal(spectator->role, IBAR__V1__ROLE__ROLE_SPECTATOR);
    assert_string_equal(spectator->side, "kfor");
    assert_int_equal(spectator->delay, 1);
}

/* S-ROLE-1: who has no side's seat gives no orders. */
static void who_only_looks_on_gives_no_orders(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct order order = {.kind = ORDER_hold};
    static const struct {
        unsigned seat;
        const char *says;
    } rows[] = {{TOKEN_HOST, "seat 1 is the host's"},
                {TOKEN_UMPIRE, "seat 1 is the umpire's"},
                {TOKEN_WATCH, "seat 1 is a spectator's"},
                {TOKEN_WATCH_SIDE, "OrderPut is for players"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct client *client = client_placed(scene, rows[i].seat);
        uint64_t journal = store_last(scene->store);
        expect_error(client_order(client, 0, &order, 0), CODE(FORBIDDEN), "role", rows[i].says);
        expect_error(client_commit(client, 0, 0), CODE(FORBIDDEN), "role", "Commit is for players");
        expect_error(client_ready(client, 0, 1), CODE(FORBIDDEN), "role", "Ready is for players");
        assert_int_equal(store_last(scene->store), journal);
        assert_int_equal(client_simple(client, BODY(RESYNC), 0)->body_case, BODY(DONE));
        client_close(client);
    }
}

static void the_host_sees_the_table_and_no_side(void **state) {
    struct scene *scene = *state;
    struct client *host = client_placed(scene, TOKEN_HOST);
    scene_begin(scene);
    for (int side = 0; side < SIDES; side++) {
        client_commit(&scene->client[1 + side], 0, 0);
    }
    const Ibar__V1__Table *table = client_last(host, BODY(TABLE))->table;
    assert_int_equal(table->turn, 2);
    assert_true(table->seats[KFOR]->connected);
    assert_true(table->umpired && !table->umpire_connected);
    assert_int_equal(table->spectators, 0);
    assert_null(client_last(host, BODY(VIEW)));
    assert_null(client_last(host, BODY(REPORT)));
}

/* S-UMPIRE-1: an umpire sees what every side sees, and at once. */
static void the_umpire_sees_every_side(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE);
    assert_int_equal(client_count(umpire, BODY(VIEW)), SIDES);
    for (int side = 0; side < SIDES; side++) {
        client_plan(&scene->client[side], 0);
        client_commit(&scene->client[side], 0, 0);
    }
    unsigned views = 0, reports = 0;
    for (size_t i = 0; i < umpire->count; i++) {
        const Ibar__V1__Envelope *envelope = umpire->inbox[i];
        if (envelope->body_case == BODY(VIEW) && envelope->view->turn == 2) {
            const Ibar__V1__View *own = client_last(&scene->client[envelope->view->side], BODY(VIEW))->view;
            assert_int_equal(envelope->view->hash, own->hash);
            assert_int_equal(envelope->view->n_units, own->n_units);
            views |= 1u << envelope->view->side;
        }
        if (envelope->body_case == BODY(REPORT) && envelope->report->side != REPORT_TRUTH) {
            const Ibar__V1__Report *own = client_last(&scene->client[envelope->report->side], BODY(REPORT))->report;
            assert_int_equal(envelope->report->turn, 1);
            assert_int_equal(envelope->report->n_events, own->n_events);
            assert_int_equal(envelope->report->side, own->side);
            reports |= 1u << envelope->report->side;
        }
    }
    assert_int_equal(views, 7);
    assert_int_equal(reports, 7);
}

/* S-UMPIRE-1: all that happened is told to the umpire, once and as it was, and to nobody else. */
static void the_umpire_alone_is_told_the_truth(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE), *others[] = {client_placed(scene, TOKEN_HOST),
                                                                             client_placed(scene, TOKEN_WATCH)};
    for (int turn = 0; turn < 2; turn++) {
        for (int side = 0; side < SIDES; side++) {
            client_plan(&scene->client[side], 0);
            client_commit(&scene->client[side], 0, 0);
        }
    }
    const Ibar__V1__Report *truth = client_last(umpire, BODY(REPORT))->report;
    assert_int_equal(truth->side, REPORT_TRUTH);
    assert_int_equal(truth->turn, 2);
    bool moved[SIDES] = {false};
    for (size_t i = 0; i < truth->n_events; i++) {
        struct event event;
        assert_true(convert_event_from(scene_scenario(), truth->events[i], &event));
        assert_true(event.unit.kind != REF_CONTACT && event.other.kind != REF_CONTACT);
        if (event.kind == EVENT_moved) {
            moved[scene_scenario()->roster[event.unit.id].side] = true;
        }
    }
    assert_true(moved[POLICE] && moved[KFOR] && moved[IRREGULARS]);
    for (size_t k = 0; k < 2 + SIDES; k++) {
        const struct client *client = k < 2 ? others[k] : &scene->client[k - 2];
        for (size_t i = 0; i < client->count; i++) {
            assert_true(client->inbox[i]->body_case != BODY(REPORT) || client->inbox[i]->report->side < SIDES);
        }
    }
    struct client *again = client_placed(scene, TOKEN_UMPIRE); /* who comes later is told the same */
    const Ibar__V1__Report *later = client_last(again, BODY(REPORT))->report;
    assert_int_equal(later->side, REPORT_TRUTH);
    assert_int_equal(later->n_events, truth->n_events);
}

static void a_game_without_umpire_gets_none(void **state) {
    struct scene *scene = *state;
    char token[TOKEN_TEXT];
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    assert_true(host_token(scene->host, 2, TOKEN_UMPIRE, token));
    struct client *client = client_open(scene);
    client_hello(client);
    expect_error(client_join(client, token, ""), CODE(FORBIDDEN), "umpire", "created without an umpire");
    struct client *player = client_open(scene);
    client_hello(player);
    assert_int_equal(client_join(player, scene->seat[KFOR].token, "")->body_case, BODY(JOINED));
    assert_false(client_last(player, BODY(TABLE))->table->umpired);
}

static void chat_reaches_whom_it_may(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE), *host = client_placed(scene, TOKEN_HOST);
    struct client *spectator = client_placed(scene, TOKEN_WATCH_SIDE + KFOR);
    say(&scene->client[POLICE], "We call you this turn.", "kfor");
    say(&scene->client[POLICE], "Good morning.", "");
    assert_int_equal(client_count(umpire, BODY(SAID)), 2);
    assert_int_equal(client_last(umpire, BODY(SAID))->said->number, 2);
    assert_int_equal(client_count(host, BODY(SAID)), 1);
    assert_int_equal(client_count(spectator, BODY(SAID)), 1);
    assert_int_equal(client_last(spectator, BODY(SAID))->said->number, 1);
    struct client *late = client_placed(scene, TOKEN_WATCH);
    assert_int_equal(client_count(late, BODY(SAID)), 1);
    assert_string_equal(client_last(late, BODY(SAID))->said->text, "Good morning.");
}

static void the_umpires_place_is_taken_over_as_a_seat_is(void **state) {
    struct scene *scene = *state;
    struct client *first = client_placed(scene, TOKEN_UMPIRE), *second = client_placed(scene, TOKEN_UMPIRE);
    expect_error(client_last(first, BODY(ERROR)), CODE(SEAT), "seat", "taken from another connection");
    expect_error(client_simple(first, BODY(RESYNC), 0), CODE(SEAT), "seat", "holds none");
    assert_int_equal(client_simple(second, BODY(RESYNC), 0)->body_case, BODY(DONE));
}

static void who_plays_does_not_look_on(void **state) {
    struct scene *scene = *state;
    struct client *player = client_placed(scene, POLICE), *umpire = client_placed(scene, TOKEN_UMPIRE);
    char token[TOKEN_TEXT];
    assert_true(host_token(scene->host, 1, TOKEN_WATCH, token));
    expect_error(client_join(player, token, ""), CODE(FORBIDDEN), "role", "cannot look on");
    expect_error(client_join(umpire, scene->seat[KFOR].token, ""), CODE(FORBIDDEN), "role", "cannot take a seat");
    assert_true(host_token(scene->host, 1, TOKEN_HOST, token));
    const Ibar__V1__Envelope *host = client_join(player, token, "");
    assert_int_equal(host->body_case, BODY(JOINED));
    assert_int_equal(host->joined->seat, 2);
    /* Another game is another matter. */
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    assert_int_equal(client_join(umpire, scene->seat[KFOR].token, "")->body_case, BODY(JOINED));
}

static void leaving_and_closing_free_the_place(void **state) {
    struct scene *scene = *state;
    struct client *spectator = client_placed(scene, TOKEN_WATCH), *player = client_placed(scene, POLICE);
    assert_int_equal(client_simple(spectator, BODY(LEAVE), 0)->body_case, BODY(DONE));
    expect_error(client_simple(spectator, BODY(RESYNC), 0), CODE(SEAT), "seat", "holds none");
    assert_int_equal(client_last(player, BODY(TABLE))->table->spectators, 0);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE);
    assert_true(client_last(player, BODY(TABLE))->table->umpire_connected);
    client_close(umpire);
    assert_false(client_last(player, BODY(TABLE))->table->umpire_connected);
    assert_int_equal(client_simple(player, BODY(PING), 0)->body_case, BODY(DONE));
    struct client *again = client_placed(scene, TOKEN_UMPIRE);
    assert_int_equal(client_simple(again, BODY(RESYNC), 0)->body_case, BODY(DONE));
}

int main(void) {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set, scene_clear)
    const struct CMUnitTest tests[] = {
        SCENE(a_token_says_the_role),
        SCENE(who_only_looks_on_gives_no_orders),
        SCENE(the_host_sees_the_table_and_no_side),
        SCENE(the_umpire_sees_every_side),
        SCENE(the_umpire_alone_is_told_the_truth),
        SCENE(a_game_without_umpire_gets_none),
        SCENE(chat_reaches_whom_it_may),
        SCENE(the_umpires_place_is_taken_over_as_a_seat_is),
        SCENE(who_plays_does_not_look_on),
        SCENE(leaving_and_closing_free_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
