/* Barricades (rulebook 3 and 9): cleared and built from either hex at the Close; traps; digging in. */
#include "ground.h"

#define YES        ((struct check){VERDICT_YES, REFUSAL_none, 0})
#define NO(reason) ((struct check){VERDICT_NO, REFUSAL_##reason, 0})

/* The two hexes of a hexside, the lower first, and its direction seen from there. False at the window's edge.
 */
struct hexside_place {
    hex_t hex, next;
    uint8_t dir;
};
static bool hexside_find(const struct scenario *scenario, hex_t hex, int dir, struct hexside_place *out) {
    hex_t next = dir < DIR_COUNT ? scenario->map.next[hex][dir] : HEX_NONE;
    if (next == HEX_NONE)
        return false;
    bool swap = next < hex;
    *out = (struct hexside_place){swap ? next : hex, swap ? hex : next,
                                  (uint8_t)(swap ? dir_opposite(dir) : dir)};
    return true;
}

static int barricade_find(const struct barricade *barricade, int count, const struct hexside_place *place) {
    for (int i = 0; i < count; i++)
        if (barricade[i].strength && barricade[i].hex == place->hex && barricade[i].dir == place->dir)
            return i;
    return -1;
}

/* Does the side know of an armed enemy in one of the two hexes? Maybe, when it cannot tell who is there, or whether
 * he still is. */
static struct check check_enemy_near(const struct scenario *scenario, const struct view *view,
                                     const struct hexside_place *place) {
    struct check check = YES;
    for (int i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        if (contact->hex != place->hex && contact->hex != place->next)
            continue;
        bool known = contact->level == CONTACT_IDENTIFIED;
        bool unarmed = known && ((contact->known & (KNOWN_COVERT | KNOWN_SURRENDERED)) ||
                                 (contact->type != TYPE_NONE &&
                                  (scenario->rules.type[contact->type].flags & TYPE_UNARMED)));
        if (unarmed || (contact->side < scenario->sides && !sides_may_fight(scenario, view->side, contact->side)))
            continue;
        if (known && contact->side < scenario->sides && (contact->known & KNOWN_SEEN_NOW))
            return NO(enemy_near);
        check = (struct check){VERDICT_MAYBE, REFUSAL_enemy_near, 0};
    }
    return check;
}

static bool enemy_is_near(const struct turn *turn, int side, const struct hexside_place *place) {
    const struct state *state = turn->state;
    for (int i = 0; i < state->units; i++) {
        const struct unit *enemy = &state->unit[i];
        if ((enemy->hex == place->hex || enemy->hex == place->next) && unit_is_on_map(enemy) &&
            sides_may_fight(turn->scenario, side, enemy->side) && unit_is_armed(turn->scenario, enemy) &&
            turn->sighted[side][i] != CONTACT_NONE)
            return true;
    }
    return false;
}

static void emit_hexside(struct turn *turn, int kind, uint16_t number, const struct hexside_place *place,
                         int value) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, kind);
    event_unit(turn, &event.unit, number);
    event.hex = place->hex;
    event.hex2 = place->next;
    event.value = (int16_t)value;
    event.step = DICE_STEP_CLOSE;
    event_emit(turn, &event);
}

static void emit_not_done(struct turn *turn, uint16_t number, int kind, int reason) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, EVENT_not_done);
    event_unit(turn, &event.unit, number);
    event.value = (int16_t)kind;
    event.result = (uint8_t)reason;
    event.step = DICE_STEP_CLOSE;
    event_emit(turn, &event);
}

/* KFOR clears on the named road link only (rulebook 8, level 1). */
static bool is_on_link(const struct scenario *scenario, const struct hexside_place *place) {
    for (int i = 0; i + 1 < scenario->route_length; i++) {
        hex_t a = scenario->route[i], b = scenario->route[i + 1];
        if ((a == place->hex && b == place->next) || (a == place->next && b == place->hex))
            return true;
    }
    return false;
}

/* What it clears a turn: nothing once the crew is without its machine. */
static int clear_strength(const struct scenario *scenario, const struct unit *unit) {
    return unit->flags & UNIT_ABANDONED ? 0 : unit_type_of(scenario, unit)->clear;
}

static struct check check_clear(const struct scenario *scenario, const struct view *view,
                                const struct view_unit *seen, const struct order *order) {
    struct hexside_place place;
    struct unit unit;
    unit_from_view(seen, view->side, &unit);
    if (!(scenario->side[view->side].flags & SIDE_CLEARS) || clear_strength(scenario, &unit) == 0)
        return NO(no_ability);
    if (order->dir >= DIR_COUNT)
        return NO(bad_number);
    if (!hexside_find(scenario, seen->hex, order->dir, &place) ||
        barricade_find(view->barricade, view->barricades, &place) < 0)
        return NO(no_barricade);
    if ((scenario->side[view->side].flags & SIDE_IS_KFOR) && !is_on_link(scenario, &place))
        return NO(not_on_link);
    return check_enemy_near(scenario, view, &place);
}

/* True when the unit was ordered to clear this barricade and can still do so. */
static bool clears_here(const struct turn *turn, uint16_t number, const struct hexside_place *place) {
    const struct unit *unit = &turn->state->unit[number];
    const struct order *order = &turn->order[number];
    struct hexside_place own;
    return order->kind == ORDER_clear && unit_is_on_map(unit) && !unit_is_pinned(turn->scenario, unit) &&
           hexside_find(turn->scenario, unit->hex, order->dir, &own) && own.hex == place->hex &&
           own.dir == place->dir && !enemy_is_near(turn, unit->side, place);
}

/* Looks for the trap with every explosive disposal team at work here; true when one found it. */
static bool trap_is_found(struct turn *turn, const struct hexside_place *place) {
    bool found = false;
    for (uint16_t i = 0; i < turn->state->units; i++) {
        const struct unit *unit = &turn->state->unit[i];
        if (!(unit_type_of(turn->scenario, unit)->flags & TYPE_EOD) || !clears_here(turn, i, place))
            continue;
        struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_CLEAR_TRAP, i, place->hex, 0);
        int die = dice_roll(&turn->state->key, address, 100);
        if (die > turn->scenario->rules.number.trap_found)
            continue;
        found = true;
        struct event event;
        event_begin(turn, &event, EVENT_trap_found);
        event_unit(turn, &event.unit, i);
        event.hex = place->hex;
        event.hex2 = place->next;
        event.step = DICE_STEP_CLOSE;
        event.purpose = DICE_CLEAR_TRAP;
        event.dice_count = 1;
        event.dice_sides = 100;
        event.dice[0] = (uint8_t)die;
        event_emit(turn, &event);
    }
    return found;
}

/* All who clear it are at work at once: a trap that nobody finds goes off at each of them. */
static void trap_spring(struct turn *turn, struct barricade *barricade, const struct hexside_place *place) {
    uint16_t at_work[UNIT_MAX];
    int count = 0;
    barricade->trapped = 0;
    if (trap_is_found(turn, place))
        return;
    for (uint16_t i = 0; i < turn->state->units; i++)
        if (clears_here(turn, i, place))
            at_work[count++] = i;
    for (int i = 0; i < count; i++) {
        struct event event;
        event_begin(turn, &event, EVENT_trap_sprung);
        event.hex = place->hex;
        event.hex2 = place->next;
        event.step = DICE_STEP_CLOSE;
        fire_at_strength(turn, at_work[i], turn->scenario->rules.number.trap_firepower, DICE_TRAP, &event);
    }
}

static void resolve_clear(struct turn *turn, uint16_t number, const struct order *order) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[number];
    struct hexside_place place;
    int found = -1;
    if (hexside_find(turn->scenario, unit->hex, order->dir, &place))
        found = barricade_find(state->barricade, BARRICADE_MAX, &place);
    if (found < 0 || enemy_is_near(turn, unit->side, &place)) {
        emit_not_done(turn, number, ORDER_clear, found < 0 ? REFUSAL_no_barricade : REFUSAL_enemy_near);
        return;
    }
    struct barricade *barricade = &state->barricade[found];
    if (barricade->trapped)
        trap_spring(turn, barricade, &place);
    if (!clears_here(turn, number, &place)) {
        emit_not_done(turn, number, ORDER_clear, REFUSAL_suppressed);
        return;
    }
    int cleared = clear_strength(turn->scenario, unit);
    if (cleared > barricade->strength)
        cleared = barricade->strength;
    barricade->strength = (uint8_t)(barricade->strength - cleared);
    if (unit_type_of(turn->scenario, unit)->flags & TYPE_ENGINEER)
        victory_count(turn, unit->side, VICTORY_engineers_clear, cleared);
    emit_hexside(turn, EVENT_cleared, number, &place, barricade->strength);
    if (barricade->strength == 0)
        *barricade = (struct barricade){0};
}

static int build_strength(const struct scenario *scenario, const struct unit *unit) {
    return unit->flags & (UNIT_ABANDONED | UNIT_DISMOUNTED) ? 0 : unit_type_of(scenario, unit)->build;
}

static struct check check_build(const struct scenario *scenario, const struct view *view,
                                const struct view_unit *seen, const struct order *order) {
    struct hexside_place place;
    struct unit unit;
    unit_from_view(seen, view->side, &unit);
    if (!(scenario->side[view->side].flags & SIDE_BUILDS) || build_strength(scenario, &unit) == 0)
        return NO(no_ability);
    if (order->dir >= DIR_COUNT)
        return NO(bad_number);
    if (!hexside_find(scenario, seen->hex, order->dir, &place) ||
        !scenario->map.hex[seen->hex].road[order->dir])
        return NO(no_road);
    int found = barricade_find(view->barricade, view->barricades, &place);
    if (found >= 0 && view->barricade[found].strength >= scenario->rules.number.barricade_max)
        return NO(barricade_full);
    return check_enemy_near(scenario, view, &place);
}

/* The barricade on the hexside, begun if there is none; NULL when no more fit into the state. */
static struct barricade *barricade_begin(struct state *state, const struct hexside_place *place, int side) {
    int found = barricade_find(state->barricade, BARRICADE_MAX, place);
    if (found >= 0)
        return &state->barricade[found];
    for (int i = 0; i < BARRICADE_MAX; i++)
        if (state->barricade[i].strength == 0) {
            state->barricade[i] =
                (struct barricade){.hex = place->hex, .dir = place->dir, .side = (uint8_t)side};
            return &state->barricade[i];
        }
    return NULL;
}

int barricade_raise(struct turn *turn, uint16_t number, hex_t hex, int dir, int strength) {
    struct hexside_place place;
    int most = turn->scenario->rules.number.barricade_max;
    if (!hexside_find(turn->scenario, hex, dir, &place) || !turn->scenario->map.hex[hex].road[dir])
        return REFUSAL_no_road;
    struct barricade *barricade = barricade_begin(turn->state, &place, turn->state->unit[number].side);
    if (!barricade || barricade->strength >= most)
        return REFUSAL_barricade_full;
    strength += barricade->strength;
    barricade->strength = (uint8_t)(strength < most ? strength : most);
    emit_hexside(turn, EVENT_built, number, &place, barricade->strength);
    return REFUSAL_none;
}

static void resolve_build(struct turn *turn, uint16_t number, const struct order *order) {
    const struct unit *unit = &turn->state->unit[number];
    struct hexside_place place;
    int refusal = REFUSAL_no_road;
    if (hexside_find(turn->scenario, unit->hex, order->dir, &place))
        refusal = enemy_is_near(turn, unit->side, &place)
                      ? REFUSAL_enemy_near
                      : barricade_raise(turn, number, unit->hex, order->dir, build_strength(turn->scenario, unit));
    if (refusal != REFUSAL_none)
        emit_not_done(turn, number, ORDER_build, refusal);
}

const struct order_rule rule_clear = {ORDER_clear, check_clear, resolve_clear};
const struct order_rule rule_build = {ORDER_build, check_build, resolve_build};

/* Rulebook silent: who has a machine that builds digs itself or one friend in its hex in. */
static struct check check_dig_in(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *seen, const struct order *order) {
    const struct view_unit *other = view_unit_find(view, order->other);
    struct unit unit;
    unit_from_view(seen, view->side, &unit);
    if (build_strength(scenario, &unit) == 0)
        return NO(no_ability);
    if (!other)
        return NO(not_yours);
    if (other->status != UNIT_ON_MAP || other->hex != seen->hex)
        return NO(not_same_hex);
    if (other->flags & UNIT_DUG_IN)
        return NO(nothing_here);
    if (other != seen && view_unit_leaves(view, other))
        return (struct check){VERDICT_MAYBE, REFUSAL_not_same_hex, 0};
    return YES;
}

static void resolve_dig_in(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *unit = &turn->state->unit[order->other];
    if (!unit_is_on_map(unit) || unit->hex != turn->state->unit[number].hex) {
        emit_not_done(turn, number, ORDER_dig_in, REFUSAL_not_same_hex);
        return;
    }
    unit->flags |= UNIT_DUG_IN;
    if (!turn->sink)
        return;
    struct event event;
    event_begin(turn, &event, EVENT_dug_in);
    event_unit(turn, &event.unit, number);
    event_unit(turn, &event.other, order->other);
    event.hex = unit->hex;
    event.step = DICE_STEP_CLOSE;
    event_emit(turn, &event);
}

const struct order_rule rule_dig_in = {ORDER_dig_in, check_dig_in, resolve_dig_in};
