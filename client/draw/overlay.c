#include "overlay.h"

#include <math.h>
#include <stdio.h>

#include "shape.h"

static SDL_Color solid(uint32_t rgb) {
    return palette_color(rgb, 255);
}
static float grow_of(const struct draw *draw, const struct camera *camera) {
    return fmaxf(draw->scale, camera->zoom / 30);
}
static void clip_begin(struct draw *draw, const struct camera *camera) {
    SDL_RenderSetClipRect(draw->renderer, &camera->view);
}
static void clip_end(struct draw *draw) {
    SDL_RenderSetClipRect(draw->renderer, NULL);
}
static bool in_view(const struct camera *camera, SDL_FPoint at) {
    float around = fmaxf(camera->zoom, 40 * camera->scale); /* marks do not shrink with the hexes */
    return at.x > (float)camera->view.x - around && at.y > (float)camera->view.y - around &&
           at.x < (float)(camera->view.x + camera->view.w) + around &&
           at.y < (float)(camera->view.y + camera->view.h) + around;
}

/* A rim inside a hex: black under a colour. */
static void hex_rim(struct draw *draw, const struct camera *camera, hex_t hex, uint32_t rgb, float width) {
    SDL_FPoint corners[6];
    if (hex == HEX_NONE || !in_view(camera, camera_hex_center(camera, hex)))
        return;
    camera_hex_corners(camera, hex, width / 2, corners);
    shape_line(draw->renderer, corners, 6, width + 2 * draw->scale, palette_fade(PALETTE_OUTLINE, .85f),
               true);
    shape_line(draw->renderer, corners, 6, width, solid(rgb), true);
}
static void hex_fill(struct draw *draw, const struct camera *camera, hex_t hex, uint32_t rgb, float alpha) {
    SDL_FPoint corners[6];
    camera_hex_corners(camera, hex, draw->scale * .5f, corners);
    shape_polygon(draw->renderer, corners, 6, palette_fade(rgb, alpha));
}
static void hex_hatch(struct draw *draw, const struct camera *camera, hex_t hex, float step, uint32_t rgb,
                      float alpha) {
    SDL_FPoint corners[6];
    float x, y;
    camera_to_screen(camera, 0, 0, &x, &y); /* the pattern is tied to the ground */
    camera_hex_corners(camera, hex, draw->scale * .5f, corners);
    shape_hatch(draw->renderer, corners, 6, step, x - y, 1.1f * draw->scale,
                palette_fade(rgb, alpha));
}

void overlay_hover(struct draw *draw, const struct camera *camera, hex_t hex) {
    SDL_FPoint corners[6];
    if (hex == HEX_NONE)
        return;
    clip_begin(draw, camera);
    camera_hex_corners(camera, hex, draw->scale, corners);
    shape_line(draw->renderer, corners, 6, 3.2f * draw->scale, palette_fade(PALETTE_OUTLINE, .55f), true);
    shape_line(draw->renderer, corners, 6, 1.5f * draw->scale, palette_fade(PALETTE_IVORY, .95f), true);
    clip_end(draw);
}

void overlay_selected(struct draw *draw, const struct camera *camera, hex_t hex) {
    if (hex == HEX_NONE)
        return;
    clip_begin(draw, camera);
    hex_rim(draw, camera, hex, PALETTE_SELECTED, 2.4f * draw->scale);
    clip_end(draw);
}

void overlay_choice(struct draw *draw, const struct camera *camera, hex_t hex) {
    if (hex == HEX_NONE || !in_view(camera, camera_hex_center(camera, hex)))
        return;
    clip_begin(draw, camera);
    SDL_FPoint corners[6];
    hex_fill(draw, camera, hex, PALETTE_SELECTED, .20f);
    camera_hex_corners(camera, hex, 1.2f * draw->scale, corners);
    shape_line(draw->renderer, corners, 6, 1.4f * draw->scale, palette_fade(PALETTE_BRASS, .95f), true);
    clip_end(draw);
}

void overlay_seen(struct draw *draw, const struct camera *camera, hex_t hex) {
    if (hex == HEX_NONE || !in_view(camera, camera_hex_center(camera, hex)))
        return;
    clip_begin(draw, camera);
    hex_fill(draw, camera, hex, PALETTE_IRREGULARS, .10f);
    hex_hatch(draw, camera, hex, 6 * draw->scale, PALETTE_IRREGULARS, .62f);
    clip_end(draw);
}

static float badge_radius(const struct draw *draw, const struct camera *camera, bool last) {
    float z = fminf(grow_of(draw, camera), 2.2f * draw->scale);
    return (last ? 7.0f : 5.8f) * z;
}

static void badge_draw(struct draw *draw, const struct camera *camera, SDL_FPoint at, int pulse, bool last,
                       bool draft) {
    float r = badge_radius(draw, camera, last);
    char number[4];
    snprintf(number, sizeof number, "%d", pulse > 99 ? 99 : pulse);
    shape_disc(draw->renderer, at.x, at.y, r + .6f * draw->scale, solid(PALETTE_OUTLINE));
    shape_disc(draw->renderer, at.x, at.y, r - .6f * draw->scale,
               solid(last && !draft ? PALETTE_SELECTED : PALETTE_IVORY));
    struct text_style style = {
        .face = FONT_NARROW_BOLD, .px = r * 1.85f / draw->scale, .rgb = PALETTE_INK, .align = TEXT_CENTER};
    text_draw(draw, &style, at.x, at.y + r * .66f, number);
}

void overlay_path(struct draw *draw, const struct camera *camera, const struct overlay_path *path) {
    SDL_FPoint points[128];
    size_t count = path->count < 128 ? path->count : 128;
    float z = grow_of(draw, camera);
    if (count < 2)
        return;
    clip_begin(draw, camera);
    for (size_t i = 0; i < count; i++) {
        points[i] = camera_hex_center(camera, path->hexes[i]);
        if (i > 0 && path->seen != NULL && path->seen[i])
            hex_hatch(draw, camera, path->hexes[i], 6 * draw->scale, PALETTE_IRREGULARS, .62f);
    }
    shape_line(draw->renderer, points, count, 5.2f * z,
               palette_fade(PALETTE_OUTLINE, path->draft ? .55f : .9f), false);
    if (path->draft)
        shape_dash(draw->renderer, points, count, 2.8f * z, 5 * z, 3 * z, 0, solid(PALETTE_SELECTED));
    else
        shape_line(draw->renderer, points, count, 2.8f * z, solid(PALETTE_SELECTED), false);
    for (size_t i = 1; i < count; i++)
        if (path->seen != NULL && path->seen[i])
            shape_dash(draw->renderer, points + i - 1, 2, 2.8f * z, 2.4f * z, 3 * z, 0,
                       solid(PALETTE_IRREGULARS));
    for (size_t i = 1; i < count; i++)
        if (path->pulse != NULL && path->pulse[i] > 0)
            badge_draw(draw, camera, points[i], path->pulse[i], i + 1 == count, path->draft);
    clip_end(draw);
}

size_t overlay_path_rects(const struct draw *draw, const struct camera *camera,
                          const struct overlay_path *path, SDL_FRect *rects, size_t max) {
    size_t count = 0;
    for (size_t i = 1; i < path->count && count < max; i++) {
        SDL_FPoint at = camera_hex_center(camera, path->hexes[i]);
        bool badge = path->pulse != NULL && path->pulse[i] > 0;
        float r = badge ? badge_radius(draw, camera, i + 1 == path->count) + draw->scale : 4 * draw->scale;
        rects[count++] = (SDL_FRect){at.x - r, at.y - r, 2 * r, 2 * r};
    }
    return count;
}

void overlay_sight(struct draw *draw, const struct camera *camera, const bool *hidden, size_t count) {
    clip_begin(draw, camera);
    for (size_t i = 0; i < count; i++)
        if (hidden[i] && in_view(camera, camera_hex_center(camera, (hex_t)i))) {
            hex_fill(draw, camera, (hex_t)i, PALETTE_DESK, .17f);
            hex_hatch(draw, camera, (hex_t)i, 10 * draw->scale, PALETTE_OUTLINE, .24f);
        }
    clip_end(draw);
}

void overlay_sight_line(struct draw *draw, const struct camera *camera, hex_t from, hex_t to,
                        hex_t blocked_at) {
    float s = fminf(grow_of(draw, camera), 2.2f * draw->scale) * .62f;
    SDL_FPoint ends[2] = {camera_hex_center(camera, from), camera_hex_center(camera, to)},
               rest[2] = {ends[1], ends[1]};
    clip_begin(draw, camera);
    if (blocked_at != HEX_NONE) {
        SDL_FPoint q = camera_hex_center(camera, blocked_at);
        float dx = ends[1].x - ends[0].x, dy = ends[1].y - ends[0].y, square = dx * dx + dy * dy;
        float part = square > 0 ? ((q.x - ends[0].x) * dx + (q.y - ends[0].y) * dy) / square : 1;
        hex_fill(draw, camera, blocked_at, PALETTE_SUPPRESSION, .28f);
        hex_rim(draw, camera, blocked_at, PALETTE_AMBER, 1.8f * draw->scale);
        rest[0] = ends[1] = (SDL_FPoint){ends[0].x + part * dx, ends[0].y + part * dy};
    }
    shape_line(draw->renderer, ends, 2, 5.5f * s, solid(PALETTE_OUTLINE), false);
    shape_line(draw->renderer, ends, 2, 2.8f * s, solid(PALETTE_SIGHT_LINE), false);
    if (blocked_at != HEX_NONE) {
        float r = 9 * s, arm = 3.8f * s;
        shape_dash(draw->renderer, rest, 2, 4 * s, 4 * s, 5 * s, 0, solid(PALETTE_OUTLINE));
        shape_disc(draw->renderer, rest[0].x, rest[0].y, r + 1.4f * s, solid(PALETTE_SIGHT_LINE));
        shape_disc(draw->renderer, rest[0].x, rest[0].y, r, solid(PALETTE_OUTLINE));
        for (int side = -1; side <= 1; side += 2) {
            SDL_FPoint bar[2] = {{rest[0].x - arm, rest[0].y - arm * (float)side},
                                 {rest[0].x + arm, rest[0].y + arm * (float)side}};
            shape_line(draw->renderer, bar, 2, 2.4f * s, solid(PALETTE_SIGHT_LINE), false);
        }
    }
    clip_end(draw);
}

/* The striped bar: its middle, half length and direction. */
struct bar {
    float x, y, half, ux, uy;
};
static struct bar bar_of(const struct camera *camera, hex_t hex, int dir) {
    SDL_FPoint a, b;
    camera_hexside(camera, hex, dir, &a, &b);
    float length = hypotf(b.x - a.x, b.y - a.y);
    return (struct bar){(a.x + b.x) / 2, (a.y + b.y) / 2, length * .42f, (b.x - a.x) / length,
                        (b.y - a.y) / length};
}
static float bar_width(const struct draw *draw, const struct camera *camera) {
    return fmaxf(5.5f * draw->scale, camera->zoom * .075f);
}

/* A part of the bar from `from` to `to` along it, `slant` shifting its far edge. */
static void bar_piece(struct draw *draw, const struct bar *bar, float from, float to, float half, float slant,
                      SDL_Color color) {
    SDL_FPoint corner[4];
    const float along[4] = {from, to, to + slant, from + slant}, across[4] = {-half, -half, half, half};
    for (int i = 0; i < 4; i++) {
        float u = fmaxf(-bar->half, fminf(bar->half, along[i]));
        corner[i] = (SDL_FPoint){bar->x + bar->ux * u - bar->uy * across[i],
                                 bar->y + bar->uy * u + bar->ux * across[i]};
    }
    shape_polygon(draw->renderer, corner, 4, color);
}

void overlay_barricade(struct draw *draw, const struct camera *camera, hex_t hex, int dir, int strength,
                       bool trapped) {
    struct bar bar = bar_of(camera, hex, dir);
    float half = bar_width(draw, camera) / 2, s = draw->scale;
    if (strength <= 0 || !in_view(camera, (SDL_FPoint){bar.x, bar.y}))
        return;
    clip_begin(draw, camera);
    struct bar rim = bar;
    rim.half += 1.2f * s;
    bar_piece(draw, &rim, -rim.half, rim.half, half + 1.2f * s, 0, solid(PALETTE_OUTLINE));
    bar_piece(draw, &bar, -bar.half, bar.half, half, 0, solid(PALETTE_SUPPRESSION));
    float stripe = half * .95f;
    for (float at = -bar.half - 2 * half; at < bar.half; at += 2 * stripe)
        if (at + 2 * half > -bar.half + .5f)
            bar_piece(draw, &bar, at, at + stripe, half, 2 * half, solid(PALETTE_OUTLINE));
    if (camera->zoom / s >= 40 || trapped) {
        float r = fmaxf(5.5f * s, half * 1.7f);
        float x = bar.x + bar.ux * bar.half,
              y = bar.y + bar.uy * bar.half; /* at its end, so that the bar shows */
        char number[4];
        snprintf(number, sizeof number, "%d", strength > 9 ? 9 : strength);
        shape_disc(draw->renderer, x, y, r + s, solid(PALETTE_OUTLINE));
        shape_disc(draw->renderer, x, y, r - .2f * s, solid(trapped ? PALETTE_IRREGULARS : PALETTE_IVORY));
        struct text_style style = {.face = FONT_NARROW_BOLD,
                                   .px = r * 1.75f / s,
                                   .rgb = trapped ? PALETTE_IRREGULARS_INK : PALETTE_INK,
                                   .align = TEXT_CENTER};
        text_draw(draw, &style, x, y + r * .62f, trapped && camera->zoom / s < 40 ? "!" : number);
    }
    clip_end(draw);
}

SDL_FRect overlay_barricade_rect(const struct draw *draw, const struct camera *camera, hex_t hex, int dir) {
    struct bar bar = bar_of(camera, hex, dir);
    float half = bar_width(draw, camera) / 2 + 1.5f * draw->scale;
    float w = fabsf(bar.ux) * bar.half + half, h = fabsf(bar.uy) * bar.half + half;
    return (SDL_FRect){bar.x - w, bar.y - h, 2 * w, 2 * h};
}
