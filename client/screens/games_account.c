/* The lobby's sheets for accounts and for a token. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

struct ui_rect games_paper(struct app *app, float w, float h, const char *title) {
    float room_w = ui_width(), room_h = ui_height();
    w = w > room_w - 32 ? room_w - 32 : w;
    h = h > room_h - 32 ? room_h - 32 : h;
    struct ui_rect at = ui_rect((room_w - w) / 2, (room_h - h) / 2, w, h);
    ui_panel_begin("games veil", ui_rect(0, 0, room_w, room_h));
    ui_fill(ui_rect(0, 0, room_w, room_h), ui_fade(UI_DESK_DEEP, 150), 0);
    if (ui_area("games outside", ui_rect(0, 0, room_w, room_h)))
        games_sheet(app, GAMES_NO_SHEET);
    ui_panel_end();
    ui_panel_begin("games sheet", ui_rect(at.x - 10, at.y - 10, at.w + 20, at.h + 24));
    ui_shadow(at, 8);
    ui_fill(at, UI_IVORY, 8);
    ui_text(UI_SERIF_TITLE, at.x + 28, at.y + 40, UI_INK, UI_LEFT, title);
    ui_fill(ui_rect(at.x + 28, at.y + 50, at.w - 56, 1), UI_RULE, 0);
    return at;
}

static bool field(const char *id, const char *label, const char *hint, char *text, size_t size, bool secret, float x,
                  float y, float w) {
    ui_text(UI_SANS_BOLD, x, y, UI_INK, UI_LEFT, label);
    return ui_field(id, ui_rect(x, y + 7, w, 30), text, size, hint, secret);
}

static bool is_long_enough(struct games_screen *games, const char *password) {
    if (strlen(password) >= MODEL_PASSWORD_LEAST)
        return true;
    snprintf(games->trouble, sizeof games->trouble, "A password has at least %d characters; this one has %zu.",
             MODEL_PASSWORD_LEAST, strlen(password));
    return false;
}

static void log_in(struct app *app, bool make) {
    struct games_screen *games = &app->games;
    games->trouble[0] = 0;
    if (!games->name[0])
        snprintf(games->trouble, sizeof games->trouble, "Type the name of the account.");
    else if (is_long_enough(games, games->password)) {
        model_login(app->model, games->name, games->password, make);
        games->logs_in = true;
        settings_set(&app->settings, SETTING_name, games->name);
        memset(games->password, 0, sizeof games->password);
    }
}

static void change(struct app *app) {
    struct games_screen *games = &app->games;
    games->trouble[0] = 0;
    if (is_long_enough(games, games->again)) {
        model_change_password(app->model, games->password, games->again);
        memset(games->password, 0, sizeof games->password);
        memset(games->again, 0, sizeof games->again);
    }
}

static void account_login(struct app *app, struct ui_rect at, float x, float y, float w) {
    struct games_screen *games = &app->games;
    if (!games->name[0])
        snprintf(games->name, sizeof games->name, "%.32s", settings_text(&app->settings, SETTING_name));
    ui_text_wrap(UI_SANS, x, y, w, 17, UI_INK_DIM,
                 "An account keeps your name for you on this server, and finds your seats again from any computer.");
    if (games->focus && !games->name[0])
        ui_field_focus();
    bool entered = field("account name", "Name", "as the others see it", games->name, sizeof games->name, false, x,
                         y + 54, w);
    if (games->focus && games->name[0])
        ui_field_focus();
    games->focus = false;
    entered |= field("account password", "Password", "8 characters or more", games->password, sizeof games->password, true,
                     x, y + 118, w);
    float foot = at.y + at.h - 52;
    if (ui_button("account back", ui_rect(x, foot, 84, 36), "Back", "Esc", UI_BUTTON_PAPER, NULL))
        games_sheet(app, GAMES_NO_SHEET);
    else if (ui_button("make", ui_rect(x + 92, foot, 150, 36), "Make an account", NULL, UI_BUTTON_PAPER,
                  "The name must be free on this server"))
        log_in(app, true);
    else if (ui_button("log in", ui_rect(at.x + at.w - 178, foot, 150, 36), "Log in", NULL, UI_BUTTON_INK, NULL) || entered)
        log_in(app, false);
}

void games_logged_in(struct app *app) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    char text[128];
    if (!games->logs_in || (!lobby->account[0] && !lobby->account_trouble[0]))
        return;
    games->logs_in = false;
    if (!lobby->account[0])
        return; /* the sheet says why */
    if (games->sheet == GAMES_ACCOUNT)
        games_sheet(app, GAMES_NO_SHEET);
    snprintf(text, sizeof text, "You are logged in as %s.", lobby->account);
    app_tell(app, text);
}

static void account_change(struct app *app, struct ui_rect at, float x, float y, float w) {
    struct games_screen *games = &app->games;
    char text[128];
    snprintf(text, sizeof text, "You are logged in as %s.", model_lobby(app->model)->account);
    ui_text_cut(UI_SANS_BOLD, x, y, w, UI_INK, text);
    bool entered = field("old password", "Password until now", "", games->password, sizeof games->password, true, x, y + 36,
                         w);
    entered |= field("new password", "New password", "8 characters or more", games->again, sizeof games->again, true, x,
                     y + 100, w);
    float foot = at.y + at.h - 52;
    if (ui_button("account back", ui_rect(x, foot, 130, 36), "Back", "Esc", UI_BUTTON_PAPER, NULL))
        games_sheet(app, GAMES_NO_SHEET);
    else if (ui_button("change", ui_rect(at.x + at.w - 248, foot, 220, 36), "Change the password", NULL, UI_BUTTON_INK,
                       NULL) ||
             entered)
        change(app);
}

void games_account(struct app *app) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    struct ui_rect at = games_paper(app, 460, 400, "Account");
    float x = at.x + 28, w = at.w - 56, y = at.y + 76;
    if (lobby->account[0])
        account_change(app, at, x, y, w);
    else
        account_login(app, at, x, y, w);
    const char *trouble = games->trouble[0] ? games->trouble : lobby->account_trouble;
    games_trouble(ui_rect(x, y + 176, w, 0), trouble);
    if (!trouble[0])
        ui_text_wrap(UI_SANS, x, y + 194, w, 17, UI_GOOD, lobby->account_done);
    ui_panel_end();
}

static void enter_token(struct app *app) {
    struct games_screen *games = &app->games;
    size_t digits = strlen(games->token);
    games->trouble[0] = 0;
    if (digits != MODEL_TOKEN_DIGITS)
        snprintf(games->trouble, sizeof games->trouble,
                 "A token has %d hexadecimal digits; this one has %zu characters.", MODEL_TOKEN_DIGITS, digits);
    else
        model_enter(app->model, games->token);
}

void games_token(struct app *app) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    struct ui_rect at = games_paper(app, 460, 290, "Join by token");
    float x = at.x + 28, w = at.w - 56, y = at.y + 76, foot = at.y + at.h - 52;
    if (games->focus)
        ui_field_focus();
    games->focus = false;
    bool entered = field("the token", "Token", "32 hexadecimal digits, from the host", games->token, sizeof games->token,
                         false, x, y, w);
    ui_text_wrap(UI_SANS, x, y + 62, w, 17, UI_INK_DIM, "The token alone names the game and the place: a seat, or to look on.");
    games_trouble(ui_rect(x, y + 76, w, 0), games->trouble[0] ? games->trouble : lobby->enter_trouble);
    if (ui_button("token back", ui_rect(x, foot, 130, 36), "Back", "Esc", UI_BUTTON_PAPER, NULL))
        games_sheet(app, GAMES_NO_SHEET);
    else if (ui_button("enter", ui_rect(at.x + at.w - 218, foot, 190, 36), "Join", NULL, UI_BUTTON_INK, NULL) || entered)
        enter_token(app);
    ui_panel_end();
}
