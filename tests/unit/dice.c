/* Dice: SipHash-2-4 as libsodium computes it, addressed, fair. */
#include "rules/dice.h"

#include <sodium.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static uint64_t little_endian(const uint8_t *bytes) {
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--)
        word = word << 8 | bytes[i];
    return word;
}

static void siphash_is_that_of_libsodium(void **unused) {
    (void)unused;
    uint8_t key[crypto_shorthash_KEYBYTES], message[80], hash[crypto_shorthash_BYTES];
    assert_int_equal(sizeof key, DICE_KEY_BYTES);
    for (size_t round = 0; round < 20000; round++) {
        size_t size = round % (sizeof message + 1);
        randombytes_buf(key, sizeof key);
        randombytes_buf(message, sizeof message);
        crypto_shorthash(hash, message, size, key);
        assert_int_equal(dice_siphash(key, message, size), little_endian(hash));
    }
}

/* The bytes of an address are part of the record's format: a second reader must find the same die. */
static void an_address_is_sixteen_bytes(void **unused) {
    (void)unused;
    struct dice_key key = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
    struct dice_address address = {
        .turn = 0x0102, .pulse = 3, .step = 4, .purpose = 5, .k = 6, .unit = 0x0708, .other = 0x090a};
    const uint8_t bytes[16] = {0x02, 0x01, 3, 4, 5, 6, 0x08, 0x07, 0x0a, 0x09};
    uint8_t hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, bytes, sizeof bytes, key.bytes);
    assert_int_equal(dice_bits(&key, address), little_endian(hash));
}

static void two_dice_are_k_and_the_next(void **unused) {
    (void)unused;
    struct dice_key key = {{7}};
    for (uint16_t unit = 0; unit < 200; unit++) {
        struct dice_address first = {.turn = 2, .unit = unit, .k = 4}, second = first;
        uint8_t faces[2];
        second.k = 5;
        int sum = dice_2d6(&key, first, faces);
        assert_int_equal(faces[0], dice_roll(&key, first, 6));
        assert_int_equal(faces[1], dice_roll(&key, second, 6));
        assert_int_equal(sum, faces[0] + faces[1]);
    }
}

/* Chi-squared of 60,000 throws with 5 degrees of freedom: above 25.7 once in 10,000. The key is fixed. */
static void a_die_is_fair(void **unused) {
    (void)unused;
    struct dice_key key = {{42}};
    int count[7] = {0};
    double chi = 0;
    for (int i = 0; i < 60000; i++)
        count[dice_roll(&key, (struct dice_address){.turn = (uint16_t)i, .purpose = DICE_FIRE}, 6)]++;
    assert_int_equal(count[0], 0);
    for (int face = 1; face <= 6; face++)
        chi += (count[face] - 10000.0) * (count[face] - 10000.0) / 10000.0;
    assert_true(chi < 25.7);
}

static void faces_run_from_one_to_the_number_of_sides(void **unused) {
    (void)unused;
    struct dice_key key = {{9}};
    int least = 100, most = 1;
    for (uint16_t i = 0; i < 5000; i++) {
        int face = dice_roll(&key, (struct dice_address){.unit = i}, 100);
        least = face < least ? face : least;
        most = face > most ? face : most;
    }
    assert_int_equal(least, 1);
    assert_int_equal(most, 100);
    assert_int_equal(dice_roll(&key, (struct dice_address){.unit = 1}, 1), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(siphash_is_that_of_libsodium),
        cmocka_unit_test(an_address_is_sixteen_bytes),
        cmocka_unit_test(two_dice_are_k_and_the_next),
        cmocka_unit_test(a_die_is_fair),
        cmocka_unit_test(faces_run_from_one_to_the_number_of_sides),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
