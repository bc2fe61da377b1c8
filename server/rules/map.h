/* The map of a window: what each hex and each hexside is. Constant while a game is played.
 *
 * Invariants (map_check): cols * rows <= MAP_HEX_MAX; row0 is even; what lies on a hexside is the same seen from
 * both of its hexes; a road link over a river hexside has a bridge; `next` agrees with hex_step, `cube` with hex_cube_from. */
#ifndef IBAR_RULES_MAP_H
#define IBAR_RULES_MAP_H

#include "hex.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

#define MAP_COLS_MAX 64
#define MAP_ROWS_MAX 64
#define MAP_HEX_MAX 2048
#define MAP_NAME_MAX 48

enum terrain {
    TERRAIN_OPEN,
    TERRAIN_SCRUB,
    TERRAIN_FOREST,
    TERRAIN_STEEP,
    TERRAIN_VILLAGE,
    TERRAIN_TOWN,
    TERRAIN_WALLED,
    TERRAIN_WATER,
    TERRAIN_COUNT
};

/* A road that joins a hex's centre to its neighbour's, from the worst to the best. */
enum road { ROAD_NONE, ROAD_TRACK, ROAD_MINOR, ROAD_MAIN, ROAD_COUNT };

/* What lies on a hexside. */
enum hexside {
    HEXSIDE_RIVER = 1,
    HEXSIDE_BRIDGE = 2,     /* carries the road */
    HEXSIDE_FOOTBRIDGE = 4, /* carries people on foot only */
    HEXSIDE_BOUNDARY = 8,
    HEXSIDE_RAIL = 16
};

enum map_hex_flag {
    MAP_HEX_CULTURAL = 1, /* a cultural site stands here (rulebook 6, collateral) */
    MAP_HEX_BEYOND = 2,   /* on the far side of the boundary */
    MAP_HEX_EXIT = 4      /* units may leave the map from here (scenario or boundary; rulebook 3) */
};

struct map_hex {
    uint8_t terrain;         /* enum terrain */
    uint8_t height;          /* steps of 10 m above the sea */
    uint8_t density;         /* civilian density 0-3 */
    uint8_t flags;           /* enum map_hex_flag */
    uint8_t road[DIR_COUNT]; /* enum road, by direction */
    uint8_t hexside[DIR_COUNT];
};

/* A hex's cube coordinates, by which distances are counted; s is -q - r. */
struct map_cube {
    int8_t q, r;
};

struct map {
    uint16_t cols, rows;
    uint16_t col0, row0; /* where the window lies on the whole map; row0 is even */
    uint16_t count;      /* cols * rows */
    struct map_hex hex[MAP_HEX_MAX];
    hex_t next[MAP_HEX_MAX][DIR_COUNT];     /* HEX_NONE outside the window */
    struct map_cube cube[MAP_HEX_MAX];
    char name_sr[MAP_HEX_MAX][MAP_NAME_MAX]; /* place in the hex, "" without */
    char name_sq[MAP_HEX_MAX][MAP_NAME_MAX];
};

static inline int map_col(const struct map *map, hex_t hex) {
    return hex % map->cols;
}
static inline int map_row(const struct map *map, hex_t hex) {
    return hex / map->cols;
}
/* The hex at a column and row, HEX_NONE outside the window. */
hex_t map_hex_at(const struct map *map, int col, int row);
/* Distance in hexes. Both must lie in the window. */
static inline int map_distance(const struct map *map, hex_t a, hex_t b) {
    assert(a < map->count && b < map->count);
    int q = map->cube[a].q - map->cube[b].q, r = map->cube[a].r - map->cube[b].r;
    return (abs(q) + abs(r) + abs(q + r)) / 2;
}
/* The direction from a hex to its neighbour; -1 when they are not neighbours. */
int map_dir(const struct map *map, hex_t from, hex_t to);

/* Fills `next` and `cube` once cols and rows are set. */
void map_link(struct map *map);

/* Checks the invariants above. Returns true, or false with a sentence in `why`. */
bool map_check(const struct map *map, char *why, size_t size);

/* The four digits that players read, "CCRR", within the window. `out` holds at least 5 bytes. */
void map_hex_name(const struct map *map, hex_t hex, char out[8]);
/* The reverse: HEX_NONE when `text` is not four digits of a hex in the window. */
hex_t map_hex_parse(const struct map *map, const char *text);

#endif
