/* May this order be given? What all kinds share, then the row of the kind; and the list of what may be given.
 *
 * Checks come in one sequence, and each hangs on the view alone, so that a refusal tells nothing hidden. */
#include "order_fields.h"
#include "plan_check.h"

#include <string.h>

static const struct order_rule *const rows[ORDER_COUNT] = {
    [ORDER_hold] = &rule_hold,         [ORDER_move] = &rule_move,       [ORDER_withdraw] = &rule_withdraw,
    [ORDER_ambush] = &rule_ambush,     [ORDER_fire_at] = &rule_fire_at, [ORDER_mount] = &rule_mount,
    [ORDER_dismount] = &rule_dismount, [ORDER_load] = &rule_load,       [ORDER_unload] = &rule_unload,
    [ORDER_abandon] = &rule_abandon,   [ORDER_arm] = &rule_arm,         [ORDER_check] = &rule_check,
    [ORDER_arrest] = &rule_arrest,     [ORDER_clear] = &rule_clear,     [ORDER_build] = &rule_build,
    [ORDER_dig_in] = &rule_dig_in,     [ORDER_search] = &rule_search,   [ORDER_evacuate] = &rule_evacuate,
    [ORDER_push] = &rule_push,         [ORDER_stir] = &rule_stir,       [ORDER_lead] = &rule_lead,
    [ORDER_talk] = &rule_talk,         [ORDER_escort] = &rule_escort,   [ORDER_ask] = &rule_ask,
    [ORDER_answer] = &rule_answer,     [ORDER_resupply] = &rule_resupply, [ORDER_policy] = &rule_policy,
    [ORDER_engage] = &rule_engage,     [ORDER_assault] = &rule_assault, [ORDER_call] = &rule_call,
    [ORDER_look] = &rule_look,         [ORDER_land] = &rule_land,         [ORDER_place] = &rule_place,
};

const struct order_rule *order_rule(int kind) {
    return kind > ORDER_none && kind < ORDER_COUNT ? rows[kind] : NULL;
}

static struct check refuse(int reason) {
    return (struct check){VERDICT_NO, (uint8_t)reason, 0};
}

/* Rulebook 2 and 3: a pinned unit stays and may only evacuate; its fire goes on, worse. Rulebook silent: it
 * may still be told to hold, to lie in wait, what to shoot at, to take up arms or to abandon its weapon. */
static bool is_open_to_pinned(int kind) {
    switch (kind) {
    case ORDER_hold:
    case ORDER_ambush:
    case ORDER_fire_at:
    case ORDER_engage:
    case ORDER_abandon:
    case ORDER_arm:
    case ORDER_evacuate:
    case ORDER_policy:
    case ORDER_place:
        return true;
    default:
        return false;
    }
}

/* Decoys move and are ordered like cells and do nothing else (rulebook 4). */
static bool is_open_to_decoys(int kind) {
    return kind == ORDER_hold || kind == ORDER_move || kind == ORDER_withdraw || kind == ORDER_policy || kind == ORDER_place;
}

struct check order_check(const struct scenario *scenario, const struct view *view,
                         const struct order *order) {
    if (view->outcome != OUTCOME_RUNNING)
        return refuse(REFUSAL_game_over);
    if (order->kind == ORDER_none || order->kind >= ORDER_COUNT)
        return refuse(REFUSAL_unknown_kind);
    const struct order_rule *row = order_rule(order->kind);
    if (!row)
        return refuse(REFUSAL_not_built);
    bool places = order->kind == ORDER_place;
    if (view_is_in_setup(view) ? !places && order->kind != ORDER_policy : places)
        return refuse(places ? REFUSAL_setup_over : REFUSAL_setup);
    bool flies = order->kind == ORDER_look || order->kind == ORDER_land;
    if ((places || (order_kind_phase(order->kind) == 'S' && !flies)) && order_is_of_side(order))
        return row->check(scenario, view, NULL, order);
    const struct view_unit *unit = view_unit_find(view, order->unit);
    if (!unit)
        return refuse(REFUSAL_not_yours);
    if (!flies && (unit->status != UNIT_ON_MAP || (unit->flags & UNIT_SURRENDERED)))
        return refuse(REFUSAL_not_here);
    if (unit->suppression >= scenario->rules.number.pinned_at && !is_open_to_pinned(order->kind))
        return refuse(REFUSAL_pinned);
    if ((scenario->rules.type[unit->type].flags & TYPE_DECOY) && !is_open_to_decoys(order->kind))
        return refuse(REFUSAL_no_ability);
    return row->check(scenario, view, unit, order);
}

struct check rules_check(const struct scenario *scenario, const struct view *view,
                         const struct order *order) {
    struct check check = order_check(scenario, view, order);
    if (check.verdict == VERDICT_NO)
        return check;
    struct plan plan;
    plan.count = view->plan.count;
    memcpy(plan.order, view->plan.order, view->plan.count * sizeof plan.order[0]);
    if (!plan_put(&plan, order))
        return refuse(REFUSAL_plan_full);
    if (!rules_plan_is_paid(scenario, view, &plan))
        return refuse(REFUSAL_no_command);
    if (order->kind == ORDER_place && setup_overfills(scenario, view, &plan, order->unit))
        return refuse(REFUSAL_stack_full);
    return check;
}

int rules_check_remove(const struct scenario *scenario, const struct view *view, uint16_t unit, bool policy) {
    struct plan plan;
    plan.count = view->plan.count;
    memcpy(plan.order, view->plan.order, view->plan.count * sizeof plan.order[0]);
    if (!plan_remove(&plan, unit, policy))
        return REFUSAL_not_in_plan;
    if (!rules_plan_is_paid(scenario, view, &plan))
        return REFUSAL_no_command;
    bool returns = view_is_in_setup(view) && !policy;
    return returns && setup_overfills(scenario, view, &plan, unit) ? REFUSAL_stack_full : REFUSAL_none;
}

/* A list being written. */
struct list {
    const struct scenario *scenario;
    const struct view *view;
    struct order *out;
    size_t count, max;
};

static void list_try(struct list *list, const struct order *order) {
    if (list->count < list->max && rules_check(list->scenario, list->view, order).verdict != VERDICT_NO)
        list->out[list->count++] = *order;
}

/* Orders that name a hex: in turn those of the crowds and of held civilians, each with every mode and direction
 * that the kind has. */
static void list_hex(struct list *list, struct order order, hex_t hex) {
    unsigned used = order_fields(order.kind);
    order.hex = hex;
    for (int mode = 0; mode <= (used & FIELD_MODE ? 1 : 0); mode++)
        for (int dir = 0; dir < (used & FIELD_DIR ? DIR_COUNT : 1); dir++) {
            order.mode = (uint8_t)mode;
            order.dir = (uint8_t)dir;
            list_try(list, &order);
        }
}

static void list_places(struct list *list, const struct order *order) {
    for (int i = 0; i < list->view->crowds; i++)
        list_hex(list, *order, list->view->crowd[i].hex);
    for (int i = 0; i < list->view->civilian_groups; i++)
        list_hex(list, *order, list->view->civilians[i].hex);
}

/* Asks of a side: each thing of each side, at its own units' places for a mediation and where civilians are; and the
 * answers to what was asked. */
static void list_asks(struct list *list, struct order order) {
    const struct view *view = list->view;
    for (int i = 0; order.kind == ORDER_answer && i < view->asks; i++) {
        order.other = view->ask[i].side;
        order.mode = view->ask[i].thing;
        order.hex = view->ask[i].hex;
        list_try(list, &order);
    }
    for (int i = 0; order.kind == ORDER_ask && i < list->scenario->sides * ASK_THINGS; i++) {
        order.other = (uint16_t)(i / ASK_THINGS);
        order.mode = (uint8_t)(i % ASK_THINGS);
        for (int j = 0; order.mode == ASK_ESCORT && j < view->civilian_groups; j++) {
            order.hex = view->civilians[j].hex;
            list_try(list, &order);
        }
        for (int j = 0; order.mode != ASK_ESCORT && j < view->units; j++)
            if (view->unit[j].status == UNIT_ON_MAP) {
                order.hex = view->unit[j].hex;
                list_try(list, &order);
                break;
            }
    }
}

#define MODES 2 /* of the kinds that name a contact */

static void list_modes(struct list *list, struct order order) {
    int modes = order_fields(order.kind) & FIELD_MODE ? MODES : 1;
    for (int mode = 0; mode < modes; mode++) {
        order.mode = (uint8_t)mode;
        list_try(list, &order);
    }
}

/* An assault goes into the own hex or one next to it, drone and helicopter anywhere. */
static void list_hexes(struct list *list, struct order order) {
    const struct view_unit *unit = view_unit_find(list->view, order.unit);
    if (!unit)
        return;
    if (order.kind == ORDER_assault) {
        order.hex = unit->hex;
        list_try(list, &order);
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            order.hex = list->scenario->map.next[unit->hex][dir];
            if (order.hex != HEX_NONE)
                list_try(list, &order);
        }
        return;
    }
    if (!(list->scenario->rules.type[unit->type].flags & TYPE_OFF_MAP))
        return;
    for (hex_t hex = 0; hex < list->scenario->map.count; hex++) {
        order.hex = hex;
        list_try(list, &order);
    }
}

/* A unit is placed in its zone. */
static void list_zone(struct list *list, struct order order) {
    const struct scenario_zone *zone = rules_zone(list->scenario, list->view, order.unit);
    for (int i = 0; zone && i < zone->hexes; i++) {
        order.hex = zone->hex[i];
        list_try(list, &order);
    }
}

/* Every order of one kind, by the fields that the kind has. */
static void list_kind(struct list *list, struct order order) {
    unsigned used = order_fields(order.kind);
    if (order.kind == ORDER_ask || order.kind == ORDER_answer) {
        list_asks(list, order);
        return;
    }
    if (order.kind == ORDER_place) {
        list_zone(list, order);
        return;
    }
    if ((used & FIELD_HEX) && !(used & FIELD_CONTACT) && order.kind != ORDER_assault && order.kind != ORDER_look &&
        order.kind != ORDER_land) {
        list_places(list, &order);
        return;
    }
    if (used & (FIELD_PATH | FIELD_DIR)) {
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            order.dir = used & FIELD_DIR ? (uint8_t)dir : 0;
            order.path_length = used & FIELD_PATH ? 1 : 0;
            order.path[0] = used & FIELD_PATH ? (uint8_t)dir : 0;
            list_try(list, &order);
        }
    } else if (used & FIELD_POLICY) {
        for (int policy = 0; policy < POLICY_COUNT; policy++) {
            order.policy = (uint8_t)policy;
            list_try(list, &order);
        }
    } else if (used & FIELD_CONTACT) {
        for (int i = 0; i < list->view->contacts; i++) {
            order.contact = list->view->contact[i].handle;
            list_modes(list, order);
        }
    } else if (used & FIELD_HEX) {
        list_hexes(list, order);
    } else if (used & FIELD_OTHER) {
        for (int i = 0; i < list->view->units; i++) {
            order.other = list->view->unit[i].unit;
            list_try(list, &order);
        }
    } else {
        list_try(list, &order);
    }
}

size_t rules_list_orders(const struct scenario *scenario, const struct view *view, uint16_t unit,
                         struct order *out, size_t max) {
    struct list list = {scenario, view, out, 0, max};
    for (int kind = ORDER_none + 1; kind < ORDER_COUNT; kind++) {
        struct order order;
        if (!order_rule(kind))
            continue;
        memset(&order, 0, sizeof order);
        order.kind = (uint8_t)kind;
        order.unit = unit;
        list_kind(&list, order);
    }
    return list.count;
}
