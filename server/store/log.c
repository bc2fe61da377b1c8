/* The write-ahead log: when its pages go into the database, and its room on the disk.
 *
 * Bytes that make a file longer take several times as long to reach the disk as bytes within it, so that a log which is
 * in much use gets its room in large steps. Bytes of nothing behind the last page are no page: SQLite reads a log up to
 * the first that is not whole. */
#include "store_room.h"

#ifndef LOG_BUSY
#define LOG_BUSY 512 /* pages from which a log is in much use */
#define LOG_STEP 256 /* pages for which room is made at once */
#define LOG_NEAR 16  /* pages left when more is made */
#endif

/* Without room on the disk it goes on as it is. */
static void room_make(sqlite3 *db, const char *name, size_t pages) {
    struct store_file log = {0};
    size_t size, used = LOG_HEAD + pages * LOG_PAGE;
    if (sqlite3_file_control(db, name, SQLITE_FCNTL_JOURNAL_POINTER, &log.file) == SQLITE_OK && log.file &&
        log.file->pMethods && file_size(&log, &size) && size < used + LOG_NEAR * LOG_PAGE) {
        file_fill(&log, size, used + LOG_STEP * LOG_PAGE);
    }
}

/* The commit after the one that made the log long moves it, so that it is known beforehand which batch takes long. A
 * checkpoint that fails is tried again soon: nothing is lost by it. */
static int on_commit(void *ctx, sqlite3 *db, const char *name, int pages) {
    struct store *store = ctx;
    if (store->log_is_long) {
        sqlite3_wal_checkpoint(db, name);
    } else if (pages >= LOG_BUSY) {
        room_make(db, name, (size_t)pages);
    }
    store->log_is_long = pages >= CHECKPOINT_PAGES && !store->log_is_long;
    return SQLITE_OK;
}

void log_watch(struct store *store) {
    store->log_is_long = false;
    sqlite3_wal_hook(store->db, on_commit, store);
}

bool store_batch_is_long(const struct store *store) {
    return store->log_is_long;
}
