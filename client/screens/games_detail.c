/* One game of the lobby's list: who sits there, how it is played, and ways in. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define SEAT_H 46

void games_trouble(struct ui_rect at, const char *text) {
    if (!text[0])
        return;
    int lines = ui_text_lines(UI_SANS, at.w - 28, text);
    struct ui_rect box = ui_rect(at.x, at.y, at.w, 18 + (float)lines * 17);
    ui_fill(box, UI_AMBER_DIM, 4);
    ui_frame(box, UI_AMBER, 4, 1);
    ui_text_wrap(UI_SANS, at.x + 14, at.y + 20, at.w - 28, 17, UI_TEXT, text);
}

/* The scenario of a line as this program has it: only one that was read already. */
static const struct scenario *scenario_of(struct app *app, const struct lobby_line *line) {
    char why[MODEL_TEXT_MAX];
    return game_find(app, line->scenario, why, sizeof why);
}

/* The seat is one's own: of the account, or by a token that this program has. */
static bool is_mine(const struct app *app, const struct lobby_line *line, size_t i) {
    return line->mine[i] || kept_find(&app->kept, app->address, line->game, line->side[i]);
}

static const char *may_sit(const struct app *app, const struct lobby_line *line, size_t i) {
    const struct seat_public *seat = &line->seat[i];
    if (is_mine(app, line, i))
        return NULL;
    if (line->phase == 3)
        return "The game is over";
    if (seat->computer && !seat->open)
        return "A computer plays it: the host can open the seat";
    return seat->open ? NULL : "Somebody has this seat";
}

static void sit(struct app *app, const struct lobby_line *line, size_t i) {
    const struct kept_place *kept = kept_find(&app->kept, app->address, line->game, line->side[i]);
    if (may_sit(app, line, i))
        return;
    if (kept && !line->mine[i])
        model_enter(app->model, kept->token);
    else
        model_take_seat(app->model, line->game, line->side[i]);
}

bool games_detail_key(struct app *app, const struct lobby_line *line, SDL_Keycode sym) {
    if (sym >= SDLK_1 && sym < SDLK_1 + (int)line->seats) {
        sit(app, line, (size_t)(sym - SDLK_1));
    } else if (sym == SDLK_w && line->watched) {
        model_watch(app->model, line->game, "");
    } else if (sym == SDLK_RETURN || sym == SDLK_KP_ENTER) {
        for (size_t i = 0; i < line->seats; i++) /* one's own seat, else the first that is open */
            if (is_mine(app, line, i)) {
                sit(app, line, i);
                return true;
            }
        for (size_t i = 0; i < line->seats; i++)
            if (!may_sit(app, line, i)) {
                sit(app, line, i);
                return true;
            }
    } else {
        return false;
    }
    return true;
}

static void who_words(const struct seat_public *seat, bool mine, char *out, size_t size) {
    if (mine)
        snprintf(out, size, "Your seat");
    else if (seat->umpire)
        snprintf(out, size, "The umpire");
    else if (seat->open)
        snprintf(out, size, "Open");
    else if (seat->computer)
        snprintf(out, size, seat->player[0] ? "Computer, %s" : "Computer", seat->player);
    else
        snprintf(out, size, "%s%s",
                 seat->name[0] ? seat->name : seat->connected ? "A player without a name" : "Invited",
                 seat->connected ? "" : ", not here now");
}

static void seat_row(struct app *app, const struct scenario *scenario, const struct lobby_line *line, size_t i,
                     struct ui_rect at) {
    char text[96], id[32], key[24];
    int side = scenario ? scenario_side(scenario, line->side[i]) : -1;
    const char *no = may_sit(app, line, i);
    bool mine = is_mine(app, line, i);
    ui_fill(at, mine ? UI_PAPER_ON : UI_PAPER, 5);
    ui_frame(at, mine ? 0x8A6A1EFFu : UI_RULE, 5, mine ? 2 : 1);
    if (side >= 0) {
        struct counter counter = {
            .side = counter_side_of(scenario, side), .symbol = "none", .facing = COUNTER_NO_FACING};
        counter_in_panel(app, &counter, at.x + 30, at.y + at.h / 2, 0.2f);
    }
    ui_text_cut(UI_SERIF_BOLD, at.x + 60, at.y + 20, at.w - 170, UI_INK,
                side >= 0 ? scenario->side[side].name : line->side[i]);
    who_words(&line->seat[i], mine, text, sizeof text);
    ui_text_cut(UI_SANS, at.x + 60, at.y + 37, at.w - 170, UI_INK_DIM, text);
    snprintf(id, sizeof id, "sit%zu", i);
    snprintf(key, sizeof key, "%zu", i + 1);
    if (ui_button(id, ui_rect(at.x + at.w - 102, at.y + 9, 90, 28), mine ? "Go on" : "Take", no ? NULL : key,
                  no ? UI_BUTTON_PAPER_OFF : UI_BUTTON_PAPER, no))
        sit(app, line, i);
}

static float fact(float x, float y, float w, const char *name, const char *value) {
    ui_text(UI_SANS, x, y, UI_INK_DIM, UI_LEFT, name);
    ui_text(UI_SANS_BOLD, x + w, y, UI_INK, UI_RIGHT, value);
    ui_fill(ui_rect(x, y + 6, w, 1), UI_RULE, 0);
    return y + 23;
}

static void seconds_text(unsigned seconds, char *out, size_t size) {
    if (seconds == 0)
        snprintf(out, size, "none");
    else
        clock_text((int64_t)seconds * 1000, out, size);
}

static float facts(const struct scenario *scenario, const struct lobby_line *line, float x, float y, float w) {
    char text[96];
    seconds_text(line->turn_seconds, text, sizeof text);
    y = fact(x, y, w, "Clock for orders", text);
    seconds_text(line->bank_seconds, text, sizeof text);
    if (line->bank_seconds > 0)
        y = fact(x, y, w, "Game clock of each side", text);
    for (int i = 0; scenario && i < scenario->options; i++)
        if (line->options >> i & 1)
            y = fact(x, y, w, "What-if", scenario->option[i].name);
    delay_text(line->delay, text, sizeof text);
    y = fact(x, y, w, "Spectators", line->watched ? text : "none");
    return fact(x, y, w, "Umpire", line->umpired ? "sees everything" : "none");
}

static void watch_row(struct app *app, const struct scenario *scenario, const struct lobby_line *line, float x, float y,
                      float w) {
    char id[40], label[64];
    float step = (w + 6) / (float)(line->seats + 1);
    ui_text(UI_SANS_BOLD, x, y - 8, UI_INK, UI_LEFT, "Look on");
    if (ui_button("watch", ui_rect(x, y, step - 6, 28), "All sides", "W", UI_BUTTON_PAPER,
                  "The views of all sides, late"))
        model_watch(app->model, line->game, "");
    for (size_t i = 0; i < line->seats; i++) {
        int side = scenario ? scenario_side(scenario, line->side[i]) : -1;
        snprintf(id, sizeof id, "watch %s", line->side[i]);
        snprintf(label, sizeof label, "%s", side >= 0 ? scenario->side[side].name : line->side[i]);
        if (ui_button(id, ui_rect(x + (float)(i + 1) * step, y, step - 6, 28), label, NULL, UI_BUTTON_PAPER,
                      "What this side knows, late"))
            model_watch(app->model, line->game, line->side[i]);
    }
}

static void nothing_chosen(const struct app *app, struct ui_rect at) {
    const struct lobby *lobby = model_lobby(app->model);
    const char *text = app->games.own
                           ? "Your games are the places that this program has had at tables of this server. Each is kept by "
                             "its token: with it you come back, also to games that are not listed."
                           : "Choose a game to see who sits there, how its clocks run, and to take a seat or look on.";
    ui_text(UI_SERIF_BOLD, at.x, at.y + 40, UI_INK, UI_LEFT, app->games.own ? "Your games" : "No game chosen");
    ui_text_wrap(UI_SANS, at.x, at.y + 64, at.w, 17, UI_INK_DIM, text);
    games_trouble(ui_rect(at.x, at.y + 150, at.w, 0), lobby->enter_trouble);
}

void games_detail(struct app *app, const struct lobby_line *line, struct ui_rect at) {
    const struct lobby *lobby = model_lobby(app->model);
    float x = at.x + 20, w = at.w - 40, y = at.y + 36;
    char text[160];
    ui_shadow(at, 8);
    ui_fill(at, UI_IVORY, 8);
    if (!line) {
        nothing_chosen(app, ui_rect(x, at.y, w, at.h));
        return;
    }
    const struct scenario *scenario = scenario_of(app, line);
    app->games.scenario = scenario ? scenario : app->games.scenario;
    ui_text_cut(UI_SERIF_TITLE, x, y, w, UI_INK, line->name);
    if (scenario && strcmp(scenario->name, scenario->name_sq) != 0)
        snprintf(text, sizeof text, "%s / %s", scenario->name, scenario->name_sq);
    else
        snprintf(text, sizeof text, "%s", scenario ? scenario->name : line->scenario);
    ui_text_cut(UI_SANS, x, y + 21, w, UI_INK_DIM, text);
    if (!scenario)
        ui_text(UI_SANS, x + w, y + 21, UI_BAD, UI_RIGHT, "not in this program");
    ui_fill(ui_rect(x, y + 31, w, 1), UI_RULE, 0);
    y += 40;
    for (size_t i = 0; i < line->seats; i++, y += SEAT_H + 6)
        seat_row(app, scenario, line, i, ui_rect(x, y, w, SEAT_H));
    y = facts(scenario, line, x, y + 16, w);
    if (line->watched) {
        watch_row(app, scenario, line, x, y + 18, w);
        y += 52;
    }
    games_trouble(ui_rect(x, y + 4, w, 0), lobby->enter_trouble);
}
