#include "counters.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"
#include "plate.h"

#define COUNTERS_KEPT 1024
#define COUNTERS_WAYS 8

struct counter_entry {
    SDL_Texture *texture; /* NULL: free */
    struct counter look;  /* as looked up: zeros behind the ends of strings */
    int unit;             /* in 1/2048 px */
    bool night;
    int w, h, at_x, at_y;
    Uint32 used;
};
/* A leader with its dot, from the dot to the plate's middle. */
struct leader_entry {
    SDL_Texture *texture; /* NULL: free */
    int dx, dy;           /* whole pixels from the dot to the plate */
    int w, h, at_x, at_y; /* (at_x, at_y): the dot in the texture */
};
struct counter_set {
    struct draw *draw;
    Uint32 clock;
    struct counter_entry entry[COUNTERS_KEPT];
    struct leader_entry leader[COUNTERS_KEPT];
};

const char *counter_letters(const char *symbol) {
    static const char *const letters[][2] = {{"sf", "SI"},      {"eod", "EOD"},   {"eulex", "EU"},
                                             {"liaison", "LT"}, {"hq", "HQ"},     {"crowd", "CC"},
                                             {"med", "MED"},    {"border", "BP"}, {"lead", "LD"}};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (strcmp(symbol, letters[i][0]) == 0)
            return letters[i][1];
    return NULL;
}

struct counter_set *counters_create(struct draw *draw) {
    struct counter_set *set = calloc(1, sizeof *set);
    if (set != NULL)
        set->draw = draw;
    return set;
}

void counters_reset(struct counter_set *set) {
    for (size_t i = 0; i < COUNTERS_KEPT; i++) {
        if (set->entry[i].texture != NULL)
            SDL_DestroyTexture(set->entry[i].texture);
        set->entry[i].texture = NULL;
        if (set->leader[i].texture != NULL)
            SDL_DestroyTexture(set->leader[i].texture);
        set->leader[i].texture = NULL;
    }
}

void counters_destroy(struct counter_set *set) {
    if (set == NULL)
        return;
    counters_reset(set);
    free(set);
}

float counter_unit(const struct draw *draw, float zoom) {
    float detail = zoom / draw->scale, unit = .172f;
    if (detail > 40)
        unit += (fminf(detail, 96) - 40) / 56 * (.44f - .172f);
    else if (detail < 17)
        unit = fmaxf(detail / 17, .7f) * .172f;
    return unit * draw->scale;
}

/* What snprintf would do, without what it costs for every plate of every picture. */
static void text_keep(char *to, size_t size, const char *from) {
    for (size_t i = 0; i + 1 < size && from[i] != '\0'; i++)
        to[i] = from[i];
}

/* Only what shows, with zeros wherever nothing does: equal looks are equal bytes. */
static struct counter look_of(const struct counter *counter) {
    struct counter look;
    memset(&look, 0, sizeof look);
    look.side = counter->side;
    text_keep(look.symbol, sizeof look.symbol, counter->symbol);
    text_keep(look.letters, sizeof look.letters, counter->letters);
    text_keep(look.tag, sizeof look.tag, counter->tag);
    look.steps = counter->steps > 6 ? 6 : counter->steps;
    look.steps_lost =
        counter->steps + counter->steps_lost > 6 ? (uint8_t)(6 - look.steps) : counter->steps_lost;
    look.bar = counter->bar > 100 ? 100 : counter->bar;
    look.suppression = counter->suppression;
    look.order = counter->order;
    look.stack = counter->stack;
    look.facing = counter->facing;
    look.selected = counter->selected;
    look.ghost = counter->ghost;
    return look;
}

/* Makes the texture; the middle moves and the size shrinks with what is cut off. */
static SDL_Texture *texture_of(struct draw *draw, struct raster_image image, int *at_x, int *at_y, int *w,
                               int *h) {
    SDL_Rect used;
    SDL_Texture *texture = picture_texture(draw->renderer, image, &used);
    *at_x -= used.x;
    *at_y -= used.y;
    *w = used.w;
    *h = used.h;
    return texture;
}

static bool entry_make(struct counter_set *set, struct counter_entry *entry) {
    struct draw *draw = set->draw;
    struct plate_measure measure = plate_measure_of(draw, entry->look.side, (float)entry->unit / 2048);
    int left, up, right, down;
    plate_extent(draw, &entry->look, &measure, &left, &up, &right, &down);
    entry->at_x = left;
    entry->at_y = up;
    entry->w = left + right + 1;
    entry->h = up + down + 1;
    struct raster raster;
    uint32_t *pixels = calloc((size_t)entry->w * (size_t)entry->h, sizeof *pixels);
    if (pixels == NULL || !raster_init(&raster, entry->w, entry->h)) {
        free(pixels);
        SDL_OutOfMemory();
        return false;
    }
    struct raster_image image = {pixels, entry->w, entry->h, entry->w};
    plate_paint(draw, &raster, image, &entry->look, &measure, (float)left, (float)up);
    entry->texture = texture_of(draw, image, &entry->at_x, &entry->at_y, &entry->w, &entry->h);
    raster_finish(&raster);
    free(pixels);
    return entry->texture != NULL;
}

static struct counter_entry *entry_get(struct counter_set *set, const struct counter *counter,
                                       float unit_px) {
    struct counter look = look_of(counter);
    int unit = (int)lroundf(unit_px * 2048);
    uint32_t hash = 2166136261u ^ (uint32_t)unit;
    for (size_t i = 0; i < sizeof look; i++)
        hash = (hash ^ ((const uint8_t *)&look)[i]) * 16777619u;
    struct counter_entry *place = &set->entry[hash % (COUNTERS_KEPT / COUNTERS_WAYS) * COUNTERS_WAYS],
                         *oldest = place;
    for (int i = 0; i < COUNTERS_WAYS; i++) {
        struct counter_entry *entry = place + i;
        if (entry->texture != NULL && entry->unit == unit && entry->night == set->draw->night &&
            memcmp(&entry->look, &look, sizeof look) == 0) {
            entry->used = ++set->clock;
            return entry;
        }
        if (entry->texture == NULL || (oldest->texture != NULL && entry->used < oldest->used))
            oldest = entry;
    }
    if (oldest->texture != NULL)
        SDL_DestroyTexture(oldest->texture);
    memset(oldest, 0, sizeof *oldest);
    memcpy(&oldest->look, &look, sizeof look);
    oldest->unit = unit;
    oldest->night = set->draw->night;
    oldest->used = ++set->clock;
    return entry_make(set, oldest) ? oldest : NULL;
}

SDL_Texture *counter_texture(struct counter_set *set, const struct counter *counter, float unit, int *w,
                             int *h, int *at_x, int *at_y) {
    struct counter_entry *entry = entry_get(set, counter, unit);
    if (entry == NULL)
        return NULL;
    *w = entry->w;
    *h = entry->h;
    *at_x = entry->at_x;
    *at_y = entry->at_y;
    return entry->texture;
}

void counter_draw(struct counter_set *set, const struct counter *counter, float x, float y, float unit) {
    struct counter_entry *entry = entry_get(set, counter, unit);
    if (entry == NULL)
        return;
    SDL_Rect to = {(int)floorf(x + .5f) - entry->at_x, (int)floorf(y + .5f) - entry->at_y, entry->w,
                   entry->h};
    SDL_RenderCopy(set->draw->renderer, entry->texture, NULL, &to);
}

static void leader_paint(struct raster *raster, struct raster_image image, const struct leader_entry *leader,
                         float s) {
    /* Where the plate lies over it the leader need not be: the least plate reaches further than this. */
    float length = hypotf((float)leader->dx, (float)leader->dy),
          part = fmaxf(0, 1 - 8 * s / fmaxf(length, 1));
    struct raster_point line[2] = {
        {(float)leader->at_x, (float)leader->at_y},
        {(float)leader->at_x + (float)leader->dx * part, (float)leader->at_y + (float)leader->dy * part}};
    for (int coat = 0; coat < 2; coat++) {
        raster_stroke(raster, line, 2, (coat ? 1.5f : 3.2f) * s, RASTER_BUTT, false);
        raster_disc(raster, line[0].x, line[0].y, (coat ? 2.2f : 3.3f) * s);
        raster_fill(raster, image, coat ? PALETTE_IVORY : PALETTE_OUTLINE, 1, RASTER_OVER, NULL);
    }
}

static void leader_make(struct counter_set *set, struct leader_entry *leader) {
    int edge = (int)ceilf(5 * set->draw->scale), w = abs(leader->dx) + 2 * edge,
        h = abs(leader->dy) + 2 * edge;
    leader->at_x = edge + (leader->dx < 0 ? -leader->dx : 0);
    leader->at_y = edge + (leader->dy < 0 ? -leader->dy : 0);
    struct raster raster;
    uint32_t *pixels = calloc((size_t)w * (size_t)h, sizeof *pixels);
    if (pixels != NULL && raster_init(&raster, w, h)) {
        struct raster_image image = {pixels, w, h, w};
        leader_paint(&raster, image, leader, set->draw->scale);
        leader->texture = texture_of(set->draw, image, &leader->at_x, &leader->at_y, &leader->w, &leader->h);
        raster_finish(&raster);
    }
    free(pixels);
}

static void leader_draw(struct counter_set *set, const struct plate *plate) {
    int x = (int)floorf(plate->anchor.x + .5f), y = (int)floorf(plate->anchor.y + .5f);
    int dx = (int)floorf(plate->at.x + .5f) - x, dy = (int)floorf(plate->at.y + .5f) - y;
    struct leader_entry *leader = &set->leader[((unsigned)dx * 31u + (unsigned)dy) % COUNTERS_KEPT];
    if (leader->texture == NULL || leader->dx != dx || leader->dy != dy) {
        if (leader->texture != NULL)
            SDL_DestroyTexture(leader->texture);
        *leader = (struct leader_entry){.dx = dx, .dy = dy};
        leader_make(set, leader);
    }
    SDL_Rect to = {x - leader->at_x, y - leader->at_y, leader->w, leader->h};
    if (leader->texture != NULL)
        SDL_RenderCopy(set->draw->renderer, leader->texture, NULL, &to);
}

/* Ghosts below all others, then from north to south. */
static int plates_compare(const void *a, const void *b) {
    const struct plate *p = *(const struct plate *const *)a, *q = *(const struct plate *const *)b;
    if (p->counter.ghost != q->counter.ghost)
        return p->counter.ghost ? -1 : 1;
    if (p->at.y != q->at.y)
        return p->at.y < q->at.y ? -1 : 1;
    return p < q ? -1 : p > q;
}

void counters_draw(struct counter_set *set, const struct camera *camera, const struct plate *plates,
                   size_t count) {
    const struct plate **order = malloc((count + 1) * sizeof *order);
    if (order == NULL)
        return;
    SDL_RenderSetClipRect(set->draw->renderer, &camera->view);
    float unit = counter_unit(set->draw, camera->zoom_to);
    for (size_t i = 0; i < count; i++) {
        order[i] = &plates[i];
        if (plates[i].moved)
            leader_draw(set, &plates[i]);
    }
    qsort(order, count, sizeof *order, plates_compare);
    for (size_t i = 0; i < count; i++)
        counter_draw(set, &order[i]->counter, order[i]->at.x, order[i]->at.y, unit);
    SDL_RenderSetClipRect(set->draw->renderer, NULL);
    free(order);
}

int counters_pick(const struct plate *plates, size_t count, float x, float y) {
    int found = -1;
    for (size_t i = 0; i < count; i++) {
        SDL_FRect box = plates[i].box;
        if (x < box.x || y < box.y || x >= box.x + box.w || y >= box.y + box.h)
            continue;
        const struct plate *a = &plates[i], *b = found < 0 ? a : &plates[found];
        if (found < 0 || plates_compare(&a, &b) > 0)
            found = (int)i;
    }
    return found;
}
