/* The set-up (rulebook 11): units are placed in their zones before turn 1. A unit is selected, its zone is marked, a
 * click on a hex places it; Delete puts it back where it stood. */
#include "app_internal.h"

#include <stdio.h>

bool setup_is_on(const struct seat *seat) {
    return seat->has_view && seat->view.turn == 0 && seat->view.outcome == OUTCOME_RUNNING;
}

hex_t setup_hex(const struct view *view, const struct view_unit *unit) {
    return view->turn == 0 && unit->status == UNIT_ON_MAP ? rules_placed(view, unit->unit) : unit->hex;
}

static uint16_t cache_entry(const struct view *view, unsigned cache) {
    uint16_t entry = SIDE_ORDER_UNIT;
    for (unsigned i = 0; i < cache; i++)
        entry = (uint16_t)(entry + (view->cache[i].side == view->side));
    return entry;
}

hex_t setup_cache_hex(const struct view *view, unsigned cache) {
    bool own = view->turn == 0 && view->cache[cache].side == view->side;
    return own ? rules_placed(view, cache_entry(view, cache)) : view->cache[cache].hex;
}

bool setup_has_cache(const struct app *app) {
    uint16_t unit = app->table.unit;
    return setup_is_on(app_seat_now(app)) && unit >= SIDE_ORDER_UNIT && unit < SIDE_ORDER_UNIT + SIDE_ORDER_SLOTS;
}

void setup_place(struct app *app, hex_t hex) {
    struct order order = {.kind = ORDER_place, .unit = app->table.unit, .hex = hex};
    if (orders_put(app, &order))
        app->table.hex = hex;
}

/* The hexes where the selected unit may stand; the zones of the side when none is selected. */
void setup_draw(struct app *app, const struct seat *seat) {
    const struct scenario *scenario = seat->scenario;
    bool own = view_unit_find(&seat->view, app->table.unit) || setup_has_cache(app);
    struct order order = {.kind = ORDER_place, .unit = app->table.unit};
    for (hex_t hex = 0; hex < scenario->map.count; hex++) {
        bool marked = false;
        for (int zone = 0; zone < scenario->zones && !own; zone++)
            marked |= scenario->zone[zone].side == seat->side && scenario_zone_has(&scenario->zone[zone], hex);
        order.hex = hex;
        if (own && rules_zone(scenario, &seat->view, app->table.unit))
            marked = model_check(seat, &order).verdict != VERDICT_NO;
        if (marked)
            overlay_choice(&app->draw, &app->scenery.camera, hex);
    }
}

static void place_name(const struct scenario *scenario, hex_t hex, char out[8]) {
    out[0] = 0;
    if (hex < scenario->map.count)
        map_hex_name(&scenario->map, hex, out);
}

/* What the right panel says of the selected unit; returns the height. */
float setup_unit_panel(const struct seat *seat, const struct view_unit *unit, float x, float y, float w) {
    const struct scenario *scenario = seat->scenario;
    const struct scenario_zone *zone = rules_zone(scenario, &seat->view, unit->unit);
    char text[200], at[8], put[8];
    place_name(scenario, setup_hex(&seat->view, unit), at);
    place_name(scenario, unit->hex, put);
    panel_head(x, y, w, "Set-up", zone ? zone->name : "no zone");
    if (!zone)
        snprintf(text, sizeof text, "It begins in %s and cannot be placed elsewhere.", put);
    else if (setup_hex(&seat->view, unit) != unit->hex)
        snprintf(text, sizeof text, "It will begin in %s. Click another marked hex, or press Delete to put it back in %s.",
                 at, put);
    else
        snprintf(text, sizeof text, "It begins in %s. Click a marked hex to place it there.", put);
    int lines = ui_text_wrap(UI_SANS, x, y + 26, w, 17, UI_DIM, text);
    return 34 + (float)lines * 17;
}

/* A row for each own cache that may be hidden elsewhere; returns the height. */
float setup_caches_panel(struct app *app, const struct seat *seat, float x, float y, float w) {
    const struct view *view = &seat->view;
    float top = y;
    for (unsigned i = 0; i < view->caches && setup_is_on(seat); i++) {
        uint16_t entry = cache_entry(view, i);
        char text[48], at[8];
        if (view->cache[i].side != view->side || !rules_zone(seat->scenario, view, entry))
            continue;
        place_name(seat->scenario, setup_cache_hex(view, i), at);
        snprintf(text, sizeof text, "Cache in %s", at);
        bool on = app->table.unit == entry;
        if (ui_button(text, ui_rect(x, y, w, 26), text, NULL, on ? UI_BUTTON_ON : UI_BUTTON_PLAIN,
                      "Click this, then a marked hex to hide the cache there"))
            tabletop_select(app, on ? UNIT_NONE : entry, false);
        y += 31;
    }
    return y - top;
}

/* The same with nothing selected. */
void setup_words(const struct seat *seat, char *out, size_t size) {
    int placed = 0, free_ = 0;
    for (unsigned i = 0; i < seat->view.units; i++) {
        const struct view_unit *unit = &seat->view.unit[i];
        free_ += rules_zone(seat->scenario, &seat->view, unit->unit) != NULL;
        placed += setup_hex(&seat->view, unit) != unit->hex;
    }
    if (free_ == 0)
        snprintf(out, size, "Set-up: your units stand where they begin. Commit, and turn 1 follows.");
    else
        snprintf(out, size,
                 "Set-up: place your units in the marked hexes; %d may be placed, %d are. The others see nothing of it. "
                 "Who is not placed stands where it is.",
                 free_, placed);
}
