/* A game out of its journal: entries are read in order without playing anything. Orders become the plans of their turns,
 * snapshots are kept (the last two). restore_play.c then plays what is to be played again. */
#include "restore_room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool restore_fail(const struct table *table, char *why, size_t size, const char *format, ...) {
    int used = snprintf(why, size, "Game %" PRIu64 " cannot go on: ", table->config.game);
    va_list arguments;
    va_start(arguments, format);
    if (used > 0 && (size_t)used < size) {
        vsnprintf(why + used, size - (size_t)used, format, arguments);
    }
    va_end(arguments);
    return false;
}

struct table *table_restore_begin(uint64_t game, const struct table_hooks *hooks,
                                  const struct scenario *(*find)(void *ctx, const char *id), void *ctx) {
    struct table *table = calloc(1, sizeof(*table));
    if (!table) {
        return NULL;
    }
    table->restore = calloc(1, sizeof(*table->restore));
    if (!table->restore) {
        free(table);
        return NULL;
    }
    table->config.game = game;
    table->hooks = *hooks;
    table->restore->find = find;
    table->restore->ctx = ctx;
    return table;
}

void table_restore_free(struct table *table) {
    if (!table->restore) {
        return;
    }
    free(table->restore->before.bytes);
    free(table->restore->last.bytes);
    free(table->restore);
    table->restore = NULL;
}

static bool created_take(struct table *table, const char *text, char *why, size_t size) {
    struct journal_created created;
    char inner[200];
    if (!journal_created_parse(text, &created, inner, sizeof(inner))) {
        return restore_fail(table, why, size, "%s", inner);
    }
    const struct scenario *scenario = table->restore->find(table->restore->ctx, created.scenario);
    if (!scenario) {
        return restore_fail(table, why, size, "its scenario %s is not there.", created.scenario);
    }
    if (scenario->content_hash != created.content_hash) {
        return restore_fail(table, why, size,
                    "it was begun with scenario %s of hash %016" PRIx64 ", the files here have %016" PRIx64
                    ": put the old files back.",
                    created.scenario, created.content_hash, scenario->content_hash);
    }
    struct table_config *config = &table->config;
    config->scenario = scenario;
    memcpy(config->name, created.name, sizeof(config->name));
    memcpy(config->secret, created.secret, sizeof(config->secret));
    config->rooted = created.rooted;
    memcpy(config->root, created.root, sizeof(config->root));
    config->options = (uint16_t)created.options;
    config->turn_seconds = created.turn_seconds;
    config->bank_seconds = created.bank_seconds;
    config->grace_seconds = created.grace_seconds;
    config->listed = created.listed;
    config->watched = created.watched;
    config->umpired = created.umpired;
    config->delay = (uint16_t)created.delay;
    clock_begin(table);
    if (created.rooted) {
        uint8_t first[SEAL_SECRET_BYTES];
        seal_chain(created.root, 0, first);
        if (memcmp(first, created.secret, sizeof(first)) != 0) {
            return restore_fail(table, why, size, "its secret does not come from its root.");
        }
    }
    if (created.seats != scenario->sides) {
        return restore_fail(table, why, size, "its scenario has %u sides, it has %u seats.", scenario->sides,
                    created.seats);
    }
    for (int side = 0; side < scenario->sides; side++) {
        if (created.ai[side][0]) {
            config->ai[side] = ai_find(created.ai[side]);
            if (!config->ai[side] || !seat_player_set(table, side, config->ai[side])) {
                return restore_fail(table, why, size, "there is no computer player \"%s\".", created.ai[side]);
            }
        }
    }
    seal_make(config->secret, table->seal);
    table->restore->rules = created.rules;
    table->restore->created = true;
    return true;
}

static void commits_clear(struct table *table) {
    for (int side = 0; side < SIDE_MAX; side++) {
        table->seat[side].committed = table->seat[side].computed = false;
    }
}

/* Nobody has planned or committed. */
static void restore_plans_clear(struct table *table) {
    memset(table->restore->plan, 0, sizeof(table->restore->plan));
    commits_clear(table);
}

/* The turn to which the next entry belongs, 0 before the start. */
static unsigned turn_next(const struct table *table) {
    return table->restore->started ? history_turn(table, table->steps) : 0;
}

static bool resolved_take(struct table *table, const char *text, char *why, size_t size) {
    unsigned turn, next = history_turn(table, table->steps);
    uint64_t hash;
    if (sscanf(text, "turn %u hash %16" SCNx64, &turn, &hash) != 2 || turn != next) {
        return restore_fail(table, why, size, "\"%.60s\" does not follow what was played: turn %u is next.", text, next);
    }
    if (!step_keep_turn(table, (const struct plan *)table->restore->plan, turn, hash)) {
        return restore_fail(table, why, size, "memory ran out.");
    }
    restore_plans_clear(table);
    return true;
}

static bool base_set(struct table *table, const struct snapshot *snapshot) {
    uint8_t *bytes = malloc(snapshot->size ? snapshot->size : 1);
    if (!bytes) {
        return false;
    }
    memcpy(bytes, snapshot->bytes, snapshot->size);
    free(table->base.bytes);
    table->base = (struct base){bytes, snapshot->size, snapshot->turn, snapshot->rewinds, {0}};
    memcpy(table->base.ai, snapshot->ai, sizeof(table->base.ai));
    return true;
}

static bool snapshot_take(struct table *table, const void *bytes, size_t bytes_size, char *why, size_t size) {
    struct restore *restore = table->restore;
    uint8_t *copy = malloc(bytes_size ? bytes_size : 1);
    if (!copy) {
        return restore_fail(table, why, size, "memory ran out.");
    }
    if (bytes_size) { /* an empty entry has no bytes to point at */
        memcpy(copy, bytes, bytes_size);
    }
    free(restore->before.bytes);
    restore->before = restore->last;
    restore->last = (struct snapshot){copy, bytes_size, table->steps, table->rewinds, turn_next(table), {0}};
    for (int side = 0; side < SIDE_MAX; side++) {
        restore->last.ai[side] = table->seat[side].ai;
    }
    if (table->rules_changed && table->steps == 0 && !base_set(table, &restore->last)) {
        return restore_fail(table, why, size, "memory ran out.");
    }
    return true;
}

/* The game is from here on what the last snapshot says: nothing before it can be played again. */
bool restore_base_begin(struct table *table, uint64_t hash) {
    struct restore *restore = table->restore;
    if (!base_set(table, &restore->last)) {
        return false;
    }
    table->rules_changed = true;
    table->begin_hash = hash; /* the same state has another hash under other rules */
    steps_cut(table, 0);
    restore->last.steps = 0;
    free(restore->before.bytes);
    restore->before = (struct snapshot){0};
    restore_plans_clear(table);
    return true;
}

/* From here on the game was played under other rules, from its last snapshot. */
static bool rules_take(struct table *table, const char *text, char *why, size_t size) {
    unsigned version, turn;
    uint64_t hash;
    struct restore *restore = table->restore;
    if (sscanf(text, "rules %u turn %u hash %16" SCNx64, &version, &turn, &hash) != 3 ||
        !restore->last.bytes || turn != restore->last.turn) {
        return restore_fail(table, why, size, "\"%.60s\" does not fit the last snapshot.", text);
    }
    restore->rules = version;
    return restore_base_begin(table, hash) || restore_fail(table, why, size, "memory ran out.");
}

/* Orders, orders taken back, commits. */
static bool request_take(struct table *table, enum journal_kind kind, const char *text, char *why,
                         size_t size) {
    struct restore *restore = table->restore;
    const struct scenario *scenario = table->config.scenario;
    char inner[200];
    int side;
    struct order order;
    uint16_t unit;
    bool flag, read, applied = true;
    if (kind == JOURNAL_ORDER) {
        read = journal_order_parse(scenario, text, &side, &order, inner, sizeof(inner));
        applied = !read || plan_put(&restore->plan[side], &order);
    } else if (kind == JOURNAL_REMOVE) {
        read = journal_remove_parse(scenario, text, &side, &unit, &flag, inner, sizeof(inner));
        applied = !read || plan_remove(&restore->plan[side], unit, flag);
    } else {
        read = journal_commit_parse(scenario, text, &side, &flag, inner, sizeof(inner));
        if (read) {
            table->seat[side].committed = flag;
            table->seat[side].computed = flag && table->seat[side].ai;
        }
    }
    if (!read) {
        return restore_fail(table, why, size, "%s", inner);
    }
    return applied || restore_fail(table, why, size, "\"%.60s\" does not fit the plan.", text);
}

static bool pause_take(struct table *table, const char *text, char *why, size_t size) {
    char inner[200], reason[RULING_REASON_MAX + 1];
    bool paused;
    unsigned turn;
    if (!journal_pause_parse(text, &paused, &turn, reason, inner, sizeof(inner))) {
        return restore_fail(table, why, size, "%s", inner);
    }
    return pause_make(table, paused, turn, reason) || restore_fail(table, why, size, "memory ran out.");
}

static bool player_take(struct table *table, const char *text, char *why, size_t size) {
    char inner[200];
    int side;
    const struct ai *ai;
    enum person person;
    if (!journal_player_parse(table->config.scenario, text, &side, &ai, &person, inner, sizeof(inner))) {
        return restore_fail(table, why, size, "%s", inner);
    }
    bool own = table->seat[side].committed && !table->seat[side].computed;
    if (ai && !own) {
        table->restore->plan[side].count = 0;
    }
    return player_change(table, side, ai, person, turn_next(table)) || restore_fail(table, why, size, "memory ran out.");
}

static bool drops_take(struct table *table, const char *drops) {
    char line[JOURNAL_LINE_MAX], inner[200];
    while (*drops) {
        size_t length = strcspn(drops, "\n");
        int side;
        uint16_t unit;
        bool policy;
        if (length >= sizeof(line) || strncmp(drops, "drop ", 5) != 0) {
            return false;
        }
        snprintf(line, sizeof(line), "%.*s", (int)length - 5, drops + 5);
        if (!journal_remove_parse(table->config.scenario, line, &side, &unit, &policy, inner, sizeof(inner)) ||
            !plan_remove(&table->restore->plan[side], unit, policy)) {
            return false;
        }
        drops += length + (drops[length] == '\n');
    }
    return true;
}

static bool amend_take(struct table *table, const char *text, char *why, size_t size) {
    char inner[200];
    struct journal_ruling read;
    struct amend amend;
    if (!journal_amend_parse(text, &read, inner, sizeof(inner)) ||
        !amend_parse(table->config.scenario, read.form, &amend, inner, sizeof(inner))) {
        return restore_fail(table, why, size, "%s", inner);
    }
    if (read.turn != turn_next(table)) {
        return restore_fail(table, why, size, "an amendment of turn %u stands in turn %u.", read.turn, turn_next(table));
    }
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (table->seat[side].ai) {
            table->restore->plan[side].count = 0;
        }
    }
    if (!drops_take(table, read.drops)) {
        return restore_fail(table, why, size, "an amendment drops orders that nobody gave.");
    }
    return amend_keep(table, read.turn, &amend, read.hash, read.words, read.reason) ||
           restore_fail(table, why, size, "memory ran out.");
}

static bool rewind_take(struct table *table, const char *text, char *why, size_t size) {
    char inner[200];
    struct journal_ruling read;
    if (!journal_rewind_parse(text, &read, inner, sizeof(inner))) {
        return restore_fail(table, why, size, "%s", inner);
    }
    if (read.sealed && !secret_is_left(table)) {
        return restore_fail(table, why, size, "it goes back with another secret, and has none.");
    }
    if (!rewind_keep(table, read.turn, read.hash, read.sealed, read.reason)) {
        return restore_fail(table, why, size, "it goes back to turn %u, which was not played.", read.turn);
    }
    restore_plans_clear(table);
    return true;
}

/* An entry of text, NUL, snapshot. */
static bool with_snapshot_take(struct table *table, enum journal_kind kind, const char *bytes, size_t bytes_size,
                               char *why, size_t size) {
    size_t length = strlen(bytes) + 1; /* the caller has put a NUL behind */
    bool taken = kind == JOURNAL_AMEND ? amend_take(table, bytes, why, size) : rewind_take(table, bytes, why, size);
    return taken && (length <= bytes_size || restore_fail(table, why, size, "a ruling has no snapshot.")) &&
           snapshot_take(table, bytes + length, bytes_size - length, why, size);
}

static bool entry_take(struct table *table, enum journal_kind kind, const char *text, char *why,
                       size_t size) {
    struct restore *restore = table->restore;
    char inner[200];
    switch (kind) {
    case JOURNAL_READY: {
        int side;
        uint8_t nonce[SEAL_NONCE_BYTES];
        bool ready;
        if (!journal_ready_parse(table->config.scenario, text, &side, &ready, nonce, inner, sizeof(inner))) {
            return restore_fail(table, why, size, "%s", inner);
        }
        memcpy(table->seat[side].nonce, nonce, sizeof(nonce));
        table->seat[side].has_nonce = ready;
        table->seat[side].ready = ready || table->seat[side].ai;
        return true;
    }
    case JOURNAL_NAMED: {
        int side;
        char name[PLAYER_NAME_MAX + 1];
        if (!journal_named_parse(table->config.scenario, text, &side, name, inner, sizeof(inner))) {
            return restore_fail(table, why, size, "%s", inner);
        }
        memcpy(table->seat[side].name, name, sizeof(name));
        table->seat[side].taken = true;
        return true;
    }
    case JOURNAL_STARTED:
        restore->started = sscanf(text, "hash %16" SCNx64, &table->begin_hash) == 1;
        table->phase = TABLE_ORDERS;
        return restore->started || restore_fail(table, why, size, "\"%.60s\" is no start.", text);
    case JOURNAL_ORDER:
    case JOURNAL_REMOVE:
    case JOURNAL_COMMIT:
        return request_take(table, kind, text, why, size);
    case JOURNAL_RESOLVED:
        return resolved_take(table, text, why, size);
    case JOURNAL_RULES:
        return rules_take(table, text, why, size);
    case JOURNAL_CHAT:
        return chat_restore(table, text) || restore_fail(table, why, size, "\"%.60s\" is no line of chat.", text);
    case JOURNAL_CLOCK: {
        int side;
        int64_t ms;
        if (!journal_clock_parse(table->config.scenario, text, &side, &ms, inner, sizeof(inner))) {
            return restore_fail(table, why, size, "%s", inner);
        }
        table->clock.bank_ms[side] = table->clock.journalled_ms[side] = ms;
        return true;
    }
    case JOURNAL_PAUSE:
        return pause_take(table, text, why, size);
    case JOURNAL_PLAYER:
        return player_take(table, text, why, size);
    case JOURNAL_EVENTS:
    case JOURNAL_OVER:
    case JOURNAL_KEY:
    case JOURNAL_SEAT:
        return true;
    default:
        return restore_fail(table, why, size, "its journal has an entry of unknown kind %d.", kind);
    }
}

/* What only a game that has begun can have in its journal. */
static bool is_of_play(enum journal_kind kind) {
    return kind == JOURNAL_ORDER || kind == JOURNAL_REMOVE || kind == JOURNAL_COMMIT || kind == JOURNAL_RESOLVED ||
           kind == JOURNAL_RULES || kind == JOURNAL_AMEND || kind == JOURNAL_REWIND;
}

bool table_restore_entry(struct table *table, enum journal_kind kind, const void *bytes, size_t size,
                         char *why, size_t why_size) {
    struct restore *restore = table->restore;
    assert(restore);
    if (restore->created == (kind == JOURNAL_CREATED)) {
        return restore_fail(table, why, why_size, "its journal does not begin with its beginning, once.");
    }
    if ((is_of_play(kind) && !restore->started) || (kind == JOURNAL_STARTED && restore->started)) {
        return restore_fail(table, why, why_size, "its journal has what is played before its start, or starts twice.");
    }
    if (kind == JOURNAL_SNAPSHOT) {
        return snapshot_take(table, bytes, size, why, why_size);
    }
    char *text = malloc(size + 1);
    if (!text) {
        return restore_fail(table, why, why_size, "memory ran out.");
    }
    if (size > 0) {
        memcpy(text, bytes, size);
    }
    text[size] = '\0';
    bool taken;
    if (kind == JOURNAL_CREATED) {
        taken = created_take(table, text, why, why_size);
    } else if (kind == JOURNAL_AMEND || kind == JOURNAL_REWIND) {
        taken = with_snapshot_take(table, kind, text, size, why, why_size);
    } else {
        taken = entry_take(table, kind, text, why, why_size);
    }
    free(text);
    return taken;
}

unsigned table_restore_turn(const struct table *table) {
    return table->config.scenario ? history_turn(table, table->steps) : 0;
}

bool table_restore_end(struct table *table, int64_t now_ms, char *why, size_t size) {
    assert(table->restore);
    bool restored = restore_play(table, now_ms, why, size);
    table_restore_free(table);
    return restored;
}
