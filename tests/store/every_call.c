/* Promise: whichever call of the file system fails, once or for good - open, read, write, truncation, sync, deletion,
 * size, lock, shared memory - while a journal is made, written, moved out of its log, read, closed, opened again and
 * taken up after a kill: every entry that was called durable is there afterwards, a failure is said with a sentence,
 * and after a failed write nothing more becomes durable. The n-th call fails, n = 1, 2, 3 ... until a run passes. */
#include "disk_folder.h"

#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define CALLS_MAX 20000
#define LIVES     4
#define BATCHES   14

static struct luck luck;
static uint64_t acknowledged;

/* The bytes of an entry follow from its number; some are larger than a page. */
static size_t entry_make(uint64_t sequence, char bytes[9000]) {
    size_t size = sequence % 11 == 0 ? 9000 : 20 + sequence % 50;
    memset(bytes, (int)('a' + sequence % 26), size);
    return size;
}

static bool entry_expect(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    static char expected[9000];
    uint64_t *last = ctx;
    assert_int_equal(sequence, *last + 1);
    assert_int_equal(kind, sequence == 1 ? JOURNAL_CREATED : JOURNAL_ORDER);
    assert_int_equal(size, entry_make(sequence, expected));
    assert_memory_equal(bytes, expected, size);
    *last = sequence;
    return true;
}

static void no_problem(void *ctx, const char *why) {
    (void)ctx;
    fail_msg("%s", why);
}

/* Opens; NULL only after a failed call. */
static struct store *life_open(void) {
    char why[400] = "";
    struct store *store = store_open(disk_journal(), why, sizeof(why));
    if (!store && (!disk_has_failed() || why[0] == '\0' || why[strlen(why) - 1] != '.')) {
        fail_msg("It does not open: \"%s\"", why);
    }
    if (store) {
        assert_true(store_durable(store) >= acknowledged);
        store_problems(store, no_problem, NULL);
    }
    return store;
}

/* Reads all back, unless a call fails. */
static void life_read(struct store *store) {
    uint64_t last = 0;
    if (!store_read(store, 1, entry_expect, &last)) {
        assert_true(disk_has_failed());
    } else {
        assert_true(last >= acknowledged && last == store_durable(store));
    }
}

/* Writes batches until one fails. */
static void life_write(struct store *store) {
    static char bytes[9000];
    for (unsigned batch = 0; batch < BATCHES; batch++) {
        for (unsigned i = 0; i < 3; i++) {
            uint64_t next = store_last(store) + 1;
            size_t size = entry_make(next, bytes);
            uint64_t sequence = store_append(store, 1, next == 1 ? JOURNAL_CREATED : JOURNAL_ORDER, bytes, size);
            assert_int_equal(sequence, store_failure(store) ? 0 : next);
        }
        bool failed = store_failure(store) != NULL;
        uint64_t before = store_durable(store);
        if (store_flush(store)) {
            assert_false(failed);
            acknowledged = store_durable(store);
            assert_int_equal(acknowledged, store_last(store));
        } else {
            assert_true(disk_has_failed() && store_failure(store));
            assert_int_equal(store_durable(store), before);
        }
        if (batch == BATCHES / 2) {
            life_read(store);
        }
    }
}

/* Odd lives end with a kill, which leaves the log. */
static void life_end(struct store *store, unsigned life, bool power) {
    if (life % 2) {
        disk_die();
    }
    store_close(store);
    if (life % 2) {
        disk_revive(power);
    }
}

static void lives(bool lasting, bool power) {
    bool reached = true;
    unsigned nth = 0;
    while (reached) {
        nth++;
        assert_true(nth < CALLS_MAX);
        luck.at = nth;
        disk_unlock();
        disk_reset(&luck);
        disk_fail_at(nth, lasting);
        acknowledged = 0;
        for (unsigned life = 0; life < LIVES; life++) {
            struct store *store = life_open();
            if (store) {
                life_read(store);
                life_write(store);
                life_end(store, life, power);
            }
        }
        reached = disk_has_failed();
        disk_fail_at(0, false);
        disk_die();
        disk_revive(power);
        struct store *store = life_open();
        uint64_t last = 0;
        assert_non_null(store);
        assert_true(store_read(store, 1, entry_expect, &last));
        assert_true(last >= acknowledged);
        store_close(store);
    }
    print_message("# %u calls\n", nth - 1);
}

static void one_failed_call_loses_nothing(void **state) {
    (void)state;
    lives(false, false);
}

static void one_failed_call_and_power_cuts_lose_nothing(void **state) {
    (void)state;
    lives(false, true);
}

static void calls_that_fail_for_good_lose_nothing(void **state) {
    (void)state;
    lives(true, false);
}

static void calls_that_fail_for_good_and_power_cuts_lose_nothing(void **state) {
    (void)state;
    lives(true, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_failed_call_loses_nothing),
        cmocka_unit_test(one_failed_call_and_power_cuts_lose_nothing),
        cmocka_unit_test(calls_that_fail_for_good_lose_nothing),
        cmocka_unit_test(calls_that_fail_for_good_and_power_cuts_lose_nothing),
    };
    return cmocka_run_group_tests(tests, disk_make, disk_clear);
}
