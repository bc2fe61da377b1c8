#include "counters.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plate.h"
#include "shape.h"

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
struct counter_set {
    struct draw *draw;
    Uint32 clock;
    struct counter_entry entry[COUNTERS_KEPT];
};

const char *counter_letters(const char *symbol) {
    static const char *const letters[][2] = {{"sf", "SI"},  {"eod", "EOD"}, {"eulex", "EU"},  {"liaison", "LT"}, {"hq", "HQ"},
                                             {"crowd", "CC"}, {"med", "MED"}, {"border", "BP"}, {"lead", "LD"}};
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

/* Only what shows, with zeros wherever nothing does: equal looks are equal bytes. */
static struct counter look_of(const struct counter *counter) {
    struct counter look;
    memset(&look, 0, sizeof look);
    look.side = counter->side;
    snprintf(look.symbol, sizeof look.symbol, "%s", counter->symbol);
    snprintf(look.letters, sizeof look.letters, "%s", counter->letters);
    snprintf(look.tag, sizeof look.tag, "%s", counter->tag);
    look.steps = counter->steps > 6 ? 6 : counter->steps;
    look.steps_lost = counter->steps + counter->steps_lost > 6 ? (uint8_t)(6 - look.steps) : counter->steps_lost;
    look.bar = counter->bar > 100 ? 100 : counter->bar;
    look.suppression = counter->suppression;
    look.order = counter->order;
    look.stack = counter->stack;
    look.facing = counter->facing;
    look.selected = counter->selected;
    look.ghost = counter->ghost;
    return look;
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
    entry->texture = SDL_CreateTexture(draw->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, entry->w, entry->h);
    if (entry->texture != NULL) {
        SDL_UpdateTexture(entry->texture, NULL, pixels, entry->w * 4);
        SDL_SetTextureBlendMode(entry->texture, SDL_BLENDMODE_BLEND);
    }
    raster_finish(&raster);
    free(pixels);
    return entry->texture != NULL;
}

static struct counter_entry *entry_get(struct counter_set *set, const struct counter *counter, float unit_px) {
    struct counter look = look_of(counter);
    int unit = (int)lroundf(unit_px * 2048);
    uint32_t hash = 2166136261u ^ (uint32_t)unit;
    for (size_t i = 0; i < sizeof look; i++)
        hash = (hash ^ ((const uint8_t *)&look)[i]) * 16777619u;
    struct counter_entry *place = &set->entry[hash % (COUNTERS_KEPT / COUNTERS_WAYS) * COUNTERS_WAYS], *oldest = place;
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

SDL_Texture *counter_texture(struct counter_set *set, const struct counter *counter, float unit, int *w, int *h,
                             int *at_x, int *at_y) {
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
    SDL_Rect to = {(int)floorf(x + .5f) - entry->at_x, (int)floorf(y + .5f) - entry->at_y, entry->w, entry->h};
    SDL_RenderCopy(set->draw->renderer, entry->texture, NULL, &to);
}

static void leader_draw(struct counter_set *set, const struct plate *plate) {
    SDL_Renderer *renderer = set->draw->renderer;
    float s = set->draw->scale;
    SDL_FPoint line[2] = {plate->anchor, plate->at};
    shape_line(renderer, line, 2, 3 * s, palette_color(PALETTE_OUTLINE, 255), false);
    shape_line(renderer, line, 2, 1.5f * s, palette_color(PALETTE_IVORY, 255), false);
    shape_disc(renderer, plate->anchor.x, plate->anchor.y, 3.3f * s, palette_color(PALETTE_OUTLINE, 255));
    shape_disc(renderer, plate->anchor.x, plate->anchor.y, 2.2f * s, palette_color(PALETTE_IVORY, 255));
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

void counters_draw(struct counter_set *set, const struct camera *camera, const struct plate *plates, size_t count) {
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
