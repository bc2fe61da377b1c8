/* A map file gives the rules what maps/README.md says it does. The fixture: make_fixture.py. */
#include "broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct map_file *file;

static int open_file(void **unused) {
    struct problems problems = {0};
    (void)unused;
    file = map_file_read(FIXTURE "/tiny.tmj", &problems);
    return file && problems.count == 0 ? 0 : -1;
}

static int close_file(void **unused) {
    (void)unused;
    map_file_destroy(file);
    return 0;
}

static const struct map_hex *hex(int col, int row) {
    return &file->hex[row * file->cols + col];
}

static void tiles_give_terrain_height_density(void **unused) {
    (void)unused;
    assert_int_equal(file->cols, 6);
    assert_int_equal(file->rows, 6);
    assert_int_equal(hex(0, 3)->terrain, TERRAIN_FOREST);
    assert_int_equal(hex(1, 2)->terrain, TERRAIN_VILLAGE);
    assert_int_equal(hex(4, 4)->terrain, TERRAIN_WALLED);
    assert_int_equal(hex(5, 5)->terrain, TERRAIN_WATER);
    assert_int_equal(hex(2, 2)->terrain, TERRAIN_OPEN);
    assert_int_equal(hex(3, 0)->height, 49);
    assert_int_equal(hex(3, 5)->height, 44);
    assert_int_equal(hex(1, 2)->density, 2);
    assert_int_equal(hex(2, 2)->density, 0);
}

static void a_road_joins_both_of_its_hexes(void **unused) {
    (void)unused;
    assert_int_equal(hex(0, 2)->road[DIR_E], ROAD_MAIN);
    assert_int_equal(hex(1, 2)->road[DIR_W], ROAD_MAIN);
    assert_int_equal(hex(4, 2)->road[DIR_SE], ROAD_TRACK);
    assert_int_equal(hex(4, 3)->road[DIR_NW], ROAD_TRACK);
    assert_int_equal(hex(4, 3)->road[DIR_SW], ROAD_TRACK);
    assert_int_equal(hex(4, 4)->road[DIR_NE], ROAD_TRACK);
    assert_int_equal(hex(0, 2)->road[DIR_W], ROAD_NONE);
}

static void hexsides_are_the_same_from_both_hexes(void **unused) {
    (void)unused;
    assert_int_equal(hex(2, 2)->hexside[DIR_E], HEXSIDE_RIVER | HEXSIDE_BRIDGE);
    assert_int_equal(hex(3, 2)->hexside[DIR_W], HEXSIDE_RIVER | HEXSIDE_BRIDGE);
    assert_int_equal(hex(2, 4)->hexside[DIR_E], HEXSIDE_RIVER | HEXSIDE_FOOTBRIDGE);
    assert_int_equal(hex(2, 1)->hexside[DIR_E], HEXSIDE_RIVER);
    assert_int_equal(hex(0, 5)->hexside[DIR_E], HEXSIDE_RAIL);
    assert_int_equal(hex(3, 0)->hexside[DIR_SE], HEXSIDE_BOUNDARY);
    assert_int_equal(hex(3, 1)->hexside[DIR_NW], HEXSIDE_BOUNDARY);
    assert_int_equal(hex(2, 3)->hexside[DIR_W], 0);
}

/* Rulebook 3: irregulars leave over hexes of the boundary; what lies beyond is nobody's municipality. */
static void the_boundary_parts_near_from_beyond(void **unused) {
    (void)unused;
    for (int col = 0; col < 6; col++) {
        assert_int_equal(hex(col, 0)->flags & MAP_HEX_BEYOND, MAP_HEX_BEYOND);
        assert_int_equal(hex(col, 0)->flags & MAP_HEX_EXIT, 0);
        assert_int_equal(hex(col, 1)->flags, MAP_HEX_EXIT);
        assert_int_equal(hex(col, 2)->flags, 0);
    }
    assert_int_equal(hex(4, 4)->flags, MAP_HEX_CULTURAL);
}

static void places_lines_and_houses_are_in_metres(void **unused) {
    (void)unused;
    assert_int_equal(file->places, 3);
    assert_string_equal(file->place[0].name_sr, "Selo");
    assert_string_equal(file->place[0].name_sq, "Fshat");
    assert_string_equal(file->place[0].class_, "village");
    assert_int_equal(file->place[0].height_m, 480);
    assert_int_equal(file->place[0].col, 1);
    assert_int_equal(file->place[0].row, 2);
    assert_float_equal(file->place[0].x, 80 * 500.0 / 52, 0.01);
    assert_float_equal(file->place[0].y, 122 * 433.0127 / 45, 0.01);
    assert_int_equal(file->houses, 2);
    assert_float_equal(file->house[2], 83 * 500.0 / 52, 0.01);
    assert_int_equal(file->lines, 1);
    assert_int_equal(file->line[0].class_, LINE_RIVER);
    assert_true(file->line[0].main);
    assert_int_equal(file->line[0].points, 10);
    assert_float_equal(file->line[0].xy[0], 182 * 500.0 / 52, 0.01);
    assert_string_equal(file->credit, "nobody");
    assert_int_equal(file->epsg, 32634);
}

static void a_window_is_cut_out(void **unused) {
    static struct map map;
    struct problems problems = {0};
    char why[200];
    (void)unused;
    assert_true(map_file_window(file, 1, 2, 4, 4, &map, &problems));
    assert_true(map_check(&map, why, sizeof why));
    assert_int_equal(map.count, 16);
    hex_t village = map_hex_at(&map, 0, 0), site = map_hex_at(&map, 3, 2);
    assert_int_equal(map.hex[village].terrain, TERRAIN_VILLAGE);
    assert_int_equal(map.hex[site].terrain, TERRAIN_WALLED);
    assert_string_equal(map.name_sr[village], "Selo"); /* of its two places the one of the better rank */
    assert_string_equal(map.name_sq[site], "Manastiri");
    assert_int_equal(map.hex[village].road[DIR_E], ROAD_MAIN);
    assert_int_equal(map.hex[village].road[DIR_W], ROAD_NONE); /* it leads out of the window */
    assert_int_equal(map.next[village][DIR_W], HEX_NONE);
}

static void the_fixture_makes_sense(void **unused) {
    struct problems problems = {0};
    (void)unused;
    assert_true(map_file_check(file, "tiny.tmj", &problems));
    assert_int_equal(problems.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiles_give_terrain_height_density),
        cmocka_unit_test(a_road_joins_both_of_its_hexes),
        cmocka_unit_test(hexsides_are_the_same_from_both_hexes),
        cmocka_unit_test(the_boundary_parts_near_from_beyond),
        cmocka_unit_test(places_lines_and_houses_are_in_metres),
        cmocka_unit_test(a_window_is_cut_out),
        cmocka_unit_test(the_fixture_makes_sense),
    };
    return cmocka_run_group_tests(tests, open_file, close_file);
}
