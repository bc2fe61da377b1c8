/* What a client asks of a lobby. Each returns the answer. */
#ifndef IBAR_TESTS_SESSION_LOBBY_SCENE_H
#define IBAR_TESTS_SESSION_LOBBY_SCENE_H

#include "scene.h"

/* Opens and greets. */
struct client *client_greeted(struct scene *scene);
const Ibar__V1__Envelope *client_list(struct client *client, Ibar__V1__ListGames list);
/* A game that others may see, of three people. */
const Ibar__V1__Envelope *client_create(struct client *client, const char *name);
const Ibar__V1__Envelope *client_create_as(struct client *client, Ibar__V1__CreateGame create);
const Ibar__V1__Envelope *client_take(struct client *client, uint64_t game, const char *side, const char *name);
const Ibar__V1__Envelope *client_invite(struct client *client, unsigned seat, const char *side, Ibar__V1__Role role);
const Ibar__V1__Envelope *client_give_up(struct client *client, unsigned seat);
const Ibar__V1__Envelope *client_register(struct client *client, const char *name, const char *password);
const Ibar__V1__Envelope *client_login(struct client *client, const char *name, const char *password);
const Ibar__V1__Envelope *client_change_password(struct client *client, const char *before, const char *after);
/* The game's line in the list, NULL when it is not there. */
const Ibar__V1__GameLine *client_line(struct client *client, uint64_t game);

#endif
