/* Files beside the database, in SQLite's own file system, so that whatever simulates disks sees them too. */
#include "store_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SQLite's file system moves less than 128 KiB at once. */
#define PIECE ((size_t)65536)

bool file_name(struct store_file *file, const char *path, const char *end) {
    char full[STORE_PATH_MAX];
    memset(file, 0, sizeof(*file));
    file->vfs = sqlite3_vfs_find(NULL);
    /* SQLITE_OK_SYMLINK too: a folder of systemd's DynamicUser= is reached by a link. */
    return file->vfs && (file->vfs->xFullPathname(file->vfs, path, STORE_PATH_MAX, full) & 0xff) == SQLITE_OK &&
           snprintf(file->name, STORE_PATH_MAX - 4, "%s%s", full, end) < STORE_PATH_MAX - 4;
}

bool file_exists(const struct store_file *file, bool *exists) {
    int found = 0;
    /* An empty file counts too, so that not EXISTS is asked, for which it is none. */
    bool asked = file->vfs->xAccess(file->vfs, file->name, SQLITE_ACCESS_READWRITE, &found) == SQLITE_OK;
    *exists = found;
    return asked;
}

bool file_open(struct store_file *file, bool create) {
    int out;
    /* A log gets the rights of its database, which must be there; any other file is opened as it is. */
    int flags = create ? SQLITE_OPEN_WAL | SQLITE_OPEN_CREATE : SQLITE_OPEN_SUPER_JOURNAL;
    file->file = calloc(1, (size_t)file->vfs->szOsFile);
    return file->file &&
           file->vfs->xOpen(file->vfs, file->name, file->file, SQLITE_OPEN_READWRITE | flags, &out) == SQLITE_OK;
}

void file_close(struct store_file *file) {
    if (file->file && file->file->pMethods) {
        file->file->pMethods->xClose(file->file);
    }
    free(file->file);
    file->file = NULL;
}

static int piece_size(size_t size, size_t at) {
    return (int)(size - at < PIECE ? size - at : PIECE);
}

bool file_size(const struct store_file *file, size_t *size) {
    sqlite3_int64 whole = 0;
    bool asked = file->file->pMethods->xFileSize(file->file, &whole) == SQLITE_OK;
    *size = (size_t)whole;
    return asked;
}

bool file_read(const struct store_file *file, uint8_t **bytes, size_t *size) {
    if (!file_size(file, size)) {
        return false;
    }
    *bytes = malloc(*size ? *size : 1);
    bool done = *bytes != NULL;
    for (size_t at = 0; done && at < *size; at += PIECE) {
        done = file->file->pMethods->xRead(file->file, *bytes + at, piece_size(*size, at), (sqlite3_int64)at) == SQLITE_OK;
    }
    return done;
}

bool file_write(const struct store_file *file, const void *bytes, size_t size, size_t to) {
    bool done = true;
    for (size_t at = 0; done && at < size; at += PIECE) {
        done = file->file->pMethods->xWrite(file->file, (const uint8_t *)bytes + at, piece_size(size, at),
                                            (sqlite3_int64)(to + at)) == SQLITE_OK;
    }
    return done;
}

bool file_fill(const struct store_file *file, size_t from, size_t to) {
    static const uint8_t zeros[PIECE];
    bool done = true;
    for (size_t at = from; done && at < to; at += PIECE) {
        done = file_write(file, zeros, (size_t)piece_size(to, at), at);
    }
    return done;
}

bool file_sync(const struct store_file *file) {
    return file->file->pMethods->xSync(file->file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

bool file_delete(const struct store_file *file) {
    int code = file->vfs->xDelete(file->vfs, file->name, 1);
    return code == SQLITE_OK || code == SQLITE_IOERR_DELETE_NOENT;
}
