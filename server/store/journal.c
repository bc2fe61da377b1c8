/* The database of the journal: SQLite, write-ahead log, every commit synced.
 *
 * Entries are a log in the order of their sequence numbers, without an index on the game: an index would
 * touch a page for each game in each batch. Reading a game back builds a temporary one. */
#include "store_room.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define JOURNAL_ENTRY                                                                                                  \
    "sequence INTEGER PRIMARY KEY, game INTEGER NOT NULL, kind INTEGER NOT NULL, bytes BLOB NOT NULL, before INTEGER, " \
    "sum INTEGER"
#define JOURNAL_TOKEN                                                                                                  \
    "sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, game INTEGER NOT NULL, seat INTEGER NOT NULL, sum INTEGER"
#define JOURNAL_ACCOUNT                                                                                                \
    "sequence INTEGER PRIMARY KEY, number INTEGER NOT NULL, bytes BLOB NOT NULL, sum INTEGER NOT NULL"

const char journal_schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE entry (" JOURNAL_ENTRY ") STRICT;"
    "CREATE TABLE token (" JOURNAL_TOKEN ") STRICT;"
    "CREATE TABLE account (" JOURNAL_ACCOUNT ") STRICT;"
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
static const char schema_from_3[] = "BEGIN IMMEDIATE;"
                                    "CREATE TABLE account (" JOURNAL_ACCOUNT ") STRICT;"
                                    "PRAGMA user_version = 4;"
                                    "COMMIT;";

#define WORD_MAX 160

enum opening { OPENED, DAMAGED, REFUSED };

static bool fail(const struct store *store, const char *path, const char *what, char *why, size_t size) {
    snprintf(why, size, "The journal %s %s: %s.", path, what, sqlite3_errmsg(store->db));
    return false;
}

/* What the last error means: only what lies on the disk is damage, not a disk that does not answer. */
static enum opening opening_of(const struct store *store, const char *path, const char *what, char *why, size_t size) {
    int code = sqlite3_errcode(store->db) & 0xff;
    fail(store, path, what, why, size);
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR ? DAMAGED : REFUSED;
}

/* The first column of the first row; false when there is none. */
static bool ask_number(const struct store *store, const char *sql, sqlite3_int64 *number) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return false;
    }
    bool there = sqlite3_step(statement) == SQLITE_ROW;
    *number = there ? sqlite3_column_int64(statement, 0) : 0;
    return sqlite3_finalize(statement) == SQLITE_OK && there;
}

static bool ask_word(const struct store *store, const char *sql, char word[WORD_MAX]) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return false;
    }
    bool there = sqlite3_step(statement) == SQLITE_ROW;
    const unsigned char *text = there ? sqlite3_column_text(statement, 0) : NULL;
    snprintf(word, WORD_MAX, "%.159s", text ? (const char *)text : "");
    return sqlite3_finalize(statement) == SQLITE_OK && there;
}

static enum opening schema_make(struct store *store, const char *path, char *why, size_t size) {
    if (lock_says_written(store)) {
        snprintf(why, size,
                 "The journal %s is empty, and it was not: all its games are lost here. Restore it from a backup, or "
                 "delete %s-lock too to begin anew.",
                 path, path);
        return REFUSED;
    }
    /* Only when its deleted journal cannot come back is it there. */
    if (sqlite3_exec(store->db, "PRAGMA synchronous = EXTRA", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(store->db, journal_schema, NULL, NULL, NULL) != SQLITE_OK) {
        fail(store, path, "cannot be made", why, size);
        return REFUSED;
    }
    lock_say_written(store);
    tail_void(store, 0);
    return OPENED;
}

/* A newer version numbers its schema on and makes other tables: with exactly our tables a number that is one bit off
 * is damage. */
static bool version_is_damaged(const struct store *store, sqlite3_int64 version) {
    sqlite3_int64 wrong = version ^ STORE_SCHEMA, ours = 0;
    return (wrong & (wrong - 1)) == 0 &&
           ask_number(store,
                      "SELECT count(*) FROM sqlite_schema WHERE sql = 'CREATE TABLE entry (" JOURNAL_ENTRY
                      ") STRICT' OR sql = 'CREATE TABLE token (" JOURNAL_TOKEN
                      ") STRICT' OR sql = 'CREATE TABLE account (" JOURNAL_ACCOUNT ") STRICT'",
                      &ours) &&
           ours == 3;
}

static enum opening schema_upgrade(struct store *store, sqlite3_int64 version, const char *path, char *why, size_t size) {
    if ((version < 2 && sqlite3_exec(store->db, schema_from_1, NULL, NULL, NULL) != SQLITE_OK) ||
        (version < 3 && sqlite3_exec(store->db, schema_from_2, NULL, NULL, NULL) != SQLITE_OK) ||
        (version < 4 && sqlite3_exec(store->db, schema_from_3, NULL, NULL, NULL) != SQLITE_OK)) {
        enum opening opening =
            opening_of(store, path, "cannot be brought to schema " STORE_TEXT(STORE_SCHEMA), why, size);
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
        return opening;
    }
    return OPENED;
}

static enum opening schema_check(struct store *store, const char *path, char *why, size_t size) {
    sqlite3_int64 version, app, tables;
    char word[WORD_MAX];
    if (!ask_number(store, "PRAGMA user_version", &version) || !ask_number(store, "PRAGMA application_id", &app) ||
        !ask_number(store, "SELECT count(*) FROM sqlite_schema", &tables)) {
        return opening_of(store, path, "cannot be read", why, size);
    }
    if (tables == 0) {
        return schema_make(store, path, why, size);
    }
    if (app != STORE_APP_ID) {
        snprintf(why, size, "The file %s is a database but not a journal of Ibar: name another file.", path);
        return DAMAGED;
    }
    bool damaged = version != STORE_SCHEMA && version_is_damaged(store, version);
    if (version > STORE_SCHEMA && !damaged) {
        snprintf(
            why, size,
            "The journal %s has schema %d, this program knows schema %d: it was written by a newer version, "
            "use that one.",
            path, (int)version, STORE_SCHEMA);
        return REFUSED;
    }
    if (!ask_word(store, "PRAGMA quick_check(1)", word)) {
        return opening_of(store, path, "cannot be read", why, size);
    }
    if (damaged || version < 1 || strcmp(word, "ok") != 0) {
        snprintf(why, size, "The journal %s is damaged: restore it from a backup.", path);
        return DAMAGED;
    }
    return schema_upgrade(store, version, path, why, size);
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

/* Opens the database as it lies there. */
static enum opening database_open(struct store *store, const char *path, char *why, size_t size) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    char mode[WORD_MAX];
    if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK) {
        return opening_of(store, path, "cannot be opened", why, size);
    }
    sqlite3_busy_timeout(store->db, 2000);
    /* Until all is found sound, closing changes nothing: the log may hold what the database does not give. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    enum opening opening = schema_check(store, path, why, size);
    if (opening != OPENED) {
        return opening;
    }
    if (!ask_word(store, "PRAGMA journal_mode = WAL", mode) ||
        sqlite3_exec(store->db,
                     "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY", NULL, NULL, NULL) != SQLITE_OK) {
        return opening_of(store, path, "cannot be opened", why, size);
    }
    log_watch(store);
    if (strcmp(mode, "wal") != 0 && strcmp(mode, "memory") != 0) {
        snprintf(why, size, "The journal %s cannot be written: restore it from a backup.", path);
        return DAMAGED;
    }
    if (!store->tail.file && store->lock >= 0) {
        tail_open(store, path, true);
        tail_load(store);
    }
    return statements_prepare(store) && audit_run(store) ? OPENED : opening_of(store, path, "cannot be read", why, size);
}

/* What is damaged is written anew from what can be read of it; once. */
static bool damage_mend(struct store *store, enum opening opening, const char *path, char *why, size_t size) {
    journal_shut(store);
    switch (salvage_run(store, path, opening == DAMAGED)) {
    case SALVAGE_NOTHING:
        if (opening == OPENED) {
            return database_open(store, path, why, size) == OPENED;
        }
        if (lock_says_written(store) && !strstr(why, "not a journal")) {
            snprintf(why, size,
                     "The journal %s is damaged and nothing in it can be read: all its games are lost here. Restore it "
                     "from a backup, or delete it and %s-lock to begin anew.",
                     path, path);
        }
        return false;
    case SALVAGE_DONE:
        return database_open(store, path, why, size) == OPENED;
    case SALVAGE_FAILED:
        break;
    }
    snprintf(why, size,
             "The journal %s is damaged and cannot be written anew: see that its disk is sound and has room, or restore "
             "it from a backup.",
             path);
    return false;
}

bool journal_open(struct store *store, const char *path, char *why, size_t size) {
    bool on_disk = strcmp(path, ":memory:") != 0;
    sqlite3_initialize();
    if (on_disk) {
        if (!lock_take(store, path, why, size)) {
            return false;
        }
        if (!redo_log(path)) {
            snprintf(why, size, "The log beside the journal %s cannot be read and written again: see that its disk is "
                                "sound and has room.",
                     path);
            return false;
        }
        tail_open(store, path, false);
        tail_load(store);
        if (!salvage_resume(store, path)) {
            snprintf(why, size, "The journal %s is damaged and cannot be written anew: see that its disk is sound and "
                                "has room.",
                     path);
            return false;
        }
    }
    enum opening opening = database_open(store, path, why, size);
    if (opening == DAMAGED && on_disk) {
        /* quick_check takes a read that fails for damage: it must say so twice. */
        journal_shut(store);
        opening = database_open(store, path, why, size);
    }
    if (opening == REFUSED || (opening == DAMAGED && !on_disk)) {
        return false;
    }
    if ((opening == DAMAGED || store->bad.count > 0) && !damage_mend(store, opening, path, why, size)) {
        return false;
    }
    if (on_disk) {
        redo_reserve(path);
    }
    tail_tell(store);
    store->bad.count = 0;
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    return true;
}

void journal_shut(struct store *store) {
    sqlite3_stmt **statements[] = {&store->begin, &store->commit, &store->rollback, &store->put_entry,
                                   &store->put_token, &store->put_account, &store->empty_account};
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        sqlite3_finalize(*statements[i]);
        *statements[i] = NULL;
    }
    int code = sqlite3_close(store->db);
    assert(code == SQLITE_OK);
    (void)code;
    store->db = NULL;
    store_forget(store);
}

void journal_close(struct store *store) {
    char path[STORE_PATH_MAX] = "";
    const char *name = store->db ? sqlite3_db_filename(store->db, "main") : NULL;
    snprintf(path, sizeof(path), "%s", name ? name : "");
    journal_shut(store);
    tail_close(store);
    if (path[0]) {
        redo_forget(path);
    }
    if (store->lock >= 0) {
        close(store->lock);
        store->lock = -1;
    }
}
