/* Victory points, the end of the game and ranks (rulebook 11).
 *
 * Rows that count what happens (arrests, losses ...) count in state->count as it happens. Rows that ask how
 * things stand are counted at the Close of the last turn; until then they are worked out as if the game ended
 * now. */
#include "rule.h"

/* What a row is worked out from: the truth, or what its side knows. */
enum knowledge { BY_TRUTH, BY_WHAT_IS_KNOWN };

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

/* An armed enemy of the side stands on the route. Decoys stop nobody, but who does not know them for what
 * they are must reckon with them. */
static bool enemy_on_route(const struct scenario *scenario, const struct state *state, int side,
                           enum knowledge knowledge) {
    for (uint16_t u = 0; u < state->units; u++) {
        const struct unit *unit = &state->unit[u];
        const struct contact *contact = &state->contact[side][u];
        bool armed = unit_is_armed(scenario, unit) && !(unit_type_of(scenario, unit)->flags & TYPE_DECOY);
        if (unit->side == side)
            continue;
        if (knowledge == BY_TRUTH) {
            if (unit_is_on_map(unit) && armed && sides_may_fight(scenario, side, unit->side) &&
                hex_is_on_route(scenario, unit->hex))
                return true;
            continue;
        }
        if (!contact->level || !hex_is_on_route(scenario, contact->hex))
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

static bool link_is_open(const struct scenario *scenario, const struct state *state, int side,
                         enum knowledge knowledge) {
    for (int i = 0; i < scenario->route_length; i++) {
        if (crowd_obstructs(scenario, state, scenario->route[i]))
            return false;
        if (i + 1 < scenario->route_length &&
            barricade_between(scenario, state, scenario->route[i], scenario->route[i + 1]))
            return false;
    }
    return !enemy_on_route(scenario, state, side, knowledge);
}

/* Blocked for any side that this one may fight. Its own units, barricades and crowds are all that it hangs
 * on. */
static bool link_is_blocked(const struct scenario *scenario, const struct state *state, int side) {
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

static bool row_is_final(int kind) {
    return kind == VICTORY_link_open || kind == VICTORY_cache_kept || kind == VICTORY_anger_at_most ||
           kind == VICTORY_tension_at_most || kind == VICTORY_never_revealed;
}

static int row_as_it_stands(const struct scenario *scenario, const struct state *state,
                            const struct victory *row, enum knowledge knowledge) {
    switch (row->kind) {
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

static int row_count(const struct scenario *scenario, const struct state *state, int row,
                     enum knowledge knowledge) {
    if (state->outcome == OUTCOME_RUNNING && row_is_final(scenario->victory[row].kind))
        return row_as_it_stands(scenario, state, &scenario->victory[row], knowledge);
    return state->count[row];
}

static int row_points(const struct victory *row, int count) {
    return (row->most && count > row->most ? row->most : count) * row->points;
}

static int points_of(const struct scenario *scenario, const struct state *state, int side,
                     enum knowledge knowledge) {
    int points = state->points_other[side];
    for (int i = 0; i < scenario->victories; i++)
        if (scenario->victory[i].side == side)
            points += row_points(&scenario->victory[i], row_count(scenario, state, i, knowledge));
    return points;
}

int state_points(const struct scenario *scenario, const struct state *state, int side) {
    return points_of(scenario, state, side, BY_TRUTH);
}

int victory_points_known(const struct scenario *scenario, const struct state *state, int side) {
    bool over = state->outcome != OUTCOME_RUNNING;
    return points_of(scenario, state, side, over ? BY_TRUTH : BY_WHAT_IS_KNOWN);
}

int victory_count_known(const struct scenario *scenario, const struct state *state, int row) {
    return row_count(scenario, state, row, BY_WHAT_IS_KNOWN);
}

static void points_event(struct turn *turn, int side, int row, int points) {
    struct event event;
    if (points == 0)
        return;
    event_begin(turn, &event, EVENT_points);
    event.side = (uint8_t)side;
    event.result = (uint8_t)row;
    event.value = (int16_t)points;
    event_emit(turn, &event);
}

static void row_add(struct turn *turn, int row, int by) {
    const struct victory *victory = &turn->scenario->victory[row];
    int before = row_points(victory, turn->state->count[row]);
    turn->state->count[row] = (int16_t)(turn->state->count[row] + by);
    points_event(turn, victory->side, row, row_points(victory, turn->state->count[row]) - before);
}

void victory_count(struct turn *turn, int side, int kind, int by) {
    for (int i = 0; i < turn->scenario->victories; i++)
        if (turn->scenario->victory[i].side == side && turn->scenario->victory[i].kind == kind)
            row_add(turn, i, by);
}

void victory_other(struct turn *turn, int side, int points) {
    turn->state->points_other[side] = (int16_t)(turn->state->points_other[side] + points);
    points_event(turn, side, 0xff, points);
}

static void counts_of_the_turn(struct turn *turn) {
    const struct scenario *scenario = turn->scenario;
    for (int i = 0; i < scenario->victories; i++) {
        const struct victory *row = &scenario->victory[i];
        if (row->kind == VICTORY_link_blocked_turn && link_is_blocked(scenario, turn->state, row->side))
            row_add(turn, i, 1);
        if (row->kind == VICTORY_site_turn && turn->state->turn >= row->param &&
            side_is_in_site(scenario, turn->state, row->side))
            row_add(turn, i, 1);
    }
}

/* Rulebook silent: when both tracks end the game, tension does. */
static int outcome_now(const struct scenario *scenario, const struct state *state) {
    if (state->track[TRACK_TENSION] >= scenario->rules.number.tension_end)
        return OUTCOME_TENSION;
    if (state->track[TRACK_PRESSURE] >= scenario->rules.number.pressure_end)
        return OUTCOME_PRESSURE;
    return state->turn >= scenario->turns ? OUTCOME_TURNS : OUTCOME_RUNNING;
}

void victory_close(struct turn *turn) {
    const struct scenario *scenario = turn->scenario;
    struct state *state = turn->state;
    counts_of_the_turn(turn);
    int outcome = outcome_now(scenario, state);
    if (outcome == OUTCOME_RUNNING)
        return;
    for (int i = 0; i < scenario->victories; i++) {
        if (!row_is_final(scenario->victory[i].kind))
            continue;
        state->count[i] = 0;
        row_add(turn, i, row_as_it_stands(scenario, state, &scenario->victory[i], BY_TRUTH));
    }
    state->outcome = (uint8_t)outcome;
    struct event event;
    event_begin(turn, &event, EVENT_game_over);
    event.result = (uint8_t)outcome;
    event_emit(turn, &event);
}

static bool ended_by_track(const struct state *state) {
    return state->outcome == OUTCOME_TENSION || state->outcome == OUTCOME_PRESSURE;
}

/* What ranks go by, greater is better. Rulebook silent: without a threshold the points themselves. */
static int rank_value(const struct scenario *scenario, const struct state *state, int side) {
    int threshold = scenario_threshold(scenario, state->options, side);
    if (ended_by_track(state))
        return -state->raised[side];
    int over = state_points(scenario, state, side) - threshold;
    return threshold > 0 ? over * 100 / threshold : over;
}

void rules_rank(const struct scenario *scenario, const struct state *state, int place[SIDE_MAX]) {
    for (int side = 0; side < SIDE_MAX; side++) {
        place[side] = side < scenario->sides ? 1 : 0;
        for (int other = 0; side < scenario->sides && other < scenario->sides; other++)
            place[side] += rank_value(scenario, state, other) > rank_value(scenario, state, side);
    }
}

bool rules_reached(const struct scenario *scenario, const struct state *state, int side) {
    return !ended_by_track(state) && state_points(scenario, state, side) >= scenario_threshold(scenario, state->options, side);
}
