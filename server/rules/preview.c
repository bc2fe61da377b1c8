/* Previews of what two dice decide at the Close (rulebook 4, 9), from the view alone. */
#include "held.h"

#include <string.h>

static int throws_of(int needs) {
    int count = 0;
    for (int first = 1; first <= 6; first++)
        for (int second = 1; second <= 6; second++)
            count += first + second >= needs;
    return count;
}

static void set_needs(struct act_preview *out, int at_best, int at_worst) {
    out->needs[PREVIEW_AT_BEST] = (int8_t)at_best;
    out->needs[PREVIEW_AT_WORST] = (int8_t)at_worst;
    out->in_36[PREVIEW_AT_BEST] = (uint8_t)throws_of(at_best);
    out->in_36[PREVIEW_AT_WORST] = (uint8_t)throws_of(at_worst);
}

static void keep_modifiers(struct act_preview *out, const struct event *explain) {
    out->modifiers = explain->modifiers;
    memcpy(out->modifier, explain->modifier, sizeof out->modifier);
}

/* Own units of the plan that push the same crowd: as push.c finds them, with the view in place of the state. */
static bool preview_push(const struct scenario *scenario, const struct view *view, const struct view_unit *unit,
                         const struct order *order, struct act_preview *out) {
    int number = crowd_find(view->crowd, view->crowds, order->hex);
    if (number < 0)
        return false;
    int best = scenario->rules.type[unit->type].crowd_control;
    bool gas = order->mode && push_has_gas(scenario, unit->type, unit->stock);
    for (int i = 0; i < view->plan.count; i++) {
        const struct order *other = &view->plan.order[i];
        const struct view_unit *by = view_unit_find(view, other->unit);
        if (other->kind != ORDER_push || other->hex != order->hex || other->unit == order->unit || !by ||
            by->status != UNIT_ON_MAP || by->suppression >= scenario->rules.number.pinned_at ||
            map_distance(&scenario->map, by->hex, order->hex) > 1)
            continue;
        out->others++;
        gas = gas || (other->mode && push_has_gas(scenario, by->type, by->stock));
        if (scenario->rules.type[by->type].crowd_control > best)
            best = scenario->rules.type[by->type].crowd_control;
    }
    struct event explain = {0};
    int needs = 1 - push_sum(&scenario->rules.number, best, out->others, gas, &view->crowd[number], &explain);
    keep_modifiers(out, &explain);
    set_needs(out, needs, needs);
    out->unknown = PREVIEW_OTHERS_PUSH;
    return true;
}

/* Neighbours of a hex that no own unit of the view holds or watches, as they stand (held.c). */
static int open_round(const struct scenario *scenario, const struct view *view, hex_t hex) {
    int open = 0;
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        hex_t next = scenario->map.next[hex][dir];
        bool covered = next == HEX_NONE;
        for (int i = 0; i < view->units && !covered; i++) {
            struct unit own;
            unit_from_view(&view->unit[i], view->side, &own);
            covered = unit_on_map_holds(scenario, &own) &&
                      (own.hex == next ||
                       (map_distance(&scenario->map, own.hex, next) <= scenario->rules.number.watch_range &&
                        los_open(scenario->los, own.hex, next)));
        }
        open += !covered;
    }
    return open;
}

/* The bounds of what holds a target of this type, whose strength class is known (0: it is not). */
static void call_bounds(const struct scenario *scenario, const struct unit_type *type, int strength, int *least,
                        int *most) {
    const struct rules_numbers *number = &scenario->rules.number;
    int lost_most = strength == 2 || type->steps == 0 ? 0 : type->steps - 1, lost_least = strength == 1 ? 1 : 0;
    int low = call_holds(number, type, lost_most, false, NULL);
    int high = call_holds(number, type, lost_least < lost_most ? lost_least : lost_most, true, NULL);
    *least = low < *least ? low : *least;
    *most = high > *most ? high : *most;
}

static bool preview_call(const struct scenario *scenario, const struct view *view, const struct view_unit *unit,
                         const struct order *order, struct act_preview *out) {
    const struct view_contact *contact = view_contact_find(view, order->contact);
    struct event explain = {0};
    struct unit target;
    int least = INT16_MAX, most = INT16_MIN;
    (void)unit;
    if (!contact || contact->hex >= scenario->map.count)
        return false;
    const struct unit_type *type = contact_from_view(scenario, contact, &target);
    if (type) {
        int lost = contact->strength == 1 && type->steps == 2;
        call_holds(&scenario->rules.number, type, lost, false, &explain);
        call_bounds(scenario, type, contact->strength, &least, &most);
        if (contact->strength == 0 || (contact->strength == 1 && type->steps > 2))
            out->unknown |= PREVIEW_STEPS;
    } else {
        for (int i = 0; i < scenario->roster_count; i++)
            if (roster_may_be(scenario, view->side, i, contact))
                call_bounds(scenario, &scenario->rules.type[scenario->roster[i].type], 0, &least, &most);
        out->unknown |= PREVIEW_TYPE;
    }
    if (most < least)
        return false;
    keep_modifiers(out, &explain);
    set_needs(out, least + 1, most + 1);
    out->open_hexes = (uint8_t)open_round(scenario, view, contact->hex);
    out->unknown |= PREVIEW_LEADER | PREVIEW_SUPPRESSION | PREVIEW_STAYS | (out->open_hexes ? PREVIEW_SURROUNDED : 0);
    return true;
}

/* A sum that the dice must lift to `least`. */
static bool preview_sum(struct act_preview *out, const struct event *explain, int sum, int least, int unknown) {
    keep_modifiers(out, explain);
    set_needs(out, least - sum, least - sum);
    out->unknown = (uint16_t)unknown;
    return true;
}

bool act_preview(const struct scenario *scenario, const struct view *view, const struct order *order,
                 struct act_preview *out) {
    const struct view_unit *unit = view_unit_find(view, order->unit);
    const struct rules_numbers *number = &scenario->rules.number;
    struct event explain = {0};
    memset(out, 0, sizeof *out);
    if (!unit || unit->status != UNIT_ON_MAP)
        return false;
    const struct unit_type *type = &scenario->rules.type[unit->type];
    switch (order->kind) {
    case ORDER_push:
        return preview_push(scenario, view, unit, order, out);
    case ORDER_call:
        return preview_call(scenario, view, unit, order, out);
    case ORDER_talk:
        return crowd_find(view->crowd, view->crowds, order->hex) >= 0 &&
               preview_sum(out, &explain, talk_sum(type, &explain), number->talk_least, 0);
    case ORDER_arrest:
        return view_contact_find(view, order->contact) &&
               preview_sum(out, &explain, arrest_sum(number, type, view->track[TRACK_LEGITIMACY], &explain),
                           number->arrest_least,
                           view_contact_find(view, order->contact)->known & KNOWN_SEEN_NOW ? 0 : PREVIEW_STAYS);
    case ORDER_check:
        return preview_sum(out, &explain, check_sum(type, &explain), number->check_least, PREVIEW_HIDDEN);
    case ORDER_search:
        return preview_sum(out, &explain, search_sum(number, type, &explain), number->search_least, PREVIEW_CACHE);
    default:
        return false;
    }
}

bool roster_may_be(const struct scenario *scenario, int side, int row, const struct view_contact *contact) {
    const struct roster_unit *unit = &scenario->roster[row];
    const struct unit_type *type = &scenario->rules.type[unit->type];
    bool vehicle = type->move != MOVE_FOOT;
    return sides_may_fight(scenario, side, unit->side) &&
           !(type->flags & (TYPE_UNARMED | TYPE_DECOY | TYPE_OFF_MAP)) &&
           (contact->class_ == CLASS_FOOT || vehicle);
}
