/* A real ibard as a child process, for the tests: started on a free port, killed or stopped, started again. */
#ifndef IBAR_TEST_DAEMON_H
#define IBAR_TEST_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define DAEMON_SEATS 12
#define DAEMON_MS    120000 /* limit of every wait */

struct daemon_seat {
    char side[16], token[33];
};
struct daemon {
    const char *program;
    char data[256];       /* a folder that daemon_make made; daemon_remove deletes it */
    pid_t pid;            /* 0: not running */
    FILE *out;
    char address[64];
    char fingerprint[65]; /* "" without TLS */
    struct daemon_seat seat[DAEMON_SEATS];
    size_t seats;
    char umpire[33], host[33]; /* tokens of the last game that was created; "" without */
};

int64_t now_ms(void);

/* Makes a fresh data folder. */
void daemon_make(struct daemon *daemon, const char *program);
/* Starts it with `args` (ended by NULL, or NULL) and waits until it is ready. Fails the test when it is not. */
void daemon_start(struct daemon *daemon, const char *const *args);
/* SIGKILL: it gets no chance to finish anything. */
void daemon_kill(struct daemon *daemon);
/* SIGTERM; returns the exit code, -1 when it did not end in time. */
int daemon_stop(struct daemon *daemon);
void daemon_remove(struct daemon *daemon);

#endif
