/* The text form of orders: what is written can be read, and what cannot be read says why. */
#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct order some_order(int kind, unsigned seed) {
    struct order order;
    memset(&order, 0, sizeof order);
    order.kind = (uint8_t)kind;
    order.unit = (uint16_t)(seed * 7 % 96);
    order.policy = (uint8_t)(seed % POLICY_COUNT);
    order.press_on = seed & 1;
    order.dir = (uint8_t)(seed % DIR_COUNT);
    order.other = (uint16_t)(seed * 13);
    order.contact = (uint16_t)(seed * 31);
    order.hex = (hex_t)(seed * 3 % 2048);
    order.mode = (uint8_t)(seed % 5);
    order.path_length = (uint8_t)(seed % (PATH_MAX_HEXES + 1));
    for (unsigned i = 0; i < order.path_length; i++)
        order.path[i] = (uint8_t)((seed + i * i) % DIR_COUNT);
    return order;
}

static void what_is_written_can_be_read(void **unused) {
    (void)unused;
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT; kind++)
        for (unsigned seed = 0; seed < 200; seed++) {
            struct order order = some_order(kind, seed), read;
            char text[ORDER_TEXT_MAX], again[ORDER_TEXT_MAX], why[200] = "";
            int length = order_format(&order, text);
            assert_int_equal(length, strlen(text));
            if (!order_parse(text, &read, why, sizeof why))
                fail_msg("%s: %s", text, why);
            assert_true(order_equal(&order, &read));
            order_format(&read, again);
            assert_string_equal(text, again);
        }
}

static void the_forms_are_those_of_the_header(void **unused) {
    (void)unused;
    struct order order;
    char why[200];
    assert_true(order_parse("move 3 E,E,NE press", &order, why, sizeof why));
    assert_int_equal(order.path_length, 3);
    assert_int_equal(order.path[2], DIR_NE);
    assert_int_equal(order.press_on, 1);
    assert_true(order_parse("fire_at 4 c12", &order, why, sizeof why));
    assert_int_equal(order.contact, 12);
    assert_true(order_parse("clear 7 SE", &order, why, sizeof why));
    assert_int_equal(order.dir, DIR_SE);
    assert_true(order_parse("policy 4 free", &order, why, sizeof why));
    assert_int_equal(order.policy, POLICY_FREE);
}

static void what_cannot_be_read_says_why_and_changes_nothing(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"", "kind of order"},          {"charge 3", "kind of order"},       {"move", "name a unit"},
        {"move x E halt", "name a unit"}, {"move 3 E,Q halt", "directions"},   {"move 3 E", "directions"},
        {"move 3 E run", "directions"}, {"fire_at 4 12", "contact"},         {"clear 7", "direction"},
        {"policy 4 wild", "policy"},    {"hold 4 now", "does not belong"},   {"hold 70000", "name a unit"},
        {"load 3 u70000", "unit such"}, {"clear 7 UP", "direction"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct order order = {.kind = ORDER_hold, .unit = 77};
        char why[200] = "";
        assert_false(order_parse(cases[i].text, &order, why, sizeof why));
        if (!strstr(why, cases[i].part))
            fail_msg("\"%s\": \"%s\" does not speak of \"%s\"", cases[i].text, why, cases[i].part);
        assert_int_equal(order.unit, 77);
    }
}

static void directions_have_names(void **unused) {
    (void)unused;
    for (int dir = 0; dir < DIR_COUNT; dir++)
        assert_int_equal(dir_parse(dir_name(dir)), dir);
    assert_int_equal(dir_parse("N"), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_can_be_read),
        cmocka_unit_test(the_forms_are_those_of_the_header),
        cmocka_unit_test(what_cannot_be_read_says_why_and_changes_nothing),
        cmocka_unit_test(directions_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
