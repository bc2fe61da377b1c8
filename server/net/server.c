/* The loop. Each turn: (wait) -> callbacks queue and mark -> turn(): step the host, begin the next write of the
 * journal, write out what is due. */
#include "server.h"

#include <assert.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "counts.h"
#include "ops/log.h"
#include "ops/notify.h"
#include "server_internal.h"

#define BACKLOG       512
#define LOOP_ENTRIES  256  /* more are written by a thread */
#define LOOP_US       2000 /* a batch that takes longer is slow */
#define SLOW_BATCHES  64   /* after a slow or a large one, so many are written by a thread */
#define EARLY_ENTRIES 8    /* fewer are no batch for a thread before the loop has read all that has come */
#define COUNTS_MS     200 /* metrics are at most this old */
#define FILES_BESIDE  256 /* descriptors that are no connections */

int64_t server_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void on_step(uv_timer_t *timer) {
    ((struct server *)timer->data)->active = true;
}

static void step_host(struct server *server) {
    int64_t wait = host_step(server->host, server_now());
    if (wait < 0)
        uv_timer_stop(&server->step);
    else
        uv_timer_start(&server->step, on_step, (uint64_t)wait, 0);
}

/* In the thread pool, or in the loop. */
static void write_batch(uv_work_t *work) {
    struct server *server = work->data;
    server->batch_written = store_batch_write(server->batch);
}

/* What was slow once, disk or processor, is taken for slow for a while. */
static void time_batch(struct server *server) {
    uint64_t took = server_us() - server->batch_began_us;
    histogram_add(&server->journal_times, took);
    if (took > LOOP_US || server->batch_entries > LOOP_ENTRIES)
        server->slow_left = SLOW_BATCHES;
    else
        server->slow_left -= server->slow_left > 0;
}

static void on_batch(uv_work_t *work, int status) {
    struct server *server = work->data;
    assert(status == 0);
    (void)status;
    store_batch_end(server->store, server->batch, server->batch_written);
    server->batch = NULL;
    server->counters.batches++;
    time_batch(server);
    const char *failure = store_failure(server->store);
    if (failure && !server->journal_told) {
        server->journal_told = true;
        log_event(LOG_LEVEL_ERROR, "journal_failed", "reason=\"%s\"", failure);
    }
    bool full = store_full(server->store) != NULL;
    if (full != server->full_told) {
        server->full_told = full;
        if (full)
            log_event(LOG_LEVEL_ERROR, "disk_full", "reason=\"%s\"", store_full(server->store));
        else
            log_event(LOG_LEVEL_NOTICE, "disk_has_room", "reason=\"the journal is written again\"");
    }
    host_durable(server->host, server_now());
    server->active = true;
}

/* Not on disk yet; while no batch is being written, those that wait for one. */
static uint64_t entries_waiting(const struct server *server) {
    return store_last(server->store) - store_durable(server->store);
}

/* Where a write is quick a few entries are on the disk before a thread has woken; where it is not, everybody would wait
 * for what he has not asked for. */
static bool loop_writes(const struct server *server, uint64_t entries) {
    return entries <= LOOP_ENTRIES && server->slow_left == 0 && !store_batch_is_long(server->store);
}

/* Entries that come while a batch is being written wait for the next: group commit. */
static void begin_batch(struct server *server) {
    if (server->batch || !host_wants_flush(server->host))
        return;
    uint64_t entries = entries_waiting(server);
    bool in_loop = loop_writes(server, entries);
    server->batch = store_batch_begin(server->store);
    if (!server->batch)
        return;
    server->batch_entries = entries;
    server->early = in_loop ? UINT64_MAX : entries / 2 > EARLY_ENTRIES ? entries / 2 : EARLY_ENTRIES;
    server->work.data = server;
    server->batch_began_us = server_us();
    if (in_loop) {
        server->counters.batches_in_loop++;
        write_batch(&server->work);
        on_batch(&server->work, 0);
        return;
    }
    int status = uv_queue_work(&server->loop, &server->work, write_batch, on_batch);
    assert(status == 0);
    (void)status;
}

void server_begin_early(struct server *server) {
    if (!server->batch && entries_waiting(server) >= server->early)
        begin_batch(server);
}

/* In the thread pool. */
static void look_at_password(uv_work_t *work) {
    struct server *server = work->data;
    host_password_work(server->password);
}

static void on_password(uv_work_t *work, int status) {
    struct server *server = work->data;
    assert(status == 0);
    (void)status;
    struct password_job *job = server->password;
    server->password = NULL;
    host_password_end(server->host, job, server_now());
    server->active = true;
}

/* One at a time: each takes 64 MiB. */
static void begin_password(struct server *server) {
    if (server->password || !(server->password = host_password_begin(server->host)))
        return;
    server->password_work.data = server;
    int status = uv_queue_work(&server->loop, &server->password_work, look_at_password, on_password);
    assert(status == 0);
    (void)status;
}

void server_notice(struct server *server, const struct host_notice *notice) {
    if (server && server->notices)
        notices_put(server->notices, notice);
}

static void on_counts(uv_timer_t *timer) {
    struct server *server = timer->data;
    counts_update(server);
    server->counts_stale = false;
}

/* Those of the server; notices close their own. */
static void close_handles(struct server *server) {
    uv_handle_t *const handles[] = {
        (uv_handle_t *)&server->listener, (uv_handle_t *)&server->prepare,  (uv_handle_t *)&server->check,
        (uv_handle_t *)&server->step,     (uv_handle_t *)&server->sweep,    (uv_handle_t *)&server->resume,
        (uv_handle_t *)&server->watchdog, (uv_handle_t *)&server->counts,   (uv_handle_t *)&server->signals[0],
        (uv_handle_t *)&server->signals[1], (uv_handle_t *)&server->signals[2]};
    for (size_t i = 0; i < sizeof handles / sizeof handles[0]; i++)
        if (!uv_is_closing(handles[i]))
            uv_close(handles[i], NULL);
    notices_stop(server->notices);
}

/* The drain is over when everybody has been told and all is written, or when its time is up. */
static void end_when_drained(struct server *server) {
    bool writes = server->batch || (host_wants_flush(server->host) && !store_failure(server->store) && !store_full(server->store));
    if (server->connections && server_now() >= server->drain_until)
        connection_close_all(server);
    if (server->connections || writes || server->password)
        return;
    server->ended = true;
    close_handles(server);
}

static void turn(struct server *server) {
    if (server->ended)
        return;
    do {
        if (server->active) {
            server->active = false;
            server->counts_stale = true;
            step_host(server);
        }
        begin_batch(server);
        begin_password(server);
        connection_flush_dirty(server);
    } while (server->active || server->dirty);
    if (server->metrics && server->counts_stale && !uv_is_active((uv_handle_t *)&server->counts))
        uv_timer_start(&server->counts, on_counts, COUNTS_MS, 0);
    if (server->draining)
        end_when_drained(server);
}

static void on_prepare(uv_prepare_t *prepare) {
    turn(prepare->data);
}

static void on_check(uv_check_t *check) {
    turn(check->data);
}

static void on_sweep(uv_timer_t *timer) {
    struct server *server = timer->data;
    if (connection_sweep(server, server_now()) == 0 && !server->draining)
        uv_timer_stop(timer);
}

void server_watch(struct server *server) {
    if (!uv_is_active((uv_handle_t *)&server->sweep))
        uv_timer_start(&server->sweep, on_sweep, SWEEP_MS, SWEEP_MS);
}

static void on_resume(uv_timer_t *timer) {
    if (connection_resume(timer->data) == 0)
        uv_timer_stop(timer);
}

void server_throttle(struct server *server) {
    if (!uv_is_active((uv_handle_t *)&server->resume))
        uv_timer_start(&server->resume, on_resume, RESUME_MS, RESUME_MS);
}

static void on_watchdog(uv_timer_t *timer) {
    (void)timer;
    notify_alive();
}

static void on_connection(uv_stream_t *listener, int status) {
    struct server *server = listener->data;
    if (status < 0)
        log_event(LOG_LEVEL_WARNING, "accept_failed", "reason=\"%s\"", uv_strerror(status));
    else
        connection_accept(server);
}

static void drain(struct server *server, int number) {
    if (server->draining) {
        log_event(LOG_LEVEL_NOTICE, "stopping_at_once", "signal=%d", number);
        server->drain_until = server_now();
        return;
    }
    log_event(LOG_LEVEL_NOTICE, "stopping", "signal=%d connections=%zu", number, server->count);
    notify_stopping();
    server->draining = true;
    server->drain_until = server_now() + limit_ms(server, LIMIT_DRAIN);
    uv_close((uv_handle_t *)&server->listener, NULL);
    host_drain(server->host, "The server stops. Your game is kept and goes on when the server is started again.");
    connection_drain(server);
    server->active = true;
    server_watch(server);
}

static void on_signal(uv_signal_t *handle, int number) {
    struct server *server = handle->data;
    char why[512];
    if (number != SIGHUP) {
        drain(server, number);
        return;
    }
    notify_reloading();
    if (!server->tls)
        log_event(LOG_LEVEL_NOTICE, "reload", "tls=off");
    else if (tls_reload(server->tls, why, sizeof why))
        log_event(LOG_LEVEL_NOTICE, "reload", "fingerprint=%s", tls_fingerprint(server->tls));
    else
        log_event(LOG_LEVEL_ERROR, "reload_failed", "reason=\"%s\"", why);
    notify_ready();
}

static void address_text(const struct sockaddr *address, char *out, size_t size) {
    char host[64] = "?";
    bool six = address->sa_family == AF_INET6;
    uv_ip_name(address, host, sizeof host);
    unsigned port = ntohs(six ? ((const struct sockaddr_in6 *)address)->sin6_port
                              : ((const struct sockaddr_in *)address)->sin_port);
    snprintf(out, size, six ? "[%s]:%u" : "%s:%u", host, port);
}

static int bind_listener(struct server *server, const struct server_config *config, bool *known) {
    char service[8];
    snprintf(service, sizeof service, "%u", config->listen_port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    uv_getaddrinfo_t request;
    int status = uv_getaddrinfo(&server->loop, &request, NULL, config->listen_host, service, &hints);
    *known = status == 0;
    if (status < 0)
        return status;
    status = uv_tcp_bind(&server->listener, request.addrinfo->ai_addr, 0);
    uv_freeaddrinfo(request.addrinfo);
    return status;
}

static bool start_listening(struct server *server, const struct server_config *config, char *why, size_t size) {
    bool known = true, given = config->listen_socket >= 0;
    int status = given ? uv_tcp_open(&server->listener, config->listen_socket)
                       : bind_listener(server, config, &known);
    if (!known) {
        snprintf(why, size, "The address '%s' to listen at is not known: %s.", config->listen_host,
                 uv_strerror(status));
        return false;
    }
    if (status == 0)
        status = uv_listen((uv_stream_t *)&server->listener, BACKLOG, on_connection);
    struct sockaddr_storage address;
    int length = sizeof address;
    if (status == 0)
        status = uv_tcp_getsockname(&server->listener, (struct sockaddr *)&address, &length);
    if (status < 0 && given)
        snprintf(why, size, "The socket that systemd handed over cannot be used: %s. ListenStream=7878 in the socket "
                            "unit would be right.", uv_strerror(status));
    else if (status < 0)
        snprintf(why, size, "The server cannot listen at %s port %u: %s.%s", config->listen_host, config->listen_port,
                 uv_strerror(status),
                 status == UV_EADDRINUSE ? " Stop what listens there, or name another port with --listen." : "");
    else
        address_text((struct sockaddr *)&address, server->address, sizeof server->address);
    return status == 0;
}

static void init_handles(struct server *server) {
    uv_tcp_init(&server->loop, &server->listener);
    uv_prepare_init(&server->loop, &server->prepare);
    uv_check_init(&server->loop, &server->check);
    server->early = UINT64_MAX;
    uv_timer_init(&server->loop, &server->step);
    uv_timer_init(&server->loop, &server->sweep);
    uv_timer_init(&server->loop, &server->resume);
    uv_timer_init(&server->loop, &server->watchdog);
    uv_timer_init(&server->loop, &server->counts);
    server->listener.data = server->prepare.data = server->check.data = server;
    server->step.data = server->sweep.data = server->counts.data = server->resume.data = server;
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
    for (size_t i = 0; i < 3; i++) {
        uv_signal_init(&server->loop, &server->signals[i]);
        server->signals[i].data = server;
        uv_signal_start(&server->signals[i], on_signal, numbers[i]);
    }
    uv_prepare_start(&server->prepare, on_prepare);
    uv_check_start(&server->check, on_check);
}

/* A connection is a descriptor: what the limits let in must find one. */
static void allow_files(const struct limits *limits) {
    struct rlimit files;
    rlim_t wanted = limits->value[LIMIT_CONNECTIONS] + FILES_BESIDE;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted)
        return;
    files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur < wanted)
        log_event(LOG_LEVEL_WARNING, "few_files", "allowed=%llu wanted=%llu reason=\"max-connections is %u: raise "
                  "LimitNOFILE of the unit, or ulimit -Hn\"",
                  (unsigned long long)files.rlim_cur, (unsigned long long)wanted, limits->value[LIMIT_CONNECTIONS]);
}

struct server *server_create(const struct server_config *config, char *why, size_t size) {
    struct server *server = calloc(1, sizeof *server);
    if (!server || uv_loop_init(&server->loop) != 0) {
        free(server);
        snprintf(why, size, "No memory or no descriptor is left for the server's loop.");
        return NULL;
    }
    server->host = config->host;
    server->store = config->store;
    server->tls = config->tls;
    server->metrics = config->metrics;
    server->limits = config->limits;
    allow_files(&config->limits);
    init_handles(server);
    bool called = (config->notice_command && *config->notice_command) || (config->notice_url && *config->notice_url);
    if (called && !(server->notices = notices_create(&server->loop, config->notice_command ? config->notice_command : "",
                                                     config->notice_url ? config->notice_url : "", &server->limits))) {
        snprintf(why, size, "No memory is left for notices.");
        server_destroy(server);
        return NULL;
    }
    if (!start_listening(server, config, why, size)) {
        server_destroy(server);
        return NULL;
    }
    return server;
}

const char *server_address(const struct server *server) {
    return server->address;
}

void server_public_address(const struct server *server, char *out, size_t size) {
    struct sockaddr_storage address;
    int length = sizeof address, count = 0;
    uv_interface_address_t *all = NULL;
    bool four = strncmp(server->address, "0.0.0.0:", 8) == 0, six = strncmp(server->address, "[::]:", 5) == 0;
    snprintf(out, size, "%s", server->address);
    if ((!four && !six) || uv_tcp_getsockname(&server->listener, (struct sockaddr *)&address, &length) != 0)
        return;
    uint16_t port = ntohs(six ? ((struct sockaddr_in6 *)&address)->sin6_port
                              : ((struct sockaddr_in *)&address)->sin_port);
    snprintf(out, size, "127.0.0.1:%u", port);
    if (uv_interface_addresses(&all, &count) != 0)
        return;
    for (int i = 0; i < count; i++) {
        if (all[i].is_internal || all[i].address.address4.sin_family != AF_INET)
            continue;
        char host[64];
        uv_ip4_name(&all[i].address.address4, host, sizeof host);
        snprintf(out, size, "%s:%u", host, port);
        break;
    }
    uv_free_interface_addresses(all, count);
}

bool server_run(struct server *server) {
#ifdef __GLIBC__
    malloc_trim(0); /* what reading scenarios and the journal took, and gave back */
#endif
    server->active = true; /* what games restored or created want is begun at once */
    if (server->metrics)
        counts_update(server);
    uint64_t alive_ms = notify_watchdog_ms();
    if (alive_ms > 0)
        uv_timer_start(&server->watchdog, on_watchdog, alive_ms, alive_ms);
    notify_ready();
    uv_run(&server->loop, UV_RUN_DEFAULT);
    log_event(LOG_LEVEL_NOTICE, "stopped", "accepted=%llu batches=%llu", (unsigned long long)server->counters.accepted,
              (unsigned long long)server->counters.batches);
    return store_failure(server->store) == NULL;
}

void server_destroy(struct server *server) {
    if (!server)
        return;
    assert(!server->batch && !server->connections && !server->password);
    close_handles(server);
    server->ended = true;
    uv_run(&server->loop, UV_RUN_DEFAULT);
    int status = uv_loop_close(&server->loop);
    assert(status == 0);
    (void)status;
    notices_destroy(server->notices);
    free(server);
}
