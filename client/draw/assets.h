/* The one way to files that ship with the program, and to its fonts.
 *
 * A name is relative to assets/: "symbols/small/police-patrol.svg". Looked for in $IBAR_ASSETS, then in the
 * source tree that the program was built from, then in the installed data folder. Fonts are PT Serif, PT Sans
 * and PT Sans Narrow: assets/fonts/ first, then Debian's fonts-paratype. */
#ifndef IBAR_DRAW_ASSETS_H
#define IBAR_DRAW_ASSETS_H

#include <SDL.h>
#include <SDL_ttf.h>
#include <stdbool.h>
#include <stddef.h>

/* Opens a file for reading; the caller closes it with SDL_RWclose. NULL with a sentence in `why` that names
 * the file and the folders that were searched. `why` may be NULL. */
SDL_RWops *assets_open(const char *name, char *why, size_t size);
/* Reads a whole file into memory of SDL_malloc with a 0 byte behind it; the caller frees it with SDL_free.
 * NULL with a sentence in `why`. */
char *assets_read(const char *name, size_t *bytes, char *why, size_t size);

enum font_face {
    FONT_SERIF,
    FONT_SERIF_BOLD,
    FONT_SERIF_ITALIC,
    FONT_SERIF_BOLD_ITALIC,
    FONT_SANS,
    FONT_SANS_BOLD,
    FONT_NARROW,
    FONT_NARROW_BOLD,
    FONT_FACE_COUNT
};

/* Opens the file of a face (for ImGui, which reads it from memory). NULL with a sentence in `why`. */
SDL_RWops *fonts_open(enum font_face face, char *why, size_t size);

/* Open fonts by face, size and outline. All-zero is valid and empty; needs TTF_Init before the first
 * fonts_get. */
#define FONTS_OPEN_MAX 64
struct fonts {
    struct fonts_entry {
        TTF_Font *font;
        int face, eighths, outline;
        Uint32 used;
    } entry[FONTS_OPEN_MAX];
    Uint32 clock;
};
/* The font of a face at `px` pixels to the em (6-400, rounded to eighths) with an outline of `outline` pixels
 * (0: filled). Owned by `fonts`, valid until FONTS_OPEN_MAX others have been asked for. NULL when the file is
 * missing (SDL_GetError tells). */
TTF_Font *fonts_get(struct fonts *fonts, enum font_face face, float px, int outline);
/* Closes all. */
void fonts_finish(struct fonts *fonts);

#endif
