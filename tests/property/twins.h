/* Two hosts that play the same game, of which one may be in another world: what each server->client envelope of the
 * watched side's session holds is compared byte by byte.
 *
 * Both draw the same secrets and tokens and hear the same time. What is public of the table (who is there, who is
 * ready, who has committed) is public at once; how many orders somebody entered, took back or was refused is not. */
#ifndef IBAR_TESTS_TWINS_H
#define IBAR_TESTS_TWINS_H

#include "proto/convert.h"
#include "session/host.h"
#include "suite.h"

#define TWINS 2 /* 0: as it is; 1: in another world */

struct twin;
struct twins {
    const struct scenario *scenario;
    int watched;
    struct twin *twin[TWINS];
    uint64_t compared; /* envelopes of the watched side */
    const char *place; /* for the sentence of a failure */
    bool deltas;       /* the watched side's client takes ViewDelta, and says on joining what it still has */
    uint64_t sequence, hash; /* of the View or ViewDelta that it heard last */
};

/* Opens a game with three people, joins and readies all. `salt`: other dice; an odd one: the watched side's client takes
 * deltas. */
void twins_open(struct twins *twins, const struct scenario *scenario, int watched, uint64_t salt, uint16_t options);
void twins_close(struct twins *twins);

/* The state of a twin's table, to be read, or changed between turns with twins_set_state. */
const struct state *twins_state(const struct twins *twins, int twin);
void twins_set_state(struct twins *twins, int twin, const struct state *state);
void twins_plan(const struct twins *twins, int twin, int side, struct plan *plan);

/* The same envelope of a side to both; what the watched side hears of it is compared. Returns the body of twin 0's
 * answer to it, 0 when none came. */
int twins_send(struct twins *twins, int side, Ibar__V1__Envelope *envelope);
/* To one twin alone, from a side that is not watched: the watched one must hear nothing. */
void twins_send_one(struct twins *twins, int twin, int side, Ibar__V1__Envelope *envelope);
void twins_bytes(struct twins *twins, const void *bytes, size_t size);
void twins_order(struct twins *twins, int side, const struct order *order);
void twins_commit(struct twins *twins, int side, bool committed, unsigned turn);
/* A message without fields that matter: Ping, Resync, Leave ... */
void twins_simple(struct twins *twins, int side, Ibar__V1__Envelope__BodyCase body);
/* A line of a side; `twin` -1: in both. */
void twins_say(struct twins *twins, int twin, int side, const char *text, const char *to);
void twins_join(struct twins *twins, int side);
/* The umpire, for twins_send and the like; it has not said Hello. */
#define TWINS_UMPIRE SIDE_MAX
/* Joins by a token for another place: `seat` as in enum token_seat. */
void twins_join_as(struct twins *twins, int side, unsigned seat);
void twins_drain(struct twins *twins);

/* How often the watched side has heard each body, by its number in the oneof. */
extern unsigned twins_heard[128];

#define BODY(name) IBAR__V1__ENVELOPE__BODY_##name

#endif
