/* The table's sheet while it waits: who sits where, who is ready. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

static void waiting_leave(struct app *app, const char *why) {
    if (app->from_lobby && !why[0]) {
        places_leave(app);
        return;
    }
    snprintf(app->menu.trouble, sizeof app->menu.trouble, "%s", why);
    app->menu.page = app->hotseat ? MENU_HOTSEAT : MENU_JOIN;
    game_end(app);
    app_go(app, APP_MENU);
}

static bool waiting_event(struct app *app, const SDL_Event *event) {
    if (event->type != SDL_KEYDOWN)
        return false;
    if (app->table.overlay != TABLE_NO_OVERLAY)
        return tabletop_event(app, event);
    if (event->key.keysym.sym == SDLK_F8) {
        chat_toggle(app);
        return true;
    }
    if (ui_has_keyboard())
        return false;
    if (event->key.keysym.sym == SDLK_F9 && chat_is_there(app))
        app->table.overlay = TABLE_SEATS;
    else if (event->key.keysym.sym == SDLK_ESCAPE)
        waiting_leave(app, "");
    else if (event->key.keysym.sym == SDLK_RETURN)
        model_ready(app->model, app->seat);
    return true;
}

static bool waiting_step(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    char why[MODEL_TEXT_MAX];
    if (model_state(app->model) == MODEL_FAILED && !app->back.lost) {
        snprintf(why, sizeof why, "%s", model_why(app->model));
        waiting_leave(app, why);
        return true;
    }
    if (seat && seat->phase == SEAT_REFUSED) {
        snprintf(why, sizeof why, "%s", seat->trouble);
        waiting_leave(app, why);
        return true;
    }
    return seat && tabletop_step(app);
}

static void waiting_seat(struct app *app, const struct seat *seat, int side, struct ui_rect at) {
    const struct seat_public *who = &seat->others[side];
    bool me = seat->role == SEAT_PLAYER && side == seat->side;
    char text[96], name[96];
    struct counter counter = {
        .side = counter_side_of(seat->scenario, side), .symbol = "none", .facing = COUNTER_NO_FACING};
    ui_fill(at, me ? UI_PAPER_ON : UI_PAPER, 5);
    ui_frame(at, me ? 0x8A6A1EFFu : UI_RULE, 5, me ? 2 : 1);
    counter_in_panel(app, &counter, at.x + 38, at.y + at.h / 2, 0.27f);
    ui_text(UI_SERIF_BOLD, at.x + 78, at.y + 24, UI_INK, UI_LEFT, seat->scenario->side[side].name);
    seats_who(app, seat, side, name, sizeof name);
    ui_text_cut(UI_SANS, at.x + 78, at.y + 43, at.w - 216, UI_INK_DIM, name);
    snprintf(text, sizeof text, "%d points", scenario_threshold(seat->scenario, seat->options, side));
    ui_text(UI_SANS, at.x + at.w - 32, at.y + 23, UI_INK, UI_RIGHT, text);
    const char *standing;
    bool ready = seats_standing(seat, side, &standing), nobody = !ready && !who->connected && !seat->playing;
    if (seat->phase == SEAT_OVER)
        return;
    ui_text(ready ? UI_SANS_BOLD : UI_SANS, at.x + at.w - 32, at.y + 43, ready ? UI_GOOD : UI_INK_DIM,
            UI_RIGHT, !nobody ? standing : who->open ? "open" : "not connected");
    if (ready) {
        float x = at.x + at.w - (seat->playing ? 130 : 102), y = at.y + 39;
        ui_line(x, y, x + 4, y + 4, UI_GOOD, 2.4f);
        ui_line(x + 4, y + 4, x + 12, y - 6, UI_GOOD, 2.4f);
    }
}

static void waiting_rules(const struct app *app, const struct seat *seat, float x, float y, float w) {
    char seal[32];
    snprintf(seal, sizeof seal, "%02x%02x %02x%02x", seat->seal[0], seat->seal[1], seat->seal[2],
             seat->seal[3]);
    const char *print = link_fingerprint(model_link(app->model));
    char pinned[24];
    snprintf(pinned, sizeof pinned, "%s",
             print[0]       ? "TLS 1.3, pinned"
             : app->hotseat ? "this computer"
                            : "plain text");
    char watch[40];
    snprintf(watch, sizeof watch, "%u turn%s late", seat->watch_delay, seat->watch_delay == 1 ? "" : "s");
    const char *rows[][2] = {{"Spectators", seat->watched ? watch : "none"},
                             {"Umpire", seat->umpired ? "sees everything" : "none"},
                             {"Dice", "sealed, checkable"},
                             {"Seal begins", seal},
                             {"Connection", pinned}};
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, "Rules of this table");
    for (int i = 0; i < 5; i++) {
        float at = y + 28 + (float)i * 27;
        ui_text(UI_SANS, x, at, UI_INK_DIM, UI_LEFT, rows[i][0]);
        ui_text(UI_SANS_BOLD, x + w, at, UI_INK, UI_RIGHT, rows[i][1]);
        ui_fill(ui_rect(x, at + 8, w, 1), UI_RULE, 0);
    }
}

static const char *role_head(const struct seat *seat) {
    return seat->role == SEAT_HOST ? "You host this table" : seat->role == SEAT_UMPIRE ? "You are the umpire" : "You look on";
}

/* What somebody without a side may expect here. */
static void role_words(const struct seat *seat, float x, float y, float w) {
    char text[240];
    if (seat->role == SEAT_HOST && seat->playing)
        snprintf(text, sizeof text,
                 "Turn %u of %u is being played. You see no more of the game than all may: who sits where, and the "
                 "clocks (F9).",
                 seat->turn, seat->scenario->turns);
    else if (seat->phase == SEAT_OVER)
        snprintf(text, sizeof text, "The game is over.%s",
                 seat->role == SEAT_HOST ? " Who played or looked on sees its result and can review it." : "");
    else if (seat->role == SEAT_HOST)
        snprintf(text, sizeof text,
                 "Invite players, hand seats over, or play a side yourself: F9 opens the sheet of the seats.");
    else if (seat->role == SEAT_SPECTATOR && seat->delay > 0)
        snprintf(text, sizeof text,
                 "You see the game %u turn%s late: the map is shown as soon as turn %u has been played.", seat->delay,
                 seat->delay == 1 ? "" : "s", seat->delay);
    else
        snprintf(text, sizeof text, "The map is shown as soon as there is something for you to see.");
    ui_text_wrap(UI_SANS_LARGE, x, y, w, 18, UI_INK, text);
}

/* The brief of one's side; it scrolls where the window is low. */
static void side_words(const char *text, struct ui_rect at) {
    float high = 18 * (float)ui_text_lines(UI_SANS_LARGE, at.w - 14, text) + 8;
    float up = ui_scroll_begin("brief", at, high, false);
    ui_text_wrap(UI_SANS_LARGE, at.x, at.y + 16 - up, at.w - 14, 18, UI_INK, text);
    ui_scroll_end();
}

static void waiting_sheet(struct app *app, const struct seat *seat, struct ui_rect at) {
    const struct scenario *scenario = seat->scenario;
    float x = at.x + 28, y = at.y + 44, w = at.w - 56, seats = w < 640 ? w : w - 276;
    char text[160];
    float title = ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, scenario->name);
    if (strcmp(scenario->name, scenario->name_sq) != 0)
        ui_text(UI_SERIF_ITALIC, x + title + 12, y, UI_INK_DIM, UI_LEFT, scenario->name_sq);
    ui_text(UI_SANS_BOLD, x + w, y - 4, UI_INK, UI_RIGHT, seat->game_name);
    snprintf(text, sizeof text, "%s, %02d:%02d · %u turns of 30 minutes · %u × %u hexes", scenario->date,
             scenario->start_minute / 60, scenario->start_minute % 60, scenario->turns, scenario->map.cols,
             scenario->map.rows);
    ui_text(UI_SANS, x, y + 22, UI_INK_DIM, UI_LEFT, text);
    ui_fill(ui_rect(x, y + 36, w, 1), UI_RULE, 0);
    ui_text(UI_SERIF_BOLD, x, y + 62, UI_INK, UI_LEFT, "Seats");
    ui_text(UI_SANS, x + seats - 32, y + 62, UI_INK_DIM, UI_RIGHT, "threshold");
    for (int i = 0; i < scenario->sides; i++)
        waiting_seat(app, seat, i, ui_rect(x, y + 74 + (float)i * 61, seats, 54));
    if (seats < w)
        waiting_rules(app, seat, x + seats + 28, y + 62, w - seats - 28);
    y += 74 + (float)scenario->sides * 61 + 22;
    bool plays = seat->role == SEAT_PLAYER;
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, plays ? "Your side" : role_head(seat));
    if (plays)
        side_words(scenario->brief[seat->side], ui_rect(x, y + 8, w, at.y + at.h - 70 - (y + 8)));
    else
        role_words(seat, x, y + 24, w);
    y = at.y + at.h - 58;
    if (!seat->playing && seat->phase != SEAT_OVER)
        ui_text_wrap(UI_SANS, x, y + 16, w - 550, 16, UI_INK_DIM, "The game starts when all seats are ready.");
    if (chat_is_there(app) && ui_button("chat", ui_rect(at.x + at.w - 392, y, 110, 38), "Chat", "F8", UI_BUTTON_PAPER, NULL))
        chat_toggle(app);
    if (chat_is_there(app) &&
        ui_button("seats", ui_rect(at.x + at.w - 512, y, 112, 38), "Seats", "F9", UI_BUTTON_PAPER,
                  "Who sits where, invitations, hand-over"))
        app->table.overlay = TABLE_SEATS;
    if (ui_button("leave", ui_rect(at.x + at.w - (plays ? 274 : 158), y, plays ? 90 : 130, 38), "Leave", NULL,
                  UI_BUTTON_PAPER, NULL))
        waiting_leave(app, "");
    else if (plays && ui_button("ready", ui_rect(at.x + at.w - 176, y, 148, 38),
                       seat->ready ? "Ready" : "I am ready", seat->ready ? NULL : "Enter",
                       seat->ready ? UI_BUTTON_PAPER : UI_BUTTON_INK, NULL))
        model_ready(app->model, app->seat);
}

static void waiting_draw(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    float w = ui_width(), h = ui_height(), sw = w - 64 > 860 ? 860 : w - 64, sh = h - 56 > 608 ? 608 : h - 56;
    struct ui_rect at = ui_rect((w - sw) / 2, (h - sh) / 2, sw, sh);
    ui_panel_begin("waiting", ui_rect(0, 0, w, h));
    desk_draw();
    if (seat && seat->scenario && seat->phase != SEAT_JOINING) {
        ui_shadow(at, 8);
        ui_fill(at, UI_IVORY, 8);
        waiting_sheet(app, seat, at);
    } else {
        ui_text(UI_SERIF_TITLE, w / 2, h / 2 - 10, UI_TEXT, UI_CENTRE,
                app->hotseat ? "Laying out the table" : "Connecting");
        ui_text(UI_SANS_LARGE, w / 2, h / 2 + 20, UI_DIM, UI_CENTRE, app->hotseat ? "" : app->address);
        if (!app->hotseat &&
            ui_button("cancel", ui_rect(w / 2 - 70, h / 2 + 44, 140, 34), "", NULL, UI_BUTTON_PLAIN, NULL)) {
            ui_panel_end();
            waiting_leave(app, "");
            return;
        }
        if (!app->hotseat)
            ui_text(UI_SANS, w / 2, h / 2 + 66, UI_TEXT, UI_CENTRE, "Give up  Esc");
    }
    ui_panel_end();
    panel_chat(app, 24, h - 24);
    panel_overlay(app);
}

const struct screen screen_waiting = {"waiting", NULL, waiting_event, waiting_step, waiting_draw};
