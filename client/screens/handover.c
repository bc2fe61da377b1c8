/* Hand-over of a hot-seat: a card on the bare desk. It shows whose turn it is at the screen and who has
 * committed, and nothing of the game: no map, no log, no turn, no unit. Same seats, same picture. */
#include "app_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define CARD_W      520.0f
#define CARD_H      452.0f
#define CARD_H_BARE 384.0f /* without the fields of a PIN */
#define HEX_R       46.0f

void desk_draw(void) {
    float w = ui_width(), h = ui_height(), dx = HEX_R * 1.7320508f;
    ui_fill(ui_rect(0, 0, w, h), 0x1B2126FFu, 0);
    for (int i = 12; i > 0; i--)
        ui_circle(w / 2, h * 0.46f, w * 0.055f * (float)i, 0x2C353C12u, 0, 0);
    for (int row = 0; (float)row * HEX_R * 1.5f < h + HEX_R; row++) {
        for (float x = row % 2 ? dx / 2 : 0; x < w + dx; x += dx) {
            float xy[12], y = (float)row * HEX_R * 1.5f;
            for (int i = 0; i < 6; i++) {
                xy[2 * i] = x + HEX_R * sinf((float)i * 1.0471976f);
                xy[2 * i + 1] = y - HEX_R * cosf((float)i * 1.0471976f);
            }
            ui_polygon(xy, 6, 0, 0x93A3A80Eu, 1);
        }
    }
}

static const char *seat_words(const struct app *app, const struct seat *seat, int side) {
    const struct seat *mine = app_seat_now(app);
    if (side == mine->side)
        return "next";
    if (seat->others[side].computer)
        return "computer";
    return seat->others[side].committed ? "committed" : "waits";
}

static void draw_seats(struct app *app, const struct seat *seat) {
    const struct scenario *scenario = seat->scenario;
    float step = 176, x = ui_width() / 2 - step * (float)(scenario->sides - 1) / 2 - 46,
          top = (ui_height() - 496) / 2 - 60;
    float y = top < 0 ? 30 : top + 52 < 52 ? 52 : top > 100 ? 100 : 52;
    for (int side = 0; side < scenario->sides; side++, x += step) {
        bool next = side == seat->side;
        side_plate(scenario, side, x + 20, y, 0.17f, next ? UI_TEXT : UI_BLACK);
        ui_text(next ? UI_SANS_BOLD_LARGE : UI_SANS_LARGE, x + 42, y - 3, next ? UI_TEXT : UI_DIM, UI_LEFT,
                scenario->side[side].name);
        ui_text(UI_SANS, x + 42, y + 14, next ? UI_BRASS : UI_DIM, UI_LEFT, seat_words(app, seat, side));
        if (side + 1 < scenario->sides) {
            ui_line(x + 140, y - 4, x + 148, y + 1, UI_BAR_DIM, 2);
            ui_line(x + 148, y + 1, x + 140, y + 6, UI_BAR_DIM, 2);
        }
    }
}

static void draw_pin(struct app *app, const struct ui_rect *card) {
    struct handover_screen *hand = &app->handover;
    bool set = app->pin[app->seat][0] != 0;
    size_t typed = strlen(hand->typed);
    float x = card->x + card->w / 2 - 106, y = card->y + 302;
    ui_text(UI_SANS_BOLD, card->x + card->w / 2, card->y + 290, hand->wrong ? UI_BAD : UI_INK_DIM, UI_CENTRE,
            hand->wrong ? "That is not the PIN of this seat"
            : set       ? "PIN of this seat"
                        : "Choose a PIN for this seat, four digits");
    for (size_t i = 0; i < PIN_DIGITS; i++) {
        struct ui_rect box = ui_rect(x + (float)i * 54, y, 48, 50);
        bool here = i == typed;
        ui_fill(box, UI_PAPER, 5);
        ui_frame(box, here ? UI_INK : 0xB9A985FFu, 5, here ? 2 : 1);
        if (i < typed)
            ui_circle(box.x + 24, box.y + 25, 6, UI_INK, 0, 0);
        if (here)
            ui_fill(ui_rect(box.x + 23, box.y + 12, 2, 26), UI_INK, 0);
    }
}

static bool pin_wanted(const struct app *app) {
    return settings_is_on(&app->settings, SETTING_pins) || app->pin[app->seat][0];
}

static void take(struct app *app) {
    struct handover_screen *hand = &app->handover;
    char *pin = app->pin[app->seat];
    if (pin_wanted(app)) {
        if (strlen(hand->typed) < PIN_DIGITS)
            return;
        if (!pin[0])
            memcpy(pin, hand->typed, PIN_DIGITS + 1);
        hand->wrong = strcmp(pin, hand->typed) != 0;
        memset(hand->typed, 0, sizeof hand->typed);
        if (hand->wrong)
            return;
    }
    game_take_seat(app);
}

static void handover_enter(struct app *app) {
    memset(&app->handover, 0, sizeof app->handover);
    app->board.count = 0; /* nothing of the last seat is kept to be drawn */
    app->said[0] = 0;
}

static bool handover_event(struct app *app, const SDL_Event *event) {
    struct handover_screen *hand = &app->handover;
    if (app->table.overlay == TABLE_MENU)
        return tabletop_event(app, event);
    if (event->type != SDL_KEYDOWN)
        return false;
    SDL_Keycode sym = event->key.keysym.sym;
    size_t typed = strlen(hand->typed);
    if (sym == SDLK_RETURN || sym == SDLK_KP_ENTER) {
        take(app);
    } else if (sym == SDLK_ESCAPE) {
        app->table.overlay = TABLE_MENU;
    } else if (sym == SDLK_BACKSPACE && typed > 0) {
        hand->typed[typed - 1] = 0;
    } else if (pin_wanted(app) && typed < PIN_DIGITS &&
               ((sym >= SDLK_0 && sym <= SDLK_9) || (sym >= SDLK_KP_1 && sym <= SDLK_KP_0))) {
        hand->typed[typed] = (char)(sym <= SDLK_9 ? sym : sym == SDLK_KP_0 ? '0' : '1' + (sym - SDLK_KP_1));
        hand->wrong = false;
    }
    return true;
}

static void committed_words(const struct seat *seat, char *text, size_t size) {
    int n = 0, count = 0;
    for (int side = 0; side < seat->scenario->sides && n < (int)size - 90; side++) {
        if (side == seat->side || !seat->others[side].committed || seat->others[side].computer)
            continue;
        n += snprintf(text + n, size - (size_t)n, "%s%s", count++ ? " and " : "",
                      seat->scenario->side[side].name);
    }
    snprintf(text + n, size - (size_t)n, "%sNothing of the game is shown until you take the seat.",
             n ? " have committed. " : "");
}

static void handover_draw(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    float w = ui_width(), h = ui_height(), mid = w / 2;
    bool pin = pin_wanted(app);
    float card_h = pin ? CARD_H : CARD_H_BARE, y = (h - card_h) / 2 - 22 < 84 ? 84 : (h - card_h) / 2 - 22;
    char text[200] = "";
    if (h < 640)
        y = 70;
    struct ui_rect card = ui_rect(mid - CARD_W / 2, y, CARD_W, card_h);
    ui_panel_begin("handover", ui_rect(0, 0, w, h));
    desk_draw();
    draw_seats(app, seat);
    ui_shadow(card, 8);
    ui_fill(card, UI_IVORY, 8);
    ui_frame(ui_rect(card.x + 12.5f, card.y + 12.5f, card.w - 25, card.h - 25), UI_RULE, 0, 1);
    ui_text(UI_SERIF, mid, y + 54, UI_INK_DIM, UI_CENTRE, "Hand the seat to");
    ui_text(UI_SERIF_HUGE, mid, y + 98, UI_INK, UI_CENTRE, seat->scenario->side[seat->side].name);
    struct counter counter = {
        .side = counter_side_of(seat->scenario, seat->side), .symbol = "none", .facing = COUNTER_NO_FACING};
    counter_in_panel(app, &counter, mid, y + 160, 0.5f);
    ui_text(UI_SANS_LARGE, mid, y + 232, UI_INK, UI_CENTRE, "The other players look away now.");
    committed_words(seat, text, sizeof text);
    ui_text(UI_SANS, mid, y + 254, UI_INK_DIM, UI_CENTRE, text);
    if (pin)
        draw_pin(app, &card);
    struct ui_rect button = ui_rect(card.x + 110, card.y + (pin ? 376 : 298), card.w - 220, 46);
    if (ui_button("take", button, "Take the seat", "Enter", UI_BUTTON_INK, NULL))
        take(app);
    ui_text(UI_SANS, mid, y + card_h + 32, UI_DIM, UI_CENTRE,
            "First you see what happened to you in the last turn, then your orders begin.");
    ui_key(w - 128, h - 38, "Esc", false);
    if (ui_area("esc", ui_rect(w - 132, h - 44, 120, 28)))
        app->table.overlay = TABLE_MENU;
    ui_text(UI_SANS, w - 96, h - 26, UI_DIM, UI_LEFT, "Leave table");
    ui_panel_end();
    if (app->table.overlay == TABLE_MENU || game_is_lost(app))
        panel_overlay(app);
}

const struct screen screen_handover = {"handover", handover_enter, handover_event, NULL, handover_draw};
