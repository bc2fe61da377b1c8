/* What stays of the picture, kept as one texture: while nothing changes, a frame costs one blit.
 *
 * if (still_begin(&still, draw, view, key)) { draw map, names, plates ...; still_end(&still); } then draw
 * what moves. The key tells one picture from another: mix into it all that the picture depends on (camera,
 * revisions, night). A picture that is still being completed (maplayer_step false, a fade under way) gets a
 * key that changes each frame. */
#ifndef IBAR_DRAW_STILL_H
#define IBAR_DRAW_STILL_H

#include "draw.h"

/* All-zero is valid and empty. */
struct still {
    SDL_Texture *texture;
    int w, h;
    uint64_t key;
    bool filled;
    SDL_Renderer *renderer;
    SDL_Rect view;
};

/* True: draw everything inside `view` now, in screen coordinates, then call still_end. False: the kept
 * picture was shown. Where the renderer has no targets it is always true and the drawing goes straight to the
 * screen. */
bool still_begin(struct still *still, struct draw *draw, SDL_Rect view, uint64_t key);
void still_end(struct still *still);
/* Forgets the picture (device or targets reset). */
void still_finish(struct still *still);

/* Mixes bytes into a key; start from 0. */
uint64_t still_mix(uint64_t key, const void *bytes, size_t count);

#endif
