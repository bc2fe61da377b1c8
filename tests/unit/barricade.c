/* Barricades: no vehicle crosses; cleared and built from either hex at the Close; traps; digging in. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* A road from (4,4) to (5,4) with a barricade of strength 3 across. */
static struct scene *scene_with_barricade(int trap_group) {
    struct scene *scene = scene_open();
    scene_road(scene, 4, 4, DIR_E, ROAD_MAIN);
    scene_road(scene, 3, 4, DIR_E, ROAD_MAIN);
    scene_barricade(scene, 5, 4, DIR_W, 3, trap_group);
    return scene;
}

static void no_vehicle_crosses_and_foot_pays_one_more(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(0);
    scene_unit(scene, "police-patrol", POLICE, 4, 4);
    uint16_t marksmen = scene_unit(scene, "police-marksmen", POLICE, 4, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "move 0 E halt").reason, REFUSAL_barricade);
    assert_int_equal(scene_check(scene, "move 1 E halt").verdict, VERDICT_YES);
    scene_order(scene, "move 1 E halt");
    orders_take_up(scene_turn(scene, 1));
    scene->state.pulse = 3;
    movement_pulse(&scene->turn);
    assert_int_equal(scene_at(scene, marksmen)->hex, scene_hex(scene, 5, 4));
    assert_int_equal(scene_at(scene, marksmen)->spent, 2);
    scene_close(scene);
}

static void units_clear_what_their_kind_clears(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(0);
    scene_unit(scene, "police-eod", POLICE, 4, 4);
    scene_unit(scene, "police-patrol", POLICE, 5, 4);
    scene_begin(scene);
    scene_order(scene, "clear 0 E");
    scene_play(scene);
    assert_int_equal(scene->state.barricade[0].strength, 1);
    scene_order(scene, "clear 1 W"); /* from the other hex */
    scene_play(scene);
    assert_int_equal(scene->state.barricade[0].strength, 0);
    assert_int_equal(scene_check(scene, "clear 0 E").reason, REFUSAL_no_barricade);
    assert_int_equal(scene_events(scene, EVENT_cleared), 2);
    scene_close(scene);
}

static void engineers_score_the_points_they_clear(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(0);
    scene_unit(scene, "kfor-engineers", KFOR, 4, 4);
    scene->scenario.route[0] = scene_hex(scene, 4, 4);
    scene->scenario.route[1] = scene_hex(scene, 5, 4);
    scene->scenario.route_length = 2;
    scene_victory(scene, KFOR, VICTORY_engineers_clear, 1, 4, 0);
    scene_begin(scene);
    scene->state.barricade[0].strength = 2;
    scene_order(scene, "clear 0 E");
    scene_play(scene);
    assert_int_equal(scene->state.count[0], 2);
    scene_close(scene);
}

static void kfor_clears_on_the_named_link_only(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(0);
    scene_unit(scene, "kfor-engineers", KFOR, 4, 4);
    scene_unit(scene, "irregular-cell", IRREGULARS, 4, 9);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "clear 0 E").reason, REFUSAL_not_on_link);
    assert_int_equal(scene_check(scene, "clear 1 E").reason, REFUSAL_no_ability);
    scene_close(scene);
}

/* A patrol springs the trap: fire at 7 on it. The trap is gone after that, whatever it did. */
static void a_trap_fires_at_who_clears_it(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(1);
    scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_begin(scene);
    assert_int_equal(scene->state.barricade[0].trapped, 1);
    scene_order(scene, "clear 0 E");
    scene_play(scene);
    const struct event *event = scene_event(scene, EVENT_trap_sprung);
    assert_int_equal(event->other.id, 0);
    assert_int_equal(event->value >= 7 + 2, true);
    assert_int_equal(scene->state.barricade[0].trapped, 0);
    scene_close(scene);
}

/* 80 %: of 400 keys between 70 and 90 %. Who found it clears unharmed. */
static void explosive_disposal_finds_most_traps(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(1);
    uint16_t eod = scene_unit(scene, "police-eod", POLICE, 4, 4);
    unsigned found = 0;
    for (uint64_t key = 0; key < 400; key++) {
        scene_begin_key(scene, key);
        scene_order(scene, "clear 0 E");
        scene_play(scene);
        unsigned now = scene_events(scene, EVENT_trap_found);
        assert_int_equal(scene_events(scene, EVENT_trap_sprung), !now);
        if (now)
            assert_int_equal(scene->state.barricade[0].strength, 1);
        assert_int_equal(now && scene_at(scene, eod)->suppression, false);
        found += now;
    }
    assert_in_range(found, 280, 360);
    scene_close(scene);
}

static void of_a_trap_group_the_dice_trap_exactly_one(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(1);
    scene_barricade(scene, 3, 4, DIR_E, 2, 1);
    unsigned first = 0;
    for (uint64_t key = 0; key < 100; key++) {
        scene_begin_key(scene, key);
        assert_int_equal(scene->state.barricade[0].trapped + scene->state.barricade[1].trapped, 1);
        first += scene->state.barricade[0].trapped;
    }
    assert_in_range(first, 25, 75);
    scene_close(scene);
}

static void no_work_beside_a_sighted_armed_enemy(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(0);
    scene_unit(scene, "police-patrol", POLICE, 4, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 4);
    scene->scenario.roster[cell].policy = POLICY_HOLD;
    scene_begin(scene);
    assert_int_equal(scene->state.contact[POLICE][cell].level, CONTACT_SUSPECTED);
    assert_int_equal(scene_check(scene, "clear 0 E").verdict, VERDICT_MAYBE);
    assert_int_equal(scene_check(scene, "clear 0 E").reason, REFUSAL_enemy_near);
    scene_order(scene, "clear 0 E");
    scene_play(scene);
    assert_int_equal(scene->state.barricade[0].strength, 3);
    assert_int_equal(scene_event(scene, EVENT_not_done)->result, REFUSAL_enemy_near);
    scene_close(scene);
}

static void an_excavator_builds_on_roads_up_to_the_most(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(0);
    scene_unit(scene, "irregular-excavator", IRREGULARS, 4, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "build 0 NE").reason, REFUSAL_no_road);
    scene_order(scene, "build 0 W");
    scene_play(scene);
    assert_int_equal(scene_event(scene, EVENT_built)->value, 2);
    scene_order(scene, "build 0 E"); /* 3 there already: 4 is the most */
    scene_play(scene);
    assert_int_equal(scene->state.barricade[0].strength, 4);
    assert_int_equal(scene_check(scene, "build 0 E").reason, REFUSAL_barricade_full);
    scene_close(scene);
}

static void an_excavator_digs_in_a_friend_until_it_moves(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-excavator", IRREGULARS, 4, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4);
    scene_unit(scene, "irregular-cell", IRREGULARS, 5, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "dig_in 1 u1").reason, REFUSAL_no_ability);
    assert_int_equal(scene_check(scene, "dig_in 0 u2").reason, REFUSAL_not_same_hex);
    scene_order(scene, "dig_in 0 u1");
    scene_play(scene);
    assert_true(scene_at(scene, cell)->flags & UNIT_DUG_IN);
    scene_order(scene, "move 1 E halt");
    scene_play(scene);
    assert_false(scene_at(scene, cell)->flags & UNIT_DUG_IN);
    scene_close(scene);
}

static void an_angry_crowd_lets_no_vehicle_pass(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_unit(scene, "police-marksmen", POLICE, 4, 4);
    scene_crowd(scene, 5, 4, 3, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "move 0 E halt").reason, REFUSAL_crowd);
    assert_int_equal(scene_check(scene, "move 1 E halt").verdict, VERDICT_YES);
    scene->state.crowd[0].anger = 3;
    assert_int_equal(scene_check(scene, "move 0 E halt").verdict, VERDICT_YES);
    scene_close(scene);
}

/* An armed enemy who was seen in one of the two hexes may still be there: maybe, whatever is seen now. */
static void who_was_seen_beside_a_barricade_may_still_be_there(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_barricade(0);
    scene_unit(scene, "police-patrol", POLICE, 4, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 4);
    scene_begin(scene);
    struct contact *contact = &scene->state.contact[POLICE][cell];
    *contact = (struct contact){.level = CONTACT_IDENTIFIED, .handle = 7, .hex = scene_hex(scene, 5, 4)};
    scene_put(scene, cell, 11, 11);
    assert_int_equal(scene_check(scene, "clear 0 E").verdict, VERDICT_MAYBE);
    assert_int_equal(scene_check(scene, "clear 0 E").reason, REFUSAL_enemy_near);
    contact->known |= KNOWN_SURRENDERED;
    assert_int_equal(scene_check(scene, "clear 0 E").verdict, VERDICT_YES);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_vehicle_crosses_and_foot_pays_one_more),
        cmocka_unit_test(units_clear_what_their_kind_clears),
        cmocka_unit_test(engineers_score_the_points_they_clear),
        cmocka_unit_test(kfor_clears_on_the_named_link_only),
        cmocka_unit_test(a_trap_fires_at_who_clears_it),
        cmocka_unit_test(explosive_disposal_finds_most_traps),
        cmocka_unit_test(of_a_trap_group_the_dice_trap_exactly_one),
        cmocka_unit_test(no_work_beside_a_sighted_armed_enemy),
        cmocka_unit_test(an_excavator_builds_on_roads_up_to_the_most),
        cmocka_unit_test(an_excavator_digs_in_a_friend_until_it_moves),
        cmocka_unit_test(an_angry_crowd_lets_no_vehicle_pass),
        cmocka_unit_test(who_was_seen_beside_a_barricade_may_still_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
