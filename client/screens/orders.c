/* What the selected unit may be told, and telling it. Every verdict is rules_check's. */
#include "app_internal.h"

#include "rules/text.h"

#include <stdio.h>
#include <string.h>

static bool crowd_is_there(const struct view *view) {
    for (unsigned i = 0; i < view->crowds; i++)
        if (view->crowd[i].strength > 0)
            return true;
    return false;
}

static bool civilians_are_held(const struct view *view) {
    for (unsigned i = 0; i < view->civilian_groups; i++)
        if (view->civilians[i].strength > 0)
            return true;
    return false;
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
    if (target_of(kind) == TARGET_HEX && kind != ORDER_assault && best->verdict == VERDICT_NO &&
        (kind == ORDER_escort ? !civilians_are_held(&seat->view) : !crowd_is_there(&seat->view)))
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

void orders_refusal_text(const struct seat *seat, const struct check *check, char *out, size_t size) {
    out[0] = 0;
    if (check->verdict == VERDICT_NO && check->reason == REFUSAL_level)
        rules_level_why(seat->scenario, &seat->view, check->level, out, size);
    else if (check->verdict == VERDICT_MAYBE)
        snprintf(out, size, "It may fail: %s", refusal_sentence(check->reason));
    if (!out[0] && check->verdict == VERDICT_NO)
        snprintf(out, size, "%s", refusal_sentence(check->reason));
}

/* What a reason means for orders of one kind, where its sentence leaves that open; NULL where it does not. */
static const char *reason_of_kind(int kind, const struct check *check) {
    static const struct {
        uint8_t kind, verdict, reason;
        const char *text;
    } rows[] = {
        {ORDER_push, VERDICT_NO, REFUSAL_too_far, "It must stand in the hex of the crowd or next to it."},
        {ORDER_talk, VERDICT_NO, REFUSAL_too_far, "It must stand in the hex of the crowd or next to it."},
        {ORDER_stir, VERDICT_NO, REFUSAL_too_far, "The crowd is too far away for it."},
        {ORDER_lead, VERDICT_NO, REFUSAL_too_far, "The crowd is too far away for it."},
        {ORDER_escort, VERDICT_NO, REFUSAL_too_far, "It must stand in the hex of the civilians or next to it."},
        {ORDER_fire_at, VERDICT_NO, REFUSAL_not_enemy, "Your side may fight none of those whom it sees."},
        {ORDER_engage, VERDICT_NO, REFUSAL_not_enemy, "Your side may fight none of those whom it sees."},
        {ORDER_call, VERDICT_NO, REFUSAL_not_enemy, "None of your contacts is one that your side may fight."},
        {ORDER_arrest, VERDICT_NO, REFUSAL_not_enemy, "Your side may not arrest people of that side."},
        {ORDER_fire_at, VERDICT_NO, REFUSAL_no_contact, "You have no contact on anybody."},
        {ORDER_engage, VERDICT_NO, REFUSAL_no_contact, "You have no contact on anybody."},
        {ORDER_call, VERDICT_NO, REFUSAL_no_contact, "You have no contact on anybody."},
        {ORDER_arrest, VERDICT_NO, REFUSAL_no_contact, "You have no contact on anybody: check the hex first."},
        {ORDER_arrest, VERDICT_NO, REFUSAL_not_same_hex, "Whom it arrests must be in its own hex."},
        {ORDER_arrest, VERDICT_NO, REFUSAL_nothing_here,
         "Only who is identified as unarmed or covert, or has given up, can be arrested."},
        {ORDER_arrest, VERDICT_MAYBE, REFUSAL_nothing_here, "It may fail: they are out of sight and may be gone."},
        {ORDER_call, VERDICT_MAYBE, REFUSAL_nothing_here,
         "It may fail: who is not surrounded and suppressed does not listen."},
        {ORDER_assault, VERDICT_NO, REFUSAL_no_enemy, "No armed enemy is known in its hex or next to it."},
        {ORDER_assault, VERDICT_MAYBE, REFUSAL_no_enemy,
         "It may fail: nobody is identified there at this moment."},
        {ORDER_assault, VERDICT_MAYBE, REFUSAL_stack_full,
         "It may wait outside: the hex has no room for all of yours who stand there or go there."},
        {ORDER_unload, VERDICT_MAYBE, REFUSAL_stack_full,
         "They may stay aboard: the hex has no room for all of yours who stand there or go there."},
        {ORDER_evacuate, VERDICT_NO, REFUSAL_nothing_here, "No wounded lie in its hex."},
        {ORDER_evacuate, VERDICT_NO, REFUSAL_no_ability,
         "An HQ, a friendly vehicle or the helicopter must be in the hex to take the wounded."},
        {ORDER_evacuate, VERDICT_MAYBE, REFUSAL_no_ability,
         "It may fail: an HQ, a friendly vehicle or the helicopter must be in the hex by then."},
        {ORDER_resupply, VERDICT_NO, REFUSAL_nothing_here, "No cache of yours lies in its hex."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].kind == kind && rows[i].verdict == check->verdict && rows[i].reason == check->reason)
            return rows[i].text;
    return NULL;
}

void orders_why(const struct seat *seat, int kind, const struct check *check, char *out, size_t size) {
    const char *text = reason_of_kind(kind, check);
    if (text)
        snprintf(out, size, "%s", text);
    else
        orders_refusal_text(seat, check, out, size);
}

bool orders_put(struct app *app, const struct order *order) {
    struct check check;
    char text[MODEL_TEXT_MAX];
    bool put = model_order_put(app->model, app->seat, order, &check);
    if (!put) {
        orders_why(app_seat_now(app), order->kind, &check, text, sizeof text);
        app_say(app, text);
    }
    app->board.stale = true;
    app->table.tool = ORDER_none;
    app->table.draft.path_length = 0;
    app_redraw(app);
    return put;
}

bool orders_have_preview(const struct seat *seat, uint16_t unit, int kind, const struct check *best) {
    static struct choice choices[TARGETS_MAX];
    if (orders_have_dice(kind))
        return best->verdict != VERDICT_NO ||
               (best->reason == REFUSAL_level && targets_list(seat, unit, kind, choices, TARGETS_MAX) > 0);
    if (kind != ORDER_fire_at && kind != ORDER_engage)
        return false;
    return seat->view.contacts > 0 && (best->verdict != VERDICT_NO || best->reason == REFUSAL_level);
}

/* An order at nobody whom the side may fight is not even looked at. */
static bool may_be_fought(const struct seat *seat, uint16_t unit, int kind, uint16_t handle) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit, .contact = handle};
    struct check check = model_check(seat, &order);
    return check.verdict != VERDICT_NO || check.reason != REFUSAL_not_enemy;
}

size_t orders_aims(const struct seat *seat, uint16_t unit, int kind, uint16_t *handles, size_t max) {
    static struct choice choices[TARGETS_MAX];
    struct check best;
    size_t listed = orders_choices(seat, unit, kind, choices, TARGETS_MAX, &best), count = 0;
    for (size_t i = 0; i < listed && count < max; i++)
        if (count == 0 || handles[count - 1] != choices[i].order.contact) /* each mode is a choice */
            handles[count++] = choices[i].order.contact;
    for (unsigned i = 0; listed == 0 && i < seat->view.contacts && count < max; i++)
        if (may_be_fought(seat, unit, kind, seat->view.contact[i].handle))
            handles[count++] = seat->view.contact[i].handle;
    return count;
}

/* The contact that is looked at already, where the order may be given at it; else the first such one. */
static void begin_contact(struct app *app, int kind) {
    struct table_screen *table = &app->table;
    uint16_t handles[TARGETS_MAX];
    size_t count = orders_aims(app_seat_now(app), table->unit, kind, handles, TARGETS_MAX);
    bool among = false;
    for (size_t i = 0; i < count; i++)
        among |= handles[i] == table->contact;
    if (!among)
        table->contact = count > 0 ? handles[0] : CONTACT_NO;
    orders_mode_for_contact(app);
}

void orders_mode_for_contact(struct app *app) {
    struct table_screen *table = &app->table;
    struct order order = {.kind = ORDER_engage, .unit = table->unit, .contact = table->contact, .mode = table->mode};
    if (table->tool != ORDER_engage || model_check(app_seat_now(app), &order).verdict != VERDICT_NO)
        return;
    order.mode = !order.mode;
    struct strike_preview strike;
    const struct seat *seat = app_seat_now(app);
    if (engage_preview(seat->scenario, &seat->view, order.unit, order.contact, order.mode, &strike) &&
        !engage_preview(seat->scenario, &seat->view, order.unit, order.contact, table->mode, &strike))
        table->mode = order.mode;
}

void orders_begin(struct app *app, int kind) {
    struct table_screen *table = &app->table;
    const struct seat *seat = app_seat_now(app);
    static struct choice choices[TARGETS_MAX];
    struct check best;
    if (table->unit == UNIT_NONE) {
        app_say(app, "Select one of your units first.");
        return;
    }
    size_t count = orders_choices(seat, table->unit, kind, choices, TARGETS_MAX, &best);
    bool preview = orders_have_preview(seat, table->unit, kind, &best);
    if ((best.verdict == VERDICT_NO || count == 0) && !preview) {
        char text[MODEL_TEXT_MAX];
        orders_why(seat, kind, &best, text, sizeof text);
        app_say(app, text[0] ? text : "There is nothing here to aim that at.");
        return;
    }
    app->said[0] = 0;
    enum target target = target_of(kind);
    if (target != TARGET_PATH && !preview && (target == TARGET_NONE || count == 1)) {
        orders_put(app, &choices[0].order);
        return;
    }
    table->tool = table->tool == kind ? ORDER_none : (uint8_t)kind;
    table->mode = count > 0 ? choices[0].order.mode : 0;
    table->aim = 0;
    if (target == TARGET_CONTACT)
        begin_contact(app, kind);
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
    if (goal == table->draft_goal && table->draft.unit == table->unit)
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

/* In how many turns the end of a move is reached; 1 when that is not known. */
static int turns_of(const struct seat *seat, const struct order *order) {
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES] = {0};
    bool way = order->path_length > 0 && path_cost(seat->scenario, &seat->view, order->unit, order, cost, pulse) >= 0;
    return way && pulse[order->path_length - 1] > 6 ? (pulse[order->path_length - 1] + 5) / 6 : 1;
}

/* "Move to 0712 in 2 turns, press on": an entry of the plan for people. A long way round is seen by its turns. */
static void move_sentence(const struct seat *seat, const struct order *order, const char *hex, char *out, size_t size) {
    int turns = turns_of(seat, order);
    char when[24] = "";
    if (turns > 1)
        snprintf(when, sizeof when, " in %d turns", turns);
    snprintf(out, size, "Move %s%s%s, %s", hex[0] ? "to " : "off the map", hex, when, order->press_on ? "press on" : "halt");
}

/* An entry of the plan for people. */
void orders_sentence(const struct seat *seat, const struct order *order, char *out, size_t size) {
    const struct scenario *scenario = seat->scenario;
    const struct view_unit *unit = view_unit_find(&seat->view, order->unit);
    const struct view_contact *contact = view_contact_find(&seat->view, order->contact);
    char name[64] = "", hex[8] = "";
    hex_t at = unit ? unit->hex : HEX_NONE;
    for (int i = 0; order->kind == ORDER_move && i < order->path_length && at != HEX_NONE; i++)
        at = scenario->map.next[at][order->path[i]];
    if (target_of(order->kind) == TARGET_HEX || target_of(order->kind) == TARGET_ANY_HEX || order_is_of_side(order))
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
        move_sentence(seat, order, hex, out, size);
    else if (order->kind == ORDER_policy)
        snprintf(out, size, "Fire policy: %s", policy_name(order->policy));
    else if (order->kind == ORDER_clear || order->kind == ORDER_build)
        snprintf(out, size, "%s barricade to the %s", kind, dir_name(order->dir));
    else if (order->kind == ORDER_ask || order->kind == ORDER_answer)
        snprintf(out, size, "%s %s: %s", order->kind == ORDER_ask ? "Ask" : "Yes to",
                 order->other < scenario->sides ? scenario->side[order->other].name : "", ask_thing_words(order->mode));
    else if (order->kind == ORDER_lead)
        snprintf(out, size, order->mode ? "Crowd %s builds to the %s" : "Crowd %s goes to the %s", hex, dir_name(order->dir));
    else if (order->kind == ORDER_place)
        snprintf(out, size, "Begin in %s", hex);
    else if (order->kind == ORDER_look || order->kind == ORDER_land)
        snprintf(out, size, "%s %s", order->kind == ORDER_look ? "Look over" : "Land in", hex);
    else if (target_of(order->kind) == TARGET_HEX)
        snprintf(out, size, "%s %s%s", kind, hex, order->kind == ORDER_push && order->mode ? ", with gas" : "");
    else if (order->kind == ORDER_engage)
        snprintf(out, size, "%s attack: %s", order->mode ? "Direct" : "Top", name);
    else if (order->kind == ORDER_call)
        snprintf(out, size, "Call on %s", name);
    else if (name[0])
        snprintf(out, size, "%s %s", kind, name);
    else
        snprintf(out, size, "%s", kind);
}
