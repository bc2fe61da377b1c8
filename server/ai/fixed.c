/* Fixed policies: players that follow one idea whatever happens. They show whether a scenario can be had by an idea
 * alone; each is given for what scripted must be better than. */
#include "players.h"
#include "think.h"

/* Goes straight for what the scenario names first for its side, and does there what it is for. */
void rush_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
               const struct dice_key *luck) {
    struct think think;
    if (place_is_due(view))
        return;
    think_begin(&think, scenario, view, memory, luck);
    scripted_rush(&think);
}

/* Takes up arms and fires freely as soon as it may; else as scripted. */
void shoot_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                const struct dice_key *luck) {
    struct think think;
    if (place_is_due(view)) {
        place_by_plan(scenario, view, luck);
        return;
    }
    think_begin(&think, scenario, view, memory, luck);
    scripted_shoot(&think);
    scripted_play(&think);
}

/* Never shoots; else as scripted. */
void hold_fire_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                    const struct dice_key *luck) {
    struct think think;
    if (place_is_due(view)) {
        place_by_plan(scenario, view, luck);
        return;
    }
    think_begin(&think, scenario, view, memory, luck);
    think.holds_fire = true;
    scripted_cease_fire(&think);
    scripted_play(&think);
}
