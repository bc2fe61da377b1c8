/* Plays the task of a side by plain rules. Which task shows in the side's flags, not in the scenario's id. */
#include "players.h"
#include "think.h"

void scripted_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                   const struct dice_key *luck) {
    unsigned flags = scenario->side[view->side].flags;
    struct think think;
    think_begin(&think, scenario, view, memory, luck);
    if (flags & SIDE_CLEARS)
        scripted_open_link(&think);
    if (flags & SIDE_ARRESTS)
        scripted_hunt(&think, (flags & SIDE_IS_POLICE) != 0);
    if (flags & SIDE_BUILDS)
        scripted_block(&think);
    if (flags & SIDE_CLEARS)
        scripted_follow(&think);
    else
        scripted_hide(&think);
}
