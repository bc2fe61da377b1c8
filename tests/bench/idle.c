/* What is idle costs memory, and nothing else: games that are under way without anybody there, and connections that hold a
 * seat and say nothing.
 *
 *     bench_idle games --ibard PATH --connections GAMES: {"kib_per_game"}
 *     bench_idle connections --ibard PATH --connections N [--tls]: {"kib_per_connection", and of orders that one connection
 *     sends meanwhile "p50_ms", "p99_ms"} */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

#define SIDES 3
#define BATCH 300 /* seats that are taken at a time to begin games */

static const char *const quiet[] = {"--max-requests", "1000000", "--max-burst", "1000000", "--idle-seconds", "0", NULL};

static void need(bool done, const char *why) {
    if (done)
        return;
    fprintf(stderr, "bench: %s\n", why);
    exit(1);
}

/* Everybody comes, is ready, sees the first view and goes. */
static void begin_games(const struct load_daemon *daemon, bool tls) {
    char why[256] = "";
    for (size_t from = 0; from < daemon->count; from += BATCH) {
        struct load_result result;
        size_t left = daemon->count - from;
        struct load_config config = {.host = "127.0.0.1", .port = daemon->port, .tls = tls,
                                     .extra = left < BATCH ? left : BATCH, .tokens = daemon->tokens + from};
        need(load_run(&config, &result, why, sizeof why), why);
    }
}

static size_t memory_of_games(const struct load_options *options, size_t games) {
    struct load_daemon daemon;
    load_daemon_start(&daemon, options->ibard, false, "banjska", games, quiet);
    begin_games(&daemon, false);
    size_t kib = load_daemon_memory(&daemon);
    need(load_daemon_stop(&daemon), "ibard did not stop in order.");
    return kib;
}

static void measure_games(const struct load_options *options) {
    size_t few = 24, kib = memory_of_games(options, few);
    double each = ((double)memory_of_games(options, few + options->connections) - (double)kib) / (double)options->connections;
    printf("{\"kib_per_game\": %.2f, \"games\": %zu}\n", each, options->connections);
}

struct crowd {
    const struct load_daemon *daemon;
    size_t kib;
};

static void note_memory(void *ctx) {
    struct crowd *crowd = ctx;
    crowd->kib = load_daemon_memory(crowd->daemon);
}

static void measure_connections(const struct load_options *options) {
    struct load_daemon daemon;
    struct load_result result;
    char why[256] = "";
    load_daemon_start(&daemon, options->ibard, options->tls, "bridge-checkpoint",
                      (options->connections + SIDES - 1) / SIDES, quiet);
    begin_games(&daemon, options->tls);
    size_t before = load_daemon_memory(&daemon);
    struct crowd crowd = {&daemon, 0};
    struct load_config config = {.host = "127.0.0.1", .port = daemon.port, .tls = options->tls, .connections = 1,
                                 .extra = options->connections - 1, .tokens = daemon.tokens, .begun = true,
                                 .seconds = options->seconds, .seated = note_memory, .ctx = &crowd};
    need(load_run(&config, &result, why, sizeof why), why);
    need(load_daemon_stop(&daemon), "ibard did not stop in order.");
    printf("{\"kib_per_connection\": %.2f, \"connections\": %zu, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"orders\": %llu}\n",
           ((double)crowd.kib - (double)before) / (double)options->connections, options->connections, result.p50_ms,
           result.p99_ms, (unsigned long long)result.requests);
}

int main(int argc, char **argv) {
    struct load_options options;
    bool games = argc > 1 && strcmp(argv[1], "games") == 0;
    if (argc < 2 || (!games && strcmp(argv[1], "connections") != 0)) {
        fprintf(stderr, "usage: %s games|connections --ibard PATH --connections N [--tls]\n", argv[0]);
        return 2;
    }
    load_options_read(&options, argc - 1, argv + 1);
    need(options.ibard, "--ibard PATH is missing.");
    if (games)
        measure_games(&options);
    else
        measure_connections(&options);
    return 0;
}
