/* Promise: whichever call of the file system fails, once or for good, while games are created, played with their
 * snapshots, and restored after a kill or a power cut: no turn that was on disk is lost, the game goes on in the very
 * state it had, and a game that cannot be restored is said to be. The n-th call fails, n = 1, 2, 3 ... until a run
 * passes. Computer players play, so that each turn has one outcome. */
#include "disk_folder.h"

#include "data/data.h"
#include "session/host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define CALLS_MAX 20000
#define LIVES     3
#define TURNS     5 /* a life */
#define TURNS_MAX 40

static struct luck luck, dice;
static const struct scenario *scenario;
static uint64_t truth[TURNS_MAX][TABLE_OVER + 1]; /* hash of the state by turn and phase, from a run without faults; 0: none */
static unsigned acknowledged; /* turns that were on disk */
static bool created;

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    (void)ctx;
    (void)id;
    (void)why;
    (void)size;
    return scenario;
}

static void draw_bytes(void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)luck_next(&dice);
    }
}

static void hear_problem(void *ctx, const char *why) {
    if (!disk_has_failed()) {
        fail_msg("%s", why);
    }
    *(bool *)ctx = true;
}

static void table_watch(void *ctx, const struct table *table) {
    unsigned turn = table_turn(table);
    assert_true(turn < TURNS_MAX);
    uint64_t *hash = &truth[turn][table_phase(table)];
    if (*hash == 0) {
        *hash = table_state_hash(table);
    }
    assert_int_equal(table_state_hash(table), *hash);
    *(unsigned *)ctx = turn;
}

static unsigned turn_watch(const struct host *host) {
    unsigned turn = 0;
    host_games(host, table_watch, &turn);
    return turn;
}

/* NULL after a failed call. */
static struct host *life_begin(struct store **store) {
    char why[400] = "";
    bool trouble = false;
    *store = store_open(disk_journal(), why, sizeof(why));
    if (!*store) {
        if (!disk_has_failed() || why[0] == '\0') {
            fail_msg("It does not open: \"%s\"", why);
        }
        return NULL;
    }
    struct host_config config = {.store = *store, .find = find, .random = draw_bytes, .program = "test 1"};
    struct host *host = host_create(&config);
    host_restore(host, 0, hear_problem, &trouble);
    if (trouble) {
        host_destroy(host);
        store_close(*store);
        return NULL;
    }
    unsigned turn = turn_watch(host);
    assert_true(turn >= acknowledged);
    return host;
}

static void game_create(struct host *host) {
    struct host_game game = {.scenario = scenario->id, .ai = {"random", "random", "random"}};
    struct host_seat seats[SIDE_MAX];
    size_t count;
    char why[400] = "";
    struct host_counters counters;
    host_count(host, &counters);
    if (counters.games == 0) {
        assert_false(created);
        dice.at = 1;
        host_create_game(host, &game, 0, seats, &count, why, sizeof(why));
    }
}

static void life_play(struct host *host, struct store *store) {
    game_create(host);
    for (unsigned i = 0; i < TURNS && !store_failure(store); i++) {
        host_step(host, 0);
        unsigned turn = turn_watch(host);
        host_flush(host, 0);
        if (!store_failure(store) && !store_full(store)) {
            created = true;
            acknowledged = turn;
        }
    }
    assert_true(!store_failure(store) || disk_has_failed());
}

static void life_end(struct host *host, struct store *store, bool killed, bool power) {
    if (killed) {
        disk_die();
    }
    host_destroy(host);
    store_close(store);
    if (killed) {
        disk_revive(power);
    }
}

/* True when the n-th call was reached. */
static bool lives(unsigned nth, bool lasting, bool power) {
    struct store *store;
    struct host *host;
    luck.at = nth;
    disk_unlock();
    disk_reset(&luck);
    disk_fail_at(nth, lasting);
    acknowledged = 0;
    created = false;
    for (unsigned life = 0; life < LIVES; life++) {
        host = life_begin(&store);
        if (host) {
            life_play(host, store);
            life_end(host, store, life % 2 == 0, power);
        }
    }
    bool reached = disk_has_failed();
    disk_fail_at(0, false);
    disk_die();
    disk_revive(power);
    host = life_begin(&store);
    assert_non_null(host);
    life_end(host, store, false, false);
    return reached;
}

static void every_call(bool lasting, bool power) {
    unsigned nth = 1;
    while (lives(nth, lasting, power)) {
        nth++;
        assert_true(nth < CALLS_MAX);
    }
    assert_true(acknowledged > LIVES * TURNS / 2);
    print_message("# %u calls, %u turns\n", nth - 1, acknowledged);
}

static void one_failed_call_and_power_cuts_lose_no_turn(void **state) {
    (void)state;
    every_call(false, true);
}

static void calls_that_fail_for_good_lose_no_turn(void **state) {
    (void)state;
    every_call(true, false);
}

static int scenario_make(void **state) {
    static struct problems problems;
    scenario = scenario_file_read(data_folder(), "bridge-checkpoint", &problems);
    assert_non_null(scenario);
    assert_int_equal(disk_make(state), 0);
    assert_false(lives(0, false, false));
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_failed_call_and_power_cuts_lose_no_turn),
        cmocka_unit_test(calls_that_fail_for_good_lose_no_turn),
    };
    return cmocka_run_group_tests(tests, scenario_make, disk_clear);
}
