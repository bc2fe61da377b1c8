#include "still.h"

#include <stdlib.h>

uint64_t still_mix(uint64_t key, const void *bytes, size_t count) {
    uint64_t hash = key ^ 14695981039346656037u;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
    return hash;
}

static SDL_Texture *picture_make(struct draw *draw, int w, int h) {
    SDL_Texture *texture =
        SDL_CreateTexture(draw->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET, w, h);
    if (texture != NULL)
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_NONE);
    return texture;
}

static bool room_make(struct still *still, struct draw *draw, SDL_Rect view) {
    int w = view.x + view.w, h = view.y + view.h;
    if (still->texture != NULL && still->w >= w && still->h >= h && still->renderer == draw->renderer)
        return true;
    still_finish(still);
    still->texture = picture_make(draw, w, h);
    if (still->texture == NULL)
        return false;
    still->w = w;
    still->h = h;
    still->renderer = draw->renderer;
    return true;
}

/* Lists what the kept picture, moved by (dx, dy), does not cover of the view. Leaves the target set. */
static int move_begin(struct still *still, int dx, int dy, SDL_Rect parts[STILL_PARTS]) {
    SDL_Rect view = still->view, to = {view.x + dx, view.y + dy, view.w, view.h};
    int count = 0;
    SDL_IntersectRect(&view, &to, &to);
    still->from = (SDL_Rect){to.x - dx, to.y - dy, to.w, to.h};
    still->to = to;
    still->moves = true;
    SDL_SetRenderTarget(still->renderer, still->other);
    if (dx != 0)
        parts[count++] = (SDL_Rect){dx > 0 ? view.x : to.x + to.w, view.y, abs(dx), view.h};
    if (dy != 0)
        parts[count++] = (SDL_Rect){to.x, dy > 0 ? view.y : to.y + to.h, to.w, abs(dy)};
    return count;
}

static void move_end(struct still *still) {
    SDL_Texture *before = still->texture;
    SDL_RenderSetClipRect(still->renderer, NULL);
    SDL_RenderCopy(still->renderer, before, &still->from, &still->to);
    still->texture = still->other;
    still->other = before;
    still->moves = false;
}

static bool may_move(struct still *still, struct draw *draw, int dx, int dy) {
    if (abs(dx) >= still->view.w || abs(dy) >= still->view.h)
        return false;
    if (still->other == NULL)
        still->other = picture_make(draw, still->w, still->h);
    return still->other != NULL;
}

int still_begin(struct still *still, struct draw *draw, SDL_Rect view, uint64_t key, SDL_Point corner,
                SDL_Rect parts[STILL_PARTS]) {
    parts[0] = view;
    still->moves = false;
    if (!SDL_RenderTargetSupported(draw->renderer) || !room_make(still, draw, view)) {
        still->renderer = NULL;
        return 1;
    }
    bool same = still->filled && still->key == key && SDL_RectEquals(&still->view, &view);
    int dx = corner.x - still->corner.x, dy = corner.y - still->corner.y;
    still->view = view;
    still->key = key;
    still->corner = corner;
    still->filled = true;
    if (same && dx == 0 && dy == 0) {
        SDL_RenderCopy(draw->renderer, still->texture, &view, &view);
        return 0;
    }
    if (same && may_move(still, draw, dx, dy))
        return move_begin(still, dx, dy, parts);
    SDL_SetRenderTarget(draw->renderer, still->texture);
    return 1;
}

void still_end(struct still *still) {
    if (still->renderer == NULL)
        return;
    if (still->moves)
        move_end(still);
    SDL_SetRenderTarget(still->renderer, NULL);
    SDL_RenderCopy(still->renderer, still->texture, &still->view, &still->view);
}

void still_finish(struct still *still) {
    if (still->texture != NULL)
        SDL_DestroyTexture(still->texture);
    if (still->other != NULL)
        SDL_DestroyTexture(still->other);
    *still = (struct still){0};
}
