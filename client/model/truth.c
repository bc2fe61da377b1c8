#include "truth.h"

#include "model_internal.h"
#include "playback.h"

#include <stdlib.h>
#include <string.h>

size_t truth_eyes(const struct model *model, size_t index, int side) {
    const struct seat *place = model_seat(model, index);
    for (size_t i = 0; i < model_seats(model); i++) {
        const struct seat *seat = model_seat(model, i);
        if (seat->place == place->place && (side < 0 ? seat->truth : seat->side == side && !seat->truth))
            return i;
    }
    return index;
}

static const struct seat *eyes_of(const struct model *model, size_t index, int side) {
    const struct seat *seat = model_seat(model, truth_eyes(model, index, side));
    return seat && seat->side == side && seat->has_view ? seat : NULL;
}

const struct view_unit *truth_unit(const struct model *model, size_t index, uint16_t unit, const struct view **view) {
    const struct seat *place = model_seat(model, index);
    if (!place || unit >= place->scenario->roster_count)
        return NULL;
    const struct seat *seat = eyes_of(model, index, place->scenario->roster[unit].side);
    if (!seat)
        return NULL;
    *view = &seat->view;
    return view_unit_find(&seat->view, unit);
}

static void add_units(const struct scenario *scenario, const struct view *from, struct view *out) {
    for (unsigned i = 0; i < from->units && out->contacts < UNIT_MAX; i++) {
        const struct view_unit *unit = &from->unit[i];
        const struct unit_type *type = &scenario->rules.type[unit->type];
        if (unit->status != UNIT_ON_MAP)
            continue;
        uint8_t known = (uint8_t)((unit->flags & UNIT_COVERT ? KNOWN_COVERT : 0) |
                                  (unit->flags & UNIT_SURRENDERED ? KNOWN_SURRENDERED : 0) |
                                  (unit->flags & UNIT_DISMOUNTED ? KNOWN_ON_FOOT : 0) | KNOWN_SEEN_NOW);
        out->contact[out->contacts++] = (struct view_contact){.handle = (uint16_t)(unit->unit + 1),
                                                              .level = CONTACT_IDENTIFIED,
                                                              .strength = unit->steps < type->steps ? 1 : 2,
                                                              .known = known,
                                                              .type = unit->type,
                                                              .side = from->side,
                                                              .turn = from->turn,
                                                              .hex = unit->hex,
                                                              .facing = unit->facing};
    }
}

/* What lies on the ground is in each view as far as its side knows it; twice the same is once. */
static void add_ground(const struct view *from, struct view *out) {
    for (unsigned i = 0; i < from->barricades; i++) {
        const struct barricade *b = &from->barricade[i];
        unsigned k = 0;
        while (k < out->barricades && (out->barricade[k].hex != b->hex || out->barricade[k].dir != b->dir))
            k++;
        if (k == out->barricades && k < BARRICADE_MAX)
            out->barricade[out->barricades++] = *b;
        else if (k < out->barricades && b->trapped)
            out->barricade[k].trapped = b->trapped;
    }
    for (unsigned i = 0; i < from->crowds; i++) {
        unsigned k = 0;
        while (k < out->crowds && out->crowd[k].hex != from->crowd[i].hex)
            k++;
        if (k == out->crowds && k < CROWD_MAX)
            out->crowd[out->crowds++] = from->crowd[i];
    }
    for (unsigned i = 0; i < from->caches; i++) {
        unsigned k = 0;
        while (k < out->caches && out->cache[k].hex != from->cache[i].hex)
            k++;
        if (k == out->caches && k < CACHE_MAX)
            out->cache[out->caches++] = from->cache[i];
    }
    for (unsigned i = 0; i < from->equipments; i++) {
        unsigned k = 0;
        while (k < out->equipments && (out->equipment[k].hex != from->equipment[i].hex ||
                                       out->equipment[k].type != from->equipment[i].type))
            k++;
        if (k == out->equipments && k < EQUIPMENT_MAX)
            out->equipment[out->equipments++] = from->equipment[i];
    }
}

bool truth_view(const struct model *model, size_t index, struct view *out) {
    const struct seat *place = model_seat(model, index), *first = place ? eyes_of(model, index, 0) : NULL;
    if (!first)
        return false;
    *out = first->view;
    out->contacts = out->marks = 0;
    for (int side = 1; side < place->scenario->sides; side++) {
        const struct seat *seat = eyes_of(model, index, side);
        if (!seat || seat->view.turn != first->view.turn)
            return false;
        add_units(place->scenario, &seat->view, out);
        add_ground(&seat->view, out);
    }
    /* By rising handle, as everybody who looks for one expects. */
    for (unsigned i = 1; i < out->contacts; i++)
        for (unsigned k = i; k > 0 && out->contact[k - 1].handle > out->contact[k].handle; k--) {
            struct view_contact other = out->contact[k];
            out->contact[k] = out->contact[k - 1];
            out->contact[k - 1] = other;
        }
    return true;
}

void truth_renew(struct model *model, const struct seat *first) {
    static struct view view; /* 30 kB: too much for a stack in a browser */
    struct seat *truth = seat_with_truth(model, first);
    size_t index = 0;
    while (index < model->seats && model->seat[index] != first)
        index++;
    if (!truth || !truth_view(model, index, &view))
        return;
    view.command = 0; /* nobody's */
    if (truth->has_view && view.turn < truth->view.turn) {
        seat_go_back(truth, view.turn);
    } else if (truth->has_view && (view.turn != truth->view.turn || view.outcome != truth->view.outcome)) {
        truth->before = truth->view;
        truth->has_before = true;
    }
    truth->view = view;
    truth->has_view = true;
    truth->phase = first->phase;
}

void truth_reported(struct seat *truth) {
    size_t size = (truth->event_count + 1) * sizeof *truth->told;
    free(truth->told);
    truth->told = malloc(size);
    if (!truth->told) {
        truth->event_count = 0;
        return;
    }
    memcpy(truth->told, truth->events, size);
    for (size_t i = 0; i < truth->event_count; i++)
        playback_of_truth(truth->scenario, &truth->told[i], &truth->events[i]);
}
