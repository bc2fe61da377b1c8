/* What a failed sync leaves behind. After one the system may count as written what never reached the disk, and goes
 * on showing it: who then opens the journal again would build on it, and lose it at the next power cut. So a failed
 * store leaves a mark, a file beside the database, and who opens it next writes the write-ahead log once more:
 *
 *   1. copies the log, with a checksum, into the marked file, and syncs that;
 *   2. writes the log from the copy, and syncs that;
 *   3. deletes the file.
 *
 * A power cut during 2 finds the copy whole, one during 1 finds the log as it was. */
#include "store_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_ROOM  4096
#define PIECE      ((size_t)65536)
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
    /* An empty mark counts too, so that not EXISTS is asked, for which an empty file is none. */
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

static bool copy_make(struct redo_file *mark, const uint8_t *log, size_t size) {
    struct copy_head head = {COPY_MAGIC, size, copy_sum(log, size)};
    return bytes_write(mark, log, size, sizeof(head)) && bytes_write(mark, (const uint8_t *)&head, sizeof(head), 0) && redo_sync(mark);
}

/* Steps 1 and 2. */
static bool log_redo(struct redo_file *mark, struct redo_file *log) {
    uint8_t *copy = NULL, *seen = NULL;
    size_t size = 0, copied = 0;
    const uint8_t *whole = NULL;
    bool done = bytes_read(mark, &copy, &size);
    if (done) {
        whole = copy_whole(copy, size, &copied);
    }
    if (done && !whole) {
        done = bytes_read(log, &seen, &copied) && copy_make(mark, seen, copied);
        whole = seen;
    }
    done = done && bytes_write(log, whole, copied, 0) && redo_sync(log);
    free(copy);
    free(seen);
    return done;
}

bool redo_log(const char *path) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    char full[NAME_ROOM];
    struct redo_file mark, log;
    bool marked, logged;
    if (strcmp(path, ":memory:") == 0) {
        return true;
    }
    if (!vfs || vfs->xFullPathname(vfs, path, NAME_ROOM, full) != SQLITE_OK || !name_make(&mark, full, "-redo") ||
        !name_make(&log, full, "-wal") || !redo_exists(vfs, &mark, &marked) || !redo_exists(vfs, &log, &logged)) {
        return false;
    }
    if (!marked) {
        return true;
    }
    bool done = !logged || (redo_open(vfs, &mark, 0) && redo_open(vfs, &log, 0) && log_redo(&mark, &log));
    redo_close(&mark);
    redo_close(&log);
    return done && vfs->xDelete(vfs, mark.name, 1) == SQLITE_OK;
}

void redo_mark(const struct store *store) {
    const char *path = sqlite3_db_filename(store->db, "main");
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    struct redo_file mark;
    if (vfs && path && path[0] && name_make(&mark, path, "-redo")) {
        redo_open(vfs, &mark, SQLITE_OPEN_CREATE);
        redo_close(&mark);
    }
}
