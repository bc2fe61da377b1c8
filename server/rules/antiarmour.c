/* Fire against armour (rulebook 7): HMGs and launchers throw d100 for a hit, then d6 + penetration - armour
 * struck. All other arms use the fire table, less for each point of armour (fire_modifiers.c). */
#include "shot.h"

#include <string.h>

const struct weapon *unit_weapon(const struct scenario *scenario, const struct unit *unit) {
    const struct unit_type *type = unit_type_of(scenario, unit);
    if (type->weapon == 0 || type->weapon > scenario->rules.weapons || unit_weapon_is_left(scenario, unit))
        return NULL;
    return &scenario->rules.weapon[type->weapon - 1];
}

/* The side struck is that of the neighbour hex through which the line comes, between two the weaker; front is
 * the three hexsides round the last move. Rulebook silent: within one hex the side is struck. */
int armour_struck(const struct scenario *scenario, const struct fire_case *shot) {
    const struct map *map = &scenario->map;
    const struct unit_type *type = shot->target_type;
    hex_t from = shot->firer->hex, at = shot->target->hex;
    int distance = map_distance(map, from, at), cols[2], rows[2], count, weakest = 127;
    if (!type || unit_is_on_foot(scenario, shot->target))
        return 0;
    if (distance == 0)
        return type->armour_side;
    if (distance == 1) {
        cols[0] = map_col(map, from);
        rows[0] = map_row(map, from);
        count = 1;
    } else {
        count = hex_line_at(map_col(map, from), map_row(map, from), map_col(map, at), map_row(map, at),
                            distance - 1, cols, rows);
    }
    for (int i = 0; i < count; i++) {
        hex_t neighbour = map_hex_at(map, cols[i], rows[i]);
        int dir = neighbour == HEX_NONE ? -1 : map_dir(map, at, neighbour);
        int turned = dir < 0 ? 3 : (dir - shot->target->facing + DIR_COUNT) % DIR_COUNT;
        int armour = turned <= 1 || turned == DIR_COUNT - 1 ? type->armour_front : type->armour_side;
        if (armour < weakest)
            weakest = armour;
    }
    return weakest == 127 ? type->armour_side : weakest;
}

static int range_of(const struct scenario *scenario, const struct fire_case *shot) {
    return map_distance(&scenario->map, shot->firer->hex, shot->target->hex);
}

/* Rulebook silent: nobody spends a rocket on who is only suspected, and beyond the reach of the weapon the fire
 * table holds. Rockets are explosive: they need level 5. */
bool antiarmour_applies(const struct scenario *scenario, const struct fire_case *shot, int level) {
    const struct unit_type *type = unit_type_of(scenario, shot->firer);
    const struct weapon *weapon = unit_weapon(scenario, shot->firer);
    if (!weapon || type->ammo == AMMO_JAVELIN || shot->suspected || !shot->target_type)
        return false;
    int range = range_of(scenario, shot);
    if (range > RANGE_MAX || weapon->hit[range] == 0 || armour_struck(scenario, shot) < 1)
        return false;
    return type->ammo == AMMO_NONE || (shot->firer->stock > 0 && level >= LEVEL_HEAVY);
}

void shot_event(const struct turn *turn, const struct shot *shot, struct event *event, int kind, int purpose) {
    event_begin(turn, event, kind);
    event_unit(turn, &event->unit, shot->firer);
    event_unit(turn, &event->other, shot->target);
    event->hex = turn->state->unit[shot->firer].hex;
    event->hex2 = turn->state->unit[shot->target].hex;
    event->purpose = (uint8_t)purpose;
}

bool strike_aim(struct turn *turn, struct shot *shot, int chance) {
    struct dice_address address =
        dice_here(turn, DICE_STEP_FIRE, DICE_ANTI_ARMOUR, shot->firer, shot->target, 0);
    struct event *event = &shot->event;
    int die = dice_roll(&turn->state->key, address, 100);
    event->dice_count = 1;
    event->dice_sides = 100;
    event->dice[0] = (uint8_t)die;
    event->value = (int16_t)chance;
    event->result = die <= chance;
    return event->result;
}

int strike_effect_of(const struct rules_numbers *number, int sum) {
    if (sum >= number->effect_destroyed)
        return STRIKE_DESTROYED;
    if (sum >= number->effect_immobile)
        return STRIKE_IMMOBILISED;
    return sum >= number->effect_suppressed ? STRIKE_SUPPRESSED : STRIKE_NOTHING;
}

/* Rulebook silent: people on foot cannot be immobilised, it suppresses them. */
static int effect_on(const struct scenario *scenario, const struct unit *target, int effect) {
    return effect == STRIKE_IMMOBILISED && unit_is_on_foot(scenario, target) ? STRIKE_SUPPRESSED : effect;
}

void strike_penetrate(struct turn *turn, struct shot *shot, int penetration, int armour) {
    struct dice_address address =
        dice_here(turn, DICE_STEP_FIRE, DICE_PENETRATION, shot->firer, shot->target, 0);
    struct event *event = &shot->impact;
    int die = dice_roll(&turn->state->key, address, 6), sum = die + penetration - armour;
    shot_event(turn, shot, event, EVENT_penetrated, DICE_PENETRATION);
    event->dice_count = 1;
    event->dice_sides = 6;
    event->dice[0] = (uint8_t)die;
    event_modifier(event, MODIFIER_penetration, penetration);
    event_modifier(event, MODIFIER_armour, -armour);
    event->value = (int16_t)sum;
    shot->effect = (uint8_t)effect_on(turn->scenario, &turn->state->unit[shot->target],
                                      strike_effect_of(&turn->scenario->rules.number, sum));
    event->result = shot->effect;
}

void antiarmour_take(struct turn *turn, struct shot *shot) {
    struct fire_case conditions = fire_case_of(turn, shot->firer, shot->target);
    const struct weapon *weapon = unit_weapon(turn->scenario, conditions.firer);
    int chance = weapon->hit[range_of(turn->scenario, &conditions)];
    shot_event(turn, shot, &shot->event, EVENT_aimed, DICE_ANTI_ARMOUR);
    event_modifier(&shot->event, MODIFIER_aim, chance);
    if (strike_aim(turn, shot, chance))
        strike_penetrate(turn, shot, weapon->penetration, armour_struck(turn->scenario, &conditions));
}

/* On foot for good, without vehicles to mount again; a crewed vehicle, which carries others or has nobody to
 * dismount, stands still instead. */
static void immobilise(struct turn *turn, uint16_t number) {
    struct unit *unit = &turn->state->unit[number];
    const struct unit_type *type = unit_type_of(turn->scenario, unit);
    if (!unit_is_on_map(unit) || unit_is_on_foot(turn->scenario, unit))
        return;
    unit->flags |= UNIT_IMMOBILE;
    if (!type->carries && !(type->flags & TYPE_VEHICLE_ONLY))
        unit->flags |= UNIT_DISMOUNTED;
    if (unit->order == ORDER_move || unit->order == ORDER_withdraw || unit->order == ORDER_assault) {
        unit->order = ORDER_hold;
        unit->press_on = unit->path_length = unit->path_at = 0;
        memset(unit->path, 0, sizeof unit->path);
    }
}

void strike_fall(struct turn *turn, struct shot *shot) {
    int suppression = turn->scenario->rules.number.effect_suppression;
    switch (shot->effect) {
    case STRIKE_DESTROYED:
        fire_step_loss(turn, shot->target, shot->firer, 1);
        shot->hurt = fire_add_suppression(turn, shot->target, suppression);
        break;
    case STRIKE_IMMOBILISED:
        immobilise(turn, shot->target);
        break;
    case STRIKE_SUPPRESSED:
        shot->hurt = fire_add_suppression(turn, shot->target, suppression);
        break;
    default:
        break;
    }
}

bool antiarmour_preview(const struct scenario *scenario, const struct view *view, uint16_t unit,
                        uint16_t contact, struct strike_preview *out) {
    const struct view_unit *own = view_unit_find(view, unit);
    const struct view_contact *seen = view_contact_find(view, contact);
    struct unit firer, target;
    memset(out, 0, sizeof *out);
    if (!own || !seen || own->status != UNIT_ON_MAP)
        return false;
    unit_from_view(own, view->side, &firer);
    struct fire_case shot = {.firer = &firer,
                             .target = &target,
                             .target_type = contact_from_view(scenario, seen, &target),
                             .weather = view->weather,
                             .suspected = seen->level < CONTACT_IDENTIFIED};
    if (fire_target_refusal(scenario, view, &firer, seen) || !antiarmour_applies(scenario, &shot, view->level))
        return false;
    const struct weapon *weapon = unit_weapon(scenario, &firer);
    struct event explain = {0};
    out->chance = weapon->hit[range_of(scenario, &shot)];
    event_modifier(&explain, MODIFIER_aim, out->chance);
    strike_preview_fill(scenario, &shot, weapon->penetration, armour_struck(scenario, &shot), &explain, out);
    bool rocket = unit_type_of(scenario, &firer)->ammo != AMMO_NONE;
    out->site = rocket && (scenario->map.hex[seen->hex].flags & MAP_HEX_CULTURAL);
    out->collateral = (uint8_t)(collateral_most(scenario, unit_type_of(scenario, &firer), seen->hex, rocket, 0) *
                                100 / 6);
    return true;
}

void strike_preview_fill(const struct scenario *scenario, const struct fire_case *shot, int penetration,
                         int armour, const struct event *explain, struct strike_preview *out) {
    out->penetration = (uint8_t)penetration;
    out->armour = (uint8_t)armour;
    out->modifiers = explain->modifiers;
    memcpy(out->modifier, explain->modifier, sizeof out->modifier);
    for (int die = 1; die <= 6; die++) {
        int effect = strike_effect_of(&scenario->rules.number, die + penetration - armour);
        out->in_6[effect_on(scenario, shot->target, effect)]++;
    }
}
