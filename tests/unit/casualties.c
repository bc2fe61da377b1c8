/* Rulebook 6: dice of lost steps, carriers, wounded, evacuation, collateral, rally. */
#include "scene.h"

#include "rules/shot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* A shot of the fire table that comes to this sum falls into the hex. */
static void shot_into(struct turn *turn, uint16_t firer, uint16_t target, hex_t hex, int sum) {
    struct shot shot = {.firer = firer, .target = target, .hex = hex, .sum = (int16_t)sum};
    collateral(turn, &shot);
}

static void one_killed_two_to_four_wounded_the_rest_dispersed(void **unused) {
    (void)unused;
    int fates[3] = {0};
    struct scene *scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 3, 5);
    scene_victory(scene, IRREGULARS, VICTORY_own_loss, -3, 0, 0);
    scene_victory(scene, POLICE, VICTORY_enemy_loss, 1, 0, 0);
    for (uint64_t key = 1; key <= 600; key++) {
        scene_begin_key(scene, key);
        fire_step_loss(scene_turn(scene, 2), cell, patrol, 1);
        const struct event *event = scene_event(scene, EVENT_step_lost);
        int die = event->dice[0], fate = die == 1 ? FATE_KILLED : die <= 4 ? FATE_WOUNDED : FATE_DISPERSED;
        assert_int_equal(event->result, fate);
        assert_int_equal(scene_at(scene, cell)->steps, 1);
        assert_int_equal(scene_at(scene, cell)->wounded, fate == FATE_WOUNDED);
        assert_int_equal(scene->state.count[0], fate != FATE_DISPERSED);
        assert_int_equal(scene->state.count[1], fate != FATE_DISPERSED);
        assert_true(scene->state.lost_step[IRREGULARS]);
        fates[fate]++;
    }
    assert_in_range(fates[FATE_KILLED], 60, 140);
    assert_in_range(fates[FATE_WOUNDED], 250, 350);
    assert_in_range(fates[FATE_DISPERSED], 140, 260);
    scene_close(scene);
}

static void without_steps_a_unit_is_eliminated(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_begin(scene);
    fire_step_loss(scene_turn(scene, 2), cell, UNIT_NONE, 5);
    assert_int_equal(scene_events(scene, EVENT_step_lost), 2);
    assert_int_equal(scene_events(scene, EVENT_eliminated), 1);
    assert_int_equal(scene_at(scene, cell)->status, UNIT_ELIMINATED);
    scene_close(scene);
}

static void riders_of_a_destroyed_carrier_lose_a_step_on_three_or_less(void **unused) {
    (void)unused;
    int lost = 0;
    struct scene *scene = scene_open();
    uint16_t jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    for (uint64_t key = 1; key <= 300; key++) {
        scene_begin_key(scene, key);
        scene_at(scene, cell)->status = UNIT_CARRIED;
        scene_at(scene, cell)->carrier = jeep;
        fire_step_loss(scene_turn(scene, 2), jeep, UNIT_NONE, 1);
        assert_int_equal(scene_at(scene, cell)->status, UNIT_ON_MAP);
        lost += scene_at(scene, cell)->steps == 1;
    }
    assert_in_range(lost, 110, 190);
    scene_close(scene);
}

static void evacuation_takes_all_wounded_of_the_hex(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t marksmen = scene_unit(scene, "police-marksmen", POLICE, 4, 5);
    uint16_t gone = scene_unit(scene, "police-marksmen", POLICE, 4, 5);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "evacuate 0").reason, REFUSAL_nothing_here);
    scene_at(scene, marksmen)->wounded = 1;
    scene_at(scene, gone)->wounded = 1;
    scene_at(scene, gone)->status = UNIT_ELIMINATED;
    assert_int_equal(scene_check(scene, "evacuate 0").reason, REFUSAL_no_carrier);
    scene_put(scene, patrol, 4, 5);
    assert_int_equal(scene_check(scene, "evacuate 0").verdict, VERDICT_YES);
    scene_order(scene, "evacuate 0");
    scene_play(scene);
    assert_int_equal(scene_event(scene, EVENT_evacuated)->value, 2);
    assert_int_equal(scene_at(scene, marksmen)->wounded + scene_at(scene, gone)->wounded, 0);
    scene_close(scene);
}

static void a_pinned_vehicle_evacuates_nobody_an_hq_does(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    uint16_t hq = scene_unit(scene, "police-hq", POLICE, 9, 9);
    scene_begin(scene);
    scene_at(scene, patrol)->wounded = 1;
    scene_at(scene, patrol)->suppression = 3;
    assert_int_equal(scene_check(scene, "evacuate 0").verdict, VERDICT_NO);
    scene_put(scene, hq, 4, 5);
    assert_int_equal(scene_check(scene, "evacuate 0").verdict, VERDICT_YES);
    scene_close(scene);
}

/* d6 <= density + bonus of the weapon: T+2, and it is held against who fired. */
static void heavy_weapons_cost_civilians(void **unused) {
    (void)unused;
    int hit = 0;
    struct scene *scene = scene_open();
    uint16_t car = scene_unit(scene, "police-armoured-car", POLICE, 3, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_victory(scene, KFOR, VICTORY_civilian_step, -4, 0, 0);
    hex_t hex = scene_hex(scene, 4, 5);
    scene->scenario.map.hex[hex].density = 2;
    for (uint64_t key = 1; key <= 300; key++) {
        scene_begin_key(scene, key);
        shot_into(scene_turn(scene, 2), car, cell, hex, 8);
        bool civilians = scene_events(scene, EVENT_collateral);
        assert_int_equal(scene_events(scene, EVENT_no_collateral), !civilians);
        assert_int_equal(scene->state.track_change[TRACK_TENSION], civilians ? 2 : 0);
        assert_int_equal(scene->state.track_change[TRACK_LEGITIMACY], civilians ? -3 : 0);
        assert_int_equal(scene->state.points_other[POLICE], civilians ? -5 : 0);
        assert_int_equal(scene->state.raised[POLICE], civilians ? 2 : 0);
        assert_int_equal(scene->state.count[0], civilians);
        hit += civilians;
    }
    assert_in_range(hit, 120, 180); /* density 2, bonus 1: half */
    scene_close(scene);
}

static void small_arms_and_empty_hexes_cost_none(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 3, 5);
    uint16_t car = scene_unit(scene, "police-armoured-car", POLICE, 3, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    hex_t hex = scene_hex(scene, 4, 5);
    scene_begin(scene);
    shot_into(scene_turn(scene, 2), car, cell, hex, 20);
    scene->scenario.map.hex[hex].density = 3;
    shot_into(scene_turn(scene, 2), patrol, cell, hex, 20);
    assert_int_equal(scene->events, 0);
    scene_close(scene);
}

static void twelve_or_more_hits_a_cultural_site(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 5);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    hex_t hex = scene_hex(scene, 4, 5);
    scene->scenario.map.hex[hex].flags |= MAP_HEX_CULTURAL;
    scene_begin(scene);
    shot_into(scene_turn(scene, 2), cell, patrol, hex, 11);
    assert_int_equal(scene_events(scene, EVENT_site_hit), 0);
    shot_into(scene_turn(scene, 2), cell, patrol, hex, 12);
    assert_int_equal(scene_events(scene, EVENT_site_hit), 1);
    assert_int_equal(scene->state.track_change[TRACK_TENSION], 2);
    assert_int_equal(scene->state.track_change[TRACK_SUFFERANCE], -2);
    scene_close(scene);
}

static void civilians_hit_near_kfor_let_it_return_fire(void **unused) {
    (void)unused;
    for (int distance = 1; distance <= 4; distance++) {
        struct scene *scene = scene_open();
        uint16_t car = scene_unit(scene, "police-armoured-car", POLICE, 3, 5);
        uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
        scene_unit(scene, "kfor-patrol", KFOR, 4 + distance, 5);
        hex_t hex = scene_hex(scene, 4, 5);
        scene->scenario.map.hex[hex].density = 3;
        scene->scenario.rules.type[scenario_type(&scene->scenario, "police-armoured-car")].collateral = 3;
        scene_begin(scene);
        shot_into(scene_turn(scene, 2), car, cell, hex, 2);
        assert_int_equal(rules_level(&scene->scenario, &scene->state, KFOR), distance <= 2 ? 3 : 1);
        scene_close(scene);
    }
}

static void rally_by_morale_steps_lost_and_leader(void **unused) {
    (void)unused;
    for (int leader = 0; leader <= 1; leader++) {
        struct scene *scene = scene_open();
        uint16_t patrol = scene_unit(scene, "police-quick-reaction", POLICE, 3, 5);
        scene_unit(scene, "police-hq", POLICE, leader ? 5 : 9, 5);
        int good = 0;
        for (uint64_t key = 1; key <= 360; key++) {
            scene_begin_key(scene, key);
            scene_at(scene, patrol)->steps = 2; /* Morale 6, one step lost: 5, with the HQ 6 */
            scene_at(scene, patrol)->suppression = 4;
            rally_close(scene_turn(scene, 7));
            const struct event *event = scene_event(scene, EVENT_rallied);
            int sum = event->dice[0] + event->dice[1];
            assert_int_equal(event->result, sum <= 5 + leader);
            assert_int_equal(scene_at(scene, patrol)->suppression, event->result ? 2 : 3);
            assert_int_equal(event->value, scene_at(scene, patrol)->suppression);
            assert_int_equal(event->modifiers, 2 + leader);
            good += event->result;
        }
        assert_in_range(good, leader ? 110 : 65, leader ? 190 : 135); /* 15 and 10 of 36 */
        scene_close(scene);
    }
}

/* The order is sure only with somebody who stays to carry, and maybe with one who is told to go. */
static void an_evacuation_may_fail_when_the_vehicle_goes(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t marksmen = scene_unit(scene, "police-marksmen", POLICE, 4, 5);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    scene_begin(scene);
    scene_at(scene, marksmen)->wounded = 1;
    assert_int_equal(scene_check(scene, "evacuate 0").verdict, VERDICT_YES);
    scene_order(scene, "move 1 E halt");
    assert_int_equal(scene_check(scene, "evacuate 0").verdict, VERDICT_MAYBE);
    assert_int_equal(scene_check(scene, "evacuate 0").reason, REFUSAL_no_carrier);
    scene_order(scene, "evacuate 0");
    scene_play(scene);
    assert_int_equal(scene_event(scene, EVENT_not_done)->result, REFUSAL_no_carrier);
    scene_at(scene, patrol)->hex = scene_at(scene, marksmen)->hex;
    struct unit *leaving = scene_at(scene, patrol);
    leaving->order = ORDER_move; /* it carries on with a way that it began */
    leaving->path_length = 2;
    leaving->path_at = 1;
    assert_int_equal(scene_check(scene, "evacuate 0").verdict, VERDICT_MAYBE);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_killed_two_to_four_wounded_the_rest_dispersed),
        cmocka_unit_test(without_steps_a_unit_is_eliminated),
        cmocka_unit_test(riders_of_a_destroyed_carrier_lose_a_step_on_three_or_less),
        cmocka_unit_test(evacuation_takes_all_wounded_of_the_hex),
        cmocka_unit_test(a_pinned_vehicle_evacuates_nobody_an_hq_does),
        cmocka_unit_test(heavy_weapons_cost_civilians),
        cmocka_unit_test(small_arms_and_empty_hexes_cost_none),
        cmocka_unit_test(twelve_or_more_hits_a_cultural_site),
        cmocka_unit_test(civilians_hit_near_kfor_let_it_return_fire),
        cmocka_unit_test(rally_by_morale_steps_lost_and_leader),
        cmocka_unit_test(an_evacuation_may_fail_when_the_vehicle_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
