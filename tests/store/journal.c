/* Promise: what was flushed is there after opening again, in order and by game; nothing else counts as
 * durable; files that are no journal of this version are refused with a sentence and left as they are. */
#include "store/store.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

struct scene {
    char folder[64], path[96];
    struct store *store;
};

static struct store *open_well(const char *path) {
    char why[300] = "";
    struct store *store = store_open(path, why, sizeof(why));
    if (!store) {
        fail_msg("%s", why);
    }
    return store;
}

static int scene_set(void **state) {
    struct scene *scene = calloc(1, sizeof(*scene));
    snprintf(scene->folder, sizeof(scene->folder), "/tmp/ibar-store-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    snprintf(scene->path, sizeof(scene->path), "%s/journal.db", scene->folder);
    scene->store = open_well(scene->path);
    *state = scene;
    return 0;
}

static void scene_files_delete(const struct scene *scene) {
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-journal", "-redo", "-tail"};
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char name[128];
        snprintf(name, sizeof(name), "%s%s", scene->path, ends[i]);
        unlink(name);
    }
}

static int scene_clear(void **state) {
    struct scene *scene = *state;
    store_close(scene->store);
    scene_files_delete(scene);
    assert_int_equal(rmdir(scene->folder), 0);
    free(scene);
    return 0;
}

struct reading {
    char text[400];
    uint64_t last;
};

static bool read_entry(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    struct reading *reading = ctx;
    assert_true(sequence > reading->last);
    reading->last = sequence;
    size_t used = strlen(reading->text);
    snprintf(reading->text + used, sizeof(reading->text) - used, "%d:%.*s ", kind, (int)size,
             size ? (const char *)bytes : "");
    return true;
}

static void expect_game(struct store *store, uint64_t game, const char *text) {
    struct reading reading = {0};
    assert_true(store_read(store, game, read_entry, &reading));
    assert_string_equal(reading.text, text);
}

static bool list_game(void *ctx, uint64_t game) {
    char *text = ctx;
    size_t used = strlen(text);
    snprintf(text + used, 64 - used, "%d ", (int)game);
    return true;
}

static void entries_come_back_by_game_in_order(void **state) {
    struct scene *scene = *state;
    struct store *store = scene->store;
    assert_int_equal(store_last(store), 0);
    assert_int_equal(store_append(store, 7, JOURNAL_CREATED, "seven", 5), 1);
    assert_int_equal(store_append(store, 3, JOURNAL_CREATED, "three", 5), 2);
    assert_int_equal(store_append(store, 7, JOURNAL_ORDER, "a", 1), 3);
    assert_int_equal(store_append(store, 3, JOURNAL_STARTED, "", 0), 4);
    assert_int_equal(store_durable(store), 0);
    assert_true(store_flush(store));
    assert_int_equal(store_durable(store), 4);
    expect_game(store, 7, "1:seven 4:a ");
    /* What comes later is found too. */
    assert_int_equal(store_append(store, 7, JOURNAL_COMMIT, "b", 1), 5);
    assert_true(store_flush(store));
    store_close(store);
    store = scene->store = open_well(scene->path);
    expect_game(store, 7, "1:seven 4:a 6:b ");
    expect_game(store, 3, "1:three 3: ");
    expect_game(store, 4, "");
    char games[64] = "";
    assert_true(store_games(store, list_game, games));
    assert_string_equal(games, "7 3 ");
    assert_int_equal(store_durable(store), 5);
    assert_int_equal(store_append(store, 3, JOURNAL_ORDER, "c", 1), 6);
}

static void what_was_not_flushed_is_not_there(void **state) {
    struct scene *scene = *state;
    store_append(scene->store, 1, JOURNAL_CREATED, "x", 1);
    assert_true(store_flush(scene->store));
    store_append(scene->store, 1, JOURNAL_ORDER, "lost", 4);
    store_close(scene->store);
    scene->store = open_well(scene->path);
    expect_game(scene->store, 1, "1:x ");
    assert_int_equal(store_last(scene->store), 1);
}

static void entries_during_a_write_share_the_next(void **state) {
    struct scene *scene = *state;
    struct store *store = scene->store;
    assert_null(store_batch_begin(store));
    store_append(store, 1, JOURNAL_CREATED, "a", 1);
    struct store_batch *batch = store_batch_begin(store);
    assert_non_null(batch);
    store_append(store, 1, JOURNAL_ORDER, "b", 1);
    store_append(store, 1, JOURNAL_ORDER, "c", 1);
    assert_null(store_batch_begin(store));
    assert_true(store_batch_write(batch));
    assert_int_equal(store_durable(store), 0);
    store_batch_end(store, batch, true);
    assert_int_equal(store_durable(store), 1);
    batch = store_batch_begin(store);
    assert_true(store_batch_write(batch));
    store_batch_end(store, batch, true);
    assert_int_equal(store_durable(store), 3);
    assert_null(store_batch_begin(store));
    expect_game(store, 1, "1:a 4:b 4:c ");
}

static void *write_elsewhere(void *batch) {
    return store_batch_write(batch) ? batch : NULL;
}

/* As the server does it: the write blocks another thread, while this one appends and looks tokens up. */
static void another_thread_writes(void **state) {
    struct scene *scene = *state;
    struct store *store = scene->store;
    uint8_t hash[32] = {1};
    uint64_t game;
    unsigned seat, appended = 0;
    store_append(store, 1, JOURNAL_CREATED, "a", 1);
    for (unsigned round = 0; round < 50; round++) {
        struct store_batch *batch = store_batch_begin(store);
        assert_non_null(batch);
        pthread_t thread;
        void *written;
        assert_int_equal(pthread_create(&thread, NULL, write_elsewhere, batch), 0);
        for (unsigned i = 0; i < 200; i++) {
            assert_true(store_append(store, 1 + i % 3, JOURNAL_ORDER, "police hold 1", 13) > 0);
            appended++;
        }
        hash[1] = (uint8_t)round;
        assert_true(store_put_token(store, hash, 1, 0));
        assert_true(store_find_token(store, hash, &game, &seat));
        assert_true(store_last(store) > store_durable(store));
        assert_int_equal(pthread_join(thread, &written), 0);
        store_batch_end(store, batch, written != NULL);
        assert_null(store_failure(store));
    }
    assert_true(store_flush(store));
    assert_int_equal(store_durable(store), 1 + appended + 50);
    struct reading reading = {0};
    assert_true(store_read(store, 2, read_entry, &reading));
    assert_true(reading.last > 0);
}

static void large_entries_pass(void **state) {
    struct scene *scene = *state;
    size_t size = 3 * 1024 * 1024;
    char *bytes = malloc(size);
    memset(bytes, 'e', size);
    assert_int_equal(store_append(scene->store, 1, JOURNAL_EVENTS, bytes, size), 1);
    assert_true(store_flush(scene->store));
    free(bytes);
    struct reading reading = {0};
    assert_true(store_read(scene->store, 1, read_entry, &reading));
    assert_int_equal(reading.last, 1);
}

static void tokens_are_found_after_opening_again(void **state) {
    struct scene *scene = *state;
    uint8_t hash[32];
    for (unsigned i = 0; i < 1000; i++) {
        memset(hash, 0, sizeof(hash));
        memcpy(hash, (uint32_t[]){i % 10}, 4); /* many in one place of the table */
        memcpy(hash + 20, (uint32_t[]){i}, 4);
        assert_true(store_put_token(scene->store, hash, 1 + i / 3, i % 3));
    }
    assert_true(store_flush(scene->store));
    assert_int_equal(store_durable(scene->store), 1000);
    for (unsigned again = 0; again < 2; again++) {
        uint64_t game = 0;
        unsigned seat = 9;
        memset(hash, 0xab, sizeof(hash));
        assert_true(store_find_token(scene->store, hash, &game, &seat) || !again);
        if (!again) {
            assert_true(store_put_token(scene->store, hash, 1, 70000));
            assert_true(store_flush(scene->store));
        } else {
            assert_int_equal(seat, 70000);
        }
        for (unsigned i = 0; i < 1000; i++) {
            memset(hash, 0, sizeof(hash));
            memcpy(hash, (uint32_t[]){i % 10}, 4);
            memcpy(hash + 20, (uint32_t[]){i}, 4);
            assert_true(store_find_token(scene->store, hash, &game, &seat));
            assert_int_equal(game, 1 + i / 3);
            assert_int_equal(seat, i % 3);
        }
        hash[31] ^= 1;
        assert_false(store_find_token(scene->store, hash, &game, &seat));
        store_close(scene->store);
        scene->store = open_well(scene->path);
    }
}

static void a_second_process_is_kept_out(void **state) {
    struct scene *scene = *state;
    char why[300] = "";
    assert_null(store_open(scene->path, why, sizeof(why)));
    assert_non_null(strstr(why, "in use by another process"));
}

static void database_run(const char *path, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_newer_schema_is_refused(void **state) {
    struct scene *scene = *state;
    store_close(scene->store);
    scene->store = NULL;
    database_run(scene->path, "PRAGMA user_version = 7");
    char why[300] = "";
    assert_null(store_open(scene->path, why, sizeof(why)));
    assert_non_null(strstr(why, "schema 7"));
    assert_non_null(strstr(why, "newer version"));
}

/* A journal as an older version wrote it: two entries and a token. */
static void journal_of_schema_2(const char *path) {
    database_run(path,
                 "PRAGMA journal_mode = WAL;"
                 "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, game INTEGER NOT NULL, kind INTEGER NOT NULL,"
                 " bytes BLOB NOT NULL, before INTEGER, sum INTEGER) STRICT;"
                 "CREATE TABLE token (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, game INTEGER NOT NULL,"
                 " seat INTEGER NOT NULL, sum INTEGER) STRICT;"
                 "INSERT INTO entry VALUES (1, 7, 1, x'61', NULL, NULL), (3, 7, 2, x'62', NULL, NULL);"
                 "INSERT INTO token VALUES (2, x'0101010101010101010101010101010101010101010101010101010101010101', 7, 1,"
                 " NULL);"
                 "PRAGMA application_id = 1231184242; PRAGMA user_version = 2");
}
static void journal_of_schema_1(const char *path) {
    database_run(path,
                 "PRAGMA journal_mode = WAL;"
                 "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, game INTEGER NOT NULL, kind INTEGER NOT NULL,"
                 " bytes BLOB NOT NULL) STRICT;"
                 "CREATE INDEX entry_created ON entry (game) WHERE kind = 1;"
                 "CREATE TABLE token (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, game INTEGER NOT NULL,"
                 " seat INTEGER NOT NULL) STRICT;"
                 "INSERT INTO entry VALUES (1, 7, 1, x'61'), (3, 7, 2, x'62');"
                 "INSERT INTO token VALUES (2, x'0101010101010101010101010101010101010101010101010101010101010101', 7, 1);"
                 "PRAGMA application_id = 1231184242; PRAGMA user_version = 1");
}

static void journal_of_schema_3(const char *path) {
    database_run(path,
                 "PRAGMA journal_mode = WAL;"
                 "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, game INTEGER NOT NULL, kind INTEGER NOT NULL,"
                 " bytes BLOB NOT NULL, before INTEGER, sum INTEGER) STRICT;"
                 "CREATE TABLE token (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, game INTEGER NOT NULL,"
                 " seat INTEGER NOT NULL, sum INTEGER) STRICT;"
                 "INSERT INTO entry VALUES (1, 7, 1, x'61', NULL, NULL), (3, 7, 2, x'62', NULL, NULL);"
                 "INSERT INTO token VALUES (2, x'0101010101010101010101010101010101010101010101010101010101010101', 7, 1,"
                 " NULL);"
                 "PRAGMA application_id = 1231184242; PRAGMA user_version = 3");
}

static size_t problems_count;
static void problem_count(void *ctx, const char *why) {
    (void)ctx;
    (void)why;
    problems_count++;
}

/* Journals of older versions are taken over with all that is in them, and accounts can be added. */
static void older_schemas_are_raised(void **state) {
    struct scene *scene = *state;
    void (*const make[])(const char *path) = {journal_of_schema_1, journal_of_schema_2,
                                             journal_of_schema_3};
    for (size_t i = 0; i < sizeof(make) / sizeof(make[0]); i++) {
        store_close(scene->store);
        char tail[128];
        snprintf(tail, sizeof(tail), "%s-tail", scene->path);
        unlink(scene->path);
        unlink(tail);
        make[i](scene->path);
        for (unsigned again = 0; again < 2; again++) {
            scene->store = open_well(scene->path);
            uint8_t hash[32];
            uint64_t game = 0;
            unsigned seat = 0;
            memset(hash, 1, sizeof(hash));
            expect_game(scene->store, 7, "1:a 2:b ");
            store_problems(scene->store, problem_count, NULL);
            assert_int_equal(problems_count, 0);
            assert_true(store_find_token(scene->store, hash, &game, &seat));
            assert_int_equal(game, 7);
            struct store_account account = {.name = "Ana", .key = "ana", .secret = "s1"};
            assert_int_equal(store_accounts(scene->store), again);
            if (!again) {
                assert_int_equal(store_put_account(scene->store, &account), 1);
                assert_true(store_flush(scene->store));
                store_close(scene->store);
            }
        }
    }
}

/* A changed account keeps its number; its old secret is not in the database any more; the numbers of accounts, tokens
 * and entries are one row, so that a missing one would be known. */
static void accounts_come_back_as_they_were_last(void **state) {
    struct scene *scene = *state;
    struct store_account ana = {.name = "Ana", .key = "ana", .secret = "the first secret"};
    struct store_account boris = {.name = "Boris", .key = "boris", .secret = "s2"};
    uint8_t hash[32] = {1};
    assert_int_equal(store_put_account(scene->store, &boris), 1);
    store_append(scene->store, 5, JOURNAL_CREATED, "a", 1);
    assert_int_equal(store_put_account(scene->store, &ana), 2);
    assert_true(store_put_token(scene->store, hash, 5, 0));
    assert_true(store_flush(scene->store));
    ana.number = 2;
    snprintf(ana.secret, sizeof(ana.secret), "the second secret");
    assert_int_equal(store_put_account(scene->store, &ana), 2);
    assert_true(store_flush(scene->store));
    store_close(scene->store);
    scene->store = open_well(scene->path);
    store_problems(scene->store, problem_count, NULL);
    assert_int_equal(problems_count, 0);
    assert_int_equal(store_accounts(scene->store), 2);
    assert_string_equal(store_account_find(scene->store, "ana")->secret, "the second secret");
    assert_string_equal(store_account(scene->store, 1)->name, "Boris");
    assert_null(store_account(scene->store, 3));
    assert_null(store_account_find(scene->store, "an"));
    assert_int_equal(store_last(scene->store), 5);
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(scene->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM account WHERE instr(bytes, 'the first secret')", -1, &rows,
                                        NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(rows, 0), 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

static void other_files_are_refused(void **state) {
    struct scene *scene = *state;
    store_close(scene->store);
    scene->store = NULL;
    char why[300] = "";
    unlink(scene->path);
    database_run(scene->path, "CREATE TABLE recipe (name TEXT)");
    assert_null(store_open(scene->path, why, sizeof(why)));
    assert_non_null(strstr(why, "not a journal of Ibar"));
    FILE *file = fopen(scene->path, "w");
    for (unsigned i = 0; i < 200; i++) {
        fputs("This is a letter, not a database.\n", file);
    }
    fclose(file);
    assert_null(store_open(scene->path, why, sizeof(why)));
    assert_non_null(strstr(why, "nothing in it can be read"));
    assert_null(store_open("/nowhere/journal.db", why, sizeof(why)));
    assert_non_null(strstr(why, "/nowhere/journal.db"));
}

static void tell(void *ctx, const char *why) {
    char *told = ctx;
    size_t used = strlen(told);
    snprintf(told + used, 4000 - used, "%s\n", why);
}

/* The database as it was before a password was changed, as after a log that was lost: the witness beside it knows, and the
 * account is named that is opened by an older password. */
static void an_account_that_lost_its_last_change_is_named(void **state) {
    struct scene *scene = *state;
    char command[300], told[4000] = "";
    struct store *store = scene->store;
    struct store_account ana = {.name = "Ana", .key = "ana", .secret = "at first"};
    ana.number = store_put_account(store, &ana);
    assert_true(ana.number > 0 && store_flush(store));
    store_close(store);
    snprintf(command, sizeof(command), "cp %s %s-before", scene->path, scene->path);
    assert_int_equal(system(command), 0);
    store = open_well(scene->path);
    snprintf(ana.secret, sizeof(ana.secret), "now");
    assert_true(store_put_account(store, &ana) > 0 && store_flush(store));
    store_close(store);
    snprintf(command, sizeof(command), "mv %s-before %s", scene->path, scene->path);
    assert_int_equal(system(command), 0);
    store = scene->store = open_well(scene->path);
    assert_string_equal(store_account(store, ana.number)->secret, "at first");
    store_problems(store, tell, told);
    assert_non_null(strstr(told, "The account Ana is as it was before its last change"));
    assert_non_null(strstr(told, "--reset-password"));
}

static void a_damaged_journal_is_written_anew(void **state) {
    struct scene *scene = *state;
    char text[600];
    memset(text, 'x', sizeof(text));
    for (unsigned i = 0; i < 100; i++) {
        store_append(scene->store, 1 + i, JOURNAL_CREATED, text, sizeof(text));
    }
    assert_true(store_flush(scene->store));
    store_close(scene->store);
    scene->store = NULL;
    FILE *file = fopen(scene->path, "r+");
    fseek(file, 4 * 4096, SEEK_SET);
    for (unsigned i = 0; i < 4096; i++) {
        fputc(0x5a, file);
    }
    fclose(file);
    scene->store = open_well(scene->path);
    char told[4000] = "";
    store_problems(scene->store, tell, told);
    assert_non_null(strstr(told, "written anew"));
    assert_non_null(strstr(told, "journal.db-damaged1"));
    unsigned whole = 0;
    for (unsigned i = 0; i < 100; i++) {
        struct reading reading = {0};
        whole += store_read(scene->store, 1 + i, read_entry, &reading) && reading.last == 1 + i;
    }
    assert_true(whole > 80 && whole < 100); /* all that lay on other pages */
    char name[128];
    snprintf(name, sizeof(name), "%s-damaged1", scene->path);
    assert_int_equal(unlink(name), 0);
}

static void byte_flip(const char *path, const char *text) {
    static char bytes[1 << 20];
    FILE *file = fopen(path, "r+");
    size_t size = fread(bytes, 1, sizeof(bytes), file);
    char *at = memmem(bytes, size, text, strlen(text));
    assert_non_null(at);
    fseek(file, at - bytes, SEEK_SET);
    fputc(*at ^ 1, file);
    fclose(file);
}

/* A page of the database is destroyed, so that the journal is written anew; the changed password stays changed, and the
 * place of the account's first row is no missing entry. With and without the witness. */
static void a_changed_account_comes_back_as_it_was_last(void **state) {
    struct scene *scene = *state;
    for (unsigned witness = 0; witness < 2; witness++) {
        char text[600] = "", name[128];
        struct store_account ana = {.name = "Ana", .key = "ana", .secret = "the first secret"};
        ana.number = store_put_account(scene->store, &ana);
        assert_true(store_flush(scene->store));
        snprintf(ana.secret, sizeof(ana.secret), "the second secret");
        assert_int_equal(store_put_account(scene->store, &ana), ana.number);
        for (unsigned i = 0; i < 40; i++) {
            assert_true(store_append(scene->store, 1 + i, JOURNAL_CREATED, text, sizeof(text)) > 0);
        }
        assert_true(store_flush(scene->store));
        store_close(scene->store);
        scene->store = NULL;
        sqlite3 *db;
        assert_int_equal(sqlite3_open(scene->path, &db), SQLITE_OK);
        sqlite3_stmt *root;
        assert_int_equal(sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name = 'token'", -1, &root, NULL),
                         SQLITE_OK);
        assert_int_equal(sqlite3_step(root), SQLITE_ROW);
        long page = sqlite3_column_int(root, 0);
        sqlite3_finalize(root);
        sqlite3_close(db);
        FILE *file = fopen(scene->path, "r+");
        fseek(file, (page - 1) * 4096, SEEK_SET);
        for (unsigned i = 0; i < 4096; i++) {
            fputc(0x5a, file);
        }
        fclose(file);
        snprintf(name, sizeof(name), "%s-tail", scene->path);
        if (!witness) {
            assert_int_equal(unlink(name), 0);
        }
        scene->store = open_well(scene->path);
        char told[4000] = "";
        store_problems(scene->store, tell, told);
        assert_non_null(strstr(told, "written anew"));
        assert_null(strstr(told, "missing;"));
        assert_null(strstr(told, "account"));
        assert_null(strstr(told, "whose it was"));
        assert_string_equal(store_account_find(scene->store, "ana")->secret, "the second secret");
        assert_int_equal(store_accounts(scene->store), 1);
        snprintf(name, sizeof(name), "%s-damaged1", scene->path);
        assert_int_equal(unlink(name), 0);
        store_close(scene->store);
        scene_files_delete(scene);
        scene->store = open_well(scene->path);
    }
}

/* Seats are an account's by its number: that of a damaged one is given to nobody else. */
static void the_number_of_a_damaged_account_is_given_to_nobody_else(void **state) {
    struct scene *scene = *state;
    struct store_account ana = {.name = "Ana", .key = "ana", .secret = "what Ana proves with"};
    struct store_account boris = {.name = "Boris", .key = "boris", .secret = "what Boris proves with"};
    assert_int_equal(store_put_account(scene->store, &ana), 1);
    assert_int_equal(store_put_account(scene->store, &boris), 2);
    assert_true(store_append(scene->store, 1, JOURNAL_CREATED, "a", 1) > 0);
    assert_true(store_flush(scene->store));
    store_close(scene->store);
    scene->store = NULL;
    byte_flip(scene->path, boris.secret);
    scene->store = open_well(scene->path);
    char told[4000] = "";
    store_problems(scene->store, tell, told);
    assert_non_null(strstr(told, "The account with number 2 in the journal is damaged"));
    assert_non_null(store_account_find(scene->store, "ana"));
    assert_null(store_account_find(scene->store, "boris"));
    expect_game(scene->store, 1, "1:a ");
    assert_int_equal(store_put_account(scene->store, &boris), 3);
}

static void memory_keeps_nothing(void **state) {
    (void)state;
    struct store *store = open_well(":memory:");
    store_append(store, 1, JOURNAL_CREATED, "a", 1);
    assert_true(store_flush(store));
    expect_game(store, 1, "1:a ");
    store_close(store);
    store = open_well(":memory:");
    expect_game(store, 1, "");
    store_close(store);
}

/* Bytes that make a file longer take several times as long to reach the disk: a log in much use grows in large steps. */
static void a_busy_log_gets_its_room_in_steps(void **state) {
    struct scene *scene = *state;
    char log[128];
    struct stat before, after;
    uint8_t entry[3000] = {1};
    unsigned grown = 0;
    snprintf(log, sizeof(log), "%s-wal", scene->path);
    for (int i = 0; i < 600; i++) {
        assert_true(store_append(scene->store, 1, i ? JOURNAL_ORDER : JOURNAL_CREATED, entry, sizeof(entry)) > 0);
        assert_int_equal(stat(log, &before), 0);
        assert_true(store_flush(scene->store));
        assert_int_equal(stat(log, &after), 0);
        grown += i >= 400 && after.st_size != before.st_size;
    }
    assert_true(after.st_size > 400 * (off_t)sizeof(entry));
    assert_true(grown <= 6);
    /* What was written is there with that room behind it. */
    store_close(scene->store);
    scene->store = open_well(scene->path);
    assert_int_equal(store_last(scene->store), 600);
}

/* Moving the log into the database takes long: which batch does it is known before it is begun. */
static void the_batch_that_moves_the_log_is_known_before(void **state) {
    struct scene *scene = *state;
    static uint8_t entry[40000] = {1};
    struct stat before, after;
    unsigned moved = 0;
    for (int i = 0; i < 500; i++) {
        assert_true(store_append(scene->store, 1, i ? JOURNAL_ORDER : JOURNAL_CREATED, entry, sizeof(entry)) > 0);
        bool is_long = store_batch_is_long(scene->store);
        assert_int_equal(stat(scene->path, &before), 0);
        assert_true(store_flush(scene->store));
        assert_int_equal(stat(scene->path, &after), 0);
        assert_int_equal(is_long, after.st_size != before.st_size);
        moved += is_long;
    }
    assert_in_range(moved, 2, 4);
}

int main(void) {
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set, scene_clear)
    const struct CMUnitTest tests[] = {
        SCENE(entries_come_back_by_game_in_order),
        SCENE(what_was_not_flushed_is_not_there),
        SCENE(entries_during_a_write_share_the_next),
        SCENE(another_thread_writes),
        SCENE(large_entries_pass),
        SCENE(tokens_are_found_after_opening_again),
        SCENE(a_second_process_is_kept_out),
        SCENE(a_newer_schema_is_refused),
        SCENE(older_schemas_are_raised),
        SCENE(a_changed_account_comes_back_as_it_was_last),
        SCENE(the_number_of_a_damaged_account_is_given_to_nobody_else),
        SCENE(accounts_come_back_as_they_were_last),
        SCENE(an_account_that_lost_its_last_change_is_named),
        SCENE(other_files_are_refused),
        SCENE(a_damaged_journal_is_written_anew),
        SCENE(a_busy_log_gets_its_room_in_steps),
        SCENE(the_batch_that_moves_the_log_is_known_before),
        cmocka_unit_test(memory_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
