/* What a view shows goes back into a state as it is; the rest of things that lie about is drawn. */
#include "resample_room.h"

#include <string.h>

int resample_roll(const struct resample *resample, int what, int number, int k, int sides) {
    struct dice_address address = {.turn = resample->view->turn,
                                   .step = DICE_STEP_UPKEEP,
                                   .purpose = DICE_RESAMPLE,
                                   .k = (uint8_t)k,
                                   .unit = (uint16_t)number,
                                   .other = (uint16_t)what};
    return dice_roll(&resample->state->key, address, sides);
}

hex_t resample_place(const struct resample *resample, int what, int number, int k, int zone, const hex_t *choice,
                     int choices) {
    if (!zone || resample_roll(resample, what, number, k, 2) == 1)
        return choice[resample_roll(resample, what, number, k + 1, choices) - 1];
    const struct scenario_zone *in = &resample->scenario->zone[zone - 1];
    return in->hex[resample_roll(resample, what, number, k + 1, in->hexes) - 1];
}

/* Every unit as the roster has it, of no part in the game. */
static void roster_fill(const struct resample *resample) {
    const struct scenario *scenario = resample->scenario;
    for (int i = 0; i < scenario->roster_count; i++) {
        const struct roster_unit *roster = &scenario->roster[i];
        const struct unit_type *type = &scenario->rules.type[roster->type];
        hex_t rally = scenario->rally_hex[roster->side];
        resample->state->unit[i] = (struct unit){
            .type = roster->type,
            .side = roster->side,
            .status = UNIT_ABSENT,
            .steps = type->steps,
            .stock = type->ammo_count,
            .policy = roster->policy,
            .facing = roster->facing,
            .carrier = UNIT_NONE,
            .order = ORDER_hold,
            .hex = roster->choice[0],
            .entry = roster->entry || rally == HEX_NONE ? roster->choice[0] : rally,
            .flags = (uint16_t)((roster->covert ? UNIT_COVERT : 0) |
                                (type->flags & TYPE_FALSE_MARKINGS ? UNIT_FALSE_MARKINGS : 0)),
        };
    }
}

/* Whom an own unit shot at last turn a view does not say: somebody who was seen to fire, or anybody. */
static uint16_t shot_at(const struct resample *resample) {
    const struct state *state = resample->state;
    uint16_t anybody = 0;
    for (uint16_t u = 0; u < state->units; u++) {
        const struct contact *contact = &state->contact[resample->view->side][u];
        if (contact->level && (contact->known & KNOWN_FIRED))
            return u;
        if (state->unit[u].side != resample->view->side)
            anybody = u;
    }
    return anybody;
}

static void own_units(const struct resample *resample) {
    const struct view *view = resample->view;
    for (uint16_t i = 0; i < view->units; i++) {
        const struct view_unit *seen = &view->unit[i];
        struct unit *unit = &resample->state->unit[seen->unit];
        unit_from_view(seen, view->side, unit);
        unit->flights = seen->flights;
        unit->until = seen->until;
        if ((unit->flags & UNIT_COVERT) && resample_roll(resample, RESAMPLE_REVEALED, seen->unit, 0, 4) == 1)
            unit->flags |= UNIT_WAS_REVEALED;
        if (seen->fired_last_turn) {
            uint16_t target = shot_at(resample);
            unit->shot_at_last[target / 64] |= UINT64_C(1) << (target % 64);
        } else if (unit->order == ORDER_hold) {
            unit->still = (uint8_t)resample->scenario->rules.number.cold_turns;
        }
    }
}

static int trap_group(const struct scenario *scenario, const struct barricade *barricade) {
    for (int i = 0; i < scenario->barricades; i++) {
        const struct scenario_barricade *from = &scenario->barricade[i];
        hex_t next = scenario->map.next[from->hex][from->dir];
        hex_t low = next < from->hex ? next : from->hex;
        int dir = next < from->hex ? dir_opposite(from->dir) : from->dir;
        if (low == barricade->hex && dir == barricade->dir)
            return from->trap_group;
    }
    return 0;
}

/* Of each group of the scenario at most one of those that still stand is trapped: it may have been one that was
 * cleared. */
static void traps(const struct resample *resample) {
    struct state *state = resample->state;
    for (int i = 0; i < resample->view->barricades; i++) {
        int group = trap_group(resample->scenario, &state->barricade[i]), members = 0, before = 0;
        if (group == 0 || state->barricade[i].side == resample->view->side)
            continue;
        for (int j = 0; j < resample->scenario->barricades; j++)
            members += resample->scenario->barricade[j].trap_group == group;
        for (int j = 0; j < i; j++)
            before += trap_group(resample->scenario, &state->barricade[j]) == group;
        state->barricade[i].trapped =
            resample_roll(resample, RESAMPLE_TRAP, group, 0, members) == before + 1;
    }
}

/* Own and found caches stand in the view in the sequence of the scenario; the others lie in one of their places
 * that was not searched with success. */
static bool caches(const struct resample *resample) {
    const struct view *view = resample->view;
    int seen = 0;
    for (int i = 0; i < resample->scenario->caches; i++) {
        const struct scenario_cache *from = &resample->scenario->cache[i];
        bool fits = false;
        for (int c = 0; c < from->choices && seen < view->caches; c++)
            fits = fits || (from->choice[c] == view->cache[seen].hex && from->side == view->cache[seen].side);
        if (seen < view->caches && from->zone)
            fits = fits || scenario_zone_has(&resample->scenario->zone[from->zone - 1], view->cache[seen].hex);
        if (fits) {
            resample->state->cache[i] = view->cache[seen++];
            continue;
        }
        hex_t hex = resample_place(resample, RESAMPLE_CACHE, i, 0, from->zone, from->choice, from->choices);
        resample->state->cache[i] = (struct cache){.hex = hex, .side = from->side};
    }
    return seen == view->caches;
}

/* Whose an enemy's thing in sight was: a unit of another side that is of the thing's type, else any other. */
static uint16_t owner_of(const struct resample *resample, const struct view_equipment *lies) {
    const struct state *state = resample->state;
    uint16_t owner = UNIT_NONE;
    for (uint16_t u = 0; u < state->units; u++) {
        if (state->unit[u].side == resample->view->side)
            continue;
        if (owner == UNIT_NONE || state->unit[u].type == lies->type)
            owner = u;
    }
    return owner;
}

static bool things(const struct resample *resample) {
    const struct view *view = resample->view;
    struct state *state = resample->state;
    memcpy(state->mark[view->side], view->mark, sizeof view->mark[0] * view->marks);
    memcpy(state->crowd, view->crowd, sizeof view->crowd[0] * view->crowds);
    memcpy(state->barricade, view->barricade, sizeof view->barricade[0] * view->barricades);
    memcpy(state->civilians, view->civilians, sizeof view->civilians[0] * view->civilian_groups);
    memcpy(state->ask, view->ask, sizeof view->ask[0] * view->asks);
    traps(resample);
    for (uint16_t i = 0; i < view->equipments; i++) {
        const struct view_equipment *lies = &view->equipment[i];
        uint16_t owner = lies->unit == UNIT_NONE ? owner_of(resample, lies) : lies->unit;
        if (owner == UNIT_NONE)
            return false;
        state->equipment[i] =
            (struct equipment){.hex = lies->hex,
                               .unit = owner,
                               .type = lies->type,
                               .side = lies->side,
                               .used = 1,
                               .heavy = (resample->scenario->rules.type[lies->type].flags & TYPE_HEAVY) != 0};
    }
    return caches(resample);
}

/* The call of the police is known by its turn: it was to the side that it shows itself to, else to KFOR. */
static void politics(const struct resample *resample) {
    const struct scenario *scenario = resample->scenario;
    const struct view *view = resample->view;
    struct state *state = resample->state;
    int called = view->side;
    for (int side = 0; side < scenario->sides && !(scenario->side[view->side].flags & SIDE_IS_KFOR); side++)
        if (side != view->side && (scenario->side[side].flags & SIDE_IS_KFOR))
            called = side;
    state->support_turn[called] = view->support_turn;
    state->engaged = view->engaged;
    state->mediation = view->mediation;
    state->mediation_until = view->mediation_until;
    state->teams_turn = view->teams_turn;
    state->fired_upon[view->side] = view->fired_upon;
    state->lost_step[view->side] = view->lost_step;
    memcpy(state->launches, view->launches, sizeof state->launches);
    memcpy(state->bill, view->bill, sizeof state->bill);
    for (int i = 0; i < scenario->scheduled_events; i++) {
        const struct scheduled *event = &scenario->scheduled[i];
        bool certain = event->chance >= 100 && !event->scripted && !event->after && !event->optional;
        for (int track = 0; track < TRACK_COUNT; track++)
            certain = certain && event->track_least[track] <= 0 && event->track_most[track] >= 20;
        if (certain && event->from <= view->turn)
            state->happened |= UINT32_C(1) << i;
    }
}

/* Rows that count what happens take the view's count; what is worked out from how things stand follows from them,
 * save that a site was hit, which only its rows tell. */
static void points(const struct resample *resample) {
    const struct scenario *scenario = resample->scenario;
    const struct view *view = resample->view;
    struct state *state = resample->state;
    for (int i = 0; i < scenario->victories; i++) {
        if (scenario->victory[i].side != view->side)
            continue;
        if (!victory_row_is_final(scenario->victory[i].kind))
            state->count[i] = view->count[i];
        else if (scenario->victory[i].kind == VICTORY_site_clear_late &&
                 victory_count_known(scenario, state, i) != view->count[i])
            state->site_hits = 1;
    }
    for (int i = 0; i < scenario->victories; i++)
        if (scenario->victory[i].side == view->side && scenario->victory[i].kind == VICTORY_site_clear_at &&
            victory_count_known(scenario, state, i) != view->count[i])
            state->site_hits = 1;
    state->points_other[view->side] =
        (int16_t)(view->points - victory_points_known(scenario, state, view->side));
}

bool state_resample(const struct scenario *scenario, const struct view *view, const struct dice_key *luck,
                    struct state *out) {
    struct resample resample = {scenario, view, out};
    if (view->outcome != OUTCOME_RUNNING)
        return false;
    memset(out, 0, sizeof *out);
    out->key = *luck;
    out->turn = view->turn;
    out->weather = view->weather;
    out->options = view->options;
    out->units = scenario->roster_count;
    memcpy(out->track, view->track, sizeof out->track);
    for (int side = 0; side < SIDE_MAX; side++)
        out->next_handle[side] = 1;
    roster_fill(&resample);
    if (!resample_contacts(&resample))
        return false;
    own_units(&resample);
    if (!things(&resample))
        return false;
    politics(&resample);
    resample_hidden(&resample);
    if (view->turn > 0) /* in set-up nobody has sighted anybody */
        resample_sights_of_others(&resample);
    points(&resample);
    return true;
}
