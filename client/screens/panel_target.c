/* The tool in hand: its targets one by one, each with what is known of it and why it is refused, and the two ways in
 * which some orders are carried out. A hex of the map may be clicked as well. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define ROW_H 44

void panel_modes(struct app *app, struct ui_rect at) {
    struct table_screen *table = &app->table;
    const struct target_modes *modes = target_modes(table->tool);
    for (int i = 0; modes && i < 2; i++) {
        char label[48], tip[MODEL_TEXT_MAX + 16], why[MODEL_TEXT_MAX] = "";
        struct order order = {.kind = table->tool, .unit = table->unit, .contact = table->contact, .mode = (uint8_t)i};
        struct check check = {VERDICT_YES, REFUSAL_none, 0};
        if (target_of(table->tool) == TARGET_CONTACT)
            check = model_check(app_seat_now(app), &order);
        orders_why(app_seat_now(app), table->tool, &check, why, sizeof why);
        snprintf(label, sizeof label, "%s  %s", modes->label[i], modes->key[i]);
        snprintf(tip, sizeof tip, "%s%s", check.verdict == VERDICT_NO ? "Not now: " : "", why);
        if (ui_button(modes->label[i], ui_rect(at.x + (float)i * (at.w / 2), at.y, at.w / 2 - 3, at.h), label, NULL,
                      i == table->mode ? UI_BUTTON_SEGMENT_ON : UI_BUTTON_SEGMENT, why[0] ? tip : NULL)) {
            table->mode = (uint8_t)i;
            app->board.stale = true;
        }
    }
}

/* Who is known to stand in the hex of an assault: "Police HQ; 1 suspected". */
static void assault_facts(const struct seat *seat, hex_t hex, char *out, size_t size) {
    int suspected = 0, n = 0;
    out[0] = 0;
    for (unsigned i = 0; i < seat->view.contacts; i++) {
        const struct view_contact *contact = &seat->view.contact[i];
        char name[64];
        if (contact->hex != hex || (contact->level >= CONTACT_IDENTIFIED && contact->side < seat->scenario->sides &&
                                    !(seat->scenario->side[seat->side].enemies >> contact->side & 1)))
            continue;
        if (contact->level < CONTACT_IDENTIFIED) {
            suspected++;
            continue;
        }
        contact_name(seat->scenario, contact, name, sizeof name);
        n += snprintf(out + n, n < (int)size ? size - (size_t)n : 0, "%s%s", n ? ", " : "", name);
    }
    if (suspected > 0 && n < (int)size)
        snprintf(out + n, size - (size_t)n, "%s%d only suspected", n ? "; " : "", suspected);
}

/* What is known of a target, for the second line of its row. */
static void target_facts(const struct seat *seat, const struct order *order, char *out, size_t size) {
    const struct view *view = &seat->view;
    const struct view_contact *contact = view_contact_find(view, order->contact);
    const struct view_unit *other = view_unit_find(view, order->other);
    char hex[8] = "";
    hex_t place = target_place(seat, order);
    if (place < seat->scenario->map.count)
        map_hex_name(&seat->scenario->map, place, hex);
    snprintf(out, size, "hex %s", hex);
    if (order->kind == ORDER_assault)
        assault_facts(seat, order->hex, out, size);
    if (target_of(order->kind) == TARGET_CONTACT && contact)
        snprintf(out, size, "hex %s, %s", hex,
                 contact->level < CONTACT_IDENTIFIED          ? "only suspected"
                 : contact->known & KNOWN_SURRENDERED         ? "has given up"
                 : contact->known & KNOWN_COVERT              ? "covert"
                 : contact->strength == 1                     ? "reduced"
                                                              : "full strength");
    else if (target_of(order->kind) == TARGET_UNIT && other)
        snprintf(out, size, "%s, %u step%s", seat->scenario->rules.type[other->type].name, other->steps,
                 other->steps == 1 ? "" : "s");
    for (unsigned i = 0; order->kind != ORDER_assault && i < view->crowds; i++)
        if (target_of(order->kind) == TARGET_HEX && view->crowd[i].hex == order->hex)
            snprintf(out, size, "crowd of strength %u, anger %u", view->crowd[i].strength, view->crowd[i].anger);
    for (unsigned i = 0; order->kind == ORDER_escort && i < view->civilian_groups; i++)
        if (view->civilians[i].hex == order->hex)
            snprintf(out, size, "%u civilian steps wait", view->civilians[i].strength);
    for (unsigned i = 0; (order->kind == ORDER_clear || order->kind == ORDER_build) && i < view->barricades; i++)
        if (view->barricade[i].strength > 0 && seat->scenario->map.next[view->barricade[i].hex][view->barricade[i].dir] < seat->scenario->map.count &&
            (view->barricade[i].hex == place || seat->scenario->map.next[view->barricade[i].hex][view->barricade[i].dir] == place))
            snprintf(out, size, "toward hex %s, barricade of %u%s", hex, view->barricade[i].strength,
                     view->barricade[i].trapped ? ", trapped" : "");
}

/* The targets of the tool in its present way. */
static size_t target_rows(const struct app *app, struct choice *out, size_t max) {
    const struct table_screen *table = &app->table;
    size_t count = targets_list(app_seat_now(app), table->unit, table->tool, out, max), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!target_modes(table->tool) || out[i].order.mode == table->mode)
            out[kept++] = out[i];
    return kept;
}

/* The target that is aimed at, NULL without; *rows holds them all. */
static const struct choice *target_aimed(struct app *app, struct choice *rows, size_t *count) {
    struct table_screen *table = &app->table;
    *count = orders_have_dice(table->tool) ? target_rows(app, rows, TARGETS_MAX) : 0;
    if (table->aim >= *count)
        table->aim = 0;
    return *count > 0 ? &rows[table->aim] : NULL;
}

bool panel_target_next(struct app *app, int by) {
    static struct choice rows[TARGETS_MAX];
    size_t count;
    if (target_aimed(app, rows, &count))
        app->table.aim = (app->table.aim + count + (size_t)(by < 0 ? count - 1 : 1)) % count;
    app->board.stale = true;
    return orders_have_dice(app->table.tool);
}

bool panel_target_give(struct app *app) {
    static struct choice rows[TARGETS_MAX];
    size_t count;
    const struct choice *aimed = target_aimed(app, rows, &count);
    if (aimed)
        orders_put(app, &aimed->order);
    return aimed || orders_have_dice(app->table.tool);
}

bool panel_target_click(struct app *app, hex_t hex) {
    static struct choice rows[TARGETS_MAX];
    size_t count;
    const struct choice *aimed = target_aimed(app, rows, &count);
    if (aimed && target_place(app_seat_now(app), &aimed->order) == hex)
        return panel_target_give(app);
    for (size_t i = 0; i < count; i++)
        if (target_place(app_seat_now(app), &rows[i].order) == hex) {
            app->table.aim = i;
            app->board.stale = true;
            return true;
        }
    return false;
}

static void target_row(struct app *app, const struct seat *seat, const struct choice *choice, int number,
                       struct ui_rect at) {
    char title[96], facts[96], why[MODEL_TEXT_MAX], id[24], key[4];
    bool no = choice->check.verdict == VERDICT_NO;
    orders_sentence(seat, &choice->order, title, sizeof title);
    target_facts(seat, &choice->order, facts, sizeof facts);
    orders_why(seat, choice->order.kind, &choice->check, why, sizeof why);
    snprintf(id, sizeof id, "target%d", number);
    snprintf(key, sizeof key, "%d", number);
    bool clicked = ui_area(id, at);
    bool hovered = ui_hovered(), dice = orders_have_dice(app->table.tool);
    if (hovered && dice)
        app->table.aim = (size_t)number - 1;
    bool aimed = dice && app->table.aim == (size_t)number - 1;
    ui_tip(why[0] ? why : NULL);
    ui_fill(at, hovered && !no ? UI_LINE : no ? UI_DESK : UI_BUTTON, 4);
    ui_frame(at, aimed ? UI_BRASS : no ? UI_OFF_LINE : UI_LINE, 4, aimed ? 2 : 1);
    ui_text_cut(UI_SANS_BOLD, at.x + 10, at.y + 18, at.w - 40, no ? UI_OFF : UI_TEXT, title);
    ui_text_cut(UI_NARROW, at.x + 10, at.y + 34, at.w - 20, no ? UI_AMBER : UI_DIM, no ? why : facts);
    if (number <= 9 && !no)
        ui_text(UI_KEY, at.x + at.w - 10, at.y + 18, UI_BRASS, UI_RIGHT, key);
    if (hovered)
        app->table.hover = target_place(seat, &choice->order);
    if (clicked && no)
        app_say(app, why);
    else if (clicked)
        orders_put(app, &choice->order);
}

bool panel_target_key(struct app *app, SDL_Keycode sym) {
    static struct choice rows[TARGETS_MAX];
    struct table_screen *table = &app->table;
    const struct target_modes *modes = target_modes(table->tool);
    for (int i = 0; modes && i < 2; i++)
        if (sym == (SDL_Keycode)(modes->key[i][0] - 'A' + 'a')) {
            table->mode = (uint8_t)i;
            app->board.stale = true;
            return true;
        }
    if (sym < SDLK_1 || sym > SDLK_9 || target_of(table->tool) == TARGET_ANY_HEX || table->tool == ORDER_none ||
        table->tool == ORDER_move || table->tool == ORDER_fire_at || table->tool == ORDER_engage)
        return false;
    size_t count = target_rows(app, rows, TARGETS_MAX), at = (size_t)(sym - SDLK_1);
    if (at < count && orders_have_dice(table->tool))
        table->aim = at;
    else if (at < count)
        orders_put(app, &rows[at].order);
    app->board.stale = true;
    return true;
}

/* Below the list: what the dice of the target that is aimed at need. */
static void target_preview(struct app *app, const struct seat *seat, const struct choice *aimed, struct ui_rect at) {
    char why[MODEL_TEXT_MAX];
    float up = ui_scroll_begin("act", at, app->table.side_height, false), y = at.y + 16 - up;
    orders_why(seat, aimed->order.kind, &aimed->check, why, sizeof why);
    if (aimed->check.verdict == VERDICT_NO)
        y += 16 * (float)ui_text_wrap(UI_SANS, at.x, y - 2, at.w - 10, 16, UI_AMBER, why) + 8;
    y = panel_act(seat, &aimed->order, at.x, y, at.w - 10);
    app->table.side_height = y + up - at.y;
    ui_scroll_end();
}

static void target_list(struct app *app, const struct seat *seat, struct ui_rect list) {
    static struct choice rows[TARGETS_MAX];
    size_t count = target_rows(app, rows, TARGETS_MAX);
    if (count == 0) {
        ui_text_wrap(UI_SANS, list.x, list.y + 16, list.w, 17, UI_DIM, "There is no such target this way.");
        return;
    }
    if (orders_have_dice(app->table.tool)) {
        float all = (float)count * (ROW_H + 4), most = list.h < 420 ? ROW_H + 4 : 3 * (ROW_H + 4);
        struct ui_rect below = list;
        list.h = all < most ? all : most;
        below.y += list.h + 8;
        below.h -= list.h + 8;
        if (app->table.aim >= count)
            app->table.aim = 0;
        target_preview(app, seat, &rows[app->table.aim], below);
    }
    float up = ui_scroll_begin("targets", list, (float)count * (ROW_H + 4), false);
    for (size_t i = 0; i < count; i++)
        target_row(app, seat, &rows[i], (int)i + 1,
                   ui_rect(list.x, list.y + (float)i * (ROW_H + 4) - up, list.w, ROW_H));
    ui_scroll_end();
}

/* Drone and helicopter: any hex of the map; what the one under the mouse means. */
static void target_map(const struct app *app, const struct seat *seat, struct ui_rect at) {
    const struct rules_numbers *number = &seat->scenario->rules.number;
    const struct table_screen *table = &app->table;
    char text[200], why[MODEL_TEXT_MAX], hex[8];
    if (table->tool == ORDER_look)
        snprintf(text, sizeof text,
                 "Click a hex of the map: the drone sees it and what lies within %d of it for %d turns, without line "
                 "of sight.", number->drone_range, number->drone_turns);
    else
        snprintf(text, sizeof text,
                 "Click a hex of the map: the helicopter lands there at the Close for one evacuation, if no armed "
                 "enemy is sighted within %d.", number->helicopter_clear);
    float y = at.y + 16 + 17 * (float)ui_text_wrap(UI_SANS, at.x, at.y + 16, at.w, 17, UI_TEXT, text) + 8;
    if (table->hover >= seat->scenario->map.count)
        return;
    struct order order = {.kind = table->tool, .unit = table->unit, .hex = table->hover};
    struct check check = model_check(seat, &order);
    orders_why(seat, table->tool, &check, why, sizeof why);
    map_hex_name(&seat->scenario->map, table->hover, hex);
    snprintf(text, sizeof text, "Hex %s", hex);
    ui_text(UI_SANS_BOLD, at.x, y, UI_BRASS, UI_LEFT, text);
    ui_text_wrap(UI_SANS, at.x, y + 20, at.w, 17, why[0] ? UI_AMBER : UI_DIM, why[0] ? why : "It may go there.");
}

static void target_buttons(struct app *app, const struct seat *seat, float x, float y, float w) {
    static struct choice rows[TARGETS_MAX];
    size_t count;
    char kind[32], why[MODEL_TEXT_MAX] = "";
    const struct choice *aimed = target_aimed(app, rows, &count);
    bool dice = orders_have_dice(app->table.tool), no = !aimed || aimed->check.verdict == VERDICT_NO;
    orders_label(app->table.tool, kind, sizeof kind);
    if (aimed)
        orders_why(seat, aimed->order.kind, &aimed->check, why, sizeof why);
    if (ui_button("cancel", ui_rect(x, y, dice ? 92 : w, 36), "Cancel", "Esc", UI_BUTTON_PLAIN, NULL))
        tabletop_cancel(app);
    else if (dice && ui_button("give", ui_rect(x + 98, y, w - 98, 36), kind, "Enter",
                               no ? UI_BUTTON_OFF : UI_BUTTON_PRIMARY, no && why[0] ? why : NULL))
        panel_target_give(app);
}

void panel_target(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    const struct table_screen *table = &app->table;
    float x = area.x + 10, w = area.w - 20, y = area.y + 24, bottom = area.y + area.h - 48;
    char name[64], kind[32];
    ui_panel_begin("target", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, 1, area.h), UI_DESK_DEEP, 0);
    orders_label(table->tool, kind, sizeof kind);
    unit_short_name(seat->scenario, table->unit, name, sizeof name);
    float title = ui_text(UI_SERIF_BOLD, x, y, UI_TEXT, UI_LEFT, kind);
    ui_text_cut(UI_NARROW, x + title + 12, y, w - title - 12, UI_DIM, name);
    ui_fill(ui_rect(x, y + 10, w, 1), UI_LINE, 0);
    y += 30 + 17 * (float)ui_text_wrap(UI_SANS, x, y + 30, w, 17, UI_DIM, order_kind_sentence(table->tool));
    if (target_modes(table->tool)) {
        panel_modes(app, ui_rect(x, y, w, 28));
        y += 38;
    }
    struct ui_rect list = ui_rect(x, y, w, bottom - y - 12);
    if (target_of(table->tool) == TARGET_ANY_HEX)
        target_map(app, seat, list);
    else
        target_list(app, seat, list);
    target_buttons(app, seat, x, bottom, w);
    ui_panel_end();
}
