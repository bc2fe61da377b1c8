/* What must hold of every scenario, whatever is ordered: one suite, run over random plans. */
#ifndef IBAR_TESTS_SUITE_H
#define IBAR_TESTS_SUITE_H

#include "rules/rules.h"

/* Numbers for tests: splitmix64, so that a failure comes again with its seed. */
struct test_random {
    uint64_t state;
};
uint64_t test_random_next(struct test_random *random);
unsigned test_random_below(struct test_random *random, unsigned limit);

/* Fills a side's plan with legal orders drawn at random: listed ones, and moves along found ways. */
void suite_random_plan(const struct scenario *scenario, const struct state *state, int side,
                       struct test_random *random, struct plan *out);

/* Plays `games` random games to their end and checks all of it on each turn. Fails the test (cmocka) with the
 * seed. */
void suite_run(const struct scenario *scenario, unsigned games, uint64_t seed);

#endif
