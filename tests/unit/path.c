/* Ways: cheapest by points, then by hexes, then by direction; costs and pulses as the mover pays them. */
#include "scene.h"

#include "rules/ground.h"

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

/* Random ground: every third hex or so is none, roads and rises lie about. */
static void random_ground(struct scene *scene, uint64_t seed) {
    for (int hex = 0; hex < scene->scenario.map.count; hex++) {
        const struct dice_address address = {.turn = (uint16_t)hex, .purpose = DICE_SETUP};
        struct dice_key key = {{0}};
        memcpy(key.bytes, &seed, sizeof seed);
        uint64_t bits = dice_bits(&key, address);
        int col = hex % SCENE_SIZE, row = hex / SCENE_SIZE;
        scene_terrain(scene, col, row, (int)(bits % TERRAIN_COUNT));
        scene_height(scene, col, row, 50 + (int)(bits >> 8 & 7));
        if ((bits >> 16) % 3 == 0)
            scene_road(scene, col, row, (int)((bits >> 24 & 255) % DIR_COUNT), 1 + (int)((bits >> 32 & 255) % 3));
    }
}

/* Keys (cost * 256 + hexes) to the goal, by trying every step until nothing gets better. */
static void plain_keys(const struct walker *walker, hex_t goal, uint32_t key[MAP_HEX_MAX]) {
    const struct map *map = &walker->scenario->map;
    memset(key, 0xff, sizeof(uint32_t) * MAP_HEX_MAX);
    key[goal] = 0;
    for (bool better = true; better;) {
        better = false;
        for (hex_t hex = 0; hex < map->count; hex++)
            for (int dir = 0; dir < DIR_COUNT; dir++) {
                struct ground_step step = ground_step(walker, hex, dir);
                if (step.refusal || step.exits || key[step.to] == UINT32_MAX)
                    continue;
                uint32_t way = key[step.to] + (uint32_t)step.cost * 256 + 1;
                better = better || way < key[hex];
                key[hex] = way < key[hex] ? way : key[hex];
            }
    }
}

/* From every hex to a goal: cost, length and directions are those of the first of the cheapest ways. */
static void every_way_is_the_first_of_the_cheapest(void **unused) {
    (void)unused;
    static uint32_t key[MAP_HEX_MAX];
    unsigned ways = 0, none = 0;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct scene *scene = scene_open();
        struct obstacles obstacles;
        random_ground(scene, seed);
        scene_begin(scene);
        obstacles_find(&scene->scenario, NULL, 0, NULL, 0, &obstacles);
        struct walker walker = {&scene->scenario, &obstacles, POLICE, seed % 2 ? MOVE_FOOT : MOVE_4X4};
        hex_t goal = (hex_t)(seed * 37 % scene->scenario.map.count);
        plain_keys(&walker, goal, key);
        for (hex_t from = 0; from < scene->scenario.map.count; from++) {
            uint8_t path[PATH_MAX_HEXES];
            int cost = -1, length = path_search(&walker, from, goal, path, &cost);
            if (from == goal || key[from] == UINT32_MAX) {
                assert_int_equal(length, 0);
                none++;
                continue;
            }
            ways++;
            assert_int_equal(cost * 256 + length, key[from]);
            hex_t hex = from;
            for (int i = 0; i < length; i++) {
                int dir = 0;
                struct ground_step step;
                for (;; dir++) {
                    step = ground_step(&walker, hex, dir);
                    if (!step.refusal && !step.exits && key[step.to] + (uint32_t)step.cost * 256 + 1 == key[hex])
                        break;
                }
                assert_int_equal(path[i], dir);
                hex = step.to;
            }
            assert_int_equal(hex, goal);
        }
        scene_close(scene);
    }
    assert_true(ways > 500 && none > 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_straight_way_is_found),      cmocka_unit_test(ties_go_to_the_lower_direction),
        cmocka_unit_test(vehicles_take_the_road_round),   cmocka_unit_test(known_barricades_are_gone_round),
        cmocka_unit_test(without_a_way_nothing_is_found), cmocka_unit_test(the_preview_is_the_move),
        cmocka_unit_test(every_way_is_the_first_of_the_cheapest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
