/* Units of other sides as they could be: who stands behind a contact, and where those are that nobody sees. */
#include "ground.h"
#include "resample_room.h"

#include <string.h>

#define PLACES_TRIED 24 /* until a unit for which no hidden place was found counts as lost */
#define STEPS_A_TURN 3  /* how far a unit may have gone a turn, in hexes */
#define STEPS_MAX    40

/* May this unit have come onto the map by now? */
static bool may_be_here(const struct resample *resample, uint16_t u) {
    const struct roster_unit *roster = &resample->scenario->roster[u];
    const struct view *view = resample->view;
    if (roster->side == view->side || (resample->scenario->rules.type[roster->type].flags & TYPE_OFF_MAP))
        return false;
    if (roster->optional && !(view->options >> (roster->optional - 1) & 1))
        return false;
    if (roster->on_request && !view->teams_turn)
        return false;
    return roster->arrives <= view->turn || roster->arrives <= 1;
}

/* The unit takes the contact's place: does the side then see what it sees? */
static bool fits(const struct resample *resample, const struct view_contact *seen, uint16_t u) {
    const struct scenario *scenario = resample->scenario;
    const struct unit_type *type = &scenario->rules.type[scenario->roster[u].type];
    struct state *state = resample->state;
    struct contact *contact = &state->contact[resample->view->side][u], kept = *contact;
    struct unit_ref ref;
    if (!may_be_here(resample, u))
        return false;
    if (seen->class_ == CLASS_VEHICLE && type->move == MOVE_FOOT)
        return false;
    if (seen->level == CONTACT_SUSPECTED && (type->flags & TYPE_VEHICLE_ONLY) && seen->class_ == CLASS_FOOT)
        return false;
    if (seen->level == CONTACT_IDENTIFIED && seen->strength == 1 && type->steps < 2)
        return false;
    if (seen->level == CONTACT_IDENTIFIED && (seen->known & KNOWN_COVERT) && !scenario->roster[u].covert)
        return false;
    contact->level = seen->level;
    contact->known = seen->known;
    view_reference(scenario, state, resample->view->side, u, &ref);
    *contact = kept;
    return ref.type == seen->type && ref.side == seen->side;
}

/* Matching of contacts to units: each that is free, or whose contact finds another (augmenting paths), tried in a
 * drawn sequence. */
struct matching {
    uint16_t of_unit[UNIT_MAX]; /* contact behind which the unit stands, UNIT_NONE */
    uint8_t tried[UNIT_MAX];
};

static bool match(const struct resample *resample, struct matching *matching, uint16_t contact) {
    uint16_t units = resample->state->units;
    uint16_t first = (uint16_t)(resample_roll(resample, RESAMPLE_BEHIND, contact, 0, units) - 1);
    for (uint16_t i = 0; i < units; i++) {
        uint16_t u = (uint16_t)((first + i) % units);
        if (matching->tried[u] || !fits(resample, &resample->view->contact[contact], u))
            continue;
        matching->tried[u] = 1;
        if (matching->of_unit[u] == UNIT_NONE || match(resample, matching, matching->of_unit[u])) {
            matching->of_unit[u] = contact;
            return true;
        }
    }
    return false;
}

/* Condition that nobody sees. */
static void draw_condition(const struct resample *resample, uint16_t u, int least_lost, int most_lost) {
    struct unit *unit = &resample->state->unit[u];
    const struct unit_type *type = unit_type_of(resample->scenario, unit);
    int lost = least_lost;
    if (most_lost > least_lost && resample_roll(resample, RESAMPLE_STEPS, u, 0, 4) == 1)
        lost += resample_roll(resample, RESAMPLE_STEPS, u, 1, most_lost - least_lost);
    unit->steps = (uint8_t)(type->steps - lost);
    unit->wounded = (uint8_t)(resample_roll(resample, RESAMPLE_WOUNDED, u, 0, lost + 1) - 1);
    unit->stock = (uint8_t)(resample_roll(resample, RESAMPLE_STOCK, u, 0, type->ammo_count + 1) - 1);
    unit->policy = (uint8_t)(resample_roll(resample, RESAMPLE_POLICY, u, 0, POLICY_COUNT) - 1);
    unit->suppression = (uint8_t)(resample_roll(resample, RESAMPLE_SUPPRESSION, u, 0, 3) - 1);
    if (type->flags & (TYPE_UNARMED | TYPE_DECOY))
        unit->policy = POLICY_HOLD;
}

static bool unit_is_hidden_at(const struct resample *resample, uint16_t u, hex_t hex) {
    struct unit *unit = &resample->state->unit[u];
    unit->hex = hex;
    return stack_has_room(resample->scenario, resample->state, unit, hex) &&
           (resample->view->turn == 0 ||
            sighting_by_side(resample->scenario, resample->state, resample->view->side, u) == CONTACT_NONE);
}

/* Where a unit may be that has gone at most `steps` hexes from a place: a drawn walk over ground that it can
 * cross. */
static hex_t walk(const struct resample *resample, uint16_t u, hex_t from, int steps, int attempt) {
    const struct unit *unit = &resample->state->unit[u];
    struct obstacles obstacles;
    obstacles_find(resample->scenario, resample->view->barricade, resample->view->barricades,
                   resample->view->crowd, resample->view->crowds, &obstacles);
    struct walker walker = {resample->scenario, &obstacles, unit->side,
                            (uint8_t)unit_move_class(resample->scenario, unit)};
    if (unit_move_points(resample->scenario, unit) == 0)
        steps = 0;
    if (steps > STEPS_MAX)
        steps = STEPS_MAX;
    int goes = steps ? resample_roll(resample, RESAMPLE_WALK, u, attempt * 8 + 7, steps + 1) - 1 : 0;
    for (int i = 0; i < goes; i++) {
        int dir = resample_roll(resample, RESAMPLE_WALK + 100 * (i + 1), u, attempt, DIR_COUNT) - 1;
        struct ground_step step = ground_step(&walker, from, dir);
        if (step.refusal == REFUSAL_none && !step.exits && step.to != HEX_NONE)
            from = step.to;
    }
    return from;
}

/* A contact that is not in sight has gone on since, or not. */
static void contact_place(const struct resample *resample, const struct view_contact *seen, uint16_t u) {
    struct unit *unit = &resample->state->unit[u];
    unit->hex = seen->hex;
    if ((seen->known & KNOWN_SEEN_NOW) || unit->status != UNIT_ON_MAP)
        return;
    int steps = (resample->view->turn - seen->turn) * STEPS_A_TURN;
    for (int attempt = 0; attempt < 4; attempt++)
        if (unit_is_hidden_at(resample, u, walk(resample, u, seen->hex, steps, attempt)))
            return;
    unit->hex = seen->hex;
}

static void contact_fill(const struct resample *resample, const struct view_contact *seen, uint16_t u) {
    struct state *state = resample->state;
    struct unit *unit = &state->unit[u];
    const struct unit_type *type = unit_type_of(resample->scenario, unit);
    bool identified = seen->level == CONTACT_IDENTIFIED;
    int least = identified && seen->strength == 1, most = identified && seen->strength == 2 ? 0 : type->steps - 1;
    state->contact[resample->view->side][u] = (struct contact){.level = seen->level,
                                                               .class_ = seen->class_,
                                                               .strength = seen->strength,
                                                               .known = seen->known,
                                                               .turn = seen->turn,
                                                               .pulse = seen->pulse,
                                                               .handle = seen->handle,
                                                               .hex = seen->hex,
                                                               .facing = seen->facing,
                                                               .cold = seen->cold};
    unit->status = identified && (type->flags & TYPE_DECOY) ? UNIT_REVEALED : UNIT_ON_MAP;
    draw_condition(resample, u, least, most);
    if (identified && !(seen->known & KNOWN_COVERT))
        unit->flags &= (uint16_t)~UNIT_COVERT;
    if (seen->known & KNOWN_EXPOSED)
        unit->flags &= (uint16_t)~UNIT_FALSE_MARKINGS;
    if (seen->known & KNOWN_SURRENDERED)
        unit->flags |= UNIT_SURRENDERED;
    if (seen->class_ == CLASS_FOOT && type->move != MOVE_FOOT)
        unit->flags |= UNIT_DISMOUNTED;
    if (identified && (seen->known & KNOWN_ON_FOOT) && type->move == MOVE_FOOT)
        unit->flags |= UNIT_ABANDONED;
    if (identified && seen->class_ == CLASS_VEHICLE) {
        unit->facing = seen->facing;
        unit->still = seen->cold ? (uint8_t)resample->scenario->rules.number.cold_turns : 0;
    }
    contact_place(resample, seen, u);
}

static void handles_go_on(const struct resample *resample) {
    const struct view *view = resample->view;
    uint16_t *next = &resample->state->next_handle[view->side];
    for (uint16_t i = 0; i < view->contacts; i++)
        if (view->contact[i].handle >= *next)
            *next = (uint16_t)(view->contact[i].handle + 1);
    for (uint16_t i = 0; i < view->marks; i++)
        if (view->mark[i].handle >= *next)
            *next = (uint16_t)(view->mark[i].handle + 1);
}

bool resample_contacts(const struct resample *resample) {
    struct matching matching;
    const struct view *view = resample->view;
    for (int u = 0; u < UNIT_MAX; u++)
        matching.of_unit[u] = UNIT_NONE;
    for (uint16_t i = 0; i < view->contacts; i++) {
        memset(matching.tried, 0, sizeof matching.tried);
        if (!match(resample, &matching, i))
            return false;
    }
    for (uint16_t u = 0; u < resample->state->units; u++)
        if (matching.of_unit[u] != UNIT_NONE)
            contact_fill(resample, &view->contact[matching.of_unit[u]], u);
    handles_go_on(resample);
    return true;
}

static void hide(const struct resample *resample, uint16_t u) {
    const struct roster_unit *roster = &resample->scenario->roster[u];
    struct unit *unit = &resample->state->unit[u];
    int turns = resample->view->turn - (roster->arrives > 1 ? roster->arrives : 1);
    unit->status = UNIT_ON_MAP;
    draw_condition(resample, u, 0, unit_type_of(resample->scenario, unit)->steps - 1);
    for (int attempt = 0; attempt < PLACES_TRIED; attempt++) {
        hex_t hex = resample_place(resample, RESAMPLE_PLACE, u, 2 * attempt, roster->zone, roster->choice, roster->choices);
        hex = walk(resample, u, hex, turns > 0 ? turns * STEPS_A_TURN : 0, attempt);
        if (unit_is_hidden_at(resample, u, hex))
            return;
    }
    /* The side would see it wherever it could be: it is lost, or never came. */
    unit->steps = unit->wounded = 0;
    unit->status = UNIT_ELIMINATED;
}

void resample_hidden(const struct resample *resample) {
    const struct scenario *scenario = resample->scenario;
    const struct view *view = resample->view;
    for (uint16_t u = 0; u < resample->state->units; u++) {
        const struct roster_unit *roster = &scenario->roster[u];
        bool option = !roster->optional || (view->options >> (roster->optional - 1) & 1);
        if (roster->side == view->side || resample->state->contact[view->side][u].level || !option ||
            resample_roll(resample, RESAMPLE_TAKES_PART, u, 0, 100) > roster->chance)
            continue;
        bool event = roster->after_event && !(resample->state->happened >> (roster->after_event - 1) & 1);
        if (may_be_here(resample, u) && !event)
            hide(resample, u);
        else
            resample->state->unit[u].status = UNIT_WAITING;
    }
}

void resample_sights_of_others(const struct resample *resample) {
    const struct scenario *scenario = resample->scenario;
    struct state *state = resample->state;
    for (int side = 0; side < scenario->sides; side++)
        for (uint16_t u = 0; side != resample->view->side && u < state->units; u++) {
            const struct unit *unit = &state->unit[u];
            const struct unit_type *type = unit_type_of(scenario, unit);
            int level = sighting_by_side(scenario, state, side, u);
            if (level == CONTACT_NONE)
                continue;
            bool identified = level == CONTACT_IDENTIFIED && !(type->flags & TYPE_DECOY);
            state->contact[side][u] = (struct contact){
                .level = identified ? CONTACT_IDENTIFIED : CONTACT_SUSPECTED,
                .class_ = unit_is_on_foot(scenario, unit) ? CLASS_FOOT : CLASS_VEHICLE,
                .strength = (uint8_t)(!identified ? 0 : unit->steps < type->steps ? 1 : 2),
                .known = (uint8_t)(KNOWN_SEEN_NOW | (identified && (unit->flags & UNIT_COVERT) ? KNOWN_COVERT : 0)),
                .turn = state->turn,
                .handle = state->next_handle[side]++,
                .hex = unit->hex};
        }
}
