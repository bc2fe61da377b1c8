/* Promise: a game that nobody plays just now is small: at most 32 KiB, whatever its seats have entered. */
#include "game.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GAMES           100
#define IDLE_GAME_BYTES (32 * 1024)

static bool append_nowhere(void *ctx, uint64_t game, enum journal_kind kind, const void *bytes, size_t size) {
    (void)ctx;
    (void)game;
    (void)kind;
    (void)bytes;
    (void)size;
    return true;
}

/* A game in turn 5 in which every person has entered some orders. */
static struct table *table_play(unsigned number, const char *const ai[3]) {
    struct table_config config = {.game = 1, .name = "Idle", .scenario = game_scenario()};
    struct table_hooks hooks = {NULL, append_nowhere, NULL};
    config.secret[0] = (uint8_t)number;
    for (int side = 0; side < 3; side++) {
        config.ai[side] = ai[side] ? ai_find(ai[side]) : NULL;
    }
    struct game game = {.table = table_create(&config, &hooks), .luck = number};
    game_ready(&game);
    for (unsigned turn = 1; turn < 5; turn++) {
        game_turn(&game);
    }
    for (int side = 0; side < 3; side++) {
        if (!ai[side]) {
            game_plan(&game, side);
        }
    }
    return game.table;
}

static void an_idle_game_is_small(void **ignored) {
    (void)ignored;
    static struct table *table[GAMES];
    static const char *const kinds[2][3] = {{NULL, NULL, NULL}, {NULL, "scripted", "scripted"}};
    game_scenario();
    for (unsigned kind = 0; kind < 2; kind++) {
        size_t before = mallinfo2().uordblks;
        for (unsigned i = 0; i < GAMES; i++) {
            table[i] = table_play(i, kinds[kind]);
        }
        size_t active = (mallinfo2().uordblks - before) / GAMES;
        for (unsigned i = 0; i < GAMES; i++) {
            for (int64_t now = 0; now <= 120000; now += 60000) {
                table_step(table[i], now);
            }
        }
        size_t idle = (mallinfo2().uordblks - before) / GAMES;
        for (unsigned i = 0; i < GAMES; i++) {
            assert_int_equal(table_turn(table[i]), 5);
            table_destroy(table[i]);
        }
        assert_true(active > 0);
        print_message("# bytes of a game, %s: %zu, idle %zu\n", kind ? "one person" : "three people", active, idle);
        assert_true(idle < active);
        assert_true(idle <= IDLE_GAME_BYTES);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_idle_game_is_small)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
