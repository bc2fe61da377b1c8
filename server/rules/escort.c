/* Civilians in a held site (rulebook 9): escorted to safety by police or KFOR in or next to the hex, with the
 * holder's consent or when no armed irregular is left there; lost to fire into their hex. */
#include "rule.h"

#define NO(reason_) ((struct check){.verdict = VERDICT_NO, .reason = REFUSAL_##reason_})

static const struct civilians *civilians_find(const struct civilians *civilians, int count, hex_t hex) {
    for (int i = 0; i < count; i++)
        if (civilians[i].strength > 0 && civilians[i].hex == hex)
            return &civilians[i];
    return NULL;
}

/* Who holds the place, as the side knows: armed ones refuse, and who cannot tell does so too, perhaps. */
static struct check held_check(const struct scenario *scenario, const struct view *view, hex_t hex, bool inside) {
    struct check check = {.verdict = inside ? VERDICT_YES : VERDICT_MAYBE,
                          .reason = inside ? REFUSAL_none : REFUSAL_no_consent};
    for (int i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        if (contact->hex != hex)
            continue;
        if (contact->level < CONTACT_IDENTIFIED || contact->type == TYPE_NONE || contact->side >= scenario->sides) {
            check = (struct check){.verdict = VERDICT_MAYBE, .reason = REFUSAL_no_consent};
            continue;
        }
        bool armed = !(contact->known & (KNOWN_COVERT | KNOWN_SURRENDERED)) &&
                     !(scenario->rules.type[contact->type].flags & TYPE_UNARMED);
        if (armed && (scenario->side[contact->side].flags & SIDE_IS_IRREGULAR))
            return NO(no_consent);
    }
    return check;
}

static struct check escort_check(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *unit, const struct order *order) {
    if (!(scenario->side[view->side].flags & (SIDE_IS_POLICE | SIDE_IS_KFOR)))
        return NO(no_ability);
    const struct civilians *group = civilians_find(view->civilians, view->civilian_groups, order->hex);
    if (!group)
        return NO(no_civilians);
    if (map_distance(&scenario->map, unit->hex, order->hex) > 1)
        return NO(too_far);
    if (group->consent >> view->side & 1)
        return (struct check){.verdict = VERDICT_YES};
    return held_check(scenario, view, order->hex, unit->hex == order->hex);
}

static bool armed_irregular_in(const struct turn *turn, hex_t hex) {
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        if (unit->hex == hex && unit_is_on_map(unit) && unit_is_armed(turn->scenario, unit) &&
            (turn->scenario->side[unit->side].flags & SIDE_IS_IRREGULAR) &&
            !(unit_type_of(turn->scenario, unit)->flags & TYPE_DECOY))
            return true;
    }
    return false;
}

static void escort_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    const struct unit *by = &turn->state->unit[unit];
    int found = -1, reason = REFUSAL_none;
    for (int i = 0; i < CIVILIANS_MAX; i++)
        if (turn->state->civilians[i].strength > 0 && turn->state->civilians[i].hex == order->hex)
            found = i;
    if (found < 0)
        reason = REFUSAL_no_civilians;
    else if (map_distance(&turn->scenario->map, by->hex, order->hex) > 1)
        reason = REFUSAL_too_far;
    else if (!(turn->state->civilians[found].consent >> by->side & 1) && armed_irregular_in(turn, order->hex))
        reason = REFUSAL_no_consent;
    if (reason != REFUSAL_none) {
        crowd_not_done(turn, unit, ORDER_escort, reason);
        return;
    }
    struct civilians *group = &turn->state->civilians[found];
    struct event event;
    event_begin(turn, &event, EVENT_escorted);
    event_unit(turn, &event.unit, unit);
    event.hex = order->hex;
    event.value = group->strength;
    group->safe = (uint8_t)(group->safe + group->strength);
    group->strength = 0;
    event_emit(turn, &event);
}

const struct order_rule rule_escort = {ORDER_escort, escort_check, escort_resolve};

/* Rulebook silent: where civilians are held, the step is one of theirs; else, where a crowd stands, one of its. */
bool civilians_hit(struct turn *turn, hex_t hex) {
    for (int i = 0; i < CIVILIANS_MAX; i++) {
        struct civilians *group = &turn->state->civilians[i];
        if (group->strength == 0 || group->hex != hex)
            continue;
        group->strength--;
        group->lost++;
        struct event event;
        event_begin(turn, &event, EVENT_civilians_lost);
        event.hex = hex;
        event.value = group->strength;
        event_emit(turn, &event);
        return true;
    }
    int crowd = crowd_find(turn->state->crowd, CROWD_MAX, hex);
    if (crowd < 0)
        return false;
    crowd_lose(turn, crowd);
    return true;
}
