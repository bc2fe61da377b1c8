/* A game out of its journal. Entries are read in order without playing anything: orders become the plans of
 * their turns, snapshots are kept (the last two). At the end the game is played again from the last snapshot
 * that lies before the last turn, so that its report is there too, and every hash is compared.
 *
 * When the rules have changed since, what lies behind the last snapshot cannot be played again: the game goes
 * on from that snapshot, which a RULES entry says. */
#include "table_room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct snapshot {
    uint8_t *bytes;
    size_t size;
    unsigned turn; /* turns played before it */
};

struct restore {
    const struct scenario *(*find)(void *ctx, const char *id);
    void *ctx;
    unsigned rules; /* version under which it was last played */
    bool created, started;
    struct snapshot before, last;
    struct plan plan[SIDE_MAX]; /* of the turn being read */
    bool committed[SIDE_MAX];
};

static bool fail(const struct table *table, char *why, size_t size, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static bool fail(const struct table *table, char *why, size_t size, const char *format, ...) {
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
    table->deadline_ms = INT64_MAX;
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
        return fail(table, why, size, "%s", inner);
    }
    const struct scenario *scenario = table->restore->find(table->restore->ctx, created.scenario);
    if (!scenario) {
        return fail(table, why, size, "its scenario %s is not there.", created.scenario);
    }
    if (scenario->content_hash != created.content_hash) {
        return fail(table, why, size,
                    "it was begun with scenario %s of hash %016" PRIx64 ", the files here have %016" PRIx64
                    ": put the old files back.",
                    created.scenario, created.content_hash, scenario->content_hash);
    }
    struct table_config *config = &table->config;
    config->scenario = scenario;
    memcpy(config->name, created.name, sizeof(config->name));
    memcpy(config->secret, created.secret, sizeof(config->secret));
    config->options = (uint16_t)created.options;
    config->turn_seconds = created.turn_seconds;
    if (created.seats != scenario->sides) {
        return fail(table, why, size, "its scenario has %u sides, it has %u seats.", scenario->sides,
                    created.seats);
    }
    for (int side = 0; side < scenario->sides; side++) {
        if (created.ai[side][0]) {
            config->ai[side] = ai_find(created.ai[side]);
            table->seat[side].ready = true;
            table->seat[side].memory = calloc(1, sizeof(*table->seat[side].memory));
            if (!config->ai[side] || !table->seat[side].memory) {
                return fail(table, why, size, "there is no computer player \"%s\".", created.ai[side]);
            }
        }
    }
    seal_make(config->secret, table->seal);
    table->restore->rules = created.rules;
    table->restore->created = true;
    return true;
}

static void plans_clear(struct restore *restore) {
    memset(restore->plan, 0, sizeof(restore->plan));
    memset(restore->committed, 0, sizeof(restore->committed));
}

static bool resolved_take(struct table *table, const char *text, char *why, size_t size) {
    unsigned turn;
    uint64_t hash;
    if (sscanf(text, "turn %u hash %16" SCNx64, &turn, &hash) != 2 || turn != table_turn_of(table, table->pasts)) {
        return fail(table, why, size, "\"%.60s\" does not follow what was played: turn %u is next.", text,
                    table_turn_of(table, table->pasts));
    }
    if (!table_past_add(table, hash, table->restore->plan)) {
        return fail(table, why, size, "memory ran out.");
    }
    plans_clear(table->restore);
    return true;
}

static bool snapshot_take(struct table *table, const void *bytes, size_t bytes_size, char *why, size_t size) {
    struct restore *restore = table->restore;
    uint8_t *copy = malloc(bytes_size ? bytes_size : 1);
    if (!copy) {
        return fail(table, why, size, "memory ran out.");
    }
    if (bytes_size) { /* an empty entry has no bytes to point at */
        memcpy(copy, bytes, bytes_size);
    }
    free(restore->before.bytes);
    restore->before = restore->last;
    restore->last = (struct snapshot){copy, bytes_size, table->pasts};
    return true;
}

static void pasts_cut(struct table *table, unsigned turns) {
    while (table->pasts > turns) {
        struct past *past = &table->past[--table->pasts];
        for (int side = 0; side < SIDE_MAX; side++) {
            packed_plan_finish(&past->plan[side]);
        }
    }
}

/* The same state has another hash under other rules. */
static void past_hash_set(struct table *table, uint64_t hash) {
    if (table->pasts) {
        table->past[table->pasts - 1].hash = hash;
    } else {
        table->begin_hash = hash;
    }
}

/* From here on the game was played under other rules, from its last snapshot. */
static bool rules_take(struct table *table, const char *text, char *why, size_t size) {
    unsigned version, turn;
    uint64_t hash;
    struct restore *restore = table->restore;
    if (sscanf(text, "rules %u turn %u hash %16" SCNx64, &version, &turn, &hash) != 3 ||
        !restore->last.bytes || turn != table_turn_of(table, restore->last.turn)) {
        return fail(table, why, size, "\"%.60s\" does not fit the last snapshot.", text);
    }
    restore->rules = version;
    table->rules_changed = true;
    pasts_cut(table, restore->last.turn);
    past_hash_set(table, hash);
    plans_clear(restore);
    return true;
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
            restore->committed[side] = flag;
        }
    }
    if (!read) {
        return fail(table, why, size, "%s", inner);
    }
    return applied || fail(table, why, size, "\"%.60s\" does not fit the plan.", text);
}

static bool entry_take(struct table *table, enum journal_kind kind, const char *text, char *why,
                       size_t size) {
    struct restore *restore = table->restore;
    char inner[200];
    switch (kind) {
    case JOURNAL_READY: {
        int side;
        uint8_t nonce[SEAL_NONCE_BYTES];
        if (!journal_ready_parse(table->config.scenario, text, &side, nonce, inner, sizeof(inner))) {
            return fail(table, why, size, "%s", inner);
        }
        memcpy(table->seat[side].nonce, nonce, sizeof(nonce));
        table->seat[side].ready = true;
        return true;
    }
    case JOURNAL_NAMED: {
        int side;
        char name[PLAYER_NAME_MAX + 1];
        if (!journal_named_parse(table->config.scenario, text, &side, name, inner, sizeof(inner))) {
            return fail(table, why, size, "%s", inner);
        }
        memcpy(table->seat[side].name, name, sizeof(name));
        table->seat[side].taken = true;
        return true;
    }
    case JOURNAL_STARTED:
        restore->started = sscanf(text, "hash %16" SCNx64, &table->begin_hash) == 1;
        return restore->started || fail(table, why, size, "\"%.60s\" is no start.", text);
    case JOURNAL_ORDER:
    case JOURNAL_REMOVE:
    case JOURNAL_COMMIT:
        return request_take(table, kind, text, why, size);
    case JOURNAL_RESOLVED:
        return resolved_take(table, text, why, size);
    case JOURNAL_RULES:
        return rules_take(table, text, why, size);
    case JOURNAL_CHAT:
        return chat_restore(table, text) || fail(table, why, size, "\"%.60s\" is no line of chat.", text);
    case JOURNAL_EVENTS:
    case JOURNAL_OVER:
    case JOURNAL_KEY:
        return true;
    default:
        return fail(table, why, size, "its journal has an entry of unknown kind %d.", kind);
    }
}

bool table_restore_entry(struct table *table, enum journal_kind kind, const void *bytes, size_t size,
                         char *why, size_t why_size) {
    struct restore *restore = table->restore;
    assert(restore);
    if (restore->created == (kind == JOURNAL_CREATED)) {
        return fail(table, why, why_size, "its journal does not begin with its beginning, once.");
    }
    if (kind == JOURNAL_SNAPSHOT) {
        return snapshot_take(table, bytes, size, why, why_size);
    }
    char *text = malloc(size + 1);
    if (!text) {
        return fail(table, why, why_size, "memory ran out.");
    }
    if (size > 0) {
        memcpy(text, bytes, size);
    }
    text[size] = '\0';
    bool taken = kind == JOURNAL_CREATED ? created_take(table, text, why, why_size)
                                         : entry_take(table, kind, text, why, why_size);
    free(text);
    return taken;
}

/* Reads a snapshot; `memory` false leaves the computer players' memory empty. */
static bool snapshot_read(struct table *table, const struct snapshot *snapshot, bool memory) {
    const struct scenario *scenario = table->config.scenario;
    const uint8_t *bytes = snapshot->bytes;
    size_t left = snapshot->size;
    if (left < 4) {
        return false;
    }
    size_t size = bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 24;
    left -= 4;
    if (size > left || !state_read(scenario, bytes + 4, size, table->state)) {
        return false;
    }
    table_key(table, &table->state->key);
    bytes += 4 + size;
    left -= size;
    for (int side = 0; side < scenario->sides; side++) {
        if (!table->config.ai[side]) {
            continue;
        }
        if (left < AI_MEMORY_BYTES) {
            return false;
        }
        if (memory) {
            memcpy(table->seat[side].memory->bytes, bytes, AI_MEMORY_BYTES);
        }
        bytes += AI_MEMORY_BYTES;
        left -= AI_MEMORY_BYTES;
    }
    return left == 0;
}

/* Plays the turn of the past before which `turns` were played again on table->state. */
static bool turn_replay(struct table *table, unsigned turns, struct gathering *gathering, char *why,
                        size_t size) {
    const struct scenario *scenario = table->config.scenario;
    struct plan *plan = table->restore->plan;
    const struct past *past = &table->past[turns];
    unsigned turn = table_turn_of(table, turns);
    if (table->state->outcome != OUTCOME_RUNNING || table->state->turn != turn) {
        return fail(table, why, size, "turn %u was played after the end.", turn);
    }
    for (int side = 0; side < scenario->sides; side++) {
        if (table->config.ai[side] && !computer_replan(table, side, table->state)) {
            return fail(table, why, size, "memory ran out.");
        }
        packed_plan_get(&past->plan[side], &plan[side]);
    }
    struct event_sink sink = {gathering_emit, gathering};
    rules_resolve(scenario, table->state, plan, gathering ? &sink : NULL);
    uint64_t hash = state_hash(table->state);
    if (hash != past->hash) {
        return fail(table, why, size,
                    "turn %u played again gives the hash %016" PRIx64 ", its journal says %016" PRIx64 ".",
                    turn, hash, past->hash);
    }
    return true;
}

/* Sets table->state to where replay begins; returns the turns played before it, -1 with a sentence. */
static int base_take(struct table *table, char *why, size_t size) {
    struct restore *restore = table->restore;
    const struct snapshot *base = &restore->last;
    if (base->bytes && restore->before.bytes && base->turn == table->pasts &&
        restore->before.turn < base->turn) {
        base = &restore->before;
    }
    if (!base->bytes) {
        struct dice_key key;
        table_key(table, &key);
        state_begin(table->config.scenario, &key, table->config.options, table->state);
    } else if (!snapshot_read(table, base, true)) {
        fail(table, why, size, "its snapshot before turn %u cannot be read.", table_turn_of(table, base->turn));
        return -1;
    }
    uint64_t hash = base->turn ? table->past[base->turn - 1].hash : table->begin_hash;
    if (state_hash(table->state) != hash) {
        fail(table, why, size,
             "its state before turn %u has the hash %016" PRIx64 ", its journal says %016" PRIx64 ".",
             table_turn_of(table, base->turn), state_hash(table->state), hash);
        return -1;
    }
    return (int)base->turn;
}

static bool past_replay(struct table *table, char *why, size_t size) {
    int base = base_take(table, why, size);
    if (base < 0) {
        return false;
    }
    struct plan *present = malloc(sizeof(table->restore->plan));
    if (!present) {
        return fail(table, why, size, "memory ran out.");
    }
    memcpy(present, table->restore->plan, sizeof(table->restore->plan));
    struct gathering gathering = {.sides = table->config.scenario->sides};
    bool played = true;
    for (unsigned i = (unsigned)base; played && i < table->pasts; i++) {
        played = turn_replay(table, i, i + 1 == table->pasts ? &gathering : NULL, why, size);
    }
    if (played && table->pasts > (unsigned)base && !gathering.failed) {
        gathering_take(&gathering, table, table_turn_of(table, table->pasts - 1));
    }
    gathering_finish(&gathering);
    memcpy(table->restore->plan, present, sizeof(table->restore->plan));
    free(present);
    return played;
}

/* The rules are others than those of the journal: on from the last snapshot. */
static bool rules_go_on(struct table *table, char *why, size_t size) {
    struct restore *restore = table->restore;
    if (!restore->last.bytes || !snapshot_read(table, &restore->last, false)) {
        return fail(table, why, size,
                    "it was played by rules %u, these are %u, and it has no snapshot to go on from.",
                    restore->rules, RULES_VERSION);
    }
    char text[JOURNAL_LINE_MAX];
    uint64_t hash = state_hash(table->state);
    int length = snprintf(text, sizeof(text), "rules %u turn %u hash %016" PRIx64, RULES_VERSION,
                          table_turn_of(table, restore->last.turn), hash);
    if (!table_append(table, JOURNAL_RULES, text, (size_t)length) ||
        !table_snapshot_append(table, table->state)) {
        return fail(table, why, size, "the journal cannot be written.");
    }
    table->rules_changed = true;
    pasts_cut(table, restore->last.turn);
    past_hash_set(table, hash);
    plans_clear(restore);
    return true;
}

static bool game_restore(struct table *table, int64_t now_ms, char *why, size_t size) {
    struct restore *restore = table->restore;
    const struct scenario *scenario = table->config.scenario;
    if (!restore->created) {
        return fail(table, why, size, "its journal is empty.");
    }
    if (!restore->started) {
        return true;
    }
    table->state = calloc(1, sizeof(*table->state));
    if (!table->state) {
        return fail(table, why, size, "memory ran out.");
    }
    bool restored =
        restore->rules == RULES_VERSION ? past_replay(table, why, size) : rules_go_on(table, why, size);
    if (!restored) {
        return false;
    }
    table->phase = table->state->outcome == OUTCOME_RUNNING ? TABLE_ORDERS : TABLE_OVER;
    for (int side = 0; side < scenario->sides && table->phase == TABLE_ORDERS; side++) {
        struct seat *seat = &table->seat[side];
        packed_plan_set(&seat->plan, &restore->plan[side]);
        seat->committed = restore->committed[side];
        if (seat->committed && table->config.ai[side] && !computer_replan(table, side, table->state)) {
            return fail(table, why, size, "memory ran out.");
        }
    }
    table_clock_start(table, now_ms);
    return true;
}

unsigned table_restore_turn(const struct table *table) {
    return table->config.scenario ? table_turn_of(table, table->pasts) : 0;
}

bool table_restore_end(struct table *table, int64_t now_ms, char *why, size_t size) {
    assert(table->restore);
    bool restored = game_restore(table, now_ms, why, size);
    table_restore_free(table);
    return restored;
}
