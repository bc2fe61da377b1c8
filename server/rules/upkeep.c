/* Upkeep (rulebook 2): what a new turn clears, daylight and fog, arrivals. Command refills by itself: it is
 * counted over the list of orders. */
#include "air.h"
#include "ground.h"
#include "scheduled.h"

#include <string.h>

static void unit_new_turn(struct turn *turn, struct unit *unit) {
    int last_pulse = turn->scenario->rules.number.pulses - 1;
    bool last = unit->fired >> last_pulse & 1, soft = unit->soft >> last_pulse & 1;
    unit->fired_last = last ? soft ? 2 : 1 : 0;
    if (unit->moved || unit->fired || !unit_is_on_map(unit))
        unit->still = 0;
    else if (unit->still < UINT8_MAX && turn->state->turn > 1)
        unit->still++;
    memcpy(unit->shot_at_last, unit->shot_at, sizeof unit->shot_at_last);
    memset(unit->shot_at, 0, sizeof unit->shot_at);
    unit->spent = unit->moved = unit->fired = unit->soft = unit->shots = 0;
    unit->flags &= (uint16_t)~UNIT_HALTED;
    /* Actions of the Close and of pulse 1, and fire at a contact, last one turn. */
    if (unit->order != ORDER_move && unit->order != ORDER_withdraw && unit->order != ORDER_ambush)
        unit_hold(unit);
}

static void weather(struct turn *turn) {
    struct state *state = turn->state;
    const struct scenario *scenario = turn->scenario;
    state->weather = scenario->weather[state->turn];
    int chance = scenario->fog_chance[state->turn];
    if (chance == 0 || (state->weather & WEATHER_FOG))
        return;
    int die = dice_roll(&state->key, dice_here(turn, DICE_STEP_UPKEEP, DICE_WEATHER, 0, 0, 0), 100);
    if (die <= chance)
        state->weather |= WEATHER_FOG;
    if (!turn->sink)
        return;
    struct event event;
    event_begin(turn, &event, EVENT_weather);
    event.step = DICE_STEP_UPKEEP;
    event.purpose = DICE_WEATHER;
    event.dice_count = 1;
    event.dice_sides = 100;
    event.dice[0] = (uint8_t)die;
    event.result = die <= chance;
    event_emit(turn, &event);
}

static void emit_turn(struct turn *turn) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, EVENT_turn);
    event.step = DICE_STEP_UPKEEP;
    event.value = turn->state->turn;
    event.result = turn->state->weather;
    event_emit(turn, &event);
}

static bool is_due(const struct turn *turn, int unit) {
    const struct roster_unit *roster = &turn->scenario->roster[unit];
    if (roster->after_event && !(turn->state->happened >> (roster->after_event - 1) & 1))
        return false;
    if (roster->on_request && !turn->state->teams_turn)
        return false;
    return roster->arrives <= turn->state->turn;
}

/* Who is due stands on its entry hex, in the sequence of the roster; who does not fit waits. */
static void arrivals(struct turn *turn) {
    struct state *state = turn->state;
    for (uint16_t i = 0; i < state->units; i++) {
        struct unit *unit = &state->unit[i];
        if (unit->status != UNIT_WAITING || !is_due(turn, i) ||
            (unit_type_of(turn->scenario, unit)->flags & TYPE_OFF_MAP))
            continue;
        bool room = stack_has_room(turn->scenario, state, unit, unit->entry);
        if (room) {
            unit->hex = unit->entry;
            unit->status = UNIT_ON_MAP;
        }
        if (!turn->sink)
            continue;
        struct event event;
        event_begin(turn, &event, room ? EVENT_arrived : EVENT_waits);
        event_unit(turn, &event.unit, i);
        event.step = DICE_STEP_UPKEEP;
        event.hex = unit->entry;
        event_emit(turn, &event);
    }
}

void upkeep(struct turn *turn) {
    struct state *state = turn->state;
    state->pulse = 0;
    for (int i = 0; i < state->units; i++)
        unit_new_turn(turn, &state->unit[i]);
    air_upkeep(turn);
    weather(turn);
    uint32_t happens = scheduled_decide(turn);
    emit_turn(turn);
    scheduled_carry_out(turn, happens);
    asks_upkeep(turn);
    arrivals(turn);
}
