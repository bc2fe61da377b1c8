/* Gives no orders: what a side is worth that only sits. */
#include "players.h"

void idle_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
               const struct dice_key *luck) {
    (void)scenario;
    (void)view;
    (void)memory;
    (void)luck;
}
