/* Preview of an assault (rulebook 6), from the view alone: own units of the plan together, against what is known to stand
 * in the hex, at its weakest and at its strongest. */
#include "rule.h"

#include <string.h>

/* The pulse in whose contact step it assaults: 1 for who stands in the hex; 0: it does not get there this turn. */
static int pulse_of(const struct scenario *scenario, const struct view *view, const struct view_unit *unit, hex_t hex) {
    struct order move = {.kind = ORDER_move, .unit = unit->unit, .path_length = 1};
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    if (unit->hex == hex)
        return 1;
    int dir = map_dir(&scenario->map, unit->hex, hex);
    if (dir < 0)
        return 0;
    move.path[0] = (uint8_t)dir;
    return path_cost(scenario, view, unit->unit, &move, cost, pulse) < 0 ? 0 : pulse[0];
}

static void strength_add(struct assault_strength *strength, int firepower, int steps) {
    strength->firepower = (int16_t)(firepower > strength->firepower ? firepower : strength->firepower);
    strength->steps = (int16_t)(strength->steps + steps);
}

static bool attackers_find(const struct scenario *scenario, const struct view *view, const struct order *order,
                           struct assault_preview *out) {
    const struct view_unit *lead = view_unit_find(view, order->unit);
    struct unit own;
    if (!lead || lead->status != UNIT_ON_MAP || order->hex >= scenario->map.count)
        return false;
    int pulse = pulse_of(scenario, view, lead, order->hex);
    unit_from_view(lead, view->side, &own);
    strength_add(&out->attack, unit_firepower(scenario, &own, 0), own.steps);
    out->attackers = 1;
    for (int i = 0; i < view->plan.count; i++) {
        const struct order *other = &view->plan.order[i];
        const struct view_unit *unit = view_unit_find(view, other->unit);
        if (other->kind != ORDER_assault || other->hex != order->hex || other->unit == order->unit || !unit ||
            unit->status != UNIT_ON_MAP || unit->suppression >= scenario->rules.number.pinned_at)
            continue;
        if (pulse_of(scenario, view, unit, order->hex) != pulse) {
            out->apart++;
            continue;
        }
        unit_from_view(unit, view->side, &own);
        strength_add(&out->attack, unit_firepower(scenario, &own, 0), own.steps);
        out->attackers++;
    }
    return true;
}

/* What one contact adds at its weakest and at its strongest. */
struct bounds {
    int firepower[PREVIEW_BOUNDS], steps[PREVIEW_BOUNDS];
};

static void bounds_take(struct bounds *bounds, bool first, int firepower, int steps_least, int steps_most) {
    firepower = firepower < 0 ? 0 : firepower;
    if (first || firepower < bounds->firepower[PREVIEW_AT_BEST])
        bounds->firepower[PREVIEW_AT_BEST] = firepower;
    if (first || firepower > bounds->firepower[PREVIEW_AT_WORST])
        bounds->firepower[PREVIEW_AT_WORST] = firepower;
    if (first || steps_least < bounds->steps[PREVIEW_AT_BEST])
        bounds->steps[PREVIEW_AT_BEST] = steps_least;
    if (first || steps_most > bounds->steps[PREVIEW_AT_WORST])
        bounds->steps[PREVIEW_AT_WORST] = steps_most;
}

/* Returns the bits of what is not known of it. */
static int contact_bounds(const struct scenario *scenario, const struct view *view, const struct view_contact *contact,
                          struct bounds *out) {
    struct unit seems;
    const struct unit_type *type = contact_from_view(scenario, contact, &seems);
    bool first = true;
    *out = (struct bounds){{0}, {0}};
    if (type) {
        int most = contact->strength == 1 && type->steps > 1 ? type->steps - 1 : type->steps;
        bool sure = contact->strength == 2 || most == 1;
        bounds_take(out, true, unit_firepower(scenario, &seems, 0), sure ? most : 1, most);
        return sure ? 0 : PREVIEW_STEPS;
    }
    for (int i = 0; i < scenario->roster_count; i++) {
        if (!roster_may_be(scenario, view->side, i, contact))
            continue;
        const struct unit_type *may = &scenario->rules.type[scenario->roster[i].type];
        bounds_take(out, first, may->firepower[0], 1, may->steps);
        first = false;
    }
    return PREVIEW_TYPE;
}

/* At its best only those that are sure to be there stand in it; where none is, the weakest of the others. */
static bool defenders_find(const struct scenario *scenario, const struct view *view, const struct order *order,
                           struct assault_preview *out) {
    struct assault_strength *best = &out->defence[PREVIEW_AT_BEST], *worst = &out->defence[PREVIEW_AT_WORST];
    struct assault_strength weakest = {0};
    struct unit own;
    unit_from_view(view_unit_find(view, order->unit), view->side, &own);
    for (int i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        struct bounds bounds;
        if (contact->hex != order->hex || fire_target_refusal(scenario, view, &own, contact))
            continue;
        out->unknown |= (uint16_t)contact_bounds(scenario, view, contact, &bounds);
        bool sure = contact->level == CONTACT_IDENTIFIED && (contact->known & KNOWN_SEEN_NOW);
        out->unknown |= contact->known & KNOWN_SEEN_NOW ? 0 : PREVIEW_STAYS;
        strength_add(worst, bounds.firepower[PREVIEW_AT_WORST], bounds.steps[PREVIEW_AT_WORST]);
        out->defenders[PREVIEW_AT_WORST]++;
        int low = bounds.firepower[PREVIEW_AT_BEST] + bounds.steps[PREVIEW_AT_BEST];
        if (sure) {
            strength_add(best, bounds.firepower[PREVIEW_AT_BEST], bounds.steps[PREVIEW_AT_BEST]);
            out->defenders[PREVIEW_AT_BEST]++;
        } else if (weakest.steps == 0 || low < weakest.firepower + weakest.steps) {
            weakest.firepower = (int16_t)bounds.firepower[PREVIEW_AT_BEST];
            weakest.steps = (int16_t)bounds.steps[PREVIEW_AT_BEST];
        }
    }
    if (out->defenders[PREVIEW_AT_WORST] == 0)
        return false;
    if (out->defenders[PREVIEW_AT_BEST] == 0) {
        strength_add(best, weakest.firepower, weakest.steps);
        out->defenders[PREVIEW_AT_BEST] = 1;
    }
    return true;
}

/* Rulebook 6: half the cover, rounded down. Who came into a hex in which an enemy stood has none there: it is not known
 * whether these did, once an own unit stands there too. */
static void covers_set(const struct scenario *scenario, const struct view *view, const struct order *order,
                       struct assault_preview *out) {
    int ground = scenario->rules.terrain[scenario->map.hex[order->hex].terrain].cover;
    bool shared = false;
    for (int i = 0; i < view->units; i++)
        shared = shared || (view->unit[i].status == UNIT_ON_MAP && view->unit[i].hex == order->hex);
    out->defence[PREVIEW_AT_BEST].cover = (int16_t)(shared ? 0 : ground / 2);
    out->defence[PREVIEW_AT_WORST].cover = (int16_t)((ground + scenario->rules.number.dug_in_cover) / 2);
    if (ground / 2 != out->defence[PREVIEW_AT_WORST].cover)
        out->unknown |= PREVIEW_DUG_IN;
    if (shared && ground / 2 > 0)
        out->unknown |= PREVIEW_COVER;
}

bool assault_preview(const struct scenario *scenario, const struct view *view, const struct order *order,
                     struct assault_preview *out) {
    memset(out, 0, sizeof *out);
    if (!attackers_find(scenario, view, order, out) || !defenders_find(scenario, view, order, out))
        return false;
    covers_set(scenario, view, order, out);
    int attack = assault_sum(&out->attack, NULL);
    for (int bound = 0; bound < PREVIEW_BOUNDS; bound++) {
        int defence = assault_sum(&out->defence[bound], NULL);
        for (int dice = 0; dice < 1296; dice++) {
            int thrown = dice % 6 + dice / 6 % 6 - dice / 36 % 6 - dice / 216;
            out->in_1296[bound][assault_outcome(&scenario->rules.number, attack - defence + thrown)]++;
        }
    }
    return true;
}
