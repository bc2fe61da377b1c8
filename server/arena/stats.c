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

/* The 97.5 % quantile of Student's t; exact to four digits from three degrees of freedom on. */
static double t95(double df) {
    if (df < 1.5)
        return 12.7062;
    if (df < 2.5)
        return 4.30265;
    double z = Z95, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    return z + (z3 + z) / (4 * df) + (5 * z5 + 16 * z3 + 3 * z) / (96 * df * df) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * df * df * df);
}

struct interval stats_mean(int64_t sum, int64_t squares, uint64_t count) {
    if (count == 0)
        return (struct interval){0, 0, 0};
    double n = (double)count, mean = (double)sum / n;
    if (count == 1)
        return (struct interval){mean, mean, mean};
    double variance = fmax(0, ((double)squares - (double)sum * mean) / (n - 1));
    double half = t95(n - 1) * sqrt(variance / n);
    return (struct interval){mean, mean - half, mean + half};
}
