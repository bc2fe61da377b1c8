/* From a connection that broke to the seat in which orders can be entered again: the client's own link and model, over TLS on
 * loopback, stepped every tenth of a millisecond. Prints {"median_ms", "p99_ms", "breaks"}. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include "data/data.h"
#include "load.h"
#include "model/model.h"

#define BREAKS 100
#define LATE_S 60

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void need(bool well, const char *why) {
    if (well)
        return;
    fprintf(stderr, "bench: %s\n", why);
    exit(1);
}

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    struct problems problems = {0};
    const struct scenario *scenario = library_find(ctx, id, &problems);
    if (!scenario)
        snprintf(why, size, "%s", problems.text[0]);
    return scenario;
}

/* Breaks the connection to the server at its socket, as the network would. */
static void cut(uint16_t port) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    for (int fd = 3; fd < (int)files.rlim_cur; fd++) {
        struct sockaddr_in address;
        socklen_t length = sizeof address;
        if (getpeername(fd, (struct sockaddr *)&address, &length) == 0 && address.sin_family == AF_INET &&
            ntohs(address.sin_port) == port)
            shutdown(fd, SHUT_RDWR);
    }
}

static bool is_usable(const struct model *model) {
    const struct seat *seat = model_seat(model, 0);
    return model_state(model) == MODEL_OPEN && !model_is_busy(model) && seat->phase == SEAT_ORDERS && seat->number != 0;
}

static void step(struct model *model) {
    const struct timespec pause = {.tv_nsec = 100000};
    model_step(model, (int64_t)now_ms());
    nanosleep(&pause, NULL);
}

static void step_until(struct model *model, bool (*holds)(const struct model *model)) {
    double late = now_ms() + LATE_S * 1e3;
    while (!holds(model)) {
        step(model);
        need(now_ms() < late, model_why(model)[0] ? model_why(model) : "the seat was not usable in time.");
    }
}

static bool is_lost(const struct model *model) {
    return model_state(model) == MODEL_LOST;
}
static bool is_in_lobby(const struct model *model) {
    return model_seat(model, 0)->phase == SEAT_LOBBY;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    static const char *const options[] = {"--seat", "kfor=ai:scripted", "--seat", "irregulars=ai:scripted",
                                          "--max-requests", "1000000", "--max-burst", "1000000", NULL};
    struct load_options load;
    load_options_read(&load, argc, argv);
    need(load.ibard != NULL, "--ibard PATH is missing.");
    struct load_daemon daemon;
    load_daemon_start(&daemon, load.ibard, true, "banjska", 1, options);
    char address[64], pins[300];
    snprintf(address, sizeof address, "127.0.0.1:%u", daemon.port);
    snprintf(pins, sizeof pins, "%s/known-hosts", daemon.folder);
    struct library *library = library_create(data_folder());
    struct model_config config = {.name = "bench", .find = find, .find_ctx = library};
    struct model *model = model_create(&config, link_open_tcp(address, true, NULL, pins));
    need(model && model_join(model, daemon.token[0]) == 0, "the client could not be made.");
    step_until(model, is_in_lobby);
    model_ready(model, 0);
    step_until(model, is_usable);
    double took[BREAKS];
    for (int i = 0; i < BREAKS; i++) {
        uint64_t sequence = model_seat(model, 0)->sequence;
        cut(daemon.port);
        double start = now_ms();
        step_until(model, is_lost);
        model_reconnect(model, link_open_tcp(address, true, NULL, pins));
        step_until(model, is_usable);
        while (model_seat(model, 0)->sequence == sequence) /* what may have changed has come */
            step(model);
        took[i] = now_ms() - start;
    }
    model_destroy(model);
    library_destroy(library);
    need(load_daemon_stop(&daemon), "ibard did not stop in order.");
    qsort(took, BREAKS, sizeof took[0], compare);
    printf("{\"median_ms\": %.3f, \"p99_ms\": %.3f, \"breaks\": %d}\n", took[BREAKS / 2], took[BREAKS * 99 / 100], BREAKS);
    return 0;
}
