/* Names on the map: Serbian over Albanian, placed so that none covers a plate, a badge or another name.
 *
 * Ranks: fixed ones (cultural sites, and villages that the scenario names) first, then towns, villages,
 * hamlets, peaks; a name that finds no room at any of its places round the hex is left out. Water names
 * follow in blue italic, road numbers in shields, coordinates at the window's edge, hex numbers inside hexes
 * from 60 px a hex.
 *
 * Place once when camera or plates have changed, draw each frame. Between two placings a pan moves the names
 * along. */
#ifndef IBAR_DRAW_LABELS_H
#define IBAR_DRAW_LABELS_H

#include "camera.h"
#include "data/data.h"
#include "draw.h"

struct label_layer;

/* Takes the names of the window from `file` (copied). NULL when memory runs out. */
struct label_layer *labels_create(struct draw *draw, const struct map_file *file, unsigned col0,
                                  unsigned row0, unsigned cols, unsigned rows);
/* Takes NULL. */
void labels_destroy(struct label_layer *labels);
/* Drops every texture (device reset, new scale). */
void labels_reset(struct label_layer *labels);

/* Makes the names of a hex of the window fixed (rank 0): the scenario names it. */
void labels_fix(struct label_layer *labels, hex_t hex);

/* Places every name anew for this camera; `blocked` are the screen rectangles of plates, badges, cards. */
void labels_place(struct label_layer *labels, const struct camera *camera, const SDL_FRect *blocked,
                  size_t count);
/* Draws what was placed. `names` off: only what belongs to the grid (coordinates, hex numbers). */
void labels_draw(struct label_layer *labels, const struct camera *camera, bool names);

/* Rectangles of fixed names at this camera: given to counters_layout so that plates keep off them. Returns
 * the count, at most `max`. */
size_t labels_fixed_rects(struct label_layer *labels, const struct camera *camera, SDL_FRect *rects,
                          size_t max);
/* Rectangles of all names placed (tests, and hit-testing a name). Returns the count, at most `max`. */
size_t labels_placed(const struct label_layer *labels, SDL_FRect *rects, size_t max);

#endif
