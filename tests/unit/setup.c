/* Rulebook 11, set-up: before turn 1 each side places its units in its zones, in secret, from defaults. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct scene *scene;
static uint16_t patrol, post, cell, fixed;

static struct scenario_zone *zone_add(int side, int left, int top, int right, int bottom) {
    struct scenario_zone *zone = &scene->scenario.zone[scene->scenario.zones++];
    *zone = (struct scenario_zone){.side = (uint8_t)side};
    for (int row = top; row <= bottom; row++)
        for (int col = left; col <= right; col++)
            zone->hex[zone->hexes++] = scene_hex(scene, col, row);
    return zone;
}

/* A patrol and a post of the police with a zone of nine hexes in the south, a cell and a cache of the irregulars with
 * one in the north, and a leader whose place is given. */
static void stage(void) {
    scene = scene_open();
    patrol = scene_unit(scene, "police-patrol", POLICE, 4, 9);
    post = scene_unit(scene, "police-marksmen", POLICE, 5, 9);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 2);
    fixed = scene_unit(scene, "irregular-leader", IRREGULARS, 2, 1);
    scene_unit(scene, "kfor-hq", KFOR, 11, 11);
    scene_cache(scene, IRREGULARS, 2, 2);
    zone_add(POLICE, 4, 8, 6, 10);
    zone_add(IRREGULARS, 2, 2, 4, 4);
    scene->scenario.roster[patrol].zone = scene->scenario.roster[post].zone = 1;
    scene->scenario.roster[cell].zone = 2;
    scene->scenario.cache[0].zone = 2;
}

/* An order with a hex by column and row. */
static const char *place(unsigned unit, int col, int row) {
    static char text[40];
    snprintf(text, sizeof text, "place %u h%u", unit, scene_hex(scene, col, row));
    return text;
}

static void assert_refused(const char *text, int reason) {
    struct check check = scene_check(scene, text);
    assert_int_equal(check.verdict, VERDICT_NO);
    assert_string_equal(refusal_name(check.reason), refusal_name(reason));
}

static void with_zones_a_game_begins_with_the_set_up(void **unused) {
    (void)unused;
    stage();
    scene_begin(scene);
    assert_int_equal(scene->state.turn, 0);
    char why[200] = "";
    if (!state_check(&scene->scenario, &scene->state, why, sizeof why))
        fail_msg("%s", why);
    assert_int_equal(scene_view(scene, POLICE)->turn, 0);
    assert_int_equal(scene->view.contacts, 0);
    scene_play(scene);
    assert_int_equal(scene->state.turn, 1);
    assert_int_equal(scene_events(scene, EVENT_turn), 1);
    scene_close(scene);
}

static void without_zones_it_begins_with_turn_1(void **unused) {
    (void)unused;
    scene = scene_open();
    patrol = scene_unit(scene, "police-patrol", POLICE, 4, 9);
    scene_begin(scene);
    assert_int_equal(scene->state.turn, 1);
    assert_refused(place(patrol, 4, 9), REFUSAL_setup_over);
    scene->state.turn = 0;
    char why[200] = "";
    assert_false(state_check(&scene->scenario, &scene->state, why, sizeof why));
    scene_close(scene);
}

/* From defaults: who places nothing plays the game that begins without zones. */
static void who_places_nothing_stands_as_without_zones(void **unused) {
    (void)unused;
    static struct state with;
    char why[200] = "";
    stage();
    scene->scenario.roster[cell].choices = 3;
    scene->scenario.roster[cell].choice[1] = scene_hex(scene, 3, 3);
    scene->scenario.roster[cell].choice[2] = scene_hex(scene, 4, 4);
    for (uint64_t key = 1; key < 20; key++) {
        scene_begin_key(scene, key);
        scene_play(scene);
        with = scene->state;
        int zones = scene->scenario.zones;
        scene->scenario.zones = 0;
        scene_begin_key(scene, key);
        scene->scenario.zones = (uint8_t)zones;
        if (!state_equal(&with, &scene->state, why, sizeof why))
            fail_msg("%s", why);
    }
    scene_close(scene);
}

static void units_are_placed_in_their_zone(void **unused) {
    (void)unused;
    stage();
    scene_begin(scene);
    assert_int_equal(scene_check(scene, place(patrol, 6, 10)).verdict, VERDICT_YES);
    assert_refused(place(patrol, 7, 10), REFUSAL_out_of_zone);
    assert_refused(place(patrol, 3, 3), REFUSAL_out_of_zone);
    assert_refused(place(fixed, 3, 3), REFUSAL_no_zone);
    char text[40];
    snprintf(text, sizeof text, "place %u h999", patrol);
    assert_refused(text, REFUSAL_bad_number);
    scene_order(scene, place(patrol, 6, 10));
    scene_order(scene, place(cell, 4, 4));
    scene_play(scene);
    assert_int_equal(scene_at(scene, patrol)->hex, scene_hex(scene, 6, 10));
    assert_int_equal(scene_at(scene, cell)->hex, scene_hex(scene, 4, 4));
    assert_int_equal(scene_at(scene, post)->hex, scene_hex(scene, 5, 9));
    assert_int_equal(scene_at(scene, patrol)->moved, 0);
    scene_close(scene);
}

static void ground_and_crowds_bar_a_place(void **unused) {
    (void)unused;
    stage();
    scene_terrain(scene, 6, 8, TERRAIN_FOREST); /* no wheels */
    scene_crowd(scene, 6, 9, 3, 4);             /* obstructs: no vehicle passes */
    scene_begin(scene);
    assert_refused(place(patrol, 6, 8), REFUSAL_cannot_stand);
    assert_int_equal(scene_check(scene, place(post, 6, 8)).verdict, VERDICT_YES);
    assert_refused(place(patrol, 6, 9), REFUSAL_crowd);
    assert_int_equal(scene_check(scene, place(post, 6, 9)).verdict, VERDICT_YES);
    scene->scenario.map.hex[scene_hex(scene, 6, 10)].flags |= MAP_HEX_BEYOND;
    assert_refused(place(patrol, 6, 10), REFUSAL_boundary);
    scene_close(scene);
}

/* Stacking: 4 units of a side in a hex, 2 of them vehicles; counted over the plan. */
static void a_plan_overfills_no_hex(void **unused) {
    (void)unused;
    stage();
    uint16_t car[3];
    for (int i = 0; i < 3; i++) {
        car[i] = scene_unit(scene, "police-patrol", POLICE, 4 + i, 8);
        scene->scenario.roster[car[i]].zone = 1;
    }
    scene_begin(scene);
    scene_order(scene, place(car[0], 6, 10));
    scene_order(scene, place(car[1], 6, 10));
    assert_refused(place(car[2], 6, 10), REFUSAL_stack_full);
    assert_int_equal(scene_check(scene, place(post, 6, 10)).verdict, VERDICT_YES);
    scene_order(scene, place(car[1], 5, 10)); /* makes room */
    assert_int_equal(scene_check(scene, place(car[2], 6, 10)).verdict, VERDICT_YES);
    scene_close(scene);
}

/* A placing is not taken back where its unit would come back to a full hex. */
static void what_is_taken_back_needs_its_old_place(void **unused) {
    (void)unused;
    stage();
    uint16_t car[2];
    for (int i = 0; i < 2; i++) {
        car[i] = scene_unit(scene, "police-patrol", POLICE, 6, 8 + i);
        scene->scenario.roster[car[i]].zone = 1;
    }
    scene_begin(scene);
    scene_order(scene, place(patrol, 6, 10));
    scene_order(scene, place(car[0], 4, 9));
    assert_int_equal(rules_check_remove(&scene->scenario, scene_view(scene, POLICE), patrol, false), REFUSAL_none);
    scene_order(scene, place(car[1], 4, 9));
    assert_int_equal(rules_check_remove(&scene->scenario, scene_view(scene, POLICE), patrol, false),
                     REFUSAL_stack_full);
    assert_int_equal(rules_check_remove(&scene->scenario, scene_view(scene, POLICE), post, false),
                     REFUSAL_not_in_plan);
    scene_close(scene);
}

/* The server judges again when the set-up ends: a plan that nobody checked places nobody wrongly. */
static void a_plan_unchecked_is_judged_at_the_end(void **unused) {
    (void)unused;
    stage();
    uint16_t car[2];
    for (int i = 0; i < 2; i++) {
        car[i] = scene_unit(scene, "police-patrol", POLICE, 6, 8 + i);
        scene->scenario.roster[car[i]].zone = 1;
    }
    scene_begin(scene);
    scene_order(scene, place(patrol, 6, 10));
    scene_order(scene, place(car[0], 6, 10));
    scene_order(scene, place(car[1], 6, 10));
    scene_order(scene, place(cell, 9, 9));
    scene_order(scene, "move 3 E halt");
    scene_play(scene);
    assert_int_equal(scene_events(scene, EVENT_not_done), 3);
    int there = 0;
    for (int i = 0; i < scene->state.units; i++)
        there += scene->state.unit[i].hex == scene_hex(scene, 6, 10);
    assert_int_equal(there, 2);
    assert_int_equal(scene_at(scene, cell)->hex, scene_hex(scene, 3, 2));
    assert_int_equal(scene_at(scene, fixed)->hex, scene_hex(scene, 2, 1));
    scene_close(scene);
}

/* Free of command; policies may be set, nothing else may be ordered. */
static void placing_costs_nothing_and_comes_alone(void **unused) {
    (void)unused;
    stage();
    scene->scenario.side[POLICE].command = scene->scenario.side[IRREGULARS].command = 1;
    scene_begin(scene);
    scene_order(scene, place(patrol, 6, 10));
    scene_order(scene, place(post, 6, 9));
    assert_int_equal(rules_plan_cost(&scene->scenario, scene_view(scene, POLICE), &scene->plan[POLICE]), 0);
    assert_refused("move 0 E halt", REFUSAL_setup);
    assert_refused("hold 0", REFUSAL_setup);
    assert_int_equal(scene_check_side(scene, POLICE, "ask 65280 u1 h0 m0").reason, REFUSAL_setup);
    scene_order(scene, place(cell, 2, 3));
    assert_int_equal(scene_check(scene, "policy 2 return").verdict, VERDICT_YES);
    assert_refused("policy 0 free", REFUSAL_level);
    scene_order(scene, "policy 2 return");
    scene_order(scene, "policy 3 hold");
    scene_play(scene);
    assert_int_equal(scene_at(scene, cell)->policy, POLICY_RETURN);
    assert_int_equal(scene_at(scene, fixed)->policy, POLICY_HOLD);
    assert_int_equal(scene_at(scene, cell)->hex, scene_hex(scene, 2, 3));
    assert_refused(place(cell, 2, 3), REFUSAL_setup_over);
    scene_close(scene);
}

/* Caches are placed under the numbers of the side's orders. */
static void a_side_hides_its_cache(void **unused) {
    (void)unused;
    stage();
    scene_begin(scene);
    assert_int_equal(scene_check_side(scene, IRREGULARS, place(SIDE_ORDER_UNIT, 4, 3)).verdict, VERDICT_YES);
    assert_int_equal(scene_check_side(scene, IRREGULARS, place(SIDE_ORDER_UNIT, 5, 3)).reason, REFUSAL_out_of_zone);
    assert_int_equal(scene_check_side(scene, IRREGULARS, place(SIDE_ORDER_UNIT + 1, 4, 3)).reason, REFUSAL_no_zone);
    assert_int_equal(scene_check_side(scene, POLICE, place(SIDE_ORDER_UNIT, 4, 9)).reason, REFUSAL_no_zone);
    assert_int_equal(rules_placed(scene_view(scene, IRREGULARS), SIDE_ORDER_UNIT), scene_hex(scene, 2, 2));
    scene_order_side(scene, IRREGULARS, place(SIDE_ORDER_UNIT, 4, 3));
    assert_int_equal(rules_placed(scene_view(scene, IRREGULARS), SIDE_ORDER_UNIT), scene_hex(scene, 4, 3));
    scene_play(scene);
    assert_int_equal(scene->state.cache[0].hex, scene_hex(scene, 4, 3));
    scene_close(scene);
}

static void the_list_has_each_hex_of_the_zone_that_suits(void **unused) {
    (void)unused;
    stage();
    scene_terrain(scene, 6, 8, TERRAIN_FOREST);
    scene_begin(scene);
    static struct order list[512];
    size_t count = rules_list_orders(&scene->scenario, scene_view(scene, POLICE), patrol, list, 512);
    size_t places = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(list[i].kind == ORDER_place || list[i].kind == ORDER_policy);
        places += list[i].kind == ORDER_place;
    }
    assert_int_equal(places, 8);
    count = rules_list_orders(&scene->scenario, scene_view(scene, IRREGULARS), SIDE_ORDER_UNIT, list, 512);
    assert_int_equal(count, 9);
    scene_close(scene);
}

/* In secret: during set-up, and after it while nobody is sighted, another placing of the enemy gives the same view. */
static void a_placing_tells_the_others_nothing(void **unused) {
    (void)unused;
    static struct view first;
    stage();
    for (int row = 5; row < 8; row++)
        for (int col = 0; col < SCENE_SIZE; col++)
            scene_height(scene, col, row, 90); /* a ridge between them */
    for (int i = 0; i < 3; i++) {
        scene_begin(scene);
        scene_order(scene, place(patrol, 4, 10));
        scene_order_side(scene, IRREGULARS, place(SIDE_ORDER_UNIT, 2 + i, 2));
        scene_order(scene, place(cell, 2 + i, 3));
        scene_view(scene, POLICE);
        if (i == 0)
            first = scene->view;
        assert_memory_equal(&first, &scene->view, sizeof first);
        scene_play(scene);
        scene_view(scene, POLICE);
        static struct view after;
        if (i == 0)
            after = scene->view;
        assert_memory_equal(&after, &scene->view, sizeof after);
        static struct event told[8], first_told[8];
        unsigned count = 0;
        memset(told, 0, sizeof told);
        for (unsigned e = 0; e < scene->events && count < 8; e++)
            count += event_for_side(&scene->scenario, &scene->state, &scene->event[e], POLICE, &told[count]);
        assert_true(count > 0);
        if (i == 0)
            memcpy(first_told, told, sizeof told);
        assert_memory_equal(first_told, told, sizeof told);
    }
    scene_close(scene);
}

/* Who is in sight when the set-up ends is sighted then. */
static void the_first_sight_follows_the_set_up(void **unused) {
    (void)unused;
    stage();
    zone_add(IRREGULARS, 5, 6, 5, 7);
    scene->scenario.roster[cell].zone = 3;
    scene_begin(scene);
    scene_order(scene, place(cell, 5, 7));
    scene_play(scene);
    assert_true(scene_view(scene, POLICE)->contacts > 0);
    assert_int_equal(scene->view.contact[0].hex, scene_hex(scene, 5, 7));
    scene_close(scene);
}

static void a_state_in_set_up_is_written_and_read(void **unused) {
    (void)unused;
    static uint8_t bytes[STATE_BYTES_MAX];
    static struct state read;
    char why[200] = "";
    stage();
    scene_begin(scene);
    size_t size = state_write(&scene->state, bytes);
    assert_true(state_read(&scene->scenario, bytes, size, &read));
    assert_true(state_equal(&scene->state, &read, why, sizeof why));
    assert_int_equal(read.turn, 0);
    scene_close(scene);
}

static void zones_are_checked(void **unused) {
    (void)unused;
    char why[200] = "";
    stage();
    scene->scenario.roster[patrol].zone = 2;
    assert_false(scenario_prepare(&scene->scenario, why, sizeof why));
    assert_non_null(strstr(why, "in a zone that its side does not have"));
    scenario_finish(&scene->scenario);
    scene->scenario.roster[patrol].zone = 1;
    scene->scenario.zone[0].hexes = 0;
    assert_false(scenario_prepare(&scene->scenario, why, sizeof why));
    assert_non_null(strstr(why, "Zone 0"));
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_zones_a_game_begins_with_the_set_up),
        cmocka_unit_test(without_zones_it_begins_with_turn_1),
        cmocka_unit_test(who_places_nothing_stands_as_without_zones),
        cmocka_unit_test(units_are_placed_in_their_zone),
        cmocka_unit_test(ground_and_crowds_bar_a_place),
        cmocka_unit_test(a_plan_overfills_no_hex),
        cmocka_unit_test(what_is_taken_back_needs_its_old_place),
        cmocka_unit_test(a_plan_unchecked_is_judged_at_the_end),
        cmocka_unit_test(placing_costs_nothing_and_comes_alone),
        cmocka_unit_test(a_side_hides_its_cache),
        cmocka_unit_test(the_list_has_each_hex_of_the_zone_that_suits),
        cmocka_unit_test(a_placing_tells_the_others_nothing),
        cmocka_unit_test(the_first_sight_follows_the_set_up),
        cmocka_unit_test(a_state_in_set_up_is_written_and_read),
        cmocka_unit_test(zones_are_checked),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
