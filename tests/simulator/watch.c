/* What must hold, whatever happens: replicas of a view agree, nothing hidden is told, and what was acknowledged is
 * on disk. */
#include "world.h"

#include "table/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t watch_bytes_sum(const uint8_t *bytes, size_t size) {
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < size; i++) {
        sum = (sum ^ bytes[i]) * 1099511628211u;
    }
    return sum ? sum : 1;
}

/* Without the plan, which changes within a turn. */
uint64_t watch_view_sum(struct view *view) {
    static struct plan plan;
    plan = view->plan;
    memset(&view->plan, 0, sizeof(view->plan));
    uint64_t sum = view_hash(view);
    view->plan = plan;
    return sum ? sum : 1;
}

static struct game_watch *watch_find(struct world *world, uint64_t number, unsigned *index) {
    for (unsigned i = 0; i < GAMES_MAX; i++) {
        if (world->watch[i].number == number) {
            *index = i;
            return &world->watch[i];
        }
    }
    return NULL;
}

static uint64_t report_sum(const struct table *table, int side, unsigned *turn) {
    static uint8_t bytes[ENVELOPE_SERVER_MAX];
    const struct event *events;
    size_t count = table_report(table, side, turn, &events);
    struct convert_arena arena = {0};
    Ibar__V1__Report *report = convert_report(&arena, *turn, events, count);
    report->side = (uint32_t)side;
    size_t size = ibar__v1__report__pack(report, bytes);
    convert_arena_free(&arena);
    return watch_bytes_sum(bytes, size);
}

/* The server's own word, taken when a turn is new; what was told to a player before must be the same. */
static void table_watch(void *ctx, const struct table *table) {
    struct world *world = ctx;
    static struct view view;
    char why[300];
    unsigned index, turn = table_turn(table), reported;
    struct game_watch *watch = watch_find(world, table_game(table), &index);
    bool over = table_phase(table) == TABLE_OVER;
    if (!watch || table_phase(table) == TABLE_LOBBY || (watch->turn == turn && watch->over == over)) {
        return;
    }
    if (!table_check(table, why, sizeof(why))) {
        /* A computer player that cannot write its plan down has not committed. */
        if (!store_full(world->store) && !store_failure(world->store)) {
            world_fail(world, FAILURE_BROKEN, "Game %u: %s", index, why);
        }
    }
    watch->turn = turn;
    watch->over = over;
    for (int side = 0; side < world->scenario->sides; side++) {
        table_view(table, side, &view);
        uint64_t sum = watch_view_sum(&view), told = watch->view[side][turn][over].told;
        if (told && told != sum) {
            world_fail(world, FAILURE_REPLICA, "Game %u, side %d, turn %u: the server's view is not the one it told.",
                       index, side, turn);
        }
        watch->view[side][turn][over].server = sum;
        sum = report_sum(table, side, &reported);
        if (reported == 0) {
            continue;
        }
        if (watch->report[side][reported].told && watch->report[side][reported].told != sum) {
            world_fail(world, FAILURE_REPLICA, "Game %u, side %d: the report of turn %u is not the one that was told.",
                       index, side, reported);
        }
        watch->report[side][reported].server = sum;
    }
}

void watch_tables(struct world *world) {
    if (world->host) {
        host_games(world->host, table_watch, world);
    }
}

void watch_told_view(struct world *world, const struct player *player, struct view *view) {
    struct game_watch *watch = &world->watch[player->game];
    bool over = view->outcome != OUTCOME_RUNNING;
    uint64_t sum = watch_view_sum(view);
    if (watch->view[player->side][view->turn][over].server != sum) {
        world_fail(world, FAILURE_LEAK, "Game %u, side %d, turn %u: the view that came is not the one that was built.",
                   player->game, player->side, view->turn);
    }
    watch->view[player->side][view->turn][over].told = sum;
}

void watch_told_report(struct world *world, const struct player *player, unsigned turn, uint64_t sum) {
    struct game_watch *watch = &world->watch[player->game];
    if (turn >= TURNS_MAX || watch->report[player->side][turn].server != sum) {
        world_fail(world, FAILURE_LEAK, "Game %u, side %d: the report of turn %u is not the one that was gathered.",
                   player->game, player->side, turn);
    }
    watch->report[player->side][turn].told = sum;
}

void watch_leak(const struct world *world, const uint8_t *bytes, size_t size, bool over) {
    for (size_t i = 0; !over && i < world->secrets; i++) {
        if (memmem(bytes, size, world->secret[i], sizeof(world->secret[i]))) {
            world_fail(world, FAILURE_LEAK, "The secret of a game was sent before its end.");
        }
    }
    for (size_t i = 0; i < world->players; i++) {
        if (memmem(bytes, size, world->player[i].token, TOKEN_TEXT - 1)) {
            world_fail(world, FAILURE_LEAK, "The token of side %d was sent.", world->player[i].side);
        }
    }
}

/* Reading a game of the journal, apart from the table's own code. */
struct audit {
    struct world *world;
    unsigned game, turn;
    struct plan plan[SIDE_MAX];
    bool committed[SIDE_MAX];
    struct table *table; /* the same, by the table's code */
};

static void turn_check(const struct audit *audit) {
    const struct world *world = audit->world;
    for (size_t i = 0; i < world->players; i++) {
        const struct player *player = &world->player[i];
        if (player->game == audit->game) {
            memory_check_plan(world, player, audit->turn, &audit->plan[player->side], "the journal");
            memory_check_commit(world, player, audit->turn, audit->committed[player->side], "the journal");
        }
    }
}

static bool entry_audit(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    struct audit *audit = ctx;
    struct world *world = audit->world;
    char text[400], why[400] = "";
    struct order order;
    int side = 0;
    uint16_t unit;
    bool flag, read = true;
    (void)sequence;
    snprintf(text, sizeof(text), "%.*s", kind == JOURNAL_SNAPSHOT ? 0 : (int)size, (const char *)bytes);
    if (kind == JOURNAL_ORDER) {
        read = journal_order_parse(world->scenario, text, &side, &order, why, sizeof(why)) &&
               plan_put(&audit->plan[side], &order);
    } else if (kind == JOURNAL_REMOVE) {
        read = journal_remove_parse(world->scenario, text, &side, &unit, &flag, why, sizeof(why)) &&
               plan_remove(&audit->plan[side], unit, flag);
    } else if (kind == JOURNAL_COMMIT) {
        read = journal_commit_parse(world->scenario, text, &side, &flag, why, sizeof(why));
        audit->committed[side] = flag;
    } else if (kind == JOURNAL_RESOLVED) {
        read = sscanf(text, "turn %u", &audit->turn) == 1;
        turn_check(audit);
        memset(audit->plan, 0, sizeof(audit->plan));
        memset(audit->committed, 0, sizeof(audit->committed));
    }
    if (!read || !table_restore_entry(audit->table, kind, bytes, size, why, sizeof(why))) {
        world_fail(world, FAILURE_RESTORE, "The entry \"%.80s\" cannot be read back: %s", text, why);
    }
    return true;
}

static const struct scenario *audit_scenario(void *ctx, const char *id) {
    (void)id;
    return ((struct world *)ctx)->scenario;
}

static bool append_never(void *ctx, uint64_t game, enum journal_kind kind, const void *bytes, size_t size) {
    (void)game;
    (void)kind;
    (void)bytes;
    (void)size;
    world_fail(ctx, FAILURE_REPLICA, "A replica wrote to the journal.");
}

struct live {
    uint64_t number;
    const struct table *table;
};

static void live_take(void *ctx, const struct table *table) {
    struct live *live = ctx;
    if (table_game(table) == live->number) {
        live->table = table;
    }
}

static void replica_compare(struct world *world, unsigned index, const struct table *replica) {
    static struct view ours, theirs;
    struct live live = {.number = world->watch[index].number};
    host_games(world->host, live_take, &live);
    if (!live.table) {
        world_fail(world, FAILURE_LOST, "Game %u is on disk and not on the server.", index);
    }
    if (table_phase(live.table) != table_phase(replica) || table_turn(live.table) != table_turn(replica) ||
        table_state_hash(live.table) != table_state_hash(replica)) {
        world_fail(world, FAILURE_REPLICA, "Game %u read back is another: turn %u, on the server turn %u.", index,
                   table_turn(replica), table_turn(live.table));
    }
    for (int side = 0; table_phase(replica) != TABLE_LOBBY && side < world->scenario->sides; side++) {
        table_view(live.table, side, &ours);
        table_view(replica, side, &theirs);
        if (view_hash(&ours) != view_hash(&theirs) ||
            table_has_committed(live.table, side) != table_has_committed(replica, side) ||
            strcmp(table_player(live.table, side), table_player(replica, side)) != 0) {
            world_fail(world, FAILURE_REPLICA, "Game %u read back shows side %d otherwise.", index, side);
        }
    }
}

static void game_audit(struct world *world, unsigned index) {
    char why[400] = "";
    struct table_hooks hooks = {.ctx = world, .append = append_never};
    struct audit *audit = calloc(1, sizeof(*audit));
    audit->world = world;
    audit->game = index;
    audit->table = table_restore_begin(world->watch[index].number, &hooks, audit_scenario, world);
    if (!store_read(world->store, world->watch[index].number, entry_audit, audit)) {
        world_fail(world, FAILURE_RESTORE, "Game %u cannot be read: %s", index, store_read_why(world->store));
    }
    if (!table_restore_end(audit->table, world->now_ms, why, sizeof(why))) {
        world_fail(world, FAILURE_RESTORE, "Game %u cannot be restored: %s", index, why);
    }
    audit->turn = table_turn(audit->table);
    if (table_phase(audit->table) == TABLE_ORDERS) {
        turn_check(audit);
    }
    for (size_t i = 0; i < world->players; i++) {
        const struct player *player = &world->player[i];
        if (player->game == index && memory_last_turn(player) > audit->turn) {
            world_fail(world, FAILURE_LOST, "Game %u: turn %u was acknowledged, the journal ends in turn %u.", index,
                       memory_last_turn(player), audit->turn);
        }
    }
    replica_compare(world, index, audit->table);
    table_destroy(audit->table);
    free(audit);
}

void watch_journal(struct world *world) {
    world->count.replicas++;
    for (unsigned i = 0; i < world->drawn.games; i++) {
        game_audit(world, i);
    }
}
