/* Promise: an order that dice decide is shown with its chance before it is given, given by Enter, and taken back. */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static const SDL_Rect RIGHT = {992, 44, 288, 600};
static const char *const OTHERS[] = {"kfor", "irregulars", NULL};

static void turn_end(struct app *app) {
    for (int i = 0; i < 4 && app_screen_now(app) != APP_PLAYBACK; i++) {
        window_do(app, "key Return");
        window_do(app, "still");
    }
    window_do(app, "key Return"); /* to the orders */
    window_do(app, "still");
}

/* Rulebook 9: talk to the crowd on the bridge, from the hex next to it. */
static void talk_is_previewed_given_and_taken_back(void **state) {
    (void)state;
    struct app *app = window_open_on("bridge-checkpoint", OTHERS, 1280, 720);
    const struct seat *seat = model_seat(app_model(app), 0);
    window_do(app, "key Return"); /* the briefing */
    window_do(app, "still");
    window_do(app, "key Tab");
    uint16_t unit = app_selected(app);
    window_do(app, "key T"); /* too far away: nothing is given, and the reason is said */
    assert_null(plan_find(&seat->confirmed, unit, false));
    window_do(app, "point hex 0808");
    window_do(app, "click");
    window_do(app, "still");
    assert_non_null(plan_find(&seat->confirmed, unit, false));
    turn_end(app);
    assert_int_equal(app_screen_now(app), APP_TABLE);
    while (app_selected(app) != unit)
        window_do(app, "key Tab");
    window_do(app, "still");
    SDL_Surface *orders = app_surface(app);
    window_do(app, "key T");
    window_do(app, "still");
    SDL_Surface *preview = app_surface(app);
    assert_true(window_difference(orders, preview, &RIGHT, 8) > 0.1);
    assert_null(plan_find(&seat->confirmed, unit, false));
    window_do(app, "key Return");
    window_do(app, "still");
    const struct order *order = plan_find(&seat->confirmed, unit, false);
    assert_non_null(order);
    assert_int_equal(order->kind, ORDER_talk);
    assert_false(seat->committed);
    window_do(app, "key Delete");
    window_do(app, "still");
    assert_null(plan_find(&seat->confirmed, unit, false));
    SDL_FreeSurface(orders);
    SDL_FreeSurface(preview);
    app_close(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(talk_is_previewed_given_and_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
