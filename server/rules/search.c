/* Search (rulebook 9): a hidden cache in the hex is found by 2d6, +2 for explosive disposal, of 9 or more. */
#include "rule.h"

static struct check search_check(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *unit, const struct order *order) {
    (void)order;
    if (!(scenario->side[view->side].flags & SIDE_ARRESTS) ||
        (scenario->rules.type[unit->type].flags & TYPE_DECOY))
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_no_ability};
    return (struct check){.verdict = VERDICT_YES};
}

static struct cache *hidden_cache_at(struct turn *turn, hex_t hex, int side) {
    for (int i = 0; i < turn->scenario->caches; i++) {
        struct cache *cache = &turn->state->cache[i];
        if (cache->hex == hex && cache->side != side && !cache->found)
            return cache;
    }
    return NULL;
}

int search_sum(const struct rules_numbers *number, const struct unit_type *by, struct event *explain) {
    int skill = by->flags & TYPE_EOD ? number->search_eod : 0;
    event_modifier(explain, MODIFIER_skill, skill);
    return skill;
}

/* The die is thrown whether a cache lies there or not: a search that finds nothing tells nothing. */
static void search_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    const struct unit *by = &turn->state->unit[unit];
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_SEARCH, unit, by->hex, 0);
    struct cache *cache = hidden_cache_at(turn, by->hex, by->side);
    struct event event;
    (void)order;
    event_begin(turn, &event, EVENT_searched);
    event_unit(turn, &event.unit, unit);
    event.side = by->side;
    event.hex = by->hex;
    event.purpose = DICE_SEARCH;
    event.dice_count = 2;
    event.dice_sides = 6;
    int sum = dice_2d6(&turn->state->key, address, event.dice) +
              search_sum(number, unit_type_of(turn->scenario, by), &event);
    event.value = (int16_t)sum;
    event.result = cache && sum >= number->search_least;
    event_emit(turn, &event);
    if (!event.result)
        return;
    cache->found = (uint8_t)(1 + by->side);
    victory_count(turn, by->side, VICTORY_cache_found, 1);
    track_move(turn, TRACK_LEGITIMACY, number->legitimacy_cache, by->side);
}

const struct order_rule rule_search = {ORDER_search, search_check, search_resolve};
