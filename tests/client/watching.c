/* Promise: who looks on sees what sides knew some turns ago and is told from when it is; the umpire sees the truth, and
 * what he rules is told with its reason. Against a real server. */
#include "daemon.h"
#include "window.h"

#include "model/lobby.h"
#include "model/truth.h"
#include "screens/app_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *program;
static struct daemon server;

static struct app *open_client(const char *token) {
    char why[512] = "";
    struct app_config config = {.connect = server.address, .token = token, .plain = true, .settings = "",
                                .width = 960, .height = 600, .scale = 1, .hidden = true, .quiet = true};
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("%s", why);
    return app;
}

static void step_until(struct app *app, bool (*holds)(struct app *app)) {
    int64_t until = now_ms() + DAEMON_MS;
    while (!holds(app)) {
        assert_true(app_step(app) >= 0);
        SDL_Delay(2);
        assert_true(now_ms() < until);
    }
}

static const struct seat *seat_of(struct app *app) {
    return model_seat(app_model(app), app_seat(app));
}
static bool at_table(struct app *app) {
    return app_screen_now(app) == APP_TABLE && !model_is_busy(app_model(app));
}
static bool looks_on(struct app *app) {
    return app_screen_now(app) == APP_WATCH;
}
static bool has_truth(struct app *app) {
    return app_shows_truth(app);
}
static bool has_games(struct app *app) {
    return app_screen_now(app) == APP_GAMES && model_lobby(app_model(app))->lines > 0;
}
static bool has_heard(struct app *app) {
    return seat_of(app)->chat.count > 0;
}
static bool has_heard_two(struct app *app) {
    return seat_of(app)->chat.count > 1;
}
static bool is_paused(struct app *app) {
    return seat_of(app)->paused && seat_of(app)->rulings == 1;
}
static bool has_amended(struct app *app) {
    return seat_of(app)->rulings == 2 && !model_is_busy(app_model(app));
}
static bool is_back(struct app *app) {
    return seat_of(app)->rulings == 3 && app_shows_truth(app) && seat_of(app)->view.turn == 1;
}
static bool in_turn_2(struct app *app) {
    return seat_of(app)->view.turn == 2 && seat_of(app)->report_turn == 1;
}
/* The seat that the umpire plays; -1: none. */
static int umpires_own(struct app *app) {
    for (size_t i = 0; i < model_seats(app_model(app)); i++)
        if (model_seat(app_model(app), i)->role == SEAT_PLAYER && model_seat(app_model(app), i)->has_view)
            return (int)i;
    return -1;
}
static bool umpire_plays(struct app *app) {
    return umpires_own(app) >= 0 && !model_is_busy(app_model(app));
}
static bool plays_back(struct app *app) {
    return app_screen_now(app) == APP_PLAYBACK;
}
static bool in_turn_3(struct app *app) {
    return at_table(app) && seat_of(app)->view.turn == 3;
}

/* The player of the police plays two turns and goes. */
static int play_two_turns(void **state) {
    (void)state;
    static const char *const args[] = {"--tls", "off", "--seat", "kfor=ai:scripted", "--seat", "irregulars=ai:scripted",
                                       "--listed", "--watched", "--delay", "1", "--umpired", NULL};
    daemon_make(&server, program);
    daemon_start(&server, args);
    struct app *app = open_client(server.seat[0].token);
    for (int i = 0; i < 4000 && app_screen_now(app) == APP_WAITING; i++) {
        window_do(app, "key Return");
        SDL_Delay(2);
    }
    step_until(app, at_table);
    for (unsigned turn = 1; turn <= 2; turn++) {
        model_commit(app_model(app), app_seat(app), true);
        while (seat_of(app)->view.turn == turn) {
            assert_true(app_step(app) >= 0);
            SDL_Delay(2);
        }
    }
    step_until(app, in_turn_3);
    app_close(app);
    return 0;
}

static int stop(void **state) {
    (void)state;
    int code = daemon_stop(&server);
    daemon_remove(&server);
    return code;
}

static void a_spectator_sees_every_side_a_turn_late(void **state) {
    (void)state;
    struct app *app = open_client(NULL);
    step_until(app, has_games);
    window_do(app, "key w");
    step_until(app, looks_on);
    assert_int_equal(model_seats(app_model(app)), 3);
    assert_int_equal(seat_of(app)->role, SEAT_SPECTATOR);
    window_do(app, "key 0"); /* the truth is the umpire's alone */
    assert_false(app_shows_truth(app));
    for (int side = 0; side < 3; side++) {
        char key[8];
        snprintf(key, sizeof key, "key %d", side + 1);
        window_do(app, key);
        assert_int_equal(seat_of(app)->side, side);
        assert_int_equal(seat_of(app)->view.side, side);
        assert_int_equal(seat_of(app)->view.turn, 2);
        assert_int_equal(seat_of(app)->view.plan.count, 0); /* orders are nobody else's to see */
        assert_int_equal(seat_of(app)->turn, 3);
    }
    window_do(app, "key Return"); /* no orders, no commit */
    assert_int_equal(app_screen_now(app), APP_WATCH);
    assert_false(model_is_busy(app_model(app)));
    app_close(app);
}

/* Each of those who look on says a line from the panel (F8): the spectator to who looks on, the umpire to all. */
static void who_looks_on_can_speak(void **state) {
    (void)state;
    struct app *spectator = open_client(NULL);
    step_until(spectator, has_games);
    window_do(spectator, "key w");
    step_until(spectator, looks_on);
    window_do(spectator, "key F8");
    window_do(spectator, "text What a morning.");
    window_do(spectator, "key Return");
    step_until(spectator, has_heard);
    const struct chat_heard *line = &seat_of(spectator)->chat.line[0];
    assert_string_equal(line->text, "What a morning.");
    assert_int_equal(line->role, SEAT_SPECTATOR);
    assert_int_equal(line->to, SAY_TO_WATCHERS);
    app_close(spectator);
    struct app *umpire = open_client(server.umpire);
    step_until(umpire, looks_on);
    step_until(umpire, has_heard);
    window_do(umpire, "key F8");
    window_do(umpire, "text Five minutes.");
    window_do(umpire, "key Return");
    step_until(umpire, has_heard_two);
    line = &seat_of(umpire)->chat.line[1];
    assert_int_equal(line->role, SEAT_UMPIRE);
    assert_int_equal(line->to, SAY_TO_ALL);
    app_close(umpire);
}

static void the_truth_is_what_each_side_has(void **state) {
    (void)state;
    static struct view truth;
    struct app *app = open_client(server.umpire);
    step_until(app, looks_on);
    step_until(app, has_truth);
    struct model *model = app_model(app);
    assert_true(truth_view(model, app_seat(app), &truth));
    unsigned own = 0;
    for (int side = 0; side < 3; side++) {
        const struct view *view = &model_seat(model, truth_eyes(model, app_seat(app), side))->view;
        assert_int_equal(view->side, side);
        for (unsigned i = 0; i < view->units; i++) {
            if (view->unit[i].status != UNIT_ON_MAP)
                continue;
            const struct view *of;
            const struct view_unit *unit = truth_unit(model, app_seat(app), view->unit[i].unit, &of);
            assert_non_null(unit);
            assert_memory_equal(unit, &view->unit[i], sizeof *unit);
            const struct view_contact *contact = view_contact_find(&truth, (uint16_t)(view->unit[i].unit + 1));
            assert_true(side == 0 ? contact == NULL : contact != NULL && contact->hex == unit->hex);
            own += side > 0;
        }
    }
    assert_int_equal(truth.contacts, own);
    app_close(app);
}

static void a_ruling_is_made_with_the_keyboard_and_told_with_its_reason(void **state) {
    (void)state;
    struct app *app = open_client(server.umpire);
    step_until(app, looks_on);
    step_until(app, has_truth);
    window_do(app, "key p");
    window_do(app, "key Return"); /* without a reason nothing is sent */
    assert_false(model_is_busy(app_model(app)));
    assert_int_equal(seat_of(app)->rulings, 0);
    window_do(app, "text A short break.");
    window_do(app, "key Return");
    step_until(app, is_paused);
    assert_string_equal(seat_of(app)->ruling[0].kind, "pause");
    assert_string_equal(seat_of(app)->ruling[0].reason, "A short break.");
    window_do(app, "key a");
    window_do(app, "key 2"); /* a track: tension */
    int tension = seat_of(app)->view.track[TRACK_TENSION];
    window_do(app, "key Up");
    window_do(app, "key Return"); /* to the reason */
    window_do(app, "still");
    window_do(app, "text The radio was wrong.");
    window_do(app, "key Return");
    step_until(app, has_amended);
    assert_string_equal(seat_of(app)->ruling[1].kind, "amend");
    assert_int_equal(seat_of(app)->view.track[TRACK_TENSION], tension + 1);
    window_do(app, "key r");
    window_do(app, "key Down"); /* from turn 2 to turn 1 */
    window_do(app, "key Return");
    window_do(app, "still");
    window_do(app, "text From the start.");
    window_do(app, "key Return");
    step_until(app, is_back);
    assert_string_equal(seat_of(app)->ruling[2].kind, "rewind");
    assert_int_equal(seat_of(app)->report_turn, 0); /* what was told of later turns did not happen */
    app_close(app);
}

/* The umpire's log and playback are of the truth: all that happened, whoever saw it, with the units by their names. */
static void the_umpire_is_shown_all_that_happened(void **state) {
    (void)state;
    struct app *umpire = open_client(server.umpire);
    step_until(umpire, has_truth);
    size_t place = truth_eyes(app_model(umpire), app_seat(umpire), 0);
    assert_true(model_hand_over(app_model(umpire), place, 0, "umpire"));
    step_until(umpire, umpire_plays);
    assert_true(model_pause(app_model(umpire), place, false, "On with it."));
    step_until(umpire, umpire_plays);
    model_commit(app_model(umpire), (size_t)umpires_own(umpire), true);
    step_until(umpire, in_turn_2);
    const struct seat *truth = seat_of(umpire);
    assert_true(truth->truth);
    size_t seen = 0, moved[SIDE_MAX] = {0};
    for (size_t i = 0; i < truth->log_count; i++) {
        const struct event *event = &truth->log[i].event;
        assert_true(event->unit.kind != REF_CONTACT && event->other.kind != REF_CONTACT);
        seen += event->kind == EVENT_sighted;
        if (event->kind == EVENT_moved)
            moved[truth->scenario->roster[event->unit.id].side]++;
    }
    assert_true(seen > 0 && moved[1] > 0 && moved[2] > 0);
    window_do(umpire, "key Space");
    step_until(umpire, plays_back);
    assert_true(seat_of(umpire)->truth);
    playback_show(umpire, (float)truth->event_count); /* it ends where everybody stands */
    const struct view *end = &umpire->playback.view;
    size_t stands = 0;
    for (unsigned i = 0; i < truth->view.contacts; i++) {
        const struct view_contact *there = view_contact_find(end, truth->view.contact[i].handle);
        assert_true(!there || there->hex == truth->view.contact[i].hex);
        stands += there != NULL;
    }
    assert_true(stands > 0);
    app_close(umpire);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spectator_sees_every_side_a_turn_late),
        cmocka_unit_test(who_looks_on_can_speak),
        cmocka_unit_test(the_truth_is_what_each_side_has),
        cmocka_unit_test(a_ruling_is_made_with_the_keyboard_and_told_with_its_reason),
        cmocka_unit_test(the_umpire_is_shown_all_that_happened),
    };
    program = argc > 1 ? argv[1] : "ibard";
    return cmocka_run_group_tests(tests, play_two_turns, stop);
}
