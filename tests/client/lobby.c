/* Promise: the lobby shows what the server lists, asks for what the filters say, takes seats and creates games; what the
 * server refuses is told in its own sentence, and nothing else changes; the token of a seat is kept for the next start. */
#include "peer.h"
#include "window.h"

#include "data/data.h"
#include "model/kept.h"
#include "model/lobby.h"
#include "screens/app_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define TOKEN "0123456789abcdef0123456789abcdef"

static const char *const FEATURES[] = {"lobby", "create", "accounts", NULL};
static char places[64];

static struct app *open_lobby(struct peer *peer) {
    char why[512] = "";
    struct app_config config = {.connect = peer->address, .plain = true, .settings = "", .places = places,
                                .width = 960, .height = 600, .scale = 1, .hidden = true};
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("%s", why);
    assert_int_equal(app_screen_now(app), APP_GAMES);
    peer_welcome(peer, app, FEATURES);
    return app;
}

/* Answers a list with `count` games from number `first`; two seats are open, one is a computer's. */
static void answer_games(struct peer *peer, uint64_t first, size_t count, bool more) {
    static const char *const sides[] = {"police", "kfor", "irregulars"};
    Ibar__V1__Games games = IBAR__V1__GAMES__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__GameLine line[LOBBY_PAGE], *lines[LOBBY_PAGE];
    Ibar__V1__Seat seat[3], *seats[3];
    for (int i = 0; i < 3; i++) {
        ibar__v1__seat__init(&seat[i]);
        seat[i].side = (char *)sides[i];
        seat[i].open = i < 2;
        seat[i].computer = i == 2;
        seats[i] = &seat[i];
    }
    for (size_t i = 0; i < count; i++) {
        ibar__v1__game_line__init(&line[i]);
        line[i].game = first + i;
        line[i].name = (char *)"Club evening";
        line[i].scenario = (char *)"bridge-checkpoint";
        line[i].phase = IBAR__V1__PHASE__PHASE_LOBBY;
        line[i].n_seats = 3;
        line[i].seats = seats;
        line[i].watched = true;
        lines[i] = &line[i];
    }
    games.n_games = count;
    games.games = lines;
    games.more = more;
    games.total = count;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_GAMES;
    envelope.games = &games;
    peer_answer(peer, &envelope);
}

static void answer_joined(struct peer *peer, struct app *app, Ibar__V1__Role role, const char *token) {
    static uint8_t seal[SEAL_BYTES];
    struct problems problems = {0};
    struct library *library = library_create(data_folder());
    const struct scenario *scenario = library_find(library, "bridge-checkpoint", &problems);
    Ibar__V1__Joined joined = IBAR__V1__JOINED__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    assert_non_null(scenario);
    joined.seat = 1;
    joined.game = 7;
    joined.game_name = (char *)"Club evening";
    joined.side = role == IBAR__V1__ROLE__ROLE_PLAYER ? (char *)"police" : (char *)"";
    joined.scenario = (char *)"bridge-checkpoint";
    joined.scenario_hash = scenario->content_hash;
    joined.seal.data = seal;
    joined.seal.len = sizeof seal;
    joined.role = role;
    joined.token = (char *)token;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOINED;
    envelope.joined = &joined;
    peer_answer(peer, &envelope);
    peer_settle(peer, app);
    library_destroy(library);
}

static void a_seat_is_taken_and_its_token_kept(void **state) {
    (void)state;
    struct peer peer;
    struct kept kept;
    struct stat file;
    peer_begin(&peer);
    unlink(places);
    struct app *app = open_lobby(&peer);
    const struct lobby *lobby = model_lobby(app_model(app));
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    answer_games(&peer, 7, 1, false);
    peer_settle(&peer, app);
    assert_int_equal(lobby->lines, 1);
    window_do(app, "key 3"); /* a computer's: not asked for */
    window_do(app, "key 1");
    const Ibar__V1__Envelope *asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_TAKE_SEAT);
    assert_int_equal(asked->take_seat->game, 7);
    assert_string_equal(asked->take_seat->side, "police");
    peer_refuse(&peer, "The seat of Police was taken a moment ago: choose another.");
    peer_settle(&peer, app);
    assert_int_equal(app_screen_now(app), APP_GAMES);
    assert_string_equal(lobby->enter_trouble, "The seat of Police was taken a moment ago: choose another.");
    assert_int_equal(model_seats(app_model(app)), 0);
    window_do(app, "key 1");
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_TAKE_SEAT);
    answer_joined(&peer, app, IBAR__V1__ROLE__ROLE_PLAYER, TOKEN);
    assert_int_equal(app_screen_now(app), APP_WAITING);
    assert_string_equal(lobby->enter_trouble, "");
    app_close(app);
    assert_int_equal(stat(places, &file), 0);
    assert_int_equal(file.st_mode & 077, 0); /* whoever can read a token has the seat */
    kept_open(&kept, places);
    const struct kept_place *place = kept_find(&kept, peer.address, 7, "police");
    assert_non_null(place);
    assert_string_equal(place->token, TOKEN);
    peer_end(&peer);
}

static void after_a_restart_the_place_is_entered_again(void **state) {
    (void)state;
    struct peer peer;
    struct kept kept;
    struct kept_place place = {.token = TOKEN, .game = "Club evening", .scenario = "bridge-checkpoint",
                               .side = "police", .number = 7, .role = SEAT_PLAYER};
    peer_begin(&peer);
    unlink(places);
    kept_open(&kept, places);
    snprintf(place.address, sizeof place.address, "%s", peer.address);
    kept_add(&kept, &place);
    struct app *app = open_lobby(&peer);
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    answer_games(&peer, 7, 1, false);
    peer_settle(&peer, app);
    window_do(app, "key y"); /* your games */
    window_do(app, "key Return");
    const Ibar__V1__Envelope *asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_JOIN);
    assert_string_equal(asked->join->token, TOKEN);
    answer_joined(&peer, app, IBAR__V1__ROLE__ROLE_PLAYER, "");
    assert_int_equal(app_screen_now(app), APP_WAITING);
    app_close(app);
    peer_end(&peer);
}

static void filters_and_pages_are_asked_for(void **state) {
    (void)state;
    struct peer peer;
    peer_begin(&peer);
    struct app *app = open_lobby(&peer);
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    answer_games(&peer, 1, LOBBY_PAGE, true);
    peer_settle(&peer, app);
    window_do(app, "key PageDown");
    const Ibar__V1__Envelope *asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    assert_int_equal(asked->list_games->after, LOBBY_PAGE);
    answer_games(&peer, LOBBY_PAGE + 1, 3, false);
    peer_settle(&peer, app);
    assert_int_equal(model_lobby(app_model(app))->lines, 3);
    window_do(app, "key PageUp");
    asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    assert_int_equal(asked->list_games->after, 0);
    answer_games(&peer, 1, LOBBY_PAGE, true);
    peer_settle(&peer, app);
    window_do(app, "key o");
    asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    assert_true(asked->list_games->open);
    assert_int_equal(asked->list_games->after, 0);
    peer_refuse(&peer, "The list was asked for too often: wait a moment.");
    peer_settle(&peer, app);
    assert_string_equal(model_lobby(app_model(app))->list_trouble, "The list was asked for too often: wait a moment.");
    assert_int_equal(model_lobby(app_model(app))->lines, LOBBY_PAGE); /* what was there stays */
    app_close(app);
    peer_end(&peer);
}

static void a_game_is_created_and_its_host_sits_down(void **state) {
    (void)state;
    struct peer peer;
    peer_begin(&peer);
    struct app *app = open_lobby(&peer);
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    answer_games(&peer, 7, 1, false);
    peer_settle(&peer, app);
    window_do(app, "key n");
    app_step(app);
    window_do(app, "point 424 211"); /* KFOR: Computer */
    window_do(app, "click");
    window_do(app, "point 584 202"); /* 5 min for the orders */
    window_do(app, "click");
    window_do(app, "point 750 537"); /* Create and host it */
    window_do(app, "click");
    const Ibar__V1__CreateGame *create = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_CREATE_GAME)->create_game;
    assert_int_equal(create->turn_seconds, 300);
    assert_int_equal(create->n_seats, 3);
    assert_string_equal(create->seats[0]->player, "");
    assert_string_equal(create->seats[1]->player, "scripted");
    assert_false(create->unlisted);
    Ibar__V1__Created created = IBAR__V1__CREATED__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    created.game = 7;
    created.host_token = (char *)TOKEN;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_CREATED;
    envelope.created = &created;
    peer_answer(&peer, &envelope);
    assert_string_equal(peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_JOIN)->join->token, TOKEN);
    answer_joined(&peer, app, IBAR__V1__ROLE__ROLE_HOST, "");
    assert_int_equal(app_screen_now(app), APP_WAITING);
    assert_int_equal(model_seat(app_model(app), 0)->role, SEAT_HOST);
    app_close(app);
    peer_end(&peer);
}

static void who_has_logged_in_sits_under_that_name(void **state) {
    (void)state;
    struct peer peer;
    peer_begin(&peer);
    struct app *app = open_lobby(&peer);
    const struct lobby *lobby = model_lobby(app_model(app));
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LIST_GAMES);
    answer_games(&peer, 7, 1, false);
    peer_settle(&peer, app);
    assert_true(model_login(app_model(app), "Reader", "a wrong password", false));
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LOGIN);
    peer_refuse(&peer, "Name or password is wrong.");
    peer_settle(&peer, app);
    assert_string_equal(lobby->account, "");
    assert_string_equal(lobby->account_trouble, "Name or password is wrong.");
    window_do(app, "key A");
    assert_int_equal(app->games.sheet, GAMES_ACCOUNT);
    assert_true(model_login(app_model(app), "Reader", "a long password", true));
    app->games.logs_in = true;
    const Ibar__V1__Envelope *asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_REGISTER_ACCOUNT);
    assert_string_equal(asked->register_account->password, "a long password");
    Ibar__V1__LoggedIn logged = IBAR__V1__LOGGED_IN__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    logged.name = (char *)"Reader";
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_LOGGED_IN;
    envelope.logged_in = &logged;
    peer_answer(&peer, &envelope);
    peer_settle(&peer, app);
    assert_string_equal(lobby->account, "Reader");
    assert_int_equal(app->games.sheet, GAMES_NO_SHEET); /* it has done what it was for */
    assert_string_equal(app->said, "You are logged in as Reader.");
    window_do(app, "key 2");
    asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_TAKE_SEAT);
    assert_string_equal(asked->take_seat->name, "Reader");
    assert_string_equal(asked->take_seat->side, "kfor");
    app_close(app);
    peer_end(&peer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seat_is_taken_and_its_token_kept),
        cmocka_unit_test(after_a_restart_the_place_is_entered_again),
        cmocka_unit_test(filters_and_pages_are_asked_for),
        cmocka_unit_test(a_game_is_created_and_its_host_sits_down),
        cmocka_unit_test(who_has_logged_in_sits_under_that_name),
    };
    snprintf(places, sizeof places, "/tmp/ibar-places-%d.json", (int)getpid());
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(places);
    return failed;
}
