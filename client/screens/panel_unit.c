/* The right panel: card of the selected unit, its fire policy, the orders it may be given. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

#define INSET 10

void panel_head(float x, float y, float w, const char *left, const char *right) {
    ui_text(UI_SANS_BOLD, x, y, UI_BRASS, UI_LEFT, left);
    if (right && right[0])
        ui_text(UI_NARROW, x + w, y, UI_DIM, UI_RIGHT, right);
    ui_fill(ui_rect(x, y + 5, w, 1), UI_LINE, 0);
}

struct counter_call {
    struct app *app;
    struct counter counter;
    float x, y, unit;
};
static void counter_call(SDL_Renderer *renderer, void *data) {
    (void)renderer;
    const struct counter_call *call = data;
    counter_draw(call->app->counters, &call->counter, call->x, call->y, call->unit);
}

void counter_in_panel(struct app *app, const struct counter *counter, float x, float y, float unit) {
    struct counter_call call = {app, *counter, x * app->scale, y * app->scale, unit * app->scale};
    ui_custom(counter_call, &call, sizeof call);
}

void text_signed(int value, char out[8]) {
    value = value > 999 ? 999 : value < -999 ? -999 : value;
    if (value == 0)
        snprintf(out, 8, "± 0");
    else
        snprintf(out, 8, "%s %d", value > 0 ? "+" : "−", value > 0 ? value : -value);
}

static const char *move_words(const struct unit_type *type, const struct view_unit *unit) {
    if (unit->status == UNIT_CARRIED)
        return "Carried";
    if (unit->flags & UNIT_ABANDONED)
        return "On foot, its weapon abandoned";
    if (unit->flags & UNIT_DISMOUNTED)
        return "Dismounted, on foot";
    switch (type->move) {
    case MOVE_WHEELED:
        return "Mounted, wheeled";
    case MOVE_4X4_ARMOURED:
        return "Mounted, armoured 4×4";
    case MOVE_4X4:
        return "Mounted, 4×4";
    default:
        return "On foot";
    }
}

static void scenery_words(const struct scenario *scenario, hex_t hex, char *out, size_t size) {
    char name[8];
    const struct map_hex *ground = &scenario->map.hex[hex];
    map_hex_name(&scenario->map, hex, name);
    char terrain[24];
    snprintf(terrain, sizeof terrain, "%s", scenario->rules.terrain[ground->terrain].name);
    terrain[0] = (char)(terrain[0] >= 'a' && terrain[0] <= 'z' ? terrain[0] - 32 : terrain[0]);
    snprintf(out, size, "Hex %s · %s · %u m", name, terrain, ground->height * 10u);
}

static void fire_words(const struct unit_type *type, char *out, size_t size) {
    int n = 0;
    out[0] = 0;
    for (int range = 0; range <= RANGE_MAX && n < (int)size - 4; range++) {
        bool more = false;
        for (int i = range; i <= RANGE_MAX; i++)
            more |= type->firepower[i] != FIREPOWER_NONE && type->firepower[i] != 0;
        if (!more)
            break;
        if (type->firepower[range] == FIREPOWER_NONE)
            n += snprintf(out + n, size - (size_t)n, "%s–", range ? "/" : "");
        else
            n += snprintf(out + n, size - (size_t)n, "%s%d", range ? "/" : "", type->firepower[range]);
    }
    if (n == 0)
        snprintf(out, size, "–");
}

static void state_words(const struct unit_type *type, const struct view_unit *unit, char *out, size_t size) {
    static const char *ammo[AMMO_COUNT] = {"", "Rockets", "Light AT", "Missiles", "Rounds", "Gas"};
    if (unit->wounded > 0)
        snprintf(out, size, "Wounded %u", unit->wounded);
    else if (type->ammo != AMMO_NONE)
        snprintf(out, size, "%s %u", ammo[type->ammo], unit->stock);
    else if (unit->flags & UNIT_COVERT)
        snprintf(out, size, "Covert");
    else if (unit->flags & UNIT_DUG_IN)
        snprintf(out, size, "Dug in");
    else
        snprintf(out, size, "%s", type->flags & TYPE_THERMAL ? "Thermal sight" : "");
}

static void card_stats(const struct unit_type *type, const struct view_unit *unit, float x, float y,
                       float w) {
    static const char *names[] = {"Fire", "Armour", "Move", "Spot", "Morale"};
    static const char *tips[] = {
        "Firepower at range 0, 1, 2 ...", "Armour front, side, roof", "Movement points a turn",
        "Spot: added to the sighting score (T: thermal sight)", "Morale: 2d6 up to this rally well"};
    char value[5][24];
    fire_words(type, value[0], sizeof value[0]);
    snprintf(value[1], sizeof value[1], "%u/%u/%u", type->armour_front, type->armour_side, type->armour_roof);
    if (!type->armour_front && !type->armour_side && !type->armour_roof)
        snprintf(value[1], sizeof value[1], "0");
    snprintf(value[2], sizeof value[2], "%u", unit->flags & UNIT_DISMOUNTED ? 4u : type->points);
    snprintf(value[3], sizeof value[3], "%u%s", type->spot, type->flags & TYPE_THERMAL ? "T" : "");
    snprintf(value[4], sizeof value[4], "%u", type->morale);
    for (int i = 0; i < 5; i++) {
        float cx = x + w * (0.11f + 0.2f * (float)i);
        ui_area(names[i], ui_rect(cx - w * 0.1f, y - 12, w * 0.2f, 34));
        ui_tip(tips[i]);
        ui_text(UI_NARROW, cx, y, UI_INK_DIM, UI_CENTRE, names[i]);
        ui_text(UI_SANS_BOLD_LARGE, cx, y + 17, UI_INK, UI_CENTRE, value[i]);
    }
}

/* `small`: closer together, for low windows. */
static void unit_card(struct app *app, const struct seat *seat, const struct view_unit *unit,
                      struct ui_rect at, bool small) {
    const struct unit_type *type = &seat->scenario->rules.type[unit->type];
    struct counter counter;
    char text[96];
    ui_shadow(at, 4);
    ui_fill(at, UI_IVORY, 4);
    counter_of_unit(seat->scenario, &seat->view, unit, &counter);
    counter.order = 0;
    counter.tag[0] = 0;
    counter.facing = COUNTER_NO_FACING;
    float unit_size = (counter.side == COUNTER_IRREGULARS ? 0.40f : 0.48f) * (small ? 0.8f : 1);
    counter_in_panel(app, &counter, at.x + 48, at.y + (small ? 28 : 34), unit_size);
    unit_short_name(seat->scenario, unit->unit, text, sizeof text);
    float stats = at.y + (small ? 63 : 76);
    ui_text_cut(UI_SERIF_BOLD, at.x + 98, at.y + 21, at.w - 106, UI_INK, text);
    snprintf(text, sizeof text, "%s · %s", type->name, move_words(type, unit));
    ui_area("kind", ui_rect(at.x + 98, at.y + 25, at.w - 106, 16));
    ui_tip(text);
    bool fits = ui_text_width(UI_NARROW, text) <= at.w - 106; /* else the plate says what it is */
    ui_text_cut(UI_NARROW, at.x + 98, at.y + (small ? 37 : 38), at.w - 106, UI_INK_DIM, fits ? text : move_words(type, unit));
    if (unit->hex < seat->scenario->map.count) {
        scenery_words(seat->scenario, unit->hex, text, sizeof text);
        ui_text_cut(UI_NARROW, at.x + 98, at.y + (small ? 52 : 54), at.w - 106, UI_INK_DIM, text);
    }
    ui_fill(ui_rect(at.x + 10, stats, at.w - 20, 1), UI_RULE, 0);
    card_stats(type, unit, at.x, stats + 15, at.w);
    ui_fill(ui_rect(at.x + 10, stats + (small ? 37 : 42), at.w - 20, 1), UI_RULE, 0);
    float base = stats + (small ? 52 : 61);
    snprintf(text, sizeof text, "Steps %u of %u", unit->steps, type->steps);
    ui_text(small ? UI_NARROW_BOLD : UI_SANS_BOLD, at.x + 12, base, UI_INK, UI_LEFT, text);
    bool pinned = unit->suppression >= seat->scenario->rules.number.pinned_at;
    snprintf(text, sizeof text, pinned ? "Pinned, S%u" : "Suppression %u", unit->suppression);
    ui_text(UI_NARROW, at.x + at.w * 0.5f, base, pinned ? UI_BAD : UI_INK_DIM, UI_CENTRE, text);
    state_words(type, unit, text, sizeof text);
    ui_text(UI_NARROW, at.x + at.w - 12, base, UI_INK_DIM, UI_RIGHT, text);
}

static void policy_row(struct app *app, const struct seat *seat, const struct view_unit *unit, float x,
                       float y, float w) {
    static const char *labels[POLICY_COUNT] = {"Hold", "Return", "Free"},
                      *keys[POLICY_COUNT] = {"8", "9", "0"};
    const struct order *changed = plan_find(&seat->view.plan, unit->unit, true);
    int policy = changed ? changed->policy : unit->policy;
    char text[64];
    if (seat->scenario->side[seat->side].flags & SIDE_HAS_LEVELS)
        snprintf(text, sizeof text, "Rules of engagement: level %u", seat->view.level);
    else
        text[0] = 0;
    panel_head(x, y, w, "Fire policy", text);
    for (int i = 0; i < POLICY_COUNT; i++) {
        struct order order = {.kind = ORDER_policy, .unit = unit->unit, .policy = (uint8_t)i};
        struct check check = model_check(seat, &order);
        bool off = i != policy && i != unit->policy && check.verdict == VERDICT_NO;
        char tip[MODEL_TEXT_MAX] = "", hint[MODEL_TEXT_MAX + 32];
        orders_refusal_text(seat, &check, tip, sizeof tip);
        snprintf(hint, sizeof hint, "%s  (%s)",
                 off ? tip
                     : (const char *[]){"Does not fire", "Fires back when shot at",
                                        "Fires at any enemy that it may fight"}[i],
                 keys[i]);
        struct ui_rect at = ui_rect(x + (float)i * w / 3, y + 13, w / 3 - 3, 24);
        enum ui_button_style style = i == policy ? UI_BUTTON_SEGMENT_ON
                                     : off       ? UI_BUTTON_OFF
                                                 : UI_BUTTON_SEGMENT;
        bool clicked = ui_button(labels[i], at, off ? "" : labels[i], NULL, style, hint);
        if (off && ui_hovered())
            snprintf(app->table.hint, sizeof app->table.hint, "Not now: %s", tip);
        if (clicked)
            orders_policy(app, i);
        if (off)
            ui_text(UI_SANS, at.x + at.w / 2, at.y + 16.7f, UI_OFF, UI_CENTRE, labels[i]);
    }
}

void orders_label(int kind, char *out, size_t size) {
    static const struct {
        uint8_t kind;
        const char *label;
    } labels[] = {{ORDER_fire_at, "Fire at"}, {ORDER_dig_in, "Dig in"}, {ORDER_call, "Call on"}};
    snprintf(out, size, "%s", order_kind_name(kind));
    out[0] = (char)(out[0] - 32);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (labels[i].kind == kind)
            snprintf(out, size, "%s", labels[i].label);
}

static void order_tip(const struct seat *seat, uint16_t unit, int kind, const struct check *best, char *out,
                      size_t size) {
    char text[MODEL_TEXT_MAX], dice[128];
    orders_why(seat, kind, best, text, sizeof text);
    act_tip(seat, unit, kind, dice, sizeof dice);
    if (best->verdict == VERDICT_YES)
        snprintf(out, size, "%s%s%s", order_kind_sentence(kind), dice[0] ? "\n" : "", dice);
    else if (best->verdict == VERDICT_MAYBE)
        snprintf(out, size, "%s\n%s", order_kind_sentence(kind), text);
    else
        snprintf(out, size, "Not now: %s", text);
}

/* Without a new order it goes on with its last: then there is something to end. */
static bool carries_on(const struct seat *seat, uint16_t unit) {
    const struct view_unit *own = view_unit_find(&seat->view, unit);
    const struct order *given = plan_find(&seat->view.plan, unit, false);
    return (own && (own->order == ORDER_move || own->order == ORDER_withdraw || own->order == ORDER_ambush)) ||
           (given && given->kind == ORDER_hold);
}

/* The buttons of one phase; returns where the next row would begin. */
static float order_grid(struct app *app, const struct seat *seat, uint16_t unit, bool close, float x, float y,
                        float w, float height) {
    const struct order *given = plan_find(&seat->view.plan, unit, false);
    int shown = 0;
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT; kind++) {
        char phase = order_kind_phase(kind), tip[2 * MODEL_TEXT_MAX];
        struct choice choice[1];
        struct check best;
        if ((phase == 'C') != close || phase == 'S' || phase == 'F' || phase == '0' ||
            (kind == ORDER_hold && !carries_on(seat, unit)))
            continue;
        orders_choices(seat, unit, kind, choice, 1, &best);
        if (!orders_is_shown(seat, unit, kind, &best))
            continue;
        if (seat->committed)
            best = (struct check){VERDICT_NO, REFUSAL_committed, 0};
        struct ui_rect at = ui_rect(x + (float)(shown % 3) * (w + 6) / 3,
                                    y + (float)(shown / 3) * (height + 5), (w + 6) / 3 - 6, height);
        bool on = app->table.tool == kind || (given && given->kind == kind);
        order_tip(seat, unit, kind, &best, tip, sizeof tip);
        bool off = best.verdict == VERDICT_NO && (seat->committed || !orders_have_preview(seat, unit, kind, &best));
        enum ui_button_style style = on ? UI_BUTTON_ON : off ? UI_BUTTON_OFF : UI_BUTTON_PLAIN;
        char label[24];
        orders_label(kind, label, sizeof label);
        bool clicked = ui_button(order_kind_name(kind), at, label, order_kind_letter(kind), style, tip);
        if (off && ui_hovered())
            snprintf(app->table.hint, sizeof app->table.hint, "%s", tip);
        if (clicked)
            orders_begin(app, kind);
        shown++;
    }
    return y + (float)((shown + 2) / 3) * (height + 5);
}

static float order_grids(struct app *app, const struct seat *seat, uint16_t unit, float x, float y, float w, bool small) {
    float height = small ? 21 : 26;
    panel_head(x, y, w, "In the pulses", "1 command each");
    y = order_grid(app, seat, unit, false, x, y + 12, w, height) + (small ? 12 : 14);
    panel_head(x, y, w, "At the Close", "");
    return order_grid(app, seat, unit, true, x, y + 12, w, height);
}

/* Returns how far it is higher than `at`. */
static float panel_nothing(struct app *app, const struct seat *seat, struct ui_rect at) {
    int waiting = 0, on_map = 0;
    char text[200];
    for (unsigned i = 0; i < seat->view.units; i++) {
        bool here = seat->view.unit[i].status == UNIT_ON_MAP;
        on_map += here;
        waiting += here && !plan_find(&seat->view.plan, seat->view.unit[i].unit, false);
    }
    if (setup_is_on(seat))
        setup_words(seat, text, sizeof text);
    else
        snprintf(
            text, sizeof text,
            "%d units on the map, %d without an order of this turn. Units without one carry on with their last.",
            on_map, waiting);
    float more = 17 * (float)(ui_text_lines(UI_SANS, at.w - 28, text) - 3);
    more = more > 0 ? more : 0;
    at.h += more;
    ui_fill(at, UI_RAISED, 4);
    ui_text(UI_SERIF_BOLD, at.x + 14, at.y + 28, UI_TEXT, UI_LEFT, seat->scenario->side[seat->side].name);
    int lines = ui_text_wrap(UI_SANS, at.x + 14, at.y + 50, at.w - 28, 17, UI_DIM, text);
    float y = at.y + 56 + (float)lines * 17;
    ui_key(at.x + 14, y, "Tab", false);
    ui_text(UI_SANS, at.x + 52, y + 12, UI_DIM, UI_LEFT, setup_is_on(seat) ? "next unit not placed" : "next unit without an order");
    if (ui_area("next", ui_rect(at.x + 8, y - 4, at.w - 16, 22))) {
        SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_TAB}}};
        tabletop_event(app, &event);
    }
    return more;
}

void panel_unit(struct app *app, struct ui_rect area) {
    const struct seat *seat = app_seat_now(app);
    const struct view_unit *unit = view_unit_find(&seat->view, app->table.unit);
    bool small = area.h < 600;
    app->table.hint[0] = 0;
    float x = area.x + INSET, w = area.w - 2 * INSET, y = area.y + INSET;
    ui_panel_begin("unit", area);
    ui_fill(area, UI_DESK, 0);
    ui_fill(ui_rect(area.x, area.y, 1, area.h), UI_DESK_DEEP, 0);
    if (!unit) {
        y += panel_nothing(app, seat, ui_rect(x, y, w, 134));
        if (setup_is_on(seat))
            y += setup_caches_panel(app, seat, x, y + 160, w) + 14;
        float room = area.y + area.h - y - 152 - (small ? 190 : 240);
        panel_side(app, ui_rect(x, y + 152, w, room));
        y += 152 + (app->table.side_height < room ? app->table.side_height - 8 : room + 14);
    } else if (unit_is_asset(seat->scenario, unit)) {
        panel_asset(app, unit, ui_rect(x, y, w, 170));
        y += 170;
    } else {
        float card = small ? 123 : 152;
        unit_card(app, seat, unit, ui_rect(x, y, w, card), small);
        y += card;
        policy_row(app, seat, unit, x, y + (small ? 19 : 22), w);
        y += small ? 72 : 82;
        if (setup_is_on(seat))
            y += setup_unit_panel(seat, unit, x, y, w);
        else
            y = order_grids(app, seat, unit->unit, x, y, w, small);
    }
    panel_plan(app, ui_rect(x, y + (small ? 8 : 14), w, area.y + area.h - y - (small ? 8 : 14)));
    ui_panel_end();
}
