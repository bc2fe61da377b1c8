/* Units of the moment: how they move, what they fire with, and the twin of a unit that a view knows. */
#include "rule.h"

#include <assert.h>
#include <string.h>

int unit_move_class(const struct scenario *scenario, const struct unit *unit) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    if (!unit_is_on_foot(scenario, unit))
        return type->move;
    return type->flags & TYPE_FOREST_TRAINED ? MOVE_FOOT_FOREST : MOVE_FOOT;
}

int unit_move_points(const struct scenario *scenario, const struct unit *unit) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    if (unit->flags & UNIT_ABANDONED)
        return scenario->rules.number.foot_points;
    if (unit->flags & UNIT_DISMOUNTED)
        return type->foot_points ? type->foot_points : scenario->rules.number.foot_points;
    if (unit->flags & UNIT_IMMOBILE)
        return 0;
    return type->move == MOVE_NONE ? 0 : type->points;
}

/* Rulebook silent: a heavy weapon without a stock of its own is mounted on the vehicle and stays with it. */
bool unit_weapon_is_left(const struct scenario *scenario, const struct unit *unit) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    if (unit->flags & UNIT_ABANDONED)
        return true;
    return (unit->flags & UNIT_DISMOUNTED) && type->move != MOVE_FOOT && (type->flags & TYPE_HEAVY) &&
           type->ammo == AMMO_NONE;
}

int unit_firepower(const struct scenario *scenario, const struct unit *unit, int range) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    assert(range >= 0);
    if (range > RANGE_MAX)
        return FIREPOWER_NONE;
    if (unit_weapon_is_left(scenario, unit))
        return range == 0 ? scenario->rules.number.abandoned_firepower : FIREPOWER_NONE;
    return type->firepower[range];
}

bool unit_is_cold(const struct scenario *scenario, const struct unit *unit) {
    return !unit_is_on_foot(scenario, unit) && unit->moved == 0 && unit->fired == 0 &&
           unit->still >= scenario->rules.number.cold_turns;
}

void unit_from_view(const struct view_unit *seen, int side, struct unit *out) {
    memset(out, 0, sizeof *out);
    out->type = seen->type;
    out->side = (uint8_t)side;
    out->status = seen->status;
    out->steps = seen->steps;
    out->wounded = seen->wounded;
    out->suppression = seen->suppression;
    out->stock = seen->stock;
    out->policy = seen->policy;
    out->facing = seen->facing;
    out->flags = seen->flags;
    out->hex = seen->hex;
    out->entry = seen->entry;
    out->carrier = seen->carrier;
    out->order = seen->order;
    out->press_on = seen->press_on;
    out->path_length = seen->path_length;
    out->path_at = seen->path_at;
    memcpy(out->path, seen->path, sizeof out->path);
}

bool view_unit_leaves(const struct view *view, const struct view_unit *unit) {
    const struct order *planned = plan_find(&view->plan, unit->unit, false);
    int kind = planned ? planned->kind : unit->order;
    if (kind == ORDER_withdraw)
        return true;
    if (planned)
        return kind == ORDER_move || (kind == ORDER_assault && planned->hex != unit->hex);
    return kind == ORDER_move && unit->path_at < unit->path_length;
}

/* May its way or its assault bring it into the hex in this turn? */
static bool view_unit_enters(const struct map *map, const struct view *view, const struct view_unit *unit, hex_t hex) {
    const struct order *planned = plan_find(&view->plan, unit->unit, false);
    if (planned && planned->kind == ORDER_assault)
        return planned->hex == hex;
    bool moves = planned ? planned->kind == ORDER_move : unit->order == ORDER_move;
    if (!moves) /* who withdraws goes away from enemies */
        return false;
    const uint8_t *path = planned ? planned->path : unit->path;
    hex_t at = unit->hex;
    for (int i = planned ? 0 : unit->path_at; i < (planned ? planned->path_length : unit->path_length); i++) {
        at = map->next[at][path[i]];
        if (at == HEX_NONE || at == hex)
            return at == hex;
    }
    return false;
}

bool view_may_be_full(const struct scenario *scenario, const struct view *view, uint16_t number, hex_t hex) {
    int units = 1;
    for (int i = 0; i < view->units; i++) {
        const struct view_unit *own = &view->unit[i];
        units += own->unit != number && own->status == UNIT_ON_MAP &&
                 (own->hex == hex || view_unit_enters(&scenario->map, view, own, hex));
    }
    return units > scenario->rules.number.stack_units;
}
