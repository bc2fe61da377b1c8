/* Places at tables of a server: taken, kept for the next start, left. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

int places_of(const struct app *app, enum seat_role role) {
    const struct seat *now = app_seat_now(app);
    for (size_t i = 0; now && app->model && i < model_seats(app->model); i++) {
        const struct seat *seat = model_seat(app->model, i);
        if (seat->role == role && seat->game == now->game && seat->scenario)
            return (int)i;
    }
    return -1;
}

void places_line(const struct app *app, const char *token, char *out, size_t size) {
    snprintf(out, size, "ibar --connect %s --seat %s%s", app->address, token, app->menu.plain ? " --no-tls" : "");
}

void places_copy(struct app *app, const char *text, const char *said) {
    char why[MODEL_TEXT_MAX];
    if (SDL_SetClipboardText(text) == 0) {
        app_say(app, said);
        return;
    }
    snprintf(why, sizeof why, "The clipboard cannot be used: %.200s.", SDL_GetError());
    app_say(app, why);
}

/* So that one comes back to it after a restart. A watcher's place without a token is got anew from the lobby. */
static void keep(struct app *app, const struct seat *seat) {
    struct kept_place place;
    memset(&place, 0, sizeof place);
    if (app->hotseat || !seat->scenario || !seat->token[0])
        return;
    snprintf(place.address, sizeof place.address, "%s", app->address);
    snprintf(place.token, sizeof place.token, "%s", seat->token);
    snprintf(place.game, sizeof place.game, "%s", seat->game_name);
    snprintf(place.scenario, sizeof place.scenario, "%s", seat->scenario->id);
    if (seat->role == SEAT_PLAYER || (seat->role == SEAT_SPECTATOR && !seat->all_sides))
        snprintf(place.side, sizeof place.side, "%s", seat->scenario->side[seat->side].id);
    place.number = seat->game;
    place.role = (int)seat->role;
    kept_add(&app->kept, &place);
}

void places_umpire(struct app *app) {
    int umpire = places_of(app, SEAT_UMPIRE);
    if (umpire >= 0)
        watch_begin(app, (size_t)umpire);
}

bool places_play(struct app *app, int side) {
    const struct seat *now = app_seat_now(app);
    for (size_t i = 0; i < model_seats(app->model); i++) {
        const struct seat *seat = model_seat(app->model, i);
        if (seat->role != SEAT_PLAYER || seat->side != side || seat->game != now->game || !seat->has_view)
            continue;
        app->seat = i;
        app->briefed[i] = true;
        app->seen_turn[i] = seat->report_turn;
        game_take_seat(app);
        return true;
    }
    return false;
}

/* The place at the screen is gone: back to what is left. */
static void show_rest(struct app *app, const char *why) {
    app->seat = 0;
    if (places_of(app, SEAT_UMPIRE) >= 0) {
        places_umpire(app);
    } else if (app->from_lobby) {
        app_go(app, APP_GAMES);
    } else {
        game_end(app);
        app->menu.page = MENU_JOIN;
        snprintf(app->menu.trouble, sizeof app->menu.trouble, "%s", why);
        app_go(app, APP_MENU);
    }
    if (why[0])
        app_say(app, why);
}

/* A seat was given up, or is somebody else's now: away with it. */
static bool drop_left(struct app *app) {
    for (size_t i = 0; i < model_seats(app->model); i++) {
        const struct seat *seat = model_seat(app->model, i);
        char why[MODEL_TEXT_MAX];
        if (!seat->left)
            continue;
        snprintf(why, sizeof why, "%s", seat->taken ? seat->trouble : "You have given the seat up.");
        if (!seat->taken) /* else the token may still open it again */
            kept_remove(&app->kept, seat->token);
        bool here = model_seat(app->model, app->seat)->place == seat->place;
        size_t before = model_seats(app->model);
        model_drop(app->model, i);
        size_t gone = before - model_seats(app->model);
        app->places_seen = model_seats(app->model);
        app->table.overlay = TABLE_NO_OVERLAY;
        if (here)
            show_rest(app, why);
        else if (i < app->seat)
            app->seat -= gone;
        return here;
    }
    return false;
}

bool places_step(struct app *app) {
    if (app->hotseat)
        return false;
    if (drop_left(app))
        return true;
    size_t count = model_seats(app->model), first = app->places_seen;
    if (count <= first || (model_seat(app->model, first)->phase == SEAT_JOINING))
        return false;
    const struct seat *seat = model_seat(app->model, first);
    app->places_seen = count;
    if (seat->phase == SEAT_REFUSED)
        return false; /* waiting.c says why */
    keep(app, seat);
    if (seat->role == SEAT_PLAYER && places_of(app, SEAT_UMPIRE) >= 0) {
        char text[MODEL_TEXT_MAX];
        snprintf(text, sizeof text, "You play %s now: O gives its orders.", seat->scenario->side[seat->side].name);
        app_say(app, text);
        return false;
    }
    if (!app->from_lobby)
        return false;
    bool same = app->screen == APP_WAITING || app->screen == APP_TABLE; /* the host takes a seat at his table */
    app->seat = first;
    app->seat_taken = false;
    if (seat->role != SEAT_HOST || !same)
        app->table.overlay = TABLE_NO_OVERLAY;
    app->table_known = false;
    app->seats = (struct seats_sheet){.side = seat->side < 0 ? 0 : seat->side};
    app_go(app, APP_WAITING);
    if (seat->role == SEAT_HOST)
        app->table.overlay = TABLE_SEATS;
    return true;
}

void places_leave(struct app *app) {
    const struct seat *now = app_seat_now(app);
    if (!app->from_lobby || app->hotseat || !now || game_is_lost(app)) {
        game_end(app);
        app_go(app, APP_MENU);
        return;
    }
    uint64_t game = now->game;
    for (size_t i = model_seats(app->model); i-- > 0;) {
        const struct seat *seat = model_seat(app->model, i);
        if (seat->game != game || seat->follows)
            continue;
        model_leave(app->model, i, false);
        model_drop(app->model, i);
    }
    app->places_seen = model_seats(app->model);
    app->seat = 0;
    app->table.overlay = TABLE_NO_OVERLAY;
    app->chat = (struct chat_screen){.to = SAY_TO_ALL};
    app_go(app, APP_GAMES);
}
