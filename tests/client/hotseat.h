/* A hot-seat game for tests: a local link and a model with all its seats. */
#ifndef IBAR_TEST_HOTSEAT_H
#define IBAR_TEST_HOTSEAT_H

#include "data/data.h"
#include "link/link.h"
#include "model/model.h"

struct hotseat {
    struct library *library;
    struct model *model;
    int64_t now_ms;
};

/* Begins the scenario, joins every person's seat and makes it ready, and steps until all have a view.
 * `computer` names the side that a computer player plays, -1 none. */
void hotseat_begin(struct hotseat *game, const char *scenario, int computer);
void hotseat_end(struct hotseat *game);
/* Steps until every request is answered. */
void hotseat_settle(struct hotseat *game);
/* The seat of a side. */
size_t hotseat_seat(const struct hotseat *game, const char *side);

#endif
