/* The lobby's sheet for a new game. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

struct clock_choice {
    const char *words;
    unsigned seconds;
};
static const struct clock_choice TURN[] = {{"none", 0},      {"5 min", 300},    {"10 min", 600},
                                           {"20 min", 1200}, {"1 hour", 3600}, {"1 day", 86400}};
static const struct clock_choice BANK[] = {{"none", 0},      {"15 min", 900},   {"30 min", 1800},
                                           {"1 hour", 3600}, {"1 day", 86400}, {"3 days", 259200}};
static const struct clock_choice GRACE[] = {{"none", 0}, {"30 s", 30}, {"1 min", 60}, {"5 min", 300}, {"1 hour", 3600},
                                            {"1 day", 86400}};
#define CHOICES 6

static const struct scenario *scenario_chosen(struct app *app) {
    char why[MODEL_TEXT_MAX];
    const struct menu_screen *menu = &app->menu;
    return app->games.plan.head < menu->heads ? game_find(app, menu->head[app->games.plan.head].id, why, sizeof why)
                                              : NULL;
}

static void create(struct app *app) {
    struct games_screen *games = &app->games;
    const struct scenario *scenario = scenario_chosen(app);
    struct lobby_plan plan = {0};
    games->trouble[0] = 0;
    if (!scenario)
        return;
    snprintf(plan.scenario, sizeof plan.scenario, "%s", scenario->id);
    snprintf(plan.name, sizeof plan.name, "%s", games->plan.name);
    for (int i = 0, k = 0; i < scenario->options; i++)
        if (games->plan.options >> i & 1)
            plan.options[k++] = scenario->option[i].id;
    bool person = false;
    for (int side = 0; side < scenario->sides; side++) {
        plan.side[side] = scenario->side[side].id;
        plan.player[side] = games->plan.computer[side] ? "scripted" : "";
        person |= !games->plan.computer[side];
    }
    plan.turn_seconds = TURN[games->plan.turn].seconds;
    plan.bank_seconds = BANK[games->plan.bank].seconds;
    plan.grace_seconds = plan.turn_seconds || plan.bank_seconds ? GRACE[games->plan.grace].seconds : 0;
    plan.unlisted = !games->plan.listed;
    plan.watched = games->plan.watched;
    plan.delay = games->plan.watched ? games->plan.delay : 0;
    plan.umpired = games->plan.umpired;
    if (!person)
        snprintf(games->trouble, sizeof games->trouble, "At least one seat must be a person's.");
    else
        model_create_game(app->model, &plan);
}

static float heading(float x, float y, const char *text) {
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, text);
    return y + 10;
}

static void scenario_row(struct app *app, float x, float y, float w) {
    struct games_screen *games = &app->games;
    const struct menu_screen *menu = &app->menu;
    const struct scenario *scenario = scenario_chosen(app);
    char text[120];
    size_t heads = menu->heads, before = games->plan.head;
    if (ui_button("scenario before", ui_rect(x, y, 30, 30), "‹", NULL, UI_BUTTON_PAPER, "The scenario before") && heads)
        games->plan.head = (games->plan.head + heads - 1) % heads;
    if (ui_button("scenario after", ui_rect(x + w - 30, y, 30, 30), "›", NULL, UI_BUTTON_PAPER, "The next scenario") &&
        heads)
        games->plan.head = (games->plan.head + 1) % heads;
    if (before != games->plan.head)
        games->plan.options = 0;
    if (!scenario)
        return;
    if (strcmp(scenario->name, scenario->name_sq) != 0)
        snprintf(text, sizeof text, "%s / %s", scenario->name, scenario->name_sq);
    else
        snprintf(text, sizeof text, "%s", scenario->name);
    float half = ui_text_width(UI_SERIF_BOLD, text) / 2;
    ui_text(UI_SERIF_BOLD, x + w / 2, y + 14, UI_INK, UI_CENTRE, half < w / 2 - 40 ? text : scenario->name);
    snprintf(text, sizeof text, "%s · %u turns", scenario->date, scenario->turns);
    ui_text(UI_NARROW, x + w / 2, y + 30, UI_INK_DIM, UI_CENTRE, text);
}

static void person_row(struct app *app, const struct scenario *scenario, int side, struct ui_rect at) {
    bool *computer = &app->games.plan.computer[side];
    char id[24];
    side_plate(scenario, side, at.x + 16, at.y + at.h / 2, 0.13f, UI_BLACK);
    ui_text(UI_SANS_BOLD, at.x + 38, at.y + 18, UI_INK, UI_LEFT, scenario->side[side].name);
    snprintf(id, sizeof id, "person%d", side);
    if (ui_button(id, ui_rect(at.x + at.w - 170, at.y, 82, 26), "Person", NULL,
                  *computer ? UI_BUTTON_TOGGLE : UI_BUTTON_TOGGLE_ON, "The seat is open until somebody takes it"))
        *computer = false;
    snprintf(id, sizeof id, "computer%d", side);
    if (ui_button(id, ui_rect(at.x + at.w - 84, at.y, 84, 26), "Computer", NULL,
                  *computer ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE, "The scripted player of the program"))
        *computer = true;
}

static void clock_row(const char *name, const char *tip, const struct clock_choice choices[CHOICES], size_t *chosen,
                      bool on, float x, float y, float w) {
    float step = w / CHOICES;
    char id[48];
    ui_text(UI_SANS_BOLD, x, y, UI_INK, UI_LEFT, name);
    for (size_t i = 0; i < CHOICES; i++) {
        snprintf(id, sizeof id, "%s %zu", name, i);
        if (ui_button(id, ui_rect(x + (float)i * step, y + 7, step - 4, 25), choices[i].words, NULL,
                      !on            ? UI_BUTTON_PAPER_OFF
                      : *chosen == i ? UI_BUTTON_TOGGLE_ON
                                     : UI_BUTTON_TOGGLE,
                      on ? tip : "Only where a clock runs out"))
            *chosen = i;
    }
}

static bool toggle(const char *label, bool on, const char *tip, struct ui_rect at) {
    return ui_button(label, at, label, NULL, on ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE, tip);
}

static void others_rows(struct app *app, float x, float y, float w) {
    struct games_screen *games = &app->games;
    char text[48];
    float third = w / 3;
    if (toggle("In the list", games->plan.listed, "Off: only who has a token finds it", ui_rect(x, y, third - 5, 26)))
        games->plan.listed = !games->plan.listed;
    if (toggle("Spectators", games->plan.watched, "They see what sides know, some turns late",
               ui_rect(x + third, y, third - 5, 26)))
        games->plan.watched = !games->plan.watched;
    if (toggle("Umpire", games->plan.umpired, "Sees everything, pauses, puts right, takes turns back",
               ui_rect(x + 2 * third, y, third, 26)))
        games->plan.umpired = !games->plan.umpired;
    if (!games->plan.watched)
        return;
    if (ui_button("less", ui_rect(x + third, y + 31, 26, 24), "−", NULL, UI_BUTTON_PAPER, NULL) && games->plan.delay > 1)
        games->plan.delay--;
    if (ui_button("more", ui_rect(x + 2 * third - 31, y + 31, 26, 24), "+", NULL, UI_BUTTON_PAPER, NULL) &&
        games->plan.delay < 9)
        games->plan.delay++;
    snprintf(text, sizeof text, "%u turn%s late", games->plan.delay, games->plan.delay == 1 ? "" : "s");
    ui_text(UI_SANS, x + 1.5f * third - 2, y + 48, UI_INK, UI_CENTRE, text);
}

static void what_ifs(struct app *app, const struct scenario *scenario, float x, float y, float w) {
    struct games_screen *games = &app->games;
    float at = x;
    for (int i = 0; i < scenario->options; i++) {
        float wide = ui_text_width(UI_SANS, scenario->option[i].name) + 24;
        if (at > x && at + wide > x + w)
            at = x, y += 29;
        if (ui_button(scenario->option[i].id, ui_rect(at, y, wide, 25), scenario->option[i].name, NULL,
                      games->plan.options >> i & 1 ? UI_BUTTON_TOGGLE_ON : UI_BUTTON_TOGGLE, scenario->option[i].text))
            games->plan.options ^= (uint16_t)(1u << i);
        at += wide + 6;
    }
    if (scenario->options == 0)
        ui_text(UI_SANS, x, y + 16, UI_INK_DIM, UI_LEFT, "This scenario has none.");
}

/* As a new sheet begins: with the scenario that the menu shows. */
static void plan_begin(struct app *app) {
    struct games_screen *games = &app->games;
    if (games->plan.delay > 0)
        return;
    games->plan.delay = 1;
    games->plan.listed = true;
    games->plan.head = app->menu.chosen < app->menu.heads ? app->menu.chosen : 0;
}

void games_create(struct app *app) {
    struct games_screen *games = &app->games;
    const struct lobby *lobby = model_lobby(app->model);
    plan_begin(app);
    const struct scenario *scenario = scenario_chosen(app);
    struct ui_rect at = games_paper(app, 820, 544, "Create a game");
    float x = at.x + 28, w = at.w - 56, half = (w - 28) / 2, right = x + half + 28, y = at.y + 62;
    bool enter = false;
    scenario_row(app, x, y, half);
    ui_text(UI_SANS_BOLD, right, y + 6, UI_INK, UI_LEFT, "Name of the game");
    enter |= ui_field("game name", ui_rect(right, y + 13, half, 28), games->plan.name, sizeof games->plan.name,
                      "as the scenario is called", false);
    float seats = heading(x, y + 66, "Seats");
    for (int side = 0; scenario && side < scenario->sides; side++)
        person_row(app, scenario, side, ui_rect(x, seats + (float)side * 32, half, 28));
    float ifs = heading(x, y + 212, "What-ifs");
    if (scenario)
        what_ifs(app, scenario, x, ifs, half);
    float others = heading(x, y + 318, "Who finds it, who looks on");
    others_rows(app, x, others, half);
    heading(right, y + 66, "Clocks");
    bool clock = TURN[games->plan.turn].seconds || BANK[games->plan.bank].seconds;
    clock_row("For the orders of a turn", "All sides have this long", TURN, &games->plan.turn, true, right, y + 92, half);
    clock_row("Game clock of each side", "Runs when the turn's time is over, for the whole game", BANK, &games->plan.bank,
              true, right, y + 146, half);
    clock_row("Grace", "When all clocks are out, before the turn is played all the same", GRACE, &games->plan.grace, clock,
              right, y + 200, half);
    ui_text_wrap(UI_SANS, right, y + 256, half, 17, UI_INK_DIM,
                 clock ? "A side that runs out of time carries on with the orders that it has."
                       : "Without a clock each turn waits until all sides have committed.");
    games_trouble(ui_rect(right, y + 300, half, 0), games->trouble[0] ? games->trouble : lobby->create_trouble);
    float foot = at.y + at.h - 52;
    if (ui_button("cancel", ui_rect(at.x + at.w - 386, foot, 130, 36), "Cancel", "Esc", UI_BUTTON_PAPER, NULL))
        games_sheet(app, GAMES_NO_SHEET);
    else if (ui_button("create game", ui_rect(at.x + at.w - 248, foot, 220, 36),
                       lobby->creating ? "Creating ..." : "Create and host it", NULL, UI_BUTTON_INK, NULL) ||
             enter)
        create(app);
    ui_panel_end();
}
