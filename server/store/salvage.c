/* A damaged journal is written anew from what can still be read of it:
 *
 *   1. database and log are copied aside, as PATH-damagedN, and synced: nothing is thrown away;
 *   2. a mark beside the database names the copy, and is synced;
 *   3. a new database is made from the rows that the copy holds (carve.c);
 *   4. the mark is deleted.
 *
 * Who finds the mark begins again at 3. What is missing then is found and told by the audit, game by game. */
#include "store_room.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASIDE_MAX  9
#define MARK_MAGIC 0x67616d6c61537249u /* "IrSalvag" */

struct mark {
    uint64_t magic, aside;
};

/* Reads all of a file that may be missing. */
static bool whole_read(const char *path, const char *end, uint8_t **bytes, size_t *size) {
    struct store_file file;
    bool there = false;
    *bytes = NULL;
    *size = 0;
    if (!file_name(&file, path, end) || !file_exists(&file, &there)) {
        return false;
    }
    bool read = !there || (file_open(&file, false) && file_read(&file, bytes, size));
    if (there) {
        file_close(&file);
    }
    return read;
}

static bool source_read(const char *path, struct carve_source *source) {
    return whole_read(path, "", &source->database, &source->database_size) &&
           whole_read(path, "-wal", &source->log, &source->log_size);
}

static void source_finish(struct carve_source *source) {
    free(source->database);
    free(source->log);
}

static bool copy_write(const char *path, const char *end, const uint8_t *bytes, size_t size) {
    struct store_file file;
    bool done = file_name(&file, path, end) && file_open(&file, true) && file_write(&file, bytes, size, 0) &&
                file_sync(&file);
    file_close(&file);
    return done;
}

/* Steps 1 and 2. */
static bool aside_keep(const char *path, const struct carve_source *source, unsigned *number) {
    char end[16], log_end[24];
    bool there = true;
    for (*number = 1; there && *number <= ASIDE_MAX; ++*number) {
        struct store_file file;
        snprintf(end, sizeof(end), "-damaged%u", *number);
        if (!file_name(&file, path, end) || !file_exists(&file, &there)) {
            return false;
        }
    }
    snprintf(log_end, sizeof(log_end), "%s-wal", end);
    struct mark mark = {MARK_MAGIC, --*number};
    return !there && copy_write(path, end, source->database, source->database_size) &&
           (source->log_size == 0 || copy_write(path, log_end, source->log, source->log_size)) &&
           copy_write(path, "-salvage", (const uint8_t *)&mark, sizeof(mark));
}

static bool row_bind(sqlite3_stmt *put, const struct found *found) {
    const struct queue_head *head = &found->head;
    bool bound = sqlite3_bind_int64(put, 1, (sqlite3_int64)head->sequence) == SQLITE_OK;
    if (head->kind == QUEUE_TOKEN) {
        return bound && sqlite3_bind_blob(put, 2, found->bytes, TOKEN_HASH, SQLITE_STATIC) == SQLITE_OK &&
               sqlite3_bind_int64(put, 3, (sqlite3_int64)head->game) == SQLITE_OK &&
               sqlite3_bind_int64(put, 4, found->seat) == SQLITE_OK &&
               sqlite3_bind_int64(put, 5, (sqlite3_int64)found->sum) == SQLITE_OK;
    }
    bound = bound && sqlite3_bind_int64(put, 2, (sqlite3_int64)head->game) == SQLITE_OK;
    if (head->kind == QUEUE_ACCOUNT) {
        return bound && sqlite3_bind_blob64(put, 3, found->bytes, head->size, SQLITE_STATIC) == SQLITE_OK &&
               sqlite3_bind_int64(put, 4, (sqlite3_int64)found->sum) == SQLITE_OK;
    }
    return bound && sqlite3_bind_int64(put, 3, head->kind) == SQLITE_OK &&
           sqlite3_bind_blob64(put, 4, found->bytes, head->size, SQLITE_STATIC) == SQLITE_OK &&
           sqlite3_bind_int64(put, 5, (sqlite3_int64)head->before) == SQLITE_OK &&
           sqlite3_bind_int64(put, 6, (sqlite3_int64)found->sum) == SQLITE_OK;
}

static bool rows_insert(sqlite3 *db, const struct finds *finds) {
    enum { ENTRY, TOKEN, ACCOUNT, TABLES };
    static const char *const sql[TABLES] = {
        [ENTRY] = "INSERT INTO entry (sequence, game, kind, bytes, before, sum) VALUES (?, ?, ?, ?, ?, ?)",
        [TOKEN] = "INSERT INTO token (sequence, hash, game, seat, sum) VALUES (?, ?, ?, ?, ?)",
        [ACCOUNT] = "INSERT INTO account (sequence, number, bytes, sum) VALUES (?, ?, ?, ?)"};
    sqlite3_stmt *put[TABLES] = {NULL};
    bool done = true;
    for (size_t i = 0; done && i < TABLES; i++) {
        done = sqlite3_prepare_v2(db, sql[i], -1, &put[i], NULL) == SQLITE_OK;
    }
    for (size_t i = 0; done && i < finds->count; i++) {
        const struct found *found = &finds->found[i];
        sqlite3_stmt *statement = put[found->head.kind == QUEUE_TOKEN     ? TOKEN
                                      : found->head.kind == QUEUE_ACCOUNT ? ACCOUNT
                                                                          : ENTRY];
        done = row_bind(statement, found) && sqlite3_step(statement) == SQLITE_DONE &&
               sqlite3_reset(statement) == SQLITE_OK;
    }
    for (size_t i = 0; i < TABLES; i++) {
        sqlite3_finalize(put[i]);
    }
    return done;
}

static bool beside_delete(const char *path, const char *end) {
    struct store_file file;
    return file_name(&file, path, end) && file_delete(&file);
}

/* Step 3. */
static bool database_make(const char *path, const struct finds *finds) {
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    bool done = beside_delete(path, "-wal") && beside_delete(path, "-journal") && beside_delete(path, "") &&
                sqlite3_open_v2(path, &db, flags, NULL) == SQLITE_OK &&
                sqlite3_exec(db, journal_schema, NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK && rows_insert(db, finds) &&
                sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return done;
}

/* Steps 3 and 4. */
static bool salvage_finish(struct store *store, const char *path, unsigned aside) {
    char copy[STORE_PATH_MAX];
    struct carve_source source = {0};
    struct finds finds = {0};
    snprintf(copy, sizeof(copy), "%s-damaged%u", path, aside);
    bool done = source_read(copy, &source) && finds_make(store, &source, &finds) && database_make(path, &finds) &&
                beside_delete(path, "-salvage");
    if (done) {
        done = damage_tell(store,
                           "The journal was damaged and is written anew with the %zu entries that could be read%s; the "
                           "damaged file is kept as %.120s. What is missing is named with its game.",
                           finds.count, store->witnesses ? "" : ", whether there were later ones is not known", copy);
    }
    finds_finish(&finds);
    source_finish(&source);
    return done;
}

enum salvage salvage_run(struct store *store, const char *path, bool unreadable) {
    struct carve_source source = {0};
    struct finds finds = {0};
    unsigned aside;
    enum salvage result = SALVAGE_FAILED;
    if (source_read(path, &source) && finds_make(store, &source, &finds)) {
        result = finds.count == 0 || (!unreadable && !finds_help(store, &finds)) ? SALVAGE_NOTHING : SALVAGE_DONE;
    }
    if (result == SALVAGE_DONE) {
        result = aside_keep(path, &source, &aside) && salvage_finish(store, path, aside) ? SALVAGE_DONE : SALVAGE_FAILED;
    }
    finds_finish(&finds);
    source_finish(&source);
    return result;
}

bool salvage_resume(struct store *store, const char *path) {
    struct mark mark;
    uint8_t *bytes;
    size_t size;
    if (!whole_read(path, "-salvage", &bytes, &size)) {
        free(bytes);
        return false;
    }
    bool begun = size == sizeof(mark);
    if (begun) {
        memcpy(&mark, bytes, sizeof(mark));
        begun = mark.magic == MARK_MAGIC && mark.aside >= 1 && mark.aside <= ASIDE_MAX;
    }
    bool there = bytes != NULL;
    free(bytes);
    if (begun) {
        return salvage_finish(store, path, (unsigned)mark.aside);
    }
    return !there || beside_delete(path, "-salvage");
}
