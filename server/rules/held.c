/* Who holds and who watches a hex, who is surrounded, who surrenders (rulebook 6, 9). */
#include "ground.h"
#include "held.h"

bool unit_on_map_holds(const struct scenario *scenario, const struct unit *unit) {
    return unit_is_on_map(unit) && unit_is_armed(scenario, unit) && !unit_is_pinned(scenario, unit) &&
           !(unit_type_of(scenario, unit)->flags & TYPE_DECOY);
}

bool hex_is_held(const struct scenario *scenario, const struct state *state, int side, hex_t hex) {
    for (int i = 0; i < state->units; i++) {
        const struct unit *unit = &state->unit[i];
        if (unit->side == side && unit->hex == hex && unit_on_map_holds(scenario, unit))
            return true;
    }
    return false;
}

bool hex_is_watched(const struct scenario *scenario, const struct state *state, int side, hex_t hex) {
    for (int i = 0; i < state->units; i++) {
        const struct unit *unit = &state->unit[i];
        if (unit->side == side && unit_on_map_holds(scenario, unit) && los_open(scenario->los, unit->hex, hex) &&
            map_distance(&scenario->map, unit->hex, hex) <= scenario->rules.number.watch_range)
            return true;
    }
    return false;
}

static bool enemy_has(const struct scenario *scenario, const struct state *state, int side, hex_t hex) {
    for (int enemy = 0; enemy < scenario->sides; enemy++)
        if (sides_may_fight(scenario, enemy, side) && (hex_is_held(scenario, state, enemy, hex) ||
                                                       hex_is_watched(scenario, state, enemy, hex)))
            return true;
    return false;
}

bool unit_is_surrounded(const struct scenario *scenario, const struct state *state, uint16_t number) {
    const struct unit *unit = &state->unit[number];
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        hex_t next = scenario->map.next[unit->hex][dir];
        if (next != HEX_NONE && !enemy_has(scenario, state, unit->side, next))
            return false;
    }
    return true;
}

void unit_surrender(struct turn *turn, uint16_t number, int to_side) {
    struct unit *unit = &turn->state->unit[number];
    unit->flags = (uint16_t)((unit->flags & ~UNIT_AMBUSH) | UNIT_SURRENDERED);
    unit->policy = POLICY_HOLD;
    unit_hold(unit);
    for (int side = 0; side < turn->scenario->sides; side++)
        if (side != unit->side && view_identifies(turn->state, side, number))
            turn->state->contact[side][number].known |= KNOWN_SURRENDERED;
    sighting_reveal(turn, number, to_side);
    struct event event;
    event_begin(turn, &event, EVENT_surrendered);
    event_unit(turn, &event.other, number);
    event.hex = unit->hex;
    event_emit(turn, &event);
}
