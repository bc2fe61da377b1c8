/* What clients may cause, bounded: one table, from which options, configuration file, --help and docs/hosting.md come. */
#ifndef IBAR_OPS_LIMITS_H
#define IBAR_OPS_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum limit {
    LIMIT_CONNECTIONS, /* in the order of the table */
    LIMIT_PER_ADDRESS,
    LIMIT_HANDSHAKES,
    LIMIT_REQUESTS,
    LIMIT_BURST,
    LIMIT_QUEUE,
    LIMIT_QUEUE_ALL,
    LIMIT_GREETING,
    LIMIT_ENVELOPE,
    LIMIT_WRITE,
    LIMIT_IDLE,
    LIMIT_SEAT_IDLE,
    LIMIT_DRAIN,
    LIMIT_GAMES,
    LIMIT_GAMES_EACH,
    LIMIT_GAMES_HOUR,
    LIMIT_SEATS_HOUR,
    LIMIT_ACCOUNTS,
    LIMIT_ACCOUNTS_HOUR,
    LIMIT_PASSWORD,
    LIMIT_UNBEGUN,
    LIMIT_OVER,
    LIMIT_NOTICES,
    LIMIT_NOTICE_QUEUE,
    LIMIT_NOTICE_SECONDS,
    LIMITS
};

struct limits {
    uint32_t value[LIMITS]; /* in the unit of the row */
};

struct limit_row {
    const char *name; /* of the option */
    uint32_t preset, min, max;
    const char *unit;
    const char *help; /* lines of --help */
};

const struct limit_row *limit_row(enum limit limit);
/* The row of an option; LIMITS when it is none. */
enum limit limit_find(const char *name);
void limits_preset(struct limits *limits);
/* Reads a whole number within the row's bounds. False with a sentence in `why`. */
bool limit_read(struct limits *limits, enum limit limit, const char *text, char *why, size_t size);

#endif
