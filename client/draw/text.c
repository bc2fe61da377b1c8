/* Lines of text as textures, kept by string and style. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "picture.h"

#define TEXT_KEPT  1024
#define TEXT_BYTES 96

struct text_entry {
    SDL_Texture *texture; /* NULL: free */
    char utf8[TEXT_BYTES];
    int face, eighths, halo;
    uint32_t rgb, halo_rgb;
    int w, h, edge;   /* edge: halo pixels on each side */
    int cut_x, cut_y; /* empty pixels left out at the left and above */
    float width, ascent;
    Uint32 used;
};
struct text_cache {
    Uint32 clock;
    struct text_entry entry[TEXT_KEPT];
};

bool draw_init(struct draw *draw, SDL_Renderer *renderer, float scale, char *why, size_t size) {
    memset(draw, 0, sizeof *draw);
    draw->renderer = renderer;
    draw->scale = scale < .75f ? .75f : scale > 3 ? 3 : scale;
    for (int face = 0; face < FONT_FACE_COUNT; face++) {
        SDL_RWops *file = fonts_open((enum font_face)face, why, size);
        if (file == NULL)
            return false;
        SDL_RWclose(file);
    }
    draw->text = calloc(1, sizeof *draw->text);
    if (draw->text == NULL)
        snprintf(why, size, "There is not enough memory for the text of the picture.");
    return draw->text != NULL;
}

void draw_reset(struct draw *draw) {
    for (size_t i = 0; draw->text != NULL && i < TEXT_KEPT; i++) {
        if (draw->text->entry[i].texture != NULL)
            SDL_DestroyTexture(draw->text->entry[i].texture);
        draw->text->entry[i].texture = NULL;
    }
}

void draw_finish(struct draw *draw) {
    draw_reset(draw);
    free(draw->text);
    fonts_finish(&draw->fonts);
    memset(draw, 0, sizeof *draw);
}

static int eighths_of(const struct draw *draw, const struct text_style *style) {
    return (int)lroundf(style->px * draw->scale * 8);
}
static int halo_of(const struct draw *draw, const struct text_style *style) {
    return style->halo_px <= 0 ? 0 : (int)fmaxf(1, style->halo_px * draw->scale / 2 + .5f);
}

void text_measure(struct draw *draw, const struct text_style *style, const char *utf8, float *width,
                  float *ascent) {
    TTF_Font *font = fonts_get(&draw->fonts, style->face, (float)eighths_of(draw, style) / 8, 0);
    int w = 0, h = 0;
    if (font != NULL && utf8[0] != '\0')
        TTF_SizeUTF8(font, utf8, &w, &h);
    if (width != NULL)
        *width = (float)w;
    if (ascent != NULL)
        *ascent = font != NULL ? (float)TTF_FontAscent(font) : 0;
}

/* Lays the cover of a rendered line over an image in one colour. */
static void line_lay(SDL_Surface *line, SDL_Surface *image, int x, int y, uint32_t rgb, int strength) {
    for (int row = 0; row < line->h && row + y < image->h; row++) {
        const uint32_t *from = (const uint32_t *)((const Uint8 *)line->pixels + row * line->pitch);
        uint32_t *to = (uint32_t *)((Uint8 *)image->pixels + (row + y) * image->pitch);
        for (int col = 0; col < line->w && col + x < image->w; col++)
            to[col + x] = raster_blend(to[col + x], rgb, (int)(from[col] >> 24) * strength / 255);
    }
}

static SDL_Surface *line_render(struct draw *draw, int face, int eighths, int outline, const char *utf8) {
    TTF_Font *font = fonts_get(&draw->fonts, (enum font_face)face, (float)eighths / 8, outline);
    return font == NULL ? NULL : TTF_RenderUTF8_Blended(font, utf8, (SDL_Color){255, 255, 255, 255});
}

static bool entry_make(struct draw *draw, struct text_entry *entry, const struct text_style *style) {
    SDL_Surface *line = line_render(draw, entry->face, entry->eighths, 0, entry->utf8), *halo = NULL,
                *image = NULL;
    if (line != NULL && entry->halo > 0)
        halo = line_render(draw, entry->face, entry->eighths, entry->halo, entry->utf8);
    if (line != NULL && (halo != NULL || entry->halo == 0)) {
        entry->edge = entry->halo;
        int w = line->w + 2 * entry->edge, h = line->h + 2 * entry->edge;
        image = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    }
    if (image != NULL) {
        if (halo != NULL)
            line_lay(halo, image, 0, 0, entry->halo_rgb, 224);
        line_lay(line, image, entry->edge, entry->edge, entry->rgb, 255);
        SDL_Rect used;
        struct raster_image pixels = {image->pixels, image->w, image->h, image->pitch / 4};
        entry->texture = picture_texture(draw->renderer, pixels, &used);
        entry->w = used.w;
        entry->h = used.h;
        entry->cut_x = used.x;
        entry->cut_y = used.y;
        text_measure(draw, style, entry->utf8, &entry->width, &entry->ascent);
    }
    SDL_FreeSurface(line);
    SDL_FreeSurface(halo);
    SDL_FreeSurface(image);
    return entry->texture != NULL;
}

static uint32_t text_hash(const char *utf8, int face, int eighths) {
    uint32_t hash = 2166136261u ^ (uint32_t)face ^ (uint32_t)eighths << 8;
    for (const char *c = utf8; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    return hash;
}

/* Eight entries share a place; the least lately used of them gives way. */
static struct text_entry *entry_get(struct draw *draw, const struct text_style *style, const char *utf8) {
    int eighths = eighths_of(draw, style), halo = halo_of(draw, style);
    struct text_entry *place =
        &draw->text->entry[text_hash(utf8, (int)style->face, eighths) % (TEXT_KEPT / 8) * 8];
    struct text_entry *oldest = place;
    for (int i = 0; i < 8; i++) {
        struct text_entry *entry = place + i;
        if (entry->texture != NULL && entry->face == (int)style->face && entry->eighths == eighths &&
            entry->halo == halo && entry->rgb == style->rgb && entry->halo_rgb == style->halo_rgb &&
            strcmp(entry->utf8, utf8) == 0) {
            entry->used = ++draw->text->clock;
            return entry;
        }
        if (entry->texture == NULL || (oldest->texture != NULL && entry->used < oldest->used))
            oldest = entry;
    }
    if (oldest->texture != NULL)
        SDL_DestroyTexture(oldest->texture);
    memset(oldest, 0, sizeof *oldest);
    snprintf(oldest->utf8, sizeof oldest->utf8, "%s", utf8);
    oldest->face = (int)style->face;
    oldest->eighths = eighths;
    oldest->halo = halo;
    oldest->rgb = style->rgb;
    oldest->halo_rgb = style->halo_rgb;
    oldest->used = ++draw->text->clock;
    return entry_make(draw, oldest, style) ? oldest : NULL;
}

float text_draw_turned(struct draw *draw, const struct text_style *style, float x, float y, float degrees,
                       const char *utf8) {
    if (utf8[0] == '\0' || draw->text == NULL)
        return 0;
    struct text_entry *entry = entry_get(draw, style, utf8);
    if (entry == NULL)
        return 0;
    float left = style->align == TEXT_LEFT     ? 0
                 : style->align == TEXT_CENTER ? entry->width / 2
                                               : entry->width;
    /* From the point that the text is tied to, the texture's corner lies this far to the left and above. */
    int back = entry->edge - entry->cut_x, up = entry->edge - entry->cut_y;
    if (degrees == 0) {
        SDL_Rect to = {(int)floorf(x - left + .5f) - back, (int)floorf(y - entry->ascent + .5f) - up,
                       entry->w, entry->h};
        SDL_RenderCopy(draw->renderer, entry->texture, NULL, &to);
    } else {
        SDL_FRect to = {x - left - (float)back, y - entry->ascent - (float)up, (float)entry->w,
                        (float)entry->h};
        SDL_FPoint about = {left + (float)back, entry->ascent + (float)up};
        SDL_RenderCopyExF(draw->renderer, entry->texture, NULL, &to, degrees, &about, SDL_FLIP_NONE);
    }
    return entry->width;
}

float text_draw(struct draw *draw, const struct text_style *style, float x, float y, const char *utf8) {
    return text_draw_turned(draw, style, x, y, 0, utf8);
}
