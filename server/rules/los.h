/* Line of sight between hexes (rulebook 3), precomputed for a window.
 *
 * With heights in tens of metres, eyes 10 m up, D the distance and i the step from the firer, a hex between
 * blocks where h * D > (a + 1) * (D - i) + (b + 1) * i. The end hexes' own terrain does not count. A line along
 * a hexside is blocked only if both hexes block. */
#ifndef IBAR_RULES_LOS_H
#define IBAR_RULES_LOS_H

#include "map.h"

/* One bit for each pair of hexes; symmetrical. */
struct los {
    uint32_t words; /* of 64 bits, in a row of `bit` */
    uint64_t *bit;  /* row a, bit b: the hexes a and b see each other */
};

/* Builds the bits for a map. `los_height` gives, by terrain, what stands on a hex (tens of metres).
 * Allocates; returns NULL when memory runs out. */
struct los *los_create(const struct map *map, const uint8_t los_height[TERRAIN_COUNT]);
/* Takes NULL. */
void los_destroy(struct los *los);

/* True when the two hexes see each other; a hex sees itself. */
static inline bool los_open(const struct los *los, hex_t a, hex_t b) {
    return (los->bit[(size_t)a * los->words + (b >> 6)] >> (b & 63)) & 1;
}

/* Walks one line and says which hex blocks it (HEX_NONE: open) and, at `over`, by how many tens of metres * D it
 * stands above the line. The adjudicator's own function: los_create calls it for each pair. */
hex_t los_walk(const struct map *map, const uint8_t los_height[TERRAIN_COUNT], hex_t a, hex_t b, int *over);

#endif
