/* The log: one line per event on standard error, `event=NAME key=value ...`, with journald's priority in front.
 *
 * Never log a token, a nonce, a secret or a key: whoever reads the log must not be able to take a seat. */
#ifndef IBAR_OPS_LOG_H
#define IBAR_OPS_LOG_H

/* Numbers are those of syslog and of journald's <N>. */
enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_NOTICE = 5, LOG_LEVEL_INFO = 6 };

/* `format` gives the `key=value` pairs. Control characters become spaces, so that one event stays one line. A
 * value that may hold spaces belongs in double quotes, as the caller writes them. Safe from any thread. */
void log_event(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for what clients cause, from one thread: a thousand lines at once and ten a second in the long run. What was
 * left out is counted in a line `log_left_out` before the next. */
void log_often(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
