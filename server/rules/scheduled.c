/* Scheduled events (rulebook 2, Upkeep): what a scenario announces, and how it changes tracks, crowds and weather.
 *
 * An event happens at an Upkeep when all that its scenario asks of it holds: turn, what-if, an earlier event, tracks,
 * its die, and last the script. What happened is a bit of state->happened, from which units that wait for an event
 * come too. Everything is decided on the state before any effect falls, so that the sequence in the file says nothing. */
#include "scheduled.h"

static int scheduled_roll(const struct state *state, int event, int k, int sides) {
    struct dice_address address = {.turn = state->turn,
                                   .pulse = 0,
                                   .step = DICE_STEP_UPKEEP,
                                   .purpose = DICE_SCRIPT,
                                   .k = (uint8_t)k,
                                   .unit = (uint16_t)event};
    return dice_roll(&state->key, address, sides);
}

/* Dice of a script begin behind that of the chance. */
static int script_roll(const struct state *state, int event, int k, int sides) {
    return scheduled_roll(state, event, k + 1, sides);
}

static bool tracks_allow(const struct scheduled *event, const struct state *state) {
    for (int track = 0; track < TRACK_COUNT; track++)
        if (state->track[track] < event->track_least[track] || state->track[track] > event->track_most[track])
            return false;
    return true;
}

static bool is_due(const struct scenario *scenario, const struct state *state, int number) {
    const struct scheduled *event = &scenario->scheduled[number];
    if (state->turn < event->from || state->turn > event->to)
        return false;
    if (!event->again && (state->happened >> number & 1))
        return false;
    if (event->optional && !(state->options >> (event->optional - 1) & 1))
        return false;
    if (event->after && !(state->happened >> (event->after - 1) & 1))
        return false;
    return tracks_allow(event, state) &&
           (event->chance >= 100 || scheduled_roll(state, number, 0, 100) <= event->chance);
}

/* It has happened; the weather changes at once. */
static void mark(const struct scenario *scenario, struct state *state, int number) {
    state->happened |= UINT32_C(1) << number;
    for (int i = 0; i < scenario->scheduled[number].effects; i++) {
        const struct scheduled_effect *effect = &scenario->scheduled[number].effect[i];
        if (effect->kind != SCHEDULED_WEATHER)
            continue;
        state->weather = (uint8_t)(effect->value ? state->weather | effect->what : state->weather & ~effect->what);
    }
}

uint32_t scheduled_decide(struct turn *turn) {
    const struct scenario *scenario = turn->scenario;
    struct state *state = turn->state;
    uint32_t happens = 0, asked = 0;
    for (int i = 0; i < scenario->scheduled_events && i < SCHEDULED_MAX; i++)
        if (is_due(scenario, state, i)) {
            happens |= UINT32_C(1) << i;
            asked |= (uint32_t)(scenario->scheduled[i].scripted != 0) << i;
        }
    if (asked && scenario->script.happens)
        happens &= ~asked | scenario->script.happens(scenario->script.ctx, scenario, state, asked, script_roll);
    for (int i = 0; i < scenario->scheduled_events && i < SCHEDULED_MAX; i++)
        if (happens >> i & 1)
            mark(scenario, state, i);
    return happens;
}

/* `thrown`: a die decided that it happens. */
static void announce(struct turn *turn, int number, bool thrown) {
    const struct scheduled *from = &turn->scenario->scheduled[number];
    struct event event;
    if (!from->text[0])
        return;
    event_begin(turn, &event, EVENT_announced);
    event.value = (int16_t)number;
    if (thrown && from->chance < 100) {
        event.purpose = DICE_SCRIPT;
        event.dice_count = 1;
        event.dice_sides = 100;
        event.dice[0] = (uint8_t)scheduled_roll(turn->state, number, 0, 100);
    }
    event_emit(turn, &event);
}

static void carry_out(struct turn *turn, const struct scheduled *event) {
    for (int i = 0; i < event->effects; i++) {
        const struct scheduled_effect *effect = &event->effect[i];
        if (effect->kind == SCHEDULED_TRACK)
            track_move(turn, effect->what, effect->value, SIDE_NONE);
        else if (effect->kind == SCHEDULED_ANGER)
            crowd_anger(turn, effect->what, effect->value);
    }
}

void scheduled_carry_out(struct turn *turn, uint32_t happens) {
    for (int i = 0; i < turn->scenario->scheduled_events && i < SCHEDULED_MAX; i++) {
        if (!(happens >> i & 1))
            continue;
        announce(turn, i, true);
        carry_out(turn, &turn->scenario->scheduled[i]);
    }
}

void scheduled_happen(struct turn *turn, int event) {
    mark(turn->scenario, turn->state, event);
    announce(turn, event, false);
    carry_out(turn, &turn->scenario->scheduled[event]);
}
