/* Promise: a journal that was cut at any byte, or in which any byte has a flipped bit, in its database or in its log,
 * opens, or is refused when nothing of it is left. What is then read is what was written, and where something is
 * missing that is said, with the game that it belongs to. Nothing crashes, nothing is dropped silently, and the damaged
 * file is kept aside. With IBAR_DAMAGE_ALL every byte is cut at and every bit flipped; without, of the slower ones every
 * few bytes, and one bit of a byte. */
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
static char path[96];
static struct luck luck;
static struct {
    uint64_t game, sequence;
    char text[80];
} written[GAMES + ENTRIES];
static size_t writtens;

/* Files of the journal as they lie on the disk at two moments: closed, and while it is open, with a log. */
enum { DATABASE, LOG, WITNESS, FILES };
static const char *const ends[FILES] = {"", "-wal", "-tail"};
struct image {
    uint8_t *bytes[FILES];
    size_t size[FILES];
};
static struct image closed, live;

static void file_path(char name[128], const char *end) {
    snprintf(name, 128, "%s%s", path, end);
}

static void image_take(struct image *image) {
    char name[128];
    for (size_t i = 0; i < FILES; i++) {
        file_path(name, ends[i]);
        image->size[i] = disk_save(name, &image->bytes[i]);
    }
}

static void image_put(const struct image *image) {
    char name[128];
    disk_reset(&luck);
    for (size_t i = 0; i < FILES; i++) {
        file_path(name, ends[i]);
        if (image->size[i] || i == DATABASE) {
            disk_load(name, image->bytes[i], image->size[i]);
        }
    }
}

static void token_make(unsigned i, uint8_t hash[32]) {
    memset(hash, (int)(17 * i + 1), 32);
}

/* Ana has an account, Boris changed his password: both as they were last. */
static const struct store_account ana = {.number = 1, .name = "Ana", .key = "ana", .secret = "what Ana proves with"};
static const struct store_account boris = {.number = 2, .name = "Boris", .key = "boris", .secret = "what Boris proves with now"};

static void account_write(struct store *store, const struct store_account *last, const char *secret) {
    struct store_account account = *last;
    account.number = store_account(store, last->number) ? last->number : 0;
    snprintf(account.secret, sizeof(account.secret), "%s", secret);
    assert_int_equal(store_put_account(store, &account), last->number);
}

static void entry_write(struct store *store, uint64_t game, enum journal_kind kind) {
    char *text = written[writtens].text;
    snprintf(text, sizeof(written[0].text), "game %d entry %d of a plan that goes on and on", (int)game, (int)writtens);
    written[writtens].game = game;
    written[writtens].sequence = store_append(store, game, kind, text, strlen(text));
    assert_true(written[writtens++].sequence > 0);
}

static struct store *open_well(void) {
    char why[400] = "";
    struct store *store = store_open(path, why, sizeof(why));
    if (!store) {
        fail_msg("%s", why);
    }
    return store;
}

static int journal_write(void **state) {
    (void)state;
    uint8_t hash[32];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    disk_install();
    disk_reset(&luck);
    struct store *store = open_well();
    for (uint64_t game = 1; game <= GAMES; game++) {
        entry_write(store, game, JOURNAL_CREATED);
        token_make((unsigned)game, hash);
        assert_true(store_put_token(store, hash, game, game == GAMES ? 1000 : 0));
    }
    account_write(store, &ana, ana.secret);
    account_write(store, &boris, "what Boris proved with at first");
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (i == ENTRIES / 4 || i == ENTRIES / 4 * 3) { /* in the database, and in the log */
            account_write(store, &boris, i < ENTRIES / 2 ? "what Boris proved with later" : boris.secret);
        }
        entry_write(store, 1 + i * 7 % GAMES, JOURNAL_ORDER);
        assert_true(i != ENTRIES / 2 || store_flush(store));
        if (i == ENTRIES / 2) { /* what came before is in the database, the rest in the log */
            store_close(store);
            store = open_well();
        }
        assert_true(i % 8 > 0 || store_flush(store));
    }
    assert_true(store_flush(store));
    image_take(&live);
    store_close(store);
    image_take(&closed);
    assert_true(closed.size[DATABASE] >= 3 * 4096 && closed.size[LOG] == 0 && live.size[LOG] >= 4 * 4096);
    return 0;
}

static int journal_forget(void **state) {
    (void)state;
    char lock[128];
    for (size_t i = 0; i < FILES; i++) {
        free(closed.bytes[i]);
        free(live.bytes[i]);
    }
    disk_finish();
    file_path(lock, "-lock");
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

struct told {
    unsigned count;
    bool anew, token, account, nameless; /* written anew; a token; an account; an entry of which not all is known */
    bool of_game[GAMES + 1];
};

static void hear_problem(void *ctx, const char *why) {
    struct told *told = ctx;
    assert_true(strlen(why) > 20 && why[strlen(why) - 1] == '.');
    told->count++;
    told->anew = told->anew || strstr(why, "written anew");
    told->token = told->token || strstr(why, "token");
    told->account = told->account || strstr(why, "account");
    told->nameless = told->nameless || strstr(why, "whose it was") || strstr(why, "later ones");
    for (unsigned game = 1; game <= GAMES; game++) {
        char of[32], has[32];
        snprintf(of, sizeof(of), "of game %u,", game);
        snprintf(has, sizeof(has), "Game %u has lost", game);
        told->of_game[game] = told->of_game[game] || strstr(why, of) || strstr(why, has);
    }
}

/* It is there as it was last, or that it is not has been said. */
static bool account_is_lost(const struct store *store, const struct store_account *last, bool said) {
    const struct store_account *found = store_account_find(store, last->key);
    if (found) {
        assert_string_equal(found->name, last->name);
        assert_int_equal(found->number, last->number);
    }
    bool lost = !found || strcmp(found->secret, last->secret) != 0;
    assert_true(!lost || said);
    return lost;
}

/* Who comes anew gets nobody's number, as long as anything is left that may name it. */
static void newcomer_is_nobody(struct store *store) {
    struct store_account account = {.name = "Nobody", .key = "nobody", .secret = "s"};
    bool named = store_last(store) > 2 * GAMES + boris.number;
    uint64_t number = store_put_account(store, &account);
    assert_true(number > (named ? boris.number : 0));
}

enum fate { REFUSED, LOST, MENDED, SOUND, FATES };

/* Opens what is on the disk; every loss must have been said. With a sound witness also whose it was. */
static enum fate journal_judge(bool witness) {
    char why[400] = "";
    struct store *store = store_open(path, why, sizeof(why));
    if (!store) {
        assert_non_null(strstr(why, "all its games are lost here"));
        return REFUSED;
    }
    struct told told = {0};
    store_problems(store, hear_problem, &told);
    bool lost = false;
    for (uint64_t game = 1; game <= GAMES; game++) {
        struct reading reading = {game, 0};
        if (!store_read(store, game, entry_expect, &reading)) {
            assert_non_null(strstr(store_read_why(store), "of its journal"));
            lost = true;
        } else if (!game_is_whole(&reading)) {
            assert_true(told.of_game[game] || (!witness && told.nameless));
            lost = true;
        }
        uint8_t hash[32];
        uint64_t of_game;
        unsigned seat;
        token_make((unsigned)game, hash);
        if (!store_find_token(store, hash, &of_game, &seat)) {
            assert_true(told.token || (!witness && told.nameless));
            lost = true;
        } else {
            assert_int_equal(of_game, game);
            assert_int_equal(seat, game == GAMES ? 1000 : 0);
        }
    }
    lost = account_is_lost(store, &ana, told.account || (!witness && told.nameless)) || lost;
    lost = account_is_lost(store, &boris, told.account || (!witness && told.nameless)) || lost;
    newcomer_is_nobody(store);
    store_close(store);
    if (told.anew) {
        char aside[128];
        uint8_t *bytes;
        file_path(aside, "-damaged1");
        assert_true(disk_save(aside, &bytes) > 0);
        free(bytes);
    }
    return lost ? LOST : told.count ? MENDED : SOUND;
}

static void fates_print(const char *what, const unsigned fates[FATES]) {
    print_message("# %s: nothing is left of %u, %u lost a part, %u were mended, %u were sound\n", what, fates[REFUSED],
                  fates[LOST], fates[MENDED], fates[SOUND]);
}

static bool all(void) {
    return getenv("IBAR_DAMAGE_ALL") != NULL;
}

/* One file of the image cut to each size, or to every `step`-th. */
static void cut_everywhere(const struct image *image, unsigned file, size_t step, unsigned fates[FATES]) {
    struct image cut = *image;
    memset(fates, 0, FATES * sizeof(fates[0]));
    for (cut.size[file] = 0; cut.size[file] < image->size[file]; cut.size[file] += all() ? 1 : step) {
        image_put(&cut);
        fates[journal_judge(image->size[WITNESS] > 0 && file != WITNESS)]++;
    }
}

/* A bit flipped in each byte of one file of the image, or in every `step`-th; or all bits. */
static void flip_everywhere(const struct image *image, unsigned file, size_t step, unsigned fates[FATES]) {
    unsigned each = all() ? 8 : 1;
    memset(fates, 0, FATES * sizeof(fates[0]));
    for (size_t at = 0; at < image->size[file]; at += all() ? 1 : step) {
        for (unsigned bit = 0; bit < each; bit++) {
            uint8_t flip = (uint8_t)(1u << (each == 8 ? bit : luck_below(&luck, 8)));
            image->bytes[file][at] ^= flip;
            image_put(image);
            fates[journal_judge(image->size[WITNESS] > 0 && file != WITNESS)]++;
            image->bytes[file][at] ^= flip;
        }
    }
}

static void a_sound_journal_is_sound(void **state) {
    (void)state;
    image_put(&closed);
    assert_int_equal(journal_judge(true), SOUND);
    image_put(&live);
    assert_int_equal(journal_judge(true), SOUND);
}

static void a_database_cut_anywhere_says_what_is_lost(void **state) {
    (void)state;
    unsigned fates[FATES];
    cut_everywhere(&closed, DATABASE, 1, fates);
    fates_print("database cut", fates);
    assert_int_equal(fates[SOUND], 0);
    assert_true(fates[LOST] > 0);
}

static void a_flipped_bit_in_the_database_costs_one_row_at_most(void **state) {
    (void)state;
    unsigned fates[FATES];
    flip_everywhere(&closed, DATABASE, 1, fates);
    fates_print("bit of the database", fates);
    assert_int_equal(fates[REFUSED], 0);
    assert_true(fates[LOST] > 0 && fates[MENDED] > 0 && fates[SOUND] > 0);
}

/* The witness knows what was acknowledged, although SQLite takes a cut log for a shorter one. */
static void a_log_cut_anywhere_says_what_is_lost(void **state) {
    (void)state;
    unsigned fates[FATES];
    cut_everywhere(&live, LOG, 5, fates);
    fates_print("log cut", fates);
    assert_int_equal(fates[REFUSED], 0);
    assert_true(fates[LOST] > 0);
}

/* SQLite forgets all that lies behind a damaged page of the log; here it is taken, on the word of the witness. */
static void a_flipped_bit_in_the_log_costs_nothing_behind_it(void **state) {
    (void)state;
    unsigned fates[FATES];
    flip_everywhere(&live, LOG, 5, fates);
    fates_print("bit of the log", fates);
    assert_int_equal(fates[REFUSED], 0);
    assert_true(fates[MENDED] > fates[LOST]);
}

/* It accuses nobody wrongly. */
static void a_damaged_witness_harms_nothing(void **state) {
    (void)state;
    unsigned fates[FATES];
    flip_everywhere(&live, WITNESS, 3, fates);
    assert_int_equal(fates[REFUSED] + fates[LOST] + fates[MENDED], 0);
    cut_everywhere(&live, WITNESS, 3, fates);
    assert_int_equal(fates[REFUSED] + fates[LOST] + fates[MENDED], 0);
}

/* Without a witness, as after moving the files: what lies in the database is told as well. */
static void a_flipped_bit_is_told_without_the_witness_too(void **state) {
    (void)state;
    unsigned fates[FATES];
    struct image alone = closed;
    alone.size[WITNESS] = 0;
    flip_everywhere(&alone, DATABASE, 5, fates);
    fates_print("bit of the database alone", fates);
    assert_int_equal(fates[REFUSED], 0);
}

/* The other games go on: a flipped bit in an entry's bytes stops its game alone. */
static void a_damaged_entry_stops_its_game_alone(void **state) {
    (void)state;
    for (size_t i = 0; i < writtens; i++) {
        uint8_t *at = memmem(closed.bytes[DATABASE], closed.size[DATABASE], written[i].text, strlen(written[i].text));
        assert_non_null(at);
        at[20] ^= 1;
        image_put(&closed);
        at[20] ^= 1;
        struct store *store = open_well();
        for (uint64_t game = 1; game <= GAMES; game++) {
            struct reading reading = {game, 0};
            bool read = store_read(store, game, entry_expect, &reading);
            assert_int_equal(read, game != written[i].game);
            char expected[80];
            snprintf(expected, sizeof(expected), "entry %d of its journal is damaged", (int)written[i].sequence);
            assert_true(read || strstr(store_read_why(store), expected));
        }
        store_close(store);
    }
}

int main(int argc, char **argv) {
    /* In parts, since all of it takes long. */
    const struct CMUnitTest database[] = {
        cmocka_unit_test(a_sound_journal_is_sound),
        cmocka_unit_test(a_damaged_entry_stops_its_game_alone),
        cmocka_unit_test(a_database_cut_anywhere_says_what_is_lost),
        cmocka_unit_test(a_flipped_bit_in_the_database_costs_one_row_at_most),
        cmocka_unit_test(a_flipped_bit_is_told_without_the_witness_too),
    };
    const struct CMUnitTest log[] = {
        cmocka_unit_test(a_log_cut_anywhere_says_what_is_lost),
        cmocka_unit_test(a_flipped_bit_in_the_log_costs_nothing_behind_it),
        cmocka_unit_test(a_damaged_witness_harms_nothing),
    };
    if (argc == 2 && strcmp(argv[1], "log") == 0) {
        return cmocka_run_group_tests_name("log", log, journal_write, journal_forget);
    }
    return cmocka_run_group_tests_name("database", database, journal_write, journal_forget);
}
