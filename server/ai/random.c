/* A legal order for each unit, all alike.
 *
 * The choices of a unit are numbered (each kind with each hexside, contact or other unit that it may name).
 * One is drawn and judged by rules_check; a refused one is drawn again. So every legal choice is equally
 * likely, and nobody lists them. A move is drawn by its first hex and then goes on at random while the ground
 * allows. */
#include "luck.h"
#include "players.h"

#include <string.h>

#define TRIES     32
#define STEPS_MAX 6

/* Kinds that take nothing, a hexside, a contact, an own unit. */
static const uint8_t plain_kinds[] = {ORDER_hold,     ORDER_withdraw, ORDER_ambush,  ORDER_mount,
                                      ORDER_dismount, ORDER_abandon,  ORDER_arm,     ORDER_check,
                                      ORDER_search,   ORDER_evacuate, ORDER_resupply};
static const uint8_t side_kinds[] = {ORDER_move, ORDER_clear, ORDER_build};
static const uint8_t contact_kinds[] = {ORDER_fire_at, ORDER_arrest};
static const uint8_t unit_kinds[] = {ORDER_load, ORDER_unload, ORDER_dig_in};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Choice `index` of a unit as an order; the kind's own numbers lie behind one another. */
static struct order choice(const struct view *view, uint16_t unit, unsigned index) {
    struct order order = {.unit = unit, .contact = 0, .other = UNIT_NONE, .hex = HEX_NONE};
    if (index < COUNT(plain_kinds)) {
        order.kind = plain_kinds[index];
        return order;
    }
    index -= COUNT(plain_kinds);
    if (index < POLICY_COUNT) {
        order.kind = ORDER_policy;
        order.policy = (uint8_t)index;
        return order;
    }
    index -= POLICY_COUNT;
    if (index < COUNT(side_kinds) * DIR_COUNT) {
        order.kind = side_kinds[index / DIR_COUNT];
        order.dir = (uint8_t)(index % DIR_COUNT);
        if (order.kind == ORDER_move) {
            order.path[0] = order.dir;
            order.path_length = 1;
            order.dir = 0;
        }
        return order;
    }
    index -= COUNT(side_kinds) * DIR_COUNT;
    if (index < COUNT(contact_kinds) * view->contacts) {
        order.kind = contact_kinds[index / view->contacts];
        order.contact = view->contact[index % view->contacts].handle;
        return order;
    }
    index -= (unsigned)(COUNT(contact_kinds) * view->contacts);
    order.kind = unit_kinds[index / view->units];
    order.other = view->unit[index % view->units].unit;
    return order;
}

static unsigned choices(const struct view *view) {
    return (unsigned)(COUNT(plain_kinds) + POLICY_COUNT + COUNT(side_kinds) * DIR_COUNT +
                      COUNT(contact_kinds) * view->contacts + COUNT(unit_kinds) * view->units);
}

/* Lets a move go on: each further hex straight on or half left or right, while it is allowed. */
static void lengthen(const struct scenario *scenario, const struct view *view, struct order *order,
                     struct luck *luck) {
    unsigned steps = luck_draw(luck, STEPS_MAX);
    order->press_on = (uint8_t)luck_draw(luck, 2);
    for (unsigned i = 0; i < steps; i++) {
        order->path[order->path_length] =
            (uint8_t)((order->path[order->path_length - 1] + 5 + luck_draw(luck, 3)) % DIR_COUNT);
        order->path_length++;
        if (rules_check(scenario, view, order).verdict == VERDICT_NO) {
            order->path_length--;
            order->path[order->path_length] = 0;
            return;
        }
    }
}

/* False when no command is left for anything that costs. */
static bool draw_order(const struct scenario *scenario, struct view *view, uint16_t unit, struct luck *luck) {
    unsigned count = choices(view);
    bool command = true;
    for (int try = 0; try < TRIES; try++) {
        struct order order = choice(view, unit, luck_draw(luck, count));
        struct check check = rules_check(scenario, view, &order);
        if (check.verdict == VERDICT_NO) {
            command = command && check.reason != REFUSAL_no_command;
            continue;
        }
        if (order.kind == ORDER_move)
            lengthen(scenario, view, &order, luck);
        plan_put(&view->plan, &order);
        break;
    }
    return command;
}

void random_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                 const struct dice_key *luck) {
    uint16_t turn_of[UNIT_MAX]; /* units in the order in which they draw */
    struct luck order_luck = luck_begin(luck, view->turn, UNIT_NONE);
    unsigned count = 0;
    (void)memory;
    if (place_is_due(view)) {
        place_at_random(scenario, view, luck);
        return;
    }
    for (unsigned i = 0; i < view->units; i++)
        if (view->unit[i].status == UNIT_ON_MAP)
            turn_of[count++] = view->unit[i].unit;
    for (unsigned i = count; i > 1; i--) {
        unsigned other = luck_draw(&order_luck, i);
        uint16_t unit = turn_of[i - 1];
        turn_of[i - 1] = turn_of[other];
        turn_of[other] = unit;
    }
    for (unsigned i = 0; i < count; i++) {
        struct luck unit_luck = luck_begin(luck, view->turn, turn_of[i]);
        if (!draw_order(scenario, view, turn_of[i], &unit_luck))
            return;
    }
}
