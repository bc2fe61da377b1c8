/* The fire step (rulebook 6). All shots are chosen and thrown on the state at the start of the step; then all
 * losses fall; who has too much suppression falls back last. */
#include "shot.h"

#include <stdlib.h>
#include <string.h>

/* Mortars and grenade launchers are explosive: they need level 5 (rulebook 8). */
static bool is_above_level(const struct turn *turn, const struct unit *unit) {
    return fire_is_explosive(turn->scenario, unit) && turn->level[unit->side] < LEVEL_HEAVY;
}

static bool has_moved_weapon(const struct scenario *scenario, const struct unit *unit) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    bool heavy = (type->flags & TYPE_CREW_WEAPON) || type->ammo == AMMO_JAVELIN;
    return heavy && unit->moved && !(unit->flags & UNIT_ABANDONED);
}

/* Rulebook silent: who goes to an assault keeps its last shot until it is there, for who has shot it moves no more. */
static bool keeps_last_shot(const struct turn *turn, uint16_t number) {
    const struct order *order = &turn->order[number];
    const struct unit *unit = &turn->state->unit[number];
    return order->kind == ORDER_assault && unit->hex != order->hex && unit->path_at < unit->path_length &&
           unit->shots + 1 >= turn->scenario->rules.number.shots_turn;
}

/* Able to shoot at all in this pulse. */
static bool unit_can_shoot(const struct turn *turn, uint16_t number) {
    const struct scenario *scenario = turn->scenario;
    const struct unit *unit = &turn->state->unit[number];
    const struct unit_type *type = unit_type_of(scenario, unit);
    if (!unit_is_on_map(unit) || !unit_is_armed(scenario, unit) || (type->flags & TYPE_DECOY) ||
        unit->shots >= scenario->rules.number.shots_turn || has_moved_weapon(scenario, unit) ||
        is_above_level(turn, unit) || keeps_last_shot(turn, number))
        return false;
    if (type->ammo == AMMO_MORTAR && unit->stock == 0 && !(unit->flags & UNIT_ABANDONED))
        return false;
    /* Mounting, arming and the like take pulse 1. */
    return turn->state->pulse != 1 || order_kind_phase(turn->order[number].kind) != '1';
}

static bool has_shot_at(const struct unit *shooter, uint16_t victim) {
    uint64_t bits = shooter->shot_at[victim / 64] | shooter->shot_at_last[victim / 64];
    return (bits >> (victim % 64)) & 1;
}

/* Return fire: it shot at the unit or at a friend near it, this turn or last. */
static bool has_shot_near(const struct turn *turn, const struct unit *shooter, uint16_t unit) {
    const struct state *state = turn->state;
    const struct unit *own = &state->unit[unit];
    for (int word = 0; word < UNIT_WORDS; word++)
        for (uint64_t bits = shooter->shot_at[word] | shooter->shot_at_last[word]; bits; bits &= bits - 1) {
            uint16_t victim = (uint16_t)(word * 64 + __builtin_ctzll(bits));
            const struct unit *friend_ = &state->unit[victim];
            if (victim == unit)
                return true;
            if (friend_->side == own->side && unit_is_on_map(friend_) &&
                map_distance(&turn->scenario->map, friend_->hex, own->hex) <=
                    turn->scenario->rules.number.return_radius)
                return true;
        }
    return false;
}

/* Armed and open, of a side that may be fought, and not taken for somebody else. Rulebook silent: nobody
 * fires at those whom he may not fight, even when they are only suspected. */
bool fire_is_fair_target(const struct turn *turn, int side, uint16_t target) {
    const struct unit *at = &turn->state->unit[target];
    if (!unit_is_on_map(at) || at->side == side || !unit_is_armed(turn->scenario, at))
        return false;
    int seems = view_is_fooled(turn->scenario, turn->state, side, target)
                    ? unit_type_of(turn->scenario, at)->disguise_side
                    : at->side;
    return sides_may_fight(turn->scenario, side, seems);
}

/* The unit that an order to fire names, UNIT_NONE without. */
static uint16_t ordered_target(const struct turn *turn, uint16_t firer) {
    const struct order *order = &turn->order[firer];
    if (order->kind != ORDER_fire_at)
        return UNIT_NONE;
    return contact_find(turn->state, turn->state->unit[firer].side, order->contact);
}

static int policy_now(const struct turn *turn, uint16_t firer, bool ordered) {
    const struct unit *unit = &turn->state->unit[firer];
    int most = rules_level_policy(turn->level[unit->side]);
    int policy = ordered || (unit->flags & UNIT_AMBUSH) ? POLICY_FREE : unit->policy;
    return policy < most ? policy : most;
}

/* In ambush nothing is fired until a sighted armed enemy is within reach. */
static bool ambush_waits(const struct turn *turn, uint16_t firer) {
    const struct unit *unit = &turn->state->unit[firer];
    if (!(unit->flags & UNIT_AMBUSH))
        return false;
    for (uint16_t u = 0; u < turn->state->units; u++)
        if (turn->sighted[unit->side][u] && fire_is_fair_target(turn, unit->side, u) &&
            map_distance(&turn->scenario->map, unit->hex, turn->state->unit[u].hex) <=
                turn->scenario->rules.number.ambush_range)
            return false;
    return true;
}

/* Return fire goes at who shot near; by order, at whomever the side has seen to fire. */
static bool policy_covers(const struct turn *turn, uint16_t firer, uint16_t target, bool ordered) {
    const struct state *state = turn->state;
    int policy = policy_now(turn, firer, ordered);
    if (policy != POLICY_RETURN)
        return policy == POLICY_FREE;
    return has_shot_near(turn, &state->unit[target], firer) ||
           (ordered && (state->contact[state->unit[firer].side][target].known & KNOWN_FIRED));
}

bool fire_policy_allows(const struct turn *turn, uint16_t firer, uint16_t target) {
    const struct unit *unit = &turn->state->unit[firer];
    if (!unit_can_shoot(turn, firer) || !fire_is_fair_target(turn, unit->side, target))
        return false;
    if (unit->flags & UNIT_AMBUSH) {
        int range = map_distance(&turn->scenario->map, unit->hex, turn->state->unit[target].hex);
        if (range > turn->scenario->rules.number.ambush_range && ambush_waits(turn, firer))
            return false;
    }
    return policy_covers(turn, firer, target, ordered_target(turn, firer) == target);
}

/* Range, line of sight (a mortar needs only a spotter, who is anybody of its side) and the target in sight.
 */
static bool can_reach(const struct turn *turn, uint16_t firer, uint16_t target) {
    const struct scenario *scenario = turn->scenario;
    const struct unit *unit = &turn->state->unit[firer], *at = &turn->state->unit[target];
    if (!turn->sighted[unit->side][target])
        return false;
    if (unit_firepower(scenario, unit, map_distance(&scenario->map, unit->hex, at->hex)) == FIREPOWER_NONE)
        return false;
    return (unit_type_of(scenario, unit)->flags & TYPE_NEEDS_SPOTTER) ||
           los_open(scenario->los, unit->hex, at->hex);
}

bool fire_may_target(const struct turn *turn, uint16_t firer, uint16_t target) {
    return can_reach(turn, firer, target) && fire_policy_allows(turn, firer, target);
}

struct fire_case fire_case_of(const struct turn *turn, uint16_t firer, uint16_t target) {
    const struct state *state = turn->state;
    const struct unit *unit = &state->unit[firer], *at = &state->unit[target];
    return (struct fire_case){.firer = unit,
                              .target = at,
                              .target_type = unit_type_of(turn->scenario, at),
                              .weather = state->weather,
                              .pulse = state->pulse,
                              .unsighted = !turn->sighted[at->side][firer],
                              .suspected = state->contact[unit->side][target].level < CONTACT_IDENTIFIED};
}

/* Rulebook silent: a weapon made for it is no worse for the armour. */
static int net_firepower(const struct turn *turn, const struct fire_case *shot) {
    int net = fire_modifiers(turn->scenario, shot, NULL);
    if (antiarmour_applies(turn->scenario, shot, turn->level[shot->firer->side]))
        net += armour_struck(turn->scenario, shot) * turn->scenario->rules.number.fire_armour;
    return net;
}

struct choice {
    uint16_t target;
    int shot_at_it, net, distance, handle;
};

static bool choice_is_better(const struct choice *a, const struct choice *b) {
    if (b->target == UNIT_NONE || a->shot_at_it != b->shot_at_it)
        return b->target == UNIT_NONE || a->shot_at_it > b->shot_at_it;
    if (a->net != b->net)
        return a->net > b->net;
    return a->distance != b->distance ? a->distance < b->distance : a->handle < b->handle;
}

/* The ordered target; else who shot at it; else best net firepower, nearest, lowest handle. */
static uint16_t choose_target(const struct turn *turn, uint16_t firer) {
    const struct state *state = turn->state;
    const struct unit *unit = &state->unit[firer];
    uint16_t ordered = ordered_target(turn, firer);
    if (ordered != UNIT_NONE && fire_may_target(turn, firer, ordered))
        return ordered;
    struct choice best = {.target = UNIT_NONE};
    for (uint16_t u = 0; u < state->units; u++) {
        if (!can_reach(turn, firer, u) || !fire_is_fair_target(turn, unit->side, u) ||
            !policy_covers(turn, firer, u, false))
            continue;
        struct fire_case shot = fire_case_of(turn, firer, u);
        struct choice choice = {.target = u,
                                .shot_at_it = has_shot_at(&state->unit[u], firer),
                                .net = net_firepower(turn, &shot),
                                .distance = map_distance(&turn->scenario->map, unit->hex, state->unit[u].hex),
                                .handle = state->contact[unit->side][u].handle};
        if (choice_is_better(&choice, &best))
            best = choice;
    }
    return best.target;
}

/* Cheap refusals before any target is looked at. */
static bool may_shoot_now(const struct turn *turn, uint16_t firer) {
    if (!unit_can_shoot(turn, firer))
        return false;
    int kind = turn->order[firer].kind;
    bool ordered = kind == ORDER_fire_at || kind == ORDER_engage;
    return policy_now(turn, firer, ordered) != POLICY_HOLD && !ambush_waits(turn, firer);
}

static void table_take(struct turn *turn, struct shot *shot) {
    struct dice_address address = dice_here(turn, DICE_STEP_FIRE, DICE_FIRE, shot->firer, shot->target, 0);
    struct fire_case conditions = fire_case_of(turn, shot->firer, shot->target);
    struct event *event = &shot->event;
    shot_event(turn, shot, event, EVENT_shot, DICE_FIRE);
    event->dice_count = 2;
    event->dice_sides = 6;
    int sum = dice_2d6(&turn->state->key, address, event->dice) +
              fire_modifiers(turn->scenario, &conditions, event);
    event->value = shot->sum = (int16_t)sum;
    event->result = shot->row = (uint8_t)fire_row(&turn->scenario->rules, sum);
}

static void shot_take(struct turn *turn, uint16_t firer, uint16_t target, struct shot *shot) {
    struct fire_case conditions = fire_case_of(turn, firer, target);
    struct dice_address address = dice_here(turn, DICE_STEP_FIRE, DICE_FIRE, firer, target, 2);
    *shot = (struct shot){.firer = firer, .target = target, .hex = turn->state->unit[target].hex};
    shot->rank = dice_bits(&turn->state->key, address);
    if (turn->order[firer].kind == ORDER_engage) {
        javelin_take(turn, shot);
    } else if (antiarmour_applies(turn->scenario, &conditions, turn->level[conditions.firer->side])) {
        shot->means = SHOT_WEAPON;
        antiarmour_take(turn, shot);
    } else {
        table_take(turn, shot);
    }
}

static int shot_compare(const void *left, const void *right) {
    const struct shot *a = *(const struct shot *const *)left, *b = *(const struct shot *const *)right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->firer < b->firer ? -1 : a->firer > b->firer;
}

/* Explosive, or a missile: what level 5 is for (rulebook 8). */
static bool is_heavy_use(const struct turn *turn, const struct shot *shot) {
    const struct unit *unit = &turn->state->unit[shot->firer];
    return shot->means == SHOT_MISSILE || shot->means == SHOT_BUILDING || fire_is_explosive(turn->scenario, unit);
}

/* A mortar spends a round, a launcher a rocket when it fires at armour. */
static void shot_spend(struct turn *turn, const struct shot *shot) {
    struct unit *unit = &turn->state->unit[shot->firer];
    int ammo = unit_type_of(turn->scenario, unit)->ammo;
    if (is_heavy_use(turn, shot))
        roe_heavy_used(turn, unit->side);
    if (shot->means == SHOT_MISSILE || shot->means == SHOT_BUILDING)
        javelin_mark(turn, shot);
    else if ((ammo == AMMO_MORTAR || (shot->means == SHOT_WEAPON && ammo != AMMO_NONE)) && unit->stock &&
             !(unit->flags & UNIT_ABANDONED))
        unit->stock--;
}

/* What the shot itself changes of its firer, and what sides learn of it. */
static void shot_mark(struct turn *turn, const struct shot *shot) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[shot->firer];
    const struct unit *at = &state->unit[shot->target];
    unit->fired |= (uint8_t)(1 << (state->pulse - 1));
    unit->shots++;
    unit->shot_at[shot->target / 64] |= UINT64_C(1) << (shot->target % 64);
    shot_spend(turn, shot);
    if (unit->flags & UNIT_AMBUSH) {
        unit->flags &= (uint16_t)~UNIT_AMBUSH;
        unit->policy = POLICY_FREE;
    }
    if (!(unit_type_of(turn->scenario, at)->flags & TYPE_DECOY))
        state->fired_upon[at->side] = state->turn;
    for (int side = 0; side < turn->scenario->sides; side++)
        if (side != unit->side && view_sights(state, side, shot->firer))
            state->contact[side][shot->firer].known |= KNOWN_FIRED | KNOWN_FIRED_NOW;
}

bool fire_add_suppression(struct turn *turn, uint16_t unit, int suppression) {
    struct unit *at = &turn->state->unit[unit];
    int now = at->suppression + suppression, most = turn->scenario->rules.number.suppression_max;
    if (suppression <= 0 || !unit_is_on_map(at))
        return false;
    at->suppression = (uint8_t)(now > most ? most : now);
    struct event event;
    event_begin(turn, &event, EVENT_suppressed);
    event.hex = at->hex;
    event.value = at->suppression;
    event_unit(turn, &event.other, unit);
    event_emit(turn, &event);
    return true;
}

void fire_suppress(struct turn *turn, uint16_t unit, int suppression) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    fire_add_suppression(turn, unit, suppression);
    if (suppression > 0 && unit_is_on_map(&turn->state->unit[unit]) &&
        turn->state->unit[unit].suppression >= number->fall_back_at)
        fall_back(turn, unit, number->fall_back_hexes);
}

/* Decoys lose nothing: a hit finds nobody there, and the side that fired is not told. */
static void shot_fall(struct turn *turn, struct shot *shot) {
    const struct ruleset *rules = &turn->scenario->rules;
    const struct unit *at = &turn->state->unit[shot->target];
    bool decoy = unit_type_of(turn->scenario, at)->flags & TYPE_DECOY;
    if (shot->row > 0 && !decoy) {
        const struct fire_row *row = &rules->fire[shot->row - 1];
        fire_step_loss(turn, shot->target, shot->firer, row->steps);
        shot->hurt = fire_add_suppression(turn, shot->target, row->suppression);
    } else if (shot->effect != STRIKE_NOTHING && !decoy) {
        strike_fall(turn, shot);
    }
    collateral(turn, shot);
    /* Rulebook silent: who fires from false markings gives himself away. */
    contact_expose(turn, shot->firer, SIDE_NONE);
}

/* Each unit once, after all shots have fallen. */
static void falling_back(struct turn *turn, struct shot **order, size_t count) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    uint64_t done[UNIT_WORDS] = {0};
    for (size_t i = 0; i < count; i++) {
        uint16_t target = order[i]->target;
        const struct unit *unit = &turn->state->unit[target];
        if (!order[i]->hurt || (done[target / 64] >> (target % 64)) & 1 || !unit_is_on_map(unit) ||
            unit->suppression < number->fall_back_at)
            continue;
        done[target / 64] |= UINT64_C(1) << (target % 64);
        fall_back(turn, target, number->fall_back_hexes);
    }
}

void fire_pulse(struct turn *turn) {
    struct shot shots[UNIT_MAX], *order[UNIT_MAX];
    size_t count = 0;
    for (uint16_t u = 0; u < turn->state->units; u++) {
        if (!may_shoot_now(turn, u))
            continue;
        bool engages = turn->order[u].kind == ORDER_engage;
        uint16_t target = engages ? javelin_target(turn, u) : choose_target(turn, u);
        if (target == UNIT_NONE)
            continue;
        order[count] = &shots[count];
        shot_take(turn, u, target, &shots[count++]);
    }
    if (count > 1)
        qsort(order, count, sizeof order[0], shot_compare);
    for (size_t i = 0; i < count; i++) {
        event_emit(turn, &order[i]->event);
        if (order[i]->impact.kind != EVENT_none)
            event_emit(turn, &order[i]->impact);
        shot_mark(turn, order[i]);
    }
    for (size_t i = 0; i < count; i++)
        shot_fall(turn, order[i]);
    falling_back(turn, order, count);
}

void fire_at_strength(struct turn *turn, uint16_t target, int firepower, int purpose, struct event *event) {
    struct state *state = turn->state;
    struct unit *at = &state->unit[target];
    const struct ruleset *rules = &turn->scenario->rules;
    int armour = unit_is_on_foot(turn->scenario, at) ? 0 : unit_type_of(turn->scenario, at)->armour_side;
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, purpose, target, 0, event->dice_k);
    event_unit(turn, &event->other, target);
    event->purpose = (uint8_t)purpose;
    event->dice_count = 2;
    event->dice_sides = 6;
    event_modifier(event, MODIFIER_firepower, firepower);
    event_modifier(event, MODIFIER_armour, -armour * rules->number.fire_armour);
    /* Rulebook silent: the charge lies where they work, so that no cover helps, only armour. */
    int sum = dice_2d6(&state->key, address, event->dice) + firepower - armour * rules->number.fire_armour;
    event->value = (int16_t)sum;
    event->result = (uint8_t)fire_row(rules, sum);
    event_emit(turn, event);
    state->fired_upon[at->side] = state->turn;
    if (event->result == 0)
        return;
    const struct fire_row *row = &rules->fire[event->result - 1];
    fire_step_loss(turn, target, UNIT_NONE, row->steps);
    fire_suppress(turn, target, row->suppression);
}
