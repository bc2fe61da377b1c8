/* A server that says what the test says: one connection on loopback, in whole envelopes, without TLS. */
#ifndef IBAR_TEST_PEER_H
#define IBAR_TEST_PEER_H

#include "proto/convert.h"
#include "proto/frame.h"
#include "screens/app.h"

struct peer {
    int listener, fd; /* -1: nobody is connected */
    unsigned notices;
    char address[32];
    struct frame_reader reader;
    Ibar__V1__Envelope *asked; /* the last request; the peer's until the next */
};

void peer_begin(struct peer *peer);
void peer_end(struct peer *peer);
/* Steps the client until it asks for this; what it asks for meanwhile is passed over when it is a list of games (which
 * is answered empty) and fails the test otherwise. */
const Ibar__V1__Envelope *peer_expect(struct peer *peer, struct app *app, Ibar__V1__Envelope__BodyCase body);
/* Answers the last request, or says something unasked. */
void peer_answer(struct peer *peer, Ibar__V1__Envelope *envelope);
void peer_say(struct peer *peer, Ibar__V1__Envelope *envelope);
void peer_refuse(struct peer *peer, const char *text);
void peer_done(struct peer *peer);
/* Answers Hello; the features end with NULL. */
void peer_welcome(struct peer *peer, struct app *app, const char *const *features);
/* Steps the client until all that was said has reached it: until it has the Notice that is sent last. */
void peer_settle(struct peer *peer, struct app *app);

#endif
