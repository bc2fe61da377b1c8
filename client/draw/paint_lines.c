/* Water, roads, railway, bridges, the boundary and its far side. */
#include <math.h>
#include <string.h>

#include "maptile.h"
#include "palette.h"

/* Widths are given for 20 px a hex and grow by a power of the zoom. */
static float grow(const struct map_tile *tile, float power) {
    return powf(tile->detail / 20, power) * tile->scale;
}

static void fill(struct map_tile *tile, uint32_t rgb, float alpha) {
    raster_fill(tile->raster, tile->image, rgb, alpha, RASTER_OVER, NULL);
}

/* The main river in short pieces, each a little wider than the one upstream. */
static void river_main_add(const struct ground *ground, struct map_tile *tile, float width, float extra) {
    for (size_t i = 0; i < ground->lines; i++) {
        const struct ground_line *line = &ground->line[i];
        if (line->class_ != LINE_RIVER || !line->main)
            continue;
        struct raster_point piece[9];
        for (uint32_t j = 0; j + 1 < line->points; j += 8) {
            size_t count = 0;
            bool near = false;
            for (uint32_t p = j; p < line->points && p <= j + 8; p++) {
                piece[count] = tile_point(tile, line->world[p].x, line->world[p].y);
                near = near || (piece[count].x > -200 && piece[count].y > -200 &&
                                piece[count].x < (float)tile->image.w + 200 &&
                                piece[count].y < (float)tile->image.h + 200);
                count++;
            }
            float flow = line->flow0 + (line->flow1 - line->flow0) * (float)j / (float)line->points;
            if (near)
                raster_stroke(tile->raster, piece, count, width * (.78f + .5f * flow) + extra, RASTER_ROUND,
                              false);
        }
    }
}

static void lakes_add(const struct ground *ground, struct map_tile *tile, float outline) {
    for (size_t i = 0; i < ground->lines; i++) {
        const struct ground_line *line = &ground->line[i];
        if (line->class_ != LINE_LAKE)
            continue;
        struct raster_point a = tile_point(tile, line->x_min, line->y_min),
                            b = tile_point(tile, line->x_max, line->y_max);
        if (b.x < -20 || b.y < -20 || a.x > (float)tile->image.w + 20 || a.y > (float)tile->image.h + 20)
            continue;
        if (outline > 0) {
            tile_lines(ground, tile, LINE_LAKE, outline);
            return;
        }
        struct raster_point points[GROUND_LINE_POINTS + 16];
        for (uint32_t j = 0; j < line->points; j++)
            points[j] = tile_point(tile, line->world[j].x, line->world[j].y);
        raster_polygon(tile->raster, points, line->points);
    }
}

static void lakes_paint(const struct ground *ground, struct map_tile *tile) {
    static const float shore[3][2] = {{10, .18f}, {6, .25f}, {3, .35f}};
    lakes_add(ground, tile, 0);
    raster_mask(tile->raster, tile->mask);
    size_t pixels = (size_t)tile->image.w * (size_t)tile->image.h, wet = 0;
    for (size_t i = 0; i < pixels; i++)
        wet |= tile->mask[i];
    if (wet == 0)
        return;
    lakes_add(ground, tile, 0);
    fill(tile, PALETTE_WATER, 1);
    float z = grow(tile, .5f);
    for (int i = 0; i < 3; i++) {
        lakes_add(ground, tile, shore[i][0] * z);
        raster_fill(tile->raster, tile->image, PALETTE_SHORE, shore[i][1], RASTER_OVER, tile->mask);
    }
    lakes_add(ground, tile, 1.1f * z);
    fill(tile, PALETTE_BANK, 1);
}

void paint_water(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    float main = 3.2f * grow(tile, .75f), side = 1.5f * grow(tile, .75f), scale = tile->scale;
    tile_lines(ground, tile, LINE_STREAM, .9f * grow(tile, .6f));
    fill(tile, PALETTE_BANK, .8f);
    tile_lines(ground, tile, LINE_RIVER, side); /* the main river is painted over its own thin line below */
    fill(tile, PALETTE_BANK, .95f);
    if (tile->detail > 40) {
        tile_lines(ground, tile, LINE_RIVER, side * .5f);
        fill(tile, PALETTE_WATER, 1);
    }
    river_main_add(ground, tile, main, 1.6f * scale);
    fill(tile, PALETTE_BANK, 1);
    river_main_add(ground, tile, main, 0);
    fill(tile, PALETTE_WATER, 1);
    if (tile->detail > 40) { /* a light in the middle of the stream */
        river_main_add(ground, tile, main * .35f, 0);
        fill(tile, PALETTE_SHORE, .35f);
    }
    lakes_paint(ground, tile);
}

void paint_far(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    if (ground->fars < 3)
        return;
    struct raster_point points[GROUND_LINE_POINTS + 16];
    for (size_t i = 0; i < ground->fars; i++)
        points[i] = tile_point(tile, ground->far[i].x, ground->far[i].y);
    raster_polygon(tile->raster, points, ground->fars);
    raster_mask(tile->raster, tile->mask);
    float gap = 7 * tile->scale;
    for (int y = 0; y < tile->image.h; y++) {
        uint32_t *row = tile->image.pixels + (size_t)y * (size_t)tile->image.stride;
        const uint8_t *mask = tile->mask + (size_t)y * (size_t)tile->image.w;
        for (int x = 0; x < tile->image.w; x++) {
            if (mask[x] == 0)
                continue;
            row[x] = raster_blend(row[x], PALETTE_PAPER_FAR, mask[x] * 87 / 255);
            float across = (float)((tile->off_x + x) - (tile->off_y + y)) + .5f;
            across -= floorf(across / gap) * gap;
            float line = .5f * tile->scale + .5f - fabsf(across - gap / 2) * .70711f;
            if (line > 0)
                row[x] =
                    raster_blend(row[x], PALETTE_BOUNDARY, (int)((line < 1 ? line : 1) * .15f * mask[x]));
        }
    }
}

void paint_boundary(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    float z = grow(tile, .5f), dashes[4] = {9 * z, 3 * z, 1.6f * z, 3 * z};
    tile_lines(ground, tile, LINE_BOUNDARY, 9 * z);
    fill(tile, PALETTE_BOUNDARY, .20f);
    tile_lines_dashed(ground, tile, LINE_BOUNDARY, 1.7f * z, dashes);
    fill(tile, PALETTE_BOUNDARY, .95f);
}

static void bridges_paint(const struct ground *ground, struct map_tile *tile) {
    float z = grow(tile, .62f);
    for (size_t i = 0; i < ground->bridges; i++) {
        const struct ground_bridge *bridge = &ground->bridge[i];
        struct raster_point at = tile_point(tile, bridge->x, bridge->y);
        if (at.x < -40 || at.y < -40 || at.x > (float)tile->image.w + 40 ||
            at.y > (float)tile->image.h + 40 || bridge->class_ > LINE_ROAD_TERTIARY)
            continue;
        float c = cosf(bridge->angle), s = sinf(bridge->angle), flare = 1.5f * tile->scale;
        float along = 3.2f * z, across = (bridge->class_ == LINE_ROAD_TERTIARY ? 2.0f : 2.7f) * z;
        for (int side = -1; side <= 1; side += 2) {
            float u[4] = {-along - flare, -along, along, along + flare},
                  v[4] = {across + flare, across, across, across + flare};
            struct raster_point rail[4];
            for (int p = 0; p < 4; p++)
                rail[p] = (struct raster_point){at.x + u[p] * c - (float)side * v[p] * s,
                                                at.y + u[p] * s + (float)side * v[p] * c};
            raster_stroke(tile->raster, rail, 4, 1.1f * grow(tile, .4f), RASTER_BUTT, false);
        }
    }
    fill(tile, 0x2B2620, 1);
}

void paint_roads(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    static const struct {
        int class_;
        float width;
        uint32_t rgb;
    } roads[] = {{LINE_ROAD_TERTIARY, 1.7f, PALETTE_ROAD_MINOR},
                 {LINE_ROAD_REGIONAL, 2.3f, PALETTE_ROAD_REGIONAL},
                 {LINE_ROAD_MAIN, 3.0f, PALETTE_ROAD_MAIN}};
    float z = grow(tile, .62f), scale = tile->scale, dashes[4] = {3 * z, 2 * z, 3 * z, 2 * z};
    if (tile->detail >= 17) {
        tile_lines_dashed(ground, tile, LINE_TRACK, .8f * z, dashes);
        fill(tile, PALETTE_TRACK, tile->detail < 40 ? .55f : .85f);
    }
    bool near = tile->detail >= 40;
    tile_lines(ground, tile, LINE_ROAD_MINOR, near ? 1.5f * z + 1.6f * scale : 1.9f * scale);
    fill(tile, PALETTE_ROAD_CASING, near ? .8f : .42f);
    tile_lines(ground, tile, LINE_ROAD_MINOR, near ? 1.5f * z : .9f * scale);
    fill(tile, PALETTE_ROAD_MINOR, .95f);
    for (int i = 0; i < 3; i++)
        tile_lines(ground, tile, roads[i].class_, roads[i].width * z + 1.7f * scale);
    fill(tile, PALETTE_ROAD_CASING, 1);
    for (int i = 0; i < 3; i++) {
        tile_lines(ground, tile, roads[i].class_, roads[i].width * z);
        fill(tile, roads[i].rgb, 1);
    }
}

void paint_rail(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    float z = grow(tile, .62f), ties[4] = {z, 5.5f * z, z, 5.5f * z};
    tile_lines(ground, tile, LINE_RAIL, 1.3f * z);
    tile_lines_dashed(ground, tile, LINE_RAIL, 4.2f * z, ties);
    fill(tile, PALETTE_RAIL, 1);
    bridges_paint(ground, tile);
}
