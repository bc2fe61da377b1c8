/* What was played: turns, amendments, rewinds, who played. Playing it again gives every earlier state.
 *
 * The steps in force after a number of steps are a line: backwards from there, a rewind leads to where it went back. */
#include "table_room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct step *step_add(struct table *table, enum step_kind kind, unsigned turn) {
    struct step *more = realloc(table->step, (table->steps + 1) * sizeof(*more));
    if (!more) {
        return NULL;
    }
    table->step = more;
    struct step *step = &more[table->steps++];
    memset(step, 0, sizeof(*step));
    step->kind = (uint8_t)kind;
    step->turn = (uint8_t)turn;
    step->rewinds = (uint16_t)table->rewinds;
    step->side = -1;
    return step;
}

bool step_keep_turn(struct table *table, const struct plan plan[SIDE_MAX], unsigned turn, uint64_t hash) {
    struct step *step = step_add(table, STEP_TURN, turn);
    if (!step) {
        return false;
    }
    step->hash = hash;
    for (int side = 0; side < table->config.scenario->sides; side++) {
        packed_plan_set(&step->what.turned.plan[side], &plan[side]);
        step->what.turned.bank_ms[side] = table->clock.bank_ms[side];
        step->computed |= (uint8_t)(table->seat[side].computed << side);
    }
    return true;
}

void steps_cut(struct table *table, unsigned steps) {
    while (table->steps > steps) {
        struct step *step = &table->step[--table->steps];
        for (int side = 0; step->kind == STEP_TURN && side < SIDE_MAX; side++) {
            packed_plan_finish(&step->what.turned.plan[side]);
        }
    }
}

/* One step back on the line. */
static unsigned step_back(const struct table *table, unsigned steps) {
    const struct step *last = &table->step[steps - 1];
    return last->kind == STEP_REWIND ? last->back : steps - 1;
}

static unsigned first_turn(const struct table *table) {
    return table->base.bytes ? table->base.turn : (unsigned)scenario_first_turn(table->config.scenario);
}

unsigned history_turn(const struct table *table, unsigned steps) {
    for (; steps > 0; steps = step_back(table, steps)) {
        if (table->step[steps - 1].kind == STEP_TURN) {
            return table->step[steps - 1].turn + 1u;
        }
    }
    return first_turn(table);
}

uint64_t history_hash(const struct table *table, unsigned steps) {
    for (; steps > 0; steps--) {
        const struct step *step = &table->step[steps - 1];
        if (step->kind <= STEP_REWIND) {
            return step->hash;
        }
    }
    return table->begin_hash;
}

int history_find(const struct table *table, unsigned turn) {
    for (unsigned steps = table->steps; steps > 0; steps = step_back(table, steps)) {
        const struct step *step = &table->step[steps - 1];
        if (step->kind == STEP_TURN && step->turn == turn) {
            return (int)steps - 1;
        }
    }
    return -1;
}

int history_begin(const struct table *table, unsigned turn) {
    if (turn <= first_turn(table)) {
        return turn == first_turn(table) ? 0 : -1;
    }
    int before = history_find(table, turn - 1);
    return before < 0 ? -1 : before + 1;
}

bool history_is_amended(const struct table *table) {
    for (unsigned steps = table->steps; steps > 0; steps = step_back(table, steps)) {
        if (table->step[steps - 1].kind <= STEP_AMEND) {
            return table->step[steps - 1].kind == STEP_AMEND;
        }
    }
    return false;
}

bool history_is_on_line(const struct table *table, unsigned early, unsigned late) {
    while (late > early) {
        late = step_back(table, late);
    }
    return late == early;
}

bool step_play(const struct table *table, const struct step *step, struct state *state, struct plan plan[SIDE_MAX],
               const struct event_sink *sink) {
    char why[200];
    const struct scenario *scenario = table->config.scenario;
    table_key(table, step->rewinds, &state->key);
    if (step->kind == STEP_TURN) {
        if (state->outcome != OUTCOME_RUNNING || state->turn != step->turn) {
            return false;
        }
        for (int side = 0; side < SIDE_MAX; side++) {
            packed_plan_get(&step->what.turned.plan[side], &plan[side]);
        }
        rules_resolve(scenario, state, (const struct plan *)plan, sink);
    } else if (step->kind == STEP_AMEND) {
        if (!amend_check(scenario, state, &step->what.amend, why, sizeof(why))) {
            return false;
        }
        amend_make(scenario, state, &step->what.amend, sink);
    }
    return true;
}

/* What playing needs: the line forwards, and the plans of a turn. */
struct again {
    struct plan plan[SIDE_MAX];
    unsigned count;
    uint32_t index[];
};

static struct again *line_make(const struct table *table, unsigned steps, unsigned from) {
    struct again *again = malloc(sizeof(*again) + (steps - from) * sizeof(again->index[0]));
    if (!again) {
        return NULL;
    }
    again->count = 0;
    for (unsigned at = steps; at > from; at = step_back(table, at)) {
        if (table->step[at - 1].kind <= STEP_AMEND) {
            again->index[again->count++] = at - 1;
        }
    }
    for (unsigned i = 0; i < again->count / 2; i++) {
        uint32_t swapped = again->index[i];
        again->index[i] = again->index[again->count - 1 - i];
        again->index[again->count - 1 - i] = swapped;
    }
    return again;
}

static bool state_first(const struct table *table, struct state *out, char *why, size_t size) {
    struct dice_key key;
    if (table->base.bytes) {
        if (!snapshot_read(table, table->base.bytes, table->base.size, table->base.ai, out, NULL)) {
            snprintf(why, size, "its snapshot before turn %u cannot be read.", table->base.turn);
            return false;
        }
        table_key(table, table->base.rewinds, &out->key);
    } else {
        table_key(table, 0, &key);
        state_begin(table->config.scenario, &key, table->config.options, out);
    }
    uint64_t hash = state_hash(out);
    if (hash != table->begin_hash) {
        snprintf(why, size, "its state before turn %u has the hash %016" PRIx64 ", its journal says %016" PRIx64 ".",
                 out->turn, hash, table->begin_hash);
        return false;
    }
    return true;
}

int history_play(const struct table *table, unsigned steps, const struct state *from, unsigned from_steps,
                 struct state *out, struct gathering *told, char *why, size_t size) {
    struct again *again = line_make(table, steps, from ? from_steps : 0);
    if (!again) {
        snprintf(why, size, "memory ran out.");
        return -1;
    }
    if (from) {
        if (out != from) {
            *out = *from;
        }
    } else if (!state_first(table, out, why, size)) {
        free(again);
        return -1;
    }
    unsigned last = again->count; /* of the last turn */
    while (last > 0 && table->step[again->index[last - 1]].kind != STEP_TURN) {
        last--;
    }
    for (unsigned i = 0; i < again->count; i++) {
        const struct step *step = &table->step[again->index[i]];
        struct event_sink sink = {gathering_emit, told};
        if (!step_play(table, step, out, again->plan, told && i + 1 == last ? &sink : NULL)) {
            snprintf(why, size, step->kind == STEP_TURN ? "turn %u was played after the end."
                                                        : "an amendment of turn %u makes no sense.",
                     step->turn);
            free(again);
            return -1;
        }
        uint64_t hash = state_hash(out);
        if (hash != step->hash) {
            snprintf(why, size, "turn %u played again gives the hash %016" PRIx64 ", its journal says %016" PRIx64 ".",
                     step->turn, hash, step->hash);
            free(again);
            return -1;
        }
    }
    int turn = last ? table->step[again->index[last - 1]].turn : 0;
    table_key(table, steps < table->steps ? table->step[steps].rewinds : table->rewinds, &out->key);
    free(again);
    if (told && told->failed) {
        snprintf(why, size, "memory ran out.");
        return -1;
    }
    return turn;
}
