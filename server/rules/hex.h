/* Hexes of a window: numbers, neighbours, distances, straight lines.
 *
 * Pointy-top hexes in "odd-r" offset rows, as Tiled stores them: odd rows stand half a hex further east.
 * A hex is numbered row * cols + col within its window. Directions run counter-clockwise from the east.
 * Rulebook 1 (scale) and 3 (map). */
#ifndef IBAR_RULES_HEX_H
#define IBAR_RULES_HEX_H

#include <stdbool.h>
#include <stdint.h>

typedef uint16_t hex_t;

#define HEX_NONE ((hex_t)0xffff)

enum hex_dir { DIR_E, DIR_NE, DIR_NW, DIR_W, DIR_SW, DIR_SE, DIR_COUNT };

/* The direction opposite to `dir`. */
static inline int dir_opposite(int dir) {
    return (dir + 3) % DIR_COUNT;
}

/* Cube coordinates of an odd-r hex: q + r + s = 0. */
struct hex_cube {
    int q, r, s;
};

struct hex_cube hex_cube_from(int col, int row);
void hex_cube_to(struct hex_cube cube, int *col, int *row);

/* Column and row of the neighbour of (col, row) in direction `dir` (0-5); may lie outside every window. */
void hex_step(int col, int row, int dir, int *out_col, int *out_row);

/* Distance in hexes between two hexes given as columns and rows. */
int hex_distance_at(int col_a, int row_a, int col_b, int row_b);

/* The hexes that the straight line between two centres crosses between its ends (rulebook 3, line of sight).
 * `step` i (1 .. distance-1) yields one hex, or two where the line runs along their common hexside; a pair is
 * the same whichever end the line starts from. Returns 1 or 2. */
int hex_line_at(int col_a, int row_a, int col_b, int row_b, int step, int out_col[2], int out_row[2]);

#endif
