/* The load against the real ibard, with a journal on the disk: orders put and taken back, acknowledged when durable. */
#include <stdio.h>
#include <stdlib.h>

#include "load.h"

#define SIDES 3 /* people at each game of the bridge checkpoint */

int main(int argc, char **argv) {
    static const char *const open[] = {"--max-requests", "1000000", "--max-burst", "1000000", NULL};
    struct load_options options;
    load_options_read(&options, argc, argv);
    if (!options.ibard) {
        fprintf(stderr, "bench: --ibard PATH is missing\n");
        return 2;
    }
    struct load_daemon daemon;
    char why[256] = "";
    load_daemon_start(&daemon, options.ibard, options.tls, "bridge-checkpoint", (options.connections + SIDES - 1) / SIDES,
                      open);
    struct load_result result;
    struct load_config config = {.host = "127.0.0.1", .port = daemon.port, .tls = options.tls,
                                 .connections = options.connections, .extra = daemon.count - options.connections,
                                 .tokens = daemon.tokens, .seconds = options.seconds};
    bool done = load_run(&config, &result, why, sizeof why);
    if (!load_daemon_stop(&daemon) && done) {
        done = false;
        snprintf(why, sizeof why, "ibard did not stop in order.");
    }
    if (done)
        load_print(&config, &result);
    else
        fprintf(stderr, "bench: %s\n", why);
    return done ? 0 : 1;
}
