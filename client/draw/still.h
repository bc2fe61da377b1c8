/* What stays of the picture of the ground, kept as one texture: while nothing changes, a frame costs one blit, and
 * while it is panned two, and what newly appears at the edges.
 *
 * count = still_begin(&still, draw, view, key, corner, parts);
 * for each part { draw map, names, plates ... inside it }; if (count > 0) still_end(&still);
 * then draw what moves. The key tells one picture from another: mix into it all that the picture depends on beside
 * the place of the ground (zoom, revisions, night). A picture that is still being completed (maplayer_is_whole false,
 * a fade under way) gets a key that changes each frame. */
#ifndef IBAR_DRAW_STILL_H
#define IBAR_DRAW_STILL_H

#include "draw.h"

#define STILL_PARTS 2

/* All-zero is valid and empty. */
struct still {
    SDL_Texture *texture, *other; /* the picture; the one before it, to pan from */
    int w, h;
    uint64_t key;
    bool filled;
    SDL_Renderer *renderer;
    SDL_Rect view;
    SDL_Point corner;
    bool moves;        /* between still_begin and still_end: a pan */
    SDL_Rect from, to; /* of what stays */
};

/* Returns how many parts of `view` are to be drawn now, in screen coordinates and each clipped to itself; call
 * still_end after the last. 0: the kept picture was shown. `corner` is where the ground's corner lies on the screen
 * (camera_corner): where only that has changed, what is kept is moved along. Where the renderer has no targets the
 * whole view is always to be drawn, and the drawing goes straight to the screen. */
int still_begin(struct still *still, struct draw *draw, SDL_Rect view, uint64_t key, SDL_Point corner,
                SDL_Rect parts[STILL_PARTS]);
void still_end(struct still *still);
/* Forgets the picture (device or targets reset). */
void still_finish(struct still *still);

/* Mixes bytes into a key; start from 0. */
uint64_t still_mix(uint64_t key, const void *bytes, size_t count);

#endif
