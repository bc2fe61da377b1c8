/* Promise: the tokens of places are kept for each server, the newest first, and nobody else may read them. */
#include "model/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[64];

static struct kept_place place_of(const char *address, unsigned number) {
    struct kept_place place = {.game = "Club evening", .scenario = "banjska", .side = "kfor", .number = number};
    snprintf(place.address, sizeof place.address, "%s", address);
    snprintf(place.token, sizeof place.token, "%032x", number);
    return place;
}

static void places_outlive_the_program(void **state) {
    (void)state;
    static struct kept kept, again;
    struct stat file;
    kept_open(&kept, path);
    for (unsigned i = 1; i <= 3; i++)
        kept_add(&kept, &(struct kept_place){0}); /* without a token: nothing to keep */
    for (unsigned i = 1; i <= 3; i++) {
        struct kept_place place = place_of(i == 2 ? "other.example.org:7878" : "ibar.example.org:7878", i);
        kept_add(&kept, &place);
    }
    kept_open(&again, path);
    assert_int_equal(again.count, 3);
    assert_int_equal(kept_at(&again, "ibar.example.org:7878", 0)->number, 3);
    assert_int_equal(kept_at(&again, "ibar.example.org:7878", 1)->number, 1);
    assert_null(kept_at(&again, "ibar.example.org:7878", 2));
    assert_null(kept_find(&again, "ibar.example.org:7878", 2, "kfor")); /* another server's */
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 077, 0);
}

static void the_same_token_is_kept_once_and_can_be_forgotten(void **state) {
    (void)state;
    static struct kept kept;
    struct kept_place place = place_of("ibar.example.org:7878", 1);
    kept_open(&kept, path);
    kept_add(&kept, &place);
    assert_int_equal(kept.count, 3);
    assert_int_equal(kept_at(&kept, "ibar.example.org:7878", 0)->number, 1); /* the newest now */
    kept_remove(&kept, place.token);
    assert_int_equal(kept.count, 2);
    kept_open(&kept, path);
    assert_int_equal(kept.count, 2);
    assert_null(kept_find(&kept, "ibar.example.org:7878", 1, "kfor"));
}

static void the_oldest_falls_away(void **state) {
    (void)state;
    static struct kept kept;
    kept_open(&kept, "");
    for (unsigned i = 1; i <= KEPT_MAX + 2; i++) {
        struct kept_place place = place_of("ibar.example.org:7878", i);
        kept_add(&kept, &place);
    }
    assert_int_equal(kept.count, KEPT_MAX);
    assert_int_equal(kept.place[0].number, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_outlive_the_program),
        cmocka_unit_test(the_same_token_is_kept_once_and_can_be_forgotten),
        cmocka_unit_test(the_oldest_falls_away),
    };
    snprintf(path, sizeof path, "/tmp/ibar-kept-%d.json", (int)getpid());
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
