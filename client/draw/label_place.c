/* Where names go: each to the first of its places that covers nothing, the first in rank first. */
#include <math.h>
#include <stdlib.h>

#include "label_parts.h"

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
        if (r.x - 3 * taken->pad < t.x + t.w && r.x + r.w + 3 * taken->pad > t.x &&
            r.y - taken->pad < t.y + t.h && r.y + r.h + taken->pad > t.y)
            return false;
    }
    return true;
}

static bool put_at(struct taken *taken, struct label *label, float ax, float ay, SDL_FRect box,
                   enum text_align align) {
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
    } around[12] = {{gap, -h / 2, TEXT_LEFT},
                    {-gap - w, -h / 2, TEXT_RIGHT},
                    {-w / 2, -gap - h, TEXT_CENTER},
                    {-w / 2, gap, TEXT_CENTER},
                    {gap * .7f, -gap * .8f - h, TEXT_LEFT},
                    {gap * .7f, gap * .8f, TEXT_LEFT},
                    {-gap * .7f - w, -gap * .8f - h, TEXT_RIGHT},
                    {-gap * .7f - w, gap * .8f, TEXT_RIGHT},
                    {gap * 1.6f, -h / 2, TEXT_LEFT},
                    {-gap * 1.6f - w, -h / 2, TEXT_RIGHT},
                    {-w / 2, -gap - h - 5 * s, TEXT_CENTER},
                    {-w / 2, gap + 5 * s, TEXT_CENTER}};
    for (int i = 0; i < 12; i++) {
        SDL_FRect box = {roundf(x + around[i].dx), roundf(y + around[i].dy), w, h};
        if (put_at(taken, label, x, y, box, around[i].align))
            return true;
    }
    return false;
}

/* Beside one of a river's points, over one of a road's, the points nearest to the middle of the view first.
 */
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
        SDL_FRect beside[3] = {{roundf(bx - gap - w), roundf(by - h / 2), w, h},
                               {roundf(bx + gap), roundf(by - h / 2), w, h},
                               {roundf(bx - w / 2), roundf(by - h / 2), w, h}};
        bool over = label->kind == LABEL_SHIELD || label->anchors == 1;
        for (int i = over ? 2 : 0; i < (over ? 3 : 2); i++)
            if (put_at(taken, label, bx, by, beside[i],
                       i == 0   ? TEXT_RIGHT
                       : i == 1 ? TEXT_LEFT
                                : TEXT_CENTER))
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
            const struct label_point *p = &labels->point[label->anchor + i],
                                     *q = &labels->point[label->anchor + j];
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

static float gap_of(const struct label_layer *labels, const struct label *label,
                    const struct camera *camera) {
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
    if (detail < label_looks[label->kind].detail || (stream && detail < 30) || label->anchors == 0)
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

void labels_place(struct label_layer *labels, const struct camera *camera, const SDL_FRect *blocked,
                  size_t count) {
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
            int when = label->kind == LABEL_SITE || label->kind == LABEL_FIXED ? 0
                       : line || label->kind == LABEL_TOWN                     ? 1
                                                                               : 2;
            if (when == round)
                label_place(labels, &taken, label, &still);
        }
    free(taken.rect);
}

size_t labels_fixed_rects(struct label_layer *labels, const struct camera *camera, SDL_FRect *rects,
                          size_t max) {
    struct taken taken;
    size_t count = 0;
    if (!taken_init(labels, &taken, camera, NULL, 0))
        return 0;
    for (size_t i = 0; i < labels->count && count < max; i++) {
        struct label label = labels->label[i];
        if (label.kind != LABEL_SITE && label.kind != LABEL_FIXED)
            continue;
        label_place(labels, &taken, &label, camera);
        /* With the air that names keep round them, so that plates that keep off do not drive the name away. */
        float side = 3 * taken.pad + labels->draw->scale, above = taken.pad + labels->draw->scale;
        if (label.placed)
            rects[count++] = (SDL_FRect){label.box.x - side, label.box.y - above, label.box.w + 2 * side,
                                         label.box.h + 2 * above};
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
