/* Which hexes lie beyond the boundary, and over which a side may leave the map.
 *
 * The boundary hexsides cut the map into parts. A part lies beyond when most of its hexes have their centre
 * in the polygon of no municipality (maps/README.md): the line decides, the polygons only say which side of
 * it is which, so that a hex whose centre lies just over the true line is on the side on which its hexsides
 * put it. A map without municipalities has no beyond. A hex of the near side with a boundary hexside is an
 * exit hex (rulebook 3). */
#include "map_build.h"

#include <math.h>
#include <stdlib.h>

void beyond_begin(struct map_build *build) {
    struct map_file *file = build->file;
    for (size_t i = 0; i < (size_t)file->cols * file->rows; i++)
        file->hex[i].flags |= MAP_HEX_BEYOND;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void objects_municipality(struct map_build *build, const struct map_object *object) {
    struct map_file *file = build->file;
    if (!object->closed || object->points < 3) {
        doc_problem(&object->at, "should be a polygon of three corners or more.");
        return;
    }
    double *cross = malloc(object->points * sizeof *cross);
    if (!cross) {
        build->no_memory = true;
        return;
    }
    for (int row = 0; row < file->rows; row++) {
        double y = grid_centre(0, row).y + 1e-6; /* never exactly on a corner */
        size_t count = 0;
        for (size_t i = 0; i < object->points; i++) {
            struct grid_point a = object->point[i], b = object->point[(i + 1) % object->points];
            if ((a.y > y) != (b.y > y))
                cross[count++] = a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y);
        }
        qsort(cross, count, sizeof *cross, compare);
        for (size_t i = 0; i + 1 < count; i += 2)
            for (int col = 0; col < file->cols; col++) {
                double x = grid_centre(col, row).x;
                if (x >= cross[i] && x < cross[i + 1])
                    map_file_hex(file, col, row)->flags &= (uint8_t)~MAP_HEX_BEYOND;
            }
    }
    free(cross);
}

/* One part of the map, from `start` on; returns how many hexes it has. `queue` lists them. */
static size_t walk_part(const struct map_file *file, size_t start, uint8_t *seen, size_t *queue) {
    size_t head = 0, tail = 0;
    queue[tail++] = start;
    seen[start] = 1;
    while (head < tail) {
        size_t at = queue[head++];
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            int col, row;
            hex_step((int)(at % file->cols), (int)(at / file->cols), dir, &col, &row);
            size_t next = (size_t)row * file->cols + (size_t)col;
            if (!map_file_inside(file, col, row) || (file->hex[at].hexside[dir] & HEXSIDE_BOUNDARY) ||
                seen[next])
                continue;
            seen[next] = 1;
            queue[tail++] = next;
        }
    }
    return tail;
}

void beyond_end(struct map_build *build) {
    struct map_file *file = build->file;
    size_t hexes = (size_t)file->cols * file->rows;
    uint8_t *seen = calloc(hexes, 1);
    size_t *queue = malloc(hexes * sizeof *queue);
    build->no_memory |= !seen || !queue;
    for (size_t i = 0; i < hexes && !build->no_memory; i++) {
        if (seen[i])
            continue;
        size_t count = walk_part(file, i, seen, queue), beyond = 0;
        for (size_t j = 0; j < count; j++)
            beyond += (file->hex[queue[j]].flags & MAP_HEX_BEYOND) != 0;
        for (size_t j = 0; j < count; j++) {
            struct map_hex *hex = &file->hex[queue[j]];
            hex->flags &= (uint8_t)~MAP_HEX_BEYOND;
            hex->flags |= 2 * beyond > count ? MAP_HEX_BEYOND : 0;
        }
    }
    free(seen);
    free(queue);
    for (size_t i = 0; i < hexes; i++)
        for (int dir = 0; dir < DIR_COUNT; dir++)
            if ((file->hex[i].hexside[dir] & HEXSIDE_BOUNDARY) && !(file->hex[i].flags & MAP_HEX_BEYOND))
                file->hex[i].flags |= MAP_HEX_EXIT;
}
