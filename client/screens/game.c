/* Games: begun here or joined; whose turn it is at this screen; which screen that means. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

const struct scenario *game_find(void *ctx, const char *id, char *why, size_t size) {
    struct app *app = ctx;
    struct problems problems = {0};
    const struct scenario *scenario = library_find(app->library, id, &problems);
    if (!scenario)
        snprintf(why, size, "%s", problems.count > 0 ? problems.text[0] : "There is no such scenario here.");
    return scenario;
}

static bool game_open(struct app *app, struct link *link, char *why, size_t size) {
    struct model_config config = {
        .name = settings_text(&app->settings, SETTING_name), .find = game_find, .find_ctx = app};
    app->model = model_create(&config, link);
    if (!app->model)
        snprintf(why, size, "There is not enough memory for the game.");
    app->seat = 0;
    app->seat_taken = false;
    memset(app->seen_turn, 0, sizeof app->seen_turn);
    memset(app->briefed, 0, sizeof app->briefed);
    memset(app->pin, 0, sizeof app->pin);
    app->noticed[0] = 0;
    app->chat = (struct chat_screen){.to = -1};
    memset(&app->table, 0, sizeof app->table);
    app->table.hover = HEX_NONE;
    app->table.margin_shown = app->table.log_shown = true;
    tabletop_select(app, UNIT_NONE, false);
    return app->model != NULL;
}

static bool game_open_local(struct app *app, char *why, size_t size) {
    struct link *link = link_open_local(&app->local, why, size);
    if (!link || !game_open(app, link, why, size))
        return false;
    for (size_t i = 0; link_local_token(link, i); i++)
        model_join(app->model, link_local_token(link, i));
    app->hotseat = true;
    app_go(app, APP_LOBBY);
    return true;
}

bool game_begin_hotseat(struct app *app, const char *scenario, char *why, size_t size) {
    game_end(app);
    app->local = (struct link_local_config){.maps = data_folder(),
                                            .scenario = app->local_scenario,
                                            .journal = app->journal[0] ? app->journal : ":memory:",
                                            .options = app->menu.options,
                                            .option = app->menu.options ? NULL : app->config.option};
    snprintf(app->local_scenario, sizeof app->local_scenario, "%s", scenario);
    for (int i = 0; i < SIDE_MAX; i++)
        app->local.ai[i] = app->config.ai[i] ? app->config.ai[i] : app->menu.computer[i] ? "scripted" : NULL;
    if (app->journal[0])
        link_local_forget(app->journal);
    return game_open_local(app, why, size);
}

bool game_continue_hotseat(struct app *app, char *why, size_t size) {
    game_end(app);
    app->local =
        (struct link_local_config){.maps = data_folder(), .journal = app->journal, .restore = true};
    return game_open_local(app, why, size);
}

void game_forget_hotseat(struct app *app) {
    bool kept = app->hotseat && app->journal[0];
    game_end(app);
    if (kept)
        link_local_forget(app->journal);
}

static struct link *network_link(struct app *app) {
    static char pins[512];
    settings_path(pins, sizeof pins, true, "known-hosts");
    /* What the command line said stands in the menu since the start. */
    const char *fingerprint = app->menu.fingerprint;
    bool tls = !app->menu.plain;
    return link_open_tcp(app->address, tls, fingerprint[0] ? fingerprint : NULL, pins[0] ? pins : NULL);
}

bool game_begin_network(struct app *app, const char *address, const char *token, char *why, size_t size) {
    game_end(app);
    snprintf(app->address, sizeof app->address, "%s", address);
    struct link *link = network_link(app);
    if (!link) {
        snprintf(why, size, "There is not enough memory for the connection.");
        return false;
    }
    if (!game_open(app, link, why, size))
        return false;
    model_join(app->model, token);
    app->hotseat = false;
    settings_set(&app->settings, SETTING_address, address);
    app_go(app, APP_LOBBY);
    return true;
}

bool game_reconnect(struct app *app) {
    struct link *link = app->hotseat ? NULL : network_link(app);
    if (link)
        model_reconnect(app->model, link);
    return link != NULL;
}

bool game_is_lost(const struct app *app) {
    if (!app->model || app->review.seat || app->screen == APP_LOBBY || app->screen == APP_MENU || app->screen == APP_OVER)
        return false;
    enum model_state state = model_state(app->model);
    return state == MODEL_LOST || state == MODEL_FAILED;
}

void game_end(struct app *app) {
    model_destroy(app->model);
    app->model = NULL;
    app->hotseat = false;
    app->board.count = 0;
}

/* The next seat at this screen that has not committed, after the present one; its own index when there is
 * none. */
static size_t seat_next(const struct app *app) {
    size_t count = model_seats(app->model);
    for (size_t i = 1; i <= count; i++) {
        size_t index = (app->seat + i) % count;
        if (!model_seat(app->model, index)->committed)
            return index;
    }
    return app->seat;
}

static bool all_seats(const struct app *app, enum seat_phase phase) {
    for (size_t i = 0; i < model_seats(app->model); i++)
        if (model_seat(app->model, i)->phase != phase)
            return false;
    return model_seats(app->model) > 0;
}

/* A new turn, or the next seat of a hot-seat: hand over, or go on at once when one person plays here. */
static void game_next_seat(struct app *app, size_t index) {
    app->seat = index;
    app->seat_taken = false;
    tabletop_select(app, UNIT_NONE, false);
    app->table.overlay = TABLE_NO_OVERLAY;
    if (app->hotseat && model_seats(app->model) > 1 && !app->config.quiet)
        app_go(app, APP_HANDOVER);
    else
        game_take_seat(app);
}

void game_take_seat(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    app->seat_taken = true;
    app->board.stale = true;
    if (!app->briefed[app->seat]) {
        app->briefed[app->seat] = true;
        app->table.overlay = app->config.quiet ? TABLE_NO_OVERLAY : TABLE_BRIEFING;
        app->seen_turn[app->seat] = seat->has_before ? app->seen_turn[app->seat] : seat->report_turn;
    }
    bool fresh = seat->has_before && seat->report_turn > app->seen_turn[app->seat] && seat->event_count > 0;
    app_go(app, fresh && !app->config.quiet ? APP_PLAYBACK : APP_TABLE);
}

void game_committed(struct app *app) {
    if (!app->hotseat)
        return;
    size_t next = seat_next(app);
    if (next != app->seat)
        game_next_seat(app, next);
}

/* The lobby ends when the first views are there. */
static void follow_lobby(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    char why[MODEL_TEXT_MAX];
    if (app->hotseat)
        for (size_t i = 0; i < model_seats(app->model); i++)
            model_ready(app->model, i);
    if (!seat || !seat->has_view || !(all_seats(app, SEAT_ORDERS) || all_seats(app, SEAT_OVER)))
        return;
    if (app->scenery.scenario != seat->scenario && !scenery_open(app, seat->scenario, why, sizeof why)) {
        game_end(app);
        snprintf(app->menu.trouble, sizeof app->menu.trouble, "%s", why);
        app_go(app, APP_MENU);
        return;
    }
    game_next_seat(app, 0);
}

/* The turn that is being watched is no longer the last one: the clock has run out meanwhile. */
static bool playback_is_past(const struct app *app, const struct seat *seat) {
    return app->screen == APP_PLAYBACK &&
           (seat->report_turn != app->playback.turn || seat->before.turn != app->playback.before);
}

/* A turn was resolved or the game ended while a table screen was up. */
static void follow_game(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    bool over = all_seats(app, SEAT_OVER);
    if (playback_is_past(app, seat))
        app_go(app, APP_PLAYBACK);
    if (over && app->screen != APP_OVER && app->screen != APP_PLAYBACK) {
        bool show =
            seat->has_before && seat->report_turn > app->seen_turn[app->seat] && model_seats(app->model) == 1;
        app->seat_taken = true;
        app_go(app, show ? APP_PLAYBACK : APP_OVER);
    } else if (!over && app->screen == APP_TABLE && seat->report_turn > app->seen_turn[app->seat] &&
               seat->has_before && seat->view.turn > seat->before.turn && !seat->committed) {
        game_next_seat(app, app->hotseat ? 0 : app->seat);
    }
}

bool game_step(struct app *app) {
    if (!app->model)
        return false;
    bool changed = model_step(app->model, app->now_ms);
    if (changed)
        app->board.stale = true;
    chat_step(app);
    if (strcmp(app->noticed, model_notice(app->model)) != 0) {
        snprintf(app->noticed, sizeof app->noticed, "%s", model_notice(app->model));
        if (app->noticed[0] && app->screen != APP_HANDOVER)
            app_say(app, app->noticed);
    }
    if (app->screen == APP_LOBBY)
        follow_lobby(app);
    else if (app->screen == APP_TABLE || app->screen == APP_HANDOVER || app->screen == APP_PLAYBACK)
        follow_game(app);
    return changed;
}
