/* Lying in ambush (rulebook 2 and 6): nothing until an enemy is at range 0-1, then free fire. */
#include "ground.h"

static struct check check_ambush(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *seen, const struct order *order) {
    struct unit unit;
    (void)order;
    unit_from_view(seen, view->side, &unit);
    if (unit.flags & UNIT_COVERT)
        return (struct check){VERDICT_NO, REFUSAL_covert, 0};
    if (!unit_is_armed(scenario, &unit) || (unit_type_of(scenario, &unit)->flags & TYPE_DECOY))
        return (struct check){VERDICT_NO, REFUSAL_cannot_fire, 0};
    bool fires = false;
    for (int range = 0; range <= scenario->rules.number.ambush_range; range++)
        fires |= unit_firepower(scenario, &unit, range) != FIREPOWER_NONE;
    if (!fires)
        return (struct check){VERDICT_NO, REFUSAL_cannot_fire, 0};
    /* It fires freely once sprung, so it needs the level that allows free fire. */
    for (int level = view->level; level <= 5; level++)
        if (rules_level_policy(level) >= POLICY_FREE)
            return level == view->level ? (struct check){VERDICT_YES, REFUSAL_none, 0}
                                        : (struct check){VERDICT_NO, REFUSAL_level, (uint8_t)level};
    return (struct check){VERDICT_NO, REFUSAL_level, 5};
}

static void take_up_ambush(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *unit = &turn->state->unit[number];
    (void)order;
    unit_hold(unit);
    unit->order = ORDER_ambush;
    unit->flags |= UNIT_AMBUSH;
}

const struct order_rule rule_ambush = {ORDER_ambush, check_ambush, take_up_ambush};
