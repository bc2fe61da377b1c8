/* Each game's chain of entries: an entry names the one before it of its game and carries a checksum, so that one
 * that is damaged or missing is known, and whose it was. */
#include "store_room.h"

#include <stdlib.h>
#include <string.h>

/* Where the game is, or would be. */
static size_t chain_place(const struct chains *chains, uint64_t game) {
    size_t low = 0, high = chains->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (chains->chain[middle].game < game) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct chain *chain_find(const struct chains *chains, uint64_t game) {
    size_t place = chain_place(chains, game);
    return place < chains->count && chains->chain[place].game == game ? &chains->chain[place] : NULL;
}

struct chain *chain_add(struct chains *chains, uint64_t game) {
    size_t place = chain_place(chains, game);
    if (place < chains->count && chains->chain[place].game == game) {
        return &chains->chain[place];
    }
    if (chains->count == chains->room) {
        size_t room = chains->room ? chains->room * 2 : 16;
        struct chain *grown = realloc(chains->chain, room * sizeof(*grown));
        if (!grown) {
            return NULL;
        }
        chains->chain = grown;
        chains->room = room;
    }
    struct chain *chain = &chains->chain[place];
    memmove(chain + 1, chain, (chains->count - place) * sizeof(*chain));
    chains->count++;
    *chain = (struct chain){.game = game};
    return chain;
}

/* FNV-1a, 64 bits: each step is one to one, so that no single changed byte escapes it. */
static uint64_t sum_bytes(uint64_t sum, const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        sum = (sum ^ bytes[i]) * 1099511628211u;
    }
    return sum;
}

static uint64_t sum_number(uint64_t sum, uint64_t number) {
    uint8_t bytes[8];
    for (unsigned i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(number >> (8 * i));
    }
    return sum_bytes(sum, bytes, sizeof(bytes));
}

uint64_t entry_sum(const struct queue_head *head, const uint8_t *bytes) {
    uint64_t sum = sum_number(14695981039346656037u, head->sequence);
    sum = sum_number(sum, head->game);
    sum = sum_number(sum, head->kind);
    sum = sum_number(sum, head->before);
    sum = sum_number(sum, head->size);
    return sum_bytes(sum, bytes, head->size);
}
