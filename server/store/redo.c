/* What a process that was killed, or a failed sync, leaves behind. What the log holds is seen, but nobody knows
 * whether it is on disk: after a failed sync the system may count as written what never reached the disk. Who opens
 * the journal builds on what it sees and tells players of it, so that this must be on disk first. So the write-ahead
 * log, when there is one, is written once more:
 *
 *   1. copies the log, with a checksum, into a file beside it, and syncs that;
 *   2. writes the log from the copy, and syncs that;
 *   3. makes the copy void, and syncs that.
 *
 * A power cut during 2 finds the copy whole, one during 1 finds the log as it was. The file stays while the journal is
 * open, as large as a log grows: a server can start again although its disk is full. A journal that was closed has no
 * log and needs no such file. */
#include "store_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_ROOM  4096
#define PIECE      ((size_t)65536)
#define RESERVE    ((size_t)(CHECKPOINT_PAGES + CHECKPOINT_PAGES / 4 + 64) * 4120) /* pages of a log with their heads */
#define COPY_MAGIC 0x6f64655272616249u /* "IbarRedo" */

struct copy_head {
    uint64_t magic, size, sum;
};

/* A file of SQLite's file system; `name` is path and ending, with the zeros behind it that these want. */
struct redo_file {
    sqlite3_file *file;
    char name[NAME_ROOM];
};

static bool name_make(struct redo_file *redo, const char *path, const char *end) {
    memset(redo, 0, sizeof(*redo));
    return snprintf(redo->name, NAME_ROOM - 4, "%s%s", path, end) < NAME_ROOM - 4;
}

static bool redo_exists(sqlite3_vfs *vfs, const struct redo_file *redo, bool *exists) {
    int found = 0;
    /* An empty file counts too, so that not EXISTS is asked, for which it is none. */
    bool asked = vfs->xAccess(vfs, redo->name, SQLITE_ACCESS_READWRITE, &found) == SQLITE_OK;
    *exists = found;
    return asked;
}

static bool redo_open(sqlite3_vfs *vfs, struct redo_file *redo, int flags) {
    int out;
    redo->file = calloc(1, (size_t)vfs->szOsFile);
    return redo->file &&
           vfs->xOpen(vfs, redo->name, redo->file, SQLITE_OPEN_WAL | SQLITE_OPEN_READWRITE | flags, &out) == SQLITE_OK;
}

static void redo_close(struct redo_file *redo) {
    if (redo->file && redo->file->pMethods) {
        redo->file->pMethods->xClose(redo->file);
    }
    free(redo->file);
    redo->file = NULL;
}

/* SQLite's file system moves less than 128 KiB at once. */
static int piece_size(size_t size, size_t at) {
    return (int)(size - at < PIECE ? size - at : PIECE);
}

/* All of a file. False when it cannot be read. */
static bool bytes_read(struct redo_file *redo, uint8_t **bytes, size_t *size) {
    sqlite3_int64 whole;
    if (redo->file->pMethods->xFileSize(redo->file, &whole) != SQLITE_OK) {
        return false;
    }
    *size = (size_t)whole;
    *bytes = malloc(*size ? *size : 1);
    bool done = *bytes != NULL;
    for (size_t at = 0; done && at < *size; at += PIECE) {
        done = redo->file->pMethods->xRead(redo->file, *bytes + at, piece_size(*size, at), (sqlite3_int64)at) == SQLITE_OK;
    }
    return done;
}

static bool bytes_write(struct redo_file *redo, const uint8_t *bytes, size_t size, size_t to) {
    bool done = true;
    for (size_t at = 0; done && at < size; at += PIECE) {
        done = redo->file->pMethods->xWrite(redo->file, bytes + at, piece_size(size, at), (sqlite3_int64)(to + at)) ==
               SQLITE_OK;
    }
    return done;
}

static bool redo_sync(struct redo_file *redo) {
    return redo->file->pMethods->xSync(redo->file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

static uint64_t copy_sum(const uint8_t *bytes, size_t size) {
    struct queue_head head = {.size = (uint32_t)size};
    return entry_sum(&head, bytes);
}

/* Where the copy's bytes begin, NULL when it is not whole. */
static const uint8_t *copy_whole(const uint8_t *bytes, size_t size, size_t *copied) {
    struct copy_head head;
    if (size < sizeof(head)) {
        return NULL;
    }
    memcpy(&head, bytes, sizeof(head));
    if (head.magic != COPY_MAGIC || head.size > size - sizeof(head) ||
        head.sum != copy_sum(bytes + sizeof(head), (size_t)head.size)) {
        return NULL;
    }
    *copied = (size_t)head.size;
    return bytes + sizeof(head);
}

static bool copy_make(struct redo_file *copy, const uint8_t *log, size_t size) {
    struct copy_head head = {COPY_MAGIC, size, copy_sum(log, size)};
    return bytes_write(copy, log, size, sizeof(head)) && bytes_write(copy, (const uint8_t *)&head, sizeof(head), 0) &&
           redo_sync(copy);
}

/* Steps 1 and 2. */
static bool log_redo(struct redo_file *copy, struct redo_file *log) {
    uint8_t *kept = NULL, *seen = NULL;
    size_t size = 0, copied = 0;
    const uint8_t *whole = NULL;
    bool done = bytes_read(copy, &kept, &size);
    if (done) {
        whole = copy_whole(kept, size, &copied);
    }
    if (done && whole) {
        done = redo_sync(copy);
    } else if (done) {
        done = bytes_read(log, &seen, &copied) && copy_make(copy, seen, copied);
        whole = seen;
    }
    done = done && bytes_write(log, whole, copied, 0) && redo_sync(log);
    free(kept);
    free(seen);
    return done;
}

/* Step 3. */
static bool copy_void(struct redo_file *copy) {
    static const struct copy_head none;
    return bytes_write(copy, (const uint8_t *)&none, sizeof(none), 0) && redo_sync(copy);
}

/* The files of the journal at `path`. */
struct redo_files {
    sqlite3_vfs *vfs;
    struct redo_file database, copy, log;
    bool database_there, copied, logged;
};

static bool files_find(struct redo_files *files, const char *path) {
    char full[NAME_ROOM];
    sqlite3_vfs *vfs = files->vfs = sqlite3_vfs_find(NULL);
    return vfs && vfs->xFullPathname(vfs, path, NAME_ROOM, full) == SQLITE_OK && name_make(&files->database, full, "") &&
           name_make(&files->copy, full, "-redo") && name_make(&files->log, full, "-wal") &&
           redo_exists(vfs, &files->database, &files->database_there) &&
           redo_exists(vfs, &files->copy, &files->copied) && redo_exists(vfs, &files->log, &files->logged);
}

bool redo_log(const char *path) {
    struct redo_files files;
    if (strcmp(path, ":memory:") == 0) {
        return true;
    }
    if (!files_find(&files, path)) {
        return false;
    }
    bool log = files.logged && files.database_there; /* alone it means nothing */
    if (!log && !files.copied) {
        return true;
    }
    bool done = redo_open(files.vfs, &files.copy, files.database_there ? SQLITE_OPEN_CREATE : 0) &&
                (!log || (redo_open(files.vfs, &files.log, 0) && log_redo(&files.copy, &files.log))) &&
                copy_void(&files.copy);
    redo_close(&files.copy);
    redo_close(&files.log);
    return done;
}

void redo_reserve(const char *path) {
    static const uint8_t zeros[PIECE];
    struct redo_files files;
    if (strcmp(path, ":memory:") == 0 || !files_find(&files, path)) {
        return;
    }
    struct redo_file *copy = &files.copy;
    sqlite3_int64 size = 0;
    bool taken = redo_open(files.vfs, copy, SQLITE_OPEN_CREATE) &&
                 copy->file->pMethods->xFileSize(copy->file, &size) == SQLITE_OK;
    for (size_t at = (size_t)size; taken && at < RESERVE; at += PIECE) {
        taken = bytes_write(copy, zeros, (size_t)piece_size(RESERVE, at), at);
    }
    redo_close(copy);
}

void redo_forget(const char *path) {
    struct redo_files files;
    if (files_find(&files, path) && files.copied && !files.logged) {
        files.vfs->xDelete(files.vfs, files.copy.name, 0);
    }
}
