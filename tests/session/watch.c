/* Promise: spectators see what the host lets them see, so many turns late as he has set, and nothing in it depends on
 * what came later. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct scene *game_open(unsigned delay) {
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_LIST);
    scene_create_as(scene, &(struct host_game){.watched = true, .listed = true, .delay = (uint16_t)delay});
    scene_begin(scene);
    return scene;
}

/* Three players: clients 0 to 2. */
static void turn_play(struct scene *scene, bool plan) {
    for (int side = 0; side < SIDES; side++) {
        if (plan) {
            client_plan(&scene->client[side], 0);
        }
        assert_int_equal(client_commit(&scene->client[side], 0, 0)->body_case, BODY(DONE));
    }
}

static const Ibar__V1__Envelope *watch(struct client *client, uint64_t game, const char *side, const char *name) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Watch message = IBAR__V1__WATCH__INIT;
    envelope.body_case = BODY(WATCH);
    envelope.watch = &message;
    message.game = game;
    message.side = (char *)side;
    message.name = (char *)name;
    return client_ask(client, &envelope);
}

static const Ibar__V1__View *view_of(const struct client *client, int side) {
    for (size_t i = client->count; i > 0; i--) {
        if (client->inbox[i - 1]->body_case == BODY(VIEW) && (int)client->inbox[i - 1]->view->side == side) {
            return client->inbox[i - 1]->view;
        }
    }
    return NULL;
}

/* The View of a turn that a player was sent first: its hash is that of the view without plan. */
static const Ibar__V1__View *view_of_turn(const struct client *client, unsigned turn) {
    for (size_t i = 0; i < client->count; i++) {
        if (client->inbox[i]->body_case == BODY(VIEW) && client->inbox[i]->view->turn == turn) {
            return client->inbox[i]->view;
        }
    }
    return NULL;
}

static const Ibar__V1__Report *report_of_turn(const struct client *client, int side, unsigned turn) {
    for (size_t i = 0; i < client->count; i++) {
        const Ibar__V1__Envelope *envelope = client->inbox[i];
        if (envelope->body_case == BODY(REPORT) && (int)envelope->report->side == side &&
            envelope->report->turn == turn) {
            return envelope->report;
        }
    }
    return NULL;
}

static bool same_report(const Ibar__V1__Report *one, const Ibar__V1__Report *other) {
    size_t size = ibar__v1__report__get_packed_size(one);
    uint8_t *bytes = malloc(2 * size);
    bool same = size == ibar__v1__report__get_packed_size(other);
    if (same) {
        ibar__v1__report__pack(one, bytes);
        ibar__v1__report__pack(other, bytes + size);
        same = memcmp(bytes, bytes + size, size) == 0;
    }
    free(bytes);
    return same;
}

/* One side, two turns late: nothing before turn 3, then what the side saw two turns before. */
static void one_side_is_seen_so_many_turns_late(void **state) {
    (void)state;
    struct scene *scene = game_open(2);
    struct client *spectator = client_placed(scene, TOKEN_WATCH_SIDE + KFOR);
    assert_int_equal(client_last(spectator, BODY(JOINED))->joined->delay, 2);
    for (unsigned turn = 2; turn <= 6; turn++) {
        turn_play(scene, true);
        assert_int_equal(client_last(spectator, BODY(TABLE))->table->turn, turn);
        const Ibar__V1__View *shown = view_of(spectator, KFOR);
        if (turn < 3) {
            assert_null(shown);
            continue;
        }
        assert_int_equal(shown->turn, turn - 2);
        assert_int_equal(shown->n_plan, 0);
        assert_int_equal(shown->hash, view_of_turn(&scene->client[KFOR], turn - 2)->hash);
        if (turn > 3) {
            const Ibar__V1__Report *report = client_last(spectator, BODY(REPORT))->report;
            assert_int_equal(report->turn, turn - 3);
            assert_true(same_report(report, report_of_turn(&scene->client[KFOR], KFOR, turn - 3)));
        }
    }
    assert_null(view_of(spectator, POLICE));
    assert_null(view_of(spectator, IRREGULARS));
    assert_int_equal(client_count(spectator, BODY(VIEW)), 4);
    scene_close(scene);
}

/* S-WATCH-2: all sides at once are never seen in the present turn, whatever the host has set. */
static void all_sides_are_seen_one_turn_late_at_least(void **state) {
    (void)state;
    struct scene *scene = game_open(0);
    struct client *spectator = client_placed(scene, TOKEN_WATCH);
    assert_int_equal(client_last(spectator, BODY(JOINED))->joined->delay, 1);
    assert_null(client_last(spectator, BODY(VIEW)));
    turn_play(scene, true);
    turn_play(scene, true);
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(view_of(spectator, side)->turn, 2);
        assert_int_equal(view_of(spectator, side)->hash, view_of_turn(&scene->client[side], 2)->hash);
        assert_true(same_report(report_of_turn(spectator, side, 1), report_of_turn(&scene->client[side], side, 1)));
        assert_null(report_of_turn(spectator, side, 2));
    }
    scene_close(scene);
}

static void one_side_without_delay_is_seen_at_once_but_not_its_plan(void **state) {
    (void)state;
    struct scene *scene = game_open(0);
    turn_play(scene, true);
    client_plan(&scene->client[KFOR], 0);
    struct client *spectator = client_placed(scene, TOKEN_WATCH_SIDE + KFOR);
    const Ibar__V1__View *shown = view_of(spectator, KFOR);
    assert_int_equal(shown->turn, 2);
    assert_int_equal(shown->n_plan, 0);
    assert_int_equal(shown->hash, view_of_turn(&scene->client[KFOR], 2)->hash);
    scene_close(scene);
}

/* Who comes later or asks again sees what who was there sees. */
static void coming_late_shows_the_same(void **state) {
    (void)state;
    struct scene *scene = game_open(1);
    struct client *early = client_placed(scene, TOKEN_WATCH);
    turn_play(scene, true);
    turn_play(scene, true);
    struct client *late = client_placed(scene, TOKEN_WATCH);
    size_t views = client_count(early, BODY(VIEW));
    assert_int_equal(client_simple(early, BODY(RESYNC), 0)->body_case, BODY(DONE));
    assert_int_equal(client_count(early, BODY(VIEW)), views + SIDES);
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(view_of(late, side)->hash, view_of(early, side)->hash);
        assert_true(same_report(report_of_turn(late, side, 1), report_of_turn(early, side, 1)));
    }
    scene_close(scene);
}

/* All that a spectator was sent, in one sum. */
static uint64_t sum_of(const struct client *client) {
    static uint8_t bytes[ENVELOPE_SERVER_MAX];
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < client->count; i++) {
        size_t size = ibar__v1__envelope__pack(client->inbox[i], bytes);
        for (size_t j = 0; j < size; j++) {
            sum = (sum ^ bytes[j]) * 1099511628211u;
        }
    }
    return sum;
}

/* Two games draw the same numbers, are equal up to the end of the turn before `apart`, and there one is played without
 * orders. All that spectators are sent is the same until the turn in which they may see what came of it. */
static void pair_play(unsigned delay, unsigned apart) {
    static const unsigned seats[] = {TOKEN_WATCH, TOKEN_WATCH_SIDE + POLICE, TOKEN_WATCH_SIDE + IRREGULARS};
    enum { WATCHERS = 3, TURNS = 6 };
    static uint64_t sum[2][TURNS + 1][WATCHERS], truth[2][TURNS + 1];
    for (int game = 0; game < 2; game++) {
        struct scene *scene = game_open(delay);
        struct client *spectator[WATCHERS];
        for (int i = 0; i < WATCHERS; i++) {
            spectator[i] = client_placed(scene, seats[i]);
        }
        for (unsigned turn = 1; turn <= TURNS; turn++) {
            truth[game][turn] = view_of(&scene->client[POLICE], POLICE)->hash;
            for (int side = 0; side < SIDES && (turn < apart || game == 0); side++) {
                client_plan(&scene->client[side], 0);
            }
            for (int i = 0; i < WATCHERS; i++) {
                sum[game][turn][i] = sum_of(spectator[i]);
            }
            turn_play(scene, false);
        }
        scene_close(scene);
    }
    for (unsigned turn = 1; turn <= TURNS; turn++) {
        assert_true((truth[0][turn] == truth[1][turn]) == (turn <= apart));
        for (int i = 0; i < WATCHERS; i++) {
            unsigned late = delay == 0 && i == 0 ? 1 : delay;
            assert_true(turn > apart + late || sum[0][turn][i] == sum[1][turn][i]);
            assert_true(i > 0 || turn != apart + late + 1 || sum[0][turn][i] != sum[1][turn][i]);
        }
    }
}

/* S-WATCH-1 */
static void nothing_later_is_in_what_spectators_get(void **state) {
    (void)state;
    pair_play(0, 3);
    pair_play(1, 2);
    pair_play(1, 4);
    pair_play(2, 3);
    pair_play(3, 1);
}

static void the_end_is_shown_to_all(void **state) {
    (void)state;
    struct scene *scene = game_open(3);
    struct client *spectator = client_placed(scene, TOKEN_WATCH), *one = client_placed(scene, TOKEN_WATCH_SIDE + KFOR);
    assert_null(client_last(spectator, BODY(OVER)));
    expect_error(client_simple(spectator, BODY(RECORD_REQUEST), 0), CODE(PHASE), "phase", "after the end");
    while (!client_last(&scene->client[POLICE], BODY(OVER))) {
        turn_play(scene, false);
    }
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(view_of(spectator, side)->hash, client_last(&scene->client[side], BODY(VIEW))->view->hash);
    }
    assert_int_equal(view_of(one, KFOR)->hash, client_last(&scene->client[KFOR], BODY(VIEW))->view->hash);
    assert_non_null(client_last(spectator, BODY(OVER)));
    assert_non_null(client_last(one, BODY(OVER)));
    const Ibar__V1__Record *record = client_simple(one, BODY(RECORD_REQUEST), 0)->record;
    assert_non_null(record);
    assert_true(record->total > 0);
    scene_close(scene);
}

static void one_looks_on_at_listed_games_that_let_people(void **state) {
    (void)state;
    struct scene *scene = scene_open(SCENE_MEMORY);
    struct client *client = client_open(scene);
    client_hello(client);
    expect_error(watch(client, 1, "", "Ana"), CODE(FORBIDDEN), "lobby", "has no lobby");
    scene_close(scene);
    scene = game_open(1);
    client = client_open(scene);
    client_hello(client);
    expect_error(watch(client, 77, "", "Ana"), CODE(MALFORMED), "watch.game", "No game 77 is listed here");
    expect_error(watch(client, 1, "press", "Ana"), CODE(MALFORMED), "watch.side", "no side \"press\"");
    expect_error(watch(client, 1, "", "a\nb"), CODE(MALFORMED), "watch.name", "not fit to be shown");
    assert_int_equal(watch(client, 1, "kfor", "Ana")->joined->role, IBAR__V1__ROLE__ROLE_SPECTATOR);
    const Ibar__V1__Envelope *all = watch(client, 1, "", "Ana");
    assert_int_equal(all->joined->seat, 2);
    assert_string_equal(all->joined->side, "");
    assert_int_equal(client_last(&scene->client[POLICE], BODY(TABLE))->table->spectators, 2);
    scene_create_as(scene, &(struct host_game){.watched = true});
    expect_error(watch(client, 2, "", "Ana"), CODE(MALFORMED), "watch.game", "No game 2 is listed here");
    scene_create_as(scene, &(struct host_game){.listed = true});
    expect_error(watch(client, 3, "", "Ana"), CODE(FORBIDDEN), "watch", "lets nobody look on");
    char token[TOKEN_TEXT];
    assert_true(host_token(scene->host, 3, TOKEN_WATCH, token));
    expect_error(client_join(client, token, "Ana"), CODE(FORBIDDEN), "watch", "lets nobody look on");
    scene_close(scene);
}

static void so_many_look_on_and_no_more(void **state) {
    (void)state;
    struct scene *scene = game_open(1);
    for (int i = 0; i < 64; i++) {
        client_placed(scene, TOKEN_WATCH);
    }
    struct client *client = client_open(scene);
    client_hello(client);
    expect_error(watch(client, 1, "", "Ana"), CODE(LIMIT), "watch", "64 people look on at this game");
    assert_int_equal(client_last(&scene->client[POLICE], BODY(TABLE))->table->spectators, 64);
    client_close(&scene->client[SIDES]);
    assert_int_equal(watch(client, 1, "", "Ana")->body_case, BODY(JOINED));
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_side_is_seen_so_many_turns_late),
        cmocka_unit_test(all_sides_are_seen_one_turn_late_at_least),
        cmocka_unit_test(one_side_without_delay_is_seen_at_once_but_not_its_plan),
        cmocka_unit_test(coming_late_shows_the_same),
        cmocka_unit_test(nothing_later_is_in_what_spectators_get),
        cmocka_unit_test(the_end_is_shown_to_all),
        cmocka_unit_test(one_looks_on_at_listed_games_that_let_people),
        cmocka_unit_test(so_many_look_on_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
