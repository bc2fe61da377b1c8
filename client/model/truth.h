/* The truth as an umpire has it: the views of all sides put together. No SDL.
 *
 * It is shown as the view of side 0 in which every unit of the others is an identified contact; its handle is 1 + the
 * unit's number, as in a review (replay.h). It has a struct seat of its own behind those of the sides, with what the
 * server tells the umpire of each turn: all that happened. */
#ifndef IBAR_MODEL_TRUTH_H
#define IBAR_MODEL_TRUTH_H

#include "model.h"

/* Puts the views of a place that sees all sides together. False while one of them is missing, or while they are not of
 * the same turn. */
bool truth_view(const struct model *model, size_t index, struct view *out);
/* The unit behind a number of the truth, exactly as its side has it, and that side's view; NULL when there is none. */
const struct view_unit *truth_unit(const struct model *model, size_t index, uint16_t unit, const struct view **view);
/* The struct seat of that place with the eyes of a side, -1: on the truth; its index. The place's own when it has none. */
size_t truth_eyes(const struct model *model, size_t index, int side);

#endif
