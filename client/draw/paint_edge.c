/* What is out of play, the grid, night, and the jagged edge of the window. */
#include <math.h>

#include "maplayer.h"
#include "maptile.h"
#include "night.h"
#include "palette.h"
#include "rules/hex.h"

static bool tile_inside(const struct ground *ground, struct tile_hexes area) {
    return ground_in_window(ground, area.col0, area.row0) && ground_in_window(ground, area.col1, area.row1);
}

void paint_outside(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    struct tile_hexes area = tile_hexes(tile);
    if (tile_inside(ground, area))
        return;
    for (int row = area.row0; row <= area.row1; row++)
        for (int col = area.col0; col <= area.col1; col++)
            if (ground_in_window(ground, col, row)) {
                struct raster_point corners[6];
                tile_hex_corners(tile, col, row, -.6f, corners);
                raster_polygon(tile->raster, corners, 6);
            }
    raster_mask(tile->raster, tile->mask);
    for (int y = 0; y < tile->image.h; y++) {
        uint32_t *row = tile->image.pixels + (size_t)y * (size_t)tile->image.stride;
        const uint8_t *mask = tile->mask + (size_t)y * (size_t)tile->image.w;
        for (int x = 0; x < tile->image.w; x++)
            if (mask[x] < 255)
                row[x] = raster_blend(row[x], PALETTE_PAPER_OUT, (255 - mask[x]) * 153 / 255);
    }
}

void paint_grid(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    if (!(tile->options & MAPLAYER_GRID) || tile->detail < 16.5f)
        return;
    struct tile_hexes area = tile_hexes(tile);
    for (int row = area.row0; row <= area.row1; row++)
        for (int col = area.col0; col <= area.col1; col++) {
            if (!ground_in_window(ground, col, row))
                continue;
            struct raster_point corners[6];
            tile_hex_corners(tile, col, row, 0, corners);
            struct raster_point half[4] = {corners[5], corners[0], corners[1],
                                           corners[2]}; /* no side twice */
            raster_stroke(tile->raster, half, 4, .8f * tile->scale, RASTER_BUTT, false);
        }
    float alpha = tile->detail < 60 ? .19f : .28f;
    raster_fill(tile->raster, tile->image, PALETTE_GRID, tile->night ? alpha * 1.5f : alpha, RASTER_OVER,
                NULL);
}

void paint_night(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    if (!tile->night)
        return;
    for (int y = 0; y < tile->image.h; y++)
        night_grade(tile->image.pixels + (size_t)y * (size_t)tile->image.stride, tile->image.w);
    struct tile_hexes area = tile_hexes(tile);
    for (int row = area.row0 - 1; row <= area.row1 + 1; row++)
        for (int col = area.col0 - 1; col <= area.col1 + 1; col++) {
            int terrain = ground_hex(ground, col, row)->terrain;
            struct raster_point at = tile_hex_center(tile, col, row);
            if (terrain == TERRAIN_VILLAGE || terrain == TERRAIN_TOWN)
                night_glow(tile->image.pixels, tile->image.w, tile->image.h, tile->image.stride, at.x, at.y,
                           tile->hex * .85f);
        }
    float z = powf(tile->detail / 20, .62f) * tile->scale, b = powf(tile->detail / 20, .5f) * tile->scale;
    float dashes[4] = {9 * b, 3 * b, 1.6f * b, 3 * b};
    tile_lines(ground, tile, LINE_ROAD_REGIONAL, 1.5f * z);
    raster_fill(tile->raster, tile->image, PALETTE_NIGHT_ROAD_REGIONAL, .62f, RASTER_OVER, NULL);
    tile_lines(ground, tile, LINE_ROAD_MAIN, 2.2f * z);
    raster_fill(tile->raster, tile->image, PALETTE_NIGHT_ROAD_MAIN, .62f, RASTER_OVER, NULL);
    tile_lines_dashed(ground, tile, LINE_BOUNDARY, 1.6f * b, dashes);
    raster_fill(tile->raster, tile->image, PALETTE_NIGHT_BOUNDARY, .9f, RASTER_OVER, NULL);
}

void paint_frame(const struct ground *ground, struct map_tile *tile, int part, int parts) {
    (void)part, (void)parts;
    /* Corner before and after each side, by direction from the east counter-clockwise. */
    static const int side[DIR_COUNT][2] = {{1, 2}, {0, 1}, {5, 0}, {4, 5}, {3, 4}, {2, 3}};
    struct tile_hexes area = tile_hexes(tile);
    if (tile_inside(ground, area))
        return;
    for (int row = area.row0; row <= area.row1; row++)
        for (int col = area.col0; col <= area.col1; col++) {
            if (!ground_in_window(ground, col, row))
                continue;
            struct raster_point corners[6];
            tile_hex_corners(tile, col, row, 0, corners);
            for (int dir = 0; dir < DIR_COUNT; dir++) {
                int c, r;
                hex_step(col, row, dir, &c, &r);
                struct raster_point ends[2] = {corners[side[dir][0]], corners[side[dir][1]]};
                if (!ground_in_window(ground, c, r))
                    raster_stroke(tile->raster, ends, 2, 1.6f * tile->scale, RASTER_ROUND, false);
            }
        }
    raster_fill(tile->raster, tile->image, tile->night ? PALETTE_NIGHT_FRAME : PALETTE_GRID, .75f,
                RASTER_OVER, NULL);
}
