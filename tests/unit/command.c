/* Command: a new order costs 1; orders of one kind near a leader or HQ cost 1 together; hold and withdraw are
 * free. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

static int cost_of(struct scene *scene, int side) {
    return rules_plan_cost(&scene->scenario, scene_view(scene, side), &scene->plan[side]);
}

static void each_new_order_costs_one(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 2, 2);
    scene_unit(scene, "police-patrol", POLICE, 3, 2);
    scene_begin(scene);
    assert_int_equal(cost_of(scene, POLICE), 0);
    scene_order(scene, "move 0 E halt");
    assert_int_equal(cost_of(scene, POLICE), 1);
    scene_order(scene, "move 1 E halt");
    assert_int_equal(cost_of(scene, POLICE), 2);
    plan_remove(&scene->plan[POLICE], 0, false);
    assert_int_equal(cost_of(scene, POLICE), 1);
    scene_close(scene);
}

static void orders_of_one_kind_near_an_hq_cost_one_together(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-hq", POLICE, 2, 2);
    scene_unit(scene, "police-patrol", POLICE, 4, 2); /* 2 hexes away */
    scene_unit(scene, "police-patrol", POLICE, 2, 4);
    scene_unit(scene, "police-patrol", POLICE, 5, 2); /* 3 hexes away */
    scene_begin(scene);
    scene_order(scene, "move 1 E halt");
    scene_order(scene, "move 2 W halt");
    assert_int_equal(cost_of(scene, POLICE), 1);
    scene_order(scene, "move 0 E halt");
    assert_int_equal(cost_of(scene, POLICE), 1);
    scene_order(scene, "move 3 E halt");
    assert_int_equal(cost_of(scene, POLICE), 2);
    scene_order(scene, "search 2");
    assert_int_equal(cost_of(scene, POLICE), 3);
    scene_close(scene);
}

/* Two leaders: units 2 and 3 are reached by one each, unit 4 by both; two groups are the least. */
static void the_cheapest_grouping_counts(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-leader", IRREGULARS, 3, 3);
    scene_unit(scene, "irregular-leader", IRREGULARS, 7, 3);
    scene_unit(scene, "irregular-cell", IRREGULARS, 1, 3);
    scene_unit(scene, "irregular-cell", IRREGULARS, 9, 3);
    scene_unit(scene, "irregular-cell", IRREGULARS, 5, 3);
    scene_begin(scene);
    scene_order(scene, "move 2 E halt");
    scene_order(scene, "move 4 E halt");
    assert_int_equal(cost_of(scene, IRREGULARS), 1);
    scene_order(scene, "move 3 E halt");
    assert_int_equal(cost_of(scene, IRREGULARS), 2);
    scene_close(scene);
}

static void hold_withdraw_and_holding_fire_are_free(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "irregular-cell", IRREGULARS, 3, 3);
    scene_unit(scene, "irregular-cell", IRREGULARS, 4, 3);
    scene_begin(scene);
    scene_order(scene, "hold 0");
    scene_order(scene, "withdraw 1");
    scene_order(scene, "policy 0 hold");
    assert_int_equal(cost_of(scene, IRREGULARS), 0);
    scene_order(scene, "policy 1 return");
    assert_int_equal(cost_of(scene, IRREGULARS), 1);
    scene_close(scene);
}

static void what_command_does_not_pay_for_is_refused(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    for (int i = 0; i < 7; i++)
        scene_unit(scene, "police-patrol", POLICE, i, 2 + i % 2);
    scene_begin(scene);
    for (int i = 0; i < 6; i++) {
        char text[32];
        snprintf(text, sizeof text, "move %d E halt", i);
        assert_int_equal(scene_check(scene, text).verdict, VERDICT_YES);
        scene_order(scene, text);
    }
    assert_int_equal(scene_check(scene, "move 6 E halt").reason, REFUSAL_no_command);
    assert_int_equal(scene_check(scene, "move 5 W halt").verdict, VERDICT_YES); /* replaces one */
    assert_int_equal(scene_check(scene, "withdraw 6").verdict, VERDICT_YES);
    scene_close(scene);
}

/* A plan that came past the check is cut at the entry that exceeds command, and says so. */
static void a_plan_beyond_its_command_is_cut(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    for (int i = 0; i < 8; i++)
        scene_unit(scene, "police-patrol", POLICE, i, 2 + i % 2);
    scene_begin(scene);
    for (int i = 0; i < 8; i++) {
        char text[32];
        snprintf(text, sizeof text, "move %d SE halt", i);
        scene_order(scene, text);
    }
    scene_play(scene);
    assert_int_equal(scene_events(scene, EVENT_not_done), 2);
    assert_int_equal(scene_event(scene, EVENT_not_done)->result, REFUSAL_no_command);
    assert_int_equal(scene_events(scene, EVENT_moved), 6);
    assert_int_equal(scene_at(scene, 7)->hex, scene_hex(scene, 7, 3));
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_new_order_costs_one),
        cmocka_unit_test(orders_of_one_kind_near_an_hq_cost_one_together),
        cmocka_unit_test(the_cheapest_grouping_counts),
        cmocka_unit_test(hold_withdraw_and_holding_fire_are_free),
        cmocka_unit_test(what_command_does_not_pay_for_is_refused),
        cmocka_unit_test(a_plan_beyond_its_command_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
