#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1024

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

void log_event(enum log_level level, const char *event, const char *format, ...) {
    char line[LINE_MAX_BYTES];
    size_t at = (size_t)snprintf(line, sizeof line, "<%d>", (int)level);
    at += log_time(line + at, sizeof line - at);
    at += (size_t)snprintf(line + at, sizeof line - at, "event=%s ", event);
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line + at, sizeof line - at - 1, format, args);
    va_end(args);
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
