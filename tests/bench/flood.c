/* Players who each send an order every now and then, alone and while one client sends as fast as it is let: in turns, under
 * the limits that a server has without being told. Prints {"alone_p99_ms", "flooded_p99_ms", "pings"}. */
#include <stdio.h>
#include <stdlib.h>

#include "load.h"

#define SIDES   3
#define PACE_MS 50 /* 20 requests a second of each, of 100 that are allowed */

static struct load_result measure(const struct load_daemon *daemon, const struct load_options *options, size_t floods,
                                  bool begun) {
    char why[256] = "";
    struct load_result result;
    struct load_config config = {.host = "127.0.0.1", .port = daemon->port, .connections = options->connections,
                                 .extra = daemon->count - options->connections, .tokens = daemon->tokens, .begun = begun,
                                 .seconds = options->seconds, .pace_ms = PACE_MS, .floods = floods};
    if (!load_run(&config, &result, why, sizeof why)) {
        fprintf(stderr, "bench: %s\n", why);
        exit(1);
    }
    return result;
}

int main(int argc, char **argv) {
    static const char *const preset[] = {NULL};
    struct load_options options;
    load_options_read(&options, argc, argv);
    if (!options.ibard) {
        fprintf(stderr, "bench: --ibard PATH is missing\n");
        return 2;
    }
    struct load_daemon daemon;
    load_daemon_start(&daemon, options.ibard, false, "bridge-checkpoint", (options.connections + SIDES - 1) / SIDES, preset);
    struct load_result alone = measure(&daemon, &options, 0, false);
    struct load_result flooded = measure(&daemon, &options, 1, true);
    if (!load_daemon_stop(&daemon)) {
        fprintf(stderr, "bench: ibard did not stop in order.\n");
        return 1;
    }
    printf("{\"alone_p99_ms\": %.3f, \"flooded_p99_ms\": %.3f, \"alone_p50_ms\": %.3f, \"flooded_p50_ms\": %.3f, "
           "\"orders\": %llu, \"pings\": %llu}\n",
           alone.p99_ms, flooded.p99_ms, alone.p50_ms, flooded.p50_ms, (unsigned long long)flooded.requests,
           (unsigned long long)flooded.flooded);
    return 0;
}
