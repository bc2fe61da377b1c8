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
    return client_request(client, 0, BODY(LIST_GAMES), &list);
}

const Ibar__V1__Envelope *client_create_as(struct client *client, Ibar__V1__CreateGame create) {
    return client_request(client, 0, BODY(CREATE_GAME), &create);
}

const Ibar__V1__Envelope *client_create(struct client *client, const char *name) {
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    create.scenario = (char *)"bridge-checkpoint";
    create.name = (char *)name;
    return client_create_as(client, create);
}

const Ibar__V1__Envelope *client_take(struct client *client, uint64_t game, const char *side, const char *name) {
    Ibar__V1__TakeSeat take = IBAR__V1__TAKE_SEAT__INIT;
    take.game = game;
    take.side = (char *)side;
    take.name = (char *)name;
    return client_request(client, 0, BODY(TAKE_SEAT), &take);
}

const Ibar__V1__Envelope *client_invite(struct client *client, unsigned seat, const char *side, Ibar__V1__Role role) {
    Ibar__V1__Invite invite = IBAR__V1__INVITE__INIT;
    invite.side = (char *)side;
    invite.role = role;
    return client_request(client, seat, BODY(INVITE), &invite);
}

const Ibar__V1__Envelope *client_give_up(struct client *client, unsigned seat) {
    Ibar__V1__Leave leave = IBAR__V1__LEAVE__INIT;
    leave.give_up = true;
    return client_request(client, seat, BODY(LEAVE), &leave);
}

const Ibar__V1__Envelope *client_register(struct client *client, const char *name, const char *password) {
    Ibar__V1__RegisterAccount account = IBAR__V1__REGISTER_ACCOUNT__INIT;
    account.name = (char *)name;
    account.password = (char *)password;
    return client_request(client, 0, BODY(REGISTER_ACCOUNT), &account);
}

const Ibar__V1__Envelope *client_login(struct client *client, const char *name, const char *password) {
    Ibar__V1__Login login = IBAR__V1__LOGIN__INIT;
    login.name = (char *)name;
    login.password = (char *)password;
    return client_request(client, 0, BODY(LOGIN), &login);
}

const Ibar__V1__Envelope *client_change_password(struct client *client, const char *before, const char *after) {
    Ibar__V1__ChangePassword change = IBAR__V1__CHANGE_PASSWORD__INIT;
    change.old_password = (char *)before;
    change.new_password = (char *)after;
    return client_request(client, 0, BODY(CHANGE_PASSWORD), &change);
}

const Ibar__V1__GameLine *client_line(struct client *client, uint64_t game) {
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    list.after = game - 1;
    const Ibar__V1__Envelope *answer = client_list(client, list);
    assert_int_equal(answer->body_case, BODY(GAMES));
    const Ibar__V1__Games *games = answer->games;
    return games->n_games > 0 && games->games[0]->game == game ? games->games[0] : NULL;
}
