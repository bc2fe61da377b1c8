/* After the end: who reached what, by which rows, and whether the dice were honest. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void over_enter(struct app *app) {
    for (size_t i = 0; i < model_seats(app->model); i++)
        if (!model_seat(app->model, i)->follows)
            model_record_fetch(app->model, i);
}

static const char *outcome_words(int outcome) {
    switch (outcome) {
    case OUTCOME_TENSION:
        return "Tension went too far: nobody reaches a threshold, and ranks go by who raised it least.";
    case OUTCOME_PRESSURE:
        return "Pressure from outside went too far: nobody reaches a threshold.";
    default:
        return "The last turn is over.";
    }
}

static void over_side(struct app *app, const struct seat *seat, int side, struct ui_rect at) {
    char text[64];
    struct counter counter = {
        .side = counter_side_of(seat->scenario, side), .symbol = "none", .facing = COUNTER_NO_FACING};
    bool me = side == seat->side;
    ui_fill(at, me ? UI_PAPER_ON : UI_PAPER, 5);
    ui_frame(at, me ? 0x8A6A1EFFu : UI_RULE, 5, me ? 2 : 1);
    bool ranked = seat->scenario->victories > 0; /* a demonstration has no winner */
    snprintf(text, sizeof text, "%d", seat->result[side].place);
    ui_text(UI_SERIF_TITLE, at.x + 26, at.y + 37, UI_INK, UI_CENTRE, ranked ? text : "–");
    counter_in_panel(app, &counter, at.x + 82, at.y + at.h / 2, 0.27f);
    ui_text(UI_SERIF_BOLD, at.x + 126, at.y + 24, UI_INK, UI_LEFT, seat->scenario->side[side].name);
    snprintf(text, sizeof text, ranked ? "threshold %d" : "no threshold", seat->result[side].threshold);
    ui_text(UI_SANS, at.x + 126, at.y + 43, UI_INK_DIM, UI_LEFT, text);
    int points = seat->result[side].points;
    snprintf(text, sizeof text, "%s%d point%s", points < 0 ? "−" : "", abs(points), points == 1 ? "" : "s");
    ui_text(UI_SANS_BOLD_LARGE, at.x + at.w - 18, at.y + 24, UI_INK, UI_RIGHT, text);
    ui_text(UI_SANS_BOLD, at.x + at.w - 18, at.y + 43, seat->result[side].reached ? UI_GOOD : UI_INK_DIM,
            UI_RIGHT, !ranked ? "" : seat->result[side].reached ? "reached" : "not reached");
}

static bool side_has_missiles(const struct scenario *scenario, int side) {
    for (int i = 0; i < scenario->roster_count; i++)
        if (scenario->roster[i].side == side && scenario->rules.type[scenario->roster[i].type].ammo == AMMO_JAVELIN)
            return true;
    return false;
}

static float over_rows(const struct seat *seat, float x, float y, float w) {
    const struct scenario *scenario = seat->scenario;
    char text[VICTORY_WORDS_MAX], value[8];
    int sum = 0;
    snprintf(text, sizeof text, "Points of %s, row by row", scenario->side[seat->side].name);
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, text);
    ui_fill(ui_rect(x, y + 8, w, 1), UI_RULE, 0);
    y += 7;
    for (int i = 0; i < scenario->victories; i++) {
        const struct victory *row = &scenario->victory[i];
        if (row->side != seat->side)
            continue;
        int count = seat->view.count[i], counted = row->most && count > row->most ? row->most : count;
        sum += counted * row->points;
        y += 21;
        victory_words(scenario, i, text);
        text[0] = (char)(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 32 : text[0]);
        ui_text_cut(UI_SANS, x, y, w - 110, count ? UI_INK : UI_INK_DIM, text);
        snprintf(text, sizeof text, "%d × %s%d", counted, row->points < 0 ? "−" : "", abs(row->points));
        ui_text(UI_SANS, x + w - 52, y, UI_INK_DIM, UI_RIGHT, text);
        text_signed(counted * row->points, value);
        ui_text(UI_SANS_BOLD, x + w, y, UI_INK, UI_RIGHT, value);
    }
    int rest = seat->result[seat->side].points - sum;
    int launches = seat->view.launches[seat->side], launched = launches * scenario->rules.number.launch_points;
    if (launched != 0) {
        y += 21;
        ui_text(UI_SANS, x, y, UI_INK, UI_LEFT, "Missiles launched");
        int each = scenario->rules.number.launch_points;
        snprintf(text, sizeof text, "%d × %s%d", launches, each < 0 ? "−" : "", abs(each));
        ui_text(UI_SANS, x + w - 52, y, UI_INK_DIM, UI_RIGHT, text);
        text_signed(launched, value);
        ui_text(UI_SANS_BOLD, x + w, y, UI_INK, UI_RIGHT, value);
        rest -= launched;
    }
    if (rest != 0) {
        y += 21;
        ui_text(UI_SANS, x, y, UI_INK, UI_LEFT,
                "Harm done to civilians, and what else counts outside the rows");
        text_signed(rest, value);
        ui_text(UI_SANS_BOLD, x + w, y, UI_INK, UI_RIGHT, value);
    }
    return y;
}

/* Missiles of all sides, with the arithmetic of their price. */
static float over_bill(const struct seat *seat, float x, float y, float w) {
    const struct scenario *scenario = seat->scenario;
    const struct view *view = &seat->view;
    uint32_t price = missile_price(scenario);
    unsigned launches = 0;
    char text[128];
    for (int side = 0; side < scenario->sides; side++)
        launches += view->launches[side];
    if (price == 0 && launches == 0)
        return y;
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, "The bill of the missiles");
    bill_price_text(price, text, sizeof text);
    ui_text(UI_SANS, x + w, y, UI_INK_DIM, UI_RIGHT, text);
    ui_fill(ui_rect(x, y + 8, w, 1), UI_RULE, 0);
    y += 7;
    for (int side = 0; side < scenario->sides; side++) {
        if (view->launches[side] == 0 && !side_has_missiles(scenario, side))
            continue;
        y += 21;
        ui_text(UI_SANS, x, y, UI_INK, UI_LEFT, scenario->side[side].name);
        bill_sum_text(view->launches[side], view->bill[side], text, sizeof text);
        ui_text(UI_SANS_BOLD, x + w, y, UI_INK, UI_RIGHT, text);
    }
    return y + 30;
}

static void over_proof(const struct seat *seat, float x, float y, float w) {
    char text[MODEL_TEXT_MAX + 60];
    ui_text(UI_SERIF_BOLD, x, y, UI_INK, UI_LEFT, "The dice");
    ui_fill(ui_rect(x, y + 8, w, 1), UI_RULE, 0);
    ui_text(UI_SANS, x, y + 28, seat->seal_kept ? UI_GOOD : UI_BAD, UI_LEFT,
            seat->seal_kept ? "The secret now told has the seal that was published at the start."
                            : "The secret now told does not have the seal of the start.");
    unsigned colour = UI_INK_DIM;
    switch (seat->record_state) {
    case RECORD_PROVEN:
        colour = UI_GOOD;
        snprintf(text, sizeof text,
                 "Played again from the record: every die, event and hash agrees%s.",
                 seat->nonce_sent ? ", and this seat's own number is in them" : "");
        break;
    case RECORD_LOADING:
        snprintf(text, sizeof text, "Fetching the record: %zu of %zu bytes.", seat->record_size,
                 seat->record_total);
        break;
    case RECORD_FALSE:
        colour = UI_BAD;
        snprintf(text, sizeof text, "The record does not prove the game: %s", seat->record_why);
        break;
    default:
        snprintf(text, sizeof text, "The record was not fetched yet.");
        break;
    }
    ui_text_wrap(UI_SANS, x, y + 48, w, 17, colour, text);
}

static void over_save(struct app *app, const struct seat *seat) {
    char path[512], name[64], why[MODEL_TEXT_MAX], said[MODEL_TEXT_MAX];
    snprintf(name, sizeof name, "%.31s-%llu.ibar", seat->scenario->id,
             (unsigned long long)(seat->seal[0] << 16 | seat->seal[1] << 8 | seat->seal[2]));
    settings_path(path, sizeof path, true, name);
    if (path[0] && model_record_save(seat, path, why, sizeof why))
        snprintf(said, sizeof said, "Kept as %.280s", path);
    else
        snprintf(said, sizeof said, "%s", path[0] ? why : "There is no home folder to keep the record in.");
    app_say(app, said);
}

static void over_review(struct app *app, const struct seat *seat) {
    char why[MODEL_TEXT_MAX];
    if (seat->record_state == RECORD_PROVEN &&
        !review_begin_text(app, seat->record, seat->record_size, why, sizeof why))
        app_say(app, why);
}

/* Points of the next side, or of the next seat of a hot-seat; an umpire's truth has those of the first side. */
static void over_next(struct app *app) {
    do
        app->seat = (app->seat + 1) % model_seats(app->model);
    while (app_seat_now(app)->truth);
    app_redraw(app);
}

/* An umpire may still go back: he comes from the map and returns to it. */
static bool watches(const struct app *app) {
    return app_seat_now(app)->role == SEAT_UMPIRE;
}

static const char *leave_words(const struct app *app) {
    return watches(app) ? "To the map" : app->from_lobby ? "To the lobby" : "To the menu";
}

static const char *leave_key(const struct app *app) {
    return watches(app) ? "Esc" : NULL;
}

static void over_leave(struct app *app) {
    if (watches(app)) {
        places_umpire(app);
    } else if (app->from_lobby) {
        places_leave(app);
    } else {
        game_forget_hotseat(app);
        app_go(app, APP_MENU);
    }
}

static void over_draw(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    const struct scenario *scenario = seat->scenario;
    float w = ui_width(), h = ui_height(), sw = w - 64 > 760 ? 760 : w - 64, sh = h - 40 > 664 ? 664 : h - 40;
    struct ui_rect at = ui_rect((w - sw) / 2, (h - sh) / 2, sw, sh);
    ui_panel_begin("over", ui_rect(0, 0, w, h));
    desk_draw();
    ui_shadow(at, 8);
    ui_fill(at, UI_IVORY, 8);
    float x = at.x + 28, y = at.y + 42, inner = at.w - 56;
    float title = ui_text(UI_SERIF_TITLE, x, y, UI_INK, UI_LEFT, scenario->name);
    ui_text(UI_SERIF_ITALIC, x + title + 12, y, UI_INK_DIM, UI_LEFT, scenario->name_sq);
    ui_text(UI_SANS, x, y + 21, UI_INK_DIM, UI_LEFT,
            scenario->victories > 0 ? outcome_words(seat->view.outcome)
                                    : "The demonstration is over. There is no winner: this report is the result.");
    y += 34;
    for (int place = 1, row = 0; place <= scenario->sides; place++)
        for (int side = 0; side < scenario->sides; side++)
            if (seat->result[side].place == place)
                over_side(app, seat, side, ui_rect(x, y + (float)row++ * 60, inner, 54));
    y += 60 * (float)scenario->sides + 24;
    y = over_rows(seat, x, y, inner) + 30;
    y = over_bill(seat, x, y, inner);
    over_proof(seat, x, y, inner);
    float by = at.y + at.h - 54;
    bool leave = ui_button("menu", ui_rect(at.x + at.w - 218, by, 190, 36), leave_words(app), leave_key(app), UI_BUTTON_INK, NULL);
    if (seat->record && ui_button("save", ui_rect(at.x + at.w - 368, by, 142, 36), "Keep the record", NULL,
                                  UI_BUTTON_PAPER, "Writes it to a file that ibar-verify reads"))
        over_save(app, seat);
    if (seat->record_state == RECORD_PROVEN &&
        ui_button("review", ui_rect(at.x + at.w - 508, by, 132, 36), "Review", "V", UI_BUTTON_PAPER,
                  "Every turn again, with the eyes of any side or all of them"))
        over_review(app, seat);
    if (app->screen == APP_OVER && model_seats(app->model) > 1 &&
        ui_button("other", ui_rect(x, by, 184, 36), "Points of the next", "Tab", UI_BUTTON_PAPER, NULL))
        over_next(app);
    ui_panel_end();
    if (leave)
        over_leave(app);
}

static bool over_event(struct app *app, const SDL_Event *event) {
    if (event->type == SDL_KEYDOWN && event->key.keysym.sym == SDLK_TAB && model_seats(app->model) > 1)
        over_next(app);
    else if (event->type == SDL_KEYDOWN && event->key.keysym.sym == SDLK_ESCAPE && watches(app))
        over_leave(app);
    else if (event->type == SDL_KEYDOWN && event->key.keysym.sym == SDLK_F7)
        app->table.log_open = !app->table.log_open;
    else if (event->type == SDL_KEYDOWN && event->key.keysym.sym == SDLK_v)
        over_review(app, app_seat_now(app));
    return true;
}

const struct screen screen_over = {"over", over_enter, over_event, NULL, over_draw};
