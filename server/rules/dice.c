/* Addressed dice: SipHash-2-4 (Aumasson and Bernstein, 2012) over the bytes of an address.
 *
 * The sixteen bytes, little-endian: turn (2), pulse, step, purpose, k, unit (2), other (2), six zeros. */
#include "dice.h"

#include <assert.h>

static inline uint64_t rotate(uint64_t value, int by) {
    return value << by | value >> (64 - by);
}

static inline uint64_t word_at(const uint8_t *bytes) {
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static inline void sip_round(uint64_t v[4]) {
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

static inline void sip_word(uint64_t v[4], uint64_t word) {
    v[3] ^= word;
    sip_round(v);
    sip_round(v);
    v[0] ^= word;
}

uint64_t dice_siphash(const uint8_t key[16], const void *bytes, size_t size) {
    const uint8_t *at = bytes;
    uint64_t k0 = word_at(key), k1 = word_at(key + 8);
    uint64_t v[4] = {k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du, k0 ^ 0x6c7967656e657261u,
                     k1 ^ 0x7465646279746573u};
    size_t rest = size % 8;
    for (size_t i = 0; i + 8 <= size; i += 8)
        sip_word(v, word_at(at + i));
    uint64_t last = (uint64_t)(size & 0xff) << 56;
    for (size_t i = 0; i < rest; i++)
        last |= (uint64_t)at[size - rest + i] << (8 * i);
    sip_word(v, last);
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t dice_bits(const struct dice_key *key, struct dice_address address) {
    const uint8_t bytes[16] = {(uint8_t)address.turn,  (uint8_t)(address.turn >> 8),
                               address.pulse,          address.step,
                               address.purpose,        address.k,
                               (uint8_t)address.unit,  (uint8_t)(address.unit >> 8),
                               (uint8_t)address.other, (uint8_t)(address.other >> 8)};
    return dice_siphash(key->bytes, bytes, sizeof bytes);
}

int dice_roll(const struct dice_key *key, struct dice_address address, int sides) {
    assert(sides > 0);
    uint64_t high = dice_bits(key, address) >> 32;
    return (int)(high * (uint64_t)sides >> 32) + 1;
}

int dice_2d6(const struct dice_key *key, struct dice_address address, uint8_t faces[2]) {
    faces[0] = (uint8_t)dice_roll(key, address, 6);
    address.k++;
    faces[1] = (uint8_t)dice_roll(key, address, 6);
    return faces[0] + faces[1];
}
