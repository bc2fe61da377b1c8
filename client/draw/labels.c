#include "labels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shape.h"

enum label_kind { LABEL_SITE, LABEL_TOWN, LABEL_FIXED, LABEL_LARGE, LABEL_VILLAGE, LABEL_HAMLET, LABEL_OTHER, LABEL_PEAK,
                  LABEL_WATER, LABEL_BOUNDARY, LABEL_SHIELD, LABEL_KINDS };

/* Faces and sizes (pixels at scale 1) of both lines, and the least detail at which the kind shows. */
static const struct {
    enum font_face face, face2;
    float px, px2;
    float detail;
} kinds[LABEL_KINDS] = {
    [LABEL_SITE] = {FONT_SERIF_BOLD_ITALIC, FONT_SERIF_ITALIC, 13.5f, 12, 12},
    [LABEL_TOWN] = {FONT_SERIF_BOLD, FONT_SERIF_ITALIC, 16, 13, 0},
    [LABEL_FIXED] = {FONT_SERIF_BOLD, FONT_SERIF_ITALIC, 15, 13, 10},
    [LABEL_LARGE] = {FONT_SERIF_BOLD, FONT_SERIF_ITALIC, 14, 12, 12},
    [LABEL_VILLAGE] = {FONT_SERIF, FONT_SERIF_ITALIC, 12.5f, 11.5f, 12},
    [LABEL_HAMLET] = {FONT_SERIF, FONT_SERIF_ITALIC, 12.5f, 11, 17},
    [LABEL_OTHER] = {FONT_SERIF_ITALIC, FONT_SERIF_ITALIC, 12.5f, 11, 17},
    [LABEL_PEAK] = {FONT_NARROW, FONT_NARROW, 12, 11, 17},
    [LABEL_WATER] = {FONT_SERIF_ITALIC, FONT_SERIF_ITALIC, 13, 12, 12},
    [LABEL_BOUNDARY] = {FONT_SERIF_ITALIC, FONT_SERIF_ITALIC, 12.5f, 11, 12},
    [LABEL_SHIELD] = {FONT_NARROW_BOLD, FONT_NARROW_BOLD, 11, 11, 12},
};

struct label {
    enum label_kind kind;
    int order;               /* among its kind: lower first */
    char name[MAP_NAME_MAX], name2[MAP_NAME_MAX];
    uint16_t col, row;       /* of the whole map */
    size_t anchor, anchors;  /* into the layer's points; one for a place, many along a line */
    /* placed */
    bool placed;
    double x_m, y_m;         /* world it is tied to */
    SDL_FRect box;           /* at the placing */
    SDL_FPoint offset;       /* of the box from where (x_m, y_m) was */
    enum text_align align;
    float degrees;
};

struct label_layer {
    struct draw *draw;
    uint16_t col0, row0, cols, rows;
    struct label *label;
    size_t count, room;
    struct label_point {
        float x, y;
    } *point;
    size_t points, point_room;
    float grow;              /* of type at the placing's zoom */
};

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
        if (place->height_m > 0 && snprintf(label->name, sizeof label->name, "%.38s %d", place->name_sr, place->height_m) < 0)
            return false;
    }
    double x = place->x, y = place->y;
    if (kind != LABEL_PEAK && kind != LABEL_WATER)
        world_hex_center(place->col, place->row, &x, &y);
    return point_add(labels, (float)x, (float)y);
}

/* Points along a line inside the window, `step` metres apart. */
static bool anchors_add(struct label_layer *labels, struct label *label, const struct map_line *line, float step) {
    float x0 = (float)(CAMERA_HEX_M * (labels->col0 + .5)), y0 = (float)(CAMERA_ROW_M * (labels->row0 + .5));
    float x1 = x0 + (float)CAMERA_HEX_M * (float)(labels->cols - 1), y1 = y0 + (float)CAMERA_ROW_M * (float)(labels->rows - 1);
    float left = step / 2;
    size_t before = labels->points, index = (size_t)(label - labels->label);
    for (uint32_t i = 0; i + 1 < line->points; i++) {
        float ax = line->xy[2 * i], ay = line->xy[2 * i + 1], bx = line->xy[2 * i + 2], by = line->xy[2 * i + 3];
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
        bool same = road    ? strncmp(other->ref, name, length) == 0 && (other->ref[length] == '\0' || other->ref[length] == ';')
                    : water ? strcmp(other->name_sr, name) == 0 && (other->class_ == LINE_RIVER || other->class_ == LINE_STREAM)
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

struct label_layer *labels_create(struct draw *draw, const struct map_file *file, unsigned col0, unsigned row0,
                                  unsigned cols, unsigned rows) {
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

void labels_destroy(struct label_layer *labels) {
    if (labels == NULL)
        return;
    free(labels->label);
    free(labels->point);
    free(labels);
}

void labels_fix(struct label_layer *labels, hex_t hex) {
    int col = labels->col0 + hex % labels->cols, row = labels->row0 + hex / labels->cols;
    for (size_t i = 0; i < labels->count; i++) {
        struct label *label = &labels->label[i];
        if (label->col == col && label->row == row && (label->kind == LABEL_LARGE || label->kind == LABEL_VILLAGE || label->kind == LABEL_HAMLET))
            label->kind = LABEL_FIXED;
    }
    qsort(labels->label, labels->count, sizeof *labels->label, labels_compare);
}

static struct text_style style_of(const struct label_layer *labels, const struct label *label, bool second) {
    bool night = labels->draw->night;
    uint32_t rgb = second ? (night ? PALETTE_NIGHT_NAME_2 : PALETTE_NAME_2) : (night ? PALETTE_NIGHT_NAME : PALETTE_NAME);
    if (label->kind == LABEL_SITE)
        rgb = night ? PALETTE_NIGHT_NAME_SITE : PALETTE_NAME_SITE;
    if (label->kind == LABEL_WATER)
        rgb = night ? PALETTE_NIGHT_NAME_WATER : PALETTE_NAME_WATER;
    if (label->kind == LABEL_BOUNDARY)
        rgb = night ? PALETTE_NIGHT_NAME_BOUNDARY : PALETTE_NAME_BOUNDARY;
    struct text_style style = {.face = second ? kinds[label->kind].face2 : kinds[label->kind].face,
                               .px = (second ? kinds[label->kind].px2 : kinds[label->kind].px) * labels->grow,
                               .rgb = rgb,
                               .halo_rgb = night ? PALETTE_NIGHT_HALO : PALETTE_HALO,
                               .halo_px = 3,
                               .align = label->align};
    if (label->kind == LABEL_SHIELD) {
        style.px = kinds[label->kind].px;
        style.rgb = PALETTE_INK;
        style.halo_px = 0;
        style.align = TEXT_CENTER;
    }
    return style;
}

static void label_measure(struct label_layer *labels, const struct label *label, float *w, float *h) {
    float w1, w2 = 0, s = labels->draw->scale;
    struct text_style style = style_of(labels, label, false);
    text_measure(labels->draw, &style, label->name, &w1, NULL);
    *h = style.px * s * .95f;
    if (label->kind == LABEL_SHIELD) {
        *w = w1 + 8 * s;
        *h = 14 * s;
        return;
    }
    if (label->name2[0] != '\0') {
        style = style_of(labels, label, true);
        text_measure(labels->draw, &style, label->name2, &w2, NULL);
        *h += style.px * s * 1.05f;
    }
    *w = w1 > w2 ? w1 : w2;
}

/* What names must keep off. */
struct taken {
    SDL_FRect *rect;
    size_t count, room;
    SDL_FRect bounds;
    float pad;
};

static bool rects_free(const struct taken *taken, SDL_FRect r) {
    SDL_FRect b = taken->bounds;
    if (r.x < b.x || r.y < b.y || r.x + r.w > b.x + b.w || r.y + r.h > b.y + b.h)
        return false;
    for (size_t i = 0; i < taken->count; i++) {
        SDL_FRect t = taken->rect[i];
        if (r.x - 3 * taken->pad < t.x + t.w && r.x + r.w + 3 * taken->pad > t.x && r.y - taken->pad < t.y + t.h &&
            r.y + r.h + taken->pad > t.y)
            return false;
    }
    return true;
}

static bool put_at(struct taken *taken, struct label *label, float ax, float ay, SDL_FRect box, enum text_align align) {
    if (taken->count == taken->room || !rects_free(taken, box))
        return false;
    taken->rect[taken->count++] = box;
    label->placed = true;
    label->box = box;
    label->offset = (SDL_FPoint){box.x - ax, box.y - ay};
    label->align = align;
    return true;
}

/* Eight places round the hex, then four further off. */
static bool place_round(struct label_layer *labels, struct taken *taken, struct label *label,
                        const struct camera *camera, float gap) {
    float w, h, x, y, s = labels->draw->scale;
    const struct label_point *at = &labels->point[label->anchor];
    label->x_m = at->x;
    label->y_m = at->y;
    camera_to_screen(camera, at->x, at->y, &x, &y);
    label_measure(labels, label, &w, &h);
    const struct {
        float dx, dy;
        enum text_align align;
    } around[12] = {{gap, -h / 2, TEXT_LEFT}, {-gap - w, -h / 2, TEXT_RIGHT}, {-w / 2, -gap - h, TEXT_CENTER},
                    {-w / 2, gap, TEXT_CENTER}, {gap * .7f, -gap * .8f - h, TEXT_LEFT}, {gap * .7f, gap * .8f, TEXT_LEFT},
                    {-gap * .7f - w, -gap * .8f - h, TEXT_RIGHT}, {-gap * .7f - w, gap * .8f, TEXT_RIGHT},
                    {gap * 1.6f, -h / 2, TEXT_LEFT}, {-gap * 1.6f - w, -h / 2, TEXT_RIGHT},
                    {-w / 2, -gap - h - 5 * s, TEXT_CENTER}, {-w / 2, gap + 5 * s, TEXT_CENTER}};
    for (int i = 0; i < 12; i++) {
        SDL_FRect box = {roundf(x + around[i].dx), roundf(y + around[i].dy), w, h};
        if (put_at(taken, label, x, y, box, around[i].align))
            return true;
    }
    return false;
}

/* Beside one of a river's points, over one of a road's, the points nearest to the middle of the view first. */
static bool place_along(struct label_layer *labels, struct taken *taken, struct label *label,
                        const struct camera *camera) {
    float w, h, s = labels->draw->scale, mx = (float)camera->view.x + (float)camera->view.w / 2,
                my = (float)camera->view.y + (float)camera->view.h / 2;
    label_measure(labels, label, &w, &h);
    float tried = -1;
    for (int round = 0; round < 48; round++) {
        float best = 1e30f, bx = 0, by = 0;
        for (size_t i = 0; i < label->anchors; i++) {
            float x, y;
            const struct label_point *at = &labels->point[label->anchor + i];
            camera_to_screen(camera, at->x, at->y, &x, &y);
            float far = hypotf(x - mx, y - my);
            if (far > tried && far < best) {
                best = far;
                bx = x;
                by = y;
                label->x_m = at->x;
                label->y_m = at->y;
            }
        }
        if (best == 1e30f)
            return false;
        tried = best;
        float gap = 7 * s;
        SDL_FRect beside[3] = {{roundf(bx - gap - w), roundf(by - h / 2), w, h}, {roundf(bx + gap), roundf(by - h / 2), w, h},
                               {roundf(bx - w / 2), roundf(by - h / 2), w, h}};
        bool over = label->kind == LABEL_SHIELD || label->anchors == 1;
        for (int i = over ? 2 : 0; i < (over ? 3 : 2); i++)
            if (put_at(taken, label, bx, by, beside[i], i == 0 ? TEXT_RIGHT : i == 1 ? TEXT_LEFT : TEXT_CENTER))
                return true;
    }
    return false;
}

/* Along a straight enough stretch of the boundary, turned. */
static bool place_boundary(struct label_layer *labels, struct taken *taken, struct label *label,
                           const struct camera *camera) {
    float w, h, s = labels->draw->scale;
    label_measure(labels, label, &w, &h);
    for (size_t i = 0; i + 1 < label->anchors; i++)
        for (size_t j = i + 1; j < label->anchors && j < i + 12; j++) {
            const struct label_point *p = &labels->point[label->anchor + i], *q = &labels->point[label->anchor + j];
            float ax, ay, bx, by;
            camera_to_screen(camera, p->x, p->y, &ax, &ay);
            camera_to_screen(camera, q->x, q->y, &bx, &by);
            float length = hypotf(bx - ax, by - ay), degrees = atan2f(by - ay, bx - ax) * 57.29578f;
            if (length < w * .8f || length > w * 1.6f)
                continue;
            degrees = degrees > 90 ? degrees - 180 : degrees < -90 ? degrees + 180 : degrees;
            const struct label_point *middle = &labels->point[label->anchor + (i + j) / 2];
            float mx, my, cx = (ax + bx) / 2, cy = (ay + by) / 2;
            camera_to_screen(camera, middle->x, middle->y, &mx, &my);
            if (fabsf(degrees) > 30 || hypotf(mx - cx, my - cy) > 6 * s)
                continue;
            float turn = degrees * 0.0174532925f, lift = 7 * s, tall = h + fabsf(sinf(turn)) * w;
            cx += lift * sinf(turn);
            cy -= lift * cosf(turn);
            label->x_m = p->x;
            label->y_m = p->y;
            label->degrees = degrees;
            SDL_FRect box = {cx - w / 2, cy - h / 2 - tall / 2, w, tall};
            if (put_at(taken, label, ax, ay, box, TEXT_CENTER))
                return true;
        }
    return false;
}

static float gap_of(const struct label_layer *labels, const struct label *label, const struct camera *camera) {
    float s = labels->draw->scale;
    if (label->kind == LABEL_PEAK)
        return 6 * s;
    float gap = camera->zoom_to * .5f + s;
    return gap < 34 * s ? gap : 34 * s + (gap - 34 * s) * .4f;
}

static void label_place(struct label_layer *labels, struct taken *taken, struct label *label,
                        const struct camera *camera) {
    label->placed = false;
    float detail = camera->zoom_to / labels->draw->scale;
    bool stream = label->kind == LABEL_WATER && label->order >= 2 * LINE_STREAM;
    if (detail < kinds[label->kind].detail || (stream && detail < 30) || label->anchors == 0)
        return;
    if (label->kind == LABEL_WATER || label->kind == LABEL_SHIELD)
        place_along(labels, taken, label, camera);
    else if (label->kind == LABEL_BOUNDARY)
        place_boundary(labels, taken, label, camera);
    else
        place_round(labels, taken, label, camera, gap_of(labels, label, camera));
}

static bool taken_init(struct label_layer *labels, struct taken *taken, const struct camera *camera,
                       const SDL_FRect *blocked, size_t count) {
    float s = labels->draw->scale, edge = 4 * s, detail = camera->zoom_to / s;
    labels->grow = detail <= 40 ? 1 : 1 + (fminf(detail, 96) - 40) / 56 * .35f;
    taken->room = count + labels->count + 1;
    taken->rect = malloc(taken->room * sizeof *taken->rect);
    taken->count = 0;
    taken->pad = 1.5f * s;
    taken->bounds = (SDL_FRect){(float)camera->view.x + edge, (float)camera->view.y + edge,
                                (float)camera->view.w - 2 * edge, (float)camera->view.h - 2 * edge};
    for (size_t i = 0; taken->rect != NULL && i < count; i++)
        taken->rect[taken->count++] = blocked[i];
    return taken->rect != NULL;
}

void labels_place(struct label_layer *labels, const struct camera *camera, const SDL_FRect *blocked, size_t count) {
    struct camera still = *camera;
    struct taken taken;
    if (still.moving) {
        still.x = still.to_x;
        still.y = still.to_y;
        still.zoom = still.zoom_to;
    }
    if (!taken_init(labels, &taken, &still, blocked, count))
        return;
    /* Fixed names, then water and shields, which have few places, then the others by rank. */
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < labels->count; i++) {
            struct label *label = &labels->label[i];
            bool line = label->kind >= LABEL_WATER;
            int when = label->kind == LABEL_SITE || label->kind == LABEL_FIXED ? 0 : line || label->kind == LABEL_TOWN ? 1 : 2;
            if (when == round)
                label_place(labels, &taken, label, &still);
        }
    free(taken.rect);
}

size_t labels_fixed_rects(struct label_layer *labels, const struct camera *camera, SDL_FRect *rects, size_t max) {
    struct taken taken;
    size_t count = 0;
    if (!taken_init(labels, &taken, camera, NULL, 0))
        return 0;
    for (size_t i = 0; i < labels->count && count < max; i++) {
        struct label label = labels->label[i];
        if (label.kind != LABEL_SITE && label.kind != LABEL_FIXED)
            continue;
        label_place(labels, &taken, &label, camera);
        if (label.placed)
            rects[count++] = label.box;
    }
    free(taken.rect);
    return count;
}

size_t labels_placed(const struct label_layer *labels, SDL_FRect *rects, size_t max) {
    size_t count = 0;
    for (size_t i = 0; i < labels->count && count < max; i++)
        if (labels->label[i].placed)
            rects[count++] = labels->label[i].box;
    return count;
}

static void shield_draw(struct label_layer *labels, const struct label *label, SDL_FRect box) {
    float s = labels->draw->scale;
    struct text_style style = style_of(labels, label, false);
    SDL_FRect inner = {box.x + s, box.y + s, box.w - 2 * s, box.h - 2 * s};
    shape_box(labels->draw->renderer, box, 2.5f * s, palette_color(PALETTE_ROAD_CASING, 255));
    shape_box(labels->draw->renderer, inner, 2 * s, palette_color(PALETTE_ROAD_MINOR, 255));
    text_draw(labels->draw, &style, box.x + box.w / 2, box.y + 11 * s, label->name);
}

static void label_draw(struct label_layer *labels, const struct camera *camera, const struct label *label) {
    float x, y, s = labels->draw->scale;
    camera_to_screen(camera, label->x_m, label->y_m, &x, &y);
    SDL_FRect box = {x + label->offset.x, y + label->offset.y, label->box.w, label->box.h};
    if (label->kind == LABEL_SHIELD) {
        shield_draw(labels, label, box);
        return;
    }
    struct text_style style = style_of(labels, label, false);
    float at = label->align == TEXT_LEFT ? box.x : label->align == TEXT_RIGHT ? box.x + box.w : box.x + box.w / 2;
    if (label->kind == LABEL_BOUNDARY) {
        style.align = TEXT_CENTER;
        text_draw_turned(labels->draw, &style, at, box.y + box.h / 2 + style.px * s * .3f, label->degrees, label->name);
        return;
    }
    if (label->kind == LABEL_PEAK) {
        SDL_FPoint mark[3] = {{x - 4 * s, y + 3 * s}, {x + 4 * s, y + 3 * s}, {x, y - 4 * s}};
        shape_polygon(labels->draw->renderer, mark, 3, palette_color(style.rgb, 255));
    }
    float base = box.y + style.px * s * .80f;
    text_draw(labels->draw, &style, at, base, label->name);
    if (label->name2[0] != '\0') {
        style = style_of(labels, label, true);
        text_draw(labels->draw, &style, at, base + style.px * s * 1.03f, label->name2);
    }
}

/* Columns and rows at the edge of the window; each hex's number when there is room for it. */
static void numbers_draw(struct label_layer *labels, const struct camera *camera) {
    float s = labels->draw->scale, detail = camera->zoom / s;
    bool night = labels->draw->night, every = detail > 60;
    struct text_style style = {.face = FONT_NARROW, .px = every ? 12 : 11, .rgb = night ? PALETTE_NIGHT_NAME_2 : 0x2B2620,
                               .halo_rgb = night ? PALETTE_NIGHT_HALO : PALETTE_HALO, .halo_px = every ? 2 : 0, .align = TEXT_CENTER};
    if (detail < 14)
        return;
    SDL_Rect view = camera->view;
    for (int row = 0; row < labels->rows; row++)
        for (int col = 0; col < labels->cols; col++) {
            bool edge = (row == 0 && col % 5 == 0 && col > 0) || (col == 0 && row % 5 == 0 && row > 0);
            if (!every && !edge)
                continue;
            SDL_FPoint at = camera_hex_center(camera, (hex_t)(row * labels->cols + col));
            if (at.x < (float)view.x - 40 * s || at.y < (float)view.y - 60 * s || at.x > (float)(view.x + view.w) + 40 * s ||
                at.y > (float)(view.y + view.h) + 60 * s)
                continue;
            char number[16];
            if (every)
                snprintf(number, sizeof number, "%02d%02d", col, row);
            else
                snprintf(number, sizeof number, "%02d", row == 0 ? col : row);
            text_draw(labels->draw, &style, at.x, at.y + (every ? -camera->zoom * .385f : 4 * s), number);
        }
}

void labels_draw(struct label_layer *labels, const struct camera *camera, bool names) {
    SDL_RenderSetClipRect(labels->draw->renderer, &camera->view);
    numbers_draw(labels, camera);
    for (size_t i = labels->count; i-- > 0 && names;)
        if (labels->label[i].placed)
            label_draw(labels, camera, &labels->label[i]);
    SDL_RenderSetClipRect(labels->draw->renderer, NULL);
}
