#include "draw_sample.h"

#include <stdio.h>

#include "draw/counters.h"
#include "draw/key.h"
#include "draw/labels.h"
#include "draw/minimap.h"
#include "draw/overlay.h"

struct sample_unit {
    int col, row;
    struct counter look;
};

#define P         .side = COUNTER_POLICE
#define K         .side = COUNTER_KFOR
#define I         .side = COUNTER_IRREGULARS
#define U         .side = COUNTER_CONTACT, .letters = "?"
#define NO_FACING .facing = COUNTER_NO_FACING
static const struct sample_unit force[] = {
    {34, 22, {P, .symbol = "hq", .steps = 1, NO_FACING}},
    {32, 25, {P, .symbol = "eulex", .steps = 2, .facing = 300}},
    {28, 24, {P, .symbol = "patrol", .steps = 1, .steps_lost = 1, .suppression = 3, .facing = 270}},
    {29, 23, {P, .symbol = "eod", .steps = 1, .facing = 270, .order = 'C'}},
    {27, 26, {P, .symbol = "sf", .steps = 2, .steps_lost = 1, .suppression = 1, .facing = 330, .order = 'F'}},
    {29, 24, {P, .symbol = "sf", .steps = 3, .facing = 270, .order = 'F'}},
    {22, 13, {P, .symbol = "sf", .steps = 3, .facing = 150, .selected = true}},
    {30, 19, {P, .symbol = "sf", .steps = 3, .facing = 210}},
    {28, 22, {P, .symbol = "marks", .steps = 1, .facing = 210}},
    {31, 22, {P, .symbol = "acar", .steps = 1, .facing = 270}},
    {23, 20, {P, .symbol = "qrf", .steps = 3, .facing = 150, .order = 'A'}},
    {24, 27, {P, .symbol = "qrf", .steps = 2, .steps_lost = 1, .suppression = 2, .facing = 30}},
    {30, 25, {P, .symbol = "qrf", .steps = 3, .facing = 270}},
    {15, 6, {P, .symbol = "border", .steps = 1, .facing = 150}},
    {11, 5, {P, .symbol = "patrol", .steps = 2, .facing = 90}},
    {33, 18, {K, .symbol = "plt", .bar = 100, .facing = 210}},
    {35, 27, {K, .symbol = "plt", .bar = 100, .facing = 330}},
    {36, 30, {K, .symbol = "crowd", .bar = 100, .facing = 330}},
    {33, 24, {K, .symbol = "liaison", .bar = 100, .facing = 270}},
    {20, 9, {K, .symbol = "cmdo", .bar = 100, .facing = 210}},
    {27, 24, {I, .symbol = "hmg", .stack = 3, .facing = 90, .bar = 100}},
    {26, 22, {I, .symbol = "acar", .facing = 30, .bar = 100}},
    {21, 19, {I, .symbol = "cell", .facing = 270, .bar = 50}},
    {25, 25, {I, .symbol = "at", .facing = 210, .bar = 100}},
    {18, 16, {U, .tag = "foot", NO_FACING}},
    {21, 23, {U, .tag = "foot", NO_FACING}},
    {14, 10, {U, .tag = "vehicle", NO_FACING}},
    {22, 31, {U, .tag = "foot", NO_FACING}},
    {17, 12, {I, .symbol = "jeep", .ghost = true, .tag = "T12", NO_FACING}},
    {18, 21, {I, .symbol = "mortar", .ghost = true, .tag = "T11", NO_FACING}},
};
#undef P
#undef K
#undef I
#undef U
#undef NO_FACING
enum { FORCE = sizeof force / sizeof force[0], WAY = 8, RECTS = 160 };

struct sample {
    struct draw *draw;
    struct camera *camera;
    struct plate plates[FORCE];
    size_t count;
    hex_t way[WAY];
    struct overlay_path path;
    SDL_FRect fixed[RECTS], blocked[RECTS];
    size_t fixed_count, blocked_count;
};

static hex_t at(const struct sample *sample, int col, int row) {
    return (hex_t)(row * sample->camera->cols + col);
}
static bool whole(const struct sample *sample) {
    return sample->camera->cols >= 40 && sample->camera->rows >= 36;
}

static void sample_fill(struct sample *sample) {
    static const uint8_t pulse[WAY] = {0, 1, 2, 3, 4, 5, 0, 6};
    static const bool seen[WAY] = {[6] = true, [7] = true};
    static const int course[WAY][2] = {{22, 13}, {23, 14}, {23, 15}, {23, 16},
                                       {23, 17}, {24, 18}, {24, 19}, {25, 20}};
    for (int i = 0; i < FORCE; i++)
        if (force[i].col < sample->camera->cols && force[i].row < sample->camera->rows)
            sample->plates[sample->count++] =
                (struct plate){.counter = force[i].look, .hex = at(sample, force[i].col, force[i].row)};
    for (int i = 0; i < WAY; i++)
        sample->way[i] = at(sample, course[i][0], course[i][1]);
    sample->path = (struct overlay_path){sample->way, pulse, seen, WAY, false};
}

static void near_by_draw(const struct sample *sample) {
    static bool hidden[MAP_HEX_MAX];
    struct draw *draw = sample->draw;
    struct camera *camera = sample->camera;
    size_t hexes = (size_t)camera->cols * camera->rows;
    for (size_t i = 0; i < hexes; i++)
        hidden[i] = i * 7919 % 5 == 0;
    overlay_sight(draw, camera, hidden, hexes);
    overlay_sight_line(draw, camera, at(sample, 28, 22), at(sample, 24, 23), at(sample, 26, 23));
    overlay_sight_line(draw, camera, at(sample, 28, 22), at(sample, 27, 24), HEX_NONE);
    overlay_shot(draw, camera, camera_hex_center(camera, at(sample, 31, 22)),
                 camera_hex_center(camera, at(sample, 29, 26)), .5f);
    overlay_arrow(draw, camera, at(sample, 30, 25), at(sample, 30, 26), .9f);
    overlay_word(draw, camera_hex_center(camera, at(sample, 30, 22)), "S2", PALETTE_AMBER, .4f);
    overlay_pulse(draw, camera_hex_center(camera, at(sample, 25, 25)), PALETTE_SELECTED, .5f);
    for (int mark = MARK_CACHE; mark <= MARK_VEHICLES; mark++)
        overlay_mark(draw, camera, at(sample, 31, 24), (enum overlay_mark)mark);
}

static void overlays_draw(struct sample *sample) {
    struct draw *draw = sample->draw;
    struct camera *camera = sample->camera;
    if (!whole(sample))
        return;
    if (camera->zoom / draw->scale > 60)
        near_by_draw(sample);
    overlay_path(draw, camera, &sample->path);
    overlay_barricade(draw, camera, at(sample, 28, 23), DIR_E, 2, false);
    overlay_barricade(draw, camera, at(sample, 31, 23), DIR_NE, 2, true);
    sample->blocked[sample->blocked_count++] = overlay_crowd(draw, camera, at(sample, 31, 28), 5, 5);
    sample->blocked[sample->blocked_count++] = overlay_crowd(draw, camera, at(sample, 29, 26), 3, 8);
    overlay_hover(draw, camera, at(sample, 32, 10));
    overlay_selected(draw, camera, at(sample, 22, 13));
    overlay_choice(draw, camera, at(sample, 24, 13));
    overlay_choice(draw, camera, at(sample, 24, 14));
    overlay_seen(draw, camera, at(sample, 26, 14));
}

static void names_and_plates_draw(struct sample *sample, const struct map_file *file) {
    struct camera *camera = sample->camera;
    struct label_layer *labels =
        labels_create(sample->draw, file, camera->col0, camera->row0, camera->cols, camera->rows);
    struct counter_set *set = counters_create(sample->draw);
    if (labels == NULL || set == NULL)
        return;
    if (whole(sample))
        labels_fix(labels, at(sample, 26, 22));
    sample->fixed_count = labels_fixed_rects(labels, camera, sample->fixed, 32);
    if (whole(sample)) {
        sample->fixed_count +=
            overlay_path_rects(sample->draw, camera, &sample->path, sample->fixed + sample->fixed_count, WAY);
        sample->fixed[sample->fixed_count++] =
            overlay_barricade_rect(sample->draw, camera, at(sample, 28, 23), DIR_E);
        sample->fixed[sample->fixed_count++] =
            overlay_crowd_rect(sample->draw, camera, at(sample, 31, 28), 5);
        sample->fixed[sample->fixed_count++] =
            overlay_crowd_rect(sample->draw, camera, at(sample, 29, 26), 3);
    }
    counters_layout(sample->draw, camera, sample->plates, sample->count, sample->fixed, sample->fixed_count);
    for (size_t i = 0; i < sample->count; i++)
        sample->blocked[sample->blocked_count++] = sample->plates[i].box;
    sample->blocked_count +=
        overlay_path_rects(sample->draw, camera, &sample->path, sample->blocked + sample->blocked_count, WAY);
    overlays_draw(sample);
    labels_place(labels, camera, sample->blocked, sample->blocked_count);
    labels_draw(labels, camera, true);
    counters_draw(set, camera, sample->plates, sample->count);
    labels_destroy(labels);
    counters_destroy(set);
}

static void swatches_draw(struct draw *draw, const struct camera *camera, int x, int y) {
    struct key *key = key_create(draw);
    SDL_Rect card = {x, y, 180, 330};
    SDL_SetRenderDrawColor(draw->renderer, 0xF4, 0xED, 0xDB, 255);
    SDL_RenderFillRect(draw->renderer, &card);
    for (int i = 0; i < TERRAIN_COUNT; i++) {
        SDL_Rect to = {x + 10, y + 10 + i * 24, 0, 0};
        SDL_RenderCopy(draw->renderer, key_terrain(key, (enum terrain)i, &to.w, &to.h), NULL, &to);
    }
    for (int i = 0; i < KEY_LINES; i++) {
        SDL_Rect to = {x + 60, y + 10 + i * 20, 0, 0};
        SDL_RenderCopy(draw->renderer, key_line(key, (enum key_line)i, &to.w, &to.h), NULL, &to);
    }
    for (int i = 0; i < COUNTER_SIDES + 6; i++) {
        SDL_Rect to = {x + 130, y + 10 + i * 20, 0, 0};
        SDL_Texture *image = i < COUNTER_SIDES ? key_side(key, (enum counter_side)i, &to.w, &to.h)
                                               : key_die(key, i - COUNTER_SIDES + 1, &to.w, &to.h);
        SDL_RenderCopy(draw->renderer, image, NULL, &to);
    }
    key_scale(draw, camera, (float)x + 10, (float)y + 310, 160, PALETTE_INK, PALETTE_IVORY);
    key_destroy(key);
}

void sample_draw(struct draw *draw, const struct map_file *file, struct map_layer *layer,
                 struct camera *camera) {
    static struct sample sample;
    char why[160];
    sample = (struct sample){.draw = draw, .camera = camera};
    sample_fill(&sample);
    names_and_plates_draw(&sample, file);
    overlay_frame(draw, camera);
    if (camera->view.w < 900)
        return;
    struct minimap_dot dots[FORCE];
    for (size_t i = 0; i < sample.count; i++)
        dots[i] = (struct minimap_dot){sample.plates[i].hex, sample.plates[i].counter.side};
    int w = (int)(180 * draw->scale), h = (int)(140 * draw->scale);
    struct minimap *minimap = minimap_create(draw, layer, camera, w, h, why, sizeof why);
    if (minimap != NULL)
        minimap_draw(minimap, camera, 10, 10, dots, sample.count);
    minimap_destroy(minimap);
    swatches_draw(draw, camera, 10, h + 30);
}
