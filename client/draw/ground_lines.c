#include "ground.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "camera.h"

/* World metres round the window that can come into view. */
struct reach {
    float x0, y0, x1, y1;
};

static struct reach reach_of(const struct ground *ground) {
    return (struct reach){ground->x0, ground->y0, ground->x0 + (float)ground->w * GROUND_CELL_M,
                          ground->y0 + (float)ground->h * GROUND_CELL_M};
}

/* One round of corner cutting (Chaikin); `out` holds at least 2 * count points. Ends stay. Returns the count.
 */
static uint32_t corners_cut(const struct raster_point *in, uint32_t count, bool closed,
                            struct raster_point *out) {
    uint32_t n = 0;
    if (!closed)
        out[n++] = in[0];
    for (uint32_t i = 0; i < (closed ? count : count - 1); i++) {
        struct raster_point a = in[i], b = in[(i + 1) % count];
        out[n++] = (struct raster_point){a.x * .75f + b.x * .25f, a.y * .75f + b.y * .25f};
        out[n++] = (struct raster_point){a.x * .25f + b.x * .75f, a.y * .25f + b.y * .75f};
    }
    if (!closed)
        out[n++] = in[count - 1];
    return n;
}

static bool line_prepare(struct ground_line *to, const struct map_line *from) {
    uint32_t room = from->points * 4 + 8;
    struct raster_point *a = malloc(room * sizeof *a), *b = malloc(room * sizeof *b);
    if (a == NULL || b == NULL) {
        free(a);
        free(b);
        return false;
    }
    uint32_t count = 0, stride = (from->points + GROUND_LINE_POINTS - 1) / GROUND_LINE_POINTS;
    for (uint32_t i = 0; i < from->points; i++)
        if (i % stride == 0 || i + 1 == from->points)
            a[count++] = (struct raster_point){from->xy[2 * i], from->xy[2 * i + 1]};
    if (from->closed && count > 2 && a[0].x == a[count - 1].x && a[0].y == a[count - 1].y)
        count--;
    for (int round = 0; round < 2 && count > 2 && 2 * count <= GROUND_LINE_POINTS; round++) {
        struct raster_point *swap = a;
        count = corners_cut(a, count, from->closed, b);
        a = b;
        b = swap;
    }
    free(b);
    to->class_ = from->class_;
    to->closed = from->closed;
    to->main = from->main;
    to->points = count;
    to->world = a;
    to->x_min = to->y_min = 1e30f;
    to->x_max = to->y_max = -1e30f;
    for (uint32_t i = 0; i < count; i++) {
        to->x_min = fminf(to->x_min, a[i].x);
        to->x_max = fmaxf(to->x_max, a[i].x);
        to->y_min = fminf(to->y_min, a[i].y);
        to->y_max = fmaxf(to->y_max, a[i].y);
    }
    return true;
}

static float line_length(const struct ground_line *line) {
    float length = 0;
    for (uint32_t i = 1; i < line->points; i++)
        length += hypotf(line->world[i].x - line->world[i - 1].x, line->world[i].y - line->world[i - 1].y);
    return length;
}

/* The main river widens downstream: how far along its whole course each of its pieces begins and ends. */
static void flow_find(struct ground *ground) {
    for (size_t i = 0; i < ground->lines; i++) {
        struct ground_line *line = &ground->line[i];
        line->flow0 = line->flow1 = 0.5f;
        if (line->class_ != LINE_RIVER || !line->main)
            continue;
        float above = 0, below = 0, own = line_length(line);
        for (size_t j = 0; j < ground->lines; j++) {
            const struct ground_line *other = &ground->line[j];
            if (j == i || other->class_ != LINE_RIVER || !other->main)
                continue;
            struct raster_point end = other->world[other->points - 1], start = line->world[0];
            bool upstream = hypotf(end.x - start.x, end.y - start.y) < 2000;
            *(upstream ? &above : &below) += line_length(other);
        }
        float all = above + own + below;
        line->flow0 = all > 0 ? above / all : 0;
        line->flow1 = all > 0 ? (above + own) / all : 1;
    }
}

static bool carries_bridge(const struct ground_line *road) {
    return road->class_ <= LINE_ROAD_TERTIARY || road->class_ == LINE_RAIL;
}

static bool bridge_add(struct ground *ground, struct ground_bridge bridge) {
    for (size_t i = 0; i < ground->bridges; i++)
        if (hypotf(ground->bridge[i].x - bridge.x, ground->bridge[i].y - bridge.y) < 60)
            return true;
    struct ground_bridge *more = realloc(ground->bridge, (ground->bridges + 1) * sizeof *more);
    if (more == NULL)
        return false;
    ground->bridge = more;
    more[ground->bridges++] = bridge;
    return true;
}

/* Bridges stand where a road's course crosses a river's. */
static bool bridges_between(struct ground *ground, const struct ground_line *road,
                            const struct ground_line *river) {
    if (road->x_min > river->x_max || river->x_min > road->x_max || road->y_min > river->y_max ||
        river->y_min > road->y_max)
        return true;
    for (uint32_t i = 0; i + 1 < road->points; i++) {
        struct raster_point a = road->world[i], b = road->world[i + 1];
        float x_min = fminf(a.x, b.x), x_max = fmaxf(a.x, b.x), y_min = fminf(a.y, b.y),
              y_max = fmaxf(a.y, b.y);
        if (x_min > river->x_max || x_max < river->x_min || y_min > river->y_max || y_max < river->y_min)
            continue;
        for (uint32_t j = 0; j + 1 < river->points; j++) {
            struct raster_point c = river->world[j], d = river->world[j + 1];
            if (fmaxf(c.x, d.x) < x_min || fminf(c.x, d.x) > x_max || fmaxf(c.y, d.y) < y_min ||
                fminf(c.y, d.y) > y_max)
                continue;
            float cross = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
            if (fabsf(cross) < 1e-3f)
                continue;
            float s = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / cross;
            float t = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / cross;
            if (s < 0 || s > 1 || t < 0 || t > 1)
                continue;
            struct ground_bridge bridge = {a.x + s * (b.x - a.x), a.y + s * (b.y - a.y),
                                           atan2f(b.y - a.y, b.x - a.x), road->class_};
            if (!bridge_add(ground, bridge))
                return false;
        }
    }
    return true;
}

static bool bridges_find(struct ground *ground) {
    for (size_t i = 0; i < ground->lines; i++)
        for (size_t j = 0; j < ground->lines && carries_bridge(&ground->line[i]); j++)
            if (ground->line[j].class_ == LINE_RIVER &&
                !bridges_between(ground, &ground->line[i], &ground->line[j]))
                return false;
    return true;
}

static bool polygon_holds(const struct raster_point *points, size_t count, float x, float y) {
    bool in = false;
    for (size_t i = 0, j = count - 1; i < count; j = i++)
        if ((points[i].y > y) != (points[j].y > y) &&
            x < (points[j].x - points[i].x) * (y - points[i].y) / (points[j].y - points[i].y) + points[i].x)
            in = !in;
    return in;
}

/* The boundary, closed by a wide arc from its end to its start. */
static size_t far_close(const struct ground_line *line, float cx, float cy, int turn,
                        struct raster_point *out) {
    const float radius = 200000;
    size_t n = 0;
    struct raster_point first = line->world[0], last = line->world[line->points - 1];
    float from = atan2f(last.y - cy, last.x - cx), to = atan2f(first.y - cy, first.x - cx);
    while (turn > 0 && to < from)
        to += 6.2831853f;
    while (turn < 0 && to > from)
        to -= 6.2831853f;
    for (uint32_t i = 0; i < line->points; i++)
        out[n++] = line->world[i];
    for (int i = 0; i <= 12; i++) {
        float angle = from + (to - from) * (float)i / 12;
        out[n++] = (struct raster_point){cx + radius * cosf(angle), cy + radius * sinf(angle)};
    }
    return n;
}

/* The far side: whichever of the two ways of closing the longest boundary line holds more of the hexes beyond
 * it. */
static bool far_find(struct ground *ground) {
    const struct ground_line *longest = NULL;
    for (size_t i = 0; i < ground->lines; i++)
        if (ground->line[i].class_ == LINE_BOUNDARY &&
            (longest == NULL || ground->line[i].points > longest->points))
            longest = &ground->line[i];
    if (longest == NULL || longest->points < 2)
        return true;
    float cx = (float)(ground->map_cols * CAMERA_HEX_M / 2),
          cy = (float)(ground->map_rows * CAMERA_ROW_M / 2);
    size_t best = 0;
    for (int turn = -1; turn <= 1; turn += 2) {
        struct raster_point *points = malloc((longest->points + 16) * sizeof *points);
        if (points == NULL)
            return false;
        size_t count = far_close(longest, cx, cy, turn, points), held = 0;
        for (int row = 0; row < ground->map_rows; row += 3)
            for (int col = 0; col < ground->map_cols; col += 3) {
                double x, y;
                world_hex_center(col, row, &x, &y);
                if (ground_hex(ground, col, row)->flags & MAP_HEX_BEYOND)
                    held += polygon_holds(points, count, (float)x, (float)y);
            }
        if (held > best) {
            best = held;
            free(ground->far);
            ground->far = points;
            ground->fars = count;
        } else {
            free(points);
        }
    }
    return true;
}

static bool points_take(struct ground *ground, const struct map_file *file, struct reach reach) {
    ground->house = malloc((file->houses + 1) * sizeof *ground->house);
    ground->house_count = calloc((size_t)file->cols * file->rows, sizeof *ground->house_count);
    ground->site = malloc((file->places + 1) * sizeof *ground->site);
    if (ground->house == NULL || ground->house_count == NULL || ground->site == NULL)
        return false;
    for (size_t i = 0; i < file->houses; i++) {
        float x = file->house[2 * i], y = file->house[2 * i + 1];
        int col = 0, row = 0;
        ground_hex_at(x, y, &col, &row);
        if (x < reach.x0 || x > reach.x1 || y < reach.y0 || y > reach.y1 || col < 0 || row < 0 ||
            col >= file->cols || row >= file->rows)
            continue;
        uint16_t *count = &ground->house_count[(size_t)row * file->cols + (size_t)col];
        ground->house[ground->houses++] =
            (struct ground_house){x, y, (uint16_t)col, (uint16_t)row, (*count)++};
    }
    for (size_t i = 0; i < file->places; i++)
        if (file->place[i].cultural) {
            double x, y;
            world_hex_center(file->place[i].col, file->place[i].row, &x, &y);
            ground->site[ground->sites++] =
                (struct ground_site){(float)x, (float)y, strcmp(file->place[i].class_, "monastery") == 0};
        }
    return true;
}

bool ground_lines_init(struct ground *ground, const struct map_file *file) {
    struct reach reach = reach_of(ground);
    ground->line = calloc(file->lines + 1, sizeof *ground->line);
    if (ground->line == NULL)
        return false;
    for (size_t i = 0; i < file->lines; i++) {
        const struct map_line *from = &file->line[i];
        if (from->points < 2 || from->class_ == LINE_WOOD)
            continue;
        struct ground_line line = {0};
        if (!line_prepare(&line, from))
            return false;
        bool kept = line.class_ == LINE_BOUNDARY || (line.x_min < reach.x1 && line.x_max > reach.x0 &&
                                                     line.y_min < reach.y1 && line.y_max > reach.y0);
        if (kept)
            ground->line[ground->lines++] = line;
        else
            free(line.world);
    }
    flow_find(ground);
    return bridges_find(ground) && far_find(ground) && points_take(ground, file, reach);
}

void ground_lines_finish(struct ground *ground) {
    for (size_t i = 0; i < ground->lines; i++)
        free(ground->line[i].world);
    free(ground->line);
    free(ground->bridge);
    free(ground->house);
    free(ground->house_count);
    free(ground->far);
    free(ground->site);
}
