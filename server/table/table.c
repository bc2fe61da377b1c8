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
    clock_begin(table);
    if (config->rooted) {
        seal_chain(config->root, 0, table->config.secret);
    }
    seal_make(table->config.secret, table->seal);
    char text[JOURNAL_CREATED_MAX];
    int length = journal_created_format(&table->config, text);
    bool complete = length < JOURNAL_CREATED_MAX;
    for (int side = 0; side < config->scenario->sides; side++) {
        complete = seat_player_set(table, side, config->ai[side]) && complete;
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
    steps_cut(table, 0);
    table_look_forget(table);
    free(table->truth);
    free(table->step);
    free(table->ruling);
    free(table->base.bytes);
    free(table->state);
    record_drop(table);
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

const struct table_config *table_settings(const struct table *table) {
    return &table->config;
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
    bool truth = side == TABLE_TRUTH;
    *turn = table->report_turn;
    *events = truth ? table->truth : table->seat[side].report;
    return !table->report_turn ? 0 : truth ? table->truths : table->seat[side].reports;
}

uint64_t table_state_hash(const struct table *table) {
    return table->state ? state_hash(table->state) : 0;
}
