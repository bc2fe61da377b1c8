/* Command (rulebook 2): a new order costs 1; orders of one kind to units within 2 hexes of a leader or HQ
 * cost 1 together. Of all groupings the cheapest is charged.
 *
 * Rulebook silent: the leader or HQ need not be given that order itself; it must be on the map or carried. */
#include "plan_check.h"

#include <string.h>

#define COMMANDER_MAX 6 /* more of a side than this do not form groups of their own */

/* Which units each leader or HQ reaches. */
struct commanders {
    unsigned count;
    uint64_t reach[COMMANDER_MAX][UNIT_WORDS];
};

static bool is_in_hand(const struct view_unit *unit) {
    return unit->status == UNIT_ON_MAP || unit->status == UNIT_CARRIED;
}

static void commanders_find(const struct scenario *scenario, const struct view *view,
                            struct commanders *out) {
    memset(out, 0, sizeof *out);
    for (unsigned i = 0; i < view->units && out->count < COMMANDER_MAX; i++) {
        const struct view_unit *commander = &view->unit[i];
        if (!is_in_hand(commander) ||
            !(scenario->rules.type[commander->type].flags & (TYPE_HQ | TYPE_LEADER)))
            continue;
        uint64_t *reach = out->reach[out->count++];
        for (unsigned j = 0; j < view->units; j++) {
            const struct view_unit *unit = &view->unit[j];
            if (is_in_hand(unit) && map_distance(&scenario->map, commander->hex, unit->hex) <=
                                        scenario->rules.number.command_radius)
                reach[unit->unit / 64] |= (uint64_t)1 << (unit->unit % 64);
        }
    }
}

static bool order_is_free(const struct order *order) {
    return order->kind == ORDER_hold || order->kind == ORDER_withdraw ||
           order_kind_phase(order->kind) == 'S' ||
           (order->kind == ORDER_policy && order->policy == POLICY_HOLD);
}

/* The cheapest grouping of the units that have orders of one kind: for each set of commanders, one for each
 * of the set and one for each unit out of its reach. */
static int kind_cost(const struct commanders *commanders, const uint64_t ordered[UNIT_WORDS]) {
    int best = INT32_MAX;
    for (unsigned set = 0; set < 1u << commanders->count; set++) {
        int cost = __builtin_popcount(set);
        for (unsigned word = 0; word < UNIT_WORDS; word++) {
            uint64_t left = ordered[word];
            for (unsigned i = 0; i < commanders->count; i++)
                if (set >> i & 1)
                    left &= ~commanders->reach[i][word];
            cost += __builtin_popcountll(left);
        }
        if (cost < best)
            best = cost;
    }
    return best;
}

static int entries_cost(const struct commanders *commanders, const struct plan *plan, unsigned count) {
    uint64_t ordered[ORDER_COUNT][UNIT_WORDS];
    uint64_t kinds = 0;
    _Static_assert(ORDER_COUNT <= 64, "kinds fit a word");
    for (unsigned i = 0; i < count; i++) {
        const struct order *order = &plan->order[i];
        if (order->kind >= ORDER_COUNT || order->unit >= UNIT_MAX || order_is_free(order))
            continue;
        if (!(kinds >> order->kind & 1))
            memset(ordered[order->kind], 0, sizeof ordered[order->kind]);
        kinds |= (uint64_t)1 << order->kind;
        ordered[order->kind][order->unit / 64] |= (uint64_t)1 << (order->unit % 64);
    }
    int cost = 0;
    for (int kind = 0; kind < ORDER_COUNT; kind++)
        if (kinds >> kind & 1)
            cost += kind_cost(commanders, ordered[kind]);
    return cost;
}

static unsigned plan_entries(const struct plan *plan) {
    return plan->count < PLAN_MAX ? plan->count : PLAN_MAX;
}

int rules_plan_cost(const struct scenario *scenario, const struct view *view, const struct plan *plan) {
    struct commanders commanders;
    if (plan->count == 0 || view_is_in_setup(view))
        return 0;
    commanders_find(scenario, view, &commanders);
    return entries_cost(&commanders, plan, plan_entries(plan));
}

bool rules_plan_is_paid(const struct scenario *scenario, const struct view *view, const struct plan *plan) {
    return plan_entries(plan) <= view->command || /* no entry costs more than 1 */
           rules_plan_cost(scenario, view, plan) <= view->command;
}

unsigned plan_paid_for(const struct scenario *scenario, const struct view *view, const struct plan *plan) {
    struct commanders commanders;
    unsigned count = plan_entries(plan);
    if (count <= view->command)
        return count;
    commanders_find(scenario, view, &commanders);
    while (count > 0 && entries_cost(&commanders, plan, count) > view->command)
        count--;
    return count;
}
