/* Set-up (rulebook 11): before turn 1 each side places its units in its zones, in secret, from defaults.
 *
 * Everything is judged by the side's own units, its plan and what is public: nobody has sighted anybody yet. Who is
 * not placed stays where the dice of the scenario put it. */
#include "ground.h"
#include "plan_check.h"

#include <string.h>

/* The n-th cache of a side, its number in the scenario; -1 when it has fewer. */
static int cache_of_side(const struct scenario *scenario, int side, int n) {
    for (int i = 0; i < scenario->caches; i++)
        if (scenario->cache[i].side == side && n-- == 0)
            return i;
    return -1;
}

static bool is_cache_slot(uint16_t unit) {
    return unit >= SIDE_ORDER_UNIT && unit < SIDE_ORDER_UNIT + SIDE_ORDER_SLOTS;
}

const struct scenario_zone *rules_zone(const struct scenario *scenario, const struct view *view, uint16_t unit) {
    int zone = 0;
    if (!view_is_in_setup(view))
        return NULL;
    if (is_cache_slot(unit)) {
        int cache = cache_of_side(scenario, view->side, unit - SIDE_ORDER_UNIT);
        zone = cache >= 0 ? scenario->cache[cache].zone : 0;
    } else {
        const struct view_unit *own = view_unit_find(view, unit);
        zone = own && own->status == UNIT_ON_MAP ? scenario->roster[unit].zone : 0;
    }
    return zone ? &scenario->zone[zone - 1] : NULL;
}

/* Where a plan has a unit that is on the map. */
static hex_t unit_stands(const struct view_unit *unit, const struct plan *plan) {
    const struct order *order = plan_find(plan, unit->unit, false);
    return order && order->kind == ORDER_place ? order->hex : unit->hex;
}

hex_t rules_placed(const struct view *view, uint16_t unit) {
    const struct order *order = plan_find(&view->plan, unit, false);
    if (order && order->kind == ORDER_place)
        return order->hex;
    const struct view_unit *own = view_unit_find(view, unit);
    if (own)
        return own->status == UNIT_ON_MAP ? own->hex : HEX_NONE;
    int left = is_cache_slot(unit) ? unit - SIDE_ORDER_UNIT : -1;
    for (int i = 0; i < view->caches && left >= 0; i++)
        if (view->cache[i].side == view->side && left-- == 0)
            return view->cache[i].hex;
    return HEX_NONE;
}

bool rules_may_stand(const struct scenario *scenario, const struct unit_type *type, hex_t hex) {
    const struct map_hex *at = &scenario->map.hex[hex];
    const struct terrain_type *terrain = &scenario->rules.terrain[at->terrain];
    for (int dir = 0; dir < DIR_COUNT; dir++)
        if (at->road[dir] && at->terrain != TERRAIN_WATER)
            return true;
    switch (type->move) {
    case MOVE_FOOT:
        return terrain->cost_foot != COST_NONE;
    case MOVE_WHEELED:
        return terrain->cost_wheeled != COST_NONE;
    default:
        return terrain->cost_4x4 != COST_NONE;
    }
}

/* Stacking (rulebook 3), counted over the plan. */
bool setup_overfills(const struct scenario *scenario, const struct view *view, const struct plan *plan, uint16_t unit) {
    const struct view_unit *who = view_unit_find(view, unit);
    int units = 0, vehicles = 0;
    if (!who)
        return false; /* a cache takes no room */
    hex_t hex = unit_stands(who, plan);
    for (int i = 0; i < view->units; i++) {
        struct unit other;
        if (view->unit[i].status != UNIT_ON_MAP || unit_stands(&view->unit[i], plan) != hex)
            continue;
        unit_from_view(&view->unit[i], view->side, &other);
        units++;
        vehicles += !unit_is_on_foot(scenario, &other);
    }
    struct unit own;
    unit_from_view(who, view->side, &own);
    return units > scenario->rules.number.stack_units ||
           (!unit_is_on_foot(scenario, &own) && vehicles > scenario->rules.number.stack_vehicles);
}

static struct check place_check(const struct scenario *scenario, const struct view *view, const struct view_unit *seen,
                                const struct order *order) {
    const struct scenario_zone *zone = rules_zone(scenario, view, order->unit);
    int reason = REFUSAL_none;
    if (!zone)
        reason = REFUSAL_no_zone;
    else if (order->hex >= scenario->map.count)
        reason = REFUSAL_bad_number;
    else if (!scenario_zone_has(zone, order->hex))
        reason = REFUSAL_out_of_zone;
    if (reason != REFUSAL_none || !seen)
        return (struct check){reason ? VERDICT_NO : VERDICT_YES, (uint8_t)reason, 0};
    struct unit unit;
    unit_from_view(seen, view->side, &unit);
    int crowd = crowd_find(view->crowd, view->crowds, order->hex);
    if (!rules_may_stand(scenario, &scenario->rules.type[seen->type], order->hex))
        reason = REFUSAL_cannot_stand;
    else if ((scenario->side[view->side].flags & SIDE_STAYS_INSIDE) &&
             (scenario->map.hex[order->hex].flags & MAP_HEX_BEYOND))
        reason = REFUSAL_boundary;
    else if (crowd >= 0 && !unit_is_on_foot(scenario, &unit) &&
             view->crowd[crowd].anger >= scenario->rules.number.crowd_stops)
        reason = REFUSAL_crowd;
    return (struct check){reason ? VERDICT_NO : VERDICT_YES, (uint8_t)reason, 0};
}

/* `unit`: the number of a unit. Caches are placed by side_place. */
static void place_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    unit_place(turn->state, unit, order->hex);
}

const struct order_rule rule_place = {ORDER_place, place_check, place_resolve};

/* The entries of a side that hold, into view->plan: each by itself, then none that overfills its hex. */
static void plan_judge(struct turn *turn, int side, struct view *view) {
    const struct plan *given = &turn->plan[side];
    view_build(turn->scenario, turn->state, side, view);
    for (unsigned i = 0; i < given->count && i < PLAN_MAX; i++) {
        struct check check = order_check(turn->scenario, view, &given->order[i]);
        if (check.verdict == VERDICT_NO)
            plan_not_done(turn, side, &given->order[i], check.reason);
        else
            plan_put(&view->plan, &given->order[i]);
    }
    for (unsigned i = 0; i < view->plan.count;) {
        struct order order = view->plan.order[i];
        if (order.kind != ORDER_place || !setup_overfills(turn->scenario, view, &view->plan, order.unit)) {
            i++;
            continue;
        }
        plan_not_done(turn, side, &order, REFUSAL_stack_full);
        plan_remove(&view->plan, order.unit, false);
        i = 0; /* it goes back to where it stood, which may be full by now */
    }
}

static void side_place(struct turn *turn, int side) {
    struct view view;
    if (turn->plan[side].count == 0)
        return;
    plan_judge(turn, side, &view);
    for (unsigned i = 0; i < view.plan.count; i++) {
        const struct order *order = &view.plan.order[i];
        if (is_cache_slot(order->unit)) {
            int cache = cache_of_side(turn->scenario, side, order->unit - SIDE_ORDER_UNIT);
            turn->state->cache[cache].hex = order->hex;
        } else {
            order_rule(order->kind)->resolve(turn, order->unit, order);
        }
    }
}

void setup_resolve(struct turn *turn) {
    for (int side = 0; side < turn->scenario->sides; side++)
        side_place(turn, side);
    turn->state->turn = 1;
    upkeep(turn);
    sighting_pulse(turn);
}
