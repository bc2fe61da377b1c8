/* Ways: cheapest by points, then by hexes, then by direction; costs and pulses as the mover pays them. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static int find(struct scene *scene, uint16_t unit, int col, int row, struct order *order) {
    return path_find(&scene->scenario, scene_view(scene, scene_at(scene, unit)->side), unit,
                     scene_hex(scene, col, row), order);
}

static void the_straight_way_is_found(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 2, 4);
    struct order order;
    scene_begin(scene);
    assert_int_equal(find(scene, cell, 5, 4, &order), 3);
    assert_int_equal(order.kind, ORDER_move);
    assert_int_equal(order.unit, cell);
    for (int i = 0; i < 3; i++)
        assert_int_equal(order.path[i], DIR_E);
    assert_int_equal(find(scene, cell, 2, 4, &order), 0);
    scene_close(scene);
}

/* From (2,4) to (4,3): E then NE, or NE then E, are of one cost and length: the lower direction first. */
static void ties_go_to_the_lower_direction(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 2, 4);
    struct order order;
    scene_begin(scene);
    assert_int_equal(find(scene, cell, 3, 3, &order), 2);
    assert_int_equal(order.path[0], DIR_E);
    assert_int_equal(order.path[1], DIR_NE);
    scene_close(scene);
}

static void vehicles_take_the_road_round(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 2, 4);
    struct order order;
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    scene_road(scene, 2, 4, DIR_SE, ROAD_MAIN);
    scene_road(scene, 2, 5, DIR_E, ROAD_MAIN);
    scene_road(scene, 3, 5, DIR_NE, ROAD_MAIN);
    scene_begin(scene);
    assert_int_equal(find(scene, patrol, 4, 4, &order), 3);
    assert_int_equal(path_cost(&scene->scenario, &scene->view, patrol, &order, cost, pulse), 3);
    assert_int_equal(scene_check(scene, "move 0 SE,E,NE halt").verdict, VERDICT_YES);
    scene_close(scene);
}

static void known_barricades_are_gone_round(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 2, 4);
    struct order order;
    scene_road(scene, 2, 4, DIR_E, ROAD_MAIN);
    scene_barricade(scene, 2, 4, DIR_E, 2, 0);
    scene_begin(scene);
    assert_int_equal(find(scene, patrol, 3, 4, &order), 2);
    scene->state.barricade[0].strength = 0;
    assert_int_equal(find(scene, patrol, 3, 4, &order), 1);
    scene_close(scene);
}

static void without_a_way_nothing_is_found(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 2, 4);
    struct order order;
    for (int dir = 0; dir < DIR_COUNT; dir++)
        scene_hexside(scene, 6, 6, dir, HEXSIDE_RIVER);
    scene_begin(scene);
    assert_int_equal(find(scene, patrol, 6, 6, &order), 0);
    assert_int_equal(order.path_length, 0);
    scene_close(scene);
}

/* What path_cost foretells is what the mover does. */
static void the_preview_is_the_move(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    struct order order;
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    scene_road(scene, 1, 4, DIR_E, ROAD_MAIN);
    scene_terrain(scene, 3, 4, TERRAIN_SCRUB);
    scene_terrain(scene, 4, 4, TERRAIN_VILLAGE);
    scene_begin(scene);
    memset(&order, 0, sizeof order);
    order.kind = ORDER_move;
    order.path_length = 6; /* all to the east */
    assert_int_equal(path_cost(&scene->scenario, scene_view(scene, POLICE), patrol, &order, cost, pulse), 23);
    plan_put(&scene->plan[POLICE], &order);
    unsigned step = 0;
    for (int turn = 0; turn < 2; turn++)
        scene_play(scene);
    for (unsigned i = 0; i < scene->events; i++)
        if (scene->event[i].kind == EVENT_moved) {
            assert_int_equal(scene->event[i].pulse, (pulse[step] - 1) % 6 + 1);
            step++;
        }
    assert_int_equal(step, 6);
    assert_int_equal(pulse[5] > 6, true);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_straight_way_is_found),      cmocka_unit_test(ties_go_to_the_lower_direction),
        cmocka_unit_test(vehicles_take_the_road_round),   cmocka_unit_test(known_barricades_are_gone_round),
        cmocka_unit_test(without_a_way_nothing_is_found), cmocka_unit_test(the_preview_is_the_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
