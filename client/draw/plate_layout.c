/* Crowded plates move apart: each to the nearest free place, the heaviest and most crowded first; then each
 * is lifted and placed again, and two that would both be nearer home change places. No physics: the same
 * plates give the same layout. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "plate.h"

#define PLATES_MAX  1024
#define PASSES      4
#define SPIRAL_STEP 3
#define SPIRAL_X    99 /* reach of the search, pixels at scale 1 */
#define SPIRAL_Y    87
#define SPIRAL_MAX  ((2 * SPIRAL_X / SPIRAL_STEP + 1) * (2 * SPIRAL_Y / SPIRAL_STEP + 1))
#define LEADER_FROM 7 /* pixels from home at which a plate gets a leader */

struct item {
    struct plate *plate;
    float x, y;           /* middle of the box, now */
    float home_x, home_y; /* where it would like to be */
    float w, h;
    float drop; /* the plate's middle lies this much above the box's */
    int crowd;
    bool placed, fixed;
};
struct offset {
    float x, y, far;
};
struct layout {
    struct item *item;
    size_t count; /* of all: plates, then fixed rectangles */
    size_t movable;
    struct item **order;
    struct offset *spiral;
    size_t spirals;
    float scale;
    SDL_FRect bounds;
};

static bool hits(const struct item *o, float x, float y, float w, float h, float pad) {
    return fabsf(x - o->x) < (w + o->w) / 2 + pad && fabsf(y - o->y) < (h + o->h) / 2 + pad;
}

/* Whether a leader from a to b crosses the box of o. */
static bool crosses(float ax, float ay, float bx, float by, float ox, float oy, float w, float h) {
    static const float parts[5] = {.2f, .35f, .5f, .65f, .8f};
    for (int i = 0; i < 5; i++)
        if (fabsf(ax + parts[i] * (bx - ax) - ox) < w / 2 && fabsf(ay + parts[i] * (by - ay) - oy) < h / 2)
            return true;
    return false;
}

static int offsets_compare(const void *a, const void *b) {
    const struct offset *p = a, *q = b;
    if (p->far != q->far)
        return p->far < q->far ? -1 : 1;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    return p->x < q->x ? -1 : p->x > q->x;
}

static size_t spiral_make(struct offset *spiral, float scale) {
    size_t count = 0;
    for (int y = -SPIRAL_Y; y <= SPIRAL_Y; y += SPIRAL_STEP)
        for (int x = -SPIRAL_X; x <= SPIRAL_X; x += SPIRAL_STEP)
            spiral[count++] =
                (struct offset){(float)x * scale, (float)y * scale, hypotf((float)x, (float)y) * scale};
    qsort(spiral, count, sizeof *spiral, offsets_compare);
    return count;
}

static float item_shift(const struct item *item) {
    return hypotf(item->x - item->home_x, item->y - item->home_y);
}

/* What a place costs beyond its distance: leaders that cross plates. */
static float place_cost(const struct layout *layout, const struct item *item, float x, float y) {
    float cost = 0, from = LEADER_FROM * layout->scale;
    for (size_t i = 0; i < layout->count; i++) {
        const struct item *o = &layout->item[i];
        if (!o->placed || o == item)
            continue;
        if (crosses(item->home_x, item->home_y, x, y, o->x, o->y, o->w, o->h))
            cost += 15 * layout->scale;
        if (!o->fixed && item_shift(o) > from &&
            crosses(o->home_x, o->home_y, o->x, o->y, x, y, item->w, item->h))
            cost += 8 * layout->scale;
    }
    return cost;
}

static bool place_free(const struct layout *layout, const struct item *item, float x, float y, float pad) {
    SDL_FRect b = layout->bounds;
    if (x - item->w / 2 < b.x || y - item->h / 2 < b.y || x + item->w / 2 > b.x + b.w ||
        y + item->h / 2 > b.y + b.h)
        return false;
    for (size_t i = 0; i < layout->count; i++) {
        const struct item *o = &layout->item[i];
        if (o->placed && o != item && hits(o, x, y, item->w, item->h, pad))
            return false;
    }
    return true;
}

static void item_place(struct layout *layout, struct item *item) {
    float best = 1e30f, x = item->x, y = item->y;
    item->placed = false;
    for (size_t i = 0; i < layout->spirals && layout->spiral[i].far < best; i++) {
        const struct offset *offset = &layout->spiral[i];
        float px = item->home_x + offset->x, py = item->home_y + offset->y;
        if (!place_free(layout, item, px, py, 1.5f * layout->scale))
            continue;
        float cost = offset->far;
        if (cost > LEADER_FROM * layout->scale)
            cost += place_cost(layout, item, px, py);
        if (cost < best) {
            best = cost;
            x = px;
            y = py;
        }
    }
    item->x = x;
    item->y = y;
    item->placed = true;
}

static float far_from(const struct item *item, const struct item *place) {
    return hypotf(place->x - item->home_x, place->y - item->home_y);
}

static void items_swap(struct item *a, struct item *b) {
    float x = a->x, y = a->y;
    a->x = b->x;
    a->y = b->y;
    b->x = x;
    b->y = y;
}

static void swaps_try(struct layout *layout) {
    for (size_t i = 0; i < layout->movable; i++)
        for (size_t j = 0; j < layout->movable; j++) {
            struct item *a = layout->order[i], *b = layout->order[j];
            if (a == b || fabsf(a->x - b->x) > 2 * SPIRAL_X * layout->scale ||
                far_from(a, b) + far_from(b, a) > far_from(a, a) + far_from(b, b) - 2)
                continue;
            items_swap(a, b);
            if (!place_free(layout, a, a->x, a->y, .5f) || !place_free(layout, b, b->x, b->y, .5f))
                items_swap(a, b);
        }
}

static int items_compare(const void *a, const void *b) {
    const struct item *p = *(struct item *const *)a, *q = *(struct item *const *)b;
    if (p->plate->counter.selected != q->plate->counter.selected)
        return p->plate->counter.selected ? -1 : 1;
    if (p->plate->weight != q->plate->weight)
        return p->plate->weight > q->plate->weight ? -1 : 1;
    if (p->crowd != q->crowd)
        return p->crowd > q->crowd ? -1 : 1;
    return p < q ? -1 : p > q;
}

/* The box of a plate with all that hangs on it. */
static void item_measure(const struct draw *draw, float unit, struct item *item) {
    const struct counter *counter = &item->plate->counter;
    struct plate_measure m = plate_measure_of(draw, counter->side, unit);
    float s = draw->scale;
    float foot = counter->tag[0] ? m.tag + 3 * s : 0;
    if ((counter->steps + counter->steps_lost > 0 || counter->bar > 0) && !counter->ghost)
        foot += m.pip + s;
    float top = counter->suppression > 0 ? m.badge : counter->stack > 1 ? m.badge * 1.3f : 0;
    item->w = 2 * (m.half_w + m.grow) + 2 * s + (counter->stack > 1 ? m.badge * 2 : 0) +
              (counter->suppression > 0 ? m.badge : 0) + (counter->order ? m.badge : 0);
    item->h = 2 * (m.half_h + m.grow) + 2 * s + foot + top;
    item->drop = (foot - top) / 2;
}

/* On whole pixels, so that a pan moves it with the ground. */
static void plate_put(struct plate *plate, const struct item *item) {
    plate->at = (SDL_FPoint){floorf(item->x + .5f), floorf(item->y - item->drop + .5f)};
    plate->box = (SDL_FRect){item->x - item->w / 2, item->y - item->h / 2, item->w, item->h};
}

static void items_fill(struct layout *layout, const struct draw *draw, const struct camera *camera,
                       struct plate *plates, size_t count) {
    float unit = counter_unit(draw, camera->zoom_to);
    SDL_Rect view = camera->view;
    for (size_t i = 0; i < count; i++) {
        struct plate *plate = &plates[i];
        struct item item = {.plate = plate};
        plate->anchor = camera_hex_center(camera, plate->hex);
        plate->moved = false;
        item_measure(draw, unit, &item);
        item.home_x = item.x = plate->anchor.x + plate->shift_x;
        item.home_y = item.y = plate->anchor.y + plate->shift_y + item.drop * .5f;
        plate_put(plate, &item);
        /* What stands outside the view stays where it is. */
        if (plate->anchor.x >= (float)view.x && plate->anchor.y >= (float)view.y &&
            plate->anchor.x < (float)(view.x + view.w) && plate->anchor.y < (float)(view.y + view.h))
            layout->item[layout->count++] = item;
    }
    layout->movable = layout->count;
    for (size_t i = 0; i < layout->movable; i++) {
        layout->order[i] = &layout->item[i];
        for (size_t j = 0; j < layout->movable; j++)
            layout->item[i].crowd +=
                hypotf(layout->item[i].home_x - layout->item[j].home_x,
                       layout->item[i].home_y - layout->item[j].home_y) < 60 * draw->scale;
    }
}

static void layout_run(struct layout *layout) {
    qsort(layout->order, layout->movable, sizeof *layout->order, items_compare);
    for (int pass = 0; pass < PASSES; pass++) {
        bool shifted = false;
        for (size_t i = 0; i < layout->movable; i++) {
            item_place(layout, layout->order[i]);
            shifted = shifted || item_shift(layout->order[i]) > 0;
        }
        if (!shifted)
            break;
        swaps_try(layout);
    }
    for (size_t i = 0; i < layout->movable; i++) {
        struct item *item = &layout->item[i];
        struct plate *plate = item->plate;
        plate_put(plate, item);
        plate->moved = item_shift(item) > LEADER_FROM * layout->scale;
    }
}

void counters_pan(struct plate *plates, size_t count, int dx, int dy) {
    for (size_t i = 0; i < count; i++) {
        struct plate *plate = &plates[i];
        plate->anchor = (SDL_FPoint){plate->anchor.x + (float)dx, plate->anchor.y + (float)dy};
        plate->at = (SDL_FPoint){plate->at.x + (float)dx, plate->at.y + (float)dy};
        plate->box.x += (float)dx;
        plate->box.y += (float)dy;
    }
}

void counters_layout(const struct draw *draw, const struct camera *camera, struct plate *plates, size_t count,
                     const SDL_FRect *fixed, size_t fixed_count) {
    assert(count <= PLATES_MAX);
    struct layout layout = {.scale = draw->scale};
    float edge = 3 * draw->scale;
    layout.bounds = (SDL_FRect){(float)camera->view.x + edge, (float)camera->view.y + edge,
                                (float)camera->view.w - 2 * edge, (float)camera->view.h - 2 * edge};
    layout.item = calloc(count + fixed_count + 1, sizeof *layout.item);
    layout.order = malloc((count + 1) * sizeof *layout.order);
    layout.spiral = malloc(SPIRAL_MAX * sizeof *layout.spiral);
    if (layout.item != NULL && layout.order != NULL && layout.spiral != NULL) {
        layout.spirals = spiral_make(layout.spiral, draw->scale);
        items_fill(&layout, draw, camera, plates, count);
        for (size_t i = 0; i < fixed_count; i++)
            layout.item[layout.count++] = (struct item){.x = fixed[i].x + fixed[i].w / 2,
                                                        .y = fixed[i].y + fixed[i].h / 2,
                                                        .w = fixed[i].w,
                                                        .h = fixed[i].h,
                                                        .fixed = true,
                                                        .placed = true};
        layout_run(&layout);
    }
    free(layout.item);
    free(layout.order);
    free(layout.spiral);
}
