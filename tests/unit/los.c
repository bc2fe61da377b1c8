/* Line of sight: h * D > (a + 1) * (D - i) + (b + 1) * i blocks. Cases worked out by hand. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const uint8_t los_height[TERRAIN_COUNT] = {[TERRAIN_FOREST] = 2, [TERRAIN_TOWN] = 2};

static hex_t walk(struct scene *scene, int col_a, int row_a, int col_b, int row_b, int *over) {
    return los_walk(&scene->scenario.map, los_height, scene_hex(scene, col_a, row_a),
                    scene_hex(scene, col_b, row_b), over);
}

/* Ends at 50, D 2: a hex of 51 stands at 102, the line at 51 + 51 = 102: level with the line is open; 52
 * blocks. */
static void a_hex_level_with_the_eyes_does_not_block(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    int over;
    scene_height(scene, 5, 5, 51);
    assert_int_equal(walk(scene, 4, 5, 6, 5, &over), HEX_NONE);
    scene_height(scene, 5, 5, 52);
    assert_int_equal(walk(scene, 4, 5, 6, 5, &over), scene_hex(scene, 5, 5));
    assert_int_equal(over, 52 * 2 - 102);
    scene_close(scene);
}

/* Firer at 60, target at 50, D 4: the line stands at 61*3+51 = 234 at step 1 and 61+51*3 = 214 at step 3. */
static void a_ridge_near_the_lower_end_blocks(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    int over;
    scene_height(scene, 2, 5, 60);
    scene_height(scene, 3, 5, 58);
    assert_int_equal(walk(scene, 2, 5, 6, 5, &over), HEX_NONE);
    scene_height(scene, 5, 5, 54);
    assert_int_equal(walk(scene, 2, 5, 6, 5, &over), scene_hex(scene, 5, 5));
    assert_int_equal(over, 54 * 4 - 214);
    scene_height(scene, 5, 5, 53);
    assert_int_equal(walk(scene, 2, 5, 6, 5, &over), HEX_NONE);
    scene_close(scene);
}

static void forest_between_blocks_but_not_at_the_ends(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    int over;
    scene_terrain(scene, 2, 2, TERRAIN_FOREST);
    scene_terrain(scene, 4, 2, TERRAIN_FOREST);
    assert_int_equal(walk(scene, 2, 2, 4, 2, &over), HEX_NONE);
    scene_terrain(scene, 3, 2, TERRAIN_FOREST);
    assert_int_equal(walk(scene, 2, 2, 4, 2, &over), scene_hex(scene, 3, 2));
    scene_close(scene);
}

static void along_a_hexside_both_hexes_must_block(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    int over;
    scene_terrain(scene, 3, 3, TERRAIN_TOWN);
    assert_int_equal(walk(scene, 4, 4, 4, 2, &over), HEX_NONE);
    scene_terrain(scene, 4, 3, TERRAIN_TOWN);
    assert_int_not_equal(walk(scene, 4, 4, 4, 2, &over), HEX_NONE);
    scene_close(scene);
}

static void on_the_edge_the_hex_on_the_map_decides(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    int over;
    assert_int_equal(walk(scene, 0, 2, 0, 4, &over), HEX_NONE);
    scene_terrain(scene, 0, 3, TERRAIN_FOREST);
    assert_int_equal(walk(scene, 0, 2, 0, 4, &over), scene_hex(scene, 0, 3));
    scene_close(scene);
}

/* On rough ground every bit is the walk's answer, and both ways alike. */
static void the_bits_are_the_walk_and_symmetrical(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    struct map *map = &scene->scenario.map;
    for (hex_t hex = 0; hex < map->count; hex++) {
        map->hex[hex].height = (uint8_t)(50 + hex * 7 % 5);
        map->hex[hex].terrain = hex % 11 == 0 ? TERRAIN_FOREST : TERRAIN_OPEN;
    }
    struct los *los = los_create(map, los_height);
    unsigned open = 0;
    assert_non_null(los);
    for (hex_t a = 0; a < map->count; a++)
        for (hex_t b = 0; b < map->count; b++) {
            int over;
            assert_int_equal(los_open(los, a, b), los_walk(map, los_height, a, b, &over) == HEX_NONE);
            assert_int_equal(los_open(los, a, b), los_open(los, b, a));
            open += los_open(los, a, b);
        }
    assert_in_range(open, map->count + 1, (unsigned)map->count * map->count - 1);
    los_destroy(los);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hex_level_with_the_eyes_does_not_block),
        cmocka_unit_test(a_ridge_near_the_lower_end_blocks),
        cmocka_unit_test(forest_between_blocks_but_not_at_the_ends),
        cmocka_unit_test(along_a_hexside_both_hexes_must_block),
        cmocka_unit_test(on_the_edge_the_hex_on_the_map_decides),
        cmocka_unit_test(the_bits_are_the_walk_and_symmetrical),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
