/* What everything that draws shares: the renderer, fonts, cached words, the scale and whether it is night.
 *
 * All measures are pixels of the renderer's output; `scale` (0.75-3) multiplies every fixed measure and type
 * size. No function of this room waits or starts a thread. Colours come from palette.h.
 *
 * Life: TTF_Init; draw_init; the layers; their finish or destroy; draw_finish. */
#ifndef IBAR_DRAW_DRAW_H
#define IBAR_DRAW_DRAW_H

#include "assets.h"
#include "palette.h"

struct text_cache;

struct draw {
    SDL_Renderer *renderer; /* not owned */
    struct fonts fonts;
    struct text_cache *text;
    float scale;
    bool night; /* names, plates and swatches of the night; maplayer has its own cross-fade */
};

/* Makes ready; checks that fonts are there. False with a sentence in `why`; nothing is held then. */
bool draw_init(struct draw *draw, SDL_Renderer *renderer, float scale, char *why, size_t size);
/* Forgets every cached texture of words (after SDL_RENDER_TARGETS_RESET or SDL_RENDER_DEVICE_RESET, or a new
 * scale). */
void draw_reset(struct draw *draw);
void draw_finish(struct draw *draw);

enum text_align { TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT };
struct text_style {
    enum font_face face;
    float px;          /* at scale 1 */
    uint32_t rgb;      /* of the palette */
    uint32_t halo_rgb; /* used when halo_px > 0 */
    float halo_px;     /* width of the halo at scale 1, 0 without */
    enum text_align align;
};
/* Draws one line of UTF-8 with its baseline at `y`; `x` is the left end, middle or right end by style->align.
 * Words are cached by string and style. Returns the advance width. */
float text_draw(struct draw *draw, const struct text_style *style, float x, float y, const char *utf8);
/* The same turned by `degrees` clockwise about (x, y). */
float text_draw_turned(struct draw *draw, const struct text_style *style, float x, float y, float degrees,
                       const char *utf8);
/* Advance width and ascent in pixels, without drawing; either may be NULL. */
void text_measure(struct draw *draw, const struct text_style *style, const char *utf8, float *width,
                  float *ascent);

#endif
