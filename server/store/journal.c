/* The database of the journal: SQLite, write-ahead log, every commit synced.
 *
 * Entries are a log in the order of their sequence numbers, without an index on the game: an index would
 * touch a page for each game in each batch. Reading a game back builds a temporary one. */
#include "store_room.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SCHEMA_ACCOUNT                                                                                     \
    "CREATE TABLE account (sequence INTEGER PRIMARY KEY, number INTEGER NOT NULL, bytes BLOB NOT NULL,"    \
    " sum INTEGER NOT NULL) STRICT;"

static const char schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, game INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " bytes BLOB NOT NULL, before INTEGER, sum INTEGER) STRICT;"
    "CREATE TABLE token (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, game INTEGER NOT NULL,"
    " seat INTEGER NOT NULL, sum INTEGER) STRICT;"
    SCHEMA_ACCOUNT
    "PRAGMA application_id = 1231184242;"
    "PRAGMA user_version = 4;"
    "COMMIT;";

/* From schema 1: its entries stay without checksums. */
static const char schema_from_1[] = "BEGIN IMMEDIATE;"
                                    "ALTER TABLE entry ADD COLUMN before INTEGER;"
                                    "ALTER TABLE entry ADD COLUMN sum INTEGER;"
                                    "ALTER TABLE token ADD COLUMN sum INTEGER;"
                                    "DROP INDEX entry_created;"
                                    "PRAGMA user_version = 2;"
                                    "COMMIT;";

/* From schema 2: its tokens were unique, so that one beside a damaged row could not be entered again. */
static const char schema_from_2[] =
    "BEGIN IMMEDIATE;"
    "ALTER TABLE token RENAME TO token_unique;"
    "CREATE TABLE token (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, game INTEGER NOT NULL,"
    " seat INTEGER NOT NULL, sum INTEGER) STRICT;"
    "INSERT INTO token SELECT sequence, hash, game, seat, sum FROM token_unique;"
    "DROP TABLE token_unique;"
    "PRAGMA user_version = 3;"
    "COMMIT;";

/* From schema 3: there were no accounts. */
static const char schema_from_3[] = "BEGIN IMMEDIATE;" SCHEMA_ACCOUNT "PRAGMA user_version = 4;"
                                    "COMMIT;";

static bool fail(const struct store *store, const char *path, const char *what, char *why, size_t size) {
    snprintf(why, size, "The journal %s %s: %s.", path, what, sqlite3_errmsg(store->db));
    return false;
}

/* The first column of the first row as a number; -1 when there is none. */
static sqlite3_int64 ask_number(const struct store *store, const char *sql) {
    sqlite3_stmt *statement;
    sqlite3_int64 number = -1;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return -1;
    }
    if (sqlite3_step(statement) == SQLITE_ROW) {
        number = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return number;
}

/* True when the first column of the first row is one of two words. */
static bool ask_word(const struct store *store, const char *sql, const char *word, const char *or_word) {
    sqlite3_stmt *statement;
    bool equal = false;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return false;
    }
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        equal = text && (strcmp(text, word) == 0 || (or_word && strcmp(text, or_word) == 0));
    }
    sqlite3_finalize(statement);
    return equal;
}

/* One process has a journal open: two would give the same sequence numbers. Readers (backup) are not kept
 * out. */
static bool lock_take(struct store *store, const char *path, char *why, size_t size) {
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
static bool lock_says_written(const struct store *store) {
    char byte;
    return store->lock >= 0 && pread(store->lock, &byte, 1, 0) == 1;
}

static void lock_say_written(const struct store *store) {
    static const char text[] = "This journal has been written. To begin anew, delete this file too.\n";
    if (store->lock >= 0 && pwrite(store->lock, text, sizeof(text) - 1, 0) > 0) {
        fsync(store->lock);
    }
}

static bool schema_make(const struct store *store, const char *path, char *why, size_t size) {
    if (lock_says_written(store)) {
        snprintf(why, size,
                 "The journal %s is empty, and it was not: all its games are lost here. Restore it from a backup, or "
                 "delete %s-lock too to begin anew.",
                 path, path);
        return false;
    }
    if (sqlite3_exec(store->db, schema, NULL, NULL, NULL) != SQLITE_OK) {
        return fail(store, path, "cannot be made", why, size);
    }
    lock_say_written(store);
    return true;
}

static bool schema_raise(struct store *store, const char *steps, const char *path, char *why, size_t size) {
    if (sqlite3_exec(store->db, steps, NULL, NULL, NULL) == SQLITE_OK) {
        return true;
    }
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return fail(store, path, "cannot be brought to schema " STORE_TEXT(STORE_SCHEMA), why, size);
}

static bool schema_check(struct store *store, const char *path, char *why, size_t size) {
    sqlite3_int64 version = ask_number(store, "PRAGMA user_version");
    sqlite3_int64 app = ask_number(store, "PRAGMA application_id");
    sqlite3_int64 tables = ask_number(store, "SELECT count(*) FROM sqlite_schema");
    if (version < 0 || app < 0 || tables < 0) {
        return fail(store, path, "cannot be read", why, size);
    }
    if (tables == 0) {
        return schema_make(store, path, why, size);
    }
    if (app != STORE_APP_ID) {
        snprintf(why, size, "The file %s is a database but not a journal of Ibar: name another file.", path);
        return false;
    }
    if (version > STORE_SCHEMA) {
        snprintf(
            why, size,
            "The journal %s has schema %d, this program knows schema %d: it was written by a newer version, "
            "use that one.",
            path, (int)version, STORE_SCHEMA);
        return false;
    }
    if (!ask_word(store, "PRAGMA quick_check(1)", "ok", NULL)) {
        snprintf(why, size, "The journal %s is damaged: restore it from a backup.", path);
        return false;
    }
    return (version > 1 || schema_raise(store, schema_from_1, path, why, size)) &&
           (version > 2 || schema_raise(store, schema_from_2, path, why, size)) &&
           (version > 3 || schema_raise(store, schema_from_3, path, why, size));
}

static bool statements_prepare(struct store *store) {
    struct {
        sqlite3_stmt **statement;
        const char *sql;
    } rows[] = {
        {&store->begin, "BEGIN IMMEDIATE"},
        {&store->commit, "COMMIT"},
        {&store->rollback, "ROLLBACK"},
        {&store->put_entry, "INSERT INTO entry (sequence, game, kind, bytes, before, sum) VALUES (?, ?, ?, ?, ?, ?)"},
        {&store->put_token, "INSERT INTO token (sequence, hash, game, seat, sum) VALUES (?, ?, ?, ?, ?)"},
        {&store->put_account, "INSERT INTO account (sequence, number, bytes, sum) VALUES (?, ?, ?, ?)"},
        {&store->empty_account, "UPDATE account SET bytes = x'', sum = 0 WHERE number = ? AND bytes <> x''"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (sqlite3_prepare_v3(store->db, rows[i].sql, -1, SQLITE_PREPARE_PERSISTENT, rows[i].statement,
                               NULL) != SQLITE_OK) {
            return false;
        }
    }
    return true;
}

bool journal_open(struct store *store, const char *path, char *why, size_t size) {
    if (!lock_take(store, path, why, size)) {
        return false;
    }
    sqlite3_initialize();
    if (!redo_log(path)) {
        snprintf(why, size, "The log beside the journal %s cannot be read and written again: see that its disk is sound and has room.",
                 path);
        return false;
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK) {
        return fail(store, path, "cannot be opened", why, size);
    }
    sqlite3_busy_timeout(store->db, 2000);
    if (!schema_check(store, path, why, size)) {
        return false;
    }
    if (!ask_word(store, "PRAGMA journal_mode = WAL", "wal", "memory") ||
        sqlite3_exec(store->db, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = " STORE_TEXT(CHECKPOINT_PAGES) "; PRAGMA temp_store = MEMORY", NULL, NULL,
                     NULL) != SQLITE_OK) {
        return fail(store, path, "cannot be opened", why, size);
    }
    if (!statements_prepare(store) || !audit_run(store)) {
        return fail(store, path, "cannot be read", why, size);
    }
    redo_reserve(path);
    return true;
}

void journal_close(struct store *store) {
    char path[4096] = "";
    const char *name = store->db ? sqlite3_db_filename(store->db, "main") : NULL;
    snprintf(path, sizeof(path), "%s", name ? name : "");
    sqlite3_stmt *statements[] = {store->begin, store->commit, store->rollback, store->put_entry,
                                  store->put_token, store->put_account, store->empty_account};
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        sqlite3_finalize(statements[i]);
    }
    int code = sqlite3_close(store->db);
    assert(code == SQLITE_OK);
    (void)code;
    store->db = NULL;
    if (path[0]) {
        redo_forget(path);
    }
    if (store->lock >= 0) {
        close(store->lock);
        store->lock = -1;
    }
}
