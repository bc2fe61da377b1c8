/* The invariants of a table. */
#include "table_room.h"

#include <stdio.h>
#include <stdlib.h>

static bool broken(char *why, size_t size, const char *sentence) {
    snprintf(why, size, "%s", sentence);
    return false;
}

static bool seats_check(const struct table *table, char *why, size_t size) {
    const struct scenario *scenario = table->config.scenario;
    struct view *view = malloc(sizeof(*view));
    bool sound = view != NULL;
    for (int side = 0; sound && side < scenario->sides; side++) {
        table_view(table, side, view);
        int cost = rules_plan_cost(scenario, view, &view->plan);
        if (cost > view->command) {
            snprintf(why, size, "The plan of %s costs %d, its command is %d.", scenario->side[side].id, cost,
                     view->command);
            sound = false;
        }
        if (table->seat[side].ai && table->phase == TABLE_ORDERS && !table->seat[side].committed) {
            snprintf(why, size, "The computer player of %s has not committed.", scenario->side[side].id);
            sound = false;
        }
        if (table->phase == TABLE_OVER && (view->plan.count > 0 || table->seat[side].committed)) {
            snprintf(why, size, "The game is over but %s has a plan.", scenario->side[side].id);
            sound = false;
        }
    }
    free(view);
    return sound;
}

bool table_check(const struct table *table, char *why, size_t size) {
    if ((table->phase == TABLE_LOBBY) != (table->state == NULL)) {
        return broken(why, size, "A table has a state exactly from the start of its game on.");
    }
    if (table->phase == TABLE_LOBBY) {
        return table->steps == 0 || table->step[table->steps - 1].kind >= STEP_SEAT || broken(why, size, "Turns were played in the lobby.");
    }
    if ((table->phase == TABLE_OVER) != (table->state->outcome != OUTCOME_RUNNING)) {
        return broken(why, size, "Phase and outcome disagree about the end.");
    }
    if (state_hash(table->state) != history_hash(table, table->steps)) {
        return broken(why, size, "The hash of the state is not that of the journal.");
    }
    if (table->phase == TABLE_ORDERS && history_turn(table, table->steps) != table->state->turn) {
        return broken(why, size, "The turn is not the one after those played.");
    }
    if (table->phase == TABLE_ORDERS && !table->paused && table_all_committed(table)) {
        for (int side = 0; side < table->config.scenario->sides; side++) {
            if (!table->seat[side].ai) {
                return broken(why, size, "All have committed but the turn was not played.");
            }
        }
    }
    return state_check(table->config.scenario, table->state, why, size) && seats_check(table, why, size);
}
