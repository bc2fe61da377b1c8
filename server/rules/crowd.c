/* Crowds (rulebook 9): what throws and what moves their anger at the Close.
 *
 * Rulebook silent: a crowd throws before its anger moves, so that what a side sees at its orders is what it meets;
 * what is thrown is no fire that lets anybody return it. Every listed cause counts once a Close, and they add up.
 * A crowd that was stirred, or pushed in vain, does not calm down in that Close. */
#include "rule.h"

int crowd_find(const struct crowd *crowd, int count, hex_t hex) {
    for (int i = 0; i < count; i++)
        if (crowd[i].strength > 0 && crowd[i].hex == hex)
            return i;
    return -1;
}

int crowd_reach(const struct scenario *scenario, const struct crowd *crowd, int count, hex_t from, hex_t hex,
                int within) {
    if (hex >= scenario->map.count || crowd_find(crowd, count, hex) < 0)
        return REFUSAL_no_crowd;
    return map_distance(&scenario->map, from, hex) <= within ? REFUSAL_none : REFUSAL_too_far;
}

void crowd_not_done(struct turn *turn, uint16_t unit, int kind, int reason) {
    struct event event;
    event_begin(turn, &event, EVENT_not_done);
    event_unit(turn, &event.unit, unit);
    event.side = turn->state->unit[unit].side;
    event.hex = turn->state->unit[unit].hex;
    event.value = (int16_t)kind;
    event.result = (uint8_t)reason;
    event_emit(turn, &event);
}

void crowd_anger(struct turn *turn, int number, int by) {
    struct crowd *crowd = &turn->state->crowd[number];
    int most = turn->scenario->rules.number.anger_most, anger = crowd->anger + by;
    anger = anger < 0 ? 0 : anger;
    crowd->anger = (uint8_t)(anger > most ? most : anger);
}

void crowd_lose(struct turn *turn, int number) {
    struct crowd *crowd = &turn->state->crowd[number];
    if (--crowd->strength > 0)
        return;
    struct event event;
    event_begin(turn, &event, EVENT_crowd_gone);
    event.hex = crowd->hex;
    event_emit(turn, &event);
    *crowd = (struct crowd){0};
}

/* Rulebook silent: crowds go on foot, stay on their side of the boundary and do not run into each other. */
bool crowd_may_step(const struct turn *turn, hex_t from, int dir) {
    const struct map *map = &turn->scenario->map;
    hex_t to = dir < DIR_COUNT ? map->next[from][dir] : HEX_NONE;
    return to != HEX_NONE && !(map->hex[from].hexside[dir] & HEXSIDE_BOUNDARY) &&
           crowd_find(turn->state->crowd, CROWD_MAX, to) < 0 &&
           movement_cost(turn->scenario, from, dir, MOVE_FOOT) >= 0;
}

void crowds_arrest(struct turn *turn, hex_t hex) {
    for (int i = 0; i < CROWD_MAX; i++)
        if (turn->state->crowd[i].strength > 0 &&
            map_distance(&turn->scenario->map, turn->state->crowd[i].hex, hex) <=
                turn->scenario->rules.number.crowd_near)
            turn->crowd[i] |= CROWD_ARREST;
}

static bool is_in_or_next_to(const struct turn *turn, const struct unit *unit, hex_t hex) {
    return unit_is_on_map(unit) && map_distance(&turn->scenario->map, unit->hex, hex) <= 1;
}

/* At every crowd-control unit in or next to its hex, once each. */
static void crowd_throws(struct turn *turn, int number) {
    const struct rules_numbers *rules = &turn->scenario->rules.number;
    struct crowd crowd = turn->state->crowd[number];
    uint64_t targets[UNIT_WORDS] = {0};
    if (crowd.anger < rules->crowd_throws)
        return;
    for (uint16_t u = 0; u < turn->state->units; u++)
        if (is_in_or_next_to(turn, &turn->state->unit[u], crowd.hex) &&
            unit_type_of(turn->scenario, &turn->state->unit[u])->crowd_control > 0)
            targets[u / 64] |= UINT64_C(1) << (u % 64);
    for (uint16_t u = 0; u < turn->state->units; u++) {
        if (!(targets[u / 64] >> (u % 64) & 1))
            continue;
        int side = turn->state->unit[u].side;
        uint8_t fired_upon = turn->state->fired_upon[side];
        struct event event;
        event_begin(turn, &event, EVENT_thrown);
        event.hex = crowd.hex;
        event.dice_k = (uint8_t)(2 * number);
        fire_at_strength(turn, u, crowd.anger - rules->crowd_throw_less, DICE_THROW, &event);
        turn->state->fired_upon[side] = fired_upon;
    }
}

static bool police_is_near(const struct turn *turn, hex_t hex) {
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        if ((turn->scenario->side[unit->side].flags & SIDE_IS_POLICE) && is_in_or_next_to(turn, unit, hex) &&
            unit_is_armed(turn->scenario, unit))
            return true;
    }
    return false;
}

static void crowd_close(struct turn *turn, int number) {
    const struct rules_numbers *rules = &turn->scenario->rules.number;
    struct crowd *crowd = &turn->state->crowd[number], before = *crowd;
    int happened = turn->crowd[number], by = 0;
    bool police = police_is_near(turn, crowd->hex);
    by += happened & CROWD_ARREST ? rules->anger_arrest : 0;
    by += happened & CROWD_GAS ? rules->anger_gas : 0;
    by += happened & CROWD_TALKED ? rules->anger_talked : 0;
    by += police ? rules->anger_police : 0;
    if (!happened && !police)
        by = rules->anger_calm;
    crowd_anger(turn, number, by);
    if (crowd->anger == 0)
        crowd_lose(turn, number);
    if (crowd->strength == 0 || (crowd->anger == before.anger && crowd->strength == before.strength))
        return;
    struct event event;
    event_begin(turn, &event, EVENT_crowd);
    event.hex = crowd->hex;
    event.value = crowd->anger;
    event.result = crowd->strength;
    event_emit(turn, &event);
}

void crowds_close(struct turn *turn) {
    for (int i = 0; i < CROWD_MAX; i++)
        if (turn->state->crowd[i].strength > 0)
            crowd_throws(turn, i);
    for (int i = 0; i < CROWD_MAX; i++)
        if (turn->state->crowd[i].strength > 0)
            crowd_close(turn, i);
}
