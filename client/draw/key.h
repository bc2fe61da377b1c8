/* Swatches for the key in the margin, dice for the log: small textures that ImGui shows as images. */
#ifndef IBAR_DRAW_KEY_H
#define IBAR_DRAW_KEY_H

#include "counters.h"
#include "draw.h"
#include "rules/map.h"

enum key_line {
    KEY_ROAD_MAIN,
    KEY_ROAD_REGIONAL,
    KEY_ROAD_MINOR,
    KEY_TRACK,
    KEY_RAIL,
    KEY_RIVER,
    KEY_BOUNDARY,
    KEY_LINES
};

struct key;
struct key *key_create(struct draw *draw);
void key_destroy(struct key *key); /* takes NULL */
void key_reset(struct key *key);   /* device reset, new scale, day or night */

/* Each is owned by the key and valid until key_reset; *w and *h get its size in pixels. NULL: SDL_GetError.
 */
SDL_Texture *key_terrain(struct key *key, enum terrain terrain, int *w, int *h); /* a hex, 20 px */
SDL_Texture *key_line(struct key *key, enum key_line line, int *w, int *h);      /* 34 x 10 px */
SDL_Texture *key_side(struct key *key, enum counter_side side, int *w, int *h);  /* a small plate */
SDL_Texture *key_die(struct key *key, int face, int *w, int *h);                 /* 1-6, 17 px */

/* A bar of lengths for the map's zoom: draws it at (x, y), at most `width` wide, with its figures above. */
void key_scale(struct draw *draw, const struct camera *camera, float x, float y, float width,
               uint32_t ink_rgb, uint32_t paper_rgb);

#endif
