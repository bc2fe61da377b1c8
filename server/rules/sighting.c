/* Sighting (rulebook 4): scores, levels, the sighting step of a pulse and what a side loses from sight at the
 * Close.
 *
 * Score = observer's Spot + target's signature - distance - concealment of the target's hex, with line of
 * sight. */
#include "air.h"

#include <stdlib.h>
#include <string.h>

/* An observer or a target of this step with what does not hang on the pair worked out. */
struct eye {
    uint16_t unit;
    hex_t hex;
    int16_t q, r;
    int8_t spot;     /* observer: Spot */
    int8_t dark;     /* observer: night and fog, without thermal sight */
    int8_t dark_lit; /* the same against a unit that fired: night does not lessen it */
    int8_t sign;     /* target: signature less concealment */
    bool lit;        /* target: its fire is seen */
    bool air;        /* observer: a drone */
};

static bool bit_of_pulse(uint8_t bits, int pulse) {
    return pulse >= 1 && pulse <= 6 && (bits >> (pulse - 1)) & 1;
}

/* In this pulse or the last; pulse 6 of the last turn counts in pulse 1. */
static bool is_lately(const struct state *state, uint8_t bits, bool last_turn) {
    int pulse = state->pulse;
    if (pulse <= 1)
        return bit_of_pulse(bits, pulse) || last_turn;
    if (pulse == 7)
        return bit_of_pulse(bits, 6);
    return bit_of_pulse(bits, pulse) || bit_of_pulse(bits, pulse - 1);
}

/* Fired anything but a missile. */
static bool unit_fired_lately(const struct state *state, const struct unit *unit) {
    return is_lately(state, (uint8_t)(unit->fired & ~unit->soft), unit->fired_last == 1);
}

/* Rulebook silent: a soft launch is less seen by night, as all that is dark. */
static bool unit_launched_lately(const struct state *state, const struct unit *unit) {
    return is_lately(state, unit->soft, unit->fired_last == 2);
}

/* A vehicle that moved this pulse along a road has neither cover nor concealment. */
bool unit_drives_on_road(const struct scenario *scenario, const struct unit *unit, int pulse) {
    return bit_of_pulse(unit->moved, pulse) && !unit_is_on_foot(scenario, unit) &&
           scenario->map.hex[unit->hex].road[dir_opposite(unit->facing)] != ROAD_NONE;
}

/* Signature and concealment of a target; `explain` may be NULL. */
static int target_sign(const struct scenario *scenario, const struct state *state, const struct unit *unit,
                       struct event *explain) {
    const struct rules_numbers *number = &scenario->rules.number;
    int vehicle = unit_is_on_foot(scenario, unit) ? 0 : number->sign_vehicle;
    int moved = bit_of_pulse(unit->moved, state->pulse) ? number->sign_moved : 0;
    int fired = unit_fired_lately(state, unit)      ? number->sign_fired
                : unit_launched_lately(state, unit) ? number->sign_soft
                                                    : 0;
    int covert = 0;
    if (unit->flags & UNIT_COVERT) {
        bool low = state->track[TRACK_SUFFERANCE] <= number->covert_low;
        covert = low ? number->covert_low_sign : number->sign_covert;
    }
    int dug_in = unit->flags & UNIT_DUG_IN ? number->sign_dug_in : 0;
    int concealment = unit_drives_on_road(scenario, unit, state->pulse)
                          ? 0
                          : -scenario->rules.terrain[scenario->map.hex[unit->hex].terrain].concealment;
    event_modifier(explain, MODIFIER_vehicle, vehicle);
    event_modifier(explain, MODIFIER_moved, moved);
    event_modifier(explain, MODIFIER_fired, fired);
    event_modifier(explain, MODIFIER_covert, covert);
    event_modifier(explain, MODIFIER_dug_in, dug_in);
    event_modifier(explain, MODIFIER_concealment, concealment);
    return vehicle + moved + fired + covert + dug_in + concealment;
}

static int night_of(const struct scenario *scenario, const struct state *state,
                    const struct unit_type *observer) {
    return (state->weather & WEATHER_NIGHT) && !(observer->flags & TYPE_THERMAL)
               ? scenario->rules.number.spot_night
               : 0;
}

static int fog_of(const struct scenario *scenario, const struct state *state,
                  const struct unit_type *observer) {
    return (state->weather & WEATHER_FOG) && !(observer->flags & TYPE_THERMAL)
               ? scenario->rules.number.spot_fog
               : 0;
}

/* Decoys see nothing; who surrendered tells nothing. */
static bool unit_observes(const struct scenario *scenario, const struct state *state, const struct unit *unit) {
    if (drone_is_up(scenario, state, unit))
        return true;
    return unit_is_on_map(unit) && unit->steps > 0 && !(unit->flags & UNIT_SURRENDERED) &&
           !(unit_type_of(scenario, unit)->flags & TYPE_DECOY);
}

/* Does the side learn what this unit sees? Its own, and to the police units that share their sight. */
static bool side_has_eyes_of(const struct scenario *scenario, int side, const struct unit *unit) {
    return unit->side == side || ((scenario->side[side].flags & SIDE_IS_POLICE) &&
                                  (unit_type_of(scenario, unit)->flags & TYPE_SHARES_SIGHT));
}

static void eye_place(const struct scenario *scenario, struct eye *eye, uint16_t unit, hex_t hex) {
    int col = map_col(&scenario->map, hex), row = map_row(&scenario->map, hex);
    eye->unit = unit;
    eye->hex = hex;
    eye->q = (int16_t)(col - (row - (row & 1)) / 2);
    eye->r = (int16_t)row;
}

static struct eye eye_observer(const struct scenario *scenario, const struct state *state, uint16_t unit) {
    const struct unit_type *type = unit_type_of(scenario, &state->unit[unit]);
    int fog = fog_of(scenario, state, type);
    struct eye eye = {.spot = (int8_t)type->spot,
                      .air = !unit_is_on_map(&state->unit[unit]),
                      .dark = (int8_t)(fog + night_of(scenario, state, type)),
                      .dark_lit = (int8_t)fog};
    eye_place(scenario, &eye, unit, state->unit[unit].hex);
    return eye;
}

static struct eye eye_target(const struct scenario *scenario, const struct state *state, uint16_t unit) {
    const struct unit *at = &state->unit[unit];
    struct eye eye = {.sign = (int8_t)target_sign(scenario, state, at, NULL),
                      .lit = unit_fired_lately(state, at)};
    eye_place(scenario, &eye, unit, at->hex);
    return eye;
}

/* Score of a pair, INT8_MIN when it is below `least` or there is no line of sight. */
static inline int eye_score(const struct scenario *scenario, const struct eye *observer,
                            const struct eye *target, int least) {
    int dq = observer->q - target->q, dr = observer->r - target->r, ds = -dq - dr;
    int distance = abs(dq);
    if (abs(dr) > distance)
        distance = abs(dr);
    if (abs(ds) > distance)
        distance = abs(ds);
    int score =
        observer->spot + (target->lit ? observer->dark_lit : observer->dark) + target->sign - distance;
    if (observer->air)
        return distance <= scenario->rules.number.drone_range ? score : INT8_MIN;
    if (distance == 0)
        return score + scenario->rules.number.sign_same_hex;
    if (score < least || !los_open(scenario->los, observer->hex, target->hex))
        return INT8_MIN;
    return score;
}

int sighting_score(const struct scenario *scenario, const struct state *state, uint16_t observer,
                   uint16_t target, struct event *explain) {
    const struct unit *from = &state->unit[observer], *at = &state->unit[target];
    if (!unit_observes(scenario, state, from) || !unit_is_on_map(at))
        return INT8_MIN;
    struct eye eye = eye_observer(scenario, state, observer), seen = eye_target(scenario, state, target);
    int score = eye_score(scenario, &eye, &seen, INT8_MIN + 1);
    if (explain && score != INT8_MIN) {
        int distance = map_distance(&scenario->map, from->hex, at->hex);
        const struct unit_type *type = unit_type_of(scenario, from);
        event_modifier(explain, MODIFIER_spot, eye.spot);
        target_sign(scenario, state, at, explain);
        event_modifier(explain, MODIFIER_distance, -distance);
        event_modifier(explain, MODIFIER_night, seen.lit ? 0 : night_of(scenario, state, type));
        event_modifier(explain, MODIFIER_fog, fog_of(scenario, state, type));
        event_modifier(explain, MODIFIER_same_hex, distance || eye.air ? 0 : scenario->rules.number.sign_same_hex);
    }
    return score;
}

int sighting_level(const struct scenario *scenario, int score) {
    if (score >= scenario->rules.number.spot_identified)
        return CONTACT_IDENTIFIED;
    return score >= scenario->rules.number.spot_suspected ? CONTACT_SUSPECTED : CONTACT_NONE;
}

int sighting_by_side(const struct scenario *scenario, const struct state *state, int side, uint16_t target) {
    const struct unit *at = &state->unit[target];
    if (!unit_is_on_map(at) || at->side == side)
        return CONTACT_NONE;
    struct eye seen = eye_target(scenario, state, target);
    int best = CONTACT_NONE;
    for (uint16_t u = 0; u < state->units && best < CONTACT_IDENTIFIED; u++) {
        const struct unit *from = &state->unit[u];
        if (!unit_observes(scenario, state, from) || from->side == at->side ||
            !side_has_eyes_of(scenario, side, from))
            continue;
        struct eye eye = eye_observer(scenario, state, u);
        int level =
            sighting_level(scenario, eye_score(scenario, &eye, &seen, scenario->rules.number.spot_suspected));
        if (level > best)
            best = level;
    }
    return best;
}

/* Signature less concealment of an identified contact that keeps still, dug in at worst. */
static int still_sign(const struct scenario *scenario, const struct view_contact *contact) {
    const struct rules_numbers *number = &scenario->rules.number;
    struct unit at;
    bool vehicle = contact_from_view(scenario, contact, &at) && !unit_is_on_foot(scenario, &at);
    return (vehicle ? number->sign_vehicle : 0) + number->sign_dug_in -
           scenario->rules.terrain[scenario->map.hex[contact->hex].terrain].concealment;
}

static int dark_of(const struct scenario *scenario, const struct view *view, const struct unit_type *observer) {
    const struct rules_numbers *number = &scenario->rules.number;
    if (observer->flags & TYPE_THERMAL)
        return 0;
    return (view->weather & WEATHER_NIGHT ? number->spot_night : 0) + (view->weather & WEATHER_FOG ? number->spot_fog : 0);
}

bool sighting_lasts(const struct scenario *scenario, const struct view *view, uint16_t who, hex_t from,
                    const struct view_contact *contact) {
    int sign = still_sign(scenario, contact);
    for (uint16_t i = 0; i < view->units; i++) {
        const struct view_unit *own = &view->unit[i];
        const struct unit_type *type = &scenario->rules.type[own->type];
        hex_t hex = own->unit == who ? from : own->hex;
        if (own->status != UNIT_ON_MAP || (own->flags & UNIT_SURRENDERED) || (type->flags & TYPE_DECOY) ||
            (own->unit != who && view_unit_leaves(view, own)))
            continue;
        int distance = map_distance(&scenario->map, hex, contact->hex);
        int score = type->spot + dark_of(scenario, view, type) + sign - distance +
                    (distance == 0 ? scenario->rules.number.sign_same_hex : 0);
        if (score >= scenario->rules.number.spot_suspected && los_open(scenario->los, hex, contact->hex))
            return true;
    }
    return false;
}

void sighting_follow(struct turn *turn, uint16_t unit) {
    struct state *state = turn->state;
    for (int side = 0; side < turn->scenario->sides; side++) {
        struct contact *contact = &state->contact[side][unit];
        if (side == state->unit[unit].side || !contact->level || !(contact->known & KNOWN_SEEN_NOW))
            continue;
        if (sighting_by_side(turn->scenario, state, side, unit) == CONTACT_NONE) {
            contact->known &= (uint8_t)~KNOWN_SEEN_NOW;
            turn->sighted[side][unit] = CONTACT_NONE;
            continue;
        }
        contact->hex = state->unit[unit].hex;
        contact->turn = state->turn;
        contact->pulse = state->pulse;
        contact->known |= KNOWN_MOVED;
        if (contact->level == CONTACT_IDENTIFIED && !unit_is_on_foot(turn->scenario, &state->unit[unit]))
            contact->facing = state->unit[unit].facing;
        contact->cold = 0;
    }
}

/* What the sighting step found of one unit. */
struct found {
    uint16_t unit, observer;
    uint8_t level;
    uint64_t key[2]; /* order in which contacts are told of: known ones by handle, new ones as below */
};

static int found_compare(const void *left, const void *right) {
    const struct found *a = left, *b = right;
    for (int i = 0; i < 2; i++)
        if (a->key[i] != b->key[i])
            return a->key[i] < b->key[i] ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

/* Handles are given by hex, class and then a die, so that they tell nothing of unit numbers. */
static void found_key(const struct turn *turn, int side, struct found *found) {
    const struct contact *contact = &turn->state->contact[side][found->unit];
    if (contact->level) {
        found->key[0] = contact->handle;
        return;
    }
    const struct unit *unit = &turn->state->unit[found->unit];
    uint64_t vehicle = !unit_is_on_foot(turn->scenario, unit);
    found->key[0] = (UINT64_C(1) << 32) + ((uint64_t)unit->hex << 1) + vehicle;
    found->key[1] = dice_bits(&turn->state->key,
                              dice_here(turn, DICE_STEP_SIGHT, DICE_HANDLE, found->unit, (uint16_t)side, 0));
}

static struct found look_at(const struct scenario *scenario, const struct eye *eyes, size_t count,
                            const struct eye *target, uint8_t target_side, const struct state *state) {
    struct found found = {.unit = target->unit, .observer = UNIT_NONE};
    int best = INT8_MIN, least = scenario->rules.number.spot_suspected;
    for (size_t i = 0; i < count; i++) {
        int score = eye_score(scenario, &eyes[i], target, least);
        if (score <= best || score < least || state->unit[eyes[i].unit].side == target_side)
            continue;
        best = score;
        found.observer = eyes[i].unit;
        if (score >= scenario->rules.number.spot_identified)
            break;
    }
    found.level = (uint8_t)sighting_level(scenario, best);
    return found;
}

/* Who left the map in sight of a side is off its list; who left unseen stays on it until it fades. */
static void contacts_forget_gone(struct state *state, int side) {
    for (uint16_t u = 0; u < state->units; u++) {
        struct contact *contact = &state->contact[side][u];
        uint8_t status = state->unit[u].status;
        if (!contact->level || !(contact->known & KNOWN_SEEN_NOW))
            continue;
        if (status != UNIT_ON_MAP && status != UNIT_CARRIED)
            memset(contact, 0, sizeof *contact);
    }
}

static void side_sights(struct turn *turn, int side, const struct eye *eyes, size_t eye_count,
                        const struct eye *targets, size_t target_count) {
    struct state *state = turn->state;
    struct found news[UNIT_MAX];
    size_t news_count = 0;
    for (size_t i = 0; i < target_count; i++) {
        const struct unit *at = &state->unit[targets[i].unit];
        if (at->side == side)
            continue;
        struct found found = look_at(turn->scenario, eyes, eye_count, &targets[i], at->side, state);
        turn->sighted[side][found.unit] = found.level;
        if (found.level == CONTACT_NONE)
            continue;
        if (found.level <= state->contact[side][found.unit].level) {
            sighting_set(turn, side, found.unit, found.level, found.observer);
            continue;
        }
        found_key(turn, side, &found);
        news[news_count++] = found;
    }
    if (news_count > 1)
        qsort(news, news_count, sizeof news[0], found_compare);
    for (size_t i = 0; i < news_count; i++)
        sighting_set(turn, side, news[i].unit, news[i].level, news[i].observer);
}

void sighting_pulse(struct turn *turn) {
    const struct scenario *scenario = turn->scenario;
    struct state *state = turn->state;
    struct eye targets[UNIT_MAX], observers[UNIT_MAX], eyes[UNIT_MAX];
    size_t target_count = 0, observer_count = 0;
    memset(turn->sighted, 0, sizeof turn->sighted);
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        if (unit_is_on_map(unit))
            targets[target_count++] = eye_target(scenario, state, u);
        if (unit_observes(scenario, state, unit))
            observers[observer_count++] = eye_observer(scenario, state, u);
    }
    for (int side = 0; side < scenario->sides; side++) {
        size_t eye_count = 0;
        contacts_forget_gone(state, side);
        for (uint16_t u = 0; u < state->units; u++)
            state->contact[side][u].known &= (uint8_t) ~(KNOWN_SEEN_NOW | KNOWN_MOVED);
        for (size_t i = 0; i < observer_count; i++)
            if (side_has_eyes_of(scenario, side, &state->unit[observers[i].unit]))
                eyes[eye_count++] = observers[i];
        side_sights(turn, side, eyes, eye_count, targets, target_count);
    }
}

void sighting_close(struct turn *turn) {
    for (int side = 0; side < turn->scenario->sides; side++) {
        contacts_forget_gone(turn->state, side);
        contacts_fade(turn, side);
    }
}
