#include "key.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "maptile.h"
#include "plate.h"
#include "shape.h"
#include "text_lay.h"

struct key_image {
    SDL_Texture *texture;
    int w, h;
};
struct key {
    struct draw *draw;
    struct key_image terrain[TERRAIN_COUNT], line[KEY_LINES], side[COUNTER_SIDES], die[6];
};

/* A swatch while it is painted. */
struct swatch {
    struct raster raster;
    struct raster_image image;
    float s;
};

static bool swatch_begin(struct swatch *swatch, float w, float h, float scale) {
    int pw = (int)ceilf(w * scale), ph = (int)ceilf(h * scale);
    uint32_t *pixels = calloc((size_t)pw * (size_t)ph, sizeof *pixels);
    swatch->s = scale;
    swatch->image = (struct raster_image){pixels, pw, ph, pw};
    if (pixels != NULL && raster_init(&swatch->raster, pw, ph))
        return true;
    free(pixels);
    SDL_OutOfMemory();
    return false;
}

static void swatch_end(struct swatch *swatch, const struct draw *draw, struct key_image *out) {
    out->w = swatch->image.w;
    out->h = swatch->image.h;
    out->texture =
        SDL_CreateTexture(draw->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, out->w, out->h);
    if (out->texture != NULL) {
        SDL_UpdateTexture(out->texture, NULL, swatch->image.pixels, out->w * 4);
        SDL_SetTextureBlendMode(out->texture, SDL_BLENDMODE_BLEND);
    }
    raster_finish(&swatch->raster);
    free(swatch->image.pixels);
}

static void fill(struct swatch *swatch, uint32_t rgb, float alpha) {
    raster_fill(&swatch->raster, swatch->image, rgb, alpha, RASTER_OVER, NULL);
}

static uint32_t darker(uint32_t rgb, bool night) {
    uint32_t out = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        out |= (uint32_t)((rgb >> shift & 255) * (night ? 55 : 100) / 100) << shift;
    return out;
}

/* Small things inside a terrain's hex, in pixels from its middle. */
static void dots_add(struct swatch *swatch, const float (*at)[2], size_t count, float x, float y) {
    for (size_t i = 0; i < count; i++)
        raster_disc(&swatch->raster, x + at[i][0] * swatch->s, y + at[i][1] * swatch->s, 1.3f * swatch->s);
}
static void houses_add(struct swatch *swatch, const float (*at)[2], size_t count, float x, float y) {
    for (size_t i = 0; i < count; i++)
        raster_box(&swatch->raster, x + at[i][0] * swatch->s, y + at[i][1] * swatch->s, 3.4f * swatch->s,
                   2.6f * swatch->s, 0);
}

static void terrain_inside(struct swatch *swatch, enum terrain terrain, float x, float y) {
    static const float trees[][2] = {{-4, -3}, {1, -5}, {4, -1}, {-2, 1}, {3, 4}, {-5, 4}, {-1, 6}, {5, 2}};
    static const float bushes[][2] = {{-4, -2}, {3, -4}, {1, 3}};
    static const float village[][2] = {{-5, -2}, {1, -5}, {0, 2}};
    static const float town[][2] = {{-6, -3}, {-1, -6}, {3, -2}, {-2, -1}, {-5, 2}, {1, 3}};
    float s = swatch->s;
    switch (terrain) {
    case TERRAIN_FOREST:
        dots_add(swatch, trees, 8, x, y);
        fill(swatch, PALETTE_FOREST_RIM, 1);
        break;
    case TERRAIN_SCRUB:
        dots_add(swatch, bushes, 3, x, y);
        fill(swatch, PALETTE_FOREST_RIM, 1);
        break;
    case TERRAIN_VILLAGE:
    case TERRAIN_TOWN:
        houses_add(swatch, terrain == TERRAIN_TOWN ? town : village, terrain == TERRAIN_TOWN ? 6 : 3, x, y);
        fill(swatch, PALETTE_HOUSE, 1);
        break;
    case TERRAIN_STEEP:
        for (int i = -2; i <= 2; i++) {
            struct raster_point line[2] = {{x + (3 * (float)i + .7f) * s, y - 4 * s},
                                           {x + (3 * (float)i - .8f) * s, y + 5 * s}};
            raster_stroke(&swatch->raster, line, 2, s, RASTER_BUTT, false);
        }
        fill(swatch, 0x4F4436, 1);
        break;
    case TERRAIN_WALLED: {
        struct map_tile tile = {.image = swatch->image, .raster = &swatch->raster, .scale = s};
        tile_site(&tile, x, y + s, 6 * s, PALETTE_SITE);
        break;
    }
    default:
        break;
    }
}

static void terrain_paint(struct key *key, enum terrain terrain, struct key_image *out) {
    static const uint32_t grounds[TERRAIN_COUNT] = {[TERRAIN_OPEN] = 0xEDE3C4,
                                                    [TERRAIN_SCRUB] = 0xD0CDA4,
                                                    [TERRAIN_FOREST] = PALETTE_FOREST,
                                                    [TERRAIN_STEEP] = 0xA89C86,
                                                    [TERRAIN_VILLAGE] = 0xE8C8A2,
                                                    [TERRAIN_TOWN] = 0xD9A67C,
                                                    [TERRAIN_WALLED] = PALETTE_SITE_YARD,
                                                    [TERRAIN_WATER] = PALETTE_WATER};
    struct swatch swatch;
    if (!swatch_begin(&swatch, 20, 22, key->draw->scale))
        return;
    struct raster_point corner[6];
    float s = swatch.s, x = 10 * s, y = 11 * s;
    bool night = key->draw->night;
    for (int i = 0; i < 6; i++)
        corner[i] = (struct raster_point){x + 9.6f * s * sinf((float)i * 1.0471976f),
                                          y - 9.6f * s * cosf((float)i * 1.0471976f)};
    raster_polygon(&swatch.raster, corner, 6);
    fill(&swatch, darker(grounds[terrain], night), 1);
    terrain_inside(&swatch, terrain, x, y);
    raster_stroke(&swatch.raster, corner, 6, .9f * s, RASTER_BUTT, true);
    fill(&swatch, night ? PALETTE_TEXT : PALETTE_INK, .7f);
    swatch_end(&swatch, key->draw, out);
}

/* A line's coats: width, colour, dashes. */
struct coat {
    float width;
    uint32_t rgb, night_rgb;
    float dash[4];
};

static void line_paint(struct key *key, enum key_line line, struct key_image *out) {
    static const struct coat coats[KEY_LINES][2] = {
        [KEY_ROAD_MAIN] = {{4.7f, PALETTE_ROAD_CASING, PALETTE_ROAD_CASING, {0}},
                           {3, PALETTE_ROAD_MAIN, PALETTE_ROAD_MAIN, {0}}},
        [KEY_ROAD_REGIONAL] = {{4, PALETTE_ROAD_CASING, PALETTE_ROAD_CASING, {0}},
                               {2.3f, PALETTE_ROAD_REGIONAL, PALETTE_ROAD_REGIONAL, {0}}},
        [KEY_ROAD_MINOR] = {{3.2f, PALETTE_ROAD_CASING, PALETTE_ROAD_CASING, {0}},
                            {1.6f, PALETTE_ROAD_MINOR, PALETTE_ROAD_MINOR, {0}}},
        [KEY_TRACK] = {{1.3f, PALETTE_TRACK, 0xB79F80, {4, 2.5f, 4, 2.5f}}, {0}},
        [KEY_RAIL] = {{1.4f, PALETTE_RAIL, 0xAEB4BA, {0}},
                      {4.5f, PALETTE_RAIL, 0xAEB4BA, {1.2f, 5, 1.2f, 5}}},
        [KEY_RIVER] = {{4.4f, PALETTE_BANK, PALETTE_BANK, {0}}, {2.8f, PALETTE_WATER, PALETTE_WATER, {0}}},
        [KEY_BOUNDARY] = {{7, 0xD9C6D0, 0x4A3A50, {0}},
                          {1.8f, PALETTE_BOUNDARY, PALETTE_NIGHT_BOUNDARY, {9, 3, 1.6f, 3}}},
    };
    struct swatch swatch;
    if (!swatch_begin(&swatch, 34, 10, key->draw->scale))
        return;
    float s = swatch.s;
    struct raster_point ends[2] = {{0, 5 * s}, {34 * s, 5 * s}};
    for (int i = 0; i < 2; i++) {
        const struct coat *coat = &coats[line][i];
        float dash[4] = {coat->dash[0] * s, coat->dash[1] * s, coat->dash[2] * s, coat->dash[3] * s};
        if (coat->dash[0] > 0)
            raster_dash(&swatch.raster, ends, 2, coat->width * s, dash, 4, false);
        else
            raster_stroke(&swatch.raster, ends, 2, coat->width * s, RASTER_BUTT, false);
        fill(&swatch, key->draw->night ? coat->night_rgb : coat->rgb, 1);
    }
    swatch_end(&swatch, key->draw, out);
}

static void side_paint(struct key *key, enum counter_side side, struct key_image *out) {
    struct swatch swatch;
    if (!swatch_begin(&swatch, 18, 18, key->draw->scale))
        return;
    float s = swatch.s, unit = .085f * s;
    plate_add(&swatch.raster, side, 9 * s, 9 * s, unit, 1.8f * s);
    fill(&swatch, PALETTE_OUTLINE, 1);
    plate_add(&swatch.raster, side, 9 * s, 9 * s, unit, .8f * s);
    fill(&swatch, plate_colors_of(side).plate, 1);
    if (side == COUNTER_CONTACT)
        text_lay(key->draw, swatch.image, FONT_NARROW_BOLD, 11 * s, 9 * s, 13 * s, PALETTE_INK, "?");
    swatch_end(&swatch, key->draw, out);
}

static void die_paint(struct key *key, int face, struct key_image *out) {
    static const char pips[6][10] = {"000010000", "100000001", "100010001",
                                     "101000101", "101010101", "101101101"};
    struct swatch swatch;
    if (!swatch_begin(&swatch, 17, 17, key->draw->scale))
        return;
    float s = swatch.s;
    raster_box(&swatch.raster, 0, 0, 17 * s, 17 * s, 3.6f * s);
    fill(&swatch, PALETTE_INK, 1);
    raster_box(&swatch.raster, s, s, 15 * s, 15 * s, 3 * s);
    fill(&swatch, PALETTE_DIE, 1);
    for (int i = 0; i < 9; i++)
        if (pips[face - 1][i] == '1')
            raster_disc(&swatch.raster, (8.5f + 4.4f * (float)(i % 3 - 1)) * s,
                        (8.5f + 4.4f * (float)(i / 3 - 1)) * s, 1.7f * s);
    fill(&swatch, PALETTE_INK, 1);
    swatch_end(&swatch, key->draw, out);
}

struct key *key_create(struct draw *draw) {
    struct key *key = calloc(1, sizeof *key);
    if (key != NULL)
        key->draw = draw;
    return key;
}

static void images_drop(struct key_image *images, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (images[i].texture != NULL)
            SDL_DestroyTexture(images[i].texture);
    memset(images, 0, count * sizeof *images);
}

void key_reset(struct key *key) {
    images_drop(key->terrain, TERRAIN_COUNT);
    images_drop(key->line, KEY_LINES);
    images_drop(key->side, COUNTER_SIDES);
    images_drop(key->die, 6);
}

void key_destroy(struct key *key) {
    if (key == NULL)
        return;
    key_reset(key);
    free(key);
}

static SDL_Texture *image_give(const struct key_image *image, int *w, int *h) {
    *w = image->w;
    *h = image->h;
    return image->texture;
}

SDL_Texture *key_terrain(struct key *key, enum terrain terrain, int *w, int *h) {
    assert(terrain < TERRAIN_COUNT);
    if (key->terrain[terrain].texture == NULL)
        terrain_paint(key, terrain, &key->terrain[terrain]);
    return image_give(&key->terrain[terrain], w, h);
}
SDL_Texture *key_line(struct key *key, enum key_line line, int *w, int *h) {
    assert(line < KEY_LINES);
    if (key->line[line].texture == NULL)
        line_paint(key, line, &key->line[line]);
    return image_give(&key->line[line], w, h);
}
SDL_Texture *key_side(struct key *key, enum counter_side side, int *w, int *h) {
    assert(side < COUNTER_SIDES);
    if (key->side[side].texture == NULL)
        side_paint(key, side, &key->side[side]);
    return image_give(&key->side[side], w, h);
}
SDL_Texture *key_die(struct key *key, int face, int *w, int *h) {
    assert(face >= 1 && face <= 6);
    if (key->die[face - 1].texture == NULL)
        die_paint(key, face, &key->die[face - 1]);
    return image_give(&key->die[face - 1], w, h);
}

void key_scale(struct draw *draw, const struct camera *camera, float x, float y, float width,
               uint32_t ink_rgb, uint32_t paper_rgb) {
    static const int steps_m[] = {50, 100, 200, 250, 500, 1000, 2000, 5000};
    float k = camera->zoom / (float)CAMERA_HEX_M, s = draw->scale;
    int step = steps_m[0];
    for (size_t i = 0; i < sizeof steps_m / sizeof steps_m[0]; i++)
        if (4 * (float)steps_m[i] * k <= width)
            step = steps_m[i];
    float part = (float)step * k;
    struct text_style style = {.face = FONT_NARROW, .px = 12, .rgb = ink_rgb, .align = TEXT_LEFT};
    for (int i = 0; i < 4; i++) {
        SDL_FRect box = {x + part * (float)i, y, part, 5 * s},
                  inner = {box.x + s, y + s, part - 2 * s, 3 * s};
        shape_box(draw->renderer, box, 0, palette_color(ink_rgb, 255));
        if (i % 2)
            shape_box(draw->renderer, inner, 0, palette_color(paper_rgb, 255));
    }
    for (int i = 0; i <= 4; i += 2) {
        char figure[24];
        int metres = step * i;
        if (step >= 500)
            snprintf(figure, sizeof figure, "%d%s", metres / 1000, i == 4 ? " km" : "");
        else
            snprintf(figure, sizeof figure, "%d%s", metres, i == 4 ? " m" : "");
        style.align = i == 0 ? TEXT_LEFT : i == 4 ? TEXT_RIGHT : TEXT_CENTER;
        text_draw(draw, &style, x + part * (float)i, y - 3 * s, figure);
    }
}
