/* The shapes of plates, and one plate painted into pixels. Private to draw. */
#ifndef IBAR_DRAW_PLATE_H
#define IBAR_DRAW_PLATE_H

#include "counters.h"
#include "raster.h"

struct plate_colors {
    uint32_t plate, ink;
};
struct plate_colors plate_colors_of(enum counter_side side);

/* Half width and height of a side's frame at `unit` pixels a unit. */
void plate_half(enum counter_side side, float unit, float *half_w, float *half_h);
/* Adds the frame's shape, grown by `grow` pixels, to a raster. */
void plate_add(struct raster *raster, enum counter_side side, float x, float y, float unit, float grow);
/* Its outline as points; returns their count (at most 64). */
size_t plate_outline(enum counter_side side, float x, float y, float unit, float grow,
                     struct raster_point points[64]);

/* Sizes of what hangs on a plate: between those of the map (part 0) and those near by (part 1). */
struct plate_measure {
    float unit, half_w, half_h;
    float grow;          /* of the plate round the inner frame */
    float pip, pip_step; /* steps */
    float badge;         /* radius of star and stack number */
    float tag;           /* type size of the tag below */
    float facing;        /* of the triangle */
    float part, scale;
};
struct plate_measure plate_measure_of(const struct draw *draw, enum counter_side side, float unit);
/* Pixels that a plate's picture needs on each side of its middle. */
void plate_extent(const struct draw *draw, const struct counter *counter, const struct plate_measure *measure,
                  int *left, int *up, int *right, int *down);
/* Paints it with its middle at (x, y). */
void plate_paint(struct draw *draw, struct raster *raster, struct raster_image image,
                 const struct counter *counter, const struct plate_measure *measure, float x, float y);

#endif
