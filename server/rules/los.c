/* Line of sight, precomputed: los_walk judges one line, los_create keeps the answers for all pairs. */
#include "los.h"

#include <limits.h>
#include <stdlib.h>

hex_t los_walk(const struct map *map, const uint8_t los_height[TERRAIN_COUNT], hex_t a, hex_t b, int *over) {
    int col_a = map_col(map, a), row_a = map_row(map, a), col_b = map_col(map, b), row_b = map_row(map, b);
    int distance = hex_distance_at(col_a, row_a, col_b, row_b);
    int eye_a = map->hex[a].height + 1, eye_b = map->hex[b].height + 1;
    for (int step = 1; step < distance; step++) {
        int col[2], row[2], lowest = INT_MAX;
        hex_t blocking = HEX_NONE;
        int line = eye_a * (distance - step) + eye_b * step;
        int found = hex_line_at(col_a, row_a, col_b, row_b, step, col, row);
        for (int i = 0; i < found; i++) {
            /* Rulebook silent: of a hexside on the window's edge, the hex that is on the map decides. */
            hex_t hex = map_hex_at(map, col[i], row[i]);
            if (hex == HEX_NONE)
                continue;
            int height = map->hex[hex].height + los_height[map->hex[hex].terrain];
            if (height * distance - line < lowest) {
                lowest = height * distance - line;
                blocking = hex;
            }
        }
        if (blocking != HEX_NONE && lowest > 0) {
            *over = lowest;
            return blocking;
        }
    }
    *over = 0;
    return HEX_NONE;
}

static void los_set(struct los *los, hex_t a, hex_t b) {
    los->bit[(size_t)a * los->words + (b >> 6)] |= (uint64_t)1 << (b & 63);
}

struct los *los_create(const struct map *map, const uint8_t los_height[TERRAIN_COUNT]) {
    struct los *los = calloc(1, sizeof *los);
    if (!los)
        return NULL;
    los->words = (map->count + 63u) / 64;
    los->bit = calloc((size_t)map->count * los->words, sizeof *los->bit);
    if (!los->bit) {
        los_destroy(los);
        return NULL;
    }
    for (hex_t a = 0; a < map->count; a++) {
        los_set(los, a, a);
        for (hex_t b = 0; b < a; b++) {
            int over;
            if (los_walk(map, los_height, a, b, &over) == HEX_NONE) {
                los_set(los, a, b);
                los_set(los, b, a);
            }
        }
    }
    return los;
}

void los_destroy(struct los *los) {
    if (!los)
        return;
    free(los->bit);
    free(los);
}
