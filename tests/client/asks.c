/* Promise: the panel of asks answers the mouse: the police ask KFOR for support with one press and take it back with
 * another. */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static size_t asks_planned(const struct seat *seat) {
    size_t count = 0;
    for (unsigned i = 0; i < seat->confirmed.count; i++)
        count += seat->confirmed.order[i].kind == ORDER_ask && seat->confirmed.order[i].mode == ASK_SUPPORT;
    return count;
}

static void a_press_asks_and_another_takes_back(void **state) {
    (void)state;
    struct app *app = window_open(true, 1280, 720);
    const struct seat *seat = model_seat(app_model(app), 0);
    window_do(app, "key Return"); /* the briefing */
    window_do(app, "still");
    assert_int_equal(asks_planned(seat), 0);
    window_do(app, "point 1229 240"); /* the one button of the panel */
    window_do(app, "click");
    window_do(app, "still");
    assert_int_equal(asks_planned(seat), 1);
    window_do(app, "click");
    window_do(app, "still");
    assert_int_equal(asks_planned(seat), 0);
    app_close(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_press_asks_and_another_takes_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
