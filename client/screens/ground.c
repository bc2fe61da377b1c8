/* The pictures of a scenario's ground: map, names, small map, camera. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define MINIMAP_W 180
#define MINIMAP_H 140

static bool ground_make(struct app *app, const struct scenario *scenario, char *why, size_t size) {
    struct ground *ground = &app->ground;
    const struct map *map = &scenario->map;
    char path[512];
    struct problems problems = {0};
    snprintf(path, sizeof path, "%s/north-kosovo.tmj", data_folder());
    ground->file = map_file_read(path, &problems);
    if (!ground->file) {
        snprintf(why, size, "%s", problems.text[0]);
        return false;
    }
    ground->layer =
        maplayer_create(&app->draw, ground->file, map->col0, map->row0, map->cols, map->rows, why, size);
    if (!ground->layer)
        return false;
    ground->labels = labels_create(&app->draw, ground->file, map->col0, map->row0, map->cols, map->rows);
    SDL_Rect view = {0, 0, 640, 480};
    camera_init(&ground->camera, view, app->scale, map->col0, map->row0, map->cols, map->rows);
    ground->camera.still = app->config.quiet || settings_is_on(&app->settings, SETTING_reduced_motion);
    ground->minimap = minimap_create(&app->draw, ground->layer, &ground->camera, (int)(MINIMAP_W * app->scale),
                                     (int)(MINIMAP_H * app->scale), why, size);
    if (!ground->labels || !ground->minimap)
        return false;
    for (unsigned i = 0; i < map->count; i++)
        if (map->hex[i].flags & MAP_HEX_CULTURAL)
            labels_fix(ground->labels, (hex_t)i);
    ground->scenario = scenario;
    return true;
}

bool ground_open(struct app *app, const struct scenario *scenario, char *why, size_t size) {
    ground_close(app);
    if (!ground_make(app, scenario, why, size)) {
        ground_close(app);
        return false;
    }
    ground_options(app);
    return true;
}

void ground_close(struct app *app) {
    struct ground *ground = &app->ground;
    minimap_destroy(ground->minimap);
    labels_destroy(ground->labels);
    maplayer_destroy(ground->layer);
    map_file_destroy(ground->file);
    memset(ground, 0, sizeof *ground);
}

void ground_options(struct app *app) {
    if (!app->ground.layer)
        return;
    unsigned options = settings_is_on(&app->settings, SETTING_grid) ? MAPLAYER_GRID : 0;
    options |= settings_is_on(&app->settings, SETTING_heights) ? MAPLAYER_HEIGHTS : 0;
    maplayer_set_options(app->ground.layer, options);
}

void ground_place(struct app *app, struct ui_rect area) {
    struct camera *camera = &app->ground.camera;
    float s = app->scale;
    SDL_Rect view = {(int)(area.x * s), (int)(area.y * s), (int)(area.w * s), (int)(area.h * s)};
    if (SDL_RectEquals(&view, &camera->view))
        return;
    bool first = camera->view.x == 0 && camera->view.y == 0 && camera->view.w == 640;
    camera_set_view(camera, view);
    if (first) {
        camera_fit(camera, app->now_ms);
        camera_zoom_to(camera, camera_zoom_fit(camera));
    }
    app->board.stale = true;
}

bool ground_step(struct app *app, double budget_ms) {
    bool moving = camera_step(&app->ground.camera, app->now_ms);
    if (moving)
        app->board.stale = true;
    bool ready = maplayer_step(app->ground.layer, &app->ground.camera, budget_ms);
    return ready && !moving;
}
