#include "lobby_scene.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct client *client_greeted(struct scene *scene) {
    struct client *client = client_open(scene);
    assert_int_equal(client_hello(client)->body_case, BODY(WELCOME));
    return client;
}

const Ibar__V1__Envelope *client_list(struct client *client, Ibar__V1__ListGames list) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = BODY(LIST_GAMES);
    envelope.list_games = &list;
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_create_as(struct client *client, Ibar__V1__CreateGame create) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = BODY(CREATE_GAME);
    envelope.create_game = &create;
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_create(struct client *client, const char *name) {
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    create.scenario = (char *)"bridge-checkpoint";
    create.name = (char *)name;
    return client_create_as(client, create);
}

const Ibar__V1__Envelope *client_take(struct client *client, uint64_t game, const char *side, const char *name) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__TakeSeat take = IBAR__V1__TAKE_SEAT__INIT;
    envelope.body_case = BODY(TAKE_SEAT);
    envelope.take_seat = &take;
    take.game = game;
    take.side = (char *)side;
    take.name = (char *)name;
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_invite(struct client *client, unsigned seat, const char *side, Ibar__V1__Role role) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Invite invite = IBAR__V1__INVITE__INIT;
    envelope.seat = seat;
    envelope.body_case = BODY(INVITE);
    envelope.invite = &invite;
    invite.side = (char *)side;
    invite.role = role;
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_give_up(struct client *client, unsigned seat) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Leave leave = IBAR__V1__LEAVE__INIT;
    envelope.seat = seat;
    envelope.body_case = BODY(LEAVE);
    envelope.leave = &leave;
    leave.give_up = true;
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_register(struct client *client, const char *name, const char *password) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__RegisterAccount account = IBAR__V1__REGISTER_ACCOUNT__INIT;
    envelope.body_case = BODY(REGISTER_ACCOUNT);
    envelope.register_account = &account;
    account.name = (char *)name;
    account.password = (char *)password;
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_login(struct client *client, const char *name, const char *password) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Login login = IBAR__V1__LOGIN__INIT;
    envelope.body_case = BODY(LOGIN);
    envelope.login = &login;
    login.name = (char *)name;
    login.password = (char *)password;
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_change_password(struct client *client, const char *before, const char *after) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__ChangePassword change = IBAR__V1__CHANGE_PASSWORD__INIT;
    envelope.body_case = BODY(CHANGE_PASSWORD);
    envelope.change_password = &change;
    change.old_password = (char *)before;
    change.new_password = (char *)after;
    return client_ask(client, &envelope);
}

const Ibar__V1__GameLine *client_line(struct client *client, uint64_t game) {
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    list.after = game - 1;
    const Ibar__V1__Envelope *answer = client_list(client, list);
    assert_int_equal(answer->body_case, BODY(GAMES));
    const Ibar__V1__Games *games = answer->games;
    return games->n_games > 0 && games->games[0]->game == game ? games->games[0] : NULL;
}
