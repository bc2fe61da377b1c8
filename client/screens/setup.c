/* Set-up at the table: where the side may place its units and caches before turn 1, and placing them by clicks. They
 * are orders of the plan like all others. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

bool setup_is_on(const struct seat *seat) {
    return seat && seat->has_view && seat->view.turn == 0;
}

hex_t setup_stands(const struct view *view, const struct view_unit *unit) {
    return view->turn == 0 && unit->status == UNIT_ON_MAP ? rules_placed(view, unit->unit) : unit->hex;
}

void setup_view(const struct view *view, struct view *out) {
    unsigned slot = 0;
    *out = *view;
    for (unsigned i = 0; i < out->units; i++)
        out->unit[i].hex = setup_stands(view, &view->unit[i]);
    for (unsigned i = 0; i < out->caches; i++)
        if (out->cache[i].side == view->side)
            out->cache[i].hex = rules_placed(view, (uint16_t)(SIDE_ORDER_UNIT + slot++));
}

void setup_place(struct app *app, hex_t hex) {
    const struct seat *seat = app_seat_now(app);
    struct order order;
    memset(&order, 0, sizeof order);
    order.kind = ORDER_place;
    order.unit = app->table.unit;
    order.hex = hex;
    if (rules_placed(&seat->view, order.unit) != hex && orders_put(app, &order))
        app->table.hex = hex;
    app->board.stale = true;
}

bool setup_pick_cache(struct app *app, hex_t hex) {
    const struct seat *seat = app_seat_now(app);
    for (uint16_t slot = 0; slot < SIDE_ORDER_SLOTS; slot++) {
        uint16_t number = (uint16_t)(SIDE_ORDER_UNIT + slot);
        if (!rules_zone(seat->scenario, &seat->view, number) || rules_placed(&seat->view, number) != hex)
            continue;
        tabletop_select(app, number, false);
        app->table.hex = hex;
        return true;
    }
    return false;
}

/* Hexes in which the selected may be placed; without a selection all zones of the side. */
void setup_draw(struct app *app, const struct view *view) {
    const struct scenario *scenario = app->scenery.scenario;
    const struct scenario_zone *own = rules_zone(scenario, view, app->table.unit);
    bool done[MAP_HEX_MAX] = {false}; /* zones may overlap */
    for (int i = 0; i < scenario->zones; i++) {
        const struct scenario_zone *zone = &scenario->zone[i];
        if (own ? zone != own : zone->side != view->side || app->table.unit != UNIT_NONE)
            continue;
        for (int j = 0; j < zone->hexes; j++) {
            struct order order = {.kind = ORDER_place, .unit = app->table.unit, .hex = zone->hex[j]};
            bool stands = own && rules_placed(view, order.unit) == order.hex;
            if (done[order.hex] || (own && !stands && rules_check(scenario, view, &order).verdict == VERDICT_NO))
                continue;
            done[order.hex] = true;
            overlay_choice(&app->draw, &app->scenery.camera, order.hex);
        }
    }
}

const char *setup_hint(const struct app *app, const struct seat *seat) {
    if (app->table.unit == UNIT_NONE)
        return "Click a unit or a cache of yours, then a hex with a brass rim: it is placed there. Who is not placed "
               "stays where it is.";
    return rules_zone(seat->scenario, &seat->view, app->table.unit)
               ? "Click a hex with a brass rim to place it there. Enter ends your set-up."
               : "It has no zone to choose from: it stays where it stands.";
}

float setup_panel(const struct seat *seat, uint16_t unit, struct ui_rect at) {
    const struct scenario_zone *zone = rules_zone(seat->scenario, &seat->view, unit);
    char text[160], hex[8] = "";
    hex_t stands = rules_placed(&seat->view, unit);
    if (stands < seat->scenario->map.count)
        map_hex_name(&seat->scenario->map, stands, hex);
    panel_head(at.x, at.y, at.w, "Set-up", "costs no command");
    float y = at.y + 22;
    snprintf(text, sizeof text, "Stands in %s", hex[0] ? hex : "no hex yet");
    ui_text(UI_SANS_BOLD, at.x, y, UI_TEXT, UI_LEFT, text);
    snprintf(text, sizeof text, "Zone: %s", zone ? zone->name : "none, its place is given");
    int lines = ui_text_wrap(UI_SANS, at.x, y + 18, at.w, 17, UI_DIM, text);
    return y + 18 + (float)lines * 17;
}
