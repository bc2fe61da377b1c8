#include "seat_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_ROOM 4096

static bool wrong(char *why, size_t size, const char *path, const char *what, const char *reason) {
    snprintf(why, size, "The seats' key %s cannot be %s: %s.", path, what, reason);
    return false;
}

/* Written beside, synced and renamed, so that a crash leaves either nothing or the whole file. */
static bool key_make(const char *path, const uint8_t *key, char *why, size_t size) {
    char beside[PATH_ROOM + 8];
    snprintf(beside, sizeof beside, "%s.new", path);
    unlink(beside);
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = fd >= 0 && write(fd, key, SEAT_KEY_BYTES) == SEAT_KEY_BYTES && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    done = done && rename(beside, path) == 0;
    return done || wrong(why, size, path, "made", strerror(error ? error : errno));
}

bool seat_key_ensure(const char *folder, const uint8_t *fresh, uint8_t *key, char *why, size_t size) {
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", folder, SEAT_KEY_FILE);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT)
        return wrong(why, size, path, "read", strerror(errno));
    if (fd < 0) {
        memcpy(key, fresh, SEAT_KEY_BYTES);
        return key_make(path, key, why, size);
    }
    ssize_t got = read(fd, key, SEAT_KEY_BYTES);
    close(fd);
    return got == SEAT_KEY_BYTES || wrong(why, size, path, "read", "it is too short, delete it to get new join lines");
}
