#include "raster.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void raster_forget(struct raster *raster) {
    raster->x_min = (float)raster->w;
    raster->y_min = (float)raster->h;
    raster->x_max = raster->y_max = 0;
}

bool raster_init(struct raster *raster, int w, int h) {
    assert(w > 0 && h > 0);
    raster->w = w;
    raster->h = h;
    raster->cover = calloc((size_t)(w + 2) * (size_t)h, sizeof(float));
    raster->run = calloc((size_t)w + 2, sizeof(float));
    raster_forget(raster);
    if (raster->cover != NULL && raster->run != NULL)
        return true;
    raster_finish(raster);
    return false;
}

void raster_finish(struct raster *raster) {
    free(raster->cover);
    free(raster->run);
    memset(raster, 0, sizeof *raster);
}

/* One row's share of an edge: `d` of the row's height, from x to x_next, both within 0..w. Adds to each
 * column the change of cover that the edge brings there, so that a running sum along the row yields the
 * cover. */
static void row_add(float *row, float x, float x_next, float d) {
    float xa = x < x_next ? x : x_next, xb = x < x_next ? x_next : x;
    int ia = (int)xa, ib = (int)ceilf(xb);
    if (ib <= ia + 1) {
        float middle = 0.5f * (xa + xb) - (float)ia;
        row[ia] += d - d * middle;
        row[ia + 1] += d * middle;
        return;
    }
    float slope = 1.0f / (xb - xa), fa = xa - (float)ia, fb = xb - (float)ib + 1.0f;
    float first = 0.5f * slope * (1.0f - fa) * (1.0f - fa), last = 0.5f * slope * fb * fb;
    row[ia] += d * first;
    if (ib == ia + 2) {
        row[ia + 1] += d * (1.0f - first - last);
    } else {
        float second = slope * (1.5f - fa);
        row[ia + 1] += d * (second - first);
        for (int i = ia + 2; i < ib - 1; i++)
            row[i] += d * slope;
        row[ib - 1] += d * (1.0f - (second + (float)(ib - ia - 3) * slope) - last);
    }
    row[ib] += d * last;
}

/* An edge whose x lies within 0..w. */
static void edge_add(struct raster *raster, float x0, float y0, float x1, float y1) {
    float sign = 1.0f;
    if (y0 > y1) {
        float swap = y0;
        y0 = y1;
        y1 = swap;
        swap = x0;
        x0 = x1;
        x1 = swap;
        sign = -1.0f;
    }
    if (y1 <= 0 || y0 >= (float)raster->h || y0 == y1)
        return;
    float slope = (x1 - x0) / (y1 - y0), x = x0, w = (float)raster->w;
    if (y0 < 0) {
        x -= y0 * slope;
        y0 = 0;
    }
    int last = (int)ceilf(y1);
    if (last > raster->h)
        last = raster->h;
    for (int y = (int)y0; y < last; y++) {
        float top = (float)y > y0 ? (float)y : y0, bottom = (float)(y + 1) < y1 ? (float)(y + 1) : y1;
        float next = x + slope * (bottom - top);
        next = next < 0 ? 0 : next > w ? w : next;
        row_add(raster->cover + (size_t)y * (size_t)(raster->w + 2), x, next, sign * (bottom - top));
        x = next;
    }
}

/* Any edge: what lies left of the image still counts, at its left border; what lies right of it does not. */
static void edge_clip(struct raster *raster, float x0, float y0, float x1, float y1) {
    float w = (float)raster->w;
    float left = x0 < x1 ? x0 : x1, right = x0 < x1 ? x1 : x0;
    float top = y0 < y1 ? y0 : y1, bottom = y0 < y1 ? y1 : y0;
    if (bottom <= 0 || top >= (float)raster->h || left >= w)
        return;
    raster->y_min = top < raster->y_min ? top : raster->y_min;
    raster->y_max = bottom > raster->y_max ? bottom : raster->y_max;
    raster->x_min = left < raster->x_min ? left : raster->x_min;
    raster->x_max = right > raster->x_max ? right : raster->x_max;
    if (right <= 0) {
        edge_add(raster, 0, y0, 0, y1);
        return;
    }
    if (left < 0) {
        float y = y0 + (y1 - y0) * (0 - x0) / (x1 - x0);
        if (x0 < 0) {
            edge_add(raster, 0, y0, 0, y);
            x0 = 0;
            y0 = y;
        } else {
            edge_add(raster, 0, y, 0, y1);
            x1 = 0;
            y1 = y;
        }
    }
    if (right > w) {
        float y = y0 + (y1 - y0) * (w - x0) / (x1 - x0);
        if (x0 > w) {
            x0 = w;
            y0 = y;
        } else {
            x1 = w;
            y1 = y;
        }
    }
    edge_add(raster, x0, y0, x1, y1);
}

void raster_polygon(struct raster *raster, const struct raster_point *points, size_t count) {
    if (count < 3)
        return;
    double area = 0;
    for (size_t i = 0, j = count - 1; i < count; j = i++)
        area += (double)points[j].x * points[i].y - (double)points[i].x * points[j].y;
    /* All shapes run the same way round, so that overlapping ones add up and never cancel. */
    for (size_t i = 0, j = count - 1; i < count; j = i++) {
        if (area > 0)
            edge_clip(raster, points[j].x, points[j].y, points[i].x, points[i].y);
        else
            edge_clip(raster, points[i].x, points[i].y, points[j].x, points[j].y);
    }
}

void raster_disc(struct raster *raster, float x, float y, float radius) {
    if (x + radius < 0 || y + radius < 0 || x - radius > (float)raster->w || y - radius > (float)raster->h)
        return;
    struct raster_point points[64];
    int count = (int)(8.0f + radius * 2.0f);
    if (count > 64)
        count = 64;
    float grow = radius * (1.0f + 1.6f / (float)(count * count)); /* same area as the circle, nearly */
    for (int i = 0; i < count; i++) {
        float angle = (float)i * 6.2831853f / (float)count;
        points[i] = (struct raster_point){x + grow * cosf(angle), y + grow * sinf(angle)};
    }
    raster_polygon(raster, points, (size_t)count);
}

void raster_box(struct raster *raster, float x, float y, float w, float h, float radius) {
    float most = (w < h ? w : h) / 2;
    radius = radius < most ? radius : most;
    struct raster_point points[32];
    size_t count = 0;
    int corner_steps = radius < 0.3f ? 0 : radius < 4 ? 3 : 6;
    for (int corner = 0; corner < 4; corner++) {
        float cx = corner == 0 || corner == 3 ? x + w - radius : x + radius;
        float cy = corner < 2 ? y + h - radius : y + radius;
        for (int i = 0; i <= corner_steps; i++) {
            float angle =
                1.5707963f * ((float)corner + (corner_steps ? (float)i / (float)corner_steps : 0.5f));
            float r = corner_steps ? radius : radius * 1.41421356f;
            points[count++] = (struct raster_point){cx + r * cosf(angle), cy + r * sinf(angle)};
        }
    }
    raster_polygon(raster, points, count);
}

static void segment_add(struct raster *raster, struct raster_point a, struct raster_point b, float half) {
    float dx = b.x - a.x, dy = b.y - a.y, length = sqrtf(dx * dx + dy * dy);
    if (length < 1e-4f)
        return;
    if ((a.x < -half && b.x < -half) || (a.y < -half && b.y < -half) ||
        (a.x > (float)raster->w + half && b.x > (float)raster->w + half) ||
        (a.y > (float)raster->h + half && b.y > (float)raster->h + half))
        return;
    float nx = -dy / length * half, ny = dx / length * half;
    struct raster_point quad[4] = {
        {a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}};
    raster_polygon(raster, quad, 4);
}

/* A disc at a bend fills the gap on its outer side; where the bend is slight there is none to be seen. */
static bool bend_shows(struct raster_point a, struct raster_point b, struct raster_point c, float half) {
    float ux = b.x - a.x, uy = b.y - a.y, vx = c.x - b.x, vy = c.y - b.y;
    float cross = ux * vy - uy * vx, dot = ux * vx + uy * vy;
    return fabsf(atan2f(cross, dot)) * half > 0.25f;
}

void raster_stroke(struct raster *raster, const struct raster_point *points, size_t count, float width,
                   enum raster_cap cap, bool closed) {
    float half = width / 2;
    if (count == 0 || half <= 0)
        return;
    for (size_t i = 0; i + 1 < count; i++)
        segment_add(raster, points[i], points[i + 1], half);
    for (size_t i = 1; i + 1 < count; i++)
        if (bend_shows(points[i - 1], points[i], points[i + 1], half))
            raster_disc(raster, points[i].x, points[i].y, half);
    if (closed && count > 2) {
        segment_add(raster, points[count - 1], points[0], half);
        raster_disc(raster, points[0].x, points[0].y, half);
        raster_disc(raster, points[count - 1].x, points[count - 1].y, half);
    } else if (cap == RASTER_ROUND) {
        raster_disc(raster, points[0].x, points[0].y, half);
        raster_disc(raster, points[count - 1].x, points[count - 1].y, half);
    }
}

void raster_dash(struct raster *raster, const struct raster_point *points, size_t count, float width,
                 const float *pattern, size_t marks, bool closed) {
    size_t mark = 0;
    float left = pattern[0];
    size_t legs = closed ? count : count - 1;
    for (size_t i = 0; count > 1 && i < legs; i++) {
        struct raster_point a = points[i], b = points[(i + 1) % count];
        float dx = b.x - a.x, dy = b.y - a.y, length = sqrtf(dx * dx + dy * dy), at = 0;
        while (length - at > 1e-4f) {
            float step = left < length - at ? left : length - at;
            if (mark % 2 == 0) {
                struct raster_point p = {a.x + dx * at / length, a.y + dy * at / length};
                struct raster_point q = {a.x + dx * (at + step) / length, a.y + dy * (at + step) / length};
                segment_add(raster, p, q, width / 2);
            }
            at += step;
            left -= step;
            if (left <= 1e-4f) {
                mark = (mark + 1) % marks;
                left = pattern[mark];
            }
        }
    }
}

/* Sums one row up into raster->run between columns a and b, and clears it. */
static void row_sum(struct raster *raster, int y, int a, int b) {
    float *row = raster->cover + (size_t)y * (size_t)(raster->w + 2), sum = 0;
    for (int x = a; x < b; x++) {
        sum += row[x];
        float cover = fabsf(sum);
        raster->run[x] = cover > 1.0f ? 1.0f : cover;
    }
    memset(row + a, 0, (size_t)(b - a + 2) * sizeof *row);
}

struct raster_span {
    int x0, x1, y0, y1;
};
static struct raster_span raster_bounds(const struct raster *raster) {
    struct raster_span span = {(int)floorf(raster->x_min), (int)ceilf(raster->x_max) + 1,
                               (int)floorf(raster->y_min), (int)ceilf(raster->y_max)};
    span.x0 = span.x0 < 0 ? 0 : span.x0 > raster->w ? raster->w : span.x0;
    span.y0 = span.y0 < 0 ? 0 : span.y0;
    span.x1 = span.x1 > raster->w ? raster->w : span.x1;
    span.y1 = span.y1 > raster->h ? raster->h : span.y1;
    if (span.x1 < span.x0)
        span.x1 = span.x0;
    return span;
}

static uint32_t add_pixel(uint32_t under, uint32_t rgb, int alpha) {
    uint32_t out = under & 0xff000000u;
    for (int shift = 0; shift <= 16; shift += 8) {
        int v = (int)(under >> shift & 255) + (int)(rgb >> shift & 255) * alpha / 255;
        out |= (uint32_t)(v > 255 ? 255 : v) << shift;
    }
    return out;
}
static uint32_t multiply_pixel(uint32_t under, uint32_t rgb, int alpha) {
    uint32_t out = under & 0xff000000u;
    for (int shift = 0; shift <= 16; shift += 8) {
        int u = (int)(under >> shift & 255), c = (int)(rgb >> shift & 255);
        out |= (uint32_t)(u * (255 * 255 - alpha * (255 - c)) / (255 * 255)) << shift;
    }
    return out;
}

void raster_fill(struct raster *raster, struct raster_image image, uint32_t rgb, float alpha,
                 enum raster_mode mode, const uint8_t *mask) {
    assert(image.w == raster->w && image.h == raster->h);
    struct raster_span span = raster_bounds(raster);
    for (int y = span.y0; y < span.y1; y++) {
        row_sum(raster, y, span.x0, span.x1);
        uint32_t *row = image.pixels + (size_t)y * (size_t)image.stride;
        for (int x = span.x0; x < span.x1; x++) {
            float cover = raster->run[x] * alpha * 255.0f;
            if (mask != NULL)
                cover *= (float)mask[(size_t)y * (size_t)raster->w + (size_t)x] / 255.0f;
            int a = (int)(cover + 0.5f);
            if (a == 0)
                continue;
            row[x] = mode == RASTER_OVER       ? raster_blend(row[x], rgb, a)
                     : mode == RASTER_MULTIPLY ? multiply_pixel(row[x], rgb, a)
                                               : add_pixel(row[x], rgb, a);
        }
    }
    raster_forget(raster);
}

static uint32_t mix(uint32_t a, uint32_t b, float part) {
    return raster_blend(0xff000000u | a, b, (int)(part * 255.0f + 0.5f)) & 0xffffffu;
}

void raster_fill_gradient(struct raster *raster, struct raster_image image, uint32_t top, uint32_t middle,
                          uint32_t bottom, float y0, float y1) {
    assert(image.w == raster->w && image.h == raster->h && y1 > y0);
    struct raster_span span = raster_bounds(raster);
    for (int y = span.y0; y < span.y1; y++) {
        row_sum(raster, y, span.x0, span.x1);
        float part = ((float)y + 0.5f - y0) / (y1 - y0);
        part = part < 0 ? 0 : part > 1 ? 1 : part;
        uint32_t rgb = part < 0.5f ? mix(top, middle, part * 2) : mix(middle, bottom, part * 2 - 1);
        uint32_t *row = image.pixels + (size_t)y * (size_t)image.stride;
        for (int x = span.x0; x < span.x1; x++)
            row[x] = raster_blend(row[x], rgb, (int)(raster->run[x] * 255.0f + 0.5f));
    }
    raster_forget(raster);
}

void raster_mask(struct raster *raster, uint8_t *mask) {
    struct raster_span span = raster_bounds(raster);
    memset(mask, 0, (size_t)raster->w * (size_t)raster->h);
    for (int y = span.y0; y < span.y1; y++) {
        row_sum(raster, y, span.x0, span.x1);
        for (int x = span.x0; x < span.x1; x++)
            mask[(size_t)y * (size_t)raster->w + (size_t)x] = (uint8_t)(raster->run[x] * 255.0f + 0.5f);
    }
    raster_forget(raster);
}

void raster_dot(struct raster_image image, float x, float y, float radius, uint32_t rgb, float alpha) {
    int x0 = (int)floorf(x - radius - 0.5f), x1 = (int)ceilf(x + radius + 0.5f);
    int y0 = (int)floorf(y - radius - 0.5f), y1 = (int)ceilf(y + radius + 0.5f);
    x0 = x0 < 0 ? 0 : x0;
    y0 = y0 < 0 ? 0 : y0;
    x1 = x1 > image.w ? image.w : x1;
    y1 = y1 > image.h ? image.h : y1;
    for (int py = y0; py < y1; py++) {
        uint32_t *row = image.pixels + (size_t)py * (size_t)image.stride;
        for (int px = x0; px < x1; px++) {
            float dx = (float)px + 0.5f - x, dy = (float)py + 0.5f - y;
            float cover = radius + 0.5f - sqrtf(dx * dx + dy * dy);
            if (cover > 0)
                row[px] = raster_blend(row[px], rgb, (int)((cover < 1 ? cover : 1) * alpha * 255.0f + 0.5f));
        }
    }
}
