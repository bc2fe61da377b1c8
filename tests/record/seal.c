/* Seal, key and luck are what seal.h says, so that anybody can compute them with any BLAKE2b. The expected
 * values are from Python's hashlib: h = lambda size, *parts: hashlib.blake2b(b''.join(parts),
 * digest_size=size).hexdigest() */
#include "record/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static uint8_t secret[SEAL_SECRET_BYTES], nonce[SIDE_MAX][SEAL_NONCE_BYTES];

static int set_up(void **unused) {
    (void)unused;
    for (int i = 0; i < SEAL_SECRET_BYTES; i++)
        secret[i] = (uint8_t)i;
    memset(nonce, 0, sizeof nonce);
    memset(nonce[1], 0x11, SEAL_NONCE_BYTES);
    return 0;
}

static void expect_hex(const uint8_t *bytes, size_t size, const char *hex) {
    char text[2 * SEAL_BYTES + 1];
    for (size_t i = 0; i < size; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    assert_string_equal(text, hex);
}

static void the_seal_is_the_hash_of_the_secret(void **unused) {
    uint8_t seal[SEAL_BYTES];
    (void)unused;
    seal_make(secret, seal);
    expect_hex(seal, sizeof seal, "cb2f5160fc1f7e05a55ef49d340b48da2e5a78099d53393351cd579dd42503d6");
}

static void the_key_mixes_secret_and_nonces(void **unused) {
    struct dice_key key, other;
    (void)unused;
    seal_key(secret, 3, (const uint8_t(*)[SEAL_NONCE_BYTES])nonce, &key);
    expect_hex(key.bytes, DICE_KEY_BYTES, "1ca709e0ad9bbb85b163a8845893a8c2");
    nonce[2][15] ^= 1; /* every bit of every nonce counts */
    seal_key(secret, 3, (const uint8_t(*)[SEAL_NONCE_BYTES])nonce, &other);
    assert_memory_not_equal(key.bytes, other.bytes, DICE_KEY_BYTES);
    nonce[2][15] ^= 1;
    nonce[3][0] ^= 1; /* but of sides that there are not, none does */
    seal_key(secret, 3, (const uint8_t(*)[SEAL_NONCE_BYTES])nonce, &other);
    assert_memory_equal(key.bytes, other.bytes, DICE_KEY_BYTES);
}

static void a_rewind_gives_another_key(void **unused) {
    struct dice_key first, key;
    (void)unused;
    seal_key(secret, 3, (const uint8_t(*)[SEAL_NONCE_BYTES])nonce, &first);
    seal_key_again(&first, 0, &key);
    assert_memory_equal(first.bytes, key.bytes, DICE_KEY_BYTES);
    seal_key_again(&first, 258, &key);
    expect_hex(key.bytes, DICE_KEY_BYTES, "48975dcafa59d4ebd6b18f64785f123b");
}

/* Whoever is told a secret can check that it was fixed by the one before it; nobody gets from that to this. */
static void a_secret_is_the_seal_of_the_next(void **unused) {
    uint8_t told[SEAL_SECRET_BYTES], next[SEAL_SECRET_BYTES], seal[SEAL_BYTES];
    (void)unused;
    seal_chain(secret, 0, told); /* x = secret; for _ in range(64): x = blake2b(x, digest_size=32).digest() */
    expect_hex(told, sizeof told, "575f2469848d2b01f0eb9be2793ba4708c657e0eee12dee1a183e62539626cac");
    seal_chain(secret, 1, next);
    expect_hex(next, sizeof next, "4278b1c9d2e4c4b5daa1b5f6ee632943b6243c26da8875274fafa09b98c7c91a");
    seal_make(next, seal);
    assert_memory_equal(seal, told, sizeof told);
    seal_chain(secret, SEAL_CHAIN, next);
    assert_memory_equal(next, secret, sizeof next);
}

static void each_side_has_a_luck_of_its_own(void **unused) {
    struct dice_key luck[2];
    (void)unused;
    seal_luck(secret, 0, &luck[0]);
    seal_luck(secret, 1, &luck[1]);
    expect_hex(luck[1].bytes, DICE_KEY_BYTES, "55d43374175c2c60bf4d4afd6c5a602b");
    assert_memory_not_equal(luck[0].bytes, luck[1].bytes, DICE_KEY_BYTES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_seal_is_the_hash_of_the_secret, set_up),
        cmocka_unit_test_setup(the_key_mixes_secret_and_nonces, set_up),
        cmocka_unit_test_setup(a_rewind_gives_another_key, set_up),
        cmocka_unit_test_setup(a_secret_is_the_seal_of_the_next, set_up),
        cmocka_unit_test_setup(each_side_has_a_luck_of_its_own, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
