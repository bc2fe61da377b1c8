#include "histogram.h"

#include <stdio.h>

static const uint64_t bounds_us[HISTOGRAM_BOUNDS] = {100,   250,    500,    1000,   2500,    5000,
                                                     10000, 50000, 100000, 500000, 1000000, 5000000};

void histogram_add(struct histogram *histogram, uint64_t us) {
    size_t i = 0;
    while (i < HISTOGRAM_BOUNDS && us > bounds_us[i])
        i++;
    histogram->count[i]++;
    histogram->sum_us += us;
}

size_t histogram_text(const struct histogram *histogram, const char *name, char *out, size_t room) {
    size_t at = 0;
    uint64_t total = 0;
    for (size_t i = 0; i <= HISTOGRAM_BOUNDS; i++) {
        char bound[24] = "+Inf";
        if (i < HISTOGRAM_BOUNDS)
            snprintf(bound, sizeof bound, "%g", (double)bounds_us[i] / 1e6);
        total += histogram->count[i];
        at += (size_t)snprintf(out + (at < room ? at : room), at < room ? room - at : 0, "%s_bucket{le=\"%s\"} %llu\n",
                               name, bound, (unsigned long long)total);
    }
    at += (size_t)snprintf(out + (at < room ? at : room), at < room ? room - at : 0, "%s_sum %.6f\n%s_count %llu\n", name,
                           (double)histogram->sum_us / 1e6, name, (unsigned long long)total);
    return at;
}
