#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <string.h>

void window_environment(void) {
    setenv("SDL_RENDER_DRIVER", "software", 1);
    setenv("SDL_FRAMEBUFFER_ACCELERATION", "0", 1);
    if (!getenv("DISPLAY"))
        setenv("SDL_VIDEODRIVER", "dummy", 1);
}

struct app *window_open(bool computers, int width, int height) {
    static const char *const others[] = {"kfor", "irregulars", NULL};
    return window_open_on("bridge-checkpoint", computers ? others : NULL, width, height);
}

struct app *window_open_on(const char *scenario, const char *const *computers, int width, int height) {
    char why[512] = "";
    struct app_config config = {.hotseat = scenario,
                                .settings = "",
                                .width = width,
                                .height = height,
                                .scale = 1,
                                .hidden = true};
    for (int i = 0; computers && computers[i]; i++)
        config.computer[i] = computers[i];
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("the client did not open: %s", why);
    window_do(app, "still");
    return app;
}

void window_do(struct app *app, const char *line) {
    char why[512] = "";
    if (!script_line(app, line, why, sizeof why))
        fail_msg("\"%s\": %s", line, why);
}

static SDL_Rect whole(SDL_Surface *surface, const SDL_Rect *part) {
    return part ? *part : (SDL_Rect){0, 0, surface->w, surface->h};
}
static uint32_t pixel(SDL_Surface *surface, int x, int y) {
    return ((uint32_t *)((uint8_t *)surface->pixels + (size_t)y * (size_t)surface->pitch))[x] & 0xffffffu;
}

double window_difference(SDL_Surface *a, SDL_Surface *b, const SDL_Rect *part, int tolerance) {
    SDL_Rect r = whole(a, part);
    long differ = 0;
    assert_int_equal(a->w, b->w);
    assert_int_equal(a->h, b->h);
    for (int y = r.y; y < r.y + r.h; y++)
        for (int x = r.x; x < r.x + r.w; x++) {
            uint32_t p = pixel(a, x, y), q = pixel(b, x, y);
            bool other = false;
            for (int shift = 0; shift < 24; shift += 8)
                other |= abs((int)(p >> shift & 255) - (int)(q >> shift & 255)) > tolerance;
            differ += other;
        }
    return (double)differ / ((double)r.w * r.h);
}

int window_colours(SDL_Surface *surface, const SDL_Rect *part) {
    static uint8_t seen[1 << 21];
    SDL_Rect r = whole(surface, part);
    int count = 0;
    memset(seen, 0, sizeof seen);
    for (int y = r.y; y < r.y + r.h; y++)
        for (int x = r.x; x < r.x + r.w; x++) {
            uint32_t p = pixel(surface, x, y);
            if (!(seen[p >> 3] >> (p & 7) & 1) && ++count == 4096)
                return count;
            seen[p >> 3] |= (uint8_t)(1u << (p & 7));
        }
    return count;
}
