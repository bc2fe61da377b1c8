/* Promise: a hot-seat game is kept on disk: after the program ends, Continue goes on with the same turn, the same
 * view and the orders given; a game that is begun anew takes its place. */
#include "window.h"

#include "data/data.h"
#include "link/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

static char journal[256];

static struct app *open_client(const char *scenario) {
    char why[512] = "";
    struct app_config config = {.hotseat = scenario,
                                .journal = journal,
                                .settings = "",
                                .width = 1280,
                                .height = 720,
                                .scale = 1,
                                .hidden = true};
    config.ai[1] = config.ai[2] = "scripted";
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("%s", why);
    window_do(app, "still");
    return app;
}

static struct order a_step(const struct seat *seat) {
    for (unsigned i = 0; i < seat->view.units; i++)
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            struct order order = {.kind = ORDER_move, .unit = seat->view.unit[i].unit, .path_length = 1};
            order.path[0] = (uint8_t)dir;
            if (model_check(seat, &order).verdict != VERDICT_NO)
                return order;
        }
    fail_msg("no unit can move");
    return (struct order){0};
}

static void continue_restores_turn_view_and_orders(void **state) {
    (void)state;
    static struct view before;
    struct check check;
    struct app *app = open_client("bridge-checkpoint");
    const struct seat *seat = model_seat(app_model(app), 0);
    window_do(app, "key Return"); /* the briefing */
    model_commit(app_model(app), 0, true);
    for (int i = 0; i < 400 && model_seat(app_model(app), 0)->view.turn < 2; i++)
        app_step(app);
    window_do(app, "still");
    assert_int_equal(seat->view.turn, 2);
    struct order order = a_step(seat);
    assert_true(model_order_put(app_model(app), 0, &order, &check));
    window_do(app, "still");
    before = seat->view;
    app_close(app);
    assert_true(link_local_is_kept(journal));

    app = open_client(NULL);
    assert_int_equal(app_screen_now(app), APP_MENU);
    window_do(app, "key C");
    window_do(app, "still");
    assert_non_null(app_model(app));
    seat = model_seat(app_model(app), 0);
    assert_true(app_screen_now(app) == APP_TABLE || app_screen_now(app) == APP_PLAYBACK);
    assert_int_equal(seat->view.turn, 2);
    assert_int_equal(view_hash(&seat->view), view_hash(&before));
    const struct order *kept = plan_find(&seat->view.plan, order.unit, false);
    assert_non_null(kept);
    assert_true(order_equal(kept, &order));
    app_close(app);
}

static void a_new_game_takes_its_place(void **state) {
    (void)state;
    struct app *app = open_client("bridge-checkpoint");
    assert_int_equal(model_seat(app_model(app), 0)->view.turn, 1);
    app_close(app);
    app = open_client(NULL);
    window_do(app, "key C");
    window_do(app, "still");
    assert_int_equal(model_seat(app_model(app), 0)->view.turn, 1);
    app_close(app);
    link_local_forget(journal);
    assert_false(link_local_is_kept(journal));
}

/* A journal that is none of ours is said, and is left alone. */
static void what_cannot_be_continued_is_said(void **state) {
    (void)state;
    FILE *file = fopen(journal, "w");
    assert_non_null(file);
    fputs("this is no journal", file);
    fclose(file);
    struct app *app = open_client(NULL);
    window_do(app, "key C");
    window_do(app, "still");
    assert_null(app_model(app));
    assert_int_equal(app_screen_now(app), APP_MENU);
    assert_true(link_local_is_kept(journal));
    app_close(app);
}

/* While one client plays the kept game, another begins one that is kept nowhere, and cannot go on with the kept one. */
static void a_second_client_leaves_the_kept_game_alone(void **state) {
    (void)state;
    struct link_local_config other = {.maps = data_folder(), .journal = journal, .restore = true};
    char why[512] = "";
    unlink(journal); /* what the test before left */
    struct app *first = open_client("bridge-checkpoint");
    const struct seat *seat = model_seat(app_model(first), 0);
    struct check check;
    struct order order = a_step(seat);
    assert_true(model_order_put(app_model(first), 0, &order, &check));
    for (int i = 0; i < 400 && model_is_busy(app_model(first)); i++)
        app_step(first);
    assert_false(link_local_forget(journal));
    assert_true(link_local_is_kept(journal));
    assert_null(link_open_local(&other, why, sizeof why));
    assert_non_null(strstr(why, "Another Ibar"));
    app_close(first);
    struct link *holder = link_open_local(&other, why, sizeof why); /* as another program holds it */
    assert_non_null(holder);
    struct app *second = open_client("bridge-checkpoint");
    assert_non_null(app_model(second));
    assert_int_equal(model_seat(app_model(second), 0)->view.turn, 1);
    assert_null(plan_find(&model_seat(app_model(second), 0)->view.plan, order.unit, false));
    app_close(second);
    link_close(holder);
    first = open_client(NULL);
    window_do(first, "key C");
    window_do(first, "still");
    seat = model_seat(app_model(first), 0);
    const struct order *kept = plan_find(&seat->view.plan, order.unit, false);
    assert_non_null(kept);
    assert_true(order_equal(kept, &order));
    app_close(first);
    assert_true(link_local_forget(journal));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(continue_restores_turn_view_and_orders),
        cmocka_unit_test(a_new_game_takes_its_place),
        cmocka_unit_test(what_cannot_be_continued_is_said),
        cmocka_unit_test(a_second_client_leaves_the_kept_game_alone),
    };
    char folder[] = "/tmp/ibar-continue-XXXXXX";
    if (!mkdtemp(folder))
        return 1;
    snprintf(journal, sizeof journal, "%s/hotseat.db", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    link_local_forget(journal);
    char lock[270];
    snprintf(lock, sizeof lock, "%s.lock", journal);
    unlink(lock);
    rmdir(folder);
    return failed;
}
