/* Ivory cards at the lower edge of the map: the hex under the mouse, who stands in a hex, the line of sight.
 */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

static void hex_words(const struct scenario *scenario, hex_t hex, char *out, size_t size) {
    static const char *roads[ROAD_COUNT] = {"", "track", "minor road", "main road"};
    const struct map_hex *ground = &scenario->map.hex[hex];
    const struct terrain_type *type = &scenario->rules.terrain[ground->terrain];
    int road = ROAD_NONE;
    char name[8], terrain[24];
    for (int dir = 0; dir < DIR_COUNT; dir++)
        road = ground->road[dir] > road ? ground->road[dir] : road;
    map_hex_name(&scenario->map, hex, name);
    snprintf(terrain, sizeof terrain, "%s", type->name);
    int n = snprintf(out, size, "%s · %s · %u m · cover %u, concealment %u", name, terrain,
                     ground->height * 10u, type->cover, type->concealment);
    if (road != ROAD_NONE)
        n += snprintf(out + n, size - (size_t)n, " · %s", roads[road]);
    if (scenario->map.name_sr[hex][0])
        snprintf(out + n, size - (size_t)n, " · %s / %s", scenario->map.name_sr[hex],
                 scenario->map.name_sq[hex]);
}

static void card_hover(struct app *app, struct ui_rect map) {
    char text[200];
    hex_t hex = app->table.hover;
    if (hex >= app->scenery.scenario->map.count)
        return;
    hex_words(app->scenery.scenario, hex, text, sizeof text);
    float w = ui_text_width(UI_NARROW, text) + 20;
    struct ui_rect at = ui_rect(map.x + 8, map.y + map.h - 28, w, 20);
    ui_layer_begin("hover", at);
    ui_fill(at, ui_fade(UI_DESK, 225), 4);
    ui_text(UI_NARROW, at.x + 10, at.y + 14.5f, UI_TEXT, UI_LEFT, text);
    ui_panel_end();
}

struct stack_row {
    bool own;
    uint16_t id;
};

static size_t stack_rows(const struct view *view, hex_t hex, struct stack_row *rows, size_t max) {
    size_t count = 0;
    for (unsigned i = 0; i < view->units && count < max; i++)
        if (view->unit[i].status == UNIT_ON_MAP && setup_stands(view, &view->unit[i]) == hex)
            rows[count++] = (struct stack_row){true, view->unit[i].unit};
    for (unsigned i = 0; i < view->contacts && count < max; i++)
        if (view->contact[i].hex == hex)
            rows[count++] = (struct stack_row){false, view->contact[i].handle};
    return count;
}

static void contact_words(const struct seat *seat, const struct view_contact *contact, char *out,
                          size_t size) {
    int n = 0;
    if (contact->level < CONTACT_IDENTIFIED)
        n = snprintf(out, size, "suspected, may be a decoy");
    else
        n = snprintf(out, size, "%s, %s",
                     seat->scenario->side[contact->side < SIDE_MAX ? contact->side : 0].name,
                     contact->strength == 1 ? "reduced" : "full strength");
    if (contact->known & KNOWN_COVERT)
        n += snprintf(out + n, size - (size_t)n, ", covert");
    if (contact->known & KNOWN_FIRED)
        n += snprintf(out + n, size - (size_t)n, ", has fired");
    if (contact->known & KNOWN_SURRENDERED)
        n += snprintf(out + n, size - (size_t)n, ", has given up");
    if (contact->known & KNOWN_SEEN_NOW)
        snprintf(out + n, size - (size_t)n, ", seen now");
    else
        snprintf(out + n, size - (size_t)n, ", last seen in turn %u", contact->turn);
}

static void stack_row_draw(struct app *app, const struct seat *seat, const struct stack_row *row,
                           struct ui_rect at) {
    struct counter counter;
    char name[64], words[128], id[24];
    const struct view_unit *unit = row->own ? view_unit_find(&seat->view, row->id) : NULL;
    const struct view_contact *contact = row->own ? NULL : view_contact_find(&seat->view, row->id);
    if (unit) {
        const struct unit_type *type = &seat->scenario->rules.type[unit->type];
        counter_of_unit(seat->scenario, &seat->view, unit, &counter);
        unit_short_name(seat->scenario, unit->unit, name, sizeof name);
        snprintf(words, sizeof words, "%s, %u of %u steps", type->name, unit->steps, type->steps);
    } else if (contact) {
        counter_of_contact(seat->scenario, contact, &counter);
        contact_name(seat->scenario, contact, name, sizeof name);
        contact_words(seat, contact, words, sizeof words);
    } else {
        return;
    }
    counter.facing = COUNTER_NO_FACING;
    counter.tag[0] = 0;
    snprintf(id, sizeof id, "row%c%u", row->own ? 'u' : 'c', row->id);
    if (ui_area(id, at)) {
        if (row->own)
            tabletop_select(app, row->id, false);
        else
            app->table.contact = row->id, app->board.stale = true;
    }
    bool chosen = row->own ? app->table.unit == row->id : app->table.contact == row->id;
    if (chosen || ui_hovered())
        ui_fill(at, chosen ? UI_PAPER_ON : UI_IVORY_DIM, 3);
    counter_in_panel(app, &counter, at.x + 24, at.y + at.h / 2 - 1, 0.19f);
    ui_text_cut(UI_SANS_BOLD, at.x + 54, at.y + 15, at.w - 60, UI_INK, name);
    ui_text_cut(UI_NARROW, at.x + 54, at.y + 30, at.w - 60, UI_INK_DIM, words);
}

/* Who stands in the hex chosen, when there is more than the selected unit. */
static void card_stack(struct app *app, struct ui_rect map) {
    const struct seat *seat = app_seat_now(app);
    struct stack_row rows[8];
    size_t count =
        app->table.hex < seat->scenario->map.count ? stack_rows(&seat->view, app->table.hex, rows, 8) : 0;
    bool plain = count == 1 && rows[0].own && rows[0].id == app->table.unit;
    if (count == 0 || plain)
        return;
    float w = 296, h = 34 + (float)count * 38 + 6;
    SDL_FPoint place = camera_hex_center(&app->scenery.camera, app->table.hex);
    bool left = place.x / app->scale > map.x + map.w / 2; /* never over the hex in question */
    struct ui_rect at =
        ui_rect(left ? map.x + 12 : map.x + map.w - w - 12, map.y + map.h - h - (left ? 36 : 12), w, h);
    char text[64], name[8];
    ui_panel_begin("stack", at);
    ui_shadow(at, 4);
    ui_fill(at, UI_IVORY, 4);
    map_hex_name(&seat->scenario->map, app->table.hex, name);
    snprintf(text, sizeof text, "Hex %s", name);
    ui_text(UI_SERIF_SMALL_BOLD, at.x + 12, at.y + 20, UI_INK, UI_LEFT, text);
    const struct map_hex *ground = &seat->scenario->map.hex[app->table.hex];
    snprintf(text, sizeof text, "%s · %u m", seat->scenario->rules.terrain[ground->terrain].name,
             ground->height * 10u);
    ui_text(UI_NARROW, at.x + w - 12, at.y + 20, UI_INK_DIM, UI_RIGHT, text);
    ui_fill(ui_rect(at.x + 12, at.y + 27, w - 24, 1), UI_RULE, 0);
    for (size_t i = 0; i < count; i++)
        stack_row_draw(app, seat, &rows[i], ui_rect(at.x + 6, at.y + 31 + (float)i * 38, w - 12, 36));
    ui_panel_end();
}

/* The ground under the line, hex by hex, what stands on it, and the line from eye to eye. */
static void sight_profile(const struct scenario *scenario, hex_t from, hex_t to, const uint8_t *heights,
                          struct ui_rect at) {
    const struct map *map = &scenario->map;
    int low = 255, high = 0, ground[64], top[64], distance = map_distance(map, from, to);
    int count = distance + 1 < 64 ? distance + 1 : 64;
    for (int i = 0; i < count; i++) {
        int col[2], row[2];
        hex_t hex = i == 0 ? from : to;
        if (i > 0 && i < distance) {
            hex_line_at(map_col(map, from), map_row(map, from), map_col(map, to), map_row(map, to), i, col,
                        row);
            hex = map_hex_at(map, col[0], row[0]);
        }
        bool inside = hex<map->count, between = i> 0 && i < distance;
        ground[i] = inside ? map->hex[hex].height : 0;
        top[i] = ground[i] + (inside && between ? heights[map->hex[hex].terrain] : 0);
        low = ground[i] < low ? ground[i] : low;
        high = top[i] + 1 > high ? top[i] + 1 : high;
    }
    low -= 2;
    float w = at.w / (float)count, base = at.y + at.h, step = at.h / (float)(high - low + 1);
    for (int i = 0; i < count; i++) {
        float g = step * (float)(ground[i] - low), t = step * (float)(top[i] - low);
        ui_fill(ui_rect(at.x + (float)i * w, base - t, w - 1, t - g), UI_OPAQUE(PALETTE_CANOPY), 0);
        ui_fill(ui_rect(at.x + (float)i * w, base - g, w - 1, g), UI_OPAQUE(PALETTE_STEEP), 0);
    }
    ui_line(at.x + w / 2, base - step * (float)(ground[0] + 1 - low), at.x + ((float)count - 0.5f) * w,
            base - step * (float)(ground[count - 1] + 1 - low), UI_INK, 1.6f);
}

/* Ground between two hexes and the line of sight over it. */
static void card_sight(struct app *app, struct ui_rect map) {
    const struct seat *seat = app_seat_now(app);
    const struct scenario *scenario = seat->scenario;
    const struct view_unit *unit = view_unit_find(&seat->view, app->table.unit);
    hex_t from = unit ? setup_stands(&seat->view, unit) : app->table.hex, to = app->table.hover;
    if (!app->table.sight || from >= scenario->map.count || to >= scenario->map.count || from == to)
        return;
    uint8_t heights[TERRAIN_COUNT];
    int over = 0, distance = map_distance(&scenario->map, from, to);
    for (int i = 0; i < TERRAIN_COUNT; i++)
        heights[i] = scenario->rules.terrain[i].los_height;
    hex_t block = los_walk(&scenario->map, heights, from, to, &over);
    SDL_FPoint place = camera_hex_center(&app->scenery.camera, to);
    bool left = place.x / app->scale > map.x + map.w / 2;
    struct ui_rect at = ui_rect(left ? map.x + 12 : map.x + map.w - 294, map.y + map.h - 156 - 34, 282, 156);
    char text[96], a[8], b[8];
    ui_layer_begin("sight", at);
    ui_shadow(at, 4);
    ui_fill(at, UI_IVORY, 4);
    map_hex_name(&scenario->map, from, a);
    map_hex_name(&scenario->map, to, b);
    snprintf(text, sizeof text, "Sight from %s to %s", a, b);
    ui_text(UI_SERIF_SMALL_BOLD, at.x + 12, at.y + 20, UI_INK, UI_LEFT, text);
    ui_text(UI_SANS_BOLD, at.x + at.w - 12, at.y + 20, block == HEX_NONE ? UI_GOOD : UI_BAD, UI_RIGHT,
            block == HEX_NONE ? "open" : "blocked");
    sight_profile(scenario, from, to, heights, ui_rect(at.x + 14, at.y + 34, at.w - 28, 88));
    if (block == HEX_NONE) {
        snprintf(text, sizeof text, "Distance %d. Nothing stands above the line.", distance);
    } else {
        map_hex_name(&scenario->map, block, a);
        snprintf(text, sizeof text, "%s in %s stands %d m above the line.",
                 scenario->rules.terrain[scenario->map.hex[block].terrain].name, a,
                 distance ? (over * 10 + distance - 1) / distance : 0);
        text[0] = (char)(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 32 : text[0]);
    }
    ui_text_cut(UI_SANS, at.x + 12, at.y + 143, at.w - 24, UI_INK, text);
    ui_panel_end();
}

void panel_cards(struct app *app, struct ui_rect map) {
    card_hover(app, map);
    if (app->table.sight)
        card_sight(app, map);
    else
        card_stack(app, map);
}
