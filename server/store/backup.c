#include "backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4096
#define BUSY_MS   30000

static bool say(char *why, size_t size, const char *what, const char *path, const char *reason) {
    snprintf(why, size, "The backup failed: %s '%s': %s.", what, path, reason);
    return false;
}

static bool copy(sqlite3 *from, const char *part, char *why, size_t size) {
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(from, "VACUUM INTO ?1", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_bind_text(statement, 1, part, -1, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_DONE;
    if (!done)
        say(why, size, "the journal cannot be copied to", part, sqlite3_errmsg(from));
    sqlite3_finalize(statement);
    return done;
}

/* One value of one row as text. */
static bool ask(sqlite3 *db, const char *sql, char *out, size_t size) {
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
    snprintf(out, size, "%s", done ? (const char *)sqlite3_column_text(statement, 0) : sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return done;
}

static bool check(const char *part, uint64_t *entries, char *why, size_t size) {
    sqlite3 *db = NULL;
    char text[200] = "it cannot be opened";
    bool well = sqlite3_open_v2(part, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                ask(db, "PRAGMA integrity_check(1)", text, sizeof text) && strcmp(text, "ok") == 0 &&
                ask(db, "SELECT count(*) FROM entry", text, sizeof text);
    sqlite3_close(db);
    if (!well)
        return say(why, size, "the copy is not whole", part, text);
    unsigned long long count = 0;
    sscanf(text, "%llu", &count);
    *entries = count;
    return true;
}

static bool sync_path(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return done;
}

/* The name appears when the bytes are on disk, and never replaces another file. */
static bool give_name(const char *part, const char *to, char *why, size_t size) {
    char folder[PATH_ROOM];
    snprintf(folder, sizeof folder, "%s", to);
    if (chmod(part, 0600) != 0 || !sync_path(part, O_RDWR) || link(part, to) != 0 || unlink(part) != 0 ||
        !sync_path(dirname(folder), O_RDONLY | O_DIRECTORY))
        return say(why, size, "the copy cannot be kept as", to, strerror(errno));
    return true;
}

bool store_backup(const char *path, const char *to, uint64_t *entries, char *why, size_t size) {
    char part[PATH_ROOM];
    sqlite3 *db = NULL;
    if (access(path, R_OK) != 0)
        return say(why, size, "there is no journal at", path, strerror(errno));
    if (access(to, F_OK) == 0)
        return say(why, size, "a backup never replaces a file", to, "name one that does not exist yet");
    snprintf(part, sizeof part, "%s.part-%ld", to, (long)getpid());
    unlink(part);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        say(why, size, "the journal cannot be opened", path, sqlite3_errmsg(db));
        sqlite3_close(db);
        return false;
    }
    sqlite3_busy_timeout(db, BUSY_MS);
    bool done = copy(db, part, why, size);
    sqlite3_close(db);
    done = done && check(part, entries, why, size) && give_name(part, to, why, size);
    unlink(part);
    return done;
}
