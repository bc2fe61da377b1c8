/* Mouse and keys of the table. Keys of orders are the letters of the rulebook's table. */
#include "app_internal.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define DRAG_PX  6.0f
#define PAN_STEP 60.0f

static float pixel_ratio(const struct app *app) {
    int window_w = 1, output_w = 1, ignored;
    SDL_GetWindowSize(app->window, &window_w, &ignored);
    SDL_GetRendererOutputSize(app->renderer, &output_w, &ignored);
    return window_w > 0 ? (float)output_w / (float)window_w : 1;
}

static bool in_map(const struct app *app, float x, float y) {
    const SDL_Rect *v = &app->scenery.camera.view;
    return x >= (float)v->x && y >= (float)v->y && x < (float)(v->x + v->w) && y < (float)(v->y + v->h);
}

static void zoom(struct app *app, int steps, float x, float y) {
    const SDL_Rect *v = &app->scenery.camera.view;
    if (!in_map(app, x, y)) {
        x = (float)v->x + (float)v->w / 2;
        y = (float)v->y + (float)v->h / 2;
    }
    camera_zoom_by(&app->scenery.camera, steps, x, y, app->now_ms);
}

static bool map_key(struct app *app, const SDL_KeyboardEvent *key) {
    struct camera *camera = &app->scenery.camera;
    float step = PAN_STEP * app->scale, x, y;
    ui_mouse(&x, &y);
    switch (key->keysym.sym) {
    case SDLK_LEFT:
        camera_pan(camera, step, 0);
        return true;
    case SDLK_RIGHT:
        camera_pan(camera, -step, 0);
        return true;
    case SDLK_UP:
        camera_pan(camera, 0, step);
        return true;
    case SDLK_DOWN:
        camera_pan(camera, 0, -step);
        return true;
    case SDLK_PLUS:
    case SDLK_EQUALS:
    case SDLK_KP_PLUS:
        zoom(app, 1, x * app->scale, y * app->scale);
        return true;
    case SDLK_MINUS:
    case SDLK_KP_MINUS:
        zoom(app, -1, x * app->scale, y * app->scale);
        return true;
    case SDLK_HOME:
        camera_fit(camera, app->now_ms);
        return true;
    default:
        return false;
    }
}

/* Dragging with the left button moves the ground; a click without movement is left to the screen. */
bool map_event(struct app *app, const SDL_Event *event) {
    struct table_screen *table = &app->table;
    float ratio = pixel_ratio(app);
    if (event->type == SDL_KEYDOWN && !ui_has_keyboard())
        return map_key(app, &event->key);
    if (event->type == SDL_MOUSEWHEEL && !ui_has_mouse()) {
        float x, y;
        ui_mouse(&x, &y);
        zoom(app, event->wheel.y > 0 ? 1 : -1, x * app->scale, y * app->scale);
        return true;
    }
    if (event->type == SDL_MOUSEBUTTONDOWN && event->button.button != SDL_BUTTON_RIGHT) {
        table->press_x = (float)event->button.x * ratio;
        table->press_y = (float)event->button.y * ratio;
        table->panned = false;
        table->dragging = !ui_has_mouse() && in_map(app, table->press_x, table->press_y);
    } else if (event->type == SDL_MOUSEMOTION && table->dragging) {
        float x = (float)event->motion.x * ratio, y = (float)event->motion.y * ratio;
        if (table->panned || hypotf(x - table->press_x, y - table->press_y) > DRAG_PX * app->scale) {
            camera_pan(&app->scenery.camera, x - table->press_x, y - table->press_y);
            table->press_x = x;
            table->press_y = y;
            table->panned = true;
            return true;
        }
    } else if (event->type == SDL_MOUSEBUTTONUP && event->button.button != SDL_BUTTON_RIGHT) {
        bool was = table->dragging && table->panned;
        table->dragging = false;
        return was;
    }
    return false;
}

/* The next own unit on the map that has no order; else the next one. */
static void next_unit(struct app *app, int by) {
    const struct view *view = &app_seat_now(app)->view;
    int count = view->units, at = 0;
    for (int i = 0; i < count; i++)
        if (view->unit[i].unit == app->table.unit)
            at = i;
    if (app->table.unit == UNIT_NONE && by > 0)
        at = -1;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 1; i <= count; i++) {
            const struct view_unit *unit = &view->unit[((at + by * i) % count + count) % count];
            if (unit->status != UNIT_ON_MAP || (pass == 0 && plan_find(&view->plan, unit->unit, false)))
                continue;
            tabletop_select(app, unit->unit, true);
            return;
        }
    }
}

static bool tool_previews(const struct app *app) {
    return app->table.tool == ORDER_fire_at || app->table.tool == ORDER_engage;
}

static void next_contact(struct app *app) {
    const struct seat *seat = app_seat_now(app);
    const struct view *view = &seat->view;
    uint16_t aims[TARGETS_MAX], first = CONTACT_NO, next = CONTACT_NO;
    size_t listed = tool_previews(app) ? orders_aims(seat, app->table.unit, app->table.tool, aims, TARGETS_MAX) : 0;
    size_t count = listed > 0 ? listed : view->contacts;
    for (size_t i = 0; i < count; i++) {
        uint16_t handle = listed > 0 ? aims[i] : view->contact[i].handle;
        first = first == CONTACT_NO ? handle : first;
        if (app->table.contact != CONTACT_NO && handle > app->table.contact && next == CONTACT_NO)
            next = handle;
    }
    app->table.contact = next != CONTACT_NO ? next : first;
    orders_mode_for_contact(app);
    app->board.stale = true;
}

/* The next own unit of the hex, for clicks again at the same place. */
static uint16_t stack_next(const struct view *view, hex_t hex, uint16_t unit) {
    uint16_t first = UNIT_NONE, next = UNIT_NONE;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *u = &view->unit[i];
        if (u->status != UNIT_ON_MAP || u->hex != hex)
            continue;
        first = first == UNIT_NONE ? u->unit : first;
        if (next == UNIT_NONE && u->unit > unit)
            next = u->unit;
    }
    return next != UNIT_NONE ? next : first;
}

static void give_move(struct app *app, hex_t goal) {
    struct table_screen *table = &app->table;
    if (setup_is_on(app_seat_now(app))) {
        setup_place(app, goal);
        return;
    }
    if (!table->draft_drawn)
        orders_draft(app, goal);
    if (table->draft.path_length == 0) {
        const struct seat *seat = app_seat_now(app);
        const struct view_unit *unit = view_unit_find(&seat->view, table->unit);
        bool foot = unit && (seat->scenario->rules.type[unit->type].move == MOVE_FOOT ||
                             (unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED)));
        if (unit && unit->hex != goal)
            app_say(app, foot ? "There is no way there on foot."
                              : "Vehicles have no way there: barricades, crowds, woods, and rivers without a bridge bar "
                                "them. On foot there may be one.");
        return;
    }
    struct order order = table->draft;
    order.press_on = table->press_on;
    if (orders_put(app, &order))
        table->draft_goal = HEX_NONE;
    table->draft_drawn = false;
}

/* Drone and helicopter go to any hex; what stands against it is said. */
static void click_any_hex(struct app *app, int kind, hex_t hex) {
    struct order order = {.kind = (uint8_t)kind, .unit = app->table.unit, .hex = hex};
    orders_put(app, &order);
}

static void click_hex_with_tool(struct app *app, hex_t hex) {
    const struct seat *seat = app_seat_now(app);
    struct table_screen *table = &app->table;
    static struct choice choices[TARGETS_MAX];
    char why[MODEL_TEXT_MAX] = "";
    if (target_of(table->tool) == TARGET_ANY_HEX) {
        click_any_hex(app, table->tool, hex);
        return;
    }
    if (panel_target_click(app, hex))
        return;
    size_t count = targets_list(seat, table->unit, table->tool, choices, TARGETS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct order *order = &choices[i].order;
        if (target_place(seat, order) != hex)
            continue;
        if (tool_previews(app)) {
            table->contact = order->contact;
            orders_mode_for_contact(app);
            app->board.stale = true;
            return;
        }
        if (target_modes(table->tool) && order->mode != table->mode)
            continue;
        if (choices[i].check.verdict != VERDICT_NO) {
            orders_put(app, order);
            return;
        }
        orders_why(seat, table->tool, &choices[i].check, why, sizeof why);
    }
    app_say(app, why[0] ? why : "That cannot be aimed at: choose one of the hexes with a brass rim, or press Esc.");
}

static void click_contact(struct app *app, uint16_t handle) {
    struct table_screen *table = &app->table;
    const struct view_contact *contact = view_contact_find(&app_seat_now(app)->view, handle);
    hex_t hex = contact ? contact->hex : HEX_NONE;
    if (table->tool == ORDER_none || table->tool == ORDER_move || tool_previews(app)) {
        table->contact = handle;
        table->hex = hex;
        orders_mode_for_contact(app);
        app->board.stale = true;
        return;
    }
    struct order order = {.kind = table->tool, .unit = table->unit, .contact = handle};
    if (target_of(table->tool) == TARGET_CONTACT && !orders_have_dice(table->tool))
        orders_put(app, &order);
    else if (hex != HEX_NONE)
        click_hex_with_tool(app, hex);
}

static void click_own(struct app *app, const struct view_unit *own) {
    struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    struct order order = {.kind = table->tool, .unit = table->unit, .other = own->unit};
    if (table->tool == ORDER_none || table->tool == ORDER_move) {
        bool again = table->unit != UNIT_NONE && table->hex == own->hex && table->unit == own->unit;
        tabletop_select(app, again ? stack_next(&seat->view, own->hex, table->unit) : own->unit, false);
    } else if (target_of(table->tool) == TARGET_UNIT) {
        orders_put(app, &order);
    } else {
        click_hex_with_tool(app, own->hex);
    }
}

static void click_map(struct app *app, float x, float y) {
    struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    const struct board_item *item = board_pick(app, x, y);
    hex_t hex = camera_hex_at(&app->scenery.camera, x, y);
    const struct view_unit *own =
        item && item->kind == BOARD_UNIT ? view_unit_find(&seat->view, item->id) : NULL;
    const struct view_unit *chosen = view_unit_find(&seat->view, table->unit);
    if (target_of(table->tool) == TARGET_ANY_HEX && hex != HEX_NONE) {
        click_any_hex(app, table->tool, hex);
    } else if (table->tool == ORDER_move && chosen && hex != HEX_NONE && hex != chosen->hex && !seat->committed) {
        give_move(app, hex); /* asked for: to the hex, whoever's plate lies over it */
    } else if (setup_has_cache(app) && hex != HEX_NONE) {
        setup_place(app, hex);
    } else if (own) {
        click_own(app, own);
    } else if (item && item->kind == BOARD_CONTACT) {
        click_contact(app, item->id);
    } else if (table->tool != ORDER_none && table->tool != ORDER_move && hex != HEX_NONE) {
        click_hex_with_tool(app, hex);
    } else if (chosen && chosen->status == UNIT_ON_MAP && hex != HEX_NONE && !seat->committed) {
        give_move(app, hex);
    } else {
        table->hex = hex;
        app->board.stale = true;
    }
}

/* Draws a path hex by hex with the right button held. */
static void draw_path(struct app *app, hex_t hex) {
    struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    const struct view_unit *unit = view_unit_find(&seat->view, table->unit);
    if (!unit || hex >= seat->scenario->map.count)
        return;
    hex_t at = unit->hex;
    for (int i = 0; i < table->draft.path_length && at != HEX_NONE; i++)
        at = seat->scenario->map.next[at][table->draft.path[i]];
    int dir = at != HEX_NONE ? map_dir(&seat->scenario->map, at, hex) : -1;
    if (at == hex)
        return;
    if (dir >= 0 && table->draft.path_length < PATH_MAX_HEXES) {
        table->draft.path[table->draft.path_length++] = (uint8_t)dir;
        table->draft_drawn = true;
        table->draft_goal = hex;
        table->draft_cost = path_cost(seat->scenario, &seat->view, table->unit, &table->draft,
                                      table->draft_step, table->draft_pulse);
    } else if (!table->draft_drawn) {
        orders_draft(app, hex);
    }
}

static bool right_button(struct app *app, const SDL_Event *event, float x, float y) {
    struct table_screen *table = &app->table;
    hex_t hex = camera_hex_at(&app->scenery.camera, x, y);
    if (event->type == SDL_MOUSEBUTTONDOWN && !ui_has_mouse() && table->unit != UNIT_NONE &&
        !setup_is_on(app_seat_now(app))) {
        table->drawing = true;
        table->draft_drawn = false;
        memset(&table->draft, 0, sizeof table->draft);
        table->draft.kind = ORDER_move;
        table->draft.unit = table->unit;
        table->draft_cost = -1;
        table->draft_goal = HEX_NONE;
        return true;
    }
    if (event->type == SDL_MOUSEBUTTONUP && table->drawing) {
        table->drawing = false;
        if (hex != HEX_NONE)
            give_move(app, hex);
        return true;
    }
    return false;
}

static bool tabletop_mouse(struct app *app, const SDL_Event *event) {
    struct table_screen *table = &app->table;
    float ratio = pixel_ratio(app);
    if (event->type == SDL_MOUSEMOTION) {
        float x = (float)event->motion.x * ratio, y = (float)event->motion.y * ratio;
        hex_t hex = ui_has_mouse() || table->dragging ? HEX_NONE : camera_hex_at(&app->scenery.camera, x, y);
        table->hover = hex;
        if (table->drawing)
            draw_path(app, hex);
        else if (!setup_is_on(app_seat_now(app)) && table->unit != UNIT_NONE && (table->tool == ORDER_none || table->tool == ORDER_move))
            orders_draft(app, board_pick(app, x, y) && table->tool == ORDER_none ? HEX_NONE : hex);
        return true;
    }
    if (event->type != SDL_MOUSEBUTTONUP && event->type != SDL_MOUSEBUTTONDOWN)
        return false;
    float x = (float)event->button.x * ratio, y = (float)event->button.y * ratio;
    if (event->button.button == SDL_BUTTON_RIGHT)
        return right_button(app, event, x, y);
    if (event->type == SDL_MOUSEBUTTONUP && event->button.button == SDL_BUTTON_LEFT && in_map(app, x, y) &&
        in_map(app, table->press_x, table->press_y) && !ui_has_mouse()) {
        click_map(app, x, y);
        return true;
    }
    return false;
}

static bool order_key(struct app *app, SDL_Keycode sym) {
    const struct seat *seat = app_seat_now(app);
    struct choice choice[1];
    struct check best;
    if (sym <= 0 || sym > 126 || !isprint((int)sym) || app->table.unit == UNIT_NONE)
        return false;
    char letter = (char)toupper((int)sym);
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT; kind++) {
        if (order_kind_letter(kind)[0] != letter || kind == ORDER_ask || kind == ORDER_answer)
            continue;
        orders_choices(seat, app->table.unit, kind, choice, 1, &best);
        if (!orders_is_shown(seat, app->table.unit, kind, &best) && best.verdict == VERDICT_NO)
            continue;
        orders_begin(app, kind);
        return true;
    }
    return false;
}

static void key_enter(struct app *app) {
    const struct table_screen *table = &app->table;
    if (tool_previews(app) && table->contact != CONTACT_NO) {
        struct order order = panel_fire_order(app);
        orders_put(app, &order);
    } else if (!panel_target_give(app)) {
        tabletop_commit(app);
    }
}

static bool tabletop_control_key(struct app *app, const SDL_KeyboardEvent *key) {
    bool shift = (key->keysym.mod & KMOD_SHIFT) != 0;
    if (key->keysym.sym == SDLK_z && !shift)
        model_undo(app->model, app->seat);
    else if (key->keysym.sym == SDLK_y || key->keysym.sym == SDLK_z)
        model_redo(app->model, app->seat);
    else
        return false;
    app->board.stale = true;
    return true;
}

static bool tabletop_key(struct app *app, const SDL_KeyboardEvent *key) {
    struct table_screen *table = &app->table;
    if (key->keysym.mod & KMOD_CTRL)
        return tabletop_control_key(app, key);
    if (table->tool != ORDER_none && panel_target_key(app, key->keysym.sym))
        return true;
    switch (key->keysym.sym) {
    case SDLK_ESCAPE:
        tabletop_cancel(app);
        return true;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        key_enter(app);
        return true;
    case SDLK_TAB:
        if (tool_previews(app))
            next_contact(app);
        else if (!panel_target_next(app, key->keysym.mod & KMOD_SHIFT ? -1 : 1))
            next_unit(app, key->keysym.mod & KMOD_SHIFT ? -1 : 1);
        return true;
    case SDLK_DELETE:
    case SDLK_BACKSPACE:
        model_order_remove(app->model, app->seat, table->unit, false);
        app->board.stale = true;
        return true;
    case SDLK_8:
        orders_policy(app, POLICY_HOLD);
        return true;
    case SDLK_9:
        orders_policy(app, POLICY_RETURN);
        return true;
    case SDLK_0:
        orders_policy(app, POLICY_FREE);
        return true;
    case SDLK_k:
        table->press_on = !table->press_on;
        return true;
    case SDLK_s:
        table->sight = !table->sight;
        return true;
    case SDLK_c:
        next_contact(app);
        return true;
    case SDLK_F1:
        table->overlay = TABLE_HELP;
        return true;
    case SDLK_F2:
        table->overlay = TABLE_BRIEFING;
        return true;
    case SDLK_F6:
        table->margin_shown = !table->margin_shown;
        return true;
    case SDLK_F7:
        table->log_open = !table->log_open;
        return true;
    case SDLK_F8:
        chat_toggle(app);
        return true;
    case SDLK_F10:
        places_umpire(app);
        return true;
    case SDLK_F9:
        table->overlay = app->hotseat ? table->overlay : TABLE_SEATS;
        return true;
    default:
        return order_key(app, key->keysym.sym);
    }
}

bool tabletop_event(struct app *app, const SDL_Event *event) {
    if (app->table.overlay != TABLE_NO_OVERLAY) {
        bool key = event->type == SDL_KEYDOWN;
        SDL_Keycode sym = key ? event->key.keysym.sym : 0;
        if (key && seats_key(app, sym))
            return true;
        if (sym == SDLK_ESCAPE ||
            ((sym == SDLK_RETURN || sym == SDLK_KP_ENTER) && app->table.overlay != TABLE_MENU))
            app->table.overlay = TABLE_NO_OVERLAY;
        return true;
    }
    if (ui_has_keyboard())
        return false;
    if (map_event(app, event))
        return true;
    if (event->type == SDL_KEYDOWN)
        return tabletop_key(app, &event->key);
    return tabletop_mouse(app, event);
}
