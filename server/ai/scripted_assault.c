/* Assaults by all who stand near a hex together, when their best firepower and steps make up for the enemy's and half
 * his cover; who rides dismounts next to an enemy whom it could assault on foot, and mounts again when all is quiet. */
#include "think.h"

#define MARGIN 2 /* by which an assault should be stronger than its defence */
#define SURE   5 /* the same for who wins more by getting away */
#define QUIET  5 /* hexes to the nearest enemy from which on people mount again */

static bool on_foot(const struct think *think, const struct view_unit *unit) {
    return think_type(think, unit)->move == MOVE_FOOT || (unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED));
}

/* What defends the hex, as far as it is known; 0 when nobody armed is seen there. */
static int defence(const struct think *think, hex_t hex) {
    const struct ruleset *rules = &think->scenario->rules;
    int steps = 0, best = 0;
    for (unsigned i = 0; i < think->view->contacts; i++) {
        const struct view_contact *contact = &think->view->contact[i];
        if (contact->hex != hex || contact->level != CONTACT_IDENTIFIED || contact->type == TYPE_NONE ||
            !think_is_target(think, contact))
            continue;
        const struct unit_type *type = &rules->type[contact->type];
        steps += type->steps - (contact->strength == 1);
        best = type->firepower[0] != FIREPOWER_NONE && type->firepower[0] > best ? type->firepower[0] : best;
    }
    return steps == 0 ? 0 : steps + best + rules->terrain[think->scenario->map.hex[hex].terrain].cover / 2;
}

static bool can_join(const struct think *think, const struct view_unit *unit, hex_t hex) {
    const struct unit_type *type = think_type(think, unit);
    return map_distance(&think->scenario->map, unit->hex, hex) <= 1 && think_is_fighter(think, unit) &&
           type->firepower[0] != FIREPOWER_NONE && type->firepower[0] > 1 && unit->suppression < 2 &&
           !(type->flags & (TYPE_LEADER | TYPE_HQ | TYPE_CREW_WEAPON));
}

/* Strength of those who could assault the hex together: on foot already, or `all` when they dismount first. */
static int attack(const struct think *think, hex_t hex, bool all) {
    const struct view_unit *unit;
    int steps = 0, best = 0;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        if (!can_join(think, unit, hex) || (!all && !on_foot(think, unit)))
            continue;
        steps += unit->steps;
        best = think_type(think, unit)->firepower[0] > best ? think_type(think, unit)->firepower[0] : best;
    }
    return steps + best;
}

static void assault_hex(struct think *think, hex_t hex, int defence) {
    int margin = think->scenario->side[think->view->side].flags & (SIDE_MAY_EXIT | SIDE_IS_KFOR) ? SURE : MARGIN;
    bool now = attack(think, hex, false) >= defence + margin;
    const struct view_unit *unit;
    if (!now && attack(think, hex, true) < defence + margin)
        return;
    for (unsigned at = 0; (unit = think_next(think, &at));) {
        if (!can_join(think, unit, hex))
            continue;
        if (!on_foot(think, unit))
            think_plain(think, unit, ORDER_dismount);
        else if (now)
            think_at_hex(think, unit, ORDER_assault, hex, 0);
    }
}

void scripted_assault(struct think *think) {
    const struct view *view = think->view;
    for (unsigned i = 0; i < view->contacts; i++) {
        hex_t hex = view->contact[i].hex;
        int against = defence(think, hex);
        if (against > 0 && (view->contact[i].known & KNOWN_SEEN_NOW))
            assault_hex(think, hex, against);
    }
}

void scripted_mount(struct think *think) {
    const struct view_unit *unit;
    for (unsigned at = 0; (unit = think_next(think, &at));)
        if ((unit->flags & UNIT_DISMOUNTED) && think_danger(think, unit->hex) >= QUIET)
            think_plain(think, unit, ORDER_mount);
}
