/* Moving (rulebook 3): hold and move orders, and the move step of a pulse. */
#include "ground.h"

#include <assert.h>
#include <string.h>

static struct check check_hold(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *unit, const struct order *order) {
    (void)scenario, (void)view, (void)unit, (void)order;
    return (struct check){VERDICT_YES, REFUSAL_none, 0};
}

static void take_up_hold(struct turn *turn, uint16_t number, const struct order *order) {
    (void)order;
    unit_hold(&turn->state->unit[number]);
}

static struct check check_move(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *seen, const struct order *order) {
    struct obstacles obstacles;
    struct unit unit;
    unit_from_view(seen, view->side, &unit);
    if (unit_move_points(scenario, &unit) <= 0)
        return (struct check){VERDICT_NO, REFUSAL_immobile, 0};
    if (order->path_length == 0)
        return (struct check){VERDICT_NO, REFUSAL_no_path, 0};
    if (order->path_length > PATH_MAX_HEXES || order->press_on > 1)
        return (struct check){VERDICT_NO, REFUSAL_bad_number, 0};
    obstacles_find(scenario, view->barricade, view->barricades, view->crowd, view->crowds, &obstacles);
    struct walker walker = {scenario, &obstacles, view->side, (uint8_t)unit_move_class(scenario, &unit)};
    hex_t hex = unit.hex;
    bool early = false;
    for (int i = 0; i < order->path_length; i++) {
        if (order->path[i] >= DIR_COUNT)
            return (struct check){VERDICT_NO, REFUSAL_bad_number, 0};
        struct ground_step step = ground_step(&walker, hex, order->path[i]);
        if (step.refusal == REFUSAL_none && step.exits && i + 1 < order->path_length)
            step.refusal = REFUSAL_off_map;
        if (step.refusal != REFUSAL_none)
            return (struct check){VERDICT_NO, step.refusal, 0};
        early = step.exits && view->turn < scenario->exit_from_turn;
        hex = step.to;
    }
    /* It may be on the way for more turns than one, and waits at the edge if it comes too early. */
    if (early)
        return (struct check){VERDICT_MAYBE, REFUSAL_exit_early, 0};
    return (struct check){VERDICT_YES, REFUSAL_none, 0};
}

static void take_up_move(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *unit = &turn->state->unit[number];
    unit_hold(unit);
    unit->order = ORDER_move;
    unit->press_on = order->press_on;
    unit->path_length = order->path_length;
    memcpy(unit->path, order->path, order->path_length);
}

const struct order_rule rule_hold = {ORDER_hold, check_hold, take_up_hold};
const struct order_rule rule_move = {ORDER_move, check_move, take_up_move};

/* Has a way to go and may go it, shots apart. */
static bool unit_wants_to_move(const struct turn *turn, const struct unit *unit) {
    return unit_is_on_map(unit) && (unit->order == ORDER_move || unit->order == ORDER_withdraw ||
                                     unit->order == ORDER_assault) &&
           unit->path_at < unit->path_length && !(unit->flags & (UNIT_HALTED | UNIT_SURRENDERED)) &&
           !unit_is_pinned(turn->scenario, unit);
}

static bool has_fired_enough(const struct turn *turn, const struct unit *unit) {
    return unit->shots >= turn->scenario->rules.number.shots_turn;
}

static void emit_step(struct turn *turn, int kind, uint16_t number, hex_t hex, hex_t hex2, int result) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, kind);
    event_unit(turn, &event.unit, number);
    event.hex = hex;
    event.hex2 = hex2;
    event.result = (uint8_t)result;
    event.step = DICE_STEP_MOVE;
    event_emit(turn, &event);
}

/* Is there an armed enemy in the mover's hex that its side sights? The contact is made there and then. */
static bool meets_enemy(struct turn *turn, uint16_t number) {
    const struct state *state = turn->state;
    const struct unit *mover = &state->unit[number];
    bool met = false;
    for (uint16_t i = 0; i < state->units; i++) {
        const struct unit *enemy = &state->unit[i];
        if (enemy->hex != mover->hex || !unit_is_on_map(enemy) ||
            !sides_may_fight(turn->scenario, mover->side, enemy->side) ||
            !unit_is_armed(turn->scenario, enemy))
            continue;
        int level = sighting_by_side(turn->scenario, state, mover->side, i);
        if (level == CONTACT_NONE)
            continue;
        met = true;
        int own = sighting_level(turn->scenario, sighting_score(turn->scenario, state, number, i, NULL));
        sighting_set(turn, mover->side, i, level, own == level ? number : UNIT_NONE);
    }
    return met;
}

/* Is there an enemy near that would sight the mover here and by policy and rules may shoot it? It may be
 * unseen. */
static bool nears_enemy(const struct turn *turn, uint16_t number) {
    const struct scenario *scenario = turn->scenario;
    const struct state *state = turn->state;
    const struct unit *mover = &state->unit[number];
    for (uint16_t i = 0; i < state->units; i++) {
        const struct unit *enemy = &state->unit[i];
        if (!unit_is_on_map(enemy) || !sides_may_fight(scenario, enemy->side, mover->side))
            continue;
        int range = map_distance(&scenario->map, enemy->hex, mover->hex);
        if (range > scenario->rules.number.contact_stop ||
            unit_firepower(scenario, enemy, range) == FIREPOWER_NONE || !fire_policy_allows(turn, i, number))
            continue;
        if (sighting_level(scenario, sighting_score(scenario, state, i, number, NULL)) != CONTACT_NONE)
            return true;
    }
    return false;
}

static void unit_leave_map(struct turn *turn, uint16_t number, hex_t to) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[number];
    emit_step(turn, EVENT_exited, number, unit->hex, to, 0);
    for (uint16_t i = 0; i < state->units; i++) {
        struct unit *other = &state->unit[i];
        if (i != number && !(other->status == UNIT_CARRIED && other->carrier == number))
            continue;
        bool walks = i == number && unit_is_on_foot(turn->scenario, other);
        uint32_t type = unit_type_of(turn->scenario, other)->flags;
        other->status = UNIT_EXITED;
        other->carrier = UNIT_NONE;
        unit_hold(other);
        if (walks && !(type & (TYPE_UNARMED | TYPE_DECOY)))
            victory_count(turn, other->side, VICTORY_exited_step, other->steps);
        if (walks && (type & TYPE_LEADER))
            victory_count(turn, other->side, VICTORY_leader_exited, 1);
    }
}

static enum stop_reason stop_of_refusal(int refusal) {
    return refusal == REFUSAL_barricade ? STOP_BARRICADE
           : refusal == REFUSAL_crowd   ? STOP_CROWD
                                        : STOP_NO_WAY;
}

/* Who cannot go on says so once a turn. */
static void unit_wait(struct turn *turn, uint16_t number, hex_t outside, int reason) {
    const struct unit *unit = &turn->state->unit[number];
    uint64_t bit = (uint64_t)1 << (number % 64), *told = &turn->waits_told[number / 64];
    if (*told & bit)
        return;
    *told |= bit;
    emit_step(turn, reason == STOP_STACK ? EVENT_waits : EVENT_stopped, number,
              reason == STOP_STACK ? outside : unit->hex, outside, reason);
}

/* Enters the hex of a step. Returns false when the unit goes no further in this pulse. */
static bool unit_enter(struct turn *turn, uint16_t number, const struct ground_step *step, int dir,
                       int points) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[number];
    int spent = unit->spent + step->cost;
    hex_t from = unit->hex;
    unit->spent = (uint8_t)(spent < points ? spent : points);
    unit->facing = (uint8_t)dir;
    unit->moved |= (uint8_t)(1 << (state->pulse - 1));
    unit->path_at++;
    if (step->exits) {
        unit_leave_map(turn, number, step->to);
        return false;
    }
    unit_place(state, number, step->to);
    sighting_follow(turn, number);
    emit_step(turn, EVENT_moved, number, from, step->to, 0);
    bool meets = meets_enemy(turn, number);
    if (!unit_is_on_map(unit) || (!meets && !nears_enemy(turn, number)))
        return unit_is_on_map(unit);
    if (!unit->press_on)
        unit->flags |= UNIT_HALTED;
    emit_step(turn, EVENT_stopped, number, unit->hex, HEX_NONE, meets ? STOP_ENEMY_HEX : STOP_ENEMY_NEAR);
    return false;
}

/* Moves one unit as far as it may go in this pulse. */
static void unit_move(struct turn *turn, uint16_t number, const struct obstacles *obstacles) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[number];
    const struct scenario *scenario = turn->scenario;
    struct walker walker = {scenario, obstacles, unit->side, (uint8_t)unit_move_class(scenario, unit)};
    int points = unit_move_points(scenario, unit);
    if (arrest_holds(turn, number)) {
        unit_wait(turn, number, HEX_NONE, STOP_HELD);
        return;
    }
    while (unit->path_at < unit->path_length) {
        int dir = unit->path[unit->path_at];
        struct ground_step step = ground_step(&walker, unit->hex, dir);
        if (step.refusal != REFUSAL_none) {
            unit_wait(turn, number, step.to, stop_of_refusal(step.refusal));
            return;
        }
        if (step.exits && state->turn < scenario->exit_from_turn) {
            unit_wait(turn, number, step.to, STOP_EXIT_EARLY);
            return;
        }
        if (!movement_may_spend(scenario, points, unit->spent, step.cost, state->pulse))
            return;
        if (!step.exits && !stack_has_room(scenario, state, unit, step.to)) {
            unit_wait(turn, number, step.to, STOP_STACK);
            return;
        }
        if (!unit_enter(turn, number, &step, dir, points))
            break;
    }
    if (unit->path_at >= unit->path_length)
        unit_hold(unit);
}

/* Fills turn->rank with who moves in this pulse, by a die for each. Returns how many. */
static int rank_movers(struct turn *turn) {
    uint64_t die[UNIT_MAX];
    int movers = 0;
    for (uint16_t i = 0; i < turn->state->units; i++) {
        if (!unit_wants_to_move(turn, &turn->state->unit[i]))
            continue;
        if (has_fired_enough(turn, &turn->state->unit[i])) {
            unit_wait(turn, i, HEX_NONE, STOP_FIRED);
            continue;
        }
        uint64_t bits =
            dice_bits(&turn->state->key, dice_here(turn, DICE_STEP_MOVE, DICE_MOVE_RANK, i, 0, 0));
        int at = movers++;
        for (; at > 0 && die[at - 1] > bits; at--) {
            die[at] = die[at - 1];
            turn->rank[at] = turn->rank[at - 1];
        }
        die[at] = bits;
        turn->rank[at] = i;
    }
    return movers;
}

void movement_pulse(struct turn *turn) {
    struct state *state = turn->state;
    struct obstacles obstacles;
    assert(state->pulse >= 1 && state->pulse <= turn->scenario->rules.number.pulses);
    int movers = rank_movers(turn);
    if (movers == 0)
        return;
    obstacles_find(turn->scenario, state->barricade, BARRICADE_MAX, state->crowd, CROWD_MAX, &obstacles);
    for (int i = 0; i < movers; i++)
        if (unit_wants_to_move(turn, &state->unit[turn->rank[i]]))
            unit_move(turn, turn->rank[i], &obstacles);
}
