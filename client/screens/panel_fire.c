/* Fire preview: what a shot would do, from what the side knows. It takes the place of the orders while
 * aiming. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

static void fire_heads(struct app *app, const struct seat *seat, const struct view_unit *unit,
                       const struct view_contact *contact, struct ui_rect at) {
    struct counter counter;
    char text[64];
    ui_shadow(at, 4);
    ui_fill(at, UI_IVORY, 4);
    counter_of_unit(seat->scenario, &seat->view, unit, &counter);
    counter.order = 0;
    counter.facing = COUNTER_NO_FACING;
    counter.tag[0] = 0;
    counter_in_panel(app, &counter, at.x + 46, at.y + 33, 0.36f);
    counter_of_contact(seat->scenario, contact, &counter);
    counter.tag[0] = 0;
    counter_in_panel(app, &counter, at.x + at.w - 46, at.y + 33, 0.34f);
    snprintf(text, sizeof text, "range %d", map_distance(&seat->scenario->map, unit->hex, contact->hex));
    float mid = at.x + at.w / 2, y = at.y + 38;
    ui_text(UI_SANS_BOLD, mid, at.y + 28, UI_INK, UI_CENTRE, text);
    ui_line(at.x + 96, y, at.x + at.w - 102, y, UI_INK, 2);
    ui_polygon((float[]){at.x + at.w - 94, y, at.x + at.w - 104, y - 5, at.x + at.w - 104, y + 5}, 3, UI_INK,
               0, 0);
    bool open = seat->scenario->los && los_open(seat->scenario->los, unit->hex, contact->hex);
    ui_text(UI_SANS, mid, at.y + 56, open ? UI_INK_DIM : UI_BAD, UI_CENTRE,
            open ? "sight open" : "no line of sight");
    unit_short_name(seat->scenario, unit->unit, text, sizeof text);
    ui_text_cut(UI_SANS_BOLD, at.x + 10, at.y + 81, at.w / 2 - 20, UI_INK, text);
    contact_name(seat->scenario, contact, text, sizeof text);
    float w = ui_text_width(UI_SANS_BOLD, text), most = at.w / 2 - 12;
    ui_text_cut(UI_SANS_BOLD, at.x + at.w - 10 - (w < most ? w : most), at.y + 81, most, UI_INK, text);
}

static float fire_sum(const struct fire_preview *fire, float x, float y, float w) {
    char value[8], words[48];
    panel_head(x, y, w, "Two dice", "sum");
    for (int i = 0; i < fire->modifiers; i++) {
        y += i ? 19 : 23;
        snprintf(words, sizeof words, "%s", modifier_words(fire->modifier[i].modifier));
        words[0] = (char)(words[0] >= 'a' && words[0] <= 'z' ? words[0] - 32 : words[0]);
        ui_text(UI_SANS, x, y, UI_TEXT, UI_LEFT, words);
        text_signed(fire->modifier[i].value, value);
        ui_text(UI_SANS_BOLD, x + w, y, UI_TEXT, UI_RIGHT, value);
    }
    y += 8;
    ui_fill(ui_rect(x, y, w, 1), UI_LINE, 0);
    ui_text(UI_SANS_BOLD, x, y + 17, UI_TEXT, UI_LEFT, "Modifier");
    text_signed(fire->sum, value);
    ui_text(UI_SANS_BOLD_LARGE, x + w, y + 17, UI_BRASS, UI_RIGHT, value);
    return y + 17;
}

static void outcome_words(const struct ruleset *rules, int row, char *range, char *words, size_t size) {
    int rows = rules->fire_rows;
    if (row == 0) {
        snprintf(range, size, "≤ %d", rows > 0 ? rules->fire[0].least - 1 : 0);
        snprintf(words, size, "Nothing");
        return;
    }
    const struct fire_row *at = &rules->fire[row - 1];
    if (row == rows)
        snprintf(range, size, "%d +", at->least);
    else if (rules->fire[row].least - 1 == at->least)
        snprintf(range, size, "%d", at->least);
    else
        snprintf(range, size, "%d–%d", at->least, rules->fire[row].least - 1);
    if (at->steps == 0)
        snprintf(words, size, "S%u", at->suppression);
    else
        snprintf(words, size, "%s and S%u", at->steps == 1 ? "Step" : "Two steps", at->suppression);
}

float fire_outcomes(const struct ruleset *rules, const uint8_t in_36[FIRE_ROW_MAX + 1], float x, float y, float w) {
    int most = 1, effect = 0;
    panel_head(x, y, w, "Outcomes of one shot", "in 36 throws");
    for (int i = 0; i <= rules->fire_rows; i++) {
        most = in_36[i] > most ? in_36[i] : most;
        effect += i ? in_36[i] : 0;
    }
    y += 10;
    for (int i = 0; i <= rules->fire_rows; i++, y += 24) {
        char range[24], words[24], value[24];
        int n = in_36[i];
        outcome_words(rules, i, range, words, sizeof words);
        ui_text(UI_NARROW_BOLD, x, y + 16, UI_DIM, UI_LEFT, range);
        ui_text(UI_SANS, x + 40, y + 16, n ? UI_TEXT : UI_DIM, UI_LEFT, words);
        float bar = w - 148 - 62;
        ui_fill(ui_rect(x + 148, y + 5, bar, 14), UI_DESK_DEEP, 2);
        if (n)
            ui_fill(ui_rect(x + 148, y + 5, bar * (float)n / (float)most, 14), i ? UI_BRASS : UI_BAR_DIM, 2);
        snprintf(value, sizeof value, "%d", n);
        ui_text(UI_NARROW_BOLD, x + w - 46, y + 16, n ? UI_TEXT : UI_DIM, UI_RIGHT, value);
        snprintf(value, sizeof value, "%.1f %%", n * 100.0 / 36);
        ui_text(UI_SANS_BOLD, x + w, y + 16, n ? UI_TEXT : UI_DIM, UI_RIGHT, n ? value : "0 %");
    }
    struct ui_rect box = ui_rect(x, y + 6, w, 34);
    char text[64];
    ui_fill(box, UI_RAISED, 4);
    ui_frame(box, UI_OFF_LINE, 4, 1);
    ui_text(UI_SANS, x + 10, y + 27, UI_DIM, UI_LEFT, "Any effect");
    snprintf(text, sizeof text, "%.1f %%", effect * 100.0 / 36);
    ui_text(UI_SANS_BOLD_LARGE, x + w - 10, y + 28, UI_TEXT, UI_RIGHT, text);
    return y + 46;
}

/* What else a shot may hit; returns where the next part begins. */
static float fire_warning(const char *site, int collateral, float x, float y, float w) {
    char text[200];
    int n = snprintf(text, sizeof text, "%s", site);
    if (collateral)
        snprintf(text + n, sizeof text - (size_t)n,
                 "A civilian is hit with %d %%: tension rises and points are lost.", collateral);
    if (!text[0])
        return y;
    int lines = ui_text_lines(UI_SANS, w - 50, text);
    struct ui_rect box = ui_rect(x, y, w, 16 + (float)lines * 16);
    ui_fill(box, UI_AMBER_DIM, 4);
    ui_frame(box, UI_AMBER, 4, 1);
    ui_polygon((float[]){x + 20, y + 10, x + 30, y + 28, x + 10, y + 28}, 3, UI_AMBER, 0, 0);
    ui_text(UI_SANS_BOLD, x + 20, y + 26, UI_INK, UI_CENTRE, "!");
    ui_text_wrap(UI_SANS, x + 40, y + 19, w - 50, 16, UI_TEXT, text);
    return y + box.h + 8;
}

/* What the shot would do, whichever table it is read from. False when it cannot be taken as things stand. */
static bool fire_body(const struct app *app, const struct seat *seat, const struct view_unit *unit,
                      const struct view_contact *contact, float x, float *y, float w) {
    const struct view *view = &seat->view;
    struct strike_preview strike;
    struct fire_preview fire;
    char site[64] = "";
    bool engage = app->table.tool == ORDER_engage;
    if (engage ? engage_preview(seat->scenario, view, unit->unit, contact->handle, app->table.mode, &strike)
               : antiarmour_preview(seat->scenario, view, unit->unit, contact->handle, &strike)) {
        *y = panel_strike(seat, &strike, contact, x, *y, w);
        *y = fire_warning(strike.site ? "A cultural site is hit for certain. " : "", strike.collateral, x, *y, w);
    } else if (!engage && fire_preview(seat->scenario, view, unit->unit, contact->handle, &fire)) {
        *y = fire_sum(&fire, x, *y, w) + 28;
        *y = fire_outcomes(&seat->scenario->rules, fire.in_36, x, *y, w) + 6;
        if (fire.site)
            snprintf(site, sizeof site, "Cultural site: %d of 36 throws hit it. ", fire.site);
        *y = fire_warning(site, fire.collateral, x, *y, w);
    } else {
        return false;
    }
    if (engage)
        *y = panel_launch_price(seat, unit, contact, x, *y + 12, w);
    return true;
}

struct order panel_fire_order(const struct app *app) {
    const struct table_screen *table = &app->table;
    struct order order = {.kind = table->tool, .unit = table->unit, .contact = table->contact};
    order.mode = table->tool == ORDER_engage ? table->mode : 0;
    return order;
}

static void fire_buttons(struct app *app, const struct seat *seat, const struct check *check, float x, float y,
                         float w) {
    char text[MODEL_TEXT_MAX];
    bool no = check->verdict == VERDICT_NO, engage = app->table.tool == ORDER_engage;
    struct order order = panel_fire_order(app);
    orders_refusal_text(seat, check, text, sizeof text);
    ui_fill(ui_rect(x - 10, y - 8, w + 20, 56), UI_DESK, 0);
    if (ui_button("cancel", ui_rect(x, y, 92, 36), "Cancel", "Esc", UI_BUTTON_PLAIN, NULL))
        tabletop_cancel(app);
    else if (ui_button("fire", ui_rect(x + 98, y, w - 98, 36), engage ? "Engage" : "Fire", "Enter",
                       no ? UI_BUTTON_OFF : UI_BUTTON_PRIMARY, no ? text : NULL))
        orders_put(app, &order);
}

/* Why it is refused or may fail, at the foot of the panel; returns where it begins. */
static float fire_why(const struct seat *seat, const struct check *check, float x, float bottom, float w) {
    char text[MODEL_TEXT_MAX];
    orders_refusal_text(seat, check, text, sizeof text);
    int lines = text[0] ? ui_text_lines(UI_SANS, w, text) : 0;
    float y = bottom - 10 - (float)lines * 16;
    if (lines > 0) {
        ui_fill(ui_rect(x - 10, y - 6, w + 20, (float)lines * 16 + 12), UI_DESK, 0);
        ui_text_wrap(UI_SANS, x, y + 12, w, 16, check->verdict == VERDICT_NO ? UI_AMBER : UI_DIM, text);
    }
    return y - 8;
}

void panel_fire(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    const struct view_unit *unit = view_unit_find(&seat->view, app->table.unit);
    const struct view_contact *contact = view_contact_find(&seat->view, app->table.contact);
    float x = area.x + 10, w = area.w - 20, y = area.y + 10;
    struct order order = panel_fire_order(app);
    struct check check = {VERDICT_NO, REFUSAL_no_contact, 0};
    ui_panel_begin("fire", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, 1, area.h), UI_DESK_DEEP, 0);
    char text[MODEL_TEXT_MAX];
    snprintf(text, sizeof text, "as known to %s", seat->scenario->side[seat->side].name);
    float title = ui_text(UI_SERIF_BOLD, x, y + 14, UI_TEXT, UI_LEFT,
                          app->table.tool == ORDER_engage ? "Engage" : "Fire preview");
    ui_text_cut(UI_NARROW, x + title + 12, y + 14, w - title - 12, UI_DIM, text);
    if (unit && contact) {
        check = seat->committed ? (struct check){VERDICT_NO, REFUSAL_committed, 0} : model_check(seat, &order);
        fire_heads(app, seat, unit, contact, ui_rect(x, y + 24, w, 90));
        y += 120;
        if (target_modes(app->table.tool)) {
            panel_modes(app, ui_rect(x, y, w, 26));
            y += 32;
        }
    }
    float bottom = area.y + area.h - 48, end = fire_why(seat, &check, x, bottom, w);
    if (unit && contact) {
        struct ui_rect body = ui_rect(x - 10, y, w + 20, end - y);
        float up = ui_scroll_begin("body", body, app->table.side_height, false), at = y + 16 - up;
        if (!fire_body(app, seat, unit, contact, x, &at, w - 8))
            at += 4;
        ui_text(UI_SANS, x, at + 14, UI_DIM, UI_LEFT, "Next target");
        ui_key(x + 74, at + 2, "Tab", false);
        ui_scroll_end();
        app->table.side_height = at + 22 + up - y;
    }
    fire_buttons(app, seat, &check, x, bottom, w);
    ui_panel_end();
}
