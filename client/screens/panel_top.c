/* The top bar: scenario, time, turn, phase and clock, command, tracks. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

struct track_row {
    const char *letter, *name, *help;
    int most, gate;
    bool high; /* the gate is reached by rising */
};
static const struct track_row TRACKS[TRACK_COUNT] = {
    [TRACK_TENSION] = {"T", "Tension",
                       "Tension: at 20 the game ends and nobody reaches a threshold. From 12 the police may "
                       "fire deliberately.",
                       20, 12, true},
    [TRACK_LEGITIMACY] = {"L", "Legitimacy",
                          "Legitimacy of the police: from 12 arrests are easier, up to 5 harder.", 20, 5,
                          false},
    [TRACK_IMPARTIALITY] = {"M", "Impartiality", "KFOR's impartiality: from 8 its talks are listened to.", 20,
                            8, false},
    [TRACK_SUFFERANCE] = {"S", "Sufferance", "Local sufferance: up to 4 covert people are easier to see.", 20,
                          4, false},
    [TRACK_PRESSURE] = {"X", "Pressure", "Pressure from outside: at 10 the game ends.", 10, 10, true},
};

static void divider(float x) {
    ui_fill(ui_rect(x - 12, 9, 1, 26), UI_LINE, 0);
}

static float top_time(const struct scenario *scenario, const struct view *view, float x, bool narrow) {
    char text[64];
    int minute = (scenario->start_minute + (view->turn > 0 ? view->turn - 1 : 0) * 30) % 1440;
    divider(x);
    snprintf(text, sizeof text, "%02d:%02d", minute / 60, minute % 60);
    ui_text(UI_CLOCK, x, 29, UI_TEXT, UI_LEFT, text);
    float at = x + 66, wide = narrow ? 70 : 104, step = wide / (float)(view->turns ? view->turns : 1);
    if (view->turn == 0)
        snprintf(text, sizeof text, "Set-up");
    else
        snprintf(text, sizeof text, "Turn %u of %u", view->turn, view->turns);
    ui_text(UI_SANS_BOLD, at, 20, UI_TEXT, UI_LEFT, text);
    for (int i = 0; i < view->turns; i++) {
        bool now = i + 1 == view->turn, past = i + 1 < view->turn;
        bool night = (scenario->weather[i + 1] & WEATHER_NIGHT) != 0;
        unsigned colour = now     ? UI_OPAQUE(PALETTE_SUPPRESSION)
                          : night ? (past ? 0x34415AFFu : 0x4A5A75FFu)
                                  : (past ? 0x737A78FFu : 0xB9BDB4FFu);
        float w = step - (step > 6 ? 2 : 1);
        ui_fill(ui_rect(at + (float)i * step, now ? 25 : 27, w, now ? 12 : 8), colour, 0);
    }
    return at + wide + 28;
}

/* Who else has committed, by name; `brief` where the names do not fit: all of them, or how many. */
static int committed_words(const struct seat *seat, bool brief, char *text, size_t size) {
    const struct scenario *scenario = seat->scenario;
    int committed = 0, others = 0, n = 0, own = seat->role == SEAT_PLAYER ? seat->side : -1;
    text[0] = 0;
    for (int i = 0; i < scenario->sides; i++) {
        others += i != own;
        if (i == own || !seat->others[i].committed)
            continue;
        n += snprintf(text + n, n < (int)size ? size - (size_t)n : 0, "%s%s", committed++ ? " and " : "",
                      scenario->side[i].name);
    }
    if (brief && committed > 0)
        n = snprintf(text, size, committed < others ? "%d of %d" : others == 2 ? "both" : "all", committed, others);
    if (committed > 0 && n < (int)size)
        snprintf(text + n, size - (size_t)n, " committed");
    return committed;
}

static void phase_line(const struct app *app, const struct seat *seat, float width, char *text, size_t size) {
    char who[112], left[40];
    clock_words(app, seat, left, sizeof left);
    for (int brief = 0; brief < 2; brief++) {
        int committed = committed_words(seat, brief, who, sizeof who);
        if (committed == 0 && !left[0])
            snprintf(who, sizeof who, brief ? "none committed" : "nobody else has committed");
        snprintf(text, size, "%s%s%s", left, left[0] && who[0] ? " · " : "", who);
        if (ui_text_width(UI_NARROW, text) <= width)
            return;
    }
}

static float top_phase(struct app *app, const struct seat *seat, float x, const char *phase, float width) {
    char text[160];
    divider(x);
    for (int side = 0, all = app_shows_truth(app); side < seat->scenario->sides; side++)
        if (all)
            side_plate(seat->scenario, side, x + 8 + 7 * (float)side, 15 + 7 * (float)side, 0.1f, UI_TEXT);
        else if (side == seat->side)
            side_plate(seat->scenario, side, x + 15, 22, 0.17f, UI_TEXT);
    const char *alone = strstr(phase, " · "); /* the plate says whose orders they are */
    char head[40];
    bool fits = ui_text_width(UI_SANS_BOLD, phase) <= width - 36 || !alone;
    snprintf(head, sizeof head, "%.*s", fits ? 39 : (int)(alone - phase), phase);
    ui_text_cut(UI_SANS_BOLD, x + 36, 20, width - 36, UI_TEXT, head);
    committed_words(seat, false, text, sizeof text);
    ui_area("phase", ui_rect(x, 6, width, 32));
    ui_tip(text[0] ? text : NULL);
    if (app->model && !app->review.seat)
        phase_line(app, seat, width - 36, text, sizeof text);
    if (app->review.seat)
        snprintf(text, sizeof text, "review of the record");
    else if (seat->role == SEAT_SPECTATOR)
        snprintf(text, sizeof text, seat->delay ? "%u turn%s late" : "as it is now", seat->delay, seat->delay == 1 ? "" : "s");
    else if (seat->phase != SEAT_ORDERS)
        snprintf(text, sizeof text, "the game is over");
    else if (app->screen == APP_PLAYBACK && app_clock(app) < 0)
        snprintf(text, sizeof text, seat->truth ? "all that happened" : "what your side saw");
    ui_text_cut(UI_NARROW, x + 36, 35, width - 36, UI_DIM, text);
    return x + width + 24;
}

static float top_command(const struct seat *seat, const struct view *view, float x, bool narrow) {
    char text[32];
    if (view->command == 0)
        return x;
    int cost = model_cost(seat), most = view->command, left = most - cost;
    divider(x);
    ui_text(UI_SANS_BOLD, x, 20, UI_TEXT, UI_LEFT, "Command");
    for (int i = 0; i < most && i < 10; i++) {
        struct ui_rect pip = ui_rect(x + (float)i * 13, 26, 10, 10);
        if (i < left)
            ui_fill(pip, UI_BRASS, 2);
        else
            ui_frame(pip, 0x7F868AFFu, 2, 1.2f);
    }
    snprintf(text, sizeof text, "%d left", left < 0 ? 0 : left);
    ui_area("command", ui_rect(x, 6, (float)most * 13, 32));
    ui_tip(text);
    if (narrow)
        return x + (float)(most * 13 > 58 ? most * 13 : 58) + 24;
    ui_text(UI_NARROW_BOLD, x + (float)most * 13 + 4, 35.5f, UI_BRASS, UI_LEFT, text);
    return x + (float)most * 13 + 54;
}

static void top_track(const struct view *view, const struct view *before, int track, float x, float width,
                      bool narrow) {
    const struct track_row *row = &TRACKS[track];
    int value = view->track[track], change = before ? value - before->track[track] : 0;
    char text[8], id[16];
    snprintf(text, sizeof text, "%d", value);
    bool hot = row->high ? value >= row->gate - 1 : value <= row->gate + 1;
    snprintf(id, sizeof id, "track%d", track);
    ui_area(id, ui_rect(x, 6, width, 32));
    ui_tip(row->help);
    if (narrow) {
        ui_text(UI_SANS_BOLD, x, 27, UI_BRASS, UI_LEFT, row->letter);
        ui_text(UI_SANS_BOLD, x + 14, 27, hot ? UI_AMBER : UI_TEXT, UI_LEFT, text);
        return;
    }
    float bar = width - 23;
    float end = x + width - (change != 0 ? 20 : 8), room = end - x - ui_text_width(UI_SANS_BOLD, text) - 4;
    ui_text_cut(ui_text_width(UI_NARROW, row->name) <= room ? UI_NARROW : UI_CREDIT, x, 20, room, UI_DIM, row->name);
    ui_text(UI_SANS_BOLD, end, 20, UI_TEXT, UI_RIGHT, text);
    if (change != 0) {
        float tx = x + width - 13, s = 3.6f, d = change > 0 ? 1 : -1;
        ui_polygon(
            (float[]){tx - s, 15.5f + d * s * 0.8f, tx + s, 15.5f + d * s * 0.8f, tx, 15.5f - d * s * 0.8f},
            3, UI_AMBER, 0, 0);
    }
    ui_text(UI_SANS_BOLD, x, 36, UI_BRASS, UI_LEFT, row->letter);
    ui_fill(ui_rect(x + 13, 28, bar, 7), UI_DESK_DEEP, 2);
    if (value > 0)
        ui_fill(ui_rect(x + 13, 28, bar * (float)value / (float)row->most, 7),
                hot ? UI_OPAQUE(PALETTE_SUPPRESSION) : UI_BAR, 2);
    ui_fill(ui_rect(x + 12.2f + bar * (float)row->gate / (float)row->most, 25.5f, 1.5f, 12), UI_TEXT, 0);
}

void panel_top(struct app *app, const struct view *view, struct ui_rect area, const char *phase) {
    const struct seat *seat = app_seat_now(app);
    const struct scenario *scenario = seat->scenario;
    bool narrow = area.w < 1180;
    ui_panel_begin("top", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.h - 1, area.w, 1), UI_DESK_DEEP, 0);
    float title = ui_text_width(UI_SERIF_BOLD, scenario->name), limit = narrow ? 134 : 190;
    title = title < 100 ? 100 : title > limit ? limit : title;
    bool fits = ui_text_width(UI_SERIF_BOLD, scenario->name) <= title;
    ui_text_cut(fits ? UI_SERIF_BOLD : UI_SERIF_SMALL_BOLD, 14, 21, title, UI_TEXT, scenario->name);
    ui_text_cut(UI_NARROW, 14, 36, title, UI_DIM, scenario->date);
    float x = top_time(scenario, view, 14 + title + 26, narrow);
    float tracks = narrow ? 40 : 86,
          levels = scenario->side[seat->side].flags & SIDE_HAS_LEVELS && !app_shows_truth(app) ? 94 : 0,
          room = area.w - 78 - TRACK_COUNT * tracks - (float)(view->command * 13 + (narrow ? 24 : 54)) - levels - 14;
    x = top_phase(app, seat, x, phase, room - x - 24 > 196 ? 196 : room - x - 24);
    x = top_command(seat, view, x, narrow);
    if (levels > 0) {
        divider(x);
        x = panel_level(seat, view, x, narrow);
    }
    divider(x);
    float width = (area.w - 78 - x) / TRACK_COUNT;
    width = width > 96 ? 96 : width;
    for (int i = 0; i < TRACK_COUNT; i++)
        top_track(view, seat->has_before ? &seat->before : NULL, i, x + (float)i * width, width - 4, narrow);
    if (app->review.seat) {
        ui_panel_end();
        return;
    }
    if (ui_button("help", ui_rect(area.w - 66, 9, 26, 26), "?", NULL, UI_BUTTON_SEGMENT,
                  "Keys and rules of thumb  (F1)"))
        app->table.overlay = TABLE_HELP;
    if (ui_button("menu", ui_rect(area.w - 36, 9, 26, 26), "", NULL, UI_BUTTON_SEGMENT, "Menu  (Esc)"))
        app->table.overlay = TABLE_MENU;
    for (int i = 0; i < 3; i++)
        ui_fill(ui_rect(area.w - 30, 16.5f + (float)i * 5, 14, 2), UI_TEXT, 0);
    ui_panel_end();
}
