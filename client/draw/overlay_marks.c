/* Crowds, small marks, lines of fire, and the marks of playback. */
#include <math.h>
#include <stdio.h>

#include "overlay.h"
#include "shape.h"

static SDL_Color solid(uint32_t rgb) {
    return palette_color(rgb, 255);
}

/* A person: head and shoulders. */
static void person_draw(struct draw *draw, float x, float y, float size, uint32_t rgb) {
    SDL_Renderer *renderer = draw->renderer;
    float edge = .9f * draw->scale;
    SDL_FRect rim = {x - size * .5f - edge, y - edge, size + 2 * edge, size * .75f + 2 * edge};
    SDL_FRect body = {x - size * .5f, y, size, size * .75f};
    shape_box(renderer, rim, size * .45f, solid(PALETTE_OUTLINE));
    shape_disc(renderer, x, y - size * .28f, size * .32f + edge, solid(PALETTE_OUTLINE));
    shape_box(renderer, body, size * .40f, solid(rgb));
    shape_disc(renderer, x, y - size * .28f, size * .32f, solid(rgb));
}

/* How a crowd stands: one row up to three people, two rows from four on. */
struct crowd {
    SDL_FPoint at;
    float size, step, row;
    int people, first; /* people in the upper row */
    SDL_FRect box;
};
static struct crowd crowd_of(const struct draw *draw, const struct camera *camera, hex_t hex, int strength) {
    float s = draw->scale;
    struct crowd crowd = {.at = camera_hex_center(camera, hex)};
    crowd.size = fmaxf(7 * s, fminf(camera->zoom * .15f, 13 * s));
    crowd.people = strength < 1 ? 1 : strength > 6 ? 6 : strength;
    crowd.first = crowd.people > 3 ? crowd.people / 2 : 0;
    crowd.step = crowd.size * 1.05f;
    crowd.row = crowd.size * .72f;
    float w = crowd.step * (float)(crowd.people - crowd.first) + 19 * s;
    float h = crowd.size * 1.6f + (crowd.first ? crowd.row : 0) + 6 * s;
    crowd.box = (SDL_FRect){crowd.at.x - w / 2, crowd.at.y - h / 2, w, h};
    return crowd;
}

SDL_FRect overlay_crowd_rect(const struct draw *draw, const struct camera *camera, hex_t hex, int strength) {
    return crowd_of(draw, camera, hex, strength).box;
}

SDL_FRect overlay_crowd(struct draw *draw, const struct camera *camera, hex_t hex, int strength, int anger) {
    float s = draw->scale;
    struct crowd crowd = crowd_of(draw, camera, hex, strength);
    SDL_FRect box = crowd.box;
    uint32_t rgb = anger >= 7 ? 0xE2673D : anger >= 4 ? PALETTE_SUPPRESSION : PALETTE_CROWD;
    SDL_RenderSetClipRect(draw->renderer, &camera->view);
    shape_box(draw->renderer, box, 4 * s,
              palette_fade(PALETTE_OUTLINE, .72f)); /* people stand out on any ground */
    for (int i = 0; i < crowd.people; i++) {
        bool lower = i >= crowd.first;
        int in_row = lower ? crowd.people - crowd.first : crowd.first, place = lower ? i - crowd.first : i;
        float x = crowd.at.x - 6 * s + ((float)place - (float)(in_row - 1) / 2) * crowd.step;
        float y = crowd.first == 0 ? 0 : lower ? crowd.row * .5f : -crowd.row * .5f;
        person_draw(draw, x, crowd.at.y + y - crowd.size * .1f, crowd.size, rgb);
    }
    /* Anger, 0-9, beside it; the words sits, obstructs, throws are the unit card's. */
    char number[4];
    snprintf(number, sizeof number, "%d", anger < 0 ? 0 : anger > 9 ? 9 : anger);
    SDL_FRect tag = {box.x + box.w - 15 * s, crowd.at.y - 7 * s, 12 * s, 14 * s};
    SDL_FRect inner = {tag.x + s, tag.y + s, tag.w - 2 * s, tag.h - 2 * s};
    struct text_style style = {.face = FONT_NARROW_BOLD, .px = 12, .rgb = PALETTE_INK, .align = TEXT_CENTER};
    shape_box(draw->renderer, tag, 3 * s, solid(PALETTE_OUTLINE));
    shape_box(draw->renderer, inner, 2 * s, solid(rgb));
    text_draw(draw, &style, tag.x + tag.w / 2, tag.y + 11.4f * s, number);
    SDL_RenderSetClipRect(draw->renderer, NULL);
    return box;
}

static void mark_ground(struct draw *draw, SDL_FPoint at, float r, uint32_t rgb) {
    shape_disc(draw->renderer, at.x, at.y, r + draw->scale, solid(PALETTE_OUTLINE));
    shape_disc(draw->renderer, at.x, at.y, r, solid(rgb));
}

static void box_mark(struct draw *draw, SDL_FPoint at, float r) {
    SDL_FRect lid = {at.x - r * .62f, at.y - r * .45f, r * 1.24f, r * .34f},
              chest = {at.x - r * .55f, at.y - r * .05f, r * 1.1f, r * .6f};
    shape_box(draw->renderer, lid, 1, solid(PALETTE_INK));
    shape_box(draw->renderer, chest, 1, solid(PALETTE_INK));
}
static void flag_mark(struct draw *draw, SDL_FPoint at, float r) {
    SDL_FPoint pole[2] = {{at.x - r * .35f, at.y - r * .65f}, {at.x - r * .35f, at.y + r * .65f}};
    SDL_FPoint cloth[3] = {{at.x - r * .35f, at.y - r * .65f},
                           {at.x + r * .6f, at.y - r * .28f},
                           {at.x - r * .35f, at.y + r * .1f}};
    shape_line(draw->renderer, pole, 2, 1.4f * draw->scale, solid(PALETTE_INK), false);
    shape_polygon(draw->renderer, cloth, 3, solid(PALETTE_INK));
}
static void arrow_mark(struct draw *draw, SDL_FPoint at, float r) {
    SDL_FPoint shaft[2] = {{at.x - r * .6f, at.y}, {at.x + r * .2f, at.y}};
    SDL_FPoint head[3] = {{at.x + r * .65f, at.y}, {at.x, at.y - r * .5f}, {at.x, at.y + r * .5f}};
    shape_line(draw->renderer, shaft, 2, 1.8f * draw->scale, solid(PALETTE_INK), false);
    shape_polygon(draw->renderer, head, 3, solid(PALETTE_INK));
}
static void cross_mark(struct draw *draw, SDL_FPoint at, float r) {
    SDL_FRect across = {at.x - r * .6f, at.y - r * .2f, r * 1.2f, r * .4f},
              down = {at.x - r * .2f, at.y - r * .6f, r * .4f, r * 1.2f};
    shape_box(draw->renderer, across, 0, solid(PALETTE_IRREGULARS));
    shape_box(draw->renderer, down, 0, solid(PALETTE_IRREGULARS));
}
static void vehicle_mark(struct draw *draw, SDL_FPoint at, float r) {
    SDL_FRect hull = {at.x - r * .65f, at.y - r * .2f, r * 1.3f, r * .42f},
              cab = {at.x - r * .3f, at.y - r * .5f, r * .6f, r * .4f};
    shape_box(draw->renderer, cab, r * .15f, solid(PALETTE_INK));
    shape_box(draw->renderer, hull, r * .15f, solid(PALETTE_INK));
    shape_disc(draw->renderer, at.x - r * .36f, at.y + r * .28f, r * .2f, solid(PALETTE_INK));
    shape_disc(draw->renderer, at.x + r * .36f, at.y + r * .28f, r * .2f, solid(PALETTE_INK));
}

void overlay_mark(struct draw *draw, const struct camera *camera, hex_t hex, enum overlay_mark mark) {
    static const uint32_t grounds[] = {PALETTE_BRASS, PALETTE_SELECTED, PALETTE_IVORY, PALETTE_IVORY,
                                       PALETTE_IVORY};
    static void (*const marks[])(struct draw *, SDL_FPoint, float) = {box_mark, flag_mark, arrow_mark,
                                                                      cross_mark, vehicle_mark};
    SDL_FPoint at = camera_hex_center(camera, hex);
    float r = fmaxf(5.2f * draw->scale, fminf(camera->zoom * .10f, 10 * draw->scale));
    at.y += camera->zoom * .34f;
    at.x += ((float)mark - 2) * r * 2.3f; /* several in a hex stand side by side */
    SDL_RenderSetClipRect(draw->renderer, &camera->view);
    mark_ground(draw, at, r, grounds[mark]);
    marks[mark](draw, at, r);
    SDL_RenderSetClipRect(draw->renderer, NULL);
}

void overlay_fire_line(struct draw *draw, SDL_FPoint from, SDL_FPoint to) {
    SDL_FPoint line[2] = {from, to};
    float s = draw->scale;
    shape_line(draw->renderer, line, 2, 4 * s, solid(PALETTE_OUTLINE), false);
    shape_dash(draw->renderer, line, 2, 2 * s, 5 * s, 3 * s, 0, solid(PALETTE_SELECTED));
}

void overlay_shot(struct draw *draw, const struct camera *camera, SDL_FPoint from, SDL_FPoint to,
                  float part) {
    float s = draw->scale, fade = part < .6f ? 1 : (1 - part) / .4f,
          length = hypotf(to.x - from.x, to.y - from.y);
    if (part <= 0 || part >= 1 || length < 1)
        return;
    SDL_RenderSetClipRect(draw->renderer, &camera->view);
    /* The flash at the muzzle, then three rounds on their way, then the burst where they strike. */
    if (part < .35f) {
        float r = (5 + 9 * part / .35f) * s;
        shape_disc(draw->renderer, from.x, from.y, r, palette_fade(0xFFE7A0, .75f * (1 - part / .35f)));
        shape_disc(draw->renderer, from.x, from.y, r * .5f, palette_fade(0xFFFFFF, .9f * (1 - part / .35f)));
    }
    for (int i = 0; i < 3; i++) {
        float head = (part - .05f - .12f * (float)i) / .4f, tail = fmaxf(0, head - 14 * s / length);
        if (head <= 0 || tail >= 1)
            continue;
        head = fminf(head, 1);
        SDL_FPoint round[2] = {{from.x + (to.x - from.x) * tail, from.y + (to.y - from.y) * tail},
                               {from.x + (to.x - from.x) * head, from.y + (to.y - from.y) * head}};
        shape_line(draw->renderer, round, 2, 4 * s, palette_fade(PALETTE_OUTLINE, .8f), false);
        shape_line(draw->renderer, round, 2, 2 * s, palette_fade(0xFFE7A0, 1), false);
    }
    if (part > .45f) {
        float out = (part - .45f) / .55f;
        shape_ring(draw->renderer, to.x, to.y, (4 + 14 * out) * s, 2.4f * s,
                   palette_fade(PALETTE_AMBER, fade));
        shape_disc(draw->renderer, to.x, to.y, (6 - 5 * out) * s, palette_fade(0xFFF3D0, fade));
    }
    SDL_RenderSetClipRect(draw->renderer, NULL);
}

/* Where the missile is at `at` of its way: the map shows climbing as a bow toward the upper edge. */
static SDL_FPoint missile_at(SDL_FPoint from, SDL_FPoint to, float bow, float at) {
    return (SDL_FPoint){from.x + (to.x - from.x) * at, from.y + (to.y - from.y) * at - bow * 4 * at * (1 - at)};
}

void overlay_missile(struct draw *draw, const struct camera *camera, SDL_FPoint from, SDL_FPoint to, bool top, bool hits,
                     float part) {
    float s = draw->scale, length = hypotf(to.x - from.x, to.y - from.y), bow = top ? fmaxf(24 * s, length * .35f) : 0;
    float head = fminf(part / .6f, 1), fade = part < .6f ? 1 : (1 - part) / .4f;
    enum { SMOKE = 24 };
    if (part <= 0 || part >= 1 || length < 1)
        return;
    SDL_RenderSetClipRect(draw->renderer, &camera->view);
    for (int i = 0; i < SMOKE; i++) {
        float at = head * (float)i / SMOKE, age = head - at;
        SDL_FPoint puff = missile_at(from, to, bow, at);
        shape_disc(draw->renderer, puff.x, puff.y, (2 + 5 * age) * s, palette_fade(0xF4F1EA, (.6f - .4f * age) * fade));
    }
    if (part < .6f) {
        SDL_FPoint body[2] = {missile_at(from, to, bow, fmaxf(0, head - 9 * s / length)), missile_at(from, to, bow, head)};
        shape_line(draw->renderer, body, 2, 6 * s, solid(PALETTE_OUTLINE), false);
        shape_line(draw->renderer, body, 2, 3 * s, palette_fade(0xFFE7A0, 1), false);
    } else {
        float out = (part - .6f) / .4f, reach = hits ? 26 : 9;
        shape_ring(draw->renderer, to.x, to.y, (4 + reach * out) * s, 3 * s,
                   palette_fade(hits ? PALETTE_AMBER : 0xB9AD98, fade));
        if (hits)
            shape_disc(draw->renderer, to.x, to.y, (13 - 9 * out) * s, palette_fade(0xFFF3D0, fade));
    }
    SDL_RenderSetClipRect(draw->renderer, NULL);
}

void overlay_arrow(struct draw *draw, const struct camera *camera, hex_t from, hex_t to, float part) {
    SDL_FPoint a = camera_hex_center(camera, from), b = camera_hex_center(camera, to);
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    float s = fmaxf(draw->scale, camera->zoom / 40), length = hypotf(b.x - a.x, b.y - a.y);
    if (length < 1 || part == 0)
        return;
    float ux = (b.x - a.x) / length, uy = (b.y - a.y) / length, reach = length * part,
          neck = fmaxf(reach - 8 * s, 0);
    SDL_FPoint tip = {a.x + ux * reach, a.y + uy * reach}, base = {a.x + ux * neck, a.y + uy * neck},
               shaft[2] = {a, base};
    SDL_RenderSetClipRect(draw->renderer, &camera->view);
    for (int coat = 0; coat < 2; coat++) {
        float edge = coat ? 0 : 1.3f * s, wing = 5 * s + edge * 1.4f;
        SDL_FPoint head[3] = {{tip.x + ux * edge * 1.6f, tip.y + uy * edge * 1.6f},
                              {base.x - ux * edge - uy * wing, base.y - uy * edge + ux * wing},
                              {base.x - ux * edge + uy * wing, base.y - uy * edge - ux * wing}};
        shape_line(draw->renderer, shaft, 2, 3 * s + 2 * edge, solid(coat ? PALETTE_IVORY : PALETTE_OUTLINE),
                   false);
        shape_polygon(draw->renderer, head, 3, solid(coat ? PALETTE_IVORY : PALETTE_OUTLINE));
    }
    SDL_RenderSetClipRect(draw->renderer, NULL);
}

void overlay_word(struct draw *draw, SDL_FPoint at, const char *utf8, uint32_t rgb, float part) {
    if (part <= 0 || part >= 1)
        return;
    float s = draw->scale, w;
    struct text_style style = {.face = FONT_SANS_BOLD, .px = 15, .rgb = rgb, .align = TEXT_CENTER};
    text_measure(draw, &style, utf8, &w, NULL);
    float y = at.y - (14 + 16 * part) * s, fade = part < .7f ? 1 : (1 - part) / .3f;
    SDL_FRect box = {at.x - w / 2 - 6 * s, y - 15 * s, w + 12 * s, 20 * s};
    shape_box(draw->renderer, box, 5 * s, palette_fade(PALETTE_OUTLINE, .82f * fade));
    if (fade > .25f)
        text_draw(draw, &style, at.x, y, utf8);
}

void overlay_pulse(struct draw *draw, SDL_FPoint at, uint32_t rgb, float part) {
    if (part <= 0 || part >= 1)
        return;
    float s = draw->scale, r = (8 + 22 * part) * s, fade = 1 - part;
    shape_ring(draw->renderer, at.x, at.y, r, 5 * s, palette_fade(PALETTE_OUTLINE, .55f * fade));
    shape_ring(draw->renderer, at.x, at.y, r, 2.6f * s, palette_fade(rgb, fade));
}

void overlay_frame(struct draw *draw, const struct camera *camera) {
    SDL_Color color = solid(draw->night ? 0x0E1318 : PALETTE_GRID);
    SDL_SetRenderDrawBlendMode(draw->renderer, SDL_BLENDMODE_NONE);
    SDL_SetRenderDrawColor(draw->renderer, color.r, color.g, color.b, 255);
    SDL_RenderDrawRect(draw->renderer, &camera->view);
}
