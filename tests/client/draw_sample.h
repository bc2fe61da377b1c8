/* Sample plates, names and overlays for the pictures of development. */
#include "draw/maplayer.h"
static inline void sample_draw(struct draw *draw, const struct map_file *file, struct map_layer *layer, struct camera *camera, const unsigned window[4]) {
    (void)draw, (void)file, (void)layer, (void)camera, (void)window;
}
