/* Contacts of a side (rulebook 4): raised by sightings, fading without, kept at last as dated marks. */
#include "rule.h"

#include <stdlib.h>
#include <string.h>

static uint8_t contact_known_bits(const struct scenario *scenario, const struct state *state,
                                  const struct unit *unit, uint8_t old, int level) {
    uint8_t known = (old & (KNOWN_FIRED | KNOWN_FIRED_NOW | KNOWN_EXPOSED)) | KNOWN_SEEN_NOW;
    int pulse = state->pulse;
    if (pulse >= 1 && pulse <= 6 && (unit->moved >> (pulse - 1)) & 1)
        known |= KNOWN_MOVED;
    if (!(unit->flags & UNIT_FALSE_MARKINGS) && (unit_type_of(scenario, unit)->flags & TYPE_FALSE_MARKINGS))
        known |= KNOWN_EXPOSED;
    if (level < CONTACT_IDENTIFIED)
        return known;
    if (unit->flags & UNIT_COVERT)
        known |= KNOWN_COVERT;
    if (unit->flags & UNIT_SURRENDERED)
        known |= KNOWN_SURRENDERED;
    if (unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED))
        known |= KNOWN_ON_FOOT;
    return known;
}

uint16_t contact_find(const struct state *state, int side, uint16_t handle) {
    for (uint16_t u = 0; u < state->units; u++)
        if (state->contact[side][u].level && state->contact[side][u].handle == handle)
            return u;
    return UNIT_NONE;
}

/* What who identifies a vehicle sees of it: where it points, and whether its engine is cold. */
static void contact_look(const struct scenario *scenario, const struct unit *unit, struct contact *contact) {
    bool vehicle = contact->level == CONTACT_IDENTIFIED && !unit_is_on_foot(scenario, unit);
    contact->facing = vehicle ? unit->facing : 0;
    contact->cold = vehicle && unit_is_cold(scenario, unit);
}

static void sighted_event(struct turn *turn, int side, uint16_t target, uint16_t observer) {
    struct event event;
    if (!turn->sink)
        return;
    event_begin(turn, &event, EVENT_sighted);
    event.side = (uint8_t)side;
    event.result = turn->state->contact[side][target].level;
    event.hex = turn->state->unit[target].hex;
    event_unit(turn, &event.other, target);
    if (observer != UNIT_NONE) {
        event_unit(turn, &event.unit, observer);
        event.value = (int16_t)sighting_score(turn->scenario, turn->state, observer, target, &event);
    }
    event_emit(turn, &event);
}

/* An identified decoy is taken off; an identified covert unit has lost its secret, though its side need not
 * know. */
static void contact_identified(struct turn *turn, int side, uint16_t target) {
    struct unit *unit = &turn->state->unit[target];
    if (unit->flags & UNIT_COVERT)
        unit->flags |= UNIT_WAS_REVEALED;
    if (!(unit_type_of(turn->scenario, unit)->flags & TYPE_DECOY))
        return;
    struct event event;
    event_begin(turn, &event, EVENT_decoy_removed);
    event.side = (uint8_t)side;
    event.hex = unit->hex;
    event_unit(turn, &event.other, target);
    event_emit(turn, &event);
    unit->status = UNIT_REVEALED;
    unit->flags |= UNIT_WAS_REVEALED | UNIT_REVEALED_OPENLY;
}

void sighting_set(struct turn *turn, int side, uint16_t target, int level, uint16_t observer) {
    struct state *state = turn->state;
    const struct unit *unit = &state->unit[target];
    struct contact *contact = &state->contact[side][target];
    int before = contact->level;
    if (unit->side == side || level == CONTACT_NONE || unit->status != UNIT_ON_MAP)
        return;
    if (before == CONTACT_NONE) {
        memset(contact, 0, sizeof *contact);
        if (state->next_handle[side] == 0)
            state->next_handle[side] = 1;
        contact->handle = state->next_handle[side]++;
    }
    if (level > contact->level)
        contact->level = (uint8_t)level;
    contact->class_ = unit_is_on_foot(turn->scenario, unit) ? CLASS_FOOT : CLASS_VEHICLE;
    contact->known = contact_known_bits(turn->scenario, state, unit, contact->known, contact->level);
    if (contact->level == CONTACT_IDENTIFIED)
        contact->strength = unit->steps < unit_type_of(turn->scenario, unit)->steps ? 1 : 2;
    contact->turn = state->turn;
    contact->pulse = state->pulse;
    contact->hex = unit->hex;
    contact_look(turn->scenario, unit, contact);
    if (turn->sighted[side][target] < level)
        turn->sighted[side][target] = (uint8_t)level;
    if (contact->level == before)
        return;
    sighted_event(turn, side, target, observer);
    if (contact->level == CONTACT_IDENTIFIED)
        contact_identified(turn, side, target);
}

void sighting_reveal(struct turn *turn, uint16_t unit, int side) {
    turn->state->unit[unit].flags |= UNIT_WAS_REVEALED | UNIT_REVEALED_OPENLY;
    if (side != SIDE_NONE)
        sighting_set(turn, side, unit, CONTACT_IDENTIFIED, UNIT_NONE);
}

/* The place of a new mark: a free one, else that of the oldest. */
static struct mark *mark_place(struct state *state, int side) {
    struct mark *place = &state->mark[side][0];
    for (int i = 0; i < MARK_MAX; i++) {
        struct mark *mark = &state->mark[side][i];
        if (!mark->used)
            return mark;
        if (mark->turn < place->turn || (mark->turn == place->turn && mark->handle < place->handle))
            place = mark;
    }
    return place;
}

static void contact_to_mark(struct state *state, int side, const struct contact *contact) {
    *mark_place(state, side) = (struct mark){.hex = contact->hex,
                                             .handle = contact->handle,
                                             .used = 1,
                                             .level = CONTACT_SUSPECTED,
                                             .class_ = contact->class_,
                                             .type = TYPE_NONE,
                                             .side = SIDE_NONE,
                                             .turn = contact->turn};
}

struct fading {
    uint16_t handle, unit;
};

static int fading_compare(const void *left, const void *right) {
    const struct fading *a = left, *b = right;
    return a->handle < b->handle ? -1 : a->handle > b->handle;
}

static void contact_fade(struct turn *turn, int side, uint16_t unit) {
    struct contact *contact = &turn->state->contact[side][unit];
    contact->level--;
    contact->known &= KNOWN_FIRED | KNOWN_EXPOSED;
    contact->strength = contact->facing = contact->cold = 0;
    if (turn->sink) {
        struct event event;
        event_begin(turn, &event, EVENT_lost_sight);
        event.side = (uint8_t)side;
        event.result = contact->level;
        event.hex = contact->hex;
        event_unit(turn, &event.other, unit);
        event_emit(turn, &event);
    }
    if (contact->level > CONTACT_NONE)
        return;
    contact_to_mark(turn->state, side, contact);
    memset(contact, 0, sizeof *contact);
}

void contacts_fade(struct turn *turn, int side) {
    struct state *state = turn->state;
    struct fading fading[UNIT_MAX];
    size_t count = 0;
    for (uint16_t u = 0; u < state->units; u++) {
        struct contact *contact = &state->contact[side][u];
        if (!contact->level)
            continue;
        if (!(contact->known & KNOWN_FIRED_NOW))
            contact->known &= (uint8_t)~KNOWN_FIRED;
        contact->known &= (uint8_t)~KNOWN_FIRED_NOW;
        if (contact->turn < state->turn)
            fading[count++] = (struct fading){contact->handle, u};
    }
    /* Told by handle, so that the order says nothing of unit numbers. */
    if (count > 1)
        qsort(fading, count, sizeof fading[0], fading_compare);
    for (size_t i = 0; i < count; i++)
        contact_fade(turn, side, fading[i].unit);
}
