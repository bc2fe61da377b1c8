/* The secrets of a game, and the key of its dice. */
#include "table_room.h"

#include <assert.h>
#include <string.h>

unsigned secrets_used(const struct table *table, unsigned rewinds) {
    unsigned used = 0;
    for (unsigned i = 0; i < rewinds; i++) {
        used += table->sealed[i / 8] >> i % 8 & 1;
    }
    return used;
}

void secret_get(const struct table *table, unsigned rewinds, uint8_t secret[SEAL_SECRET_BYTES]) {
    unsigned used = secrets_used(table, rewinds);
    if (used == 0) {
        memcpy(secret, table->config.secret, SEAL_SECRET_BYTES);
    } else {
        seal_chain(table->config.root, used, secret);
    }
}

bool secret_is_left(const struct table *table) {
    return table->config.rooted && secrets_used(table, table->rewinds) < SEAL_CHAIN;
}

void secret_take_next(struct table *table) {
    assert(secret_is_left(table) && table->rewinds < RULINGS_MAX);
    table->sealed[table->rewinds / 8] |= (uint8_t)(1u << table->rewinds % 8);
}

void table_key(const struct table *table, unsigned rewinds, struct dice_key *key) {
    uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES], secret[SEAL_SECRET_BYTES];
    for (int side = 0; side < SIDE_MAX; side++) {
        memcpy(nonce[side], table->seat[side].nonce, SEAL_NONCE_BYTES);
    }
    struct dice_key first;
    secret_get(table, rewinds, secret);
    seal_key(secret, table->config.scenario->sides, (const uint8_t(*)[SEAL_NONCE_BYTES])nonce, &first);
    seal_key_again(&first, rewinds, key);
}
