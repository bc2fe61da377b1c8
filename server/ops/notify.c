#include "notify.h"

#ifdef HAVE_SYSTEMD
#include <systemd/sd-daemon.h>
#include <time.h>

void notify_ready(void) {
    sd_notify(0, "READY=1");
}

void notify_stopping(void) {
    sd_notify(0, "STOPPING=1");
}

void notify_reloading(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

uint64_t notify_watchdog_ms(void) {
    uint64_t limit_us = 0;
    /* Half of what is allowed, as systemd advises. */
    return sd_watchdog_enabled(0, &limit_us) > 0 ? limit_us / 2000 : 0;
}

void notify_alive(void) {
    sd_notify(0, "WATCHDOG=1");
}

int notify_listen_socket(void) {
    return sd_listen_fds(1) > 0 ? SD_LISTEN_FDS_START : -1;
}
#else
void notify_ready(void) {
}

void notify_stopping(void) {
}

void notify_reloading(void) {
}

uint64_t notify_watchdog_ms(void) {
    return 0;
}

void notify_alive(void) {
}

int notify_listen_socket(void) {
    return -1;
}
#endif
