/* Smooth shapes into pixels: polygons, strokes and discs, with the exact part of each pixel that they cover.
 *
 * Shapes are added, then filled together: what overlaps is one shape, so a line that crosses itself does not
 * darken. Pixels are 0xAARRGGBB with straight alpha (SDL_PIXELFORMAT_ARGB8888). Coordinates are pixels from
 * the upper left corner; what lies outside is cut off exactly, so that neighbouring tiles meet without a
 * seam. */
#ifndef IBAR_DRAW_RASTER_H
#define IBAR_DRAW_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct raster_point {
    float x, y;
};

struct raster {
    int w, h;
    float *cover; /* differences of cover, (w + 2) * h; all zero between fills */
    float x_min, x_max, y_min, y_max;
    float *run; /* cover of one row */
};

struct raster_image {
    uint32_t *pixels;
    int w, h, stride; /* stride in pixels */
};

/* False when memory runs out. */
bool raster_init(struct raster *raster, int w, int h);
void raster_finish(struct raster *raster);

/* A closed polygon, in either sense; it must not cross itself. */
void raster_polygon(struct raster *raster, const struct raster_point *points, size_t count);
void raster_disc(struct raster *raster, float x, float y, float radius);
void raster_box(struct raster *raster, float x, float y, float w, float h, float radius);
enum raster_cap { RASTER_BUTT, RASTER_ROUND };
/* A line of `width` pixels; round joins. `closed` joins last to first. */
void raster_stroke(struct raster *raster, const struct raster_point *points, size_t count, float width,
                   enum raster_cap cap, bool closed);
/* Dashes: `pattern` holds `marks` lengths, on and off in turn; flat ends. */
void raster_dash(struct raster *raster, const struct raster_point *points, size_t count, float width,
                 const float *pattern, size_t marks, bool closed);

enum raster_mode { RASTER_OVER, RASTER_ADD, RASTER_MULTIPLY };
/* Fills what was added with a colour (0xRRGGBB) of opacity `alpha` (0-1) and forgets it. `mask` (w * h bytes,
 * or NULL) limits it. The image has the raster's size. */
void raster_fill(struct raster *raster, struct raster_image image, uint32_t rgb, float alpha,
                 enum raster_mode mode, const uint8_t *mask);
/* The same in a colour that runs from `top` over `middle` to `bottom` between rows y0 and y1. */
void raster_fill_gradient(struct raster *raster, struct raster_image image, uint32_t top, uint32_t middle,
                          uint32_t bottom, float y0, float y1);
/* Puts the cover (0-255) into a mask of w * h bytes and forgets the shape. */
void raster_mask(struct raster *raster, uint8_t *mask);

/* One disc at once, without the raster: quick for many small ones. */
void raster_dot(struct raster_image image, float x, float y, float radius, uint32_t rgb, float alpha);

/* Lays a colour of opacity `alpha` (0-255) over one pixel. */
static inline uint32_t raster_blend(uint32_t under, uint32_t rgb, int alpha) {
    int r = (int)(rgb >> 16 & 255), g = (int)(rgb >> 8 & 255), b = (int)(rgb & 255);
    int ur = (int)(under >> 16 & 255), ug = (int)(under >> 8 & 255), ub = (int)(under & 255);
    int ua = (int)(under >> 24);
    if (ua == 255) {
        ur += ((r - ur) * alpha + (r > ur ? 127 : -127)) / 255;
        ug += ((g - ug) * alpha + (g > ug ? 127 : -127)) / 255;
        ub += ((b - ub) * alpha + (b > ub ? 127 : -127)) / 255;
        return 0xff000000u | (uint32_t)ur << 16 | (uint32_t)ug << 8 | (uint32_t)ub;
    }
    int a = alpha * 255 + ua * (255 - alpha); /* out alpha * 255 */
    if (a == 0)
        return under;
    int left = ua * (255 - alpha);
    ur = (r * alpha * 255 + ur * left + a / 2) / a;
    ug = (g * alpha * 255 + ug * left + a / 2) / a;
    ub = (b * alpha * 255 + ub * left + a / 2) / a;
    return (uint32_t)((a + 127) / 255) << 24 | (uint32_t)ur << 16 | (uint32_t)ug << 8 | (uint32_t)ub;
}

#endif
