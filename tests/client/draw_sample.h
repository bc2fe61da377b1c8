/* Sample plates, names, overlays and swatches over a map, for the pictures of development. */
#ifndef IBAR_TESTS_DRAW_SAMPLE_H
#define IBAR_TESTS_DRAW_SAMPLE_H

#include "draw/camera.h"
#include "draw/draw.h"
#include "draw/maplayer.h"

/* Draws them for the window that the camera looks at; hexes outside the window are left out. */
void sample_draw(struct draw *draw, const struct map_file *file, struct map_layer *layer, struct camera *camera);

#endif
