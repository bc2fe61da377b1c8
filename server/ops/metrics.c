#include "metrics.h"

#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 16
#define TIMEOUT_SECONDS 10
#define TEXT_MAX        (METRICS_MAX * 256 + METRICS_TIMES * 1024)
#define METRICS_TIMES   4 /* histograms */

struct metrics {
    struct MHD_Daemon *daemon;
    pthread_mutex_t mutex; /* guards rows and count */
    struct metric rows[METRICS_MAX];
    size_t count;
    struct histogram times[METRICS_TIMES];
    char address[128];
};

static size_t metrics_text(struct metrics *metrics, char *out, size_t room) {
    size_t at = 0;
    pthread_mutex_lock(&metrics->mutex);
    for (size_t i = 0; i < metrics->count && at < room; i++) {
        const struct metric *row = &metrics->rows[i];
        at += (size_t)snprintf(out + at, room - at, "# HELP %s %s\n# TYPE %s %s\n", row->name, row->help, row->name,
                               row->type);
        if (at >= room)
            break;
        if (row->times)
            at += histogram_text(row->times, row->name, out + at, room - at);
        else
            at += (size_t)snprintf(out + at, room - at, "%s %llu\n", row->name, (unsigned long long)row->value);
    }
    pthread_mutex_unlock(&metrics->mutex);
    return at < room ? at : room - 1;
}

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, const char *type, const char *text,
                             size_t size) {
    struct MHD_Response *response = MHD_create_response_from_buffer(size, (void *)text, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **state) {
    (void)version;
    (void)upload;
    (void)upload_size;
    (void)state;
    static const char plain[] = "text/plain; charset=utf-8";
    static const char wrong_method[] = "Only GET is answered here.\n", wrong_path[] = "The counters are at /metrics.\n";
    if (strcmp(method, "GET") != 0)
        return reply(connection, MHD_HTTP_METHOD_NOT_ALLOWED, plain, wrong_method, sizeof wrong_method - 1);
    if (strcmp(url, "/metrics") != 0)
        return reply(connection, MHD_HTTP_NOT_FOUND, plain, wrong_path, sizeof wrong_path - 1);
    char text[TEXT_MAX];
    size_t size = metrics_text(ctx, text, sizeof text);
    return reply(connection, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", text, size);
}

/* The daemon is given a socket that listens already, so that what fails can be told exactly. */
static int listen_on(const char *host, uint16_t port, char *why, size_t size) {
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM}, *found = NULL;
    int status = getaddrinfo(host, service, &hints, &found);
    if (status != 0) {
        snprintf(why, size, "The metrics address '%s' is not known: %s.", host, gai_strerror(status));
        return -1;
    }
    int yes = 1, fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool listening = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                     bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, CONNECTIONS_MAX) == 0;
    if (!listening) {
        snprintf(why, size, "Metrics cannot be served at %s port %u: %s.", host, port, strerror(errno));
        if (fd >= 0)
            close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

static void note_address(struct metrics *metrics, int fd) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[64] = "?", service[8] = "?";
    if (getsockname(fd, (struct sockaddr *)&address, &length) == 0)
        getnameinfo((struct sockaddr *)&address, length, host, sizeof host, service, sizeof service,
                    NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(metrics->address, sizeof metrics->address, strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, service);
}

struct metrics *metrics_start(const char *host, uint16_t port, char *why, size_t size) {
    struct metrics *metrics = calloc(1, sizeof *metrics);
    if (!metrics) {
        snprintf(why, size, "No memory is left for metrics.");
        return NULL;
    }
    int fd = listen_on(host, port, why, size);
    if (fd < 0) {
        free(metrics);
        return NULL;
    }
    pthread_mutex_init(&metrics->mutex, NULL);
    note_address(metrics, fd);
    metrics->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO, 0, NULL, NULL, on_request,
                                       metrics, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
                                       (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
                                       (unsigned)TIMEOUT_SECONDS, MHD_OPTION_END);
    if (!metrics->daemon) {
        snprintf(why, size, "The thread that serves metrics at %s did not start.", metrics->address);
        close(fd);
        pthread_mutex_destroy(&metrics->mutex);
        free(metrics);
        return NULL;
    }
    return metrics;
}

const char *metrics_address(const struct metrics *metrics) {
    return metrics->address;
}

void metrics_update(struct metrics *metrics, const struct metric *rows, size_t count) {
    pthread_mutex_lock(&metrics->mutex);
    metrics->count = count < METRICS_MAX ? count : METRICS_MAX;
    memcpy(metrics->rows, rows, metrics->count * sizeof *rows);
    size_t times = 0;
    for (size_t i = 0; i < metrics->count; i++) {
        struct metric *row = &metrics->rows[i];
        if (!row->times)
            continue;
        assert(times < METRICS_TIMES);
        metrics->times[times] = *row->times;
        row->times = &metrics->times[times++];
    }
    pthread_mutex_unlock(&metrics->mutex);
}

void metrics_stop(struct metrics *metrics) {
    if (!metrics)
        return;
    MHD_stop_daemon(metrics->daemon);
    pthread_mutex_destroy(&metrics->mutex);
    free(metrics);
}
