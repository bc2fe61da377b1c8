#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"

#define OPTIONS_MAX 32
#define CREATES_MAX 1024 /* games that one start creates */

static void run_daemon(const struct load_daemon *daemon, const char *program, bool tls, const char *scenario,
                       size_t games, const char *const *options, int out) {
    /* All the load comes from here, as fast as it can: the limits are for strangers. */
    const char *const first[] = {program, "--listen", "127.0.0.1:0", "--data", daemon->folder, "--tls",
                                 tls ? "auto" : "off", "--max-per-address", "65536", "--max-connections", "65536"};
    const char **argv = calloc(2 * games + OPTIONS_MAX, sizeof *argv);
    size_t n = 0;
    for (; n < sizeof first / sizeof first[0]; n++)
        argv[n] = first[n];
    for (size_t i = 0; options[i]; i++)
        argv[n++] = options[i];
    for (size_t i = 0; i < games; i++) {
        argv[n++] = "--create";
        argv[n++] = scenario;
    }
    dup2(out, STDOUT_FILENO);
    if (!freopen("/dev/null", "w", stderr))
        _exit(127);
    execv(program, (char **)argv);
    _exit(127);
}

/* Reads what ibard prints until it is ready. */
static bool read_lines(struct load_daemon *daemon) {
    char line[512], side[32];
    size_t room = 0;
    while (fgets(line, sizeof line, daemon->out)) {
        const char *colon = strrchr(line, ':');
        if (daemon->count == room) {
            room = room ? 2 * room : 1024;
            daemon->token = realloc(daemon->token, room * sizeof *daemon->token);
            if (!daemon->token)
                return false;
        }
        if (strncmp(line, "listening: ", 11) == 0 && colon)
            daemon->port = (uint16_t)atoi(colon + 1);
        else if (strncmp(line, "join: ", 6) == 0)
            daemon->count += sscanf(line, "join: %31s %32s", side, daemon->token[daemon->count]) == 2;
        else if (strcmp(line, "ready\n") == 0)
            return true;
    }
    return false;
}

/* One start. The games that are there already go on, and are given new tokens. */
static void start(struct load_daemon *daemon, const char *program, bool tls, const char *scenario, size_t games,
                  const char *const *options) {
    int ends[2];
    if (pipe(ends) != 0)
        exit(1);
    daemon->pid = fork();
    if (daemon->pid == 0) {
        close(ends[0]);
        run_daemon(daemon, program, tls, scenario, games, options, ends[1]);
    }
    close(ends[1]);
    daemon->out = fdopen(ends[0], "r");
    if (!daemon->out || !read_lines(daemon)) {
        fprintf(stderr, "bench: %s did not start.\n", program);
        load_daemon_stop(daemon);
        exit(1);
    }
}

static bool stop(struct load_daemon *daemon) {
    int status = 0;
    kill(daemon->pid, SIGTERM);
    waitpid(daemon->pid, &status, 0);
    if (daemon->out)
        fclose(daemon->out);
    free(daemon->token);
    daemon->token = NULL;
    daemon->out = NULL;
    daemon->count = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void load_daemon_start(struct load_daemon *daemon, const char *program, bool tls, const char *scenario, size_t games,
                       const char *const *options) {
    *daemon = (struct load_daemon){0};
    load_folder_make(daemon->folder, sizeof daemon->folder);
    for (; games > CREATES_MAX; games -= CREATES_MAX) {
        start(daemon, program, tls, scenario, CREATES_MAX, options);
        if (!stop(daemon))
            exit(1);
    }
    start(daemon, program, tls, scenario, games, options);
    daemon->tokens = calloc(daemon->count + 1, sizeof *daemon->tokens);
    if (!daemon->tokens)
        exit(1);
    for (size_t i = 0; i < daemon->count; i++)
        daemon->tokens[i] = daemon->token[i];
}

bool load_daemon_stop(struct load_daemon *daemon) {
    bool well = stop(daemon);
    load_folder_remove(daemon->folder);
    free(daemon->tokens);
    return well;
}

size_t load_daemon_memory(const struct load_daemon *daemon) {
    char path[64], line[256];
    size_t kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", daemon->pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtoul(line + 6, NULL, 10);
    if (file)
        fclose(file);
    return kib;
}
