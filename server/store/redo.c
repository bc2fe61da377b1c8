/* What a process that was killed, or a failed sync, leaves behind. What the log holds is seen, but nobody knows
 * whether it is on disk: after a failed sync the system may count as written what never reached the disk. Who opens
 * the journal builds on what it sees and tells players of it, so that this must be on disk first. So the write-ahead
 * log, when there is one, is written once more:
 *
 *   1. copies the log, with a checksum, into a file beside it, and syncs that;
 *   2. writes the log from the copy, and syncs that;
 *   3. makes the copy void, and syncs that.
 *
 * Between 1 and 2 the copy is sealed, behind its synced bytes. Who finds it sealed knows that it is on disk, and that the
 * log may be half written: it must not be touched. Who finds it whole and without a seal looks at the log: when that
 * differs, a power cut came during 2, and what is seen is on disk; else it may be made again.
 *
 * A power cut during 2 finds the copy whole, one during 1 finds the log as it was. The file stays while the journal is
 * open, as large as a log grows: a server can start again although its disk is full. A journal that was closed has no
 * log and needs no such file. */
#include "store_room.h"

#include <stdlib.h>
#include <string.h>

#define RESERVE    ((CHECKPOINT_PAGES + CHECKPOINT_PAGES / 4 + 16) * LOG_PAGE)
#define COPY_MAGIC 0x6f64655272616249u /* "IbarRedo" */

struct copy_head {
    uint64_t magic, size, sum;
};

/* Head, seal and bytes lie in sectors of their own, so that writing one tears no other. */
#define SEAL_AT  4096
#define BYTES_AT 8192

static uint64_t copy_sum(const uint8_t *bytes, size_t size) {
    struct queue_head head = {.size = (uint32_t)size};
    return entry_sum(&head, bytes);
}

/* Where the copy's bytes begin, NULL when it is not whole. */
static const uint8_t *copy_whole(const uint8_t *bytes, size_t size, size_t *copied, bool *sealed) {
    struct copy_head head;
    uint64_t seal;
    if (size < BYTES_AT) {
        return NULL;
    }
    memcpy(&head, bytes, sizeof(head));
    memcpy(&seal, bytes + SEAL_AT, sizeof(seal));
    if (head.magic != COPY_MAGIC || head.size > size - BYTES_AT ||
        head.sum != copy_sum(bytes + BYTES_AT, (size_t)head.size)) {
        return NULL;
    }
    *copied = (size_t)head.size;
    *sealed = seal == ~head.sum;
    return bytes + BYTES_AT;
}

static bool copy_make(const struct store_file *copy, const uint8_t *log, size_t size) {
    static const uint8_t none[sizeof(uint64_t)];
    struct copy_head head = {COPY_MAGIC, size, copy_sum(log, size)};
    uint64_t seal = ~head.sum;
    return file_write(copy, none, sizeof(none), SEAL_AT) && file_write(copy, log, size, BYTES_AT) &&
           file_write(copy, &head, sizeof(head), 0) && file_sync(copy) && file_write(copy, &seal, sizeof(seal), SEAL_AT);
}

/* A log without the room that was made behind its last page (log.c). */
static size_t log_used(const uint8_t *log, size_t size) {
    size_t used = size;
    while (used > 0 && log[used - 1] == 0) {
        used--;
    }
    size_t pages = used > LOG_HEAD ? (used - LOG_HEAD + LOG_PAGE - 1) / LOG_PAGE : 0;
    size_t whole = used > 0 ? LOG_HEAD + pages * LOG_PAGE : 0;
    return whole < size ? whole : size;
}

/* Steps 1 and 2. */
static bool log_redo(const struct store_file *copy, const struct store_file *log) {
    uint8_t *kept = NULL, *seen = NULL;
    size_t size = 0, seen_size = 0, copied = 0;
    const uint8_t *whole = NULL;
    bool sealed = false;
    bool done = file_read(copy, &kept, &size) && file_read(log, &seen, &seen_size);
    if (done) {
        seen_size = log_used(seen, seen_size);
        whole = copy_whole(kept, size, &copied, &sealed);
    }
    bool stays = whole && (sealed || copied != seen_size || memcmp(whole, seen, copied) != 0);
    if (done && !stays) {
        whole = seen;
        copied = seen_size;
        done = copy_make(copy, seen, seen_size);
    }
    done = done && file_write(log, whole, copied, 0) && file_sync(log);
    free(kept);
    free(seen);
    return done;
}

/* Step 3. */
static bool copy_void(const struct store_file *copy) {
    static const struct copy_head none;
    return file_write(copy, &none, sizeof(none), 0) && file_sync(copy);
}

/* The files of the journal at `path`. */
struct redo_files {
    struct store_file database, copy, log;
    bool database_there, copied, logged;
};

static bool files_find(struct redo_files *files, const char *path) {
    return file_name(&files->database, path, "") && file_name(&files->copy, path, "-redo") &&
           file_name(&files->log, path, "-wal") && file_exists(&files->database, &files->database_there) &&
           file_exists(&files->copy, &files->copied) && file_exists(&files->log, &files->logged);
}

bool redo_log(const char *path) {
    struct redo_files files;
    if (!files_find(&files, path)) {
        return false;
    }
    bool log = files.logged && files.database_there; /* alone it means nothing */
    if (!log && !files.copied) {
        return true;
    }
    bool done = file_open(&files.copy, !files.copied) &&
                (!log || (file_open(&files.log, false) && log_redo(&files.copy, &files.log))) && copy_void(&files.copy);
    file_close(&files.copy);
    file_close(&files.log);
    return done;
}

void redo_reserve(const char *path) {
    struct store_file copy;
    bool there;
    size_t size;
    if (file_name(&copy, path, "-redo") && file_exists(&copy, &there) && file_open(&copy, !there) &&
        file_size(&copy, &size)) {
        file_fill(&copy, size, BYTES_AT + RESERVE);
    }
    file_close(&copy);
}

void redo_forget(const char *path) {
    struct redo_files files;
    if (files_find(&files, path) && files.copied && !files.logged) {
        file_delete(&files.copy);
    }
}
