/* Promise: the sheet of the seats says who is away and for how long, which clock runs, and what is voted on; a deed is
 * said in a sentence first and sent with Enter; what the server refuses is told there. */
#include "peer.h"
#include "window.h"

#include "data/data.h"
#include "model/lobby.h"
#include "screens/app_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define TOKEN "0123456789abcdef0123456789abcdef"

static const char *const FEATURES[] = {"lobby", NULL};

static uint8_t seal[SEAL_BYTES]; /* that the server names */

static struct app *sit_down(struct peer *peer, Ibar__V1__Role role) {
    char why[512] = "";
    struct app_config config = {.connect = peer->address, .token = TOKEN, .plain = true, .settings = "",
                                .width = 960, .height = 600, .scale = 1, .hidden = true};
    struct problems problems = {0};
    struct library *library = library_create(data_folder());
    const struct scenario *scenario = library_find(library, "bridge-checkpoint", &problems);
    assert_non_null(scenario);
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("%s", why);
    peer_welcome(peer, app, FEATURES);
    peer_expect(peer, app, IBAR__V1__ENVELOPE__BODY_JOIN);
    Ibar__V1__Joined joined = IBAR__V1__JOINED__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    joined.seat = 1;
    joined.game = 7;
    joined.side = role == IBAR__V1__ROLE__ROLE_PLAYER ? (char *)"police" : (char *)"";
    joined.scenario = (char *)"bridge-checkpoint";
    joined.scenario_hash = scenario->content_hash;
    joined.seal.data = seal;
    joined.seal.len = sizeof seal;
    joined.role = role;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOINED;
    envelope.joined = &joined;
    peer_answer(peer, &envelope);
    peer_settle(peer, app);
    library_destroy(library);
    return app;
}

static bool police_by_computer;

/* The police are here, KFOR's player is away, a computer plays the irregulars. */
static void tell_table(struct peer *peer, struct app *app, unsigned remaining, unsigned grace, bool paused,
                       const char *proposal) {
    static const char *const sides[] = {"police", "kfor", "irregulars"};
    Ibar__V1__Table table = IBAR__V1__TABLE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Seat seat[3], *seats[3];
    for (int i = 0; i < 3; i++) {
        ibar__v1__seat__init(&seat[i]);
        seat[i].side = (char *)sides[i];
        seats[i] = &seat[i];
        seat[i].bank_ms = 60000;
    }
    seat[0].connected = true;
    seat[0].computer = police_by_computer;
    seat[1].absent_ms = 180000;
    seat[1].name = (char *)"Reader";
    seat[1].proposal = (char *)proposal;
    seat[1].votes = proposal[0] != 0;
    seat[1].votes_needed = 1;
    seat[2].computer = seat[2].committed = true;
    table.phase = IBAR__V1__PHASE__PHASE_ORDERS;
    table.turn = 4;
    table.remaining_ms = remaining;
    table.grace_ms = grace;
    table.paused = paused;
    table.n_seats = 3;
    table.seats = seats;
    envelope.seat = 1;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_TABLE;
    envelope.table = &table;
    peer_say(peer, &envelope);
    peer_settle(peer, app);
}

static void clocks_run_one_after_the_other(void **state) {
    (void)state;
    struct peer peer;
    struct clocks clocks;
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_PLAYER);
    tell_table(&peer, app, 30000, 0, false, "");
    const struct seat *seat = model_seat(app_model(app), 0);
    int64_t told = seat->clock_at_ms;
    model_clocks(app_model(app), 0, told + 10000, &clocks);
    assert_int_equal(clocks.turn, 20000); /* the turn's own time first: no game clock runs */
    assert_int_equal(clocks.bank[0], 60000);
    assert_false(clocks.runs[0]);
    assert_int_equal(clocks.bank[2], -1); /* a computer has none */
    assert_int_equal(clocks.absent[1], 190000);
    assert_int_equal(clocks.absent[0], -1);
    model_clocks(app_model(app), 0, told + 45000, &clocks);
    assert_int_equal(clocks.turn, -1);
    assert_true(clocks.runs[0] && clocks.runs[1]);
    assert_int_equal(clocks.bank[0], 45000);
    tell_table(&peer, app, 0, 20000, false, "");
    told = seat->clock_at_ms;
    model_clocks(app_model(app), 0, told + 5000, &clocks);
    assert_int_equal(clocks.grace, 15000);
    tell_table(&peer, app, 30000, 0, true, "");
    told = seat->clock_at_ms;
    model_clocks(app_model(app), 0, told + 100000, &clocks);
    assert_true(clocks.paused);
    assert_int_equal(clocks.turn, 30000); /* clocks stand still */
    assert_int_equal(clocks.bank[0], 60000);
    app_close(app);
    peer_end(&peer);
}

static void a_player_votes_with_the_keyboard(void **state) {
    (void)state;
    struct peer peer;
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_PLAYER);
    const struct seat *seat = model_seat(app_model(app), 0);
    tell_table(&peer, app, 30000, 0, false, "");
    window_do(app, "key F9");
    window_do(app, "key 3"); /* the irregulars: a computer's from the start, nothing to vote on */
    window_do(app, "key o");
    window_do(app, "key Return");
    assert_false(model_is_busy(app_model(app)));
    window_do(app, "key 2");
    window_do(app, "key c");
    assert_false(model_is_busy(app_model(app))); /* first it is said what will be done */
    window_do(app, "key Return");
    const Ibar__V1__HandOver *hand = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_HAND_OVER)->hand_over;
    assert_string_equal(hand->side, "kfor");
    assert_string_equal(hand->to, "ai:scripted");
    peer_refuse(&peer, "The player of KFOR has been away for 20 seconds: one votes on the seat after 60.");
    peer_settle(&peer, app);
    assert_string_equal(seat->asked.trouble,
                        "The player of KFOR has been away for 20 seconds: one votes on the seat after 60.");
    window_do(app, "key c");
    window_do(app, "key Return");
    peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_HAND_OVER);
    peer_done(&peer);
    tell_table(&peer, app, 30000, 0, false, "ai:scripted");
    assert_string_equal(seat->asked.trouble, "");
    assert_string_equal(seat->others[1].proposal, "ai:scripted");
    window_do(app, "key x");
    window_do(app, "key Return");
    hand = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_HAND_OVER)->hand_over;
    assert_string_equal(hand->to, "");
    app_close(app);
    peer_end(&peer);
}

static void the_host_invites_and_copies_the_line(void **state) {
    (void)state;
    struct peer peer;
    char line[200];
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_HOST);
    tell_table(&peer, app, 30000, 0, false, "");
    assert_int_equal(app_screen_now(app), APP_WAITING); /* a host sees no more than is public */
    window_do(app, "key F9");
    window_do(app, "key 2");
    window_do(app, "key i");
    const Ibar__V1__Invite *invite = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_INVITE)->invite;
    assert_string_equal(invite->side, "kfor");
    Ibar__V1__Invitation made = IBAR__V1__INVITATION__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    made.token = (char *)"fedcba9876543210fedcba9876543210";
    made.side = (char *)"kfor";
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_INVITATION;
    envelope.invitation = &made;
    peer_answer(&peer, &envelope);
    peer_settle(&peer, app);
    window_do(app, "key y");
    snprintf(line, sizeof line, "ibar --connect %s --seat fedcba9876543210fedcba9876543210 --no-tls", peer.address);
    char *copied = SDL_GetClipboardText();
    assert_string_equal(copied, line);
    SDL_free(copied);
    window_do(app, "key o"); /* at once, without a vote */
    window_do(app, "key Return");
    assert_string_equal(peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_HAND_OVER)->hand_over->to, "open");
    app_close(app);
    peer_end(&peer);
}

static void a_seat_that_is_given_up_is_gone(void **state) {
    (void)state;
    struct peer peer;
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_PLAYER);
    tell_table(&peer, app, 30000, 0, false, "");
    window_do(app, "key F9");
    window_do(app, "key 1");
    window_do(app, "key g");
    window_do(app, "key Return");
    assert_true(peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_LEAVE)->leave->give_up);
    peer_done(&peer);
    peer_settle(&peer, app);
    assert_int_equal(app_screen_now(app), APP_MENU);
    assert_null(app_model(app));
    app_close(app);
    peer_end(&peer);
}

/* The seal of the start fixes every secret that is told after the end: each is the seal of the next. */
static void the_secrets_that_are_told_must_fit_the_seal(void **state) {
    (void)state;
    uint8_t root[SEAL_SECRET_BYTES] = {7}, secret[3][SEAL_SECRET_BYTES];
    ProtobufCBinaryData later[2];
    for (unsigned i = 0; i < 3; i++)
        seal_chain(root, i, secret[i]);
    seal_make(secret[0], seal);
    struct peer peer;
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_PLAYER);
    for (unsigned told = 0; told < 4; told++) {
        Ibar__V1__Over over = IBAR__V1__OVER__INIT;
        Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
        over.secret = (ProtobufCBinaryData){sizeof secret[0], secret[0]};
        over.later_secrets = later;
        over.n_later_secrets = told < 3 ? told : 2;
        later[0] = (ProtobufCBinaryData){sizeof secret[1], secret[1]};
        later[1] = (ProtobufCBinaryData){sizeof secret[2], secret[told == 3 ? 0 : 2]};
        envelope.seat = 1;
        envelope.body_case = IBAR__V1__ENVELOPE__BODY_OVER;
        envelope.over = &over;
        peer_say(&peer, &envelope);
        peer_settle(&peer, app);
        assert_int_equal(model_seat(app_model(app), 0)->seal_kept, told < 3); /* the fourth was chosen later */
    }
    memset(seal, 0, sizeof seal);
    app_close(app);
    peer_end(&peer);
}

/* Who came after the end to look, and whose seat a computer has, asks for it when the game goes back; once. */
static void a_seat_is_asked_back_from_a_computer(void **state) {
    (void)state;
    struct peer peer;
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_PLAYER);
    police_by_computer = true;
    tell_table(&peer, app, 30000, 0, false, "");
    const Ibar__V1__Envelope *asked = peer_expect(&peer, app, IBAR__V1__ENVELOPE__BODY_JOIN);
    assert_string_equal(asked->join->token, TOKEN);
    tell_table(&peer, app, 29000, 0, false, "");
    police_by_computer = false;
    tell_table(&peer, app, 28000, 0, false, "");
    window_do(app, "key F9");
    assert_false(model_seat(app_model(app), 0)->asked_back);
    app_close(app);
    peer_end(&peer);
}

/* A host sees of a game under way who plans and who has committed, not who was ready for it. */
static void the_host_is_told_who_plans(void **state) {
    (void)state;
    struct peer peer;
    const char *words;
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_HOST);
    tell_table(&peer, app, 30000, 0, false, "");
    const struct seat *seat = model_seat(app_model(app), 0);
    assert_false(seats_standing(seat, 0, &words));
    assert_string_equal(words, "plans");
    assert_true(seats_standing(seat, 2, &words));
    assert_string_equal(words, "committed");
    app_close(app);
    peer_end(&peer);
}

/* A ruling comes with the screen that it changes: it is told on that screen too. */
static void news_stay_when_the_screen_changes(void **state) {
    (void)state;
    struct peer peer;
    peer_begin(&peer);
    struct app *app = sit_down(&peer, IBAR__V1__ROLE__ROLE_HOST);
    app_tell(app, "The umpire has taken the game back to turn 1.");
    app_go(app, APP_WAITING);
    assert_string_equal(app->said, "The umpire has taken the game back to turn 1.");
    app_say(app, "That cannot be aimed at.");
    app_go(app, APP_WAITING);
    assert_string_equal(app->said, "");
    app_close(app);
    peer_end(&peer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_run_one_after_the_other),
        cmocka_unit_test(a_player_votes_with_the_keyboard),
        cmocka_unit_test(the_host_invites_and_copies_the_line),
        cmocka_unit_test(a_seat_that_is_given_up_is_gone),
        cmocka_unit_test(the_secrets_that_are_told_must_fit_the_seal),
        cmocka_unit_test(a_seat_is_asked_back_from_a_computer),
        cmocka_unit_test(the_host_is_told_who_plans),
        cmocka_unit_test(news_stay_when_the_screen_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
