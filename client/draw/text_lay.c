#include "text_lay.h"

#include <math.h>

float text_lay_width(struct draw *draw, enum font_face face, float px, const char *utf8) {
    TTF_Font *font = fonts_get(&draw->fonts, face, px, 0);
    int w = 0, h = 0;
    if (font != NULL && utf8[0] != '\0')
        TTF_SizeUTF8(font, utf8, &w, &h);
    return (float)w;
}

float text_lay(struct draw *draw, struct raster_image image, enum font_face face, float px, float x, float y,
               uint32_t rgb, const char *utf8) {
    TTF_Font *font = fonts_get(&draw->fonts, face, px, 0);
    if (font == NULL || utf8[0] == '\0')
        return 0;
    SDL_Surface *line = TTF_RenderUTF8_Blended(font, utf8, (SDL_Color){255, 255, 255, 255});
    if (line == NULL)
        return 0;
    int left = (int)floorf(x - (float)line->w / 2 + .5f), top = (int)floorf(y + .5f) - TTF_FontAscent(font);
    for (int row = 0; row < line->h; row++) {
        int to_y = top + row;
        const uint32_t *from = (const uint32_t *)((const Uint8 *)line->pixels + row * line->pitch);
        for (int col = 0; col < line->w && to_y >= 0 && to_y < image.h; col++) {
            int to_x = left + col;
            if (to_x < 0 || to_x >= image.w)
                continue;
            uint32_t *to = image.pixels + (intptr_t)to_y * image.stride + to_x;
            *to = raster_blend(*to, rgb, (int)(from[col] >> 24));
        }
    }
    float width = (float)line->w;
    SDL_FreeSurface(line);
    return width;
}
