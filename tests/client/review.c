/* Promise: a finished game can be looked at: a golden record is proven, shown turn by turn with any side's eyes
 * or all of them, up to its end; a record that was changed is refused with its line. */
#include "window.h"

#include "data/data.h"
#include "model/playback.h"
#include "model/replay.h"
#include "table/ruling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <string.h>

#define RECORD IBAR_SOURCE_DIR "/tests/golden/bridge-checkpoint-scripted.ibar"

static struct library *library;

static const struct scenario *find(void *ctx, const char *id) {
    (void)ctx;
    struct problems problems = {0};
    return library_find(library, id, &problems);
}

static struct replay *golden(void) {
    char why[512] = "";
    struct replay *replay = replay_read(RECORD, find, NULL, why, sizeof why);
    if (!replay)
        fail_msg("%s", why);
    return replay;
}

static void the_record_leads_to_its_end(void **state) {
    (void)state;
    struct replay *replay = golden();
    unsigned turns = replay_turns(replay);
    assert_int_equal(turns, replay_scenario(replay)->turns);
    for (unsigned turn = 1; turn <= turns; turn++) {
        assert_int_equal(replay_state(replay, turn)->turn, turn);
        assert_int_equal(replay_state(replay, turn)->outcome, OUTCOME_RUNNING);
    }
    assert_int_equal(replay_state(replay, turns + 1)->outcome, OUTCOME_TURNS);
    replay_destroy(replay);
}

/* Rulebook 4: the truth holds the units of all; a side's eyes only what it sighted. */
static void the_truth_has_every_unit_on_the_map(void **state) {
    (void)state;
    struct replay *replay = golden();
    static struct view truth, side;
    const struct state *begin = replay_state(replay, 1);
    unsigned others = 0, own = 0;
    for (unsigned i = 0; i < begin->units; i++)
        if (begin->unit[i].status == UNIT_ON_MAP)
            begin->unit[i].side == 0 ? own++ : others++;
    replay_view(replay, 1, REPLAY_TRUTH, &truth);
    replay_view(replay, 1, 0, &side);
    assert_int_equal(truth.contacts, others);
    assert_true(side.contacts < others);
    assert_true(own > 0 && side.units == truth.units);
    replay_destroy(replay);
}

/* What is moved by the events of a turn stands where the next turn begins. */
static void the_truths_events_lead_from_turn_to_turn(void **state) {
    (void)state;
    struct replay *replay = golden();
    static struct view before, after, played;
    unsigned moved = 0;
    for (unsigned turn = 1; turn < replay_turns(replay); turn++) {
        struct event *told, *shown;
        size_t count = replay_events(replay, turn, REPLAY_TRUTH, &told, &shown);
        replay_view(replay, turn, REPLAY_TRUTH, &before);
        replay_view(replay, turn + 1, REPLAY_TRUTH, &after);
        playback_view(replay_scenario(replay), &before, shown, count, &played);
        for (unsigned i = 0; i < after.contacts; i++) {
            const struct view_contact *now = view_contact_find(&played, after.contact[i].handle);
            const struct view_contact *was = view_contact_find(&before, after.contact[i].handle);
            if (!now || !was)
                continue; /* it arrived, or was set down by a carrier */
            assert_int_equal(now->hex, after.contact[i].hex);
            moved += now->hex != was->hex;
        }
    }
    assert_true(moved > 0);
    replay_destroy(replay);
}

static bool forget(void *ctx, uint64_t game, enum journal_kind kind, const void *bytes, size_t size) {
    (void)ctx, (void)game, (void)kind, (void)bytes, (void)size;
    return true;
}

static void play_to_the_end(struct table *table) {
    while (table_phase(table) != TABLE_OVER)
        table_step(table, 0);
}

/* What an umpire did stands before the turn that was played next; turns that were played again are there twice. */
static void rulings_and_turns_played_again_are_shown(void **state) {
    (void)state;
    char why[512] = "";
    const struct table_hooks hooks = {NULL, forget, NULL};
    const struct amend amend = {.kind = AMEND_TRACK, .index = TRACK_TENSION, .value = 9};
    struct table_config config = {.game = 1, .name = "Review", .scenario = find(NULL, "bridge-checkpoint")};
    for (int side = 0; side < config.scenario->sides; side++)
        config.ai[side] = ai_find("scripted");
    struct table *table = table_create(&config, &hooks);
    assert_non_null(table);
    play_to_the_end(table);
    unsigned turns = config.scenario->turns;
    assert_int_equal(table_rewind(table, 3, "Once more.", 0), TABLE_DONE);
    assert_int_equal(table_amend(table, 3, &amend, "", 0, why, sizeof why), TABLE_DONE);
    play_to_the_end(table);
    size_t size;
    const char *record = table_record(table, &size);
    assert_non_null(record);
    struct replay *replay = replay_create(record, size, find, NULL, why, sizeof why);
    if (!replay)
        fail_msg("%s", why);
    assert_true(replay_is_rewound(replay));
    assert_int_equal(replay_turns(replay), turns + turns - 2);
    assert_int_equal(replay_state(replay, turns)->turn, turns);
    assert_int_equal(replay_state(replay, turns + 1)->turn, 3);
    assert_int_equal(replay_state(replay, turns + 1)->track[TRACK_TENSION], 9);
    assert_null(replay_ruling(replay, turns, 0));
    assert_string_equal(replay_ruling(replay, turns + 1, 0),
                        "The game goes back to the orders of turn 3. Reason: Once more.");
    assert_string_equal(replay_ruling(replay, turns + 1, 1), "The track of tension is set to 9.");
    assert_null(replay_ruling(replay, turns + 1, 2));
    assert_int_equal(replay_state(replay, replay_turns(replay) + 1)->outcome, OUTCOME_TURNS);
    replay_destroy(replay);
    table_destroy(table);
}

static void a_changed_record_is_refused_with_its_line(void **state) {
    (void)state;
    static char text[262144];
    char why[512] = "";
    FILE *file = fopen(RECORD, "rb");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    char *moves = strstr(text, " moves from ");
    assert_non_null(moves);
    moves[1] = 'M';
    assert_null(replay_create(text, size, find, NULL, why, sizeof why));
    assert_non_null(strstr(why, "line "));
    assert_null(replay_read("/nowhere/x.ibar", find, NULL, why, sizeof why));
    assert_non_null(strstr(why, "cannot be read"));
}

static void the_client_shows_it(void **state) {
    (void)state;
    char why[512] = "";
    struct app_config config = {
        .replay = RECORD, .settings = "", .width = 1280, .height = 720, .scale = 1, .hidden = true};
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("%s", why);
    assert_int_equal(app_screen_now(app), APP_REVIEW);
    window_do(app, "still");
    const SDL_Rect map = {200, 44, 792, 614}, right = {992, 44, 288, 676};
    SDL_Surface *all = app_surface(app);
    window_do(app, "key 1");
    window_do(app, "still");
    SDL_Surface *police = app_surface(app);
    assert_true(window_difference(all, police, &map, 8) > 0.001); /* the irregulars are gone from the map */
    window_do(app, "key 0");
    window_do(app, "key End");
    window_do(app, "still");
    SDL_Surface *end = app_surface(app);
    assert_true(window_difference(all, end, &map, 8) > 0.001);
    assert_true(window_difference(all, end, &right, 8) > 0.02);
    window_do(app, "key Escape");
    assert_int_equal(app_screen_now(app), APP_MENU);
    SDL_FreeSurface(all);
    SDL_FreeSurface(police);
    SDL_FreeSurface(end);
    app_close(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_record_leads_to_its_end),
        cmocka_unit_test(the_truth_has_every_unit_on_the_map),
        cmocka_unit_test(the_truths_events_lead_from_turn_to_turn),
        cmocka_unit_test(rulings_and_turns_played_again_are_shown),
        cmocka_unit_test(a_changed_record_is_refused_with_its_line),
        cmocka_unit_test(the_client_shows_it),
    };
    library = library_create(data_folder());
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    library_destroy(library);
    return failed;
}
