/* What a side has beside its units on the map: asks, the drone and the helicopter with their flights, the units still
 * to come, and the bill of its missiles. Shown while no unit is selected. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW_H 44

bool unit_is_asset(const struct scenario *scenario, const struct view_unit *unit) {
    return (scenario->rules.type[unit->type].flags & TYPE_OFF_MAP) && unit->status == UNIT_WAITING;
}

static int asset_kind(const struct scenario *scenario, const struct view_unit *unit) {
    return scenario->rules.type[unit->type].flags & TYPE_DRONE ? ORDER_look : ORDER_land;
}

/* Where it is and how often it may still fly. */
static void asset_words(const struct seat *seat, const struct view_unit *unit, char *out, size_t size) {
    const struct scenario *scenario = seat->scenario;
    const struct view *view = &seat->view;
    bool drone = asset_kind(scenario, unit) == ORDER_look;
    int most = drone ? scenario->side[seat->side].drone_flights : 1, left = most - unit->flights;
    char hex[8] = "";
    left = left < 0 ? 0 : left;
    if (unit->hex < scenario->map.count)
        map_hex_name(&scenario->map, unit->hex, hex);
    if (view->turn < unit->arrives)
        snprintf(out, size, "comes in turn %u", unit->arrives);
    else if (drone && unit->until >= view->turn && unit->until > 0)
        snprintf(out, size, "over %s to turn %u · %d of %d flights left", hex, unit->until, left, most);
    else if (drone)
        snprintf(out, size, "%d of %d flights left today", left, most);
    else
        snprintf(out, size, "one evacuation a turn, by day and not in fog");
}

static void asset_row(struct app *app, const struct seat *seat, const struct view_unit *unit, struct ui_rect at) {
    int kind = asset_kind(seat->scenario, unit);
    char name[64], words[96], why[MODEL_TEXT_MAX], id[24];
    struct choice choice[1];
    struct check best;
    const struct order *planned = plan_find(&seat->view.plan, unit->unit, false);
    orders_choices(seat, unit->unit, kind, choice, 1, &best);
    if (seat->committed)
        best = (struct check){VERDICT_NO, REFUSAL_committed, 0};
    unit_short_name(seat->scenario, unit->unit, name, sizeof name);
    asset_words(seat, unit, words, sizeof words);
    if (planned)
        orders_sentence(seat, planned, words, sizeof words);
    orders_refusal_text(seat, &best, why, sizeof why);
    ui_fill(at, UI_RAISED, 4);
    ui_text_cut(UI_SANS_BOLD, at.x + 10, at.y + 17, at.w - 90, UI_TEXT, name);
    ui_text_cut(UI_NARROW, at.x + 10, at.y + 33, at.w - 90, planned ? UI_BRASS : UI_DIM, words);
    snprintf(id, sizeof id, "asset%u", unit->unit);
    bool no = best.verdict == VERDICT_NO;
    if (ui_button(id, ui_rect(at.x + at.w - 74, at.y + 8, 66, at.h - 16), kind == ORDER_look ? "Look" : "Land", NULL,
                  no        ? UI_BUTTON_OFF
                  : planned ? UI_BUTTON_ON
                            : UI_BUTTON_PLAIN,
                  no ? why : order_kind_sentence(kind))) {
        tabletop_select(app, unit->unit, false);
        app->table.tool = (uint8_t)kind;
    }
}

static float side_assets(struct app *app, const struct seat *seat, float x, float y, float w) {
    float top = y;
    for (unsigned i = 0; i < seat->view.units; i++) {
        const struct view_unit *unit = &seat->view.unit[i];
        if (!unit_is_asset(seat->scenario, unit))
            continue;
        if (y == top) {
            panel_head(x, y, w, "Off the map", "free");
            y += 12;
        }
        asset_row(app, seat, unit, ui_rect(x, y, w, ROW_H));
        y += ROW_H + 4;
    }
    return y > top ? y + 18 : y;
}

static bool is_to_come(const struct scenario *scenario, const struct view_unit *unit) {
    return unit->status == UNIT_WAITING && !unit_is_asset(scenario, unit);
}

/* True where it comes only when an ask for it takes effect. */
static bool is_on_request(const struct seat *seat, const struct view_unit *unit) {
    return unit->unit < seat->scenario->roster_count && seat->scenario->roster[unit->unit].on_request &&
           seat->view.teams_turn == 0;
}

static void arrival_row(struct app *app, const struct seat *seat, const struct view_unit *unit, struct ui_rect at) {
    const struct scenario *scenario = seat->scenario;
    char name[64], text[64], hex[8], id[24];
    snprintf(id, sizeof id, "come%u", unit->unit);
    bool there = unit->entry < scenario->map.count, clicked = ui_area(id, at);
    if (ui_hovered())
        ui_fill(at, UI_RAISED, 3);
    ui_tip(there ? "Show where it enters" : NULL);
    if (is_on_request(seat, unit))
        snprintf(text, sizeof text, "if asked");
    else if (unit->arrives <= seat->view.turn)
        snprintf(text, sizeof text, "waits");
    else
        snprintf(text, sizeof text, "T%u", unit->arrives);
    ui_text_cut(UI_NARROW_BOLD, at.x + 4, at.y + 15, 48, UI_BRASS, text);
    unit_short_name(scenario, unit->unit, name, sizeof name);
    ui_text_cut(UI_SANS, at.x + 54, at.y + 15, at.w - 96, UI_TEXT, name);
    if (there) {
        map_hex_name(&scenario->map, unit->entry, hex);
        ui_text(UI_NARROW, at.x + at.w - 4, at.y + 15, UI_DIM, UI_RIGHT, hex);
    }
    if (clicked && there) {
        camera_show(&app->scenery.camera, unit->entry, app->now_ms);
        app->table.hex = app->table.hover = unit->entry;
        app->board.stale = true;
    }
}

/* By turn of arrival, then by number; those that come only when asked for last. */
static float side_arrivals(struct app *app, const struct seat *seat, float x, float y, float w) {
    int count = 0;
    for (unsigned i = 0; i < seat->view.units; i++)
        count += is_to_come(seat->scenario, &seat->view.unit[i]);
    if (count == 0)
        return y;
    char text[32];
    snprintf(text, sizeof text, "%d unit%s", count, count == 1 ? "" : "s");
    panel_head(x, y, w, "Still to come", text);
    y += 10;
    for (int asked = 0; asked < 2; asked++)
        for (int turn = 0; turn <= 255; turn++)
            for (unsigned i = 0; i < seat->view.units; i++) {
                const struct view_unit *unit = &seat->view.unit[i];
                if (!is_to_come(seat->scenario, unit) || unit->arrives != turn || is_on_request(seat, unit) != asked)
                    continue;
                arrival_row(app, seat, unit, ui_rect(x, y, w, 21));
                y += 22;
            }
    return y + 18;
}

static float side_bill(const struct seat *seat, float x, float y, float w) {
    unsigned launches = seat->view.launches[seat->side];
    bool missiles = launches > 0;
    char text[128];
    for (unsigned i = 0; i < seat->view.units; i++)
        missiles |= seat->scenario->rules.type[seat->view.unit[i].type].ammo == AMMO_JAVELIN;
    uint32_t price = missile_price(seat->scenario);
    if (!missiles || price == 0)
        return y;
    snprintf(text, sizeof text, "%u launched", launches);
    panel_head(x, y, w, "The bill", text);
    if (launches > 0) {
        bill_sum_text(launches, seat->view.bill[seat->side], text, sizeof text);
        ui_text(UI_SANS_BOLD, x, y + 23, UI_TEXT, UI_LEFT, text);
        y += 18;
    }
    bill_price_text(price, text, sizeof text);
    return y + 40 + 16 * (float)(ui_text_wrap(UI_NARROW, x, y + 23, w, 16, UI_DIM, text) - 1);
}

void panel_side(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    if (area.h < 40)
        return;
    float up = ui_scroll_begin("side", ui_rect(area.x, area.y - 14, area.w, area.h + 14), app->table.side_height, false);
    float y = area.y - up, w = app->table.side_height > area.h + 14 ? area.w - 12 : area.w;
    float asks = panel_asks(app, area.x, y, w);
    y += asks > 0 ? asks + 18 : 0;
    y = side_assets(app, seat, area.x, y, w);
    y = side_bill(seat, area.x, y, w);
    y = side_arrivals(app, seat, area.x, y, w);
    ui_scroll_end();
    app->table.side_height = y + up - area.y;
}

/* The card of a drone or helicopter and its one order. */
void panel_asset(struct app *app, const struct view_unit *unit, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    const struct unit_type *type = &seat->scenario->rules.type[unit->type];
    char text[128];
    struct counter counter;
    struct ui_rect card = ui_rect(area.x, area.y, area.w, 74);
    ui_shadow(card, 4);
    ui_fill(card, UI_IVORY, 4);
    counter_of_unit(seat->scenario, &seat->view, unit, &counter);
    counter.order = 0;
    counter.tag[0] = 0;
    counter.facing = COUNTER_NO_FACING;
    counter_in_panel(app, &counter, card.x + 48, card.y + 37, 0.4f);
    unit_short_name(seat->scenario, unit->unit, text, sizeof text);
    ui_text_cut(UI_SERIF_BOLD, card.x + 98, card.y + 26, card.w - 106, UI_INK, text);
    snprintf(text, sizeof text, "%s · off the map", type->name);
    ui_text_cut(UI_NARROW, card.x + 98, card.y + 44, card.w - 106, UI_INK_DIM, text);
    asset_words(seat, unit, text, sizeof text);
    ui_text_cut(UI_NARROW, card.x + 98, card.y + 60, card.w - 106, UI_INK_DIM, text);
    panel_head(area.x, area.y + 100, area.w, "Its order", "free");
    asset_row(app, seat, unit, ui_rect(area.x, area.y + 112, area.w, ROW_H));
}
