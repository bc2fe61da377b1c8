/* Promise: whichever write or sync fails, once or for good, and wherever a crash falls: every entry that was
 * called durable is there afterwards, whole and in order; after a failure nothing more becomes durable. The
 * n-th operation fails, n = 1, 2, 3 ... until a run passes without reaching it. */
#include "store/backup.h"
#include "store/store.h"

#include "faulty_vfs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define BATCHES 24
#define EACH    5

static char folder[] = "/tmp/ibar-faults-XXXXXX";
static char path[96], crashed[96];

static void files_remove(const char *name) {
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-journal", "-redo", "-tail"};
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char full[128];
        snprintf(full, sizeof(full), "%s%s", name, ends[i]);
        unlink(full);
    }
}

static struct store *open_well(const char *name) {
    char why[300] = "";
    struct store *store = store_open(name, why, sizeof(why));
    if (!store) {
        fail_msg("%s", why);
    }
    return store;
}

/* The bytes of an entry follow from its number; some are larger than a page. */
static size_t entry_make(uint64_t sequence, char bytes[9000]) {
    size_t size = sequence % 7 == 0 ? 9000 : 20 + sequence % 50;
    memset(bytes, (int)('a' + sequence % 26), size);
    return size;
}

/* Fills the store until it fails or all is written; returns what was durable at the end. */
static uint64_t fill(struct store *store) {
    static char bytes[9000];
    for (unsigned batch = 0; batch < BATCHES; batch++) {
        for (unsigned i = 0; i < EACH; i++) {
            uint64_t next = store_last(store) + 1;
            size_t size = entry_make(next, bytes);
            uint64_t sequence =
                store_append(store, 1, next == 1 ? JOURNAL_CREATED : JOURNAL_ORDER, bytes, size);
            assert_int_equal(sequence, store_failure(store) ? 0 : next);
        }
        uint64_t before = store_durable(store);
        bool failed_before = store_failure(store) != NULL;
        bool flushed = store_flush(store);
        assert_true(flushed || store_failure(store));
        if (!flushed) {
            assert_int_equal(store_durable(store), before);
        }
        assert_false(flushed && failed_before);
    }
    return store_durable(store);
}

static bool entry_expect(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes,
                         size_t size) {
    static char expected[9000];
    uint64_t *last = ctx;
    assert_int_equal(sequence, *last + 1);
    assert_int_equal(kind, sequence == 1 ? JOURNAL_CREATED : JOURNAL_ORDER);
    assert_int_equal(size, entry_make(sequence, expected));
    assert_memory_equal(bytes, expected, size);
    *last = sequence;
    return true;
}

/* What is there is a beginning of what was appended, whole batches, and holds all that was durable. */
static void expect_kept(const char *name, uint64_t durable) {
    struct store *store = open_well(name);
    uint64_t last = 0;
    assert_true(store_read(store, 1, entry_expect, &last));
    assert_true(last >= durable);
    assert_int_equal(last % EACH, 0);
    assert_int_equal(store_durable(store), last);
    store_close(store);
}

static void run_with_faults(bool lasting, unsigned kept) {
    bool reached = true;
    for (unsigned nth = 1; reached; nth += lasting ? 3 : 1) {
        assert_true(nth < 5000);
        files_remove(path);
        faulty_vfs_forget();
        faulty_vfs_arm(0, false, 0);
        struct store *store = open_well(path);
        faulty_vfs_arm(nth, lasting, kept);
        uint64_t durable = fill(store);
        reached = faulty_vfs_fired();
        assert_true(reached || durable == BATCHES * EACH);
        store_close(store);
        faulty_vfs_arm(0, false, 0);
        expect_kept(path, durable);
    }
}

static void one_failure_loses_nothing_acknowledged(void **ignored) {
    (void)ignored;
    run_with_faults(false, 0);
}

static void a_lasting_failure_loses_nothing_acknowledged(void **ignored) {
    (void)ignored;
    run_with_faults(true, 0);
}

static void a_crash_loses_nothing_acknowledged(void **ignored) {
    (void)ignored;
    for (unsigned kept = 0; kept < 4; kept++) {
        bool reached = true;
        for (unsigned nth = 1 + kept; reached; nth += 3) {
            files_remove(path);
            files_remove(crashed);
            faulty_vfs_forget();
            faulty_vfs_arm(0, false, 0);
            struct store *store = open_well(path);
            faulty_vfs_arm(nth, true, kept);
            uint64_t durable = fill(store);
            reached = faulty_vfs_fired();
            store_close(store);
            if (reached) {
                faulty_vfs_arm(0, false, 0);
                faulty_vfs_crash_to(crashed);
                expect_kept(crashed, durable);
            }
        }
    }
}

static void a_failed_store_takes_nothing(void **ignored) {
    (void)ignored;
    files_remove(path);
    faulty_vfs_forget();
    faulty_vfs_arm(0, false, 0);
    struct store *store = open_well(path);
    faulty_vfs_arm(1, false, 0);
    assert_int_equal(store_append(store, 1, JOURNAL_CREATED, "a", 1), 1);
    assert_false(store_flush(store));
    assert_non_null(strstr(store_failure(store), "cannot be written"));
    assert_int_equal(store_append(store, 1, JOURNAL_ORDER, "b", 1), 0);
    assert_false(store_put_token(store, (uint8_t[32]){1}, 1, 0));
    assert_null(store_batch_begin(store));
    assert_false(store_flush(store));
    assert_int_equal(store_durable(store), 0);
    store_close(store);
}

/* A backup is there and whole, or not there at all, and its journal is as it was. */
static void a_backup_is_whole_or_not_there(void **ignored) {
    (void)ignored;
    char copy[96];
    snprintf(copy, sizeof(copy), "%s/copy.db", folder);
    files_remove(path);
    faulty_vfs_forget();
    faulty_vfs_arm(0, false, 0);
    struct store *store = open_well(path);
    uint64_t durable = fill(store);
    for (unsigned lasting = 0; lasting < 2; lasting++) {
        bool reached = true;
        unsigned nth = 0;
        while (reached) {
            char why[300] = "";
            uint64_t entries = 0;
            faulty_vfs_all(true);
            faulty_vfs_arm(++nth, lasting, 0);
            bool done = store_backup(path, copy, &entries, why, sizeof(why));
            reached = faulty_vfs_fired();
            faulty_vfs_all(false);
            faulty_vfs_arm(0, false, 0);
            assert_true(done || (reached && strstr(why, "The backup failed")));
            assert_int_equal(access(copy, F_OK) == 0, done);
            if (done) {
                assert_int_equal(entries, durable);
                files_remove(copy);
            }
        }
        print_message("# %u calls\n", nth - 1);
    }
    uint64_t last = 0;
    assert_true(store_read(store, 1, entry_expect, &last));
    assert_int_equal(last, durable);
    store_close(store);
}

static int files_make(void **state) {
    (void)state;
    faulty_vfs_install();
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    snprintf(crashed, sizeof(crashed), "%s/crashed.db", folder);
    return 0;
}

static int files_clear(void **state) {
    (void)state;
    files_remove(path);
    files_remove(crashed);
    faulty_vfs_forget();
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failed_store_takes_nothing),
        cmocka_unit_test(one_failure_loses_nothing_acknowledged),
        cmocka_unit_test(a_lasting_failure_loses_nothing_acknowledged),
        cmocka_unit_test(a_crash_loses_nothing_acknowledged),
        cmocka_unit_test(a_backup_is_whole_or_not_there),
    };
    return cmocka_run_group_tests(tests, files_make, files_clear);
}
