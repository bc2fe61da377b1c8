#include "daemon.h"

#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGS_MAX 32

int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void daemon_make(struct daemon *daemon, const char *program) {
    *daemon = (struct daemon){.program = program};
    snprintf(daemon->data, sizeof daemon->data, "%s/ibar-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(daemon->data));
}

/* One line of standard output within the limit. False at its end. */
static bool read_line(struct daemon *daemon, char *line, size_t size, int64_t until) {
    size_t at = 0;
    int fd = fileno(daemon->out);
    while (at + 1 < size) {
        struct pollfd wait = {fd, POLLIN, 0};
        int64_t left = until - now_ms();
        if (left <= 0 || poll(&wait, 1, (int)left) <= 0 || read(fd, line + at, 1) != 1)
            return false;
        if (line[at] == '\n')
            break;
        at++;
    }
    line[at] = '\0';
    return true;
}

static void read_lines(struct daemon *daemon) {
    char line[512];
    int64_t until = now_ms() + DAEMON_MS;
    daemon->seats = 0;
    daemon->fingerprint[0] = '\0';
    while (read_line(daemon, line, sizeof line, until)) {
        struct daemon_seat *seat = &daemon->seat[daemon->seats];
        if (strcmp(line, "ready") == 0)
            return;
        sscanf(line, "listening: %63s", daemon->address);
        sscanf(line, "fingerprint: %64s", daemon->fingerprint);
        sscanf(line, "umpire: %32s", daemon->umpire);
        sscanf(line, "host: %32s", daemon->host);
        if (daemon->seats < DAEMON_SEATS && sscanf(line, "join: %15s %32s", seat->side, seat->token) == 2)
            daemon->seats++;
    }
    fail_msg("ibard was not ready within %d ms; its last line: %s", DAEMON_MS, line);
}

void daemon_start(struct daemon *daemon, const char *const *args) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    daemon->pid = fork();
    assert_true(daemon->pid >= 0);
    if (daemon->pid == 0) {
        const char *argv[ARGS_MAX] = {daemon->program, "--listen", "127.0.0.1:0", "--data", daemon->data};
        for (size_t n = 5; args && *args && n + 1 < ARGS_MAX; n++)
            argv[n] = *args++;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        char log[300];
        snprintf(log, sizeof log, "%s/log", daemon->data);
        if (!freopen(log, "a", stderr))
            _exit(127);
        execv(daemon->program, (char **)argv);
        _exit(127);
    }
    close(ends[1]);
    daemon->out = fdopen(ends[0], "r");
    read_lines(daemon);
}

/* Waits for the end; returns what waitpid says, -1 when it does not come. */
static int wait_end(struct daemon *daemon) {
    int fd = pidfd_open(daemon->pid, 0), status = -1;
    struct pollfd wait = {fd, POLLIN, 0};
    if (fd >= 0 && poll(&wait, 1, DAEMON_MS) == 1)
        waitpid(daemon->pid, &status, 0);
    else {
        kill(daemon->pid, SIGKILL);
        waitpid(daemon->pid, NULL, 0);
    }
    if (fd >= 0)
        close(fd);
    fclose(daemon->out);
    daemon->out = NULL;
    daemon->pid = 0;
    return status;
}

void daemon_kill(struct daemon *daemon) {
    kill(daemon->pid, SIGKILL);
    wait_end(daemon);
}

int daemon_stop(struct daemon *daemon) {
    kill(daemon->pid, SIGTERM);
    int status = wait_end(daemon);
    return status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void daemon_remove(struct daemon *daemon) {
    if (daemon->pid > 0)
        daemon_kill(daemon);
    DIR *folder = opendir(daemon->data);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", daemon->data, entry->d_name);
        unlink(path);
    }
    if (folder)
        closedir(folder);
    rmdir(daemon->data);
}
