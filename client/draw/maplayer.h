/* The map's picture: relief, cover, water, lines, houses, boundary, grid, what is out of play; by day and by
 * night.
 *
 * It is cached in tiles of MAPLAYER_TILE pixels for each zoom. Tiles are made in slices on the caller's
 * thread: maplayer_step takes as much time as it is given. Until a tile is ready the nearest zoom's tiles
 * stand in for it, stretched; the first is made whole by maplayer_create, so that there never is a hole.
 * Names and hex numbers are drawn by labels.h. */
#ifndef IBAR_DRAW_MAPLAYER_H
#define IBAR_DRAW_MAPLAYER_H

#include "camera.h"
#include "data/data.h"
#include "draw.h"

#define MAPLAYER_TILE 256
#define MAPLAYER_TILES_MAX                                                                                   \
    512 /* at most; 160 or twice what the view needs are kept, the least lately shown go first */
#define MAPLAYER_DAWN_MS 600

enum maplayer_option {
    MAPLAYER_GRID = 1,   /* hex grid (from 17 px a hex) */
    MAPLAYER_HEIGHTS = 2 /* stronger contours and relief, quieter cover */
};

struct map_layer;

/* Prepares the picture of a window of a map; copies what it needs from `file`. NULL with a sentence in `why`.
 */
struct map_layer *maplayer_create(struct draw *draw, const struct map_file *file, unsigned col0,
                                  unsigned row0, unsigned cols, unsigned rows, char *why, size_t size);
/* Takes NULL. */
void maplayer_destroy(struct map_layer *layer);

/* Options (enum maplayer_option, or-ed); MAPLAYER_GRID from the start. */
void maplayer_set_options(struct map_layer *layer, unsigned options);
/* Day or night; from day to night and back it cross-fades over MAPLAYER_DAWN_MS (`now_ms` 0, or nothing drawn yet: at
 * once), once the tiles of the new one are ready. May be called with each picture. */
void maplayer_set_night(struct map_layer *layer, bool night, int64_t now_ms);
/* Drops every texture (after SDL_RENDER_DEVICE_RESET). */
void maplayer_reset(struct map_layer *layer);

/* Works on the tiles that `camera` needs for about `budget_ms` milliseconds (at least one slice of some 1-3
 * ms; a negative budget: until all are ready). True when all are ready: nothing is to be drawn again. */
bool maplayer_step(struct map_layer *layer, const struct camera *camera, double budget_ms);
/* True when every tile that the view needs is there: drawn again, the picture is the same. */
bool maplayer_is_whole(struct map_layer *layer, const struct camera *camera);
/* Blits what is ready into camera->view; sets the clip rectangle and takes it off again. `now_ms` for the
 * cross-fade. True while a cross-fade is under way: draw again. */
bool maplayer_draw(struct map_layer *layer, const struct camera *camera, int64_t now_ms);

/* Draws a part of the map into a surface of SDL_PIXELFORMAT_ARGB8888, directly and without tiles: `x_m`,
 * `y_m` is the world at its upper left corner, `zoom` in px a hex. For pictures and for tests. False when
 * memory runs out. */
bool maplayer_render(struct map_layer *layer, SDL_Surface *out, double x_m, double y_m, float zoom,
                     bool night);

/* Height in metres above the sea as drawn, at a world position. */
float maplayer_height(const struct map_layer *layer, double x_m, double y_m);

#endif
