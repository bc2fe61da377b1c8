/* Vehicles and loads (rulebook 5): mount, dismount, load, unload, abandon; who takes what lies about. All but
 * the last are done in pulse 1 and take it. */
#include "ground.h"
#include "plan_check.h"

#include <assert.h>

#define YES        ((struct check){VERDICT_YES, REFUSAL_none, 0})
#define NO(reason) ((struct check){VERDICT_NO, REFUSAL_##reason, 0})

static void emit(struct turn *turn, int kind, uint16_t unit, uint16_t other) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, kind);
    event_unit(turn, &event.unit, unit);
    if (other != UNIT_NONE)
        event_unit(turn, &event.other, other);
    event.hex = turn->state->unit[unit].hex;
    event.step = DICE_STEP_MOVE;
    event_emit(turn, &event);
}

static bool has_vehicle(const struct unit_type *type) {
    return type->move != MOVE_FOOT && type->move != MOVE_NONE;
}

/* Leaves what the unit had in its hex. scenario_prepare has seen to it that there is room for all. */
static void equipment_leave(struct turn *turn, uint16_t number) {
    const struct unit *unit = &turn->state->unit[number];
    struct equipment *equipment = turn->state->equipment;
    while (equipment->used) {
        equipment++;
        assert(equipment < turn->state->equipment + EQUIPMENT_MAX);
    }
    *equipment = (struct equipment){.hex = unit->hex,
                                    .unit = number,
                                    .type = unit->type,
                                    .side = unit->side,
                                    .used = 1,
                                    .heavy = (unit_type_of(turn->scenario, unit)->flags & TYPE_HEAVY) != 0};
}

/* Lets down who is carried, as far as the hex has room; the rest stays aboard unless `all`. */
static void unload_carried(struct turn *turn, uint16_t carrier, bool all) {
    struct state *state = turn->state;
    for (uint16_t i = 0; i < state->units; i++) {
        struct unit *unit = &state->unit[i];
        if (unit->status != UNIT_CARRIED || unit->carrier != carrier)
            continue;
        if (!all && !stack_has_room(turn->scenario, state, unit, unit->hex)) {
            emit(turn, EVENT_waits, i, UNIT_NONE);
            continue;
        }
        unit->status = UNIT_ON_MAP;
        unit->carrier = UNIT_NONE;
        emit(turn, EVENT_unloaded, carrier, i);
    }
}

void unit_let_down(struct turn *turn, uint16_t carrier) {
    unload_carried(turn, carrier, true);
}

static struct check check_mount(const struct scenario *scenario, const struct view *view,
                                const struct view_unit *seen, const struct order *order) {
    (void)scenario, (void)order;
    if (!(seen->flags & UNIT_DISMOUNTED) || (seen->flags & UNIT_ABANDONED))
        return NO(no_vehicle);
    if (seen->flags & UNIT_IMMOBILE)
        return NO(immobile);
    for (int i = 0; i < view->equipments; i++)
        if (view->equipment[i].unit == seen->unit && view->equipment[i].hex == seen->hex &&
            view->equipment[i].side == view->side)
            return YES;
    return NO(no_vehicle);
}

static void resolve_mount(struct turn *turn, uint16_t number, const struct order *order) {
    struct state *state = turn->state;
    struct unit *unit = &state->unit[number];
    (void)order;
    for (int i = 0; i < EQUIPMENT_MAX; i++) {
        struct equipment *equipment = &state->equipment[i];
        if (!equipment->used || equipment->unit != number || equipment->hex != unit->hex ||
            equipment->side != unit->side)
            continue;
        *equipment = (struct equipment){0};
        unit->flags &= (uint16_t) ~(UNIT_DISMOUNTED | UNIT_DUG_IN);
        emit(turn, EVENT_mounted, number, UNIT_NONE);
        return;
    }
}

static struct check check_dismount(const struct scenario *scenario, const struct view *view,
                                   const struct view_unit *seen, const struct order *order) {
    const struct unit_type *type = &scenario->rules.type[seen->type];
    (void)view, (void)order;
    if (!has_vehicle(type) || (seen->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED)))
        return NO(not_mounted);
    return type->flags & TYPE_VEHICLE_ONLY ? NO(no_ability) : YES;
}

static void resolve_dismount(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *unit = &turn->state->unit[number];
    (void)order;
    equipment_leave(turn, number);
    unit->flags = (uint16_t)((unit->flags & ~UNIT_DUG_IN) | UNIT_DISMOUNTED);
    emit(turn, EVENT_dismounted, number, UNIT_NONE);
    unload_carried(turn, number, true);
}

/* Rulebook silent: only who goes on foot is carried, and nobody who is pinned can be picked up. */
static struct check load_check(const struct scenario *scenario, const struct unit *carrier,
                               const struct unit *load, int carried) {
    const struct unit_type *type = unit_type_of(scenario, carrier);
    if (type->carries == 0 || (carrier->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED)))
        return NO(no_ability);
    if (load->hex != carrier->hex || load->status != UNIT_ON_MAP)
        return NO(not_same_hex);
    if (!unit_is_on_foot(scenario, load) || (unit_type_of(scenario, load)->flags & TYPE_DECOY))
        return NO(no_ability);
    if (unit_is_pinned(scenario, load))
        return NO(suppressed);
    return carried >= type->carries ? NO(full) : YES;
}

static struct check check_load(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *seen, const struct order *order) {
    const struct view_unit *other = view_unit_find(view, order->other);
    struct unit carrier, load;
    int carried = 0;
    if (!other || other == seen)
        return NO(not_yours);
    unit_from_view(seen, view->side, &carrier);
    unit_from_view(other, view->side, &load);
    for (int i = 0; i < view->units; i++)
        carried += view->unit[i].status == UNIT_CARRIED && view->unit[i].carrier == seen->unit;
    return load_check(scenario, &carrier, &load, carried);
}

static void resolve_load(struct turn *turn, uint16_t number, const struct order *order) {
    struct state *state = turn->state;
    struct unit *load = &state->unit[order->other];
    int carried = 0;
    for (int i = 0; i < state->units; i++)
        carried += state->unit[i].status == UNIT_CARRIED && state->unit[i].carrier == number;
    struct check check = load_check(turn->scenario, &state->unit[number], load, carried);
    if (check.verdict != VERDICT_YES) {
        plan_not_done(turn, state->unit[number].side, order, check.reason);
        return;
    }
    load->status = UNIT_CARRIED;
    load->carrier = number;
    load->flags &= (uint16_t) ~(UNIT_DUG_IN | UNIT_AMBUSH);
    unit_hold(load);
    emit(turn, EVENT_loaded, number, order->other);
}

static struct check check_unload(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *seen, const struct order *order) {
    (void)order;
    for (int i = 0; i < view->units; i++)
        if (view->unit[i].status == UNIT_CARRIED && view->unit[i].carrier == seen->unit)
            return view_may_be_full(scenario, view, view->unit[i].unit, seen->hex)
                       ? (struct check){.verdict = VERDICT_MAYBE, .reason = REFUSAL_stack_full}
                       : YES;
    return NO(nothing_here);
}

static void resolve_unload(struct turn *turn, uint16_t number, const struct order *order) {
    (void)order;
    unload_carried(turn, number, false);
}

static struct check check_abandon(const struct scenario *scenario, const struct view *view,
                                  const struct view_unit *seen, const struct order *order) {
    const struct unit_type *type = &scenario->rules.type[seen->type];
    (void)view, (void)order;
    if (!has_vehicle(type) && !(type->flags & TYPE_CREW_WEAPON))
        return NO(no_ability);
    return seen->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED) ? NO(not_mounted) : YES;
}

bool unit_can_abandon(const struct scenario *scenario, const struct unit *unit) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    return (has_vehicle(type) || (type->flags & TYPE_CREW_WEAPON)) &&
           !(unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED));
}

void unit_abandon(struct turn *turn, uint16_t number) {
    struct unit *unit = &turn->state->unit[number];
    equipment_leave(turn, number);
    unit->flags = (uint16_t)((unit->flags & ~UNIT_DUG_IN) | UNIT_ABANDONED);
    emit(turn, EVENT_abandoned, number, UNIT_NONE);
    unload_carried(turn, number, true);
}

static void resolve_abandon(struct turn *turn, uint16_t number, const struct order *order) {
    (void)order;
    unit_abandon(turn, number);
}

const struct order_rule rule_mount = {ORDER_mount, check_mount, resolve_mount};
const struct order_rule rule_dismount = {ORDER_dismount, check_dismount, resolve_dismount};
const struct order_rule rule_load = {ORDER_load, check_load, resolve_load};
const struct order_rule rule_unload = {ORDER_unload, check_unload, resolve_unload};
const struct order_rule rule_abandon = {ORDER_abandon, check_abandon, resolve_abandon};

/* The one side with armed units in a hex; SIDE_NONE with none or several. */
static int armed_side(const struct turn *turn, hex_t hex) {
    int found = SIDE_NONE;
    for (int i = 0; i < turn->state->units; i++) {
        const struct unit *unit = &turn->state->unit[i];
        if (unit->hex != hex || !unit_is_on_map(unit) || !unit_is_armed(turn->scenario, unit) ||
            (unit_type_of(turn->scenario, unit)->flags & TYPE_DECOY))
            continue;
        if (found != SIDE_NONE && found != unit->side)
            return SIDE_NONE;
        found = unit->side;
    }
    return found;
}

/* Rulebook silent: what belongs to a side that the taker may not fight is left alone. */
void equipment_close(struct turn *turn) {
    for (int i = 0; i < EQUIPMENT_MAX; i++) {
        struct equipment *equipment = &turn->state->equipment[i];
        if (!equipment->used)
            continue;
        int side = armed_side(turn, equipment->hex);
        if (side == SIDE_NONE || side == equipment->side ||
            !sides_may_fight(turn->scenario, side, equipment->side))
            continue;
        equipment->side = (uint8_t)side;
        if (turn->state->unit[equipment->unit].side != side)
            victory_count(turn, side, VICTORY_taken, 1);
        if (!turn->sink)
            continue;
        struct event event;
        event_begin(turn, &event, EVENT_taken);
        event.hex = equipment->hex;
        event.value = (int16_t)side;
        event.step = DICE_STEP_CLOSE;
        event_emit(turn, &event);
    }
}
