/* The Close: one kind after another in the sequence of the rulebook, all units of a kind at once. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* The search comes before the resupply: what is found can no longer be drawn from. */
static void a_search_comes_before_a_resupply(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t team = scene_unit(scene, "irregular-launcher", IRREGULARS, 4, 4);
    scene_unit(scene, "police-eod", POLICE, 4, 4);
    scene->scenario.roster[team].policy = POLICY_HOLD;
    scene_cache(scene, IRREGULARS, 4, 4);
    unsigned found = 0;
    for (uint64_t key = 0; key < 100; key++) {
        scene_begin_key(scene, key);
        scene_at(scene, team)->stock = 0;
        scene_order(scene, "resupply 0");
        scene_order(scene, "search 1");
        scene_play(scene);
        assert_int_equal(scene_at(scene, team)->stock, scene->state.cache[0].found ? 0 : 3);
        found += scene->state.cache[0].found != 0;
    }
    assert_in_range(found, 25, 75); /* 2d6 + 2 >= 9: 21 of 36 */
    scene_close(scene);
}

static void two_who_clear_add_up(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_road(scene, 4, 4, DIR_E, ROAD_MAIN);
    scene_barricade(scene, 4, 4, DIR_E, 3, 0);
    scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_unit(scene, "police-eod", POLICE, 5, 4);
    scene_begin(scene);
    scene_order(scene, "clear 0 E");
    scene_order(scene, "clear 1 W");
    scene_play(scene);
    assert_int_equal(scene->state.barricade[0].strength, 0);
    assert_int_equal(scene_events(scene, EVENT_cleared), 2);
    scene_close(scene);
}

/* A trap that explosive disposal does not find goes off at all who are at work, whatever their numbers. */
static void a_trap_goes_off_at_all_who_work_on_it(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_road(scene, 4, 4, DIR_E, ROAD_MAIN);
    scene_barricade(scene, 4, 4, DIR_E, 4, 1);
    scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_unit(scene, "police-eod", POLICE, 5, 4);
    unsigned sprung = 0;
    for (uint64_t key = 0; key < 100; key++) {
        scene_begin_key(scene, key);
        scene_order(scene, "clear 0 E");
        scene_order(scene, "clear 1 W");
        scene_play(scene);
        unsigned now = scene_events(scene, EVENT_trap_sprung);
        assert_int_equal(now, scene_events(scene, EVENT_trap_found) ? 0 : 2);
        sprung += now != 0;
    }
    assert_in_range(sprung, 8, 35);
    scene_close(scene);
}

static void who_was_pinned_in_the_pulses_may_only_evacuate(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t hq = scene_unit(scene, "police-hq", POLICE, 4, 4);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_begin(scene);
    scene_at(scene, patrol)->steps = 1;
    scene_at(scene, patrol)->wounded = 1;
    scene_order(scene, "search 1");
    scene_order(scene, "evacuate 0");
    orders_take_up(scene_turn(scene, 1));
    scene_at(scene, hq)->suppression = scene_at(scene, patrol)->suppression = 4;
    scene->state.pulse = 7;
    close_orders(&scene->turn);
    assert_int_equal(scene_event(scene, EVENT_not_done)->result, REFUSAL_pinned);
    assert_int_equal(scene_events(scene, EVENT_searched), 0);
    assert_int_equal(scene_at(scene, patrol)->wounded, 0);
    scene_close(scene);
}

/* An action of the Close is the unit's order: it stands still for it, and holds the turn after. */
static void an_action_of_the_close_lasts_one_turn(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 1, 4);
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,E,E,E,E,E halt");
    scene_play(scene);
    hex_t reached = scene_at(scene, patrol)->hex;
    scene_order(scene, "search 0");
    for (int turn = 0; turn < 2; turn++)
        scene_play(scene);
    assert_int_equal(scene_at(scene, patrol)->hex, reached);
    assert_int_equal(scene_events(scene, EVENT_searched), 1);
    assert_int_equal(scene_at(scene, patrol)->order, ORDER_hold);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_comes_before_a_resupply),
        cmocka_unit_test(two_who_clear_add_up),
        cmocka_unit_test(a_trap_goes_off_at_all_who_work_on_it),
        cmocka_unit_test(who_was_pinned_in_the_pulses_may_only_evacuate),
        cmocka_unit_test(an_action_of_the_close_lasts_one_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
