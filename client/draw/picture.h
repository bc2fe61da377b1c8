/* Pixels into textures, without the empty border that would only cost blending. Private to draw. */
#ifndef IBAR_DRAW_PICTURE_H
#define IBAR_DRAW_PICTURE_H

#include <SDL.h>

#include "raster.h"

/* Makes a texture of the part of an image where something shows (alpha of PICTURE_LEAST and more); `used`
 * gets that part. NULL when it cannot be made (SDL_GetError). */
#define PICTURE_LEAST 20
SDL_Texture *picture_texture(SDL_Renderer *renderer, struct raster_image image, SDL_Rect *used);

#endif
