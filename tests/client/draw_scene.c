#include "draw_scene.h"

#include <stdio.h>

void scene_begin(struct draw_scene *scene, int w, int h, float scale) {
    struct problems problems = {0};
    char path[512], why[256] = "";
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_int_equal(SDL_Init(SDL_INIT_VIDEO), 0);
    assert_int_equal(TTF_Init(), 0);
    snprintf(path, sizeof path, "%s/north-kosovo.tmj", data_folder());
    scene->file = map_file_read(path, &problems);
    if (scene->file == NULL)
        fail_msg("%s", problems.text[0]);
    scene->target = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    scene->renderer = SDL_CreateSoftwareRenderer(scene->target);
    assert_non_null(scene->renderer);
    if (!draw_init(&scene->draw, scene->renderer, scale, why, sizeof why))
        fail_msg("%s", why);
    camera_init(&scene->camera, (SDL_Rect){0, 0, w, h}, scale, SCENE_COL, SCENE_ROW, SCENE_COLS, SCENE_ROWS);
}

void scene_end(struct draw_scene *scene) {
    draw_finish(&scene->draw);
    map_file_destroy(scene->file);
    SDL_DestroyRenderer(scene->renderer);
    SDL_FreeSurface(scene->target);
    TTF_Quit();
    SDL_Quit();
}

unsigned scene_number(unsigned *seed, unsigned below) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

bool rects_overlap(SDL_FRect a, SDL_FRect b, float slack) {
    return a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h &&
           b.y + slack < a.y + a.h;
}
