/* A finished game from its record, for review: played again and proven, then shown turn by turn with the eyes
 * of one side or with the truth. No SDL.
 *
 * The truth is shown as the view of side 0 in which every unit of the others is an identified contact; its
 * handle is 1 + the unit's number, so that a playback moves it like any contact. */
#ifndef IBAR_MODEL_REPLAY_H
#define IBAR_MODEL_REPLAY_H

#include "rules/rules.h"

#define REPLAY_TRUTH (-1)

struct replay;

/* Reads and proves a record. NULL with a sentence in `why`, the line of the record first, when it is not one or
 * does not agree. `find` gives scenarios, which must live as long as the replay. */
struct replay *replay_create(const char *text, size_t size,
                             const struct scenario *(*find)(void *ctx, const char *id), void *ctx, char *why,
                             size_t why_size);
/* The same of a file. */
struct replay *replay_read(const char *path, const struct scenario *(*find)(void *ctx, const char *id),
                           void *ctx, char *why, size_t why_size);
void replay_destroy(struct replay *replay); /* takes NULL */

const struct scenario *replay_scenario(const struct replay *replay);
/* Turns that were played, at least 1; those from which the game went back are among them, so that the turn number of
 * replay_state counts, not the index, which runs from 1. */
unsigned replay_turns(const struct replay *replay);
/* True when the game ever went back to an earlier turn. */
bool replay_is_rewound(const struct replay *replay);
/* The index-th thing that happened before a turn was played (pause, amendment, rewind, another player), as a sentence
 * with its reason; NULL beyond the last. */
const char *replay_ruling(const struct replay *replay, unsigned turn, size_t index);
/* The state with which turn 1.. begins; of replay_turns + 1 the end. */
const struct state *replay_state(const struct replay *replay, unsigned turn);
/* The plan of a side for a turn from 1. */
const struct plan *replay_plan(const struct replay *replay, unsigned turn, int side);

/* What `eyes` (a side or REPLAY_TRUTH) had at the begin of a turn, or at the end. A side's plan of the turn is in
 * it, so that the orders are shown; the truth holds those of side 0. */
void replay_view(const struct replay *replay, unsigned turn, int eyes, struct view *out);
/* The events of a turn as these eyes were told; `shown` are the same for playback_apply (other references in
 * the truth). Both are the replay's and not to be changed. Returns the count. */
size_t replay_events(const struct replay *replay, unsigned turn, int eyes, struct event **told,
                     struct event **shown);

#endif
