/* Drone and helicopter (rulebook 5): units off the map that are ordered by their own numbers. */
#ifndef IBAR_RULES_AIR_H
#define IBAR_RULES_AIR_H

#include "rule.h"

/* A drone that is over its hex in this turn. */
bool drone_is_up(const struct scenario *scenario, const struct state *state, const struct unit *unit);
/* Is the hex within what a drone of the side sees now? */
bool drone_sees_hex(const struct scenario *scenario, const struct state *state, int side, hex_t hex);

/* May wounded of this side hope for a helicopter, as far as it can know? */
bool helicopter_may_come(const struct scenario *scenario, const struct view *view);
/* The helicopter that lands in the hex at this Close for wounded of `side`: told, and used up for the turn.
 * UNIT_NONE when none may. */
uint16_t helicopter_take(struct turn *turn, int side, hex_t hex);

/* Flights of a new day or turn (called by upkeep). */
void air_upkeep(struct turn *turn);

#endif
