#include "assets.h"

#include <data/data.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FONT_FOLDER "/usr/share/fonts/truetype/paratype"

/* A name must stay inside the folder of assets. */
static bool name_is_safe(const char *name) {
    return name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL;
}

SDL_RWops *assets_open(const char *name, char *why, size_t size) {
    const char *folders[3] = {getenv("IBAR_ASSETS"), IBAR_SOURCE_DIR "/assets", IBAR_DATA_DIR "/assets"};
    if (data_installed()) {
        folders[1] = IBAR_DATA_DIR "/assets";
        folders[2] = NULL;
    }
    char searched[512] = "";
    for (int i = 0; i < 3 && name_is_safe(name); i++) {
        char path[1024];
        if (folders[i] == NULL || folders[i][0] == '\0')
            continue;
        snprintf(path, sizeof path, "%s/%s", folders[i], name);
        SDL_RWops *file = SDL_RWFromFile(path, "rb");
        if (file != NULL)
            return file;
        size_t used = strlen(searched);
        snprintf(searched + used, sizeof searched - used, "%s%s", used ? ", " : "", folders[i]);
    }
    if (why != NULL && !name_is_safe(name))
        snprintf(why, size, "The asset name '%s' is not a path inside the folder of assets.", name);
    else if (why != NULL)
        snprintf(why, size,
                 "The asset '%s' is missing: it was searched for in %s. Set IBAR_ASSETS to the folder that "
                 "holds it.",
                 name, searched);
    return NULL;
}

char *assets_read(const char *name, size_t *bytes, char *why, size_t size) {
    SDL_RWops *file = assets_open(name, why, size);
    if (file == NULL)
        return NULL;
    char *content = SDL_LoadFile_RW(file, bytes, 1);
    if (content == NULL && why != NULL)
        snprintf(why, size, "The asset '%s' cannot be read: %s.", name, SDL_GetError());
    return content;
}

static const char *const font_files[FONT_FACE_COUNT] = {
    [FONT_SERIF] = "PTF55F.ttf",        [FONT_SERIF_BOLD] = "PTF75F.ttf",
    [FONT_SERIF_ITALIC] = "PTF56F.ttf", [FONT_SERIF_BOLD_ITALIC] = "PTF76F.ttf",
    [FONT_SANS] = "PTS55F.ttf",         [FONT_SANS_BOLD] = "PTS75F.ttf",
    [FONT_NARROW] = "PTN57F.ttf",       [FONT_NARROW_BOLD] = "PTN77F.ttf",
};

SDL_RWops *fonts_open(enum font_face face, char *why, size_t size) {
    assert(face < FONT_FACE_COUNT);
    char name[64], path[256];
    snprintf(name, sizeof name, "fonts/%s", font_files[face]);
    SDL_RWops *file = assets_open(name, NULL, 0);
    snprintf(path, sizeof path, FONT_FOLDER "/%s", font_files[face]);
    if (file == NULL)
        file = SDL_RWFromFile(path, "rb");
    if (file == NULL && why != NULL)
        snprintf(why, size,
                 "The font %s is missing: install Debian's package fonts-paratype, or put the file into "
                 "assets/fonts.",
                 font_files[face]);
    return file;
}

static void entry_close(struct fonts_entry *entry) {
    if (entry->font != NULL)
        TTF_CloseFont(entry->font);
    memset(entry, 0, sizeof *entry);
}

TTF_Font *fonts_get(struct fonts *fonts, enum font_face face, float px, int outline) {
    int eighths = (int)(px * 8 + 0.5f);
    eighths = eighths < 48 ? 48 : eighths > 3200 ? 3200 : eighths;
    struct fonts_entry *oldest = &fonts->entry[0];
    for (size_t i = 0; i < FONTS_OPEN_MAX; i++) {
        struct fonts_entry *entry = &fonts->entry[i];
        if (entry->font != NULL && entry->face == (int)face && entry->eighths == eighths &&
            entry->outline == outline) {
            entry->used = ++fonts->clock;
            return entry->font;
        }
        if (entry->used < oldest->used)
            oldest = entry;
    }
    char why[160];
    SDL_RWops *file = fonts_open(face, why, sizeof why);
    if (file == NULL) {
        SDL_SetError("%s", why);
        return NULL;
    }
    entry_close(oldest);
    /* 9 points at eighths dpi are eighths / 8 pixels: sizes in parts of a pixel, which SDL_ttf does not take.
     */
    oldest->font = TTF_OpenFontDPIRW(file, 1, 9, (unsigned)eighths, (unsigned)eighths);
    if (oldest->font == NULL)
        return NULL;
    TTF_SetFontHinting(oldest->font, TTF_HINTING_LIGHT);
    TTF_SetFontOutline(oldest->font, outline);
    oldest->face = (int)face;
    oldest->eighths = eighths;
    oldest->outline = outline;
    oldest->used = ++fonts->clock;
    return oldest->font;
}

void fonts_finish(struct fonts *fonts) {
    for (size_t i = 0; i < FONTS_OPEN_MAX; i++)
        entry_close(&fonts->entry[i]);
}
