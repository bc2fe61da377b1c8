/* Promise: while the disk is full orders are refused with an error that says so, what was under way did not happen,
 * and reading goes on: players join, see their views and what they had ordered. When there is room again the game
 * goes on by itself, and nothing that was acknowledged is lost. */
#include "disk_folder.h"
#include "lobby_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct luck luck;

static int disk_begin(void **state) {
    int made = disk_make(state);
    disk_reset(&luck);
    return made;
}

/* The first order that the rules allow a unit of the player. */
static struct order order_first(struct client *client) {
    static struct view view;
    static struct order orders[512];
    client_view(client, 0, &view);
    for (unsigned i = 0; i < view.units; i++) {
        size_t count = rules_list_orders(scene_scenario(), &view, view.unit[i].unit, orders, 512);
        for (size_t k = 0; k < count; k++) {
            if (rules_check(scene_scenario(), &view, &orders[k]).verdict != VERDICT_NO) {
                return orders[k];
            }
        }
    }
    fail_msg("No order is allowed.");
    return (struct order){0};
}

static unsigned plan_count(struct client *client) {
    static struct view view;
    assert_int_equal(client_simple(client, BODY(RESYNC), 0)->body_case, BODY(DONE));
    client_view(client, 0, &view);
    return view.plan.count;
}

static void a_full_disk_refuses_orders_and_passes(void **state) {
    (void)state;
    struct scene *scene = scene_open(disk_journal());
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    scene_begin(scene);
    struct client *police = &scene->client[POLICE];
    struct order order = order_first(police);
    assert_int_equal(client_order(police, 0, &order, 0)->body_case, BODY(DONE));
    assert_int_equal(plan_count(police), 1);

    disk_set_capacity(disk_used());
    expect_error(client_commit(police, 0, 0), CODE(JOURNAL), "", "disk of the server is full");
    assert_non_null(store_full(scene->store));
    assert_null(store_failure(scene->store));
    assert_false(police->ended);
    expect_error(client_order(police, 0, &order, 0), CODE(JOURNAL), "journal", "full");

    /* Reading goes on, also for who comes back: the plan of before is there, the commit is not. */
    assert_int_equal(plan_count(police), 1);
    client_close(police);
    police = client_seated(scene, POLICE);
    assert_int_equal(plan_count(police), 1);
    assert_false(client_last(police, BODY(TABLE))->table->seats[POLICE]->committed);

    /* Room again: the next try finds it, without anybody's help. */
    disk_set_capacity(SIZE_MAX);
    scene->now_ms += 500;
    host_step(scene->host, scene->now_ms);
    assert_false(host_wants_flush(scene->host));
    scene->now_ms += 600;
    host_step(scene->host, scene->now_ms);
    assert_true(host_wants_flush(scene->host));
    scene_flush(scene);
    assert_null(store_full(scene->store));
    assert_int_equal(client_commit(police, 0, 0)->body_case, BODY(DONE));
    assert_true(client_last(police, BODY(TABLE))->table->seats[POLICE]->committed);

    scene_restart(scene);
    police = client_seated(scene, POLICE);
    assert_int_equal(plan_count(police), 1);
    assert_true(client_last(police, BODY(TABLE))->table->seats[POLICE]->committed);
    scene_close(scene);
}

static void names_are_there_after_a_restart(void **state) {
    (void)state;
    disk_reset(&luck);
    disk_unlock();
    struct scene *scene = scene_open(disk_journal());
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    struct client *kfor = client_open(scene);
    client_hello(kfor);
    client_join(kfor, scene->seat[KFOR].token, "Ana");
    scene_restart(scene);
    struct client *police = client_seated(scene, POLICE);
    assert_string_equal(client_last(police, BODY(TABLE))->table->seats[KFOR]->name, "Ana");
    assert_false(client_last(police, BODY(TABLE))->table->seats[KFOR]->connected);
    scene_close(scene);
}

/* They are made from the game's key in the journal, so that each start prints the same join lines and the journal does
 * not grow by it. */
static void a_restart_gives_the_same_tokens(void **state) {
    (void)state;
    disk_reset(&luck);
    disk_unlock();
    struct scene *scene = scene_open(disk_journal());
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    uint64_t last = store_last(scene->store);
    for (int start = 0; start < 3; start++) {
        struct host_seat seats[SIDE_MAX];
        size_t count;
        scene_restart(scene);
        assert_true(host_seats(scene->host, 1, seats, &count));
        assert_int_equal(count, SIDES);
        assert_int_equal(store_last(scene->store), last);
        for (int side = 0; side < SIDES; side++) {
            assert_string_equal(seats[side].token, scene->seat[side].token);
        }
    }
    client_seated(scene, POLICE);
    scene_close(scene);
}

static void room_again(struct scene *scene) {
    disk_set_capacity(SIZE_MAX);
    scene->now_ms += 2000;
    scene_flush(scene);
    assert_null(store_full(scene->store));
}

#define EXPECT_FULL(answer)                                                            \
    do {                                                                               \
        disk_set_capacity(disk_used());                                                \
        expect_error(answer, CODE(JOURNAL), "", "disk of the server is full");         \
        room_again(scene);                                                             \
    } while (0)

/* S-JOURNAL-1: what the lobby was asked for just when the disk became full did not happen, and can be asked for again. */
static void the_lobby_takes_back_what_did_not_reach_the_disk(void **state) {
    (void)state;
    disk_reset(&luck);
    char token[TOKEN_TEXT];
    disk_unlock();
    struct scene *scene = scene_open_lobby(disk_journal(), LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *vuk = client_greeted(scene), *host = client_greeted(scene);
    const Ibar__V1__Envelope *answer = client_create(host, "Bridge");
    assert_int_equal(answer->body_case, BODY(CREATED));
    uint64_t game = answer->created->game;
    assert_int_equal(client_join(host, answer->created->host_token, "")->body_case, BODY(JOINED));
    answer = client_take(ana, game, "police", "Ana");
    assert_int_equal(answer->body_case, BODY(JOINED));
    snprintf(token, sizeof(token), "%s", answer->joined->token);

    EXPECT_FULL(client_take(vuk, game, "kfor", "Vuk"));
    expect_error(client_simple(vuk, BODY(RESYNC), 0), CODE(SEAT), "seat", "holds none");
    assert_true(client_line(vuk, game)->seats[KFOR]->open);
    EXPECT_FULL(client_invite(host, 0, "kfor", IBAR__V1__ROLE__ROLE_PLAYER));
    assert_true(client_line(vuk, game)->seats[KFOR]->open);
    EXPECT_FULL(client_create(vuk, "Another"));
    assert_null(client_line(vuk, game + 1));
    EXPECT_FULL(client_register(vuk, "Vuk", "a good password"));
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    list.mine = true;
    expect_error(client_list(vuk, list), CODE(ACCOUNT), "list_games.mine", "log in");
    EXPECT_FULL(client_give_up(ana, 0));
    assert_false(client_line(vuk, game)->seats[POLICE]->open);
    assert_int_equal(client_join(ana, token, "Ana")->body_case, BODY(JOINED));

    assert_int_equal(client_register(vuk, "Vuk", "a good password")->body_case, BODY(LOGGED_IN));
    assert_int_equal(client_take(vuk, game, "kfor", "")->body_case, BODY(JOINED));
    assert_int_equal(client_create(vuk, "Another")->body_case, BODY(CREATED));
    scene_restart(scene);
    vuk = client_greeted(scene);
    scene->now_ms += 60000;
    assert_int_equal(client_login(vuk, "Vuk", "a good password")->body_case, BODY(LOGGED_IN));
    answer = client_list(vuk, list);
    assert_int_equal(answer->games->n_games, 1);
    assert_string_equal(answer->games->games[0]->seats[KFOR]->name, "Vuk");
    assert_string_equal(answer->games->games[0]->seats[POLICE]->name, "Ana");
    scene_close(scene);
}

/* S-SEAT-4: who came with the token of an open seat while nothing could be written has it all the same. */
static void a_seat_taken_while_the_disk_is_full_is_kept(void **state) {
    (void)state;
    disk_reset(&luck);
    disk_unlock();
    struct scene *scene = scene_open_lobby(disk_journal(), LOBBY_LIST);
    scene_create_as(scene, &(struct host_game){.listed = true});
    struct client *vuk = client_greeted(scene), *police = client_seated(scene, POLICE);
    disk_set_capacity(disk_used());
    expect_error(client_ready(police, 0, 1), CODE(JOURNAL), "", "disk of the server is full");
    struct client *kfor = client_seated(scene, KFOR);
    room_again(scene);
    scene_flush(scene);
    client_close(kfor);
    assert_false(client_line(vuk, 1)->seats[KFOR]->open);
    expect_error(client_take(vuk, 1, "kfor", "Vuk"), CODE(SEAT), "take_seat.side", "Somebody has the seat");
    scene_restart(scene);
    client_seated(scene, KFOR);
    scene_close(scene);
}

static const Ibar__V1__Envelope *hand_over(struct client *client, const char *side, const char *to) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__HandOver message = IBAR__V1__HAND_OVER__INIT;
    envelope.body_case = BODY(HAND_OVER);
    envelope.hand_over = &message;
    message.side = (char *)side;
    message.to = (char *)to;
    return client_ask(client, &envelope);
}

static const Ibar__V1__Envelope *pause_ask(struct client *umpire) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Pause message = IBAR__V1__PAUSE__INIT;
    envelope.body_case = BODY(PAUSE);
    envelope.pause = &message;
    message.paused = true;
    return client_ask(umpire, &envelope);
}

static const Ibar__V1__Envelope *points_ask(struct client *umpire) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Amend message = IBAR__V1__AMEND__INIT;
    envelope.body_case = BODY(AMEND);
    envelope.amend = &message;
    message.kind = (char *)"points";
    message.side = (char *)"kfor";
    message.value = 3;
    message.reason = (char *)"So it was.";
    return client_ask(umpire, &envelope);
}

static const Ibar__V1__Envelope *rewind_ask(struct client *umpire, unsigned turn) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Rewind message = IBAR__V1__REWIND__INIT;
    envelope.body_case = BODY(REWIND);
    envelope.rewind = &message;
    message.turn = turn;
    message.reason = (char *)"Once more.";
    return client_ask(umpire, &envelope);
}

/* S-JOURNAL-1: nor did what host and umpire asked for; whoever lost a seat by it is told, and comes back. */
static void host_and_umpire_take_back_what_did_not_reach_the_disk(void **state) {
    (void)state;
    disk_reset(&luck);
    disk_unlock();
    struct scene *scene = scene_open(disk_journal());
    scene_create_as(scene, &(struct host_game){.umpired = true, .watched = true, .bank_seconds = 600});
    scene_begin(scene);
    struct client *police = &scene->client[POLICE], *kfor = &scene->client[KFOR];
    struct client *host = client_placed(scene, TOKEN_HOST), *umpire = client_placed(scene, TOKEN_UMPIRE);
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(client_commit(&scene->client[side], 0, 0)->body_case, BODY(DONE));
    }
    const Ibar__V1__Table *table = client_last(police, BODY(TABLE))->table;
    assert_int_equal(table->turn, 2);
    uint64_t hash = client_last(umpire, BODY(VIEW))->view->hash;
    size_t lost = client_count(kfor, BODY(ERROR));

    EXPECT_FULL(hand_over(host, "kfor", "ai:scripted"));
    table = client_last(police, BODY(TABLE))->table;
    assert_false(table->seats[KFOR]->computer || table->seats[KFOR]->substitute || table->seats[KFOR]->connected);
    assert_int_equal(client_count(kfor, BODY(ERROR)), lost + 1);
    assert_int_equal(client_join(kfor, scene->seat[KFOR].token, "Ana")->body_case, BODY(JOINED));
    EXPECT_FULL(hand_over(umpire, "kfor", "umpire"));
    assert_false(client_last(police, BODY(TABLE))->table->seats[KFOR]->umpire);
    assert_int_equal(session_seats(umpire->session), 1);
    assert_int_equal(client_join(kfor, scene->seat[KFOR].token, "Ana")->body_case, BODY(JOINED));
    EXPECT_FULL(pause_ask(umpire));
    assert_false(client_last(police, BODY(TABLE))->table->paused);
    EXPECT_FULL(points_ask(umpire));
    EXPECT_FULL(rewind_ask(umpire, 1));
    table = client_last(police, BODY(TABLE))->table;
    assert_int_equal(table->turn, 2);
    client_simple(umpire, BODY(RESYNC), 0);
    assert_null(client_last(umpire, BODY(RULING)));
    assert_int_equal(client_last(umpire, BODY(VIEW))->view->hash, hash);

    assert_int_equal(rewind_ask(umpire, 1)->body_case, BODY(DONE));
    scene_restart(scene);
    police = client_seated(scene, POLICE);
    assert_int_equal(client_last(police, BODY(TABLE))->table->turn, 1);
    assert_int_equal(client_count(police, BODY(RULING)), 1);
    scene_close(scene);
}

/* S-LOBBY-3: a game that was dropped just when the disk became full is written down as dropped when there is room. */
static void a_dropped_game_stays_dropped(void **state) {
    (void)state;
    disk_reset(&luck);
    char token[TOKEN_TEXT];
    disk_unlock();
    struct scene *scene = scene_open_lobby(disk_journal(), LOBBY_OPEN);
    scene->limits.unbegun_hours = 1;
    scene_limit(scene);
    struct client *host = client_greeted(scene);
    const Ibar__V1__Created *created = client_create(host, "Bridge")->created;
    uint64_t game = created->game;
    snprintf(token, sizeof(token), "%s", created->host_token);
    disk_set_capacity(disk_used());
    scene->now_ms += 3600 * 1000 + 1;
    scene_flush(scene);
    assert_non_null(store_full(scene->store));
    assert_null(client_line(host, game));
    room_again(scene);
    scene_flush(scene);
    scene_restart(scene);
    host = client_greeted(scene);
    assert_null(client_line(host, game));
    expect_error(client_join(host, token, ""), CODE(TOKEN), "join.token", "not open on this server");
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_refuses_orders_and_passes),
        cmocka_unit_test(names_are_there_after_a_restart),
        cmocka_unit_test(a_restart_gives_the_same_tokens),
        cmocka_unit_test(the_lobby_takes_back_what_did_not_reach_the_disk),
        cmocka_unit_test(a_seat_taken_while_the_disk_is_full_is_kept),
        cmocka_unit_test(host_and_umpire_take_back_what_did_not_reach_the_disk),
        cmocka_unit_test(a_dropped_game_stays_dropped),
    };
    return cmocka_run_group_tests(tests, disk_begin, disk_clear);
}
