/* Views of earlier turns, by playing the game again up to them. */
#include "table_room.h"

#include <assert.h>
#include <stdlib.h>

unsigned table_first_turn(const struct table *table) {
    return table->base.bytes ? table->base.turn : (unsigned)scenario_first_turn(table->config.scenario);
}

bool table_look_back(const struct table *table, unsigned turn, int side, struct view *out, struct event **events,
                     size_t *count) {
    assert(side >= 0 && side < table->config.scenario->sides);
    *events = NULL;
    *count = 0;
    if (!table->state || turn < table_first_turn(table) || turn > table->state->turn) {
        return false;
    }
    int played = history_find(table, turn);
    unsigned steps = played >= 0 ? (unsigned)played : table->steps;
    struct state *state = malloc(sizeof(*state));
    struct gathering told = {.sides = table->config.scenario->sides};
    char why[200];
    bool done = state && history_play(table, steps, NULL, 0, state, &told, why, sizeof(why)) >= 0;
    if (done) {
        view_build(table->config.scenario, state, side, out);
        *events = told.side[side].events;
        *count = told.side[side].count;
        told.side[side].events = NULL;
    }
    gathering_finish(&told);
    free(state);
    return done;
}
