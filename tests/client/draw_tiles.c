/* The map's picture: tiles show what drawing at once shows, slices of work come to the same, night is darker.
 */
#include "draw_scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/maplayer.h"
#include "draw/night.h"
#include "draw/still.h"

static struct map_layer *layer_of(struct draw_scene *scene) {
    char why[200] = "";
    struct map_layer *layer = maplayer_create(&scene->draw, scene->file, SCENE_COL, SCENE_ROW, SCENE_COLS,
                                              SCENE_ROWS, why, sizeof why);
    if (layer == NULL)
        fail_msg("%s", why);
    return layer;
}

/* The world at the view's corner that falls on whole pixels, as tiles lie. */
static void corner_of(const struct camera *camera, double *x_m, double *y_m) {
    camera_to_world(camera, 0, 0, x_m, y_m);
}

/* Pixels of two pictures that differ by more than `most` in any colour. */
static int differences(const SDL_Surface *a, const SDL_Surface *b, int most) {
    int count = 0;
    for (int y = 0; y < a->h; y++)
        for (int x = 0; x < a->w; x++) {
            uint32_t p = ((const uint32_t *)((const Uint8 *)a->pixels + y * a->pitch))[x];
            uint32_t q = ((const uint32_t *)((const Uint8 *)b->pixels + y * b->pitch))[x];
            int worst = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int d = abs((int)(p >> shift & 255) - (int)(q >> shift & 255));
                worst = d > worst ? d : worst;
            }
            count += worst > most;
        }
    return count;
}

static void tiles_show_what_drawing_at_once_shows(void **state) {
    (void)state;
    static const float zooms[] = {19.2f, 44, 96};
    struct draw_scene scene;
    scene_begin(&scene, 620, 470, 1);
    struct map_layer *layer = layer_of(&scene);
    SDL_Surface *direct = SDL_CreateRGBSurfaceWithFormat(0, 620, 470, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int i = 0; i < 6; i++) {
        double x_m, y_m;
        bool night = i >= 3;
        camera_zoom_to(&scene.camera, zooms[i % 3]);
        camera_pan(&scene.camera, 37, -53);
        maplayer_set_night(layer, night, 0);
        assert_true(maplayer_step(layer, &scene.camera, -1));
        maplayer_draw(layer, &scene.camera, 0);
        SDL_RenderFlush(scene.renderer);
        corner_of(&scene.camera, &x_m, &y_m);
        assert_true(maplayer_render(layer, direct, x_m, y_m, scene.camera.zoom, night));
        /* Dashes and dots may round otherwise by a hair; a seam along one tile's edge would differ in
         * hundreds. */
        assert_true(differences(scene.target, direct, 12) < 620 * 470 / 2000);
    }
    SDL_FreeSurface(direct);
    maplayer_destroy(layer);
    scene_end(&scene);
}

static void slices_of_work_come_to_the_same_picture(void **state) {
    (void)state;
    struct draw_scene scene;
    scene_begin(&scene, 300, 300, 1);
    struct map_layer *layer = layer_of(&scene), *other = layer_of(&scene);
    SDL_Surface *whole = SDL_CreateRGBSurfaceWithFormat(0, 300, 300, 32, SDL_PIXELFORMAT_ARGB8888);
    camera_zoom_to(&scene.camera, 30);
    int steps = 0;
    while (!maplayer_step(layer, &scene.camera, 0) && steps < 10000)
        steps++;
    assert_true(steps > 16 && steps < 10000); /* many slices, and an end */
    maplayer_draw(layer, &scene.camera, 0);
    SDL_RenderFlush(scene.renderer);
    assert_int_equal(SDL_BlitSurface(scene.target, NULL, whole, NULL), 0);
    maplayer_step(other, &scene.camera, -1);
    maplayer_draw(other, &scene.camera, 0);
    SDL_RenderFlush(scene.renderer);
    assert_int_equal(differences(scene.target, whole, 0), 0);
    SDL_FreeSurface(whole);
    maplayer_destroy(other);
    maplayer_destroy(layer);
    scene_end(&scene);
}

static void there_is_a_coarse_picture_before_any_tile(void **state) {
    (void)state;
    struct draw_scene scene;
    scene_begin(&scene, 400, 300, 1);
    struct map_layer *layer = layer_of(&scene);
    camera_zoom_to(&scene.camera, 60);
    SDL_FillRect(scene.target, NULL, 0xffff00ff);
    maplayer_draw(layer, &scene.camera, 0);
    SDL_RenderFlush(scene.renderer);
    for (int y = 0; y < 300; y++)
        for (int x = 0; x < 400; x++)
            assert_true(((const uint32_t *)((const Uint8 *)scene.target->pixels +
                                            y * scene.target->pitch))[x] != 0xffff00ff);
    maplayer_destroy(layer);
    scene_end(&scene);
}

static void night_fades_in_over_600_ms_once_its_tiles_are_ready(void **state) {
    (void)state;
    struct draw_scene scene;
    scene_begin(&scene, 300, 200, 1);
    struct map_layer *layer = layer_of(&scene);
    maplayer_step(layer, &scene.camera, -1);
    assert_false(maplayer_draw(layer, &scene.camera, 1000));
    maplayer_set_night(layer, true, 1000);
    /* Still day: night is not painted yet, and drawing again would change nothing. */
    assert_false(maplayer_draw(layer, &scene.camera, 1010));
    maplayer_step(layer, &scene.camera, -1);
    assert_true(maplayer_draw(layer, &scene.camera, 1020));
    assert_true(maplayer_draw(layer, &scene.camera, 1020 + MAPLAYER_DAWN_MS - 1));
    maplayer_draw(layer, &scene.camera, 1020 + MAPLAYER_DAWN_MS);
    assert_false(maplayer_draw(layer, &scene.camera, 1020 + MAPLAYER_DAWN_MS + 1));
    maplayer_destroy(layer);
    scene_end(&scene);
}

/* The screen says with each picture that it is night: the fade ends all the same, and the picture comes to rest. */
static void a_fade_ends_though_night_is_said_with_each_picture(void **state) {
    (void)state;
    struct draw_scene scene;
    scene_begin(&scene, 300, 200, 1);
    struct map_layer *layer = layer_of(&scene);
    maplayer_draw(layer, &scene.camera, 990);
    int64_t now = 1000;
    bool fading = true;
    for (; fading && now < 1000 + 3 * MAPLAYER_DAWN_MS; now += 50) {
        maplayer_set_night(layer, true, now);
        maplayer_step(layer, &scene.camera, -1);
        fading = maplayer_draw(layer, &scene.camera, now);
    }
    assert_false(fading);
    assert_in_range(now, 1000 + MAPLAYER_DAWN_MS, 1000 + MAPLAYER_DAWN_MS + 200);
    maplayer_destroy(layer);
    scene_end(&scene);
}

/* A game that begins at night shows night from its first picture. */
static void the_first_picture_does_not_fade(void **state) {
    (void)state;
    struct draw_scene scene;
    scene_begin(&scene, 300, 200, 1);
    struct map_layer *layer = layer_of(&scene);
    maplayer_set_night(layer, true, 1000);
    assert_false(maplayer_draw(layer, &scene.camera, 1000));
    assert_true(maplayer_step(layer, &scene.camera, -1));
    assert_false(maplayer_draw(layer, &scene.camera, 1010));
    maplayer_destroy(layer);
    scene_end(&scene);
}

static void a_window_beyond_the_map_is_refused_with_its_numbers(void **state) {
    (void)state;
    struct draw_scene scene;
    char why[200] = "";
    scene_begin(&scene, 100, 100, 1);
    assert_null(maplayer_create(&scene.draw, scene.file, 80, 58, 40, 36, why, sizeof why));
    assert_non_null(strstr(why, "40 x 36"));
    assert_non_null(strstr(why, "column 80"));
    assert_null(maplayer_create(&scene.draw, scene.file, 10, 57, 10, 10, why, sizeof why));
    assert_non_null(strstr(why, "even"));
    scene_end(&scene);
}

static void heights_follow_the_hexes(void **state) {
    (void)state;
    struct draw_scene scene;
    scene_begin(&scene, 100, 100, 1);
    struct map_layer *layer = layer_of(&scene);
    double off = 0;
    int count = 0;
    for (int row = SCENE_ROW; row < SCENE_ROW + SCENE_ROWS; row++)
        for (int col = SCENE_COL; col < SCENE_COL + SCENE_COLS; col++) {
            double x, y;
            world_hex_center(col, row, &x, &y);
            off += fabs(maplayer_height(layer, x, y) -
                        10.0 * scene.file->hex[row * scene.file->cols + col].height);
            count++;
        }
    assert_true(off / count < 25); /* metres: smoothed, not moved */
    maplayer_destroy(layer);
    scene_end(&scene);
}

static void night_is_blue_and_dark_and_villages_glow(void **state) {
    (void)state;
    uint32_t pixel = 0xffe9e6c8, lit[9] = {0};
    night_grade(&pixel, 1);
    int r = (int)(pixel >> 16 & 255), g = (int)(pixel >> 8 & 255), b = (int)(pixel & 255);
    assert_int_equal(pixel >> 24, 255);
    assert_true(r < g && g < b && b < 140);
    night_glow(lit, 3, 3, 3, 1.5f, 1.5f, 1.4f);
    assert_true((lit[4] >> 16 & 255) > (lit[4] & 255));
    assert_true((lit[4] >> 16 & 255) > (lit[0] >> 16 & 255));
}

static uint32_t pixel_at(const SDL_Surface *surface, int x, int y) {
    return ((const uint32_t *)((const Uint8 *)surface->pixels + y * surface->pitch))[x];
}

static void a_still_picture_is_drawn_once_until_its_key_changes(void **state) {
    (void)state;
    struct draw_scene scene;
    struct still still = {0};
    SDL_Rect view = {10, 20, 60, 50};
    scene_begin(&scene, 100, 100, 1);
    uint64_t key = still_mix(0, "one", 3), other = still_mix(0, "two", 3);
    SDL_Rect parts[STILL_PARTS];
    SDL_Point corner = {-40, 7};
    assert_true(key != other);
    assert_int_equal(still_begin(&still, &scene.draw, view, key, corner, parts), 1);
    assert_true(SDL_RectEquals(&parts[0], &view));
    SDL_SetRenderDrawColor(scene.renderer, 255, 0, 0, 255);
    SDL_RenderFillRect(scene.renderer, &view);
    still_end(&still);
    SDL_RenderFlush(scene.renderer);
    assert_int_equal(pixel_at(scene.target, 30, 30), 0xffff0000);
    SDL_FillRect(scene.target, NULL, 0);
    assert_int_equal(still_begin(&still, &scene.draw, view, key, corner, parts), 0);
    SDL_RenderFlush(scene.renderer);
    assert_int_equal(pixel_at(scene.target, 30, 30), 0xffff0000); /* shown again without drawing */
    assert_int_equal(pixel_at(scene.target, 5, 5), 0);            /* and only inside the view */
    assert_int_equal(still_begin(&still, &scene.draw, view, other, corner, parts), 1);
    still_end(&still);
    still_finish(&still);
    scene_end(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiles_show_what_drawing_at_once_shows),
        cmocka_unit_test(slices_of_work_come_to_the_same_picture),
        cmocka_unit_test(there_is_a_coarse_picture_before_any_tile),
        cmocka_unit_test(night_fades_in_over_600_ms_once_its_tiles_are_ready),
        cmocka_unit_test(a_fade_ends_though_night_is_said_with_each_picture),
        cmocka_unit_test(the_first_picture_does_not_fade),
        cmocka_unit_test(a_window_beyond_the_map_is_refused_with_its_numbers),
        cmocka_unit_test(heights_follow_the_hexes),
        cmocka_unit_test(night_is_blue_and_dark_and_villages_glow),
        cmocka_unit_test(a_still_picture_is_drawn_once_until_its_key_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
