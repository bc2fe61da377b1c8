/* Promise: what was flushed is there after opening again, in order and by game; nothing else counts as
 * durable; files that are no journal of this version are refused with a sentence and left as they are. */
#include "store/store.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static int scene_clear(void **state) {
    struct scene *scene = *state;
    store_close(scene->store);
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-journal", "-redo", "-tail"};
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char name[128];
        snprintf(name, sizeof(name), "%s%s", scene->path, ends[i]);
        unlink(name);
    }
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
    database_run(scene->path, "PRAGMA user_version = 4");
    char why[300] = "";
    assert_null(store_open(scene->path, why, sizeof(why)));
    assert_non_null(strstr(why, "schema 4"));
    assert_non_null(strstr(why, "newer version"));
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
    fseek(file, 3 * 4096, SEEK_SET);
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
        SCENE(other_files_are_refused),
        SCENE(a_damaged_journal_is_written_anew),
        cmocka_unit_test(memory_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
