/* Resupply (rulebook 5): from an own cache in the hex, one unit, once. */
#include "rule.h"

static struct check check_resupply(const struct scenario *scenario, const struct view *view,
                                   const struct view_unit *seen, const struct order *order) {
    const struct unit_type *type = &scenario->rules.type[seen->type];
    (void)order;
    if (type->ammo == AMMO_NONE || (seen->flags & UNIT_ABANDONED))
        return (struct check){VERDICT_NO, REFUSAL_no_ability, 0};
    if (seen->stock >= type->ammo_count || (seen->flags & UNIT_RESUPPLIED))
        return (struct check){VERDICT_NO, REFUSAL_stock_full, 0};
    for (int i = 0; i < view->caches; i++)
        if (view->cache[i].hex == seen->hex && view->cache[i].side == view->side && !view->cache[i].found)
            return (struct check){VERDICT_YES, REFUSAL_none, 0};
    return (struct check){VERDICT_NO, REFUSAL_nothing_here, 0};
}

/* The cache may have been found earlier in the same Close: the search comes first. */
static bool cache_is_here(const struct turn *turn, const struct unit *unit) {
    for (int i = 0; i < turn->scenario->caches; i++) {
        const struct cache *cache = &turn->state->cache[i];
        if (cache->hex == unit->hex && cache->side == unit->side && !cache->found)
            return true;
    }
    return false;
}

static void resolve_resupply(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *unit = &turn->state->unit[number];
    struct event event;
    (void)order;
    bool here = cache_is_here(turn, unit);
    if (here) {
        unit->stock = unit_type_of(turn->scenario, unit)->ammo_count;
        unit->flags |= UNIT_RESUPPLIED;
    }
    if (!turn->sink)
        return;
    event_begin(turn, &event, here ? EVENT_resupplied : EVENT_not_done);
    event_unit(turn, &event.unit, number);
    event.hex = unit->hex;
    event.value = here ? 0 : ORDER_resupply;
    event.result = here ? 0 : REFUSAL_nothing_here;
    event.step = DICE_STEP_CLOSE;
    event_emit(turn, &event);
}

const struct order_rule rule_resupply = {ORDER_resupply, check_resupply, resolve_resupply};
