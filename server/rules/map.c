/* The map of a window: lookup, links between neighbours, and what must hold of it. */
#include "map.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

hex_t map_hex_at(const struct map *map, int col, int row) {
    if (col < 0 || row < 0 || col >= map->cols || row >= map->rows)
        return HEX_NONE;
    return (hex_t)(row * map->cols + col);
}

int map_dir(const struct map *map, hex_t from, hex_t to) {
    assert(from < map->count);
    if (to == HEX_NONE)
        return -1;
    for (int dir = 0; dir < DIR_COUNT; dir++)
        if (map->next[from][dir] == to)
            return dir;
    return -1;
}

void map_link(struct map *map) {
    map->count = (uint16_t)(map->cols * map->rows);
    assert(map->count <= MAP_HEX_MAX);
    for (hex_t hex = 0; hex < map->count; hex++) {
        struct hex_cube cube = hex_cube_from(map_col(map, hex), map_row(map, hex));
        map->cube[hex] = (struct map_cube){(int8_t)cube.q, (int8_t)cube.r};
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            int col, row;
            hex_step(map_col(map, hex), map_row(map, hex), dir, &col, &row);
            map->next[hex][dir] = map_hex_at(map, col, row);
        }
    }
}

/* Numbers of one hex that need no neighbour. */
static bool hex_check(const struct map *map, hex_t hex, char *why, size_t size) {
    const struct map_hex *here = &map->hex[hex];
    char name[8];
    map_hex_name(map, hex, name);
    if (here->terrain >= TERRAIN_COUNT) {
        snprintf(why, size, "Hex %s has terrain %d: use a terrain below %d.", name, here->terrain,
                 TERRAIN_COUNT);
        return false;
    }
    if (here->density > 3) {
        snprintf(why, size, "Hex %s has civilian density %d: use 0 to 3.", name, here->density);
        return false;
    }
    for (int dir = 0; dir < DIR_COUNT; dir++)
        if (here->road[dir] >= ROAD_COUNT) {
            snprintf(why, size, "Hex %s has road %d: use a road below %d.", name, here->road[dir],
                     ROAD_COUNT);
            return false;
        }
    return true;
}

/* A hexside and its road, the same seen from both hexes. */
static bool hexside_check(const struct map *map, hex_t hex, int dir, char *why, size_t size) {
    const struct map_hex *here = &map->hex[hex];
    hex_t next = map->next[hex][dir];
    char name[8], other[8];
    map_hex_name(map, hex, name);
    if (here->road[dir] && (here->hexside[dir] & HEXSIDE_RIVER) && !(here->hexside[dir] & HEXSIDE_BRIDGE)) {
        snprintf(why, size, "A road leaves hex %s over a river without a bridge: add a bridge.", name);
        return false;
    }
    if (next == HEX_NONE)
        return true;
    map_hex_name(map, next, other);
    int back = dir_opposite(dir);
    if (here->hexside[dir] != map->hex[next].hexside[back]) {
        snprintf(why, size, "The hexside between %s and %s differs when seen from the other side.", name,
                 other);
        return false;
    }
    if (here->road[dir] != map->hex[next].road[back]) {
        snprintf(why, size, "The road between %s and %s differs when seen from the other end.", name, other);
        return false;
    }
    return true;
}

bool map_check(const struct map *map, char *why, size_t size) {
    if (map->cols == 0 || map->rows == 0 || map->cols > MAP_COLS_MAX || map->rows > MAP_ROWS_MAX ||
        map->cols * map->rows > MAP_HEX_MAX || map->count != map->cols * map->rows) {
        snprintf(why, size, "The window has %d x %d hexes: use 1 to %d x 1 to %d, and at most %d in all.",
                 map->cols, map->rows, MAP_COLS_MAX, MAP_ROWS_MAX, MAP_HEX_MAX);
        return false;
    }
    if (map->row0 % 2) {
        snprintf(why, size, "The window begins at row %d: begin at an even row.", map->row0);
        return false;
    }
    for (hex_t hex = 0; hex < map->count; hex++) {
        struct hex_cube cube = hex_cube_from(map_col(map, hex), map_row(map, hex));
        if (!hex_check(map, hex, why, size))
            return false;
        if (map->cube[hex].q != cube.q || map->cube[hex].r != cube.r) {
            snprintf(why, size, "The places of hexes are not those of the grid: call map_link.");
            return false;
        }
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            int col, row;
            hex_step(map_col(map, hex), map_row(map, hex), dir, &col, &row);
            if (map->next[hex][dir] != map_hex_at(map, col, row)) {
                snprintf(why, size, "The links between neighbours are not those of the grid: call map_link.");
                return false;
            }
            if (!hexside_check(map, hex, dir, why, size))
                return false;
        }
    }
    return true;
}

void map_hex_name(const struct map *map, hex_t hex, char out[8]) {
    if (hex >= map->count) {
        memcpy(out, "----", 5);
        return;
    }
    snprintf(out, 8, "%02d%02d", map_col(map, hex) % 100, map_row(map, hex) % 100);
}

hex_t map_hex_parse(const struct map *map, const char *text) {
    if (strlen(text) != 4 || strspn(text, "0123456789") != 4)
        return HEX_NONE;
    return map_hex_at(map, (text[0] - '0') * 10 + text[1] - '0', (text[2] - '0') * 10 + text[3] - '0');
}
