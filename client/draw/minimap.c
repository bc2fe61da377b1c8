#include "minimap.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plate.h"
#include "shape.h"

#define FINER 2 /* painted so many times larger, then averaged */

struct minimap {
    struct draw *draw;
    struct map_layer *layer;
    SDL_Texture *texture[2]; /* day, night */
    SDL_Texture *dot[COUNTER_SIDES];
    int w, h;
    double x_m, y_m, k; /* world at the upper left corner; pixels a metre */
    uint16_t col0, row0, cols;
};

struct minimap *minimap_create(struct draw *draw, struct map_layer *layer, const struct camera *camera, int w,
                               int h, char *why, size_t size) {
    struct minimap *minimap = calloc(1, sizeof *minimap);
    if (minimap == NULL || w < 16 || h < 16) {
        free(minimap);
        snprintf(why, size,
                 "The small map of %d x %d pixels cannot be made: it needs memory and at least 16 x 16.", w,
                 h);
        return NULL;
    }
    double wide = CAMERA_HEX_M * (camera->cols + 0.5),
           tall = CAMERA_ROW_M * (camera->rows - 1) + 2 * CAMERA_RADIUS_M;
    *minimap = (struct minimap){.draw = draw,
                                .layer = layer,
                                .w = w,
                                .h = h,
                                .k = fmin(w / wide, h / tall),
                                .col0 = camera->col0,
                                .row0 = camera->row0,
                                .cols = camera->cols};
    minimap->x_m = CAMERA_HEX_M * camera->col0 + wide / 2 - w / minimap->k / 2;
    minimap->y_m = CAMERA_ROW_M * camera->row0 + tall / 2 - h / minimap->k / 2;
    return minimap;
}

void minimap_reset(struct minimap *minimap) {
    for (int i = 0; i < 2; i++) {
        if (minimap->texture[i] != NULL)
            SDL_DestroyTexture(minimap->texture[i]);
        minimap->texture[i] = NULL;
    }
    for (int i = 0; i < COUNTER_SIDES; i++) {
        if (minimap->dot[i] != NULL)
            SDL_DestroyTexture(minimap->dot[i]);
        minimap->dot[i] = NULL;
    }
}

void minimap_destroy(struct minimap *minimap) {
    if (minimap == NULL)
        return;
    minimap_reset(minimap);
    free(minimap);
}

/* The mean of FINER x FINER pixels. */
static uint32_t pixel_mean(const SDL_Surface *from, int x, int y) {
    unsigned r = 0, g = 0, b = 0, count = FINER * FINER;
    for (int j = 0; j < FINER; j++) {
        const uint32_t *row = (const uint32_t *)((const Uint8 *)from->pixels + (y * FINER + j) * from->pitch);
        for (int i = 0; i < FINER; i++) {
            uint32_t v = row[x * FINER + i];
            r += v >> 16 & 255;
            g += v >> 8 & 255;
            b += v & 255;
        }
    }
    return 0xff000000u | r / count << 16 | g / count << 8 | b / count;
}

static SDL_Texture *ground_make(struct minimap *minimap, bool night) {
    SDL_Surface *large = SDL_CreateRGBSurfaceWithFormat(0, minimap->w * FINER, minimap->h * FINER, 32,
                                                        SDL_PIXELFORMAT_ARGB8888);
    SDL_Surface *small =
        SDL_CreateRGBSurfaceWithFormat(0, minimap->w, minimap->h, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Texture *texture = NULL;
    float zoom = (float)(minimap->k * FINER * CAMERA_HEX_M);
    if (large != NULL && small != NULL &&
        maplayer_render(minimap->layer, large, minimap->x_m, minimap->y_m, zoom, night)) {
        for (int y = 0; y < small->h; y++) {
            uint32_t *row = (uint32_t *)((Uint8 *)small->pixels + y * small->pitch);
            for (int x = 0; x < small->w; x++)
                row[x] = pixel_mean(large, x, y);
        }
        texture = SDL_CreateTextureFromSurface(minimap->draw->renderer, small);
    }
    SDL_FreeSurface(large);
    SDL_FreeSurface(small);
    return texture;
}

SDL_Texture *minimap_texture(struct minimap *minimap) {
    bool night = minimap->draw->night;
    if (minimap->texture[night] == NULL)
        minimap->texture[night] = ground_make(minimap, night);
    return minimap->texture[night];
}

/* A side's frame, small: its shape still tells the side. */
static SDL_Texture *dot_texture(struct minimap *minimap, enum counter_side side) {
    enum { SIZE = 33 };
    uint32_t pixels[SIZE * SIZE] = {0};
    struct raster raster;
    float unit = .030f * minimap->draw->scale, s = minimap->draw->scale * .8f;
    if (minimap->dot[side] != NULL || !raster_init(&raster, SIZE, SIZE))
        return minimap->dot[side];
    struct raster_image image = {pixels, SIZE, SIZE, SIZE};
    plate_add(&raster, side, 16, 16, unit, s);
    raster_fill(&raster, image, PALETTE_OUTLINE, 1, RASTER_OVER, NULL);
    plate_add(&raster, side, 16, 16, unit, 0);
    raster_fill(&raster, image, plate_colors_of(side).plate, 1, RASTER_OVER, NULL);
    raster_finish(&raster);
    SDL_Texture *texture = SDL_CreateTexture(minimap->draw->renderer, SDL_PIXELFORMAT_ARGB8888,
                                             SDL_TEXTUREACCESS_STATIC, SIZE, SIZE);
    if (texture != NULL) {
        SDL_UpdateTexture(texture, NULL, pixels, SIZE * 4);
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    }
    return minimap->dot[side] = texture;
}

void minimap_draw(struct minimap *minimap, const struct camera *camera, float x, float y,
                  const struct minimap_dot *dots, size_t count) {
    SDL_Renderer *renderer = minimap->draw->renderer;
    float s = minimap->draw->scale;
    SDL_Rect frame = {(int)x, (int)y, minimap->w, minimap->h};
    SDL_Texture *ground = minimap_texture(minimap);
    if (ground != NULL)
        SDL_RenderCopy(renderer, ground, NULL, &frame);
    SDL_RenderSetClipRect(renderer, &frame);
    for (size_t i = 0; i < count; i++) {
        double hx, hy;
        SDL_Texture *dot = dot_texture(minimap, dots[i].side);
        camera_hex_world(camera, dots[i].hex, &hx, &hy);
        SDL_Rect to = {frame.x + (int)lround((hx - minimap->x_m) * minimap->k) - 16,
                       frame.y + (int)lround((hy - minimap->y_m) * minimap->k) - 16, 33, 33};
        if (dot != NULL)
            SDL_RenderCopy(renderer, dot, NULL, &to);
    }
    double half_w = camera->view.w * CAMERA_HEX_M / camera->zoom / 2,
           half_h = camera->view.h * CAMERA_HEX_M / camera->zoom / 2;
    float left = x + (float)((camera->x - half_w - minimap->x_m) * minimap->k),
          top = y + (float)((camera->y - half_h - minimap->y_m) * minimap->k);
    float right = left + (float)(2 * half_w * minimap->k), bottom = top + (float)(2 * half_h * minimap->k),
          edge = 1.5f * s;
    left = fmaxf(left, x + edge);
    top = fmaxf(top, y + edge);
    right = fminf(right, x + (float)minimap->w - edge);
    bottom = fminf(bottom, y + (float)minimap->h - edge);
    SDL_FPoint corner[4] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    shape_line(renderer, corner, 4, 3.4f * s, palette_color(PALETTE_OUTLINE, 255), true);
    shape_line(renderer, corner, 4, 1.6f * s, palette_color(PALETTE_SELECTED, 255), true);
    SDL_RenderSetClipRect(renderer, NULL);
    SDL_Color ink = palette_color(minimap->draw->night ? PALETTE_NIGHT_FRAME : PALETTE_INK, 255);
    SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_NONE);
    SDL_SetRenderDrawColor(renderer, ink.r, ink.g, ink.b, 255);
    SDL_RenderDrawRect(renderer, &frame);
}

void minimap_to_world(const struct minimap *minimap, float x, float y, double *x_m, double *y_m) {
    *x_m = minimap->x_m + x / minimap->k;
    *y_m = minimap->y_m + y / minimap->k;
}
