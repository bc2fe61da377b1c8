#include "record/seal.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static const uint8_t key_label[] = "ibar dice 1", luck_label[] = "ibar luck 1", again_label[] = "ibar dice again 1";

void seal_make(const uint8_t secret[SEAL_SECRET_BYTES], uint8_t seal[SEAL_BYTES]) {
    crypto_generichash(seal, SEAL_BYTES, secret, SEAL_SECRET_BYTES, NULL, 0);
}

_Static_assert(SEAL_BYTES == SEAL_SECRET_BYTES, "a secret can be the seal of another");

void seal_chain(const uint8_t root[SEAL_SECRET_BYTES], unsigned k, uint8_t secret[SEAL_SECRET_BYTES]) {
    assert(k <= SEAL_CHAIN);
    memcpy(secret, root, SEAL_SECRET_BYTES);
    for (unsigned i = SEAL_CHAIN; i > k; i--) {
        uint8_t next[SEAL_SECRET_BYTES];
        seal_make(secret, next);
        memcpy(secret, next, SEAL_SECRET_BYTES);
    }
}

void seal_key(const uint8_t secret[SEAL_SECRET_BYTES], unsigned sides,
              const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES], struct dice_key *key) {
    crypto_generichash_state hash;
    assert(sides <= SIDE_MAX);
    crypto_generichash_init(&hash, NULL, 0, DICE_KEY_BYTES);
    crypto_generichash_update(&hash, key_label, sizeof key_label - 1);
    crypto_generichash_update(&hash, secret, SEAL_SECRET_BYTES);
    for (unsigned side = 0; side < sides; side++)
        crypto_generichash_update(&hash, nonce[side], SEAL_NONCE_BYTES);
    crypto_generichash_final(&hash, key->bytes, DICE_KEY_BYTES);
}

void seal_key_again(const struct dice_key *first, uint32_t rewinds, struct dice_key *key) {
    uint8_t bytes[sizeof again_label - 1 + DICE_KEY_BYTES + 4];
    if (rewinds == 0) {
        *key = *first;
        return;
    }
    memcpy(bytes, again_label, sizeof again_label - 1);
    memcpy(bytes + sizeof again_label - 1, first->bytes, DICE_KEY_BYTES);
    for (int i = 0; i < 4; i++)
        bytes[sizeof bytes - 4 + i] = (uint8_t)(rewinds >> (8 * i));
    crypto_generichash(key->bytes, DICE_KEY_BYTES, bytes, sizeof bytes, NULL, 0);
}

void seal_luck(const uint8_t secret[SEAL_SECRET_BYTES], unsigned side, struct dice_key *luck) {
    uint8_t bytes[sizeof luck_label - 1 + SEAL_SECRET_BYTES + 1];
    assert(side < SIDE_MAX);
    memcpy(bytes, luck_label, sizeof luck_label - 1);
    memcpy(bytes + sizeof luck_label - 1, secret, SEAL_SECRET_BYTES);
    bytes[sizeof bytes - 1] = (uint8_t)side;
    crypto_generichash(luck->bytes, DICE_KEY_BYTES, bytes, sizeof bytes, NULL, 0);
}
