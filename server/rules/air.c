/* Look and land: drone and helicopter (rulebook 5).
 *
 * Both stay off the map: `hex` is where they are over or land, `until` the last turn of it. The drone goes up at
 * the start of pulse 1; the helicopter is there at the Close, for one evacuation. */
#include "air.h"

#define DAY_MINUTES  1440
#define TURN_MINUTES 30

static struct check no(int reason) {
    return (struct check){.verdict = VERDICT_NO, .reason = (uint8_t)reason};
}

static bool is_of(const struct scenario *scenario, const struct unit *unit, uint32_t flag) {
    return (unit_type_of(scenario, unit)->flags & flag) && unit->status == UNIT_WAITING;
}

bool drone_is_up(const struct scenario *scenario, const struct state *state, const struct unit *unit) {
    return unit->until >= state->turn && is_of(scenario, unit, TYPE_DRONE);
}

bool drone_sees_hex(const struct scenario *scenario, const struct state *state, int side, hex_t hex) {
    for (int i = 0; i < state->units; i++) {
        const struct unit *unit = &state->unit[i];
        if (unit->side == side && drone_is_up(scenario, state, unit) &&
            map_distance(&scenario->map, unit->hex, hex) <= scenario->rules.number.drone_range)
            return true;
    }
    return false;
}

static bool is_there(const struct view *view, const struct view_unit *unit) {
    return unit->status == UNIT_WAITING && view->turn >= unit->arrives;
}

static struct check look_check(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *unit, const struct order *order) {
    if (!(scenario->rules.type[unit->type].flags & TYPE_DRONE))
        return no(REFUSAL_no_ability);
    if (order->hex >= scenario->map.count)
        return no(REFUSAL_bad_number);
    if (!is_there(view, unit) || unit->until >= view->turn ||
        unit->flights >= scenario->side[view->side].drone_flights)
        return no(REFUSAL_no_flight);
    return (struct check){.verdict = VERDICT_YES};
}

static void look_resolve(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *drone = &turn->state->unit[number];
    struct event event;
    drone->hex = order->hex;
    drone->flights++;
    drone->until = (uint8_t)(turn->state->turn + turn->scenario->rules.number.drone_turns - 1);
    event_begin(turn, &event, EVENT_flown);
    event_unit(turn, &event.unit, number);
    event.hex = drone->hex;
    event.value = drone->until;
    event_emit(turn, &event);
}

const struct order_rule rule_look = {ORDER_look, look_check, look_resolve};

/* Rulebook silent: a contact that may be armed counts until it is known not to be. */
static bool enemy_sighted_near(const struct scenario *scenario, const struct view *view,
                               const struct unit *helicopter, hex_t hex) {
    for (int i = 0; i < view->contacts; i++) {
        const struct view_contact *contact = &view->contact[i];
        if ((contact->known & KNOWN_SEEN_NOW) &&
            map_distance(&scenario->map, contact->hex, hex) <= scenario->rules.number.helicopter_clear &&
            fire_target_refusal(scenario, view, helicopter, contact) == REFUSAL_none)
            return true;
    }
    return false;
}

static struct check land_check(const struct scenario *scenario, const struct view *view,
                               const struct view_unit *seen, const struct order *order) {
    struct unit unit;
    if (!(scenario->rules.type[seen->type].flags & TYPE_HELICOPTER))
        return no(REFUSAL_no_ability);
    if (order->hex >= scenario->map.count)
        return no(REFUSAL_bad_number);
    if (!is_there(view, seen))
        return no(REFUSAL_no_flight);
    if (view->weather & (WEATHER_NIGHT | WEATHER_FOG))
        return no(REFUSAL_no_landing);
    unit_from_view(seen, view->side, &unit);
    if (enemy_sighted_near(scenario, view, &unit, order->hex))
        return no(REFUSAL_landing_unsafe);
    return (struct check){.verdict = VERDICT_YES};
}

static void land_resolve(struct turn *turn, uint16_t number, const struct order *order) {
    struct unit *helicopter = &turn->state->unit[number];
    helicopter->hex = order->hex;
    helicopter->until = turn->state->turn;
}

const struct order_rule rule_land = {ORDER_land, land_check, land_resolve};

bool helicopter_may_come(const struct scenario *scenario, const struct view *view) {
    if (view->weather & (WEATHER_NIGHT | WEATHER_FOG))
        return false;
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *unit = &scenario->roster[i];
        if ((scenario->rules.type[unit->type].flags & TYPE_HELICOPTER) && unit->arrives <= view->turn &&
            !sides_may_fight(scenario, view->side, unit->side))
            return true;
    }
    return false;
}

/* Sighted now, by who sent the helicopter. */
static bool landing_is_unsafe(const struct turn *turn, const struct unit *helicopter) {
    for (uint16_t u = 0; u < turn->state->units; u++)
        if (view_sights(turn->state, helicopter->side, u) && fire_is_fair_target(turn, helicopter->side, u) &&
            map_distance(&turn->scenario->map, turn->state->unit[u].hex, helicopter->hex) <=
                turn->scenario->rules.number.helicopter_clear)
            return true;
    return false;
}

uint16_t helicopter_take(struct turn *turn, int side, hex_t hex) {
    for (uint16_t u = 0; u < turn->state->units; u++) {
        struct unit *unit = &turn->state->unit[u];
        if (unit->hex != hex || unit->until != turn->state->turn || unit->flights > 0 ||
            !is_of(turn->scenario, unit, TYPE_HELICOPTER) || sides_may_fight(turn->scenario, side, unit->side) ||
            landing_is_unsafe(turn, unit))
            continue;
        unit->flights++;
        struct event event;
        event_begin(turn, &event, EVENT_landed);
        event_unit(turn, &event.unit, u);
        event.hex = hex;
        event_emit(turn, &event);
        return u;
    }
    return UNIT_NONE;
}

static int day_of(const struct scenario *scenario, int turn) {
    return (scenario->start_minute + (turn - 1) * TURN_MINUTES) / DAY_MINUTES;
}

void air_upkeep(struct turn *turn) {
    const struct state *state = turn->state;
    bool new_day = day_of(turn->scenario, state->turn) != day_of(turn->scenario, state->turn - 1);
    for (int i = 0; i < state->units; i++) {
        struct unit *unit = &turn->state->unit[i];
        if (unit->flights && (new_day || is_of(turn->scenario, unit, TYPE_HELICOPTER)))
            unit->flights = 0;
    }
}
