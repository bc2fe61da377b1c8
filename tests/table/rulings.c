/* Promise: what an umpire does is journalled before it is made, told to all, and stands in the record, which verifies;
 * a game with rulings goes on the same from any beginning of its journal; earlier turns can be looked back to. */
#include "game.h"

#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct game *game_of_people(void) {
    struct game *game = game_open((const char *[]){NULL, NULL, NULL}, 0);
    game_ready(game);
    return game;
}

static enum table_result amend(struct game *game, const char *text, char *why, size_t size) {
    struct amend amend;
    if (!amend_parse(game_scenario(), text, &amend, why, size)) {
        fail_msg("%s", why);
    }
    return table_amend(game->table, 0, &amend, "So it was.", game->now_ms, why, size);
}

static void done(struct game *game, const char *text) {
    char why[300] = "";
    if (amend(game, text, why, sizeof(why)) != TABLE_DONE) {
        fail_msg("%s: %s", text, why);
    }
}

static void must_verify(struct game *game) {
    size_t size;
    char why[2200] = "";
    const char *record = table_record(game->table, &size);
    assert_non_null(record);
    if (!record_verify(record, size, game_find, NULL, why, sizeof(why))) {
        fail_msg("%s", why);
    }
}

static void while_paused_no_turn_is_played(void **ignored) {
    (void)ignored;
    struct game *game = game_of_people();
    assert_int_equal(table_pause(game->table, true, "Tea.", 0), TABLE_DONE);
    size_t entries = game->journal.count;
    assert_int_equal(table_pause(game->table, true, "Again.", 0), TABLE_DONE);
    assert_int_equal(game->journal.count, entries);
    game_commit(game, POLICE);
    game_commit(game, KFOR);
    game_commit(game, IRREGULARS);
    assert_int_equal(table_turn(game->table), 1);
    table_step(game->table, 0);
    assert_int_equal(table_turn(game->table), 1);
    game_check(game);
    char why[400];
    struct game *again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    assert_non_null(again);
    assert_true(table_is_paused(again->table));
    table_step(again->table, 0);
    assert_int_equal(table_turn(again->table), 1);
    assert_string_equal(table_ruling(again->table, 0)->reason, "Tea.");
    game_close(again);
    assert_int_equal(table_pause(game->table, false, "", 0), TABLE_DONE);
    assert_int_equal(table_turn(game->table), 2);
    assert_int_equal(table_ruling(game->table, 1)->kind, RULING_RESUME);
    assert_null(table_ruling(game->table, 2));
    game_close(game);
}

static void an_amendment_takes_commits_back_and_keeps_what_may_stay_of_plans(void **ignored) {
    (void)ignored;
    struct game *game = game_open((const char *[]){NULL, "scripted", NULL}, 0);
    game_ready(game);
    struct check check;
    assert_int_equal(game_put(game, POLICE, "hold 0", &check), TABLE_DONE);
    assert_int_equal(game_put(game, POLICE, "hold 1", &check), TABLE_DONE);
    game_commit(game, POLICE);
    unsigned told = game->news[TABLE_NEWS_RULING];
    done(game, "remove 0");
    assert_int_equal(game->news[TABLE_NEWS_RULING], told + 1);
    assert_false(table_has_committed(game->table, POLICE));
    assert_true(table_has_committed(game->table, KFOR));
    static struct view view;
    table_view(game->table, POLICE, &view);
    assert_int_equal(view.plan.count, 1);
    assert_int_equal(view.plan.order[0].unit, 1);
    const struct ruling *ruling = table_ruling(game->table, 0);
    assert_int_equal(ruling->kind, RULING_AMEND);
    assert_false(ruling->open);
    assert_string_equal(ruling->reason, "So it was.");
    game_check(game);
    char why[400];
    struct game *again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    if (!again) {
        fail_msg("%s", why);
    }
    assert_int_equal(table_state_hash(again->table), table_state_hash(game->table));
    assert_string_equal(table_ruling(again->table, 0)->text, ruling->text);
    game_check(again);
    game_close(again);
    game_close(game);
}

static void amendments_that_make_no_sense_change_nothing(void **ignored) {
    (void)ignored;
    struct game *game = game_of_people();
    char why[300] = "";
    size_t entries = game->journal.count;
    uint64_t hash = table_state_hash(game->table);
    assert_int_equal(amend(game, "steps 0 99", why, sizeof(why)), TABLE_BAD_REQUEST);
    assert_non_null(strstr(why, "99"));
    struct amend legal = {.kind = AMEND_TRACK, .index = TRACK_TENSION, .value = 3};
    assert_int_equal(table_amend(game->table, 2, &legal, "", 0, why, sizeof(why)), TABLE_LATE);
    assert_int_equal(table_amend(game->table, 1, &legal, "two\nlines", 0, why, sizeof(why)), TABLE_BAD_REQUEST);
    game->journal.fail_at = game->journal.count;
    assert_int_equal(table_amend(game->table, 1, &legal, "", 0, why, sizeof(why)), TABLE_NO_JOURNAL);
    assert_int_equal(table_rewind(game->table, 1, "", 0), TABLE_BAD_REQUEST);
    assert_int_equal(game->journal.count, entries);
    assert_int_equal(table_state_hash(game->table), hash);
    assert_null(table_ruling(game->table, 0));
    game_check(game);
    game_close(game);
}

static void a_rewind_gives_the_old_state_and_report(void **ignored) {
    (void)ignored;
    struct game *game = game_of_people();
    game_turn(game);
    game_turn(game);
    uint64_t third = table_state_hash(game->table);
    game_turn(game);
    game_turn(game);
    assert_int_equal(table_rewind(game->table, 3, "Again.", 0), TABLE_DONE);
    assert_int_equal(table_turn(game->table), 3);
    assert_int_equal(table_state_hash(game->table), third);
    unsigned turn;
    const struct event *events;
    assert_true(table_report(game->table, POLICE, &turn, &events) > 0);
    assert_int_equal(turn, 2);
    game_check(game);
    assert_int_equal(table_rewind(game->table, 5, "", 0), TABLE_BAD_REQUEST);
    assert_int_equal(table_rewind(game->table, 4, "", 0), TABLE_BAD_REQUEST);
    assert_int_equal(table_rewind(game->table, 3, "", 0), TABLE_BAD_REQUEST);
    /* An amendment is undone by going back to the same turn. */
    done(game, "track tension 9");
    assert_true(table_state_hash(game->table) != third);
    assert_int_equal(table_rewind(game->table, 3, "", 0), TABLE_DONE);
    assert_int_equal(table_state_hash(game->table), third);
    game_check(game);
    game_close(game);
}

/* Computers that plan from the same views with the same luck give the same orders until a die falls otherwise. */
static void after_a_rewind_dice_are_others(void **ignored) {
    (void)ignored;
    struct game *game = game_open((const char *[]){"scripted", NULL, "shoot"}, 0);
    game_ready(game);
    uint64_t first = table_state_hash(game->table), end[2];
    for (int play = 0; play < 2; play++) {
        while (table_phase(game->table) == TABLE_ORDERS) {
            game_commit(game, KFOR);
        }
        end[play] = table_state_hash(game->table);
        if (play == 0) {
            assert_int_equal(table_rewind(game->table, 1, "", 0), TABLE_DONE);
            assert_int_equal(table_state_hash(game->table), first);
        }
    }
    assert_true(end[0] != end[1]);
    must_verify(game);
    game_close(game);
}

static void from_the_end_a_game_goes_back_and_ends_again(void **ignored) {
    (void)ignored;
    struct game *game = game_of_people();
    while (table_phase(game->table) == TABLE_ORDERS) {
        game_turn(game);
    }
    must_verify(game);
    assert_int_equal(table_rewind(game->table, 2, "The end was too early.", 0), TABLE_DONE);
    assert_int_equal(table_phase(game->table), TABLE_ORDERS);
    game_check(game);
    size_t size;
    assert_null(table_record(game->table, &size));
    while (table_phase(game->table) == TABLE_ORDERS) {
        game_turn(game);
    }
    const char *record = table_record(game->table, &size);
    assert_non_null(strstr(record, "\nrewind 2\nreason The end was too early.\nhash "));
    must_verify(game);
    game_every_beginning(game);
    game_close(game);
}

/* A copy of a record with one piece of it exchanged does not verify; the sentence says what and where. */
static void expect_found(const char *record, const char *old, const char *fresh, const char *words) {
    const char *at = strstr(record, old);
    if (!at) {
        fail_msg("The record has no \"%s\".", old);
    }
    size_t room = strlen(record) + strlen(fresh) + 1;
    char *copy = malloc(room), why[2200] = "";
    int length = snprintf(copy, room, "%.*s%s%s", (int)(at - record), record, fresh, at + strlen(old));
    bool good = record_verify(copy, (size_t)length, game_find, NULL, why, sizeof(why));
    if (good || !strstr(why, words)) {
        fail_msg("%s for %s: \"%s\" does not say \"%s\".", fresh, old, why, words);
    }
    free(copy);
}

static void play_to_the_end(struct game *game) {
    while (table_phase(game->table) == TABLE_ORDERS) {
        game_turn(game);
    }
}

static struct table_results results_of(const struct game *game) {
    struct table_results results;
    assert_true(table_results(game->table, &results));
    return results;
}

static struct game *game_rooted(const char *computer) {
    struct table_config config = {.rooted = true, .ai = {NULL, computer ? ai_find(computer) : NULL, NULL}};
    memset(config.root, 0x24, sizeof(config.root));
    struct game *game = game_open_as(&config);
    game_ready(game);
    return game;
}

/* The secret was told with the end: what is played from there has dice from the next, which the told one seals. */
static void from_the_end_dice_come_from_a_secret_that_was_not_told(void **ignored) {
    (void)ignored;
    struct game *game = game_rooted("scripted");
    play_to_the_end(game);
    struct table_results first = results_of(game), before = first;
    assert_int_equal(first.laters, 0);
    assert_memory_equal(first.secret, table_settings(game->table)->secret, SEAL_SECRET_BYTES);
    for (unsigned again = 1; again <= 2; again++) {
        assert_int_equal(table_rewind(game->table, 2, "The end was too early.", 0), TABLE_DONE);
        const struct ruling *ruling = table_ruling(game->table, again - 1);
        assert_true(ruling->sealed);
        assert_memory_equal(ruling->seal, again == 1 ? before.secret : before.later[0], SEAL_BYTES);
        game_check(game);
        play_to_the_end(game);
        struct table_results results = results_of(game);
        uint8_t seal[SEAL_BYTES];
        assert_int_equal(results.laters, again);
        assert_memory_equal(results.secret, first.secret, SEAL_SECRET_BYTES);
        seal_make(results.later[again - 1], seal);
        assert_memory_equal(seal, ruling->seal, SEAL_BYTES);
        must_verify(game);
        before = results;
    }
    game_every_beginning(game);
    game_close(game);
}

/* Before the end nothing was told: the secret stays. */
static void before_the_end_a_rewind_keeps_the_secret(void **ignored) {
    (void)ignored;
    struct game *game = game_rooted(NULL);
    game_turn(game);
    assert_int_equal(table_rewind(game->table, 1, "", 0), TABLE_DONE);
    assert_false(table_ruling(game->table, 0)->sealed);
    play_to_the_end(game);
    assert_int_equal(results_of(game).laters, 0);
    must_verify(game);
    game_close(game);
}

static void a_game_goes_back_from_its_end_as_often_as_it_has_secrets(void **ignored) {
    (void)ignored;
    struct game *game = game_rooted(NULL);
    play_to_the_end(game);
    unsigned last = table_turn(game->table), again = 0;
    while (table_rewind(game->table, last, "", 0) == TABLE_DONE) {
        again++;
        game_commit(game, POLICE);
        game_commit(game, KFOR);
        game_commit(game, IRREGULARS);
        assert_int_equal(table_phase(game->table), TABLE_OVER);
    }
    assert_int_equal(again, SEAL_CHAIN);
    assert_int_equal(table_rewind(game->table, last, "", 0), TABLE_REFUSED);
    must_verify(game);
    game_close(game);
}

/* Does to an entry of a game that is read again what `change` says; it must then be refused with these words. */
static void expect_unreadable(struct game *game, enum journal_kind kind, const char *old, const char *fresh,
                              const char *words) {
    struct entry *entry = &game->journal.entry[journal_last(&game->journal, kind)];
    char why[400] = "";
    uint8_t *kept = entry->bytes;
    size_t size = entry->size;
    char *at = strstr((char *)kept, old);
    assert_non_null(at);
    size_t before = (size_t)(at - (char *)kept), behind = size - before - strlen(old);
    entry->size = before + strlen(fresh) + behind;
    entry->bytes = malloc(entry->size + 1);
    memcpy(entry->bytes, kept, before);
    memcpy(entry->bytes + before, fresh, strlen(fresh));
    memcpy(entry->bytes + before + strlen(fresh), at + strlen(old), behind + 1);
    struct game *again = game_restore(&game->journal, game->journal.count, why, sizeof(why));
    if (again || !strstr(why, words)) {
        fail_msg("\"%s\" does not say \"%s\".", why, words);
    }
    free(entry->bytes);
    entry->bytes = kept;
    entry->size = size;
}

static void secrets_that_do_not_fit_are_found(void **ignored) {
    (void)ignored;
    struct game *game = game_rooted(NULL);
    play_to_the_end(game);
    assert_int_equal(table_rewind(game->table, 2, "", 0), TABLE_DONE);
    expect_unreadable(game, JOURNAL_CREATED, "root 24", "root 25", "does not come from its root");
    expect_unreadable(game, JOURNAL_CREATED, "root 24242424", "root 24", "root 24");
    expect_unreadable(game, JOURNAL_REWIND, " sealed", " scaled", "is not a rewind");
    play_to_the_end(game);
    size_t size;
    const char *record = table_record(game->table, &size);
    char line[96] = "";
    snprintf(line, sizeof(line), "%.80s", strstr(record, "rewind 2 secret "));
    char other[96];
    memcpy(other, line, sizeof(line));
    other[20] = other[20] == '0' ? '1' : '0';
    expect_found(record, line, other, "it was chosen later");
    expect_found(record, line, "rewind 2", "the record says \"");
    expect_found(record, " secret ", " sicret ", "rewind TURN secret SECRET");
    game_close(game);
    game = game_rooted(NULL);
    game_turn(game);
    assert_int_equal(table_rewind(game->table, 1, "", 0), TABLE_DONE);
    play_to_the_end(game);
    record = table_record(game->table, &size);
    memcpy(other, line, sizeof(line));
    other[7] = '1';
    expect_found(record, "rewind 1", other, "it has not ended");
    game_close(game);
}

/* What the journal held before games had roots: such a game goes on, with the one secret that it has. */
static void a_game_begun_without_a_root_goes_on(void **ignored) {
    (void)ignored;
    char created[600], why[400] = "";
    int length = snprintf(created, sizeof(created),
                          "ibar-game 1\nname Bridge\nscenario bridge-checkpoint %016llx\nrules %d\noptions 0\n"
                          "turn-seconds 0\nsecret 4242424242424242424242424242424242424242424242424242424242424242\n"
                          "seat police human\nseat kfor human\nseat irregulars human\n",
                          (unsigned long long)game_scenario()->content_hash, RULES_VERSION);
    static const char *const ready[] = {"police 10101010101010101010101010101010", "kfor 11111111111111111111111111111111"};
    struct entry entries[] = {{JOURNAL_CREATED, (size_t)length, (uint8_t *)created},
                              {JOURNAL_READY, strlen(ready[0]), (uint8_t *)ready[0]},
                              {JOURNAL_READY, strlen(ready[1]), (uint8_t *)ready[1]}};
    struct game *game = game_restore(&(struct journal){.entry = entries, .count = 3}, 3, why, sizeof(why));
    if (!game) {
        fail_msg("%s", why);
    }
    uint8_t nonce[SEAL_NONCE_BYTES];
    memset(nonce, 0x12, sizeof(nonce));
    assert_int_equal(table_ready(game->table, IRREGULARS, nonce, 0), TABLE_DONE);
    play_to_the_end(game);
    assert_int_equal(table_rewind(game->table, 2, "Again.", 0), TABLE_DONE);
    assert_false(table_ruling(game->table, 0)->sealed);
    const struct entry *entry = &game->journal.entry[journal_last(&game->journal, JOURNAL_REWIND)];
    assert_null(strstr((const char *)entry->bytes, "sealed"));
    play_to_the_end(game);
    assert_int_equal(results_of(game).laters, 0);
    size_t size;
    assert_non_null(strstr(table_record(game->table, &size), "\nrewind 2\nreason Again.\nhash "));
    must_verify(game);
    game_every_beginning(game);
    game_close(game);
}

/* All there is, one after the other. */
static struct game *game_ruled(void) {
    struct game *game = game_open((const char *[]){NULL, "scripted", NULL}, 0);
    unsigned rewinds = 0, turn = 0;
    assert_int_equal(table_pause(game->table, true, "Not all are here.", 0), TABLE_DONE);
    game_ready(game);
    assert_int_equal(table_phase(game->table), TABLE_LOBBY);
    assert_int_equal(table_pause(game->table, false, "", 0), TABLE_DONE);
    while (table_phase(game->table) == TABLE_ORDERS) {
        turn = table_turn(game->table);
        if (turn == 2 || turn == 5) {
            game_plan(game, POLICE);
            game_commit(game, POLICE);
            done(game, turn == 2 ? "suppression 1 1" : "remove 0");
            done(game, "points police -2");
        }
        if (turn == 3) {
            done(game, "track tension 8");
            assert_int_equal(table_pause(game->table, true, "", 0), TABLE_DONE);
            assert_int_equal(table_pause(game->table, false, "", 0), TABLE_DONE);
            assert_int_equal(table_set_player(game->table, KFOR, rewinds ? NULL : ai_find("random"), 0), TABLE_DONE);
        }
        if ((turn == 4 && rewinds == 0) || (turn == 6 && rewinds == 1)) {
            rewinds++;
            assert_int_equal(table_rewind(game->table, turn == 4 ? 2 : 5, "A misread rule.", 0), TABLE_DONE);
        }
        game_check(game);
        game_turn(game);
    }
    if (rewinds != 2) {
        fail_msg("The game ended in turn %u, after %u rewinds.", turn, rewinds);
    }
    return game;
}

static void every_beginning_goes_on_the_same(void **ignored) {
    (void)ignored;
    struct game *whole = game_ruled();
    must_verify(whole);
    game_every_beginning(whole);
    /* And what is restored tells the same. */
    char why[400];
    struct game *again = game_restore(&whole->journal, whole->journal.count, why, sizeof(why));
    assert_non_null(again);
    size_t size, size_again;
    const char *record = table_record(whole->table, &size);
    const char *record_again = table_record(again->table, &size_again);
    assert_int_equal(size, size_again);
    assert_memory_equal(record, record_again, size);
    size_t i;
    for (i = 0; table_ruling(whole->table, i); i++) {
        assert_memory_equal(table_ruling(whole->table, i), table_ruling(again->table, i), sizeof(struct ruling));
    }
    assert_null(table_ruling(again->table, i));
    game_close(again);
    game_close(whole);
}

static void a_changed_ruling_is_found(void **ignored) {
    (void)ignored;
    struct game *game = game_ruled();
    size_t size;
    const char *record = table_record(game->table, &size);
    expect_found(record, "amend 2 suppression 1 1", "amend 2 suppression 1 0", "the record says \"hash ");
    expect_found(record, "amend 2 suppression 1 1", "amend 3 suppression 1 1", "an amendment of turn 3");
    expect_found(record, "amend 2 suppression 1 1", "amend 2 suppression 1 77", "not 77");
    expect_found(record, "amend 2 suppression 1 1", "amend 2 magic 1", "is no amendment");
    expect_found(record, "amend 3 track tension 8", "amend 3 track tension 7", "the record says \"");
    expect_found(record, "rewind 2", "rewind 9", "cannot go back to turn 9");
    expect_found(record, "rewind 2", "rewind 1", "the record says \"hash ");
    expect_found(record, "seat 3 kfor ", "seat 3 pirates ", "there should be \"seat ");
    game_close(game);
}

static void one_looks_back_to_what_was_seen_then(void **ignored) {
    (void)ignored;
    struct game *game = game_of_people();
    static struct view seen[64][3], view;
    static size_t told[64][3];
    unsigned rewinds = 0;
    assert_int_equal(table_first_turn(game->table), 1);
    while (table_phase(game->table) == TABLE_ORDERS) {
        unsigned turn = table_turn(game->table), reported;
        if (turn == 3) {
            done(game, "suppression 1 1");
        }
        if (turn == 5 && rewinds++ == 0) {
            assert_int_equal(table_rewind(game->table, 4, "", 0), TABLE_DONE);
            turn = 4;
        }
        for (int side = 0; side < 3; side++) {
            const struct event *events;
            table_view(game->table, side, &seen[turn][side]);
            seen[turn][side].plan.count = 0;
            told[turn][side] = table_report(game->table, side, &reported, &events);
        }
        for (unsigned back = 1; back <= turn; back++) {
            for (int side = 0; side < 3; side++) {
                struct event *events;
                size_t count;
                assert_true(table_look_back(game->table, back, side, &view, &events, &count));
                assert_int_equal(view_hash(&view), view_hash(&seen[back][side]));
                assert_int_equal(count, told[back][side]);
                free(events);
            }
        }
        struct event *events;
        size_t count;
        assert_false(table_look_back(game->table, turn + 1, POLICE, &view, &events, &count));
        assert_false(table_look_back(game->table, 0, POLICE, &view, &events, &count));
        game_turn(game);
    }
    assert_true(rewinds > 0);
    game_close(game);
}

/* What was taken back stays in journal, memory and record, so that it has a bound; the game itself is played to its end. */
static void a_game_is_not_played_again_without_end(void **ignored) {
    (void)ignored;
    struct game *game = game_of_people();
    enum table_result result;
    unsigned turns = 0;
    do {
        game_commit(game, POLICE);
        game_commit(game, KFOR);
        game_commit(game, IRREGULARS);
        assert_true(++turns < 2 * TURNS_PLAYED_MAX);
    } while ((result = table_rewind(game->table, 1, "Again.", game->now_ms)) == TABLE_DONE);
    assert_int_equal(result, TABLE_REFUSED);
    assert_int_equal(turns, TURNS_PLAYED_MAX);
    while (table_phase(game->table) == TABLE_ORDERS) {
        game_commit(game, POLICE);
        game_commit(game, KFOR);
        game_commit(game, IRREGULARS);
    }
    assert_int_equal(table_rewind(game->table, 1, "Again.", game->now_ms), TABLE_REFUSED);
    must_verify(game);
    game_close(game);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(while_paused_no_turn_is_played),
        cmocka_unit_test(an_amendment_takes_commits_back_and_keeps_what_may_stay_of_plans),
        cmocka_unit_test(amendments_that_make_no_sense_change_nothing),
        cmocka_unit_test(a_rewind_gives_the_old_state_and_report),
        cmocka_unit_test(after_a_rewind_dice_are_others),
        cmocka_unit_test(from_the_end_a_game_goes_back_and_ends_again),
        cmocka_unit_test(from_the_end_dice_come_from_a_secret_that_was_not_told),
        cmocka_unit_test(before_the_end_a_rewind_keeps_the_secret),
        cmocka_unit_test(a_game_goes_back_from_its_end_as_often_as_it_has_secrets),
        cmocka_unit_test(secrets_that_do_not_fit_are_found),
        cmocka_unit_test(a_game_begun_without_a_root_goes_on),
        cmocka_unit_test(every_beginning_goes_on_the_same),
        cmocka_unit_test(a_changed_ruling_is_found),
        cmocka_unit_test(one_looks_back_to_what_was_seen_then),
        cmocka_unit_test(a_game_is_not_played_again_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
