/* Promise: on the Javelin range a player engages by keys and mouse, sees why top attack does not work into a town, takes
 * the order back, launches, watches it, and reads the bill in the report after the last turn. */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static const SDL_Rect MAP = {200, 44, 792, 614}, RIGHT = {992, 44, 288, 676};
static const char *const TARGETS[] = {"irregulars", NULL};

static struct app *range_open(const struct seat **seat) {
    struct app *app = window_open_on("javelin-range", TARGETS, 1280, 720);
    *seat = model_seat(app_model(app), 0);
    window_do(app, "key Return"); /* the briefing */
    window_do(app, "key Tab");
    window_do(app, "still");
    return app;
}

static bool may_engage(const struct seat *seat, uint16_t unit, uint16_t contact, int mode) {
    struct order order = {.kind = ORDER_engage, .unit = unit, .contact = contact, .mode = (uint8_t)mode};
    return model_check(seat, &order).verdict != VERDICT_NO;
}

/* Begins to engage, and aims at the contact at which top attack may not be given and direct attack may: one in a town. */
static void aim_in_town(struct app *app, const struct seat *seat, uint16_t unit) {
    window_do(app, "key J");
    for (unsigned i = 0; i < seat->view.contacts; i++) {
        uint16_t contact = seat->view.contact[i].handle;
        bool top = may_engage(seat, unit, contact, 0), direct = may_engage(seat, unit, contact, 1);
        if (direct && !top)
            return;
        if (direct || top)
            window_do(app, "key Tab");
    }
    fail_msg("no contact is in a town");
}

/* The modes are chosen by their keys; the one that does not work is not given. */
static void top_into_a_town_is_refused_and_direct_is_given(void **state) {
    (void)state;
    const struct seat *seat;
    struct app *app = range_open(&seat);
    uint16_t unit = app_selected(app);
    SDL_Surface *orders = app_surface(app);
    aim_in_town(app, seat, unit);
    window_do(app, "still");
    SDL_Surface *preview = app_surface(app);
    assert_true(window_difference(orders, preview, &RIGHT, 8) > 0.1);
    window_do(app, "key T");
    window_do(app, "key Return");
    window_do(app, "still");
    assert_null(plan_find(&seat->confirmed, unit, false));
    window_do(app, "key J");
    window_do(app, "key D");
    window_do(app, "key Return");
    window_do(app, "still");
    const struct order *order = plan_find(&seat->confirmed, unit, false);
    assert_non_null(order);
    assert_int_equal(order->kind, ORDER_engage);
    assert_int_equal(order->mode, 1);
    window_do(app, "key Delete");
    window_do(app, "still");
    assert_null(plan_find(&seat->confirmed, unit, false));
    SDL_FreeSurface(orders);
    SDL_FreeSurface(preview);
    app_close(app);
}

static bool has_event(const struct seat *seat, int kind) {
    for (size_t i = 0; i < seat->event_count; i++)
        if (seat->events[i].kind == kind)
            return true;
    return false;
}

static void commit_and_watch(struct app *app) {
    for (int i = 0; i < 2 && app_screen_now(app) == APP_TABLE; i++) {
        window_do(app, "key Return");
        window_do(app, "still");
    }
}

static void a_launch_is_watched_and_stands_on_the_bill(void **state) {
    (void)state;
    const struct seat *seat;
    struct app *app = range_open(&seat);
    aim_in_town(app, seat, app_selected(app));
    window_do(app, "key Return");
    window_do(app, "still");
    window_do(app, "key Return");
    for (int i = 0; i < 2000 && app_screen_now(app) != APP_PLAYBACK; i++)
        app_step(app);
    assert_int_equal(app_screen_now(app), APP_PLAYBACK);
    assert_true(has_event(seat, EVENT_launched_direct));
    window_do(app, "key Space");
    window_do(app, "point 1009 617"); /* the slider's beginning, and a part of the first event */
    window_do(app, "click");
    window_do(app, "still");
    SDL_Surface *before = app_surface(app);
    window_do(app, "point 1017 617");
    window_do(app, "click");
    window_do(app, "still");
    SDL_Surface *flying = app_surface(app);
    assert_int_equal(app_playback_shown(app), 0);
    assert_true(window_difference(before, flying, &MAP, 8) > 0.0002);
    assert_true(seat->view.launches[0] >= 1);
    assert_int_equal(seat->view.bill[0], seat->view.launches[0] * 304878u);
    while (app_screen_now(app) != APP_OVER) {
        window_do(app, "key Return");
        if (app_screen_now(app) == APP_TABLE)
            commit_and_watch(app);
    }
    window_do(app, "still");
    SDL_Surface *report = app_surface(app);
    assert_true(window_colours(report, &(SDL_Rect){260, 40, 760, 640}) > 60);
    assert_true(seat->view.bill[0] > 0);
    SDL_FreeSurface(before);
    SDL_FreeSurface(flying);
    SDL_FreeSurface(report);
    app_close(app);
}

/* Rulebook 8: each step of the level in the top bar says what would give it. */
static void the_top_bar_says_why_a_level_is_not_there(void **state) {
    (void)state;
    static const int steps[] = {0, 2, 3, 4, 5};
    struct app *app = window_open(true, 1280, 720);
    SDL_Surface *last = NULL;
    window_do(app, "key Return");
    window_do(app, "still");
    int x = 0, y = 30;
    for (x = 580; x < 760; x += 6) { /* the first step, by the note that it shows */
        char line[32];
        SDL_Surface *plain = app_surface(app);
        snprintf(line, sizeof line, "point %d %d", x, y);
        window_do(app, line);
        window_do(app, "still");
        last = app_surface(app);
        bool note = window_difference(plain, last, &MAP, 8) > 0.01;
        SDL_FreeSurface(plain);
        if (note)
            break;
        SDL_FreeSurface(last);
        last = NULL;
    }
    assert_non_null(last);
    for (size_t i = 1; i < sizeof steps / sizeof steps[0]; i++) {
        char line[32];
        snprintf(line, sizeof line, "point %d %d", x + 4 + 12 * steps[i], y);
        window_do(app, line);
        window_do(app, "still");
        SDL_Surface *now = app_surface(app);
        assert_true(window_difference(last, now, &MAP, 8) > 0.002);
        SDL_FreeSurface(last);
        last = now;
    }
    SDL_FreeSurface(last);
    app_close(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(top_into_a_town_is_refused_and_direct_is_given),
        cmocka_unit_test(a_launch_is_watched_and_stands_on_the_bill),
        cmocka_unit_test(the_top_bar_says_why_a_level_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
