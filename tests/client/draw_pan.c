/* Panning: what is kept of the picture is moved along, and what newly appears is drawn; the same pixels as when
 * everything is drawn anew. */
#include "draw_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/counters.h"
#include "draw/labels.h"
#include "draw/maplayer.h"
#include "draw/overlay.h"
#include "draw/still.h"

enum { PLATES = 60, W = 620, H = 470, PANS = 60 };

struct table {
    struct draw_scene scene;
    struct map_layer *layer;
    struct label_layer *labels;
    struct counter_set *counters;
    struct plate plate[PLATES];
    SDL_Point corner;
    hex_t path[12];
};

static void plates_strew(struct table *table) {
    static const char *const symbols[] = {"patrol", "hmg", "plt", "cell", "eod", "acar"};
    unsigned seed = 5;
    for (int i = 0; i < PLATES; i++) {
        struct plate *plate = &table->plate[i];
        plate->hex = (hex_t)scene_number(&seed, SCENE_COLS * SCENE_ROWS);
        plate->counter.side = (enum counter_side)scene_number(&seed, COUNTER_SIDES);
        plate->counter.facing = (int16_t)(60 * scene_number(&seed, 6));
        plate->counter.steps = (uint8_t)(1 + scene_number(&seed, 3));
        snprintf(plate->counter.symbol, sizeof plate->counter.symbol, "%s", symbols[scene_number(&seed, 6)]);
    }
}

static void lay(struct table *table) {
    SDL_FRect blocked[PLATES];
    counters_layout(&table->scene.draw, &table->scene.camera, table->plate, PLATES, NULL, 0);
    for (int i = 0; i < PLATES; i++)
        blocked[i] = table->plate[i].box;
    labels_place(table->labels, &table->scene.camera, blocked, PLATES);
    table->corner = camera_corner(&table->scene.camera);
}

static void table_begin(struct table *table, float scale) {
    char why[200] = "";
    struct draw_scene *scene = &table->scene;
    memset(table, 0, sizeof *table);
    scene_begin(scene, W, H, scale);
    table->layer = maplayer_create(&scene->draw, scene->file, SCENE_COL, SCENE_ROW, SCENE_COLS, SCENE_ROWS, why, sizeof why);
    table->labels = labels_create(&scene->draw, scene->file, SCENE_COL, SCENE_ROW, SCENE_COLS, SCENE_ROWS);
    table->counters = counters_create(&scene->draw);
    assert_non_null(table->layer);
    assert_non_null(table->labels);
    assert_non_null(table->counters);
    plates_strew(table);
    for (int i = 0; i < 12; i++)
        table->path[i] = (hex_t)((14 + i / 2) * SCENE_COLS + 12 + i);
}

static void table_end(struct table *table) {
    counters_destroy(table->counters);
    labels_destroy(table->labels);
    maplayer_destroy(table->layer);
    scene_end(&table->scene);
}

static void draw_ground(struct table *table, const struct camera *camera) {
    struct draw *draw = &table->scene.draw;
    static bool hidden[SCENE_COLS * SCENE_ROWS];
    static const uint8_t pulse[12] = {[3] = 2, [7] = 4, [11] = 6};
    maplayer_draw(table->layer, camera, 0);
    for (size_t i = 0; i < sizeof hidden; i++)
        hidden[i] = i % 7 == 0;
    overlay_sight(draw, camera, hidden, sizeof hidden);
    for (int i = 0; i < 30; i++) {
        overlay_barricade(draw, camera, (hex_t)(i * 43 + 20), i % DIR_COUNT, 1 + i % 4, i % 5 == 0);
        overlay_crowd(draw, camera, (hex_t)(i * 41 + 7), 3, i % 10);
        overlay_choice(draw, camera, (hex_t)(i * 37 + 3));
    }
    labels_draw(table->labels, camera, true);
    overlay_path(draw, camera, &(struct overlay_path){.hexes = table->path, .pulse = pulse, .count = 12});
    counters_draw(table->counters, camera, table->plate, PLATES);
}

/* The picture as the client shows it, from what `still` keeps. Returns how many parts were drawn. */
static int show(struct table *table, struct still *still, SDL_Surface *out) {
    struct draw_scene *scene = &table->scene;
    SDL_Rect parts[STILL_PARTS];
    SDL_Point corner = camera_corner(&scene->camera);
    SDL_FillRect(scene->target, NULL, 0);
    int count = still_begin(still, &scene->draw, scene->camera.view, 1, corner, parts);
    for (int i = 0; i < count; i++) {
        struct camera part = camera_part(&scene->camera, parts[i]);
        draw_ground(table, &part);
    }
    if (count > 0)
        still_end(still);
    SDL_RenderFlush(scene->renderer);
    assert_int_equal(SDL_BlitSurface(scene->target, NULL, out, NULL), 0);
    return count;
}

static int differences(const SDL_Surface *a, const SDL_Surface *b) {
    int count = 0;
    for (int y = 0; y < a->h; y++)
        for (int x = 0; x < a->w; x++)
            count += memcmp((const Uint8 *)a->pixels + y * a->pitch + 4 * x, (const Uint8 *)b->pixels + y * b->pitch + 4 * x,
                            4) != 0;
    return count;
}

static void pan_by(struct table *table, int dx, int dy) {
    camera_pan(&table->scene.camera, (float)dx, (float)dy);
    SDL_Point now = camera_corner(&table->scene.camera);
    counters_pan(table->plate, PLATES, now.x - table->corner.x, now.y - table->corner.y);
    table->corner = now;
    maplayer_step(table->layer, &table->scene.camera, -1);
    assert_true(maplayer_is_whole(table->layer, &table->scene.camera));
}

/* Pans and zooms at random: after each, the picture that was moved along is the one drawn anew. */
static void pans_show_what_drawing_anew_shows(float scale, unsigned seed) {
    struct table table;
    struct still kept = {0};
    table_begin(&table, scale);
    SDL_Surface *moved = SDL_CreateRGBSurfaceWithFormat(0, W, H, 32, SDL_PIXELFORMAT_ARGB8888),
                *anew = SDL_CreateRGBSurfaceWithFormat(0, W, H, 32, SDL_PIXELFORMAT_ARGB8888);
    table.scene.camera.view = (SDL_Rect){0, 44, W - 50, H - 64};
    table.scene.camera.still = true;
    int in_part = 0;
    for (int i = 0; i < PANS; i++) {
        if (i % 12 == 0) {
            camera_zoom_by(&table.scene.camera, i == 0 ? 3 : (int)scene_number(&seed, 5) - 2, 200, 150, 0);
            maplayer_step(table.layer, &table.scene.camera, -1);
            lay(&table);
            still_finish(&kept);
        } else {
            unsigned far = i % 5 == 0 ? 700 : 60; /* now and then further than the view */
            pan_by(&table, (int)scene_number(&seed, 2 * far) - (int)far, (int)scene_number(&seed, far) - (int)far / 2);
        }
        struct still fresh = {0};
        int parts = show(&table, &kept, moved);
        in_part += i % 12 != 0 && parts > 0;
        assert_int_equal(show(&table, &fresh, anew), 1);
        assert_int_equal(differences(moved, anew), 0);
        still_finish(&fresh);
    }
    assert_true(in_part > PANS / 3);
    SDL_FreeSurface(moved);
    SDL_FreeSurface(anew);
    still_finish(&kept);
    table_end(&table);
}

static void a_panned_picture_is_the_one_drawn_anew(void **state) {
    (void)state;
    pans_show_what_drawing_anew_shows(1, 17);
}

static void at_other_scales_too(void **state) {
    (void)state;
    pans_show_what_drawing_anew_shows(1.25f, 23);
    pans_show_what_drawing_anew_shows(2, 29);
}

/* A short pan draws strips, not the view. */
static void only_what_newly_appears_is_drawn(void **state) {
    (void)state;
    struct draw_scene scene;
    struct still still = {0};
    SDL_Rect view = {10, 20, 60, 50}, parts[STILL_PARTS];
    scene_begin(&scene, 100, 100, 1);
    assert_int_equal(still_begin(&still, &scene.draw, view, 1, (SDL_Point){0, 0}, parts), 1);
    SDL_SetRenderDrawColor(scene.renderer, 255, 0, 0, 255);
    SDL_RenderFillRect(scene.renderer, &view);
    still_end(&still);
    assert_int_equal(still_begin(&still, &scene.draw, view, 1, (SDL_Point){5, -8}, parts), 2);
    assert_true(SDL_RectEquals(&parts[0], &(SDL_Rect){10, 20, 5, 50}));
    assert_true(SDL_RectEquals(&parts[1], &(SDL_Rect){15, 62, 55, 8}));
    still_end(&still);
    assert_int_equal(still_begin(&still, &scene.draw, view, 1, (SDL_Point){65, -8}, parts), 1); /* nothing is left */
    assert_true(SDL_RectEquals(&parts[0], &view));
    still_end(&still);
    still_finish(&still);
    scene_end(&scene);
}

/* Drawn with another key, the picture is another one, wherever the ground lies. */
static void a_panned_picture_of_something_else_is_drawn_whole(void **state) {
    (void)state;
    struct draw_scene scene;
    struct still still = {0};
    SDL_Rect view = {0, 0, 60, 50}, parts[STILL_PARTS];
    scene_begin(&scene, 100, 100, 1);
    assert_int_equal(still_begin(&still, &scene.draw, view, 1, (SDL_Point){0, 0}, parts), 1);
    still_end(&still);
    assert_int_equal(still_begin(&still, &scene.draw, view, 2, (SDL_Point){3, 0}, parts), 1);
    assert_true(SDL_RectEquals(&parts[0], &view));
    still_end(&still);
    still_finish(&still);
    scene_end(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panned_picture_is_the_one_drawn_anew),
        cmocka_unit_test(at_other_scales_too),
        cmocka_unit_test(only_what_newly_appears_is_drawn),
        cmocka_unit_test(a_panned_picture_of_something_else_is_drawn_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
