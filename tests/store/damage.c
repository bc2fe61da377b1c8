/* Promise: a journal that was cut at any byte, or in which any byte has a flipped bit, opens or is refused with a
 * sentence; what is then read is what was written, and where something is missing that is said, with the game
 * that it belongs to. Nothing crashes, nothing is dropped silently. */
#include "disk.h"

#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define GAMES   3
#define ENTRIES 60 /* of all games together, behind their beginnings */

static char folder[] = "/tmp/ibar-damage-XXXXXX";
static char path[96], lock[112];
static struct luck luck;
static uint8_t *whole;
static size_t whole_size;
static struct {
    uint64_t game, sequence;
    char text[80];
} written[GAMES + ENTRIES];
static size_t writtens;

static void token_make(unsigned i, uint8_t hash[32]) {
    memset(hash, (int)(17 * i + 1), 32);
}

static void entry_write(struct store *store, uint64_t game, enum journal_kind kind) {
    char *text = written[writtens].text;
    snprintf(text, sizeof(written[0].text), "game %d entry %d of a plan that goes on and on", (int)game, (int)writtens);
    written[writtens].game = game;
    written[writtens].sequence = store_append(store, game, kind, text, strlen(text));
    assert_true(written[writtens++].sequence > 0);
}

static int journal_write(void **state) {
    (void)state;
    char why[300] = "";
    uint8_t hash[32];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    snprintf(lock, sizeof(lock), "%s-lock", path);
    disk_install();
    disk_reset(&luck);
    struct store *store = store_open(path, why, sizeof(why));
    if (!store) {
        fail_msg("%s", why);
    }
    for (uint64_t game = 1; game <= GAMES; game++) {
        entry_write(store, game, JOURNAL_CREATED);
        token_make((unsigned)game, hash);
        assert_true(store_put_token(store, hash, game, 0));
    }
    for (unsigned i = 0; i < ENTRIES; i++) {
        entry_write(store, 1 + i * 7 % GAMES, JOURNAL_ORDER);
        assert_true(i % 5 > 0 || store_flush(store));
    }
    assert_true(store_flush(store));
    store_close(store);
    whole_size = disk_save(path, &whole);
    assert_true(whole_size >= 5 * 4096);
    return 0;
}

static int journal_forget(void **state) {
    (void)state;
    free(whole);
    disk_finish();
    unlink(lock);
    return rmdir(folder);
}

struct reading {
    uint64_t game;
    size_t next; /* in what was written */
};

static bool entry_expect(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    struct reading *reading = ctx;
    while (reading->next < writtens && written[reading->next].game != reading->game) {
        reading->next++;
    }
    assert_true(reading->next < writtens);
    assert_int_equal(sequence, written[reading->next].sequence);
    assert_int_equal(kind, reading->next < GAMES ? JOURNAL_CREATED : JOURNAL_ORDER);
    assert_int_equal(size, strlen(written[reading->next].text));
    assert_memory_equal(bytes, written[reading->next].text, size);
    reading->next++;
    return true;
}

static bool game_is_whole(const struct reading *reading) {
    for (size_t i = reading->next; i < writtens; i++) {
        if (written[i].game == reading->game) {
            return false;
        }
    }
    return true;
}

static void count_problem(void *ctx, const char *why) {
    assert_true(strlen(why) > 20 && why[strlen(why) - 1] == '.');
    ++*(unsigned *)ctx;
}

enum fate { REFUSED, SAID, SOUND, FATES };

/* Opens what is on the disk; every loss must have been said. */
static enum fate journal_judge(void) {
    char why[400] = "";
    struct store *store = store_open(path, why, sizeof(why));
    if (!store) {
        assert_non_null(strstr(why, path));
        assert_true(why[strlen(why) - 1] == '.');
        return REFUSED;
    }
    unsigned problems = 0, lost = 0;
    store_problems(store, count_problem, &problems);
    for (uint64_t game = 1; game <= GAMES; game++) {
        struct reading reading = {game, 0};
        if (!store_read(store, game, entry_expect, &reading)) {
            assert_non_null(strstr(store_read_why(store), "of its journal"));
            lost++;
        } else if (!game_is_whole(&reading)) {
            assert_true(problems > 0);
        }
        uint8_t hash[32];
        uint64_t of_game;
        unsigned seat;
        token_make((unsigned)game, hash);
        if (!store_find_token(store, hash, &of_game, &seat)) {
            assert_true(problems > 0);
        } else {
            assert_int_equal(of_game, game);
        }
    }
    store_close(store);
    return problems + lost > 0 ? SAID : SOUND;
}

static void disk_change(const uint8_t *bytes, size_t size) {
    disk_reset(&luck);
    disk_load(path, bytes, size);
}

static void a_journal_cut_anywhere_is_refused(void **state) {
    (void)state;
    for (size_t size = 0; size < whole_size; size++) {
        disk_change(whole, size);
        if (journal_judge() == SOUND) {
            fail_msg("Cut to %zu of %zu bytes it is called sound.", size, whole_size);
        }
    }
    disk_change(whole, whole_size);
    assert_int_equal(journal_judge(), SOUND);
}

static void a_flipped_bit_anywhere_is_harmless_or_said(void **state) {
    (void)state;
    unsigned fates[FATES] = {0};
    uint8_t *bytes = malloc(whole_size);
    for (size_t at = 0; at < whole_size; at++) {
        memcpy(bytes, whole, whole_size);
        bytes[at] ^= (uint8_t)(1u << luck_below(&luck, 8));
        disk_change(bytes, whole_size);
        fates[journal_judge()]++;
    }
    free(bytes);
    print_message("# refused %u, said %u, sound %u of %zu\n", fates[REFUSED], fates[SAID], fates[SOUND], whole_size);
    /* All three do happen: the test reaches what it is about. */
    assert_true(fates[REFUSED] > 0 && fates[SAID] > 0 && fates[SOUND] > 0);
}

/* The other games go on: a flipped bit in an entry's bytes stops its game alone. */
static void a_damaged_entry_stops_its_game_alone(void **state) {
    (void)state;
    char why[400] = "";
    for (size_t i = 0; i < writtens; i++) {
        uint8_t *bytes = malloc(whole_size);
        memcpy(bytes, whole, whole_size);
        uint8_t *at = memmem(bytes, whole_size, written[i].text, strlen(written[i].text));
        assert_non_null(at);
        at[20] ^= 1;
        disk_change(bytes, whole_size);
        struct store *store = store_open(path, why, sizeof(why));
        assert_non_null(store);
        for (uint64_t game = 1; game <= GAMES; game++) {
            struct reading reading = {game, 0};
            bool read = store_read(store, game, entry_expect, &reading);
            assert_int_equal(read, game != written[i].game);
            char expected[80];
            snprintf(expected, sizeof(expected), "entry %d of its journal is damaged", (int)written[i].sequence);
            assert_true(read || strstr(store_read_why(store), expected));
        }
        store_close(store);
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_damaged_entry_stops_its_game_alone),
        cmocka_unit_test(a_journal_cut_anywhere_is_refused),
        cmocka_unit_test(a_flipped_bit_anywhere_is_harmless_or_said),
    };
    return cmocka_run_group_tests(tests, journal_write, journal_forget);
}
