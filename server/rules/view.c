/* Visibility: what a side may know of units and hexes, and the view that is made of it. Nowhere else is this
 * decided.
 *
 * Own units are told exactly, enemies by contacts and their handles, crowds and barricades are public, traps
 * and caches are not; a cache that was found is public, because its finders show it (rulebook 4, 10). */
#include "air.h"

#include <stdlib.h>
#include <string.h>

bool view_sights(const struct state *state, int side, uint16_t unit) {
    const struct contact *contact = &state->contact[side][unit];
    return state->unit[unit].side == side || (contact->level && (contact->known & KNOWN_SEEN_NOW));
}

bool view_identifies(const struct state *state, int side, uint16_t unit) {
    const struct contact *contact = &state->contact[side][unit];
    return state->unit[unit].side == side ||
           (contact->level == CONTACT_IDENTIFIED && (contact->known & KNOWN_SEEN_NOW));
}

bool view_is_fooled(const struct scenario *scenario, const struct state *state, int side, uint16_t unit) {
    const struct unit *marked = &state->unit[unit];
    const struct unit_type *type = unit_type_of(scenario, marked);
    return (type->flags & TYPE_FALSE_MARKINGS) && type->disguise != TYPE_NONE && marked->side != side &&
           type->disguise_side != side && !(state->contact[side][unit].known & KNOWN_EXPOSED);
}

/* Own units in it, or near enough for a vehicle standing there to be suspected. */
bool view_sees_hex(const struct scenario *scenario, const struct state *state, int side, hex_t hex) {
    const struct rules_numbers *number = &scenario->rules.number;
    int concealment = scenario->rules.terrain[scenario->map.hex[hex].terrain].concealment;
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        const struct unit_type *type = unit_type_of(scenario, unit);
        if (unit->side != side || !unit_is_on_map(unit) || (type->flags & TYPE_DECOY))
            continue;
        if (unit->hex == hex)
            return true;
        int score =
            type->spot + number->sign_vehicle - concealment - map_distance(&scenario->map, unit->hex, hex);
        if (!(type->flags & TYPE_THERMAL)) {
            score += state->weather & WEATHER_NIGHT ? number->spot_night : 0;
            score += state->weather & WEATHER_FOG ? number->spot_fog : 0;
        }
        if (score >= number->spot_suspected && los_open(scenario->los, unit->hex, hex))
            return true;
    }
    return drone_sees_hex(scenario, state, side, hex);
}

void view_reference(const struct scenario *scenario, const struct state *state, int side, uint16_t number,
                    struct unit_ref *out) {
    const struct unit *unit = &state->unit[number];
    const struct unit_type *type = unit_type_of(scenario, unit);
    const struct contact *contact = &state->contact[side][number];
    *out = (struct unit_ref){.kind = REF_NONE, .type = TYPE_NONE, .side = SIDE_NONE, .id = UNIT_NONE};
    if (unit->side == side) {
        uint8_t class_ = unit_is_on_foot(scenario, unit) ? CLASS_FOOT : CLASS_VEHICLE;
        *out = (struct unit_ref){REF_UNIT, unit->type, class_, unit->side, number};
        return;
    }
    if (!contact->level)
        return;
    out->kind = REF_CONTACT;
    out->class_ = contact->class_;
    out->id = contact->handle;
    if (contact->level < CONTACT_IDENTIFIED)
        return;
    bool fooled = view_is_fooled(scenario, state, side, number);
    out->type = fooled ? type->disguise : unit->type;
    out->side = fooled ? type->disguise_side : unit->side;
}

/* Flags of an own unit, less those that would tell what the enemy knows or who hides in its hex. */
static uint16_t flags_known(const struct scenario *scenario, const struct state *state, int side,
                            const struct unit *unit) {
    uint16_t flags = unit->flags;
    bool sees_enemy = false;
    if (!(flags & UNIT_REVEALED_OPENLY))
        flags &= (uint16_t)~UNIT_WAS_REVEALED;
    if (!(flags & UNIT_IN_CONTACT))
        return flags;
    if (!unit_is_on_map(unit)) /* of no use to who is gone, and who came to the hex later is none of its contacts */
        return (uint16_t)(flags & ~UNIT_IN_CONTACT);
    for (uint16_t u = 0; u < state->units && !sees_enemy; u++) {
        const struct unit *enemy = &state->unit[u];
        sees_enemy = enemy->side != side && enemy->hex == unit->hex && unit_is_on_map(enemy) &&
                     unit_is_armed(scenario, enemy) && sides_may_fight(scenario, enemy->side, side) &&
                     view_identifies(state, side, u) && !view_is_fooled(scenario, state, side, u);
    }
    return sees_enemy ? flags : (uint16_t)(flags & ~UNIT_IN_CONTACT);
}

static void view_own(const struct scenario *scenario, const struct state *state, int side, struct view *out) {
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        if (unit->side != side || unit->status == UNIT_ABSENT)
            continue;
        uint64_t shot = 0;
        for (int word = 0; word < UNIT_WORDS; word++)
            shot |= unit->shot_at_last[word];
        struct view_unit *own = &out->unit[out->units++];
        *own = (struct view_unit){.unit = u,
                                  .type = unit->type,
                                  .status = unit->status,
                                  .steps = unit->steps,
                                  .wounded = unit->wounded,
                                  .suppression = unit->suppression,
                                  .stock = unit->stock,
                                  .policy = unit->policy,
                                  .facing = unit->facing,
                                  .flags = flags_known(scenario, state, side, unit),
                                  .hex = unit->hex,
                                  .entry = unit->entry,
                                  .carrier = unit->carrier,
                                  .order = unit->order,
                                  .press_on = unit->press_on,
                                  .path_length = unit->path_length,
                                  .path_at = unit->path_at,
                                  .fired_last_turn = shot != 0,
                                  .arrives = unit->status == UNIT_WAITING ? scenario->roster[u].arrives : 0,
                                  .flights = unit->flights,
                                  .until = unit->until};
        memcpy(own->path, unit->path, unit->path_length);
    }
}

static int contact_compare(const void *left, const void *right) {
    const struct view_contact *a = left, *b = right;
    return a->handle < b->handle ? -1 : a->handle > b->handle;
}

static void view_contacts(const struct scenario *scenario, const struct state *state, int side,
                          struct view *out) {
    for (uint16_t u = 0; u < state->units; u++) {
        const struct contact *contact = &state->contact[side][u];
        struct unit_ref ref;
        if (!contact->level)
            continue;
        view_reference(scenario, state, side, u, &ref);
        struct view_contact *seen = &out->contact[out->contacts++];
        *seen = (struct view_contact){.handle = contact->handle,
                                      .level = contact->level,
                                      .class_ = contact->class_,
                                      .type = ref.type,
                                      .side = ref.side,
                                      .turn = contact->turn,
                                      .pulse = contact->pulse,
                                      .hex = contact->hex};
        if (contact->level == CONTACT_IDENTIFIED) {
            seen->strength = contact->strength;
            seen->facing = contact->facing;
            seen->cold = contact->cold;
        }
        /* Of who is only suspected not even that he has no false markings. */
        seen->known =
            contact->level == CONTACT_IDENTIFIED ? contact->known : contact->known & (uint8_t)~KNOWN_EXPOSED;
    }
    qsort(out->contact, out->contacts, sizeof out->contact[0], contact_compare);
}

static int mark_compare(const void *left, const void *right) {
    const struct mark *a = left, *b = right;
    return a->handle < b->handle ? -1 : a->handle > b->handle;
}

static int equipment_compare(const void *left, const void *right) {
    const struct view_equipment *a = left, *b = right;
    if (a->hex != b->hex)
        return a->hex < b->hex ? -1 : 1;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->side != b->side)
        return a->side < b->side ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

static int ask_compare(const void *left, const void *right) {
    const struct ask *a = left, *b = right;
    uint64_t one = (uint64_t)a->side << 40 | (uint64_t)a->other << 32 | (uint64_t)a->thing << 16 | a->hex;
    uint64_t two = (uint64_t)b->side << 40 | (uint64_t)b->other << 32 | (uint64_t)b->thing << 16 | b->hex;
    return one < two ? -1 : one > two;
}

/* Civilians in held sites and what the levels hang on; asks that this side made or got. */
static void view_politics(const struct scenario *scenario, const struct state *state, int side, struct view *out) {
    for (int i = 0; i < scenario->civilian_groups; i++)
        out->civilians[out->civilian_groups++] = state->civilians[i];
    for (int i = 0; i < ASK_MAX; i++) {
        const struct ask *ask = &state->ask[i];
        if (ask->status != ASK_NONE &&
            (ask->side == side || (ask->other == side && ask->status >= ASK_DELIVERED)))
            out->ask[out->asks++] = *ask;
    }
    qsort(out->ask, out->asks, sizeof out->ask[0], ask_compare);
    out->fired_upon = state->fired_upon[side];
    out->lost_step = state->lost_step[side];
    /* The call is public once it holds: to the police the turn of the first that was called. */
    for (int s = 0; s < scenario->sides; s++)
        if (state->support_turn[s] && (s == side || !out->support_turn))
            out->support_turn = state->support_turn[s];
    out->engaged = state->support_turn[side] ? state->engaged : 0;
    out->mediation = state->mediation;
    out->mediation_until = state->mediation_until;
    out->teams_turn = state->teams_turn;
}

static void view_things(const struct scenario *scenario, const struct state *state, int side,
                        struct view *out) {
    for (int i = 0; i < MARK_MAX; i++)
        if (state->mark[side][i].used)
            out->mark[out->marks++] = state->mark[side][i];
    qsort(out->mark, out->marks, sizeof out->mark[0], mark_compare);
    for (int i = 0; i < CROWD_MAX; i++)
        if (state->crowd[i].strength > 0)
            out->crowd[out->crowds++] = state->crowd[i];
    for (int i = 0; i < BARRICADE_MAX; i++) {
        if (state->barricade[i].strength == 0)
            continue;
        struct barricade *barricade = &out->barricade[out->barricades++];
        *barricade = state->barricade[i];
        if (barricade->side != side)
            barricade->trapped = 0;
    }
    for (int i = 0; i < scenario->caches; i++)
        if (state->cache[i].side == side || state->cache[i].found)
            out->cache[out->caches++] = state->cache[i];
    for (int i = 0; i < EQUIPMENT_MAX; i++) {
        const struct equipment *lies = &state->equipment[i];
        if (!lies->used)
            continue;
        bool own = lies->unit != UNIT_NONE && state->unit[lies->unit].side == side;
        if (lies->side != side && !view_sees_hex(scenario, state, side, lies->hex))
            continue;
        out->equipment[out->equipments++] = (struct view_equipment){
            .hex = lies->hex, .type = lies->type, .side = lies->side, .unit = own ? lies->unit : UNIT_NONE};
    }
    qsort(out->equipment, out->equipments, sizeof out->equipment[0], equipment_compare);
}

void view_build(const struct scenario *scenario, const struct state *state, int side, struct view *out) {
    memset(out, 0, sizeof *out);
    out->side = (uint8_t)side;
    out->turn = state->turn;
    out->turns = scenario->turns;
    out->outcome = state->outcome;
    out->weather = state->weather;
    out->level = (uint8_t)rules_level(scenario, state, side);
    out->command = scenario->side[side].command;
    out->options = state->options;
    memcpy(out->track, state->track, sizeof out->track);
    out->points = (int16_t)victory_points_known(scenario, state, side);
    for (int i = 0; i < scenario->victories; i++)
        if (scenario->victory[i].side == side)
            out->count[i] = (int16_t)victory_count_known(scenario, state, i);
    view_own(scenario, state, side, out);
    view_contacts(scenario, state, side, out);
    view_things(scenario, state, side, out);
    view_politics(scenario, state, side, out);
    bool over = state->outcome != OUTCOME_RUNNING;
    for (int s = 0; s < scenario->sides; s++) {
        out->final_points[s] = (int16_t)(over ? state_points(scenario, state, s) : 0);
        out->launches[s] = over || s == side ? state->launches[s] : 0;
        out->bill[s] = over || s == side ? state->bill[s] : 0;
    }
}

const struct view_unit *view_unit_find(const struct view *view, uint16_t unit) {
    for (uint16_t i = 0; i < view->units; i++)
        if (view->unit[i].unit == unit)
            return &view->unit[i];
    return NULL;
}

const struct view_contact *view_contact_find(const struct view *view, uint16_t handle) {
    for (uint16_t i = 0; i < view->contacts; i++)
        if (view->contact[i].handle == handle)
            return &view->contact[i];
    return NULL;
}
