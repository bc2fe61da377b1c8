#include "limits.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct limit_row rows[] = {
    {"max-connections", 4096, 1, 65536, "connections", "open at once; more are closed unheard"},
    {"max-per-address", 64, 1, 65536, "connections", "open at once from one IPv4 address or IPv6 /64"},
    {"max-handshakes", 256, 1, 65536, "connections", "that have not said Hello yet; when one more comes,\n"
                                                    "the one that has waited longest is dropped"},
    {"max-requests", 100, 1, 1000000, "per second", "requests taken from one connection in the long run;\n"
                                                    "more are told so once and wait unread"},
    {"max-burst", 400, 1, 1000000, "requests", "taken at once from a connection that was quiet"},
    {"max-queue", 4096, 1024, 1048576, "KiB", "waiting for a client that reads slowly; at more it\n"
                                              "is dropped"},
    {"hello-seconds", 10, 1, 600, "seconds", "until TLS is up and the first whole envelope came"},
    {"envelope-seconds", 30, 1, 600, "seconds", "for the rest of an envelope that was begun"},
    {"write-seconds", 30, 1, 600, "seconds", "for a client to take what is being written to it"},
    {"idle-seconds", 300, 0, 86400, "seconds", "without a request and without a seat until the\n"
                                               "connection is ended; Ping counts; 0: never"},
    {"seat-idle-seconds", 0, 0, 604800, "seconds", "without a request from who holds a seat until the\n"
                                                   "connection is ended, the seat stays his; Ping counts;\n"
                                                   "0: never"},
    {"drain-seconds", 5, 0, 600, "seconds", "for clients to take their farewell at SIGTERM"},
};
_Static_assert(sizeof rows / sizeof rows[0] == LIMITS, "a row for each limit");

const struct limit_row *limit_row(enum limit limit) {
    return &rows[limit];
}

enum limit limit_find(const char *name) {
    unsigned i = 0;
    while (i < LIMITS && strcmp(rows[i].name, name) != 0)
        i++;
    return (enum limit)i;
}

void limits_preset(struct limits *limits) {
    for (unsigned i = 0; i < LIMITS; i++)
        limits->value[i] = rows[i].preset;
}

bool limit_read(struct limits *limits, enum limit limit, const char *text, char *why, size_t size) {
    const struct limit_row *row = &rows[limit];
    char *rest;
    unsigned long long number = strtoull(text, &rest, 10);
    if (!isdigit((unsigned char)*text) || *rest || number < row->min || number > row->max) {
        snprintf(why, size, "--%s: '%.40s' is not a whole number from %u to %u (%s).", row->name, text, row->min,
                 row->max, row->unit);
        return false;
    }
    limits->value[limit] = (uint32_t)number;
    return true;
}
