/* Tracks (rulebook 10). What moves them is told when it happens; they move at the Close, and gates read the
 * value of Upkeep. */
#include "rule.h"

static const int track_most[TRACK_COUNT] = {20, 20, 20, 20, 10};

void track_move(struct turn *turn, int track, int by, int because_of) {
    struct state *state = turn->state;
    if (by == 0)
        return;
    state->track_change[track] = (int8_t)(state->track_change[track] + by);
    if (track == TRACK_TENSION && by > 0 && because_of != SIDE_NONE)
        state->raised[because_of] = (int16_t)(state->raised[because_of] + by);
    struct event event;
    event_begin(turn, &event, EVENT_track);
    event.side = (uint8_t)because_of;
    event.result = (uint8_t)track;
    event.value = (int16_t)by;
    event_emit(turn, &event);
}

/* Rulebook silent: losses of police and KFOR are held to be the act of the irregulars. */
static int who_fights(const struct scenario *scenario) {
    for (int side = 0; side < scenario->sides; side++)
        if (scenario->side[side].flags & SIDE_IS_IRREGULAR)
            return side;
    return SIDE_NONE;
}

static void tracks_of_losses(struct turn *turn) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    int by = who_fights(turn->scenario);
    bool any = false, kfor = false;
    for (int side = 0; side < turn->scenario->sides; side++) {
        uint16_t flags = turn->scenario->side[side].flags;
        bool lost = turn->state->lost_this_turn[side] > 0;
        any = any || (lost && (flags & (SIDE_IS_POLICE | SIDE_IS_KFOR)));
        kfor = kfor || (lost && (flags & SIDE_IS_KFOR));
        turn->state->lost_this_turn[side] = 0;
    }
    if (any) {
        track_move(turn, TRACK_TENSION, number->tension_losses, by);
        track_move(turn, TRACK_SUFFERANCE, number->sufferance_losses, by);
    }
    if (kfor)
        track_move(turn, TRACK_PRESSURE, number->pressure_losses, by);
}

bool side_is_in_site(const struct scenario *scenario, const struct state *state, int side) {
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        if (unit->side == side && unit_is_on_map(unit) && unit_is_armed(scenario, unit) &&
            !(unit_type_of(scenario, unit)->flags & TYPE_DECOY) &&
            (scenario->map.hex[unit->hex].flags & MAP_HEX_CULTURAL))
            return true;
    }
    return false;
}

/* Turns need not be consecutive: each four in all cost one. */
static void tracks_of_sites(struct turn *turn) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    for (int side = 0; side < turn->scenario->sides; side++) {
        if (!side_is_in_site(turn->scenario, turn->state, side))
            continue;
        turn->state->site_turns[side]++;
        if ((turn->scenario->side[side].flags & SIDE_IS_IRREGULAR) &&
            turn->state->site_turns[side] % number->site_turns == 0)
            track_move(turn, TRACK_SUFFERANCE, number->sufferance_occupied, side);
    }
}

void tracks_close(struct turn *turn) {
    struct state *state = turn->state;
    tracks_of_losses(turn);
    tracks_of_sites(turn);
    link_tension_close(turn);
    for (int track = 0; track < TRACK_COUNT; track++) {
        int now = state->track[track] + state->track_change[track];
        now = now < 0 ? 0 : now;
        state->track[track] = (int8_t)(now > track_most[track] ? track_most[track] : now);
        state->track_change[track] = 0;
    }
}
