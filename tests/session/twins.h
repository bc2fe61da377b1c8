/* Two hosts that are asked the same: one lives on, the other is killed and read back from its journal now and then.
 * When it is, all connections to both break. Whatever is asked, both answer alike, tell everybody the same and hold the
 * same truth. What is told is also compared with the truth: nobody hears what is not for him. */
#ifndef IBAR_TESTS_SESSION_TWINS_H
#define IBAR_TESTS_SESSION_TWINS_H

#include "scene.h"

enum { STEADY, KILLED, TWINS };
#define ACTORS     8
#define PLACES     17 /* by the number that Joined gave */
#define TOKENS_MAX 256

struct place {
    bool used;
    uint64_t game;
    Ibar__V1__Role role;
    int side; /* -1: none, or all */
    unsigned delay;
};
/* A View as a client has it, out of Views and ViewDeltas. */
struct replica {
    uint8_t *bytes; /* packed, with sequence 0; NULL: none */
    size_t size;
    uint64_t sequence, hash;
};
/* Somebody with a connection to each of the hosts. */
struct actor {
    struct client *client[TWINS]; /* NULL: not connected */
    size_t heard[TWINS];
    bool deltas;
    struct place place[PLACES];
    struct replica view[TWINS][PLACES][SIDES];
    /* The view that he still has of the seat that he left last. */
    struct kept {
        uint64_t game;
        int side;
        struct replica view[TWINS];
    } kept;
    bool comes_back; /* he has said that he has it */
};
struct twins {
    struct scene *scene[TWINS];
    struct actor actor[ACTORS];
    char token[TOKENS_MAX][TOKEN_TEXT]; /* all that were given out, the last so many */
    size_t tokens;
    uint8_t address;
    bool fresh; /* the one was killed since time passed last: it knows less of who has been away for how long */
    const char *doing; /* for who reads a failure */
};

/* `path` is where the journal of the one that is killed is kept. */
struct twins *twins_open(const char *path);
void twins_close(struct twins *twins);
/* Connects and greets; `deltas`: takes ViewDelta. */
void twins_connect(struct twins *twins, struct actor *actor, bool deltas);
void twins_disconnect(struct twins *twins, struct actor *actor);
/* Asks both; returns the answer of the steady one. `message` as for client_request. */
const Ibar__V1__Envelope *twins_ask(struct twins *twins, struct actor *actor, unsigned seat,
                                    Ibar__V1__Envelope__BodyCase body, void *message);
/* Join; `back`: he says which view he still has. */
const Ibar__V1__Envelope *twins_join(struct twins *twins, struct actor *actor, const char *token, const char *name, bool back);
/* The same of bytes that are no request. */
void twins_ask_bytes(struct twins *twins, struct actor *actor, const uint8_t *bytes, size_t size);
/* More than all clocks together, than one must be away for a vote, and than a game is kept that nobody wants. */
#define TWINS_LONG_MS (3 * 3600 * 1000)
void twins_pass(struct twins *twins, int64_t ms);
/* All connections break, and the one is killed and starts again. */
void twins_restart(struct twins *twins);
/* The view of the side that the actor has at that place; false: none. */
bool twins_view(const struct twins *twins, const struct actor *actor, unsigned seat, int side, struct view *out);
/* The table of the game, NULL when it is not there. */
const struct table *twins_table(const struct twins *twins, int twin, uint64_t game);

#endif
