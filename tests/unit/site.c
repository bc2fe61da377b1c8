/* Rulebook 9 and 11: civilians in a held site, wounded detained, exits not before a turn, and the points of Banjska. */
#include "scene.h"

#include "rules/shot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;

static const char *at(const char *format, int col, int row) {
    static char text[64];
    snprintf(text, sizeof text, format, scene_hex(scene, col, row));
    return text;
}

static int points(int side) {
    return state_points(&scene->scenario, &scene->state, side);
}

static void escort_needs_civilians_next_to_an_unpinned_unit_and_nobody_armed(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 5, 6);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 6);
    scene->scenario.roster[cell].policy = POLICY_HOLD;
    scene_civilians(scene, 6, 6, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, at("escort 0 h%u", 6, 6)).reason, REFUSAL_no_consent);
    assert_int_equal(scene_check(scene, at("escort 0 h%u", 7, 6)).reason, REFUSAL_no_civilians);
    assert_int_equal(scene_check(scene, at("escort 1 h%u", 6, 6)).reason, REFUSAL_no_ability);
    scene_put(scene, patrol, 4, 6);
    assert_int_equal(scene_check(scene, at("escort 0 h%u", 6, 6)).reason, REFUSAL_too_far);
    scene_put(scene, patrol, 5, 6);
    scene_at(scene, patrol)->suppression = 3;
    assert_int_equal(scene_check(scene, at("escort 0 h%u", 6, 6)).reason, REFUSAL_pinned);
    scene_at(scene, patrol)->suppression = 0;
    scene_at(scene, cell)->status = UNIT_EXITED;
    memset(&scene->state.contact[POLICE][cell], 0, sizeof scene->state.contact[POLICE][cell]);
    assert_int_equal(scene_check(scene, at("escort 0 h%u", 6, 6)).verdict, VERDICT_MAYBE); /* from outside */
    scene_order(scene, at("escort 0 h%u", 6, 6));
    scene_play(scene);
    assert_int_equal(scene->state.civilians[0].safe, 4);
    assert_int_equal(scene_check(scene, at("escort 0 h%u", 6, 6)).reason, REFUSAL_no_civilians);
    scene_close(scene);
}

static void who_hides_there_armed_stops_the_escort(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 5, 6);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 6);
    scene->scenario.roster[cell].policy = POLICY_HOLD;
    scene_terrain(scene, 6, 6, TERRAIN_STEEP);
    scene_civilians(scene, 6, 6, 4);
    scene_begin(scene);
    assert_int_equal(scene->state.contact[POLICE][cell].level, CONTACT_NONE);
    assert_int_equal(scene_check(scene, at("escort 0 h%u", 6, 6)).verdict, VERDICT_MAYBE);
    scene_order(scene, at("escort 0 h%u", 6, 6));
    scene_play(scene);
    assert_int_equal(scene_event(scene, EVENT_not_done)->result, REFUSAL_no_consent);
    assert_int_equal(scene->state.civilians[0].strength, 4);
    scene_close(scene);
}

/* A heavy weapon into a hex with people: d6 <= density + bonus. Held civilians are those who are hit there. */
static void collateral_costs_held_civilians_and_then_a_crowd(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t hmg = scene_unit(scene, "irregular-hmg", IRREGULARS, 3, 6);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 6, 6);
    scene_civilians(scene, 6, 6, 1);
    scene_crowd(scene, 6, 6, 2, 3);
    scene->scenario.map.hex[scene_hex(scene, 6, 6)].density = 3;
    scene->scenario.rules.type[scenario_type(&scene->scenario, "irregular-hmg")].collateral = 3;
    scene_victory(scene, KFOR, VICTORY_civilians_safe, 6, 0, 0);
    scene_begin(scene);
    assert_int_equal(points(KFOR), 6);
    struct shot shot = {.firer = hmg, .target = patrol, .hex = scene_hex(scene, 6, 6), .sum = 7};
    collateral(scene_turn(scene, 1), &shot);
    assert_int_equal(scene->state.civilians[0].lost, 1);
    assert_int_equal(scene->state.civilians[0].strength, 0);
    assert_int_equal(scene->state.crowd[0].strength, 2);
    collateral(scene_turn(scene, 2), &shot);
    assert_int_equal(scene->state.crowd[0].strength, 1);
    assert_int_equal(points(KFOR), 0);
    scene_close(scene);
}

static void wounded_in_a_hex_that_police_hold_are_detained(void **unused) {
    (void)unused;
    for (int held = 0; held <= 2; held++) {
        scene = scene_open();
        uint16_t holder = scene_unit(scene, held == 2 ? "kfor-patrol" : "police-patrol", held == 2 ? KFOR : POLICE, 6, 6);
        uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 6);
        scene_victory(scene, POLICE, VICTORY_detained_step, 4, 0, 0);
        scene_victory(scene, IRREGULARS, VICTORY_own_detained_step, -1, 0, 0);
        scene_begin(scene);
        struct unit *wounded = scene_at(scene, cell);
        wounded->steps = 0;
        wounded->wounded = 2;
        wounded->status = UNIT_ELIMINATED;
        scene_at(scene, holder)->suppression = held == 0 ? 9 : 0; /* pinned: holds nothing */
        scene_play(scene);
        bool detained = held == 1;
        assert_int_equal(wounded->wounded, detained ? 0 : 2);
        assert_int_equal(scene_events(scene, EVENT_wounded_detained), detained);
        assert_int_equal(points(POLICE), detained ? 8 : 0);
        assert_int_equal(points(IRREGULARS), detained ? -2 : 0);
        assert_int_equal(scene->state.track[TRACK_LEGITIMACY], detained ? 9 : 8);
        scene_close(scene);
    }
}

/* Nobody leaves before the turn that the scenario names; who comes early waits at the edge. */
static void nobody_leaves_before_the_turn_of_exits(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 0, 6);
    scene->scenario.map.hex[scene_hex(scene, 0, 6)].flags |= MAP_HEX_EXIT;
    scene->scenario.exit_from_turn = 3;
    scene_victory(scene, IRREGULARS, VICTORY_exited_step, 1, 0, 0);
    scene_begin(scene);
    struct check check = scene_check(scene, "move 0 W press");
    assert_int_equal(check.verdict, VERDICT_MAYBE);
    assert_int_equal(check.reason, REFUSAL_exit_early);
    scene_order(scene, "move 0 W press");
    for (int turn = 1; turn <= 3; turn++) {
        assert_int_equal(scene_at(scene, cell)->status, UNIT_ON_MAP);
        scene_play(scene);
    }
    assert_int_equal(scene_event(scene, EVENT_stopped)->result, STOP_EXIT_EARLY);
    assert_int_equal(scene_at(scene, cell)->status, UNIT_EXITED);
    assert_int_equal(points(IRREGULARS), 2);
    scene_close(scene);
}

static void only_fighters_on_foot_count_and_a_leader_counts_more(void **unused) {
    static const struct { const char *type; int points; } row[] = {
        {"irregular-cell", 2}, {"irregular-leader", 6}, {"irregular-lookout", 0}, {"irregular-decoy", 0},
        {"irregular-jeep", 0}};
    (void)unused;
    for (int i = 0; i < 5; i++) {
        scene = scene_open();
        uint16_t unit = scene_unit(scene, row[i].type, IRREGULARS, 0, 6);
        scene->scenario.map.hex[scene_hex(scene, 0, 6)].flags |= MAP_HEX_EXIT;
        scene_road(scene, 0, 6, DIR_E, ROAD_MAIN);
        scene_victory(scene, IRREGULARS, VICTORY_exited_step, 1, 0, 0);
        scene_victory(scene, IRREGULARS, VICTORY_leader_exited, 5, 0, 0);
        scene_begin(scene);
        scene_order(scene, "move 0 W press");
        scene_play(scene);
        assert_int_equal(scene_at(scene, unit)->status, UNIT_EXITED);
        assert_int_equal(points(IRREGULARS), row[i].points);
        scene_close(scene);
    }
}

/* 8 for the site clear and undamaged at turn 2; 4 when it is so at the end alone. */
static void a_site_clear_in_time_or_late(void **unused) {
    static const struct { bool at_two, at_end, hit; int points; } row[] = {
        {true, true, false, 8}, {true, false, false, 8}, {false, true, false, 4}, {false, false, false, 0},
        {true, true, true, 0}};
    (void)unused;
    for (int i = 0; i < 5; i++) {
        scene = scene_open();
        scene_unit(scene, "police-patrol", POLICE, 0, 0);
        uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 6);
        scene->scenario.map.hex[scene_hex(scene, 6, 6)].flags |= MAP_HEX_CULTURAL;
        scene->scenario.turns = 3;
        scene_victory(scene, POLICE, VICTORY_site_clear_at, 8, 0, 2);
        scene_victory(scene, POLICE, VICTORY_site_clear_late, 4, 0, 2);
        scene_begin(scene);
        scene->state.site_hits = row[i].hit;
        for (int turn = 1; turn <= 3; turn++) {
            bool clear = turn == 3 ? row[i].at_end : row[i].at_two;
            scene_put(scene, cell, clear ? 9 : 6, 6);
            scene_play(scene);
        }
        assert_int_equal(scene->state.outcome, OUTCOME_TURNS);
        assert_int_equal(points(POLICE), row[i].points);
        assert_int_equal(scene_events(scene, EVENT_points), row[i].points != 0);
        scene_close(scene);
    }
}

/* Whether an unseen one was in the site at that turn, the side learns at the end alone. */
static void a_side_is_not_told_whether_the_site_was_clear(void **unused) {
    int16_t told[2];
    (void)unused;
    for (int hidden = 0; hidden <= 1; hidden++) {
        scene = scene_open();
        scene_unit(scene, "police-patrol", POLICE, 0, 0);
        uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 9, 6);
        scene->scenario.map.hex[scene_hex(scene, 6, 6)].flags |= MAP_HEX_CULTURAL;
        scene_terrain(scene, 6, 6, TERRAIN_STEEP);
        scene_victory(scene, POLICE, VICTORY_site_clear_at, 8, 0, 1);
        scene_begin(scene);
        scene_put(scene, cell, hidden ? 6 : 9, 6);
        scene_play(scene);
        assert_int_equal(scene->state.count[0], !hidden);
        told[hidden] = scene_view(scene, POLICE)->points;
        assert_int_equal(scene_events(scene, EVENT_points), 0);
        scene_close(scene);
    }
    assert_int_equal(told[0], told[1]);
}

static void tracks_and_deeds_count_by_their_rows(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_unit(scene, "irregular-hmg", IRREGULARS, 9, 9);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 9, 9);
    scene_victory(scene, KFOR, VICTORY_tension_over, -1, 0, 10);
    scene_victory(scene, POLICE, VICTORY_legitimacy_below, -1, 0, 0);
    scene_victory(scene, POLICE, VICTORY_evacuation, 1, 3, 0);
    scene_victory(scene, POLICE, VICTORY_taken, 2, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_police_loss, 1, 0, 0);
    scene_begin(scene);
    scene->state.track[TRACK_TENSION] = 13;
    scene->state.track[TRACK_LEGITIMACY] = 6;
    assert_int_equal(points(KFOR), -3);
    assert_int_equal(points(POLICE), -2);
    scene_at(scene, patrol)->steps = 1;
    scene_at(scene, patrol)->wounded = 1;
    scene->state.equipment[0] = (struct equipment){.hex = scene_hex(scene, 5, 5), .unit = 1, .side = IRREGULARS,
                                                   .type = scene_at(scene, 1)->type, .used = 1, .heavy = 1};
    scene_order(scene, "evacuate 0");
    scene_play(scene);
    assert_int_equal(points(POLICE), -2 + 1 + 2);
    int lost = 0;
    for (uint64_t key = 1; key <= 12; key++) { /* killed and wounded count, dispersed do not */
        scene_begin_key(scene, key);
        fire_step_loss(scene_turn(scene, 1), patrol, cell, 1);
        lost += points(IRREGULARS);
        assert_int_equal(points(IRREGULARS), scene_event(scene, EVENT_step_lost)->result != FATE_DISPERSED);
    }
    assert_in_range(lost, 4, 12);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escort_needs_civilians_next_to_an_unpinned_unit_and_nobody_armed),
        cmocka_unit_test(who_hides_there_armed_stops_the_escort),
        cmocka_unit_test(collateral_costs_held_civilians_and_then_a_crowd),
        cmocka_unit_test(wounded_in_a_hex_that_police_hold_are_detained),
        cmocka_unit_test(nobody_leaves_before_the_turn_of_exits),
        cmocka_unit_test(only_fighters_on_foot_count_and_a_leader_counts_more),
        cmocka_unit_test(a_site_clear_in_time_or_late),
        cmocka_unit_test(a_side_is_not_told_whether_the_site_was_clear),
        cmocka_unit_test(tracks_and_deeds_count_by_their_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
