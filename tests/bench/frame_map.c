/* One frame of the whole map (the cached layer, 200 counters, the names), all drawn anew, and one while the map is
 * panned, one step of zoom nearer, as the client draws it; beside the blit of one picture of the same size, in turns in
 * one run, through a window of the renderer that SDL chooses.
 *
 * usage: bench_frame_map [WxH]; prints {"frame_ms": all drawn anew, "blit_ms", "ratio", "pan_ms", "pan_ratio",
 * "still_ms": a frame in which nothing has changed, "driver", "size", "counters", "names", "leaders"}. */
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/counters.h"
#include "draw/labels.h"
#include "draw/maplayer.h"
#include "draw/overlay.h"
#include "draw/still.h"

enum { COUNTERS = 200, FRAMES = 120, PAN_X = 11, PAN_Y = 5, PANS = 6, COL = 25, ROW = 58, COLS = 40, ROWS = 36 };

struct bench {
    SDL_Window *window;
    SDL_Renderer *renderer;
    struct draw draw;
    struct map_file *file;
    struct map_layer *layer;
    struct label_layer *labels;
    struct counter_set *counters;
    struct camera camera;
    struct plate plates[COUNTERS];
    SDL_FRect blocked[COUNTERS];
    SDL_Texture *picture;
    struct still still;
    int w, h, pans;
};

static void need(bool well, const char *why) {
    if (!well) {
        fprintf(stderr, "bench_frame_map: %s\n", why);
        exit(1);
    }
}

static void plates_strew(struct bench *bench) {
    static const char *const symbols[] = {"patrol", "sf", "hmg", "plt", "cell", "eod", "acar", "at"};
    unsigned seed = 7;
    for (int i = 0; i < COUNTERS; i++) {
        seed = seed * 1664525u + 1013904223u;
        struct plate *plate = &bench->plates[i];
        plate->hex = (hex_t)((seed >> 8) % (COLS * ROWS));
        plate->counter.side = (enum counter_side)(seed >> 20 & 3);
        plate->counter.facing = (int16_t)(60 * (seed >> 24 & 3));
        plate->counter.steps = (uint8_t)(1 + (seed >> 16 & 1));
        snprintf(plate->counter.symbol, sizeof plate->counter.symbol, "%s", symbols[seed >> 12 & 7]);
    }
}

static void plates_lay(struct bench *bench) {
    counters_layout(&bench->draw, &bench->camera, bench->plates, COUNTERS, NULL, 0);
    for (int i = 0; i < COUNTERS; i++)
        bench->blocked[i] = bench->plates[i].box;
    labels_place(bench->labels, &bench->camera, bench->blocked, COUNTERS);
}

static void bench_begin(struct bench *bench) {
    struct problems problems = {0};
    char path[512], why[256] = "";
    snprintf(path, sizeof path, "%s/north-kosovo.tmj", data_folder());
    bench->file = map_file_read(path, &problems);
    need(bench->file != NULL, problems.text[0]);
    need(SDL_Init(SDL_INIT_VIDEO) == 0 && TTF_Init() == 0, SDL_GetError());
    bench->window = SDL_CreateWindow("Ibar", 0, 0, bench->w, bench->h, 0);
    need(bench->window != NULL, SDL_GetError());
    bench->renderer = SDL_CreateRenderer(bench->window, -1, 0);
    need(bench->renderer != NULL, SDL_GetError());
    need(draw_init(&bench->draw, bench->renderer, 1, why, sizeof why), why);
    bench->layer = maplayer_create(&bench->draw, bench->file, COL, ROW, COLS, ROWS, why, sizeof why);
    need(bench->layer != NULL, why);
    bench->labels = labels_create(&bench->draw, bench->file, COL, ROW, COLS, ROWS);
    bench->counters = counters_create(&bench->draw);
    need(bench->labels != NULL && bench->counters != NULL, "memory ran out");
    camera_init(&bench->camera, (SDL_Rect){0, 0, bench->w, bench->h}, 1, COL, ROW, COLS, ROWS);
    plates_strew(bench);
    plates_lay(bench);
    bench->picture = SDL_CreateTexture(bench->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC,
                                       bench->w, bench->h);
    SDL_Surface *ground = SDL_CreateRGBSurfaceWithFormat(0, bench->w, bench->h, 32, SDL_PIXELFORMAT_ARGB8888);
    need(bench->picture != NULL && ground != NULL, SDL_GetError());
    SDL_FillRect(ground, NULL, 0xff93ab7b);
    SDL_UpdateTexture(bench->picture, NULL, ground->pixels, ground->pitch);
    SDL_SetTextureBlendMode(bench->picture, SDL_BLENDMODE_NONE);
    SDL_FreeSurface(ground);
}

/* Layer, names, plates, through a camera of all or of a part of the view. */
static void ground_draw(struct bench *bench, const struct camera *camera) {
    maplayer_draw(bench->layer, camera, 1);
    labels_draw(bench->labels, camera, true);
    counters_draw(bench->counters, camera, bench->plates, COUNTERS);
}
/* Everything anew. */
static void anew_draw(struct bench *bench) {
    maplayer_step(bench->layer, &bench->camera, 0);
    ground_draw(bench, &bench->camera);
    overlay_frame(&bench->draw, &bench->camera);
    SDL_RenderPresent(bench->renderer);
}
/* As the client draws it: what is kept of the picture is shown again, moved along by a pan. */
static void still_draw(struct bench *bench) {
    SDL_Rect parts[STILL_PARTS];
    SDL_Point corner = camera_corner(&bench->camera);
    maplayer_step(bench->layer, &bench->camera, 0);
    int count = still_begin(&bench->still, &bench->draw, bench->camera.view, 1, corner, parts);
    for (int i = 0; i < count; i++) {
        struct camera part = camera_part(&bench->camera, parts[i]);
        ground_draw(bench, &part);
    }
    if (count > 0)
        still_end(&bench->still);
    overlay_frame(&bench->draw, &bench->camera);
    SDL_RenderPresent(bench->renderer);
}
/* Panned there and back by turns, in each direction in which there is more than the view. */
static void pan_draw(struct bench *bench) {
    SDL_Point before = camera_corner(&bench->camera);
    float sign = bench->pans++ / PANS % 2 ? -1 : 1;
    camera_pan(&bench->camera, sign * PAN_X, sign * PAN_Y);
    SDL_Point now = camera_corner(&bench->camera);
    counters_pan(bench->plates, COUNTERS, now.x - before.x, now.y - before.y);
    need(now.x != before.x || now.y != before.y, "the ground did not move");
    still_draw(bench);
}
static void picture_draw(struct bench *bench) {
    SDL_RenderCopy(bench->renderer, bench->picture, NULL, NULL);
    SDL_RenderPresent(bench->renderer);
}

static double timed(struct bench *bench, void (*draw)(struct bench *)) {
    Uint64 begin = SDL_GetPerformanceCounter();
    draw(bench);
    return (double)(SDL_GetPerformanceCounter() - begin) * 1000 / (double)SDL_GetPerformanceFrequency();
}
static int doubles_compare(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

static double middle_of(double *times) {
    qsort(times, FRAMES, sizeof *times, doubles_compare);
    return times[FRAMES / 2];
}

/* Textures are made in the first frames, the ring of tiles round the view too. */
static void warm_up(struct bench *bench) {
    maplayer_step(bench->layer, &bench->camera, -1);
    for (int i = 0; i < 10; i++) {
        timed(bench, anew_draw);
        timed(bench, picture_draw);
    }
}

/* One step nearer than the whole map, so that there is something to pan. */
static void nearer(struct bench *bench) {
    camera_zoom_to(&bench->camera, bench->camera.zoom * CAMERA_STEP);
    plates_lay(bench);
    still_finish(&bench->still);
    warm_up(bench);
}

int main(int argc, char **argv) {
    static struct bench bench = {.w = 1280, .h = 720};
    static double anews[FRAMES], blits[FRAMES], stills[FRAMES], pans[FRAMES];
    if (argc > 1)
        need(sscanf(argv[1], "%dx%d", &bench.w, &bench.h) == 2, "usage: bench_frame_map [WxH]");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHintWithPriority(SDL_HINT_RENDER_DRIVER, "software", SDL_HINT_DEFAULT);
    bench_begin(&bench);
    warm_up(&bench);
    for (int i = 0; i < FRAMES; i++) {
        blits[i] = timed(&bench, picture_draw);
        anews[i] = timed(&bench, anew_draw);
        stills[i] = timed(&bench, still_draw);
    }
    if (getenv("IBAR_BENCH_PICTURE") != NULL)
        IMG_SavePNG(SDL_GetWindowSurface(bench.window), getenv("IBAR_BENCH_PICTURE"));
    int leaders = 0;
    for (int i = 0; i < COUNTERS; i++)
        leaders += bench.plates[i].moved;
    SDL_FRect names[1024];
    int placed = (int)labels_placed(bench.labels, names, 1024);
    double blit = middle_of(blits), anew = middle_of(anews), still = middle_of(stills);
    nearer(&bench);
    for (int i = 0; i < FRAMES; i++) {
        blits[i] = timed(&bench, picture_draw);
        pans[i] = timed(&bench, pan_draw);
    }
    double pan = middle_of(pans);
    SDL_RendererInfo info;
    SDL_GetRendererInfo(bench.renderer, &info);
    printf("{\"frame_ms\": %.4f, \"blit_ms\": %.4f, \"ratio\": %.3f, \"pan_ms\": %.4f, \"pan_ratio\": %.3f, "
           "\"still_ms\": %.4f, \"driver\": \"%s\", \"size\": \"%dx%d\", "
           "\"counters\": %d, \"names\": %d, \"leaders\": %d}\n",
           anew, blit, anew / blit, pan, pan / middle_of(blits), still, info.name, bench.w, bench.h, COUNTERS, placed,
           leaders);
    still_finish(&bench.still);
    counters_destroy(bench.counters);
    labels_destroy(bench.labels);
    maplayer_destroy(bench.layer);
    draw_finish(&bench.draw);
    map_file_destroy(bench.file);
    SDL_DestroyRenderer(bench.renderer);
    SDL_DestroyWindow(bench.window);
    TTF_Quit();
    SDL_Quit();
    return 0;
}
