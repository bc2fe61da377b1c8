/* The log: what the side was told, each die drawn, each modifier named. Three lines, or all of it. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define LINE_H 18
#define TEXT_X 86

/* Events that say something; places taken and points follow from others. */
static bool log_wants(const struct event *event) {
    return event->kind != EVENT_none && event->kind != EVENT_moved;
}

static float put_die(struct app *app, int face, float x, float y) {
    int w = 0, h = 0;
    SDL_Texture *texture = key_die(app->key, face, &w, &h);
    if (texture)
        ui_image(texture, ui_rect(x, y - 13, (float)w / app->scale, (float)h / app->scale), 0, 0, 1, 1);
    return (float)w / app->scale + 4;
}

static float put_chip(const struct modifier_value *modifier, float x, float y) {
    char value[8], text[48];
    text_signed(modifier->value, value);
    snprintf(text, sizeof text, "%s %s", value, modifier_words(modifier->modifier));
    float w = ui_text_width(UI_NARROW, text) + 12;
    ui_fill(ui_rect(x, y - 12.5f, w, 17), UI_BUTTON, 8);
    ui_text(UI_NARROW, x + 6, y, UI_TEXT, UI_LEFT, text);
    return w + 5;
}

/* "Patrol 1 fires at X" [dice] [modifiers] "= 12" "a step and S1." */
static void line_with_dice(struct app *app, const struct event *event, char *text, float x, float y, float w,
                           unsigned colour) {
    char *head = text, *from = strchr(text, ':'), *last = from, sum[16];
    float right = x + w;
    for (char *c = from; (c = strchr(c + 1, ':')) != NULL;)
        last = c;
    *from = 0;
    x += ui_text(UI_SANS, x, y, colour, UI_LEFT, head) + 7;
    for (int i = 0; i < event->dice_count; i++) {
        if (event->dice[i] >= 1 && event->dice[i] <= 6 && event->dice_sides == 6) {
            x += put_die(app, event->dice[i], x, y);
        } else {
            snprintf(sum, sizeof sum, "%u", event->dice[i]);
            x += ui_text(UI_SANS_BOLD, x, y, UI_TEXT, UI_LEFT, sum) + 6;
        }
    }
    for (int i = 0; i < event->modifiers && x < right - 150; i++)
        x += put_chip(&event->modifier[i], x, y);
    if (event->modifiers > 0 && event->value != EVENT_VALUE_UNKNOWN) {
        snprintf(sum, sizeof sum, "= %d", event->value);
        x += ui_text(UI_SANS_BOLD, x, y, UI_BRASS, UI_LEFT, sum) + 8;
    }
    const char *tail = last && last != from ? last + 1 : "";
    while (*tail == ' ')
        tail++;
    if (*tail && x < right - 20)
        ui_text_cut(UI_SANS, x, y, right - x, colour, tail);
}

void log_line(struct app *app, const struct logged *line, float x, float y, float w, bool first) {
    char when[24], text[512];
    const struct event *event = &line->event;
    unsigned colour = first ? UI_TEXT : UI_DIM;
    if (event->pulse == 0)
        snprintf(when, sizeof when, "T%u · Upkeep", line->turn);
    else if (event->pulse <= 6)
        snprintf(when, sizeof when, "T%u · P%u", line->turn, event->pulse);
    else
        snprintf(when, sizeof when, "T%u · Close", line->turn);
    ui_text(first ? UI_NARROW_BOLD : UI_NARROW, x, y, first ? UI_BRASS : UI_DIM, UI_LEFT, when);
    event_explain(app->scenery.scenario, event, text, sizeof text);
    if (event->dice_count > 0 && strchr(text, ':'))
        line_with_dice(app, event, text, x + TEXT_X - 14, y, w - TEXT_X + 14, colour);
    else
        ui_text_cut(UI_SANS, x + TEXT_X - 14, y, w - TEXT_X + 14, colour, text);
}

/* Lines that may be shown: while a turn is played back, not those that are still to come. */
static size_t log_end(const struct app *app, const struct seat *seat) {
    size_t hidden = (app->screen == APP_PLAYBACK || app->screen == APP_REVIEW) && app->playback.shown < seat->event_count
                        ? seat->event_count - app->playback.shown
                        : 0;
    return seat->log_count > hidden ? seat->log_count - hidden : 0;
}

static size_t log_wanted(const struct app *app, const struct seat *seat, size_t limit, size_t *out,
                         size_t max) {
    size_t count = 0;
    for (size_t i = log_end(app, seat); i-- > 0 && count < max;)
        if (log_wants(&seat->log[i].event) && count < limit)
            out[count++] = i;
    return count;
}

static void log_strip(struct app *app, const struct seat *seat, struct ui_rect area) {
    size_t at[8];
    int lines = (int)((area.h - 8) / LINE_H);
    size_t count = log_wanted(app, seat, (size_t)lines, at, 8);
    ui_panel_begin("log", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, area.w, 1), UI_DESK_DEEP, 0);
    for (size_t i = 0; i < count; i++)
        log_line(app, &seat->log[at[i]], 14, area.y + 20 + (float)i * LINE_H, area.w - 80, i == 0);
    if (count == 0)
        ui_text(UI_SANS, 14, area.y + 24, UI_OFF, UI_LEFT,
                app->review.seat || watch_is_on(app) ? "The log is empty: nothing has happened yet."
                                                     : "The log is empty: nothing has happened that your side saw.");
    if (ui_area("open", ui_rect(area.w - 60, area.y + area.h - 26, 52, 20)))
        app->table.log_open = true;
    ui_text(UI_NARROW, area.w - 14, area.y + area.h - 11, ui_hovered() ? UI_BRASS : UI_DIM, UI_RIGHT,
            "Log  F7");
    if (chat_is_there(app)) {
        if (ui_area("chat", ui_rect(area.w - 124, area.y + area.h - 26, 56, 20)))
            chat_toggle(app);
        ui_text(UI_NARROW, area.w - 74, area.y + area.h - 11, ui_hovered() ? UI_BRASS : UI_DIM, UI_RIGHT, "Chat  F8");
    }
    ui_panel_end();
}

/* Everything, oldest first, over the lower half of the map. */
static void log_whole(struct app *app, const struct seat *seat) {
    struct table_area areas;
    tabletop_areas(app, &areas);
    float h = areas.map.h * 0.62f;
    struct ui_rect area = ui_rect(areas.margin.x, areas.map.y + areas.map.h + areas.log.h - h,
                                  areas.right.x - areas.margin.x, h);
    size_t wanted = 0, end = log_end(app, seat);
    for (size_t i = 0; i < end; i++)
        wanted += log_wants(&seat->log[i].event);
    ui_panel_begin("whole log", area);
    ui_shadow(area, 0);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, area.w, 1), UI_BRASS, 0);
    ui_text(UI_SERIF_BOLD, area.x + 14, area.y + 24, UI_TEXT, UI_LEFT, "Log");
    ui_text(UI_NARROW, area.x + area.w - 46, area.y + 22, UI_DIM, UI_RIGHT,
            app->review.seat || watch_is_on(app) ? "every die can be checked"
                                                 : "what your side saw; every die can be checked after the game");
    if (ui_button("close", ui_rect(area.x + area.w - 36, area.y + 7, 26, 22), "×", NULL, UI_BUTTON_SEGMENT,
                  "Close  (F7)"))
        app->table.log_open = false;
    struct ui_rect list = ui_rect(area.x, area.y + 36, area.w, area.h - 42);
    float up = ui_scroll_begin("lines", list, (float)wanted * LINE_H + 8, true), y = list.y + 16 - up;
    for (size_t i = 0; i < end; i++) {
        if (!log_wants(&seat->log[i].event))
            continue;
        if (y > list.y - LINE_H && y < list.y + list.h + LINE_H)
            log_line(app, &seat->log[i], area.x + 14, y, area.w - 40, seat->log[i].turn == seat->report_turn);
        y += LINE_H;
    }
    ui_scroll_end();
    ui_panel_end();
}

void panel_log(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    if (app->table.log_open)
        log_whole(app, seat);
    else if (area.h > 0)
        log_strip(app, seat, area);
}
