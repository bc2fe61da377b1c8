/* Promise: the turn's time runs for all, then each side's game clock while it has not committed, then grace; then the
 * turn is played. A pause stops all of them; a restart gives no game clock its time back. */
#include "game.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECOND 1000

static struct game *game_clocked(unsigned turn, unsigned bank, unsigned grace) {
    struct game *game =
        game_open_as(&(struct table_config){.turn_seconds = turn, .bank_seconds = bank, .grace_seconds = grace});
    game->now_ms = 0;
    game_ready(game);
    return game;
}

/* Steps the table to a moment, as often as it asks to be stepped before. */
static void pass(struct game *game, int64_t to_ms) {
    for (;;) {
        int64_t wake = table_step(game->table, game->now_ms);
        if (wake < 0 || game->now_ms + wake > to_ms) {
            break;
        }
        game->now_ms += wake > 0 ? wake : 1;
    }
    game->now_ms = to_ms;
    table_step(game->table, to_ms);
}

static void expect(struct game *game, int64_t turn, int64_t police, int64_t kfor, int64_t grace) {
    int64_t now = game->now_ms;
    assert_int_equal(table_remaining_ms(game->table, now), turn);
    assert_int_equal(table_bank_ms(game->table, POLICE, now), police);
    assert_int_equal(table_bank_ms(game->table, KFOR, now), kfor);
    assert_int_equal(table_grace_ms(game->table, now), grace);
}

static void turn_then_game_clock_then_grace(void **ignored) {
    (void)ignored;
    struct game *game = game_clocked(60, 100, 10);
    expect(game, 60 * SECOND, 100 * SECOND, 100 * SECOND, 0);
    game->now_ms = 50 * SECOND;
    game_commit(game, KFOR);
    pass(game, 90 * SECOND);
    expect(game, 0, 70 * SECOND, 100 * SECOND, 0);
    pass(game, 160 * SECOND - 1);
    expect(game, 0, 1, 100 * SECOND, 0);
    pass(game, 165 * SECOND);
    expect(game, 0, 0, 100 * SECOND, 5 * SECOND);
    assert_int_equal(table_turn(game->table), 1);
    pass(game, 170 * SECOND);
    assert_int_equal(table_turn(game->table), 2);
    /* The game clock of who was late is empty from here on; KFOR has not committed and has its own. */
    expect(game, 60 * SECOND, 0, 100 * SECOND, 0);
    game_check(game);
    game_close(game);
}

static void who_takes_a_commit_back_in_grace_plays_on_its_own_clock(void **ignored) {
    (void)ignored;
    struct game *game = game_clocked(0, 20, 10);
    game_commit(game, KFOR);
    pass(game, 25 * SECOND);
    expect(game, 0, 0, 20 * SECOND, 5 * SECOND);
    assert_int_equal(table_commit(game->table, KFOR, 0, false, game->now_ms), TABLE_DONE);
    expect(game, 0, 0, 20 * SECOND, 0);
    pass(game, 44 * SECOND);
    expect(game, 0, 0, 1 * SECOND, 0);
    pass(game, 46 * SECOND);
    expect(game, 0, 0, 0, 4 * SECOND);
    pass(game, 50 * SECOND);
    assert_int_equal(table_turn(game->table), 2);
    game_close(game);
}

static void grace_alone_is_no_clock(void **ignored) {
    (void)ignored;
    struct game *game = game_clocked(0, 0, 10);
    pass(game, 1000 * SECOND);
    assert_int_equal(table_turn(game->table), 1);
    expect(game, 0, 0, 0, 0);
    game_close(game);
}

static void a_pause_stops_all_clocks(void **ignored) {
    (void)ignored;
    struct game *game = game_clocked(60, 100, 10);
    pass(game, 70 * SECOND);
    assert_int_equal(table_pause(game->table, true, "", game->now_ms), TABLE_DONE);
    pass(game, 5000 * SECOND);
    expect(game, 0, 90 * SECOND, 90 * SECOND, 0);
    char why[400];
    struct game *again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    assert_non_null(again);
    assert_int_equal(table_bank_ms(again->table, POLICE, 9000 * SECOND), 90 * SECOND);
    game_close(again);
    assert_int_equal(table_pause(game->table, false, "", game->now_ms), TABLE_DONE);
    pass(game, 5030 * SECOND);
    expect(game, 0, 60 * SECOND, 60 * SECOND, 0);
    game_close(game);
}

static void a_restart_gives_no_time_back(void **ignored) {
    (void)ignored;
    struct game *game = game_clocked(60, 100, 10);
    pass(game, 60 * SECOND + 47 * SECOND);
    char why[400];
    struct game *again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    assert_non_null(again);
    again->now_ms = 0;
    /* A running game clock is journalled every 10 seconds. */
    int64_t bank = table_bank_ms(again->table, POLICE, 0);
    assert_true(bank >= 53 * SECOND && bank <= 63 * SECOND);
    assert_int_equal(table_remaining_ms(again->table, again->now_ms), 60 * SECOND);
    game_close(again);
    /* Exactly, when a side commits and when the turn is played. */
    game_commit(game, POLICE);
    again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    assert_int_equal(table_bank_ms(again->table, POLICE, 0), 53 * SECOND);
    game_close(again);
    pass(game, 170 * SECOND);
    assert_int_equal(table_turn(game->table), 2);
    again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    assert_int_equal(table_bank_ms(again->table, POLICE, 0), 53 * SECOND);
    assert_int_equal(table_bank_ms(again->table, KFOR, 0), 0);
    game_close(again);
    game_close(game);
}

static void a_rewind_sets_game_clocks_back(void **ignored) {
    (void)ignored;
    struct game *game = game_clocked(0, 100, 0);
    pass(game, 10 * SECOND);
    game_turn(game);
    pass(game, 30 * SECOND);
    game_turn(game);
    expect(game, 0, 70 * SECOND, 70 * SECOND, 0);
    assert_int_equal(table_rewind(game->table, 2, "", game->now_ms), TABLE_DONE);
    expect(game, 0, 90 * SECOND, 90 * SECOND, 0);
    char why[400];
    struct game *again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    assert_int_equal(table_bank_ms(again->table, POLICE, 0), 90 * SECOND);
    game_close(again);
    assert_int_equal(table_rewind(game->table, 1, "", game->now_ms), TABLE_DONE);
    expect(game, 0, 100 * SECOND, 100 * SECOND, 0);
    game_close(game);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turn_then_game_clock_then_grace),
        cmocka_unit_test(who_takes_a_commit_back_in_grace_plays_on_its_own_clock),
        cmocka_unit_test(grace_alone_is_no_clock),
        cmocka_unit_test(a_pause_stops_all_clocks),
        cmocka_unit_test(a_restart_gives_no_time_back),
        cmocka_unit_test(a_rewind_sets_game_clocks_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
