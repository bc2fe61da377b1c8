/* The lobby of a server: its list of games with filters and pages, and the places that this program has had there. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW_H      50
#define REFRESH_MS 15000

static const char *const PHASES[] = {"Any", "Waiting", "Running", "Over"};

void games_sheet(struct app *app, enum games_sheet sheet) {
    app->games.sheet = sheet;
    app->games.trouble[0] = 0;
    ui_set_navigation(sheet != GAMES_NO_SHEET);
    app_redraw(app);
}

void games_list(struct app *app, size_t page) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    size_t most = sizeof games->after / sizeof games->after[0];
    page = page < most ? page : most - 1;
    if (!lobby->can_list || lobby->listing)
        return;
    if (page > games->page && lobby->lines > 0)
        games->after[page] = lobby->line[lobby->lines - 1].game;
    if (page == 0)
        games->after[0] = 0;
    games->asked = model_list(app->model, &games->filter, games->after[page]);
    if (page != games->page)
        games->chosen = 0;
    games->page = page;
    games->next_ms = app->now_ms + REFRESH_MS;
    app_redraw(app);
}

static size_t rows_of(const struct app *app) {
    if (!app->games.own)
        return model_lobby(app->model)->lines;
    size_t count = 0;
    while (kept_at(&app->kept, app->address, count))
        count++;
    return count;
}

static void games_leave(struct app *app, const char *why) {
    snprintf(app->menu.trouble, sizeof app->menu.trouble, "%s", why);
    app->menu.page = MENU_JOIN;
    game_end(app);
    app_go(app, APP_MENU);
}

static void games_enter(struct app *app) {
    menu_heads(app);
    app->games.next_ms = 0;
    games_sheet(app, GAMES_NO_SHEET);
}

/* A game that was created here is entered by its host. */
static void follow_created(struct app *app, const struct lobby *lobby) {
    struct games_screen *games = &app->games;
    if (lobby->created == games->created || lobby->entering)
        return;
    games->created = lobby->created;
    games_sheet(app, GAMES_NO_SHEET);
    model_enter(app->model, lobby->host_token);
}

static bool games_step(struct app *app) {
    struct games_screen *games = &app->games;
    enum model_state state = model_state(app->model);
    char why[MODEL_TEXT_MAX];
    if (state == MODEL_FAILED && !app->back.lost) {
        snprintf(why, sizeof why, "%s", model_why(app->model));
        games_leave(app, why);
        return true;
    }
    if (state != MODEL_OPEN) {
        games->next_ms = 0;
        return false;
    }
    const struct lobby *lobby = model_lobby(app->model);
    follow_created(app, lobby);
    games_logged_in(app);
    if (!lobby->listing && app->now_ms >= games->next_ms && lobby->can_list)
        games_list(app, games->page);
    if (games->chosen >= rows_of(app))
        games->chosen = rows_of(app) > 0 ? rows_of(app) - 1 : 0;
    return false;
}

static void come_back(struct app *app, size_t index) {
    const struct kept_place *place = kept_at(&app->kept, app->address, index);
    if (place)
        model_enter(app->model, place->token);
}

static void choose_filter(struct app *app, bool *of, bool value) {
    *of = value;
    app->games.own = false;
    games_list(app, 0);
}

static void next_scenario(struct app *app, int by) {
    struct games_screen *games = &app->games;
    const struct menu_screen *menu = &app->menu;
    size_t count = menu->heads + 1, at = 0; /* 0: any */
    for (size_t i = 0; i < menu->heads; i++)
        if (strcmp(menu->head[i].id, games->filter.scenario) == 0)
            at = i + 1;
    at = (at + count + (size_t)(by + (int)count)) % count;
    snprintf(games->filter.scenario, sizeof games->filter.scenario, "%s", at ? menu->head[at - 1].id : "");
    games->own = false;
    games_list(app, 0);
}

static void key_of_list(struct app *app, SDL_Keycode sym) {
    struct games_screen *games = &app->games;
    size_t rows = rows_of(app);
    if (sym == SDLK_DOWN && games->chosen + 1 < rows)
        games->chosen++;
    else if (sym == SDLK_UP && games->chosen > 0)
        games->chosen--;
    else if (sym == SDLK_PAGEDOWN && !games->own && model_lobby(app->model)->more)
        games_list(app, games->page + 1);
    else if (sym == SDLK_PAGEUP && !games->own && games->page > 0)
        games_list(app, games->page - 1);
    else if (sym == SDLK_F5)
        games_list(app, games->page);
    else if (sym == SDLK_y)
        games->own = !games->own, games->chosen = 0;
    else if (sym == SDLK_s)
        next_scenario(app, 1);
    else if (sym == SDLK_o)
        choose_filter(app, &games->filter.open, !games->filter.open);
    else if (sym == SDLK_m && model_lobby(app->model)->has_accounts)
        choose_filter(app, &games->filter.mine, !games->filter.mine);
    else if (sym == SDLK_p)
        games->filter.phase = (games->filter.phase + 1) % 4, games_list(app, 0);
    else if (sym == SDLK_SLASH || sym == SDLK_f)
        games->focus = true;
}

static bool games_event(struct app *app, const SDL_Event *event) {
    struct games_screen *games = &app->games;
    if (event->type != SDL_KEYDOWN || model_state(app->model) != MODEL_OPEN)
        return false;
    SDL_Keycode sym = event->key.keysym.sym;
    const struct lobby *lobby = model_lobby(app->model);
    if (games->sheet != GAMES_NO_SHEET) {
        if (sym == SDLK_ESCAPE && !ui_has_keyboard())
            games_sheet(app, GAMES_NO_SHEET);
        return true;
    }
    if (ui_has_keyboard())
        return false;
    if (sym == SDLK_ESCAPE)
        games_leave(app, "");
    else if (sym == SDLK_n && lobby->can_create)
        games_sheet(app, GAMES_CREATE);
    else if (sym == SDLK_a && lobby->has_accounts)
        games_sheet(app, GAMES_ACCOUNT), games->focus = true;
    else if (sym == SDLK_t)
        games_sheet(app, GAMES_TOKEN), games->focus = true;
    else if (games->own && (sym == SDLK_RETURN || sym == SDLK_KP_ENTER))
        come_back(app, games->chosen);
    else if (!games->own && games->chosen < lobby->lines &&
             games_detail_key(app, &lobby->line[games->chosen], sym))
        return true;
    else
        key_of_list(app, sym);
    app_redraw(app);
    return true;
}

static void draw_head(struct app *app, float x, float w) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    char text[160];
    float title = ui_text(UI_SERIF_TITLE, x, 46, UI_TEXT, UI_LEFT, "Lobby");
    ui_fill(ui_rect(x + 1, 56, 42, 3), UI_BRASS, 0);
    snprintf(text, sizeof text, "%s · %s", app->address,
             link_fingerprint(model_link(app->model))[0] ? "TLS 1.3, pinned" : "plain text");
    ui_text_cut(UI_SANS, x + title + 16, 46, w - title - 280, UI_DIM, text);
    if (!lobby->has_accounts)
        return;
    if (lobby->account[0])
        snprintf(text, sizeof text, "%s", lobby->account);
    else
        snprintf(text, sizeof text, "Log in");
    float wide = ui_text_width(UI_SANS, text) + 46;
    wide = wide > 230 ? 230 : wide;
    if (ui_button("account", ui_rect(x + w - wide, 26, wide, 28), text, "A", UI_BUTTON_PLAIN,
                  lobby->account[0] ? "Your account on this server" : "Log in, or make an account"))
        games_sheet(app, GAMES_ACCOUNT), games->focus = true;
}

static void draw_filters(struct app *app, float x, float y, float w) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    const struct menu_screen *menu = &app->menu;
    float field = w < 1000 ? 186 : 300;
    const char *scenario = "Any scenario";
    if (games->focus && games->sheet == GAMES_NO_SHEET) {
        ui_field_focus();
        games->focus = false;
    }
    if (ui_field("find", ui_rect(x, y, field, 28), games->filter.text, sizeof games->filter.text,
                 "Name or player  (F)", false)) {
        games->own = false;
        games_list(app, 0);
    }
    x += field + 8;
    for (size_t i = 0; i < menu->heads; i++)
        if (strcmp(menu->head[i].id, games->filter.scenario) == 0)
            scenario = menu->head[i].name;
    if (ui_button("scenario", ui_rect(x, y, 176, 28), scenario, "S",
                  games->filter.scenario[0] ? UI_BUTTON_ON : UI_BUTTON_PLAIN, "The next scenario of this program"))
        next_scenario(app, 1);
    x += 184;
    for (int i = 0; i < 4; i++, x += 66)
        if (ui_button(PHASES[i], ui_rect(x, y, 66, 28), PHASES[i], NULL,
                      games->filter.phase == i ? UI_BUTTON_SEGMENT_ON : UI_BUTTON_SEGMENT,
                      "Which games are listed  (P)"))
            games->filter.phase = i, games->own = false, games_list(app, 0);
    x += 8;
    if (ui_button("open", ui_rect(x, y, 112, 28), "Open seats", "O",
                  games->filter.open ? UI_BUTTON_ON : UI_BUTTON_PLAIN, "Only games with a seat to take"))
        choose_filter(app, &games->filter.open, !games->filter.open);
    x += 118;
    if (ui_button("mine", ui_rect(x, y, 84, 28), "Mine", "M",
                  !lobby->account[0]   ? UI_BUTTON_OFF
                  : games->filter.mine ? UI_BUTTON_ON
                                       : UI_BUTTON_PLAIN,
                  lobby->account[0] ? "Only games in which your account has a seat" : "Log in first: it is about accounts"))
        choose_filter(app, &games->filter.mine, !games->filter.mine);
}

static void state_words(const struct lobby_line *line, char *out, size_t size) {
    int open = 0, n;
    for (size_t i = 0; i < line->seats; i++)
        open += line->seat[i].open;
    if (line->phase == 1)
        n = snprintf(out, size, "waits");
    else if (line->phase == 3)
        n = snprintf(out, size, "over");
    else
        n = snprintf(out, size, line->turn ? "turn %u of %u" : "set-up", line->turn, line->turns);
    if (line->paused)
        n += snprintf(out + n, size - (size_t)n, ", paused");
    if (open > 0)
        snprintf(out + n, size - (size_t)n, " · %d open", open);
}

static void scenario_words(const struct app *app, const char *id, char *out, size_t size) {
    snprintf(out, size, "%s", id);
    for (size_t i = 0; i < app->menu.heads; i++)
        if (strcmp(app->menu.head[i].id, id) == 0)
            snprintf(out, size, "%s", app->menu.head[i].name);
}

static void draw_line(struct app *app, const struct lobby_line *line, size_t index, struct ui_rect at) {
    struct games_screen *games = &app->games;
    char text[160], id[32];
    snprintf(id, sizeof id, "game%llu", (unsigned long long)line->game);
    if (ui_area(id, at))
        games->chosen = index;
    bool on = games->chosen == index, mine = false;
    if (on || ui_hovered())
        ui_fill(at, on ? UI_PAPER_ON : UI_PAPER, 4);
    if (on)
        ui_fill(ui_rect(at.x, at.y, 3, at.h), 0x8A6A1EFFu, 0);
    for (size_t i = 0; i < line->seats; i++)
        mine |= line->mine[i];
    float plates = at.x + at.w - 14 - 26 * (float)line->seats;
    state_words(line, text, sizeof text);
    float state = ui_text_width(UI_NARROW, text);
    ui_text(mine ? UI_NARROW_BOLD : UI_NARROW, at.x + at.w - 12, at.y + 39, line->phase == 3 ? UI_INK_DIM : UI_INK,
            UI_RIGHT, text);
    ui_text_cut(UI_SANS_BOLD, at.x + 14, at.y + 20, plates - at.x - 24, UI_INK, line->name);
    scenario_words(app, line->scenario, id, sizeof id);
    snprintf(text, sizeof text, "%s%s%s%s", id, mine ? " · your seat" : "", line->watched ? " · watched" : "",
             line->umpired ? " · umpire" : "");
    ui_text_cut(UI_NARROW, at.x + 14, at.y + 39, at.w - 44 - state, UI_INK_DIM, text);
    const struct scenario *scenario = games->scenario; /* sides look alike in all */
    for (size_t i = 0; i < line->seats && scenario; i++) {
        int side = scenario_side(scenario, line->side[i]);
        side_plate(scenario, side, plates + 13 + 26 * (float)i, at.y + 16, 0.1f,
                   line->seat[i].open ? 0x8A6A1EFFu : UI_BLACK);
        if (line->seat[i].open)
            ui_frame(ui_rect(plates + 1 + 26 * (float)i, at.y + 5, 24, 22), 0x8A6A1EFFu, 3, 1.5f);
    }
}

static const char *no_lines(const struct app *app) {
    const struct lobby *lobby = model_lobby(app->model);
    const struct lobby_filter *filter = &app->games.filter;
    if (!lobby->can_list)
        return "This server shows no list of its games: join by the token that a host gave you.";
    if (!lobby->listed)
        return "Reading the list.";
    if (filter->text[0] || filter->scenario[0] || filter->phase || filter->open || filter->mine)
        return "No game fits. Take a filter away, or create one.";
    return lobby->can_create ? "No game is listed here yet. Create one, or join by the token that a host gave you."
                             : "No game is listed here yet: join by the token that a host gave you.";
}

static void draw_lines(struct app *app, struct ui_rect list) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    if (lobby->lines == 0) {
        ui_text_wrap(UI_SANS, list.x + 14, list.y + 26, list.w - 28, 17, UI_INK_DIM, no_lines(app));
        return;
    }
    bool moved = games->shown != games->chosen;
    float up = ui_scroll_begin("games", list, (float)lobby->lines * ROW_H, false);
    for (size_t i = 0; i < lobby->lines; i++) {
        float y = list.y + (float)i * ROW_H - up;
        if (moved && i == games->chosen)
            ui_scroll_show(ui_rect(list.x, y, list.w - 10, ROW_H));
        if (y + ROW_H > list.y && y < list.y + list.h)
            draw_line(app, &lobby->line[i], i, ui_rect(list.x, y, list.w - 10, ROW_H - 2));
    }
    ui_scroll_end();
    games->shown = games->chosen;
}

static void draw_own(struct app *app, struct ui_rect list) {
    static const char *const roles[] = {"player", "host", "umpire", "to look on"};
    struct games_screen *games = &app->games;
    size_t count = rows_of(app);
    char text[128], name[48], id[32];
    if (count == 0)
        ui_text_wrap(UI_SANS, list.x + 14, list.y + 26, list.w - 28, 17, UI_INK_DIM,
                     "This program has had no place at a table of this server yet.");
    float up = ui_scroll_begin("own", list, (float)count * ROW_H, false);
    for (size_t i = 0; i < count; i++) {
        const struct kept_place *place = kept_at(&app->kept, app->address, i);
        struct ui_rect at = ui_rect(list.x, list.y + (float)i * ROW_H - up, list.w - 10, ROW_H - 2);
        bool on = games->chosen == i;
        if (on)
            ui_fill(at, UI_PAPER_ON, 4);
        ui_text_cut(UI_SANS_BOLD, at.x + 14, at.y + 20, at.w - 120, UI_INK, place->game);
        scenario_words(app, place->scenario, name, sizeof name);
        snprintf(text, sizeof text, "%s · %s%s%s", name, roles[place->role], place->side[0] ? ", " : "", place->side);
        ui_text_cut(UI_NARROW, at.x + 14, at.y + 39, at.w - 120, UI_INK_DIM, text);
        snprintf(id, sizeof id, "back%zu", i);
        if (ui_button(id, ui_rect(at.x + at.w - 104, at.y + 10, 92, 28), "Go on", on ? "Enter" : NULL, UI_BUTTON_PAPER,
                      "Back to this place"))
            come_back(app, i);
        snprintf(id, sizeof id, "own%zu", i);
        if (ui_area(id, ui_rect(at.x, at.y, at.w - 110, at.h)))
            games->chosen = i;
    }
    ui_scroll_end();
}

static void draw_list(struct app *app, struct ui_rect at) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    char text[64];
    ui_shadow(at, 8);
    ui_fill(at, UI_IVORY, 8);
    snprintf(text, sizeof text, lobby->listed ? "Games  %zu" : "Games", lobby->total);
    if (ui_button("list", ui_rect(at.x + 14, at.y + 12, 120, 26), text, NULL,
                  games->own ? UI_BUTTON_TOGGLE : UI_BUTTON_TOGGLE_ON, "The games that the server lists"))
        games->own = false, games->chosen = 0;
    if (ui_button("places", ui_rect(at.x + 140, at.y + 12, 120, 26), "Your games", NULL,
                  games->own ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE,
                  "Places that this program has had here: listed or not  (Y)"))
        games->own = true, games->chosen = 0;
    if (!games->own && (lobby->more || games->page > 0)) {
        snprintf(text, sizeof text, "Page %zu", games->page + 1);
        ui_text(UI_NARROW, at.x + at.w - 90, at.y + 30, UI_INK_DIM, UI_RIGHT, text);
        if (ui_button("before", ui_rect(at.x + at.w - 80, at.y + 12, 32, 26), "‹", NULL, UI_BUTTON_PAPER,
                      "The page before  (PgUp)") &&
            games->page > 0)
            games_list(app, games->page - 1);
        if (ui_button("after", ui_rect(at.x + at.w - 46, at.y + 12, 32, 26), "›", NULL, UI_BUTTON_PAPER,
                      "The next page  (PgDn)") &&
            lobby->more)
            games_list(app, games->page + 1);
    }
    ui_fill(ui_rect(at.x + 14, at.y + 46, at.w - 28, 1), UI_RULE, 0);
    float trouble = 0;
    if (lobby->list_trouble[0] && !games->own) {
        trouble = 26 + 17 * (float)ui_text_lines(UI_SANS, at.w - 56, lobby->list_trouble);
        games_trouble(ui_rect(at.x + 14, at.y + 54, at.w - 28, 0), lobby->list_trouble);
    }
    struct ui_rect list = ui_rect(at.x + 8, at.y + 50 + trouble, at.w - 12, at.h - 60 - trouble);
    if (games->own)
        draw_own(app, list);
    else
        draw_lines(app, list);
}

static void draw_foot(struct app *app, float x, float y, float w) {
    const struct lobby *lobby = model_lobby(app->model);
    const char *no = lobby->can_create                            ? NULL
                     : lobby->accounts_only && !lobby->account[0] ? "Games are created by accounts here: log in first"
                                                                  : "Games are created by the host of this server alone";
    if (ui_button("create", ui_rect(x, y, 170, 36), "Create a game", "N", no ? UI_BUTTON_OFF : UI_BUTTON_PRIMARY, no))
        games_sheet(app, GAMES_CREATE);
    if (ui_button("token", ui_rect(x + 178, y, 170, 36), "Join by token", "T", UI_BUTTON_PLAIN, NULL))
        games_sheet(app, GAMES_TOKEN), app->games.focus = true;
    if (ui_button("refresh", ui_rect(x + 356, y, 110, 36), "Refresh", "F5", UI_BUTTON_PLAIN,
                  "The list is read again by itself every 15 seconds"))
        games_list(app, app->games.page);
    if (ui_button("menu", ui_rect(x + w - 140, y, 140, 36), "To the menu", "Esc", UI_BUTTON_PLAIN, NULL))
        games_leave(app, "");
}

static void draw_waiting(struct app *app) {
    float w = ui_width(), h = ui_height();
    ui_text(UI_SERIF_TITLE, w / 2, h / 2 - 10, UI_TEXT, UI_CENTRE, "Connecting");
    ui_text(UI_SANS_LARGE, w / 2, h / 2 + 20, UI_DIM, UI_CENTRE, app->address);
    if (ui_button("cancel", ui_rect(w / 2 - 70, h / 2 + 44, 140, 34), "Give up", "Esc", UI_BUTTON_PLAIN, NULL))
        games_leave(app, "");
}

static void games_draw(struct app *app) {
    const struct lobby *lobby = model_lobby(app->model);
    struct games_screen *games = &app->games;
    float w = ui_width(), h = ui_height(), inner = w - 56 > 1360 ? 1360 : w - 56, x = (w - inner) / 2;
    float left = inner < 1000 ? inner * 0.5f : inner * 0.54f, top = 116, high = h - top - 64;
    ui_panel_begin("games", ui_rect(0, 0, w, h));
    desk_draw();
    bool connected = lobby->listed || model_state(app->model) == MODEL_OPEN;
    if (connected) {
        draw_head(app, x, inner);
        draw_filters(app, x, 74, inner);
        draw_list(app, ui_rect(x, top, left, high));
        const struct lobby_line *line =
            !games->own && games->chosen < lobby->lines ? &lobby->line[games->chosen] : NULL;
        games_detail(app, line, ui_rect(x + left + 16, top, inner - left - 16, high));
        draw_foot(app, x, h - 50, inner);
    } else {
        draw_waiting(app);
    }
    ui_panel_end();
    if (!app->model || app->screen != APP_GAMES)
        return;
    if (games->sheet == GAMES_CREATE)
        games_create(app);
    else if (games->sheet == GAMES_ACCOUNT)
        games_account(app);
    else if (games->sheet == GAMES_TOKEN)
        games_token(app);
    if (game_is_lost(app))
        panel_overlay(app);
}

const struct screen screen_games = {"games", games_enter, games_event, games_step, games_draw};
