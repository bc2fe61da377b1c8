/* Tells systemd how the service is, and takes what systemd hands over. Without systemd nothing happens. */
#ifndef IBAR_OPS_NOTIFY_H
#define IBAR_OPS_NOTIFY_H

#include <stdint.h>

void notify_ready(void);
void notify_stopping(void);
/* A reload has begun; notify_ready ends it. */
void notify_reloading(void);
/* Milliseconds between two signs of life, 0 when none are wanted. */
uint64_t notify_watchdog_ms(void);
void notify_alive(void);
/* The listening socket that systemd opened for this process; -1: none. Of several the first is taken. */
int notify_listen_socket(void);

#endif
