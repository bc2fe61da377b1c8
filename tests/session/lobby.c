/* Promise: the lobby shows listed games and what is public of them; an open seat goes to whoever takes it first, and
 * tokens made before are void; a host invites; a seat that is given up is open again; all of it outlives the process;
 * and what strangers can cause is bounded. */
#include "lobby_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HOUR_MS ((int64_t)3600 * 1000)

static const Ibar__V1__Created *created(const Ibar__V1__Envelope *answer) {
    if (answer->body_case == BODY(ERROR)) {
        fail_msg("%s", answer->error->text);
    }
    assert_int_equal(answer->body_case, BODY(CREATED));
    return answer->created;
}

static const Ibar__V1__Joined *joined(const Ibar__V1__Envelope *answer) {
    if (answer->body_case == BODY(ERROR)) {
        fail_msg("%s", answer->error->text);
    }
    assert_int_equal(answer->body_case, BODY(JOINED));
    return answer->joined;
}

static const Ibar__V1__Games *games(const Ibar__V1__Envelope *answer) {
    assert_int_equal(answer->body_case, BODY(GAMES));
    return answer->games;
}

static bool offers(const Ibar__V1__Envelope *welcome, const char *feature) {
    for (size_t i = 0; i < welcome->welcome->n_features; i++) {
        if (strcmp(welcome->welcome->features[i], feature) == 0) {
            return true;
        }
    }
    return false;
}

/* S-LOBBY-1 */
static void a_server_offers_what_its_host_has_chosen(void **state) {
    (void)state;
    static const struct {
        enum lobby lobby;
        bool list, create, accounts_only;
    } rows[] = {{LOBBY_OFF, false, false, false},
                {LOBBY_LIST, true, false, false},
                {LOBBY_ACCOUNTS, true, true, true},
                {LOBBY_OPEN, true, true, false}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct scene *scene = scene_open_lobby(SCENE_MEMORY, rows[i].lobby);
        struct client *client = client_open(scene);
        const Ibar__V1__Envelope *welcome = client_hello(client);
        assert_int_equal(offers(welcome, "lobby"), rows[i].list);
        assert_int_equal(offers(welcome, "create"), rows[i].create);
        assert_int_equal(offers(welcome, "accounts"), rows[i].create);
        assert_int_equal(offers(welcome, "accounts-only"), rows[i].accounts_only);
        const Ibar__V1__Envelope *answer = client_list(client, (Ibar__V1__ListGames)IBAR__V1__LIST_GAMES__INIT);
        if (rows[i].list) {
            assert_int_equal(games(answer)->total, 0);
        } else {
            expect_error(answer, CODE(FORBIDDEN), "lobby", "no lobby");
            expect_error(client_take(client, 1, "police", "Ana"), CODE(FORBIDDEN), "lobby", "no lobby");
        }
        answer = client_create(client, "Mine");
        if (!rows[i].create) {
            expect_error(answer, CODE(FORBIDDEN), "lobby", "does not let");
            expect_error(client_register(client, "Ana", "a good password"), CODE(FORBIDDEN), "lobby", "does not let");
        } else if (rows[i].accounts_only) {
            expect_error(answer, CODE(ACCOUNT), "create_game", "log in first");
            assert_int_equal(client_register(client, "Ana", "a good password")->body_case, BODY(LOGGED_IN));
            created(client_create(client, "Mine"));
        } else {
            created(answer);
        }
        scene_close(scene);
    }
}

/* S-LOBBY-1: a game from the command line is shown only when its host wants it. */
static void only_listed_games_are_seen(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    struct client *client = client_greeted(scene);
    Ibar__V1__CreateGame secret = IBAR__V1__CREATE_GAME__INIT;
    secret.scenario = (char *)"bridge-checkpoint";
    secret.unlisted = true;
    uint64_t hidden = created(client_create_as(client, secret))->game;
    uint64_t open = created(client_create(client, "Open to all"))->game;
    const Ibar__V1__Games *list = games(client_list(client, (Ibar__V1__ListGames)IBAR__V1__LIST_GAMES__INIT));
    assert_int_equal(list->total, 1);
    assert_int_equal(list->n_games, 1);
    assert_int_equal(list->games[0]->game, open);
    assert_string_equal(list->games[0]->name, "Open to all");
    expect_error(client_take(client, hidden, "police", "Ana"), CODE(SEAT), "take_seat.game", "no game");
    expect_error(client_take(client, 1, "police", "Ana"), CODE(SEAT), "take_seat.game", "no game");
    expect_error(client_take(client, 999, "police", "Ana"), CODE(SEAT), "take_seat.game", "no game");
    scene_close(scene);
}

static void a_line_shows_what_is_public(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *client = client_greeted(scene);
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    Ibar__V1__SeatPlan plan = IBAR__V1__SEAT_PLAN__INIT, *plans[] = {&plan};
    plan.side = (char *)"irregulars";
    plan.player = (char *)"scripted";
    create.scenario = (char *)"bridge-checkpoint";
    create.turn_seconds = 600;
    create.bank_seconds = 1800;
    create.watched = create.umpired = true;
    create.delay = 3;
    create.n_seats = 1;
    create.seats = plans;
    const Ibar__V1__Created *game = created(client_create_as(client, create));
    assert_int_equal(strlen(game->host_token), 32);
    assert_int_equal(strlen(game->umpire_token), 32);
    joined(client_take(client, game->game, "kfor", "Ana"));
    const Ibar__V1__GameLine *line = client_line(client, game->game);
    assert_non_null(line);
    assert_string_equal(line->name, scene_scenario()->name);
    assert_int_equal(line->phase, IBAR__V1__PHASE__PHASE_LOBBY);
    assert_int_equal(line->turns, scene_scenario()->turns);
    assert_int_equal(line->turn_seconds, 600);
    assert_int_equal(line->bank_seconds, 1800);
    assert_int_equal(line->delay, 3);
    assert_true(line->watched && line->umpired);
    assert_int_equal(line->n_seats, SIDES);
    assert_true(line->seats[POLICE]->open && !line->seats[POLICE]->computer);
    assert_false(line->seats[KFOR]->open);
    assert_string_equal(line->seats[KFOR]->name, "Ana");
    assert_true(line->seats[KFOR]->connected);
    assert_true(line->seats[IRREGULARS]->computer && !line->seats[IRREGULARS]->open);
    assert_string_equal(line->seats[IRREGULARS]->player, "scripted");
    scene_close(scene);
}

static void games_are_filtered_and_come_in_pages(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *client = client_greeted(scene), *other = client_greeted(scene);
    char name[48];
    uint64_t first = 0;
    for (unsigned i = 0; i < 120; i++) {
        snprintf(name, sizeof(name), i % 40 == 7 ? "\u0160PIL evening %u" : "Game %u", i);
        uint64_t game = created(client_create(client, name))->game;
        first = first ? first : game;
    }
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    uint64_t seen = 0;
    size_t count = 0;
    for (unsigned page = 0; page < 3; page++) {
        list.after = seen;
        const Ibar__V1__Games *part = games(client_list(client, list));
        assert_int_equal(part->total, 120);
        assert_int_equal(part->n_games, page < 2 ? 50 : 20);
        assert_int_equal(part->more, page < 2);
        for (size_t i = 0; i < part->n_games; i++) {
            assert_true(part->games[i]->game > seen);
            seen = part->games[i]->game;
            count++;
        }
    }
    assert_int_equal(count, 120);
    list = (Ibar__V1__ListGames)IBAR__V1__LIST_GAMES__INIT;
    list.text = (char *)"\u0161pil";
    assert_int_equal(games(client_list(client, list))->total, 3);
    list.text = (char *)"zorana";
    assert_int_equal(games(client_list(client, list))->total, 0);
    joined(client_take(client, first, "police", "Zorana"));
    assert_int_equal(games(client_list(client, list))->total, 1);
    list.text = (char *)"";
    list.scenario = (char *)"bridge-checkpoint";
    assert_int_equal(games(client_list(client, list))->total, 120);
    list.scenario = (char *)"banjska";
    assert_int_equal(games(client_list(client, list))->total, 0);
    list.scenario = (char *)"";
    list.phase = IBAR__V1__PHASE__PHASE_ORDERS;
    assert_int_equal(games(client_list(client, list))->total, 0);
    list.phase = IBAR__V1__PHASE__PHASE_LOBBY;
    assert_int_equal(games(client_list(client, list))->total, 120);
    list.open = true;
    joined(client_take(client, first, "kfor", "Zorana"));
    assert_int_equal(games(client_list(client, list))->total, 120);
    joined(client_take(other, first, "irregulars", "Vuk"));
    assert_int_equal(games(client_list(client, list))->total, 119);
    list = (Ibar__V1__ListGames)IBAR__V1__LIST_GAMES__INIT;
    list.mine = true;
    expect_error(client_list(client, list), CODE(ACCOUNT), "list_games.mine", "log in");
    list.mine = false;
    char text[80];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    list.text = text;
    expect_error(client_list(client, list), CODE(MALFORMED), "list_games.text", "64 bytes");
    scene_close(scene);
}

/* S-SEAT-4 */
static void an_open_seat_goes_to_the_first_and_tokens_made_before_are_void(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_LIST);
    char why[300] = "";
    struct host_game game = {.scenario = "bridge-checkpoint", .name = "Club night", .listed = true};
    assert_true(host_create_game(scene->host, &game, scene->now_ms, scene->seat, &scene->seats, why, sizeof(why)));
    scene_flush(scene);
    struct client *ana = client_greeted(scene), *vuk = client_greeted(scene);
    const Ibar__V1__Joined *seat = joined(client_take(ana, 1, "police", "Ana"));
    assert_string_equal(seat->side, "police");
    char token[TOKEN_TEXT];
    snprintf(token, sizeof(token), "%s", seat->token);
    assert_int_equal(strlen(token), 32);
    expect_error(client_take(vuk, 1, "police", "Vuk"), CODE(SEAT), "take_seat.side", "has the seat");
    expect_error(client_join(vuk, scene->seat[POLICE].token, "Vuk"), CODE(TOKEN), "join.token", "no longer opens");
    assert_int_equal(joined(client_join(vuk, scene->seat[KFOR].token, "Vuk"))->side_number, KFOR);
    /* Taken by a token is taken. */
    expect_error(client_take(ana, 1, "kfor", "Ana"), CODE(SEAT), "take_seat.side", "has the seat");
    client_close(vuk);
    expect_error(client_take(ana, 1, "kfor", "Ana"), CODE(SEAT), "take_seat.side", "has the seat");
    client_close(ana);
    ana = client_greeted(scene);
    assert_int_equal(joined(client_join(ana, token, "Ana"))->side_number, POLICE);
    assert_string_equal(client_last(ana, BODY(JOINED))->joined->token, "");
    expect_error(client_take(ana, 1, "nobody", "Ana"), CODE(MALFORMED), "take_seat.side", "no side");
    expect_error(client_take(ana, 1, "irregulars", "A\na"), CODE(MALFORMED), "take_seat.name", "not fit");
    scene_close(scene);
}

/* S-SEAT-5 */
static void a_seat_that_is_given_up_is_open_and_its_tokens_end(void **state) {
    (void)state;
    char folder[] = "/tmp/ibar-lobby-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal", folder);
    struct scene *scene = scene_open_lobby(path, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *vuk = client_greeted(scene);
    uint64_t game = created(client_create(ana, "Bridge"))->game;
    char first[TOKEN_TEXT], second[TOKEN_TEXT];
    snprintf(first, sizeof(first), "%s", joined(client_take(ana, game, "police", "Ana"))->token);
    assert_int_equal(client_give_up(ana, 0)->body_case, BODY(DONE));
    const Ibar__V1__GameLine *line = client_line(vuk, game);
    assert_true(line->seats[POLICE]->open);
    assert_string_equal(line->seats[POLICE]->name, "");
    expect_error(client_join(ana, first, "Ana"), CODE(TOKEN), "join.token", "no longer opens");
    snprintf(second, sizeof(second), "%s", joined(client_take(vuk, game, "police", "Vuk"))->token);
    scene_restart(scene);
    ana = client_greeted(scene);
    vuk = client_greeted(scene);
    expect_error(client_join(ana, first, "Ana"), CODE(TOKEN), "join.token", "no longer opens");
    expect_error(client_take(ana, game, "police", "Ana"), CODE(SEAT), "take_seat.side", "has the seat");
    assert_false(client_line(ana, game)->seats[POLICE]->open);
    assert_string_equal(client_line(ana, game)->seats[POLICE]->name, "Vuk");
    joined(client_join(vuk, second, "Vuk"));
    assert_int_equal(client_give_up(vuk, 0)->body_case, BODY(DONE));
    scene_restart(scene);
    ana = client_greeted(scene);
    assert_true(client_line(ana, game)->seats[POLICE]->open);
    joined(client_take(ana, game, "police", "Ana"));
    scene_close(scene);
    char command[96];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

/* All at the table are told of it at once, and not again with what happens next. */
static void giving_up_is_told_once(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *vuk = client_greeted(scene);
    uint64_t game = created(client_create(ana, "Bridge"))->game;
    joined(client_take(ana, game, "police", "Ana"));
    joined(client_take(vuk, game, "kfor", "Vuk"));
    client_ready(ana, 0, 1);
    size_t tables = client_count(vuk, BODY(TABLE));
    assert_int_equal(client_give_up(ana, 0)->body_case, BODY(DONE));
    assert_int_equal(client_count(vuk, BODY(TABLE)), tables + 1);
    const Ibar__V1__Seat *seat = client_last(vuk, BODY(TABLE))->table->seats[POLICE];
    assert_true(seat->open && !seat->ready && !seat->connected);
    const char *token = joined(client_take(ana, game, "police", "Ana"))->token;
    client_close(ana);
    tables = client_count(vuk, BODY(TABLE));
    joined(client_join(client_greeted(scene), token, "Ana"));
    assert_int_equal(client_count(vuk, BODY(TABLE)), tables + 1);
    scene_close(scene);
}

/* S-SEAT-4: what is invited to is kept for whoever has the last token. */
static void a_host_invites(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *host = client_greeted(scene), *ana = client_greeted(scene), *vuk = client_greeted(scene);
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    create.scenario = (char *)"bridge-checkpoint";
    create.watched = true;
    const Ibar__V1__Created *game = created(client_create_as(host, create));
    assert_int_equal(joined(client_join(host, game->host_token, "Host"))->role, IBAR__V1__ROLE__ROLE_HOST);
    char first[TOKEN_TEXT], second[TOKEN_TEXT];
    const Ibar__V1__Envelope *answer = client_invite(host, 0, "police", IBAR__V1__ROLE__ROLE_PLAYER);
    assert_int_equal(answer->body_case, BODY(INVITATION));
    snprintf(first, sizeof(first), "%s", answer->invitation->token);
    assert_string_equal(answer->invitation->side, "police");
    expect_error(client_take(vuk, game->game, "police", "Vuk"), CODE(SEAT), "take_seat.side", "has the seat");
    answer = client_invite(host, 0, "police", IBAR__V1__ROLE__ROLE_PLAYER);
    snprintf(second, sizeof(second), "%s", answer->invitation->token);
    expect_error(client_join(ana, first, "Ana"), CODE(TOKEN), "join.token", "no longer opens");
    joined(client_join(ana, second, "Ana"));
    expect_error(client_invite(host, 0, "police", IBAR__V1__ROLE__ROLE_PLAYER), CODE(SEAT), "invite.side", "not open");
    expect_error(client_invite(host, 0, "", IBAR__V1__ROLE__ROLE_PLAYER), CODE(MALFORMED), "invite.side", "no side");
    expect_error(client_invite(host, 0, "police", IBAR__V1__ROLE__ROLE_UMPIRE), CODE(MALFORMED), "invite.role", "player or a");
    expect_error(client_invite(ana, 0, "kfor", IBAR__V1__ROLE__ROLE_PLAYER), CODE(FORBIDDEN), "role", "is for the host");
    answer = client_invite(host, 0, "", IBAR__V1__ROLE__ROLE_SPECTATOR);
    assert_int_equal(answer->body_case, BODY(INVITATION));
    assert_int_equal(joined(client_join(vuk, answer->invitation->token, "Vuk"))->role, IBAR__V1__ROLE__ROLE_SPECTATOR);
    joined(client_join(host, created(client_create(host, "No spectators"))->host_token, "Host"));
    expect_error(client_invite(host, 2, "", IBAR__V1__ROLE__ROLE_SPECTATOR), CODE(FORBIDDEN), "invite.role", "Nobody looks on");
    scene_close(scene);
}

static void what_makes_no_sense_is_refused_with_its_field(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *client = client_greeted(scene);
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    create.scenario = (char *)"nowhere";
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.scenario", "no such scenario");
    create.scenario = (char *)"bridge-checkpoint";
    create.name = (char *)"two\nlines";
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.name", "47 bytes");
    create.name = (char *)"";
    create.turn_seconds = 100000000;
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game", "too long");
    create.turn_seconds = 0;
    create.delay = 70000;
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.delay", "100 turns");
    create.delay = 0;
    char *options[] = {(char *)"wings"};
    create.n_options = 1;
    create.options = options;
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.options", "wings");
    create.n_options = 0;
    Ibar__V1__SeatPlan plan[SIDES], *plans[SIDES];
    for (int i = 0; i < SIDES; i++) {
        ibar__v1__seat_plan__init(&plan[i]);
        plans[i] = &plan[i];
        plan[i].side = (char *)scene_scenario()->side[i].id;
        plan[i].player = (char *)"scripted";
    }
    create.seats = plans;
    create.n_seats = SIDES;
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.seats", "leave one to a person");
    plan[1].side = plan[0].side;
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.seats", "twice");
    plan[1].side = (char *)"fishermen";
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.seats", "no side");
    plan[1].side = (char *)"kfor";
    plan[1].player = (char *)"oracle";
    expect_error(client_create_as(client, create), CODE(MALFORMED), "create_game.seats", "no computer player");
    struct host_counters counters;
    host_count(scene->host, &counters);
    assert_int_equal(counters.games, 0);
    scene_close(scene);
}

/* S-LOBBY-2 */
static void games_are_limited_in_all_by_creator_and_by_hour(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    scene->limits.games = 6;
    scene->limits.games_each = 3;
    scene->limits.games_hour = 4;
    scene->limits.seats_hour = 2;
    scene->limits.unbegun_hours = 2;
    scene_limit(scene);
    struct client *ana = client_greeted(scene);
    scene->address = 2;
    struct client *vuk = client_greeted(scene);
    scene->address = 3;
    struct client *iva = client_greeted(scene);
    for (unsigned i = 0; i < 3; i++) {
        created(client_create(ana, "Ana's"));
        created(client_create(vuk, "Vuk's"));
    }
    expect_error(client_create(ana, "More"), CODE(LIMIT), "games", "6 games under way");
    expect_error(client_create(iva, "More"), CODE(LIMIT), "games", "6 games under way");
    joined(client_take(iva, 1, "police", "Iva"));
    joined(client_take(iva, 2, "police", "Iva"));
    expect_error(client_take(iva, 3, "police", "Iva"), CODE(LIMIT), "seats", "too often");
    client_close(iva);
    scene->now_ms += 2 * HOUR_MS; /* all are dropped */
    scene_flush(scene);
    assert_int_equal(games(client_list(ana, (Ibar__V1__ListGames)IBAR__V1__LIST_GAMES__INIT))->total, 0);
    for (unsigned i = 0; i < 3; i++) {
        created(client_create(ana, "Ana's"));
    }
    expect_error(client_create(ana, "More"), CODE(LIMIT), "games", "have created 3 games");
    scene->now_ms += 2 * HOUR_MS;
    scene_flush(scene);
    for (unsigned i = 0; i < 3; i++) {
        created(client_create(vuk, "Vuk's"));
    }
    for (unsigned i = 0; i < 3; i++) {
        created(client_create(ana, "Ana's"));
    }
    scene_close(scene);
}

/* S-LOBBY-2: games that are over count too, and the oldest of them makes room. */
/* S-SEAT-5: before the game begins a seat that was given up is not ready: the dice are not those of a nonce that its
 * next player did not draw, and nothing begins without him. */
static void a_seat_given_up_is_no_longer_ready(void **state) {
    (void)state;
    char path[] = "/tmp/ibar-unready-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct scene *scene = scene_open_lobby(path, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *vuk = client_greeted(scene);
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    Ibar__V1__SeatPlan plan = IBAR__V1__SEAT_PLAN__INIT, *plans[] = {&plan};
    plan.side = (char *)"irregulars";
    plan.player = (char *)"idle";
    create.scenario = (char *)"bridge-checkpoint";
    create.n_seats = 1;
    create.seats = plans;
    uint64_t game = created(client_create_as(ana, create))->game;
    joined(client_take(ana, game, "police", "Ana"));
    assert_int_equal(client_ready(ana, 0, 1)->body_case, BODY(DONE));
    assert_int_equal(client_give_up(ana, 0)->body_case, BODY(DONE));
    joined(client_take(vuk, game, "kfor", "Vuk"));
    assert_int_equal(client_ready(vuk, 0, 2)->body_case, BODY(DONE));
    assert_int_equal(client_last(vuk, BODY(TABLE))->table->phase, IBAR__V1__PHASE__PHASE_LOBBY);
    assert_false(client_last(vuk, BODY(TABLE))->table->seats[POLICE]->ready);
    scene_restart(scene);
    ana = client_greeted(scene);
    joined(client_take(ana, game, "police", "Mira"));
    assert_int_equal(client_last(ana, BODY(TABLE))->table->phase, IBAR__V1__PHASE__PHASE_LOBBY);
    assert_false(client_last(ana, BODY(TABLE))->table->seats[POLICE]->ready);
    assert_int_equal(client_ready(ana, 0, 3)->body_case, BODY(DONE));
    assert_int_equal(client_last(ana, BODY(TABLE))->table->phase, IBAR__V1__PHASE__PHASE_ORDERS);
    scene_close(scene);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

static void finished_games_do_not_fill_the_server(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    scene->limits.games = 2;
    scene_limit(scene);
    struct client *ana = client_greeted(scene);
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    Ibar__V1__SeatPlan plan[2] = {IBAR__V1__SEAT_PLAN__INIT, IBAR__V1__SEAT_PLAN__INIT}, *plans[] = {&plan[0], &plan[1]};
    plan[0].side = (char *)"kfor";
    plan[1].side = (char *)"irregulars";
    plan[0].player = plan[1].player = (char *)"idle";
    create.scenario = (char *)"bridge-checkpoint";
    create.turn_seconds = 10;
    create.n_seats = 2;
    create.seats = plans;
    uint64_t first = created(client_create_as(ana, create))->game;
    joined(client_take(ana, first, "police", "Ana"));
    assert_int_equal(client_ready(ana, 0, 1)->body_case, BODY(DONE));
    for (unsigned i = 0; i < 200 && !client_last(ana, BODY(OVER)); i++) {
        scene->now_ms += 10000;
        scene_flush(scene);
    }
    assert_non_null(client_last(ana, BODY(OVER)));
    uint64_t second = created(client_create(ana, "Second"))->game;
    expect_error(client_create(ana, "Third"), CODE(LIMIT), "games", "holds 2 games"); /* she still looks at the first */
    assert_int_equal(client_simple(ana, BODY(LEAVE), 0)->body_case, BODY(DONE));
    uint64_t third = created(client_create(ana, "Third"))->game;
    assert_null(client_line(ana, first));
    assert_non_null(client_line(ana, second));
    assert_non_null(client_line(ana, third));
    expect_error(client_create(ana, "Fourth"), CODE(LIMIT), "games", "2 games under way");
    scene_close(scene);
}

/* S-LOBBY-2 */
static void one_address_creates_so_many_games_in_an_hour(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    scene->limits.games_hour = 4;
    scene_limit(scene);
    struct client *ana = client_greeted(scene), *again = client_greeted(scene);
    scene->address = 2;
    struct client *vuk = client_greeted(scene);
    for (unsigned i = 0; i < 4; i++) {
        created(client_create(i % 2 ? ana : again, "Ana's"));
    }
    expect_error(client_create(ana, "More"), CODE(LIMIT), "games", "try again in");
    created(client_create(vuk, "Vuk's"));
    scene->now_ms += HOUR_MS / 4;
    created(client_create(ana, "More"));
    expect_error(client_create(ana, "More"), CODE(LIMIT), "games", "try again in");
    scene_close(scene);
}

/* S-LOBBY-3 */
static void games_that_nobody_wants_are_dropped(void **state) {
    (void)state;
    char folder[] = "/tmp/ibar-lobby-XXXXXX", path[64], token[TOKEN_TEXT];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal", folder);
    struct scene *scene = scene_open_lobby(path, LOBBY_OPEN);
    scene->limits.unbegun_hours = 5;
    scene_limit(scene);
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    struct client *ana = client_greeted(scene), *vuk = client_greeted(scene);
    uint64_t left = created(client_create(ana, "Left"))->game, kept = created(client_create(ana, "Kept"))->game;
    snprintf(token, sizeof(token), "%s", joined(client_take(ana, left, "police", "Ana"))->token);
    assert_int_equal(client_simple(ana, BODY(LEAVE), 0)->body_case, BODY(DONE));
    joined(client_take(vuk, kept, "police", "Vuk"));
    scene->now_ms += 5 * HOUR_MS - 1;
    scene_flush(scene);
    assert_non_null(client_line(ana, left));
    scene->now_ms++;
    scene_flush(scene);
    assert_null(client_line(ana, left));
    assert_non_null(client_line(ana, kept)); /* somebody waits at it */
    expect_error(client_join(ana, token, "Ana"), CODE(TOKEN), "join.token", "not open on this server");
    scene_restart(scene);
    ana = client_greeted(scene);
    assert_null(client_line(ana, left));
    assert_non_null(client_line(ana, kept));
    /* The game from the command line is not the lobby's to drop. */
    assert_int_equal(joined(client_join(ana, scene->seat[KFOR].token, "Ana"))->game, 1);
    scene_close(scene);
    char command[96];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_offers_what_its_host_has_chosen),
        cmocka_unit_test(only_listed_games_are_seen),
        cmocka_unit_test(a_line_shows_what_is_public),
        cmocka_unit_test(games_are_filtered_and_come_in_pages),
        cmocka_unit_test(an_open_seat_goes_to_the_first_and_tokens_made_before_are_void),
        cmocka_unit_test(a_seat_that_is_given_up_is_open_and_its_tokens_end),
        cmocka_unit_test(giving_up_is_told_once),
        cmocka_unit_test(a_host_invites),
        cmocka_unit_test(what_makes_no_sense_is_refused_with_its_field),
        cmocka_unit_test(games_are_limited_in_all_by_creator_and_by_hour),
        cmocka_unit_test(a_seat_given_up_is_no_longer_ready),
        cmocka_unit_test(finished_games_do_not_fill_the_server),
        cmocka_unit_test(one_address_creates_so_many_games_in_an_hour),
        cmocka_unit_test(games_that_nobody_wants_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
