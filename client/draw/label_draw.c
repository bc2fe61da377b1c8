/* Styles of names, and drawing what was placed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "label_parts.h"
#include "raster.h"
#include "text_lay.h"

const struct label_look label_looks[LABEL_KINDS] = {
    [LABEL_SITE] = {FONT_SERIF_BOLD_ITALIC, FONT_SERIF_ITALIC, 13.5f, 12, 12},
    [LABEL_TOWN] = {FONT_SERIF_BOLD, FONT_SERIF_ITALIC, 16, 13, 0},
    [LABEL_FIXED] = {FONT_SERIF_BOLD, FONT_SERIF_ITALIC, 15, 13, 10},
    [LABEL_LARGE] = {FONT_SERIF_BOLD, FONT_SERIF_ITALIC, 14, 12, 12},
    [LABEL_VILLAGE] = {FONT_SERIF, FONT_SERIF_ITALIC, 12.5f, 11.5f, 12},
    [LABEL_HAMLET] = {FONT_SERIF, FONT_SERIF_ITALIC, 12.5f, 11, 17},
    [LABEL_OTHER] = {FONT_SERIF_ITALIC, FONT_SERIF_ITALIC, 12.5f, 11, 17},
    [LABEL_PEAK] = {FONT_NARROW, FONT_NARROW, 12, 11, 17},
    [LABEL_WATER] = {FONT_SERIF_ITALIC, FONT_SERIF_ITALIC, 13, 12, 12},
    [LABEL_BOUNDARY] = {FONT_SERIF_ITALIC, FONT_SERIF_ITALIC, 12.5f, 11, 12},
    [LABEL_SHIELD] = {FONT_NARROW_BOLD, FONT_NARROW_BOLD, 11, 11, 12},
};

struct text_style label_style(const struct label_layer *labels, const struct label *label, bool second) {
    bool night = labels->draw->night;
    uint32_t rgb = second ? (night ? PALETTE_NIGHT_NAME_2 : PALETTE_NAME_2)
                          : (night ? PALETTE_NIGHT_NAME : PALETTE_NAME);
    if (label->kind == LABEL_SITE)
        rgb = night ? PALETTE_NIGHT_NAME_SITE : PALETTE_NAME_SITE;
    if (label->kind == LABEL_WATER)
        rgb = night ? PALETTE_NIGHT_NAME_WATER : PALETTE_NAME_WATER;
    if (label->kind == LABEL_BOUNDARY)
        rgb = night ? PALETTE_NIGHT_NAME_BOUNDARY : PALETTE_NAME_BOUNDARY;
    struct text_style style = {
        .face = second ? label_looks[label->kind].face2 : label_looks[label->kind].face,
        .px = (second ? label_looks[label->kind].px2 : label_looks[label->kind].px) * labels->grow,
        .rgb = rgb,
        .halo_rgb = night ? PALETTE_NIGHT_HALO : PALETTE_HALO,
        .halo_px = 3,
        .align = label->align};
    if (label->kind == LABEL_SHIELD) {
        style.px = label_looks[label->kind].px;
        style.rgb = PALETTE_INK;
        style.halo_px = 0;
        style.align = TEXT_CENTER;
    }
    return style;
}

void label_measure(struct label_layer *labels, const struct label *label, float *w, float *h) {
    float w1, w2 = 0, s = labels->draw->scale;
    struct text_style style = label_style(labels, label, false);
    text_measure(labels->draw, &style, label->name, &w1, NULL);
    *h = style.px * s * .95f;
    if (label->kind == LABEL_SHIELD) {
        *w = w1 + 8 * s;
        *h = 14 * s;
        return;
    }
    if (label->name2[0] != '\0') {
        style = label_style(labels, label, true);
        text_measure(labels->draw, &style, label->name2, &w2, NULL);
        *h += style.px * s * 1.05f;
    }
    *w = w1 > w2 ? w1 : w2;
}

/* A small picture begun and made into a texture. */
static bool picture_begin(struct raster *raster, struct raster_image *image, int w, int h) {
    *image = (struct raster_image){calloc((size_t)w * (size_t)h, sizeof(uint32_t)), w, h, w};
    if (image->pixels != NULL && raster_init(raster, w, h))
        return true;
    free(image->pixels);
    return false;
}
static SDL_Texture *picture_end(const struct draw *draw, struct raster *raster, struct raster_image *image) {
    SDL_Texture *texture = SDL_CreateTexture(draw->renderer, SDL_PIXELFORMAT_ARGB8888,
                                             SDL_TEXTUREACCESS_STATIC, image->w, image->h);
    if (texture != NULL) {
        SDL_UpdateTexture(texture, NULL, image->pixels, image->w * 4);
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    }
    raster_finish(raster);
    free(image->pixels);
    return texture;
}

static SDL_Texture *shield_make(struct label_layer *labels, const struct label *label) {
    struct raster raster;
    struct raster_image image;
    float s = labels->draw->scale, w = label->box.w, h = label->box.h;
    if (!picture_begin(&raster, &image, (int)ceilf(w), (int)ceilf(h)))
        return NULL;
    raster_box(&raster, 0, 0, w, h, 2.5f * s);
    raster_fill(&raster, image, PALETTE_ROAD_CASING, 1, RASTER_OVER, NULL);
    raster_box(&raster, s, s, w - 2 * s, h - 2 * s, 2 * s);
    raster_fill(&raster, image, PALETTE_ROAD_MINOR, 1, RASTER_OVER, NULL);
    text_lay(labels->draw, image, FONT_NARROW_BOLD, label_looks[LABEL_SHIELD].px * s, w / 2, 11 * s,
             PALETTE_INK, label->name);
    return picture_end(labels->draw, &raster, &image);
}

static SDL_Texture *peak_make(struct label_layer *labels, uint32_t rgb) {
    struct raster raster;
    struct raster_image image;
    float s = labels->draw->scale;
    int size = (int)ceilf(10 * s);
    if (!picture_begin(&raster, &image, size, size))
        return NULL;
    struct raster_point mark[3] = {{s, 8 * s}, {9 * s, 8 * s}, {5 * s, s}};
    raster_polygon(&raster, mark, 3);
    raster_fill(&raster, image, rgb, 1, RASTER_OVER, NULL);
    return picture_end(labels->draw, &raster, &image);
}

static void texture_put(struct label_layer *labels, SDL_Texture *texture, float x, float y) {
    SDL_Rect to = {(int)floorf(x + .5f), (int)floorf(y + .5f), 0, 0};
    if (texture == NULL)
        return;
    SDL_QueryTexture(texture, NULL, NULL, &to.w, &to.h);
    SDL_RenderCopy(labels->draw->renderer, texture, NULL, &to);
}

static void label_draw(struct label_layer *labels, const struct camera *camera, struct label *label) {
    float x, y, s = labels->draw->scale;
    camera_to_screen(camera, label->x_m, label->y_m, &x, &y);
    SDL_FRect box = {x + label->offset.x, y + label->offset.y, label->box.w, label->box.h};
    if (label->kind == LABEL_SHIELD) {
        if (label->shield == NULL)
            label->shield = shield_make(labels, label);
        texture_put(labels, label->shield, box.x, box.y);
        return;
    }
    struct text_style style = label_style(labels, label, false);
    float at = label->align == TEXT_LEFT    ? box.x
               : label->align == TEXT_RIGHT ? box.x + box.w
                                            : box.x + box.w / 2;
    if (label->kind == LABEL_BOUNDARY) {
        style.align = TEXT_CENTER;
        text_draw_turned(labels->draw, &style, at, box.y + box.h / 2 + style.px * s * .3f, label->degrees,
                         label->name);
        return;
    }
    if (label->kind == LABEL_PEAK) {
        SDL_Texture **peak = &labels->peak[labels->draw->night];
        if (*peak == NULL)
            *peak = peak_make(labels, style.rgb);
        texture_put(labels, *peak, x - 5 * s, y - 5 * s);
    }
    float base = box.y + style.px * s * .80f;
    text_draw(labels->draw, &style, at, base, label->name);
    if (label->name2[0] != '\0') {
        style = label_style(labels, label, true);
        text_draw(labels->draw, &style, at, base + style.px * s * 1.03f, label->name2);
    }
}

/* Columns and rows at the edge of the window; each hex's number when there is room for it. */
static void numbers_draw(struct label_layer *labels, const struct camera *camera) {
    float s = labels->draw->scale, detail = camera->zoom / s;
    bool night = labels->draw->night, every = detail > 60;
    struct text_style style = {.face = FONT_NARROW,
                               .px = every ? 12 : 11,
                               .rgb = night ? PALETTE_NIGHT_NAME_2 : 0x2B2620,
                               .halo_rgb = night ? PALETTE_NIGHT_HALO : PALETTE_HALO,
                               .halo_px = every ? 2 : 0,
                               .align = TEXT_CENTER};
    if (detail < 14)
        return;
    SDL_Rect view = camera->view;
    for (int row = 0; row < labels->rows; row++)
        for (int col = 0; col < labels->cols; col++) {
            bool edge = (row == 0 && col % 5 == 0 && col > 0) || (col == 0 && row % 5 == 0 && row > 0);
            if (!every && !edge)
                continue;
            SDL_FPoint at = camera_hex_center(camera, (hex_t)(row * labels->cols + col));
            if (at.x < (float)view.x - 40 * s || at.y < (float)view.y - 60 * s ||
                at.x > (float)(view.x + view.w) + 40 * s || at.y > (float)(view.y + view.h) + 60 * s)
                continue;
            char number[16];
            if (every)
                snprintf(number, sizeof number, "%02d%02d", col, row);
            else
                snprintf(number, sizeof number, "%02d", row == 0 ? col : row);
            text_draw(labels->draw, &style, at.x, at.y + (every ? -camera->zoom * .385f : 4 * s), number);
        }
}

void labels_draw(struct label_layer *labels, const struct camera *camera, bool names) {
    SDL_RenderSetClipRect(labels->draw->renderer, &camera->view);
    numbers_draw(labels, camera);
    for (size_t i = labels->count; i-- > 0 && names;)
        if (labels->label[i].placed)
            label_draw(labels, camera, &labels->label[i]);
    SDL_RenderSetClipRect(labels->draw->renderer, NULL);
}
