/* Promise: an absent player's seat goes to a computer, a substitute or the umpire, by host and umpire at once, by the
 * others' vote; the first player gets it back; all of it is there after a restart. */
#include "lobby_scene.h"

#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MINUTE = 60000 };

static struct scene *game_open(const char *path) {
    struct scene *scene = scene_open(path);
    scene_create_as(scene, &(struct host_game){.umpired = true});
    scene_begin(scene);
    return scene;
}

static const Ibar__V1__Envelope *hand_over(struct client *client, unsigned seat, const char *side, const char *to) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__HandOver message = IBAR__V1__HAND_OVER__INIT;
    envelope.seat = seat;
    envelope.body_case = BODY(HAND_OVER);
    envelope.hand_over = &message;
    message.side = (char *)side;
    message.to = (char *)to;
    return client_ask(client, &envelope);
}

static const Ibar__V1__Seat *seat_of(const struct client *client, int side) {
    return client_last(client, BODY(TABLE))->table->seats[side];
}

/* A new token for the seat as it is handed out now. */
static const Ibar__V1__Envelope *substitute_join(struct scene *scene, struct client *client, int side) {
    struct host_seat seats[SIDE_MAX];
    size_t count;
    assert_true(host_seats(scene->host, 1, seats, &count));
    scene_flush(scene);
    return client_join(client, seats[side].token, "Substitute");
}

static void the_host_gives_a_seat_to_a_computer_and_back(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST), *police = &scene->client[POLICE];
    client_close(&scene->client[KFOR]);
    assert_int_equal(hand_over(host, 0, "kfor", "ai:scripted")->body_case, BODY(DONE));
    const Ibar__V1__Seat *seat = seat_of(police, KFOR);
    assert_true(seat->computer && seat->substitute && seat->committed && !seat->open);
    assert_string_equal(seat->player, "scripted");
    client_commit(police, 0, 0);
    client_commit(&scene->client[IRREGULARS], 0, 0);
    assert_int_equal(client_last(police, BODY(TABLE))->table->turn, 2);
    /* The first player comes back with his token. */
    struct client *kfor = client_seated(scene, KFOR);
    seat = seat_of(police, KFOR);
    assert_true(!seat->computer && !seat->substitute && seat->connected);
    assert_int_equal(client_last(kfor, BODY(VIEW))->view->turn, 2);
    client_plan(kfor, 0);
    client_commit(police, 0, 0);
    client_commit(&scene->client[IRREGULARS], 0, 0);
    assert_int_equal(client_last(police, BODY(TABLE))->table->turn, 2);
    client_commit(kfor, 0, 0);
    assert_int_equal(client_last(police, BODY(TABLE))->table->turn, 3);
    scene_close(scene);
}

/* The same by a HandOver: nobody is there, but the seat waits for its first player again. */
static void back_is_back(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST), *police = &scene->client[POLICE];
    client_close(&scene->client[KFOR]);
    hand_over(host, 0, "kfor", "ai:random");
    assert_int_equal(hand_over(host, 0, "kfor", "back")->body_case, BODY(DONE));
    const Ibar__V1__Seat *seat = seat_of(police, KFOR);
    assert_true(!seat->computer && !seat->substitute && !seat->open && !seat->connected);
    expect_error(hand_over(host, 0, "kfor", "back"), CODE(REFUSED), "hand_over.to", "nothing to hand back");
    scene_close(scene);
}

/* S-HAND-1: a substitute's token ends with his turn at the seat; that of the first player never does. */
static void a_substitute_takes_the_seat_and_gives_it_back(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST), *police = &scene->client[POLICE];
    assert_int_equal(hand_over(host, 0, "kfor", "open")->body_case, BODY(DONE));
    expect_error(client_last(&scene->client[KFOR], BODY(ERROR)), CODE(SEAT), "seat", "was handed over");
    expect_error(client_commit(&scene->client[KFOR], 0, 0), CODE(SEAT), "seat", "holds none");
    assert_true(seat_of(police, KFOR)->open);
    assert_false(seat_of(police, KFOR)->substitute);
    struct host_seat seats[SIDE_MAX];
    size_t count;
    assert_true(host_seats(scene->host, 1, seats, &count));
    struct client *substitute = client_greeted(scene), *first = client_greeted(scene);
    assert_int_equal(client_join(substitute, seats[KFOR].token, "Boris")->body_case, BODY(JOINED));
    assert_true(seat_of(police, KFOR)->substitute && !seat_of(police, KFOR)->open);
    assert_string_equal(seat_of(police, KFOR)->name, "Boris");
    assert_string_equal(client_last(police, BODY(RULING))->ruling->text, "A substitute plays KFOR from here on.");
    assert_int_equal(client_commit(substitute, 0, 0)->body_case, BODY(DONE));
    expect_error(client_join(first, scene->seat[KFOR].token, "Ana"), CODE(SEAT), "seat",
                 "A substitute plays KFOR in your stead");
    assert_int_equal(hand_over(host, 0, "kfor", "back")->body_case, BODY(DONE));
    expect_error(client_last(substitute, BODY(ERROR)), CODE(SEAT), "seat", "was handed over");
    expect_error(client_join(substitute, seats[KFOR].token, "Boris"), CODE(TOKEN), "join.token", "was handed on");
    assert_int_equal(client_join(first, scene->seat[KFOR].token, "Ana")->body_case, BODY(JOINED));
    assert_string_equal(seat_of(police, KFOR)->name, "Ana");
    /* Nor does the token open a later hand-over. */
    hand_over(host, 0, "kfor", "open");
    expect_error(client_join(substitute, seats[KFOR].token, "Boris"), CODE(TOKEN), "join.token", "was handed on");
    assert_int_equal(substitute_join(scene, substitute, KFOR)->body_case, BODY(JOINED));
    scene_close(scene);
}

static void who_comes_first_to_an_open_seat_may_be_its_player(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST);
    client_close(&scene->client[KFOR]);
    hand_over(host, 0, "kfor", "open");
    struct client *first = client_seated(scene, KFOR);
    assert_false(seat_of(first, KFOR)->open);
    assert_false(seat_of(first, KFOR)->substitute);
    scene_close(scene);
}

/* S-HAND-2: players hand over by vote alone, of all who are there, and only the seat of who has been away. */
static void players_vote_on_the_seat_of_who_is_away(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *police = &scene->client[POLICE], *irregulars = &scene->client[IRREGULARS];
    expect_error(hand_over(police, 0, "kfor", "ai:scripted"), CODE(REFUSED), "hand_over.side",
                 "The player of KFOR is there");
    client_close(&scene->client[KFOR]);
    scene->now_ms += MINUTE / 2;
    expect_error(hand_over(police, 0, "kfor", "ai:scripted"), CODE(REFUSED), "hand_over.side",
                 "away for 30 seconds: one votes on the seat after 60");
    scene->now_ms += MINUTE / 2;
    assert_int_equal(hand_over(police, 0, "kfor", "ai:scripted")->body_case, BODY(DONE));
    const Ibar__V1__Seat *seat = seat_of(irregulars, KFOR);
    assert_false(seat->computer);
    assert_string_equal(seat->proposal, "ai:scripted");
    assert_int_equal(seat->votes, 1);
    assert_int_equal(seat->votes_needed, 2);
    assert_int_equal(seat->absent_ms, MINUTE);
    /* Another proposal takes the place of the first. */
    assert_int_equal(hand_over(irregulars, 0, "kfor", "ai:random")->body_case, BODY(DONE));
    assert_string_equal(seat_of(police, KFOR)->proposal, "ai:random");
    assert_int_equal(seat_of(police, KFOR)->votes, 1);
    assert_int_equal(hand_over(police, 0, "kfor", "ai:random")->body_case, BODY(DONE));
    seat = seat_of(irregulars, KFOR);
    assert_true(seat->computer);
    assert_string_equal(seat->player, "random");
    assert_string_equal(seat->proposal, "");
    scene_close(scene);
}

static void votes_end_with_who_gave_them_and_with_the_return(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *police = &scene->client[POLICE], *irregulars = &scene->client[IRREGULARS];
    client_close(&scene->client[KFOR]);
    scene->now_ms += MINUTE;
    hand_over(police, 0, "kfor", "open");
    assert_int_equal(hand_over(police, 0, "kfor", "")->body_case, BODY(DONE));
    assert_string_equal(seat_of(irregulars, KFOR)->proposal, "");
    hand_over(police, 0, "kfor", "open");
    client_close(police);
    assert_string_equal(seat_of(irregulars, KFOR)->proposal, "");
    assert_false(seat_of(irregulars, KFOR)->open);
    police = client_seated(scene, POLICE);
    hand_over(police, 0, "kfor", "open");
    client_seated(scene, KFOR);
    assert_string_equal(seat_of(irregulars, KFOR)->proposal, "");
    expect_error(hand_over(irregulars, 0, "kfor", "open"), CODE(REFUSED), "hand_over.side", "is there");
    scene_close(scene);
}

/* A seat that the players of a game of two opened, KFOR's; the police remain, from address 1. */
static struct scene *seat_opened_by_vote(void) {
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, (const char *[]){NULL, NULL, "scripted"}, 0);
    scene->address = 1;
    struct client *police = client_seated(scene, POLICE);
    scene->address = 2;
    struct client *kfor = client_seated(scene, KFOR);
    client_ready(police, 0, 1);
    client_ready(kfor, 0, 2);
    client_close(kfor);
    scene->now_ms += MINUTE;
    assert_int_equal(hand_over(police, 0, "kfor", "open")->body_case, BODY(DONE));
    assert_true(seat_of(police, KFOR)->open);
    return scene;
}

/* S-HAND-3: who is left alone would otherwise see both sides. */
static void a_voter_does_not_take_the_seat_himself(void **state) {
    (void)state;
    struct scene *scene = seat_opened_by_vote();
    struct client *police = &scene->client[0];
    expect_error(substitute_join(scene, police, KFOR), CODE(SEAT), "seat", "you play another side");
    /* Nor by another connection, nor when he has left his own seat. */
    scene->address = 1;
    struct client *again = client_greeted(scene);
    expect_error(substitute_join(scene, again, KFOR), CODE(SEAT), "seat", "from your address");
    client_close(police);
    expect_error(substitute_join(scene, again, KFOR), CODE(SEAT), "seat", "from your address");
    assert_true(seat_of(client_seated(scene, POLICE), KFOR)->open);
    scene->address = 3;
    struct client *other = client_greeted(scene);
    assert_int_equal(substitute_join(scene, other, KFOR)->body_case, BODY(JOINED));
    scene_close(scene);
}

/* The first player is none who plays another side, and host or umpire decide as they see fit. */
static void the_first_player_and_the_hosts_choice_are_apart(void **state) {
    (void)state;
    struct scene *scene = seat_opened_by_vote();
    scene->address = 1;
    struct client *first = client_greeted(scene);
    assert_int_equal(client_join(first, scene->seat[KFOR].token, "Ana")->body_case, BODY(JOINED));
    struct client *host = client_placed(scene, TOKEN_HOST);
    assert_int_equal(hand_over(host, 0, "kfor", "open")->body_case, BODY(DONE));
    assert_int_equal(substitute_join(scene, client_greeted(scene), KFOR)->body_case, BODY(JOINED));
    scene_close(scene);
}

/* S-HAND-3: an account is known also from another address, and after a restart. */
static void an_account_with_another_seat_does_not_take_it(void **state) {
    (void)state;
    char path[] = "/tmp/ibar-hand-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct scene *scene = scene_open_lobby(path, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *host = client_greeted(scene);
    assert_int_equal(client_register(ana, "Ana", "wide open gate")->body_case, BODY(LOGGED_IN));
    uint64_t game = client_create(host, "Evening game")->created->game;
    assert_int_equal(client_take(ana, game, "police", "")->body_case, BODY(JOINED));
    scene->address = 2;
    struct client *kfor = client_greeted(scene);
    assert_int_equal(client_take(kfor, game, "kfor", "Boris")->body_case, BODY(JOINED));
    client_close(kfor);
    scene->now_ms += MINUTE;
    assert_int_equal(hand_over(ana, 0, "kfor", "open")->body_case, BODY(DONE));
    scene_restart(scene);
    scene->address = 3;
    ana = client_greeted(scene);
    scene->now_ms += MINUTE;
    assert_int_equal(client_login(ana, "Ana", "wide open gate")->body_case, BODY(LOGGED_IN));
    expect_error(client_take(ana, game, "kfor", ""), CODE(SEAT), "seat", "you play another side");
    assert_int_equal(client_take(client_greeted(scene), game, "kfor", "Vuk")->body_case, BODY(JOINED));
    scene_close(scene);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

/* The substitute has no vote on giving the seat back. */
static void players_vote_a_seat_back(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST), *substitute = client_greeted(scene);
    hand_over(host, 0, "kfor", "open");
    assert_int_equal(substitute_join(scene, substitute, KFOR)->body_case, BODY(JOINED));
    expect_error(hand_over(substitute, 0, "kfor", "back"), CODE(REFUSED), "hand_over.side", "You play KFOR yourself");
    hand_over(&scene->client[POLICE], 0, "kfor", "back");
    assert_true(seat_of(host, KFOR)->substitute);
    hand_over(&scene->client[IRREGULARS], 0, "kfor", "back");
    assert_false(seat_of(host, KFOR)->substitute);
    scene_close(scene);
}

static void the_umpire_takes_a_side_over(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE), *police = &scene->client[POLICE];
    assert_int_equal(hand_over(umpire, 0, "kfor", "umpire")->body_case, BODY(DONE));
    const Ibar__V1__Joined *joined = client_last(umpire, BODY(JOINED))->joined;
    assert_int_equal(joined->role, IBAR__V1__ROLE__ROLE_PLAYER);
    assert_string_equal(joined->side, "kfor");
    assert_int_equal(joined->seat, 2);
    assert_int_equal(client_last(umpire, BODY(JOINED))->answers, 0);
    assert_true(seat_of(police, KFOR)->umpire);
    assert_string_equal(client_last(police, BODY(RULING))->ruling->kind, "seat");
    assert_string_equal(client_last(police, BODY(RULING))->ruling->text, "The umpire plays KFOR from here on.");
    assert_true(client_plan(umpire, 2) > 0);
    assert_int_equal(client_commit(umpire, 2, 0)->body_case, BODY(DONE));
    expect_error(client_join(client_greeted(scene), scene->seat[KFOR].token, "Ana"), CODE(SEAT), "seat",
                 "The umpire plays KFOR in your stead");
    assert_int_equal(hand_over(umpire, 1, "kfor", "back")->body_case, BODY(DONE));
    expect_error(client_commit(umpire, 2, 0), CODE(SEAT), "seat", "does not hold seat 2");
    assert_false(seat_of(police, KFOR)->umpire);
    client_seated(scene, KFOR);
    scene_close(scene);
}

/* A lost line of the umpire leaves his sides his. */
static void the_umpires_seats_go_with_his_place(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE), *police = &scene->client[POLICE];
    hand_over(umpire, 0, "kfor", "umpire");
    client_close(umpire);
    assert_true(seat_of(police, KFOR)->umpire && !seat_of(police, KFOR)->connected);
    umpire = client_placed(scene, TOKEN_UMPIRE);
    assert_true(seat_of(police, KFOR)->connected);
    assert_int_equal(client_last(umpire, BODY(JOINED))->joined->side_number, KFOR);
    struct client *other = client_placed(scene, TOKEN_UMPIRE);
    assert_int_equal(client_commit(other, 2, 0)->body_case, BODY(DONE));
    expect_error(client_commit(umpire, 2, 0), CODE(SEAT), "seat", "holds none");
    scene_close(scene);
}

static void requests_that_make_no_sense_are_refused(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST), *police = &scene->client[POLICE];
    uint64_t journal = store_last(scene->store);
    expect_error(hand_over(host, 0, "press", "open"), CODE(MALFORMED), "hand_over.side", "no side \"press\"");
    expect_error(hand_over(host, 0, "kfor", "ai:einstein"), CODE(MALFORMED), "hand_over.to",
                 "no computer player \"einstein\"");
    expect_error(hand_over(host, 0, "kfor", "Ana"), CODE(MALFORMED), "hand_over.to", "not handed over to \"Ana\"");
    expect_error(hand_over(host, 0, "kfor", ""), CODE(MALFORMED), "hand_over.to", "only a player has a vote");
    expect_error(hand_over(host, 0, "kfor", "umpire"), CODE(REFUSED), "hand_over.to", "No umpire is there");
    expect_error(hand_over(police, 0, "police", "open"), CODE(REFUSED), "hand_over.side", "You play Police");
    assert_int_equal(store_last(scene->store), journal);
    assert_int_equal(hand_over(host, 0, "kfor", "open")->body_case, BODY(DONE));
    expect_error(hand_over(host, 0, "kfor", "open"), CODE(REFUSED), "hand_over.to", "in those hands already");
    assert_int_equal(hand_over(host, 0, "kfor", "ai:idle")->body_case, BODY(DONE));
    expect_error(hand_over(host, 0, "kfor", "ai:idle"), CODE(REFUSED), "hand_over.to", "in those hands already");
    scene_close(scene);
}

/* A seat that a computer has from the start is host's and umpire's to hand over. */
static void a_computers_seat_can_be_opened(void **state) {
    (void)state;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, (const char *[]){NULL, "scripted", "scripted"}, 0);
    struct client *police = client_seated(scene, POLICE), *host = client_placed(scene, TOKEN_HOST);
    client_ready(police, 0, 1);
    scene->now_ms += MINUTE;
    expect_error(hand_over(police, 0, "kfor", "open"), CODE(REFUSED), "hand_over.side",
                 "A computer plays KFOR since the game began");
    assert_int_equal(hand_over(host, 0, "kfor", "open")->body_case, BODY(DONE));
    struct client *kfor = client_greeted(scene);
    assert_int_equal(substitute_join(scene, kfor, KFOR)->body_case, BODY(JOINED));
    assert_false(seat_of(police, KFOR)->computer);
    client_commit(police, 0, 0);
    assert_int_equal(client_last(police, BODY(TABLE))->table->turn, 1);
    assert_int_equal(client_commit(kfor, 0, 0)->body_case, BODY(DONE));
    assert_int_equal(client_last(police, BODY(TABLE))->table->turn, 2);
    assert_int_equal(hand_over(host, 0, "kfor", "back")->body_case, BODY(DONE));
    assert_true(seat_of(police, KFOR)->computer);
    assert_string_equal(seat_of(police, KFOR)->player, "scripted");
    assert_false(seat_of(police, KFOR)->substitute);
    scene_close(scene);
}

/* A seat handed over is taken in the lobby, invited to and given up as others are, and stays its first player's. */
static void a_seat_in_the_lobby_is_handed_over(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *host = client_greeted(scene), *ana = client_greeted(scene), *boris = client_greeted(scene);
    const Ibar__V1__Created *created = client_create(host, "Evening game")->created;
    uint64_t game = created->game;
    assert_int_equal(client_join(host, created->host_token, "")->body_case, BODY(JOINED));
    const Ibar__V1__Envelope *first = client_take(ana, game, "kfor", "Ana");
    assert_int_equal(first->body_case, BODY(JOINED));
    assert_false(client_line(boris, game)->seats[KFOR]->open);
    hand_over(host, 0, "kfor", "open");
    assert_true(client_line(boris, game)->seats[KFOR]->open);
    const Ibar__V1__Envelope *second = client_take(boris, game, "kfor", "Boris");
    assert_int_equal(second->body_case, BODY(JOINED));
    assert_true(seat_of(boris, KFOR)->substitute);
    client_close(boris);
    boris = client_greeted(scene);
    assert_int_equal(client_join(boris, second->joined->token, "Boris")->body_case, BODY(JOINED));
    /* He gives up: it is open again, to others but him. */
    assert_int_equal(client_give_up(boris, 0)->body_case, BODY(DONE));
    assert_true(client_line(host, game)->seats[KFOR]->open);
    expect_error(client_join(boris, second->joined->token, "Boris"), CODE(TOKEN), "join.token", "was handed on");
    const Ibar__V1__Envelope *invited = client_invite(host, 0, "kfor", IBAR__V1__ROLE__ROLE_PLAYER);
    assert_int_equal(invited->body_case, BODY(INVITATION));
    assert_int_equal(client_join(boris, invited->invitation->token, "Boris")->body_case, BODY(JOINED));
    expect_error(client_join(ana, first->joined->token, "Ana"), CODE(SEAT), "seat", "A substitute plays KFOR");
    hand_over(host, 0, "kfor", "back");
    assert_int_equal(client_join(ana, first->joined->token, "Ana")->body_case, BODY(JOINED));
    assert_false(seat_of(ana, KFOR)->substitute);
    scene_close(scene);
}

static void an_account_takes_its_seat_back_from_a_computer(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *host = client_greeted(scene), *ana = client_greeted(scene), *boris = client_greeted(scene);
    assert_int_equal(client_register(ana, "Ana", "wide open gate")->body_case, BODY(LOGGED_IN));
    const Ibar__V1__Created *created = client_create(host, "Evening game")->created;
    uint64_t game = created->game;
    assert_int_equal(client_join(host, created->host_token, "")->body_case, BODY(JOINED));
    assert_int_equal(client_take(ana, game, "kfor", "")->body_case, BODY(JOINED));
    hand_over(host, 0, "kfor", "ai:scripted");
    expect_error(client_take(boris, game, "kfor", "Boris"), CODE(SEAT), "take_seat.side", "Somebody has the seat");
    assert_int_equal(client_take(ana, game, "kfor", "")->body_case, BODY(JOINED));
    assert_false(seat_of(ana, KFOR)->computer);
    hand_over(host, 0, "kfor", "open");
    assert_int_equal(client_take(boris, game, "kfor", "Boris")->body_case, BODY(JOINED));
    expect_error(client_take(ana, game, "kfor", ""), CODE(SEAT), "seat", "A substitute plays KFOR");
    scene_close(scene);
}

static const struct scenario *find(void *ctx, const char *id) {
    (void)ctx;
    (void)id;
    return scene_scenario();
}

/* The record says who played what, and is proved with it. */
static void the_record_tells_who_played(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE), *substitute = client_greeted(scene);
    hand_over(umpire, 1, "kfor", "umpire");
    client_plan(umpire, 2);
    client_commit(umpire, 2, 0);
    hand_over(umpire, 1, "police", "ai:scripted");
    client_commit(&scene->client[IRREGULARS], 0, 0);
    hand_over(umpire, 1, "kfor", "open");
    assert_int_equal(substitute_join(scene, substitute, KFOR)->body_case, BODY(JOINED));
    while (!client_last(umpire, BODY(OVER))) {
        client_plan(substitute, 0);
        client_commit(substitute, 0, 0);
        client_commit(&scene->client[IRREGULARS], 0, 0);
    }
    const Ibar__V1__Record *record = client_simple(substitute, BODY(RECORD_REQUEST), 0)->record;
    static char text[4 * 65536];
    assert_true(record->text.len == record->total && record->total < sizeof(text));
    memcpy(text, record->text.data, record->text.len);
    text[record->text.len] = '\0';
    assert_non_null(strstr(text, "\nseat 1 kfor human umpire\n"));
    assert_non_null(strstr(text, "\nseat 1 police ai scripted\n"));
    assert_non_null(strstr(text, "\nseat 2 kfor human\n"));
    assert_non_null(strstr(text, "\nseat 2 kfor human substitute\n"));
    char why[400] = "";
    if (!record_verify(text, record->text.len, find, NULL, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    scene_close(scene);
}

/* Who does not come before the game begins holds nobody up. */
static void a_seat_that_nobody_took_goes_to_a_computer_and_the_game_begins(void **state) {
    (void)state;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, (const char *[]){NULL, NULL, "scripted"}, 0);
    struct client *police = client_seated(scene, POLICE);
    client_ready(police, 0, 1);
    assert_int_equal(client_last(police, BODY(TABLE))->table->phase, IBAR__V1__PHASE__PHASE_LOBBY);
    expect_error(hand_over(police, 0, "kfor", "ai:scripted"), CODE(REFUSED), "hand_over.side", "has been away for");
    scene->now_ms += MINUTE;
    assert_int_equal(hand_over(police, 0, "kfor", "ai:scripted")->body_case, BODY(DONE));
    assert_int_equal(client_last(police, BODY(TABLE))->table->phase, IBAR__V1__PHASE__PHASE_ORDERS);
    assert_true(seat_of(police, KFOR)->computer);
    /* Its player comes after all, and the turn waits for him. */
    struct client *kfor = client_seated(scene, KFOR);
    client_commit(police, 0, 0);
    assert_int_equal(client_last(kfor, BODY(TABLE))->table->turn, 1);
    client_commit(kfor, 0, 0);
    assert_int_equal(client_last(kfor, BODY(TABLE))->table->turn, 2);
    scene_close(scene);
}

/* Whoever had a seat may look at the end and the record, though a computer or nobody played it last; a substitute may
 * give it up then. */
static void after_the_end_players_come_to_look(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST), *substitute = client_greeted(scene);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE);
    hand_over(host, 0, "kfor", "ai:idle");
    hand_over(host, 0, "police", "open");
    assert_int_equal(substitute_join(scene, substitute, POLICE)->body_case, BODY(JOINED));
    while (!client_last(umpire, BODY(OVER))) {
        client_commit(substitute, 0, 0);
        client_commit(&scene->client[IRREGULARS], 0, 0);
    }
    struct client *kfor = client_seated(scene, KFOR);
    assert_non_null(client_last(kfor, BODY(OVER)));
    assert_int_equal(client_simple(kfor, BODY(RECORD_REQUEST), 0)->body_case, BODY(RECORD));
    assert_int_equal(client_give_up(substitute, 0)->body_case, BODY(DONE));
    assert_non_null(client_last(client_seated(scene, POLICE), BODY(OVER)));
    /* Looking has not made him play: when the game goes back the computer still does, until he comes for it. */
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Rewind rewind = IBAR__V1__REWIND__INIT;
    envelope.body_case = BODY(REWIND);
    envelope.rewind = &rewind;
    rewind.turn = 1;
    rewind.reason = (char *)"Once more.";
    assert_int_equal(client_ask(umpire, &envelope)->body_case, BODY(DONE));
    assert_true(seat_of(kfor, KFOR)->computer);
    assert_int_equal(client_join(kfor, scene->seat[KFOR].token, "Ana")->body_case, BODY(JOINED));
    assert_false(seat_of(kfor, KFOR)->computer);
    assert_int_equal(client_commit(kfor, 0, 0)->body_case, BODY(DONE));
    scene_close(scene);
}

/* A game's journal and memory do not grow without end by hand-overs. */
/* Whoever played on in their stead: HandOver is not for after the end, so nobody could let them in. */
static void after_the_end_first_players_see_what_became_of_it(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE), *substitute = client_greeted(scene);
    hand_over(umpire, 1, "kfor", "umpire");
    hand_over(umpire, 1, "police", "open");
    assert_int_equal(substitute_join(scene, substitute, POLICE)->body_case, BODY(JOINED));
    while (!client_last(umpire, BODY(OVER))) {
        client_commit(umpire, 2, 0);
        client_commit(substitute, 0, 0);
        client_commit(&scene->client[IRREGULARS], 0, 0);
    }
    struct client *kfor = client_seated(scene, KFOR), *police = client_seated(scene, POLICE);
    assert_non_null(client_last(kfor, BODY(OVER)));
    assert_non_null(client_last(police, BODY(OVER)));
    assert_int_equal(client_simple(kfor, BODY(RECORD_REQUEST), 0)->body_case, BODY(RECORD));
    /* Should the game go on, it is again theirs who played. */
    Ibar__V1__Rewind back = IBAR__V1__REWIND__INIT;
    back.turn = 2;
    back.reason = (char *)"It was no end.";
    assert_int_equal(client_request(umpire, 1, BODY(REWIND), &back)->body_case, BODY(DONE));
    expect_error(client_last(kfor, BODY(ERROR)), CODE(SEAT), "seat", "handed over");
    expect_error(client_last(police, BODY(ERROR)), CODE(SEAT), "seat", "handed over");
    expect_error(client_commit(kfor, 0, 0), CODE(SEAT), "seat", "holds none");
    assert_int_equal(client_commit(umpire, 2, 0)->body_case, BODY(DONE));
    assert_int_equal(substitute_join(scene, substitute, POLICE)->body_case, BODY(JOINED));
    expect_error(client_join(police, scene->seat[POLICE].token, "Ana"), CODE(SEAT), "seat", "in your stead");
    scene_close(scene);
}

static void seats_change_hands_a_bounded_number_of_times(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY);
    struct client *host = client_placed(scene, TOKEN_HOST), *police = &scene->client[POLICE];
    client_close(&scene->client[KFOR]);
    client_close(&scene->client[IRREGULARS]);
    scene->now_ms += MINUTE;
    const Ibar__V1__Envelope *answer;
    unsigned done = 0;
    while ((answer = hand_over(police, 0, "kfor", done % 2 ? "ai:idle" : "ai:random"))->body_case == BODY(DONE)) {
        assert_true(++done < 1000);
    }
    expect_error(answer, CODE(LIMIT), "hand_over", "changed hands 250 times, the most allowed by vote");
    while ((answer = hand_over(host, 0, "kfor", done % 2 ? "ai:idle" : "ai:random"))->body_case == BODY(DONE)) {
        assert_true(++done < 1000);
    }
    expect_error(answer, CODE(LIMIT), "hand_over", "changed hands 500 times");
    assert_int_equal(hand_over(host, 0, "kfor", "back")->body_case, BODY(DONE));
    assert_false(seat_of(police, KFOR)->computer);
    scene_close(scene);
}

static void hand_overs_are_there_after_a_restart(void **state) {
    (void)state;
    char path[] = "/tmp/ibar-handover-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct scene *scene = game_open(path);
    struct client *host = client_placed(scene, TOKEN_HOST), *substitute = client_greeted(scene);
    client_placed(scene, TOKEN_UMPIRE);
    struct host_seat seats[SIDE_MAX];
    size_t count;
    hand_over(host, 0, "kfor", "open");
    assert_true(host_seats(scene->host, 1, seats, &count));
    assert_int_equal(client_join(substitute, seats[KFOR].token, "Boris")->body_case, BODY(JOINED));
    hand_over(host, 0, "police", "ai:scripted");
    hand_over(host, 0, "irregulars", "umpire");
    scene_restart(scene);
    substitute = client_greeted(scene);
    assert_int_equal(client_join(substitute, seats[KFOR].token, "Boris")->body_case, BODY(JOINED));
    assert_true(seat_of(substitute, KFOR)->substitute);
    assert_string_equal(seat_of(substitute, POLICE)->player, "scripted");
    assert_true(seat_of(substitute, IRREGULARS)->umpire);
    expect_error(client_join(client_greeted(scene), scene->seat[KFOR].token, "Ana"), CODE(SEAT), "seat", "A substitute plays");
    struct client *umpire = client_placed(scene, TOKEN_UMPIRE);
    assert_int_equal(client_commit(umpire, 2, 0)->body_case, BODY(DONE));
    client_commit(substitute, 0, 0);
    assert_int_equal(client_last(umpire, BODY(TABLE))->table->turn, 2);
    client_seated(scene, POLICE);
    assert_false(seat_of(substitute, POLICE)->computer);
    scene_close(scene);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

/* A substitute's name in the journal does not make a seat somebody's that nobody ever had. */
static void a_seat_that_only_a_substitute_had_is_open_after_a_restart(void **state) {
    (void)state;
    char path[] = "/tmp/ibar-handover-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct scene *scene = scene_open_lobby(path, LOBBY_OPEN);
    struct client *host = client_greeted(scene), *boris = client_greeted(scene);
    const Ibar__V1__Created *created = client_create(host, "Evening game")->created;
    uint64_t game = created->game;
    assert_int_equal(client_join(host, created->host_token, "")->body_case, BODY(JOINED));
    hand_over(host, 0, "kfor", "open");
    assert_int_equal(client_take(boris, game, "kfor", "Boris")->body_case, BODY(JOINED));
    hand_over(host, 0, "kfor", "back");
    assert_true(client_line(boris, game)->seats[KFOR]->open);
    scene_restart(scene);
    boris = client_greeted(scene);
    assert_true(client_line(boris, game)->seats[KFOR]->open);
    assert_int_equal(client_take(boris, game, "kfor", "Boris")->body_case, BODY(JOINED));
    scene_close(scene);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_host_gives_a_seat_to_a_computer_and_back),
        cmocka_unit_test(back_is_back),
        cmocka_unit_test(a_substitute_takes_the_seat_and_gives_it_back),
        cmocka_unit_test(who_comes_first_to_an_open_seat_may_be_its_player),
        cmocka_unit_test(players_vote_on_the_seat_of_who_is_away),
        cmocka_unit_test(votes_end_with_who_gave_them_and_with_the_return),
        cmocka_unit_test(a_voter_does_not_take_the_seat_himself),
        cmocka_unit_test(the_first_player_and_the_hosts_choice_are_apart),
        cmocka_unit_test(an_account_with_another_seat_does_not_take_it),
        cmocka_unit_test(players_vote_a_seat_back),
        cmocka_unit_test(the_umpire_takes_a_side_over),
        cmocka_unit_test(the_umpires_seats_go_with_his_place),
        cmocka_unit_test(requests_that_make_no_sense_are_refused),
        cmocka_unit_test(a_computers_seat_can_be_opened),
        cmocka_unit_test(a_seat_in_the_lobby_is_handed_over),
        cmocka_unit_test(an_account_takes_its_seat_back_from_a_computer),
        cmocka_unit_test(a_seat_that_nobody_took_goes_to_a_computer_and_the_game_begins),
        cmocka_unit_test(the_record_tells_who_played),
        cmocka_unit_test(after_the_end_players_come_to_look),
        cmocka_unit_test(after_the_end_first_players_see_what_became_of_it),
        cmocka_unit_test(seats_change_hands_a_bounded_number_of_times),
        cmocka_unit_test(hand_overs_are_there_after_a_restart),
        cmocka_unit_test(a_seat_that_only_a_substitute_had_is_open_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
