/* Chat: what the players of the table say to each other, to all or to one side alone. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define LINE_H 18
#define WIDE   400
#define HIGH   230

bool chat_is_there(const struct app *app) {
    const struct seat *seat = app_seat_now(app);
    return !app->hotseat && !app->review.seat && seat && seat->scenario && seat->phase != SEAT_JOINING;
}

/* The sides that listen, the own one left out. */
static size_t listeners(const struct seat *seat, int out[SIDE_MAX]) {
    size_t count = 0;
    for (int side = 0; side < seat->scenario->sides; side++)
        if (side != seat->side && !seat->others[side].computer)
            out[count++] = side;
    return count;
}

static void head_of(const struct seat *seat, const struct chat_heard *line, char *out, size_t size) {
    const struct scenario *scenario = seat->scenario;
    const char *side = line->side >= 0 ? scenario->side[line->side].name : "Somebody";
    const char *to = line->to < 0 ? "" : line->to == seat->side ? " to you" : " to ";
    const char *whom = line->to < 0 || line->to == seat->side ? "" : scenario->side[line->to].name;
    if (line->name[0])
        snprintf(out, size, "%s (%s)%s%s:", side, line->name, to, whom);
    else
        snprintf(out, size, "%s%s%s:", side, to, whom);
}

/* Height of a line, wrapped behind its head; drawn when `y` is not negative. */
static float put_line(const struct seat *seat, const struct chat_heard *line, float x, float y, float w, bool draw) {
    char head[160], when[16];
    snprintf(when, sizeof when, line->turn ? "T%u" : "·", line->turn);
    head_of(seat, line, head, sizeof head);
    int lines = ui_text_lines(UI_SANS, w - 34, line->text);
    if (draw) {
        unsigned colour = line->side == seat->side ? UI_DIM : UI_BRASS;
        ui_text(UI_NARROW, x, y, UI_DIM, UI_LEFT, when);
        ui_text(line->to < 0 ? UI_NARROW_BOLD : UI_NARROW, x + 34, y, colour, UI_LEFT, head);
        ui_text_wrap(UI_SANS, x + 34, y + LINE_H, w - 34, LINE_H, UI_TEXT, line->text);
    }
    return (float)(lines + 1) * LINE_H + 6;
}

static void put_lines(const struct seat *seat, struct ui_rect list) {
    float high = 8, w = list.w - 36;
    for (size_t i = 0; i < seat->chat.count; i++)
        high += put_line(seat, &seat->chat.line[i], 0, 0, w, false);
    float up = ui_scroll_begin("said", list, high, true), y = list.y + 16 - up;
    for (size_t i = 0; i < seat->chat.count; i++)
        y += put_line(seat, &seat->chat.line[i], list.x + 14, y, w, true);
    if (seat->chat.count == 0)
        ui_text(UI_SANS, list.x + 14, y + 4, UI_OFF, UI_LEFT, "Nobody has said anything yet.");
    ui_scroll_end();
}

/* "To: All KFOR Irregulars" and the field; what goes to one side is heard by that side alone. */
static void put_entry(struct app *app, const struct seat *seat, struct ui_rect at) {
    struct chat_screen *chat = &app->chat;
    int sides[SIDE_MAX];
    size_t count = listeners(seat, sides);
    float x = at.x + 34;
    bool listens = chat->to < 0;
    for (size_t i = 0; i < count; i++)
        listens |= sides[i] == chat->to;
    if (!listens)
        chat->to = -1;
    ui_text(UI_NARROW, at.x, at.y + 16, UI_DIM, UI_LEFT, "To");
    for (size_t i = 0; i <= count; i++) {
        int side = i == 0 ? -1 : sides[i - 1];
        const char *label = side < 0 ? "All" : seat->scenario->side[side].name;
        char id[16];
        snprintf(id, sizeof id, "to %d", side);
        float w = ui_text_width(UI_SANS, label) + 26;
        if (ui_button(id, ui_rect(x, at.y, w, 22), label, NULL,
                      chat->to == side ? UI_BUTTON_SEGMENT_ON : UI_BUTTON_SEGMENT,
                      side < 0 ? "Everybody at the table hears it" : "Only this side hears it; nobody else learns of it"))
            chat->to = side, chat->focus = true;
        x += w;
    }
    if (chat->focus)
        ui_field_focus();
    chat->focus = false;
    bool sent = ui_field("line", ui_rect(at.x, at.y + 28, at.w - 70, 26), chat->text, sizeof chat->text,
                         "Say something", false);
    sent |= ui_button("say", ui_rect(at.x + at.w - 62, at.y + 28, 62, 26), "Say", NULL,
                      chat->text[0] ? UI_BUTTON_PRIMARY : UI_BUTTON_OFF,
                      chat->text[0] ? NULL : "Type something first");
    if (sent && chat->text[0] && model_say(app->model, app->seat, chat->to, chat->text)) {
        chat->text[0] = 0;
        chat->focus = true;
    }
}

void panel_chat(struct app *app, float x, float bottom) {
    const struct seat *seat = app_seat_now(app);
    if (!app->chat.open || !chat_is_there(app))
        return;
    struct ui_rect area = ui_rect(x, bottom - HIGH, WIDE, HIGH);
    app->chat.seen = seat->chat.number;
    ui_panel_begin("chat", area);
    ui_shadow(area, 0);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, area.w, 1), UI_BRASS, 0);
    ui_text(UI_SERIF_BOLD, area.x + 14, area.y + 24, UI_TEXT, UI_LEFT, "Chat");
    if (ui_button("close chat", ui_rect(area.x + area.w - 36, area.y + 7, 26, 22), "×", NULL, UI_BUTTON_SEGMENT,
                  "Close  (F8)"))
        app->chat.open = false;
    bool trouble = seat->chat.trouble[0] != 0;
    put_lines(seat, ui_rect(area.x, area.y + 36, area.w, area.h - 36 - 66 - (trouble ? 18 : 0)));
    if (trouble)
        ui_text_cut(UI_NARROW, area.x + 14, area.y + area.h - 68, area.w - 28, UI_AMBER, seat->chat.trouble);
    if (seat->role != SEAT_PLAYER)
        ui_text_wrap(UI_SANS, area.x + 14, area.y + area.h - 34, area.w - 28, 17, UI_DIM,
                     "You hear what is said here; only players speak.");
    else
        put_entry(app, seat, ui_rect(area.x + 14, area.y + area.h - 62, area.w - 28, 54));
    ui_panel_end();
}

void chat_toggle(struct app *app) {
    if (!chat_is_there(app))
        return;
    app->chat.open = !app->chat.open;
    app->chat.focus = app->chat.open && app_seat_now(app)->role == SEAT_PLAYER;
    app_redraw(app);
}

/* A line that came while the panel is shut shows as a note. */
void chat_step(struct app *app) {
    char note[MODEL_TEXT_MAX], head[160];
    if (!chat_is_there(app))
        return;
    const struct seat *seat = app_seat_now(app);
    if (seat->chat.count == 0 || seat->chat.number == app->chat.noted)
        return;
    const struct chat_heard *line = &seat->chat.line[seat->chat.count - 1];
    app->chat.noted = seat->chat.number;
    if (app->chat.open || line->side == seat->side) {
        app_redraw(app);
        return;
    }
    head_of(seat, line, head, sizeof head);
    snprintf(note, sizeof note, "%s %.*s  (F8)", head, 120, line->text);
    app_say(app, note);
}
