#include "stats.h"

#include <math.h>

#define Z95 1.959963984540054

struct interval stats_share(uint64_t count, uint64_t of) {
    if (of == 0)
        return (struct interval){0, 0, 1};
    double n = (double)of, p = (double)count / n, z2 = Z95 * Z95;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (struct interval){p, fmax(0, centre - half), fmin(1, centre + half)};
}

/* The 97.5 % quantile of Student's t: a table where the expansion in 1 / df is too coarse. */
static double t95(uint64_t df) {
    static const double table[] = {12.70620, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462,
                                   2.30600,  2.26216, 2.22814, 2.20099, 2.17881, 2.16037, 2.14479,
                                   2.13145,  2.11991, 2.10982, 2.10092, 2.09302, 2.08596};
    if (df <= sizeof table / sizeof table[0])
        return table[df - 1];
    double n = (double)df;
    double z = Z95, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
}

struct interval stats_mean(int64_t sum, int64_t squares, uint64_t count) {
    if (count == 0)
        return (struct interval){0, 0, 0};
    double n = (double)count, mean = (double)sum / n;
    if (count == 1)
        return (struct interval){mean, mean, mean};
    double variance = fmax(0, ((double)squares - (double)sum * mean) / (n - 1));
    double half = t95(count - 1) * sqrt(variance / n);
    return (struct interval){mean, mean - half, mean + half};
}
