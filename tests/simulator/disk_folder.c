#include "disk_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/ibar-disk-XXXXXX";
static char path[64], lock[80];

const char *disk_journal(void) {
    return path;
}

void disk_unlock(void) {
    unlink(lock);
}

int disk_make(void **state) {
    (void)state;
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    snprintf(lock, sizeof(lock), "%s-lock", path);
    disk_install();
    return 0;
}

int disk_clear(void **state) {
    (void)state;
    disk_finish();
    disk_unlock();
    return rmdir(folder);
}
