/* What an umpire changes between two turns. amend_check says no to all that would not leave a sound state; amend_make
 * goes through the same helpers as play, where there are any. */
#include "amend.h"
#include "ground.h"
#include "scheduled.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define POINTS_MOST 1000

static const char *const kind_name[AMEND_KINDS] = {"event", "track", "steps", "suppression",
                                                   "stock", "place", "remove", "points"};
static const char *const track_name[TRACK_COUNT] = {"tension", "legitimacy", "impartiality", "sufferance", "pressure"};
static const int track_most[TRACK_COUNT] = {20, 20, 20, 20, 10};

__attribute__((format(printf, 3, 4))) static bool no(char *why, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(why, size, format, args);
    va_end(args);
    return false;
}

static bool kind_has_unit(int kind) {
    return kind >= AMEND_STEPS && kind <= AMEND_REMOVE;
}

static bool event_check(const struct scenario *scenario, const struct state *state, int index, char *why, size_t size) {
    if (index >= scenario->scheduled_events)
        return no(why, size, "The scenario has %d scheduled events; %d is none of them (they count from 0).",
                  scenario->scheduled_events, index);
    const struct scheduled *event = &scenario->scheduled[index];
    if (state->turn == 0)
        return no(why, size, "Events happen from turn 1 on, not in the set-up.");
    if (event->optional && !(state->options >> (event->optional - 1) & 1))
        return no(why, size, "Event %s belongs to a what-if that this game is played without.", event->id);
    if ((state->happened >> index & 1) && !event->again)
        return no(why, size, "Event %s has happened already, and it happens once.", event->id);
    return true;
}

static bool place_check(const struct scenario *scenario, const struct state *state, const struct amend *amend,
                        char *why, size_t size) {
    const struct unit *unit = &state->unit[amend->unit];
    const struct unit_type *type = unit_type_of(scenario, unit);
    const char *name = scenario->roster[amend->unit].name;
    char hex[8];
    if (amend->hex >= scenario->map.count)
        return no(why, size, "Hex %u is outside the map.", amend->hex);
    map_hex_name(&scenario->map, amend->hex, hex);
    if (state->turn == 0)
        return no(why, size, "In the set-up the sides place their units themselves.");
    if (type->move == MOVE_NONE || (type->flags & TYPE_OFF_MAP))
        return no(why, size, "%s cannot be placed: it does not stand on the map.", name);
    if (!rules_may_stand(scenario, type, amend->hex))
        return no(why, size, "%s cannot stand in %s.", name, hex);
    if (unit->hex != amend->hex && !stack_has_room(scenario, state, unit, amend->hex))
        return no(why, size, "There is no room for %s in %s.", name, hex);
    return true;
}

/* What hangs on the unit. */
static bool unit_check(const struct scenario *scenario, const struct state *state, const struct amend *amend,
                       char *why, size_t size) {
    if (amend->unit >= state->units)
        return no(why, size, "There is no unit %u; this game has 0 to %u.", amend->unit, state->units - 1u);
    const struct unit *unit = &state->unit[amend->unit];
    const struct unit_type *type = unit_type_of(scenario, unit);
    const char *name = scenario->roster[amend->unit].name;
    bool there = unit->status == UNIT_ON_MAP || unit->status == UNIT_CARRIED;
    if (!there && !(amend->kind == AMEND_STEPS && unit->status == UNIT_ELIMINATED) &&
        !(amend->kind == AMEND_PLACE && unit->status == UNIT_WAITING))
        return no(why, size, "%s is not on the map.", name);
    int least = amend->kind == AMEND_STEPS, most = 0;
    if (amend->kind == AMEND_PLACE)
        return place_check(scenario, state, amend, why, size);
    if (amend->kind == AMEND_REMOVE)
        return true;
    most = amend->kind == AMEND_STEPS         ? type->steps
           : amend->kind == AMEND_SUPPRESSION ? scenario->rules.number.suppression_max
                                              : type->ammo_count;
    if (amend->value < least || amend->value > most)
        return no(why, size, "%s may have %s from %d to %d, not %d.", name, kind_name[amend->kind], least, most,
                  amend->value);
    return true;
}

bool amend_check(const struct scenario *scenario, const struct state *state, const struct amend *amend, char *why,
                 size_t size) {
    assert(state->pulse == 0);
    if (state->outcome != OUTCOME_RUNNING)
        return no(why, size, "The game is over.");
    if (amend->kind >= AMEND_KINDS)
        return no(why, size, "There is no amendment of kind %d.", amend->kind);
    if (kind_has_unit(amend->kind))
        return unit_check(scenario, state, amend, why, size);
    if (amend->kind == AMEND_EVENT)
        return event_check(scenario, state, amend->index, why, size);
    if (amend->kind == AMEND_TRACK) {
        if (amend->index >= TRACK_COUNT)
            return no(why, size, "There is no track %d; they count from 0 to %d.", amend->index, TRACK_COUNT - 1);
        if (amend->value < 0 || amend->value > track_most[amend->index])
            return no(why, size, "Track %s goes from 0 to %d, not to %d.", track_name[amend->index],
                      track_most[amend->index], amend->value);
        return true;
    }
    if (amend->side >= scenario->sides)
        return no(why, size, "There is no side %d.", amend->side);
    int points = state->points_other[amend->side] + amend->value;
    if (amend->value < -POINTS_MOST || amend->value > POINTS_MOST || points < -10 * POINTS_MOST ||
        points > 10 * POINTS_MOST)
        return no(why, size, "At most %d points may be given or taken at once.", POINTS_MOST);
    return true;
}

static void track_set(struct turn *turn, int track, int value) {
    struct event event;
    int by = value - turn->state->track[track];
    turn->state->track[track] = (int8_t)value;
    if (by == 0)
        return;
    event_begin(turn, &event, EVENT_track);
    event.side = SIDE_NONE;
    event.result = (uint8_t)track;
    event.value = (int16_t)by;
    event_emit(turn, &event);
}

/* The unit rides no longer. */
static void get_off(struct unit *unit) {
    if (unit->status != UNIT_CARRIED)
        return;
    unit->status = UNIT_ON_MAP;
    unit->carrier = UNIT_NONE;
}

static void steps_set(struct turn *turn, struct unit *unit, int value) {
    int most = unit_type_of(turn->scenario, unit)->steps;
    unit->steps = (uint8_t)value;
    if (unit->steps + unit->wounded > most)
        unit->wounded = (uint8_t)(most - value); /* those who stand again are no longer wounded */
    if (unit->status == UNIT_ELIMINATED) {
        unit->status = UNIT_ON_MAP;
        unit_hold(unit);
    }
}

static void place(struct turn *turn, uint16_t number, hex_t hex) {
    struct unit *unit = &turn->state->unit[number];
    get_off(unit);
    if (unit->status == UNIT_WAITING) {
        unit->status = UNIT_ON_MAP;
        unit->entry = hex;
    }
    unit_hold(unit);
    unit_place(turn->state, number, hex);
}

static void take_away(struct turn *turn, uint16_t number) {
    struct unit *unit = &turn->state->unit[number];
    struct event event;
    get_off(unit);
    unit_let_down(turn, number);
    unit->steps = unit->wounded = 0;
    event_begin(turn, &event, EVENT_eliminated);
    event.hex = unit->hex;
    event_unit(turn, &event.other, number);
    event_emit(turn, &event);
    unit_hold(unit);
    unit->status = UNIT_ELIMINATED;
}

void amend_make(const struct scenario *scenario, struct state *state, const struct amend *amend,
                const struct event_sink *sink) {
    struct turn turn;
    struct unit *unit = kind_has_unit(amend->kind) ? &state->unit[amend->unit] : NULL;
    turn_init(&turn, scenario, state, NULL, sink);
    switch (amend->kind) {
    case AMEND_EVENT:
        scheduled_happen(&turn, amend->index);
        break;
    case AMEND_TRACK:
        track_set(&turn, amend->index, amend->value);
        break;
    case AMEND_STEPS:
        steps_set(&turn, unit, amend->value);
        break;
    case AMEND_SUPPRESSION:
        unit->suppression = (uint8_t)amend->value;
        break;
    case AMEND_STOCK:
        unit->stock = (uint8_t)amend->value;
        break;
    case AMEND_PLACE:
        place(&turn, amend->unit, amend->hex);
        break;
    case AMEND_REMOVE:
        take_away(&turn, amend->unit);
        break;
    default:
        state->points_other[amend->side] = (int16_t)(state->points_other[amend->side] + amend->value);
        break;
    }
}

int amend_format(const struct scenario *scenario, const struct amend *amend, char out[AMEND_TEXT_MAX]) {
    const char *kind = kind_name[amend->kind];
    char hex[8];
    switch (amend->kind) {
    case AMEND_EVENT:
        return snprintf(out, AMEND_TEXT_MAX, "%s %d", kind, amend->index);
    case AMEND_TRACK:
        return snprintf(out, AMEND_TEXT_MAX, "%s %s %d", kind, track_name[amend->index], amend->value);
    case AMEND_PLACE:
        map_hex_name(&scenario->map, amend->hex, hex);
        return snprintf(out, AMEND_TEXT_MAX, "%s %u %s", kind, amend->unit, hex);
    case AMEND_REMOVE:
        return snprintf(out, AMEND_TEXT_MAX, "%s %u", kind, amend->unit);
    case AMEND_POINTS:
        return snprintf(out, AMEND_TEXT_MAX, "%s %s %d", kind, scenario->side[amend->side].id, amend->value);
    default:
        return snprintf(out, AMEND_TEXT_MAX, "%s %u %d", kind, amend->unit, amend->value);
    }
}

static int index_of(const char *const name[], int count, const char *word) {
    for (int i = 0; i < count; i++)
        if (strcmp(name[i], word) == 0)
            return i;
    return -1;
}

static hex_t hex_of(const struct map *map, const char *word) {
    for (hex_t hex = 0; hex < map->count; hex++) {
        char name[8];
        map_hex_name(map, hex, name);
        if (strcmp(name, word) == 0)
            return hex;
    }
    return HEX_NONE;
}

/* A whole number and nothing behind it, from `least` to `most`. */
static bool number_read(const char *word, int least, int most, int *out) {
    char rest;
    return sscanf(word, "%6d%c", out, &rest) == 1 && *out >= least && *out <= most;
}

bool amend_parse(const struct scenario *scenario, const char *text, struct amend *out, char *why, size_t size) {
    char word[3][24] = {"", "", ""}, more;
    int count = sscanf(text, "%23s %23s %23s %c", word[0], word[1], word[2], &more);
    int kind = index_of(kind_name, AMEND_KINDS, word[0]), first = 0, second = 0;
    *out = (struct amend){.kind = (uint8_t)kind};
    if (kind < 0)
        return no(why, size, "\"%.40s\" is no amendment: event, track, steps, suppression, stock, place, remove, points.",
                  text);
    bool read = count == (kind == AMEND_EVENT || kind == AMEND_REMOVE ? 2 : 3);
    if (kind == AMEND_TRACK)
        first = index_of(track_name, TRACK_COUNT, word[1]);
    else if (kind == AMEND_POINTS)
        first = scenario_side(scenario, word[1]);
    else
        read = read && number_read(word[1], 0, kind == AMEND_EVENT ? UINT8_MAX : UINT16_MAX, &first);
    if (kind == AMEND_PLACE)
        second = hex_of(&scenario->map, word[2]);
    else if (count == 3)
        read = read && number_read(word[2], INT16_MIN, INT16_MAX, &second);
    if (!read || first < 0 || (kind == AMEND_PLACE && second == HEX_NONE))
        return no(why, size, "\"%.40s\" does not say what a %s needs.", text, kind_name[kind]);
    if (kind == AMEND_PLACE)
        out->hex = (hex_t)second;
    else
        out->value = (int16_t)second;
    if (kind == AMEND_POINTS)
        out->side = (uint8_t)first;
    else if (kind_has_unit(kind))
        out->unit = (uint16_t)first;
    else
        out->index = (uint8_t)first;
    return true;
}

int amend_words(const struct scenario *scenario, const struct amend *amend, char *out, size_t size) {
    const char *unit = kind_has_unit(amend->kind) ? scenario->roster[amend->unit].name : "";
    char hex[8];
    switch (amend->kind) {
    case AMEND_EVENT:
        return snprintf(out, size, "The event %s happens now.", scenario->scheduled[amend->index].id);
    case AMEND_TRACK:
        return snprintf(out, size, "The track of %s is set to %d.", track_name[amend->index], amend->value);
    case AMEND_PLACE:
        map_hex_name(&scenario->map, amend->hex, hex);
        return snprintf(out, size, "%s stands in %s now.", unit, hex);
    case AMEND_REMOVE:
        return snprintf(out, size, "%s is taken off the map.", unit);
    case AMEND_POINTS:
        return snprintf(out, size, "%s %s %d points.", scenario->side[amend->side].name,
                        amend->value < 0 ? "loses" : "gets", amend->value < 0 ? -amend->value : amend->value);
    default:
        return snprintf(out, size, "%s has %s %d now.", unit, kind_name[amend->kind], amend->value);
    }
}

bool amend_is_public(const struct amend *amend) {
    return amend->kind == AMEND_EVENT || amend->kind == AMEND_TRACK;
}
