/* The first screen: what to do, and a sheet for it. */
#include "app_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *title, *line, *key;
    SDL_Keycode sym;
} ENTRIES[MENU_PAGES] = {
    [MENU_CONTINUE] = {"Continue", "the hot-seat game that is kept here", "C", SDLK_c},
    [MENU_HOTSEAT] = {"Play hot-seat", "players at this screen, one after the other", "P", SDLK_p},
    [MENU_JOIN] = {"Join a server", "its lobby of games, or your seat by token", "J", SDLK_j},
    [MENU_REPLAY] = {"Review a game", "from its record, turn by turn", "V", SDLK_v},
};
#define SCENARIO_FIRST "bridge-checkpoint"

static bool entry_is_on(const struct app *app, int page) {
    return page != MENU_CONTINUE || link_local_is_kept(app->journal);
}

void menu_heads(struct app *app) {
    struct menu_screen *menu = &app->menu;
    if (menu->heads > 0)
        return;
    struct problems problems = {0};
    menu->heads = scenario_heads_read(data_folder(), menu->head, MENU_HEADS, &problems);
    for (size_t i = 0; i < menu->heads; i++)
        if (strcmp(menu->head[i].id, SCENARIO_FIRST) == 0)
            menu->chosen = i;
    if (problems.count > 0)
        snprintf(menu->trouble, sizeof menu->trouble, "%.300s", problems.text[0]);
}

static void menu_prepare(struct app *app) {
    struct menu_screen *menu = &app->menu;
    if (menu->prepared)
        return;
    menu->prepared = true;
    menu_heads(app);
    menu->scenario = menu->heads ? game_find(app, menu->head[menu->chosen].id, menu->trouble,
                                             sizeof menu->trouble)
                                 : NULL;
    if (menu->scenario && app->scenery.scenario != menu->scenario &&
        !scenery_open(app, menu->scenario, menu->trouble, sizeof menu->trouble))
        menu->scenario = NULL;
}

static void menu_choose(struct app *app, size_t chosen) {
    struct menu_screen *menu = &app->menu;
    menu->chosen = chosen;
    menu->options = 0;
    menu->prepared = false;
    menu->scenario = NULL;
    menu->trouble[0] = 0;
    app_redraw(app);
}

static void menu_continue(struct app *app) {
    struct menu_screen *menu = &app->menu;
    menu->trouble[0] = 0;
    if (!game_continue_hotseat(app, menu->trouble, sizeof menu->trouble)) {
        game_end(app);
        menu->page = MENU_HOTSEAT;
    }
}

static void menu_review(struct app *app) {
    struct menu_screen *menu = &app->menu;
    menu->trouble[0] = 0;
    if (!menu->record[0])
        snprintf(menu->trouble, sizeof menu->trouble, "Name the file of a record; they end in .ibar.");
    else
        review_begin_file(app, menu->record, menu->trouble, sizeof menu->trouble);
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
    if (!menu->scenario)
        return;
    if (!person)
        snprintf(menu->trouble, sizeof menu->trouble, "At least one seat must be a person's.");
    else if (!game_begin_hotseat(app, menu->scenario->id, menu->trouble, sizeof menu->trouble))
        game_end(app);
}

static void menu_page(struct app *app, enum menu_page page) {
    if (page == MENU_CONTINUE)
        menu_continue(app);
    else
        app->menu.page = page;
}

static bool menu_event(struct app *app, const SDL_Event *event) {
    if (event->type != SDL_KEYDOWN || ui_has_keyboard())
        return false;
    for (int i = 0; i < MENU_PAGES; i++)
        if (event->key.keysym.sym == ENTRIES[i].sym && entry_is_on(app, i))
            menu_page(app, (enum menu_page)i);
    if (event->key.keysym.sym == SDLK_RETURN && app->menu.page == MENU_HOTSEAT)
        menu_begin(app);
    else if (event->key.keysym.sym == SDLK_RETURN && app->menu.page == MENU_JOIN)
        join_begin(app);
    if (event->key.keysym.sym == SDLK_q && (event->key.keysym.mod & KMOD_CTRL))
        app->ended = true;
    return true;
}

static bool menu_step(struct app *app) {
    bool first = !app->menu.prepared;
    if (app->scenery.scenario != app->menu.scenario && app->menu.scenario && app->model == NULL)
        app->menu.prepared = false; /* back from a game on another map */
    if (first && app->frames_left < FRAMES_KEPT) /* the first picture is there before the map is read */
        menu_prepare(app);
    return first;
}

static void draw_entry(struct app *app, int i, float x, float y) {
    bool on = app->menu.page == (enum menu_page)i;
    struct ui_rect at = ui_rect(x, y, 330, 54);
    if (ui_area(ENTRIES[i].title, at))
        menu_page(app, (enum menu_page)i);
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
        float left = floorf(w * part), right = floorf(w * (float)(i + 1) / 64);
        ui_fill(ui_rect(left, 0, right - left, h), /* overlapping strips would show as lines */
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
    snprintf(text, sizeof text, "%d points to reach · command %u",
             scenario_threshold(scenario, app->menu.options, side),
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

/* A tab for each scenario. */
static void scenario_tabs(struct app *app, struct ui_rect at) {
    struct menu_screen *menu = &app->menu;
    float step = menu->heads ? at.w / (float)menu->heads : at.w;
    step = step > 170 ? 170 : step;
    for (size_t i = 0; i < menu->heads; i++)
        if (ui_button(menu->head[i].id, ui_rect(at.x + (float)i * step, at.y, step - 6, at.h),
                      menu->head[i].name, NULL, i == menu->chosen ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE,
                      menu->head[i].date) &&
            i != menu->chosen)
            menu_choose(app, i);
}

/* What-ifs of the scenario. */
static void option_row(struct app *app, const struct scenario *scenario, float right, float y) {
    float x = right;
    for (int i = 0; i < scenario->options; i++)
        x -= ui_text_width(UI_SANS, scenario->option[i].name) + 34;
    for (int i = 0; i < scenario->options; i++) {
        bool on = (app->menu.options >> i & 1) != 0;
        float w = ui_text_width(UI_SANS, scenario->option[i].name) + 28;
        if (ui_button(scenario->option[i].id, ui_rect(x, y, w, 26), scenario->option[i].name, NULL,
                      on ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE, scenario->option[i].text))
            app->menu.options ^= (uint16_t)(1u << i);
        x += w + 6;
    }
}

static void sheet_hotseat(struct app *app, struct ui_rect at) {
    struct menu_screen *menu = &app->menu;
    float x = at.x + 28, w = at.w - 56, y = at.y + 82;
    char text[160];
    scenario_tabs(app, ui_rect(x, at.y + 20, w, 28));
    const struct scenario *scenario = menu->scenario;
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
    float foot = at.y + at.h - 58, seats = 12 + (float)scenario->sides * 61,
          room = foot - seats - 28 - (y + 42);
    float lines = 18 * (float)ui_text_lines(UI_SANS_LARGE, w - 14, scenario->intro);
    struct ui_rect intro = ui_rect(x, y + 42, w, lines + 10 < room ? lines + 10 : room);
    float up = ui_scroll_begin("intro", intro, lines + 10, false);
    ui_text_wrap(UI_SANS_LARGE, x, intro.y + 18 - up, w - 14, 18, UI_INK, scenario->intro);
    ui_scroll_end();
    y = intro.y + intro.h + 26;
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, "Seats");
    option_row(app, scenario, x + w, y - 19);
    for (int i = 0; i < scenario->sides; i++)
        draw_hotseat_seat(app, scenario, i, ui_rect(x, y + 12 + (float)i * 61, w, 54));
    bool pins = settings_is_on(&app->settings, SETTING_pins);
    if (ui_button("pins", ui_rect(x, foot + 6, 180, 26),
                  pins ? "A PIN for each seat: on" : "A PIN for each seat: off", NULL,
                  pins ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE,
                  "Each player chooses four digits and types them to take the seat."))
        settings_set(&app->settings, SETTING_pins, pins ? "0" : "1");
    if (ui_button("begin", ui_rect(at.x + at.w - 258, foot, 230, 38), "Begin", "Enter",
                  UI_BUTTON_INK,
                  link_local_is_kept(app->journal) ? "It takes the place of the game that is kept here." : NULL))
        menu_begin(app);
}

static void sheet_review(struct app *app, struct ui_rect at) {
    struct menu_screen *menu = &app->menu;
    float x = at.x + 28, w = at.w - 56, y = at.y + 44;
    ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, "Review a game");
    const char *words = "The record is played again first: it is shown only when every die, event and hash agrees.";
    y += 17 * (float)(ui_text_wrap(UI_SANS, x, y + 22, w, 17, UI_INK_DIM, words) - 1);
    ui_fill(ui_rect(x, y + 36, w, 1), UI_RULE, 0);
    ui_text(UI_SANS_BOLD, x, y + 62, UI_INK, UI_LEFT, "File of the record");
    bool entered = ui_field("record", ui_rect(x, y + 70, w, 32), menu->record, sizeof menu->record,
                            "/home/me/bridge-checkpoint.ibar", false);
    if (ui_button("review", ui_rect(at.x + at.w - 258, at.y + at.h - 58, 230, 38), "Review", "Enter",
                  UI_BUTTON_INK, NULL) ||
        entered)
        menu_review(app);
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
    float entries = 168;
    for (int i = 0; i < MENU_PAGES; i++)
        if (entry_is_on(app, i))
            draw_entry(app, i, left, entries), entries += 62;
    if (app->menu.trouble[0]) {
        float y = entries + 14;
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
    else if (app->menu.page == MENU_REPLAY)
        sheet_review(app, sheet);
    else
        sheet_hotseat(app, sheet);
    ui_panel_end();
}

const struct screen screen_menu = {"menu", menu_enter, menu_event, menu_step, menu_draw};
