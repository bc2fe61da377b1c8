/* What must hold of every state between turns (state_check), and of every view (view_check). */
#include "rule.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 3, 4))) static bool broken(char *why, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(why, size, format, args);
    va_end(args);
    return false;
}

/* Ranges: what the code indexes with. */
static bool unit_ranges_check(const struct scenario *scenario, const struct state *state, int number,
                              char *why, size_t size) {
    const struct unit *unit = &state->unit[number];
    if (unit->type >= scenario->rules.types || unit->side >= scenario->sides ||
        unit->status > UNIT_REVEALED || unit->policy >= POLICY_COUNT || unit->facing >= DIR_COUNT ||
        unit->order >= ORDER_COUNT)
        return broken(why, size, "Unit %d has a type, side, status, policy, facing or order out of range.",
                      number);
    if (unit->hex >= scenario->map.count || unit->entry >= scenario->map.count)
        return broken(why, size, "Unit %d stands or entered outside the window.", number);
    if (unit->path_length > PATH_MAX_HEXES || unit->path_at > unit->path_length)
        return broken(why, size, "Unit %d is at hex %d of a path of %d.", number, unit->path_at,
                      unit->path_length);
    for (int i = 0; i < unit->path_length; i++)
        if (unit->path[i] >= DIR_COUNT)
            return broken(why, size, "The path of unit %d has an unknown direction at %d.", number, i);
    if (unit->carrier != UNIT_NONE && unit->carrier >= state->units)
        return broken(why, size, "Unit %d is carried by a unit that does not exist.", number);
    return true;
}

static bool unit_check(const struct scenario *scenario, const struct state *state, int number, char *why,
                       size_t size) {
    const struct unit *unit = &state->unit[number];
    const struct unit_type *type = unit_type_of(scenario, unit);
    if (unit->type != scenario->roster[number].type || unit->side != scenario->roster[number].side)
        return broken(why, size, "Unit %d is not of the type and side that the roster gives it.", number);
    if (unit->steps > type->steps || unit->steps + unit->wounded > type->steps)
        return broken(why, size, "Unit %d has %d steps and %d wounded of %d.", number, unit->steps,
                      unit->wounded, type->steps);
    if (unit->steps == 0 && (unit->status == UNIT_ON_MAP || unit->status == UNIT_CARRIED))
        return broken(why, size, "Unit %d is on the map without a step.", number);
    if (unit->stock > type->ammo_count)
        return broken(why, size, "Unit %d has a stock of %d of %d.", number, unit->stock, type->ammo_count);
    if (unit->suppression > scenario->rules.number.suppression_max)
        return broken(why, size, "Unit %d has suppression %d.", number, unit->suppression);
    if ((unit->status == UNIT_CARRIED) != (unit->carrier != UNIT_NONE))
        return broken(why, size, "Unit %d is carried without a carrier, or has one without being carried.",
                      number);
    if (unit->status == UNIT_CARRIED) {
        const struct unit *carrier = &state->unit[unit->carrier];
        if (!unit_is_on_map(carrier) || carrier->hex != unit->hex || carrier->side != unit->side)
            return broken(why, size, "Unit %d is not with its carrier %d.", number, unit->carrier);
    }
    return true;
}

static bool contacts_check(const struct scenario *scenario, const struct state *state, int side, char *why,
                           size_t size) {
    for (int i = 0; i < state->units; i++) {
        const struct contact *contact = &state->contact[side][i];
        if (contact->level == CONTACT_NONE)
            continue;
        if (state->unit[i].side == side)
            return broken(why, size, "Side %d has a contact on its own unit %d.", side, i);
        if (contact->level > CONTACT_IDENTIFIED || contact->hex >= scenario->map.count)
            return broken(why, size, "The contact of side %d on unit %d is out of range.", side, i);
        if (contact->handle == 0 || contact->handle >= state->next_handle[side])
            return broken(why, size, "The contact of side %d on unit %d has handle %d of %d.", side, i,
                          contact->handle, state->next_handle[side]);
        for (int j = 0; j < i; j++)
            if (state->contact[side][j].level != CONTACT_NONE &&
                state->contact[side][j].handle == contact->handle)
                return broken(why, size, "Side %d uses handle %d for units %d and %d.", side, contact->handle,
                              j, i);
    }
    return true;
}

static bool features_check(const struct scenario *scenario, const struct state *state, char *why,
                           size_t size) {
    for (int i = 0; i < CROWD_MAX; i++)
        if (state->crowd[i].strength && state->crowd[i].hex >= scenario->map.count)
            return broken(why, size, "Crowd %d stands outside the window.", i);
    for (int i = 0; i < CIVILIANS_MAX; i++)
        if (state->civilians[i].hex >= scenario->map.count)
            return broken(why, size, "Civilians %d are outside the window.", i);
    for (int i = 0; i < ASK_MAX; i++) {
        const struct ask *ask = &state->ask[i];
        if (ask->status && (ask->status > ASK_DELIVERED || ask->side >= scenario->sides ||
                            ask->other >= scenario->sides || ask->thing >= ASK_THINGS ||
                            ask->hex >= scenario->map.count))
            return broken(why, size, "Ask %d is out of range.", i);
    }
    if (state->mediation > MEDIATION_BROKEN)
        return broken(why, size, "The mediation is %d, which is unknown.", state->mediation);
    for (int i = 0; i < BARRICADE_MAX; i++) {
        const struct barricade *barricade = &state->barricade[i];
        if (barricade->strength == 0)
            continue;
        if (barricade->hex >= scenario->map.count || barricade->dir >= DIR_COUNT ||
            barricade->strength > scenario->rules.number.barricade_max)
            return broken(why, size, "Barricade %d is out of range.", i);
        if (scenario->map.next[barricade->hex][barricade->dir] == HEX_NONE ||
            scenario->map.next[barricade->hex][barricade->dir] < barricade->hex)
            return broken(why, size, "Barricade %d is not kept in the lower-numbered of its two hexes.", i);
    }
    for (int i = 0; i < scenario->caches; i++)
        if (state->cache[i].hex >= scenario->map.count || state->cache[i].found > scenario->sides)
            return broken(why, size, "Cache %d is out of range.", i);
    for (int i = 0; i < EQUIPMENT_MAX; i++)
        if (state->equipment[i].used &&
            (state->equipment[i].hex >= scenario->map.count || state->equipment[i].unit >= state->units ||
             state->equipment[i].type >= scenario->rules.types ||
             state->equipment[i].side >= scenario->sides))
            return broken(why, size, "Equipment %d is out of range.", i);
    return true;
}

bool state_check(const struct scenario *scenario, const struct state *state, char *why, size_t size) {
    if (state->units != scenario->roster_count)
        return broken(why, size, "The state has %d units, the roster %d.", state->units,
                      scenario->roster_count);
    if (state->turn < scenario_first_turn(scenario) || state->turn > scenario->turns || state->outcome > OUTCOME_PRESSURE)
        return broken(why, size, "The turn is %d of %d, the outcome %d.", state->turn, scenario->turns,
                      state->outcome);
    for (int i = 0; i < state->units; i++)
        if (!unit_ranges_check(scenario, state, i, why, size))
            return false;
    for (int i = 0; i < state->units; i++)
        if (!unit_check(scenario, state, i, why, size))
            return false;
    for (int side = 0; side < scenario->sides; side++)
        if (!contacts_check(scenario, state, side, why, size))
            return false;
    for (int track = 0; track < TRACK_COUNT; track++)
        if (state->track[track] < 0 || state->track[track] > (track == TRACK_PRESSURE ? 10 : 20))
            return broken(why, size, "Track %d stands at %d.", track, state->track[track]);
    return features_check(scenario, state, why, size);
}

static bool own_unit_check(const struct scenario *scenario, const struct view *view, int index, char *why, size_t size) {
    const struct view_unit *unit = &view->unit[index];
    if (unit->unit >= scenario->roster_count || (index > 0 && unit->unit <= unit[-1].unit))
        return broken(why, size, "Unit %d of the view is not in the roster, or not behind the one before it.", unit->unit);
    const struct roster_unit *roster = &scenario->roster[unit->unit];
    const struct unit_type *type = &scenario->rules.type[roster->type];
    if (roster->side != view->side || roster->type != unit->type)
        return broken(why, size, "Unit %d is not of the type and side that the roster gives it.", unit->unit);
    if (unit->hex >= scenario->map.count || unit->entry >= scenario->map.count)
        return broken(why, size, "Unit %d stands or entered outside the window.", unit->unit);
    if (unit->steps + unit->wounded > type->steps || unit->stock > type->ammo_count ||
        unit->suppression > scenario->rules.number.suppression_max)
        return broken(why, size, "Unit %d has more steps, stock or suppression than it can have.", unit->unit);
    if (unit->steps == 0 && (unit->status == UNIT_ON_MAP || unit->status == UNIT_CARRIED))
        return broken(why, size, "Unit %d is on the map without a step.", unit->unit);
    const struct view_unit *carrier = view_unit_find(view, unit->carrier);
    if ((unit->status == UNIT_CARRIED) != (unit->carrier != UNIT_NONE) ||
        (unit->status == UNIT_CARRIED && (!carrier || carrier->status != UNIT_ON_MAP || carrier->hex != unit->hex)))
        return broken(why, size, "Unit %d is not with its carrier.", unit->unit);
    return true;
}

static bool contact_check(const struct scenario *scenario, const struct view *view, int index, char *why, size_t size) {
    const struct view_contact *contact = &view->contact[index];
    if (contact->handle == 0 || (index > 0 && contact->handle <= contact[-1].handle))
        return broken(why, size, "Contact %d of the view is not behind the one before it.", contact->handle);
    /* Of who is identified by false markings the side may be one that this scenario does not have. */
    if (contact->level == CONTACT_NONE || contact->hex >= scenario->map.count ||
        (contact->level == CONTACT_IDENTIFIED) != (contact->type != TYPE_NONE))
        return broken(why, size, "Contact %d is nowhere, or not as well known as it says.", contact->handle);
    return true;
}

static bool barricade_check(const struct scenario *scenario, const struct barricade *barricade) {
    return barricade->hex < scenario->map.count && barricade->strength > 0 &&
           barricade->strength <= scenario->rules.number.barricade_max &&
           scenario->map.next[barricade->hex][barricade->dir] != HEX_NONE &&
           scenario->map.next[barricade->hex][barricade->dir] > barricade->hex;
}

static bool things_check(const struct scenario *scenario, const struct view *view, char *why, size_t size) {
    unsigned count = scenario->map.count;
    for (int i = 0; i < view->marks; i++)
        if (view->mark[i].hex >= count)
            return broken(why, size, "Mark %d is outside the window.", i);
    for (int i = 0; i < view->crowds; i++)
        if (view->crowd[i].hex >= count)
            return broken(why, size, "Crowd %d stands outside the window.", i);
    for (int i = 0; i < view->civilian_groups; i++)
        if (view->civilians[i].hex >= count)
            return broken(why, size, "Civilians %d are outside the window.", i);
    for (int i = 0; i < view->asks; i++)
        if (view->ask[i].hex >= count || view->ask[i].status == ASK_NONE)
            return broken(why, size, "Ask %d is out of range.", i);
    for (int i = 0; i < view->barricades; i++)
        if (!barricade_check(scenario, &view->barricade[i]))
            return broken(why, size, "Barricade %d is out of range, or not in the lower-numbered of its two hexes.", i);
    for (int i = 0; i < view->caches; i++)
        if (view->cache[i].hex >= count || view->cache[i].side >= scenario->sides)
            return broken(why, size, "Cache %d is out of range.", i);
    for (int i = 0; i < view->equipments; i++)
        if (view->equipment[i].hex >= count || view->equipment[i].type >= scenario->rules.types ||
            view->equipment[i].side >= scenario->sides)
            return broken(why, size, "Equipment %d is out of range.", i);
    return true;
}

bool view_check(const struct scenario *scenario, const struct view *view, char *why, size_t size) {
    if (view->turn < scenario_first_turn(scenario) || view->turn > scenario->turns || view->turns != scenario->turns)
        return broken(why, size, "The turn is %d of %d.", view->turn, view->turns);
    for (int i = 0; i < view->units; i++)
        if (!own_unit_check(scenario, view, i, why, size))
            return false;
    for (int i = 0; i < view->contacts; i++)
        if (!contact_check(scenario, view, i, why, size))
            return false;
    const struct order *order = view->plan.order;
    for (int i = 1; i < view->plan.count; i++)
        if (order[i - 1].unit > order[i].unit ||
            (order[i - 1].unit == order[i].unit &&
             (order[i - 1].kind == ORDER_policy || order[i].kind != ORDER_policy)))
            return broken(why, size, "Order %d of the plan is not behind the one before it.", i);
    for (int track = 0; track < TRACK_COUNT; track++)
        if (view->track[track] < 0 || view->track[track] > (track == TRACK_PRESSURE ? 10 : 20))
            return broken(why, size, "Track %d stands at %d.", track, view->track[track]);
    return things_check(scenario, view, why, size);
}
