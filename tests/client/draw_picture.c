/* Development's eye: draws the map of a window with sample plates into a PNG, offscreen.
 *
 * usage: draw_picture OUT.png [WIDTHxHEIGHT [COL0 ROW0 COLS ROWS [ZOOM [day|night [COL ROW]]]]]
 * ZOOM 0 shows the whole window; COL ROW is the hex of the window in the middle. IBAR_MAPS: the folder of
 * maps. */
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/labels.h"
#include "draw/maplayer.h"
#include "draw_sample.h"

static int fail(const char *what) {
    fprintf(stderr, "draw_picture: %s\n", what);
    return 1;
}

int main(int argc, char **argv) {
    int w = 792, h = 614;
    if (argc < 2 || (argc > 2 && sscanf(argv[2], "%dx%d", &w, &h) != 2))
        return fail("usage: draw_picture OUT.png [WxH [COL0 ROW0 COLS ROWS [ZOOM [day|night [COL ROW]]]]]") +
               1;
    unsigned window[4] = {25, 58, 40, 36};
    for (int i = 0; i < 4 && argc > 6; i++)
        window[i] = (unsigned)strtoul(argv[3 + i], NULL, 10);
    float zoom = argc > 7 ? strtof(argv[7], NULL) : 0;
    bool night = argc > 8 && strcmp(argv[8], "night") == 0;
    struct problems problems = {0};
    char path[512], why[256] = "";
    snprintf(path, sizeof path, "%s/north-kosovo.tmj", data_folder());
    struct map_file *file = map_file_read(path, &problems);
    if (file == NULL)
        return fail(problems.text[0]);
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 0);
    if (SDL_Init(SDL_INIT_VIDEO) != 0 || TTF_Init() != 0)
        return fail(SDL_GetError());
    SDL_Surface *target = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Renderer *renderer = SDL_CreateSoftwareRenderer(target);
    struct draw draw;
    const char *scale = getenv("IBAR_SCALE");
    if (!draw_init(&draw, renderer, scale ? strtof(scale, NULL) : 1, why, sizeof why))
        return fail(why);
    draw.night = night;
    Uint64 t0 = SDL_GetTicks64();
    struct map_layer *layer =
        maplayer_create(&draw, file, window[0], window[1], window[2], window[3], why, sizeof why);
    if (layer == NULL)
        return fail(why);
    Uint64 t1 = SDL_GetTicks64();
    struct camera camera;
    camera_init(&camera, (SDL_Rect){0, 0, w, h}, draw.scale, window[0], window[1], window[2], window[3]);
    if (zoom > 0)
        camera_zoom_to(&camera, zoom);
    if (argc > 10) {
        camera.still = true;
        camera_show(&camera, (hex_t)(strtol(argv[10], NULL, 10) * window[2] + strtol(argv[9], NULL, 10)), 0);
    }
    maplayer_set_night(layer, night, 0);
    maplayer_step(layer, &camera, -1);
    Uint64 t2 = SDL_GetTicks64();
    maplayer_draw(layer, &camera, 1);
    sample_draw(&draw, file, layer, &camera);
    SDL_RenderFlush(renderer);
    fprintf(stderr, "zoom %.2f: prepared in %d ms, tiles in %d ms\n", (double)camera.zoom, (int)(t1 - t0),
            (int)(t2 - t1));
    if (IMG_SavePNG(target, argv[1]) != 0)
        return fail(SDL_GetError());
    maplayer_destroy(layer);
    draw_finish(&draw);
    map_file_destroy(file);
    SDL_DestroyRenderer(renderer);
    SDL_FreeSurface(target);
    TTF_Quit();
    SDL_Quit();
    return 0;
}
