#include "shape.h"

#include <assert.h>
#include <math.h>

/* Triangles on their way to the renderer. */
enum { BATCH_POINTS = 768, BATCH_INDICES = 2304 };
struct batch {
    SDL_Renderer *renderer;
    SDL_FPoint origin; /* whole pixels: what points are reckoned from */
    SDL_Vertex point[BATCH_POINTS];
    int index[BATCH_INDICES];
    int points, indices;
};

static void batch_flush(struct batch *batch) {
    if (batch->indices > 0) {
        SDL_SetRenderDrawBlendMode(batch->renderer, SDL_BLENDMODE_BLEND);
        SDL_RenderGeometry(batch->renderer, NULL, batch->point, batch->points, batch->index, batch->indices);
    }
    batch->points = batch->indices = 0;
}
/* All is reckoned near the origin, and points lie on sixty-fourths of a pixel: the same shape some whole pixels further
 * on (the ground was panned) is the same to the last bit. */
static struct batch batch_at(SDL_Renderer *renderer, SDL_FPoint near) {
    return (struct batch){.renderer = renderer, .origin = {floorf(near.x), floorf(near.y)}};
}
static float sixty_fourths(float v) {
    return floorf(v * 64 + .5f) / 64;
}
static SDL_FPoint batch_local(const struct batch *batch, SDL_FPoint at) {
    return (SDL_FPoint){sixty_fourths(at.x - batch->origin.x), sixty_fourths(at.y - batch->origin.y)};
}
/* SDL's software renderer cuts fractions off toward zero: left of the screen or above it that would bend a shape that
 * reaches in. */
static float off_screen(float v) {
    return v < 0 ? floorf(v) : v;
}
static int batch_point(struct batch *batch, float x, float y, SDL_Color color, float alpha) {
    color.a = (Uint8)((float)color.a * alpha + .5f);
    SDL_FPoint at = {off_screen(batch->origin.x + sixty_fourths(x)), off_screen(batch->origin.y + sixty_fourths(y))};
    batch->point[batch->points] = (SDL_Vertex){at, color, {0, 0}};
    return batch->points++;
}
static void batch_triangle(struct batch *batch, int a, int b, int c) {
    batch->index[batch->indices++] = a;
    batch->index[batch->indices++] = b;
    batch->index[batch->indices++] = c;
}
static void batch_room(struct batch *batch, int points, int indices) {
    if (batch->points + points > BATCH_POINTS || batch->indices + indices > BATCH_INDICES)
        batch_flush(batch);
}

/* The unit normal of a -> b, to its right. */
static SDL_FPoint normal_of(SDL_FPoint a, SDL_FPoint b) {
    float dx = b.x - a.x, dy = b.y - a.y, length = sqrtf(dx * dx + dy * dy);
    return length < 1e-5f ? (SDL_FPoint){0, 0} : (SDL_FPoint){-dy / length, dx / length};
}
/* Between two normals, as long as the mitre is, but at most twice. */
static SDL_FPoint mitre(SDL_FPoint a, SDL_FPoint b) {
    SDL_FPoint sum = {a.x + b.x, a.y + b.y};
    float square = sum.x * sum.x + sum.y * sum.y;
    float grow = square < .5f ? 0 : 2 / square; /* nearly back on itself: flat */
    return grow == 0 ? b : (SDL_FPoint){sum.x * grow, sum.y * grow};
}

/* One cross-section of a line: faded edge, body, body, faded edge. Returns its first point. */
static int section_add(struct batch *batch, SDL_FPoint at, SDL_FPoint normal, float width, SDL_Color color) {
    float body = width > 1 ? width / 2 - .5f : 0, strength = width < 1 ? width : 1;
    int first = batch_point(batch, at.x - normal.x * (body + 1), at.y - normal.y * (body + 1), color, 0);
    batch_point(batch, at.x - normal.x * body, at.y - normal.y * body, color, strength);
    batch_point(batch, at.x + normal.x * body, at.y + normal.y * body, color, strength);
    batch_point(batch, at.x + normal.x * (body + 1), at.y + normal.y * (body + 1), color, 0);
    return first;
}
static void sections_join(struct batch *batch, int a, int b) {
    for (int i = 0; i < 3; i++) {
        batch_triangle(batch, a + i, a + i + 1, b + i);
        batch_triangle(batch, a + i + 1, b + i + 1, b + i);
    }
}

static void segment_draw(struct batch *batch, SDL_FPoint a, SDL_FPoint b, SDL_FPoint na, SDL_FPoint nb,
                         float width, SDL_Color color) {
    batch_room(batch, 8, 18);
    int first = section_add(batch, a, na, width, color);
    sections_join(batch, first, section_add(batch, b, nb, width, color));
}

void shape_line(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, float width, SDL_Color color,
                bool closed) {
    if (count < 2)
        return;
    struct batch batch = batch_at(renderer, points[0]);
    size_t legs = closed ? count : count - 1;
    for (size_t i = 0; i < legs; i++) {
        SDL_FPoint a = batch_local(&batch, points[i]), b = batch_local(&batch, points[(i + 1) % count]),
                   normal = normal_of(a, b), na = normal, nb = normal;
        if (closed || i > 0)
            na = mitre(normal_of(batch_local(&batch, points[(i + count - 1) % count]), a), normal);
        if (closed || i + 2 < count)
            nb = mitre(normal, normal_of(b, batch_local(&batch, points[(i + 2) % count])));
        segment_draw(&batch, a, b, na, nb, width, color);
    }
    batch_flush(&batch);
    if (!closed && width > 2 && color.a == 255) {
        shape_disc(renderer, points[0].x, points[0].y, width / 2, color);
        shape_disc(renderer, points[count - 1].x, points[count - 1].y, width / 2, color);
    }
}

void shape_dash(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, float width, float on,
                float off, float phase, SDL_Color color) {
    assert(on > 0 && off > 0);
    struct batch batch = batch_at(renderer, points[0]);
    float at = fmodf(phase, on + off);
    for (size_t i = 0; i + 1 < count; i++) {
        SDL_FPoint a = batch_local(&batch, points[i]), b = batch_local(&batch, points[i + 1]), normal = normal_of(a, b);
        float length = hypotf(b.x - a.x, b.y - a.y);
        for (float from = 0; from < length;) {
            float left = at < on ? on - at : on + off - at, to = fminf(from + left, length);
            if (at < on) {
                SDL_FPoint p = {a.x + (b.x - a.x) * from / length, a.y + (b.y - a.y) * from / length};
                SDL_FPoint q = {a.x + (b.x - a.x) * to / length, a.y + (b.y - a.y) * to / length};
                segment_draw(&batch, p, q, normal, normal, width, color);
            }
            at = fmodf(at + (to - from), on + off);
            if (to - from < 1e-4f)
                at = at < on ? on : 0;
            from = to > from ? to : from + 1e-3f;
        }
    }
    batch_flush(&batch);
}

/* Of points that are local to the batch. */
static void polygon_draw(struct batch *batch, const SDL_FPoint *points, size_t count, SDL_Color color) {
    float area = 0;
    for (size_t i = 0, j = count - 1; i < count; j = i++)
        area += points[j].x * points[i].y - points[i].x * points[j].y;
    float out = area > 0 ? -.5f : .5f;
    for (size_t i = 0; i < count; i++) {
        SDL_FPoint before = points[(i + count - 1) % count], at = points[i], after = points[(i + 1) % count];
        SDL_FPoint n = mitre(normal_of(before, at), normal_of(at, after));
        batch_point(batch, at.x - n.x * out, at.y - n.y * out, color, 1);
        batch_point(batch, at.x + n.x * out, at.y + n.y * out, color, 0);
    }
    for (size_t i = 0; i < count; i++) {
        int a = (int)(2 * i), b = (int)(2 * ((i + 1) % count));
        if (i >= 1 && i + 1 < count)
            batch_triangle(batch, 0, a, b);
        batch_triangle(batch, a, a + 1, b);
        batch_triangle(batch, a + 1, b + 1, b);
    }
    batch_flush(batch);
}

void shape_polygon(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, SDL_Color color) {
    assert(count >= 3 && count <= 64);
    struct batch batch = batch_at(renderer, points[0]);
    SDL_FPoint local[64];
    for (size_t i = 0; i < count; i++)
        local[i] = batch_local(&batch, points[i]);
    polygon_draw(&batch, local, count, color);
}

static size_t circle(float x, float y, float radius, SDL_FPoint points[48]) {
    size_t count = (size_t)(10 + radius * 1.2f);
    count = count > 48 ? 48 : count;
    for (size_t i = 0; i < count; i++) {
        float angle = 6.2831853f * (float)i / (float)count;
        points[i] = (SDL_FPoint){x + radius * cosf(angle), y + radius * sinf(angle)};
    }
    return count;
}

void shape_disc(SDL_Renderer *renderer, float x, float y, float radius, SDL_Color color) {
    struct batch batch = batch_at(renderer, (SDL_FPoint){x, y});
    SDL_FPoint points[48], middle = batch_local(&batch, (SDL_FPoint){x, y});
    polygon_draw(&batch, points, circle(middle.x, middle.y, radius, points), color);
}

void shape_ring(SDL_Renderer *renderer, float x, float y, float radius, float width, SDL_Color color) {
    SDL_FPoint points[48];
    shape_line(renderer, points, circle(x, y, radius, points), width, color, true);
}

/* The part of the line x - y = at that lies inside a convex polygon. False when there is none. */
static bool diagonal_cut(const SDL_FPoint *points, size_t count, float at, SDL_FPoint ends[2]) {
    int found = 0;
    for (size_t i = 0, j = count - 1; i < count && found < 2; j = i++) {
        float a = points[j].x - points[j].y - at, b = points[i].x - points[i].y - at;
        if ((a < 0) == (b < 0))
            continue;
        float part = a / (a - b);
        ends[found++] = (SDL_FPoint){points[j].x + (points[i].x - points[j].x) * part,
                                     points[j].y + (points[i].y - points[j].y) * part};
    }
    return found == 2;
}

void shape_hatch(SDL_Renderer *renderer, const SDL_FPoint *points, size_t count, float step, float phase,
                 float width, SDL_Color color) {
    assert(step > 0 && count <= 64);
    struct batch batch = batch_at(renderer, points[0]);
    SDL_FPoint local[64];
    float low = 1e30f, high = -1e30f;
    for (size_t i = 0; i < count; i++) {
        local[i] = batch_local(&batch, points[i]);
        low = fminf(low, local[i].x - local[i].y);
        high = fmaxf(high, local[i].x - local[i].y);
    }
    phase = fmodf(phase - (batch.origin.x - batch.origin.y), step);
    for (float at = ceilf((low - phase) / step) * step + phase; at < high; at += step) {
        SDL_FPoint ends[2];
        if (!diagonal_cut(local, count, at, ends))
            continue;
        SDL_FPoint normal = normal_of(ends[0], ends[1]);
        segment_draw(&batch, ends[0], ends[1], normal, normal, width, color);
    }
    batch_flush(&batch);
}

void shape_box(SDL_Renderer *renderer, SDL_FRect box, float radius, SDL_Color color) {
    struct batch batch = batch_at(renderer, (SDL_FPoint){box.x, box.y});
    SDL_FPoint points[28], from = batch_local(&batch, (SDL_FPoint){box.x, box.y});
    size_t count = 0;
    box.x = from.x;
    box.y = from.y;
    radius = fminf(radius, fminf(box.w, box.h) / 2);
    int steps = radius < .5f ? 0 : 6;
    for (int corner = 0; corner < 4; corner++) {
        float cx = corner == 0 || corner == 3 ? box.x + box.w - radius : box.x + radius;
        float cy = corner < 2 ? box.y + box.h - radius : box.y + radius;
        for (int i = 0; i <= steps; i++) {
            float angle = 1.5707963f * ((float)corner + (steps ? (float)i / (float)steps : .5f));
            float r = steps ? radius : radius * 1.41421356f;
            points[count++] = (SDL_FPoint){cx + r * cosf(angle), cy + r * sinf(angle)};
        }
    }
    polygon_draw(&batch, points, count, color);
}
