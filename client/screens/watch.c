/* Looking on: a spectator sees what sides knew some turns ago, the umpire what they know now and the truth. Nobody gives
 * orders here. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

bool watch_is_on(const struct app *app) {
    const struct seat *seat = app->review.seat ? NULL : app_seat_now(app);
    return seat && (seat->role == SEAT_SPECTATOR || seat->role == SEAT_UMPIRE);
}

static size_t place_index(const struct app *app) {
    const struct seat *now = app_seat_now(app);
    for (size_t i = 0; i < model_seats(app->model); i++)
        if (model_seat(app->model, i)->place == now->place)
            return i;
    return app->seat;
}

const struct seat *watch_place(const struct app *app) {
    return model_seat(app->model, place_index(app));
}

const struct view *watch_view(const struct app *app) {
    return &app_seat_now(app)->view;
}

const struct view_unit *watch_truth_unit(const struct app *app, uint16_t handle, const struct view **view) {
    if (app->screen != APP_WATCH || !app_seat_now(app)->truth || handle == 0)
        return NULL;
    return truth_unit(app->model, app->seat, (uint16_t)(handle - 1), view);
}

uint16_t watch_chosen_unit(const struct app *app) {
    if (app->table.unit != UNIT_NONE)
        return app->table.unit;
    const struct view *view;
    const struct view_unit *unit =
        app->table.contact != CONTACT_NO ? watch_truth_unit(app, app->table.contact, &view) : NULL;
    return unit ? unit->unit : UNIT_NONE;
}

void watch_eyes(struct app *app, int eyes) {
    const struct seat *place = watch_place(app);
    if ((eyes < 0 && place->role != SEAT_UMPIRE) || (!place->all_sides && eyes != place->side) ||
        eyes >= place->scenario->sides)
        return;
    uint16_t unit = watch_chosen_unit(app);
    app->seat = truth_eyes(app->model, place_index(app), eyes);
    tabletop_select(app, UNIT_NONE, false);
    app->board.stale = true;
    if (unit != UNIT_NONE && view_unit_find(watch_view(app), unit))
        tabletop_select(app, unit, false);
    app_redraw(app);
}

void watch_begin(struct app *app, size_t index) {
    app->watch = (struct watch_screen){0};
    app->seat = model_seat(app->model, index)->role == SEAT_UMPIRE ? truth_eyes(app->model, index, -1) : index;
    app->seat_taken = true;
    app->table.overlay = TABLE_NO_OVERLAY;
    tabletop_select(app, UNIT_NONE, false);
    for (size_t i = 0; i < model_seats(app->model); i++) /* what was before one came is not played */
        app->seen_turn[i] = model_seat(app->model, i)->report_turn;
    app_go(app, APP_WATCH);
}

/* The last turn, as the eyes at the screen were told it; the truth: all of it. */
static bool play_turn(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    if (!seat->has_before || seat->event_count == 0) {
        app_say(app, "There is no turn to be played back yet: wait until one is over.");
        return false;
    }
    app_go(app, APP_PLAYBACK);
    return true;
}

bool watch_step_game(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    app->board.stale = true;
    if (seat->report_turn < app->seen_turn[app->seat])
        app->seen_turn[app->seat] = seat->report_turn;
    bool ends = seat->phase == SEAT_OVER && seat->role == SEAT_SPECTATOR; /* an umpire may still go back */
    bool fresh = seat->role == SEAT_SPECTATOR && seat->has_before && seat->event_count > 0 &&
                 seat->report_turn > app->seen_turn[app->seat] && app->table.overlay == TABLE_NO_OVERLAY;
    if (fresh && !app->config.quiet)
        app_go(app, APP_PLAYBACK);
    else if (ends)
        app_go(app, APP_OVER);
    return fresh || ends;
}

static void watch_enter(struct app *app) {
    app->table.panned = app->table.dragging = false;
    app->table.tool = ORDER_none;
    app->board.stale = true;
}

static bool watch_step(struct app *app) {
    struct watch_screen *watch = &app->watch;
    const struct asked *asked = &watch_place(app)->asked;
    if (watch->sent && !asked->waits) {
        watch->sent = false;
        if (asked->done > watch->done)
            umpire_begin(app, UMPIRE_NO_FORM);
        app_redraw(app);
    }
    return tabletop_step(app);
}

static void choose_hex(struct app *app, hex_t hex, bool hex_alone, const struct board_item *item) {
    struct table_screen *table = &app->table;
    if (item && item->kind == BOARD_UNIT && !hex_alone) {
        tabletop_select(app, item->id, false);
    } else if (item && item->kind == BOARD_CONTACT && !hex_alone) {
        tabletop_select(app, UNIT_NONE, false);
        const struct view_contact *contact = view_contact_find(watch_view(app), item->id);
        table->contact = item->id;
        table->hex = contact ? contact->hex : HEX_NONE;
    } else if (app->watch.form == UMPIRE_AMEND) {
        amend_take_hex(app, hex);
    } else {
        tabletop_select(app, UNIT_NONE, false);
        table->hex = hex;
    }
    if (app->watch.form == UMPIRE_AMEND && item && !hex_alone)
        amend_take_unit(app, watch_chosen_unit(app));
    app->board.stale = true;
    app_redraw(app);
}

static bool watch_mouse(struct app *app, const SDL_Event *event) {
    float ratio = ui_pixel_ratio();
    const SDL_Rect *v = &app->scenery.camera.view;
    if (event->type == SDL_MOUSEMOTION) {
        float x = (float)event->motion.x * ratio, y = (float)event->motion.y * ratio;
        app->table.hover = ui_has_mouse() ? HEX_NONE : camera_hex_at(&app->scenery.camera, x, y);
        return true;
    }
    if (event->type != SDL_MOUSEBUTTONUP || event->button.button != SDL_BUTTON_LEFT || ui_has_mouse())
        return false;
    float x = (float)event->button.x * ratio, y = (float)event->button.y * ratio;
    SDL_Point at = {(int)x, (int)y};
    hex_t hex = camera_hex_at(&app->scenery.camera, x, y);
    if (SDL_PointInRect(&at, v) && hex < app->scenery.scenario->map.count)
        choose_hex(app, hex, (SDL_GetModState() & KMOD_SHIFT) != 0, board_pick(app, x, y));
    return true;
}

/* The next unit that is shown, by its number: own ones of the eyes, in truth those of all sides. */
static void next_unit(struct app *app, int by) {
    const struct scenario *scenario = app_seat_now(app)->scenario;
    int count = scenario->roster_count, at = watch_chosen_unit(app) == UNIT_NONE ? (by > 0 ? -1 : 0) : watch_chosen_unit(app);
    for (int i = 1; i <= count; i++) {
        uint16_t unit = (uint16_t)(((at + by * i) % count + count) % count);
        const struct view *view = watch_view(app);
        const struct view_unit *own = view_unit_find(view, unit);
        const struct view_contact *other = app_seat_now(app)->truth ? view_contact_find(view, (uint16_t)(unit + 1)) : NULL;
        if (own && own->status == UNIT_ON_MAP) {
            tabletop_select(app, unit, true);
        } else if (other) {
            tabletop_select(app, UNIT_NONE, false);
            app->table.contact = other->handle;
            app->table.hex = other->hex;
            camera_show(&app->scenery.camera, other->hex, app->now_ms);
        } else {
            continue;
        }
        if (app->watch.form == UMPIRE_AMEND)
            amend_take_unit(app, unit);
        return;
    }
}

void watch_result(struct app *app) {
    if (app_seat_now(app)->truth) /* its points are a side's */
        watch_eyes(app, 0);
    app_go(app, APP_OVER);
}

/* To the orders of a side that the umpire plays: that of the eyes, else the first. */
static void give_orders(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    if (!seat->truth && places_play(app, seat->side))
        return;
    for (int side = 0; side < seat->scenario->sides; side++)
        if (places_play(app, side))
            return;
    app_say(app, "You play no side: take one over first (T).");
}

static bool watch_key(struct app *app, SDL_Keycode sym, bool shift) {
    struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    if (seat->role == SEAT_UMPIRE && umpire_key(app, sym))
        return true;
    if (sym >= SDLK_0 && sym <= SDLK_0 + seat->scenario->sides)
        watch_eyes(app, (int)(sym - SDLK_0) - 1);
    else if (sym == SDLK_o && seat->role == SEAT_UMPIRE)
        give_orders(app);
    else if (sym == SDLK_e && seat->phase == SEAT_OVER)
        watch_result(app);
    else if (sym == SDLK_SPACE)
        play_turn(app);
    else if (sym == SDLK_TAB)
        next_unit(app, shift ? -1 : 1);
    else if (sym == SDLK_s)
        table->sight = !table->sight;
    else if (sym == SDLK_F6)
        table->margin_shown = !table->margin_shown;
    else if (sym == SDLK_F7)
        table->log_open = !table->log_open;
    else if (sym == SDLK_F8)
        chat_toggle(app);
    else if (sym == SDLK_F9)
        table->overlay = TABLE_SEATS;
    else if (sym == SDLK_ESCAPE)
        tabletop_cancel(app);
    else
        return false;
    app->board.stale = true;
    app_redraw(app);
    return true;
}

static bool watch_event(struct app *app, const SDL_Event *event) {
    if (app->table.overlay != TABLE_NO_OVERLAY)
        return tabletop_event(app, event);
    if (ui_has_keyboard() && event->type == SDL_KEYDOWN)
        return false;
    if (event->type == SDL_KEYDOWN && watch_key(app, event->key.keysym.sym, (event->key.keysym.mod & KMOD_SHIFT) != 0))
        return true;
    return map_event(app, event) || watch_mouse(app, event);
}

static void watch_draw(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    const struct view *view = watch_view(app);
    struct table_area area;
    char phase[80];
    tabletop_areas(app, &area);
    tabletop_draw_map(app, view);
    snprintf(phase, sizeof phase, "%s · %s", seat->role == SEAT_UMPIRE ? "Umpire" : "Looking on",
             seat->truth ? "the truth" : seat->scenario->side[seat->side].name);
    if (area.margin.w > 0)
        panel_margin(app, view, area.margin);
    if (area.log.h > 0 || app->table.log_open)
        panel_log(app, area.log);
    panel_top(app, view, area.top, phase);
    panel_watch(app, area.right);
    panel_chat(app, area.map.x, area.map.y + area.map.h);
    panel_overlay(app);
}

const struct screen screen_watch = {"watch", watch_enter, watch_event, watch_step, watch_draw};
