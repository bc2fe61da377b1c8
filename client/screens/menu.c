/* The first screen: what to do, and a sheet for it. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *title, *line, *key;
    SDL_Keycode sym;
} ENTRIES[] = {
    [MENU_HOTSEAT] = {"Play hot-seat", "players at this screen, one after the other", "P", SDLK_p},
    [MENU_JOIN] = {"Join a game", "by address and the token of your seat", "J", SDLK_j},
};
#define ENTRY_COUNT 2

static const char *const START = "bridge-checkpoint";

static void menu_prepare(struct app *app) {
    struct menu_screen *menu = &app->menu;
    if (menu->prepared)
        return;
    menu->prepared = true;
    menu->scenario = game_find(app, START, menu->trouble, sizeof menu->trouble);
    if (menu->scenario && !app->scenery.scenario &&
        !scenery_open(app, menu->scenario, menu->trouble, sizeof menu->trouble))
        menu->scenario = NULL;
}

static void menu_enter(struct app *app) {
    struct menu_screen *menu = &app->menu;
    if (!menu->address[0])
        snprintf(menu->address, sizeof menu->address, "%.79s",
                 settings_text(&app->settings, SETTING_address));
    if (!menu->name[0])
        snprintf(menu->name, sizeof menu->name, "%.32s", settings_text(&app->settings, SETTING_name));
}

static void menu_begin(struct app *app) {
    struct menu_screen *menu = &app->menu;
    bool person = false;
    for (int i = 0; menu->scenario && i < menu->scenario->sides; i++)
        person |= !menu->computer[i];
    menu->trouble[0] = 0;
    if (!person)
        snprintf(menu->trouble, sizeof menu->trouble, "At least one seat must be a person's.");
    else if (!game_begin_hotseat(app, START, menu->trouble, sizeof menu->trouble))
        game_end(app);
}

static void menu_join(struct app *app) {
    struct menu_screen *menu = &app->menu;
    menu->trouble[0] = 0;
    if (!strchr(menu->address, ':'))
        snprintf(menu->trouble, sizeof menu->trouble,
                 "The address is HOST:PORT, for example ibar.example.org:7878.");
    else if (strlen(menu->token) != 32)
        snprintf(menu->trouble, sizeof menu->trouble,
                 "The token of a seat has 32 hexadecimal digits; this one has %zu characters.",
                 strlen(menu->token));
    else if (settings_set(&app->settings, SETTING_name, menu->name),
             !game_begin_network(app, menu->address, menu->token, menu->trouble, sizeof menu->trouble))
        game_end(app);
}

static bool menu_event(struct app *app, const SDL_Event *event) {
    if (event->type != SDL_KEYDOWN || ui_has_keyboard())
        return false;
    for (int i = 0; i < ENTRY_COUNT; i++)
        if (event->key.keysym.sym == ENTRIES[i].sym)
            app->menu.page = (enum menu_page)i;
    if (event->key.keysym.sym == SDLK_RETURN && app->menu.page == MENU_HOTSEAT)
        menu_begin(app);
    else if (event->key.keysym.sym == SDLK_RETURN && app->menu.page == MENU_JOIN)
        menu_join(app);
    if (event->key.keysym.sym == SDLK_q && (event->key.keysym.mod & KMOD_CTRL))
        app->ended = true;
    return true;
}

static bool menu_step(struct app *app) {
    bool first = !app->menu.prepared;
    if (first && app->frames_left < FRAMES_KEPT) /* the first picture is there before the map is read */
        menu_prepare(app);
    return first;
}

static void draw_entry(struct app *app, int i, float x, float y) {
    bool on = app->menu.page == (enum menu_page)i;
    struct ui_rect at = ui_rect(x, y, 330, 54);
    if (ui_area(ENTRIES[i].title, at))
        app->menu.page = (enum menu_page)i;
    ui_fill(at, on ? UI_BRASS : ui_hovered() ? UI_BUTTON : ui_fade(UI_RAISED, 235), 5);
    if (!on)
        ui_frame(at, UI_LINE, 5, 1);
    if (ui_focused())
        ui_frame(ui_rect(x - 2, y - 2, 334, 58), UI_BRASS, 6, 2);
    ui_text(UI_SERIF_BOLD, x + 18, y + 24, on ? UI_INK : UI_TEXT, UI_LEFT, ENTRIES[i].title);
    ui_text(UI_SANS, x + 18, y + 43, on ? UI_AMBER_DIM : UI_DIM, UI_LEFT, ENTRIES[i].line);
    ui_key(x + 296, y + 20, ENTRIES[i].key, on);
}

static void draw_back(struct app *app) {
    float w = ui_width(), h = ui_height();
    if (app->scenery.layer) {
        scenery_place(app, ui_rect(0, 0, w, h));
        maplayer_draw(app->scenery.layer, &app->scenery.camera, 0);
    }
    for (int i = 0; i < 64; i++) {
        float part = (float)i / 64, alpha = part < 0.44f ? 248 - part * 30 : 235 - (part - 0.44f) * 340;
        ui_fill(ui_rect(w * part, 0, w / 64 + 1, h),
                ui_fade(0x1B2126FFu, (unsigned)(alpha < 50 ? 50 : alpha)), 0);
    }
}

static void draw_hotseat_seat(struct app *app, const struct scenario *scenario, int side, struct ui_rect at) {
    char text[64], id[16];
    struct counter counter = {
        .side = counter_side_of(scenario, side), .symbol = "none", .facing = COUNTER_NO_FACING};
    ui_fill(at, UI_PAPER, 5);
    ui_frame(at, UI_RULE, 5, 1);
    counter_in_panel(app, &counter, at.x + 38, at.y + at.h / 2, 0.27f);
    ui_text(UI_SERIF_BOLD, at.x + 78, at.y + 24, UI_INK, UI_LEFT, scenario->side[side].name);
    snprintf(text, sizeof text, "%d points to reach · command %u", scenario->side[side].threshold,
             scenario->side[side].command);
    ui_text(UI_SANS, at.x + 78, at.y + 43, UI_INK_DIM, UI_LEFT, text);
    bool computer = app->menu.computer[side];
    snprintf(id, sizeof id, "person%d", side);
    if (ui_button(id, ui_rect(at.x + at.w - 200, at.y + 14, 90, 26), "Person", NULL,
                  computer ? UI_BUTTON_TOGGLE : UI_BUTTON_TOGGLE_ON, NULL))
        app->menu.computer[side] = false;
    snprintf(id, sizeof id, "computer%d", side);
    if (ui_button(id, ui_rect(at.x + at.w - 106, at.y + 14, 90, 26), "Computer", NULL,
                  computer ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE, "The scripted player of the program"))
        app->menu.computer[side] = true;
}

/* The introduction, to be scrolled where the window is low. Returns where it ends. */
static float menu_intro(const char *intro, struct ui_rect room) {
    float whole = 18 * (float)ui_text_lines(UI_SANS_LARGE, room.w - 12, intro) + 6;
    room.h = whole < room.h ? whole : room.h;
    float up = ui_scroll_begin("intro", room, whole, false);
    ui_text_wrap(UI_SANS_LARGE, room.x, room.y + 16 - up, room.w - 12, 18, UI_INK, intro);
    ui_scroll_end();
    return room.y + room.h;
}

static void sheet_hotseat(struct app *app, struct ui_rect at) {
    struct menu_screen *menu = &app->menu;
    const struct scenario *scenario = menu->scenario;
    float x = at.x + 28, w = at.w - 56, y = at.y + 44;
    char text[160];
    if (!scenario) {
        ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT,
                menu->prepared ? "The scenario is not here" : "Reading the map");
        return;
    }
    float title = ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, scenario->name);
    ui_text(UI_SERIF_ITALIC, x + title + 12, y, UI_INK_DIM, UI_LEFT, scenario->name_sq);
    snprintf(text, sizeof text, "%s, %02d:%02d · %u turns of 30 minutes · %u × %u hexes", scenario->date,
             scenario->start_minute / 60, scenario->start_minute % 60, scenario->turns, scenario->map.cols,
             scenario->map.rows);
    ui_text(UI_SANS, x, y + 22, UI_INK_DIM, UI_LEFT, text);
    ui_fill(ui_rect(x, y + 36, w, 1), UI_RULE, 0);
    float foot = at.y + at.h - 58, seats = 12 + (float)scenario->sides * 61;
    y = menu_intro(scenario->intro, ui_rect(x, y + 44, w, foot - seats - 28 - (y + 44))) + 28;
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, "Seats");
    for (int i = 0; i < scenario->sides; i++)
        draw_hotseat_seat(app, scenario, i, ui_rect(x, y + 12 + (float)i * 61, w, 54));
    bool pins = settings_is_on(&app->settings, SETTING_pins);
    if (ui_button("pins", ui_rect(x, foot + 6, 180, 26),
                  pins ? "A PIN for each seat: on" : "A PIN for each seat: off", NULL,
                  pins ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE,
                  "Each player chooses four digits and types them to take the seat."))
        settings_set(&app->settings, SETTING_pins, pins ? "0" : "1");
    if (ui_button("begin", ui_rect(at.x + at.w - 258, foot, 230, 38), "Begin", "Enter",
                  UI_BUTTON_INK, NULL))
        menu_begin(app);
}

static void sheet_join(struct app *app, struct ui_rect at) {
    struct menu_screen *menu = &app->menu;
    float x = at.x + 28, w = at.w - 56, y = at.y + 44;
    ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, "Join a game");
    ui_text(UI_SANS, x, y + 22, UI_INK_DIM, UI_LEFT,
            "The host gives you the server's address and the token of your seat.");
    ui_fill(ui_rect(x, y + 36, w, 1), UI_RULE, 0);
    static const char *labels[] = {"Address", "Token of the seat", "Your name",
                                   "Fingerprint of the server (may stay empty)"};
    static const char *hints[] = {"ibar.example.org:7878", "32 hexadecimal digits", "shown to the others",
                                  "64 hexadecimal digits; empty: trusted at first use, then pinned"};
    char *fields[] = {menu->address, menu->token, menu->name, menu->fingerprint};
    size_t sizes[] = {sizeof menu->address, sizeof menu->token, sizeof menu->name, sizeof menu->fingerprint};
    bool entered = false;
    for (int i = 0; i < 4; i++) {
        float top = y + 56 + (float)i * 66;
        ui_text(UI_SANS_BOLD, x, top + 6, UI_INK, UI_LEFT, labels[i]);
        entered |= ui_field(labels[i], ui_rect(x, top + 14, w, 32), fields[i], sizes[i], hints[i], false);
    }
    if (ui_button("tls", ui_rect(x, y + 326, 260, 26),
                  menu->plain ? "No TLS: for a server on this computer" : "TLS 1.3", NULL,
                  menu->plain ? UI_BUTTON_TOGGLE : UI_BUTTON_TOGGLE_ON,
                  "Without TLS anybody on the way can read and change what is sent."))
        menu->plain = !menu->plain;
    if (ui_button("join", ui_rect(at.x + at.w - 258, at.y + at.h - 58, 230, 38), "Join", "Enter",
                  UI_BUTTON_INK, NULL) ||
        entered)
        menu_join(app);
}

static void menu_draw(struct app *app) {
    float w = ui_width(), h = ui_height(), left = w < 1100 ? 28 : 56,
          sheet_x = left + 330 + (w < 1100 ? 28 : 66);
    struct ui_rect sheet =
        ui_rect(sheet_x, h < 680 ? 28 : 56, w - sheet_x - left > 772 ? 772 : w - sheet_x - left,
                h < 680 ? h - 56 : 608);
    ui_panel_begin("menu", ui_rect(0, 0, w, h));
    draw_back(app);
    ui_text(UI_SERIF_NAME, left, 92, UI_TEXT, UI_LEFT, "Ibar");
    ui_fill(ui_rect(left + 2, 106, 64, 3), UI_BRASS, 0);
    ui_text(UI_SERIF, left, 134, UI_OPAQUE(0xD8D3C4), UI_LEFT, "Crisis in northern Kosovo, 2022 to 2024");
    for (int i = 0; i < ENTRY_COUNT; i++)
        draw_entry(app, i, left, 168 + (float)i * 62);
    if (app->menu.trouble[0]) {
        float y = 168 + ENTRY_COUNT * 62 + 14;
        int lines = ui_text_lines(UI_SANS, 302, app->menu.trouble);
        struct ui_rect box = ui_rect(left, y, 330, 20 + (float)lines * 17);
        ui_fill(box, UI_AMBER_DIM, 4);
        ui_frame(box, UI_AMBER, 4, 1);
        ui_text_wrap(UI_SANS, left + 14, y + 21, 302, 17, UI_TEXT, app->menu.trouble);
    }
    ui_text(UI_NARROW, left, h - 28, UI_DIM, UI_LEFT, CREDIT);
    ui_shadow(sheet, 8);
    ui_fill(sheet, UI_IVORY, 8);
    if (app->menu.page == MENU_JOIN)
        sheet_join(app, sheet);
    else
        sheet_hotseat(app, sheet);
    ui_panel_end();
}

const struct screen screen_menu = {"menu", menu_enter, menu_event, menu_step, menu_draw};
