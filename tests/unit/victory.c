/* Rulebook 8, 10, 11: levels, tracks, points of every row of the Bridge checkpoint, ends and ranks. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct scene *scene;

static int level(int side) {
    return rules_level(&scene->scenario, &scene->state, side);
}

static int points(int side) {
    return state_points(&scene->scenario, &scene->state, side);
}

static void levels_of_the_police(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 0, 0);
    scene_crowd(scene, 9, 9, 3, 3);
    scene_begin(scene);
    assert_int_equal(level(POLICE), 1);
    scene->state.crowd[0].anger = 4;
    assert_int_equal(level(POLICE), 2);
    scene->state.crowd[0].strength = 0;
    assert_int_equal(level(POLICE), 1);
    scene->state.fired_upon[POLICE] = 1;
    for (int turn = 1; turn <= 7; turn++) {
        scene->state.turn = (uint8_t)turn;
        assert_int_equal(level(POLICE), turn <= 5 ? 3 : 1); /* this and the next 4 turns */
    }
    scene->state.track[TRACK_TENSION] = 12;
    assert_int_equal(level(POLICE), 4);
    scene->state.track[TRACK_TENSION] = 8;
    scene->state.lost_step[POLICE] = 1;
    assert_int_equal(level(POLICE), 4);
    scene_close(scene);
}

static void levels_of_kfor_and_of_the_irregulars(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "kfor-patrol", KFOR, 0, 0);
    scene_crowd(scene, 9, 9, 3, 6);
    scene_begin(scene);
    assert_int_equal(level(KFOR), 1);
    scene->state.crowd[0].anger = 7;
    assert_int_equal(level(KFOR), 2);
    scene->state.fired_upon[KFOR] = 1;
    assert_int_equal(level(KFOR), 3);
    scene->state.track[TRACK_TENSION] = 12;
    scene->state.lost_step[KFOR] = 1;
    assert_int_equal(level(KFOR), 3);
    assert_int_equal(level(IRREGULARS), 5);
    scene_close(scene);
}

static void level_three_lets_return_four_free(void **unused) {
    (void)unused;
    static const int policy[] = {POLICY_HOLD,   POLICY_HOLD, POLICY_HOLD,
                                 POLICY_RETURN, POLICY_FREE, POLICY_FREE};
    for (int l = 0; l <= 5; l++)
        assert_int_equal(rules_level_policy(l), policy[l]);
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 0, 0);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "policy 0 return").reason, REFUSAL_level);
    assert_int_equal(scene_check(scene, "policy 0 return").level, 3);
    assert_int_equal(scene_check(scene, "policy 0 free").level, 4);
    assert_int_equal(scene_check(scene, "policy 0 hold").verdict, VERDICT_YES);
    scene->state.fired_upon[POLICE] = 1;
    assert_int_equal(scene_check(scene, "policy 0 return").verdict, VERDICT_YES);
    assert_int_equal(scene_check(scene, "policy 0 free").level, 4);
    scene_order(scene, "policy 0 return");
    scene_play(scene);
    assert_int_equal(scene_at(scene, 0)->policy, POLICY_RETURN);
    scene_close(scene);
}

static void losses_move_tracks_once_a_turn(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-quick-reaction", POLICE, 0, 0);
    uint16_t kfor = scene_unit(scene, "kfor-patrol", KFOR, 11, 11);
    scene_begin(scene);
    fire_step_loss(scene_turn(scene, 2), patrol, UNIT_NONE, 2);
    tracks_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.track[TRACK_TENSION], 9);
    assert_int_equal(scene->state.track[TRACK_SUFFERANCE], 9);
    assert_int_equal(scene->state.track[TRACK_PRESSURE], 4);
    assert_int_equal(scene->state.raised[IRREGULARS], 1);
    fire_step_loss(scene_turn(scene, 2), kfor, UNIT_NONE, 1);
    tracks_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.track[TRACK_TENSION], 10);
    assert_int_equal(scene->state.track[TRACK_PRESSURE], 5);
    tracks_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.track[TRACK_TENSION], 10);
    scene_close(scene);
}

static void tracks_move_at_the_close_within_their_bounds(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 0, 0);
    scene_begin(scene);
    track_move(scene_turn(scene, 3), TRACK_PRESSURE, 9, KFOR);
    track_move(scene_turn(scene, 3), TRACK_SUFFERANCE, -30, POLICE);
    assert_int_equal(scene->state.track[TRACK_PRESSURE], 4);
    assert_int_equal(scene_event(scene, EVENT_track)->side, KFOR);
    assert_int_equal(scene_event(scene, EVENT_track)->seen_by, 7);
    tracks_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.track[TRACK_PRESSURE], 10);
    assert_int_equal(scene->state.track[TRACK_SUFFERANCE], 0);
    scene_close(scene);
}

static void four_turns_in_a_cultural_site_cost_sufferance(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene->scenario.map.hex[scene_hex(scene, 4, 5)].flags |= MAP_HEX_CULTURAL;
    scene_victory(scene, IRREGULARS, VICTORY_site_turn, 1, 0, 3);
    scene_begin(scene);
    for (int turn = 1; turn <= 4; turn++)
        scene_play(scene);
    assert_int_equal(scene->state.track[TRACK_SUFFERANCE], 9);
    assert_int_equal(points(IRREGULARS), 2); /* from turn 3 on */
    scene_close(scene);
}

/* A link of four hexes along row 5. */
static void stage_link(void) {
    scene = scene_open();
    for (int i = 0; i < 4; i++) {
        scene->scenario.route[i] = scene_hex(scene, 3 + i, 5);
        scene_road(scene, 3 + i, 5, DIR_E, ROAD_MAIN);
    }
    scene->scenario.route_length = 4;
    scene_victory(scene, POLICE, VICTORY_link_open, 5, 0, 0);
    scene_victory(scene, KFOR, VICTORY_link_open, 4, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_link_blocked_turn, 1, 0, 0);
    scene_unit(scene, "irregular-cell", IRREGULARS, 0, 0);
    scene_unit(scene, "police-patrol", POLICE, 11, 11);
}

static void link_is(bool open) {
    assert_int_equal(points(POLICE), open ? 5 : 0);
    assert_int_equal(points(KFOR), open ? 4 : 0);
    scene->state.count[2] = 0;
    victory_close(scene_turn(scene, 7));
    assert_int_equal(scene->state.count[2], !open);
}

static void a_barricade_closes_the_link(void **unused) {
    (void)unused;
    stage_link();
    scene_barricade(scene, 4, 5, DIR_E, 2, 0);
    scene_begin(scene);
    link_is(false);
    scene->state.barricade[0].strength = 0;
    link_is(true);
    scene_close(scene);
}

static void a_barricade_beside_the_link_does_not(void **unused) {
    (void)unused;
    stage_link();
    scene_road(scene, 4, 5, DIR_NE, ROAD_MINOR);
    scene_barricade(scene, 4, 5, DIR_NE, 2, 0);
    scene_begin(scene);
    link_is(true);
    scene_close(scene);
}

static void a_crowd_closes_it_from_anger_four(void **unused) {
    (void)unused;
    stage_link();
    scene_crowd(scene, 5, 5, 3, 3);
    scene_begin(scene);
    link_is(true);
    scene->state.crowd[0].anger = 4;
    link_is(false);
    scene_close(scene);
}

static void an_armed_enemy_closes_it_a_covert_one_does_not(void **unused) {
    (void)unused;
    stage_link();
    scene_begin(scene);
    scene_put(scene, 0, 6, 5);
    link_is(false);
    scene_at(scene, 0)->flags |= UNIT_COVERT;
    link_is(true);
    scene_put(scene, 1, 6, 5); /* the police stop nobody */
    link_is(true);
    scene_close(scene);
}

/* The police see no more of their points than of the enemy. */
static void points_on_view_hang_on_what_is_known(void **unused) {
    (void)unused;
    stage_link();
    scene_begin(scene);
    scene_put(scene, 0, 6, 5);
    assert_int_equal(points(POLICE), 0);
    assert_int_equal(scene_view(scene, POLICE)->points, 5);
    sighting_set(scene_turn(scene, 0), POLICE, 0, CONTACT_SUSPECTED, UNIT_NONE);
    assert_int_equal(scene_view(scene, POLICE)->points, 0);
    scene_close(scene);
}

static void anger_and_tension_at_most(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 11, 11);
    scene_crowd(scene, 5, 5, 3, 3);
    scene_victory(scene, KFOR, VICTORY_anger_at_most, 3, 0, 3);
    scene_victory(scene, KFOR, VICTORY_tension_at_most, 2, 0, 8);
    scene_begin(scene);
    assert_int_equal(points(KFOR), 5);
    scene->state.crowd[0].anger = 4;
    assert_int_equal(points(KFOR), 2);
    scene->state.track[TRACK_TENSION] = 9;
    assert_int_equal(points(KFOR), 0);
    scene->state.crowd[0].strength = 0; /* it has gone home */
    assert_int_equal(points(KFOR), 3);
    scene_close(scene);
}

static void counted_rows_and_their_limits(void **unused) {
    static const struct {
        int kind, points, most, by, expected;
    } row[] = {{VICTORY_engineers_clear, 1, 4, 6, 4}, {VICTORY_talk_worked, 1, 3, 2, 2},
               {VICTORY_arrest, 3, 0, 2, 6},          {VICTORY_cache_found, 4, 0, 1, 4},
               {VICTORY_own_loss, -3, 0, 2, -6},      {VICTORY_enemy_loss, 1, 0, 3, 3},
               {VICTORY_exited_step, 1, 0, 5, 5},     {VICTORY_civilian_step, -4, 0, 1, -4}};
    (void)unused;
    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        scene = scene_open();
        scene_unit(scene, "police-patrol", POLICE, 11, 11);
        scene_victory(scene, KFOR, row[i].kind, row[i].points, row[i].most, 0);
        scene_begin(scene);
        for (int n = 0; n < row[i].by; n++)
            victory_count(scene_turn(scene, 3), KFOR, row[i].kind, 1);
        assert_int_equal(points(KFOR), row[i].expected);
        assert_int_equal(points(POLICE), 0);
        int told = 0;
        for (unsigned e = 0; e < scene->events; e++) {
            assert_int_equal(scene->event[e].seen_by, 1 << KFOR);
            told += scene->event[e].value;
        }
        assert_int_equal(told, row[i].expected);
        scene_close(scene);
    }
}

static void cells_never_revealed_and_caches_kept(void **unused) {
    (void)unused;
    scene = scene_open();
    scene_unit(scene, "irregular-cell", IRREGULARS, 0, 0);
    scene_unit(scene, "irregular-cell", IRREGULARS, 1, 0);
    scene_unit(scene, "irregular-lookout", IRREGULARS, 2, 0);
    scene_unit(scene, "irregular-cell", IRREGULARS, 3, 0);
    for (int i = 0; i < 3; i++)
        scene->scenario.roster[i].covert = 1;
    scene_cache(scene, IRREGULARS, 5, 5);
    scene_victory(scene, IRREGULARS, VICTORY_never_revealed, 2, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_cache_kept, 3, 0, 0);
    scene_begin(scene);
    assert_int_equal(points(IRREGULARS), 7); /* two cells, one cache */
    scene_at(scene, 0)->flags |= UNIT_WAS_REVEALED;
    assert_int_equal(points(IRREGULARS), 5);
    assert_int_equal(scene_view(scene, IRREGULARS)->points, 7); /* it does not know */
    scene_at(scene, 0)->flags |= UNIT_REVEALED_OPENLY;
    assert_int_equal(scene_view(scene, IRREGULARS)->points, 5);
    scene->state.cache[0].found = 1 + POLICE;
    assert_int_equal(points(IRREGULARS), 2);
    scene_close(scene);
}

static void the_last_turn_ends_the_game_and_settles_the_rows(void **unused) {
    (void)unused;
    stage_link();
    scene_begin(scene);
    for (int turn = 1; turn <= 8; turn++) {
        assert_int_equal(scene->state.outcome, OUTCOME_RUNNING);
        scene_play(scene);
    }
    assert_int_equal(scene->state.outcome, OUTCOME_TURNS);
    assert_int_equal(scene_events(scene, EVENT_game_over), 1);
    assert_int_equal(scene->state.count[0], 1);
    assert_int_equal(scene_view(scene, IRREGULARS)->final_points[POLICE], 5);
    scene_close(scene);
}

static void a_track_at_its_end_ends_the_game(void **unused) {
    (void)unused;
    for (int pressure = 0; pressure <= 1; pressure++) {
        int place[SIDE_MAX];
        stage_link();
        scene->scenario.side[POLICE].threshold = 1;
        scene_begin(scene);
        scene->state.track[pressure ? TRACK_PRESSURE : TRACK_TENSION] = pressure ? 9 : 18;
        track_move(scene_turn(scene, 3), TRACK_TENSION, 2, IRREGULARS);
        track_move(scene_turn(scene, 3), TRACK_TENSION, 1, POLICE);
        track_move(scene_turn(scene, 3), TRACK_PRESSURE, 1, POLICE);
        tracks_close(scene_turn(scene, 7));
        victory_close(scene_turn(scene, 7));
        assert_int_equal(scene->state.outcome, pressure ? OUTCOME_PRESSURE : OUTCOME_TENSION);
        assert_false(rules_reached(&scene->scenario, &scene->state, POLICE));
        rules_rank(&scene->scenario, &scene->state, place); /* by who raised tension least */
        assert_int_equal(place[KFOR], 1);
        assert_int_equal(place[POLICE], 2);
        assert_int_equal(place[IRREGULARS], 3);
        scene_close(scene);
    }
}

static void ranks_go_by_points_over_the_threshold(void **unused) {
    (void)unused;
    int place[SIDE_MAX];
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 11, 11);
    scene_begin(scene);
    scene->state.outcome = OUTCOME_TURNS;
    scene->state.points_other[POLICE] = 11; /* of 10: 10 per cent over */
    scene->state.points_other[KFOR] = 11;
    scene->state.points_other[IRREGULARS] = 8; /* of 7: 14 per cent over */
    rules_rank(&scene->scenario, &scene->state, place);
    assert_int_equal(place[IRREGULARS], 1);
    assert_int_equal(place[POLICE], 2);
    assert_int_equal(place[KFOR], 2); /* equals share */
    for (int side = 0; side < SCENE_SIDES; side++)
        assert_true(rules_reached(&scene->scenario, &scene->state, side));
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_of_the_police),
        cmocka_unit_test(levels_of_kfor_and_of_the_irregulars),
        cmocka_unit_test(level_three_lets_return_four_free),
        cmocka_unit_test(losses_move_tracks_once_a_turn),
        cmocka_unit_test(tracks_move_at_the_close_within_their_bounds),
        cmocka_unit_test(four_turns_in_a_cultural_site_cost_sufferance),
        cmocka_unit_test(a_barricade_closes_the_link),
        cmocka_unit_test(a_barricade_beside_the_link_does_not),
        cmocka_unit_test(a_crowd_closes_it_from_anger_four),
        cmocka_unit_test(an_armed_enemy_closes_it_a_covert_one_does_not),
        cmocka_unit_test(points_on_view_hang_on_what_is_known),
        cmocka_unit_test(anger_and_tension_at_most),
        cmocka_unit_test(counted_rows_and_their_limits),
        cmocka_unit_test(cells_never_revealed_and_caches_kept),
        cmocka_unit_test(the_last_turn_ends_the_game_and_settles_the_rows),
        cmocka_unit_test(a_track_at_its_end_ends_the_game),
        cmocka_unit_test(ranks_go_by_points_over_the_threshold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
