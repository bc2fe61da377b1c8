/* The rasteriser: exact cover, no seam between tiles, overlapping shapes are one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "draw/raster.h"

enum { W = 64, H = 48 };

/* What a filled shape covers, in pixels. */
static double cover_of(struct raster *raster) {
    static uint8_t mask[W * H];
    double sum = 0;
    raster_mask(raster, mask);
    for (int i = 0; i < W * H; i++)
        sum += mask[i] / 255.0;
    return sum;
}

static void a_polygon_covers_its_area_in_either_sense(void **state) {
    (void)state;
    struct raster raster;
    assert_true(raster_init(&raster, W, H));
    struct raster_point right[4] = {{10.25f, 5.5f}, {50.75f, 9.5f}, {40, 40}, {12, 30}}, left[4];
    for (int i = 0; i < 4; i++)
        left[i] = right[3 - i];
    double area = 0;
    for (int i = 0; i < 4; i++)
        area += ((double)right[i].x * right[(i + 1) % 4].y - (double)right[(i + 1) % 4].x * right[i].y) / 2;
    raster_polygon(&raster, right, 4);
    assert_true(fabs(cover_of(&raster) - fabs(area)) < 1);
    raster_polygon(&raster, left, 4);
    assert_true(fabs(cover_of(&raster) - fabs(area)) < 1);
    raster_finish(&raster);
}

static void a_disc_covers_pi_r_squared(void **state) {
    (void)state;
    struct raster raster;
    assert_true(raster_init(&raster, W, H));
    for (float r = 1; r < 20; r += 3.5f) {
        raster_disc(&raster, 31.3f, 24.6f, r);
        assert_true(fabs(cover_of(&raster) - 3.14159 * r * r) < .02 * 3.14159 * r * r + .2);
    }
    raster_finish(&raster);
}

static void what_overlaps_counts_once(void **state) {
    (void)state;
    struct raster raster;
    assert_true(raster_init(&raster, W, H));
    raster_box(&raster, 10, 10, 20, 20, 0);
    raster_box(&raster, 20, 10, 20, 20, 0);
    assert_true(fabs(cover_of(&raster) - 600) < .5);
    raster_finish(&raster);
}

static void two_tiles_show_what_one_picture_shows(void **state) {
    (void)state;
    /* A thick slanting line and a disc across the border at x = W between two tiles. */
    struct raster wide, left, right;
    static uint8_t whole[2 * W * H], a[W * H], b[W * H];
    assert_true(raster_init(&wide, 2 * W, H) && raster_init(&left, W, H) && raster_init(&right, W, H));
    struct raster *rasters[3] = {&wide, &left, &right};
    const float off[3] = {0, 0, -W};
    for (int i = 0; i < 3; i++) {
        struct raster_point line[3] = {{-30 + off[i], 3.3f}, {W + .4f + off[i], 17.2f}, {3 * W + off[i], 60}};
        raster_stroke(rasters[i], line, 3, 5.5f, RASTER_ROUND, false);
        raster_disc(rasters[i], W - 2.5f + off[i], 36, 7);
    }
    raster_mask(&wide, whole);
    raster_mask(&left, a);
    raster_mask(&right, b);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < 2 * W; x++) {
            int tile = x < W ? a[y * W + x] : b[y * W + x - W];
            assert_true(fabs((double)whole[y * 2 * W + x] - tile) <= 1);
        }
    raster_finish(&wide);
    raster_finish(&left);
    raster_finish(&right);
}

static void dashes_cover_their_share(void **state) {
    (void)state;
    struct raster raster;
    const float pattern[4] = {4, 2, 1, 3};
    struct raster_point line[2] = {{2, 20}, {62, 20}};
    assert_true(raster_init(&raster, W, H));
    raster_dash(&raster, line, 2, 2, pattern, 4, false);
    assert_true(fabs(cover_of(&raster) - 60 * 2 * .5) < 1);
    raster_finish(&raster);
}

static void laying_over_nothing_keeps_the_colour(void **state) {
    (void)state;
    assert_int_equal(raster_blend(0, 0x123456, 128), 0x80123456);
    assert_int_equal(raster_blend(0xff000000, 0xffffff, 255), 0xffffffff);
    assert_int_equal(raster_blend(0xff204060, 0xffffff, 0), 0xff204060);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_polygon_covers_its_area_in_either_sense),
        cmocka_unit_test(a_disc_covers_pi_r_squared),
        cmocka_unit_test(what_overlaps_counts_once),
        cmocka_unit_test(two_tiles_show_what_one_picture_shows),
        cmocka_unit_test(dashes_cover_their_share),
        cmocka_unit_test(laying_over_nothing_keeps_the_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
