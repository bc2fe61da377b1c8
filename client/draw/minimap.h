/* The small map of the margin: the whole window, the sides' dots, and the rectangle that the camera sees. */
#ifndef IBAR_DRAW_MINIMAP_H
#define IBAR_DRAW_MINIMAP_H

#include "counters.h"
#include "maplayer.h"

struct minimap_dot {
    hex_t hex;
    enum counter_side side;
};

struct minimap;
/* A picture of `w` x `h` pixels (180 x 140 at scale 1). NULL with a sentence in `why`. */
struct minimap *minimap_create(struct draw *draw, struct map_layer *layer, const struct camera *camera, int w,
                               int h, char *why, size_t size);
void minimap_destroy(struct minimap *minimap); /* takes NULL */
/* Drops its textures (device reset). */
void minimap_reset(struct minimap *minimap);

/* The ground alone as a texture (for ImGui); owned by the minimap. NULL when it cannot be made. */
SDL_Texture *minimap_texture(struct minimap *minimap);
/* Draws it at (x, y) with dots and the camera's rectangle. */
void minimap_draw(struct minimap *minimap, const struct camera *camera, float x, float y,
                  const struct minimap_dot *dots, size_t count);
/* A click at (x, y) inside the picture: the world there. */
void minimap_to_world(const struct minimap *minimap, float x, float y, double *x_m, double *y_m);

#endif
