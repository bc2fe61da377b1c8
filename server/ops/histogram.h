/* How long something took: counts by upper bound, as Prometheus wants them. */
#ifndef IBAR_OPS_HISTOGRAM_H
#define IBAR_OPS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_BOUNDS 12

struct histogram {
    uint64_t count[HISTOGRAM_BOUNDS + 1]; /* not cumulative; the last: above all bounds */
    uint64_t sum_us;
};

void histogram_add(struct histogram *histogram, uint64_t us);
/* Writes the lines of a histogram in seconds; returns what snprintf would. */
size_t histogram_text(const struct histogram *histogram, const char *name, char *out, size_t room);

#endif
