/* Where a unit withdraws to. Rulebook 2 (withdraw) and 6 (falling back). */
#ifndef IBAR_RULES_WITHDRAW_H
#define IBAR_RULES_WITHDRAW_H

#include "ground.h"

/* The way of a unit toward the nearest own HQ or leader, else toward its entry hex. With `beyond` a HQ or
 * leader in its own hex does not count. Returns the number of directions written, 0 when it is there or no
 * way leads there. */
int withdraw_way(const struct scenario *scenario, const struct state *state, uint16_t unit, bool beyond,
                 uint8_t path[PATH_MAX_HEXES]);

/* One step back, whatever the room in the hex. False, and nothing done, when the unit cannot move there or its side
 * has a contact on an armed enemy there; else it holds unless it withdraws. */
bool retreat_step(struct turn *turn, uint16_t unit, int dir);

/* Sets a unit on its way; it holds when it is there. Called again each turn, for HQ and leaders move. */
void withdraw_take_up(struct turn *turn, uint16_t unit);

#endif
