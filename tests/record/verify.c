/* A record rebuilds and proves its game: a true one verifies, and of a changed one the first difference is
 * named with its line (rulebook 1: every player can check every die). */
#include "arena/play.h"
#include "data/data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct library *library;
static struct record record;

static const struct scenario *find(void *ctx, const char *id) {
    struct problems problems = {0};
    (void)ctx;
    return library_find(library, id, &problems);
}

static int play(void **unused) {
    struct problems problems = {0};
    const struct ai *ai[SIDE_MAX] = {ai_find("scripted"), ai_find("scripted"), ai_find("scripted")};
    uint8_t secret[SEAL_SECRET_BYTES], nonce[SIDE_MAX][SEAL_NONCE_BYTES] = {{1}, {2}, {3}};
    struct arena_result result;
    (void)unused;
    library = library_create(data_folder());
    const struct scenario *scenario = library_find(library, "bridge-checkpoint", &problems);
    if (!scenario)
        return -1;
    arena_secret(5, 7, secret);
    arena_play(scenario, 0, secret, (const uint8_t(*)[SEAL_NONCE_BYTES])nonce, ai, &record, &result);
    return record.failed ? -1 : 0;
}

static int finish(void **unused) {
    (void)unused;
    record_finish(&record);
    library_destroy(library);
    return 0;
}

static unsigned line_of(const char *text, const char *at) {
    unsigned line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

/* Verifies `text`; it must fail at `line` with a sentence that contains `words`. */
static void expect_difference(const char *text, unsigned line, const char *words) {
    char why[2200] = "", prefix[32];
    assert_false(record_verify(text, strlen(text), find, NULL, why, sizeof why));
    snprintf(prefix, sizeof prefix, "line %u: ", line);
    if (strncmp(why, prefix, strlen(prefix)) != 0 || !strstr(why, words))
        fail_msg("expected \"%s... %s ...\", not \"%s\"", prefix, words, why);
}

/* A copy of the record in which the `nth` (from 0) occurrence of `old` is replaced. `line` is where. */
static char *changed(const char *old, const char *fresh, int nth, unsigned *line) {
    const char *at = strstr(record.text, old);
    while (nth-- > 0 && at)
        at = strstr(at + 1, old);
    if (!at)
        fail_msg("the record has no \"%s\"", old);
    size_t room = record.size + strlen(fresh) + 1;
    char *copy = malloc(room);
    assert_non_null(copy);
    snprintf(copy, room, "%.*s%s%s", (int)(at - record.text), record.text, fresh, at + strlen(old));
    *line = line_of(record.text, at);
    return copy;
}

static void a_true_record_verifies(void **unused) {
    char why[2200] = "";
    (void)unused;
    if (!record_verify(record.text, record.size, find, NULL, why, sizeof why))
        fail_msg("%s", why);
}

/* The last digit of the first word of that name is changed into another. */
static void change_digit(const char *name, const char *words) {
    char *copy = strdup(record.text), *at = strstr(copy, name);
    assert_non_null(at);
    char *end = strchr(++at, '\n'); /* `name` begins with the line feed before it */
    end[-1] = end[-1] == '0' ? '1' : '0';
    expect_difference(copy, line_of(copy, at), words);
    free(copy);
}

static void a_changed_head_is_found(void **unused) {
    (void)unused;
    change_digit("\nseal ", "the record says \"seal ");
    change_digit("\nbegin ", "the record says \"begin ");
    change_digit("\nscenario ", "is not the one that was played");
}

/* Another secret than the sealed one: the seal no longer fits. */
static void a_changed_secret_does_not_fit_the_seal(void **unused) {
    char *copy = strdup(record.text), *at = strstr(copy, "\nsecret ");
    (void)unused;
    at[8] = at[8] == '0' ? '1' : '0';
    expect_difference(copy, 5, "the record says \"seal ");
    free(copy);
}

/* Another nonce gives other dice: the game begins otherwise. */
static void a_changed_nonce_gives_another_game(void **unused) {
    char *copy = strdup(record.text), *at = strstr(copy, "\nnonce kfor ");
    (void)unused;
    at[12] = at[12] == '0' ? '1' : '0';
    expect_difference(copy, 10, "the record says \"begin ");
    free(copy);
}

static void a_changed_die_is_found(void **unused) {
    unsigned line;
    const char *at = strstr(record.text, " searches ");
    (void)unused;
    assert_non_null(at);
    at = strchr(at, ':') + 2; /* "1+5 = 6": the first die */
    char *copy = strdup(record.text);
    copy[at - record.text] = *at == '6' ? '5' : '6';
    line = line_of(record.text, at);
    expect_difference(copy, line, "the record says \"event P7 ");
    free(copy);
}

static void a_changed_hash_is_found(void **unused) {
    (void)unused;
    change_digit("\nhash ", "the record says \"hash ");
}

static void a_changed_order_is_found(void **unused) {
    unsigned line;
    char why[2200] = "";
    (void)unused;
    /* An order that the game allows: it is played, and events or hash of that turn differ. */
    char *copy = changed("NW,NW,W,NW,NW,NE,NE,NW press\n", "NW press\n", 0, &line);
    assert_false(record_verify(copy, strlen(copy), find, NULL, why, sizeof why));
    unsigned found = 0;
    assert_int_equal(sscanf(why, "line %u:", &found), 1);
    assert_true(found > line && found <= line_of(record.text, strstr(record.text, "\nturn 2")));
    free(copy);
    /* One that nobody can read. */
    copy = changed("order police move ", "order police fly ", 0, &line);
    expect_difference(copy, line, "");
    free(copy);
    copy = changed("order police ", "order nobody ", 0, &line);
    expect_difference(copy, line, "there is no side \"nobody\"");
    free(copy);
    copy = changed("order police move 0 ", "order police move 400 ", 0, &line);
    expect_difference(copy, line, "there is no unit 400");
    free(copy);
}

static void a_missing_or_foreign_end_is_found(void **unused) {
    char *copy = strdup(record.text), *end = strstr(copy, "\nend ");
    unsigned last = line_of(copy, end) + 1;
    (void)unused;
    end[1] = '\0';
    expect_difference(copy, last, "the record ends here");
    free(copy);
    /* Cut in the middle of the game. */
    copy = strdup(record.text);
    end = strstr(copy, "\nturn 5");
    end[1] = '\0';
    expect_difference(copy, line_of(record.text, record.text + (end - copy)) + 1,
                      "the record ends before the game");
    free(copy);
    copy = malloc(record.size + 16);
    snprintf(copy, record.size + 16, "%sturn 9\n", record.text);
    expect_difference(copy, last + 1, "the game is over, but the record goes on");
    free(copy);
    change_digit("\nend ", "the record says \"end ");
}

static void what_is_no_record_is_refused(void **unused) {
    (void)unused;
    expect_difference("", 1, "this is no record of a game");
    expect_difference("hello\n", 1, "this is no record of a game");
    expect_difference("ibar-record 9\n", 1, "the record is of version 9");
    expect_difference("ibar-record 1\nscenario nowhere 0000000000000000\n", 2,
                      "there is no scenario \"nowhere\"");
    expect_difference("ibar-record 1\n", 2, "there should be a line \"scenario ID HASH\"");
}

/* Whatever stands in a record, it is judged, never obeyed: bytes changed, dropped and doubled anywhere. */
static void a_damaged_record_never_harms(void **unused) {
    enum { COPIES = 150 };
    struct dice_key key = {{4}};
    char why[2200];
    (void)unused;
    for (uint16_t copy = 0; copy < COPIES; copy++) {
        size_t size = record.size;
        char *text = malloc(size + 64);
        assert_non_null(text);
        memcpy(text, record.text, size);
        for (uint8_t k = 0; k < 1 + copy % 5; k++) {
            uint64_t bits = dice_bits(&key, (struct dice_address){.unit = copy, .k = k});
            size_t at = (bits >> 16) % (size - 16), length = bits >> 8 & 7;
            if ((bits & 3) == 0) { /* a byte becomes another */
                text[at] = (char)(bits >> 60 ? '0' + (bits >> 56) % 10 : bits >> 48);
            } else if ((bits & 3) == 1) { /* some bytes are gone */
                memmove(text + at, text + at + length, size - at - length);
                size -= length;
            } else if ((bits & 3) == 2) { /* some stand twice */
                memmove(text + at + length, text + at, size - at);
                size += length;
            } else { /* the rest is gone */
                size = at + 16;
            }
        }
        why[0] = '\0';
        bool good = record_verify(text, size, find, NULL, why, sizeof why);
        bool same = size == record.size && memcmp(text, record.text, size) == 0;
        /* An order may be written otherwise and still be no other game: then all of the record agrees with
         * it. */
        if (!good && (same || strncmp(why, "line ", 5) != 0))
            fail_msg("copy %u: \"%s\"", copy, why);
        free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_true_record_verifies),
        cmocka_unit_test(a_changed_head_is_found),
        cmocka_unit_test(a_changed_secret_does_not_fit_the_seal),
        cmocka_unit_test(a_changed_nonce_gives_another_game),
        cmocka_unit_test(a_changed_die_is_found),
        cmocka_unit_test(a_changed_hash_is_found),
        cmocka_unit_test(a_changed_order_is_found),
        cmocka_unit_test(a_missing_or_foreign_end_is_found),
        cmocka_unit_test(what_is_no_record_is_refused),
        cmocka_unit_test(a_damaged_record_never_harms),
    };
    return cmocka_run_group_tests(tests, play, finish);
}
