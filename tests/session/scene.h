/* A host with clients that speak to it in bytes.
 *
 *     struct scene *scene = scene_open(SCENE_MEMORY);
 *     scene_create(scene, (const char *[]){NULL, NULL, "scripted"}, 0);
 *     struct client *police = client_open(scene);
 *     client_hello(police); client_join(police, scene->seat[POLICE].token, "Ana");
 *     const Ibar__V1__Envelope *answer = client_ask(police, &envelope);
 *     scene_close(scene);
 *
 * Clients keep all envelopes that came; each is checked as it comes: answers are to requests that were made,
 * once. */
#ifndef IBAR_TESTS_SESSION_SCENE_H
#define IBAR_TESTS_SESSION_SCENE_H

#include "data/data.h"
#include "proto/convert.h"
#include "session/host.h"

enum { POLICE, KFOR, IRREGULARS, SIDES };
#define SCENE_MEMORY NULL
#define INBOX_MAX    4096
#define CLIENTS_MAX  96

struct client {
    struct scene *scene;     /* NULL: dropped */
    struct session *session; /* NULL: closed */
    Ibar__V1__Envelope *inbox[INBOX_MAX];
    size_t count, seen; /* came; looked at by client_next */
    uint64_t next_id;
    unsigned answers[INBOX_MAX]; /* by id */
    bool ended;
    size_t bytes_out;
};

struct scene {
    const char *path;
    struct store *store;
    struct host *host;
    uint64_t random;
    int64_t now_ms;
    bool held; /* true: scene_flush is only called by the test */
    enum lobby lobby;
    struct host_limits limits;
    uint8_t address;   /* of clients that are opened from now on */
    bool readable;     /* their connections can be read by others */
    struct {
        enum host_event event;
        uint64_t game;
        unsigned side, turn;
        char player[PLAYER_NAME_MAX + 1];
    } called[64];
    size_t calls;
    struct host_seat seat[SIDE_MAX];
    size_t seats;
    struct client client[CLIENTS_MAX];
    size_t clients;
};

/* Bridge checkpoint, which all games have that do not name Gazivode. */
const struct scenario *scene_scenario(void);
/* One of those two by its id; NULL for another. */
const struct scenario *scene_scenario_of(const char *id);
struct scene *scene_open(const char *path);
/* The same, with a lobby, limits that nothing comes near to, and calls of players who are not there. */
struct scene *scene_open_lobby(const char *path, enum lobby lobby);
/* The process ends without warning, and starts again on the same journal. */
void scene_restart(struct scene *scene);
/* The limits of the scene are those of the host from now on: before there are clients. */
void scene_limit(struct scene *scene);
void scene_close(struct scene *scene);
void scene_create(struct scene *scene, const char *const ai[SIDES], unsigned turn_seconds);
/* The same with all that a game can be given; scenario and name are filled in when they are missing. */
void scene_create_as(struct scene *scene, const struct host_game *game);
void scene_flush(struct scene *scene);

struct client *client_open(struct scene *scene);
void client_close(struct client *client);
/* Closes it and forgets all that it heard: its place is for another. */
void client_drop(struct client *client);
/* Sends; returns its id. `envelope->id` 0 is filled in. */
uint64_t client_send(struct client *client, Ibar__V1__Envelope *envelope);
/* Sends, flushes unless held, and returns the answer; fails the test when there is none. */
const Ibar__V1__Envelope *client_ask(struct client *client, Ibar__V1__Envelope *envelope);
/* The same of a message by its body; `message` is one of that kind. Seat 0: the only one. */
const Ibar__V1__Envelope *client_request(struct client *client, unsigned seat, Ibar__V1__Envelope__BodyCase body,
                                         void *message);
void client_send_bytes(struct client *client, const void *bytes, size_t size);
/* The last envelope with this body, NULL without. */
const Ibar__V1__Envelope *client_last(const struct client *client, Ibar__V1__Envelope__BodyCase body);
size_t client_count(const struct client *client, Ibar__V1__Envelope__BodyCase body);

const Ibar__V1__Envelope *client_hello(struct client *client);
const Ibar__V1__Envelope *client_join(struct client *client, const char *token, const char *name);
const Ibar__V1__Envelope *client_ready(struct client *client, unsigned seat, uint8_t fill);
const Ibar__V1__Envelope *client_order(struct client *client, unsigned seat, const struct order *order,
                                       unsigned turn);
const Ibar__V1__Envelope *client_commit(struct client *client, unsigned seat, unsigned turn);
const Ibar__V1__Envelope *client_simple(struct client *client, Ibar__V1__Envelope__BodyCase body,
                                        unsigned seat);
/* Opens, greets, takes the seat of a side. */
struct client *client_seated(struct scene *scene, int side);
/* Opens, greets, takes a place by a new token: a side's number or enum token_seat. */
struct client *client_placed(struct scene *scene, unsigned seat);
/* The three sides' seats, taken and ready: clients 0-2 of the scene. */
void scene_begin(struct scene *scene);
/* The last View of a seat, decoded and checked. */
void client_view(const struct client *client, unsigned seat, struct view *view);
/* Enters random orders from that view. Returns how many were accepted. */
unsigned client_plan(struct client *client, unsigned seat);

void expect_error(const Ibar__V1__Envelope *envelope, Ibar__V1__ErrorCode code, const char *rule,
                  const char *says);

#define BODY(name) IBAR__V1__ENVELOPE__BODY_##name
#define CODE(name) IBAR__V1__ERROR_CODE__ERROR_##name

#endif
