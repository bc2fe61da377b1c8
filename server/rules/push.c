/* Push (rulebook 9): 2d6 + crowd control, 2 for each further unit, 3 with gas, against strength + anger + 5. Works
 * only from level 2 of the rules of engagement. The units that push one crowd push together: the best of them counts
 * whole, the others as further units. */
#include "rule.h"

#define NO(reason_) ((struct check){.verdict = VERDICT_NO, .reason = REFUSAL_##reason_})
#define LEVEL_CROWD 2

bool push_has_gas(const struct scenario *scenario, int type, int stock) {
    return scenario->rules.type[type].ammo == AMMO_GAS && stock > 0;
}

static struct check push_check(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *unit, const struct order *order) {
    if (scenario->rules.type[unit->type].crowd_control <= 0)
        return NO(no_ability);
    if (order->mode > 1)
        return NO(bad_number);
    int reach = crowd_reach(scenario, view->crowd, view->crowds, unit->hex, order->hex, 1);
    if (reach != REFUSAL_none)
        return (struct check){.verdict = VERDICT_NO, .reason = (uint8_t)reach};
    if (view->level < LEVEL_CROWD)
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_level, .level = LEVEL_CROWD};
    if (order->mode && !push_has_gas(scenario, unit->type, unit->stock))
        return NO(no_ammo);
    return (struct check){.verdict = VERDICT_YES};
}

/* All who push one crowd. */
struct pushers {
    uint16_t unit[UNIT_MAX];
    int count, lead; /* lead: index of the best */
    bool gas;
};

static void pushers_find(const struct turn *turn, hex_t hex, struct pushers *out) {
    out->count = out->lead = 0;
    out->gas = false;
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        const struct order *order = &turn->order[u];
        if (order->kind != ORDER_push || order->hex != hex || !unit_is_on_map(unit) ||
            unit_is_pinned(turn->scenario, unit) || turn->level[unit->side] < LEVEL_CROWD ||
            map_distance(&turn->scenario->map, unit->hex, hex) > 1)
            continue;
        out->unit[out->count++] = u;
        out->gas = out->gas || (order->mode && push_has_gas(turn->scenario, unit->type, unit->stock));
        const struct unit *lead = &turn->state->unit[out->unit[out->lead]];
        if (unit_type_of(turn->scenario, unit)->crowd_control >
            unit_type_of(turn->scenario, lead)->crowd_control)
            out->lead = out->count - 1;
    }
}

/* Away from the one that leads the push, and as far from the others as may be. HEX_NONE: there is no way. */
static hex_t way_out(const struct turn *turn, const struct pushers *pushers, hex_t from) {
    const struct map *map = &turn->scenario->map;
    hex_t lead = turn->state->unit[pushers->unit[pushers->lead]].hex, best = HEX_NONE;
    int most = -1;
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        if (!crowd_may_step(turn, from, dir))
            continue;
        hex_t to = map->next[from][dir];
        int sum = 0;
        if (map_distance(map, lead, to) <= map_distance(map, lead, from))
            continue;
        for (int i = 0; i < pushers->count; i++)
            sum += map_distance(map, turn->state->unit[pushers->unit[i]].hex, to);
        if (sum > most) {
            most = sum;
            best = to;
        }
    }
    return best;
}

/* Uses up the gas, and the orders: a crowd is pushed once. */
static void pushers_done(struct turn *turn, const struct pushers *pushers) {
    for (int i = 0; i < pushers->count; i++) {
        struct unit *unit = &turn->state->unit[pushers->unit[i]];
        struct order *order = &turn->order[pushers->unit[i]];
        if (order->mode && push_has_gas(turn->scenario, unit->type, unit->stock))
            unit->stock--;
        order->kind = ORDER_none;
    }
}

int push_sum(const struct rules_numbers *number, int crowd_control, int others, bool gas,
             const struct crowd *crowd, struct event *explain) {
    int further = others * number->push_further, with_gas = gas ? number->push_gas : 0;
    int against = crowd->strength + crowd->anger + number->push_base;
    event_modifier(explain, MODIFIER_crowd_control, crowd_control);
    event_modifier(explain, MODIFIER_further, further);
    event_modifier(explain, MODIFIER_gas, with_gas);
    event_modifier(explain, MODIFIER_crowd, -against);
    return crowd_control + further + with_gas - against;
}

static void push_crowd(struct turn *turn, const struct pushers *pushers, int number) {
    const struct rules_numbers *rules = &turn->scenario->rules.number;
    struct crowd *crowd = &turn->state->crowd[number];
    uint16_t lead = pushers->unit[pushers->lead];
    int skill = unit_type_of(turn->scenario, &turn->state->unit[lead])->crowd_control;
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_PUSH, lead, crowd->hex, 0);
    struct event event;
    event_begin(turn, &event, EVENT_pushed);
    event_unit(turn, &event.unit, lead);
    event.hex = crowd->hex;
    event.purpose = DICE_PUSH;
    event.dice_count = 2;
    event.dice_sides = 6;
    int sum = dice_2d6(&turn->state->key, address, event.dice) +
              push_sum(rules, skill, pushers->count - 1, pushers->gas, crowd, &event);
    event.value = (int16_t)sum;
    event.result = sum > 0;
    hex_t to = sum > 0 ? way_out(turn, pushers, crowd->hex) : HEX_NONE;
    event.hex2 = to == HEX_NONE ? crowd->hex : to;
    crowd->hex = event.hex2;
    event_emit(turn, &event);
    if (pushers->gas)
        turn->crowd[number] |= CROWD_GAS;
    if (event.result) {
        crowd_lose(turn, number);
        return;
    }
    turn->crowd[number] |= CROWD_MOVED_TO;
    crowd_anger(turn, number, rules->anger_pushed);
}

/* Rulebook silent: a crowd that has nowhere to go stays and loses strength all the same. */
static void push_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    struct pushers pushers = {.unit = {unit}};
    const struct unit *by = &turn->state->unit[unit];
    int number = crowd_find(turn->state->crowd, CROWD_MAX, order->hex);
    int reach = crowd_reach(turn->scenario, turn->state->crowd, CROWD_MAX, by->hex, order->hex, 1);
    if (reach == REFUSAL_none && turn->level[by->side] < LEVEL_CROWD)
        reach = REFUSAL_level;
    if (reach != REFUSAL_none) {
        crowd_not_done(turn, unit, ORDER_push, reach);
        return;
    }
    pushers_find(turn, order->hex, &pushers);
    push_crowd(turn, &pushers, number);
    pushers_done(turn, &pushers);
}

const struct order_rule rule_push = {ORDER_push, push_check, push_resolve};
