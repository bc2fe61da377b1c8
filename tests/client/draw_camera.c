/* The camera: metres to pixels and back, picking hexes, zooming about the pointer, staying near the window.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>

#include "draw/camera.h"

static struct camera over_banjska(void) {
    struct camera camera;
    camera_init(&camera, (SDL_Rect){200, 44, 792, 614}, 1, 25, 58, 40, 36);
    return camera;
}

static void the_first_view_shows_the_whole_window(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    for (hex_t hex = 0; hex < 40 * 36; hex++) {
        SDL_FPoint corners[6];
        camera_hex_corners(&camera, hex, 0, corners);
        for (int i = 0; i < 6; i++) {
            assert_true(corners[i].x >= 200 && corners[i].x <= 992);
            assert_true(corners[i].y >= 44 && corners[i].y <= 658);
        }
    }
}

static void a_point_goes_to_the_world_and_back(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    static const float zooms[] = {12, 19.2f, 40, 96, 110};
    for (int z = 0; z < 5; z++) {
        camera_zoom_to(&camera, zooms[z]);
        for (float x = 200; x < 992; x += 37)
            for (float y = 44; y < 658; y += 41) {
                double x_m, y_m;
                float back_x, back_y;
                camera_to_world(&camera, x, y, &x_m, &y_m);
                camera_to_screen(&camera, x_m, y_m, &back_x, &back_y);
                assert_true(fabsf(back_x - x) < .01f && fabsf(back_y - y) < .01f);
            }
    }
}

static void every_point_well_inside_a_hex_picks_it(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    for (hex_t hex = 0; hex < 40 * 36; hex++) {
        SDL_FPoint center = camera_hex_center(&camera, hex), corners[6];
        assert_int_equal(camera_hex_at(&camera, center.x, center.y), hex);
        camera_hex_corners(&camera, hex, 1, corners);
        for (int i = 0; i < 6; i++)
            assert_int_equal(camera_hex_at(&camera, corners[i].x, corners[i].y), hex);
    }
}

static void outside_the_window_or_the_view_nothing_is_picked(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    assert_int_equal(camera_hex_at(&camera, 10, 300), HEX_NONE);  /* on the margin */
    assert_int_equal(camera_hex_at(&camera, 992, 300), HEX_NONE); /* on the panel */
    assert_int_equal(camera_hex_at(&camera, 201, 45), HEX_NONE);  /* paper beyond the jagged edge */
}

static void a_hexside_lies_between_its_two_hexes(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        int col, row;
        SDL_FPoint a, b;
        hex_step(12, 11, dir, &col, &row);
        camera_hexside(&camera, 11 * 40 + 12, dir, &a, &b);
        SDL_FPoint here = camera_hex_center(&camera, 11 * 40 + 12),
                   there = camera_hex_center(&camera, (hex_t)(row * 40 + col));
        assert_true(fabsf((a.x + b.x) / 2 - (here.x + there.x) / 2) < .1f);
        assert_true(fabsf((a.y + b.y) / 2 - (here.y + there.y) / 2) < .1f);
    }
}

static void zooming_keeps_the_ground_under_the_pointer(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    double before_x, before_y, after_x, after_y;
    camera_to_world(&camera, 700, 300, &before_x, &before_y);
    camera_zoom_by(&camera, 3, 700, 300, 1000);
    for (int64_t now = 1000; camera_step(&camera, now); now += 16) {
        camera_to_world(&camera, 700, 300, &after_x, &after_y);
        assert_true(hypot(after_x - before_x, after_y - before_y) * camera.zoom / 500 < 1.5);
    }
    assert_true(camera.zoom > 19.2f * 1.5f);
    camera_to_world(&camera, 700, 300, &after_x, &after_y);
    assert_true(hypot(after_x - before_x, after_y - before_y) * camera.zoom / 500 < 1.5);
}

static void the_motion_takes_160_ms_and_none_when_motion_is_reduced(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    camera_zoom_by(&camera, 2, 596, 351, 5000);
    assert_true(camera_step(&camera, 5000 + CAMERA_ZOOM_MS - 1));
    assert_false(camera_step(&camera, 5000 + CAMERA_ZOOM_MS));
    assert_true(camera.zoom == camera.zoom_to);
    camera.still = true;
    camera_zoom_by(&camera, 1, 596, 351, 6000);
    assert_true(camera.zoom == camera.zoom_to);
}

static void in_and_out_again_comes_back_to_the_same_zoom(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    float before = camera.zoom;
    camera.still = true;
    for (int i = 0; i < 5; i++)
        camera_zoom_by(&camera, 1, 500, 500, 0);
    for (int i = 0; i < 5; i++)
        camera_zoom_by(&camera, -1, 300, 200, 0);
    assert_true(fabsf(camera.zoom - before) < .01f);
}

static void no_drag_leads_away_from_the_window(void **state) {
    (void)state;
    struct camera camera = over_banjska();
    camera_zoom_to(&camera, 96);
    camera_pan(&camera, 1e6f, 1e6f);
    SDL_FPoint first = camera_hex_center(&camera, 0);
    assert_true(first.x > 200 && first.x < 200 + 3 * 96);
    assert_true(first.y > 44 && first.y < 44 + 3 * 96);
    camera_pan(&camera, -1e7f, -1e7f);
    SDL_FPoint last = camera_hex_center(&camera, 40 * 36 - 1);
    assert_true(last.x < 992 && last.x > 992 - 3 * 96);
    assert_true(last.y < 658 && last.y > 658 - 3 * 96);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_view_shows_the_whole_window),
        cmocka_unit_test(a_point_goes_to_the_world_and_back),
        cmocka_unit_test(every_point_well_inside_a_hex_picks_it),
        cmocka_unit_test(outside_the_window_or_the_view_nothing_is_picked),
        cmocka_unit_test(a_hexside_lies_between_its_two_hexes),
        cmocka_unit_test(zooming_keeps_the_ground_under_the_pointer),
        cmocka_unit_test(the_motion_takes_160_ms_and_none_when_motion_is_reduced),
        cmocka_unit_test(in_and_out_again_comes_back_to_the_same_zoom),
        cmocka_unit_test(no_drag_leads_away_from_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
