/* Promise: who plays a side may change in every phase before the end; what a person has committed is played, what a
 * computer plans it plans at once; and a game restored from any beginning of its journal goes on the same. */
#include "game.h"

#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void change(struct game *game, int side, const char *ai) {
    assert_int_equal(table_set_player(game->table, side, ai ? ai_find(ai) : NULL, game->now_ms), TABLE_DONE);
}

static size_t plan_size(const struct game *game, int side) {
    static struct view view;
    table_view(game->table, side, &view);
    return view.plan.count;
}

static void settings_are_those_of_the_beginning_after_a_restart(void **ignored) {
    (void)ignored;
    struct game *game = game_open_as(&(struct table_config){.turn_seconds = 600,
                                                             .bank_seconds = 1800,
                                                             .grace_seconds = 60,
                                                             .listed = true,
                                                             .watched = true,
                                                             .umpired = true,
                                                             .delay = 2});
    game_ready(game);
    change(game, KFOR, "scripted");
    char why[400] = "";
    struct game *again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    assert_non_null(again);
    const struct table_config *settings = table_settings(again->table);
    assert_int_equal(settings->turn_seconds, 600);
    assert_int_equal(settings->bank_seconds, 1800);
    assert_int_equal(settings->grace_seconds, 60);
    assert_true(settings->listed && settings->watched && settings->umpired);
    assert_int_equal(settings->delay, 2);
    assert_null(settings->ai[KFOR]);
    game_close(again);
    game_close(game);
}

/* A journal from before clocks and spectators: its beginning has fewer lines. */
static void an_older_beginning_is_read(void **ignored) {
    (void)ignored;
    char text[1000], why[400] = "";
    int length = snprintf(text, sizeof(text),
                          "ibar-game 1\nname Bridge\nscenario bridge-checkpoint %016llx\nrules %d\noptions 0\n"
                          "turn-seconds 90\n"
                          "secret 4242424242424242424242424242424242424242424242424242424242424242\n"
                          "seat police human\nseat kfor ai scripted\nseat irregulars human\n",
                          (unsigned long long)game_scenario()->content_hash, RULES_VERSION);
    struct entry entry = {JOURNAL_CREATED, (size_t)length, (uint8_t *)text};
    struct journal journal = {.entry = &entry, .count = 1};
    struct game *game = game_restore(&journal, 1, why, sizeof(why));
    if (!game) {
        fail_msg("%s", why);
    }
    const struct table_config *settings = table_settings(game->table);
    assert_int_equal(settings->turn_seconds, 90);
    assert_int_equal(settings->bank_seconds, 0);
    assert_false(settings->listed || settings->watched || settings->umpired);
    assert_int_equal(settings->delay, 0);
    assert_string_equal(table_computer(game->table, KFOR)->name, "scripted");
    game_ready(game);
    game_turn(game);
    assert_int_equal(table_turn(game->table), 2);
    game_close(game);
}

static void a_computer_plans_at_once_and_a_person_takes_its_plan_over(void **ignored) {
    (void)ignored;
    struct game *game = game_open((const char *[]){NULL, NULL, NULL}, 0);
    game_ready(game);
    game_plan(game, POLICE);
    unsigned turns = game->news[TABLE_NEWS_TURN];
    change(game, POLICE, "scripted");
    game_check(game);
    assert_true(table_has_committed(game->table, POLICE));
    assert_true(table_is_substituted(game->table, POLICE));
    assert_int_equal(table_turn(game->table), 1);
    size_t planned = plan_size(game, POLICE);
    assert_true(planned > 0);
    /* What the person asks for now is refused: it is not his turn any more. */
    struct check check;
    assert_int_equal(game_put(game, POLICE, "hold 0", &check), TABLE_WRONG_PHASE);
    assert_int_equal(table_commit(game->table, POLICE, 0, false, 0), TABLE_WRONG_PHASE);
    change(game, POLICE, NULL);
    assert_false(table_is_substituted(game->table, POLICE));
    assert_false(table_has_committed(game->table, POLICE));
    assert_int_equal(plan_size(game, POLICE), planned);
    assert_int_equal(game->news[TABLE_NEWS_TURN], turns);
    game_commit(game, POLICE);
    game_commit(game, KFOR);
    game_commit(game, IRREGULARS);
    assert_int_equal(table_turn(game->table), 2);
    assert_int_equal(game->news[TABLE_NEWS_TURN], turns + 1);
    game_close(game);
}

static void what_a_person_has_committed_is_played(void **ignored) {
    (void)ignored;
    struct game *game = game_open((const char *[]){NULL, NULL, NULL}, 0);
    game_ready(game);
    struct check check;
    assert_int_equal(game_put(game, POLICE, "hold 0", &check), TABLE_DONE);
    game_commit(game, POLICE);
    change(game, POLICE, "scripted");
    assert_true(table_has_committed(game->table, POLICE));
    assert_int_equal(plan_size(game, POLICE), 1);
    /* Back in the same turn it is still his own. */
    change(game, POLICE, NULL);
    assert_true(table_has_committed(game->table, POLICE));
    change(game, POLICE, "scripted");
    game_commit(game, KFOR);
    game_commit(game, IRREGULARS);
    assert_int_equal(table_turn(game->table), 2);
    /* From the next turn on the computer plans. */
    assert_true(table_has_committed(game->table, POLICE));
    assert_true(plan_size(game, POLICE) > 1);
    game_check(game);
    game_close(game);
}

static void in_the_lobby_a_computer_is_ready_and_a_nonce_stays(void **ignored) {
    (void)ignored;
    struct game *game = game_open((const char *[]){NULL, NULL, "random"}, 0);
    uint8_t nonce[SEAL_NONCE_BYTES] = {9};
    assert_int_equal(table_ready(game->table, POLICE, nonce, 0), TABLE_DONE);
    change(game, POLICE, "scripted");
    change(game, POLICE, NULL);
    assert_true(table_is_ready(game->table, POLICE));
    change(game, IRREGULARS, NULL);
    assert_false(table_is_ready(game->table, IRREGULARS));
    change(game, IRREGULARS, "scripted");
    assert_int_equal(table_phase(game->table), TABLE_LOBBY);
    /* The last seat: the game begins. */
    change(game, KFOR, "scripted");
    assert_int_equal(table_phase(game->table), TABLE_ORDERS);
    game_check(game);
    game_close(game);
}

/* A game in which players change, in the middle of turns too; a person plays always, so that turns wait for him. */
static struct game *game_changed(void) {
    static const struct {
        unsigned turn;
        int side;
        const char *ai;
        bool committed;
    } rows[] = {
        {1, KFOR, "scripted", false}, {2, POLICE, "random", true},       {3, KFOR, NULL, false},
        {3, KFOR, "random", false},   {4, POLICE, NULL, false},          {4, IRREGULARS, "scripted", false},
        {5, KFOR, NULL, false},       {5, POLICE, "scripted", true},     {6, IRREGULARS, NULL, false},
        {6, KFOR, "scripted", false}, {7, POLICE, NULL, false},          {7, IRREGULARS, "scripted", true},
    };
    struct game *game = game_open((const char *[]){NULL, NULL, NULL}, 0);
    change(game, IRREGULARS, "random");
    change(game, IRREGULARS, NULL);
    game_ready(game);
    size_t row = 0;
    while (table_phase(game->table) == TABLE_ORDERS) {
        unsigned turn = table_turn(game->table);
        for (int side = 0; side < 3; side++) {
            if (!table_computer(game->table, side)) {
                game_plan(game, side);
            }
        }
        for (; row < sizeof(rows) / sizeof(rows[0]) && rows[row].turn == turn; row++) {
            if (rows[row].committed) {
                game_commit(game, rows[row].side);
            }
            change(game, rows[row].side, rows[row].ai);
            game_check(game);
        }
        for (int side = 0; side < 3 && table_turn(game->table) == turn; side++) {
            if (!table_computer(game->table, side) && !table_has_committed(game->table, side)) {
                game_commit(game, side);
            }
        }
        game_check(game);
    }
    assert_int_equal(row, sizeof(rows) / sizeof(rows[0]));
    return game;
}

static void every_beginning_goes_on_the_same(void **ignored) {
    (void)ignored;
    struct game *whole = game_changed();
    game_every_beginning(whole);
    size_t size;
    char why[2200] = "";
    const char *record = table_record(whole->table, &size);
    assert_non_null(record);
    if (!record_verify(record, size, game_find, NULL, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    game_close(whole);
}

static void players_that_make_no_sense_are_refused(void **ignored) {
    (void)ignored;
    static const char *const rows[] = {"pirates human", "police", "police ai nobody", "police robot"};
    struct game *game = game_open((const char *[]){NULL, NULL, NULL}, 0);
    char why[400] = "";
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct table_hooks hooks;
        game_hooks(game, &hooks);
        hooks.append(game, 1, JOURNAL_PLAYER, rows[i], strlen(rows[i]));
        assert_null(game_restore(&game->journal, game->journal.count, why, sizeof(why)));
        assert_non_null(strstr(why, rows[i]));
        free(game->journal.entry[--game->journal.count].bytes);
    }
    game_close(game);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_are_those_of_the_beginning_after_a_restart),
        cmocka_unit_test(an_older_beginning_is_read),
        cmocka_unit_test(a_computer_plans_at_once_and_a_person_takes_its_plan_over),
        cmocka_unit_test(what_a_person_has_committed_is_played),
        cmocka_unit_test(in_the_lobby_a_computer_is_ready_and_a_nonce_stays),
        cmocka_unit_test(every_beginning_goes_on_the_same),
        cmocka_unit_test(players_that_make_no_sense_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
