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

#define RETRY_SOON_MS   1 /* the first time, in the next step: as a rule it was a moment's break */
#define RETRY_FIRST_MS  500
#define RETRY_DOUBLINGS 6 /* 0.5 s to 32 s */

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
    app->places_seen = 0;
    app->table_known = app->from_lobby = false;
    memset(&app->games, 0, sizeof app->games);
    memset(&app->seats, 0, sizeof app->seats);
    memset(&app->watch, 0, sizeof app->watch);
    app->chat = (struct chat_screen){.to = SAY_TO_ALL};
    memset(&app->back, 0, sizeof app->back);
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
    app_go(app, APP_WAITING);
    return true;
}

/* Sides that the command line gives to the program, by their ids in the scenario. False with a sentence in `why`. */
static bool computers_by_id(struct app *app, const char *id, char *why, size_t size) {
    bool any = false;
    for (int i = 0; i < SIDE_MAX; i++)
        any |= app->config.computer[i] != NULL;
    if (!any || !app->config.hotseat || strcmp(app->config.hotseat, id) != 0)
        return true;
    const struct scenario *scenario = game_find(app, id, why, size);
    for (int i = 0; scenario && i < SIDE_MAX; i++) {
        int side = app->config.computer[i] ? scenario_side(scenario, app->config.computer[i]) : -1;
        if (app->config.computer[i] && side < 0) {
            snprintf(why, size, "The scenario %s has no side %s for the program to play.", id, app->config.computer[i]);
            return false;
        }
        if (side >= 0)
            app->local.ai[side] = "scripted";
    }
    return scenario != NULL;
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
    if (!computers_by_id(app, scenario, why, size))
        return false;
    /* Another client plays the kept game: that one stays, and this one is kept nowhere. */
    bool elsewhere = app->journal[0] && !link_local_forget(app->journal);
    if (elsewhere)
        app->local.journal = ":memory:";
    bool begun = game_open_local(app, why, size);
    if (begun && elsewhere)
        app_say(app, "Another Ibar on this computer keeps its game; this one is not kept.");
    return begun;
}

bool game_continue_hotseat(struct app *app, char *why, size_t size) {
    game_end(app);
    app->local =
        (struct link_local_config){.maps = data_folder(), .journal = app->journal, .restore = true};
    return game_open_local(app, why, size);
}

void game_forget_hotseat(struct app *app) {
    bool kept = app->hotseat && app->local.journal == app->journal && app->journal[0];
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
    if (token)
        model_join(app->model, token);
    app->hotseat = false;
    app->from_lobby = token == NULL;
    settings_set(&app->settings, SETTING_address, address);
    app_go(app, token ? APP_WAITING : APP_GAMES);
    return true;
}

bool game_reconnect(struct app *app) {
    struct link *link = app->hotseat ? NULL : network_link(app);
    int waits = app->back.tries < RETRY_DOUBLINGS ? app->back.tries : RETRY_DOUBLINGS;
    app->back.tries++;
    app->back.next_ms = app->now_ms + (RETRY_FIRST_MS << waits);
    if (link)
        model_reconnect(app->model, link);
    app_redraw(app);
    return link != NULL;
}

static bool link_is_down(const struct app *app) {
    enum model_state state = model_state(app->model);
    return state == MODEL_LOST || state == MODEL_FAILED;
}

int game_retry_seconds(const struct app *app) {
    if (app->hotseat || !app->model || model_is_refused(app->model))
        return -1;
    if (!link_is_down(app))
        return 0;
    int64_t left = app->back.next_ms - app->now_ms;
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

const char *game_lost_why(const struct app *app) {
    return app->back.lost ? app->back.why : model_why(app->model);
}

/* A link that was lost is made again, at once and then after waits that double. */
static void follow_link(struct app *app) {
    bool down = link_is_down(app);
    int before = app->back.shown_s;
    if (!app->back.lost && down && model_state(app->model) == MODEL_LOST && !app->hotseat) {
        app->back.lost = true;
        snprintf(app->back.farewell, sizeof app->back.farewell, "%s",
                 app->now_ms < app->said_until && strcmp(app->said, app->noticed) == 0 ? app->said : "");
        app->back.tries = 0;
        app->back.next_ms = app->now_ms + RETRY_SOON_MS;
    } else if (app->back.lost && model_state(app->model) == MODEL_OPEN) {
        app->back.lost = false;
        app_say(app, "The connection is back.");
    }
    if (!app->back.lost)
        return;
    if (down)
        snprintf(app->back.why, sizeof app->back.why, "%s", model_why(app->model));
    app->back.shown_s = game_retry_seconds(app);
    if (app->back.shown_s != before)
        app_redraw(app);
    if (down && app->back.shown_s == 0 && app->now_ms >= app->back.next_ms)
        game_reconnect(app);
}

bool game_is_lost(const struct app *app) {
    if (app->model && (app->screen == APP_WAITING || app->screen == APP_GAMES))
        return app->back.lost;
    if (!app->model || app->review.seat || app->screen == APP_MENU || app->screen == APP_OVER)
        return false;
    return app->back.lost || link_is_down(app);
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

/* Of a hot-seat all, else the one at the screen. */
static bool all_seats(const struct app *app, enum seat_phase phase) {
    if (!app->hotseat)
        return app->seat < model_seats(app->model) && model_seat(app->model, app->seat)->phase == phase;
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
    app->in_setup = setup_is_on(seat);
    app->board.stale = true;
    if (!app->briefed[app->seat]) {
        app->briefed[app->seat] = true;
        app->table.overlay = app->config.quiet ? TABLE_NO_OVERLAY : TABLE_BRIEFING;
        app->seen_turn[app->seat] = seat->has_before ? app->seen_turn[app->seat] : seat->report_turn;
    }
    bool fresh = seat->has_before && seat->report_turn > app->seen_turn[app->seat] && seat->event_count > 0;
    if (app->config.quiet)
        app->seen_turn[app->seat] = seat->report_turn;
    app_go(app, fresh && !app->config.quiet ? APP_PLAYBACK : APP_TABLE);
}

void game_committed(struct app *app) {
    if (!app->hotseat)
        return;
    size_t next = seat_next(app);
    if (next != app->seat)
        game_next_seat(app, next);
}

/* Waiting ends when the first views are there. */
static void follow_waiting(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    char why[MODEL_TEXT_MAX];
    if (app->hotseat)
        for (size_t i = 0; i < model_seats(app->model); i++)
            model_ready(app->model, i);
    if (!seat || !seat->has_view || seat->role == SEAT_HOST || !(all_seats(app, SEAT_ORDERS) || all_seats(app, SEAT_OVER)))
        return;
    if (seat->role == SEAT_UMPIRE && !model_seat(app->model, truth_eyes(app->model, app->seat, -1))->has_view)
        return; /* the other sides' views come right behind */
    if (app->scenery.scenario != seat->scenario && !scenery_open(app, seat->scenario, why, sizeof why)) {
        game_end(app);
        snprintf(app->menu.trouble, sizeof app->menu.trouble, "%s", why);
        app_go(app, APP_MENU);
        return;
    }
    if (watch_is_on(app))
        watch_begin(app, app->seat);
    else
        game_next_seat(app, app->hotseat ? 0 : app->seat);
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
        app_go(app, seat->has_before ? APP_PLAYBACK : watch_is_on(app) ? APP_WATCH : APP_TABLE);
    if (watch_is_on(app))
        return;
    if (over && app->screen != APP_OVER && app->screen != APP_PLAYBACK) {
        bool show =
            seat->has_before && seat->report_turn > app->seen_turn[app->seat] && (!app->hotseat || model_seats(app->model) == 1);
        app->seat_taken = true;
        app_go(app, show ? APP_PLAYBACK : APP_OVER);
    } else if (!over && app->screen == APP_TABLE && seat->report_turn > app->seen_turn[app->seat] &&
               seat->has_before && seat->view.turn > seat->before.turn && !seat->committed) {
        game_next_seat(app, app->hotseat ? 0 : app->seat);
    } else if (!over && app->screen == APP_TABLE && app->in_setup && seat->view.turn > 0) {
        app->in_setup = false; /* the set-up has no report to be shown */
        game_next_seat(app, app->hotseat ? 0 : app->seat);
    }
}

/* The umpire went back to an earlier turn: what was shown of later ones did not happen. */
static void follow_rewind(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    for (size_t i = 0; i < model_seats(app->model); i++)
        if (app->seen_turn[i] > model_seat(app->model, i)->report_turn)
            app->seen_turn[i] = model_seat(app->model, i)->report_turn;
    if (app->screen == APP_OVER && !app->hotseat && seat && seat->phase == SEAT_ORDERS)
        app_go(app, watch_is_on(app) ? APP_WATCH : APP_TABLE);
}

bool game_step(struct app *app) {
    if (!app->model)
        return false;
    bool changed = model_step(app->model, app->now_ms);
    if (changed)
        app->board.stale = true;
    follow_link(app);
    if (places_step(app) || !app->model)
        return true;
    chat_step(app);
    news_step(app);
    follow_rewind(app);
    if (strcmp(app->noticed, model_notice(app->model)) != 0) {
        snprintf(app->noticed, sizeof app->noticed, "%s", model_notice(app->model));
        if (app->noticed[0] && app->screen != APP_HANDOVER)
            app_tell(app, app->noticed);
    }
    if (app->screen == APP_WAITING)
        follow_waiting(app);
    else if (app->screen == APP_WATCH && changed)
        watch_step_game(app);
    else if (app->screen == APP_TABLE || app->screen == APP_HANDOVER || app->screen == APP_PLAYBACK)
        follow_game(app);
    return changed;
}
