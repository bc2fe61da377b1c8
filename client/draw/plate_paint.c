/* One plate into pixels: stack, shadow, rim, facing, frame, icon, steps, badges, tag. */
#include <SDL_image.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plate.h"
#include "text_lay.h"

struct painting {
    struct draw *draw;
    struct raster *raster;
    struct raster_image image;
    const struct counter *counter;
    const struct plate_measure *m;
    struct plate_colors colors;
    float x, y;
};

static void fill(struct painting *p, uint32_t rgb, float alpha) {
    raster_fill(p->raster, p->image, rgb, alpha, RASTER_OVER, NULL);
}
static void shape(struct painting *p, float dx, float dy, float grow, uint32_t rgb, float alpha) {
    plate_add(p->raster, p->counter->side, p->x + dx, p->y + dy, p->m->unit, grow);
    fill(p, rgb, alpha);
}
static uint32_t lighter(uint32_t rgb, float factor, float plus) {
    uint32_t out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        float v = (float)(rgb >> shift & 255) * factor + plus * 255;
        out |= (uint32_t)(v > 255 ? 255 : v) << shift;
    }
    return out;
}

void plate_extent(const struct draw *draw, const struct counter *counter, const struct plate_measure *m,
                  int *left, int *up, int *right, int *down) {
    float around = m->grow + m->facing + m->badge + 4 * draw->scale;
    float tag = counter->tag[0] ? 1.7f * m->tag : 0;
    float side = tag > 0 ? fmaxf(around, 4.5f * m->tag - m->half_w) : around;
    *left = *right = (int)ceilf(m->half_w + side);
    *up = (int)ceilf(m->half_h + around);
    *down = (int)ceilf(m->half_h + around + tag);
}

static void stack_paint(struct painting *p) {
    float step = (2.6f + 2.4f * p->m->part) * p->m->scale;
    for (int i = (p->counter->stack > 3 ? 3 : p->counter->stack) - 1; i > 0; i--) {
        float d = step * (float)i;
        shape(p, d, -d, p->m->grow + .5f, PALETTE_OUTLINE, 1);
        shape(p, d, -d, p->m->grow - .5f, lighter(p->colors.plate, .82f, 0), 1);
    }
}

static void shadow_paint(struct painting *p) {
    static const float coats[3][2] = {{3, .07f}, {2, .10f}, {1, .16f}};
    for (int i = 0; i < 3; i++)
        shape(p, p->m->scale, 1.6f * p->m->scale, p->m->grow + coats[i][0] * p->m->scale, 0x0D0A08,
              coats[i][1]);
}

static void facing_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    float angle = (float)p->counter->facing * 0.0174532925f, ux = sinf(angle), uy = -cosf(angle), far;
    if (p->counter->side == COUNTER_IRREGULARS)
        far = (m->half_w + m->grow * 1.3f) * .78f;
    else if (p->counter->side == COUNTER_CONTACT)
        far = m->half_w;
    else
        far = fminf((m->half_w + m->grow) / fmaxf(fabsf(ux), 1e-6f),
                    (m->half_h + m->grow) / fmaxf(fabsf(uy), 1e-6f));
    far += (1.5f + (p->counter->selected ? 3.4f : 0)) * m->scale;
    float s = m->facing, b = s + 1.4f * m->scale;
    for (int coat = 0; coat < 2; coat++) {
        float size = coat ? s : b, from = far - (coat ? 0 : .7f * m->scale),
              to = far + s + (coat ? 0 : 1.2f * m->scale);
        struct raster_point points[3] = {{p->x + ux * to, p->y + uy * to},
                                         {p->x + ux * from - uy * size, p->y + uy * from + ux * size},
                                         {p->x + ux * from + uy * size, p->y + uy * from - ux * size}};
        raster_polygon(p->raster, points, 3);
        fill(p, coat ? (p->counter->selected ? PALETTE_SELECTED : PALETTE_IVORY) : PALETTE_OUTLINE, 1);
    }
}

static void icon_paint(struct painting *p, uint32_t ink, float alpha) {
    static const char *const frames[COUNTER_SIDES] = {"police", "kfor", "irregulars", "irregulars"};
    char name[64], why[200];
    if (p->counter->symbol[0] == '\0' || strcmp(p->counter->symbol, "none") == 0)
        return;
    snprintf(name, sizeof name, "symbols/%s/%s-%s.svg", p->m->part < .5f ? "small" : "large",
             frames[p->counter->side], p->counter->symbol);
    SDL_RWops *file = assets_open(name, why, sizeof why);
    int size = (int)lroundf(200 * p->m->unit);
    if (file == NULL) {
        SDL_LogWarn(SDL_LOG_CATEGORY_RENDER, "%s", why);
        return;
    }
    SDL_Surface *svg = IMG_LoadSizedSVG_RW(file, size, size), *icon = NULL;
    SDL_RWclose(file);
    if (svg != NULL)
        icon = SDL_ConvertSurfaceFormat(svg, SDL_PIXELFORMAT_ARGB8888, 0);
    for (int y = 0; icon != NULL && y < icon->h; y++) {
        int to_y = (int)lroundf(p->y) - size / 2 + y;
        for (int x = 0; x < icon->w && to_y >= 0 && to_y < p->image.h; x++) {
            int to_x = (int)lroundf(p->x) - size / 2 + x;
            uint32_t from = ((const uint32_t *)((const Uint8 *)icon->pixels + y * icon->pitch))[x];
            uint32_t *to = p->image.pixels + (intptr_t)to_y * p->image.stride + to_x;
            if (to_x >= 0 && to_x < p->image.w)
                *to = raster_blend(*to, ink, (int)((float)(from >> 24) * alpha));
        }
    }
    SDL_FreeSurface(svg);
    SDL_FreeSurface(icon);
}

static void inside_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    struct raster_point frame[64];
    size_t count = plate_outline(p->counter->side, p->x, p->y, m->unit, 0, frame);
    raster_stroke(p->raster, frame, count, (8 - 3 * m->part) * m->unit, RASTER_BUTT, true);
    fill(p, p->colors.ink, 1);
    const char *letters = p->counter->letters[0] ? p->counter->letters : counter_letters(p->counter->symbol);
    if (letters == NULL) {
        icon_paint(p, p->colors.ink, 1);
        return;
    }
    bool few = strlen(letters) < 3;
    float px = (few ? 86 : 70) * m->unit * (1 - .18f * m->part);
    px = fmaxf(px, (few ? 12.5f : 11) * m->scale);
    bool wide = p->counter->side == COUNTER_POLICE && m->part > .5f;
    text_lay(p->draw, p->image, wide ? FONT_SANS_BOLD : FONT_NARROW_BOLD, px, p->x, p->y + px * .36f,
             p->colors.ink, letters);
}

static void body_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    float line = (.6f + .2f * m->part) * m->scale, dim = p->draw->night ? .96f : 1;
    if (p->counter->selected) {
        shape(p, 0, 0, m->grow + 3.4f * m->scale, PALETTE_OUTLINE, 1);
        shape(p, 0, 0, m->grow + 2.6f * m->scale, PALETTE_SELECTED, 1);
    }
    if (p->counter->facing != COUNTER_NO_FACING)
        facing_paint(p);
    shape(p, 0, 0, m->grow + line, PALETTE_OUTLINE, 1);
    plate_add(p->raster, p->counter->side, p->x, p->y, m->unit, m->grow - line);
    raster_fill_gradient(p->raster, p->image, lighter(p->colors.plate, 1.10f * dim, .05f),
                         lighter(p->colors.plate, dim, 0), lighter(p->colors.plate, .88f * dim, 0),
                         p->y - m->half_h - m->grow, p->y + m->half_h + m->grow);
    inside_paint(p);
}

/* The black tab below a plate; returns where it begins. */
static struct raster_point tab_paint(struct painting *p, float w, float h) {
    const struct plate_measure *m = p->m;
    float up = (1 + m->part) * m->scale + (p->counter->side == COUNTER_IRREGULARS ? m->half_h * .18f : 0);
    struct raster_point at = {roundf(p->x - w / 2), roundf(p->y + m->half_h + m->grow - up)};
    raster_box(p->raster, at.x, at.y, w, h, 2 * m->scale);
    fill(p, PALETTE_OUTLINE, 1);
    return at;
}

static void steps_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    int all = p->counter->steps + p->counter->steps_lost;
    float edge = (1.4f + 2.4f * m->part) * m->scale, top = (1.3f + 1.2f * m->part) * m->scale;
    struct raster_point at =
        tab_paint(p, (float)all * m->pip_step + 2 * edge - (m->pip_step - m->pip), m->pip + 2 * top);
    for (int i = 0; i < all; i++) {
        float x = at.x + edge + (float)i * m->pip_step, y = at.y + top;
        raster_box(p->raster, x, y, m->pip, m->pip, 0);
        fill(p, i < p->counter->steps ? 0xFFFFFF : PALETTE_LOST, 1);
        if (i >= p->counter->steps) {
            float rim = .9f * m->scale;
            raster_box(p->raster, x + rim, y + rim, m->pip - 2 * rim, m->pip - 2 * rim, 0);
            fill(p, PALETTE_OUTLINE, 1);
        }
    }
}

static void bar_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    float w = (17 + 17 * m->part) * m->scale, h = (5 + 4 * m->part) * m->scale, edge = 1.5f * m->scale;
    struct raster_point at = tab_paint(p, w, h);
    raster_box(p->raster, at.x + edge, at.y + edge, (w - 2 * edge) * (float)p->counter->bar / 100,
               h - 2 * edge, 0);
    fill(p, 0xFFFFFF, 1);
}

static void star_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    float s = m->badge, in = p->counter->side == COUNTER_IRREGULARS ? .62f : 1;
    float x = p->x + m->half_w * in + m->part * m->scale, y = p->y - m->half_h * in - m->part * m->scale;
    for (int coat = 0; coat < 2; coat++) {
        struct raster_point points[16];
        for (int i = 0; i < 16; i++) {
            float angle = 3.14159265f * (float)i / 8,
                  r = s * (i % 2 ? .86f : 1.18f) + (coat ? -.5f : .5f) * m->scale;
            points[i] = (struct raster_point){x + r * sinf(angle), y - r * cosf(angle)};
        }
        raster_polygon(p->raster, points, 16);
        fill(p, coat ? PALETTE_SUPPRESSION : PALETTE_OUTLINE, 1);
    }
    char number[4];
    snprintf(number, sizeof number, "%d", p->counter->suppression > 99 ? 99 : p->counter->suppression);
    text_lay(p->draw, p->image, FONT_NARROW_BOLD, s * 1.8f, x, y + s * .64f, PALETTE_OUTLINE, number);
}

static void stack_number_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    float s = m->badge * .93f, in = p->counter->side == COUNTER_IRREGULARS ? .55f : 1;
    float x = p->x - (m->half_w + m->grow) * in, y = p->y - (m->half_h + m->grow) * in;
    raster_disc(p->raster, x, y, s + .5f * m->scale);
    fill(p, PALETTE_OUTLINE, 1);
    raster_disc(p->raster, x, y, s - .5f * m->scale);
    fill(p, PALETTE_IVORY, 1);
    char number[4];
    snprintf(number, sizeof number, "%d", p->counter->stack > 99 ? 99 : p->counter->stack);
    text_lay(p->draw, p->image, FONT_NARROW_BOLD, s * 1.9f, x, y + s * .66f, PALETTE_INK, number);
}

static void order_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    float s = m->badge * .95f, x = p->x - m->half_w - m->grow + 1,
          y = p->y + m->half_h - (1 + 2 * m->part) * m->scale;
    if (p->counter->side == COUNTER_IRREGULARS) {
        x = p->x - m->half_w * .62f;
        y = p->y + m->half_h * .5f;
    }
    raster_box(p->raster, x - s - .5f, y - s - .5f, 2 * s + 1, 2 * s + 1, 2 * m->scale);
    fill(p, PALETTE_OUTLINE, 1);
    raster_box(p->raster, x - s + .5f, y - s + .5f, 2 * s - 1, 2 * s - 1, 1.5f * m->scale);
    fill(p, PALETTE_SELECTED, 1);
    char letter[2] = {p->counter->order, '\0'};
    text_lay(p->draw, p->image, FONT_NARROW_BOLD, s * 1.9f, x, y + s * .68f, PALETTE_OUTLINE, letter);
}

static void tag_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    float w = text_lay_width(p->draw, FONT_NARROW_BOLD, m->tag, p->counter->tag) + 6 * m->scale;
    float top = roundf(p->y + m->half_h + m->grow + m->scale);
    if ((p->counter->steps || p->counter->bar) && !p->counter->ghost)
        top += (5 + 4 * m->part) * m->scale;
    raster_box(p->raster, roundf(p->x - w / 2), top, w, m->tag + 2 * m->scale, 2 * m->scale);
    fill(p, PALETTE_CONTACT_INK, .92f);
    text_lay(p->draw, p->image, FONT_NARROW_BOLD, m->tag, p->x, top + m->tag, PALETTE_POLICE_INK,
             p->counter->tag);
}

static void ghost_paint(struct painting *p) {
    const struct plate_measure *m = p->m;
    bool irregulars = p->counter->side == COUNTER_IRREGULARS;
    float pattern[2] = {3 * m->scale, 2.2f * m->scale};
    struct raster_point outline[64];
    shape(p, 0, 0, m->grow, PALETTE_IVORY, .55f);
    shape(p, 0, 0, m->grow, p->colors.plate, .26f);
    size_t count = plate_outline(p->counter->side, p->x, p->y, m->unit, m->grow, outline);
    raster_dash(p->raster, outline, count, (1.5f + .5f * m->part) * m->scale, pattern, 2, true);
    fill(p, irregulars ? PALETTE_IRREGULARS : PALETTE_INK, 1);
    const char *letters = p->counter->letters[0] ? p->counter->letters : counter_letters(p->counter->symbol);
    uint32_t ink = irregulars ? PALETTE_GHOST_INK : PALETTE_INK;
    float px = fmaxf(86 * m->unit, 12 * m->scale);
    if (letters != NULL)
        text_lay(p->draw, p->image, FONT_NARROW_BOLD, px, p->x, p->y + px * .36f, ink, letters);
    else
        icon_paint(p, ink, .9f);
}

void plate_paint(struct draw *draw, struct raster *raster, struct raster_image image,
                 const struct counter *counter, const struct plate_measure *measure, float x, float y) {
    struct painting p = {draw, raster, image, counter, measure, plate_colors_of(counter->side), x, y};
    if (counter->ghost) {
        ghost_paint(&p);
    } else {
        stack_paint(&p);
        shadow_paint(&p);
        body_paint(&p);
        if (counter->steps + counter->steps_lost > 0)
            steps_paint(&p);
        else if (counter->bar > 0)
            bar_paint(&p);
        if (counter->suppression > 0)
            star_paint(&p);
        if (counter->stack > 1)
            stack_number_paint(&p);
        if (counter->order != 0)
            order_paint(&p);
    }
    if (counter->tag[0] != '\0')
        tag_paint(&p);
}
