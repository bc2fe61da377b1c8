/* What the selected unit may be told, and telling it. Every verdict is rules_check's. */
#include "app_internal.h"

#include <stdio.h>
#include <string.h>

/* What an order of a kind is aimed at. */
enum target { TARGET_NONE, TARGET_CONTACT, TARGET_DIR, TARGET_UNIT, TARGET_HEX, TARGET_PATH };

static enum target target_of(int kind) {
    switch (kind) {
    case ORDER_fire_at:
    case ORDER_engage:
    case ORDER_call:
    case ORDER_arrest:
        return TARGET_CONTACT;
    case ORDER_clear:
    case ORDER_build:
        return TARGET_DIR;
    case ORDER_load:
    case ORDER_dig_in:
        return TARGET_UNIT;
    case ORDER_assault:
    case ORDER_look:
    case ORDER_land:
    case ORDER_push:
    case ORDER_stir:
    case ORDER_lead:
    case ORDER_talk:
    case ORDER_escort:
        return TARGET_HEX;
    case ORDER_move:
        return TARGET_PATH;
    default:
        return TARGET_NONE;
    }
}

#define ORDERS_LISTED 2048

bool orders_is_at_hex(int kind) {
    return target_of(kind) == TARGET_HEX;
}

struct listing {
    const struct seat *seat;
    struct choice *out;
    size_t count, max;
    struct check best;
    bool any;
};

/* Reasons that say something of the situation come before those that say something of the target tried. */
static bool reason_is_better(int a, int b) {
    static const uint8_t weak[] = {REFUSAL_no_contact,   REFUSAL_no_barricade, REFUSAL_no_road,
                                   REFUSAL_not_same_hex, REFUSAL_bad_number,   REFUSAL_not_yours,
                                   REFUSAL_out_of_range};
    bool weak_a = memchr(weak, a, sizeof weak) != NULL, weak_b = memchr(weak, b, sizeof weak) != NULL;
    return !weak_a && weak_b;
}

static void listing_try(struct listing *list, const struct order *order) {
    struct check check = model_check(list->seat, order);
    bool better = !list->any || check.verdict < list->best.verdict ||
                  (check.verdict == VERDICT_NO && list->best.verdict == VERDICT_NO &&
                   reason_is_better(check.reason, list->best.reason));
    if (better)
        list->best = check;
    list->any = true;
    if (check.verdict != VERDICT_NO && list->count < list->max)
        list->out[list->count++] = (struct choice){*order, check};
}

static void listing_path(struct listing *list, const struct view_unit *unit, struct order order) {
    for (int dir = 0; unit && dir < DIR_COUNT; dir++) {
        order.path_length = 1;
        order.path[0] = (uint8_t)dir;
        listing_try(list, &order);
    }
}

/* The hexes round the unit, with and without a mode. What may be given in them comes from the rules' own list;
 * where nothing may, these give the reason. */
static void listing_hexes(struct listing *list, const struct view_unit *own, struct order order) {
    static struct order some[ORDERS_LISTED];
    size_t count = rules_list_orders(list->seat->scenario, &list->seat->view, order.unit, some, ORDERS_LISTED);
    for (size_t i = 0; i < count; i++)
        if (some[i].kind == order.kind)
            listing_try(list, &some[i]);
    if (list->count > 0 || !own || own->hex >= list->seat->scenario->map.count)
        return;
    order.hex = own->hex;
    listing_try(list, &order);
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        order.hex = list->seat->scenario->map.next[own->hex][dir];
        if (order.hex != HEX_NONE)
            listing_try(list, &order);
    }
}

size_t orders_choices(const struct seat *seat, uint16_t unit, int kind, struct choice *out, size_t max,
                      struct check *best) {
    struct listing list = {
        .seat = seat, .out = out, .max = max, .best = {VERDICT_NO, REFUSAL_nothing_here, 0}};
    const struct view *view = &seat->view;
    const struct view_unit *own = view_unit_find(view, unit);
    struct order order = {.kind = (uint8_t)kind, .unit = unit};
    switch (target_of(kind)) {
    case TARGET_CONTACT:
        for (unsigned i = 0; i < view->contacts; i++) {
            order.contact = view->contact[i].handle;
            listing_try(&list, &order);
        }
        if (view->contacts == 0)
            listing_try(&list, &order);
        break;
    case TARGET_DIR:
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            order.dir = (uint8_t)dir;
            listing_try(&list, &order);
        }
        break;
    case TARGET_UNIT:
        for (unsigned i = 0; i < view->units; i++) {
            order.other = view->unit[i].unit;
            listing_try(&list, &order);
        }
        break;
    case TARGET_HEX:
        listing_hexes(&list, own, order);
        break;
    case TARGET_PATH:
        listing_path(&list, own, order);
        break;
    case TARGET_NONE:
        listing_try(&list, &order);
        break;
    }
    *best = list.best;
    return list.count;
}

bool orders_is_shown(const struct seat *seat, uint16_t unit, int kind, const struct check *best) {
    static const uint8_t always[] = {ORDER_move, ORDER_withdraw, ORDER_ambush, ORDER_fire_at};
    /* Shown only where they could be given but for something that passes. */
    static const uint8_t seldom[] = {ORDER_load,  ORDER_unload, ORDER_abandon, ORDER_arm,
                                     ORDER_build, ORDER_dig_in, ORDER_resupply};
    static const uint8_t passing[] = {REFUSAL_no_command, REFUSAL_pinned, REFUSAL_suppressed,
                                      REFUSAL_enemy_near, REFUSAL_level};
    const struct view_unit *own = view_unit_find(&seat->view, unit);
    if (!own || best->reason == REFUSAL_not_built)
        return false;
    bool on_foot = (own->flags & UNIT_DISMOUNTED) != 0;
    if ((kind == ORDER_mount || kind == ORDER_dismount) && best->verdict == VERDICT_NO &&
        seat->scenario->rules.type[own->type].move == MOVE_FOOT)
        return false;
    if (kind == ORDER_mount || kind == ORDER_dismount)
        return best->verdict != VERDICT_NO || (kind == ORDER_mount) == on_foot;
    if (memchr(always, kind, sizeof always))
        return true;
    if (best->verdict != VERDICT_NO)
        return true;
    if (memchr(seldom, kind, sizeof seldom))
        return memchr(passing, best->reason, sizeof passing) != NULL;
    return best->reason != REFUSAL_no_ability && best->reason != REFUSAL_not_covert &&
           best->reason != REFUSAL_unknown_kind;
}

void orders_refusal_text(const struct check *check, char *out, size_t size) {
    if (check->verdict == VERDICT_NO && check->reason == REFUSAL_level)
        snprintf(out, size, "%s It needs level %u.", refusal_sentence(check->reason), check->level);
    else if (check->verdict == VERDICT_MAYBE)
        snprintf(out, size, "It may fail: %s", refusal_sentence(check->reason));
    else if (check->verdict == VERDICT_NO)
        snprintf(out, size, "%s", refusal_sentence(check->reason));
    else
        out[0] = 0;
}

bool orders_put(struct app *app, const struct order *order) {
    struct check check;
    char text[MODEL_TEXT_MAX];
    bool put = model_order_put(app->model, app->seat, order, &check);
    if (!put) {
        orders_refusal_text(&check, text, sizeof text);
        app_say(app, text);
    }
    app->board.stale = true;
    app->table.tool = ORDER_none;
    app->table.draft.path_length = 0;
    app_redraw(app);
    return put;
}

void orders_begin(struct app *app, int kind) {
    struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    struct choice choices[UNIT_MAX];
    struct check best;
    if (table->unit == UNIT_NONE) {
        app_say(app, "Select one of your units first.");
        return;
    }
    size_t count = orders_choices(seat, table->unit, kind, choices, UNIT_MAX, &best);
    if (best.verdict == VERDICT_NO || count == 0) {
        char text[MODEL_TEXT_MAX];
        orders_refusal_text(&best, text, sizeof text);
        app_say(app, text[0] ? text : "There is nothing here to aim that at.");
        return;
    }
    app->said[0] = 0;
    enum target target = target_of(kind);
    bool aim = target == TARGET_PATH || kind == ORDER_fire_at || (target != TARGET_NONE && count > 1);
    if (!aim) {
        orders_put(app, &choices[0].order);
        return;
    }
    table->tool = table->tool == kind ? ORDER_none : (uint8_t)kind;
    if (target == TARGET_CONTACT && count > 0) {
        bool among = false;
        for (size_t i = 0; i < count; i++)
            among |= choices[i].order.contact == table->contact;
        if (!among)
            table->contact = choices[0].order.contact;
    }
    app->board.stale = true;
    app_redraw(app);
}

void orders_policy(struct app *app, int policy) {
    const struct seat *seat = app_seat_now(app);
    const struct view_unit *unit = view_unit_find(&seat->view, app->table.unit);
    if (!unit)
        return;
    if (unit->policy == policy) {
        model_order_remove(app->model, app->seat, unit->unit, true);
        return;
    }
    struct order order = {.kind = ORDER_policy, .unit = unit->unit, .policy = (uint8_t)policy};
    orders_put(app, &order);
}

void orders_draft(struct app *app, hex_t goal) {
    struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    if (setup_is_on(seat) || (goal == table->draft_goal && table->draft.unit == table->unit))
        return;
    table->draft_goal = goal;
    memset(&table->draft, 0, sizeof table->draft);
    table->draft_cost = -1;
    table->draft.unit = table->unit;
    const struct view_unit *unit = view_unit_find(&seat->view, table->unit);
    if (!unit || goal >= seat->scenario->map.count || goal == unit->hex)
        return;
    if (path_find(seat->scenario, &seat->view, table->unit, goal, &table->draft) > 0)
        table->draft_cost = path_cost(seat->scenario, &seat->view, table->unit, &table->draft,
                                      table->draft_step, table->draft_pulse);
}

void unit_short_name(const struct scenario *scenario, uint16_t unit, char *out, size_t size) {
    const struct roster_unit *row = unit < scenario->roster_count ? &scenario->roster[unit] : NULL;
    const char *name = !row ? "" : row->name[0] ? row->name : scenario->rules.type[row->type].name;
    snprintf(out, size, "%s", name);
}

void contact_name(const struct scenario *scenario, const struct view_contact *contact, char *out,
                  size_t size) {
    if (contact->level >= CONTACT_IDENTIFIED && contact->type != TYPE_NONE)
        snprintf(out, size, "%s", scenario->rules.type[contact->type].name);
    else
        snprintf(out, size, "Contact %u, %s", contact->handle,
                 contact->class_ == CLASS_VEHICLE ? "vehicle" : "on foot");
}

/* "Move to 0712, press on": an entry of the plan for people. */
void orders_sentence(const struct seat *seat, const struct order *order, char *out, size_t size) {
    const struct scenario *scenario = seat->scenario;
    const struct view_unit *unit = view_unit_find(&seat->view, order->unit);
    const struct view_contact *contact = view_contact_find(&seat->view, order->contact);
    char name[64] = "", hex[8] = "";
    hex_t at = unit ? unit->hex : HEX_NONE;
    for (int i = 0; order->kind == ORDER_move && i < order->path_length && at != HEX_NONE; i++)
        at = scenario->map.next[at][order->path[i]];
    if (target_of(order->kind) == TARGET_HEX || order->kind == ORDER_place || order_is_of_side(order))
        at = order->hex;
    if (at < scenario->map.count)
        map_hex_name(&scenario->map, at, hex);
    if (contact)
        contact_name(scenario, contact, name, sizeof name);
    if (order->kind == ORDER_load || order->kind == ORDER_dig_in)
        unit_short_name(scenario, order->other, name, sizeof name);
    char kind[32];
    snprintf(kind, sizeof kind, "%s", order_kind_name(order->kind));
    kind[0] = (char)(kind[0] >= 'a' && kind[0] <= 'z' ? kind[0] - 32 : kind[0]);
    for (char *c = kind; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    if (order->kind == ORDER_move)
        snprintf(out, size, "Move %s%s, %s", hex[0] ? "to " : "off the map", hex,
                 order->press_on ? "press on" : "halt");
    else if (order->kind == ORDER_place)
        snprintf(out, size, "Stands in %s", hex);
    else if (order->kind == ORDER_policy)
        snprintf(out, size, "Fire policy: %s", policy_name(order->policy));
    else if (order->kind == ORDER_clear || order->kind == ORDER_build)
        snprintf(out, size, "%s barricade to the %s", kind,
                 (const char *[]){"E", "NE", "NW", "W", "SW", "SE"}[order->dir % 6]);
    else if (order->kind == ORDER_ask || order->kind == ORDER_answer)
        snprintf(out, size, "%s %s: %s", order->kind == ORDER_ask ? "Ask" : "Yes to",
                 order->other < scenario->sides ? scenario->side[order->other].name : "", ask_thing_words(order->mode));
    else if (target_of(order->kind) == TARGET_HEX)
        snprintf(out, size, "%s %s%s", kind, hex,
                 order->kind == ORDER_push && order->mode   ? ", with gas"
                 : order->kind == ORDER_lead && order->mode ? ", to build"
                                                            : "");
    else if (name[0])
        snprintf(out, size, "%s %s", kind, name);
    else
        snprintf(out, size, "%s", kind);
}
