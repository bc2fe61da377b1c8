/* Fire at a contact (rulebook 6): the order, and the preview of a shot as its side knows it. */
#include "rule.h"

#include <string.h>

/* The contact as a unit: what is not known stays zero, and its type is only given when it is known. */
const struct unit_type *contact_from_view(const struct scenario *scenario, const struct view_contact *contact,
                                          struct unit *out) {
    memset(out, 0, sizeof *out);
    out->status = UNIT_ON_MAP;
    out->hex = contact->hex;
    out->carrier = UNIT_NONE;
    out->facing = contact->facing;
    out->still = contact->cold ? UINT8_MAX : 0;
    if (contact->type == TYPE_NONE)
        return NULL;
    out->type = contact->type;
    out->side = contact->side;
    if (contact->known & KNOWN_ON_FOOT)
        out->flags |= UNIT_DISMOUNTED;
    if (contact->known & KNOWN_COVERT)
        out->flags |= UNIT_COVERT;
    if (contact->known & KNOWN_SURRENDERED)
        out->flags |= UNIT_SURRENDERED;
    return &scenario->rules.type[contact->type];
}

static struct check answer(int verdict, int reason, int level) {
    return (struct check){.verdict = (uint8_t)verdict, .reason = (uint8_t)reason, .level = (uint8_t)level};
}

/* Covert people, the unarmed, and those whom this side may not fight are never shot at. */
int fire_target_refusal(const struct scenario *scenario, const struct view *view, const struct unit *firer,
                        const struct view_contact *contact) {
    struct unit target;
    if (firer->flags & UNIT_COVERT)
        return REFUSAL_covert;
    if (!contact)
        return REFUSAL_no_contact;
    if (contact->level < CONTACT_IDENTIFIED)
        return REFUSAL_none;
    if (contact->side != SIDE_NONE && !sides_may_fight(scenario, view->side, contact->side))
        return REFUSAL_not_enemy;
    if (contact_from_view(scenario, contact, &target) && !unit_is_armed(scenario, &target))
        return REFUSAL_not_armed;
    return REFUSAL_none;
}

/* Range and line of sight as they stand now: a mover may come into either, so that they make an order
 * uncertain. */
static int reach_refusal(const struct scenario *scenario, const struct unit *firer,
                         const struct view_contact *contact) {
    int range = map_distance(&scenario->map, firer->hex, contact->hex);
    if (unit_firepower(scenario, firer, range) == FIREPOWER_NONE)
        return REFUSAL_out_of_range;
    if (!(unit_type_of(scenario, firer)->flags & TYPE_NEEDS_SPOTTER) &&
        !los_open(scenario->los, firer->hex, contact->hex))
        return REFUSAL_no_sight;
    return REFUSAL_none;
}

bool fire_is_explosive(const struct scenario *scenario, const struct unit *unit) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    return (type->ammo == AMMO_MORTAR || (type->flags & TYPE_EXPLOSIVE)) && !unit_weapon_is_left(scenario, unit);
}

static bool weapon_is_there(const struct scenario *scenario, const struct unit *firer) {
    for (int range = 0; range <= RANGE_MAX; range++)
        if (unit_firepower(scenario, firer, range) != FIREPOWER_NONE)
            return true;
    return false;
}

static struct check fire_at_check(const struct scenario *scenario, const struct view *view,
                                  const struct view_unit *unit, const struct order *order) {
    const struct view_contact *contact = view_contact_find(view, order->contact);
    struct unit firer;
    unit_from_view(unit, view->side, &firer);
    const struct unit_type *type = unit_type_of(scenario, &firer);
    if (firer.flags & UNIT_COVERT)
        return answer(VERDICT_NO, REFUSAL_covert, 0);
    if (!unit_is_armed(scenario, &firer) || (type->flags & TYPE_DECOY) || !weapon_is_there(scenario, &firer))
        return answer(VERDICT_NO, REFUSAL_cannot_fire, 0);
    if (type->ammo == AMMO_MORTAR && firer.stock == 0 && !(firer.flags & UNIT_ABANDONED))
        return answer(VERDICT_NO, REFUSAL_no_ammo, 0);
    int reason = fire_target_refusal(scenario, view, &firer, contact);
    if (reason)
        return answer(VERDICT_NO, reason, 0);
    if (view->level < 3)
        return answer(VERDICT_NO, REFUSAL_level, 3);
    if (view->level < LEVEL_HEAVY && fire_is_explosive(scenario, &firer))
        return answer(VERDICT_NO, REFUSAL_level, LEVEL_HEAVY);
    if (view->level == 3 && !(contact->known & KNOWN_FIRED))
        return answer(VERDICT_NO, REFUSAL_level, 4);
    reason = reach_refusal(scenario, &firer, contact);
    if (reason)
        return answer(VERDICT_NO, reason, 0);
    if (contact->level < CONTACT_IDENTIFIED || !(contact->known & KNOWN_SEEN_NOW) ||
        !sighting_lasts(scenario, view, unit->unit, unit->hex, contact))
        return answer(VERDICT_MAYBE, REFUSAL_out_of_sight, 0);
    return answer(VERDICT_YES, REFUSAL_none, 0);
}

/* Nothing to take up: the fire step reads the order itself. */
static void fire_at_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    (void)turn, (void)unit, (void)order;
}

const struct order_rule rule_fire_at = {ORDER_fire_at, fire_at_check, fire_at_resolve};

bool fire_preview(const struct scenario *scenario, const struct view *view, uint16_t unit, uint16_t contact,
                  struct fire_preview *out) {
    const struct view_unit *own = view_unit_find(view, unit);
    const struct view_contact *seen = view_contact_find(view, contact);
    struct unit firer, target;
    memset(out, 0, sizeof *out);
    if (!own || !seen || own->status != UNIT_ON_MAP)
        return false;
    unit_from_view(own, view->side, &firer);
    if (fire_target_refusal(scenario, view, &firer, seen) || !unit_is_armed(scenario, &firer) || (unit_type_of(scenario, &firer)->flags & TYPE_DECOY) ||
        reach_refusal(scenario, &firer, seen))
        return false;
    struct fire_case shot = {.firer = &firer,
                             .target = &target,
                             .target_type = contact_from_view(scenario, seen, &target),
                             .weather = view->weather,
                             .suspected = seen->level < CONTACT_IDENTIFIED};
    struct event explain = {0};
    const struct unit_type *type = unit_type_of(scenario, &firer);
    out->sum = (int16_t)fire_modifiers(scenario, &shot, &explain);
    out->modifiers = explain.modifiers;
    memcpy(out->modifier, explain.modifier, sizeof out->modifier);
    bool site = scenario->map.hex[seen->hex].flags & MAP_HEX_CULTURAL;
    for (int first = 1; first <= 6; first++)
        for (int second = 1; second <= 6; second++) {
            int sum = first + second + out->sum;
            out->in_36[fire_row(&scenario->rules, sum)]++;
            out->site += site && (sum >= scenario->rules.number.site_result || type->ammo == AMMO_MORTAR);
        }
    out->collateral = (uint8_t)(collateral_most(scenario, type, seen->hex, false, 0) * 100 / 6);
    return true;
}
