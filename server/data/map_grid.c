#include "map_grid.h"

#include <math.h>

struct grid_point grid_centre(int col, int row) {
    return (struct grid_point){26 + 52 * col + 26 * (row & 1), 30 + 45 * row};
}

void grid_hex(struct grid_point point, int *col, int *row) {
    int near_row = (int)floor((point.y - 30) / 45);
    double best = INFINITY;
    for (int r = near_row - 1; r <= near_row + 2; r++) {
        int c = (int)lround((point.x - 26 - 26 * (r & 1)) / 52);
        struct grid_point centre = grid_centre(c, r);
        /* Rows are a little further apart in pixels than on the ground: compare on the ground. */
        double dx = (point.x - centre.x) * GRID_METRES_X, dy = (point.y - centre.y) * GRID_METRES_Y;
        if (dx * dx + dy * dy < best) {
            best = dx * dx + dy * dy;
            *col = c;
            *row = r;
        }
    }
}

struct grid_point grid_corner(int col, int row, int index) {
    static const int offset[6][2] = {{26, 15}, {26, -15}, {0, -30}, {-26, -15}, {-26, 15}, {0, 30}};
    struct grid_point centre = grid_centre(col, row);
    return (struct grid_point){centre.x + offset[index][0], centre.y + offset[index][1]};
}

bool grid_near(struct grid_point a, struct grid_point b) {
    return hypot(a.x - b.x, a.y - b.y) <= GRID_SNAP;
}

bool grid_side_at(struct grid_point middle, int *col, int *row, int *dir) {
    grid_hex(middle, col, row);
    struct grid_point here = grid_centre(*col, *row);
    for (int d = 0; d < DIR_COUNT; d++) {
        int c, r;
        hex_step(*col, *row, d, &c, &r);
        struct grid_point there = grid_centre(c, r);
        if (grid_near(middle, (struct grid_point){(here.x + there.x) / 2, (here.y + there.y) / 2})) {
            *dir = d;
            return true;
        }
    }
    return false;
}

bool grid_side_between(struct grid_point a, struct grid_point b, int *col, int *row, int *dir) {
    if (!grid_side_at((struct grid_point){(a.x + b.x) / 2, (a.y + b.y) / 2}, col, row, dir))
        return false;
    struct grid_point from = grid_corner(*col, *row, *dir), to = grid_corner(*col, *row, (*dir + 1) % 6);
    return (grid_near(a, from) && grid_near(b, to)) || (grid_near(a, to) && grid_near(b, from));
}
