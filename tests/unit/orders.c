/* Plans: one order and one policy a unit, sorted, equal plans are equal bytes. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct order order_for(int kind, uint16_t unit) {
    struct order order;
    memset(&order, 0xee, sizeof order); /* what the kind does not use must not matter */
    order.kind = (uint8_t)kind;
    order.unit = unit;
    order.path_length = 0;
    order.press_on = 0;
    order.policy = POLICY_FREE;
    return order;
}

static void an_order_entered_again_replaces_the_last(void **unused) {
    (void)unused;
    struct plan plan = {0};
    struct order hold = order_for(ORDER_hold, 3), withdraw = order_for(ORDER_withdraw, 3);
    assert_true(plan_put(&plan, &hold));
    assert_true(plan_put(&plan, &withdraw));
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan_find(&plan, 3, false)->kind, ORDER_withdraw);
}

static void order_and_policy_of_a_unit_are_two_entries(void **unused) {
    (void)unused;
    struct plan plan = {0};
    struct order policy = order_for(ORDER_policy, 3), hold = order_for(ORDER_hold, 3);
    plan_put(&plan, &policy);
    plan_put(&plan, &hold);
    assert_int_equal(plan.count, 2);
    assert_int_equal(plan.order[0].kind, ORDER_hold);
    assert_int_equal(plan.order[1].kind, ORDER_policy);
    assert_true(plan_remove(&plan, 3, true));
    assert_null(plan_find(&plan, 3, true));
    assert_non_null(plan_find(&plan, 3, false));
    assert_false(plan_remove(&plan, 3, true));
}

static void equal_plans_are_equal_bytes(void **unused) {
    (void)unused;
    struct plan a = {0}, b = {0};
    struct order first = order_for(ORDER_hold, 1), second = order_for(ORDER_search, 2),
                 third = order_for(ORDER_policy, 2);
    plan_put(&a, &first);
    plan_put(&a, &second);
    plan_put(&a, &third);
    plan_put(&b, &third);
    plan_put(&b, &second);
    plan_put(&b, &first);
    struct order extra = order_for(ORDER_hold, 9);
    plan_put(&b, &extra);
    assert_true(plan_remove(&b, 9, false));
    assert_memory_equal(&a, &b, sizeof a);
}

static void a_full_plan_still_takes_replacements(void **unused) {
    (void)unused;
    struct plan plan = {0};
    for (uint16_t unit = 0; unit < PLAN_MAX; unit++) {
        struct order hold = order_for(ORDER_hold, unit);
        assert_true(plan_put(&plan, &hold));
    }
    struct order more = order_for(ORDER_hold, PLAN_MAX), again = order_for(ORDER_withdraw, 5);
    assert_false(plan_put(&plan, &more));
    assert_true(plan_put(&plan, &again));
    assert_int_equal(plan.count, PLAN_MAX);
}

static void orders_are_equal_in_what_their_kind_uses(void **unused) {
    (void)unused;
    struct order a = order_for(ORDER_move, 1), b = a;
    a.path_length = b.path_length = 2;
    memcpy(a.path, (uint8_t[]){DIR_E, DIR_W, DIR_NE}, 3);
    memcpy(b.path, (uint8_t[]){DIR_E, DIR_W, DIR_SW}, 3);
    b.contact = 7;
    assert_true(order_equal(&a, &b));
    b.path[1] = DIR_NW;
    assert_false(order_equal(&a, &b));
}

static void every_kind_and_refusal_has_its_words(void **unused) {
    (void)unused;
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT; kind++) {
        assert_int_equal(order_kind_parse(order_kind_name(kind)), kind);
        assert_non_null(strchr("P1CSF0", order_kind_phase(kind)));
        assert_true(strlen(order_kind_sentence(kind)) > 0);
    }
    assert_int_equal(order_kind_parse("charge"), ORDER_none);
    for (int reason = REFUSAL_none + 1; reason < REFUSAL_COUNT; reason++) {
        const char *sentence = refusal_sentence(reason);
        assert_int_equal(sentence[strlen(sentence) - 1], '.');
        assert_true(strlen(refusal_name(reason)) > 0);
    }
    assert_string_equal(policy_name(POLICY_RETURN), "return");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_entered_again_replaces_the_last),
        cmocka_unit_test(order_and_policy_of_a_unit_are_two_entries),
        cmocka_unit_test(equal_plans_are_equal_bytes),
        cmocka_unit_test(a_full_plan_still_takes_replacements),
        cmocka_unit_test(orders_are_equal_in_what_their_kind_uses),
        cmocka_unit_test(every_kind_and_refusal_has_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
