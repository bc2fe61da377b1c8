/* Collateral (rulebook 6): civilians and cultural sites hit by fire into their hex. */
#include "shot.h"

/* The track on which an act of this side is held against it; -1 for a side without. */
static int track_of_side(const struct scenario *scenario, int side) {
    static const int track[] = {TRACK_LEGITIMACY, TRACK_IMPARTIALITY, TRACK_SUFFERANCE};
    static const uint16_t flag[] = {SIDE_IS_POLICE, SIDE_IS_KFOR, SIDE_IS_IRREGULAR};
    for (int i = 0; i < 3; i++)
        if (scenario->side[side].flags & flag[i])
            return track[i];
    return -1;
}

int collateral_most(const struct scenario *scenario, const struct unit_type *type, hex_t hex, bool explosive,
                    int bonus) {
    int density = scenario->map.hex[hex].density;
    if (!(explosive || (type->flags & TYPE_HEAVY)) || (type->flags & TYPE_MARKSMEN) || density == 0)
        return 0;
    int most = density + type->collateral + bonus;
    return most > 6 ? 6 : most;
}

/* KFOR may return fire where civilians were hit near it: as if it had been fired upon itself (rulebook 8). */
static void tell_kfor(struct turn *turn, hex_t hex) {
    struct state *state = turn->state;
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        if (unit_is_on_map(unit) && (turn->scenario->side[unit->side].flags & SIDE_IS_KFOR) &&
            map_distance(&turn->scenario->map, unit->hex, hex) <= turn->scenario->rules.number.return_radius)
            state->fired_upon[unit->side] = state->turn;
    }
}

static void civilian_step(struct turn *turn, int side, hex_t hex) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    int track = track_of_side(turn->scenario, side);
    int by = track == TRACK_LEGITIMACY     ? number->legitimacy_civilian
             : track == TRACK_IMPARTIALITY ? number->impartiality_civilian
                                           : number->sufferance_civilian;
    turn->state->civilian_steps[side]++;
    civilians_hit(turn, hex);
    track_move(turn, TRACK_TENSION, number->tension_civilian, side);
    if (track >= 0)
        track_move(turn, track, by, side);
    victory_other(turn, side, number->points_civilian);
    for (int s = 0; s < turn->scenario->sides; s++)
        victory_count(turn, s, VICTORY_civilian_step, 1);
    tell_kfor(turn, hex);
}

static void site_hit(struct turn *turn, uint16_t firer, hex_t hex) {
    const struct rules_numbers *number = &turn->scenario->rules.number;
    int side = turn->state->unit[firer].side, track = track_of_side(turn->scenario, side);
    int by = track == TRACK_LEGITIMACY     ? number->legitimacy_site
             : track == TRACK_IMPARTIALITY ? number->impartiality_site
                                           : number->sufferance_site;
    struct event event;
    if (turn->state->site_hits < UINT8_MAX)
        turn->state->site_hits++;
    event_begin(turn, &event, EVENT_site_hit);
    event.hex = hex;
    event_unit(turn, &event.unit, firer);
    event_emit(turn, &event);
    track_move(turn, TRACK_TENSION, number->tension_site, side);
    if (track >= 0)
        track_move(turn, track, by, side);
}

static void throw_for_civilians(struct turn *turn, const struct shot *shot, int most, int bonus) {
    const struct scenario *scenario = turn->scenario;
    const struct unit *unit = &turn->state->unit[shot->firer];
    struct dice_address address =
        dice_here(turn, DICE_STEP_FIRE, DICE_COLLATERAL, shot->firer, shot->target, 0);
    int die = dice_roll(&turn->state->key, address, 6);
    struct event event;
    event_begin(turn, &event, die <= most ? EVENT_collateral : EVENT_no_collateral);
    event.hex = shot->hex;
    event_unit(turn, &event.unit, shot->firer);
    event_unit(turn, &event.other, shot->target);
    event.purpose = DICE_COLLATERAL;
    event.dice_count = 1;
    event.dice_sides = 6;
    event.dice[0] = (uint8_t)die;
    event.value = (int16_t)most;
    event_modifier(&event, MODIFIER_density, scenario->map.hex[shot->hex].density);
    event_modifier(&event, MODIFIER_weapon, unit_type_of(scenario, unit)->collateral + bonus);
    event_emit(turn, &event);
    if (die <= most)
        civilian_step(turn, unit->side, shot->hex);
}

void collateral(struct turn *turn, const struct shot *shot) {
    const struct scenario *scenario = turn->scenario;
    const struct unit *unit = &turn->state->unit[shot->firer];
    const struct unit_type *type = unit_type_of(scenario, unit);
    bool missile = shot->means == SHOT_MISSILE || shot->means == SHOT_BUILDING;
    bool rocket = shot->means == SHOT_WEAPON && type->ammo != AMMO_NONE;
    bool shell = type->ammo == AMMO_MORTAR && !(unit->flags & UNIT_ABANDONED);
    int bonus = shot->means == SHOT_BUILDING ? scenario->rules.number.building_collateral : 0;
    int most = unit->flags & UNIT_ABANDONED
                   ? 0
                   : collateral_most(scenario, type, shot->hex, missile || rocket, bonus);
    if (most > 0)
        throw_for_civilians(turn, shot, most, bonus);
    if ((scenario->map.hex[shot->hex].flags & MAP_HEX_CULTURAL) &&
        (missile || rocket || shell || shot->sum >= scenario->rules.number.site_result))
        site_hit(turn, shot->firer, shot->hex);
}
