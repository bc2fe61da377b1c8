#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bucket.h"

#define LINE_MAX_BYTES 1024
/* Of lines that clients cause: at once, and a second in the long run. */
#define OFTEN_BURST  1000
#define OFTEN_SECOND 10

/* journald notes the time itself; elsewhere the line carries it. */
static size_t log_time(char *out, size_t size) {
    if (getenv("JOURNAL_STREAM"))
        return 0;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct tm utc;
    gmtime_r(&now.tv_sec, &utc);
    char date[32];
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);
    int length = snprintf(out, size, "time=%s.%03ldZ ", date, now.tv_nsec / 1000000);
    return length < 0 ? 0 : (size_t)length;
}

static void log_line(enum log_level level, const char *event, const char *format, va_list args) {
    char line[LINE_MAX_BYTES];
    size_t at = (size_t)snprintf(line, sizeof line, "<%d>", (int)level);
    at += log_time(line + at, sizeof line - at);
    at += (size_t)snprintf(line + at, sizeof line - at, "event=%s ", event);
    int length = vsnprintf(line + at, sizeof line - at - 1, format, args);
    if (length > 0)
        at += (size_t)length < sizeof line - at - 1 ? (size_t)length : sizeof line - at - 2;
    while (at > 0 && line[at - 1] == ' ')
        at--;
    for (size_t i = 0; i < at; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
            line[i] = ' ';
    line[at++] = '\n';
    /* One write, so that lines of several threads do not mix. A log that cannot be written must not stop play. */
    ssize_t written = write(STDERR_FILENO, line, at);
    (void)written;
}

void log_event(enum log_level level, const char *event, const char *format, ...) {
    va_list args;
    va_start(args, format);
    log_line(level, event, format, args);
    va_end(args);
}

static bool line_take(void) {
    static struct bucket bucket = {.level = OFTEN_BURST * 1000};
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return bucket_take(&bucket, OFTEN_SECOND, OFTEN_BURST, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

void log_often(enum log_level level, const char *event, const char *format, ...) {
    static unsigned long long left_out;
    if (!line_take()) {
        left_out++;
        return;
    }
    if (left_out > 0)
        log_event(LOG_LEVEL_NOTICE, "log_left_out", "count=%llu", left_out);
    left_out = 0;
    va_list args;
    va_start(args, format);
    log_line(level, event, format, args);
    va_end(args);
}
