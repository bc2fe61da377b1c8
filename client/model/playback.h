/* The last turn as one side was told it: the view before it, carried on event by event. Rulebook 2 (pulses).
 */
#ifndef IBAR_MODEL_PLAYBACK_H
#define IBAR_MODEL_PLAYBACK_H

#include "rules/rules.h"

/* Applies one event, made for the view's side, to the view: moves, sightings, losses, barricades. What an
 * event does not tell stays as it was. */
void playback_apply(const struct scenario *scenario, struct view *view, const struct event *event);
/* The view after the first `shown` of the events. */
void playback_view(const struct scenario *scenario, const struct view *before, const struct event *events,
                   size_t shown, struct view *out);
/* An event of the truth for the view of the truth (truth.h, replay.h): with its references; what sides see of each
 * other changes nothing there. */
void playback_of_truth(const struct scenario *scenario, const struct event *event, struct event *out);
/* True for events that a player wants to see one by one; the others pass without a pause. */
bool playback_is_shown(const struct event *event);

#endif
