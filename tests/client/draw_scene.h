/* What tests of drawing share: an offscreen picture, the map, a camera. */
#ifndef IBAR_TESTS_DRAW_SCENE_H
#define IBAR_TESTS_DRAW_SCENE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "draw/camera.h"
#include "draw/draw.h"
#include "data/data.h"

struct draw_scene {
    SDL_Surface *target;
    SDL_Renderer *renderer;
    struct draw draw;
    struct map_file *file;
    struct camera camera;
};

/* A picture of w x h pixels over the window of Banjska (40 x 36 hexes); fails the test when anything is
 * missing. */
void scene_begin(struct draw_scene *scene, int w, int h, float scale);
void scene_end(struct draw_scene *scene);

enum { SCENE_COL = 25, SCENE_ROW = 58, SCENE_COLS = 40, SCENE_ROWS = 36 };

/* Repeatable numbers 0 .. below - 1. */
unsigned scene_number(unsigned *seed, unsigned below);
/* Whether two rectangles share more than `slack` pixels both ways. */
bool rects_overlap(SDL_FRect a, SDL_FRect b, float slack);

#endif
