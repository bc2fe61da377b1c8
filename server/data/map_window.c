/* Cuts the map of a scenario out of a whole map. */
#include "map_build.h"

#include <stdio.h>
#include <string.h>

/* The name of a hex is that of its place of the best rank. */
static void name_hexes(const struct map_file *file, struct map *out) {
    uint16_t best[MAP_HEX_MAX];
    memset(best, 0xff, sizeof best);
    for (size_t i = 0; i < file->places; i++) {
        const struct map_place *place = &file->place[i];
        int col = place->col - out->col0, row = place->row - out->row0;
        if (col < 0 || row < 0 || col >= out->cols || row >= out->rows)
            continue;
        int hex = row * out->cols + col;
        if (place->rank >= best[hex])
            continue;
        best[hex] = place->rank;
        memcpy(out->name_sr[hex], place->name_sr, MAP_NAME_MAX);
        memcpy(out->name_sq[hex], place->name_sq, MAP_NAME_MAX);
    }
}

bool map_file_window(const struct map_file *file, unsigned col0, unsigned row0, unsigned cols, unsigned rows,
                     struct map *out, struct problems *problems) {
    char why[200];
    size_t before = problems->count;
    if (cols < 1 || rows < 1 || cols > MAP_COLS_MAX || rows > MAP_ROWS_MAX || cols * rows > MAP_HEX_MAX)
        problem_add(problems,
                    "the window of %u x %u hexes should have at most %d columns, %d rows and %d hexes.", cols,
                    rows, MAP_COLS_MAX, MAP_ROWS_MAX, MAP_HEX_MAX);
    else if (col0 + cols > file->cols || row0 + rows > file->rows)
        problem_add(problems,
                    "the window ends at column %u and row %u, outside the map of %u columns and %u rows.",
                    col0 + cols - 1, row0 + rows - 1, file->cols, file->rows);
    else if (row0 % 2)
        problem_add(problems,
                    "the window begins at row %u; it should be an even row, so that rows stagger alike.",
                    row0);
    if (problems->count > before)
        return false;
    memset(out, 0, sizeof *out);
    out->cols = (uint16_t)cols;
    out->rows = (uint16_t)rows;
    out->col0 = (uint16_t)col0;
    out->row0 = (uint16_t)row0;
    out->count = (uint16_t)(cols * rows);
    for (unsigned row = 0; row < rows; row++)
        memcpy(&out->hex[row * cols], &file->hex[(size_t)(row0 + row) * file->cols + col0],
               cols * sizeof *out->hex);
    map_link(out);
    /* Roads end at the window's edge: there is no hex to drive to. */
    for (unsigned i = 0; i < out->count; i++)
        for (int dir = 0; dir < DIR_COUNT; dir++)
            if (out->next[i][dir] == HEX_NONE)
                out->hex[i].road[dir] = ROAD_NONE;
    name_hexes(file, out);
    if (!map_check(out, why, sizeof why)) {
        problem_add(problems, "the window breaks a rule of maps: %s", why);
        return false;
    }
    return true;
}
