/* The table: the screen on which orders are given. */
#include "app_internal.h"

#include <string.h>

#define TOP_H     44
#define MARGIN_W  200
#define RIGHT_W   288
#define RIGHT_W_S 256
#define LOG_H     62
#define SMALL_W   1100 /* below: margin and log fold */
#define SMALL_H   660

void tabletop_areas(const struct app *app, struct table_area *out) {
    float w = ui_width(), h = ui_height();
    bool small = w < SMALL_W || h < SMALL_H;
    bool margin = app->table.margin_shown != small, log = app->table.log_shown != small;
    float right = w < SMALL_W ? RIGHT_W_S : RIGHT_W, left = margin ? MARGIN_W : 0;
    float bottom = !log ? 0 : h >= 1000 ? LOG_H + 32 : LOG_H;
    out->top = ui_rect(0, 0, w, TOP_H);
    out->margin = ui_rect(0, TOP_H, left, h - TOP_H - bottom);
    out->map = ui_rect(left, TOP_H, w - left - right, h - TOP_H - bottom);
    out->right = ui_rect(w - right, TOP_H, right, h - TOP_H);
    out->log = ui_rect(0, h - bottom, w - right, bottom);
}

void tabletop_select(struct app *app, uint16_t unit, bool show) {
    struct table_screen *table = &app->table;
    table->unit = unit;
    table->commit_asked = false;
    table->contact = CONTACT_NO;
    table->tool = ORDER_none;
    table->hex = HEX_NONE;
    table->press_on = false;
    memset(&table->draft, 0, sizeof table->draft);
    table->draft.unit = UNIT_NONE;
    table->draft_goal = HEX_NONE;
    table->drawing = table->draft_drawn = false;
    app->board.stale = true;
    const struct seat *seat = app_seat_now(app);
    const struct view_unit *own = seat && seat->has_view ? view_unit_find(&seat->view, unit) : NULL;
    if (own && own->hex < seat->scenario->map.count) {
        table->hex = own->hex;
        const struct order *order = plan_find(&seat->view.plan, unit, false);
        table->press_on = order ? order->press_on : own->press_on;
        SDL_FPoint at = camera_hex_center(&app->scenery.camera, own->hex);
        if (show && app->scenery.scenario && camera_hex_at(&app->scenery.camera, at.x, at.y) != own->hex)
            camera_show(&app->scenery.camera, own->hex, app->now_ms);
    }
    app_redraw(app);
}

/* Takes back the innermost thing: overlay, tool, contact, selection; then the menu. */
void tabletop_cancel(struct app *app) {
    struct table_screen *table = &app->table;
    if (table->overlay != TABLE_NO_OVERLAY)
        table->overlay = TABLE_NO_OVERLAY;
    else if (app->chat.open)
        app->chat.open = false;
    else if (table->log_open)
        table->log_open = false;
    else if (table->tool != ORDER_none || table->drawing)
        table->tool = ORDER_none, table->drawing = false, table->draft_goal = HEX_NONE,
        table->contact = CONTACT_NO;
    else if (table->contact != CONTACT_NO)
        table->contact = CONTACT_NO;
    else if (table->unit != UNIT_NONE)
        tabletop_select(app, UNIT_NONE, false);
    else
        table->overlay = TABLE_MENU;
    app->board.stale = true;
}

void tabletop_commit(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    if (seat->phase != SEAT_ORDERS)
        return;
    bool commit = !seat->committed;
    if (commit && seat->view.plan.count == 0 && !app->table.commit_asked && !app->config.quiet) {
        app->table.commit_asked = true;
        app_say(app, setup_is_on(seat) ? "Nobody is placed anew. Press Enter again to commit all the same."
                                       : "Nothing is ordered. Press Enter again to commit all the same.");
        return;
    }
    app->table.commit_asked = false;
    model_commit(app->model, app->seat, commit);
    tabletop_select(app, UNIT_NONE, false);
    if (commit && seat->committed)
        game_committed(app);
}

static void tabletop_enter(struct app *app) {
    app->board.stale = true;
    app->table.panned = app->table.dragging = false;
}

bool tabletop_step(struct app *app) {
    int64_t left = clock_tick(app);
    bool tick = left != app->table.clock_second;
    app->table.clock_second = left;
    return tick;
}

/* The draft of a move, and what may be chosen for the tool in hand. */
void tabletop_draw_tool(struct app *app, const struct view *view) {
    const struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    const struct camera *camera = &app->scenery.camera;
    static struct choice choices[TARGETS_MAX];
    struct check best;
    if (setup_is_on(seat))
        setup_draw(app, seat);
    bool aims = table->tool != ORDER_none && table->tool != ORDER_move && target_of(table->tool) != TARGET_ANY_HEX;
    size_t count_to = aims ? orders_choices(seat, table->unit, table->tool, choices, TARGETS_MAX, &best) : 0;
    for (size_t i = 0; i < count_to; i++) {
        hex_t hex = target_place(seat, &choices[i].order);
        if (hex < seat->scenario->map.count &&
            (!target_modes(table->tool) || choices[i].order.mode == table->mode))
            overlay_choice(&app->draw, camera, hex);
    }
    if (table->draft_cost < 0 || table->draft.path_length == 0 || table->draft.unit != table->unit)
        return;
    const struct view_unit *unit = view_unit_find(view, table->unit);
    hex_t hexes[PATH_MAX_HEXES + 1] = {unit ? unit->hex : 0};
    uint8_t pulse[PATH_MAX_HEXES + 1] = {0};
    size_t count = 1;
    for (int i = 0; unit && i < table->draft.path_length; i++) {
        hex_t next = seat->scenario->map.next[hexes[count - 1]][table->draft.path[i]];
        if (next == HEX_NONE)
            break;
        bool last = i + 1 == table->draft.path_length;
        pulse[count] = last || table->draft_pulse[i] != (i > 0 ? table->draft_pulse[i - 1] : 0)
                           ? table->draft_pulse[i]
                           : 0;
        hexes[count++] = next;
    }
    struct overlay_path path = {.hexes = hexes, .pulse = pulse, .count = count, .draft = true};
    if (unit && count > 1)
        overlay_path(&app->draw, camera, &path);
}

/* The hexes that the drone would see from over the mouse; for the helicopter where it would land. */
static void draw_reach(struct app *app) {
    const struct scenario *scenario = app->scenery.scenario;
    const struct table_screen *table = &app->table;
    int reach = table->tool == ORDER_look ? scenario->rules.number.drone_range : 0;
    struct order order = {.kind = table->tool, .unit = table->unit, .hex = table->hover};
    if (model_check(app_seat_now(app), &order).verdict == VERDICT_NO) {
        overlay_seen(&app->draw, &app->scenery.camera, table->hover);
        return;
    }
    for (hex_t hex = 0; hex < scenario->map.count; hex++)
        if (map_distance(&scenario->map, hex, table->hover) <= reach)
            overlay_choice(&app->draw, &app->scenery.camera, hex);
}

void tabletop_draw_map(struct app *app, const struct view *view) {
    struct table_area area;
    tabletop_areas(app, &area);
    scenery_place(app, area.map);
    board_draw(app, view);
    SDL_RenderSetClipRect(app->renderer, &app->scenery.camera.view);
    bool hovers = app->screen == APP_TABLE && app->table.hover < app->scenery.scenario->map.count;
    if (hovers && target_of(app->table.tool) == TARGET_ANY_HEX)
        draw_reach(app);
    if (hovers)
        overlay_hover(&app->draw, &app->scenery.camera, app->table.hover);
    SDL_RenderSetClipRect(app->renderer, NULL);
}

static void tabletop_draw(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    const struct view *view = &seat->view;
    struct table_area area;
    char phase[80];
    tabletop_areas(app, &area);
    tabletop_draw_map(app, view);
    SDL_snprintf(phase, sizeof phase, "%s · %s", seat->committed ? "Committed" : setup_is_on(seat) ? "Set-up" : "Orders",
                 seat->scenario->side[seat->side].name);
    panel_cards(app, area.map);
    if (area.margin.w > 0)
        panel_margin(app, view, area.margin);
    if (area.log.h > 0 || app->table.log_open)
        panel_log(app, area.log);
    panel_top(app, view, area.top, phase);
    if (app->table.tool == ORDER_fire_at || app->table.tool == ORDER_engage)
        panel_fire(app, area.right);
    else if (app->table.tool != ORDER_none && app->table.tool != ORDER_move)
        panel_target(app, area.right);
    else
        panel_unit(app, area.right);
    panel_chat(app, area.map.x, area.map.y + area.map.h);
    panel_overlay(app);
}

const struct screen screen_table = {"table", tabletop_enter, tabletop_event, tabletop_step, tabletop_draw};
