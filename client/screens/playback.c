/* Playback: the last turn event by event, as this side saw it; before the orders begin. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define EVENT_MS 900.0f /* a sentence to be read */
#define MOVE_MS  220.0f

static float event_ms(const struct app *app, const struct event *event) {
    if (settings_is_on(&app->settings, SETTING_reduced_motion) || !playback_is_shown(event))
        return 1;
    return event->kind == EVENT_moved || event->kind == EVENT_sighted || event->kind == EVENT_lost_sight
               ? MOVE_MS
               : EVENT_MS;
}

void playback_show(struct app *app, float at) {
    const struct seat *seat = app_seat_now(app);
    struct playback_screen *play = &app->playback;
    float most = (float)seat->event_count;
    play->at = at < 0 ? 0 : at > most ? most : at;
    size_t shown = (size_t)play->at;
    if (shown == play->shown && app->board.count > 0)
        return;
    play->shown = shown;
    playback_view(seat->scenario, &seat->before, seat->events, shown, &play->view);
    if (app->screen != APP_REVIEW || shown > 0)
        play->view.plan.count = 0;
    app->board.stale = true;
    app_redraw(app);
}

static void playback_enter(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    app->playback.playing = true;
    app->playback.last_ms = app->now_ms;
    app->playback.shown = SIZE_MAX;
    app->playback.turn = seat->report_turn;
    app->playback.before = seat->before.turn;
    app->table.unit = UNIT_NONE;
    app->table.contact = CONTACT_NO;
    app->table.overlay = TABLE_NO_OVERLAY;
    app->seen_turn[app->seat] = seat->report_turn;
    playback_show(app, 0);
}

static void playback_end(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    bool over = seat->phase == SEAT_OVER && seat->role != SEAT_UMPIRE;
    app_go(app, over ? APP_OVER : watch_is_on(app) ? APP_WATCH : APP_TABLE);
}

bool playback_step(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    struct playback_screen *play = &app->playback;
    float passed = (float)(app->now_ms - play->last_ms);
    play->last_ms = app->now_ms;
    bool tick = tabletop_step(app);
    if (!play->playing)
        return tick;
    float at = play->at;
    while (passed > 0 && at < (float)seat->event_count) {
        size_t index = (size_t)at;
        float whole = event_ms(app, &seat->events[index]), left = whole * ((float)index + 1 - at);
        float used = passed < left ? passed : left;
        at = used < left ? at + used / whole : (float)index + 1;
        passed -= used > 0 ? used : passed;
    }
    playback_show(app, at);
    if (at >= (float)seat->event_count)
        play->playing = false;
    return play->playing;
}

static bool playback_event(struct app *app, const SDL_Event *event) {
    struct playback_screen *play = &app->playback;
    if (app->table.overlay != TABLE_NO_OVERLAY)
        return tabletop_event(app, event);
    if (event->type == SDL_KEYDOWN) {
        switch (event->key.keysym.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
        case SDLK_ESCAPE:
            playback_end(app);
            return true;
        case SDLK_SPACE:
            if (play->at >= (float)app_seat_now(app)->event_count)
                playback_show(app, 0);
            play->playing = !play->playing;
            return true;
        case SDLK_RIGHT:
            play->playing = false;
            playback_show(app, (float)(play->shown + 1));
            return true;
        case SDLK_LEFT:
            play->playing = false;
            playback_show(app, play->shown > 0 ? (float)(play->shown - 1) : 0);
            return true;
        case SDLK_F7:
            app->table.log_open = !app->table.log_open;
            return true;
        default:
            break;
        }
    }
    return map_event(app, event);
}

/* The last turn, or one of the record, as far as it is shown: map, margin, log and top bar. */
void playback_frame(struct app *app, const char *phase, struct table_area *area) {
    const struct seat *seat = app_seat_now(app);
    struct playback_screen *play = &app->playback;
    tabletop_areas(app, area);
    tabletop_draw_map(app, &play->view);
    if (play->shown < seat->event_count) {
        SDL_RenderSetClipRect(app->renderer, &app->scenery.camera.view);
        playback_draw_event(app, &seat->events[play->shown], play->at - (float)play->shown);
        SDL_RenderSetClipRect(app->renderer, NULL);
    }
    if (area->margin.w > 0)
        panel_margin(app, &play->view, area->margin);
    if (area->log.h > 0 || app->table.log_open)
        panel_log(app, area->log);
    panel_top(app, &play->view, area->top, phase);
}

static void playback_draw(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    struct table_area area;
    char phase[80];
    snprintf(phase, sizeof phase, "Turn %u · %s", seat->report_turn,
             seat->truth ? "the truth" : seat->scenario->side[seat->side].name);
    playback_frame(app, phase, &area);
    panel_playback(app, area.right);
    panel_overlay(app);
}

static const char *pulse_words(int pulse) {
    static const char *const words[] = {"Upkeep",  "Pulse 1", "Pulse 2", "Pulse 3",
                                        "Pulse 4", "Pulse 5", "Pulse 6", "Close"};
    return pulse >= 0 && pulse < 8 ? words[pulse] : "";
}

void playback_rows(struct app *app, const struct event *events, size_t count, struct ui_rect list) {
    const struct scenario *scenario = app->scenery.scenario;
    struct playback_screen *play = &app->playback;
    float y = list.y + 14;
    size_t first = play->shown;
    int pulse = -1;
    /* What just happened stands in the upper half, what went before above it. */
    for (float room = list.h * 0.45f; first > 0 && room > 0; first--) {
        char text[400];
        event_explain(scenario, &events[first - 1], text, sizeof text);
        if (playback_is_shown(&events[first - 1]))
            room -= (float)ui_text_lines(UI_SANS, list.w - 12, text) * 16 + 7;
    }
    for (size_t i = first; i < count && y < list.y + list.h - 16; i++) {
        char text[400];
        const struct event *event = &events[i];
        if (!playback_is_shown(event))
            continue;
        event_explain(scenario, event, text, sizeof text);
        int lines = ui_text_lines(UI_SANS, list.w - 12, text);
        bool heads = event->pulse != pulse;
        if (y + (heads ? 19 : 0) + (float)lines * 16 > list.y + list.h)
            break;
        if (heads) {
            ui_text(UI_SANS_BOLD, list.x, y, UI_BRASS, UI_LEFT, pulse_words(event->pulse));
            y += 19;
            pulse = event->pulse;
        }
        bool now = i + 1 == play->shown;
        if (now)
            ui_fill(ui_rect(list.x, y - 12, 3, (float)lines * 16), UI_BRASS, 0);
        ui_text_wrap(UI_SANS, list.x + 10, y, list.w - 12, 16,
                     now               ? UI_TEXT
                     : i < play->shown ? UI_DIM
                                       : UI_OFF,
                     text);
        y += (float)lines * 16 + 7;
    }
}

/* Where in the turn, and the slider and buttons that change it. */
void playback_transport(struct app *app, struct ui_rect at) {
    const struct seat *seat = app_seat_now(app);
    struct playback_screen *play = &app->playback;
    float part = play->at, third = (at.w - 12) / 3;
    char text[64];
    size_t index = play->shown > 0 ? play->shown - 1 : 0;
    const struct event *event = index < seat->event_count ? &seat->events[index] : NULL;
    ui_text(UI_SANS_BOLD, at.x, at.y + 14, UI_TEXT, UI_LEFT, event ? pulse_words(event->pulse) : "");
    snprintf(text, sizeof text, "%zu of %zu", play->shown, seat->event_count);
    ui_text(UI_NARROW, at.x + at.w, at.y + 14, UI_DIM, UI_RIGHT, text);
    if (ui_slider("at", ui_rect(at.x + 6, at.y + 20, at.w - 12, 20), &part, (float)seat->event_count)) {
        play->playing = false;
        playback_show(app, part);
    }
    if (ui_button("back", ui_rect(at.x, at.y + 46, third, 28), "Back", "‹", UI_BUTTON_PLAIN, NULL))
        play->playing = false, playback_show(app, (float)index);
    if (ui_button("play", ui_rect(at.x + third + 6, at.y + 46, third, 28), play->playing ? "Pause" : "Play",
                  "Space", UI_BUTTON_PLAIN, NULL)) {
        if (play->at >= (float)seat->event_count)
            playback_show(app, 0);
        play->playing = !play->playing;
    }
    if (ui_button("step", ui_rect(at.x + 2 * third + 12, at.y + 46, third, 28), "Step", "›", UI_BUTTON_PLAIN,
                  NULL))
        play->playing = false, playback_show(app, (float)(play->shown + 1));
}

void panel_playback(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    float x = area.x + 10, w = area.w - 20, bottom = area.y + area.h - 12;
    char text[64];
    ui_panel_begin("playback", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, 1, area.h), UI_DESK_DEEP, 0);
    snprintf(text, sizeof text, "Turn %u", seat->report_turn);
    ui_text(UI_SERIF_BOLD, x, area.y + 26, UI_TEXT, UI_LEFT, text);
    if (seat->truth)
        snprintf(text, sizeof text, "all that happened");
    else
        snprintf(text, sizeof text, "what %s saw", seat->scenario->side[seat->side].name);
    ui_text(UI_NARROW, x + w, area.y + 26, UI_DIM, UI_RIGHT, text);
    ui_fill(ui_rect(x, area.y + 34, w, 1), UI_LINE, 0);
    playback_rows(app, seat->told ? seat->told : seat->events, seat->event_count,
                  ui_rect(x, area.y + 44, w, bottom - 130 - area.y - 44));
    playback_transport(app, ui_rect(x, bottom - 120, w, 74));
    bool over = seat->phase == SEAT_OVER && seat->role != SEAT_UMPIRE;
    if (ui_button("orders", ui_rect(x, bottom - 36, w, 36),
                  over               ? "To the result"
                  : watch_is_on(app) ? "To the map"
                                     : "To the orders",
                  "Enter",
                  UI_BUTTON_PRIMARY, NULL))
        playback_end(app);
    ui_panel_end();
}

const struct screen screen_playback = {"playback", playback_enter, playback_event, playback_step,
                                       playback_draw};
