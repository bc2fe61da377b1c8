/* A table's life, and questions about it. */
#include "table_room.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The name stands in a line of the journal. */
static void name_clean(char *name) {
    for (; *name; name++) {
        if ((unsigned char)*name < 0x20 || *name == 0x7f) {
            *name = ' ';
        }
    }
}

struct table *table_create(const struct table_config *config, const struct table_hooks *hooks) {
    assert(config->scenario && config->game > 0 && hooks->append);
    struct table *table = calloc(1, sizeof(*table));
    if (!table) {
        return NULL;
    }
    table->config = *config;
    table->config.name[TABLE_NAME_MAX - 1] = '\0';
    name_clean(table->config.name);
    table->hooks = *hooks;
    table->deadline_ms = INT64_MAX;
    seal_make(config->secret, table->seal);
    char text[JOURNAL_CREATED_MAX];
    int length = journal_created_format(&table->config, text);
    bool complete = length < JOURNAL_CREATED_MAX;
    for (int side = 0; side < config->scenario->sides; side++) {
        struct seat *seat = &table->seat[side];
        if (config->ai[side]) {
            seat->ready = true;
            seat->memory = calloc(1, sizeof(*seat->memory));
            complete = complete && seat->memory;
        }
    }
    if (!complete || !table_append(table, JOURNAL_CREATED, text, (size_t)length)) {
        table_destroy(table);
        return NULL;
    }
    return table;
}

void table_destroy(struct table *table) {
    if (!table) {
        return;
    }
    for (int side = 0; side < SIDE_MAX; side++) {
        seat_finish(&table->seat[side]);
    }
    for (unsigned i = 0; i < table->pasts; i++) {
        for (int side = 0; side < SIDE_MAX; side++) {
            packed_plan_finish(&table->past[i].plan[side]);
        }
    }
    free(table->past);
    free(table->state);
    if (table->record) {
        record_finish(table->record);
        free(table->record);
    }
    chat_finish(&table->chat);
    table_restore_free(table);
    free(table);
}

uint64_t table_game(const struct table *table) {
    return table->config.game;
}

const char *table_name(const struct table *table) {
    return table->config.name;
}

const struct scenario *table_scenario(const struct table *table) {
    return table->config.scenario;
}

enum table_phase table_phase(const struct table *table) {
    return table->phase;
}

unsigned table_turn(const struct table *table) {
    return table->state ? table->state->turn : 0;
}

unsigned table_turn_of(const struct table *table, unsigned pasts) {
    return pasts + (unsigned)scenario_first_turn(table->config.scenario);
}

uint16_t table_options(const struct table *table) {
    return table->config.options;
}

bool table_is_ready(const struct table *table, int side) {
    return table->seat[side].ready;
}

bool table_has_committed(const struct table *table, int side) {
    return table->seat[side].committed;
}

const char *table_player(const struct table *table, int side) {
    return table->seat[side].name;
}

bool table_was_taken(const struct table *table, int side) {
    return table->seat[side].taken;
}

const struct table_config *table_settings(const struct table *table) {
    return &table->config;
}

const struct ai *table_computer(const struct table *table, int side) {
    return table->config.ai[side];
}

int64_t table_remaining_ms(const struct table *table, int64_t now_ms) {
    if (table->phase != TABLE_ORDERS || table->deadline_ms == INT64_MAX || table->deadline_ms <= now_ms) {
        return 0;
    }
    return table->deadline_ms - now_ms;
}

const uint8_t *table_seal(const struct table *table) {
    return table->seal;
}

void table_view(const struct table *table, int side, struct view *out) {
    assert(table->state && side >= 0 && side < table->config.scenario->sides);
    const struct seat *seat = &table->seat[side];
    if (seat->view) {
        *out = *seat->view;
        return;
    }
    view_build(table->config.scenario, table->state, side, out);
    packed_plan_get(&seat->plan, &out->plan);
}

size_t table_report(const struct table *table, int side, unsigned *turn, const struct event **events) {
    const struct seat *seat = &table->seat[side];
    *turn = table->report_turn;
    *events = seat->report;
    return table->report_turn ? seat->reports : 0;
}

uint64_t table_state_hash(const struct table *table) {
    return table->state ? state_hash(table->state) : 0;
}

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
        if (table->config.ai[side] && table->phase == TABLE_ORDERS && !table->seat[side].committed) {
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
        return table->pasts == 0 || broken(why, size, "Turns were played in the lobby.");
    }
    if ((table->phase == TABLE_OVER) != (table->state->outcome != OUTCOME_RUNNING)) {
        return broken(why, size, "Phase and outcome disagree about the end.");
    }
    uint64_t hash = table->pasts ? table->past[table->pasts - 1].hash : table->begin_hash;
    if (state_hash(table->state) != hash) {
        return broken(why, size, "The hash of the state is not that of the journal.");
    }
    if (table->phase == TABLE_ORDERS && table_turn_of(table, table->pasts) != table->state->turn) {
        return broken(why, size, "The turn is not the one after those played.");
    }
    if (table->phase == TABLE_ORDERS && table_all_committed(table)) {
        for (int side = 0; side < table->config.scenario->sides; side++) {
            if (!table->config.ai[side]) {
                return broken(why, size, "All have committed but the turn was not played.");
            }
        }
    }
    return state_check(table->config.scenario, table->state, why, size) && seats_check(table, why, size);
}
