#include "maplayer.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "maptile.h"
#include "night.h"

#define TILE            MAPLAYER_TILE
#define BASE_ZOOM       12.0f
#define BASE_MARGIN_HEX 10
#define KEPT_LEAST      160

/* A tile's place: pixels of its zoom from the world's corner, divided by TILE. */
struct tile_key {
    int zoom; /* in 1/4096 px a hex */
    int x, y;
    unsigned look; /* options, and night as bit 8 */
};
struct tile_slot {
    struct tile_key key;
    SDL_Texture *texture; /* NULL: free */
    uint64_t used;
};

struct map_layer {
    struct draw *draw;
    struct ground ground;
    float *grain;
    unsigned options;
    bool night;       /* wanted */
    bool night_shown; /* what the screen shows while the wanted one is not ready or fades in */
    bool drawn;       /* a picture was shown */
    int64_t fade_ms;  /* when the fade began; 0 not begun, -1 none */
    bool ready;       /* all tiles of the last camera */
    uint64_t clock;
    struct tile_slot slot[MAPLAYER_TILES_MAX];
    size_t slots; /* those behind were never used: most maps need few */
    size_t kept;
    int zoom_before; /* the last zoom that was complete */
    /* the whole window, coarse */
    SDL_Surface *base;
    SDL_Texture *base_texture[2]; /* day, night */
    double base_x, base_y;
    /* the tile under way */
    bool busy;
    struct tile_key job;
    struct map_tile tile;
    struct raster raster;
    uint32_t pixels[TILE * TILE];
    uint8_t mask[TILE * TILE];
    size_t painter;
    int part;
};

/* Noise of paper, softened; a factor about one. */
static float *grain_make(void) {
    float *grain = malloc(GRAIN_SIZE * GRAIN_SIZE * sizeof *grain);
    if (grain == NULL)
        return NULL;
    static const float weight[5] = {.07f, .24f, .38f, .24f, .07f};
    for (int y = 0; y < GRAIN_SIZE; y++)
        for (int x = 0; x < GRAIN_SIZE; x++) {
            float sum = 0;
            for (int j = -2; j <= 2; j++)
                for (int i = -2; i <= 2; i++)
                    sum += weight[i + 2] * weight[j + 2] *
                           (ground_noise((x + i) & (GRAIN_SIZE - 1), (y + j) & (GRAIN_SIZE - 1), 3) - .5f);
            grain[y * GRAIN_SIZE + x] = 1 + sum * .036f * 1.6f;
        }
    return grain;
}

static bool base_make(struct map_layer *layer) {
    const struct ground *ground = &layer->ground;
    float k = BASE_ZOOM / 500;
    layer->base_x = CAMERA_HEX_M * (ground->col0 - BASE_MARGIN_HEX);
    layer->base_y = CAMERA_ROW_M * (ground->row0 - BASE_MARGIN_HEX);
    int w = (int)((ground->cols + 2 * BASE_MARGIN_HEX) * BASE_ZOOM);
    int h = (int)((ground->rows + 2 * BASE_MARGIN_HEX) * (float)CAMERA_ROW_M * k);
    layer->base = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    return layer->base != NULL &&
           maplayer_render(layer, layer->base, layer->base_x, layer->base_y, BASE_ZOOM, false);
}

struct map_layer *maplayer_create(struct draw *draw, const struct map_file *file, unsigned col0,
                                  unsigned row0, unsigned cols, unsigned rows, char *why, size_t size) {
    if (cols == 0 || rows == 0 || col0 + cols > file->cols || row0 + rows > file->rows || row0 % 2 != 0) {
        snprintf(why, size,
                 "The window of %u x %u hexes from column %u, row %u does not fit the map of %u x %u; its "
                 "first row must be "
                 "even.",
                 cols, rows, col0, row0, file->cols, file->rows);
        return NULL;
    }
    struct map_layer *layer = calloc(1, sizeof *layer);
    if (layer != NULL) {
        layer->draw = draw;
        layer->options = MAPLAYER_GRID;
        layer->fade_ms = -1;
        layer->kept = KEPT_LEAST;
        layer->grain = grain_make();
        if (layer->grain != NULL && raster_init(&layer->raster, TILE, TILE) &&
            ground_init(&layer->ground, file, col0, row0, cols, rows) && base_make(layer))
            return layer;
    }
    maplayer_destroy(layer);
    snprintf(why, size, "There is not enough memory for the picture of the map.");
    return NULL;
}

void maplayer_reset(struct map_layer *layer) {
    for (size_t i = 0; i < MAPLAYER_TILES_MAX; i++) {
        if (layer->slot[i].texture != NULL)
            SDL_DestroyTexture(layer->slot[i].texture);
        layer->slot[i].texture = NULL;
    }
    for (int i = 0; i < 2; i++) {
        if (layer->base_texture[i] != NULL)
            SDL_DestroyTexture(layer->base_texture[i]);
        layer->base_texture[i] = NULL;
    }
}

void maplayer_destroy(struct map_layer *layer) {
    if (layer == NULL)
        return;
    maplayer_reset(layer);
    SDL_FreeSurface(layer->base);
    raster_finish(&layer->raster);
    ground_finish(&layer->ground);
    free(layer->grain);
    free(layer);
}

void maplayer_set_options(struct map_layer *layer, unsigned options) {
    layer->options = options;
}

void maplayer_set_night(struct map_layer *layer, bool night, int64_t now_ms) {
    bool at_once = now_ms == 0 || !layer->drawn;
    if (night == layer->night && (layer->fade_ms < 0 || !at_once))
        return;
    layer->night = night;
    layer->fade_ms = at_once ? -1 : 0;
    if (at_once)
        layer->night_shown = night;
}

float maplayer_height(const struct map_layer *layer, double x_m, double y_m) {
    return ground_sample(&layer->ground, layer->ground.height, (float)x_m, (float)y_m, NULL, NULL);
}

static void tile_begin(struct map_layer *layer, struct map_tile *tile, double x_m, double y_m, float zoom,
                       unsigned look) {
    tile->grain = layer->grain;
    tile->x_m = (float)x_m;
    tile->y_m = (float)y_m;
    tile->k = zoom / (float)CAMERA_HEX_M;
    tile->hex = zoom;
    tile->scale = layer->draw->scale;
    tile->detail = zoom / tile->scale;
    tile->off_x = (int)lround(x_m * tile->k);
    tile->off_y = (int)lround(y_m * tile->k);
    tile->options = look & 0xff;
    tile->night = (look & 0x100) != 0;
}

bool maplayer_render(struct map_layer *layer, SDL_Surface *out, double x_m, double y_m, float zoom,
                     bool night) {
    assert(out->format->format == SDL_PIXELFORMAT_ARGB8888);
    struct raster raster = {0};
    uint8_t *mask = malloc((size_t)out->w * (size_t)out->h);
    bool made = mask != NULL && raster_init(&raster, out->w, out->h);
    if (made) {
        struct map_tile tile = {
            .image = {out->pixels, out->w, out->h, out->pitch / 4}, .raster = &raster, .mask = mask};
        tile_begin(layer, &tile, x_m, y_m, zoom, layer->options | (night ? 0x100u : 0));
        size_t count;
        const struct map_painter *painter = map_painters(&count);
        for (size_t i = 0; i < count; i++)
            for (int part = 0; part < painter[i].parts; part++)
                painter[i].paint(&layer->ground, &tile, part, painter[i].parts);
        raster_finish(&raster);
    }
    free(mask);
    return made;
}

static bool key_same(struct tile_key a, struct tile_key b) {
    return a.zoom == b.zoom && a.x == b.x && a.y == b.y && a.look == b.look;
}

static struct tile_slot *slot_find(struct map_layer *layer, struct tile_key key) {
    for (size_t i = 0; i < layer->slots; i++)
        if (layer->slot[i].texture != NULL && key_same(layer->slot[i].key, key))
            return &layer->slot[i];
    return NULL;
}

/* A free slot; the least lately used tile gives its own up when enough are kept. */
static struct tile_slot *slot_take(struct map_layer *layer) {
    struct tile_slot *unused = NULL, *oldest = NULL;
    size_t count = 0;
    for (size_t i = 0; i < layer->slots; i++) {
        struct tile_slot *slot = &layer->slot[i];
        if (slot->texture == NULL) {
            unused = slot;
            continue;
        }
        count++;
        if (oldest == NULL || slot->used < oldest->used)
            oldest = slot;
    }
    if (unused == NULL && count < layer->kept) /* kept is at most all there are */
        unused = &layer->slot[layer->slots++];
    if (unused != NULL && count < layer->kept)
        return unused;
    SDL_DestroyTexture(oldest->texture);
    oldest->texture = NULL;
    return oldest;
}

static SDL_Texture *texture_of(struct map_layer *layer, const void *pixels, int w, int h, int pitch) {
    SDL_Texture *texture =
        SDL_CreateTexture(layer->draw->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, w, h);
    if (texture != NULL) {
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_NONE);
        SDL_SetTextureScaleMode(texture, SDL_ScaleModeLinear);
        SDL_UpdateTexture(texture, NULL, pixels, pitch);
    }
    return texture;
}

static int zoom_key(float zoom) {
    return (int)lroundf(zoom * 4096);
}
static float zoom_of(int key) {
    return (float)key / 4096;
}

static void job_begin(struct map_layer *layer, struct tile_key key) {
    float zoom = zoom_of(key.zoom), k = zoom / (float)CAMERA_HEX_M;
    layer->job = key;
    layer->busy = true;
    layer->painter = 0;
    layer->part = 0;
    layer->tile.image = (struct raster_image){layer->pixels, TILE, TILE, TILE};
    layer->tile.raster = &layer->raster;
    layer->tile.mask = layer->mask;
    tile_begin(layer, &layer->tile, (double)key.x * TILE / k, (double)key.y * TILE / k, zoom, key.look);
    layer->tile.off_x = key.x * TILE;
    layer->tile.off_y = key.y * TILE;
}

/* One slice of the tile under way; puts it among the others when it is whole. */
static void job_slice(struct map_layer *layer) {
    size_t count;
    const struct map_painter *painter = map_painters(&count);
    painter[layer->painter].paint(&layer->ground, &layer->tile, layer->part, painter[layer->painter].parts);
    if (++layer->part < painter[layer->painter].parts)
        return;
    layer->part = 0;
    if (++layer->painter < count)
        return;
    layer->busy = false;
    struct tile_slot *slot = slot_take(layer);
    slot->key = layer->job;
    slot->used = layer->clock;
    slot->texture = texture_of(layer, layer->pixels, TILE, TILE, TILE * 4);
}

/* The tiles that a camera sees at the end of its motion, `ring` more on each side. */
struct tile_range {
    int x0, y0, x1, y1; /* inclusive */
    float cx, cy;       /* the view's middle, in tiles */
};
static struct tile_range range_of(const struct camera *camera, int zoom, int ring) {
    double k = zoom_of(zoom) / CAMERA_HEX_M, x = camera->moving ? camera->to_x : camera->x,
           y = camera->moving ? camera->to_y : camera->y;
    double left = x * k - camera->view.w / 2.0 - 1, top = y * k - camera->view.h / 2.0 - 1;
    return (struct tile_range){(int)floor(left / TILE) - ring,
                               (int)floor(top / TILE) - ring,
                               (int)floor((left + camera->view.w + 2) / TILE) + ring,
                               (int)floor((top + camera->view.h + 2) / TILE) + ring,
                               (float)(x * k / TILE),
                               (float)(y * k / TILE)};
}

/* The missing tile nearest to the middle. False when none is missing. */
static bool missing_find(struct map_layer *layer, struct tile_range range, int zoom, unsigned look,
                         struct tile_key *found) {
    float best = 1e30f;
    for (int y = range.y0; y <= range.y1; y++)
        for (int x = range.x0; x <= range.x1; x++) {
            float dx = (float)x + .5f - range.cx, dy = (float)y + .5f - range.cy, d = dx * dx + dy * dy;
            struct tile_key key = {zoom, x, y, look};
            struct tile_slot *slot = slot_find(layer, key);
            if (slot != NULL) {
                slot->used = layer->clock;
            } else if (d < best) {
                best = d;
                *found = key;
            }
        }
    return best < 1e30f;
}

static unsigned look_of(const struct map_layer *layer, bool night) {
    return layer->options | (night ? 0x100u : 0);
}

bool maplayer_step(struct map_layer *layer, const struct camera *camera, double budget_ms) {
    Uint64 begin = SDL_GetPerformanceCounter();
    double ticks_ms = (double)SDL_GetPerformanceFrequency() / 1000;
    int zoom = zoom_key(camera->zoom_to);
    unsigned look = look_of(layer, layer->night);
    struct tile_range range = range_of(camera, zoom, 0), wide = range_of(camera, zoom, 1);
    size_t needed = (size_t)(wide.x1 - wide.x0 + 1) * (size_t)(wide.y1 - wide.y0 + 1);
    layer->kept = needed * 2 > KEPT_LEAST ? needed * 2 : KEPT_LEAST;
    if (layer->kept > MAPLAYER_TILES_MAX)
        layer->kept = MAPLAYER_TILES_MAX;
    layer->clock++;
    if (layer->busy && (layer->job.zoom != zoom || layer->job.look != look))
        layer->busy = false;
    bool again = true;
    while (again) {
        struct tile_key key;
        if (!layer->busy) {
            bool seen = missing_find(layer, range, zoom, look, &key);
            layer->ready = !seen;
            if (!seen)
                layer->zoom_before = zoom;
            if (!seen && !missing_find(layer, wide, zoom, look, &key))
                return true;
            job_begin(layer, key);
        }
        job_slice(layer);
        double spent = (double)(SDL_GetPerformanceCounter() - begin) / ticks_ms;
        again = budget_ms < 0 || spent < budget_ms;
    }
    return false;
}

/* Blits the ready tiles of one zoom, stretched to the camera's. Returns how many were missing. */
static int tiles_blit(struct map_layer *layer, const struct camera *camera, int zoom, unsigned look,
                      Uint8 alpha) {
    double stretch = camera->zoom / zoom_of(zoom), tile = TILE * stretch;
    if (fabs(stretch - 1) < 1e-3)
        tile = TILE;
    SDL_Point corner = camera_corner(camera);
    int x0 = corner.x, y0 = corner.y, missing = 0;
    int first_x = (int)floor((camera->view.x - x0) / tile),
        first_y = (int)floor((camera->view.y - y0) / tile);
    for (int y = first_y; y0 + y * tile < camera->view.y + camera->view.h; y++)
        for (int x = first_x; x0 + x * tile < camera->view.x + camera->view.w; x++) {
            struct tile_slot *slot = slot_find(layer, (struct tile_key){zoom, x, y, look});
            if (slot == NULL) {
                missing++;
                continue;
            }
            slot->used = layer->clock;
            int left = x0 + (int)floor(x * tile), top = y0 + (int)floor(y * tile);
            SDL_Rect to = {left, top, x0 + (int)floor((x + 1) * tile) - left,
                           y0 + (int)floor((y + 1) * tile) - top};
            SDL_SetTextureBlendMode(slot->texture, alpha < 255 ? SDL_BLENDMODE_BLEND : SDL_BLENDMODE_NONE);
            SDL_SetTextureAlphaMod(slot->texture, alpha);
            SDL_RenderCopy(layer->draw->renderer, slot->texture, NULL, &to);
        }
    return missing;
}

static bool all_ready(struct map_layer *layer, const struct camera *camera, int zoom, unsigned look) {
    struct tile_key key;
    return !missing_find(layer, range_of(camera, zoom, 0), zoom, look, &key);
}

bool maplayer_is_whole(struct map_layer *layer, const struct camera *camera) {
    int zoom = zoom_key(camera->zoom_to);
    return !camera->moving && layer->fade_ms < 0 && fabsf(camera->zoom - zoom_of(zoom)) <= .01f &&
           all_ready(layer, camera, zoom, look_of(layer, layer->night));
}

static void base_blit(struct map_layer *layer, const struct camera *camera, bool night) {
    if (layer->base_texture[night] == NULL) {
        SDL_Surface *copy = SDL_ConvertSurfaceFormat(layer->base, SDL_PIXELFORMAT_ARGB8888, 0);
        if (copy == NULL)
            return;
        if (night)
            night_grade(copy->pixels, copy->pitch / 4 * copy->h);
        layer->base_texture[night] = texture_of(layer, copy->pixels, copy->w, copy->h, copy->pitch);
        SDL_FreeSurface(copy);
    }
    double k = camera->zoom / CAMERA_HEX_M, stretch = camera->zoom / BASE_ZOOM;
    SDL_Point corner = camera_corner(camera);
    SDL_Rect to = {corner.x + (int)floor(layer->base_x * k), corner.y + (int)floor(layer->base_y * k),
                   (int)(layer->base->w * stretch), (int)(layer->base->h * stretch)};
    SDL_RenderCopy(layer->draw->renderer, layer->base_texture[night], NULL, &to);
}

/* Everything there is of one look: the coarse picture, the zoom before, the zoom now. */
static void look_blit(struct map_layer *layer, const struct camera *camera, bool night) {
    int zoom = zoom_key(camera->zoom_to);
    unsigned look = look_of(layer, night);
    bool stretched = fabsf(camera->zoom - zoom_of(zoom)) > .01f;
    if (stretched || !all_ready(layer, camera, zoom, look)) {
        base_blit(layer, camera, night);
        if (layer->zoom_before != 0 && layer->zoom_before != zoom)
            tiles_blit(layer, camera, layer->zoom_before, look, 255);
    }
    tiles_blit(layer, camera, zoom, look, 255);
}

bool maplayer_draw(struct map_layer *layer, const struct camera *camera, int64_t now_ms) {
    SDL_Renderer *renderer = layer->draw->renderer;
    SDL_RenderSetClipRect(renderer, &camera->view);
    layer->drawn = true;
    if (layer->fade_ms == 0 &&
        all_ready(layer, camera, zoom_key(camera->zoom_to), look_of(layer, layer->night)))
        layer->fade_ms = now_ms;
    bool fading = layer->fade_ms > 0;
    look_blit(layer, camera, layer->fade_ms >= 0 ? layer->night_shown : layer->night);
    if (layer->fade_ms > 0) {
        int64_t past = now_ms - layer->fade_ms;
        int alpha = past >= MAPLAYER_DAWN_MS ? 255 : past < 0 ? 0 : (int)(past * 255 / MAPLAYER_DAWN_MS);
        tiles_blit(layer, camera, zoom_key(camera->zoom_to), look_of(layer, layer->night), (Uint8)alpha);
        if (past >= MAPLAYER_DAWN_MS) {
            layer->fade_ms = -1;
            layer->night_shown = layer->night;
        }
    } else if (layer->fade_ms < 0) {
        layer->night_shown = layer->night;
    }
    SDL_RenderSetClipRect(renderer, NULL);
    return fading;
}
