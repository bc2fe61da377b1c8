/* The right panel of who looks on: from when the view is, whose eyes, what stands in the hex chosen; the umpire's forms. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define INSET 10
#define ROW_H 38

/* "as it was before turn N", and how far on the players are. Returns where the next part begins. */
static float when_words(const struct app *app, const struct seat *seat, float x, float y, float w) {
    const struct view *view = watch_view(app);
    char text[200], late[48], orders[48];
    bool umpire = seat->role == SEAT_UMPIRE;
    ui_text(UI_SERIF_BOLD, x, y + 16, UI_TEXT, UI_LEFT, umpire ? "Umpire" : "Looking on");
    unsigned behind = seat->turn > view->turn ? seat->turn - view->turn : 0;
    snprintf(late, sizeof late, "%u turn%s later", behind, behind == 1 ? "" : "s");
    snprintf(orders, sizeof orders, view->turn ? "in the orders of turn %u" : "in the set-up", view->turn);
    if (seat->phase == SEAT_OVER || view->outcome != OUTCOME_RUNNING)
        snprintf(text, sizeof text, "The game is over; this is its end.");
    else if (umpire)
        snprintf(text, sizeof text, "%s as it is now, %s.%s",
                 seat->truth ? "Everything" : "What this side knows,", orders,
                 seat->paused ? " The game is paused." : "");
    else if (view->turn == 0)
        snprintf(text, sizeof text, "As it was in the set-up. The players are at turn %u.", seat->turn);
    else if (behind > 0)
        snprintf(text, sizeof text, "As it was before turn %u was played. The players are at turn %u, %s.", view->turn,
                 seat->turn, late);
    else
        snprintf(text, sizeof text, "As it was before turn %u, which is being played.", view->turn);
    return y + 30 + 17 * (float)ui_text_wrap(UI_SANS, x, y + 38, w, 17, umpire ? UI_DIM : UI_BRASS, text);
}

static float eyes_row(struct app *app, const struct seat *seat, float x, float y, float w) {
    const struct scenario *scenario = seat->scenario;
    int first = seat->role == SEAT_UMPIRE ? -1 : 0;
    char id[16], tip[96];
    if (!seat->all_sides)
        return y;
    float step = (w + 4) / (float)(scenario->sides - first);
    for (int eyes = first; eyes < scenario->sides; eyes++) {
        const char *name = eyes < 0 ? "Truth" : scenario->side[eyes].name;
        bool on = eyes < 0 ? seat->truth : !seat->truth && seat->side == eyes;
        snprintf(id, sizeof id, "eyes%d", eyes);
        snprintf(tip, sizeof tip, "%s  (%d)", eyes < 0 ? "The units of all sides, exactly" : "What this side knows",
                 eyes + 1);
        struct ui_rect box = ui_rect(x + (float)(eyes - first) * step, y, step - 4, 26);
        if (ui_button(id, box, "", NULL, on ? UI_BUTTON_PRIMARY : UI_BUTTON_PLAIN, tip))
            watch_eyes(app, eyes);
        float wide = ui_text_width(UI_NARROW, name), inner = box.w - 6;
        ui_text_cut(UI_NARROW, box.x + (wide < inner ? (box.w - wide) / 2 : 3), box.y + 17, inner, on ? UI_INK : UI_TEXT,
                    name);
    }
    return y + 34;
}

static void unit_words(const struct scenario *scenario, const struct view_unit *unit, char *out, size_t size) {
    const struct unit_type *type = &scenario->rules.type[unit->type];
    int n = snprintf(out, size, "%u of %u steps", unit->steps, type->steps);
    if (unit->suppression > 0)
        n += snprintf(out + n, size - (size_t)n, " · suppression %u", unit->suppression);
    if (unit->wounded > 0)
        n += snprintf(out + n, size - (size_t)n, " · wounded %u", unit->wounded);
    if (type->ammo != AMMO_NONE)
        n += snprintf(out + n, size - (size_t)n, " · stock %u", unit->stock);
    if (unit->flags & UNIT_COVERT)
        n += snprintf(out + n, size - (size_t)n, " · covert");
    if (unit->flags & UNIT_DISMOUNTED)
        snprintf(out + n, size - (size_t)n, " · on foot");
}

struct stander {
    bool own; /* a unit of the view; else a contact */
    uint16_t id;
};
static size_t standers(const struct view *view, hex_t hex, struct stander *out, size_t max) {
    size_t count = 0;
    for (unsigned i = 0; i < view->units && count < max; i++)
        if (view->unit[i].status == UNIT_ON_MAP && setup_hex(view, &view->unit[i]) == hex)
            out[count++] = (struct stander){true, view->unit[i].unit};
    for (unsigned i = 0; i < view->contacts && count < max; i++)
        if (view->contact[i].hex == hex)
            out[count++] = (struct stander){false, view->contact[i].handle};
    return count;
}

static void stander_row(struct app *app, const struct stander *who, struct ui_rect at) {
    const struct scenario *scenario = app->scenery.scenario;
    const struct view *view = watch_view(app), *of = view;
    const struct view_unit *unit = who->own ? view_unit_find(view, who->id) : watch_truth_unit(app, who->id, &of);
    const struct view_contact *contact = who->own ? NULL : view_contact_find(view, who->id);
    char name[64] = "", words[128] = "", id[24];
    struct counter counter = {.facing = COUNTER_NO_FACING};
    if (unit) {
        counter_of_unit(scenario, of, unit, &counter);
        unit_short_name(scenario, unit->unit, name, sizeof name);
        unit_words(scenario, unit, words, sizeof words);
    } else if (contact) {
        counter_of_contact(scenario, contact, &counter);
        contact_name(scenario, contact, name, sizeof name);
        snprintf(words, sizeof words, contact->known & KNOWN_SEEN_NOW ? "seen now" : "last seen in turn %u", contact->turn);
    }
    counter.facing = COUNTER_NO_FACING;
    counter.tag[0] = 0;
    snprintf(id, sizeof id, "stands%c%u", who->own ? 'u' : 'c', who->id);
    bool on = who->own ? app->table.unit == who->id : app->table.contact == who->id;
    if (ui_area(id, at)) {
        hex_t hex = app->table.hex;
        tabletop_select(app, who->own ? who->id : UNIT_NONE, false);
        if (!who->own)
            app->table.contact = who->id, app->table.hex = hex;
        if (app->watch.form == UMPIRE_AMEND)
            amend_take_unit(app, watch_chosen_unit(app));
    }
    if (on || ui_hovered())
        ui_fill(at, UI_RAISED, 4);
    if (on)
        ui_fill(ui_rect(at.x, at.y, 3, at.h), UI_BRASS, 0);
    counter_in_panel(app, &counter, at.x + 26, at.y + at.h / 2 - 1, 0.19f);
    ui_text_cut(UI_SANS_BOLD, at.x + 54, at.y + 16, at.w - 60, UI_TEXT, name);
    ui_text_cut(UI_NARROW, at.x + 54, at.y + 31, at.w - 60, UI_DIM, words);
}

/* Who stands in the hex chosen. */
static void hex_list(struct app *app, float x, float y, float w, float bottom) {
    const struct scenario *scenario = app->scenery.scenario;
    struct stander rows[24];
    char text[96], hex[8];
    if (bottom - y < 50)
        return;
    if (app->table.hex >= scenario->map.count) {
        panel_head(x, y, w, "The map", "");
        ui_text_wrap(UI_SANS, x, y + 24, w, 17, UI_DIM,
                     "Click a plate or a hex to see who stands there; Tab goes from unit to unit.");
        return;
    }
    map_hex_name(&scenario->map, app->table.hex, hex);
    const char *sr = scenario->map.name_sr[app->table.hex], *sq = scenario->map.name_sq[app->table.hex];
    snprintf(text, sizeof text, "Hex %s", hex);
    char place[2 * MAP_NAME_MAX + 4];
    snprintf(place, sizeof place, "%s%s%s", sr, sq[0] && strcmp(sr, sq) != 0 ? " / " : "",
             strcmp(sr, sq) != 0 ? sq : "");
    panel_head(x, y, w, text, place);
    size_t count = standers(watch_view(app), app->table.hex, rows, sizeof rows / sizeof rows[0]);
    if (count == 0)
        ui_text(UI_SANS, x, y + 24, UI_DIM, UI_LEFT, "Nobody stands there.");
    struct ui_rect list = ui_rect(x, y + 10, w, bottom - y - 10);
    float up = ui_scroll_begin("stands", list, (float)count * ROW_H, false);
    for (size_t i = 0; i < count; i++)
        stander_row(app, &rows[i], ui_rect(x, list.y + (float)i * ROW_H - up, w, ROW_H - 2));
    ui_scroll_end();
}

static void foot(struct app *app, const struct seat *seat, float x, float y, float w) {
    float half = (w - 6) / 2;
    SDL_Event key = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_SPACE}}};
    const char *no = seat->has_before && seat->event_count > 0 ? NULL : "No turn was played yet since you came";
    if (ui_button("play turn", ui_rect(x, y, w, 32), "Play the last turn", "Space",
                  no ? UI_BUTTON_OFF : UI_BUTTON_PRIMARY, no))
        screen_watch.event(app, &key);
    if (seat->phase == SEAT_OVER && ui_button("result", ui_rect(x, y - 34, w, 28), "The result", "E", UI_BUTTON_PLAIN, "Points of all sides, the dice, the review"))
        watch_result(app);
    if (ui_button("seats", ui_rect(x, y + 38, half, 28), "The table", "F9", UI_BUTTON_PLAIN,
                  "Who sits where, clocks, rulings"))
        app->table.overlay = TABLE_SEATS;
    if (ui_button("chat", ui_rect(x + half + 6, y + 38, half, 28), "Chat", "F8", UI_BUTTON_PLAIN, NULL))
        chat_toggle(app);
}

void panel_watch(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    float x = area.x + INSET, w = area.w - 2 * INSET, y = area.y + INSET, bottom = area.y + area.h - 10;
    ui_panel_begin("watch", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, 1, area.h), UI_DESK_DEEP, 0);
    y = when_words(app, seat, x, y, w);
    y = eyes_row(app, seat, x, y, w);
    if (seat->role == SEAT_UMPIRE)
        y = umpire_panel(app, x, y, w);
    hex_list(app, x, y + 14, w, bottom - (seat->phase == SEAT_OVER ? 110 : 76));
    foot(app, seat, x, bottom - 66, w);
    ui_panel_end();
}
