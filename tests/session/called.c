/* Promise: players who have a seat and are not there are called when it is their turn, when its time runs out and when
 * the game is over; nobody else is; and not before what they are called for is on disk. */
#include "lobby_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* All three are seated and ready; police and KFOR then close their connections. */
static struct scene *scene_absent_at(const char *path, unsigned turn_seconds, struct client **there) {
    struct scene *scene = scene_open_lobby(path, LOBBY_LIST);
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, turn_seconds);
    scene_begin(scene);
    assert_int_equal(scene->calls, 0); /* all were there */
    client_close(&scene->client[POLICE]);
    client_close(&scene->client[KFOR]);
    *there = &scene->client[IRREGULARS];
    return scene;
}

static struct scene *scene_absent(unsigned turn_seconds, struct client **there) {
    return scene_absent_at(SCENE_MEMORY, turn_seconds, there);
}

static void expect_calls(const struct scene *scene, size_t from, enum host_event event, unsigned turn) {
    assert_int_equal(scene->calls, from + 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(scene->called[from + i].event, event);
        assert_int_equal(scene->called[from + i].side, i == 0 ? POLICE : KFOR);
        assert_int_equal(scene->called[from + i].game, 1);
        assert_int_equal(scene->called[from + i].turn, turn);
        assert_string_equal(scene->called[from + i].player, "Player");
    }
}

/* S-NOTICE-1 */
static void who_is_not_there_is_called_for_his_turn(void **state) {
    (void)state;
    struct client *there;
    struct scene *scene = scene_absent(600, &there);
    assert_int_equal(client_commit(there, 0, 0)->body_case, BODY(DONE));
    scene->now_ms += 540000 - 1;
    scene_flush(scene);
    assert_int_equal(scene->calls, 0);
    scene->now_ms += 1; /* a tenth of the time is left */
    scene_flush(scene);
    expect_calls(scene, 0, HOST_CLOCK_LOW, 1);
    scene_flush(scene);
    assert_int_equal(scene->calls, 2);
    scene->now_ms += 60000;
    scene->held = true;
    host_step(scene->host, scene->now_ms); /* the turn is played, and not on disk yet */
    assert_int_equal(scene->calls, 2);
    host_flush(scene->host, scene->now_ms);
    expect_calls(scene, 2, HOST_YOUR_TURN, 2);
    scene_close(scene);
}

static void who_has_committed_is_not_told_that_time_runs_out(void **state) {
    (void)state;
    struct client *there;
    struct scene *scene = scene_absent(600, &there);
    struct client *police = client_seated(scene, POLICE);
    assert_int_equal(client_commit(police, 0, 0)->body_case, BODY(DONE));
    client_close(police);
    scene->now_ms += 560000;
    scene_flush(scene);
    assert_int_equal(scene->calls, 1);
    assert_int_equal(scene->called[0].side, KFOR);
    assert_int_equal(scene->called[0].event, HOST_CLOCK_LOW);
    scene_close(scene);
}

/* The turn's own time begins anew with the server. */
static void after_a_start_who_is_not_there_is_told_that_time_runs_out(void **state) {
    (void)state;
    char folder[] = "/tmp/ibar-called-XXXXXX", path[64], command[96];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal", folder);
    struct client *there;
    struct scene *scene = scene_absent_at(path, 600, &there);
    assert_int_equal(client_commit(there, 0, 0)->body_case, BODY(DONE));
    scene_restart(scene);
    scene->now_ms += 540000 - 1;
    scene_flush(scene);
    assert_int_equal(scene->calls, 0);
    scene->now_ms += 1;
    scene_flush(scene);
    expect_calls(scene, 0, HOST_CLOCK_LOW, 1);
    scene_close(scene);
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void without_a_clock_only_the_turn_calls(void **state) {
    (void)state;
    struct client *there;
    struct scene *scene = scene_absent(0, &there);
    scene->now_ms += (int64_t)1000 * 24 * 3600 * 1000;
    scene_flush(scene);
    assert_int_equal(scene->calls, 0);
    struct client *police = client_seated(scene, POLICE), *kfor = client_seated(scene, KFOR);
    assert_int_equal(client_commit(police, 0, 0)->body_case, BODY(DONE));
    assert_int_equal(client_commit(kfor, 0, 0)->body_case, BODY(DONE));
    client_close(police);
    client_close(kfor);
    assert_int_equal(client_commit(there, 0, 0)->body_case, BODY(DONE));
    scene_flush(scene);
    expect_calls(scene, 0, HOST_YOUR_TURN, 2);
    scene_close(scene);
}

static void an_open_seat_and_a_computer_are_not_called(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    scene_create(scene, (const char *[]){NULL, NULL, "scripted"}, 600);
    struct client *police = client_seated(scene, POLICE), *kfor = client_seated(scene, KFOR);
    assert_int_equal(client_ready(police, 0, 1)->body_case, BODY(DONE));
    assert_int_equal(client_ready(kfor, 0, 2)->body_case, BODY(DONE));
    assert_int_equal(client_give_up(police, 0)->body_case, BODY(DONE));
    client_close(kfor);
    scene->now_ms += 600000;
    scene_flush(scene);
    for (size_t i = 0; i < scene->calls; i++) {
        assert_int_equal(scene->called[i].side, KFOR);
    }
    assert_int_equal(scene->calls, 1); /* turn 2; the clock of turn 1 was out before anybody looked */
    scene_close(scene);
}

static void the_end_is_told(void **state) {
    (void)state;
    struct client *there;
    struct scene *scene = scene_absent(100, &there);
    for (unsigned i = 0; i < 200 && !client_last(there, BODY(OVER)); i++) {
        scene->calls = 0;
        scene->now_ms += 100000;
        scene_flush(scene);
    }
    assert_non_null(client_last(there, BODY(OVER)));
    assert_int_equal(scene->calls, 2);
    assert_int_equal(scene->called[0].event, HOST_GAME_OVER);
    assert_int_equal(scene->called[0].side, POLICE);
    assert_int_equal(scene->called[1].event, HOST_GAME_OVER);
    assert_int_equal(scene->called[1].side, KFOR);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_not_there_is_called_for_his_turn),
        cmocka_unit_test(who_has_committed_is_not_told_that_time_runs_out),
        cmocka_unit_test(after_a_start_who_is_not_there_is_told_that_time_runs_out),
        cmocka_unit_test(without_a_clock_only_the_turn_calls),
        cmocka_unit_test(an_open_seat_and_a_computer_are_not_called),
        cmocka_unit_test(the_end_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
