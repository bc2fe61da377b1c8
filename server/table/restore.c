/* A game out of its journal. Entries are read in order without playing anything: orders become the plans of
 * their turns, snapshots are kept (the last two). At the end the game is played again from the last snapshot, computer
 * players plan again for their memory, and every hash is compared. When no turn lies behind that snapshot, the last
 * one is played again from an earlier snapshot, so that its report is there too.
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
    unsigned steps, rewinds, turn; /* before it; the turn whose orders were awaited */
    const struct ai *ai[SIDE_MAX]; /* who played */
};

struct restore {
    const struct scenario *(*find)(void *ctx, const char *id);
    void *ctx;
    unsigned rules; /* version under which it was last played */
    bool created, started;
    struct snapshot before, last;
    struct plan plan[SIDE_MAX]; /* of the turn being read */
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
    config->bank_seconds = created.bank_seconds;
    config->grace_seconds = created.grace_seconds;
    config->listed = created.listed;
    config->watched = created.watched;
    config->umpired = created.umpired;
    config->delay = (uint16_t)created.delay;
    clock_begin(table);
    if (created.seats != scenario->sides) {
        return fail(table, why, size, "its scenario has %u sides, it has %u seats.", scenario->sides,
                    created.seats);
    }
    for (int side = 0; side < scenario->sides; side++) {
        if (created.ai[side][0]) {
            config->ai[side] = ai_find(created.ai[side]);
            if (!config->ai[side] || !seat_player_set(table, side, config->ai[side])) {
                return fail(table, why, size, "there is no computer player \"%s\".", created.ai[side]);
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

static void plans_clear(struct table *table) {
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
        return fail(table, why, size, "\"%.60s\" does not follow what was played: turn %u is next.", text, next);
    }
    if (!step_keep_turn(table, (const struct plan *)table->restore->plan, turn, hash)) {
        return fail(table, why, size, "memory ran out.");
    }
    plans_clear(table);
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
        return fail(table, why, size, "memory ran out.");
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
        return fail(table, why, size, "memory ran out.");
    }
    return true;
}

/* The game is from here on what the last snapshot says: nothing before it can be played again. */
static bool base_begin(struct table *table, uint64_t hash) {
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
    plans_clear(table);
    return true;
}

/* From here on the game was played under other rules, from its last snapshot. */
static bool rules_take(struct table *table, const char *text, char *why, size_t size) {
    unsigned version, turn;
    uint64_t hash;
    struct restore *restore = table->restore;
    if (sscanf(text, "rules %u turn %u hash %16" SCNx64, &version, &turn, &hash) != 3 ||
        !restore->last.bytes || turn != restore->last.turn) {
        return fail(table, why, size, "\"%.60s\" does not fit the last snapshot.", text);
    }
    restore->rules = version;
    return base_begin(table, hash) || fail(table, why, size, "memory ran out.");
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
        return fail(table, why, size, "%s", inner);
    }
    return applied || fail(table, why, size, "\"%.60s\" does not fit the plan.", text);
}

static bool pause_take(struct table *table, const char *text, char *why, size_t size) {
    char inner[200], reason[RULING_REASON_MAX + 1];
    bool paused;
    unsigned turn;
    if (!journal_pause_parse(text, &paused, &turn, reason, inner, sizeof(inner))) {
        return fail(table, why, size, "%s", inner);
    }
    return pause_make(table, paused, turn, reason) || fail(table, why, size, "memory ran out.");
}

static bool player_take(struct table *table, const char *text, char *why, size_t size) {
    char inner[200];
    int side;
    const struct ai *ai;
    if (!journal_player_parse(table->config.scenario, text, &side, &ai, inner, sizeof(inner))) {
        return fail(table, why, size, "%s", inner);
    }
    bool own = table->seat[side].committed && !table->seat[side].computed;
    if (ai && !own) {
        table->restore->plan[side].count = 0;
    }
    return player_change(table, side, ai, turn_next(table)) || fail(table, why, size, "memory ran out.");
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
        return fail(table, why, size, "%s", inner);
    }
    if (read.turn != turn_next(table)) {
        return fail(table, why, size, "an amendment of turn %u stands in turn %u.", read.turn, turn_next(table));
    }
    for (int side = 0; side < table->config.scenario->sides; side++) {
        if (table->seat[side].ai) {
            table->restore->plan[side].count = 0;
        }
    }
    if (!drops_take(table, read.drops)) {
        return fail(table, why, size, "an amendment drops orders that nobody gave.");
    }
    return amend_keep(table, read.turn, &amend, read.hash, read.words, read.reason) ||
           fail(table, why, size, "memory ran out.");
}

static bool rewind_take(struct table *table, const char *text, char *why, size_t size) {
    char inner[200];
    struct journal_ruling read;
    if (!journal_rewind_parse(text, &read, inner, sizeof(inner))) {
        return fail(table, why, size, "%s", inner);
    }
    if (!rewind_keep(table, read.turn, read.hash, read.reason)) {
        return fail(table, why, size, "it goes back to turn %u, which was not played.", read.turn);
    }
    plans_clear(table);
    return true;
}

/* An entry of text, NUL, snapshot. */
static bool with_snapshot_take(struct table *table, enum journal_kind kind, const char *bytes, size_t bytes_size,
                               char *why, size_t size) {
    size_t length = strlen(bytes) + 1; /* the caller has put a NUL behind */
    bool taken = kind == JOURNAL_AMEND ? amend_take(table, bytes, why, size) : rewind_take(table, bytes, why, size);
    return taken && (length <= bytes_size || fail(table, why, size, "a ruling has no snapshot.")) &&
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
        if (!journal_ready_parse(table->config.scenario, text, &side, nonce, inner, sizeof(inner))) {
            return fail(table, why, size, "%s", inner);
        }
        memcpy(table->seat[side].nonce, nonce, sizeof(nonce));
        table->seat[side].ready = table->seat[side].has_nonce = true;
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
        table->phase = TABLE_ORDERS;
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
    case JOURNAL_CLOCK: {
        int side;
        int64_t ms;
        if (!journal_clock_parse(table->config.scenario, text, &side, &ms, inner, sizeof(inner))) {
            return fail(table, why, size, "%s", inner);
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
    case JOURNAL_SEAT:
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

/* The sides' computer players as they were, each with the memory given or an empty one. */
static bool players_set(struct table *table, const struct ai *const ai[SIDE_MAX], const struct ai_memory *memory) {
    for (int side = 0; side < table->config.scenario->sides; side++) {
        struct seat *seat = &table->seat[side];
        bool computed = seat->computed; /* of the present turn, not of then */
        if (!seat_player_set(table, side, ai[side])) {
            return false;
        }
        seat->computed = computed;
        if (ai[side] && memory) {
            *seat->memory = memory[side];
        }
    }
    return true;
}

/* Sets table->state and the computers' memory to where replay begins; returns the steps before it, -1 with a sentence. */
static int base_take(struct table *table, const struct snapshot *base, char *why, size_t size) {
    char inner[200];
    if (!base->bytes) {
        if (history_play(table, 0, NULL, 0, table->state, NULL, inner, sizeof(inner)) < 0) {
            fail(table, why, size, "%s", inner);
            return -1;
        }
        if (!players_set(table, table->config.ai, NULL)) {
            fail(table, why, size, "memory ran out.");
            return -1;
        }
        return 0;
    }
    struct ai_memory memory[SIDE_MAX];
    if (!snapshot_read(table, base->bytes, base->size, base->ai, table->state, memory)) {
        fail(table, why, size, "its snapshot before turn %u cannot be read.", base->turn);
        return -1;
    }
    uint64_t hash = history_hash(table, base->steps);
    if (state_hash(table->state) != hash) {
        fail(table, why, size, "its state before turn %u has the hash %016" PRIx64 ", its journal says %016" PRIx64 ".",
             base->turn, state_hash(table->state), hash);
        return -1;
    }
    if (!players_set(table, base->ai, memory)) {
        fail(table, why, size, "memory ran out.");
        return -1;
    }
    return (int)base->steps;
}

/* Before a step is played again: computer players plan once more, and change. */
static bool players_replay(struct table *table, const struct step *step) {
    if (step->kind == STEP_SEAT) {
        return seat_player_set(table, step->side, step->what.ai);
    }
    for (int side = 0; step->kind <= STEP_AMEND && side < table->config.scenario->sides; side++) {
        if ((step->computed >> side & 1) && table->seat[side].ai && !computer_replan(table, side, table->state)) {
            return false;
        }
    }
    return true;
}

/* The report of the last turn, when it lies before the last snapshot. */
static bool report_replay(struct table *table, char *why, size_t size) {
    const struct snapshot *before = &table->restore->before;
    struct state *from = malloc(2 * sizeof(*from));
    if (!from) {
        return fail(table, why, size, "memory ran out.");
    }
    /* Behind the last turn of the line. */
    unsigned turn = history_turn(table, table->steps), steps = 0;
    int last = history_find(table, turn - 1);
    steps = (unsigned)(last + 1);
    bool near = before->bytes && before->steps <= (unsigned)last && history_is_on_line(table, before->steps, steps) &&
                snapshot_read(table, before->bytes, before->size, before->ai, from, NULL);
    struct gathering told = {.sides = table->config.scenario->sides};
    char inner[200];
    int played = history_play(table, steps, near ? from : NULL, near ? before->steps : 0, from + 1, &told, inner,
                              sizeof(inner));
    if (played >= 0) {
        gathering_take(&told, table, (unsigned)played);
    }
    gathering_finish(&told);
    free(from);
    return played >= 0 || fail(table, why, size, "%s", inner);
}

/* Plays what lies behind the last snapshot. */
static bool steps_replay(struct table *table, char *why, size_t size) {
    bool computed[SIDE_MAX];
    int base = base_take(table, &table->restore->last, why, size);
    if (base < 0) {
        return false;
    }
    for (int side = 0; side < SIDE_MAX; side++) {
        computed[side] = table->seat[side].computed;
    }
    bool reported = false;
    for (unsigned i = (unsigned)base; i < table->steps; i++) {
        struct gathering told = {.sides = table->config.scenario->sides};
        char inner[200];
        if (!players_replay(table, &table->step[i])) {
            return fail(table, why, size, "memory ran out.");
        }
        int played = history_play(table, i + 1, table->state, i, table->state, &told, inner, sizeof(inner));
        if (played >= 0 && table->step[i].kind == STEP_TURN) {
            gathering_take(&told, table, (unsigned)played);
            reported = true;
        }
        gathering_finish(&told);
        if (played < 0) {
            return fail(table, why, size, "%s", inner);
        }
    }
    table_key(table, table->rewinds, &table->state->key);
    for (int side = 0; side < SIDE_MAX; side++) {
        table->seat[side].computed = computed[side];
    }
    return reported || history_find(table, history_turn(table, table->steps) - 1) < 0 ||
           report_replay(table, why, size);
}

/* The rules are others than those of the journal: on from the last snapshot. */
static bool rules_go_on(struct table *table, char *why, size_t size) {
    struct restore *restore = table->restore;
    if (!restore->last.bytes || !snapshot_read(table, restore->last.bytes, restore->last.size, restore->last.ai,
                                               table->state, NULL)) {
        return fail(table, why, size,
                    "it was played by rules %u, these are %u, and it has no snapshot to go on from.",
                    restore->rules, RULES_VERSION);
    }
    char text[JOURNAL_LINE_MAX];
    uint64_t hash = state_hash(table->state);
    int length = snprintf(text, sizeof(text), "rules %u turn %u hash %016" PRIx64, RULES_VERSION,
                          restore->last.turn, hash);
    const struct ai *now[SIDE_MAX];
    for (int side = 0; side < SIDE_MAX; side++) {
        now[side] = table->seat[side].ai;
    }
    if (!players_set(table, now, NULL)) {
        return fail(table, why, size, "memory ran out.");
    }
    if (!table_append(table, JOURNAL_RULES, text, (size_t)length) ||
        !table_snapshot_append(table, table->state)) {
        return fail(table, why, size, "the journal cannot be written.");
    }
    if (!base_begin(table, hash)) {
        return fail(table, why, size, "memory ran out.");
    }
    table_key(table, table->rewinds, &table->state->key);
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
        restore->rules == RULES_VERSION ? steps_replay(table, why, size) : rules_go_on(table, why, size);
    if (!restored) {
        return false;
    }
    table->phase = table->state->outcome == OUTCOME_RUNNING ? TABLE_ORDERS : TABLE_OVER;
    for (int side = 0; side < scenario->sides && table->phase == TABLE_ORDERS; side++) {
        struct seat *seat = &table->seat[side];
        packed_plan_set(&seat->plan, &restore->plan[side]);
        if (seat->computed && !computer_replan(table, side, table->state)) {
            return fail(table, why, size, "memory ran out.");
        }
    }
    clock_start(table, now_ms);
    return true;
}

unsigned table_restore_turn(const struct table *table) {
    return table->config.scenario ? history_turn(table, table->steps) : 0;
}

bool table_restore_end(struct table *table, int64_t now_ms, char *why, size_t size) {
    assert(table->restore);
    bool restored = game_restore(table, now_ms, why, size);
    table_restore_free(table);
    return restored;
}
