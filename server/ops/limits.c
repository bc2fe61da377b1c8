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
    {"max-queue-all", 256, 8, 1048576, "MiB", "waiting for all clients together; at more those that\n"
                                              "keep more than 128 KiB waiting are dropped"},
    {"hello-seconds", 10, 1, 600, "seconds", "until TLS is up and the first whole envelope came"},
    {"envelope-seconds", 30, 1, 600, "seconds", "for the rest of an envelope that was begun"},
    {"write-seconds", 30, 1, 600, "seconds", "for a client to take what is being written to it"},
    {"idle-seconds", 300, 0, 86400, "seconds", "without a request and without a seat until the\n"
                                               "connection is ended; Ping counts; 0: never"},
    {"seat-idle-seconds", 0, 0, 604800, "seconds", "without a request from who holds a seat until the\n"
                                                   "connection is ended, the seat stays his; Ping counts;\n"
                                                   "0: never"},
    {"drain-seconds", 5, 0, 600, "seconds", "for clients to take their farewell at SIGTERM"},
    {"max-games", 1000, 1, 100000, "games", "in all; at more the oldest of the lobby that is over is\n"
                                               "dropped, or else none is created there"},
    {"max-games-each", 20, 1, 100000, "games", "under way that one account or, since the start, one\n"
                                               "address has created in the lobby"},
    {"max-games-hour", 30, 1, 100000, "per hour", "games created in the lobby from one address"},
    {"max-seats-hour", 120, 1, 100000, "per hour", "seats taken in the lobby, and invitations made, from\n"
                                                   "one address"},
    {"max-accounts", 10000, 0, 100000, "accounts", "in all"},
    {"max-accounts-hour", 5, 1, 100000, "per hour", "accounts opened from one address"},
    {"password-seconds", 20, 1, 3600, "seconds", "between two passwords from one address in the long\n"
                                                 "run; five are taken at once"},
    {"unbegun-hours", 48, 0, 8760, "hours", "until a game of the lobby that has not begun is dropped\n"
                                            "when nobody is there; a restart counts anew; 0: never"},
    {"over-hours", 720, 0, 8760, "hours", "until a game of the lobby that is over is dropped, the\n"
                                          "same; the journal keeps it; 0: never"},
    {"max-notices", 4, 1, 64, "commands", "of --notice-command that run at once"},
    {"notice-queue", 1000, 1, 100000, "notices", "that wait for it or for --notice-url; more are dropped"},
    {"notice-seconds", 30, 1, 600, "seconds", "for a command to end, or a web address to answer"},
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
