/* The load of the benches: connections that each keep one request under way, plain or in TLS, and what came of it. */
#ifndef IBAR_BENCH_LOAD_H
#define IBAR_BENCH_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct load_config {
    const char *host;
    uint16_t port;
    bool tls;
    size_t connections;      /* that put and remove orders */
    size_t extra;            /* that only take the seats left over, so that every game begins */
    const char *const *tokens; /* connections + extra of them; NULL: the server echoes, nobody joins */
    double seconds;          /* measured, after a warm-up of a quarter of it; 0: only takes the seats */
    bool begun;              /* the games are under way: nobody sends Ready */
    unsigned pace_ms;        /* between an answer and the next request of a connection; 0: none */
    size_t floods;           /* connections besides that send Ping as fast as the server lets them */
    void (*seated)(void *ctx); /* called when all have their seat; NULL: nobody */
    void *ctx;
};
struct load_result {
    uint64_t requests, flooded; /* answered in time; Pings of the floods that were taken off their hands */
    double seconds;
    double p50_ms, p99_ms;
};

/* False with a sentence in `why`. */
bool load_run(const struct load_config *config, struct load_result *out, char *why, size_t size);
/* Prints the result as one JSON object. */
void load_print(const struct load_config *config, const struct load_result *result);

/* Options that both benches take: --connections N --seconds S --tls --ibard PATH. Exits with 2 on wrong usage. */
struct load_options {
    size_t connections;
    double seconds;
    bool tls;
    const char *ibard;
};
void load_options_read(struct load_options *options, int argc, char **argv);

/* A fresh folder on the disk that is measured: $IBAR_BENCH_DIR, else $TMPDIR, else /var/tmp. Exits when it cannot be
 * made. load_folder_remove deletes it with its files. */
void load_folder_make(char *out, size_t size);
void load_folder_remove(const char *path);

/* An ibard with a journal of its own, on a free port of loopback. */
struct load_daemon {
    int pid;
    void *out; /* FILE: what it prints */
    uint16_t port;
    char (*token)[33];
    const char **tokens; /* the same, for load_config */
    size_t count;
    char folder[256];
};
/* Starts it with `games` games of a scenario; further options end with NULL. Exits with a sentence when it does not
 * start. */
void load_daemon_start(struct load_daemon *daemon, const char *program, bool tls, const char *scenario, size_t games,
                       const char *const *options);
/* False when it did not stop in order. */
bool load_daemon_stop(struct load_daemon *daemon);
/* Memory that it has resident, KiB. */
size_t load_daemon_memory(const struct load_daemon *daemon);

#endif
