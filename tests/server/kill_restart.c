/* What was acknowledged is on disk: ibard is killed at random moments of a game and started again on its folder. Each
 * time every acknowledged order must stand in the plan and every acknowledged commit must hold (player.c checks both),
 * and the games go on to their ends. IBAR_KILL_ROUNDS kills at least, IBAR_KILL_SEED draws other moments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/data.h"
#include "player.h"
#include "record/record.h"

#define ROUNDS      15
#define KILLS       12 /* a game, at most */
#define STEPS_APART 400

static const char *program;

/* A small generator for the moments of the kills alone; printed with the seed, so that a failure can be repeated. */
static unsigned draw(uint64_t *seed, unsigned below) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((*seed >> 33) % below);
}

static bool all_seated(const struct player *players, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!players[i].joined || (players[i].turn > 0 && !players[i].have_view))
            return false;
    return true;
}

/* Plays on until a drawn number of envelopes has come, or the end. */
static void play_some(struct player *players, size_t count, unsigned envelopes) {
    int64_t until = now_ms() + DAEMON_MS;
    for (unsigned came = 0; came < envelopes && !players_have_record(players, count);) {
        for (size_t i = 0; i < count; i++)
            if (player_step(&players[i])) {
                came++;
                until = now_ms() + DAEMON_MS;
            }
        assert_true(now_ms() < until);
    }
}

/* A game to its end; returns how often the server was killed. */
static unsigned play_with_kills(struct library *library, uint64_t *seed) {
    struct daemon daemon;
    struct player players[3];
    char why[512];
    unsigned kills = 0;
    daemon_make(&daemon, program);
    daemon_start(&daemon, NULL);
    const struct scenario *scenario = player_find(library, "bridge-checkpoint");
    for (int i = 0; i < 3; i++) {
        player_init(&players[i], scenario, "scripted", daemon.seat[i].token);
        memset(players[i].nonce, i + 1, SEAL_NONCE_BYTES);
        player_connect(&players[i], &daemon);
    }
    while (kills < KILLS && !players_have_record(players, 3)) {
        play_some(players, 3, 1 + draw(seed, STEPS_APART / KILLS));
        daemon_kill(&daemon);
        kills++;
        for (int i = 0; i < 3; i++)
            player_disconnect(&players[i]);
        daemon_start(&daemon, NULL);
        for (int i = 0; i < 3; i++)
            player_connect(&players[i], &daemon);
        players_until(players, 3, all_seated);
    }
    players_until(players, 3, players_have_record);
    assert_true(kills > 0);
    assert_int_not_equal(players[0].outcome, OUTCOME_RUNNING);
    if (!record_verify(players[0].record, players[0].record_size, player_find, library, why, sizeof why))
        fail_msg("the record of a game with %u kills does not prove itself: %s", kills, why);
    for (int i = 0; i < 3; i++)
        player_finish(&players[i]);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
    return kills;
}

static void test_what_was_acknowledged_survives_a_kill(void **ctx) {
    (void)ctx;
    struct library *library = library_create(data_folder());
    const char *rounds = getenv("IBAR_KILL_ROUNDS"), *chosen = getenv("IBAR_KILL_SEED");
    uint64_t seed = chosen ? strtoull(chosen, NULL, 10) : 1;
    unsigned wanted = rounds ? (unsigned)strtoul(rounds, NULL, 10) : ROUNDS, kills = 0;
    while (kills < wanted) {
        print_message("# kills are drawn from seed %llu\n", (unsigned long long)seed);
        kills += play_with_kills(library, &seed);
    }
    print_message("# %u kills\n", kills);
    library_destroy(library);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_was_acknowledged_survives_a_kill)};
    if (argc != 2)
        return 2;
    program = argv[1];
    return cmocka_run_group_tests_name("kill_restart", tests, NULL, NULL);
}
