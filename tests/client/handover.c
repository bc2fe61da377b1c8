/* Promise: the hand-over of a hot-seat shows nothing of the game. The same card comes out, pixel for pixel,
 * whatever has happened and whatever was ordered. */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static void take_seat(struct app *app) {
    assert_int_equal(app_screen_now(app), APP_HANDOVER);
    window_do(app, "key Return");
    if (app_screen_now(app) == APP_PLAYBACK)
        window_do(app, "key Return");
    assert_int_equal(app_screen_now(app), APP_TABLE);
    window_do(app, "key F2");     /* the briefing, should it not be open already, */
    window_do(app, "key Return"); /* closed */
    window_do(app, "still");
}

/* Enter; once more where nothing is ordered. */
static void commit(struct app *app) {
    window_do(app, "key Return");
    if (app_screen_now(app) == APP_TABLE)
        window_do(app, "key Return");
    assert_int_not_equal(app_screen_now(app), APP_TABLE);
}

static SDL_Surface *card(struct app *app) {
    window_do(app, "point 2 2");
    window_do(app, "still");
    assert_int_equal(app_screen_now(app), APP_HANDOVER);
    SDL_Surface *surface = app_surface(app);
    assert_non_null(surface);
    return surface;
}

/* Commits with or without an order of the police; leaves the card of the next seat. */
static SDL_Surface *card_after(bool orders) {
    struct app *app = window_open(false, 1280, 720);
    take_seat(app);
    const struct seat *seat = model_seat(app_model(app), app_seat(app));
    if (orders) {
        window_do(app, "key Tab");
        window_do(app, "key W");
        window_do(app, "still");
        assert_true(seat->view.plan.count > 0);
    }
    commit(app);
    window_do(app, "still");
    SDL_Surface *surface = card(app);
    app_close(app);
    return surface;
}

static void orders_of_the_last_seat_do_not_show(void **state) {
    (void)state;
    SDL_Surface *with = card_after(true), *without = card_after(false);
    assert_true(window_colours(with, NULL) > 20);
    assert_true(window_difference(with, without, NULL, 0) == 0);
    SDL_FreeSurface(with);
    SDL_FreeSurface(without);
}

/* The first seat's card in turn 1 and in turn 3, after two turns in which units moved. */
static void turns_that_were_played_do_not_show(void **state) {
    (void)state;
    struct app *app = window_open(false, 960, 600);
    SDL_Surface *first = card(app);
    for (int i = 0; i < 6; i++) {
        take_seat(app);
        window_do(app, "key Tab");
        window_do(app, "key W");
        commit(app);
        window_do(app, "still");
    }
    assert_int_equal(model_seat(app_model(app), 0)->view.turn, 3);
    assert_int_equal(app_seat(app), 0);
    SDL_Surface *later = card(app);
    assert_true(window_difference(first, later, NULL, 0) == 0);
    SDL_FreeSurface(first);
    SDL_FreeSurface(later);
    app_close(app);
}

static void keys_of_the_table_do_nothing(void **state) {
    (void)state;
    struct app *app = window_open(false, 1280, 720);
    SDL_Surface *before = card(app);
    const char *const keys[] = {"key Tab", "key M", "key F1",  "key F2", "key F7",
                                "key S",   "key C", "wheel 1", "click"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        window_do(app, keys[i]);
    SDL_Surface *after = card(app);
    assert_true(window_difference(before, after, NULL, 0) == 0);
    SDL_FreeSurface(before);
    SDL_FreeSurface(after);
    app_close(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_of_the_last_seat_do_not_show),
        cmocka_unit_test(turns_that_were_played_do_not_show),
        cmocka_unit_test(keys_of_the_table_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
