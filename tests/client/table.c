/* Promise: the table answers mouse and keys: a unit is selected, told to move, undone, committed; and what is
 * drawn follows. Events are pushed as SDL delivers them. */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static const SDL_Rect MAP = {200, 44, 792, 614}, RIGHT = {992, 44, 288, 676};

struct scene {
    struct app *app;
    const struct seat *seat;
};

static void scene_set(struct scene *scene) {
    scene->app = window_open(true, 1280, 720);
    scene->seat = model_seat(app_model(scene->app), 0);
    assert_int_equal(app_screen_now(scene->app), APP_TABLE);
    window_do(scene->app, "key Return"); /* the briefing */
    window_do(scene->app, "still");
}

/* A hex to which the selected unit has a way. */
static hex_t a_goal(const struct scene *scene, uint16_t unit) {
    struct order order;
    const struct map *map = &scene->seat->scenario->map;
    const struct view_unit *own = view_unit_find(&scene->seat->view, unit);
    for (int i = 0; i < map->count; i++) {
        int x, y;
        bool free = map_distance(map, own->hex, (hex_t)i) == 4 && app_hex_place(scene->app, (hex_t)i, &x, &y);
        for (unsigned k = 0; free && k < scene->seat->view.contacts; k++)
            free = scene->seat->view.contact[k].hex != i;
        if (free && path_find(scene->seat->scenario, &scene->seat->view, unit, (hex_t)i, &order) > 0)
            return (hex_t)i;
    }
    fail_msg("no hex can be reached");
    return HEX_NONE;
}

static void point_hex(const struct scene *scene, hex_t hex) {
    char name[8], line[32];
    map_hex_name(&scene->seat->scenario->map, hex, name);
    snprintf(line, sizeof line, "point hex %s", name);
    window_do(scene->app, line);
}

static void a_click_selects_and_a_click_moves(void **state) {
    (void)state;
    struct scene scene;
    char line[32];
    scene_set(&scene);
    uint16_t unit = UNIT_NONE;
    for (unsigned i = 0; i < scene.seat->view.units && unit == UNIT_NONE; i++)
        if (scene.seat->view.unit[i].status == UNIT_ON_MAP)
            unit = scene.seat->view.unit[i].unit;
    SDL_Surface *before = app_surface(scene.app);
    snprintf(line, sizeof line, "point unit %u", unit);
    window_do(scene.app, line);
    window_do(scene.app, "click");
    assert_int_equal(app_selected(scene.app), unit);
    window_do(scene.app, "still");
    SDL_Surface *selected = app_surface(scene.app);
    assert_true(window_difference(before, selected, &RIGHT, 8) > 0.1); /* card and orders */
    hex_t goal = a_goal(&scene, unit);
    point_hex(&scene, goal);
    window_do(scene.app, "click");
    window_do(scene.app, "still");
    const struct order *order = plan_find(&scene.seat->confirmed, unit, false);
    assert_non_null(order);
    assert_int_equal(order->kind, ORDER_move);
    SDL_Surface *moved = app_surface(scene.app);
    assert_true(window_difference(selected, moved, &MAP, 8) > 0.001); /* the path */
    window_do(scene.app, "key Ctrl+Z");
    window_do(scene.app, "still");
    assert_null(plan_find(&scene.seat->confirmed, unit, false));
    window_do(scene.app, "key Ctrl+Y");
    window_do(scene.app, "still");
    assert_non_null(plan_find(&scene.seat->confirmed, unit, false));
    SDL_FreeSurface(before);
    SDL_FreeSurface(selected);
    SDL_FreeSurface(moved);
    app_close(scene.app);
}

static void enter_commits_and_the_turn_is_played(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    window_do(scene.app, "key Tab");
    uint16_t unit = app_selected(scene.app);
    assert_int_not_equal(unit, UNIT_NONE);
    hex_t from = view_unit_find(&scene.seat->view, unit)->hex;
    point_hex(&scene, a_goal(&scene, unit));
    window_do(scene.app, "click");
    window_do(scene.app, "key Return");
    window_do(scene.app, "still");
    assert_int_equal(scene.seat->view.turn, 2);
    assert_int_not_equal(view_unit_find(&scene.seat->view, unit)->hex, from);
    assert_int_equal(app_screen_now(scene.app), APP_PLAYBACK);
    window_do(scene.app, "key Space"); /* pauses */
    SDL_Surface *early = app_surface(scene.app);
    for (size_t i = 0; i < scene.seat->event_count; i++)
        window_do(scene.app, "key Right");
    window_do(scene.app, "still");
    SDL_Surface *late = app_surface(scene.app);
    assert_true(window_difference(early, late, &MAP, 8) > 0.0005);
    window_do(scene.app, "key Return");
    assert_int_equal(app_screen_now(scene.app), APP_TABLE);
    SDL_FreeSurface(early);
    SDL_FreeSurface(late);
    app_close(scene.app);
}

/* The clock may run out while a turn is watched: the next one is shown from its beginning, not the rest of the old. */
static void a_turn_played_during_playback_is_shown(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    window_do(scene.app, "key Tab");
    point_hex(&scene, a_goal(&scene, app_selected(scene.app)));
    window_do(scene.app, "click");
    window_do(scene.app, "key Return");
    window_do(scene.app, "still");
    assert_int_equal(app_screen_now(scene.app), APP_PLAYBACK);
    for (unsigned turn = 2; turn <= 4; turn++) {
        for (size_t i = 0; i < scene.seat->event_count; i++) /* to the end, beyond what the next turn may have */
            window_do(scene.app, "key Right");
        model_commit(app_model(scene.app), 0, true);
        window_do(scene.app, "still");
        assert_int_equal(scene.seat->report_turn, turn);
        assert_int_equal(app_screen_now(scene.app), APP_PLAYBACK);
        SDL_Surface *shown = app_surface(scene.app);
        assert_true(window_colours(shown, &RIGHT) > 1);
        SDL_FreeSurface(shown);
        assert_true(app_playback_shown(scene.app) <= scene.seat->event_count);
        assert_int_equal(app_playback_turn(scene.app), turn);
    }
    window_do(scene.app, "key Return");
    assert_int_equal(app_screen_now(scene.app), APP_TABLE);
    app_close(scene.app);
}

/* Sheets over the table answer the mouse: the briefing's button lies at its lower right. */
static void a_sheet_is_closed_by_its_button(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    SDL_Surface *open = app_surface(scene.app);
    window_do(scene.app, "key F1");
    window_do(scene.app, "still");
    SDL_Surface *sheet = app_surface(scene.app);
    assert_true(window_difference(open, sheet, NULL, 8) > 0.5);
    window_do(scene.app, "point 862 619");
    window_do(scene.app, "click");
    window_do(scene.app, "point 2 2");
    window_do(scene.app, "still");
    SDL_Surface *closed = app_surface(scene.app);
    assert_true(window_difference(open, closed, NULL, 12) < 0.01);
    SDL_FreeSurface(open);
    SDL_FreeSurface(sheet);
    SDL_FreeSurface(closed);
    app_close(scene.app);
}

static void an_empty_plan_is_committed_only_on_purpose(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    window_do(scene.app, "key Return");
    window_do(scene.app, "still");
    assert_int_equal(scene.seat->view.turn, 1);
    assert_false(scene.seat->committed);
    window_do(scene.app, "key Return");
    window_do(scene.app, "still");
    assert_int_equal(scene.seat->view.turn, 2);
    app_close(scene.app);
}

static void nothing_is_blank_at_any_size(void **state) {
    (void)state;
    const int sizes[][2] = {{960, 600}, {1280, 720}, {1920, 1080}};
    for (int i = 0; i < 3; i++) {
        struct app *app = window_open(true, sizes[i][0], sizes[i][1]);
        window_do(app, "key Return");
        window_do(app, "key Tab");
        window_do(app, "still");
        SDL_Surface *surface = app_surface(app);
        int w = sizes[i][0], h = sizes[i][1];
        assert_int_equal(surface->w, w);
        assert_int_equal(surface->h, h);
        assert_true(window_colours(surface, &(SDL_Rect){w / 2 - 150, h / 2 - 150, 300, 300}) > 500);
        assert_true(window_colours(surface, &(SDL_Rect){0, 0, w, 44}) > 30);
        assert_true(window_colours(surface, &(SDL_Rect){w - 250, 44, 250, h - 44}) > 60);
        SDL_FreeSurface(surface);
        app_close(app);
    }
}

/* Drawn again the picture is the same: nothing hangs on time or on what was drawn before. */
static void the_same_table_gives_the_same_picture(void **state) {
    (void)state;
    struct scene scene;
    scene_set(&scene);
    window_do(scene.app, "point 600 20");
    window_do(scene.app, "still");
    SDL_Surface *first = app_surface(scene.app);
    window_do(scene.app, "wheel 1");
    window_do(scene.app, "key Home");
    for (int i = 0; i < 20; i++) {
        SDL_Delay(20);
        window_do(scene.app, "still");
    }
    SDL_Surface *second = app_surface(scene.app);
    assert_true(window_difference(first, second, NULL, 12) < 0.002);
    SDL_FreeSurface(first);
    SDL_FreeSurface(second);
    app_close(scene.app);
}

static void zoom_and_drag_move_the_map(void **state) {
    (void)state;
    struct scene scene;
    int x0, y0, x1, y1;
    scene_set(&scene);
    app_hex_place(scene.app, 8 * scene.seat->scenario->map.cols + 8, &x0, &y0);
    window_do(scene.app, "point 500 300");
    window_do(scene.app, "wheel 1");
    window_do(scene.app, "wheel 1");
    SDL_Delay(200);
    window_do(scene.app, "still");
    window_do(scene.app, "press");
    window_do(scene.app, "point 560 340");
    window_do(scene.app, "release");
    window_do(scene.app, "still");
    app_hex_place(scene.app, 8 * scene.seat->scenario->map.cols + 8, &x1, &y1);
    assert_true(abs(x1 - x0) + abs(y1 - y0) > 20);
    assert_int_equal(app_selected(scene.app), UNIT_NONE);
    app_close(scene.app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_click_selects_and_a_click_moves),
        cmocka_unit_test(enter_commits_and_the_turn_is_played),
        cmocka_unit_test(a_turn_played_during_playback_is_shown),
        cmocka_unit_test(a_sheet_is_closed_by_its_button),
        cmocka_unit_test(an_empty_plan_is_committed_only_on_purpose),
        cmocka_unit_test(nothing_is_blank_at_any_size),
        cmocka_unit_test(the_same_table_gives_the_same_picture),
        cmocka_unit_test(zoom_and_drag_move_the_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
