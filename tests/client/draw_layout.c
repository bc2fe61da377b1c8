/* Plates and names: none covers another, at any zoom; the same plates lie the same way. */
#include "draw_scene.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "draw/counters.h"
#include "draw/labels.h"

enum { PLATES = 120 };

/* Plates over the window, two thirds of them crowded about Banjska. */
static void plates_strew(struct plate plates[PLATES], unsigned seed) {
    static const char *const symbols[] = {"patrol", "sf", "hmg", "plt", "cell", "eod"};
    memset(plates, 0, PLATES * sizeof *plates);
    for (int i = 0; i < PLATES; i++) {
        bool crowd = i % 3 != 0;
        unsigned col = crowd ? 8 + scene_number(&seed, 26) : scene_number(&seed, SCENE_COLS);
        unsigned row = crowd ? 10 + scene_number(&seed, 22) : scene_number(&seed, SCENE_ROWS);
        plates[i].hex = (hex_t)(row * SCENE_COLS + col);
        plates[i].counter.side = (enum counter_side)scene_number(&seed, COUNTER_SIDES);
        plates[i].counter.facing = i % 2 ? COUNTER_NO_FACING : (int16_t)(60 * scene_number(&seed, 6));
        plates[i].counter.steps = (uint8_t)scene_number(&seed, 4);
        plates[i].counter.suppression = (uint8_t)(i % 7 == 0 ? 2 : 0);
        plates[i].counter.order = i % 5 == 0 ? 'M' : 0;
        snprintf(plates[i].counter.symbol, sizeof plates[i].counter.symbol, "%s",
                 symbols[scene_number(&seed, 6)]);
    }
}

static bool seen(const struct camera *camera, SDL_FPoint at) {
    return at.x >= (float)camera->view.x && at.y >= (float)camera->view.y &&
           at.x < (float)(camera->view.x + camera->view.w) && at.y < (float)(camera->view.y + camera->view.h);
}

static void plates_lie_apart_and_off_what_is_fixed(void **state) {
    (void)state;
    struct draw_scene scene;
    static struct plate plates[PLATES];
    const SDL_FRect fixed[2] = {{500, 300, 120, 40}, {300, 420, 60, 60}};
    scene_begin(&scene, 1280, 900, 1);
    for (unsigned seed = 1; seed <= 6; seed++) {
        plates_strew(plates, seed);
        counters_layout(&scene.draw, &scene.camera, plates, PLATES, fixed, 2);
        for (int i = 0; i < PLATES; i++) {
            for (int j = 0; j < i; j++)
                assert_false(rects_overlap(plates[i].box, plates[j].box, .6f));
            for (int j = 0; j < 2; j++)
                assert_false(rects_overlap(plates[i].box, fixed[j], .6f));
        }
    }
    scene_end(&scene);
}

static void a_plate_alone_stays_on_its_hex(void **state) {
    (void)state;
    struct draw_scene scene;
    struct plate plate = {.hex = 18 * SCENE_COLS + 20,
                          .counter = {.symbol = "patrol", .facing = COUNTER_NO_FACING}};
    scene_begin(&scene, 1280, 900, 1);
    counters_layout(&scene.draw, &scene.camera, &plate, 1, NULL, 0);
    assert_false(plate.moved);
    assert_true(fabsf(plate.at.x - plate.anchor.x) < 3 && fabsf(plate.at.y - plate.anchor.y) < 3);
    assert_int_equal(counters_pick(&plate, 1, plate.at.x, plate.at.y), 0);
    assert_int_equal(counters_pick(&plate, 1, plate.at.x + 60, plate.at.y), -1);
    scene_end(&scene);
}

static void the_same_plates_lie_the_same_way(void **state) {
    (void)state;
    struct draw_scene scene;
    static struct plate first[PLATES], second[PLATES];
    scene_begin(&scene, 1280, 900, 1);
    plates_strew(first, 3);
    plates_strew(second, 3);
    counters_layout(&scene.draw, &scene.camera, first, PLATES, NULL, 0);
    counters_layout(&scene.draw, &scene.camera, second, PLATES, NULL, 0);
    for (int i = 0; i < PLATES; i++)
        assert_true(first[i].at.x == second[i].at.x && first[i].at.y == second[i].at.y);
    scene_end(&scene);
}

static void names_cover_neither_plates_nor_each_other(void **state) {
    (void)state;
    static const float zooms[] = {0, 24, 40, 70, 96};
    struct draw_scene scene;
    static struct plate plates[PLATES];
    SDL_FRect blocked[PLATES], names[512];
    scene_begin(&scene, 1280, 900, 1);
    struct label_layer *labels =
        labels_create(&scene.draw, scene.file, SCENE_COL, SCENE_ROW, SCENE_COLS, SCENE_ROWS);
    assert_non_null(labels);
    plates_strew(plates, 2);
    for (int z = 0; z < 5; z++) {
        if (zooms[z] > 0)
            camera_zoom_to(&scene.camera, zooms[z]);
        counters_layout(&scene.draw, &scene.camera, plates, PLATES, NULL, 0);
        for (int i = 0; i < PLATES; i++)
            blocked[i] = plates[i].box;
        labels_place(labels, &scene.camera, blocked, PLATES);
        size_t count = labels_placed(labels, names, 512);
        assert_true(count >= 3);
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < i; j++)
                assert_false(rects_overlap(names[i], names[j], 0));
            for (int j = 0; j < PLATES; j++)
                assert_false(rects_overlap(names[i], blocked[j], 0));
            assert_true(seen(&scene.camera, (SDL_FPoint){names[i].x, names[i].y}));
        }
    }
    labels_destroy(labels);
    scene_end(&scene);
}

static void a_name_that_the_scenario_names_is_placed_first(void **state) {
    (void)state;
    struct draw_scene scene;
    SDL_FRect before[64], after[64];
    scene_begin(&scene, 792, 614, 1);
    struct label_layer *labels =
        labels_create(&scene.draw, scene.file, SCENE_COL, SCENE_ROW, SCENE_COLS, SCENE_ROWS);
    size_t sites = labels_fixed_rects(labels, &scene.camera, before, 64);
    for (size_t i = 0; i < scene.file->places; i++) {
        const struct map_place *place = &scene.file->place[i];
        if (strcmp(place->name_sr, "Banjska") == 0 && place->rank <= 2)
            labels_fix(labels, (hex_t)((place->row - SCENE_ROW) * SCENE_COLS + place->col - SCENE_COL));
    }
    assert_int_equal(labels_fixed_rects(labels, &scene.camera, after, 64), sites + 1);
    labels_destroy(labels);
    scene_end(&scene);
}

static bool rect_holds(SDL_FRect outer, SDL_FRect inner) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

static void a_fixed_name_stays_where_plates_keep_off_it(void **state) {
    (void)state;
    struct draw_scene scene;
    static struct plate plates[PLATES];
    SDL_FRect fixed[64], blocked[PLATES], names[512];
    scene_begin(&scene, 1280, 900, 1);
    struct label_layer *labels =
        labels_create(&scene.draw, scene.file, SCENE_COL, SCENE_ROW, SCENE_COLS, SCENE_ROWS);
    for (unsigned seed = 1; seed <= 5; seed++) {
        plates_strew(plates, seed);
        size_t count = labels_fixed_rects(labels, &scene.camera, fixed, 64), kept = 0;
        counters_layout(&scene.draw, &scene.camera, plates, PLATES, fixed, count);
        for (int i = 0; i < PLATES; i++)
            blocked[i] = plates[i].box;
        labels_place(labels, &scene.camera, blocked, PLATES);
        size_t placed = labels_placed(labels, names, 512);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < placed; j++)
                kept += rect_holds(fixed[i], names[j]);
        assert_true(count > 0);
        assert_int_equal(kept, count);
    }
    labels_destroy(labels);
    scene_end(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plates_lie_apart_and_off_what_is_fixed),
        cmocka_unit_test(a_plate_alone_stays_on_its_hex),
        cmocka_unit_test(the_same_plates_lie_the_same_way),
        cmocka_unit_test(names_cover_neither_plates_nor_each_other),
        cmocka_unit_test(a_name_that_the_scenario_names_is_placed_first),
        cmocka_unit_test(a_fixed_name_stays_where_plates_keep_off_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
