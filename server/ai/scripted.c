/* Plays the task of a side by plain rules. Which task shows in the side's flags, not in the scenario's id. */
#include "players.h"
#include "think.h"

#define FIRE_RANGE 3 /* hexes to the nearest enemy within which a unit is told to return fire */

/* Who may return fire does, once the rules of engagement allow it; with the command that is left. Irregulars keep their
 * fire: it would cost them their cover. */
static void return_fire(struct think *think) {
    const struct view *view = think->view;
    if (rules_level_policy(view->level) < POLICY_RETURN)
        return;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        struct order order = {.kind = ORDER_policy,
                              .unit = unit->unit,
                              .policy = POLICY_RETURN,
                              .other = UNIT_NONE,
                              .hex = HEX_NONE};
        if (unit->status == UNIT_ON_MAP && unit->policy == POLICY_HOLD &&
            !(think_type(think, unit)->flags & TYPE_UNARMED) && think_danger(think, unit->hex) <= FIRE_RANGE)
            ai_put(think->scenario, think->view, &order);
    }
}

void scripted_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                   const struct dice_key *luck) {
    unsigned flags = scenario->side[view->side].flags;
    struct think think;
    think_begin(&think, scenario, view, memory, luck);
    if (flags & SIDE_HAS_LEVELS)
        scripted_crowds(&think);
    if (flags & SIDE_CLEARS)
        scripted_open_link(&think);
    if (flags & SIDE_ARRESTS)
        scripted_hunt(&think, (flags & SIDE_IS_POLICE) != 0);
    if (flags & SIDE_BUILDS)
        scripted_block(&think);
    if (flags & SIDE_HAS_LEVELS)
        scripted_talk(&think);
    if (flags & SIDE_CLEARS)
        scripted_follow(&think);
    else
        scripted_hide(&think);
    if (flags & SIDE_HAS_LEVELS)
        return_fire(&think);
}
