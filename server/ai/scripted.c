/* Plays the task of a side by plain rules. Which task shows in the side's flags and victory rows, not in the
 * scenario's id. What comes first takes the units and the command that it needs; the rest is for what follows. */
#include "players.h"
#include "think.h"

static void play_for_order(struct think *think, bool people) {
    scripted_march(think, people);
    scripted_open_link(think);
    scripted_calm(think);
    scripted_arrest(think);
    if (think_row(think, VICTORY_detained_step) >= 0)
        scripted_pursue(think);
    scripted_fight(think);
    scripted_mount(think);
    scripted_carry(think);
    scripted_site(think);
    scripted_hunt(think, people);
}

static void play_against(struct think *think) {
    scripted_snipe(think);
    scripted_leave(think);
    scripted_fight(think);
    scripted_stand(think);
    scripted_stir(think);
    scripted_site(think);
    scripted_block(think);
    scripted_supply(think);
}

/* Policies come before everything else once somebody has fired, and for police who may fire. */
static bool policies_come_first(const struct think *think) {
    unsigned flags = think->scenario->side[think->view->side].flags;
    bool may_fire = (flags & SIDE_HAS_LEVELS) && rules_level_policy(think->view->level) > POLICY_HOLD;
    return (think->view->fired_upon > 0 || may_fire) && !(flags & SIDE_IS_KFOR);
}

void scripted_play(struct think *think) {
    unsigned flags = think->scenario->side[think->view->side].flags;
    scripted_asks(think);
    scripted_wounded(think);
    scripted_air(think);
    if (policies_come_first(think))
        scripted_policies(think);
    if (flags & SIDE_HAS_LEVELS)
        play_for_order(think, (flags & SIDE_IS_POLICE) != 0);
    else
        play_against(think);
    scripted_policies(think);
    if (flags & SIDE_CLEARS)
        scripted_follow(think);
    else
        scripted_hide(think);
}

void scripted_plan(const struct scenario *scenario, struct view *view, struct ai_memory *memory,
                   const struct dice_key *luck) {
    struct think think;
    if (place_is_due(view)) {
        place_by_plan(scenario, view, luck);
        return;
    }
    think_begin(&think, scenario, view, memory, luck);
    scripted_play(&think);
}
