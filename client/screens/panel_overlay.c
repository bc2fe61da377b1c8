/* Sheets over the table: briefing, keys, menu. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

bool sheet_begin(struct app *app, float w, float h, struct ui_rect *out) {
    float room_w = ui_width(), room_h = ui_height();
    w = w > room_w - 32 ? room_w - 32 : w;
    h = h > room_h - 32 ? room_h - 32 : h;
    *out = ui_rect((room_w - w) / 2, (room_h - h) / 2, w, h);
    ui_panel_begin("veil", ui_rect(0, 0, room_w, room_h));
    ui_fill(ui_rect(0, 0, room_w, room_h), ui_fade(UI_DESK_DEEP, 150), 0);
    bool outside = ui_area("outside", ui_rect(0, 0, room_w, room_h));
    ui_panel_end();
    ui_panel_begin("sheet", ui_rect(out->x - 10, out->y - 10, out->w + 20, out->h + 24));
    ui_shadow(*out, 8);
    ui_fill(*out, UI_IVORY, 8);
    if (outside)
        app->table.overlay = TABLE_NO_OVERLAY;
    return true;
}

static float sheet_paragraph(float x, float y, float w, const char *text) {
    return y + 18 * (float)ui_text_wrap(UI_SANS_LARGE, x, y, w, 18, UI_INK, text) + 8;
}

static float briefing_rows(const struct seat *seat, float x, float y, float w) {
    const struct scenario *scenario = seat->scenario;
    char text[64];
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, "What earns points");
    snprintf(text, sizeof text, "%d points reach your threshold", scenario_threshold(scenario, seat->options, seat->side));
    ui_text(UI_SANS, x + w, y, UI_INK_DIM, UI_RIGHT, text);
    y += 8;
    ui_fill(ui_rect(x, y, w, 1), UI_RULE, 0);
    for (int i = 0; i < scenario->victories; i++) {
        const struct victory *row = &scenario->victory[i];
        if (row->side != seat->side)
            continue;
        y += 20;
        char words[VICTORY_WORDS_MAX];
        victory_words(scenario, i, words);
        words[0] = (char)(words[0] >= 'a' && words[0] <= 'z' ? words[0] - 32 : words[0]);
        ui_text_cut(UI_SANS, x, y, w - 90, UI_INK, words);
        text_signed(row->points, text);
        size_t used = strlen(text);
        if (row->most)
            snprintf(text + used, sizeof text - used, "  (%u at most)", row->most);
        ui_text(UI_SANS_BOLD, x + w, y, UI_INK, UI_RIGHT, text);
    }
    return y + 14;
}

static void sheet_briefing(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    const struct scenario *scenario = seat->scenario;
    struct ui_rect at;
    char text[160];
    float w = 640, inner = w - 56;
    int lines = ui_text_lines(UI_SANS_LARGE, inner, scenario->intro) +
                ui_text_lines(UI_SANS_LARGE, inner, scenario->brief[seat->side]);
    int rows = 0;
    for (int i = 0; i < scenario->victories; i++)
        rows += scenario->victory[i].side == seat->side;
    float need = 110 + (float)lines * 18 + 40 + (float)rows * 20 + 84;
    sheet_begin(app, w, need, &at);
    float x = at.x + 28, y = at.y + 44;
    float title = ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, scenario->name);
    ui_text(UI_SERIF_ITALIC, x + title + 12, y, UI_INK_DIM, UI_LEFT, scenario->name_sq);
    snprintf(text, sizeof text, "%s · you are %s · %u turns of 30 minutes", scenario->date,
             scenario->side[seat->side].name, scenario->turns);
    ui_text(UI_SANS, x, y + 22, UI_INK_DIM, UI_LEFT, text);
    ui_fill(ui_rect(x, y + 34, at.w - 56, 1), UI_RULE, 0);
    struct ui_rect body = ui_rect(x, y + 36, at.w - 56, at.h - 80 - 64);
    float up = ui_scroll_begin("brief", body, need - 150, false);
    y = body.y + 22 - up;
    y = sheet_paragraph(x, y, at.w - 66, scenario->intro);
    y = sheet_paragraph(x, y, at.w - 66, scenario->brief[seat->side]) + 10;
    briefing_rows(seat, x, y, at.w - 66);
    ui_scroll_end();
    if (ui_button("begin", ui_rect(at.x + at.w - 258, at.y + at.h - 54, 230, 38), "To the map", "Enter",
                  UI_BUTTON_INK, NULL))
        app->table.overlay = TABLE_NO_OVERLAY;
    ui_panel_end();
}

static void sheet_help(struct app *app) {
    static const char *const keys[][2] = {
        {"Click", "select a unit; with one selected, move there; again: the next of the stack"},
        {"Right button", "draw the way of a move hex by hex"},
        {"Tab", "next unit without an order (Shift: back); while aiming, next target"},
        {"1 to 9", "while aiming: the targets as listed; letters: the two ways of some orders"},
        {"M W A F ... 1 to 7", "orders of the selected unit: the key on its button; H: hold"},
        {"8 9 0", "fire policy hold, return, free"},
        {"K", "a move that is stopped presses on, or halts"},
        {"Delete", "take the unit's order back (Backspace too)"},
        {"Ctrl+Z  Ctrl+Y", "undo, redo"},
        {"Enter", "commit (take back while others plan); while aiming: give the order"},
        {"Esc", "give up what is under way; then the menu"},
        {"Drag, wheel, + −", "move and zoom the map (arrows too); Home shows all of it"},
        {"S", "what the selected unit sees; the line to the mouse"},
        {"C", "next contact"},
        {"Space, arrows", "while a turn is shown: pause, one event back or on"},
        {"F1 F2 F6 F7 F8 F9", "this sheet, briefing, margin, log, chat; who sits where, votes, rulings"},
    };
    struct ui_rect at;
    int count = (int)(sizeof keys / sizeof keys[0]);
    sheet_begin(app, 660, 112 + (float)count * 25 + 96, &at);
    float x = at.x + 28, y = at.y + 42;
    ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, "Keys");
    ui_fill(ui_rect(x, y + 12, at.w - 56, 1), UI_RULE, 0);
    y += 34;
    for (int i = 0; i < count; i++, y += 25) {
        ui_text(UI_SANS_BOLD, x, y, UI_INK, UI_LEFT, keys[i][0]);
        ui_text_cut(UI_SANS, x + 130, y, at.w - 56 - 130, UI_INK, keys[i][1]);
    }
    ui_fill(ui_rect(x, y - 8, at.w - 56, 1), UI_RULE, 0);
    ui_text_wrap(UI_SANS, x, y + 12, at.w - 56, 17, UI_INK_DIM,
                 "A turn has six pulses of five minutes; in each all move, see, fire and meet. Then the "
                 "Close: check, arrest, clear, "
                 "search and the rest, each kind at once for all. An order costs 1 command; one kind to "
                 "units within 2 hexes of "
                 "a leader or HQ costs 1 together.");
    if (ui_button("close", ui_rect(at.x + at.w - 188, at.y + at.h - 50, 160, 36), "Back", "Enter",
                  UI_BUTTON_INK, NULL))
        app->table.overlay = TABLE_NO_OVERLAY;
    ui_panel_end();
}

static void sheet_menu(struct app *app) {
    static const double scales[] = {0, 0.85, 1, 1.25, 1.5, 2};
    struct ui_rect at;
    char text[32];
    sheet_begin(app, 380, app->hotseat ? 318 : 360, &at);
    float x = at.x + 28, y = at.y + 42, w = at.w - 56;
    ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, "Ibar");
    y += 18;
    if (ui_button("back", ui_rect(x, y, w, 36), "Back to the table", "Esc", UI_BUTTON_INK, NULL))
        app->table.overlay = TABLE_NO_OVERLAY;
    bool shown = app->screen != APP_HANDOVER; /* a briefing is its own side's */
    if (shown &&
        ui_button("briefing", ui_rect(x, y + 44, w / 2 - 4, 32), "Briefing", NULL, UI_BUTTON_PAPER, NULL))
        app->table.overlay = TABLE_BRIEFING;
    if (shown &&
        ui_button("keys", ui_rect(x + w / 2 + 4, y + 44, w / 2 - 4, 32), "Keys", NULL, UI_BUTTON_PAPER, NULL))
        app->table.overlay = TABLE_HELP;
    ui_text(UI_SANS, x, y + 102, UI_INK_DIM, UI_LEFT, "Size of everything");
    for (int i = 0; i < 6; i++) {
        snprintf(text, sizeof text, scales[i] > 0 ? "%g" : "auto", scales[i]);
        bool on = settings_number(&app->settings, SETTING_scale) == scales[i];
        if (ui_button(text, ui_rect(x + (float)i * w / 6, y + 110, w / 6 - 4, 26), text, NULL,
                      on ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE, NULL)) {
            snprintf(text, sizeof text, "%g", scales[i]);
            settings_set(&app->settings, SETTING_scale, text);
        }
    }
    bool still = settings_is_on(&app->settings, SETTING_reduced_motion);
    if (ui_button("motion", ui_rect(x, y + 148, w, 28), still ? "Motion: off" : "Motion: on", NULL,
                  UI_BUTTON_PAPER, NULL)) {
        settings_set(&app->settings, SETTING_reduced_motion, still ? "0" : "1");
        app->scenery.camera.still = !still;
    }
    if (!app->hotseat &&
        ui_button("seats", ui_rect(x, y + 188, w, 32), "Who sits where", "F9", UI_BUTTON_PAPER,
                  "Seats, clocks, votes, invitations, rulings"))
        app->table.overlay = TABLE_SEATS;
    bool leave = ui_button("leave", ui_rect(x, y + (app->hotseat ? 196 : 236), w, 34),
                           app->hotseat && !app->journal[0]                                  ? "End this game"
                           : app->screen == APP_TABLE && places_of(app, SEAT_UMPIRE) >= 0 ? "Back to the umpire's map"
                                                                                              : "Leave the table",
                           NULL, UI_BUTTON_PAPER,
                           app->hotseat && app->journal[0]
                               ? "The game is kept: go on with it from the menu."
                           : app->hotseat ? "This hot-seat game is kept nowhere."
                                        : "Your seat stays yours: join again with the same token.");
    ui_panel_end();
    bool umpire = app->screen == APP_TABLE && !app->hotseat && places_of(app, SEAT_UMPIRE) >= 0;
    if (leave && umpire)
        places_umpire(app);
    else if (leave)
        places_leave(app);
}

/* The link is gone: why, and the way back. */
static void sheet_lost(struct app *app) {
    struct ui_rect at;
    sheet_begin(app, 460, 250, &at);
    float x = at.x + 28, w = at.w - 56;
    ui_text(UI_SERIF_TITLE, x, at.y + 44, UI_INK, UI_LEFT, "The connection is lost");
    float next = at.y + 70;
    if (app->back.lost && app->back.farewell[0])
        next += 6 + 17 * (float)ui_text_wrap(UI_SANS, x, next, w, 17, UI_INK, app->back.farewell);
    next += 10 + 17 * (float)ui_text_wrap(UI_SANS, x, next, w, 17, UI_INK_DIM, game_lost_why(app));
    int seconds = game_retry_seconds(app);
    char text[64] = "Trying to connect again ...";
    if (seconds > 0)
        snprintf(text, sizeof text, "Tries again in %d second%s.", seconds, seconds == 1 ? "" : "s");
    if (seconds >= 0)
        ui_text(UI_SANS_BOLD, x, next, UI_INK, UI_LEFT, text);
    float y = at.y + at.h - 56;
    bool leave = ui_button("leave", ui_rect(x, y, 120, 36), "Leave", NULL, UI_BUTTON_PAPER, NULL);
    if (!app->hotseat &&
        ui_button("again", ui_rect(at.x + at.w - 228, y, 200, 36), "Connect again", "Enter", UI_BUTTON_INK,
                  "Your seat and the orders that were acknowledged are kept by the server."))
        game_reconnect(app);
    ui_panel_end();
    if (leave) {
        game_end(app);
        app_go(app, APP_MENU);
    }
}

void panel_overlay(struct app *app) {
    if (game_is_lost(app)) {
        sheet_lost(app);
        return;
    }
    if (app->table.overlay == TABLE_BRIEFING)
        sheet_briefing(app);
    else if (app->table.overlay == TABLE_HELP)
        sheet_help(app);
    else if (app->table.overlay == TABLE_MENU)
        sheet_menu(app);
    else if (app->table.overlay == TABLE_SEATS)
        sheet_seats(app);
}
