/* The program's one object: window, drawing, settings, and the table of screens. */
#include "app_internal.h"

#include <SDL_image.h>
#include <SDL_ttf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_MS_BUSY 16  /* something moves or is on its way */
#define STEP_MS_IDLE 100 /* a server may speak any time */
#define SAY_MS       5000
#define TILES_MS     8.0  /* of a step, for the map's tiles, while something moves */
#define TILES_ALONE  30.0 /* while nothing else is to be done */
#define TILES_SHOW   90   /* ms between pictures that show nothing new but tiles */

static const struct screen *const SCREENS[APP_SCREENS] = {
    [APP_MENU] = &screen_menu,         [APP_GAMES] = &screen_games,       [APP_WAITING] = &screen_waiting,
    [APP_HANDOVER] = &screen_handover, [APP_PLAYBACK] = &screen_playback, [APP_TABLE] = &screen_table,
    [APP_WATCH] = &screen_watch,       [APP_OVER] = &screen_over,         [APP_REVIEW] = &screen_review,
};

static int64_t clock_ms(void) {
    return (int64_t)SDL_GetTicks64();
}

static SDL_RWops *open_font(int face, char *why, size_t size) {
    return fonts_open((enum font_face)face, why, size);
}

/* Pixels a point: asked for, or kept in the settings, or by the screen's density and size. */
static float wanted_scale(const struct app *app) {
    float scale =
        app->config.scale > 0 ? app->config.scale : (float)settings_number(&app->settings, SETTING_scale);
    int output_w = 1, output_h = 1, window_w = 1, window_h = 1;
    SDL_GetRendererOutputSize(app->renderer, &output_w, &output_h);
    SDL_GetWindowSize(app->window, &window_w, &window_h);
    if (scale <= 0) {
        scale = window_w > 0 ? (float)output_w / (float)window_w : 1;
        if (scale < 1.5f && output_w >= 3200 && output_h >= 1700)
            scale = 2;
    }
    return fminf(3, fmaxf(0.75f, scale));
}

static bool open_window(struct app *app, char *why, size_t size) {
    const struct app_config *config = &app->config;
    int w = config->width > 0 ? config->width : 1280, h = config->height > 0 ? config->height : 720;
    Uint32 flags = SDL_WINDOW_ALLOW_HIGHDPI | SDL_WINDOW_RESIZABLE | (config->hidden ? SDL_WINDOW_HIDDEN : 0);
    app->window = SDL_CreateWindow("Ibar", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, w, h, flags);
    if (app->window) {
        SDL_SetWindowMinimumSize(app->window, 960, 600);
        app->renderer = SDL_CreateRenderer(
            app->window, -1, SDL_RENDERER_TARGETTEXTURE | (config->hidden ? 0 : SDL_RENDERER_PRESENTVSYNC));
        if (!app->renderer)
            app->renderer =
                SDL_CreateRenderer(app->window, -1, SDL_RENDERER_TARGETTEXTURE | SDL_RENDERER_SOFTWARE);
    }
    if (!app->renderer) {
        snprintf(why, size, "No window can be opened: %s.", SDL_GetError());
        return false;
    }
    SDL_SetRenderDrawBlendMode(app->renderer, SDL_BLENDMODE_BLEND);
    return true;
}

static bool open_drawing(struct app *app, char *why, size_t size) {
    app->scale = wanted_scale(app);
    if (!draw_init(&app->draw, app->renderer, app->scale, why, size))
        return false;
    app->draw_is_open = app->ui_is_open = true;
    if (!ui_open(app->window, app->renderer, open_font, app->scale, why, size))
        return false;
    app->counters = counters_create(&app->draw);
    app->key = key_create(&app->draw);
    if (!app->counters || !app->key) {
        snprintf(why, size, "There is not enough memory for the pictures.");
        return false;
    }
    return true;
}

static bool open_start(struct app *app, char *why, size_t size) {
    const struct app_config *config = &app->config;
    app->menu.page = MENU_HOTSEAT;
    app_go(app, APP_MENU);
    for (int i = 0; i < SIDE_MAX; i++)
        app->menu.computer[i] = config->ai[i] != NULL;
    if (config->replay)
        return review_begin_file(app, config->replay, why, size);
    if (config->hotseat)
        return game_begin_hotseat(app, config->hotseat, why, size);
    if (config->connect) {
        struct menu_screen *menu = &app->menu; /* what was asked for stands there to be put right */
        menu->page = MENU_JOIN;
        menu->plain = config->plain;
        snprintf(menu->address, sizeof menu->address, "%s", config->connect);
        snprintf(menu->token, sizeof menu->token, "%s", config->token ? config->token : "");
        snprintf(menu->fingerprint, sizeof menu->fingerprint, "%s", config->fingerprint ? config->fingerprint : "");
    }
    if (config->connect)
        return game_begin_network(app, config->connect, config->token, why, size);
    return true;
}

struct app *app_open(const struct app_config *config, char *why, size_t size) {
    struct app *app = calloc(1, sizeof *app);
    if (!app) {
        snprintf(why, size, "There is not enough memory to begin.");
        return NULL;
    }
    app->config = *config;
    char path[512];
    settings_path(path, sizeof path, false, "settings.json");
    settings_open(&app->settings, config->settings ? config->settings : path);
    settings_path(path, sizeof path, true, "places.json");
    kept_open(&app->kept, config->settings ? config->places : path);
    if (config->journal)
        snprintf(app->journal, sizeof app->journal, "%s", config->journal);
    else if (!config->settings && !config->quiet)
        settings_data_path(app->journal, sizeof app->journal, "hotseat.db");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "1");
    SDL_SetHint(SDL_HINT_VIDEO_HIGHDPI_DISABLED, "0");
    bool well = SDL_Init(SDL_INIT_VIDEO) == 0 && TTF_Init() == 0;
    if (!well)
        snprintf(why, size, "The screen cannot be used: %s.", SDL_GetError());
    app->library = library_create(data_folder());
    app->now_ms = clock_ms();
    if (!well || !app->library || !open_window(app, why, size) || !open_drawing(app, why, size) ||
        !open_start(app, why, size)) {
        app_close(app);
        return NULL;
    }
    return app;
}

void app_close(struct app *app) {
    if (!app)
        return;
    game_end(app);
    review_end(app);
    still_finish(&app->board.still);
    scenery_close(app);
    key_destroy(app->key);
    counters_destroy(app->counters);
    if (app->ui_is_open)
        ui_close();
    if (app->draw_is_open)
        draw_finish(&app->draw);
    if (app->renderer)
        SDL_DestroyRenderer(app->renderer);
    if (app->window)
        SDL_DestroyWindow(app->window);
    library_destroy(app->library);
    if (TTF_WasInit())
        TTF_Quit();
    SDL_Quit();
    free(app);
}

void app_go(struct app *app, enum app_screen screen) {
    app->screen = screen;
    if (!app->said_stays)
        app->said[0] = 0;
    app->board.stale = true;
    ui_set_navigation(screen == APP_MENU || screen == APP_WAITING || screen == APP_OVER);
    SDL_SetWindowTitle(app->window, "Ibar");
    if (SCREENS[screen]->enter)
        SCREENS[screen]->enter(app);
    app_redraw(app);
}

void app_redraw(struct app *app) {
    app->frames_left = FRAMES_KEPT;
}

void app_say(struct app *app, const char *text) {
    snprintf(app->said, sizeof app->said, "%s", text);
    app->said_until = app->now_ms + SAY_MS;
    app->said_stays = false;
    app_redraw(app);
}

void app_tell(struct app *app, const char *text) {
    app_say(app, text);
    app->said_stays = true;
}

const struct seat *app_seat_now(const struct app *app) {
    if (app->review.seat)
        return app->review.seat;
    return app->model ? model_seat(app->model, app->seat) : NULL;
}

int64_t app_clock(const struct app *app) {
    return app->review.seat || !app->model ? -1 : model_clock(app->model, app->seat, app->now_ms);
}

/* Another density or size of the screen: everything that holds pixels is made anew. */
static void follow_scale(struct app *app) {
    char why[MODEL_TEXT_MAX];
    float scale = wanted_scale(app);
    if (fabsf(scale - app->scale) < 0.01f || !ui_set_scale(scale, why, sizeof why))
        return;
    app->scale = app->draw.scale = scale;
    draw_reset(&app->draw);
    counters_reset(app->counters);
    key_reset(app->key);
    const struct scenario *scenario = app->scenery.scenario;
    if (scenario)
        scenery_open(app, scenario, why, sizeof why);
}

/* The renderer has lost its textures: all are made anew from what is kept in memory. */
static void forget_pictures(struct app *app) {
    draw_reset(&app->draw);
    counters_reset(app->counters);
    key_reset(app->key);
    still_finish(&app->board.still);
    if (app->scenery.layer)
        maplayer_reset(app->scenery.layer);
    if (app->scenery.labels)
        labels_reset(app->scenery.labels);
    if (app->scenery.minimap)
        minimap_reset(app->scenery.minimap);
}

static void take_event(struct app *app, const SDL_Event *event) {
    if (event->type == SDL_QUIT) {
        app->ended = true;
        return;
    }
    if (event->type == SDL_RENDER_TARGETS_RESET || event->type == SDL_RENDER_DEVICE_RESET) {
        forget_pictures(app);
    }
    ui_event(event);
    app_redraw(app);
    const struct screen *screen = SCREENS[app->screen];
    bool lost = game_is_lost(app);
    if (lost && event->type == SDL_KEYDOWN && event->key.keysym.sym == SDLK_RETURN)
        game_reconnect(app);
    if (screen->event && !lost)
        screen->event(app, event);
}

static void draw_said(struct app *app) {
    if (app->now_ms >= app->said_until || !app->said[0] || app->table.overlay != TABLE_NO_OVERLAY)
        return;
    float w = ui_text_width(UI_SANS, app->said) + 32, most = ui_width() - 80, y = 56;
    bool one = w <= most;
    w = one ? w : most;
    float x = (ui_width() - w) / 2, h = one ? 34 : 16 + 18 * (float)ui_text_lines(UI_SANS, w - 32, app->said);
    struct ui_rect at = ui_rect(x, y, w, h);
    ui_panel_begin("said", at);
    ui_shadow(at, 4);
    ui_fill(at, UI_AMBER_DIM, 4);
    ui_frame(at, UI_AMBER, 4, 1);
    if (one)
        ui_text(UI_SANS, x + w / 2, y + 22, UI_TEXT, UI_CENTRE, app->said);
    else
        ui_text_wrap(UI_SANS, x + 16, y + 21, w - 32, 18, UI_TEXT, app->said);
    ui_panel_end();
}

static void draw_frame(struct app *app) {
    SDL_SetRenderTarget(app->renderer, NULL);
    SDL_RenderSetClipRect(app->renderer, NULL);
    SDL_Color desk = palette_color(PALETTE_DESK, 255);
    SDL_SetRenderDrawColor(app->renderer, desk.r, desk.g, desk.b, 255);
    SDL_RenderClear(app->renderer);
    ui_begin();
    SCREENS[app->screen]->draw(app);
    draw_said(app);
    ui_end();
}

/* Goes on with the map's tiles; true while some are missing. A picture is drawn for a moving camera, for the
 * last tile, and from time to time between: drawing costs as much as making a tile. */
static bool step_tiles(struct app *app, bool busy) {
    bool alone = !busy && app->frames_left == 0, before = app->scenery.ready;
    bool ready = scenery_step(app, alone ? TILES_ALONE : TILES_MS);
    if (app->scenery.moving || ready != before ||
        (!ready && app->now_ms - app->drawn_ms >= TILES_SHOW))
        app->frames_left = app->frames_left > 1 ? app->frames_left : 1;
    return !ready;
}

int app_step(struct app *app) {
    app->step_ms = clock_ms() - app->now_ms;
    app->now_ms += app->step_ms;
    for (SDL_Event event; SDL_PollEvent(&event);)
        take_event(app, &event);
    if (app->ended)
        return -1;
    follow_scale(app);
    bool busy = game_step(app);
    const struct screen *screen = SCREENS[app->screen];
    busy |= screen->step && screen->step(app);
    busy |= board_step(app);
    bool tiles = app->scenery.layer && app->screen != APP_HANDOVER && step_tiles(app, busy);
    if (app->said[0] && app->now_ms >= app->said_until) {
        app->said[0] = 0;
        busy = true;
    }
    if (busy)
        app->frames_left = app->frames_left > 1 ? app->frames_left : 1;
    if (app->frames_left > 0) {
        app->frames_left--;
        app->drawn_ms = app->now_ms;
        draw_frame(app);
        SDL_RenderPresent(app->renderer);
    }
    return tiles ? 0 : busy || app->frames_left > 0 ? STEP_MS_BUSY : STEP_MS_IDLE;
}

bool app_is_still(const struct app *app) {
    bool tiles = !app->scenery.layer || app->screen == APP_HANDOVER ||
                 maplayer_step(app->scenery.layer, &app->scenery.camera, 1);
    return tiles && app->frames_left == 0 && !app->board.panned && (!app->model || !model_is_busy(app->model));
}

SDL_Surface *app_surface(struct app *app) {
    int w = 0, h = 0;
    draw_frame(app);
    SDL_GetRendererOutputSize(app->renderer, &w, &h);
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    if (surface && SDL_RenderReadPixels(app->renderer, NULL, SDL_PIXELFORMAT_ARGB8888, surface->pixels,
                                        surface->pitch) != 0) {
        SDL_FreeSurface(surface);
        surface = NULL;
    }
    SDL_RenderPresent(app->renderer);
    return surface;
}

bool app_picture(struct app *app, const char *path, char *why, size_t size) {
    SDL_Surface *surface = app_surface(app);
    bool written = surface && IMG_SavePNG(surface, path) == 0;
    if (!written)
        snprintf(why, size, "The picture cannot be written to %s: %s.", path, SDL_GetError());
    SDL_FreeSurface(surface);
    return written;
}

enum app_screen app_screen_now(const struct app *app) {
    return app->screen;
}
struct model *app_model(struct app *app) {
    return app->model;
}
size_t app_seat(const struct app *app) {
    return app->seat;
}
uint16_t app_selected(const struct app *app) {
    return app->table.unit;
}
bool app_shows_truth(const struct app *app) {
    if (app->review.seat)
        return app->review.eyes < 0;
    return (app->screen == APP_WATCH || app->screen == APP_PLAYBACK) && app_seat_now(app)->truth;
}
unsigned app_playback_turn(const struct app *app) {
    return app->playback.turn;
}
size_t app_playback_shown(const struct app *app) {
    return app->playback.shown;
}

bool app_hex_place(struct app *app, hex_t hex, int *x, int *y) {
    SDL_FPoint at = camera_hex_center(&app->scenery.camera, hex);
    *x = (int)at.x;
    *y = (int)at.y;
    return camera_hex_at(&app->scenery.camera, at.x, at.y) == hex;
}
bool app_unit_place(struct app *app, uint16_t unit, int *x, int *y) {
    for (size_t i = 0; i < app->board.count; i++) {
        if (app->board.item[i].kind != BOARD_UNIT || app->board.item[i].id != unit)
            continue;
        *x = (int)app->board.plate[i].at.x;
        *y = (int)app->board.plate[i].at.y;
        return true;
    }
    return false;
}
