/* Rulebook 9: crowds. They throw, calm down and go home; they are pushed, gassed, talked to, stirred and led. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static struct scene *scene;

/* An order whose hex is that of a place: "push 0 h%u m0". */
static const char *at(const char *format, int col, int row) {
    static char text[64];
    snprintf(text, sizeof text, format, scene_hex(scene, col, row));
    return text;
}

static struct crowd *crowd(void) {
    return &scene->state.crowd[0];
}

static void left_alone_it_calms_down_and_then_goes_home(void **unused) {
    static const struct { int anger, strength; } close[] = {{2, 2}, {1, 2}, {0, 1}};
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 0, 0);
    scene_crowd(scene, 6, 6, 2, 3);
    scene_begin(scene);
    for (int turn = 0; turn < 3; turn++) {
        scene_play(scene);
        assert_int_equal(crowd()->anger, close[turn].anger);
        assert_int_equal(crowd()->strength, close[turn].strength); /* a Close at anger 0 costs 1 */
    }
    scene_play(scene);
    assert_int_equal(crowd()->strength, 0);
    assert_int_equal(scene_events(scene, EVENT_crowd_gone), 1);
    assert_int_equal(scene_view(scene, KFOR)->crowds, 0);
    scene_close(scene);
}

static void armed_police_next_to_it_anger_it_and_kfor_does_not(void **unused) {
    static const struct { const char *type; int side, col, anger; } row[] = {
        {"police-patrol", POLICE, 5, 4}, {"police-patrol", POLICE, 6, 4},
        {"police-patrol", POLICE, 4, 2}, {"kfor-patrol", KFOR, 5, 2}};
    (void)unused;
    for (int i = 0; i < 4; i++) {
        scene = scene_open();
        scene_unit(scene, row[i].type, row[i].side, row[i].col, 6);
        scene_crowd(scene, 6, 6, 3, 3);
        scene_begin(scene);
        scene_play(scene);
        assert_int_equal(crowd()->anger, row[i].anger);
        scene_close(scene);
    }
}

/* +2, and +1 for the police that did it if they stand next to the crowd. */
static void an_arrest_within_two_hexes_angers_it(void **unused) {
    static const struct { int col, anger; } row[] = {{7, 6}, {8, 5}, {9, 2}};
    (void)unused;
    for (int i = 0; i < 3; i++) {
        int caught = 0;
        for (uint64_t key = 1; key <= 20 && !caught; key++) {
            char text[32];
            scene = scene_open();
            scene_unit(scene, "police-patrol", POLICE, row[i].col, 6);
            uint16_t lookout = scene_unit(scene, "irregular-lookout", IRREGULARS, row[i].col, 6);
            scene_crowd(scene, 6, 6, 3, 3);
            scene_begin_key(scene, key);
            sighting_set(scene_turn(scene, 0), POLICE, lookout, CONTACT_IDENTIFIED, UNIT_NONE);
            snprintf(text, sizeof text, "arrest 0 c%d", scene->state.contact[POLICE][lookout].handle);
            scene_order(scene, text);
            scene_play(scene);
            caught = scene_at(scene, lookout)->status == UNIT_DETAINED;
            assert_int_equal(crowd()->anger, caught ? row[i].anger : row[i].col == 7 ? 4 : 2);
            scene_close(scene);
        }
        assert_true(caught);
    }
}

/* From anger 7 it throws at (anger - 5), at crowd-control units in or next to its hex alone. */
static void from_seven_it_throws_at_crowd_control(void **unused) {
    (void)unused;
    for (int anger = 6; anger <= 9; anger++) {
        scene = scene_open();
        uint16_t platoon = scene_unit(scene, "kfor-crowd-control", KFOR, 5, 6);
        scene_unit(scene, "kfor-patrol", KFOR, 7, 6);        /* no crowd control */
        scene_unit(scene, "kfor-crowd-control", KFOR, 4, 6); /* too far */
        scene_crowd(scene, 6, 6, 3, anger);
        scene_begin(scene);
        scene_play(scene);
        assert_int_equal(scene_events(scene, EVENT_thrown), anger >= 7);
        if (anger >= 7) {
            const struct event *event = scene_event(scene, EVENT_thrown);
            assert_int_equal(event->other.id, platoon);
            assert_int_equal(event->value, event->dice[0] + event->dice[1] + anger - 5 - 2); /* armour 1 */
        }
        assert_int_equal(scene->state.fired_upon[KFOR], 0); /* stones are no fire to be returned */
        scene_close(scene);
    }
}

static void push_needs_crowd_control_level_two_and_the_crowd_next_to_it(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "police-quick-reaction", POLICE, 5, 6);
    scene_unit(scene, "police-patrol", POLICE, 5, 6);
    scene_unit(scene, "kfor-crowd-control", KFOR, 4, 6);
    scene_crowd(scene, 6, 6, 3, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, at("push 0 h%u m0", 6, 6)).verdict, VERDICT_YES);
    assert_int_equal(scene_check(scene, at("push 1 h%u m0", 6, 6)).reason, REFUSAL_no_ability);
    assert_int_equal(scene_check(scene, at("push 0 h%u m1", 6, 6)).reason, REFUSAL_no_ammo);
    assert_int_equal(scene_check(scene, at("push 0 h%u m0", 7, 6)).reason, REFUSAL_no_crowd);
    assert_int_equal(scene_check(scene, at("push 2 h%u m0", 6, 6)).reason, REFUSAL_too_far);
    scene_put(scene, 2, 5, 6);
    struct check check = scene_check(scene, at("push 2 h%u m0", 6, 6));
    assert_int_equal(check.reason, REFUSAL_level); /* KFOR: anger 7, or called by the police */
    assert_int_equal(check.level, 2);
    crowd()->anger = 3;
    assert_int_equal(scene_check(scene, at("push 0 h%u m0", 6, 6)).reason, REFUSAL_level);
    scene_close(scene);
}

/* 2d6 + 5 > 3 + 7 + 5; gas 3 more, and anger 1 more. */
static void a_push_that_works_moves_it_and_costs_it_one(void **unused) {
    int worked[2] = {0, 0};
    (void)unused;
    for (int gas = 0; gas <= 1; gas++)
        for (uint64_t key = 1; key <= 144; key++) {
            scene = scene_open();
            uint16_t platoon = scene_unit(scene, "kfor-crowd-control", KFOR, 5, 6);
            scene_crowd(scene, 6, 6, 3, 7);
            scene_begin_key(scene, key);
            scene_order(scene, at(gas ? "push 0 h%u m1" : "push 0 h%u m0", 6, 6));
            scene_play(scene);
            const struct event *event = scene_event(scene, EVENT_pushed);
            assert_int_equal(event->value, event->dice[0] + event->dice[1] + 5 + 3 * gas - 15);
            assert_int_equal(event->result, event->value > 0);
            assert_int_equal(crowd()->strength, event->result ? 2 : 3);
            assert_int_equal(map_distance(&scene->scenario.map, scene_hex(scene, 5, 6), crowd()->hex),
                             event->result ? 2 : 1);
            /* Works: calms by 1, with gas rises by 1. Fails: +2, and gas 1 more. */
            assert_int_equal(crowd()->anger, event->result ? (gas ? 8 : 6) : (gas ? 9 : 9));
            assert_int_equal(scene_at(scene, platoon)->stock, 2 - gas);
            worked[gas] += event->result;
            scene_close(scene);
        }
    assert_in_range(worked[0], 10, 40);  /* 11 or 12: 6 of 36 is 24 of 144 */
    assert_in_range(worked[1], 45, 80); /* 8 or more: 15 of 36 is 60 of 144 */
}

static void further_units_push_with_the_best(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "police-quick-reaction", POLICE, 5, 6);
    scene_unit(scene, "police-quick-reaction", POLICE, 5, 6);
    uint16_t eulex = scene_unit(scene, "eulex-police", POLICE, 5, 5);
    scene_crowd(scene, 6, 6, 3, 4);
    scene_begin(scene);
    scene_put(scene, eulex, 5, 6);
    for (int unit = 0; unit < 3; unit++) {
        char text[32];
        snprintf(text, sizeof text, "push %d h%u m0", unit, scene_hex(scene, 6, 6));
        scene_order(scene, text);
    }
    scene_play(scene);
    assert_int_equal(scene_events(scene, EVENT_pushed), 1); /* once, together */
    const struct event *event = scene_event(scene, EVENT_pushed);
    assert_int_equal(event->unit.id, eulex);
    assert_int_equal(event->value, event->dice[0] + event->dice[1] + 3 + 2 + 2 - (3 + 4 + 5));
    assert_int_equal(scene_events(scene, EVENT_not_done), 0);
    scene_close(scene);
}

/* 2d6 + 2 of 8 or more: 26 of 36. */
static void a_talk_that_works_calms_it_by_two_and_counts(void **unused) {
    int worked = 0;
    (void)unused;
    for (uint64_t key = 1; key <= 144; key++) {
        scene = scene_open();
        scene_unit(scene, "kfor-liaison", KFOR, 5, 6);
        scene_crowd(scene, 6, 6, 3, 5);
        scene_victory(scene, KFOR, VICTORY_talk_worked, 1, 3, 0);
        scene_begin_key(scene, key);
        scene_order(scene, at("talk 0 h%u", 6, 6));
        scene_play(scene);
        const struct event *event = scene_event(scene, EVENT_talked);
        assert_int_equal(event->result, event->dice[0] + event->dice[1] + 2 >= 8);
        assert_int_equal(crowd()->anger, event->result ? 3 : 4);
        assert_int_equal(scene->state.count[0], event->result);
        worked += event->result;
        scene_close(scene);
    }
    assert_in_range(worked, 88, 120);
}

static void kfor_is_listened_to_from_impartiality_eight(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "kfor-liaison", KFOR, 5, 6);
    scene_unit(scene, "police-patrol", POLICE, 5, 6);
    scene_unit(scene, "irregular-leader", IRREGULARS, 5, 6);
    scene_crowd(scene, 6, 6, 3, 5);
    scene_begin(scene);
    scene->state.track[TRACK_IMPARTIALITY] = 8;
    assert_int_equal(scene_check(scene, at("talk 0 h%u", 6, 6)).verdict, VERDICT_YES);
    scene->state.track[TRACK_IMPARTIALITY] = 7;
    assert_int_equal(scene_check(scene, at("talk 0 h%u", 6, 6)).reason, REFUSAL_impartiality);
    assert_int_equal(scene_check(scene, at("talk 1 h%u", 6, 6)).verdict, VERDICT_YES);
    assert_int_equal(scene_check(scene, at("talk 2 h%u", 6, 6)).reason, REFUSAL_no_ability);
    scene_close(scene);
}

static void a_leader_within_two_hexes_stirs_it(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t leader = scene_unit(scene, "irregular-leader", IRREGULARS, 4, 6);
    scene_unit(scene, "irregular-cell", IRREGULARS, 5, 6);
    scene_crowd(scene, 6, 6, 3, 3);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, at("stir 1 h%u", 6, 6)).reason, REFUSAL_no_ability);
    scene_order(scene, at("stir 0 h%u", 6, 6));
    scene_play(scene);
    assert_int_equal(crowd()->anger, 4); /* and does not calm down in that Close */
    assert_int_equal(scene_event(scene, EVENT_stirred)->value, 4);
    scene_put(scene, leader, 3, 6);
    assert_int_equal(scene_check(scene, at("stir 0 h%u", 6, 6)).reason, REFUSAL_too_far);
    scene_close(scene);
}

static void a_leader_leads_it_one_hex_on_foot_or_has_it_build(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "irregular-leader", IRREGULARS, 5, 6);
    scene_crowd(scene, 6, 6, 3, 5);
    scene_terrain(scene, 6, 5, TERRAIN_WATER);
    scene_road(scene, 6, 6, DIR_E, ROAD_MAIN);
    scene_begin(scene);
    char text[40];
    hex_t hex = scene_hex(scene, 6, 6);
    int water = map_dir(&scene->scenario.map, hex, scene_hex(scene, 6, 5));
    snprintf(text, sizeof text, "lead 0 h%u %s m0", hex, water == DIR_NE ? "NE" : "NW");
    assert_int_equal(scene_check(scene, text).reason, REFUSAL_no_way);
    assert_int_equal(scene_check(scene, at("lead 0 h%u W m1", 6, 6)).reason, REFUSAL_no_road);
    scene_order(scene, at("lead 0 h%u E m1", 6, 6));
    scene_play(scene);
    assert_int_equal(scene->state.barricade[0].strength, 1);
    assert_int_equal(scene->state.barricade[0].hex, hex);
    scene_order(scene, at("lead 0 h%u E m0", 6, 6));
    scene_play(scene);
    assert_int_equal(crowd()->hex, scene_hex(scene, 7, 6));
    scene_close(scene);
}

/* What a crowd did is told to all; who stirred it only to who sees him. */
static void who_stirs_it_is_told_to_who_sees_him(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "irregular-leader", IRREGULARS, 4, 6);
    scene_unit(scene, "police-patrol", POLICE, 0, 0);
    scene_terrain(scene, 4, 6, TERRAIN_FOREST);
    scene_crowd(scene, 6, 6, 3, 3);
    scene_begin(scene);
    scene_order(scene, at("stir 0 h%u", 6, 6));
    scene_play(scene);
    struct event told;
    char line[160];
    assert_true(event_for_side(&scene->scenario, &scene->state, scene_event(scene, EVENT_stirred), POLICE, &told));
    event_explain(&scene->scenario, &told, line, sizeof line);
    assert_string_equal(line, "Somebody unseen stirs the crowd in 0606: its anger is now 4.");
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_alone_it_calms_down_and_then_goes_home),
        cmocka_unit_test(armed_police_next_to_it_anger_it_and_kfor_does_not),
        cmocka_unit_test(an_arrest_within_two_hexes_angers_it),
        cmocka_unit_test(from_seven_it_throws_at_crowd_control),
        cmocka_unit_test(push_needs_crowd_control_level_two_and_the_crowd_next_to_it),
        cmocka_unit_test(a_push_that_works_moves_it_and_costs_it_one),
        cmocka_unit_test(further_units_push_with_the_best),
        cmocka_unit_test(a_talk_that_works_calms_it_by_two_and_counts),
        cmocka_unit_test(kfor_is_listened_to_from_impartiality_eight),
        cmocka_unit_test(a_leader_within_two_hexes_stirs_it),
        cmocka_unit_test(a_leader_leads_it_one_hex_on_foot_or_has_it_build),
        cmocka_unit_test(who_stirs_it_is_told_to_who_sees_him),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
