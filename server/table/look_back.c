/* Views of earlier turns, by playing the game again up to them. The state that was looked back to last is kept, with what its
 * last turn told every side: the next turn costs one step, another side nothing. Steps never change, so that it holds for
 * good. */
#include "table_room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct look {
    unsigned steps;
    struct state state; /* after so many */
    struct gathering told;
};

unsigned table_first_turn(const struct table *table) {
    return table->base.bytes ? table->base.turn : (unsigned)scenario_first_turn(table->config.scenario);
}

void table_look_forget(struct table *table) {
    if (table->look) {
        gathering_finish(&table->look->told);
    }
    free(table->look);
    table->look = NULL;
}

/* From what is kept, when that lies on the way. */
static bool look_play(struct table *table, unsigned steps) {
    struct look *look = table->look;
    if (look && look->steps == steps) {
        return true;
    }
    if (look && (look->steps > steps || !history_is_on_line(table, look->steps, steps))) {
        table_look_forget(table);
        look = NULL;
    }
    bool near = look;
    if (!near) {
        look = table->look = calloc(1, sizeof(*look));
        if (!look) {
            return false;
        }
    }
    struct gathering told = {.sides = table->config.scenario->sides};
    char why[200];
    int turn = history_play(table, steps, near ? &look->state : NULL, near ? look->steps : 0, &look->state, &told, why,
                            sizeof(why));
    if (turn < 0) {
        gathering_finish(&told);
        table_look_forget(table);
        return false;
    }
    if (turn > 0 || !near) { /* else no turn was played since, and what the last told holds */
        gathering_finish(&look->told);
        look->told = told;
    } else {
        gathering_finish(&told);
    }
    look->steps = steps;
    return true;
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
    /* What is kept is no part of the game: to who asks, the table stays the same. */
    if (!look_play((struct table *)table, played >= 0 ? (unsigned)played : table->steps)) {
        return false;
    }
    const struct gathered *told = &table->look->told.side[side];
    struct event *copy = malloc((told->count ? told->count : 1) * sizeof(*copy));
    if (!copy) {
        return false;
    }
    if (told->count) {
        memcpy(copy, told->events, told->count * sizeof(*copy));
    }
    view_build(table->config.scenario, &table->look->state, side, out);
    *events = copy;
    *count = told->count;
    return true;
}
