/* The pixels of a hexagonal Tiled map as maps/README.md fixes them: hex centres, hexsides, corners. */
#ifndef IBAR_DATA_MAP_GRID_H
#define IBAR_DATA_MAP_GRID_H

#include "rules/hex.h"

#define GRID_TILE_WIDTH  52
#define GRID_TILE_HEIGHT 60
#define GRID_SIDE        30
#define GRID_ROW         45
#define GRID_SNAP        3.0 /* how far a vertex may lie from what it means, px */
#define GRID_METRES_X    (500.0 / 52.0)
#define GRID_METRES_Y    (433.0127 / 45.0)

struct grid_point {
    double x, y;
};

struct grid_point grid_centre(int col, int row);
/* The hex whose centre is nearest; may lie outside every map. */
void grid_hex(struct grid_point point, int *col, int *row);
/* Corner `index` of a hex: hexside d runs from corner d to corner (d + 1) % 6. */
struct grid_point grid_corner(int col, int row, int index);
bool grid_near(struct grid_point a, struct grid_point b);
/* The hexside whose middle lies at a point. False when there is none. */
bool grid_side_at(struct grid_point middle, int *col, int *row, int *dir);
/* The hexside between two corners. False when they are not the ends of one. */
bool grid_side_between(struct grid_point a, struct grid_point b, int *col, int *row, int *dir);

#endif
