/* Moving: costs, points a pulse, roads, rivers, climbs, the boundary, stops, stacking, exits. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void assert_stands(struct scene *scene, uint16_t unit, int col, int row) {
    assert_int_equal(scene_at(scene, unit)->hex, scene_hex(scene, col, row));
}

static int cost(struct scene *scene, int move_class) {
    return movement_cost(&scene->scenario, scene_hex(scene, 4, 4), DIR_E, move_class);
}

static void terrain_costs_by_move_class(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    static const struct {
        int terrain, foot, wheeled, four;
    } rows[] = {{TERRAIN_OPEN, 1, 4, 2},    {TERRAIN_SCRUB, 2, 8, 4},   {TERRAIN_FOREST, 2, -1, 6},
                {TERRAIN_STEEP, 3, -1, -1}, {TERRAIN_VILLAGE, 1, 2, 2}, {TERRAIN_WATER, -1, -1, -1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        scene_terrain(scene, 5, 4, rows[i].terrain);
        assert_int_equal(cost(scene, MOVE_FOOT), rows[i].foot);
        assert_int_equal(cost(scene, MOVE_WHEELED), rows[i].wheeled);
        assert_int_equal(cost(scene, MOVE_4X4), rows[i].four);
        assert_int_equal(cost(scene, MOVE_4X4_ARMOURED), rows[i].four);
    }
    scene_close(scene);
}

static void a_road_carries_through_any_terrain(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_terrain(scene, 5, 4, TERRAIN_FOREST);
    scene_road(scene, 4, 4, DIR_E, ROAD_MAIN);
    assert_int_equal(cost(scene, MOVE_WHEELED), 1);
    assert_int_equal(cost(scene, MOVE_FOOT), 1);
    scene_road(scene, 4, 4, DIR_E, ROAD_TRACK);
    assert_int_equal(cost(scene, MOVE_WHEELED), 4);
    scene_close(scene);
}

static void a_river_is_crossed_at_bridges_or_on_foot_for_more(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_hexside(scene, 4, 4, DIR_E, HEXSIDE_RIVER);
    assert_int_equal(cost(scene, MOVE_FOOT), 3);
    assert_int_equal(cost(scene, MOVE_WHEELED), -1);
    scene_hexside(scene, 4, 4, DIR_E, HEXSIDE_RIVER | HEXSIDE_FOOTBRIDGE);
    assert_int_equal(cost(scene, MOVE_FOOT), 1);
    assert_int_equal(cost(scene, MOVE_WHEELED), -1);
    scene_hexside(scene, 4, 4, DIR_E, HEXSIDE_RIVER | HEXSIDE_BRIDGE);
    assert_int_equal(cost(scene, MOVE_WHEELED), 4);
    scene_close(scene);
}

static void a_climb_of_more_than_60_m_costs_more(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_height(scene, 5, 4, 56);
    assert_int_equal(cost(scene, MOVE_FOOT), 1);
    scene_height(scene, 5, 4, 57);
    assert_int_equal(cost(scene, MOVE_FOOT), 2);
    assert_int_equal(cost(scene, MOVE_WHEELED), 6);
    assert_int_equal(movement_cost(&scene->scenario, scene_hex(scene, 5, 4), DIR_W, MOVE_WHEELED), 4);
    scene_close(scene);
}

/* 16 points, open ground 4 a hex: after pulse p floor(16 p / 6) = 2, 5, 8, 10, 13, 16 points. */
static void points_are_spent_pulse_by_pulse(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,E,E,E,E halt");
    orders_take_up(scene_turn(scene, 1));
    static const int col[] = {1, 2, 3, 3, 4, 5};
    for (int pulse = 1; pulse <= 6; pulse++) {
        scene->state.pulse = (uint8_t)pulse;
        movement_pulse(&scene->turn);
        assert_stands(scene, patrol, col[pulse - 1], 4);
    }
    assert_int_equal(scene_at(scene, patrol)->spent, 16);
    assert_int_equal(scene_at(scene, patrol)->moved, 1 << 1 | 1 << 2 | 1 << 4 | 1 << 5);
    scene_close(scene);
}

static void a_move_goes_on_next_turn_until_done(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,E,E,E,E halt");
    scene_play(scene);
    assert_stands(scene, patrol, 5, 4);
    assert_int_equal(scene_at(scene, patrol)->order, ORDER_move);
    scene_play(scene);
    assert_stands(scene, patrol, 7, 4);
    assert_int_equal(scene_at(scene, patrol)->order, ORDER_hold);
    scene_close(scene);
}

/* An HMG has 2 points; scrub on a climb costs 3: only by the grace of pulse 6. */
static void who_has_spent_nothing_may_enter_one_hex_in_pulse_6(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t gun = scene_unit(scene, "irregular-hmg", IRREGULARS, 4, 4);
    scene_terrain(scene, 5, 4, TERRAIN_SCRUB);
    scene_height(scene, 5, 4, 60);
    scene_begin(scene);
    scene_order(scene, "move 0 E,E halt");
    scene_play(scene);
    assert_stands(scene, gun, 5, 4);
    assert_int_equal(scene_event(scene, EVENT_moved)->pulse, 6);
    scene_close(scene);
}

static void pinned_units_stay(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    scene_begin(scene);
    scene_at(scene, patrol)->suppression = 3;
    assert_int_equal(scene_check(scene, "move 0 E halt").reason, REFUSAL_pinned);
    scene_order(scene, "move 0 E halt");
    scene_play(scene);
    assert_stands(scene, patrol, 1, 4);
    assert_int_equal(scene_event(scene, EVENT_not_done)->result, REFUSAL_pinned);
    scene_close(scene);
}

/* The cell is seen in the same hex; it holds its fire, so that nothing stops the patrol before. */
static void a_mover_halts_in_the_hex_of_a_sighted_armed_enemy(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 4);
    scene->scenario.roster[cell].policy = POLICY_HOLD;
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,E halt");
    scene_play(scene);
    assert_stands(scene, patrol, 3, 4);
    assert_int_equal(scene_event(scene, EVENT_stopped)->result, STOP_ENEMY_HEX);
    scene_close(scene);
}

static void press_on_goes_on_in_the_next_pulse(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 4);
    scene->scenario.roster[cell].policy = POLICY_HOLD;
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,E press");
    scene_play(scene);
    assert_stands(scene, patrol, 4, 4);
    assert_int_equal(scene_events(scene, EVENT_stopped), 1);
    scene_close(scene);
}

/* An unseen enemy stops whom it would sight and may shoot: cell in forest (concealment 3), patrol with
 * Spot 2. */
static void an_unseen_enemy_that_may_shoot_stops_the_mover_at_range_1(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4);
    scene_terrain(scene, 4, 4, TERRAIN_FOREST);
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,NE halt");
    orders_take_up(scene_turn(scene, 1));
    for (int pulse = 1; pulse <= 6; pulse++) {
        scene->state.pulse = (uint8_t)pulse;
        roe_pulse(&scene->turn);
        movement_pulse(&scene->turn);
    }
    assert_stands(scene, patrol, 3, 4);
    assert_int_equal(scene_event(scene, EVENT_stopped)->result, STOP_ENEMY_NEAR);
    assert_int_equal(scene->state.contact[POLICE][cell].level, CONTACT_NONE);
    scene_close(scene);
}

static void other_enemies_do_not_stop(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    uint16_t covert = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 4);
    scene_unit(scene, "irregular-lookout", IRREGULARS, 4, 4);
    scene->scenario.roster[covert].covert = 1;
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,E,E halt");
    scene_play(scene);
    assert_stands(scene, patrol, 5, 4);
    assert_int_equal(scene_events(scene, EVENT_stopped), 0);
    scene_close(scene);
}

static void a_decoy_moves_and_does_nothing_else(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-decoy", IRREGULARS, 4, 4);
    scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "move 0 E halt").verdict, VERDICT_YES);
    assert_int_equal(scene_check(scene, "withdraw 0").verdict, VERDICT_YES);
    assert_int_equal(scene_check(scene, "ambush 0").reason, REFUSAL_no_ability);
    assert_int_equal(scene_check(scene, "evacuate 0").reason, REFUSAL_no_ability);
    assert_int_equal(scene_check(scene, "load 1 u0").reason, REFUSAL_no_ability);
    scene_close(scene);
}

static void who_would_overfill_a_hex_waits_outside(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    for (int i = 0; i < 2; i++)
        scene_unit(scene, "police-patrol", POLICE, 2, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "move 0 E halt").verdict, VERDICT_YES);
    scene_order(scene, "move 0 E halt");
    scene_play(scene);
    assert_stands(scene, patrol, 1, 4);
    assert_int_equal(scene_events(scene, EVENT_waits), 1);
    scene_order(scene, "move 1 E halt");
    scene_play(scene);
    assert_stands(scene, patrol, 2, 4);
    scene_close(scene);
}

static void police_never_cross_the_boundary_and_irregulars_leave_there(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 3, 4);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 4);
    scene_unit(scene, "irregular-jeep", IRREGULARS, 3, 4);
    scene_hexside(scene, 3, 4, DIR_E, HEXSIDE_BOUNDARY);
    scene_victory(scene, IRREGULARS, VICTORY_exited_step, 1, 0, 0);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "move 0 E halt").reason, REFUSAL_boundary);
    assert_int_equal(scene_check(scene, "move 2 E halt").reason, REFUSAL_no_way);
    assert_int_equal(scene_check(scene, "move 1 E,E halt").reason, REFUSAL_off_map);
    scene_order(scene, "move 1 E halt");
    scene_play(scene);
    assert_int_equal(scene_at(scene, cell)->status, UNIT_EXITED);
    assert_int_equal(scene->state.count[0], 2);
    scene_close(scene);
}

static void nobody_leaves_the_window_but_from_exit_hexes(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-cell", IRREGULARS, 0, 4);
    scene_unit(scene, "irregular-cell", IRREGULARS, 0, 6);
    scene->scenario.map.hex[scene_hex(scene, 0, 6)].flags |= MAP_HEX_EXIT;
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "move 0 W halt").reason, REFUSAL_off_map);
    assert_int_equal(scene_check(scene, "move 1 W halt").verdict, VERDICT_YES);
    scene_order(scene, "move 1 W halt");
    scene_play(scene);
    assert_int_equal(scene_events(scene, EVENT_exited), 1);
    scene_close(scene);
}

/* A unit that has fired twice moves no more in that turn, and its side is told why. */
static void who_has_fired_twice_stays_and_says_so(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    scene_begin(scene);
    scene_at(scene, patrol)->order = ORDER_move;
    scene_at(scene, patrol)->path_length = 1;
    scene_at(scene, patrol)->shots = (uint8_t)scene->scenario.rules.number.shots_turn;
    struct turn *turn = scene_turn(scene, 6);
    movement_pulse(turn);
    movement_pulse(turn);
    assert_stands(scene, patrol, 4, 5);
    assert_int_equal(scene_events(scene, EVENT_stopped), 1); /* once a turn */
    assert_int_equal(scene_event(scene, EVENT_stopped)->result, STOP_FIRED);
    assert_int_equal(scene_event(scene, EVENT_stopped)->seen_by, 1 << POLICE);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terrain_costs_by_move_class),
        cmocka_unit_test(a_road_carries_through_any_terrain),
        cmocka_unit_test(a_river_is_crossed_at_bridges_or_on_foot_for_more),
        cmocka_unit_test(a_climb_of_more_than_60_m_costs_more),
        cmocka_unit_test(points_are_spent_pulse_by_pulse),
        cmocka_unit_test(a_move_goes_on_next_turn_until_done),
        cmocka_unit_test(who_has_spent_nothing_may_enter_one_hex_in_pulse_6),
        cmocka_unit_test(pinned_units_stay),
        cmocka_unit_test(a_mover_halts_in_the_hex_of_a_sighted_armed_enemy),
        cmocka_unit_test(press_on_goes_on_in_the_next_pulse),
        cmocka_unit_test(an_unseen_enemy_that_may_shoot_stops_the_mover_at_range_1),
        cmocka_unit_test(other_enemies_do_not_stop),
        cmocka_unit_test(a_decoy_moves_and_does_nothing_else),
        cmocka_unit_test(who_would_overfill_a_hex_waits_outside),
        cmocka_unit_test(police_never_cross_the_boundary_and_irregulars_leave_there),
        cmocka_unit_test(nobody_leaves_the_window_but_from_exit_hexes),
        cmocka_unit_test(who_has_fired_twice_stays_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
