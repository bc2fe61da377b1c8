/* The load against the real ibard, with a journal on the disk: orders put and taken back, acknowledged when durable. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"

#define SIDES      3 /* people at each game of the bridge checkpoint */
#define TOKENS_MAX (1024 + SIDES)

struct daemon {
    pid_t pid;
    FILE *out;
    uint16_t port;
    char token[TOKENS_MAX][33];
    size_t tokens;
};

static void start(struct daemon *daemon, const struct load_options *options, const char *folder, size_t games) {
    int ends[2];
    if (pipe(ends) != 0)
        exit(1);
    daemon->pid = fork();
    if (daemon->pid == 0) {
        const char **argv = calloc(2 * games + 16, sizeof *argv);
        size_t n = 0;
        argv[n++] = options->ibard;
        argv[n++] = "--listen";
        argv[n++] = "127.0.0.1:0";
        argv[n++] = "--data";
        argv[n++] = folder;
        argv[n++] = "--tls";
        argv[n++] = options->tls ? "auto" : "off";
        /* All the load comes from here, as fast as it can: the limits are for strangers. */
        static const char *const open[] = {"--max-per-address", "4096",    "--max-requests",
                                           "1000000",           "--max-burst", "1000000"};
        for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
            argv[n++] = open[i];
        for (size_t i = 0; i < games; i++) {
            argv[n++] = "--create";
            argv[n++] = "bridge-checkpoint";
        }
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        if (!freopen("/dev/null", "w", stderr))
            _exit(127);
        execv(options->ibard, (char **)argv);
        _exit(127);
    }
    close(ends[1]);
    daemon->out = fdopen(ends[0], "r");
}

/* Reads what ibard prints until it is ready. */
static bool read_lines(struct daemon *daemon) {
    char line[512], side[32];
    while (fgets(line, sizeof line, daemon->out)) {
        const char *colon = strrchr(line, ':');
        if (strncmp(line, "listening: ", 11) == 0 && colon)
            daemon->port = (uint16_t)atoi(colon + 1);
        else if (strncmp(line, "join: ", 6) == 0 && daemon->tokens < TOKENS_MAX)
            daemon->tokens += sscanf(line, "join: %31s %32s", side, daemon->token[daemon->tokens]) == 2;
        else if (strcmp(line, "ready\n") == 0)
            return true;
    }
    return false;
}

int main(int argc, char **argv) {
    struct load_options options;
    load_options_read(&options, argc, argv);
    if (!options.ibard) {
        fprintf(stderr, "bench: --ibard PATH is missing\n");
        return 2;
    }
    static struct daemon daemon;
    char folder[256], why[256] = "ibard did not start.";
    size_t games = (options.connections + SIDES - 1) / SIDES;
    load_folder_make(folder, sizeof folder);
    start(&daemon, &options, folder, games);
    const char *tokens[TOKENS_MAX];
    struct load_result result;
    struct load_config config = {.host = "127.0.0.1", .tls = options.tls, .connections = options.connections,
                                 .tokens = tokens, .seconds = options.seconds};
    bool done = read_lines(&daemon) && daemon.tokens >= options.connections;
    if (done) {
        for (size_t i = 0; i < daemon.tokens; i++)
            tokens[i] = daemon.token[i];
        config.port = daemon.port;
        config.extra = daemon.tokens - options.connections;
        done = load_run(&config, &result, why, sizeof why);
    }
    kill(daemon.pid, SIGTERM);
    int status = 0;
    waitpid(daemon.pid, &status, 0);
    fclose(daemon.out);
    load_folder_remove(folder);
    if (done && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) {
        done = false;
        snprintf(why, sizeof why, "ibard did not stop in order.");
    }
    if (done)
        load_print(&config, &result);
    else
        fprintf(stderr, "bench: %s\n", why);
    return done ? 0 : 1;
}
