/* A scenario: what scenario_prepare refuses, and says why. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void assert_refused(struct scene *scene, const char *part) {
    char why[200] = "";
    assert_false(scenario_prepare(&scene->scenario, why, sizeof why));
    if (!strstr(why, part))
        fail_msg("\"%s\" does not speak of \"%s\"", why, part);
    scene_close(scene);
}

static void sides_and_types_are_found_by_id(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    assert_int_equal(scenario_side(&scene->scenario, "kfor"), KFOR);
    assert_int_equal(scenario_side(&scene->scenario, "army"), -1);
    assert_string_equal(scene->scenario.rules.type[scenario_type(&scene->scenario, "police-eod")].id,
                        "police-eod");
    assert_int_equal(scenario_type(&scene->scenario, "tank"), -1);
    scene_close(scene);
}

static void a_unit_stands_inside_the_window(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 1, 1);
    scene->scenario.roster[0].choice[0] = SCENE_SIZE * SCENE_SIZE;
    assert_refused(scene, "outside the window");
}

static void only_types_that_may_be_covert_are(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 1, 1);
    scene->scenario.roster[0].covert = 1;
    assert_refused(scene, "may not be covert");
}

static void barricades_lie_on_roads(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_barricade(scene, 3, 3, DIR_E, 2, 0);
    assert_refused(scene, "no road");
}

static void the_road_link_is_a_chain_of_neighbours(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene->scenario.route[0] = scene_hex(scene, 1, 1);
    scene->scenario.route[1] = scene_hex(scene, 3, 1);
    scene->scenario.route_length = 2;
    assert_refused(scene, "not neighbours");
}

static void numbers_stay_in_their_range(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene->scenario.rules.number.pulses = 7;
    assert_refused(scene, "The number pulses is 7: use 1 to 6.");
}

static void nobody_fights_his_own_side(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene->scenario.side[POLICE].enemies |= 1 << POLICE;
    assert_refused(scene, "may fight itself");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sides_and_types_are_found_by_id),
        cmocka_unit_test(a_unit_stands_inside_the_window),
        cmocka_unit_test(only_types_that_may_be_covert_are),
        cmocka_unit_test(barricades_lie_on_roads),
        cmocka_unit_test(the_road_link_is_a_chain_of_neighbours),
        cmocka_unit_test(numbers_stay_in_their_range),
        cmocka_unit_test(nobody_fights_his_own_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
