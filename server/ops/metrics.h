/* Counters of the server as text for Prometheus at http://ADDR:PORT/metrics, served by a thread of its own from the
 * values last given. */
#ifndef IBAR_OPS_METRICS_H
#define IBAR_OPS_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "histogram.h"

#define METRICS_MAX 48

struct metric {
    const char *name; /* "ibar_orders_total"; static */
    const char *type; /* "counter", "gauge" or "histogram"; static */
    const char *help; /* a sentence; static */
    uint64_t value;
    const struct histogram *times; /* of a histogram; copied by metrics_update */
};

struct metrics;

/* Listens and serves. NULL with a sentence in `why`. */
struct metrics *metrics_start(const char *host, uint16_t port, char *why, size_t size);
/* Where it listens: "127.0.0.1:9100", with the true port. Valid until metrics_stop. */
const char *metrics_address(const struct metrics *metrics);
/* Replaces all values; at most METRICS_MAX rows, which are copied. */
void metrics_update(struct metrics *metrics, const struct metric *rows, size_t count);
/* Takes NULL. */
void metrics_stop(struct metrics *metrics);

#endif
