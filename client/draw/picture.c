#include "picture.h"

SDL_Texture *picture_texture(SDL_Renderer *renderer, struct raster_image image, SDL_Rect *used) {
    int x0 = image.w, y0 = image.h, x1 = 0, y1 = 0;
    for (int y = 0; y < image.h; y++)
        for (int x = 0; x < image.w; x++)
            if (image.pixels[y * image.stride + x] >> 24 >= PICTURE_LEAST) {
                x0 = x < x0 ? x : x0;
                x1 = x + 1 > x1 ? x + 1 : x1;
                y0 = y < y0 ? y : y0;
                y1 = y + 1;
            }
    if (x1 == 0) { /* nothing shows: one empty pixel */
        x0 = y0 = 0;
        x1 = y1 = 1;
    }
    *used = (SDL_Rect){x0, y0, x1 - x0, y1 - y0};
    SDL_Texture *texture =
        SDL_CreateTexture(renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, used->w, used->h);
    if (texture != NULL) {
        SDL_UpdateTexture(texture, NULL, image.pixels + y0 * image.stride + x0, image.stride * 4);
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    }
    return texture;
}
