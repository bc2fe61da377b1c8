/* Promise: from any beginning of its journal a game goes on: every invariant holds, what was on disk is
 * there, and played on with the same orders it ends the same. What does not agree with its journal is refused
 * with a sentence. */
#include "game.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct game *game_played(const char *const ai[3]) {
    struct game *game = game_open(ai, 0);
    game_ready(game);
    while (table_phase(game->table) == TABLE_ORDERS) {
        game_turn(game);
    }
    return game;
}

/* Plays on what is left of a journal: the people's orders and commits, as they were. */
static void journal_play_on(struct game *game, const struct journal *journal, size_t from) {
    const struct scenario *scenario = game_scenario();
    for (size_t i = from; i < journal->count; i++) {
        const struct entry *entry = &journal->entry[i];
        char side_name[16] = "", rest[300] = "";
        struct check check;
        bool request = entry->kind == JOURNAL_READY || entry->kind == JOURNAL_ORDER ||
                       entry->kind == JOURNAL_REMOVE || entry->kind == JOURNAL_COMMIT;
        if (!request || sscanf((const char *)entry->bytes, "%15s %299[^\n]", side_name, rest) < 2) {
            continue;
        }
        int side = scenario_side(scenario, side_name);
        if (table_computer(game->table, side)) {
            continue;
        }
        if (entry->kind == JOURNAL_READY) {
            uint8_t nonce[SEAL_NONCE_BYTES];
            memset(nonce, 0x10 + side, sizeof(nonce));
            assert_int_equal(table_ready(game->table, side, nonce, 0), TABLE_DONE);
        } else if (entry->kind == JOURNAL_ORDER) {
            assert_int_equal(game_put(game, side, rest, &check), TABLE_DONE);
        } else if (entry->kind == JOURNAL_COMMIT) {
            assert_int_equal(table_commit(game->table, side, 0, strcmp(rest, "yes") == 0, 0), TABLE_DONE);
        }
    }
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

static void every_beginning_restores(const char *const ai[3]) {
    struct game *whole = game_played(ai);
    uint64_t end = table_state_hash(whole->table);
    char why[400] = "";
    assert_true(whole->journal.count > 60);
    for (size_t count = 1; count <= whole->journal.count; count++) {
        struct game *game = game_restore(&whole->journal, count, why, sizeof(why));
        if (!game) {
            fail_msg("After %zu entries: %s", count, why);
        }
        assert_int_equal(table_state_hash(game->table), journal_hash(&whole->journal, count));
        /* A turn that all had committed is played in the first step. */
        table_step(game->table, game->now_ms);
        game_check(game);
        /* Every fifth goes on to the end. */
        if (count % 5 == 0 || count == whole->journal.count) {
            journal_play_on(game, &whole->journal, count);
            assert_int_equal(table_phase(game->table), TABLE_OVER);
            assert_int_equal(table_state_hash(game->table), end);
            game_check(game);
        }
        game_close(game);
    }
    game_close(whole);
}

static void people_go_on_from_every_entry(void **ignored) {
    (void)ignored;
    every_beginning_restores((const char *[]){NULL, NULL, NULL});
}

static void people_and_computers_go_on_from_every_entry(void **ignored) {
    (void)ignored;
    every_beginning_restores((const char *[]){NULL, "scripted", "random"});
}

static void reports_record_and_plan_are_there_again(void **ignored) {
    (void)ignored;
    struct game *whole = game_open((const char *[]){NULL, NULL, NULL}, 0);
    game_ready(whole);
    static struct view before, after;
    char why[400] = "";
    while (table_phase(whole->table) == TABLE_ORDERS) {
        game_turn(whole);
        if (table_phase(whole->table) == TABLE_ORDERS) {
            game_plan(whole, KFOR);
        }
        struct game *game = game_restore(&whole->journal, whole->journal.count, why, sizeof(why));
        assert_non_null(game);
        for (int side = 0; side < 3; side++) {
            unsigned turn, turn_again;
            const struct event *events, *events_again;
            size_t count = table_report(whole->table, side, &turn, &events);
            assert_int_equal(table_report(game->table, side, &turn_again, &events_again), count);
            assert_int_equal(turn_again, turn);
            for (size_t i = 0; i < count; i++) {
                char line[300], line_again[300];
                event_explain(game_scenario(), &events[i], line, sizeof(line));
                event_explain(game_scenario(), &events_again[i], line_again, sizeof(line_again));
                assert_string_equal(line, line_again);
            }
            table_view(whole->table, side, &before);
            table_view(game->table, side, &after);
            assert_int_equal(view_hash(&before), view_hash(&after));
        }
        if (table_phase(game->table) == TABLE_OVER) {
            size_t size, size_again;
            const char *record = table_record(whole->table, &size);
            const char *record_again = table_record(game->table, &size_again);
            assert_non_null(record);
            assert_int_equal(size, size_again);
            assert_memory_equal(record, record_again, size);
        }
        game_close(game);
    }
    game_close(whole);
}

static void computers_remember_what_they_did(void **ignored) {
    (void)ignored;
    const char *const ai[3] = {"scripted", "random", "scripted"};
    struct game *whole = game_open(ai, 0);
    char why[400] = "";
    while (table_step(whole->table, 0) == 0) {
        struct game *game = game_restore(&whole->journal, whole->journal.count, why, sizeof(why));
        assert_non_null(game);
        struct game *twin = game_restore(&whole->journal, whole->journal.count, why, sizeof(why));
        while (table_step(game->table, 0) == 0) {
        }
        while (table_step(twin->table, 0) == 0) {
        }
        assert_int_equal(table_state_hash(game->table), table_state_hash(twin->table));
        game_close(game);
        game_close(twin);
    }
    struct game *late =
        game_restore(&whole->journal, journal_last(&whole->journal, JOURNAL_SNAPSHOT) + 1, why, sizeof(why));
    assert_non_null(late);
    while (table_step(late->table, 0) == 0) {
    }
    assert_int_equal(table_state_hash(late->table), table_state_hash(whole->table));
    game_close(late);
    game_close(whole);
}

static void entry_replace(struct journal *journal, size_t index, const char *from, const char *to) {
    struct entry *entry = &journal->entry[index];
    char *at = strstr((char *)entry->bytes, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
}

static void a_turn_that_comes_out_otherwise_is_refused(void **ignored) {
    (void)ignored;
    struct game *whole = game_played((const char *[]){NULL, NULL, NULL});
    size_t index = journal_last(&whole->journal, JOURNAL_RESOLVED);
    struct entry *entry = &whole->journal.entry[index];
    entry->bytes[entry->size - 1] ^= 1;
    char why[400] = "";
    assert_null(game_restore(&whole->journal, whole->journal.count, why, sizeof(why)));
    assert_non_null(strstr(why, "played again gives the hash"));
    game_close(whole);
}

static void a_damaged_snapshot_is_refused(void **ignored) {
    (void)ignored;
    struct game *whole = game_played((const char *[]){NULL, NULL, NULL});
    size_t index = journal_last(&whole->journal, JOURNAL_SNAPSHOT);
    char why[400] = "";
    whole->journal.entry[index].size /= 2;
    assert_null(game_restore(&whole->journal, whole->journal.count, why, sizeof(why)));
    assert_non_null(strstr(why, "snapshot"));
    game_close(whole);
}

static void journals_that_make_no_sense_are_refused(void **ignored) {
    (void)ignored;
    struct game *game = game_open((const char *[]){NULL, NULL, NULL}, 0);
    game_ready(game);
    char why[400] = "";
    struct {
        enum journal_kind kind;
        const char *text, *says;
    } rows[] = {
        {JOURNAL_ORDER, "police dance 3", ""},
        {JOURNAL_ORDER, "pirates hold 3", "not a side and an order"},
        {JOURNAL_REMOVE, "police order 3", "does not fit the plan"},
        {JOURNAL_COMMIT, "police perhaps", "not a side and yes or no"},
        {JOURNAL_RESOLVED, "turn 2 hash 0", "does not follow what was played: turn 1 is next"},
        {JOURNAL_CREATED, "ibar-game 1", "once"},
        {(enum journal_kind)77, "x", "unknown kind 77"},
        {JOURNAL_READY, "police 00", "not a side and a nonce"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct table_hooks hooks;
        game_hooks(game, &hooks);
        size_t count = game->journal.count;
        hooks.append(game, 1, rows[i].kind, rows[i].text, strlen(rows[i].text));
        why[0] = '\0';
        assert_null(game_restore(&game->journal, count + 1, why, sizeof(why)));
        assert_non_null(strstr(why, "Game 1 cannot go on: "));
        assert_non_null(strstr(why, rows[i].says));
        free(game->journal.entry[--game->journal.count].bytes);
    }
    assert_null(game_restore(&game->journal, 0, why, sizeof(why)));
    assert_non_null(strstr(why, "empty"));
    entry_replace(&game->journal, 0, "bridge-checkpoint", "bridge-checkpoinx");
    assert_null(game_restore(&game->journal, game->journal.count, why, sizeof(why)));
    assert_non_null(strstr(why, "bridge-checkpoinx is not there"));
    game_close(game);
}

static void under_changed_rules_a_game_goes_on_from_its_snapshot(void **ignored) {
    (void)ignored;
    struct game *whole = game_open((const char *[]){NULL, "scripted", NULL}, 0);
    game_ready(whole);
    for (unsigned turn = 1; turn <= 6; turn++) {
        game_turn(whole);
    }
    char why[400] = "";
    entry_replace(&whole->journal, 0, "\nrules 1\n", "\nrules 0\n");
    struct game *game = game_restore(&whole->journal, whole->journal.count, why, sizeof(why));
    if (!game) {
        fail_msg("%s", why);
    }
    /* Snapshots are taken after turn 4: turn 5 is played again. */
    assert_int_equal(table_turn(game->table), 5);
    table_step(game->table, 0);
    game_check(game);
    game_turn(game);
    assert_int_equal(table_turn(game->table), 6);
    /* And that journal, which now tells of the change, is read again at any entry. */
    for (size_t count = whole->journal.count + 1; count <= game->journal.count; count++) {
        struct game *again = game_restore(&game->journal, count, why, sizeof(why));
        if (!again) {
            fail_msg("%s", why);
        }
        table_step(again->table, 0);
        game_check(again);
        if (count == game->journal.count) {
            assert_int_equal(table_state_hash(again->table), table_state_hash(game->table));
        }
        game_close(again);
    }
    while (table_phase(game->table) == TABLE_ORDERS) {
        game_turn(game);
    }
    size_t size;
    assert_null(table_record(game->table, &size));
    game_close(game);
    game_close(whole);
}

/* As damage or a forger leaves it: the server that reads it must not fall over it later. */
static void what_is_played_before_the_start_is_refused(void **ignored) {
    (void)ignored;
    struct game *whole = game_open((const char *[]){NULL, NULL, NULL}, 0);
    game_ready(whole);
    game_turn(whole);
    size_t start = journal_last(&whole->journal, JOURNAL_STARTED);
    char why[400] = "";
    whole->journal.entry[start].kind = JOURNAL_EVENTS;
    assert_null(game_restore(&whole->journal, whole->journal.count, why, sizeof(why)));
    assert_non_null(strstr(why, "before its start"));
    whole->journal.entry[start].kind = JOURNAL_STARTED;
    game_close(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_go_on_from_every_entry),
        cmocka_unit_test(people_and_computers_go_on_from_every_entry),
        cmocka_unit_test(reports_record_and_plan_are_there_again),
        cmocka_unit_test(computers_remember_what_they_did),
        cmocka_unit_test(a_turn_that_comes_out_otherwise_is_refused),
        cmocka_unit_test(a_damaged_snapshot_is_refused),
        cmocka_unit_test(journals_that_make_no_sense_are_refused),
        cmocka_unit_test(what_is_played_before_the_start_is_refused),
        cmocka_unit_test(under_changed_rules_a_game_goes_on_from_its_snapshot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
