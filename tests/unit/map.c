/* The map of a window: links, names of hexes, and what map_check refuses. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct map *map_of(struct scene *scene) {
    return &scene->scenario.map;
}

static void neighbours_end_at_the_edge(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    const struct map *map = map_of(scene);
    assert_int_equal(map->next[scene_hex(scene, 0, 0)][DIR_W], HEX_NONE);
    assert_int_equal(map->next[scene_hex(scene, 0, 0)][DIR_NE], HEX_NONE);
    assert_int_equal(map->next[scene_hex(scene, 0, 0)][DIR_SE], scene_hex(scene, 0, 1));
    assert_int_equal(map->next[scene_hex(scene, 11, 1)][DIR_NE], HEX_NONE);
    assert_int_equal(map_dir(map, scene_hex(scene, 3, 3), scene_hex(scene, 4, 2)), DIR_NE);
    assert_int_equal(map_dir(map, scene_hex(scene, 3, 3), scene_hex(scene, 5, 3)), -1);
    scene_close(scene);
}

static void hexes_are_named_by_column_and_row(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    char name[8];
    map_hex_name(map_of(scene), scene_hex(scene, 3, 11), name);
    assert_string_equal(name, "0311");
    assert_int_equal(map_hex_parse(map_of(scene), "0311"), scene_hex(scene, 3, 11));
    assert_int_equal(map_hex_parse(map_of(scene), "0312"), HEX_NONE);
    assert_int_equal(map_hex_parse(map_of(scene), "311"), HEX_NONE);
    assert_int_equal(map_hex_parse(map_of(scene), "03a1"), HEX_NONE);
    scene_close(scene);
}

static void assert_refused(struct scene *scene, const char *part) {
    char why[200] = "";
    assert_false(map_check(map_of(scene), why, sizeof why));
    if (!strstr(why, part))
        fail_msg("\"%s\" does not speak of \"%s\"", why, part);
    scene_close(scene);
}

static void an_open_map_holds(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    char why[200] = "";
    assert_true(map_check(map_of(scene), why, sizeof why));
    scene_close(scene);
}

static void what_lies_on_a_hexside_is_the_same_from_both_hexes(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    map_of(scene)->hex[scene_hex(scene, 4, 4)].hexside[DIR_E] = HEXSIDE_RIVER;
    assert_refused(scene, "hexside between 0404 and 0504");
}

static void a_road_over_a_river_has_a_bridge(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_road(scene, 4, 4, DIR_E, ROAD_MINOR);
    scene_hexside(scene, 4, 4, DIR_E, HEXSIDE_RIVER);
    assert_refused(scene, "without a bridge");
}

static void a_window_begins_at_an_even_row(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    map_of(scene)->row0 = 3;
    assert_refused(scene, "even row");
}

static void links_agree_with_the_grid(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    map_of(scene)->next[5][DIR_E] = 9;
    assert_refused(scene, "map_link");
}

static void places_agree_with_the_grid(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    map_of(scene)->cube[5].q++;
    assert_refused(scene, "map_link");
}

static void distances_are_those_of_the_grid(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    const struct map *map = map_of(scene);
    for (hex_t a = 0; a < map->count; a++)
        for (hex_t b = 0; b < map->count; b++)
            assert_int_equal(map_distance(map, a, b), hex_distance_at(map_col(map, a), map_row(map, a), map_col(map, b),
                                                                     map_row(map, b)));
    assert_int_equal(map_distance(map, scene_hex(scene, 2, 4), scene_hex(scene, 5, 2)), 4);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_end_at_the_edge),
        cmocka_unit_test(hexes_are_named_by_column_and_row),
        cmocka_unit_test(an_open_map_holds),
        cmocka_unit_test(what_lies_on_a_hexside_is_the_same_from_both_hexes),
        cmocka_unit_test(a_road_over_a_river_has_a_bridge),
        cmocka_unit_test(a_window_begins_at_an_even_row),
        cmocka_unit_test(links_agree_with_the_grid),
        cmocka_unit_test(places_agree_with_the_grid),
        cmocka_unit_test(distances_are_those_of_the_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
