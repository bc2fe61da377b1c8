/* What must hold, whatever happens: replicas of a view agree, and nothing hidden is told. */
#include "world.h"

#include "table/ruling.h"

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
    report->side = side == TABLE_TRUTH ? REPORT_TRUTH : (uint32_t)side;
    size_t size = ibar__v1__report__pack(report, bytes);
    convert_arena_free(&arena);
    return watch_bytes_sum(bytes, size);
}

/* Amendments and rewinds. */
static unsigned changes_count(const struct table *table) {
    unsigned changes = 0;
    const struct ruling *ruling;
    for (size_t i = 0; (ruling = table_ruling(table, i)); i++) {
        changes += ruling->kind == RULING_AMEND || ruling->kind == RULING_REWIND;
    }
    return changes;
}

/* That of the server, entered when it is new. NULL when it is the one that was looked at last. */
static struct moment *moment_enter(struct world *world, struct game_watch *watch, const struct table *table) {
    struct moment now = {.turn = table_turn(table), .changes = changes_count(table), .over = table_phase(table) == TABLE_OVER};
    size_t found = 0;
    for (size_t i = 0; i < watch->moments; i++) {
        const struct moment *moment = &watch->moment[i];
        if (moment->turn == now.turn && moment->changes == now.changes && moment->over == now.over) {
            found = i + 1;
        }
    }
    if (found && found == watch->present) {
        return NULL;
    }
    if (!found) {
        if (watch->moments == MOMENTS_MAX) {
            world_fail(world, FAILURE_STUCK, "A game has more than %d moments.", MOMENTS_MAX);
        }
        watch->moment[watch->moments] = now;
        found = ++watch->moments;
    }
    watch->present = found;
    watch->moment[found - 1].unsure = false;
    return &watch->moment[found - 1];
}

/* What spectators are told of earlier turns is what was true then. */
static void earlier_check(struct world *world, struct game_watch *watch, const struct table *table, unsigned index) {
    static struct view view;
    unsigned present = table_turn(table);
    for (unsigned turn = present; turn-- > table_first_turn(table) && turn + 2 >= present;) {
        for (int side = 0; watch->line[turn] && side < world->scenario->sides; side++) {
            struct event *events;
            size_t count;
            if (!table_look_back(table, turn, side, &view, &events, &count)) {
                world_fail(world, FAILURE_BROKEN, "Game %u cannot look back to turn %u.", index, turn);
            }
            free(events);
            if (watch_view_sum(&view) != watch->moment[watch->line[turn] - 1].view[side].server) {
                world_fail(world, FAILURE_REPLICA, "Game %u, side %d: turn %u looked back to is another than it was.", index, side,
                           turn);
            }
            world->count.looked++;
        }
    }
}

static void report_fill(struct world *world, unsigned index, struct moment *moment, const struct table *table, int side) {
    uint64_t sum = report_sum(table, side, &moment->report_turn), told = moment->report[side].told;
    if (moment->report_turn && told && told != sum) {
        world_fail(world, FAILURE_REPLICA, "Game %u, side %d: the report of turn %u is not the one that was told.", index, side,
                   moment->report_turn);
    }
    moment->report[side].server = moment->report_turn ? sum : 0;
}

/* The server's own word, taken when a turn is new; what was told to somebody before must be the same. */
static void moment_fill(struct world *world, unsigned index, struct moment *moment, const struct table *table) {
    static struct view view;
    for (int side = 0; side < world->scenario->sides; side++) {
        table_view(table, side, &view);
        uint64_t sum = watch_view_sum(&view), told = moment->view[side].told;
        if (told && told != sum) {
            world_fail(world, FAILURE_REPLICA, "Game %u, side %d, turn %u: the server's view is not the one it told.", index, side,
                       moment->turn);
        }
        moment->view[side].server = sum;
        report_fill(world, index, moment, table, side);
    }
    report_fill(world, index, moment, table, TABLE_TRUTH);
}

static void table_watch(void *ctx, const struct table *table) {
    struct world *world = ctx;
    char why[300];
    unsigned index;
    struct game_watch *watch = watch_find(world, table_game(table), &index);
    if (!watch) {
        return;
    }
    told_check(world, index, table);
    struct moment *moment = table_phase(table) == TABLE_LOBBY ? NULL : moment_enter(world, watch, table);
    if (!moment) {
        return;
    }
    if (!table_check(table, why, sizeof(why))) {
        /* A computer player that cannot write its plan down has not committed. */
        if (!store_full(world->store) && !store_failure(world->store)) {
            world_fail(world, FAILURE_BROKEN, "Game %u: %s", index, why);
        }
    }
    moment_fill(world, index, moment, table);
    memset(&watch->line[moment->turn], 0, (TURNS_MAX - moment->turn) * sizeof(watch->line[0]));
    watch->line[moment->turn] = watch->present;
    earlier_check(world, watch, table, index);
}

void watch_tables(struct world *world) {
    if (world->host) {
        host_games(world->host, table_watch, world);
    }
}

static bool moment_was_told(const struct moment *moment) {
    for (int side = 0; side <= TABLE_TRUTH; side++) {
        if (moment->report[side].told || (side < SIDE_MAX && moment->view[side].told)) {
            return true;
        }
    }
    return false;
}

void watch_anew(struct world *world) {
    for (unsigned i = 0; i < GAMES_MAX; i++) {
        struct game_watch *watch = &world->watch[i];
        watch->present = 0;
        memset(watch->line, 0, sizeof(watch->line));
        for (size_t k = 0; k < watch->moments; k++) {
            watch->moment[k].unsure = !moment_was_told(&watch->moment[k]);
        }
    }
}

/* The moment that something was told of: the first that fits, since a later one that changed what the side does not see
 * may not last; but none that may have been lost, while another fits. NULL: there is none. */
static struct moment *moment_told(struct game_watch *watch, bool (*fits)(const struct moment *moment, const void *what),
                                  const void *what) {
    struct moment *found = NULL;
    for (size_t i = 0; i < watch->moments; i++) {
        struct moment *moment = &watch->moment[i];
        if (fits(moment, what) && (!found || (found->unsure && !moment->unsure))) {
            found = moment;
        }
    }
    return found;
}

struct told_view {
    const struct view *view;
    bool over;
    uint64_t sum;
};

static bool view_fits(const struct moment *moment, const void *what) {
    const struct told_view *told = what;
    return moment->turn == told->view->turn && moment->over == told->over &&
           moment->view[told->view->side].server == told->sum;
}

struct told_report {
    unsigned turn;
    int side;
    uint64_t sum;
};

static bool report_fits(const struct moment *moment, const void *what) {
    const struct told_report *told = what;
    return moment->report_turn == told->turn && moment->report[told->side].server == told->sum;
}

void watch_told_view(struct world *world, unsigned game, struct view *view) {
    struct told_view told = {view, view->outcome != OUTCOME_RUNNING, watch_view_sum(view)};
    struct moment *moment = moment_told(&world->watch[game], view_fits, &told);
    if (!moment) {
        world_fail(world, FAILURE_LEAK, "Game %u, side %d, turn %u: the view that came is not one that was built.", game,
                   view->side, view->turn);
    }
    moment->view[view->side].told = told.sum;
}

void watch_told_report(struct world *world, unsigned game, int side, const Ibar__V1__Report *report) {
    static uint8_t bytes[ENVELOPE_SERVER_MAX];
    struct told_report told = {report->turn, side, watch_bytes_sum(bytes, ibar__v1__report__pack(report, bytes))};
    uint32_t of = side == TABLE_TRUTH ? REPORT_TRUTH : (uint32_t)side;
    bool right = report->side == of && side <= TABLE_TRUTH;
    struct moment *moment = right ? moment_told(&world->watch[game], report_fits, &told) : NULL;
    if (!moment) {
        world_fail(world, FAILURE_LEAK, "Game %u, side %d: the report of turn %u is not one that was gathered.", game, side,
                   report->turn);
    }
    moment->report[side].told = told.sum;
}

void replica_drop(struct replica *replica) {
    free(replica->bytes);
    *replica = (struct replica){0};
}

void replica_take(struct world *world, struct replica *replica, const Ibar__V1__Envelope *envelope, struct view *view) {
    struct convert_arena arena = {0};
    char why[300];
    const Ibar__V1__View *whole = envelope->view;
    if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_VIEW_DELTA) {
        const Ibar__V1__ViewDelta *delta = envelope->view_delta;
        if (!replica->bytes || delta->since != replica->sequence) {
            world_fail(world, FAILURE_REPLICA, "A change since view %llu came to who has view %llu.",
                       (unsigned long long)delta->since, (unsigned long long)replica->sequence);
        }
        const Ibar__V1__View *before = convert_view_unpack(&arena, replica->bytes, replica->size);
        whole = convert_delta_apply(&arena, before, delta, why, sizeof(why));
        if (!whole) {
            world_fail(world, FAILURE_REPLICA, "A change of a view fits not: %s", why);
        }
    }
    if (!convert_view_from(world->scenario, whole, view, why, sizeof(why))) {
        world_fail(world, FAILURE_REPLICA, "A view is not understood: %s", why);
    }
    struct replica taken = {.size = ibar__v1__view__get_packed_size(whole), .sequence = whole->sequence, .hash = whole->hash};
    taken.bytes = malloc(taken.size ? taken.size : 1);
    ibar__v1__view__pack(whole, taken.bytes);
    convert_arena_free(&arena);
    free(replica->bytes);
    *replica = taken;
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

