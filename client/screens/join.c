/* The menu's sheet for a server: its address, who one is there, and a token for whoever has one. Without a token the
 * lobby opens. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define FIELD_STEP 62

void join_begin(struct app *app) {
    struct menu_screen *menu = &app->menu;
    menu->trouble[0] = 0;
    size_t digits = strlen(menu->token);
    if (!strchr(menu->address, ':'))
        snprintf(menu->trouble, sizeof menu->trouble,
                 "The address is HOST:PORT, for example ibar.example.org:7878.");
    else if (digits > 0 && digits != MODEL_TOKEN_DIGITS)
        snprintf(menu->trouble, sizeof menu->trouble,
                 "The token of a seat has %d hexadecimal digits; this one has %zu characters. Leave it empty to see the "
                 "server's games.",
                 MODEL_TOKEN_DIGITS, digits);
    else if (menu->password[0] && !menu->name[0])
        snprintf(menu->trouble, sizeof menu->trouble, "The password is for a name: type your name too.");
    else if (menu->password[0] && strlen(menu->password) < MODEL_PASSWORD_LEAST)
        snprintf(menu->trouble, sizeof menu->trouble, "A password has at least %d characters; this one has %zu.",
                 MODEL_PASSWORD_LEAST, strlen(menu->password));
    else if (settings_set(&app->settings, SETTING_name, menu->name),
             !game_begin_network(app, menu->address, menu->token[0] ? menu->token : NULL, menu->trouble,
                                 sizeof menu->trouble))
        game_end(app);
    else if (menu->password[0]) {
        model_login(app->model, menu->name, menu->password, menu->make_account);
        memset(menu->password, 0, sizeof menu->password);
    }
}

static bool field(const char *id, const char *label, const char *hint, char *text, size_t size, bool secret,
                  struct ui_rect at) {
    ui_text(UI_SANS_BOLD, at.x, at.y + 6, UI_INK, UI_LEFT, label);
    return ui_field(id, ui_rect(at.x, at.y + 13, at.w, 30), text, size, hint, secret);
}

static void account_kind(struct menu_screen *menu, float x, float y, float w) {
    static const char *const words[] = {"I have this account", "Make this account"};
    for (int i = 0; i < 2; i++)
        if (ui_button(words[i], ui_rect(x + (float)i * (w / 2 + 3), y, w / 2 - 3, 26), words[i], NULL,
                      (menu->make_account ? 1 : 0) == i ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE,
                      i ? "The name is yours on this server from then on: only who knows the password can use it."
                        : "Logs in under your name with this password."))
            menu->make_account = i == 1;
}

void sheet_join(struct app *app, struct ui_rect at) {
    struct menu_screen *menu = &app->menu;
    float x = at.x + 28, w = at.w - 56, y = at.y + 44, half = (w - 14) / 2, right = x + half + 14;
    ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, "Join a server");
    ui_text_cut(UI_SANS, x, y + 22, w, UI_INK_DIM,
                "Its lobby shows the games and opens new ones; a token leads straight to your seat.");
    ui_fill(ui_rect(x, y + 36, w, 1), UI_RULE, 0);
    float top = y + 58;
    bool entered = field("address", "Address", "ibar.example.org:7878", menu->address, sizeof menu->address, false,
                         ui_rect(x, top, w, 0));
    top += FIELD_STEP;
    entered |= field("name", "Your name", "shown to the others", menu->name, sizeof menu->name, false,
                     ui_rect(x, top, half, 0));
    entered |= field("password", "Password (may stay empty)", "of your account, if you have one", menu->password,
                     sizeof menu->password, true, ui_rect(right, top, half, 0));
    top += FIELD_STEP;
    if (menu->password[0]) {
        account_kind(menu, right, top - 9, half);
        top += 32;
    }
    entered |= field("token", "Token of a seat (may stay empty)", "32 hexadecimal digits, from the host", menu->token,
                     sizeof menu->token, false, ui_rect(x, top, w, 0));
    top += FIELD_STEP;
    entered |= field("fingerprint", "Fingerprint of the server (may stay empty)",
                     "64 hexadecimal digits; empty: trusted at first use, then pinned", menu->fingerprint,
                     sizeof menu->fingerprint, false, ui_rect(x, top, w, 0));
    float foot = at.y + at.h - 58;
    if (ui_button("tls", ui_rect(x, foot + 6, 250, 26),
                  menu->plain ? "No TLS: for a server on this computer" : "TLS 1.3", NULL,
                  menu->plain ? UI_BUTTON_TOGGLE : UI_BUTTON_TOGGLE_ON,
                  "Without TLS anybody on the way can read and change what is sent."))
        menu->plain = !menu->plain;
    if (ui_button("join", ui_rect(at.x + at.w - 258, foot, 230, 38), menu->token[0] ? "To your seat" : "To the lobby",
                  "Enter", UI_BUTTON_INK, NULL) ||
        entered)
        join_begin(app);
}
