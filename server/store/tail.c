/* A witness of the last entries that became durable: number, game and checksum of each, in a small file beside the
 * database, as a ring. SQLite takes a log up to its first damaged page and forgets the rest without a word; the
 * witness tells that something is missing, whose it was, and which copy of it is the right one.
 *
 * It is written after the batch was synced and never synced itself, so that it claims nothing that was not durable and
 * costs no wait; after a power cut it may miss what the system had not yet written by itself, some thirty seconds. It
 * is no part of the journal: what goes wrong with it is nobody's error, it tells less then. */
#include "store_room.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct slot {
    struct witness witness;
    uint64_t check;
};

static uint64_t slot_check(const struct witness *witness) {
    struct queue_head head = {.sequence = witness->sequence, .game = witness->game, .before = witness->sum,
                              .kind = (uint32_t)witness->kind};
    return entry_sum(&head, NULL);
}

void tail_open(struct store *store, const char *path, bool make) {
    bool there;
    if (!file_name(&store->tail, path, "-tail") || !file_exists(&store->tail, &there) || (!there && !make) ||
        !file_open(&store->tail, !there)) {
        file_close(&store->tail);
    }
}

void tail_close(struct store *store) {
    file_close(&store->tail);
}

static void slots_write(struct store *store, const struct slot *slots, size_t count) {
    if (count) {
        file_write(&store->tail, slots, count * sizeof(*slots),
                   (size_t)(slots[0].witness.sequence % TAIL_SLOTS) * sizeof(*slots));
    }
}

void tail_note(struct store *store, const struct queue *queue) {
    struct slot slots[64];
    size_t count = 0, at = 0;
    struct queue_head head;
    while (store->tail.file && queue_next(queue, &at, &head)) {
        if (count == sizeof(slots) / sizeof(slots[0]) || (count && head.sequence % TAIL_SLOTS == 0)) {
            slots_write(store, slots, count);
            count = 0;
        }
        struct witness witness = {head.sequence, head.game, head.sum, head.kind};
        slots[count++] = (struct slot){witness, slot_check(&witness)};
    }
    if (store->tail.file) {
        slots_write(store, slots, count);
    }
}

void tail_load(struct store *store) {
    uint8_t *bytes = NULL;
    size_t size = 0;
    store->witnesses = 0;
    if (store->tail.file && file_read(&store->tail, &bytes, &size)) {
        size_t slots = size / sizeof(struct slot) < TAIL_SLOTS ? size / sizeof(struct slot) : TAIL_SLOTS;
        struct witness *grown = realloc(store->witness, (slots ? slots : 1) * sizeof(*grown));
        store->witness = grown ? grown : store->witness;
        for (size_t i = 0; grown && i < slots; i++) {
            struct slot slot;
            memcpy(&slot, bytes + i * sizeof(slot), sizeof(slot));
            if (slot.witness.game > 0 && slot.witness.sequence % TAIL_SLOTS == i &&
                slot.check == slot_check(&slot.witness)) {
                grown[store->witnesses++] = slot.witness;
            }
        }
    }
    free(bytes);
}

const struct witness *tail_find(const struct store *store, uint64_t sequence) {
    for (size_t i = 0; i < store->witnesses; i++) {
        if (store->witness[i].sequence == sequence) {
            return &store->witness[i];
        }
    }
    return NULL;
}

void tail_void(struct store *store, uint64_t above) {
    static const struct slot none;
    for (size_t i = 0; store->tail.file && i < store->witnesses; i++) {
        if (store->witness[i].sequence > above) {
            file_write(&store->tail, &none, sizeof(none),
                       (size_t)(store->witness[i].sequence % TAIL_SLOTS) * sizeof(none));
        }
    }
}

/* Told once for each game: for the first that was noted of it. */
static void game_tell(struct store *store, size_t from) {
    const struct witness *first = &store->witness[from];
    uint64_t low = first->sequence, high = first->sequence;
    size_t count = 0;
    for (size_t i = 0; i < store->witnesses; i++) {
        const struct witness *other = &store->witness[i];
        if (other->game != first->game || other->sequence <= store->last || other->kind == QUEUE_ACCOUNT) {
            continue;
        }
        if (i < from) {
            return;
        }
        low = other->sequence < low ? other->sequence : low;
        high = other->sequence > high ? other->sequence : high;
        count++;
    }
    damage_tell(store,
                "Game %" PRIu64 " has lost its last %zu entries that were acknowledged, from %" PRIu64 " to %" PRIu64
                " of the journal: %s.",
                first->game, count, low, high,
                chain_find(&store->chains, first->game) ? "it goes on as it was before them"
                                                        : "nothing of it is left");
}

void tail_tell(struct store *store) {
    for (size_t i = 0; i < store->witnesses; i++) {
        const struct witness *witness = &store->witness[i];
        if (witness->sequence > store->last && witness->kind == QUEUE_ACCOUNT) {
            account_tell(store, witness->sequence, witness->game, "lost");
        } else if (witness->sequence > store->last) {
            game_tell(store, i);
        }
    }
    tail_void(store, store->last);
    free(store->witness);
    store->witness = NULL;
    store->witnesses = 0;
}
