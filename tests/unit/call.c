/* Rulebook 9: hexes held and watched, and the call to surrender. */
#include "scene.h"

#include "rules/held.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t cell, west, east;

/* A cell between two patrols that watch every hex round it. */
static void stage(void) {
    scene = scene_open();
    west = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    east = scene_unit(scene, "police-patrol", POLICE, 6, 5);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene_begin(scene);
    scene_at(scene, cell)->policy = POLICY_HOLD;
}

static void held_by_an_unpinned_armed_unit_in_it(void **unused) {
    (void)unused;
    stage();
    hex_t hex = scene_hex(scene, 4, 5);
    assert_true(hex_is_held(&scene->scenario, &scene->state, POLICE, hex));
    assert_false(hex_is_held(&scene->scenario, &scene->state, KFOR, hex));
    scene_at(scene, west)->suppression = 3;
    assert_false(hex_is_held(&scene->scenario, &scene->state, POLICE, hex));
    scene_close(scene);
}

static void watched_within_two_with_line_of_sight(void **unused) {
    (void)unused;
    stage();
    scene_at(scene, east)->status = UNIT_ELIMINATED;
    assert_true(hex_is_watched(&scene->scenario, &scene->state, POLICE, scene_hex(scene, 6, 5)));
    assert_false(hex_is_watched(&scene->scenario, &scene->state, POLICE, scene_hex(scene, 7, 5)));
    scene_close(scene);
    scene = scene_open();
    west = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    scene_height(scene, 5, 5, 70);
    scene_begin(scene);
    assert_false(hex_is_watched(&scene->scenario, &scene->state, POLICE, scene_hex(scene, 6, 5)));
    scene_close(scene);
}

/* Plays the call at the Close; returns its event. */
static const struct event *call_now(uint64_t key) {
    struct turn *turn = scene_turn(scene, 7);
    memcpy(scene->state.key.bytes, &key, sizeof key);
    sighting_set(turn, POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
    struct order order = {
        .kind = ORDER_call, .unit = west, .contact = scene->state.contact[POLICE][cell].handle};
    scene_events_clear(scene);
    rule_call.resolve(turn, west, &order);
    return scene_event(scene, EVENT_called);
}

/* 2d6 > Morale - steps lost, and 2 more with a leader. */
static void the_throw(void **unused) {
    (void)unused;
    for (int leader = 0; leader <= 1; leader++) {
        scene = scene_open();
        west = scene_unit(scene, "police-patrol", POLICE, 4, 5);
        east = scene_unit(scene, "police-patrol", POLICE, 6, 5);
        cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
        if (leader)
            scene_unit(scene, "irregular-leader", IRREGULARS, 5, 3);
        scene_begin(scene);
        scene_at(scene, cell)->steps = 1;
        scene_at(scene, cell)->suppression = 3;
        struct state start = scene->state;
        for (uint64_t key = 1; key <= 100; key++) {
            scene->state = start;
            const struct event *called = call_now(key);
            int sum = called->dice[0] + called->dice[1];
            assert_int_equal(called->result, sum > 7 - 1 + 2 * leader);
            assert_int_equal((scene_at(scene, cell)->flags & UNIT_SURRENDERED) != 0, called->result);
        }
        scene_close(scene);
    }
}

static void only_who_is_surrounded_and_suppressed_listens(void **unused) {
    (void)unused;
    stage();
    struct state start = scene->state;
    for (uint64_t key = 1; key <= 60; key++) {
        scene->state = start;
        scene_at(scene, cell)->suppression = 2;
        assert_int_equal(call_now(key)->result, 0);
        scene->state = start;
        scene_at(scene, cell)->suppression = 4;
        scene_at(scene, east)->suppression = 3; /* pinned: it watches nothing */
        scene_height(scene, 5, 5, 50);
        scene_put(scene, west, 3, 5);
        assert_int_equal(scene_at(scene, cell)->flags & UNIT_SURRENDERED, 0);
        assert_false(unit_is_surrounded(&scene->scenario, &scene->state, cell));
    }
    scene_close(scene);
}

/* Who surrendered may be arrested, is not shot at and gives no orders. */
static void who_surrendered_is_arrested(void **unused) {
    (void)unused;
    stage();
    scene_at(scene, cell)->suppression = 3;
    for (uint64_t key = 1; !(scene_at(scene, cell)->flags & UNIT_SURRENDERED); key++)
        call_now(key);
    scene_put(scene, cell, 4, 5);
    scene->state.contact[POLICE][cell].hex = scene_hex(scene, 4, 5);
    char order[32];
    snprintf(order, sizeof order, "arrest 0 c%u", scene->state.contact[POLICE][cell].handle);
    assert_int_equal(scene_check(scene, order).verdict, VERDICT_YES);
    snprintf(order, sizeof order, "move %u E halt", cell);
    assert_int_equal(scene_check(scene, order).verdict, VERDICT_NO);
    scene_close(scene);
}

static void from_its_hex_or_next_to_it(void **unused) {
    (void)unused;
    stage();
    char order[32];
    sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
    snprintf(order, sizeof order, "call 0 c%u", scene->state.contact[POLICE][cell].handle);
    assert_int_equal(scene_check(scene, order).verdict, VERDICT_MAYBE);
    scene_put(scene, west, 3, 5);
    assert_int_equal(scene_check(scene, order).reason, REFUSAL_too_far_to_call);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_by_an_unpinned_armed_unit_in_it),
        cmocka_unit_test(watched_within_two_with_line_of_sight),
        cmocka_unit_test(the_throw),
        cmocka_unit_test(only_who_is_surrounded_and_suppressed_listens),
        cmocka_unit_test(who_surrendered_is_arrested),
        cmocka_unit_test(from_its_hex_or_next_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
