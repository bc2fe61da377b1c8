/* Scheduled events of a scenario at Upkeep (rulebook 2); inside the room. */
#ifndef IBAR_RULES_SCHEDULED_H
#define IBAR_RULES_SCHEDULED_H

#include "rule.h"

/* Which events happen at this Upkeep: bit n is event n. Marks them in state->happened and sets the weather. */
uint32_t scheduled_decide(struct turn *turn);
/* Announces them and lets tracks and crowds change. */
void scheduled_carry_out(struct turn *turn, uint32_t happens);

/* One event happens now, between two turns, whatever its turn and chance: the umpire says so. */
void scheduled_happen(struct turn *turn, int event);

#endif
