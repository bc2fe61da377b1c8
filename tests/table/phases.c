/* Promise: a table goes through its phases as the rulebook's section 2 says, refuses what does not fit them,
 * and changes nothing that it could not journal. */
#include "game.h"

#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const people[3] = {NULL, NULL, NULL};
static const char *const one_person[3] = {NULL, "random", "random"};
static const char *const computers[3] = {"random", "random", "random"};

/* An own unit on the map, and a text of holding with it: legal at any time. */
static const char *hold_text(struct game *game, int side, unsigned *unit) {
    static struct view view;
    static char text[32];
    table_view(game->table, side, &view);
    for (unsigned i = 0; i < view.units; i++) {
        if (view.unit[i].status == UNIT_ON_MAP) {
            *unit = view.unit[i].unit;
            snprintf(text, sizeof(text), "hold %u", *unit);
            return text;
        }
    }
    fail_msg("The side has no unit on the map.");
    return NULL;
}

static void a_game_begins_when_all_are_ready(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 0);
    uint8_t nonce[SEAL_NONCE_BYTES] = {1}, other[SEAL_NONCE_BYTES] = {2};
    game_check(game);
    struct check check;
    assert_int_equal(game_put(game, POLICE, "hold 0", &check), TABLE_WRONG_PHASE);
    assert_int_equal(table_commit(game->table, POLICE, 0, true, 0), TABLE_WRONG_PHASE);
    assert_int_equal(table_ready(game->table, POLICE, nonce, 0), TABLE_DONE);
    assert_true(table_is_ready(game->table, POLICE));
    /* The same nonce again is well, another is not. */
    assert_int_equal(table_ready(game->table, POLICE, nonce, 0), TABLE_DONE);
    assert_int_equal(table_ready(game->table, POLICE, other, 0), TABLE_BAD_REQUEST);
    assert_int_equal(table_ready(game->table, KFOR, nonce, 0), TABLE_DONE);
    assert_int_equal(table_phase(game->table), TABLE_LOBBY);
    assert_int_equal(table_ready(game->table, IRREGULARS, nonce, 0), TABLE_DONE);
    assert_int_equal(table_phase(game->table), TABLE_ORDERS);
    assert_int_equal(table_turn(game->table), 1);
    assert_int_equal(table_ready(game->table, POLICE, nonce, 0), TABLE_WRONG_PHASE);
    game_check(game);
    game_close(game);
}

static void the_turn_is_played_when_all_have_committed(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 0);
    game_ready(game);
    unsigned turn;
    const struct event *events;
    assert_int_equal(table_report(game->table, POLICE, &turn, &events), 0);
    assert_int_equal(turn, 0);
    uint64_t before = table_state_hash(game->table);
    game_commit(game, POLICE);
    game_commit(game, KFOR);
    assert_int_equal(table_state_hash(game->table), before);
    game_check(game);
    game_commit(game, IRREGULARS);
    assert_int_equal(table_turn(game->table), 2);
    assert_true(table_state_hash(game->table) != before);
    assert_false(table_has_committed(game->table, POLICE));
    assert_true(table_report(game->table, POLICE, &turn, &events) > 0);
    assert_int_equal(turn, 1);
    assert_int_equal(game->news[TABLE_NEWS_REPORT], 1);
    game_check(game);
    game_close(game);
}

static void a_commit_may_be_taken_back_while_others_plan(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 0);
    game_ready(game);
    unsigned unit = 0;
    const char *hold = hold_text(game, POLICE, &unit);
    struct check check;
    game_commit(game, POLICE);
    assert_int_equal(game_put(game, POLICE, hold, &check), TABLE_REFUSED);
    assert_int_equal(check.reason, REFUSAL_committed);
    assert_int_equal(table_commit(game->table, POLICE, 0, false, 0), TABLE_DONE);
    assert_int_equal(game_put(game, POLICE, hold, &check), TABLE_DONE);
    /* Saying it twice changes nothing and writes nothing. */
    size_t entries = game->journal.count;
    assert_int_equal(table_commit(game->table, POLICE, 0, false, 0), TABLE_DONE);
    assert_int_equal(game->journal.count, entries);
    game_check(game);
    game_close(game);
}

static void requests_for_another_turn_are_refused(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 0);
    game_ready(game);
    game_turn(game);
    struct check check;
    int cost;
    struct order hold = {.kind = ORDER_hold};
    unsigned unit = 0;
    hold_text(game, POLICE, &unit);
    hold.unit = (uint16_t)unit;
    assert_int_equal(table_order_put(game->table, POLICE, 1, &hold, &check, &cost), TABLE_LATE);
    assert_int_equal(table_order_put(game->table, POLICE, 3, &hold, &check, &cost), TABLE_BAD_REQUEST);
    assert_int_equal(table_order_put(game->table, POLICE, 2, &hold, &check, &cost), TABLE_DONE);
    assert_int_equal(table_commit(game->table, POLICE, 1, true, 0), TABLE_LATE);
    assert_int_equal(table_order_remove(game->table, POLICE, 1, hold.unit, false, &check, &cost), TABLE_LATE);
    game_close(game);
}

static void orders_stay_in_the_plan_until_taken_back(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 0);
    game_ready(game);
    unsigned unit = 0;
    struct check check;
    int cost;
    static struct view view;
    assert_int_equal(game_put(game, POLICE, hold_text(game, POLICE, &unit), &check), TABLE_DONE);
    /* Idle views are given back; the plan stays. */
    table_step(game->table, 1000);
    table_step(game->table, 100000);
    table_step(game->table, 200000);
    table_view(game->table, POLICE, &view);
    assert_int_equal(view.plan.count, 1);
    assert_int_equal(view.plan.order[0].unit, unit);
    assert_int_equal(table_order_remove(game->table, POLICE, 0, 9999, false, &check, &cost), TABLE_REFUSED);
    assert_int_equal(check.reason, REFUSAL_not_in_plan);
    /* What cannot be journalled stays in the plan. */
    size_t entries = game->journal.count;
    game->journal.fail_at = entries;
    assert_int_equal(table_order_remove(game->table, POLICE, 0, (uint16_t)unit, false, &check, &cost),
                     TABLE_NO_JOURNAL);
    game->journal.fail_at = SIZE_MAX;
    table_view(game->table, POLICE, &view);
    assert_int_equal(view.plan.count, 1);
    assert_int_equal(view.plan.order[0].unit, unit);
    assert_int_equal(table_order_remove(game->table, POLICE, 0, (uint16_t)unit, false, &check, &cost),
                     TABLE_DONE);
    assert_int_equal(cost, 0);
    table_view(game->table, POLICE, &view);
    assert_int_equal(view.plan.count, 0);
    game_close(game);
}

/* Random orders, each then taken back: the table agrees with the plan at each step, also where a leader's
 * order carries others and may not go alone (rulebook 2, command). */
static void taking_back_never_costs_more_than_the_command(void **ignored) {
    (void)ignored;
    unsigned refused = 0, taken = 0;
    static struct view before, after;
    for (unsigned luck = 1; luck <= 40; luck++) {
        struct game *game = game_open(people, 0);
        game->luck = luck;
        game_ready(game);
        for (int side = 0; side < 3; side++) {
            game_plan(game, side);
            table_view(game->table, side, &before);
            for (unsigned i = before.plan.count; i > 0; i--) {
                const struct order *order = &before.plan.order[game_random(game, before.plan.count)];
                bool policy = order->kind == ORDER_policy;
                struct check check;
                int cost;
                enum table_result result =
                    table_order_remove(game->table, side, 0, order->unit, policy, &check, &cost);
                table_view(game->table, side, &after);
                if (result == TABLE_DONE) {
                    taken++;
                    assert_true(plan_remove(&before.plan, order->unit, policy));
                    assert_int_equal(cost, rules_plan_cost(game_scenario(), &after, &after.plan));
                } else {
                    refused++;
                    assert_int_equal(check.reason, REFUSAL_no_command);
                }
                assert_int_equal(view_hash(&after), view_hash(&before));
                if (before.plan.count == 0) {
                    break;
                }
            }
        }
        game_check(game);
        game_close(game);
    }
    assert_true(taken > 200);
    print_message("# taken back: %u, refused: %u\n", taken, refused);
}

static void a_refused_order_changes_nothing(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 0);
    game_ready(game);
    static struct view view;
    struct check check;
    unsigned enemy = 0;
    hold_text(game, IRREGULARS, &enemy);
    size_t entries = game->journal.count;
    uint64_t hash = table_state_hash(game->table);
    char text[32];
    snprintf(text, sizeof(text), "hold %u", enemy);
    assert_int_equal(game_put(game, POLICE, text, &check), TABLE_REFUSED);
    assert_int_equal(check.reason, REFUSAL_not_yours);
    assert_int_equal(game->journal.count, entries);
    assert_int_equal(table_state_hash(game->table), hash);
    table_view(game->table, POLICE, &view);
    assert_int_equal(view.plan.count, 0);
    game_close(game);
}

/* Rulebook 2: a side that did not commit plays the list it has entered. */
static void the_clock_plays_what_was_entered(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 60);
    game_ready(game);
    assert_int_equal(table_remaining_ms(game->table, game->now_ms), 60000);
    game_plan(game, POLICE);
    static struct view view;
    table_view(game->table, POLICE, &view);
    assert_true(view.plan.count > 0);
    assert_true(table_step(game->table, game->now_ms + 1000) > 0);
    assert_int_equal(table_turn(game->table), 1);
    table_step(game->table, game->now_ms + 59999);
    assert_int_equal(table_turn(game->table), 1);
    assert_int_equal(table_step(game->table, game->now_ms + 60000), 60000);
    assert_int_equal(table_turn(game->table), 2);
    game_check(game);
    /* Its orders were played: a table without them comes out otherwise. */
    struct game *idle = game_open(people, 60);
    game_ready(idle);
    table_step(idle->table, idle->now_ms + 60000);
    assert_true(table_state_hash(idle->table) != table_state_hash(game->table));
    game_close(idle);
    game_close(game);
}

static void computers_commit_as_the_order_phase_begins(void **ignored) {
    (void)ignored;
    struct game *game = game_open(one_person, 0);
    game_ready(game);
    while (table_phase(game->table) == TABLE_ORDERS) {
        assert_true(table_has_committed(game->table, KFOR));
        assert_true(table_has_committed(game->table, IRREGULARS));
        game_check(game);
        game_turn(game);
    }
    game_check(game);
    game_close(game);
}

static void computers_alone_play_a_turn_a_step(void **ignored) {
    (void)ignored;
    struct game *game = game_open(computers, 0);
    unsigned steps = 0;
    while (table_step(game->table, 0) == 0) {
        assert_true(++steps < 100);
        game_check(game);
    }
    assert_int_equal(table_phase(game->table), TABLE_OVER);
    assert_int_equal(game->news[TABLE_NEWS_REPORT], game_scenario()->turns);
    struct game *again = game_open(computers, 0);
    while (table_step(again->table, 0) == 0) {
    }
    assert_int_equal(table_state_hash(again->table), table_state_hash(game->table));
    game_close(again);
    game_close(game);
}

static void the_end_gives_results_and_record(void **ignored) {
    (void)ignored;
    struct game *game = game_open(people, 0);
    struct table_results results;
    size_t size;
    game_ready(game);
    while (table_phase(game->table) == TABLE_ORDERS) {
        assert_false(table_results(game->table, &results));
        assert_null(table_record(game->table, &size));
        game_turn(game);
        game_check(game);
    }
    assert_true(table_results(game->table, &results));
    assert_int_equal(results.secret[0], 0x42);
    assert_int_equal(results.nonce[IRREGULARS][0], 0x12);
    assert_true(results.place[POLICE] >= 1 && results.place[POLICE] <= 3);
    const char *record = table_record(game->table, &size);
    assert_non_null(record);
    char why[400] = "";
    if (!record_verify(record, size, game_find, NULL, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    struct check check;
    assert_int_equal(game_put(game, POLICE, "hold 0", &check), TABLE_WRONG_PHASE);
    assert_int_equal(table_step(game->table, 0), -1);
    assert_int_equal(game->news[TABLE_NEWS_OVER], 1);
    game_close(game);
}

/* The n-th append fails, n = 1, 2, 3 ...: the request is refused and what the table shows stays as it was. */
static void what_cannot_be_journalled_does_not_happen(void **ignored) {
    (void)ignored;
    bool reached = true;
    for (size_t nth = 1; reached; nth++) {
        assert_true(nth < 100);
        struct game *game = game_open(people, 0);
        game->journal.fail_at = nth;
        enum table_result result = TABLE_DONE;
        for (int side = 0; side < 3 && result == TABLE_DONE; side++) {
            uint8_t nonce[SEAL_NONCE_BYTES] = {(uint8_t)side};
            result = table_ready(game->table, side, nonce, 0);
        }
        if (result == TABLE_DONE) {
            uint64_t hash = table_state_hash(game->table);
            unsigned unit = 0;
            struct check check;
            result = game_put(game, POLICE, hold_text(game, POLICE, &unit), &check);
            for (int side = 0; side < 3 && result == TABLE_DONE; side++) {
                result = table_commit(game->table, side, 0, true, 0);
            }
            if (result == TABLE_NO_JOURNAL) {
                assert_int_equal(table_turn(game->table), 1);
                assert_int_equal(table_state_hash(game->table), hash);
            }
        }
        reached = game->journal.failed;
        assert_int_equal(result, reached ? TABLE_NO_JOURNAL : TABLE_DONE);
        game_close(game);
    }
    struct table_config config = {.game = 1, .scenario = game_scenario()};
    struct game none = {.journal = {.fail_at = 0}};
    struct table_hooks hooks;
    game_hooks(&none, &hooks);
    assert_null(table_create(&config, &hooks));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_game_begins_when_all_are_ready),
        cmocka_unit_test(the_turn_is_played_when_all_have_committed),
        cmocka_unit_test(a_commit_may_be_taken_back_while_others_plan),
        cmocka_unit_test(requests_for_another_turn_are_refused),
        cmocka_unit_test(orders_stay_in_the_plan_until_taken_back),
        cmocka_unit_test(taking_back_never_costs_more_than_the_command),
        cmocka_unit_test(a_refused_order_changes_nothing),
        cmocka_unit_test(the_clock_plays_what_was_entered),
        cmocka_unit_test(computers_commit_as_the_order_phase_begins),
        cmocka_unit_test(computers_alone_play_a_turn_a_step),
        cmocka_unit_test(the_end_gives_results_and_record),
        cmocka_unit_test(what_cannot_be_journalled_does_not_happen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
