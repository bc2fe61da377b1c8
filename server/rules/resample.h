/* A world as it could be, given what a side knows: for a computer player that thinks ahead, and for the proof that
 * a view says no more than it shows. */
#ifndef IBAR_RULES_RESAMPLE_H
#define IBAR_RULES_RESAMPLE_H

#include "view.h"

/* Builds from a view a state of which view_build gives that side the same view (the plan apart). What is hidden is
 * drawn with dice of `luck`, never of a game's key, and `luck` is the key of the state drawn: who stands behind a
 * contact, where the others are and in what condition, traps, caches, what others sight.
 *
 * Not drawn, for a view does not hold it: asks between others (none), counts and launches of others (0), what
 * scheduled events have happened (those that were certain), crowds that went home (the rest move up).
 *
 * False when the game is over or no world of this scenario fits the view; `out` is then of no use. */
bool state_resample(const struct scenario *scenario, const struct view *view, const struct dice_key *luck,
                    struct state *out);

#endif
