/* Who is told of an event, and how much of it. Every question of what a side knows is put to view.c.
 *
 * A side is told of units by its own references; of a unit that it does not sight it is not told at all. It
 * is told the faces of the dice and the effect that it sees. Of modifiers it is told those of units that it
 * owns or has identified; when a die hangs on a unit that it has not, the sum is withheld
 * (EVENT_VALUE_UNKNOWN), whatever the modifiers were, so that neither the sum nor its absence says anything
 * about them. */
#include "rule.h"

enum audience {
    TO_ALL,
    TO_OWNER,           /* of `unit` */
    TO_SIDE,            /* `side` */
    TO_WHO_SEES_STEP,   /* who saw `unit` leave and sees it in hex2 */
    TO_WHO_SEES_EITHER, /* `unit` or `other` */
    TO_WHO_SEES_UNIT,
    TO_WHO_KNOWS_UNIT, /* owns or has identified it */
    TO_WHO_SEES_OTHER,
    TO_WHO_KNOWS_OTHER,
    TO_TAKER,    /* side `value`, and who sees the hex */
    TO_CHECKED,  /* who checks and who is checked */
    TO_ARRESTED, /* who arrests, who is arrested, who sees it */
    TO_ASKED,    /* side `side` that asks and side `value` that is asked */
    TO_DETAINED, /* side `side` that detains and the owner of `other` */
    TO_SEARCHED  /* the owner; all when something was found */,
    TO_WHO_SEES_HEX
};

static const uint8_t audience[EVENT_COUNT] = {
    [EVENT_turn] = TO_ALL,
    [EVENT_arrived] = TO_OWNER,
    [EVENT_waits] = TO_OWNER,
    [EVENT_moved] = TO_WHO_SEES_STEP,
    [EVENT_stopped] = TO_OWNER,
    [EVENT_sighted] = TO_SIDE,
    [EVENT_lost_sight] = TO_SIDE,
    [EVENT_shot] = TO_WHO_SEES_EITHER,
    [EVENT_aimed] = TO_WHO_SEES_EITHER,
    [EVENT_launched_top] = TO_WHO_SEES_EITHER,
    [EVENT_launched_direct] = TO_WHO_SEES_EITHER,
    [EVENT_penetrated] = TO_WHO_SEES_OTHER,
    [EVENT_assaulted] = TO_WHO_SEES_EITHER,
    [EVENT_defended] = TO_WHO_SEES_EITHER,
    [EVENT_surrendered] = TO_WHO_SEES_OTHER,
    [EVENT_called] = TO_CHECKED,
    [EVENT_flown] = TO_OWNER,
    [EVENT_landed] = TO_WHO_SEES_HEX,
    [EVENT_step_lost] = TO_WHO_KNOWS_OTHER,
    [EVENT_suppressed] = TO_WHO_KNOWS_OTHER,
    [EVENT_fell_back] = TO_WHO_SEES_STEP,
    [EVENT_eliminated] = TO_WHO_SEES_OTHER,
    [EVENT_collateral] = TO_ALL,
    [EVENT_no_collateral] = TO_OWNER,
    [EVENT_site_hit] = TO_ALL,
    [EVENT_armed] = TO_WHO_SEES_UNIT,
    [EVENT_mounted] = TO_WHO_KNOWS_UNIT,
    [EVENT_dismounted] = TO_WHO_KNOWS_UNIT,
    [EVENT_loaded] = TO_WHO_KNOWS_UNIT,
    [EVENT_unloaded] = TO_WHO_KNOWS_UNIT,
    [EVENT_abandoned] = TO_WHO_KNOWS_UNIT,
    [EVENT_taken] = TO_TAKER,
    [EVENT_checked] = TO_CHECKED,
    [EVENT_arrested] = TO_ARRESTED,
    [EVENT_cleared] = TO_ALL,
    [EVENT_trap_found] = TO_OWNER,
    [EVENT_trap_sprung] = TO_ALL,
    [EVENT_built] = TO_ALL,
    [EVENT_dug_in] = TO_WHO_KNOWS_OTHER,
    [EVENT_searched] = TO_SEARCHED,
    [EVENT_pushed] = TO_ALL,
    [EVENT_stirred] = TO_ALL,
    [EVENT_crowd_led] = TO_ALL,
    [EVENT_talked] = TO_ALL,
    [EVENT_thrown] = TO_WHO_SEES_OTHER,
    [EVENT_crowd] = TO_ALL,
    [EVENT_crowd_gone] = TO_ALL,
    [EVENT_escorted] = TO_ALL,
    [EVENT_civilians_lost] = TO_ALL,
    [EVENT_wounded_detained] = TO_DETAINED,
    [EVENT_asked] = TO_ASKED,
    [EVENT_ask_refused] = TO_ASKED,
    [EVENT_ask_holds] = TO_ALL,
    [EVENT_teams_come] = TO_ALL,
    [EVENT_mediation_over] = TO_ALL,
    [EVENT_evacuated] = TO_OWNER,
    [EVENT_resupplied] = TO_OWNER,
    [EVENT_decoy_removed] = TO_WHO_SEES_OTHER,
    [EVENT_exposed] = TO_WHO_SEES_OTHER,
    [EVENT_exited] = TO_WHO_SEES_UNIT,
    [EVENT_rallied] = TO_OWNER,
    [EVENT_not_done] = TO_OWNER,
    [EVENT_track] = TO_ALL,
    [EVENT_points] = TO_SIDE,
    [EVENT_level] = TO_SIDE,
    [EVENT_weather] = TO_ALL,
    [EVENT_announced] = TO_ALL,
    [EVENT_game_over] = TO_ALL,
};

static bool owns(const struct state *state, int side, const struct unit_ref *ref) {
    return ref->kind == REF_UNIT && state->unit[ref->id].side == side;
}

static bool sees(const struct state *state, int side, const struct unit_ref *ref) {
    return ref->kind == REF_UNIT && view_sights(state, side, ref->id);
}

static bool knows(const struct state *state, int side, const struct unit_ref *ref) {
    return ref->kind == REF_UNIT && view_identifies(state, side, ref->id);
}

/* sighting_follow has moved the contacts of those who saw the step. */
static bool sees_step(const struct state *state, int side, const struct event *event) {
    if (owns(state, side, &event->unit))
        return true;
    return sees(state, side, &event->unit) && state->contact[side][event->unit.id].hex == event->hex2;
}

static bool is_told(const struct scenario *scenario, const struct state *state, const struct event *event,
                    int side) {
    switch ((enum audience)audience[event->kind]) {
    case TO_ALL:
        return true;
    case TO_OWNER:
        return owns(state, side, &event->unit) || (event->unit.kind == REF_NONE && event->side == side);
    case TO_SIDE:
        return event->side == side;
    case TO_WHO_SEES_STEP:
        return sees_step(state, side, event);
    case TO_WHO_SEES_EITHER:
        return sees(state, side, &event->unit) || sees(state, side, &event->other);
    case TO_WHO_SEES_UNIT:
        return sees(state, side, &event->unit);
    case TO_WHO_KNOWS_UNIT:
        return knows(state, side, &event->unit);
    case TO_WHO_SEES_OTHER:
        return sees(state, side, &event->other);
    case TO_WHO_KNOWS_OTHER:
        return knows(state, side, &event->other);
    case TO_TAKER:
        return event->value == side || view_sees_hex(scenario, state, side, event->hex);
    case TO_CHECKED:
        return owns(state, side, &event->other) ||
               (event->side == side && state->contact[side][event->other.id].level > CONTACT_NONE);
    case TO_ARRESTED:
        return event->side == side || sees(state, side, &event->other);
    case TO_ASKED:
        return event->side == side || event->value == side;
    case TO_DETAINED:
        return event->side == side || owns(state, side, &event->other);
    case TO_SEARCHED:
        return owns(state, side, &event->unit) || event->result;
    case TO_WHO_SEES_HEX:
        return owns(state, side, &event->unit) || view_sees_hex(scenario, state, side, event->hex);
    }
    return false;
}

uint8_t event_told(const struct scenario *scenario, const struct state *state, const struct event *event) {
    uint8_t told = 0;
    for (int side = 0; side < scenario->sides; side++)
        if (is_told(scenario, state, event, side))
            told |= (uint8_t)(1 << side);
    return told;
}

/* Which unit a modifier is about. */
enum about { ABOUT_NOBODY, ABOUT_UNIT, ABOUT_OTHER, ABOUT_BOTH };

static enum about about_of(const struct event *event, int modifier) {
    switch (modifier) {
    case MODIFIER_density:
    case MODIFIER_crowd:
    case MODIFIER_legitimacy:
        return ABOUT_NOBODY;
    case MODIFIER_cover:
        return event->kind == EVENT_defended ? ABOUT_UNIT : ABOUT_OTHER;
    case MODIFIER_morale:
    case MODIFIER_steps_lost:
    case MODIFIER_leader:
        return event->kind == EVENT_called ? ABOUT_OTHER : ABOUT_UNIT;
    case MODIFIER_dug_in:
    case MODIFIER_on_foot:
    case MODIFIER_target_moved:
    case MODIFIER_cold:
    case MODIFIER_open:
    case MODIFIER_armour:
    case MODIFIER_vehicle:
    case MODIFIER_fired:
    case MODIFIER_covert:
    case MODIFIER_concealment:
        return ABOUT_OTHER;
    case MODIFIER_moved:
        return event->kind == EVENT_sighted ? ABOUT_OTHER : ABOUT_UNIT;
    case MODIFIER_crew_weapon:
    case MODIFIER_suspected:
    case MODIFIER_ambush:
    case MODIFIER_distance:
    case MODIFIER_same_hex:
    case MODIFIER_screened:
        return ABOUT_BOTH;
    default:
        return ABOUT_UNIT;
    }
}

/* Whom the sum of an event hangs on. */
static enum about sum_about(int kind) {
    switch (kind) {
    case EVENT_shot:
    case EVENT_aimed:
    case EVENT_launched_top:
    case EVENT_launched_direct:
    case EVENT_penetrated:
    case EVENT_sighted:
        return ABOUT_BOTH;
    case EVENT_assaulted:
    case EVENT_defended:
    case EVENT_checked:
    case EVENT_arrested:
    case EVENT_searched:
    case EVENT_collateral:
    case EVENT_no_collateral:
    case EVENT_pushed:
    case EVENT_talked:
        return ABOUT_UNIT;
    case EVENT_thrown:
    case EVENT_trap_sprung:
        return ABOUT_OTHER;
    default:
        return ABOUT_NOBODY;
    }
}

/* No cover because of an enemy in its hex whom this side may not know: then it knows not enough of the
 * target. */
static bool cover_is_clear(const struct scenario *scenario, const struct state *state, int side,
                           const struct unit_ref *ref) {
    const struct unit *target = &state->unit[ref->id];
    if (ref->kind != REF_UNIT || !(target->flags & UNIT_IN_CONTACT))
        return true;
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *enemy = &state->unit[u];
        if (enemy->hex == target->hex && unit_is_on_map(enemy) && unit_is_armed(scenario, enemy) &&
            sides_may_fight(scenario, enemy->side, target->side) && view_identifies(state, side, u) &&
            !view_is_fooled(scenario, state, side, u))
            return true;
    }
    return false;
}

/* Does the side know everybody who fights in the hex of an assault beside `unit`? */
static bool party_is_clear(const struct scenario *scenario, const struct state *state, int side,
                           const struct event *event) {
    const struct unit *other = event->other.kind == REF_UNIT ? &state->unit[event->other.id] : NULL;
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        if (unit->hex == event->hex && unit_is_on_map(unit) && unit_is_armed(scenario, unit) &&
            (!other || unit->side != other->side) && !view_identifies(state, side, u))
            return false;
    }
    return true;
}

static bool is_known(enum about about, bool unit, bool other) {
    if (about == ABOUT_NOBODY)
        return true;
    if (about == ABOUT_BOTH)
        return unit && other;
    return about == ABOUT_UNIT ? unit : other;
}

static void filter_modifiers(const struct scenario *scenario, const struct state *state,
                             const struct event *event, int side, struct event *out) {
    /* Nobody acts: what there is hangs on no unit (the charge of a trap; a contact shared or found by a
     * check). */
    bool unit = event->unit.kind == REF_NONE || knows(state, side, &event->unit);
    bool other = event->other.kind == REF_NONE || knows(state, side, &event->other);
    if (event->kind == EVENT_shot)
        other = other && cover_is_clear(scenario, state, side, &event->other);
    if (event->kind == EVENT_assaulted || event->kind == EVENT_defended)
        unit = unit && party_is_clear(scenario, state, side, event);
    if (event->kind == EVENT_sighted)
        unit = event->unit.kind == REF_UNIT && owns(state, side, &event->unit);
    out->modifiers = 0;
    for (int i = 0; i < EVENT_MODIFIERS_MAX; i++)
        out->modifier[i] = (struct modifier_value){MODIFIER_none, 0};
    for (int i = 0; i < event->modifiers; i++)
        if (is_known(about_of(event, event->modifier[i].modifier), unit, other))
            out->modifier[out->modifiers++] = event->modifier[i];
    if (!is_known(sum_about(event->kind), unit, other))
        out->value = EVENT_VALUE_UNKNOWN;
}

static void reference(const struct scenario *scenario, const struct state *state, int side, bool told,
                      const struct unit_ref *truth, struct unit_ref *out) {
    *out = (struct unit_ref){REF_NONE, TYPE_NONE, 0, SIDE_NONE, UNIT_NONE};
    if (told && truth->kind == REF_UNIT)
        view_reference(scenario, state, side, truth->id, out);
}

/* Places and effects of who is not seen. */
static void mask(const struct state *state, const struct event *event, int side, struct event *out) {
    switch (event->kind) {
    case EVENT_shot:
    case EVENT_aimed:
    case EVENT_launched_top:
    case EVENT_launched_direct:
    case EVENT_penetrated:
        if (out->unit.kind == REF_NONE)
            out->hex = HEX_NONE;
        if (out->other.kind == REF_NONE) {
            out->hex2 = HEX_NONE;
            out->result = EVENT_RESULT_UNKNOWN;
        }
        break;
    case EVENT_trap_sprung:
        if (!sees(state, side, &event->other)) {
            out->dice_count = 0;
            out->dice[0] = out->dice[1] = 0;
            out->result = EVENT_RESULT_UNKNOWN;
        }
        break;
    case EVENT_checked:
    case EVENT_called:
    case EVENT_arrested:
        if (out->unit.kind == REF_NONE)
            out->side = SIDE_NONE;
        break;
    default:
        break;
    }
}

/* A contact that is none any more is named once again, as the side had it. */
static void name_lost(const struct state *state, const struct event *event, int side, struct event *out) {
    if (event->kind != EVENT_lost_sight || out->other.kind != REF_NONE || event->other.kind != REF_UNIT)
        return;
    const struct contact *contact = &state->contact[side][event->other.id];
    out->other = (struct unit_ref){REF_CONTACT, TYPE_NONE, contact->class_, SIDE_NONE, contact->handle};
}

bool event_for_side(const struct scenario *scenario, const struct state *state, const struct event *event,
                    int side, struct event *out) {
    if (!((event->seen_by >> side) & 1))
        return false;
    *out = *event;
    out->seen_by = (uint8_t)(1 << side);
    /* In an event of its own a side is told of its contact even when it does not sight it now. */
    bool own = event->side == side;
    reference(scenario, state, side, sees(state, side, &event->unit), &event->unit, &out->unit);
    reference(scenario, state, side, own || sees(state, side, &event->other), &event->other, &out->other);
    name_lost(state, event, side, out);
    filter_modifiers(scenario, state, event, side, out);
    mask(state, event, side, out);
    return true;
}
