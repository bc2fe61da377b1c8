/* Vehicles and loads: dismount, mount, load, unload, abandon; who takes what lies about. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void who_dismounts_walks_and_leaves_its_vehicles(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_begin(scene);
    scene_order(scene, "dismount 0");
    scene_play(scene);
    const struct unit *unit = scene_at(scene, patrol);
    assert_int_equal(unit_move_class(&scene->scenario, unit), MOVE_FOOT);
    assert_int_equal(unit_move_points(&scene->scenario, unit), 4);
    assert_int_equal(scene->state.equipment[0].unit, patrol);
    assert_int_equal(scene->state.equipment[0].hex, scene_hex(scene, 4, 4));
    assert_int_equal(scene_check(scene, "dismount 0").reason, REFUSAL_not_mounted);
    assert_int_equal(scene_event(scene, EVENT_dismounted)->pulse, 1);
    scene_close(scene);
}

static void it_mounts_where_they_lie_and_nowhere_else(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "mount 0").reason, REFUSAL_no_vehicle);
    scene_order(scene, "dismount 0");
    scene_play(scene);
    scene_put(scene, patrol, 5, 4);
    assert_int_equal(scene_check(scene, "mount 0").reason, REFUSAL_no_vehicle);
    scene_put(scene, patrol, 4, 4);
    scene_order(scene, "mount 0");
    scene_play(scene);
    assert_int_equal(unit_move_class(&scene->scenario, scene_at(scene, patrol)), MOVE_WHEELED);
    assert_int_equal(scene->state.equipment[0].used, 0);
    scene_close(scene);
}

static void a_heavy_weapon_stays_with_its_vehicle(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t car = scene_unit(scene, "police-armoured-car", POLICE, 4, 4);
    uint16_t reaction = scene_unit(scene, "police-quick-reaction", POLICE, 4, 4);
    scene_begin(scene);
    scene_at(scene, car)->flags |= UNIT_DISMOUNTED;
    scene_at(scene, reaction)->flags |= UNIT_DISMOUNTED;
    assert_int_equal(unit_firepower(&scene->scenario, scene_at(scene, car), 0), 2);
    assert_int_equal(unit_firepower(&scene->scenario, scene_at(scene, car), 1), FIREPOWER_NONE);
    assert_int_equal(unit_firepower(&scene->scenario, scene_at(scene, reaction), 0), 4);
    scene_close(scene);
}

static void a_carrier_carries_as_many_as_it_may(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 4);
    for (int i = 0; i < 3; i++)
        scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4);
    scene_begin(scene);
    for (int i = 1; i <= 2; i++) {
        scene_order(scene, i == 1 ? "load 0 u1" : "load 0 u2");
        scene_play(scene);
        assert_int_equal(scene_at(scene, (uint16_t)i)->status, UNIT_CARRIED);
    }
    assert_int_equal(scene_check(scene, "load 0 u3").reason, REFUSAL_full);
    assert_int_equal(scene_check(scene, "load 0 u0").reason, REFUSAL_not_yours);
    assert_int_equal(scene_check(scene, "load 3 u1").reason, REFUSAL_no_ability);
    assert_int_equal(scene_check(scene, "move 1 E halt").reason, REFUSAL_not_here);
    scene_close(scene);
}

static void who_is_carried_moves_along_and_is_unloaded(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "unload 0").reason, REFUSAL_nothing_here);
    scene_order(scene, "load 0 u1");
    scene_play(scene);
    scene_order(scene, "move 0 E,E,E halt");
    scene_play(scene);
    assert_int_equal(scene_at(scene, cell)->hex, scene_hex(scene, 7, 4));
    scene_order(scene, "unload 0");
    scene_play(scene);
    assert_int_equal(scene_at(scene, cell)->status, UNIT_ON_MAP);
    assert_int_equal(scene_at(scene, cell)->carrier, UNIT_NONE);
    scene_close(scene);
}

static void who_finds_no_room_stays_aboard(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4);
    for (int i = 0; i < 3; i++)
        scene_unit(scene, "irregular-cell", IRREGULARS, 5, 4);
    scene_begin(scene);
    scene_order(scene, "load 0 u1");
    scene_play(scene);
    scene_put(scene, 0, 5, 4);
    scene_put(scene, cell, 5, 4);
    scene_at(scene, cell)->status = UNIT_CARRIED;
    assert_int_equal(scene_check(scene, "unload 0").verdict, VERDICT_MAYBE);
    assert_int_equal(scene_check(scene, "unload 0").reason, REFUSAL_stack_full);
    scene_order(scene, "unload 0");
    scene_play(scene);
    assert_int_equal(scene_at(scene, cell)->status, UNIT_CARRIED);
    assert_int_equal(scene_events(scene, EVENT_waits), 1);
    scene_close(scene);
}

static void crews_abandon_their_weapon_for_good(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t gun = scene_unit(scene, "irregular-hmg", IRREGULARS, 4, 4);
    scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "abandon 1").reason, REFUSAL_no_ability);
    scene_order(scene, "abandon 0");
    scene_play(scene);
    assert_int_equal(unit_move_points(&scene->scenario, scene_at(scene, gun)), 4);
    assert_int_equal(unit_firepower(&scene->scenario, scene_at(scene, gun), 0), 2);
    assert_int_equal(unit_firepower(&scene->scenario, scene_at(scene, gun), 1), FIREPOWER_NONE);
    assert_int_equal(scene->state.equipment[0].heavy, 1);
    assert_int_equal(scene_check(scene, "mount 0").reason, REFUSAL_no_vehicle);
    scene_close(scene);
}

static void the_only_armed_side_takes_what_lies_in_a_hex(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 9, 9);
    scene_unit(scene, "kfor-patrol", KFOR, 2, 9);
    scene_begin(scene);
    scene_order(scene, "dismount 0");
    scene_play(scene);
    scene_put(scene, patrol, 1, 1);
    scene_put(scene, 2, 4, 4); /* KFOR may not fight the police: it leaves their vehicles alone */
    equipment_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.equipment[0].side, POLICE);
    scene_put(scene, cell, 4, 4); /* two armed sides: nobody takes them */
    equipment_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.equipment[0].side, POLICE);
    scene_put(scene, 2, 2, 9);
    equipment_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.equipment[0].side, IRREGULARS);
    scene_put(scene, patrol, 4, 4);
    assert_int_equal(scene_check(scene, "mount 0").reason, REFUSAL_no_vehicle);
    scene_close(scene);
}

/* Two carriers cannot both take one unit aboard: the second is told that it could not. */
static void who_is_aboard_already_is_not_loaded_again(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t first = scene_unit(scene, "kfor-commando", KFOR, 4, 4);
    uint16_t second = scene_unit(scene, "kfor-commando", KFOR, 4, 4);
    uint16_t foot = scene_unit(scene, "kfor-patrol", KFOR, 4, 4);
    scene->scenario.rules.type[scene->scenario.roster[first].type].carries = 1;
    scene_begin(scene);
    scene_at(scene, foot)->flags |= UNIT_DISMOUNTED;
    scene_order(scene, "load 0 u2");
    scene_order(scene, "load 1 u2");
    scene_play(scene);
    assert_int_equal(scene_at(scene, foot)->carrier, first);
    assert_int_equal(scene_event(scene, EVENT_not_done)->unit.id, second);
    assert_int_equal(scene_event(scene, EVENT_not_done)->result, REFUSAL_not_same_hex);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_dismounts_walks_and_leaves_its_vehicles),
        cmocka_unit_test(it_mounts_where_they_lie_and_nowhere_else),
        cmocka_unit_test(a_heavy_weapon_stays_with_its_vehicle),
        cmocka_unit_test(a_carrier_carries_as_many_as_it_may),
        cmocka_unit_test(who_is_carried_moves_along_and_is_unloaded),
        cmocka_unit_test(who_finds_no_room_stays_aboard),
        cmocka_unit_test(crews_abandon_their_weapon_for_good),
        cmocka_unit_test(the_only_armed_side_takes_what_lies_in_a_hex),
        cmocka_unit_test(who_is_aboard_already_is_not_loaded_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
