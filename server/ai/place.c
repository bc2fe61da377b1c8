/* Set-up: where computer players place their units. Scripted players and fixed policies stand where the scenario puts
 * them: its dice draw among hexes that suit each unit. */
#include "luck.h"
#include "players.h"

#include <string.h>

#define TRIES 16

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
