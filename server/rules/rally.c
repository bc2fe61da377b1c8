/* Rally at the Close (rulebook 6): 2d6 <= Morale - steps lost, +1 with a leader or HQ near, takes S-2, else
 * S-1. */
#include "held.h"

/* Rulebook silent: a leader does not help himself. */
bool leader_is_near(const struct scenario *scenario, const struct state *state, uint16_t number) {
    const struct unit *unit = &state->unit[number];
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *leader = &state->unit[u];
        if (u != number && leader->side == unit->side && unit_is_on_map(leader) &&
            !(leader->flags & UNIT_SURRENDERED) &&
            (unit_type_of(scenario, leader)->flags & (TYPE_LEADER | TYPE_HQ)) &&
            map_distance(&scenario->map, leader->hex, unit->hex) <= scenario->rules.number.command_radius)
            return true;
    }
    return false;
}

static void unit_rallies(struct turn *turn, uint16_t number) {
    const struct rules_numbers *rules = &turn->scenario->rules.number;
    struct unit *unit = &turn->state->unit[number];
    const struct unit_type *type = unit_type_of(turn->scenario, unit);
    struct dice_address address = dice_here(turn, DICE_STEP_CLOSE, DICE_RALLY, number, 0, 0);
    struct event event;
    event_begin(turn, &event, EVENT_rallied);
    event_unit(turn, &event.unit, number);
    event.hex = unit->hex;
    event.purpose = DICE_RALLY;
    event.dice_count = 2;
    event.dice_sides = 6;
    int lost = type->steps - unit->steps;
    int leader = leader_is_near(turn->scenario, turn->state, number) ? rules->rally_leader : 0;
    event_modifier(&event, MODIFIER_morale, type->morale);
    event_modifier(&event, MODIFIER_steps_lost, -lost);
    event_modifier(&event, MODIFIER_leader, leader);
    int sum = dice_2d6(&turn->state->key, address, event.dice);
    event.result = sum <= type->morale - lost + leader;
    int off = event.result ? rules->rally_good : rules->rally_poor;
    unit->suppression = (uint8_t)(unit->suppression > off ? unit->suppression - off : 0);
    event.value = unit->suppression;
    event_emit(turn, &event);
}

void rally_close(struct turn *turn) {
    for (uint16_t u = 0; u < turn->state->units; u++) {
        const struct unit *unit = &turn->state->unit[u];
        if (unit->suppression > 0 && (unit->status == UNIT_ON_MAP || unit->status == UNIT_CARRIED))
            unit_rallies(turn, u);
    }
}
