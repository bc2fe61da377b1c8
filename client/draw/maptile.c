#include "maptile.h"

#include <math.h>

#include "camera.h"

const struct map_painter *map_painters(size_t *count) {
    static const struct map_painter painters[] = {
        {paint_relief, 8},   {paint_trees, 2}, {paint_water, 1}, {paint_far, 1},     {paint_villages, 1},
        {paint_boundary, 1}, {paint_roads, 1}, {paint_rail, 1},  {paint_outside, 1}, {paint_grid, 1},
        {paint_night, 1},    {paint_frame, 1}, {paint_sites, 1},
    };
    *count = sizeof painters / sizeof painters[0];
    return painters;
}

struct tile_hexes tile_hexes(const struct map_tile *tile) {
    double w = tile->image.w / tile->k, h = tile->image.h / tile->k;
    return (struct tile_hexes){(int)floor(tile->x_m / CAMERA_HEX_M) - 2,
                               (int)ceil((tile->x_m + w) / CAMERA_HEX_M) + 1,
                               (int)floor((tile->y_m - CAMERA_RADIUS_M) / CAMERA_ROW_M) - 1,
                               (int)ceil((tile->y_m + h) / CAMERA_ROW_M) + 1};
}

struct raster_point tile_hex_center(const struct map_tile *tile, int col, int row) {
    double x, y;
    world_hex_center(col, row, &x, &y);
    return (struct raster_point){(float)((x - tile->x_m) * tile->k), (float)((y - tile->y_m) * tile->k)};
}

void tile_hex_corners(const struct map_tile *tile, int col, int row, float inset,
                      struct raster_point corners[6]) {
    static const float unit[6][2] = {{0, -1}, {.8660254f, -.5f}, {.8660254f, .5f},
                                     {0, 1},  {-.8660254f, .5f}, {-.8660254f, -.5f}};
    struct raster_point center = tile_hex_center(tile, col, row);
    float radius = (float)CAMERA_RADIUS_M * tile->k - inset;
    for (int i = 0; i < 6; i++)
        corners[i] = (struct raster_point){center.x + radius * unit[i][0], center.y + radius * unit[i][1]};
}

/* Points of a line on the tile, those closer than a pixel's part left out; runs far outside the tile are
 * skipped. */
enum { RUN_MAX = 256 };
struct run {
    struct raster_point point[RUN_MAX];
    size_t count;
};

static bool leg_outside(const struct map_tile *tile, struct raster_point a, struct raster_point b,
                        float reach) {
    float w = (float)tile->image.w + reach, h = (float)tile->image.h + reach;
    return (a.x < -reach && b.x < -reach) || (a.y < -reach && b.y < -reach) || (a.x > w && b.x > w) ||
           (a.y > h && b.y > h);
}

static bool line_outside(const struct map_tile *tile, const struct ground_line *line, float reach) {
    struct raster_point a = tile_point(tile, line->x_min, line->y_min),
                        b = tile_point(tile, line->x_max, line->y_max);
    return b.x < -reach || b.y < -reach || a.x > (float)tile->image.w + reach ||
           a.y > (float)tile->image.h + reach;
}

static void run_flush(struct map_tile *tile, struct run *run, float width) {
    if (run->count > 1)
        raster_stroke(tile->raster, run->point, run->count, width, RASTER_ROUND, false);
    run->count = 0;
}

static void line_stroke(struct map_tile *tile, const struct ground_line *line, float width) {
    struct run run = {.count = 0};
    struct raster_point last = {0, 0};
    for (uint32_t i = 0; i < line->points + (line->closed ? 1 : 0); i++) {
        struct raster_point at = line->world[i % line->points];
        at = tile_point(tile, at.x, at.y);
        bool end = i + 1 >= line->points;
        if (i > 0 && !end && fabsf(at.x - last.x) + fabsf(at.y - last.y) < 0.7f)
            continue;
        if (i > 0 && leg_outside(tile, last, at, width)) {
            run_flush(tile, &run, width);
        } else if (i > 0) {
            if (run.count == 0)
                run.point[run.count++] = last;
            run.point[run.count++] = at;
            if (run.count == RUN_MAX) {
                run_flush(tile, &run, width);
                run.point[run.count++] = at;
            }
        }
        last = at;
    }
    run_flush(tile, &run, width);
}

void tile_lines(const struct ground *ground, struct map_tile *tile, int class_, float width) {
    for (size_t i = 0; i < ground->lines; i++)
        if (ground->line[i].class_ == class_ && !line_outside(tile, &ground->line[i], width))
            line_stroke(tile, &ground->line[i], width);
}

void tile_lines_dashed(const struct ground *ground, struct map_tile *tile, int class_, float width,
                       const float pattern[4]) {
    for (size_t i = 0; i < ground->lines; i++) {
        const struct ground_line *line = &ground->line[i];
        if (line->class_ != class_ || line_outside(tile, line, width))
            continue;
        /* The pattern runs on from the line's first point, so every point is passed on, outside or not. */
        float at = 0, sum = pattern[0] + pattern[1] + pattern[2] + pattern[3];
        struct raster_point a = tile_point(tile, line->world[0].x, line->world[0].y);
        for (uint32_t j = 1; j < line->points; j++) {
            struct raster_point b = tile_point(tile, line->world[j].x, line->world[j].y);
            float length = hypotf(b.x - a.x, b.y - a.y);
            for (float from = 0; from < length && !leg_outside(tile, a, b, width);) {
                float phase = fmodf(at + from, sum), edge = 0;
                int mark = 0;
                while (mark < 4 && phase >= edge + pattern[mark])
                    edge += pattern[mark++];
                float step = fmaxf(edge + pattern[mark & 3] - phase, 0.01f);
                float to = fminf(from + step, length);
                if (mark % 2 == 0 && mark < 4) {
                    struct raster_point dash[2] = {
                        {a.x + (b.x - a.x) * from / length, a.y + (b.y - a.y) * from / length},
                        {a.x + (b.x - a.x) * to / length, a.y + (b.y - a.y) * to / length}};
                    raster_stroke(tile->raster, dash, 2, width, RASTER_BUTT, false);
                }
                from = to;
            }
            at += length;
            a = b;
        }
    }
}
