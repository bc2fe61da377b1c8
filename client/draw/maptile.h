/* One picture of a part of the map while it is painted, and the painters that lay its parts over each other.
 * Private to draw. */
#ifndef IBAR_DRAW_MAPTILE_H
#define IBAR_DRAW_MAPTILE_H

#include "ground.h"

struct map_tile {
    struct raster_image image;
    struct raster *raster; /* of the image's size */
    uint8_t *mask;         /* w * h bytes */
    const float *grain;    /* GRAIN_SIZE * GRAIN_SIZE, repeats */
    float x_m, y_m;        /* world at the upper left corner */
    float k;               /* pixels a metre */
    float hex;             /* pixels a hex */
    float scale;           /* of the whole picture */
    float detail;          /* hex / scale: decides what is shown */
    int off_x, off_y;      /* pixels from the world's corner: patterns go on across tiles */
    unsigned options;      /* enum maplayer_option */
    bool night;
};
#define GRAIN_SIZE 256

/* A painter does its whole work, or part `part` of `parts`. */
struct map_painter {
    void (*paint)(const struct ground *ground, struct map_tile *tile, int part, int parts);
    int parts;
};
/* In the order in which they are laid over each other; `*count` gets their number. */
const struct map_painter *map_painters(size_t *count);

/* World metres -> pixels of the tile. */
static inline struct raster_point tile_point(const struct map_tile *tile, float x_m, float y_m) {
    return (struct raster_point){(x_m - tile->x_m) * tile->k, (y_m - tile->y_m) * tile->k};
}
/* Columns and rows of the whole map that the tile touches, with one more around. */
struct tile_hexes {
    int col0, col1, row0, row1; /* inclusive */
};
struct tile_hexes tile_hexes(const struct map_tile *tile);
/* Corners of a hex from the north clockwise, `inset` pixels inside. */
void tile_hex_corners(const struct map_tile *tile, int col, int row, float inset,
                      struct raster_point corners[6]);
struct raster_point tile_hex_center(const struct map_tile *tile, int col, int row);

/* Adds every line of a class to the raster, `width` pixels wide. */
void tile_lines(const struct ground *ground, struct map_tile *tile, int class_, float width);
/* The same in dashes (on, off, on, off). */
void tile_lines_dashed(const struct ground *ground, struct map_tile *tile, int class_, float width,
                       const float pattern[4]);
/* A walled site: a wall with towers round a church. `r` is half its width in pixels. */
void tile_site(struct map_tile *tile, float x, float y, float r, uint32_t rgb);

/* The painters. */
void paint_relief(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_trees(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_water(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_far(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_villages(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_boundary(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_roads(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_rail(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_outside(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_grid(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_sites(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_night(const struct ground *ground, struct map_tile *tile, int part, int parts);
void paint_frame(const struct ground *ground, struct map_tile *tile, int part, int parts);

#endif
