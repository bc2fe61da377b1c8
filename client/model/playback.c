#include "playback.h"

#include <string.h>

static struct view_unit *own_unit(struct view *view, const struct unit_ref *ref) {
    for (size_t i = 0; ref->kind == REF_UNIT && i < view->units; i++)
        if (view->unit[i].unit == ref->id)
            return &view->unit[i];
    return NULL;
}

static struct view_contact *contact_of(struct view *view, const struct unit_ref *ref) {
    for (size_t i = 0; ref->kind == REF_CONTACT && i < view->contacts; i++)
        if (view->contact[i].handle == ref->id)
            return &view->contact[i];
    return NULL;
}

static void contact_remove(struct view *view, const struct unit_ref *ref) {
    const struct view_contact *contact = contact_of(view, ref);
    if (!contact)
        return;
    size_t at = (size_t)(contact - view->contact);
    memmove(&view->contact[at], &view->contact[at + 1], (view->contacts - at - 1) * sizeof view->contact[0]);
    view->contacts--;
}

/* The contact of a reference, entered in its place (sorted by handle) when it is new. */
static struct view_contact *contact_make(struct view *view, const struct unit_ref *ref) {
    struct view_contact *found = contact_of(view, ref);
    if (found || ref->kind != REF_CONTACT || view->contacts == UNIT_MAX)
        return found;
    size_t at = view->contacts;
    while (at > 0 && view->contact[at - 1].handle > ref->id)
        at--;
    memmove(&view->contact[at + 1], &view->contact[at], (view->contacts - at) * sizeof view->contact[0]);
    view->contacts++;
    view->contact[at] = (struct view_contact){.handle = ref->id, .hex = HEX_NONE};
    return &view->contact[at];
}

static void contact_name_from(struct view_contact *contact, const struct unit_ref *ref) {
    contact->class_ = ref->class_;
    contact->type = ref->type;
    contact->side = ref->side;
}

static void apply_move(const struct scenario *scenario, struct view *view, const struct event *event) {
    struct view_unit *unit = own_unit(view, &event->unit);
    struct view_contact *contact = contact_of(view, &event->unit);
    if (event->hex2 >= scenario->map.count)
        return;
    if (unit) {
        int dir = event->hex < scenario->map.count ? map_dir(&scenario->map, event->hex, event->hex2) : -1;
        unit->hex = event->hex2;
        unit->status = UNIT_ON_MAP;
        if (dir >= 0)
            unit->facing = (uint8_t)dir;
    } else if (contact) {
        contact->hex = event->hex2;
        contact->turn = view->turn;
        contact->pulse = event->pulse;
    }
}

static void apply_sighting(struct view *view, const struct event *event) {
    if (event->result == CONTACT_NONE) {
        contact_remove(view, &event->other);
        return;
    }
    struct view_contact *contact = contact_make(view, &event->other);
    if (!contact)
        return;
    contact->level = event->result;
    contact->turn = view->turn;
    contact->pulse = event->pulse;
    if (event->hex != HEX_NONE)
        contact->hex = event->hex;
    contact_name_from(contact, &event->other);
    if (contact->level == CONTACT_IDENTIFIED && contact->strength == 0)
        contact->strength = 2;
}

static void apply_status(struct view *view, const struct unit_ref *ref, uint8_t status) {
    struct view_unit *unit = own_unit(view, ref);
    if (unit)
        unit->status = status;
    else
        contact_remove(view, ref);
}

static void apply_barricade(const struct scenario *scenario, struct view *view, const struct event *event) {
    if (event->hex >= scenario->map.count || event->hex2 >= scenario->map.count)
        return;
    hex_t low = event->hex < event->hex2 ? event->hex : event->hex2;
    hex_t high = event->hex < event->hex2 ? event->hex2 : event->hex;
    int dir = map_dir(&scenario->map, low, high);
    for (size_t i = 0; i < view->barricades; i++) {
        struct barricade *barricade = &view->barricade[i];
        if (barricade->hex == low && barricade->dir == dir) {
            barricade->strength = (uint8_t)event->value;
            return;
        }
    }
    if (dir >= 0 && view->barricades < BARRICADE_MAX)
        view->barricade[view->barricades++] =
            (struct barricade){low, (uint8_t)dir, (uint8_t)event->value, 0, SIDE_NONE};
}

static struct crowd *crowd_at(struct view *view, hex_t hex) {
    for (size_t i = 0; i < view->crowds; i++)
        if (view->crowd[i].hex == hex && view->crowd[i].strength > 0)
            return &view->crowd[i];
    return NULL;
}

/* True when it was one of a crowd. */
static bool apply_crowd(struct view *view, const struct event *event) {
    struct crowd *crowd = crowd_at(view, event->hex);
    bool pushed = event->kind == EVENT_pushed && event->result == 1 && event->hex2 != HEX_NONE;
    if (event->kind == EVENT_crowd && crowd) {
        crowd->anger = (uint8_t)event->value;
        crowd->strength = event->result;
    } else if (event->kind == EVENT_stirred && crowd) {
        crowd->anger = (uint8_t)event->value;
    } else if ((event->kind == EVENT_crowd_led || pushed) && crowd) {
        crowd->hex = event->hex2;
    } else if (event->kind == EVENT_crowd_gone && crowd) {
        crowd->strength = 0;
    } else {
        return false;
    }
    return true;
}

static void apply_own(struct view *view, const struct event *event) {
    struct view_unit *unit = own_unit(view, &event->unit), *other = own_unit(view, &event->other);
    if (event->kind == EVENT_arrived && unit) {
        unit->status = UNIT_ON_MAP;
        unit->hex = event->hex;
    } else if (event->kind == EVENT_suppressed && other) {
        other->suppression = (uint8_t)event->value;
    } else if (event->kind == EVENT_rallied && unit) {
        unit->suppression = (uint8_t)event->value;
    } else if (event->kind == EVENT_step_lost && contact_of(view, &event->other)) {
        contact_of(view, &event->other)->strength = 1;
    } else if (event->kind == EVENT_step_lost && other && other->steps > 0) {
        other->steps--;
        other->wounded += event->result == FATE_WOUNDED;
    } else if (event->kind == EVENT_mounted && unit) {
        unit->flags &= (uint16_t)~UNIT_DISMOUNTED;
    } else if (event->kind == EVENT_dismounted && unit) {
        unit->flags |= UNIT_DISMOUNTED;
    } else if (event->kind == EVENT_armed && unit) {
        unit->flags &= (uint16_t)~UNIT_COVERT;
    } else if (event->kind == EVENT_dug_in && other) {
        other->flags |= UNIT_DUG_IN;
    } else if (event->kind == EVENT_loaded && other) {
        other->status = UNIT_CARRIED;
    } else if (event->kind == EVENT_surrendered && other) {
        other->flags |= UNIT_SURRENDERED;
    } else if (event->kind == EVENT_flown && unit) {
        unit->hex = event->hex;
        unit->until = (uint8_t)event->value;
    } else if ((event->kind == EVENT_launched_top || event->kind == EVENT_launched_direct) && unit && unit->stock > 0) {
        unit->stock--;
    } else if (event->kind == EVENT_unloaded && other) {
        other->status = UNIT_ON_MAP;
        other->hex = unit ? unit->hex : other->hex;
    }
}

void playback_apply(const struct scenario *scenario, struct view *view, const struct event *event) {
    switch (event->kind) {
    case EVENT_moved:
    case EVENT_fell_back:
        apply_move(scenario, view, event);
        break;
    case EVENT_sighted:
    case EVENT_lost_sight:
        apply_sighting(view, event);
        break;
    case EVENT_eliminated:
        apply_status(view, &event->other, UNIT_ELIMINATED);
        break;
    case EVENT_decoy_removed:
        apply_status(view, &event->other, UNIT_REVEALED);
        break;
    case EVENT_exited:
        apply_status(view, &event->unit, UNIT_EXITED);
        break;
    case EVENT_arrested:
        if (event->result == 1)
            apply_status(view, &event->other, UNIT_DETAINED);
        break;
    case EVENT_surrendered:
        if (contact_of(view, &event->other))
            contact_of(view, &event->other)->known |= KNOWN_SURRENDERED;
        apply_own(view, event);
        break;
    case EVENT_cleared:
    case EVENT_built:
        apply_barricade(scenario, view, event);
        break;
    case EVENT_track:
        if (event->result < TRACK_COUNT)
            view->track[event->result] = (int8_t)(view->track[event->result] + event->value);
        break;
    default:
        if (!apply_crowd(view, event))
            apply_own(view, event);
        break;
    }
}

void playback_view(const struct scenario *scenario, const struct view *before, const struct event *events,
                   size_t shown, struct view *out) {
    *out = *before;
    for (size_t i = 0; i < shown; i++)
        playback_apply(scenario, out, &events[i]);
}

bool playback_is_shown(const struct event *event) {
    return event->kind != EVENT_turn && event->kind != EVENT_points && event->kind != EVENT_weather &&
           event->kind != EVENT_none;
}

static struct unit_ref shown_ref(const struct scenario *scenario, struct unit_ref ref) {
    if (ref.kind == REF_UNIT && ref.id < scenario->roster_count && scenario->roster[ref.id].side != 0)
        ref = (struct unit_ref){REF_CONTACT, ref.type, ref.class_, ref.side, (uint16_t)(ref.id + 1)};
    return ref;
}

void playback_of_truth(const struct scenario *scenario, const struct event *event, struct event *out) {
    *out = *event;
    out->unit = shown_ref(scenario, event->unit);
    out->other = shown_ref(scenario, event->other);
    if (event->kind == EVENT_sighted || event->kind == EVENT_lost_sight)
        out->kind = EVENT_none;
}
