/* The pictures of a scenario's ground: map, names, small map, camera. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define MINIMAP_W 180
#define MINIMAP_H 140

static bool scenery_make(struct app *app, const struct scenario *scenario, char *why, size_t size) {
    struct scenery *scenery = &app->scenery;
    const struct map *map = &scenario->map;
    char path[512];
    struct problems problems = {0};
    struct scenario_head head;
    if (scenario_head_read(data_folder(), scenario->id, &head, &problems)) {
        snprintf(path, sizeof path, "%s/%s", data_folder(), head.map_file);
        scenery->file = map_file_read(path, &problems);
    }
    if (!scenery->file) {
        snprintf(why, size, "%s", problems.text[0]);
        return false;
    }
    scenery->layer =
        maplayer_create(&app->draw, scenery->file, map->col0, map->row0, map->cols, map->rows, why, size);
    if (!scenery->layer)
        return false;
    scenery->labels = labels_create(&app->draw, scenery->file, map->col0, map->row0, map->cols, map->rows);
    SDL_Rect view = {0, 0, 640, 480};
    camera_init(&scenery->camera, view, app->scale, map->col0, map->row0, map->cols, map->rows);
    scenery->camera.still = app->config.quiet || settings_is_on(&app->settings, SETTING_reduced_motion);
    scenery->minimap =
        minimap_create(&app->draw, scenery->layer, &scenery->camera, (int)(MINIMAP_W * app->scale),
                       (int)(MINIMAP_H * app->scale), why, size);
    if (!scenery->labels || !scenery->minimap)
        return false;
    for (unsigned i = 0; i < map->count; i++)
        if (map->hex[i].flags & MAP_HEX_CULTURAL)
            labels_fix(scenery->labels, (hex_t)i);
    scenery->scenario = scenario;
    return true;
}

bool scenery_open(struct app *app, const struct scenario *scenario, char *why, size_t size) {
    scenery_close(app);
    if (!scenery_make(app, scenario, why, size)) {
        scenery_close(app);
        return false;
    }
    scenery_options(app);
    return true;
}

void scenery_close(struct app *app) {
    struct scenery *scenery = &app->scenery;
    minimap_destroy(scenery->minimap);
    labels_destroy(scenery->labels);
    maplayer_destroy(scenery->layer);
    map_file_destroy(scenery->file);
    memset(scenery, 0, sizeof *scenery);
}

void scenery_options(struct app *app) {
    if (!app->scenery.layer)
        return;
    unsigned options = settings_is_on(&app->settings, SETTING_grid) ? MAPLAYER_GRID : 0;
    options |= settings_is_on(&app->settings, SETTING_heights) ? MAPLAYER_HEIGHTS : 0;
    maplayer_set_options(app->scenery.layer, options);
}

void scenery_place(struct app *app, struct ui_rect area) {
    struct camera *camera = &app->scenery.camera;
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

bool scenery_step(struct app *app, double budget_ms) {
    bool moving = camera_step(&app->scenery.camera, app->now_ms);
    bool ready = maplayer_step(app->scenery.layer, &app->scenery.camera, budget_ms);
    app->scenery.moving = moving;
    app->scenery.ready = ready && !moving;
    return app->scenery.ready;
}
