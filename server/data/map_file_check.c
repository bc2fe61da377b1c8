/* Judges the sense of a map apart from its syntax. Checks that speak of a place are made where the map has
 * it. */
#include "map_build.h"

#include <stdlib.h>
#include <string.h>

#define RISE_MAX     8 /* tens of metres by which a hex along the river may stand above the lowest before it */
#define EXAMPLES_MAX 3 /* problems of a kind that are named */

static size_t index_at(const struct map_file *file, int col, int row) {
    return (size_t)row * file->cols + (size_t)col;
}

/* The neighbour in a direction, NULL outside the map. */
static const struct map_hex *neighbour(const struct map_file *file, size_t hex, int dir, size_t *out) {
    int col, row;
    hex_step((int)(hex % file->cols), (int)(hex / file->cols), dir, &col, &row);
    if (!map_file_inside(file, col, row))
        return NULL;
    *out = index_at(file, col, row);
    return &file->hex[*out];
}

struct judge {
    const struct map_file *file;
    const char *path;
    struct problems *problems;
};

static void say_side(const struct judge *judge, size_t hex, int dir, int *said, const char *sentence) {
    static const char *const names[] = {"E", "NE", "NW", "W", "SW", "SE"};
    if (++*said <= EXAMPLES_MAX)
        problem_add(judge->problems, "%s: column %zu, row %zu, hexside %s: %s", judge->path,
                    hex % judge->file->cols, hex / judge->file->cols, names[dir], sentence);
}

/* Rivers, bridges, roads and boundary must agree on each hexside. */
static void check_sides(const struct judge *judge) {
    const struct map_file *file = judge->file;
    int bare = 0, idle = 0, mixed = 0;
    for (size_t i = 0; i < (size_t)file->cols * file->rows; i++)
        for (int dir = 0; dir < 3; dir++) { /* each hexside once */
            const struct map_hex *hex = &file->hex[i], *other;
            size_t next;
            other = neighbour(file, i, dir, &next);
            if (!other)
                continue;
            int side = hex->hexside[dir];
            if (hex->road[dir] && (side & HEXSIDE_RIVER) && !(side & HEXSIDE_BRIDGE))
                say_side(judge, i, dir, &bare,
                         "a road crosses the river without a bridge; set an object \"bridge\".");
            if ((side & (HEXSIDE_BRIDGE | HEXSIDE_FOOTBRIDGE)) && !(side & HEXSIDE_RIVER))
                say_side(judge, i, dir, &idle, "a bridge stands where no river flows; move or remove it.");
            bool beyond = hex->flags & MAP_HEX_BEYOND, other_beyond = other->flags & MAP_HEX_BEYOND;
            if ((side & HEXSIDE_BOUNDARY) && beyond == other_beyond)
                say_side(judge, i, dir, &mixed,
                         "the boundary does not part these hexes: close its gaps, and see that the "
                         "municipalities lie on "
                         "one side of it.");
        }
}

/* The main river, course by course, flows downhill. */
static void check_river(const struct judge *judge) {
    const struct map_file *file = judge->file;
    for (size_t i = 0; i < file->lines; i++) {
        const struct map_line *line = &file->line[i];
        int lowest = 255, first = -1, last = -1;
        if (!line->main || line->class_ != LINE_RIVER)
            continue;
        for (uint32_t p = 0; p < line->points; p++) {
            int col, row;
            grid_hex(
                (struct grid_point){line->xy[2 * p] / GRID_METRES_X, line->xy[2 * p + 1] / GRID_METRES_Y},
                &col, &row);
            if (!map_file_inside(file, col, row))
                continue;
            int height = file->hex[index_at(file, col, row)].height;
            if (height > lowest + RISE_MAX) {
                problem_add(judge->problems,
                            "%s: the river %s flows uphill at column %d, row %d, %d m above where it was; "
                            "turn its course or mend the heights.",
                            judge->path, line->name_sr, col, row, 10 * (height - lowest));
                break;
            }
            lowest = height < lowest ? height : lowest;
            first = first < 0 ? height : first;
            last = height;
        }
        if (first < last - 1)
            problem_add(judge->problems, "%s: the river %s ends %d m above its beginning; turn its course.",
                        judge->path, line->name_sr, 10 * (last - first));
    }
}

static const struct map_place *find_place(const struct map_file *file, const char *name) {
    for (size_t i = 0; i < file->places; i++)
        if (strcmp(file->place[i].name_sr, name) == 0)
            return &file->place[i];
    return NULL;
}

/* A place lies west of the main river where that passes its latitude. */
static void check_west(const struct judge *judge, const char *name) {
    const struct map_place *place = find_place(judge->file, name);
    for (size_t i = 0; place && i < judge->file->lines; i++) {
        const struct map_line *line = &judge->file->line[i];
        if (!line->main || line->class_ != LINE_RIVER)
            continue;
        for (uint32_t p = 0; p + 1 < line->points; p++) {
            const float *a = &line->xy[2 * p], *b = a + 2;
            if ((a[1] > place->y) != (b[1] > place->y) && a[0] < place->x) {
                problem_add(judge->problems, "%s: %s lies east of the river %s; it should lie west.",
                            judge->path, name, line->name_sr);
                return;
            }
        }
    }
}

/* Hexes that roads of at least a class join to a place, as marks; the caller frees. */
static uint8_t *reach(const struct map_file *file, const struct map_place *from, int least) {
    size_t hexes = (size_t)file->cols * file->rows, head = 0, tail = 0;
    uint8_t *seen = calloc(hexes, 1);
    size_t *queue = malloc(hexes * sizeof *queue);
    if (seen && queue) {
        /* A town's road may pass beside the hex of its name: start from its neighbours too. */
        size_t start = index_at(file, from->col, from->row), next;
        queue[tail++] = start;
        seen[start] = 1;
        for (int dir = 0; dir < DIR_COUNT; dir++)
            if (neighbour(file, start, dir, &next) && !seen[next]) {
                seen[next] = 1;
                queue[tail++] = next;
            }
        while (head < tail) {
            size_t hex = queue[head++];
            for (int dir = 0; dir < DIR_COUNT; dir++)
                if (file->hex[hex].road[dir] >= least && neighbour(file, hex, dir, &next) && !seen[next]) {
                    seen[next] = 1;
                    queue[tail++] = next;
                }
        }
    }
    free(queue);
    return seen;
}

static void check_joined(const struct judge *judge, const char *from, const char *to) {
    const struct map_place *a = find_place(judge->file, from), *b = find_place(judge->file, to);
    if (!a || !b)
        return;
    uint8_t *seen = reach(judge->file, a, ROAD_MINOR);
    size_t hex = index_at(judge->file, b->col, b->row), next;
    bool joined = seen && seen[hex];
    for (int dir = 0; dir < DIR_COUNT && seen && !joined; dir++)
        joined = neighbour(judge->file, hex, dir, &next) && seen[next];
    free(seen);
    if (!joined)
        problem_add(judge->problems, "%s: no road joins %s to %s; close the gap in layer \"roads\".",
                    judge->path, from, to);
}

/* A crossing has a road over the boundary within two hexes. */
static void check_crossings(const struct judge *judge) {
    const struct map_file *file = judge->file;
    for (size_t p = 0; p < file->places; p++) {
        const struct map_place *place = &file->place[p];
        bool found = strcmp(place->class_, "crossing") != 0;
        for (int row = place->row - 2; row <= place->row + 2 && !found; row++)
            for (int col = place->col - 2; col <= place->col + 2 && !found; col++) {
                if (!map_file_inside(file, col, row))
                    continue;
                const struct map_hex *hex = &file->hex[index_at(file, col, row)];
                for (int dir = 0; dir < DIR_COUNT; dir++)
                    found |= hex->road[dir] && (hex->hexside[dir] & HEXSIDE_BOUNDARY);
            }
        if (!found)
            problem_add(judge->problems,
                        "%s: no road crosses the boundary within two hexes of the crossing %s.", judge->path,
                        place->name_sr);
    }
}

bool map_file_check(const struct map_file *file, const char *path, struct problems *problems) {
    size_t before = problems->count;
    struct judge judge = {.file = file, .path = path, .problems = problems};
    check_sides(&judge);
    check_river(&judge);
    check_crossings(&judge);
    check_west(&judge, "Banjska");
    check_joined(&judge, "Severna Mitrovica", "Prelaz Jarinje");
    check_joined(&judge, "Severna Mitrovica", "Prelaz Brnjak");
    return problems->count == before;
}
