/* The computer players of this room. */
#ifndef IBAR_AI_PLAYERS_H
#define IBAR_AI_PLAYERS_H

#include "ai/ai.h"

void random_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                 const struct dice_key *luck);
void scripted_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                   const struct dice_key *luck);
void idle_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
               const struct dice_key *luck);
void rush_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
               const struct dice_key *luck);
void shoot_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                const struct dice_key *luck);
void hold_fire_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                    const struct dice_key *luck);

/* Set-up (place.c). */
bool place_is_due(const struct view *view);
void place_at_random(const struct scenario *scenario, struct view *view, const struct dice_key *luck);
void place_by_plan(const struct scenario *scenario, struct view *view, const struct dice_key *luck);

#endif
