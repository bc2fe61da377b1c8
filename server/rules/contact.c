/* The contact step (rulebook 6): false markings are challenged, who enters the hex of an armed enemy has no cover
 * there until that enemy is gone, and assaults (assault.c). */
#include "rule.h"

/* Rulebook silent: an enemy whom the side has not identified takes no cover away, for it would be known by that. */
static bool armed_enemy_in_hex(const struct turn *turn, const struct unit *unit) {
    for (uint16_t u = 0; u < turn->state->units; u++)
        if (turn->state->unit[u].hex == unit->hex && fire_is_fair_target(turn, unit->side, u) &&
            view_identifies(turn->state, unit->side, u) &&
            !(unit_type_of(turn->scenario, &turn->state->unit[u])->flags & TYPE_DECOY))
            return true;
    return false;
}

/* Rulebook silent: when both enter the hex in the same pulse, neither has cover there. */
static void contact_cover(struct turn *turn, struct unit *unit) {
    int pulse = turn->state->pulse;
    bool moved = pulse >= 1 && (unit->moved >> (pulse - 1)) & 1;
    if (!moved && !(unit->flags & UNIT_IN_CONTACT))
        return;
    if (armed_enemy_in_hex(turn, unit))
        unit->flags |= UNIT_IN_CONTACT;
    else
        unit->flags &= (uint16_t)~UNIT_IN_CONTACT;
}

void contact_expose(struct turn *turn, uint16_t unit, int by_side) {
    struct state *state = turn->state;
    struct unit *exposed = &state->unit[unit];
    if (!(exposed->flags & UNIT_FALSE_MARKINGS))
        return;
    exposed->flags &= (uint16_t)~UNIT_FALSE_MARKINGS;
    if (by_side != SIDE_NONE)
        sighting_set(turn, by_side, unit, CONTACT_IDENTIFIED, UNIT_NONE);
    for (int side = 0; side < turn->scenario->sides; side++)
        if (side != exposed->side && view_sights(state, side, unit))
            state->contact[side][unit].known |= KNOWN_EXPOSED;
    struct event event;
    event_begin(turn, &event, EVENT_exposed);
    event.hex = exposed->hex;
    event_unit(turn, &event.other, unit);
    event_emit(turn, &event);
    track_move(turn, TRACK_SUFFERANCE, turn->scenario->rules.number.sufferance_exposed, exposed->side);
}

/* Any police unit in the hex challenges. Rulebook silent: KFOR and the police that are not fooled need no
 * challenge. */
static void contact_challenge(struct turn *turn, uint16_t unit) {
    const struct unit *marked = &turn->state->unit[unit];
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *police = &turn->state->unit[u];
        if (police->hex == marked->hex && unit_is_on_map(police) && police->side != marked->side &&
            (turn->scenario->side[police->side].flags & SIDE_IS_POLICE)) {
            contact_expose(turn, unit, police->side);
            return;
        }
    }
}

void contact_pulse(struct turn *turn) {
    for (uint16_t u = 0; u < turn->state->units; u++) {
        struct unit *unit = &turn->state->unit[u];
        if (!unit_is_on_map(unit))
            continue;
        if (unit->flags & UNIT_FALSE_MARKINGS)
            contact_challenge(turn, u);
        contact_cover(turn, unit);
    }
    assault_pulse(turn);
}
