/* Random games of all scenario files: what the properties of positions are asked of. */
#ifndef IBAR_TESTS_PLAYS_H
#define IBAR_TESTS_PLAYS_H

#include "suite.h"

#define PLACE_TEXT 120

/* A position of a random game between its turns. */
struct position {
    const struct scenario *scenario;
    const struct state *state;
    struct test_random *random;
    char place[PLACE_TEXT]; /* for the sentence of a failure: "banjska, seed 7, game 2, turn 3" */
};
typedef void (*position_hook)(const struct position *position);

/* Plays `games` random games of each scenario in maps/scenarios and calls `hook` at every turn. */
void plays_all(unsigned games, uint64_t seed, position_hook hook);
/* Random plans for all sides but one (`side` < 0: for all). */
void plays_plans(const struct scenario *scenario, const struct state *state, int side,
                 struct test_random *random, struct plan plan[SIDE_MAX]);

#endif
