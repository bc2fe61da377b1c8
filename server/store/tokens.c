/* Seats' tokens in memory: found while a batch is being written. What is compared are hashes of 128 random
 * bits, in constant time, so that neither time nor place tells anything of a token. */
#include "store_room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

size_t token_pack(const struct token *token, uint8_t out[TOKEN_BYTES_MAX]) {
    size_t size = token->seat <= UINT8_MAX ? 1 : 4;
    memcpy(out, token->hash, TOKEN_HASH);
    for (size_t i = 0; i < size; i++) {
        out[TOKEN_HASH + i] = (uint8_t)(token->seat >> (8 * i));
    }
    return TOKEN_HASH + size;
}

void token_unpack(const uint8_t *bytes, size_t size, struct token *out) {
    assert(size == TOKEN_HASH + 1 || size == TOKEN_HASH + 4);
    memcpy(out->hash, bytes, TOKEN_HASH);
    out->seat = 0;
    for (size_t i = TOKEN_HASH; i < size; i++) {
        out->seat |= (uint32_t)bytes[i] << (8 * (i - TOKEN_HASH));
    }
}

static size_t token_place(const struct tokens *tokens, const uint8_t hash[TOKEN_HASH]) {
    uint64_t bits;
    memcpy(&bits, hash, sizeof(bits));
    return (size_t)(bits & (tokens->room - 1));
}

static bool hash_equal(const uint8_t a[TOKEN_HASH], const uint8_t b[TOKEN_HASH]) {
    volatile uint8_t different = 0;
    for (size_t i = 0; i < TOKEN_HASH; i++) {
        different |= a[i] ^ b[i];
    }
    return different == 0;
}

static void token_insert(struct tokens *tokens, const struct token *token) {
    size_t place = token_place(tokens, token->hash);
    while (tokens->token[place].game != 0) {
        place = (place + 1) & (tokens->room - 1);
    }
    tokens->token[place] = *token;
    tokens->count++;
}

bool tokens_put(struct tokens *tokens, const struct token *token) {
    if ((tokens->count + 1) * 4 > tokens->room * 3) {
        struct tokens grown = {.room = tokens->room ? tokens->room * 2 : 64};
        grown.token = calloc(grown.room, sizeof(*grown.token));
        if (!grown.token) {
            return false;
        }
        for (size_t i = 0; i < tokens->room; i++) {
            if (tokens->token[i].game != 0) {
                token_insert(&grown, &tokens->token[i]);
            }
        }
        free(tokens->token);
        *tokens = grown;
    }
    token_insert(tokens, token);
    return true;
}

void tokens_cut(struct tokens *tokens, uint64_t last) {
    struct tokens kept = {.room = tokens->room};
    bool cut = false;
    for (size_t i = 0; i < tokens->room; i++) {
        cut = cut || tokens->token[i].sequence > last;
    }
    kept.token = cut ? calloc(kept.room, sizeof(*kept.token)) : NULL;
    if (!kept.token) {
        /* Without memory a token stays that is not on disk: after a restart it is unknown, no more. */
        return;
    }
    for (size_t i = 0; i < tokens->room; i++) {
        if (tokens->token[i].game != 0 && tokens->token[i].sequence <= last) {
            token_insert(&kept, &tokens->token[i]);
        }
    }
    free(tokens->token);
    *tokens = kept;
}

const struct token *tokens_find(const struct tokens *tokens, const uint8_t hash[TOKEN_HASH]) {
    if (tokens->room == 0) {
        return NULL;
    }
    for (size_t place = token_place(tokens, hash); tokens->token[place].game != 0;
         place = (place + 1) & (tokens->room - 1)) {
        if (hash_equal(tokens->token[place].hash, hash)) {
            return &tokens->token[place];
        }
    }
    return NULL;
}
