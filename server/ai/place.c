/* Set-up: where computer players place their units. Who thinks of nothing stands where the scenario's dice put him. By
 * plan everybody stands near a hex that the scenario names for him, for those suit his task, but on the best ground
 * there, and not twice alike: a place that could be foretold is no secret. */
#include "luck.h"
#include "players.h"
#include "think.h"

#include <string.h>

#define TRIES   16
#define WATCHED 3 /* hexes of the named link that are worth being seen from a place */
#define SURPRISE 6
#define OFF_NAMED 0 /* what it is worth to hide a cache where the scenario does not name its hex */

bool place_is_due(const struct view *view) {
    return view->turn == 0;
}

/* Any hex of its zone in which it may stand; it stays where it is when none is found. */
static void place_one(const struct scenario *scenario, struct view *view, uint16_t unit, const struct dice_key *luck) {
    const struct scenario_zone *zone = rules_zone(scenario, view, unit);
    struct luck own = luck_begin(luck, view->turn, unit);
    for (int try = 0; zone && try < TRIES; try++) {
        struct order order;
        memset(&order, 0, sizeof order);
        order.kind = ORDER_place;
        order.unit = unit;
        order.hex = zone->hex[luck_draw(&own, zone->hexes)];
        if (ai_put(scenario, view, &order))
            return;
    }
}

void place_at_random(const struct scenario *scenario, struct view *view, const struct dice_key *luck) {
    for (unsigned i = 0; i < view->units; i++)
        place_one(scenario, view, view->unit[i].unit, luck);
    for (uint16_t slot = 0; slot < SIDE_ORDER_SLOTS; slot++)
        place_one(scenario, view, (uint16_t)(SIDE_ORDER_UNIT + slot), luck);
}

/* What is placed: a unit of the roster, or a cache of the side. */
struct placed {
    uint16_t number; /* as in the order */
    const hex_t *choice;
    int choices;
    const struct unit_type *type; /* NULL: a cache */
    bool covert;
};

static bool fights_openly(const struct placed *placed) {
    if (!placed->type || placed->covert || (placed->type->flags & (TYPE_UNARMED | TYPE_LEADER | TYPE_HQ)))
        return false;
    return placed->type->firepower[0] != FIREPOWER_NONE || placed->type->firepower[1] != FIREPOWER_NONE;
}

/* Distance to the nearest hex that the scenario names for it. */
static int from_named(const struct scenario *scenario, const struct placed *placed, hex_t hex) {
    int nearest = placed->choices ? 99 : 0;
    for (int i = 0; i < placed->choices; i++) {
        int distance = map_distance(&scenario->map, placed->choice[i], hex);
        nearest = distance < nearest ? distance : nearest;
    }
    return nearest;
}

/* Hexes of the named link that it sees within its range, WATCHED at most. */
static int watches(const struct scenario *scenario, const struct placed *placed, hex_t hex) {
    int count = 0;
    for (int i = 0; i < scenario->route_length && count < WATCHED; i++) {
        int distance = map_distance(&scenario->map, hex, scenario->route[i]);
        count += distance <= RANGE_MAX && placed->type->firepower[distance] != FIREPOWER_NONE &&
                 los_open(scenario->los, hex, scenario->route[i]);
    }
    return count;
}

static int place_worth(const struct scenario *scenario, const struct placed *placed, hex_t hex) {
    const struct terrain_type *terrain = &scenario->rules.terrain[scenario->map.hex[hex].terrain];
    int far = from_named(scenario, placed, hex);
    if (fights_openly(placed))
        return 2 * terrain->cover + watches(scenario, placed, hex) - 4 * far;
    if (!placed->type)
        return terrain->concealment + (far > 0 ? OFF_NAMED : 0) - 2 * far;
    return 2 * terrain->concealment - 3 * far;
}

static void place_it(const struct scenario *scenario, struct view *view, const struct placed *placed,
                     const struct dice_key *key) {
    const struct scenario_zone *zone = rules_zone(scenario, view, placed->number);
    struct luck luck = luck_begin(key, view->turn, placed->number);
    struct choices choices = {0};
    struct order order;
    int worth;
    memset(&order, 0, sizeof order);
    order.kind = ORDER_place;
    order.unit = placed->number;
    for (int i = 0; zone && i < zone->hexes; i++)
        choices_add(&choices, zone->hex[i],
                    place_worth(scenario, placed, zone->hex[i]) + (int)luck_draw(&luck, SURPRISE));
    while (choices_take(&choices, -1000, &order.hex, &worth))
        if (order.hex == rules_placed(view, placed->number) || ai_put(scenario, view, &order))
            return;
}

void place_by_plan(const struct scenario *scenario, struct view *view, const struct dice_key *luck) {
    uint16_t slot = SIDE_ORDER_UNIT;
    for (unsigned i = 0; i < view->units; i++) {
        const struct roster_unit *unit = &scenario->roster[view->unit[i].unit];
        struct placed placed = {view->unit[i].unit, unit->choice, unit->choices, &scenario->rules.type[unit->type],
                                unit->covert};
        place_it(scenario, view, &placed, luck);
    }
    for (int i = 0; i < scenario->caches; i++) {
        const struct scenario_cache *cache = &scenario->cache[i];
        struct placed placed = {slot, cache->choice, cache->choices, NULL, true};
        if (cache->side != view->side)
            continue;
        place_it(scenario, view, &placed, luck);
        slot++;
    }
}
