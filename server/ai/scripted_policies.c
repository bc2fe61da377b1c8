/* Fire policies. Police set what their rules of engagement allow, where an enemy is near; KFOR holds until it has lost
 * somebody; irregulars who do not score by losses of the police hold their fire until they are shot at, for a shot of
 * theirs opens the rules of engagement of all. */
#include "think.h"

#define FREE_RANGE 10 /* the same for police who may fire: they meet the enemy ready */
#define FIRE_RANGE 4 /* hexes to the nearest enemy within which a policy is worth its command */

/* Has any enemy been seen to fire lately, or has this side been fired upon? */
static bool is_shot_at(const struct think *think) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->contacts; i++)
        if ((view->contact[i].known & (KNOWN_FIRED | KNOWN_FIRED_NOW)) &&
            think_may_be_enemy(think, &view->contact[i]))
            return true;
    return view->fired_upon > 0 && view->fired_upon + 2 >= view->turn;
}

/* Heavy fire where people live costs more than it brings: its units hold unless told what to shoot at. */
static bool endangers_people(const struct think *think, const struct view_unit *unit) {
    const struct unit_type *type = think_type(think, unit);
    return (type->flags & TYPE_HEAVY) || type->collateral > 0;
}

/* A shot into a cultural site costs more than it brings too. */
static bool faces_site(const struct think *think, const struct view_unit *unit) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->contacts; i++)
        if ((think->scenario->map.hex[view->contact[i].hex].flags & MAP_HEX_CULTURAL) &&
            map_distance(&think->scenario->map, unit->hex, view->contact[i].hex) <= FIRE_RANGE &&
            think_is_target(think, &view->contact[i]))
            return true;
    return false;
}

static int policy_wanted(const struct think *think, const struct view_unit *unit, bool shot_at) {
    bool levels = think->scenario->side[think->view->side].flags & SIDE_HAS_LEVELS;
    if (think->view->mediation == MEDIATION_RUNNING)
        return POLICY_HOLD;
    if (levels && faces_site(think, unit))
        return POLICY_HOLD;
    bool kfor = think->scenario->side[think->view->side].flags & SIDE_IS_KFOR;
    if (kfor) /* third responder: it shoots at whom it is told to, and answers fire once it has lost somebody */
        return think->view->lost_step && !endangers_people(think, unit) &&
                       rules_level_policy(think->view->level) >= POLICY_RETURN
                   ? POLICY_RETURN
                   : POLICY_HOLD;
    if (levels && endangers_people(think, unit))
        return rules_level_policy(think->view->level) >= POLICY_RETURN ? POLICY_RETURN : POLICY_HOLD;
    if (levels)
        return rules_level_policy(think->view->level);
    /* Until it is time to leave, losses of the police score. */
    bool fights = think_row(think, VICTORY_police_loss) >= 0 && !(think_type(think, unit)->flags & TYPE_LEADER) &&
                  think->view->turn < think->scenario->exit_from_turn;
    return shot_at || fights ? POLICY_FREE : POLICY_RETURN;
}

void scripted_policies(struct think *think) {
    const struct view *view = think->view;
    bool shot_at = is_shot_at(think), fires = rules_level_policy(view->level) > POLICY_HOLD;
    int range = fires && (think->scenario->side[view->side].flags & SIDE_IS_POLICE) ? FREE_RANGE : FIRE_RANGE;
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        if (unit->status == UNIT_ON_MAP && think_is_fighter(think, unit) &&
            think_danger(think, unit->hex) <= range)
            think_policy(think, unit, policy_wanted(think, unit, shot_at));
    }
}

void scripted_cease_fire(struct think *think) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->units; i++)
        if (view->unit[i].status == UNIT_ON_MAP)
            think_policy(think, &view->unit[i], POLICY_HOLD);
}

/* Who is covert takes up arms once an enemy is near enough to be shot at; who may fire fires freely. */
void scripted_shoot(struct think *think) {
    const struct view *view = think->view;
    int most = rules_level_policy(view->level);
    for (unsigned i = 0; i < view->units; i++) {
        const struct view_unit *unit = &view->unit[i];
        if (unit->status != UNIT_ON_MAP || (think_type(think, unit)->flags & (TYPE_UNARMED | TYPE_DECOY)))
            continue;
        if ((unit->flags & UNIT_COVERT) && think_danger(think, unit->hex) <= 2)
            think_plain(think, unit, ORDER_arm);
        if (most > POLICY_HOLD)
            think_policy(think, unit, most);
    }
}
