/* Hexes held and watched (rulebook 9): held by an unpinned armed unit in it, watched by one with line of sight to it
 * within watch_range. Decoys hold and watch nothing. */
#ifndef IBAR_RULES_HELD_H
#define IBAR_RULES_HELD_H

#include "rule.h"

/* A unit that holds the hex in which it stands and watches those near it. */
bool unit_on_map_holds(const struct scenario *scenario, const struct unit *unit);
bool hex_is_held(const struct scenario *scenario, const struct state *state, int side, hex_t hex);
bool hex_is_watched(const struct scenario *scenario, const struct state *state, int side, hex_t hex);

/* True when every neighbour hex that the window has is held or watched by sides that may fight the unit's. */
bool unit_is_surrounded(const struct scenario *scenario, const struct state *state, uint16_t unit);

/* It lays down its arms: harmless, to be arrested. `to_side` learns who it is; SIDE_NONE: nobody does. */
void unit_surrender(struct turn *turn, uint16_t unit, int to_side);

/* A leader or HQ of its side, other than itself, on the map within command_radius (rally.c). */
bool leader_is_near(const struct scenario *scenario, const struct state *state, uint16_t unit);

#endif
