/* Rulebook 11 at the table: placing units is a phase of its own before turn 1, journalled, committed, restored and
 * recorded as every turn. */
#include "game.h"

#include "record/record.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const people[3] = {NULL, NULL, NULL};

static struct game *game_begun(void) {
    struct game *game = game_open(people, 0);
    game_ready(game);
    assert_int_equal(table_phase(game->table), TABLE_ORDERS);
    assert_int_equal(table_turn(game->table), 0);
    game_check(game);
    return game;
}

static uint16_t unit_named(const char *name, int side) {
    const struct scenario *scenario = game_scenario();
    for (uint16_t i = 0; i < scenario->roster_count; i++) {
        if (scenario->roster[i].side == side && strcmp(scenario->roster[i].name, name) == 0) {
            return i;
        }
    }
    fail_msg("There is no unit %s.", name);
    return UNIT_NONE;
}

static enum table_result place(struct game *game, int side, unsigned unit, const char *hex, struct check *check) {
    char text[40];
    snprintf(text, sizeof(text), "place %u h%u", unit, map_hex_parse(&game_scenario()->map, hex));
    return game_put(game, side, text, check);
}

static hex_t stands(struct game *game, int side, uint16_t unit) {
    static struct view view;
    table_view(game->table, side, &view);
    return view_unit_find(&view, unit)->hex;
}

static void units_are_placed_when_all_have_committed(void **ignored) {
    (void)ignored;
    struct game *game = game_begun();
    struct check check;
    uint16_t patrol = unit_named("Patrol 1", POLICE), cell = unit_named("Cell 1", IRREGULARS);
    hex_t before = stands(game, POLICE, patrol);
    assert_int_equal(place(game, POLICE, patrol, "1212", &check), TABLE_DONE);
    assert_int_equal(place(game, POLICE, patrol, "0605", &check), TABLE_REFUSED);
    assert_int_equal(check.reason, REFUSAL_out_of_zone);
    assert_int_equal(game_put(game, POLICE, "hold 0", &check), TABLE_REFUSED);
    assert_int_equal(check.reason, REFUSAL_setup);
    assert_int_equal(place(game, IRREGULARS, cell, "1109", &check), TABLE_DONE);
    assert_int_equal(place(game, IRREGULARS, SIDE_ORDER_UNIT, "1008", &check), TABLE_DONE);
    game_commit(game, POLICE);
    game_commit(game, KFOR);
    assert_int_equal(table_turn(game->table), 0);
    assert_int_equal(stands(game, POLICE, patrol), before);
    game_commit(game, IRREGULARS);
    assert_int_equal(table_turn(game->table), 1);
    assert_int_equal(table_phase(game->table), TABLE_ORDERS);
    assert_false(table_has_committed(game->table, POLICE));
    assert_int_equal(stands(game, POLICE, patrol), map_hex_parse(&game_scenario()->map, "1212"));
    assert_int_equal(stands(game, IRREGULARS, cell), map_hex_parse(&game_scenario()->map, "1109"));
    unsigned turn;
    const struct event *events;
    assert_int_equal(table_report(game->table, POLICE, &turn, &events), 0);
    assert_int_equal(game->news[TABLE_NEWS_REPORT], 0);
    game_check(game);
    game_close(game);
}

/* What was meant for the set-up is late afterwards and never taken for turn 1. */
static void what_comes_after_the_set_up_is_late(void **ignored) {
    (void)ignored;
    struct game *game = game_begun();
    struct check check;
    int cost;
    struct order order = {.kind = ORDER_policy, .unit = unit_named("Patrol 1", POLICE)};
    assert_int_equal(table_order_put(game->table, POLICE, 1, &order, &check, &cost), TABLE_BAD_REQUEST);
    assert_int_equal(table_order_put(game->table, POLICE, TABLE_SETUP, &order, &check, &cost), TABLE_DONE);
    assert_int_equal(table_order_remove(game->table, POLICE, TABLE_SETUP, order.unit, true, &check, &cost), TABLE_DONE);
    for (int side = 0; side < 3; side++) {
        assert_int_equal(table_commit(game->table, side, TABLE_SETUP, true, 0), TABLE_DONE);
    }
    assert_int_equal(table_turn(game->table), 1);
    assert_int_equal(table_commit(game->table, POLICE, TABLE_SETUP, true, 0), TABLE_LATE);
    assert_int_equal(table_order_put(game->table, POLICE, TABLE_SETUP, &order, &check, &cost), TABLE_LATE);
    assert_int_equal(table_order_remove(game->table, POLICE, TABLE_SETUP, order.unit, true, &check, &cost), TABLE_LATE);
    assert_false(table_has_committed(game->table, POLICE));
    game_close(game);
}

/* A placing is not taken back where its unit would come back to a full hex. */
static void taking_back_keeps_the_stacking(void **ignored) {
    (void)ignored;
    struct game *game = game_begun();
    struct check check;
    int cost;
    uint16_t one = unit_named("Patrol 1", POLICE), two = unit_named("Patrol 2", POLICE);
    assert_int_equal(place(game, POLICE, two, "1112", &check), TABLE_REFUSED); /* full of vehicles */
    assert_int_equal(check.reason, REFUSAL_stack_full);
    assert_int_equal(place(game, POLICE, one, "1212", &check), TABLE_DONE);
    assert_int_equal(place(game, POLICE, two, "1112", &check), TABLE_DONE);
    size_t entries = game->journal.count;
    assert_int_equal(table_order_remove(game->table, POLICE, 0, one, false, &check, &cost), TABLE_REFUSED);
    assert_int_equal(check.reason, REFUSAL_stack_full);
    assert_int_equal(game->journal.count, entries);
    assert_int_equal(table_order_remove(game->table, POLICE, 0, two, false, &check, &cost), TABLE_DONE);
    assert_int_equal(table_order_remove(game->table, POLICE, 0, one, false, &check, &cost), TABLE_DONE);
    game_check(game);
    game_close(game);
}

/* The hash that the journal tells for the state at entry `count`. */
static uint64_t journal_hash(const struct journal *journal, size_t count) {
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        const char *text = (const char *)journal->entry[i].bytes;
        if (journal->entry[i].kind == JOURNAL_STARTED) {
            assert_int_equal(sscanf(text, "hash %" SCNx64, &hash), 1);
        } else if (journal->entry[i].kind == JOURNAL_RESOLVED) {
            assert_int_equal(sscanf(text, "turn %*u hash %" SCNx64, &hash), 1);
        }
    }
    return hash;
}

/* A restart at any moment of the set-up and of the first turns. */
static void every_beginning_restores(const char *const ai[3]) {
    static struct view before, after;
    char why[400] = "";
    struct game *whole = game_open(ai, 0);
    game_ready(whole);
    for (int turn = 0; turn < 3; turn++) {
        game_turn(whole);
    }
    game_plan(whole, POLICE);
    assert_int_equal(table_turn(whole->table), 3);
    for (size_t count = 1; count <= whole->journal.count; count++) {
        struct game *game = game_restore(&whole->journal, count, why, sizeof(why));
        if (!game) {
            fail_msg("After %zu entries: %s", count, why);
        }
        assert_int_equal(table_state_hash(game->table), journal_hash(&whole->journal, count));
        table_step(game->table, game->now_ms);
        game_check(game);
        if (count == whole->journal.count) {
            for (int side = 0; side < 3; side++) {
                table_view(whole->table, side, &before);
                table_view(game->table, side, &after);
                assert_int_equal(view_hash(&before), view_hash(&after));
            }
        }
        game_close(game);
    }
    game_close(whole);
}

static void people_go_on_from_every_entry(void **ignored) {
    (void)ignored;
    every_beginning_restores(people);
}

static void people_and_computers_go_on_from_every_entry(void **ignored) {
    (void)ignored;
    every_beginning_restores((const char *[]){NULL, "scripted", "random"});
}

/* In the middle of the set-up: plans and commits are there again. */
static void a_restart_keeps_what_was_placed(void **ignored) {
    (void)ignored;
    char why[400] = "";
    struct game *first = game_begun();
    struct check check;
    uint16_t patrol = unit_named("Patrol 1", POLICE);
    assert_int_equal(place(first, POLICE, patrol, "1213", &check), TABLE_DONE);
    game_commit(first, KFOR);
    struct game *game = game_restore(&first->journal, first->journal.count, why, sizeof(why));
    assert_non_null(game);
    assert_int_equal(table_turn(game->table), 0);
    assert_true(table_has_committed(game->table, KFOR));
    assert_false(table_has_committed(game->table, POLICE));
    game_commit(game, POLICE);
    game_commit(game, IRREGULARS);
    assert_int_equal(table_turn(game->table), 1);
    assert_int_equal(stands(game, POLICE, patrol), map_hex_parse(&game_scenario()->map, "1213"));
    game_close(game);
    game_close(first);
}

static void the_record_has_the_set_up_and_verifies(const char *const ai[3]) {
    struct game *game = game_open(ai, 0);
    game_ready(game);
    size_t size = 0;
    char why[400] = "";
    for (int i = 0; i < 64 && table_phase(game->table) == TABLE_ORDERS; i++) {
        if (ai[0]) {
            table_step(game->table, 0);
        } else {
            game_turn(game);
        }
        game_check(game);
    }
    const char *record = table_record(game->table, &size);
    assert_non_null(record);
    assert_non_null(strstr(record, "\nturn 0"));
    assert_non_null(strstr(record, " place "));
    if (!record_verify(record, size, game_find, NULL, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    char *changed = strdup(record);
    char *hex = strstr(strstr(changed, " place "), " h") + 2;
    *hex = *hex == '1' ? '2' : '1';
    assert_false(record_verify(changed, size, game_find, NULL, why, sizeof(why)));
    free(changed);
    game_close(game);
}

static void records_of_people_verify(void **ignored) {
    (void)ignored;
    the_record_has_the_set_up_and_verifies(people);
}

static void records_with_computers_verify(void **ignored) {
    (void)ignored;
    the_record_has_the_set_up_and_verifies((const char *[]){NULL, "scripted", "random"});
}

/* The clock runs in the set-up as in a turn: who placed nothing stands at its defaults. */
static void the_clock_ends_the_set_up(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 60);
    game_ready(game);
    uint16_t patrol = unit_named("Patrol 1", POLICE);
    hex_t before = stands(game, POLICE, patrol);
    assert_true(table_remaining_ms(game->table, game->now_ms) > 0);
    table_step(game->table, game->now_ms + 60000);
    assert_int_equal(table_turn(game->table), 1);
    assert_int_equal(stands(game, POLICE, patrol), before);
    game_close(game);
}

int main(void) {
    game_use("gazivode");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_placed_when_all_have_committed),
        cmocka_unit_test(what_comes_after_the_set_up_is_late),
        cmocka_unit_test(taking_back_keeps_the_stacking),
        cmocka_unit_test(people_go_on_from_every_entry),
        cmocka_unit_test(people_and_computers_go_on_from_every_entry),
        cmocka_unit_test(a_restart_keeps_what_was_placed),
        cmocka_unit_test(records_of_people_verify),
        cmocka_unit_test(records_with_computers_verify),
        cmocka_unit_test(the_clock_ends_the_set_up),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
