/* Rulebook 5: drone and helicopter; the commandos in the forest. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;

static struct check check_at(const char *kind, uint16_t unit, int col, int row) {
    char order[32];
    snprintf(order, sizeof order, "%s %u h%u", kind, unit, scene_hex(scene, col, row));
    return scene_check(scene, order);
}

static void order_at(const char *kind, uint16_t unit, int col, int row) {
    char order[32];
    assert_int_not_equal(check_at(kind, unit, col, row).verdict, VERDICT_NO);
    snprintf(order, sizeof order, "%s %u h%u", kind, unit, scene_hex(scene, col, row));
    scene_order(scene, order);
}

/* Behind a ridge, where nobody else sees: its hex and neighbours, for 4 turns. */
static void the_drone_sees_without_line_of_sight(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t drone = scene_unit(scene, "police-drone", POLICE, 0, 0);
    uint16_t near = scene_unit(scene, "irregular-cell", IRREGULARS, 9, 5);
    uint16_t far = scene_unit(scene, "irregular-cell", IRREGULARS, 11, 5);
    for (int row = 0; row < SCENE_SIZE; row++)
        scene_height(scene, 6, row, 200);
    scene_begin(scene);
    order_at("look", drone, 8, 5);
    for (int turn = 1; turn <= 4; turn++) {
        scene_play(scene);
        assert_int_equal(scene->state.contact[POLICE][near].level, CONTACT_IDENTIFIED);
        assert_int_equal(scene->state.contact[POLICE][near].turn, turn);
        assert_int_equal(scene->state.contact[POLICE][far].level, CONTACT_NONE);
    }
    scene_play(scene);
    assert_int_equal(scene->state.contact[POLICE][near].turn, 4); /* it has gone */
    scene_close(scene);
}

static void the_drone_flies_twice_a_day(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t drone = scene_unit(scene, "police-drone", POLICE, 0, 0);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 0, 0);
    scene->scenario.rules.number.drone_turns = 1;
    scene->scenario.start_minute = 22 * 60 + 30; /* the fourth turn begins at midnight */
    scene_begin(scene);
    assert_int_equal(check_at("look", patrol, 3, 3).reason, REFUSAL_no_ability);
    for (int flight = 1; flight <= 2; flight++) {
        order_at("look", drone, 3, 3);
        scene_play(scene);
        assert_int_equal(scene_at(scene, drone)->flights, flight);
    }
    assert_int_equal(check_at("look", drone, 3, 3).reason, REFUSAL_no_flight);
    scene_play(scene);
    assert_int_equal(check_at("look", drone, 3, 3).verdict, VERDICT_YES);
    scene_close(scene);
}

static void the_drone_waits_for_its_turn(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t drone = scene_unit(scene, "police-drone", POLICE, 0, 0);
    scene->scenario.roster[drone].arrives = 2;
    scene_begin(scene);
    assert_int_equal(check_at("look", drone, 3, 3).reason, REFUSAL_no_flight);
    scene_play(scene);
    assert_int_equal(check_at("look", drone, 3, 3).verdict, VERDICT_YES);
    scene_close(scene);
}

static void by_day_not_in_fog_and_no_enemy_sighted_near(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t helicopter = scene_unit(scene, "kfor-helicopter", KFOR, 0, 0);
    scene_unit(scene, "kfor-patrol", KFOR, 5, 5);
    scene_unit(scene, "irregular-cell", IRREGULARS, 7, 5);
    scene_begin(scene);
    assert_int_equal(check_at("land", helicopter, 5, 5).reason, REFUSAL_landing_unsafe);
    assert_int_equal(check_at("land", helicopter, 4, 5).verdict, VERDICT_YES);
    scene->state.weather = WEATHER_NIGHT;
    assert_int_equal(check_at("land", helicopter, 4, 5).reason, REFUSAL_no_landing);
    scene->state.weather = WEATHER_FOG;
    assert_int_equal(check_at("land", helicopter, 4, 5).reason, REFUSAL_no_landing);
    scene_close(scene);
}

/* Police on foot without vehicle or HQ: the helicopter takes their wounded, once a turn. */
static void one_evacuation_a_turn(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t helicopter = scene_unit(scene, "kfor-helicopter", KFOR, 0, 0);
    uint16_t first = scene_unit(scene, "police-marksmen", POLICE, 5, 5);
    uint16_t dead = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_begin(scene);
    for (int lands = 0; lands <= 1; lands++) {
        scene_at(scene, dead)->status = UNIT_ELIMINATED;
        scene_at(scene, dead)->steps = 0;
        scene_at(scene, dead)->wounded = 1;
        scene_events_clear(scene);
        if (lands)
            order_at("land", helicopter, 5, 5);
        char order[32];
        snprintf(order, sizeof order, "evacuate %u", first);
        assert_int_equal(scene_check(scene, order).verdict, VERDICT_MAYBE);
        scene_order(scene, order);
        scene_play(scene);
        assert_int_equal(scene_events(scene, EVENT_evacuated), lands);
        assert_int_equal(scene_events(scene, EVENT_landed), lands);
        assert_int_equal(scene_at(scene, dead)->wounded, !lands);
    }
    scene_close(scene);
}

/* Forest costs 2 on foot, commandos 1. */
static void commandos_walk_well_in_the_forest(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t commandos = scene_unit(scene, "kfor-commando", KFOR, 4, 4);
    scene_terrain(scene, 5, 4, TERRAIN_FOREST);
    scene_begin(scene);
    scene_at(scene, commandos)->flags |= UNIT_DISMOUNTED;
    int class_ = unit_move_class(&scene->scenario, scene_at(scene, commandos));
    hex_t from = scene_hex(scene, 4, 4);
    assert_int_equal(movement_cost(&scene->scenario, from, DIR_E, class_), 1);
    assert_int_equal(movement_cost(&scene->scenario, from, DIR_E, MOVE_FOOT), 2);
    scene_at(scene, commandos)->flags = 0;
    class_ = unit_move_class(&scene->scenario, scene_at(scene, commandos));
    assert_int_equal(movement_cost(&scene->scenario, from, DIR_E, class_), 6);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_drone_sees_without_line_of_sight),
        cmocka_unit_test(the_drone_flies_twice_a_day),
        cmocka_unit_test(the_drone_waits_for_its_turn),
        cmocka_unit_test(by_day_not_in_fog_and_no_enemy_sighted_near),
        cmocka_unit_test(one_evacuation_a_turn),
        cmocka_unit_test(commandos_walk_well_in_the_forest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
