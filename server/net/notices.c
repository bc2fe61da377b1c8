#include "notices.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ops/log.h"

#define TEXT_ROOM    400
#define POSTS_MOST   2    /* at once: they block threads that the journal needs too */
#define TRIES_MOST   5    /* of a post */
#define RETRY_MS     1000 /* before the second; each time four times as long */
#define TOLD_MS      10000 /* between two lines of the log about failures */

/* A notice on its way, once for each of the two ways. */
struct call {
    struct notices *notices;
    struct call *next;
    bool post; /* by web, else by command */
    uint64_t game;
    unsigned side_number, turn, tries;
    char event[16], side[16], game_name[TABLE_NAME_MAX], player[PLAYER_NAME_MAX + 1], text[TEXT_ROOM];
    bool running;
    /* of a command */
    uv_process_t process;
    uv_timer_t timer; /* its time limit; of a post, when it is tried again */
    bool spawned; /* or tried: libuv has the handle */
    bool timed_out;
    int handles; /* that libuv still closes */
    /* of a post */
    uv_work_t work;
    long status;     /* of HTTP, 0: no answer */
    char why[CURL_ERROR_SIZE];
};

struct notices {
    uv_loop_t *loop;
    const char *command, *url;
    struct call *waiting, *started; /* the oldest first; those that run, or wait to be tried again */
    size_t waiting_count, commands, posts;
    uint32_t at_once, queue, seconds;
    struct notice_counters counters;
    int64_t told_ms;
    uint64_t untold;
    bool stopped;
    atomic_bool stop; /* seen by posts on their threads */
};

static void call_start(struct call *call);

bool notices_url_is_right(const char *url) {
    CURLU *parts = curl_url();
    bool right = parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK;
    curl_url_cleanup(parts);
    return right;
}

struct notices *notices_create(uv_loop_t *loop, const char *command, const char *url, const struct limits *limits) {
    struct notices *notices = calloc(1, sizeof *notices);
    if (!notices)
        return NULL;
    notices->loop = loop;
    notices->command = command;
    notices->url = url;
    notices->at_once = limits->value[LIMIT_NOTICES];
    notices->queue = limits->value[LIMIT_NOTICE_QUEUE];
    notices->seconds = limits->value[LIMIT_NOTICE_SECONDS];
    if (*url)
        curl_global_init(CURL_GLOBAL_DEFAULT);
    return notices;
}

/* A service that is down must not fill the log; the address is not logged, as it may hold a key. */
static void tell_failure(struct notices *notices, const struct call *call, const char *why, long number) {
    int64_t now = (int64_t)(uv_hrtime() / 1000000);
    notices->counters.failed++;
    notices->untold++;
    if (notices->told_ms && now - notices->told_ms < TOLD_MS)
        return;
    log_event(LOG_LEVEL_WARNING, "notice_failed", "way=%s game=%llu reason=\"%s\" number=%ld count=%llu",
              call->post ? "url" : "command", (unsigned long long)call->game, why, number,
              (unsigned long long)notices->untold);
    notices->told_ms = now;
    notices->untold = 0;
}

static void call_take_out(struct call **list, struct call *call) {
    while (*list != call)
        list = &(*list)->next;
    *list = call->next;
}

static void start_more(struct notices *notices) {
    struct call **link = &notices->waiting;
    while (!notices->stopped && *link) {
        struct call *call = *link;
        if (call->post ? notices->posts >= POSTS_MOST : notices->commands >= notices->at_once) {
            link = &call->next;
            continue;
        }
        *link = call->next;
        notices->waiting_count--;
        call->next = notices->started;
        notices->started = call;
        call_start(call);
        link = &notices->waiting; /* what failed at once has changed the list */
    }
}

static void call_end(struct call *call) {
    struct notices *notices = call->notices;
    call_take_out(&notices->started, call);
    free(call);
    start_more(notices);
}

static void on_closed(uv_handle_t *handle) {
    struct call *call = handle->data;
    if (--call->handles == 0)
        call_end(call);
}

static void close_handles(struct call *call) {
    uv_handle_t *handles[] = {(uv_handle_t *)&call->timer, (uv_handle_t *)&call->process};
    for (size_t i = 0; i < 2 && (i == 0 || call->spawned); i++)
        if (!uv_is_closing(handles[i])) {
            call->handles++;
            uv_close(handles[i], on_closed);
        }
}

/* The command leads a group of processes of its own, so that what it has started ends with it. */
static void kill_group(struct call *call) {
    if (call->running)
        kill(-call->process.pid, SIGKILL);
}

static void on_exit_of(uv_process_t *process, int64_t status, int number) {
    struct call *call = process->data;
    struct notices *notices = call->notices;
    kill(-process->pid, SIGKILL); /* what it left behind */
    call->running = false;
    notices->commands--;
    if (call->timed_out)
        tell_failure(notices, call, "it took too long", (long)notices->seconds);
    else if (status || number)
        tell_failure(notices, call, number ? "ended by a signal" : "its exit code", number ? number : (long)status);
    else
        notices->counters.sent++;
    close_handles(call);
}

static void on_time_up(uv_timer_t *timer) {
    struct call *call = timer->data;
    call->timed_out = true;
    kill_group(call);
}

static void add(char *rows, size_t row, size_t *count, const char *name, const char *value) {
    if (value)
        snprintf(rows + (*count)++ * row, row, "%s=%s", name, value);
}

static void command_start(struct call *call) {
    enum { ROWS = 12, ROW = TEXT_ROOM + 4096 };
    struct notices *notices = call->notices;
    char *rows = calloc(ROWS, ROW), *environment[ROWS + 1] = {NULL}, game[24], turn[12];
    size_t count = 0;
    int status = UV_ENOMEM;
    if (rows) {
        static const char *const kept[] = {"PATH", "HOME", "LANG", "TZ"};
        for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
            add(rows, ROW, &count, kept[i], getenv(kept[i]));
        snprintf(game, sizeof game, "%llu", (unsigned long long)call->game);
        snprintf(turn, sizeof turn, "%u", call->turn);
        const char *const facts[][2] = {{"IBAR_EVENT", call->event}, {"IBAR_GAME", game},
                                        {"IBAR_GAME_NAME", call->game_name}, {"IBAR_SIDE", call->side},
                                        {"IBAR_PLAYER", call->player}, {"IBAR_TURN", turn}, {"IBAR_TEXT", call->text}};
        for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
            add(rows, ROW, &count, facts[i][0], facts[i][1]);
        for (size_t i = 0; i < count; i++)
            environment[i] = rows + i * ROW;
        char *arguments[] = {(char *)notices->command, NULL};
        uv_stdio_container_t streams[3] = {{.flags = UV_IGNORE}, {.flags = UV_IGNORE},
                                           {.flags = UV_INHERIT_FD, .data.fd = 2}};
        uv_process_options_t options = {.exit_cb = on_exit_of, .file = notices->command, .args = arguments,
                                        .env = environment, .flags = UV_PROCESS_DETACHED, .stdio_count = 3,
                                        .stdio = streams};
        call->spawned = true;
        status = uv_spawn(notices->loop, &call->process, &options);
    }
    free(rows);
    notices->commands++;
    if (status < 0) {
        notices->commands--;
        tell_failure(notices, call, uv_strerror(status), status);
        close_handles(call);
        return;
    }
    call->running = true;
    uv_timer_start(&call->timer, on_time_up, (uint64_t)notices->seconds * 1000, 0);
}

static size_t drop_answer(char *bytes, size_t size, size_t count, void *ctx) {
    (void)bytes;
    (void)ctx;
    return size * count;
}

static int may_go_on(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a, (void)b, (void)c, (void)d;
    return atomic_load(&((struct notices *)ctx)->stop);
}

/* A string of JSON; what it is made of is UTF-8. */
static void write_text(FILE *out, const char *name, const char *text) {
    fprintf(out, "\"%s\":\"", name);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        if ((unsigned char)*text < 0x20)
            fprintf(out, "\\u%04x", (unsigned)*text);
        else
            fputc(*text, out);
    }
    fputc('"', out);
}

/* To be freed; NULL: no memory. */
static char *post_body(const struct call *call) {
    const char *const texts[][2] = {{"event", call->event}, {"game_name", call->game_name}, {"side", call->side},
                                    {"player", call->player}, {"text", call->text}, {"content", call->text}};
    char *body = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&body, &size);
    if (!out)
        return NULL;
    fprintf(out, "{\"game\":%llu,\"turn\":%u", (unsigned long long)call->game, call->turn);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        fputc(',', out);
        write_text(out, texts[i][0], texts[i][1]);
    }
    fputc('}', out);
    if (fclose(out) == 0)
        return body;
    free(body);
    return NULL;
}

/* In the thread pool: touches the call, the address and `stop` alone. */
static void post(uv_work_t *work) {
    struct call *call = work->data;
    struct notices *notices = call->notices;
    CURL *curl = curl_easy_init();
    char *body = post_body(call);
    struct curl_slist *heads = curl_slist_append(NULL, "Content-Type: application/json");
    call->status = 0;
    snprintf(call->why, sizeof call->why, "no memory");
    if (curl && body && heads) {
        curl_easy_setopt(curl, CURLOPT_URL, notices->url);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, heads);
        curl_easy_setopt(curl, CURLOPT_USERAGENT, "ibard/" IBAR_VERSION);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)notices->seconds);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_answer);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, may_go_on);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, notices);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        CURLcode code = curl_easy_perform(curl);
        snprintf(call->why, sizeof call->why, "%s", code == CURLE_OK ? "the answer of the web address" : curl_easy_strerror(code));
        if (code == CURLE_OK)
            curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &call->status);
    }
    curl_slist_free_all(heads);
    free(body);
    curl_easy_cleanup(curl);
}

static void on_retry(uv_timer_t *timer) {
    call_start(timer->data);
}

static void on_posted(uv_work_t *work, int status) {
    struct call *call = work->data;
    struct notices *notices = call->notices;
    (void)status;
    call->running = false;
    notices->posts--;
    bool sent = call->status >= 200 && call->status < 300;
    /* Whoever says that the request is wrong says so again. */
    bool final = call->status >= 400 && call->status < 500 && call->status != 408 && call->status != 429;
    if (notices->stopped || sent || final || call->tries >= TRIES_MOST) {
        notices->counters.sent += sent;
        if (!sent && !notices->stopped)
            tell_failure(notices, call, call->why, call->status);
        close_handles(call);
        return;
    }
    uv_timer_start(&call->timer, on_retry, (uint64_t)RETRY_MS << (2 * (call->tries - 1)), 0);
    start_more(notices);
}

static void post_start(struct call *call) {
    struct notices *notices = call->notices;
    if (notices->posts >= POSTS_MOST) { /* a second try has to wait as others */
        uv_timer_start(&call->timer, on_retry, RETRY_MS, 0);
        return;
    }
    notices->posts++;
    call->running = true;
    call->tries++;
    call->work.data = call;
    int status = uv_queue_work(notices->loop, &call->work, post, on_posted);
    assert(status == 0);
    (void)status;
}

static void call_start(struct call *call) {
    if (call->post)
        post_start(call);
    else
        command_start(call);
}

static void call_fill(struct call *call, const struct host_notice *notice) {
    static const char *const events[] = {"your_turn", "clock_low", "game_over"};
    static const char *const says[] = {"it is your turn", "your time is running out", "the game is over"};
    call->game = notice->game;
    call->side_number = notice->side_number;
    call->turn = notice->turn;
    snprintf(call->event, sizeof call->event, "%s", events[notice->event]);
    snprintf(call->side, sizeof call->side, "%s", notice->side);
    snprintf(call->game_name, sizeof call->game_name, "%s", notice->game_name);
    snprintf(call->player, sizeof call->player, "%s", notice->player);
    snprintf(call->text, sizeof call->text, "%s%s%s in \"%s\" as %s (turn %u).", notice->player,
             notice->player[0] ? ", " : "", says[notice->event], notice->game_name, notice->side, notice->turn);
}

static void put(struct notices *notices, const struct host_notice *notice, bool post_it) {
    struct call **end = &notices->waiting;
    for (; *end; end = &(*end)->next)
        if ((*end)->post == post_it && (*end)->game == notice->game && (*end)->side_number == notice->side_number) {
            call_fill(*end, notice);
            return;
        }
    struct call *call = notices->waiting_count < notices->queue ? calloc(1, sizeof *call) : NULL;
    if (!call) {
        if (notices->counters.dropped++ == 0)
            log_event(LOG_LEVEL_WARNING, "notices_dropped", "waiting=%zu reason=\"more wait than notice-queue allows\"",
                      notices->waiting_count);
        return;
    }
    call->notices = notices;
    call->post = post_it;
    call_fill(call, notice);
    uv_timer_init(notices->loop, &call->timer);
    call->timer.data = call->process.data = call;
    *end = call;
    notices->waiting_count++;
}

void notices_put(struct notices *notices, const struct host_notice *notice) {
    if (notices->stopped)
        return;
    if (*notices->command)
        put(notices, notice, false);
    if (*notices->url)
        put(notices, notice, true);
    start_more(notices);
}

void notices_count(const struct notices *notices, struct notice_counters *out) {
    *out = notices->counters;
}

static void on_forgotten(uv_handle_t *handle) {
    free(handle->data);
}

void notices_stop(struct notices *notices) {
    if (!notices || notices->stopped)
        return;
    notices->stopped = true;
    atomic_store(&notices->stop, true);
    if (notices->waiting_count)
        log_event(LOG_LEVEL_NOTICE, "notices_dropped", "waiting=%zu reason=\"the server stops\"", notices->waiting_count);
    while (notices->waiting) {
        struct call *call = notices->waiting;
        notices->waiting = call->next;
        uv_close((uv_handle_t *)&call->timer, on_forgotten);
    }
    for (struct call *call = notices->started; call; call = call->next)
        if (!call->post)
            kill_group(call);
        else if (!call->running)
            close_handles(call);
}

void notices_destroy(struct notices *notices) {
    if (!notices)
        return;
    assert(!notices->started);
    if (*notices->url)
        curl_global_cleanup();
    free(notices);
}
