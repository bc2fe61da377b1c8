/* Text into pixels, for pictures that are kept as textures. Private to draw. */
#ifndef IBAR_DRAW_TEXT_LAY_H
#define IBAR_DRAW_TEXT_LAY_H

#include "draw.h"
#include "raster.h"

/* Lays a line of text over an image: `x` its middle, `y` its baseline, `px` pixels to the em (scale already
 * in it). Returns its width; an empty string or a missing font lays nothing. */
float text_lay(struct draw *draw, struct raster_image image, enum font_face face, float px, float x, float y,
               uint32_t rgb, const char *utf8);
/* Its width alone. */
float text_lay_width(struct draw *draw, enum font_face face, float px, const char *utf8);

#endif
