/* What the umpire changes of the truth: the fields of each kind. Units and hexes are taken from the map. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

static const struct kind_row {
    const char *label, *tip;
    bool unit, hex, value;
} KINDS[AMEND_KINDS] = {
    [AMEND_EVENT] = {"Event", "A scheduled event of the scenario happens now", false, false, false},
    [AMEND_TRACK] = {"Track", "A track stands at another number", false, false, true},
    [AMEND_STEPS] = {"Steps", "The unit has so many steps", true, false, true},
    [AMEND_SUPPRESSION] = {"Suppr.", "The unit has so much suppression", true, false, true},
    [AMEND_STOCK] = {"Stock", "The unit has so many missiles or loads", true, false, true},
    [AMEND_PLACE] = {"Place", "The unit stands in another hex, with those that it carries", true, true, false},
    [AMEND_REMOVE] = {"Off", "The unit is off the map, without points for anybody", true, false, false},
    [AMEND_POINTS] = {"Points", "Points are added to a side, or taken away", false, false, true},
};
static const char *const TRACKS[TRACK_COUNT] = {"Tension", "Legitimacy", "Impartiality", "Sufferance", "Pressure"};

/* The unit that is meant, as its side has it; NULL when none is. */
static const struct view_unit *unit_of(const struct app *app) {
    const struct view *view;
    uint16_t unit = app->watch.amend.unit;
    return unit == UNIT_NONE ? NULL : truth_unit(app->model, app->seat, unit, &view);
}

static void limits(const struct app *app, int *least, int *most) {
    const struct amend *amend = &app->watch.amend;
    const struct scenario *scenario = app_seat_now(app)->scenario;
    const struct view_unit *unit = unit_of(app);
    *least = 0;
    *most = 99;
    if (amend->kind == AMEND_TRACK)
        *most = amend->index == TRACK_PRESSURE ? 10 : 20;
    else if (amend->kind == AMEND_POINTS)
        *least = -99;
    else if (amend->kind == AMEND_STEPS)
        *least = 1, *most = unit ? scenario->rules.type[unit->type].steps : 9;
    else if (amend->kind == AMEND_SUPPRESSION)
        *most = 9;
}

/* The value as it is now: where a change begins. */
static void begin_value(struct app *app) {
    struct amend *amend = &app->watch.amend;
    const struct view_unit *unit = unit_of(app);
    amend->value = 0;
    if (amend->kind == AMEND_TRACK)
        amend->value = watch_view(app)->track[amend->index];
    else if (amend->kind == AMEND_STEPS && unit)
        amend->value = unit->steps > 0 ? unit->steps : 1;
    else if (amend->kind == AMEND_SUPPRESSION && unit)
        amend->value = unit->suppression;
    else if (amend->kind == AMEND_STOCK && unit)
        amend->value = unit->stock;
}

static void choose_kind(struct app *app, int kind) {
    struct amend *amend = &app->watch.amend;
    amend->kind = (uint8_t)kind;
    amend->index = 0;
    amend->side = 0;
    begin_value(app);
}

static int choices(const struct app *app) {
    const struct amend *amend = &app->watch.amend;
    const struct scenario *scenario = app_seat_now(app)->scenario;
    return amend->kind == AMEND_EVENT    ? scenario->scheduled_events
           : amend->kind == AMEND_TRACK  ? TRACK_COUNT
           : amend->kind == AMEND_POINTS ? scenario->sides
                                         : 0;
}

static void choose_by(struct app *app, int by) {
    struct amend *amend = &app->watch.amend;
    int count = choices(app);
    uint8_t *at = amend->kind == AMEND_POINTS ? &amend->side : &amend->index;
    if (count > 0)
        *at = (uint8_t)((*at + count + by) % count);
    begin_value(app);
}

static void value_by(struct app *app, int by) {
    struct amend *amend = &app->watch.amend;
    int least, most;
    limits(app, &least, &most);
    int value = amend->value + by;
    amend->value = (int16_t)(value < least ? least : value > most ? most : value);
}

void amend_take_unit(struct app *app, uint16_t unit) {
    app->watch.amend.unit = unit;
    begin_value(app);
}

void amend_take_hex(struct app *app, hex_t hex) {
    if (KINDS[app->watch.amend.kind].hex)
        app->watch.amend.hex = hex;
    app->table.hex = hex;
}

bool amend_is_whole(const struct app *app, char *why, size_t size) {
    const struct amend *amend = &app->watch.amend;
    const struct seat *seat = app_seat_now(app);
    const struct kind_row *row = &KINDS[amend->kind];
    why[0] = 0;
    if (amend->kind == AMEND_EVENT && seat->scenario->scheduled_events == 0)
        snprintf(why, size, "This scenario has no scheduled events.");
    else if (row->unit && amend->unit == UNIT_NONE)
        snprintf(why, size, "Click the unit on the map; Tab goes from unit to unit.");
    else if (row->hex && amend->hex >= seat->scenario->map.count)
        snprintf(why, size, "Click the hex where it shall stand; with Shift where others stand.");
    return why[0] == 0;
}

bool amend_key(struct app *app, SDL_Keycode sym) {
    if (sym >= SDLK_1 && sym < SDLK_1 + AMEND_KINDS)
        choose_kind(app, (int)(sym - SDLK_1));
    else if (sym == SDLK_LEFT || sym == SDLK_RIGHT)
        choose_by(app, sym == SDLK_RIGHT ? 1 : -1);
    else if (sym == SDLK_UP || sym == SDLK_DOWN)
        value_by(app, sym == SDLK_UP ? 1 : -1);
    else
        return false;
    return true;
}

static float kind_grid(struct app *app, float x, float y, float w) {
    float step = (w + 4) / 4;
    char key[4];
    for (int kind = 0; kind < AMEND_KINDS; kind++) {
        snprintf(key, sizeof key, "%d", kind + 1);
        if (ui_button(KINDS[kind].label, ui_rect(x + (float)(kind % 4) * step, y + (float)(kind / 4) * 29, step - 4, 25),
                      KINDS[kind].label, key, app->watch.amend.kind == kind ? UI_BUTTON_ON : UI_BUTTON_PLAIN,
                      KINDS[kind].tip))
            choose_kind(app, kind);
    }
    return y + 64;
}

/* A row with a step down and a step up at its ends. */
static int stepper(const char *id, float x, float y, float w, const char *text, const char *keys) {
    char name[32];
    int by = 0;
    snprintf(name, sizeof name, "%s less", id);
    if (ui_button(name, ui_rect(x, y, 30, 26), keys[0] == 'V' ? "−" : "‹", NULL, UI_BUTTON_SEGMENT,
                  keys[0] == 'V' ? "Down" : "Left"))
        by = -1;
    snprintf(name, sizeof name, "%s more", id);
    if (ui_button(name, ui_rect(x + w - 30, y, 30, 26), keys[0] == 'V' ? "+" : "›", NULL, UI_BUTTON_SEGMENT,
                  keys[0] == 'V' ? "Up" : "Right"))
        by = 1;
    float wide = ui_text_width(UI_SANS_BOLD, text), room = w - 72;
    ui_text_cut(UI_SANS_BOLD, x + (wide < room ? (w - wide) / 2 : 36), y + 18, room, UI_TEXT, text);
    return by;
}

static void choice_words(const struct app *app, char *out, size_t size) {
    const struct amend *amend = &app->watch.amend;
    const struct scenario *scenario = app_seat_now(app)->scenario;
    if (amend->kind == AMEND_TRACK)
        snprintf(out, size, "%s", TRACKS[amend->index]);
    else if (amend->kind == AMEND_POINTS)
        snprintf(out, size, "%s", scenario->side[amend->side].name);
    else if (scenario->scheduled_events > 0)
        snprintf(out, size, "%s", scenario->scheduled[amend->index].id);
    else
        snprintf(out, size, "none");
}

static float unit_line(const struct app *app, float x, float y, float w) {
    const struct amend *amend = &app->watch.amend;
    const struct scenario *scenario = app_seat_now(app)->scenario;
    char text[120] = "no unit chosen", name[64], hex[8] = "";
    if (amend->unit != UNIT_NONE) {
        unit_short_name(scenario, amend->unit, name, sizeof name);
        snprintf(text, sizeof text, "%s · %s", name, scenario->side[scenario->roster[amend->unit].side].name);
    }
    ui_text_cut(UI_SANS_BOLD, x, y + 14, w, amend->unit == UNIT_NONE ? UI_AMBER : UI_TEXT, text);
    if (!KINDS[amend->kind].hex)
        return y + 24;
    bool there = amend->hex < scenario->map.count;
    if (there)
        map_hex_name(&scenario->map, amend->hex, hex);
    snprintf(text, sizeof text, there ? "to hex %s" : "no hex chosen", hex);
    ui_text(UI_SANS_BOLD, x, y + 33, there ? UI_TEXT : UI_AMBER, UI_LEFT, text);
    return y + 42;
}

float amend_fields(struct app *app, float x, float y, float w) {
    const struct kind_row *row = &KINDS[app->watch.amend.kind];
    char text[64];
    int by;
    y = kind_grid(app, x, y, w);
    if (row->unit)
        y = unit_line(app, x, y, w);
    if (choices(app) > 0) {
        choice_words(app, text, sizeof text);
        if ((by = stepper("choice", x, y, w, text, "C")))
            choose_by(app, by);
        y += 32;
    }
    if (row->value) {
        snprintf(text, sizeof text, app->watch.amend.kind == AMEND_POINTS ? "%+d" : "%d", app->watch.amend.value);
        if ((by = stepper("value", x, y, w, text, "V")))
            value_by(app, by);
        y += 32;
    }
    return y;
}
