/* Withdrawing and falling back: toward the nearest own HQ or leader, else toward the hex where the unit came
 * in. */
#include "withdraw.h"

#include <string.h>

static struct check check_withdraw(const struct scenario *scenario, const struct view *view,
                                   const struct view_unit *seen, const struct order *order) {
    struct unit unit;
    (void)order;
    unit_from_view(seen, view->side, &unit);
    if (unit_move_points(scenario, &unit) <= 0)
        return (struct check){VERDICT_NO, REFUSAL_immobile, 0};
    return (struct check){VERDICT_YES, REFUSAL_none, 0};
}

/* The way to the cheapest HQ or leader; with `beyond` one in the unit's own hex does not count, else it ends
 * the way. Returns its length, 0 without. */
static int way_to_command(const struct walker *walker, const struct state *state, uint16_t number,
                          bool beyond, uint8_t path[PATH_MAX_HEXES], bool *there) {
    const struct unit *unit = &state->unit[number];
    int best = 0, best_cost = 0;
    uint8_t way[PATH_MAX_HEXES];
    *there = false;
    for (uint16_t i = 0; i < state->units; i++) {
        const struct unit *other = &state->unit[i];
        if (i == number || other->side != unit->side || !unit_is_on_map(other) ||
            !(unit_type_of(walker->scenario, other)->flags & (TYPE_HQ | TYPE_LEADER)))
            continue;
        if (other->hex == unit->hex) {
            *there = !beyond;
            continue;
        }
        int cost = 0, length = path_search(walker, unit->hex, other->hex, way, &cost);
        if (length > 0 && (best == 0 || cost < best_cost)) {
            best = length;
            best_cost = cost;
            memcpy(path, way, sizeof way);
        }
    }
    return *there ? 0 : best;
}

int withdraw_way(const struct scenario *scenario, const struct state *state, uint16_t number, bool beyond,
                 uint8_t path[PATH_MAX_HEXES]) {
    const struct unit *unit = &state->unit[number];
    struct obstacles obstacles;
    bool there;
    obstacles_find(scenario, state->barricade, BARRICADE_MAX, state->crowd, CROWD_MAX, &obstacles);
    struct walker walker = {scenario, &obstacles, unit->side, (uint8_t)unit_move_class(scenario, unit)};
    int length = way_to_command(&walker, state, number, beyond, path, &there);
    if (length == 0 && !there)
        length = path_search(&walker, unit->hex, unit->entry, path, NULL);
    return length < PATH_MAX_HEXES ? length : PATH_MAX_HEXES;
}

void withdraw_take_up(struct turn *turn, uint16_t number) {
    struct unit *unit = &turn->state->unit[number];
    unit_hold(unit);
    unit->path_length = (uint8_t)withdraw_way(turn->scenario, turn->state, number, false, unit->path);
    if (unit->path_length == 0)
        return;
    /* Rulebook silent: who withdraws presses on. */
    memset(unit->path + unit->path_length, 0, PATH_MAX_HEXES - unit->path_length);
    unit->order = ORDER_withdraw;
    unit->press_on = 1;
}

static void take_up_withdraw(struct turn *turn, uint16_t number, const struct order *order) {
    (void)order;
    withdraw_take_up(turn, number);
}

const struct order_rule rule_withdraw = {ORDER_withdraw, check_withdraw, take_up_withdraw};

/* Rulebook silent: nobody falls back into a hex in which its side has a contact on an armed enemy. */
static bool enemy_is_known(const struct turn *turn, int side, hex_t hex) {
    const struct state *state = turn->state;
    for (int i = 0; i < state->units; i++) {
        const struct unit *enemy = &state->unit[i];
        if (enemy->hex == hex && unit_is_on_map(enemy) &&
            sides_may_fight(turn->scenario, side, enemy->side) && unit_is_armed(turn->scenario, enemy) &&
            state->contact[side][i].level != CONTACT_NONE && state->contact[side][i].hex == hex)
            return true;
    }
    return false;
}

static void fall_back_step(struct turn *turn, uint16_t number, int dir) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[number];
    struct event event;
    hex_t from = unit->hex;
    unit_place(state, number, turn->scenario->map.next[from][dir]);
    unit->facing = (uint8_t)dir;
    if (state->pulse >= 1 && state->pulse <= turn->scenario->rules.number.pulses)
        unit->moved |= (uint8_t)(1 << (state->pulse - 1));
    sighting_follow(turn, number);
    if (!turn->sink)
        return;
    event_begin(turn, &event, EVENT_fell_back);
    event_unit(turn, &event.unit, number);
    event.hex = from;
    event.hex2 = unit->hex;
    event_emit(turn, &event);
}

/* The path of its order no longer begins where it stands. A withdrawal finds a new one next turn. */
static void path_given_up(struct unit *unit) {
    int order = unit->order == ORDER_withdraw ? ORDER_withdraw : ORDER_hold;
    if (unit->order != ORDER_move && unit->order != ORDER_withdraw && unit->order != ORDER_ambush &&
        unit->order != ORDER_assault)
        return;
    unit_hold(unit);
    unit->order = (uint8_t)order;
}

void fall_back(struct turn *turn, uint16_t number, int hexes) {
    struct unit *unit = &turn->state->unit[number];
    uint8_t path[PATH_MAX_HEXES];
    if (!unit_is_on_map(unit) || unit_move_points(turn->scenario, unit) <= 0)
        return;
    int length = withdraw_way(turn->scenario, turn->state, number, true, path);
    bool fell = false;
    for (int i = 0; i < length && i < hexes; i++) {
        hex_t next = turn->scenario->map.next[unit->hex][path[i]];
        if (enemy_is_known(turn, unit->side, next))
            break;
        fall_back_step(turn, number, path[i]);
        fell = true;
    }
    if (fell)
        path_given_up(unit);
}

bool retreat_step(struct turn *turn, uint16_t number, int dir) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[number];
    struct obstacles obstacles;
    if (unit_move_points(turn->scenario, unit) <= 0)
        return false;
    obstacles_find(turn->scenario, state->barricade, BARRICADE_MAX, state->crowd, CROWD_MAX, &obstacles);
    struct walker walker = {turn->scenario, &obstacles, unit->side,
                            (uint8_t)unit_move_class(turn->scenario, unit)};
    struct ground_step step = ground_step(&walker, unit->hex, dir);
    if (step.refusal != REFUSAL_none || step.exits || enemy_is_known(turn, unit->side, step.to))
        return false;
    fall_back_step(turn, number, dir);
    path_given_up(unit);
    return true;
}
