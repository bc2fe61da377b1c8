/* 95 % confidence intervals. */
#ifndef IBAR_ARENA_STATS_H
#define IBAR_ARENA_STATS_H

#include <stdint.h>

struct interval {
    double value, low, high;
};

/* A share: Wilson's score interval. `of` 0 gives 0 in [0, 1]. */
struct interval stats_share(uint64_t count, uint64_t of);
/* A mean of `count` whole numbers from their sum and the sum of their squares: Student's t. With one number
 * the interval is the number alone. */
struct interval stats_mean(int64_t sum, int64_t squares, uint64_t count);

#endif
