/* Rulebook 10: openly armed irregulars whom police or KFOR see on the named link raise tension each Close, so
 * that who bars the road by standing on it under arms opens level 4 in the end. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct scene *scene;

/* A link of three hexes along row 4, a patrol beside it, an irregular unit wherever the test wants it. */
static uint16_t stage(const char *type, int watcher, const char *watcher_type, int col, int row) {
    scene = scene_open();
    scene_unit(scene, watcher_type, watcher, 5, 5);
    uint16_t unit = scene_unit(scene, type, IRREGULARS, col, row);
    scene->scenario.route_length = 3;
    for (int i = 0; i < 3; i++)
        scene->scenario.route[i] = scene_hex(scene, 4 + i, 4);
    return unit;
}

static int tension(void) {
    return scene->state.track[TRACK_TENSION];
}

static int sufferance(void) {
    return scene->state.track[TRACK_SUFFERANCE];
}

static void armed_in_sight_on_the_link_costs_each_turn(void **unused) {
    (void)unused;
    stage("irregular-leader", POLICE, "police-patrol", 5, 4);
    scene_begin(scene);
    int before = tension(), suffered = sufferance();
    scene_play(scene);
    assert_int_equal(tension(), before + 1);
    assert_int_equal(sufferance(), suffered - 1);
    assert_int_equal(scene->state.raised[IRREGULARS], 1); /* their act */
    assert_int_equal(scene->state.raised[POLICE], 0);
    scene_play(scene);
    assert_int_equal(tension(), before + 2);
    scene_close(scene);
}

static void kfor_counts_as_a_witness_too(void **unused) {
    (void)unused;
    stage("irregular-leader", KFOR, "kfor-patrol", 5, 4);
    scene_begin(scene);
    int before = tension();
    scene_play(scene);
    assert_int_equal(tension(), before + 1);
    scene_close(scene);
}

static void two_on_the_link_cost_once(void **unused) {
    (void)unused;
    stage("irregular-leader", POLICE, "police-patrol", 5, 4);
    scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4);
    scene_begin(scene);
    int before = tension();
    scene_play(scene);
    assert_int_equal(tension(), before + 1);
    scene_close(scene);
}

static void beside_the_link_it_costs_nothing(void **unused) {
    (void)unused;
    stage("irregular-leader", POLICE, "police-patrol", 5, 6);
    scene_begin(scene);
    int before = tension();
    scene_play(scene);
    assert_int_equal(tension(), before);
    scene_close(scene);
}

static void who_is_not_seen_costs_nothing(void **unused) {
    (void)unused;
    uint16_t leader = stage("irregular-leader", POLICE, "police-patrol", 5, 4);
    scene_begin(scene);
    scene_put(scene, 0, 11, 11);
    scene_put(scene, leader, 4, 4);
    for (int side = 0; side < SCENE_SIDES; side++)
        scene->state.contact[side][leader] = (struct contact){0};
    int before = tension();
    scene_play(scene);
    assert_int_equal(tension(), before);
    scene_close(scene);
}

/* Tracks are public: they must not tell a decoy from the cell that it seems to be. */
static void a_decoy_costs_what_it_seems_to_be(void **unused) {
    (void)unused;
    static const char *const type[] = {"irregular-cell", "irregular-decoy"};
    for (int i = 0; i < 2; i++) {
        uint16_t unit = stage(type[i], POLICE, "police-patrol", 5, 4);
        scene_begin(scene);
        assert_int_equal(scene->state.contact[POLICE][unit].level, CONTACT_SUSPECTED);
        scene_at(scene, unit)->policy = POLICY_HOLD;
        int before = tension();
        scene_play(scene);
        assert_int_equal(tension(), before + 1);
        scene_close(scene);
    }
}

static void covert_and_unarmed_people_cost_nothing(void **unused) {
    (void)unused;
    static const char *const type[] = {"irregular-cell", "irregular-excavator", "irregular-lookout"};
    for (int i = 0; i < 3; i++) {
        uint16_t unit = stage(type[i], POLICE, "police-patrol", 5, 4);
        scene->scenario.roster[unit].covert = i == 0;
        scene_begin(scene);
        struct turn *turn = scene_turn(scene, 7);
        turn->sighted[POLICE][unit] = CONTACT_IDENTIFIED;
        link_tension_close(turn);
        assert_int_equal(scene->state.track_change[TRACK_TENSION], 0);
        scene_close(scene);
    }
}

/* From tension 8 four turns of it open level 4, and then the police may be ordered to shoot. */
static void four_turns_of_it_open_deliberate_fire(void **unused) {
    (void)unused;
    stage("irregular-leader", POLICE, "police-patrol", 5, 4);
    scene_begin(scene);
    scene->state.track[TRACK_TENSION] = 8;
    for (int turn = 1; turn <= 4; turn++) {
        assert_int_equal(scene_check(scene, "policy 0 free").reason, REFUSAL_level);
        scene_play(scene);
    }
    assert_int_equal(tension(), 12);
    scene_at(scene, 0)->policy = POLICY_HOLD;
    scene_play(scene); /* it has done what it is for */
    assert_int_equal(tension(), 12);
    assert_int_equal(scene_check(scene, "policy 0 free").verdict, VERDICT_YES);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(armed_in_sight_on_the_link_costs_each_turn),
        cmocka_unit_test(kfor_counts_as_a_witness_too),
        cmocka_unit_test(two_on_the_link_cost_once),
        cmocka_unit_test(beside_the_link_it_costs_nothing),
        cmocka_unit_test(who_is_not_seen_costs_nothing),
        cmocka_unit_test(a_decoy_costs_what_it_seems_to_be),
        cmocka_unit_test(covert_and_unarmed_people_cost_nothing),
        cmocka_unit_test(four_turns_of_it_open_deliberate_fire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
