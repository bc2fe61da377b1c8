/* The Javelin (rulebook 7): engage a contact with a missile, from above (mode 0) or straight (mode 1).
 *
 * A deployed team, or one with a vehicle mount, launches at an identified target in its own line of sight: the
 * seeker locks before launch. Check, preview and launch ask launch_refusal alike. */
#include "shot.h"

#include <string.h>

enum mode { MODE_TOP, MODE_DIRECT, MODE_COUNT };

/* Who launches at whom, of the truth or as a side knows it. */
struct launch {
    struct fire_case shot;
    int mode;
};

static int range_of(const struct scenario *scenario, const struct launch *launch) {
    return map_distance(&scenario->map, launch->shot.firer->hex, launch->shot.target->hex);
}

static int terrain_at(const struct scenario *scenario, hex_t hex) {
    return scenario->map.hex[hex].terrain;
}

/* People in a walled site or village: the missile strikes the building. */
static bool is_at_building(const struct scenario *scenario, const struct launch *launch) {
    int terrain = terrain_at(scenario, launch->shot.target->hex);
    return launch->mode == MODE_DIRECT && unit_is_on_foot(scenario, launch->shot.target) &&
           (terrain == TERRAIN_WALLED || terrain == TERRAIN_VILLAGE);
}

static bool is_deployed(const struct scenario *scenario, const struct unit *unit) {
    return unit_is_on_foot(scenario, unit) || (unit_type_of(scenario, unit)->flags & TYPE_VEHICLE_MOUNT);
}

static bool top_attack_works(const struct scenario *scenario, const struct launch *launch) {
    int terrain = terrain_at(scenario, launch->shot.target->hex);
    return range_of(scenario, launch) >= 1 && !unit_is_on_foot(scenario, launch->shot.target) &&
           terrain != TERRAIN_FOREST && terrain != TERRAIN_TOWN && terrain != TERRAIN_WALLED;
}

/* What stands against the launch, of launcher, ground and target. */
static int launch_refusal(const struct scenario *scenario, const struct launch *launch) {
    const struct weapon *weapon = unit_weapon(scenario, launch->shot.firer);
    int range = range_of(scenario, launch);
    if (!weapon)
        return REFUSAL_no_ability;
    if (launch->shot.firer->stock == 0)
        return REFUSAL_no_ammo;
    if (!is_deployed(scenario, launch->shot.firer))
        return REFUSAL_not_deployed;
    if (launch->shot.suspected)
        return REFUSAL_not_identified;
    if (range > RANGE_MAX || weapon->hit[range] == 0)
        return REFUSAL_out_of_range;
    if (launch->mode == MODE_TOP && !top_attack_works(scenario, launch))
        return REFUSAL_no_top;
    return los_open(scenario->los, launch->shot.firer->hex, launch->shot.target->hex) ? REFUSAL_none
                                                                                      : REFUSAL_no_sight;
}

/* Forest or town next to the launcher in the missile's flat way. Rulebook silent: where the line runs between
 * two hexes, both must be. */
static bool is_screened(const struct scenario *scenario, const struct launch *launch) {
    const struct map *map = &scenario->map;
    hex_t from = launch->shot.firer->hex, at = launch->shot.target->hex;
    int cols[2] = {map_col(map, at)}, rows[2] = {map_row(map, at)}, count = 1;
    if (launch->mode != MODE_DIRECT || from == at)
        return false;
    if (map_distance(map, from, at) > 1)
        count = hex_line_at(map_col(map, from), map_row(map, from), map_col(map, at), map_row(map, at), 1, cols,
                            rows);
    for (int i = 0; i < count; i++) {
        hex_t hex = map_hex_at(map, cols[i], rows[i]);
        if (hex != HEX_NONE && terrain_at(scenario, hex) != TERRAIN_FOREST &&
            terrain_at(scenario, hex) != TERRAIN_TOWN)
            return false;
    }
    return true;
}

static int add(struct event *explain, int modifier, bool holds, int value) {
    event_modifier(explain, modifier, holds ? value : 0);
    return holds ? value : 0;
}

/* Per cent, within 0 and 100. */
static int launch_chance(const struct scenario *scenario, const struct launch *launch, struct event *explain) {
    const struct rules_numbers *number = &scenario->rules.number;
    const struct fire_case *shot = &launch->shot;
    int range = range_of(scenario, launch), pulse = shot->pulse;
    bool building = is_at_building(scenario, launch), foot = unit_is_on_foot(scenario, shot->target);
    bool moves = pulse >= 1 && pulse <= 6 && (shot->target->moved >> (pulse - 1)) & 1;
    int chance = building ? number->hit_building : unit_weapon(scenario, shot->firer)->hit[range];
    event_modifier(explain, MODIFIER_aim, chance);
    chance += add(explain, MODIFIER_same_hex, range == 0, number->hit_same_hex);
    chance += add(explain, MODIFIER_screened, is_screened(scenario, launch), number->hit_screened);
    chance += add(explain, MODIFIER_fog, shot->weather & WEATHER_FOG, number->hit_fog);
    chance += add(explain, MODIFIER_mount, !unit_is_on_foot(scenario, shot->firer), number->hit_mount);
    chance += add(explain, MODIFIER_target_moved, moves && !building, number->hit_moving);
    chance += add(explain, MODIFIER_on_foot, foot && !building, number->hit_foot);
    chance += add(explain, MODIFIER_cold, unit_is_cold(scenario, shot->target), number->hit_cold);
    return chance < 0 ? 0 : chance > 100 ? 100 : chance;
}

static int launch_armour(const struct scenario *scenario, const struct launch *launch) {
    if (unit_is_on_foot(scenario, launch->shot.target))
        return 0;
    return launch->mode == MODE_TOP ? launch->shot.target_type->armour_roof
                                    : armour_struck(scenario, &launch->shot);
}

/* Firepower into a building and what is left of its cover. */
static int building_sum(const struct scenario *scenario, const struct launch *launch, struct event *explain) {
    const struct rules_numbers *number = &scenario->rules.number;
    event_modifier(explain, MODIFIER_firepower, number->building_firepower);
    return number->building_firepower - fire_cover(scenario, &launch->shot, number->building_cover, explain);
}

static struct check no(int reason) {
    return (struct check){.verdict = VERDICT_NO, .reason = (uint8_t)reason};
}

static struct check engage_check(const struct scenario *scenario, const struct view *view,
                                 const struct view_unit *seen, const struct order *order) {
    const struct view_contact *contact = view_contact_find(view, order->contact);
    struct unit firer, target;
    unit_from_view(seen, view->side, &firer);
    if (unit_type_of(scenario, &firer)->ammo != AMMO_JAVELIN || (firer.flags & (UNIT_ABANDONED | UNIT_COVERT)))
        return no(REFUSAL_no_ability);
    if (order->mode >= MODE_COUNT)
        return no(REFUSAL_bad_number);
    int reason = fire_target_refusal(scenario, view, &firer, contact);
    if (reason)
        return no(reason);
    struct launch launch = {.shot = {.firer = &firer,
                                     .target = &target,
                                     .target_type = contact_from_view(scenario, contact, &target),
                                     .suspected = contact->level < CONTACT_IDENTIFIED},
                            .mode = order->mode};
    reason = launch_refusal(scenario, &launch);
    if (reason)
        return no(reason);
    if (view->level < LEVEL_HEAVY)
        return (struct check){.verdict = VERDICT_NO, .reason = REFUSAL_level, .level = LEVEL_HEAVY};
    if (!(contact->known & KNOWN_SEEN_NOW) || !sighting_lasts(scenario, view, seen->unit, seen->hex, contact))
        return (struct check){.verdict = VERDICT_MAYBE, .reason = REFUSAL_out_of_sight};
    return (struct check){.verdict = VERDICT_YES};
}

/* Nothing to take up: the fire step reads the order itself. */
static void engage_resolve(struct turn *turn, uint16_t unit, const struct order *order) {
    (void)turn, (void)unit, (void)order;
}

const struct order_rule rule_engage = {ORDER_engage, engage_check, engage_resolve};

static struct launch launch_now(const struct turn *turn, uint16_t firer, uint16_t target) {
    return (struct launch){.shot = fire_case_of(turn, firer, target), .mode = turn->order[firer].mode};
}

uint16_t javelin_target(const struct turn *turn, uint16_t firer) {
    const struct order *order = &turn->order[firer];
    int side = turn->state->unit[firer].side;
    if (turn->level[side] < LEVEL_HEAVY)
        return UNIT_NONE;
    uint16_t target = contact_find(turn->state, side, order->contact);
    if (target == UNIT_NONE || !turn->sighted[side][target] || !fire_is_fair_target(turn, side, target))
        return UNIT_NONE;
    struct launch launch = launch_now(turn, firer, target);
    return launch_refusal(turn->scenario, &launch) == REFUSAL_none ? target : UNIT_NONE;
}

static void building_take(struct turn *turn, struct shot *shot, const struct launch *launch) {
    struct event *event = &shot->impact;
    struct dice_address address = dice_here(turn, DICE_STEP_FIRE, DICE_FIRE, shot->firer, shot->target, 0);
    shot_event(turn, shot, event, EVENT_shot, DICE_FIRE);
    event->dice_count = 2;
    event->dice_sides = 6;
    int sum = dice_2d6(&turn->state->key, address, event->dice) + building_sum(turn->scenario, launch, event);
    event->value = shot->sum = (int16_t)sum;
    event->result = shot->row = (uint8_t)fire_row(&turn->scenario->rules, sum);
}

void javelin_take(struct turn *turn, struct shot *shot) {
    struct launch launch = launch_now(turn, shot->firer, shot->target);
    int kind = launch.mode == MODE_TOP ? EVENT_launched_top : EVENT_launched_direct;
    bool building = is_at_building(turn->scenario, &launch);
    const struct unit_type *type = launch.shot.target_type;
    shot->means = building ? SHOT_BUILDING : SHOT_MISSILE;
    shot->at_armour = !unit_is_on_foot(turn->scenario, launch.shot.target) &&
                      (type->armour_front || type->armour_side || type->armour_roof);
    shot_event(turn, shot, &shot->event, kind, DICE_ANTI_ARMOUR);
    if (!strike_aim(turn, shot, launch_chance(turn->scenario, &launch, &shot->event)))
        return;
    if (building)
        building_take(turn, shot, &launch);
    else
        strike_penetrate(turn, shot, unit_weapon(turn->scenario, launch.shot.firer)->penetration,
                         launch_armour(turn->scenario, &launch));
}

void javelin_mark(struct turn *turn, const struct shot *shot) {
    struct state *state = turn->state;
    struct unit *firer = &state->unit[shot->firer];
    const struct rules_numbers *number = &turn->scenario->rules.number;
    state->launches[firer->side]++;
    state->bill[firer->side] += unit_weapon(turn->scenario, firer)->price;
    firer->stock--;
    firer->soft |= (uint8_t)(1 << (state->pulse - 1));
    track_move(turn, TRACK_LEGITIMACY, number->launch_legitimacy, firer->side);
    victory_other(turn, firer->side, number->launch_points);
    if (shot->at_armour)
        return;
    track_move(turn, TRACK_LEGITIMACY, number->launch_other_legitimacy, firer->side);
    track_move(turn, TRACK_TENSION, number->launch_other_tension, firer->side);
}

bool engage_preview(const struct scenario *scenario, const struct view *view, uint16_t unit, uint16_t contact,
                    int mode, struct strike_preview *out) {
    const struct view_unit *own = view_unit_find(view, unit);
    const struct view_contact *seen = view_contact_find(view, contact);
    struct unit firer, target;
    memset(out, 0, sizeof *out);
    if (!own || !seen || own->status != UNIT_ON_MAP || mode < 0 || mode >= MODE_COUNT)
        return false;
    unit_from_view(own, view->side, &firer);
    const struct unit_type *type = unit_type_of(scenario, &firer);
    struct launch launch = {.shot = {.firer = &firer,
                                     .target = &target,
                                     .target_type = contact_from_view(scenario, seen, &target),
                                     .weather = view->weather,
                                     .suspected = seen->level < CONTACT_IDENTIFIED},
                            .mode = mode};
    if (type->ammo != AMMO_JAVELIN || fire_target_refusal(scenario, view, &firer, seen) ||
        launch_refusal(scenario, &launch))
        return false;
    struct event explain = {0};
    out->chance = (uint8_t)launch_chance(scenario, &launch, &explain);
    strike_preview_fill(scenario, &launch.shot, unit_weapon(scenario, &firer)->penetration,
                        launch_armour(scenario, &launch), &explain, out);
    out->building = is_at_building(scenario, &launch);
    if (out->building) {
        int sum = building_sum(scenario, &launch, NULL);
        memset(out->in_6, 0, sizeof out->in_6);
        for (int dice = 0; dice < 36; dice++)
            out->in_36[fire_row(&scenario->rules, dice / 6 + dice % 6 + 2 + sum)]++;
    }
    int bonus = out->building ? scenario->rules.number.building_collateral : 0;
    out->site = (scenario->map.hex[seen->hex].flags & MAP_HEX_CULTURAL) != 0;
    out->collateral = (uint8_t)(collateral_most(scenario, type, seen->hex, true, bonus) * 100 / 6);
    return true;
}
