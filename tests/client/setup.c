/* Promise: before turn 1 a click on a unit and one on a hex of its zone place it; a hex outside says why not; Commit
 * begins turn 1 with everybody where he was placed. */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PATROL 0 /* Patrol 1 of gazivode */

static hex_t hex_of(const struct seat *seat, const char *name) {
    return map_hex_parse(&seat->scenario->map, name);
}

static void clicks_place_a_unit_and_commit_begins_turn_1(void **state) {
    (void)state;
    static const char *const others[] = {"kfor", "irregulars", NULL};
    struct app *app = window_open_on("gazivode", others, 1280, 720);
    const struct seat *seat = model_seat(app_model(app), 0);
    window_do(app, "key Return"); /* the briefing */
    window_do(app, "still");
    assert_int_equal(seat->view.turn, 0);
    window_do(app, "point unit 0");
    window_do(app, "click");
    window_do(app, "point hex 0808"); /* not in its zone */
    window_do(app, "click");
    window_do(app, "still");
    assert_int_equal(seat->confirmed.count, 0);
    assert_string_equal(seat->refusal, refusal_sentence(REFUSAL_out_of_zone));
    window_do(app, "point hex 1212");
    window_do(app, "click");
    window_do(app, "still");
    assert_int_equal(seat->confirmed.count, 1);
    assert_int_equal(seat->confirmed.order[0].kind, ORDER_place);
    assert_int_equal(rules_placed(&seat->view, PATROL), hex_of(seat, "1212"));
    assert_int_equal(view_unit_find(&seat->view, PATROL)->hex, hex_of(seat, "1112"));
    window_do(app, "key Ctrl+Z");
    window_do(app, "still");
    assert_int_equal(seat->confirmed.count, 0);
    window_do(app, "key Ctrl+Y");
    window_do(app, "still");
    assert_int_equal(seat->confirmed.count, 1);
    window_do(app, "key Return"); /* commit */
    window_do(app, "still");
    assert_int_equal(seat->view.turn, 1);
    assert_int_equal(seat->phase, SEAT_ORDERS);
    assert_int_equal(view_unit_find(&seat->view, PATROL)->hex, hex_of(seat, "1212"));
    assert_int_equal(seat->confirmed.count, 0);
    app_close(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(clicks_place_a_unit_and_commit_begins_turn_1)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
