/* What stands on the map, from a view: plates, barricades, crowds, caches, paths. */
#include "app_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STACK_BELOW_ZOOM 34.0f /* px a hex: plates of a side in one hex become one */
#define FIXED_MAX        192
#define BOARD_REST_MS    120 /* after a pan, before plates and names find new places */

enum counter_side counter_side_of(const struct scenario *scenario, int side) {
    if (side < 0 || side >= scenario->sides)
        return COUNTER_CONTACT;
    uint16_t flags = scenario->side[side].flags;
    const char *id = scenario->side[side].id; /* a range has sides without a part in the crisis */
    if ((flags & SIDE_IS_POLICE) || strcmp(id, "police") == 0)
        return COUNTER_POLICE;
    if ((flags & SIDE_IS_KFOR) || strcmp(id, "kfor") == 0)
        return COUNTER_KFOR;
    if ((flags & SIDE_IS_IRREGULAR) || strcmp(id, "irregulars") == 0)
        return COUNTER_IRREGULARS;
    return COUNTER_CONTACT;
}

unsigned side_colour(const struct scenario *scenario, int side) {
    static const unsigned colours[] = {UI_POLICE, UI_KFOR, UI_IRREGULARS, UI_CONTACT};
    return colours[counter_side_of(scenario, side)];
}

static void counter_type(struct counter *out, const struct unit_type *type) {
    snprintf(out->symbol, sizeof out->symbol, "%.11s", type->symbol);
    snprintf(out->letters, sizeof out->letters, "%.3s", type->abbreviation);
    if (!out->letters[0] && counter_letters(out->symbol))
        snprintf(out->letters, sizeof out->letters, "%.3s", counter_letters(out->symbol));
}

static int16_t facing_degrees(int dir) {
    static const int16_t degrees[DIR_COUNT] = {90, 30, 330, 270, 210, 150};
    return dir < DIR_COUNT ? degrees[dir] : COUNTER_NO_FACING;
}

void counter_of_unit(const struct scenario *scenario, const struct view *view, const struct view_unit *unit,
                     struct counter *out) {
    const struct unit_type *type = &scenario->rules.type[unit->type];
    const struct order *order = plan_find(&view->plan, unit->unit, false);
    memset(out, 0, sizeof *out);
    out->side = counter_side_of(scenario, view->side);
    counter_type(out, type);
    out->steps = unit->steps;
    out->steps_lost = type->steps > unit->steps ? (uint8_t)(type->steps - unit->steps) : 0;
    out->suppression = unit->suppression;
    out->facing = facing_degrees(unit->facing);
    if (order)
        out->order = order_kind_letter(order->kind)[0];
    else if (unit->order == ORDER_move || unit->order == ORDER_withdraw || unit->order == ORDER_ambush)
        out->order = order_kind_letter(unit->order)[0];
    if (unit->flags & UNIT_COVERT)
        snprintf(out->tag, sizeof out->tag, "covert");
    else if (unit->flags & UNIT_DISMOUNTED)
        snprintf(out->tag, sizeof out->tag, "on foot");
}

void counter_of_contact(const struct scenario *scenario, const struct view_contact *contact,
                        struct counter *out) {
    memset(out, 0, sizeof *out);
    out->facing = COUNTER_NO_FACING;
    if (contact->level < CONTACT_IDENTIFIED || contact->type == TYPE_NONE) {
        out->side = contact->side == SIDE_NONE ? COUNTER_CONTACT : counter_side_of(scenario, contact->side);
        snprintf(out->letters, sizeof out->letters, "?");
        snprintf(out->tag, sizeof out->tag, "%s", contact->class_ == CLASS_VEHICLE ? "vehicle" : "foot");
        return;
    }
    out->side = counter_side_of(scenario, contact->side);
    counter_type(out, &scenario->rules.type[contact->type]);
    out->bar = contact->strength == 1 ? 50 : 100;
    if (contact->known & KNOWN_SURRENDERED)
        snprintf(out->tag, sizeof out->tag, "gave up");
    else if (contact->known & KNOWN_COVERT)
        snprintf(out->tag, sizeof out->tag, "covert");
}

static void counter_of_mark(const struct scenario *scenario, const struct mark *mark, struct counter *out) {
    struct view_contact contact = {
        .level = mark->level, .class_ = mark->class_, .type = mark->type, .side = mark->side, .strength = 2};
    counter_of_contact(scenario, &contact, out);
    out->ghost = true;
    out->bar = 0;
    snprintf(out->tag, sizeof out->tag, "T%u", mark->turn);
}

/* Puts a plate on the board, or onto one of the same side in the hex when they are drawn as a stack. */
static void board_add(struct app *app, const struct counter *counter, hex_t hex, enum board_kind kind,
                      uint16_t id) {
    struct board *board = &app->board;
    bool stack = app->scenery.camera.zoom_to < STACK_BELOW_ZOOM * app->scale && !counter->ghost;
    for (size_t i = 0; stack && i < board->count; i++) {
        struct plate *plate = &board->plate[i];
        if (plate->hex != hex || board->item[i].kind != kind || plate->counter.side != counter->side)
            continue;
        uint8_t count = plate->counter.stack ? plate->counter.stack : 1;
        if (counter->selected) {
            plate->counter = *counter;
            board->item[i].id = id;
        }
        plate->counter.stack = (uint8_t)(count + 1);
        return;
    }
    if (board->count == PLATE_MAX || hex >= app->scenery.scenario->map.count)
        return;
    struct plate *plate = &board->plate[board->count];
    memset(plate, 0, sizeof *plate);
    plate->counter = *counter;
    plate->hex = hex;
    plate->weight = counter->selected ? 255 : kind == BOARD_UNIT ? 120 : kind == BOARD_CONTACT ? 100 : 20;
    board->item[board->count++] = (struct board_item){(uint8_t)kind, id};
}

void board_build(struct app *app, const struct view *view) {
    const struct scenario *scenario = app->scenery.scenario;
    struct counter counter;
    app->board.count = 0;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        if (unit->status != UNIT_ON_MAP)
            continue;
        counter_of_unit(scenario, view, unit, &counter);
        counter.selected = unit->unit == app->table.unit;
        board_add(app, &counter, setup_hex(view, unit), BOARD_UNIT, unit->unit);
    }
    for (unsigned i = 0; i < view->contacts; i++) {
        const struct view *of;
        const struct view_unit *exact = watch_truth_unit(app, view->contact[i].handle, &of);
        if (exact)
            counter_of_unit(scenario, of, exact, &counter);
        else
            counter_of_contact(scenario, &view->contact[i], &counter);
        counter.selected = view->contact[i].handle == app->table.contact;
        board_add(app, &counter, view->contact[i].hex, BOARD_CONTACT, view->contact[i].handle);
    }
    for (unsigned i = 0; i < view->marks; i++) {
        counter_of_mark(scenario, &view->mark[i], &counter);
        board_add(app, &counter, view->mark[i].hex, BOARD_MARK, (uint16_t)i);
    }
}

static size_t board_barricades(struct app *app, const struct view *view, SDL_FRect *rects, bool draw) {
    size_t count = 0;
    for (unsigned i = 0; i < view->barricades; i++) {
        const struct barricade *b = &view->barricade[i];
        if (b->strength == 0 || b->hex >= app->scenery.scenario->map.count)
            continue;
        if (draw)
            overlay_barricade(&app->draw, &app->scenery.camera, b->hex, b->dir, b->strength, b->trapped != 0);
        else
            rects[count++] = overlay_barricade_rect(&app->draw, &app->scenery.camera, b->hex, b->dir);
    }
    return count;
}

/* The planned path of a unit: of its order of this turn, else what is left of the one it carries on with. */
static size_t board_path(const struct app *app, const struct view *view, const struct view_unit *unit,
                         hex_t hexes[PATH_MAX_HEXES + 1], uint8_t pulse[PATH_MAX_HEXES + 1]) {
    const struct scenario *scenario = app->scenery.scenario;
    struct order order = {.kind = ORDER_move, .unit = unit->unit};
    const struct order *planned = plan_find(&view->plan, unit->unit, false);
    if (planned && planned->kind == ORDER_move) {
        order = *planned;
    } else if (!planned && unit->order == ORDER_move && unit->path_at < unit->path_length) {
        order.path_length = (uint8_t)(unit->path_length - unit->path_at);
        memcpy(order.path, unit->path + unit->path_at, order.path_length);
    }
    uint8_t cost[PATH_MAX_HEXES], arrive[PATH_MAX_HEXES] = {0};
    if (order.path_length == 0 || path_cost(scenario, view, unit->unit, &order, cost, arrive) < 0)
        return 0;
    hexes[0] = unit->hex;
    pulse[0] = 0;
    for (size_t i = 0; i < order.path_length; i++) {
        hexes[i + 1] = scenario->map.next[hexes[i]][order.path[i]];
        pulse[i + 1] = arrive[i] != (i > 0 ? arrive[i - 1] : 0) || i + 1 == order.path_length ? arrive[i] : 0;
        if (hexes[i + 1] == HEX_NONE)
            return i + 1;
    }
    return order.path_length + 1u;
}

static void board_paths(struct app *app, const struct view *view) {
    hex_t hexes[PATH_MAX_HEXES + 1];
    uint8_t pulse[PATH_MAX_HEXES + 1];
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        if (unit->status != UNIT_ON_MAP)
            continue;
        struct overlay_path path = {.hexes = hexes, .count = board_path(app, view, unit, hexes, pulse)};
        path.pulse = unit->unit == app->table.unit ? pulse : NULL;
        path.draft = unit->unit != app->table.unit;
        if (path.count > 1)
            overlay_path(&app->draw, &app->scenery.camera, &path);
    }
}

/* Of all that a layout depends on beside content and the place of the ground. */
static uint64_t board_fingerprint(const struct app *app) {
    const struct camera *camera = &app->scenery.camera;
    const double parts[] = {camera->zoom,
                            camera->zoom_to,
                            (double)camera->view.x,
                            (double)camera->view.y,
                            (double)camera->view.w,
                            (double)camera->view.h};
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < sizeof parts; i++)
        hash = (hash ^ ((const uint8_t *)parts)[i]) * 1099511628211u;
    return hash;
}

/* Plates, then names, each off what was placed before. */
static void board_lay_for(struct app *app, const struct view *view) {
    SDL_FRect fixed[FIXED_MAX + PLATE_MAX];
    size_t count = labels_fixed_rects(app->scenery.labels, &app->scenery.camera, fixed, 32);
    count += board_barricades(app, view, fixed + count, false);
    for (unsigned i = 0; i < view->crowds && count < FIXED_MAX; i++) {
        SDL_FPoint at = camera_hex_center(&app->scenery.camera, view->crowd[i].hex);
        if (view->crowd[i].strength > 0)
            fixed[count++] =
                (SDL_FRect){at.x - 11 * app->scale, at.y - 11 * app->scale, 22 * app->scale, 22 * app->scale};
    }
    counters_layout(&app->draw, &app->scenery.camera, app->board.plate, app->board.count, fixed, count);
    for (size_t i = 0; i < app->board.count; i++)
        fixed[count++] = app->board.plate[i].box;
    labels_place(app->scenery.labels, &app->scenery.camera, fixed, count);
}

const struct board_item *board_pick(const struct app *app, float x, float y) {
    int at = counters_pick(app->board.plate, app->board.count, x, y);
    return at >= 0 ? &app->board.item[at] : NULL;
}

static void board_sight(struct app *app, const struct view *view) {
    const struct scenario *scenario = app->scenery.scenario;
    const struct view_unit *unit = view_unit_find(view, app->table.unit);
    hex_t from = unit && unit->status == UNIT_ON_MAP ? unit->hex : app->table.hex;
    bool hidden[MAP_HEX_MAX];
    if (!app->table.sight || from >= scenario->map.count || !scenario->los)
        return;
    for (unsigned i = 0; i < scenario->map.count; i++)
        hidden[i] = !los_open(scenario->los, from, (hex_t)i);
    overlay_sight(&app->draw, &app->scenery.camera, hidden, scenario->map.count);
    if (app->table.hover < scenario->map.count && app->table.hover != from) {
        uint8_t heights[TERRAIN_COUNT];
        int over = 0;
        for (int i = 0; i < TERRAIN_COUNT; i++)
            heights[i] = scenario->rules.terrain[i].los_height;
        hex_t block = los_walk(&scenario->map, heights, from, app->table.hover, &over);
        overlay_sight_line(&app->draw, &app->scenery.camera, from, app->table.hover, block);
    }
}

static void board_ground_marks(struct app *app, const struct view *view) {
    const struct camera *camera = &app->scenery.camera;
    for (unsigned i = 0; i < view->caches; i++)
        overlay_mark(&app->draw, camera, setup_cache_hex(view, i), MARK_CACHE);
    for (unsigned i = 0; i < view->equipments; i++)
        overlay_mark(&app->draw, camera, view->equipment[i].hex, MARK_VEHICLES);
    for (unsigned i = 0; i < view->units; i++)
        if (view->unit[i].status == UNIT_ON_MAP && view->unit[i].wounded > 0)
            overlay_mark(&app->draw, camera, view->unit[i].hex, MARK_WOUNDED);
    board_barricades(app, view, NULL, true);
    for (unsigned i = 0; i < view->crowds; i++)
        if (view->crowd[i].strength > 0)
            overlay_crowd(&app->draw, camera, view->crowd[i].hex, view->crowd[i].strength,
                          view->crowd[i].anger);
}

/* Where a drone looks or is ordered to, and where a helicopter is ordered to land. */
static void board_flights(struct app *app, const struct view *view) {
    const struct scenario *scenario = app->scenery.scenario;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        if (!unit_is_asset(scenario, unit))
            continue;
        const struct order *order = plan_find(&view->plan, unit->unit, false);
        bool drone = scenario->rules.type[unit->type].flags & TYPE_DRONE;
        bool there = unit->until > 0 && unit->until >= view->turn;
        hex_t at = order ? order->hex : there ? unit->hex : HEX_NONE;
        int reach = drone ? scenario->rules.number.drone_range : 0;
        for (hex_t hex = 0; at < scenario->map.count && hex < scenario->map.count; hex++)
            if (map_distance(&scenario->map, hex, at) <= reach)
                overlay_choice(&app->draw, &app->scenery.camera, hex);
    }
}

/* Ordered shots: from plate to plate. */
static void board_fire_lines(struct app *app, const struct view *view) {
    for (unsigned i = 0; i < view->plan.count; i++) {
        const struct order *order = &view->plan.order[i];
        const SDL_FPoint *from = NULL, *to = NULL;
        if (order->kind != ORDER_fire_at && order->kind != ORDER_engage)
            continue;
        for (size_t k = 0; k < app->board.count; k++) {
            const struct board_item *item = &app->board.item[k];
            if (item->kind == BOARD_UNIT && item->id == order->unit)
                from = &app->board.plate[k].at;
            if (item->kind == BOARD_CONTACT && item->id == order->contact)
                to = &app->board.plate[k].at;
        }
        if (from && to)
            overlay_fire_line(&app->draw, *from, *to);
    }
}

/* Plans of the other sides, which the truth of an umpire shows too. */
static uint64_t board_truth_key(const struct app *app, uint64_t key) {
    for (int side = 1; app->screen == APP_WATCH && app_shows_truth(app) && side < app->scenery.scenario->sides; side++) {
        const struct plan *plan = &model_seat(app->model, truth_eyes(app->model, app->seat, side))->view.plan;
        key = still_mix(key, plan, sizeof *plan);
    }
    return key;
}

/* What the picture of the board depends on, beside what makes the board stale. */
static uint64_t board_key(struct app *app, const struct view *view) {
    const struct table_screen *table = &app->table;
    const bool sight = table->sight;
    const unsigned parts[] = {app->board.revision,
                              (unsigned)app->screen,
                              view->weather,
                              settings_is_on(&app->settings, SETTING_names),
                              settings_is_on(&app->settings, SETTING_grid),
                              settings_is_on(&app->settings, SETTING_heights),
                              table->unit,
                              table->contact,
                              table->tool,
                              table->mode,
                              sight,
                              sight ? table->hex : HEX_NONE,
                              sight ? table->hover : HEX_NONE,
                              (unsigned)table->draft_cost,
                              table->draft_goal};
    uint64_t key = still_mix(app->board.laid_for, parts, sizeof parts);
    key = still_mix(key, &table->draft, sizeof table->draft);
    key = still_mix(key, &view->plan, sizeof view->plan);
    key = board_truth_key(app, key);
    bool whole = maplayer_is_whole(app->scenery.layer, &app->scenery.camera);
    if (!whole || !app->board.whole) /* also the first whole one after those that were not */
        app->board.unfinished++;
    app->board.whole = whole;
    return still_mix(key, &app->board.unfinished, sizeof app->board.unfinished);
}

static void board_paint(struct app *app, const struct view *view) {
    struct scenery *scenery = &app->scenery;
    scenery->fading = maplayer_draw(scenery->layer, &scenery->camera, app->now_ms);
    if (scenery->fading)
        app_redraw(app);
    SDL_RenderSetClipRect(app->renderer, &scenery->camera.view);
    board_sight(app, view);
    board_ground_marks(app, view);
    board_flights(app, view);
    labels_draw(scenery->labels, &scenery->camera, settings_is_on(&app->settings, SETTING_names));
    board_paths(app, view); /* over the names: a badge tells when a unit is there */
    for (int side = 1; app->screen == APP_WATCH && app_shows_truth(app) && side < app->scenery.scenario->sides; side++)
        board_paths(app, &model_seat(app->model, truth_eyes(app->model, app->seat, side))->view);
    if (app->screen == APP_TABLE)
        tabletop_draw_tool(app, view);
    counters_draw(app->counters, &scenery->camera, app->board.plate, app->board.count);
    board_fire_lines(app, view);
    SDL_RenderSetClipRect(app->renderer, NULL);
}

/* Lays plates and names out anew when something asks for it. While the ground is panned they only move along; they
 * find their places in the new view when it rests. */
static void board_follow(struct app *app, const struct view *view) {
    struct board *board = &app->board;
    uint64_t fingerprint = board_fingerprint(app);
    SDL_Point corner = camera_corner(&app->scenery.camera);
    int dx = corner.x - board->corner.x, dy = corner.y - board->corner.y;
    board->corner = corner;
    if (fingerprint != board->laid_for || (app->config.quiet && (dx || dy)))
        board->stale = true;
    if (board->stale) {
        board_build(app, view);
        board_lay_for(app, view);
        board->stale = board->panned = false;
        board->laid_for = fingerprint;
        board->revision++;
    } else if (dx || dy) {
        counters_pan(board->plate, board->count, dx, dy);
        board->panned = true;
        board->panned_ms = app->now_ms;
    }
}

bool board_step(struct app *app) {
    struct board *board = &app->board;
    if (!board->panned || app->now_ms - board->panned_ms < BOARD_REST_MS)
        return false;
    board->panned = false;
    board->stale = true;
    return true;
}

void board_draw(struct app *app, const struct view *view) {
    struct scenery *scenery = &app->scenery;
    maplayer_set_night(scenery->layer, (view->weather & WEATHER_NIGHT) != 0,
                       app->config.quiet ? 0 : app->now_ms);
    bool night = (view->weather & WEATHER_NIGHT) != 0;
    if (night != app->draw.night) /* before any panel of this picture shows the key */
        key_reset(app->key);
    app->draw.night = night;
    board_follow(app, view);
    struct camera whole = scenery->camera;
    SDL_Rect parts[STILL_PARTS];
    int count = still_begin(&app->board.still, &app->draw, whole.view, board_key(app, view), app->board.corner, parts);
    for (int i = 0; i < count; i++) {
        scenery->camera = camera_part(&whole, parts[i]);
        board_paint(app, view);
    }
    scenery->camera = whole;
    if (count > 0)
        still_end(&app->board.still);
    overlay_frame(&app->draw, &whole);
}

/* A small bare plate in a panel: shape and colour of a side. */
void side_plate(const struct scenario *scenario, int side, float x, float y, float unit, unsigned rim) {
    float w = 75 * unit, h = 50 * unit, d = 72 * unit;
    unsigned fill = side_colour(scenario, side);
    switch (counter_side_of(scenario, side)) {
    case COUNTER_POLICE:
        ui_polygon((float[]){x - w, y - h, x + w, y - h, x + w, y + h, x - w, y + h}, 4, fill, rim, 1.5f);
        break;
    case COUNTER_KFOR:
        w = h = 55 * unit;
        ui_polygon((float[]){x - w, y - h, x + w, y - h, x + w, y + h, x - w, y + h}, 4, fill, rim, 1.5f);
        break;
    case COUNTER_IRREGULARS:
        ui_polygon((float[]){x, y - d, x + d, y, x, y + d, x - d, y}, 4, fill, rim, 1.5f);
        break;
    default:
        ui_circle(x, y, 50 * unit, fill, rim, 1.5f);
        break;
    }
}
