/* What the rows of victory stand at that ask how things are at the end (rulebook 11): by the truth, or by what their
 * side knows while the game is on. */
#include "rule.h"

static bool barricade_between(const struct scenario *scenario, const struct state *state, hex_t a, hex_t b) {
    hex_t low = a < b ? a : b, high = a < b ? b : a;
    int dir = map_dir(&scenario->map, low, high);
    for (int i = 0; i < BARRICADE_MAX; i++) {
        const struct barricade *barricade = &state->barricade[i];
        if (barricade->strength > 0 && barricade->hex == low && barricade->dir == dir)
            return true;
    }
    return false;
}

static bool crowd_obstructs(const struct scenario *scenario, const struct state *state, hex_t hex) {
    for (int i = 0; i < CROWD_MAX; i++) {
        const struct crowd *crowd = &state->crowd[i];
        if (crowd->strength > 0 && crowd->hex == hex && crowd->anger >= scenario->rules.number.crowd_stops)
            return true;
    }
    return false;
}

static bool hex_is_on_route(const struct scenario *scenario, hex_t hex) {
    for (int i = 0; i < scenario->route_length; i++)
        if (scenario->route[i] == hex)
            return true;
    return false;
}

static bool hex_is_in_site(const struct scenario *scenario, hex_t hex) {
    return scenario->map.hex[hex].flags & MAP_HEX_CULTURAL;
}

/* An armed enemy of the side stands in such a hex. Decoys stop nobody, but who does not know them for what
 * they are must reckon with them. */
static bool enemy_stands(const struct scenario *scenario, const struct state *state, int side,
                         enum knowledge knowledge, bool (*where)(const struct scenario *, hex_t)) {
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        const struct contact *contact = &state->contact[side][u];
        bool armed = unit_is_armed(scenario, unit) && !(unit_type_of(scenario, unit)->flags & TYPE_DECOY);
        if (unit->side == side)
            continue;
        if (knowledge == BY_TRUTH) {
            if (unit_is_on_map(unit) && armed && sides_may_fight(scenario, side, unit->side) &&
                where(scenario, unit->hex))
                return true;
            continue;
        }
        if (!contact->level || !where(scenario, contact->hex))
            continue;
        if (contact->level == CONTACT_SUSPECTED)
            return true;
        if (!(contact->known & (KNOWN_COVERT | KNOWN_SURRENDERED)) &&
            !(unit_type_of(scenario, unit)->flags & TYPE_UNARMED) &&
            !view_is_fooled(scenario, state, side, u) && sides_may_fight(scenario, side, unit->side))
            return true;
    }
    return false;
}

bool victory_enemy_in_site(const struct scenario *scenario, const struct state *state, int side,
                           enum knowledge knowledge) {
    return enemy_stands(scenario, state, side, knowledge, hex_is_in_site);
}

static bool link_is_open(const struct scenario *scenario, const struct state *state, int side,
                         enum knowledge knowledge) {
    for (int i = 0; i < scenario->route_length; i++) {
        if (crowd_obstructs(scenario, state, scenario->route[i]))
            return false;
        if (i + 1 < scenario->route_length &&
            barricade_between(scenario, state, scenario->route[i], scenario->route[i + 1]))
            return false;
    }
    return !enemy_stands(scenario, state, side, knowledge, hex_is_on_route);
}

/* Blocked for any side that this one may fight. Its own units, barricades and crowds are all that it hangs
 * on. */
bool victory_link_is_blocked(const struct scenario *scenario, const struct state *state, int side) {
    for (int enemy = 0; enemy < scenario->sides; enemy++)
        if (sides_may_fight(scenario, side, enemy) && !link_is_open(scenario, state, enemy, BY_TRUTH))
            return true;
    return false;
}

static int greatest_anger(const struct state *state) {
    int anger = 0;
    for (int i = 0; i < CROWD_MAX; i++)
        if (state->crowd[i].strength > 0 && state->crowd[i].anger > anger)
            anger = state->crowd[i].anger;
    return anger;
}

/* Own units that began covert and were never identified, armed or caught. Decoys do not count. */
static int never_revealed(const struct scenario *scenario, const struct state *state, int side,
                          enum knowledge knowledge) {
    int count = 0;
    uint16_t revealed = knowledge == BY_TRUTH ? UNIT_WAS_REVEALED : UNIT_REVEALED_OPENLY;
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        uint32_t type = unit_type_of(scenario, unit)->flags;
        /* The row speaks of cells: lookouts are covert too, but unarmed. */
        count += unit->side == side && scenario->roster[u].covert && unit->status != UNIT_ABSENT &&
                 unit->status != UNIT_ELIMINATED && !(unit->flags & revealed) &&
                 !(type & (TYPE_DECOY | TYPE_UNARMED));
    }
    return count;
}

static int caches_kept(const struct scenario *scenario, const struct state *state, int side) {
    int kept = 0;
    for (int i = 0; i < scenario->caches; i++)
        kept += state->cache[i].side == side && !state->cache[i].found;
    return kept;
}

bool victory_row_is_final(int kind) {
    switch (kind) {
    case VICTORY_link_open:
    case VICTORY_cache_kept:
    case VICTORY_anger_at_most:
    case VICTORY_tension_at_most:
    case VICTORY_never_revealed:
    case VICTORY_site_clear_late:
    case VICTORY_civilians_safe:
    case VICTORY_tension_over:
    case VICTORY_legitimacy_below:
        return true;
    default:
        return false;
    }
}

static int above(int value) {
    return value > 0 ? value : 0;
}

static bool site_is_clear(const struct scenario *scenario, const struct state *state, int side,
                          enum knowledge knowledge) {
    return state->site_hits == 0 && !victory_enemy_in_site(scenario, state, side, knowledge);
}

/* Was the site clear when the row of the same side for that turn asked? By what is known: whether it seems so now
 * is the best that can be said, so that the late row does not count beside it. */
static bool was_clear_in_time(const struct scenario *scenario, const struct state *state, const struct victory *late,
                              enum knowledge knowledge) {
    for (int i = 0; i < scenario->victories; i++) {
        const struct victory *row = &scenario->victory[i];
        if (row->side != late->side || row->kind != VICTORY_site_clear_at || row->param != late->param)
            continue;
        return knowledge == BY_TRUTH ? state->count[i] > 0
                                     : victory_row_stands(scenario, state, i, knowledge) > 0;
    }
    return false;
}

static bool civilians_are_safe(const struct state *state) {
    for (int i = 0; i < CIVILIANS_MAX; i++)
        if (state->civilians[i].lost)
            return false;
    return true;
}

int victory_row_stands(const struct scenario *scenario, const struct state *state, int number,
                       enum knowledge knowledge) {
    const struct victory *row = &scenario->victory[number];
    switch (row->kind) {
    case VICTORY_site_clear_at:
        return state->turn >= row->param && site_is_clear(scenario, state, row->side, knowledge);
    case VICTORY_site_clear_late:
        return site_is_clear(scenario, state, row->side, knowledge) &&
               !was_clear_in_time(scenario, state, row, knowledge);
    case VICTORY_civilians_safe:
        return civilians_are_safe(state) && !victory_enemy_in_site(scenario, state, row->side, knowledge);
    case VICTORY_tension_over:
        return above(state->track[TRACK_TENSION] - row->param);
    case VICTORY_legitimacy_below:
        return above(scenario->track_start[TRACK_LEGITIMACY] - state->track[TRACK_LEGITIMACY]);
    case VICTORY_link_open:
        return link_is_open(scenario, state, row->side, knowledge);
    case VICTORY_cache_kept:
        return caches_kept(scenario, state, row->side);
    case VICTORY_anger_at_most:
        return greatest_anger(state) <= row->param;
    case VICTORY_tension_at_most:
        return state->track[TRACK_TENSION] <= row->param;
    case VICTORY_never_revealed:
        return never_revealed(scenario, state, row->side, knowledge);
    default:
        return 0;
    }
}
