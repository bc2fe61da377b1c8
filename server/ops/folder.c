#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool make_parents(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

int folder_open(const char *path, char *why, size_t size) {
    char copy[4096], lock[4200];
    snprintf(copy, sizeof copy, "%s", path);
    if (!make_parents(copy)) {
        snprintf(why, size, "The data folder '%s' cannot be made: %s.", path, strerror(errno));
        return -1;
    }
    snprintf(lock, sizeof lock, "%s/lock", path);
    int folder = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (folder < 0) {
        snprintf(why, size, "The data folder '%s' cannot be written: %s.", path, strerror(errno));
        return -1;
    }
    if (flock(folder, LOCK_EX | LOCK_NB) != 0) {
        snprintf(why, size,
                 errno == EWOULDBLOCK ? "Another ibard is using the data folder '%s': stop it, or name another with "
                                        "--data."
                                      : "The data folder '%s' cannot be locked.",
                 path);
        close(folder);
        return -1;
    }
    return folder;
}

void folder_close(int folder) {
    if (folder >= 0)
        close(folder);
}
