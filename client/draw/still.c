#include "still.h"

uint64_t still_mix(uint64_t key, const void *bytes, size_t count) {
    uint64_t hash = key ^ 14695981039346656037u;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
    return hash;
}

static bool room_make(struct still *still, struct draw *draw, SDL_Rect view) {
    int w = view.x + view.w, h = view.y + view.h;
    if (still->texture != NULL && still->w >= w && still->h >= h && still->renderer == draw->renderer)
        return true;
    still_finish(still);
    still->texture =
        SDL_CreateTexture(draw->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET, w, h);
    if (still->texture == NULL)
        return false;
    SDL_SetTextureBlendMode(still->texture, SDL_BLENDMODE_NONE);
    still->w = w;
    still->h = h;
    still->renderer = draw->renderer;
    return true;
}

bool still_begin(struct still *still, struct draw *draw, SDL_Rect view, uint64_t key) {
    if (!SDL_RenderTargetSupported(draw->renderer) || !room_make(still, draw, view)) {
        still->renderer = NULL;
        return true;
    }
    still->view = view;
    if (still->filled && still->key == key) {
        SDL_RenderCopy(draw->renderer, still->texture, &view, &view);
        return false;
    }
    still->key = key;
    still->filled = true;
    SDL_SetRenderTarget(draw->renderer, still->texture);
    return true;
}

void still_end(struct still *still) {
    if (still->renderer == NULL)
        return;
    SDL_SetRenderTarget(still->renderer, NULL);
    SDL_RenderCopy(still->renderer, still->texture, &still->view, &still->view);
}

void still_finish(struct still *still) {
    if (still->texture != NULL)
        SDL_DestroyTexture(still->texture);
    *still = (struct still){0};
}
