/* Check and arrest (rulebook 4, 9), both at the Close in the unit's own hex. */
#include "rule.h"

#include <string.h>

static struct check no(int reason) {
    return (struct check){.verdict = VERDICT_NO, .reason = (uint8_t)reason};
}

static bool side_checks(const struct scenario *scenario, int side) {
    return scenario->side[side].flags & SIDE_ARRESTS;
}

static struct check check_check(const struct scenario *scenario, const struct view *view,
                                const struct view_unit *unit, const struct order *order) {
    (void)order;
    if (!side_checks(scenario, view->side) || (scenario->rules.type[unit->type].flags & TYPE_DECOY))
        return no(REFUSAL_no_ability);
    return (struct check){.verdict = VERDICT_YES};
}

/* Might this type be a disguise? Then a check asks even who seems to be known. */
static bool type_is_a_disguise(const struct scenario *scenario, int type) {
    for (int t = 0; t < scenario->rules.types; t++)
        if ((scenario->rules.type[t].flags & TYPE_FALSE_MARKINGS) && scenario->rules.type[t].disguise == type)
            return true;
    return false;
}

/* Rulebook: each covert unit, decoy or false marking. Rulebook silent: who is only suspected, or looks like
 * what false markings imitate, is asked with the same die, so that an answer that does not come tells nothing
 * about him. */
static bool is_asked(const struct turn *turn, int side, uint16_t target) {
    const struct unit *at = &turn->state->unit[target];
    const struct contact *contact = &turn->state->contact[side][target];
    if (at->side == side || !unit_is_on_map(at))
        return false;
    if (contact->level < CONTACT_IDENTIFIED)
        return contact->level == CONTACT_SUSPECTED || (at->flags & UNIT_COVERT) ||
               (at->flags & UNIT_FALSE_MARKINGS) || (unit_type_of(turn->scenario, at)->flags & TYPE_DECOY);
    return view_is_fooled(turn->scenario, turn->state, side, target) ||
           (!(contact->known & KNOWN_EXPOSED) && type_is_a_disguise(turn->scenario, at->type));
}

int check_sum(const struct unit_type *by, struct event *explain) {
    event_modifier(explain, MODIFIER_spot, by->spot);
    return by->spot;
}

static void check_one(struct turn *turn, uint16_t unit, uint16_t target) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    const struct unit *by = &turn->state->unit[unit];
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_CHECK, unit, target, 0);
    struct event event;
    event_begin(turn, &event, EVENT_checked);
    event_unit(turn, &event.unit, unit);
    event_unit(turn, &event.other, target);
    event.side = by->side;
    event.hex = by->hex;
    event.purpose = DICE_CHECK;
    event.dice_count = 2;
    event.dice_sides = 6;
    int sum = dice_2d6(&turn->state->key, address, event.dice) + check_sum(unit_type_of(turn->scenario, by), &event);
    event.value = (int16_t)sum;
    event.result = sum >= number->check_least;
    bool covert = turn->state->unit[target].flags & UNIT_COVERT;
    bool decoy = unit_type_of(turn->scenario, &turn->state->unit[target])->flags & TYPE_DECOY;
    /* A contact that is new by the check has its handle before it is told of. */
    if (event.result && !decoy)
        sighting_set(turn, by->side, target, CONTACT_IDENTIFIED, UNIT_NONE);
    event_emit(turn, &event);
    if (!event.result)
        return;
    if (decoy)
        sighting_set(turn, by->side, target, CONTACT_IDENTIFIED, UNIT_NONE);
    if (covert)
        sighting_reveal(turn, target, by->side);
    contact_expose(turn, target, by->side);
}

/* In an order drawn for each, so that handles given here say nothing of unit numbers. */
static void check_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    const struct unit *by = &turn->state->unit[unit];
    uint16_t asked[UNIT_MAX];
    uint64_t rank[UNIT_MAX];
    int count = 0;
    (void)order;
    for (uint16_t u = 0; u < turn->state->units; u++) {
        if (turn->state->unit[u].hex != by->hex || !is_asked(turn, by->side, u))
            continue;
        uint64_t drawn =
            dice_bits(&turn->state->key, dice_here(turn, DICE_STEP_CLOSE, DICE_HANDLE, u, unit, 0));
        int at = count++;
        for (; at > 0 && rank[at - 1] > drawn; at--) {
            rank[at] = rank[at - 1];
            asked[at] = asked[at - 1];
        }
        rank[at] = drawn;
        asked[at] = u;
    }
    for (int i = 0; i < count; i++)
        check_one(turn, unit, asked[i]);
}

const struct order_rule rule_check = {ORDER_check, check_check, check_resolve};

/* Unarmed, covert or surrendered. */
static bool may_be_arrested(const struct scenario *scenario, const struct unit *unit) {
    return (unit_type_of(scenario, unit)->flags & TYPE_UNARMED) ||
           (unit->flags & (UNIT_COVERT | UNIT_SURRENDERED));
}

static struct check arrest_check(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *unit, const struct order *order) {
    const struct view_contact *contact = view_contact_find(view, order->contact);
    if (!side_checks(scenario, view->side) || (scenario->rules.type[unit->type].flags & TYPE_DECOY))
        return no(REFUSAL_no_ability);
    if (!contact)
        return no(REFUSAL_no_contact);
    if (contact->hex != unit->hex)
        return no(REFUSAL_not_same_hex);
    if (contact->level < CONTACT_IDENTIFIED || contact->type == TYPE_NONE)
        return no(REFUSAL_nothing_here);
    if (!sides_may_fight(scenario, view->side, contact->side))
        return no(REFUSAL_not_enemy);
    if (!(contact->known & (KNOWN_COVERT | KNOWN_SURRENDERED)) &&
        !(scenario->rules.type[contact->type].flags & TYPE_UNARMED))
        return no(REFUSAL_nothing_here);
    return (struct check){.verdict = contact->known & KNOWN_SEEN_NOW ? VERDICT_YES : VERDICT_MAYBE,
                          .reason = contact->known & KNOWN_SEEN_NOW ? REFUSAL_none : REFUSAL_nothing_here};
}

static uint16_t arrest_target(const struct turn *turn, uint16_t unit, uint16_t handle) {
    const struct unit *by = &turn->state->unit[unit];
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct contact *contact = &turn->state->contact[by->side][u];
        const struct unit *at = &turn->state->unit[u];
        if (contact->level < CONTACT_IDENTIFIED || contact->handle != handle)
            continue;
        bool here = unit_is_on_map(at) && at->hex == by->hex && may_be_arrested(turn->scenario, at) &&
                    sides_may_fight(turn->scenario, by->side, at->side);
        return here ? u : UNIT_NONE;
    }
    return UNIT_NONE;
}

/* Rulebook silent: who is in the hex of an unpinned unit that has the order to arrest him is held there until the
 * Close. Else no arrest would ever meet its man: he knows that he was found, and moves before the Close comes. */
bool arrest_holds(const struct turn *turn, uint16_t target) {
    for (uint16_t u = 0; u < turn->state->units; u++)
        if (turn->order[u].kind == ORDER_arrest && unit_is_on_map(&turn->state->unit[u]) &&
            !unit_is_pinned(turn->scenario, &turn->state->unit[u]) &&
            turn->state->unit[u].hex == turn->state->unit[target].hex &&
            arrest_target(turn, u, turn->order[u].contact) == target)
            return true;
    return false;
}

/* Who is caught leaves the map; rulebook silent: who rides in a vehicle that is caught gets out. KFOR's detainees count for the police. */
static void detain(struct turn *turn, uint16_t target, int by_side) {
    struct unit *at = &turn->state->unit[target];
    at->flags |= UNIT_WAS_REVEALED | UNIT_REVEALED_OPENLY;
    at->status = UNIT_DETAINED;
    unit_let_down(turn, target);
    crowds_arrest(turn, at->hex);
    memset(&turn->state->contact[by_side][target], 0, sizeof turn->state->contact[by_side][target]);
    for (int side = 0; side < turn->scenario->sides; side++) {
        bool counts = turn->scenario->side[by_side].flags & SIDE_IS_KFOR
                          ? (turn->scenario->side[side].flags & SIDE_IS_POLICE) != 0
                          : side == by_side;
        if (!counts)
            continue;
        victory_count(turn, side, VICTORY_arrest, 1);
        victory_count(turn, side, VICTORY_detained_step, at->steps + at->wounded);
    }
    victory_count(turn, at->side, VICTORY_own_detained_step, at->steps + at->wounded);
    track_move(turn, TRACK_LEGITIMACY, turn->scenario->rules.number.legitimacy_detainee, by_side);
}

int arrest_sum(const struct rules_numbers *number, const struct unit_type *by, int legitimacy,
               struct event *explain) {
    int bonus = legitimacy >= number->arrest_high ? 1 : legitimacy <= number->arrest_low ? -1 : 0;
    event_modifier(explain, MODIFIER_skill, by->arrest);
    event_modifier(explain, MODIFIER_legitimacy, bonus);
    return by->arrest + bonus;
}

static void arrest_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    const struct unit *by = &turn->state->unit[unit];
    uint16_t target = arrest_target(turn, unit, order->contact);
    struct event event;
    if (target == UNIT_NONE) {
        event_begin(turn, &event, EVENT_not_done);
        event_unit(turn, &event.unit, unit);
        event.side = by->side;
        event.hex = by->hex;
        event.value = order->kind;
        event.result = REFUSAL_nothing_here;
        event_emit(turn, &event);
        return;
    }
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_ARREST, unit, target, 0);
    const struct rules_numbers *number = &turn->scenario->rules.number;
    event_begin(turn, &event, EVENT_arrested);
    event_unit(turn, &event.unit, unit);
    event_unit(turn, &event.other, target);
    event.side = by->side;
    event.hex = by->hex;
    event.purpose = DICE_ARREST;
    event.dice_count = 2;
    event.dice_sides = 6;
    int sum = dice_2d6(&turn->state->key, address, event.dice) +
              arrest_sum(number, unit_type_of(turn->scenario, by), turn->state->track[TRACK_LEGITIMACY], &event);
    event.value = (int16_t)sum;
    event.result = sum >= number->arrest_least;
    event_emit(turn, &event);
    if (event.result)
        detain(turn, target, by->side);
    else
        sighting_reveal(turn, target, SIDE_NONE); /* its side knows now that it is known */
}

const struct order_rule rule_arrest = {ORDER_arrest, arrest_check, arrest_resolve};

/* Rulebook silent: a hex is held by who stands in it when no unpinned armed enemy does too. */
static bool police_hold(const struct turn *turn, int police, hex_t hex) {
    bool held = false;
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        if (unit->hex != hex || !unit_is_on_map(unit) || !unit_is_armed(turn->scenario, unit) ||
            unit_is_pinned(turn->scenario, unit) || (unit_type_of(turn->scenario, unit)->flags & TYPE_DECOY))
            continue;
        if (sides_may_fight(turn->scenario, police, unit->side))
            return false;
        held = held || unit->side == police;
    }
    return held;
}

static void wounded_detain(struct turn *turn, uint16_t number, int police) {
    struct unit *unit = &turn->state->unit[number];
    int wounded = unit->wounded;
    unit->wounded = 0;
    struct event event;
    event_begin(turn, &event, EVENT_wounded_detained);
    event_unit(turn, &event.other, number);
    event.side = (uint8_t)police;
    event.hex = unit->hex;
    event.value = (int16_t)wounded;
    event_emit(turn, &event);
    victory_count(turn, police, VICTORY_detained_step, wounded);
    victory_count(turn, unit->side, VICTORY_own_detained_step, wounded);
    track_move(turn, TRACK_LEGITIMACY, turn->scenario->rules.number.legitimacy_detainee, police);
}

void detainees_close(struct turn *turn) {
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        bool lies = unit_is_on_map(unit) || unit->status == UNIT_ELIMINATED;
        for (int side = 0; lies && unit->wounded && side < turn->scenario->sides; side++)
            if ((turn->scenario->side[side].flags & SIDE_IS_POLICE) &&
                sides_may_fight(turn->scenario, side, unit->side) && police_hold(turn, side, unit->hex))
                wounded_detain(turn, u, side);
    }
}
