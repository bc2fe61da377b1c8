/* Chat: what is said at the table, to all, to one side alone, or among those who look on. */
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

/* To whom this place may speak: what the server lets it. */
static size_t listeners(const struct seat *seat, int out[SIDE_MAX + 2]) {
    size_t count = 0;
    bool sides = seat->role == SEAT_PLAYER || seat->role == SEAT_UMPIRE;
    if (seat->role != SEAT_SPECTATOR || seat->phase == SEAT_OVER)
        out[count++] = SAY_TO_ALL;
    for (int side = 0; sides && side < seat->scenario->sides; side++)
        if ((seat->role == SEAT_UMPIRE || side != seat->side) && !seat->others[side].computer)
            out[count++] = side;
    if (seat->role != SEAT_PLAYER)
        out[count++] = SAY_TO_WATCHERS;
    return count;
}

static bool is_own(const struct seat *seat, const struct chat_heard *line) {
    return line->role == seat->role && seat->role != SEAT_SPECTATOR &&
           (seat->role != SEAT_PLAYER || line->side == seat->side);
}

static void head_of(const struct seat *seat, const struct chat_heard *line, char *out, size_t size) {
    static const char *const roles[] = {"Somebody", "Host", "Umpire", "Spectator"};
    const struct scenario *scenario = seat->scenario;
    bool you = seat->role == SEAT_PLAYER && line->to == seat->side;
    const char *side = line->side >= 0 ? scenario->side[line->side].name : roles[line->role];
    const char *to = line->to == SAY_TO_ALL ? "" : you ? " to you" : " to ";
    const char *whom = you || line->to == SAY_TO_ALL ? ""
                       : line->to >= 0               ? scenario->side[line->to].name
                                                     : "who looks on";
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
        unsigned colour = is_own(seat, line) ? UI_DIM : UI_BRASS;
        ui_text(UI_NARROW, x, y, UI_DIM, UI_LEFT, when);
        ui_text(line->to == SAY_TO_ALL ? UI_NARROW_BOLD : UI_NARROW, x + 34, y, colour, UI_LEFT, head);
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
    static const char *const tips[] = {"Only spectators, umpire and a host who does not play hear it",
                                       "Everybody at the table hears it",
                                       "Only this side hears it; no other side learns of it"};
    int whom[SIDE_MAX + 2];
    size_t count = listeners(seat, whom);
    float x = at.x + 34;
    bool listens = false;
    for (size_t i = 0; i < count; i++)
        listens |= whom[i] == chat->to;
    if (!listens)
        chat->to = whom[0];
    ui_text(UI_NARROW, at.x, at.y + 16, UI_DIM, UI_LEFT, "To");
    for (size_t i = 0; i < count; i++) {
        int to = whom[i];
        const char *label = to >= 0 ? seat->scenario->side[to].name : to == SAY_TO_ALL ? "All" : "Watchers";
        char id[16];
        snprintf(id, sizeof id, "to %d", to);
        float w = ui_text_width(UI_SANS, label) + 26;
        if (ui_button(id, ui_rect(x, at.y, w, 22), label, NULL,
                      chat->to == to ? UI_BUTTON_SEGMENT_ON : UI_BUTTON_SEGMENT, tips[to >= 0 ? 2 : to + 2]))
            chat->to = to, chat->focus = true;
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
    put_entry(app, seat, ui_rect(area.x + 14, area.y + area.h - 62, area.w - 28, 54));
    ui_panel_end();
}

void chat_toggle(struct app *app) {
    if (!chat_is_there(app))
        return;
    app->chat.open = !app->chat.open;
    app->chat.focus = app->chat.open;
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
    if (app->chat.open || is_own(seat, line)) {
        app_redraw(app);
        return;
    }
    head_of(seat, line, head, sizeof head);
    snprintf(note, sizeof note, "%s %.*s  (F8)", head, 120, line->text);
    app_say(app, note);
}
