/* A game over real sockets is the game of the arena: three players at a real ibard, views over the wire, to the end;
 * then the record proves itself, and the arena plays the same game from the same secret, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena/play.h"
#include "data/data.h"
#include "player.h"
#include "record/record.h"
#include "store/store.h"

static const char *program;

static bool find_secret(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    uint8_t *secret = ctx;
    (void)sequence;
    if (kind != JOURNAL_CREATED)
        return true;
    char text[2048];
    snprintf(text, sizeof text, "%.*s", (int)size, (const char *)bytes);
    const char *digits = strstr(text, "\nsecret ");
    assert_non_null(digits);
    for (size_t i = 0; i < SEAL_SECRET_BYTES; i++)
        sscanf(digits + 8 + 2 * i, "%2hhx", &secret[i]);
    return false;
}

static bool first_game(void *ctx, uint64_t game) {
    *(uint64_t *)ctx = game;
    return false;
}

/* Makes the default game, and looks its secret up as nobody but the host can. */
static void make_game(struct daemon *daemon, uint8_t secret[SEAL_SECRET_BYTES]) {
    char path[300], why[256];
    uint64_t game = 0;
    daemon_start(daemon, NULL);
    assert_int_equal(daemon_stop(daemon), 0);
    snprintf(path, sizeof path, "%s/journal.sqlite", daemon->data);
    struct store *store = store_open(path, why, sizeof why);
    assert_non_null(store);
    assert_true(store_games(store, first_game, &game));
    store_read(store, game, find_secret, secret);
    store_close(store);
}

/* The same game without server, protocol or journal. */
static void play_in_arena(const struct player players[3], const uint8_t secret[SEAL_SECRET_BYTES],
                          struct record *record, struct arena_result *out) {
    uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES] = {{0}};
    const struct ai *ai[SIDE_MAX] = {NULL};
    for (int side = 0; side < 3; side++) {
        memcpy(nonce[side], players[side].nonce, SEAL_NONCE_BYTES);
        ai[side] = players[side].ai;
    }
    arena_play(players[0].scenario, 0, secret, nonce, ai, record, out);
}

/* Byte for byte, the first line that differs is shown. */
static void assert_same_record(const struct player *player, const struct record *record) {
    size_t both = player->record_size < record->size ? player->record_size : record->size, line = 0;
    for (size_t i = 0; i < both; i++) {
        if (player->record[i] != record->text[i])
            fail_msg("table and arena differ: '%.80s' and '%.80s'", player->record + line, record->text + line);
        if (record->text[i] == '\n')
            line = i + 1;
    }
    assert_int_equal(player->record_size, record->size);
}

/* The house's flow of an order: one game, over sockets and in the arena. */
static void test_a_game_over_sockets_is_the_game_of_the_arena(void **ctx) {
    struct library *library = library_create(data_folder());
    struct daemon daemon;
    struct player players[3];
    uint8_t secret[SEAL_SECRET_BYTES], seal[SEAL_BYTES];
    char why[512];
    (void)ctx;
    daemon_make(&daemon, program);
    make_game(&daemon, secret);
    daemon_start(&daemon, NULL);
    assert_int_equal(daemon.seats, 3);
    const struct scenario *scenario = player_find(library, "bridge-checkpoint");
    for (int i = 0; i < 3; i++) {
        player_init(&players[i], scenario, "scripted", daemon.seat[i].token);
        memset(players[i].nonce, 17 * (i + 1), SEAL_NONCE_BYTES);
        seal_luck(secret, (unsigned)scenario_side(scenario, daemon.seat[i].side), &players[i].luck);
        player_connect(&players[i], &daemon);
    }
    players_until(players, 3, players_have_record);

    seal_make(secret, seal);
    struct record record = {0};
    struct arena_result result;
    play_in_arena(players, secret, &record, &result);
    for (int i = 0; i < 3; i++) {
        const struct player *player = &players[i];
        assert_int_equal(player->side, i);
        assert_memory_equal(player->secret, secret, SEAL_SECRET_BYTES);
        assert_memory_equal(player->seal, seal, SEAL_BYTES);
        assert_int_not_equal(player->outcome, OUTCOME_RUNNING);
        assert_int_equal(player->reports, player->turn);
        assert_true(player->record_size == players[0].record_size);
        assert_memory_equal(player->record, players[0].record, player->record_size);
        for (int side = 0; side < 3; side++)
            assert_int_equal(player->points[side], result.points[side]);
        assert_int_equal(player->outcome, result.outcome);
        assert_int_equal(player->turn, result.turns);
    }
    if (!record_verify(players[0].record, players[0].record_size, player_find, library, why, sizeof why))
        fail_msg("the record does not prove itself: %s", why);
    assert_same_record(&players[0], &record);
    record_finish(&record);
    for (int i = 0; i < 3; i++)
        player_finish(&players[i]);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
    library_destroy(library);
}

static void test_one_person_plays_against_computers_in_plain_text(void **ctx) {
    static const char *const args[] = {"--tls", "off", "--seat", "kfor=ai:scripted", "--seat",
                                       "irregulars=ai:random", NULL};
    struct library *library = library_create(data_folder());
    struct daemon daemon;
    struct player player;
    char why[512];
    (void)ctx;
    daemon_make(&daemon, program);
    daemon_start(&daemon, args);
    assert_int_equal(daemon.seats, 1);
    player_init(&player, player_find(library, "bridge-checkpoint"), "scripted", daemon.seat[0].token);
    player_connect(&player, &daemon);
    players_until(&player, 1, players_have_record);
    assert_int_equal(player.reports, player.turn);
    if (!record_verify(player.record, player.record_size, player_find, library, why, sizeof why))
        fail_msg("the record does not prove itself: %s", why);
    player_finish(&player);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
    library_destroy(library);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_game_over_sockets_is_the_game_of_the_arena),
        cmocka_unit_test(test_one_person_plays_against_computers_in_plain_text),
    };
    if (argc != 2)
        return 2;
    program = argv[1];
    return cmocka_run_group_tests_name("full_game", tests, NULL, NULL);
}
