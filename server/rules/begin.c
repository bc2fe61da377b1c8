/* How a game begins: who takes part and where, drawn by addressed dice; then, where no
 * set-up comes first, Upkeep of turn 1 and the first sight. */
#include "ground.h"

#include <assert.h>
#include <string.h>

/* What a set-up die is for: `other` of its address. `unit` is the number of the unit or feature. */
enum setup_die { SETUP_UNIT, SETUP_CROWD, SETUP_TRAP, SETUP_CACHE };
enum setup_k { SETUP_CHANCE, SETUP_HEX };

static int setup_roll(const struct state *state, int what, int number, int k, int sides) {
    struct dice_address address = {.turn = 0,
                                   .pulse = 0,
                                   .step = DICE_STEP_UPKEEP,
                                   .purpose = DICE_SETUP,
                                   .k = (uint8_t)k,
                                   .unit = (uint16_t)number,
                                   .other = (uint16_t)what};
    return dice_roll(&state->key, address, sides);
}

static bool takes_part(const struct state *state, const struct roster_unit *roster, int number) {
    if (roster->optional && !(state->options >> (roster->optional - 1) & 1))
        return false;
    return roster->chance >= 100 ||
           setup_roll(state, SETUP_UNIT, number, SETUP_CHANCE, 100) <= roster->chance;
}

static void unit_fill(const struct scenario *scenario, struct state *state, int number) {
    const struct roster_unit *roster = &scenario->roster[number];
    const struct unit_type *type = &scenario->rules.type[roster->type];
    struct unit *unit = &state->unit[number];
    unit->type = roster->type;
    unit->side = roster->side;
    unit->steps = type->steps;
    unit->stock = type->ammo_count;
    unit->policy = roster->policy;
    unit->facing = roster->facing;
    unit->carrier = UNIT_NONE;
    unit->order = ORDER_hold;
    unit->hex = roster->choice[0];
    unit->flags =
        (roster->covert ? UNIT_COVERT : 0) | (type->flags & TYPE_FALSE_MARKINGS ? UNIT_FALSE_MARKINGS : 0);
    unit->status = UNIT_ABSENT;
    if (takes_part(state, roster, number))
        unit->status = roster->arrives > 1 || roster->after_event || roster->on_request || (type->flags & TYPE_OFF_MAP)
                           ? UNIT_WAITING
                           : UNIT_ON_MAP;
    hex_t rally = scenario->rally_hex[roster->side];
    unit->entry = roster->entry || rally == HEX_NONE ? roster->choice[0] : rally;
}

/* The hex drawn, or the next of the choices that has room. */
static void unit_draw(const struct scenario *scenario, struct state *state, int number) {
    const struct roster_unit *roster = &scenario->roster[number];
    struct unit *unit = &state->unit[number];
    int first = setup_roll(state, SETUP_UNIT, number, SETUP_HEX, roster->choices) - 1;
    unit->hex = roster->choice[first];
    for (int i = 0; i < roster->choices && unit_is_on_map(unit); i++) {
        hex_t hex = roster->choice[(first + i) % roster->choices];
        if (stack_has_room(scenario, state, unit, hex)) {
            unit->hex = hex;
            break;
        }
    }
    if (unit->status == UNIT_WAITING)
        unit->entry = unit->hex;
}

static void barricades_place(const struct scenario *scenario, struct state *state) {
    for (int i = 0; i < scenario->barricades; i++) {
        const struct scenario_barricade *from = &scenario->barricade[i];
        hex_t next = scenario->map.next[from->hex][from->dir];
        bool swap = next < from->hex;
        state->barricade[i] = (struct barricade){.hex = swap ? next : from->hex,
                                                 .dir = (uint8_t)(swap ? dir_opposite(from->dir) : from->dir),
                                                 .strength = from->strength,
                                                 .side = from->side};
    }
    /* Of each group the dice trap exactly one, decided when its first member comes by. */
    for (int i = 0; i < scenario->barricades; i++) {
        int group = scenario->barricade[i].trap_group, members = 0, before = 0;
        if (group == 0)
            continue;
        for (int j = 0; j < scenario->barricades; j++)
            if (scenario->barricade[j].trap_group == group) {
                before += j < i;
                members++;
            }
        state->barricade[i].trapped = setup_roll(state, SETUP_TRAP, group, SETUP_HEX, members) == before + 1;
    }
}

static void features_place(const struct scenario *scenario, struct state *state) {
    for (int i = 0; i < scenario->crowds; i++) {
        const struct scenario_crowd *from = &scenario->crowd[i];
        hex_t hex = from->hex;
        if (from->choices)
            hex = from->choice[setup_roll(state, SETUP_CROWD, i, SETUP_HEX, from->choices) - 1];
        state->crowd[i] = (struct crowd){.hex = hex, .strength = from->strength, .anger = from->anger};
    }
    for (int i = 0; i < scenario->civilian_groups; i++)
        state->civilians[i] = (struct civilians){.hex = scenario->civilians[i].hex,
                                                 .strength = scenario->civilians[i].strength};
    for (int i = 0; i < scenario->caches; i++) {
        const struct scenario_cache *from = &scenario->cache[i];
        int drawn = setup_roll(state, SETUP_CACHE, i, SETUP_HEX, from->choices) - 1;
        state->cache[i] = (struct cache){.hex = from->choice[drawn], .side = from->side};
    }
    barricades_place(scenario, state);
}

void state_begin(const struct scenario *scenario, const struct dice_key *key, uint16_t options,
                 struct state *out) {
    assert(scenario->los);
    memset(out, 0, sizeof *out);
    out->turn = (uint8_t)scenario_first_turn(scenario);
    out->key = *key;
    out->options = options;
    out->units = scenario->roster_count;
    memcpy(out->track, scenario->track_start, sizeof out->track);
    for (int side = 0; side < SIDE_MAX; side++)
        out->next_handle[side] = 1;
    for (int unit = 0; unit < out->units; unit++)
        unit_fill(scenario, out, unit);
    /* One after another, each with room left by those before: units not yet drawn stand nowhere. */
    uint8_t status[UNIT_MAX];
    for (int unit = 0; unit < out->units; unit++) {
        status[unit] = out->unit[unit].status;
        out->unit[unit].status = UNIT_ABSENT;
    }
    for (int unit = 0; unit < out->units; unit++) {
        out->unit[unit].status = status[unit];
        unit_draw(scenario, out, unit);
    }
    features_place(scenario, out);
    out->weather = scenario->weather[1];
    if (out->turn == 0)
        return; /* the sides place their units first: setup.c goes on from here */
    struct turn turn;
    turn_init(&turn, scenario, out, NULL, NULL);
    upkeep(&turn);
    sighting_pulse(&turn);
}
