/* The confidence intervals are those of the textbooks: Wilson's for shares, Student's t for means. */
#include "arena/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Values computed with R: prop.test(x, n, correct = FALSE). */
static void a_share_has_wilsons_interval(void **unused) {
    static const struct {
        unsigned count, of;
        double low, high;
    } rows[] = {{5, 10, 0.236593, 0.763407},
                {0, 100, 0.0, 0.036993},
                {100, 100, 0.963007, 1.0},
                {1, 1, 0.206549, 1.0}};
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct interval interval = stats_share(rows[i].count, rows[i].of);
        assert_float_equal(interval.value, (double)rows[i].count / rows[i].of, 1e-9);
        assert_float_equal(interval.low, rows[i].low, 1e-5);
        assert_float_equal(interval.high, rows[i].high, 1e-5);
    }
}

/* 1, 2, 3, 4: mean 2.5, standard error 0.645497, t(3) 3.182446. */
static void a_mean_has_students_interval(void **unused) {
    struct interval interval = stats_mean(10, 30, 4);
    (void)unused;
    assert_float_equal(interval.value, 2.5, 1e-9);
    assert_float_equal(interval.low, 2.5 - 3.182446 * 0.645497, 1e-5);
    assert_float_equal(interval.high, 2.5 + 3.182446 * 0.645497, 1e-5);
    interval = stats_mean(7, 49, 1);
    assert_float_equal(interval.low, 7, 0);
    assert_float_equal(interval.high, 7, 0);
    interval = stats_mean(-3, 51, 27); /* t(26) 2.055529: beyond the table */
    assert_float_equal(interval.low, -3 / 27.0 - 2.055529 * 0.268654, 1e-5);
    interval = stats_mean(20, 100, 4); /* all 5 */
    assert_float_equal(interval.low, 5, 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_share_has_wilsons_interval),
                                       cmocka_unit_test(a_mean_has_students_interval)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
