/* The plan of this turn, what the thing under the mouse would mean, and Undo, Redo, Commit. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW_H 23

static void plan_row(struct app *app, const struct seat *seat, const struct order *order, struct ui_rect at,
                     int cost) {
    char name[32], text[96], id[32];
    bool mine = order->unit == app->table.unit;
    if (order_is_of_side(order))
        snprintf(name, sizeof name, "Side");
    else
        unit_short_name(seat->scenario, order->unit, name, sizeof name);
    orders_sentence(seat, order, text, sizeof text);
    snprintf(id, sizeof id, "plan%u%c", order->unit, order->kind == ORDER_policy ? 'p' : 'o');
    bool clicked = ui_area(id, ui_rect(at.x, at.y, at.w - 20, at.h));
    bool hovered = ui_hovered();
    ui_tip(text);
    if (mine || hovered)
        ui_fill(at, UI_RAISED, 0);
    if (mine)
        ui_fill(ui_rect(at.x, at.y, 3, at.h), UI_BRASS, 0);
    /* In the narrow faces where one of both would be cut. */
    float left = at.w * 0.34f, right = at.w * 0.66f - 58;
    bool whole = ui_text_width(UI_SANS_BOLD, name) <= left && ui_text_width(UI_SANS, text) <= right;
    if (!whole) {
        float wide = ui_text_width(UI_NARROW_BOLD, name), least = at.w * 0.2f;
        left = wide > at.w * 0.4f ? at.w * 0.4f : wide < least ? least : wide;
        right = at.w - 58 - left;
    }
    ui_text_cut(whole ? UI_SANS_BOLD : UI_NARROW_BOLD, at.x + 8, at.y + 15.5f, left, UI_TEXT, name);
    ui_text_cut(whole ? UI_SANS : UI_NARROW, at.x + 14 + left, at.y + 15.5f, right, UI_DIM, text);
    snprintf(text, sizeof text, "%d", cost);
    ui_text(UI_SANS_BOLD, at.x + at.w - 28, at.y + 15.5f, cost ? UI_BRASS : UI_DIM, UI_RIGHT, text);
    snprintf(id, sizeof id, "drop%u%c", order->unit, order->kind == ORDER_policy ? 'p' : 'o');
    if (ui_area(id, ui_rect(at.x + at.w - 20, at.y, 20, at.h)))
        model_order_remove(app->model, app->seat, order->unit, order->kind == ORDER_policy),
            app->board.stale = true;
    ui_tip("Take it back  (Delete)");
    unsigned cross = ui_hovered() ? UI_AMBER : UI_OFF;
    float cx = at.x + at.w - 10, cy = at.y + at.h / 2;
    ui_line(cx - 3.5f, cy - 3.5f, cx + 3.5f, cy + 3.5f, cross, 1.4f);
    ui_line(cx - 3.5f, cy + 3.5f, cx + 3.5f, cy - 3.5f, cross, 1.4f);
    if (clicked && !order_is_of_side(order))
        tabletop_select(app, order->unit, true);
}

/* What an entry adds to the cost of the entries before it. */
static int plan_step_cost(const struct seat *seat, size_t index) {
    static struct plan part;
    part = seat->view.plan;
    part.count = (uint16_t)index;
    int before = rules_plan_cost(seat->scenario, &seat->view, &part);
    part.count = (uint16_t)(index + 1);
    return rules_plan_cost(seat->scenario, &seat->view, &part) - before;
}

static void plan_list(struct app *app, const struct seat *seat, struct ui_rect at) {
    const struct plan *plan = &seat->view.plan;
    char text[64];
    int left = seat->view.command - model_cost(seat);
    snprintf(text, sizeof text, "%u order%s · %d command left", plan->count, plan->count == 1 ? "" : "s",
             left < 0 ? 0 : left);
    panel_head(at.x, at.y, at.w, setup_is_on(seat) ? "Your set-up" : "Plan of this turn", text);
    struct ui_rect list = ui_rect(at.x, at.y + 10, at.w, at.h - 10);
    if (plan->count == 0) {
        ui_text_wrap(UI_SANS, at.x, at.y + 26, at.w, 17, UI_OFF, setup_is_on(seat) ? "Nobody placed yet: all stand where they are." : "No orders yet: all units carry on.");
        return;
    }
    float up = ui_scroll_begin("plan", list, (float)plan->count * ROW_H, false);
    for (size_t i = 0; i < plan->count && i < PLAN_MAX; i++) {
        float y = list.y + (float)i * ROW_H - up;
        if (y + ROW_H >= list.y && y <= list.y + list.h)
            plan_row(app, seat, &plan->order[i], ui_rect(at.x, y, at.w, ROW_H - 1), plan_step_cost(seat, i));
    }
    ui_scroll_end();
}

/* Those whose eyes matter: a contact not yet identified, or of a side that may fight this one. */
static bool may_be_enemy(const struct seat *seat, const struct view_contact *contact) {
    return contact->side >= seat->scenario->sides ||
           (seat->scenario->side[contact->side].enemies >> seat->view.side & 1) ||
           (seat->scenario->side[seat->view.side].enemies >> contact->side & 1);
}

/* In how many hexes of the draft such a contact may see the mover, and by how many of them. */
static void draft_seen(const struct seat *seat, const struct table_screen *table, int *hexes, int *contacts) {
    const struct view_unit *unit = view_unit_find(&seat->view, table->unit);
    const struct scenario *scenario = seat->scenario;
    uint64_t who[2] = {0};
    hex_t at = unit ? unit->hex : HEX_NONE;
    *hexes = *contacts = 0;
    for (int i = 0; i < table->draft.path_length && at != HEX_NONE; i++) {
        at = scenario->map.next[at][table->draft.path[i]];
        bool seen = false;
        for (unsigned k = 0; at != HEX_NONE && scenario->los && k < seat->view.contacts; k++) {
            const struct view_contact *contact = &seat->view.contact[k];
            if (!may_be_enemy(seat, contact) || contact->hex >= scenario->map.count || map_distance(&scenario->map, at, contact->hex) > 5 ||
                !los_open(scenario->los, at, contact->hex))
                continue;
            seen = true;
            who[k / 64] |= 1ull << (k % 64);
        }
        *hexes += seen;
    }
    for (int i = 0; i < 128; i++)
        *contacts += (int)(who[i / 64] >> (i % 64) & 1);
}

static void preview_move(struct app *app, const struct seat *seat, struct ui_rect at) {
    const struct table_screen *table = &app->table;
    char text[128], hex[8] = "";
    int hexes, contacts, last = table->draft_pulse[table->draft.path_length - 1];
    if (table->draft_goal < seat->scenario->map.count)
        map_hex_name(&seat->scenario->map, table->draft_goal, hex);
    snprintf(text, sizeof text, "Move to %s", hex);
    ui_text(UI_SANS_BOLD, at.x + 10, at.y + 18, UI_TEXT, UI_LEFT, text);
    if (last <= 6)
        snprintf(text, sizeof text, "arrives in pulse %d", last);
    else
        snprintf(text, sizeof text, "arrives in %d turn%s, pulse %d", (last - 1) / 6, last > 12 ? "s" : "",
                 (last - 1) % 6 + 1);
    ui_text(UI_SANS, at.x + at.w - 10, at.y + 18, UI_DIM, UI_RIGHT, text);
    draft_seen(seat, table, &hexes, &contacts);
    if (hexes > 0)
        snprintf(text, sizeof text, "%d hex%s in the sight of %d contact%s", hexes, hexes == 1 ? "" : "es",
                 contacts, contacts == 1 ? "" : "s");
    else
        snprintf(text, sizeof text, "In no possible enemy's sight");
    ui_text_cut(UI_SANS, at.x + 10, at.y + 35, at.w - 20, hexes ? UI_AMBER : UI_DIM, text);
    snprintf(text, sizeof text, "Costs %d; when stopped: %s", table->draft_cost,
             table->press_on ? "press on" : "halt");
    ui_text_cut(UI_SANS, at.x + 10, at.y + 52, at.w - 34, UI_DIM, text);
    ui_key(at.x + at.w - 24, at.y + 41, "K", false);
}

/* Wrapped; in the narrow face where it would not fit. */
static void preview_text(struct ui_rect at, const char *text, unsigned colour) {
    bool fits = ui_text_lines(UI_SANS, at.w - 20, text) * 16 <= (int)at.h - 10;
    ui_clip_begin(at);
    ui_text_wrap(fits ? UI_SANS : UI_NARROW, at.x + 10, at.y + (fits ? 18 : 15), at.w - 20, fits ? 16 : 14, colour, text);
    ui_clip_end();
}

static void preview_box(struct app *app, const struct seat *seat, struct ui_rect at) {
    const struct table_screen *table = &app->table;
    ui_fill(at, UI_RAISED, 4);
    ui_frame(at, UI_OFF_LINE, 4, 1);
    if (table->hint[0]) {
        preview_text(at, table->hint, UI_AMBER);
    } else if (seat->refusal[0]) {
        char text[MODEL_TEXT_MAX] = "";
        if (seat->refusal_level)
            rules_level_why(seat->scenario, &seat->view, seat->refusal_level, text, sizeof text);
        preview_text(at, text[0] ? text : seat->refusal, UI_AMBER);
    } else if (table->unit != UNIT_NONE && table->draft_cost >= 0 && table->draft.path_length > 0) {
        preview_move(app, seat, at);
    } else if (table->tool != ORDER_none) {
        char text[160];
        snprintf(text, sizeof text, table->tool == ORDER_move ? "%s Click a hex to move there; Esc gives up."
                                                              : "%s Choose one of the places with a brass rim; Esc gives up.",
                 order_kind_sentence(table->tool));
        ui_text_wrap(UI_SANS, at.x + 10, at.y + 18, at.w - 20, 17, UI_DIM, text);
    } else if (seat->committed) {
        ui_text_wrap(
            UI_SANS, at.x + 10, at.y + 18, at.w - 20, 17, UI_DIM,
            "Committed. The turn is played when all have committed; until then you may take it back.");
    } else if (view_unit_find(&seat->view, table->unit) &&
               unit_is_asset(seat->scenario, view_unit_find(&seat->view, table->unit))) {
        ui_text_wrap(UI_SANS, at.x + 10, at.y + 18, at.w - 20, 17, UI_DIM,
                     "It stays off the map: press its button, then click the hex that it is sent to.");
    } else if (setup_is_on(seat)) {
        ui_text_wrap(UI_SANS, at.x + 10, at.y + 18, at.w - 20, 17, UI_DIM,
                     "Select a unit or a cache, then click a marked hex: it is placed there. Enter ends your set-up.");
    } else if (table->unit != UNIT_NONE) {
        ui_text_wrap(UI_SANS, at.x + 10, at.y + 18, at.w - 20, 17, UI_DIM,
                     "Click a hex to move there, or draw the way with the right button. Letters give the "
                     "other orders.");
    } else {
        ui_text_wrap(UI_SANS, at.x + 10, at.y + 18, at.w - 20, 17, UI_DIM,
                     "Click one of your units, or press Tab. Drag moves the map, the wheel zooms.");
    }
}

static void plan_buttons(struct app *app, const struct seat *seat, struct ui_rect at) {
    bool undo = seat->undos > 0 && !seat->committed, redo = seat->redos > 0 && !seat->committed;
    if (ui_button("undo", ui_rect(at.x, at.y, 60, at.h), "", NULL, undo ? UI_BUTTON_PLAIN : UI_BUTTON_OFF,
                  undo ? "Take the last change back  (Ctrl+Z)" : "Nothing to take back."))
        model_undo(app->model, app->seat), app->board.stale = true;
    ui_text(UI_SANS, at.x + 30, at.y + at.h / 2 + 4.7f, undo ? UI_TEXT : UI_OFF, UI_CENTRE, "Undo");
    if (ui_button("redo", ui_rect(at.x + 66, at.y, 60, at.h), "", NULL,
                  redo ? UI_BUTTON_PLAIN : UI_BUTTON_OFF,
                  redo ? "Make it again  (Ctrl+Y)" : "Nothing to make again."))
        model_redo(app->model, app->seat), app->board.stale = true;
    ui_text(UI_SANS, at.x + 96, at.y + at.h / 2 + 4.7f, redo ? UI_TEXT : UI_OFF, UI_CENTRE, "Redo");
    bool over = seat->phase != SEAT_ORDERS;
    const char *tip = over ? "The game is over."
                      : app->hotseat
                          ? "Ends your orders of this turn and hands the seat on."
                          : "Ends your orders of this turn; you may take it back while others plan.";
    if (ui_button("commit", ui_rect(at.x + 132, at.y, at.w - 132, at.h),
                  seat->committed ? "Take back" : "Commit", "Enter",
                  over              ? UI_BUTTON_OFF
                  : seat->committed ? UI_BUTTON_PLAIN
                                    : UI_BUTTON_PRIMARY,
                  tip))
        tabletop_commit(app);
}

/* Something of this moment, not only a rule of thumb. */
static bool preview_is_needed(const struct app *app, const struct seat *seat) {
    const struct table_screen *table = &app->table;
    return table->hint[0] || seat->refusal[0] || table->tool != ORDER_none || seat->committed ||
           (table->unit != UNIT_NONE && table->draft_cost >= 0 && table->draft.path_length > 0);
}

float panel_plan(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    /* In a low window the plan comes before rules of thumb. */
    bool thumb = area.h >= 200 || preview_is_needed(app, seat);
    float bottom = area.y + area.h - 12, box = thumb ? 62 : 0;
    struct ui_rect buttons = ui_rect(area.x, bottom - 36, area.w, 36);
    struct ui_rect preview = ui_rect(area.x, buttons.y - 10 - box, area.w, box);
    plan_list(app, seat, ui_rect(area.x, area.y + 4, area.w, preview.y - area.y - 10));
    if (thumb)
        preview_box(app, seat, preview);
    plan_buttons(app, seat, buttons);
    return area.h;
}
