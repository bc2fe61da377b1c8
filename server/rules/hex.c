/* Hexes of a window: cube coordinates, neighbours, distances, straight lines. */
#include "hex.h"

#include <assert.h>
#include <stdlib.h>

/* q, r of a step in each direction: E, NE, NW, W, SW, SE. Rows grow southward. */
static const int8_t step_q[DIR_COUNT] = {1, 1, 0, -1, -1, 0};
static const int8_t step_r[DIR_COUNT] = {0, -1, -1, 0, 1, 1};

struct hex_cube hex_cube_from(int col, int row) {
    struct hex_cube cube;
    cube.q = col - (row - (row & 1)) / 2;
    cube.r = row;
    cube.s = -cube.q - cube.r;
    return cube;
}

void hex_cube_to(struct hex_cube cube, int *col, int *row) {
    assert(cube.q + cube.r + cube.s == 0);
    *col = cube.q + (cube.r - (cube.r & 1)) / 2;
    *row = cube.r;
}

void hex_step(int col, int row, int dir, int *out_col, int *out_row) {
    assert(dir >= 0 && dir < DIR_COUNT);
    struct hex_cube cube = hex_cube_from(col, row);
    cube.q += step_q[dir];
    cube.r += step_r[dir];
    cube.s = -cube.q - cube.r;
    hex_cube_to(cube, out_col, out_row);
}

static int greatest(int a, int b, int c) {
    int most = a > b ? a : b;
    return most > c ? most : c;
}

int hex_distance_at(int col_a, int row_a, int col_b, int row_b) {
    struct hex_cube a = hex_cube_from(col_a, row_a), b = hex_cube_from(col_b, row_b);
    return greatest(abs(a.q - b.q), abs(a.r - b.r), abs(a.s - b.s));
}

/* Quotient rounded down, and the remainder 0 .. by-1. */
static int divide_down(int value, int by, int *rest) {
    int quotient = value / by;
    *rest = value % by;
    if (*rest < 0) {
        *rest += by;
        quotient--;
    }
    return quotient;
}

/* One cube coordinate changes by exactly 1 a step, so at each step it is whole and the point lies on a row of
 * hexes along the two others: between two of them, in the middle exactly when the line runs along their
 * hexside. */
int hex_line_at(int col_a, int row_a, int col_b, int row_b, int step, int out_col[2], int out_row[2]) {
    struct hex_cube a = hex_cube_from(col_a, row_a), b = hex_cube_from(col_b, row_b);
    const int from[3] = {a.q, a.r, a.s}, to[3] = {b.q, b.r, b.s};
    int distance = greatest(abs(a.q - b.q), abs(a.r - b.r), abs(a.s - b.s));
    assert(step > 0 && step < distance);
    int whole = 0;
    while (abs(to[whole] - from[whole]) != distance)
        whole++;
    int other = (whole + 1) % 3, last = (whole + 2) % 3;
    int rest;
    int low = divide_down(from[other] * (distance - step) + to[other] * step, distance, &rest);
    int found = rest * 2 == distance ? 2 : 1;
    if (rest * 2 > distance)
        low++;
    for (int i = 0; i < found; i++) {
        int point[3];
        point[whole] = from[whole] + (to[whole] > from[whole] ? step : -step);
        point[other] = low + i;
        point[last] = -point[whole] - point[other];
        hex_cube_to((struct hex_cube){point[0], point[1], point[2]}, &out_col[i], &out_row[i]);
    }
    return found;
}
