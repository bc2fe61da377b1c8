/* The life of the server: it starts, takes batches to disk, dies, and starts again. */
#include "world.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAL_STEPS_MAX 60000

static struct world *present; /* whose luck the host draws */

void world_fail(const struct world *world, enum failure kind, const char *format, ...) {
    va_list arguments;
    printf("seed %llu, step %u, %lld ms: ", (unsigned long long)world->drawn.seed, world->step,
           (long long)world->now_ms);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    fflush(stdout);
    char name[128];
    snprintf(name, sizeof(name), "%s-lock", world->path);
    unlink(name);
    _exit((int)kind);
}

static void host_random(void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)luck_next(&present->luck);
    }
    if (size == sizeof(present->secret[0]) && present->secrets < 16) {
        memcpy(present->secret[present->secrets++], bytes, size);
    }
}

static const struct scenario *host_find_scenario(void *ctx, const char *id, char *why, size_t size) {
    struct world *world = ctx;
    if (strcmp(id, world->scenario->id) == 0) {
        return world->scenario;
    }
    snprintf(why, size, "There is no scenario %s.", id);
    return NULL;
}

/* True when what went wrong since then may be the disk's fault. */
static bool disk_excuses(const struct world *world, unsigned failures) {
    (void)world;
    return disk_failures() > failures || disk_is_dead();
}

struct trouble {
    struct world *world;
    unsigned failures;
    bool seen;
};

static void hear_problem(void *ctx, const char *why) {
    struct trouble *trouble = ctx;
    trouble->seen = true;
    if (!disk_excuses(trouble->world, trouble->failures)) {
        world_fail(trouble->world, FAILURE_RESTORE, "%s", why);
    }
}

static void games_create(struct world *world) {
    char why[400] = "";
    struct drawn *drawn = &world->drawn;
    for (unsigned i = 0; i < drawn->games; i++) {
        struct host_game game = {.scenario = drawn->scenario,
                                 .name = "Simulated",
                                 .turn_seconds = drawn->turn_seconds,
                                 .umpired = drawn->umpired,
                                 .watched = drawn->spectators > 0,
                                 .delay = (uint16_t)drawn->delay};
        struct host_seat seats[SIDE_MAX];
        size_t count;
        memcpy(game.ai, drawn->ai[i], sizeof(game.ai));
        if (!host_create_game(world->host, &game, world->now_ms, seats, &count, why, sizeof(why))) {
            world_fail(world, FAILURE_PROTOCOL, "%s", why);
        }
        world->watch[i].number = i + 1;
        for (size_t s = 0; s < count; s++) {
            if (seats[s].token[0]) {
                player_begin(&world->player[world->players++], i, seats[s].side, seats[s].token);
            }
        }
        if (drawn->umpired) {
            official_begin(world, i);
        }
        for (unsigned s = 0; s < drawn->spectators; s++) {
            spectator_begin(world, i, (int)luck_below(&world->luck, world->scenario->sides + 1u) - 1);
        }
    }
    visitor_begin(&world->visitor);
    host_flush(world->host, world->now_ms);
    if (store_failure(world->store) || store_full(world->store)) {
        world_fail(world, FAILURE_PROTOCOL, "The games cannot be written to a sound disk.");
    }
}

static bool full_disk(const struct world *world) {
    return world->now_ms < world->full_until_ms;
}

static void faults_set(const struct world *world, bool on) {
    static const struct disk_faults none;
    disk_set_faults(on && !world->healing ? &world->drawn.faults : &none);
    disk_spare(!on);
    if (!on || !full_disk(world)) {
        disk_set_capacity(SIZE_MAX);
    }
}

/* IBAR_TRACE shows the life of the server. */
static void trace(const struct world *world, const char *what, const char *why) {
    if (getenv("IBAR_TRACE")) {
        printf("  step %u, %lld ms: %s%s%s, %u calls of the disk failed, durable %llu\n", world->step,
               (long long)world->now_ms, what, why[0] ? ": " : "", why, disk_failures(),
               world->store ? (unsigned long long)store_durable(world->store) : 0);
    }
}

/* As ibard does it: open the journal, restore the games. */
static void world_start(struct world *world) {
    char why[400] = "";
    unsigned failures = disk_failures();
    world->count.starts++;
    world->store = store_open(world->path, why, sizeof(why));
    trace(world, "opened", why);
    if (!world->store) {
        if (!disk_excuses(world, failures)) {
            world_fail(world, FAILURE_RESTORE, "%s", why);
        }
        world_kill(world, luck_chance(&world->luck, 300));
        return;
    }
    struct host_config config = {.store = world->store,
                                 .find = host_find_scenario,
                                 .find_ctx = world,
                                 .random = host_random,
                                 .lobby = world->drawn.visits ? LOBBY_OPEN : LOBBY_OFF,
                                 .limits = {.games = 1000, .games_each = 1000, .games_hour = 100000, .seats_hour = 100000},
                                 .program = "simulator 1"};
    world->host = host_create(&config);
    assert(world->host);
    struct trouble trouble = {world, failures, false};
    host_restore(world->host, world->now_ms, hear_problem, &trouble);
    if (trouble.seen || disk_is_dead()) {
        world_kill(world, luck_chance(&world->luck, 300));
        return;
    }
    watch_anew(world);
    world->wake_ms = world->now_ms;
    trace(world, "restored", "");
}

void world_kill(struct world *world, bool power) {
    trace(world, power ? "power cut" : "killed", "");
    disk_die();
    if (world->batch) {
        store_batch_end(world->store, world->batch, false);
        world->batch = NULL;
    }
    host_destroy(world->host);
    world->host = NULL;
    wires_lose(world);
    store_close(world->store);
    world->store = NULL;
    disk_revive(power);
    world->start_ms = world->now_ms + luck_below(&world->luck, 300);
    world->count.kills += !power;
    world->count.cuts += power;
}

/* begin, write and end lie apart, as with the server's other thread. */
static void batch_step(struct world *world) {
    if (!world->batch) {
        if (!host_wants_flush(world->host)) {
            return;
        }
        world->batch = store_batch_begin(world->store);
        world->batch_ran = false;
        world->batch_ms = world->now_ms + luck_below(&world->luck, world->drawn.batch_ms_max + 1);
        return;
    }
    if (world->now_ms < world->batch_ms) {
        return;
    }
    if (!world->batch_ran) {
        world->batch_ran = true;
        world->batch_written = store_batch_write(world->batch);
        world->batch_ms = world->now_ms + luck_below(&world->luck, world->drawn.batch_ms_max + 1);
        return;
    }
    bool was_full = store_full(world->store) != NULL;
    store_batch_end(world->store, world->batch, world->batch_written);
    world->batch = NULL;
    world->count.batches++;
    world->count.fulls += !was_full && store_full(world->store);
    if (store_full(world->store)) {
        watch_anew(world); /* games are read again */
    }
    trace(world, "batch", store_full(world->store) ? store_full(world->store) : "");
    host_durable(world->host, world->now_ms);
    if (store_failure(world->store)) {
        world->count.failures++;
        trace(world, "failed", store_failure(world->store));
        world->start_ms = world->now_ms + 50 + luck_below(&world->luck, 500);
    }
}

static void server_step(struct world *world) {
    if (!world->host) {
        if (world->now_ms >= world->start_ms) {
            world_start(world);
        }
        return;
    }
    if (world->now_ms >= world->wake_ms) {
        int64_t wait = host_step(world->host, world->now_ms);
        world->wake_ms = wait < 0 ? world->now_ms + 50 : world->now_ms + (wait < 50 ? wait : 50);
    }
    batch_step(world);
    if (disk_is_dead()) {
        world_kill(world, luck_chance(&world->luck, 500));
        return;
    }
    /* Whoever runs the server starts it again when its journal has failed. */
    if (store_failure(world->store) && !world->batch && world->now_ms >= world->start_ms) {
        world_kill(world, false);
    }
}

static void faults_step(struct world *world) {
    const struct drawn *drawn = &world->drawn;
    unsigned draw = luck_below(&world->luck, 10000);
    if (world->healing) {
        return;
    }
    if (!full_disk(world)) {
        disk_set_capacity(SIZE_MAX);
    }
    if (world->host && draw < drawn->kill) {
        world_kill(world, false);
    } else if (world->host && draw < drawn->kill + drawn->power) {
        world_kill(world, true);
    } else if (draw < drawn->kill + drawn->power + drawn->die) {
        disk_die_at(1 + luck_below(&world->luck, 60));
    } else if (draw < drawn->kill + drawn->power + drawn->die + drawn->full && !full_disk(world)) {
        world->full_until_ms = world->now_ms + 200 + luck_below(&world->luck, 3000);
        disk_set_capacity(disk_used() + luck_below(&world->luck, 16000));
    }
}

static void world_heal(struct world *world) {
    world->healing = true;
    world->full_until_ms = 0;
    disk_die_at(0);
    faults_set(world, false);
}

static bool all_over(const struct world *world) {
    for (size_t i = 0; i < world->players; i++) {
        if (!world->player[i].over) {
            return false;
        }
    }
    return true;
}

/* Nothing is under way, so that the disk must agree with the server. */
static bool quiet(const struct world *world) {
    return world->host && !world->batch && !store_failure(world->store) && !disk_is_dead() &&
           store_last(world->store) == store_durable(world->store) && !store_full(world->store);
}

static void world_step(struct world *world) {
    world->step++;
    world->now_ms += luck_below(&world->luck, 10);
    faults_step(world);
    server_step(world);
    watch_tables(world);
    wires_step(world);
    watch_tables(world);
    for (size_t i = 0; i < world->players; i++) {
        player_step(world, &world->player[i]);
    }
    for (unsigned i = 0; world->drawn.umpired && i < world->drawn.games; i++) {
        official_step(world, &world->official[i]);
    }
    for (size_t i = 0; i < world->spectators; i++) {
        spectator_step(world, &world->spectator[i]);
    }
    if (world->drawn.visits) {
        visitor_step(world, &world->visitor);
    }
    if (quiet(world) && luck_chance(&world->luck, 5)) {
        faults_set(world, false);
        watch_journal(world);
        faults_set(world, true);
    }
}

static void world_end(struct world *world) {
    while (!quiet(world)) {
        world_step(world);
    }
    watch_journal(world);
    world_kill(world, true);
    world_start(world);
    watch_journal(world);
    world_kill(world, false);
    for (size_t i = 0; i < world->players; i++) {
        replica_drop(&world->player[i].replica);
    }
    for (size_t i = 0; i < world->spectators; i++) {
        replica_drop(&world->spectator[i].replica);
    }
    disk_finish();
    char name[128];
    snprintf(name, sizeof(name), "%s-lock", world->path);
    unlink(name);
}

void world_run(struct world *world, const char *folder) {
    present = world;
    world->luck.at = world->drawn.seed * 2 + 1;
    world->now_ms = 1000;
    snprintf(world->path, sizeof(world->path), "%s/journal.sqlite", folder);
    disk_reset(&world->luck);
    world_start(world);
    games_create(world);
    faults_set(world, true);
    while (world->step < world->drawn.steps && !all_over(world)) {
        world_step(world);
    }
    world_heal(world);
    for (unsigned left = HEAL_STEPS_MAX; !all_over(world); left--) {
        if (left == 0) {
            world_fail(world, FAILURE_STUCK, "The faults have stopped and the game does not end.");
        }
        world_step(world);
    }
    world_end(world);
}
