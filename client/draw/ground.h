/* The ground that the map's picture is painted from: heights and cover as smooth fields on a grid of metres,
 * and lines prepared for drawing. Made once for a window with GROUND_MARGIN_HEX round it; constant
 * afterwards. Private to draw.
 *
 * A map file has one height and one terrain a hex. Hexes are laid onto a grid of GROUND_CELL_M and blurred; a
 * cubic B-spline through the grid then gives values and slopes at any point. Cover is cut where its blurred
 * field passes one half: exact as rules, soft as country. */
#ifndef IBAR_DRAW_GROUND_H
#define IBAR_DRAW_GROUND_H

#include "data/data.h"
#include "raster.h"

#define GROUND_CELL_M     62.5f
#define GROUND_MARGIN_HEX 26
/* A line of more points is thinned out; one of fewer is smoothed as far as there is room. */
#define GROUND_LINE_POINTS 4000

struct ground_line {
    uint8_t class_; /* enum map_line_class */
    bool closed, main;
    uint32_t points;
    struct raster_point *world; /* metres, smoothed */
    float x_min, y_min, x_max, y_max;
    float flow0, flow1; /* rivers: part of the whole course at the first and last point, 0-1 */
};
struct ground_bridge {
    float x, y, angle; /* of the road, radians */
    uint8_t class_;
};

struct ground {
    /* whole map */
    uint16_t map_cols, map_rows;
    struct map_hex *hex;
    /* the window */
    uint16_t col0, row0, cols, rows;
    /* fields */
    int w, h;
    float x0, y0; /* world metres of grid point (0, 0) */
    float *height, *shade, *forest, *scrub, *steep;
    /* lines, in the order of the map file */
    size_t lines, bridges, houses, fars;
    struct ground_line *line;
    struct ground_bridge *bridge;
    struct ground_house {
        float x, y;
        uint16_t col, row; /* of the whole map */
        uint16_t order;    /* among the houses of its hex, from 0 */
    } * house;
    uint16_t *house_count;    /* by hex of the whole map */
    struct raster_point *far; /* the far side of the boundary as a polygon; fars 0: none */
    struct ground_site {
        float x, y;
        bool church;
    } * site; /* cultural sites */
    size_t sites;
};

/* False when memory runs out; nothing is held then. */
bool ground_init(struct ground *ground, const struct map_file *file, unsigned col0, unsigned row0,
                 unsigned cols, unsigned rows);
void ground_finish(struct ground *ground);

/* The hex of the whole map at (col, row), or the nearest one inside it. */
const struct map_hex *ground_hex(const struct ground *ground, int col, int row);
bool ground_in_window(const struct ground *ground, int col, int row);
/* A field and its slopes (per metre) at a world position; slopes may be NULL. */
float ground_sample(const struct ground *ground, const float *field, float x, float y, float *dx, float *dy);
/* Values of a blurred cover field as cover, 0-1. */
static inline float ground_cover(float value) {
    float cover = (value - 0.5f) * 10.0f + 0.5f;
    return cover < 0 ? 0 : cover > 1 ? 1 : cover;
}
/* Weights of the cubic B-spline and of its slope for the four points round `part` (0-1). */
void ground_weights(float part, float value[4], float slope[4]);
/* A repeatable number 0-1 of two integers and a salt. */
float ground_noise(int x, int y, int salt);

/* Column and row of the hex of the whole map under a world position; may lie outside the map. */
void ground_hex_at(float x, float y, int *col, int *row);

/* Parts of ground_init. */
bool ground_lines_init(struct ground *ground, const struct map_file *file);
void ground_lines_finish(struct ground *ground);
/* Shading of a slope (per metre; x east, y south) by the four lights, before evening out. */
float ground_light(float dx, float dy);

#endif
