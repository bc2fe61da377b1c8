/* The lock file beside the database: one process has a journal open, and it was written once. */
#include "store_room.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* One process has a journal open: two would give the same sequence numbers. Readers (backup) are not kept
 * out. */
bool lock_take(struct store *store, const char *path, char *why, size_t size) {
    if (strcmp(path, ":memory:") == 0) {
        return true;
    }
    char name[4096];
    if (snprintf(name, sizeof(name), "%s-lock", path) >= (int)sizeof(name)) {
        snprintf(why, size, "The path of the journal is too long: use one below %zu bytes.",
                 sizeof(name) - 5);
        return false;
    }
    store->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->lock < 0) {
        snprintf(why, size, "The journal %s cannot be opened: %s.", path, strerror(errno));
        return false;
    }
    if (flock(store->lock, LOCK_EX | LOCK_NB) != 0) {
        snprintf(why, size,
                 "The journal %s is in use by another process: stop it first, or name another journal.",
                 path);
        return false;
    }
    return true;
}

/* The lock file says whether there ever was a journal: an empty database beside it is a loss, not a beginning. */
bool lock_says_written(const struct store *store) {
    char byte;
    return store->lock >= 0 && pread(store->lock, &byte, 1, 0) == 1;
}

void lock_say_written(const struct store *store) {
    static const char text[] = "This journal has been written. To begin anew, delete this file too.\n";
    if (store->lock >= 0 && pwrite(store->lock, text, sizeof(text) - 1, 0) > 0) {
        fsync(store->lock);
    }
}
