/* Orders by intention: an order that the rules refuse is not given. */
#include "think.h"

#include <string.h>

static bool shoots(const struct order *order) {
    return order->kind == ORDER_fire_at || order->kind == ORDER_engage || order->kind == ORDER_assault ||
           order->kind == ORDER_ambush || order->kind == ORDER_arm ||
           (order->kind == ORDER_policy && order->policy != POLICY_HOLD);
}

bool think_order(struct think *think, const struct view_unit *unit, const struct order *order) {
    if (think->holds_fire && shoots(order))
        return false;
    if (!ai_put(think->scenario, think->view, order))
        return false;
    think->busy[unit->unit] = 1;
    return true;
}

bool think_plain(struct think *think, const struct view_unit *unit, int kind) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit->unit, .other = UNIT_NONE, .hex = HEX_NONE};
    return think_order(think, unit, &order);
}

bool think_at_hex(struct think *think, const struct view_unit *unit, int kind, hex_t hex, int mode) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit->unit, .other = UNIT_NONE, .hex = hex};
    order.mode = (uint8_t)mode;
    return think_order(think, unit, &order);
}

bool think_at_contact(struct think *think, const struct view_unit *unit, int kind, uint16_t contact, int mode) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit->unit, .other = UNIT_NONE, .hex = HEX_NONE};
    order.contact = contact;
    order.mode = (uint8_t)mode;
    return think_order(think, unit, &order);
}

bool think_side_order(struct think *think, int slot, int kind, int other, hex_t hex, int mode) {
    struct order order = {.kind = (uint8_t)kind, .unit = (uint16_t)(SIDE_ORDER_UNIT + slot), .hex = hex};
    order.other = (uint16_t)other;
    order.mode = (uint8_t)mode;
    return ai_put(think->scenario, think->view, &order);
}

bool think_policy(struct think *think, const struct view_unit *unit, int policy) {
    struct order order = {.kind = ORDER_policy, .unit = unit->unit, .policy = (uint8_t)policy};
    order.other = UNIT_NONE;
    order.hex = HEX_NONE;
    if (unit->policy == policy || (think->holds_fire && shoots(&order)))
        return false;
    return ai_put(think->scenario, think->view, &order);
}

/* Where the move that a unit carries on with ends; HEX_NONE when it has none. */
static hex_t goal_of(const struct think *think, const struct view_unit *unit) {
    hex_t hex = unit->hex;
    if (unit->order != ORDER_move || unit->path_at >= unit->path_length)
        return HEX_NONE;
    for (unsigned i = unit->path_at; i < unit->path_length && hex != HEX_NONE; i++)
        hex = think->scenario->map.next[hex][unit->path[i]];
    return hex;
}

bool think_go(struct think *think, const struct view_unit *unit, hex_t goal) {
    struct order order;
    think->aimed[goal] = 1;
    if (unit->hex == goal) {
        think_stay(think, unit);
        return true;
    }
    if (goal_of(think, unit) == goal) {
        think->busy[unit->unit] = 1;
        return true;
    }
    memset(&order, 0, sizeof order);
    if (path_find(think->scenario, think->view, unit->unit, goal, &order) == 0)
        return false;
    order.press_on = 1;
    return think_order(think, unit, &order);
}

int think_cost(const struct think *think, const struct view_unit *unit, hex_t goal) {
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    struct order order;
    if (unit->hex == goal)
        return 0;
    memset(&order, 0, sizeof order);
    if (path_find(think->scenario, think->view, unit->unit, goal, &order) == 0)
        return -1;
    return path_cost(think->scenario, think->view, unit->unit, &order, cost, pulse);
}

void think_stay(struct think *think, const struct view_unit *unit) {
    if (unit->order == ORDER_move && unit->path_at < unit->path_length)
        think_plain(think, unit, ORDER_hold);
    think->busy[unit->unit] = 1;
}
