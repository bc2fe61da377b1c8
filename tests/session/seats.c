/* Promise: a token takes its seat, from anywhere, at any time, with all that the seat has missed; a seat is
 * held by one connection at most; tokens open their own seat alone. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const people[SIDES] = {NULL, NULL, NULL};

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

static void joining_tells_the_game(void **state) {
    struct scene *scene = *state;
    struct client *client = client_open(scene);
    client_hello(client);
    const Ibar__V1__Joined *joined = client_join(client, scene->seat[KFOR].token, "Ana")->joined;
    assert_int_equal(joined->seat, 1);
    assert_int_equal(joined->game, 1);
    assert_string_equal(joined->game_name, "Bridge");
    assert_string_equal(joined->side, "kfor");
    assert_int_equal(joined->side_number, KFOR);
    assert_string_equal(joined->scenario, "bridge-checkpoint");
    assert_int_equal(joined->scenario_hash, scene_scenario()->content_hash);
    assert_int_equal(joined->seal.len, SEAL_BYTES);
    const Ibar__V1__Table *table = client_last(client, BODY(TABLE))->table;
    assert_int_equal(table->phase, IBAR__V1__PHASE__PHASE_LOBBY);
    assert_int_equal(table->n_seats, SIDES);
    assert_true(table->seats[KFOR]->connected);
    assert_false(table->seats[POLICE]->connected);
    assert_string_equal(table->seats[KFOR]->name, "Ana");
    assert_null(client_last(client, BODY(VIEW)));
}

static void tokens_are_many_and_asked_for_again_the_same(void **state) {
    struct scene *scene = *state;
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(strlen(scene->seat[side].token), 32);
        for (int other = 0; other < side; other++) {
            assert_string_not_equal(scene->seat[side].token, scene->seat[other].token);
        }
    }
    struct host_seat seats[SIDE_MAX];
    size_t count;
    assert_true(host_seats(scene->host, 1, seats, &count));
    assert_int_equal(count, SIDES);
    for (int side = 0; side < SIDES; side++) {
        assert_string_equal(seats[side].token, scene->seat[side].token);
    }
    assert_false(host_seats(scene->host, 2, seats, &count));
}

static void a_seat_taken_over_is_lost_by_the_older(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *older = &scene->client[POLICE], *kfor = &scene->client[KFOR];
    size_t kfor_errors = client_count(kfor, BODY(ERROR));
    client_plan(older, 0);
    static struct view before, after;
    client_simple(older, BODY(RESYNC), 0);
    client_view(older, 0, &before);
    struct client *newer = client_seated(scene, POLICE);
    expect_error(client_last(older, BODY(ERROR)), CODE(SEAT), "seat", "taken from another connection");
    assert_int_equal(client_last(older, BODY(ERROR))->seat, 1);
    assert_false(older->ended);
    expect_error(client_commit(older, 0, 0), CODE(SEAT), "seat", "holds none");
    client_view(newer, 0, &after);
    assert_int_equal(view_hash(&before), view_hash(&after));
    /* The older hears no more of the game. */
    size_t heard = older->count;
    client_commit(newer, 0, 0);
    client_commit(kfor, 0, 0);
    client_commit(&scene->client[IRREGULARS], 0, 0);
    assert_int_equal(older->count, heard);
    assert_int_equal(client_last(newer, BODY(VIEW))->view->turn, 2);
    assert_int_equal(client_count(kfor, BODY(ERROR)), kfor_errors);
    /* And may take it back. */
    assert_int_equal(client_join(older, scene->seat[POLICE].token, "")->body_case, BODY(JOINED));
    expect_error(client_commit(newer, 0, 0), CODE(SEAT), "seat", "holds none");
}

static void coming_back_brings_what_was_missed(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    client_close(&scene->client[KFOR]);
    assert_false(client_last(&scene->client[POLICE], BODY(TABLE))->table->seats[KFOR]->connected);
    client_commit(&scene->client[POLICE], 0, 0);
    client_commit(&scene->client[IRREGULARS], 0, 0);
    assert_true(client_last(&scene->client[POLICE], BODY(TABLE))->table->seats[IRREGULARS]->committed);
    struct client *back = client_seated(scene, KFOR);
    assert_true(client_last(&scene->client[POLICE], BODY(TABLE))->table->seats[KFOR]->connected);
    assert_int_equal(client_last(back, BODY(VIEW))->view->turn, 1);
    client_commit(back, 0, 0);
    client_close(back);
    back = client_seated(scene, KFOR);
    assert_int_equal(client_last(back, BODY(VIEW))->view->turn, 2);
    assert_int_equal(client_last(back, BODY(REPORT))->report->turn, 1);
    assert_int_equal(client_last(back, BODY(TABLE))->table->turn, 2);
}

static void joining_again_keeps_the_number(void **state) {
    struct scene *scene = *state;
    struct client *client = client_seated(scene, POLICE);
    assert_int_equal(client_join(client, scene->seat[POLICE].token, "New")->joined->seat, 1);
    assert_int_equal(client_join(client, scene->seat[KFOR].token, "")->joined->seat, 2);
    assert_int_equal(client_simple(client, BODY(LEAVE), 1)->body_case, BODY(DONE));
    assert_int_equal(client_join(client, scene->seat[IRREGULARS].token, "")->joined->seat, 1);
}

static void leaving_keeps_the_token(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    struct client *client = &scene->client[POLICE];
    assert_int_equal(client_simple(client, BODY(LEAVE), 0)->body_case, BODY(DONE));
    expect_error(client_simple(client, BODY(RESYNC), 0), CODE(SEAT), "seat", "holds none");
    assert_false(client_last(&scene->client[KFOR], BODY(TABLE))->table->seats[POLICE]->connected);
    assert_int_equal(client_join(client, scene->seat[POLICE].token, "x")->body_case, BODY(JOINED));
}

static void games_do_not_hear_each_other(void **state) {
    struct scene *scene = *state;
    scene_begin(scene);
    size_t heard[SIDES];
    struct host_seat first[SIDE_MAX];
    memcpy(first, scene->seat, sizeof(first));
    scene_create(scene, people, 0);
    for (int side = 0; side < SIDES; side++) {
        heard[side] = scene->client[side].count;
    }
    struct client *other = client_seated(scene, POLICE);
    assert_int_equal(client_last(other, BODY(JOINED))->joined->game, 2);
    client_ready(other, 0, 1);
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(scene->client[side].count, heard[side]);
    }
    struct host_counters counters;
    host_count(scene->host, &counters);
    assert_int_equal(counters.games, 2);
    assert_int_equal(counters.seats_connected, 4);
    assert_int_equal(counters.sessions, 4);
}

static void games_that_make_no_sense_are_not_created(void **state) {
    struct scene *scene = *state;
    struct host_seat seats[SIDE_MAX];
    size_t count;
    char why[300];
    struct host_game game = {.scenario = "nowhere"};
    uint64_t before = store_last(scene->store);
    assert_false(host_create_game(scene->host, &game, 0, seats, &count, why, sizeof(why)));
    assert_string_equal(why, "There is no scenario nowhere.");
    game = (struct host_game){.scenario = "bridge-checkpoint", .ai = {"einstein"}};
    assert_false(host_create_game(scene->host, &game, 0, seats, &count, why, sizeof(why)));
    assert_non_null(strstr(why, "no computer player \"einstein\""));
    game = (struct host_game){.scenario = "bridge-checkpoint", .ai = {NULL, NULL, NULL, "random"}};
    assert_false(host_create_game(scene->host, &game, 0, seats, &count, why, sizeof(why)));
    assert_non_null(strstr(why, "has no side 3"));
    game = (struct host_game){.scenario = "bridge-checkpoint", .turn_seconds = UINT32_MAX};
    assert_false(host_create_game(scene->host, &game, 0, seats, &count, why, sizeof(why)));
    assert_non_null(strstr(why, "too long"));
    assert_int_equal(store_last(scene->store), before);
    /* A name is cut and cleaned, it does not break the journal. */
    game = (struct host_game){.scenario = "bridge-checkpoint",
                              .name = "line\nbreak and so many words that it is cut off"};
    assert_true(host_create_game(scene->host, &game, 0, seats, &count, why, sizeof(why)));
}

int main(void) {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set, scene_clear)
    const struct CMUnitTest tests[] = {
        SCENE(joining_tells_the_game),
        SCENE(tokens_are_many_and_asked_for_again_the_same),
        SCENE(a_seat_taken_over_is_lost_by_the_older),
        SCENE(coming_back_brings_what_was_missed),
        SCENE(joining_again_keeps_the_number),
        SCENE(leaving_keeps_the_token),
        SCENE(games_do_not_hear_each_other),
        SCENE(games_that_make_no_sense_are_not_created),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
