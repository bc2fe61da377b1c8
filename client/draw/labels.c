/* Which names there are: places of the window, waters, numbered roads, the boundary. */
#include "labels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "label_parts.h"

static bool point_add(struct label_layer *labels, float x, float y) {
    if (labels->points == labels->point_room) {
        size_t room = labels->point_room ? 2 * labels->point_room : 512;
        struct label_point *more = realloc(labels->point, room * sizeof *more);
        if (more == NULL)
            return false;
        labels->point = more;
        labels->point_room = room;
    }
    labels->point[labels->points++] = (struct label_point){x, y};
    return true;
}

/* The map needs the name alone, without what stands in brackets behind it. */
static void name_copy(char to[MAP_NAME_MAX], const char *from) {
    snprintf(to, MAP_NAME_MAX, "%s", from);
    char *bracket = strstr(to, " (");
    if (bracket != NULL && bracket != to)
        *bracket = '\0';
}

static struct label *label_add(struct label_layer *labels, enum label_kind kind, int order, const char *name,
                               const char *name2) {
    if (labels->count == labels->room) {
        size_t room = labels->room ? 2 * labels->room : 128;
        struct label *more = realloc(labels->label, room * sizeof *more);
        if (more == NULL)
            return NULL;
        labels->label = more;
        labels->room = room;
    }
    struct label *label = &labels->label[labels->count++];
    memset(label, 0, sizeof *label);
    label->kind = kind;
    label->order = order;
    label->anchor = labels->points;
    name_copy(label->name, name);
    name_copy(label->name2, name2);
    if (strcmp(label->name, label->name2) == 0)
        label->name2[0] = '\0';
    return label;
}

static bool window_holds(const struct label_layer *labels, int col, int row) {
    return col >= labels->col0 && row >= labels->row0 && col < labels->col0 + labels->cols &&
           row < labels->row0 + labels->rows;
}

static enum label_kind kind_of(const struct map_place *place) {
    if (place->cultural)
        return place->rank <= 2 ? LABEL_SITE : LABEL_OTHER;
    if (strcmp(place->class_, "city") == 0 || strcmp(place->class_, "town") == 0)
        return LABEL_TOWN;
    if (strcmp(place->class_, "village") == 0)
        return place->rank <= 2 ? LABEL_LARGE : LABEL_VILLAGE;
    if (strcmp(place->class_, "hamlet") == 0)
        return LABEL_HAMLET;
    if (strcmp(place->class_, "peak") == 0 || strcmp(place->class_, "pass") == 0)
        return LABEL_PEAK;
    return strcmp(place->class_, "lake") == 0 ? LABEL_WATER : LABEL_OTHER;
}

static bool place_take(struct label_layer *labels, const struct map_place *place) {
    enum label_kind kind = kind_of(place);
    if (!window_holds(labels, place->col, place->row) || place->name_sr[0] == '\0')
        return true;
    struct label *label = label_add(labels, kind, place->rank, place->name_sr, place->name_sq);
    if (label == NULL)
        return false;
    label->col = place->col;
    label->row = place->row;
    label->anchors = 1;
    if (kind == LABEL_PEAK) { /* one line: the Serbian name and the height */
        label->name2[0] = '\0';
        if (place->height_m > 0 &&
            snprintf(label->name, sizeof label->name, "%.38s %d", place->name_sr, place->height_m) < 0)
            return false;
    }
    double x = place->x, y = place->y;
    if (kind != LABEL_PEAK && kind != LABEL_WATER)
        world_hex_center(place->col, place->row, &x, &y);
    return point_add(labels, (float)x, (float)y);
}

/* Points along a line inside the window, `step` metres apart. */
static bool anchors_add(struct label_layer *labels, struct label *label, const struct map_line *line,
                        float step) {
    float x0 = (float)(CAMERA_HEX_M * (labels->col0 + .5)), y0 = (float)(CAMERA_ROW_M * (labels->row0 + .5));
    float x1 = x0 + (float)CAMERA_HEX_M * (float)(labels->cols - 1),
          y1 = y0 + (float)CAMERA_ROW_M * (float)(labels->rows - 1);
    float left = step / 2;
    size_t before = labels->points, index = (size_t)(label - labels->label);
    for (uint32_t i = 0; i + 1 < line->points; i++) {
        float ax = line->xy[2 * i], ay = line->xy[2 * i + 1], bx = line->xy[2 * i + 2],
              by = line->xy[2 * i + 3];
        float length = hypotf(bx - ax, by - ay);
        for (; left <= length; left += step) {
            float x = ax + (bx - ax) * left / length, y = ay + (by - ay) * left / length;
            if (x > x0 && x < x1 && y > y0 && y < y1 && !point_add(labels, x, y))
                return false;
        }
        left -= length;
    }
    labels->label[index].anchors += labels->points - before;
    return true;
}

/* Every line of the same name adds its points to one label. */
static bool line_take(struct label_layer *labels, const struct map_file *file, size_t at) {
    const struct map_line *line = &file->line[at];
    bool water = line->class_ == LINE_RIVER || line->class_ == LINE_STREAM;
    bool road = line->class_ <= LINE_ROAD_TERTIARY && line->ref[0] != '\0';
    if (!(water && line->name_sr[0] != '\0') && !road && line->class_ != LINE_BOUNDARY)
        return true;
    char name[MAP_NAME_MAX];
    snprintf(name, sizeof name, "%s", road ? line->ref : water ? line->name_sr : "boundary");
    name[strcspn(name, ";")] = '\0';
    enum label_kind kind = road ? LABEL_SHIELD : water ? LABEL_WATER : LABEL_BOUNDARY;
    for (size_t i = 0; i < labels->count; i++)
        if (labels->label[i].kind == kind && strcmp(labels->label[i].name, name) == 0)
            return true; /* taken with the first of its name */
    int order = line->class_ * 2 - (line->main ? 1 : 0);
    struct label *label = label_add(labels, kind, order, name, water ? line->name_sq : name);
    size_t index = labels->count - 1;
    for (size_t i = at; label != NULL && i < file->lines; i++) {
        const struct map_line *other = &file->line[i];
        size_t length = strlen(name);
        bool same = road ? strncmp(other->ref, name, length) == 0 &&
                               (other->ref[length] == '\0' || other->ref[length] == ';')
                    : water ? strcmp(other->name_sr, name) == 0 &&
                                  (other->class_ == LINE_RIVER || other->class_ == LINE_STREAM)
                            : other->class_ == LINE_BOUNDARY;
        if (same && !anchors_add(labels, &labels->label[index], other, 350))
            return false;
    }
    return label != NULL;
}

static int labels_compare(const void *a, const void *b) {
    const struct label *p = a, *q = b;
    if (p->kind != q->kind)
        return p->kind < q->kind ? -1 : 1;
    if (p->order != q->order)
        return p->order < q->order ? -1 : 1;
    return strcmp(p->name, q->name);
}

struct label_layer *labels_create(struct draw *draw, const struct map_file *file, unsigned col0,
                                  unsigned row0, unsigned cols, unsigned rows) {
    struct label_layer *labels = calloc(1, sizeof *labels);
    if (labels == NULL)
        return NULL;
    labels->draw = draw;
    labels->col0 = (uint16_t)col0;
    labels->row0 = (uint16_t)row0;
    labels->cols = (uint16_t)cols;
    labels->rows = (uint16_t)rows;
    bool whole = true;
    for (size_t i = 0; i < file->places && whole; i++)
        whole = place_take(labels, &file->place[i]);
    for (size_t i = 0; i < file->lines && whole; i++)
        whole = line_take(labels, file, i);
    if (!whole) {
        labels_destroy(labels);
        return NULL;
    }
    qsort(labels->label, labels->count, sizeof *labels->label, labels_compare);
    return labels;
}

void labels_reset(struct label_layer *labels) {
    for (size_t i = 0; i < labels->count; i++) {
        if (labels->label[i].shield != NULL)
            SDL_DestroyTexture(labels->label[i].shield);
        labels->label[i].shield = NULL;
    }
    for (int i = 0; i < 2; i++) {
        if (labels->peak[i] != NULL)
            SDL_DestroyTexture(labels->peak[i]);
        labels->peak[i] = NULL;
    }
}

void labels_destroy(struct label_layer *labels) {
    if (labels == NULL)
        return;
    labels_reset(labels);
    free(labels->label);
    free(labels->point);
    free(labels);
}

void labels_fix(struct label_layer *labels, hex_t hex) {
    int col = labels->col0 + hex % labels->cols, row = labels->row0 + hex / labels->cols;
    for (size_t i = 0; i < labels->count; i++) {
        struct label *label = &labels->label[i];
        if (label->col == col && label->row == row &&
            (label->kind == LABEL_LARGE || label->kind == LABEL_VILLAGE || label->kind == LABEL_HAMLET))
            label->kind = LABEL_FIXED;
    }
    qsort(labels->label, labels->count, sizeof *labels->label, labels_compare);
}
