/* Armed people on the named link (rulebook 10): each Close at which an openly armed irregular unit stands on the
 * named road link in sight of police or KFOR raises tension and costs sufferance, once however many they are. It is
 * the irregulars' own act: who bars the road by standing on it under arms can neither be shot at at first nor
 * arrested, but opens the rules of engagement of the police in the end. Once one side that is bound by them may fire
 * deliberately it has done so, and costs nothing more.
 *
 * A decoy counts as the cell that it seems to be, so that the tracks, which are public, do not give it away. */
#include "rule.h"

#define LEVEL_DELIBERATE 4

static bool deliberate_fire_is_open(const struct turn *turn) {
    for (int side = 0; side < turn->scenario->sides; side++)
        if ((turn->scenario->side[side].flags & SIDE_HAS_LEVELS) && turn->level[side] >= LEVEL_DELIBERATE)
            return true;
    return false;
}

/* Does a side that the rules of engagement bind have the unit in sight, and not take it for one of KFOR? */
static bool is_witnessed(const struct turn *turn, uint16_t unit) {
    for (int side = 0; side < turn->scenario->sides; side++)
        if ((turn->scenario->side[side].flags & SIDE_HAS_LEVELS) &&
            turn->sighted[side][unit] != CONTACT_NONE &&
            sides_may_fight(turn->scenario, side, turn->state->unit[unit].side) &&
            !view_is_fooled(turn->scenario, turn->state, side, unit))
            return true;
    return false;
}

void link_tension_close(struct turn *turn) {
    const struct scenario *scenario = turn->scenario;
    const struct rules_numbers *number = &scenario->rules.number;
    if (deliberate_fire_is_open(turn))
        return;
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        if (!(scenario->side[unit->side].flags & SIDE_IS_IRREGULAR) || !unit_is_on_map(unit) ||
            !unit_is_armed(scenario, unit) || !hex_is_on_route(scenario, unit->hex) || !is_witnessed(turn, u))
            continue;
        track_move(turn, TRACK_TENSION, number->tension_armed_link, unit->side);
        track_move(turn, TRACK_SUFFERANCE, number->sufferance_armed_link, unit->side);
        return;
    }
}
