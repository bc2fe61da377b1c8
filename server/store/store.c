/* The queue of entries and what is durable. */
#include "store_room.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_MIN  4096
#ifndef ROOM_KEEP
#define ROOM_KEEP (1024 * 1024) /* a queue that grew beyond this is given back after its batch */
#endif

uint8_t *queue_add(struct queue *queue, const struct queue_head *head) {
    size_t need = queue->size + sizeof(*head) + head->size;
    if (need > queue->room) {
        size_t room = queue->room ? queue->room : ROOM_MIN;
        while (room < need) {
            room *= 2;
        }
        uint8_t *bytes = realloc(queue->bytes, room);
        if (!bytes) {
            return NULL;
        }
        queue->bytes = bytes;
        queue->room = room;
    }
    memcpy(queue->bytes + queue->size, head, sizeof(*head));
    uint8_t *place = queue->bytes + queue->size + sizeof(*head);
    queue->size = need;
    return place;
}

const uint8_t *queue_next(const struct queue *queue, size_t *at, struct queue_head *head) {
    if (*at >= queue->size) {
        return NULL;
    }
    memcpy(head, queue->bytes + *at, sizeof(*head));
    const uint8_t *bytes = queue->bytes + *at + sizeof(*head);
    *at += sizeof(*head) + head->size;
    assert(*at <= queue->size);
    return bytes;
}

void queue_finish(struct queue *queue) {
    free(queue->bytes);
    *queue = (struct queue){0};
}

struct store *store_open(const char *path, char *why, size_t size) {
    struct store *store = calloc(1, sizeof(*store));
    if (!store) {
        snprintf(why, size, "Memory ran out while opening the journal %s.", path);
        return NULL;
    }
    store->lock = -1;
    if (!journal_open(store, path, why, size)) {
        store_close(store);
        return NULL;
    }
    store->durable = store->last;
    return store;
}

void store_forget(struct store *store) {
    free(store->tokens.token);
    free(store->chains.chain);
    store->tokens = (struct tokens){0};
    store->chains = (struct chains){0};
    accounts_finish(&store->accounts);
    store->last_account = 0;
    while (store->problems) {
        struct problem *problem = store->problems;
        store->problems = problem->next;
        free(problem);
    }
}

void store_close(struct store *store) {
    if (!store) {
        return;
    }
    assert(!store->busy);
    journal_close(store);
    queue_finish(&store->queue);
    queue_finish(&store->batch.queue);
    free(store->witness);
    free(store->bad.number);
    free(store);
}

static uint64_t store_queue(struct store *store, uint64_t game, uint32_t kind, const void *bytes, size_t size,
                            uint8_t **place) {
    assert(game > 0);
    if (store->failure[0] || store->full[0] || size > UINT32_MAX) {
        return 0;
    }
    bool chained = kind != QUEUE_TOKEN && kind != QUEUE_ACCOUNT;
    struct chain *chain = chained ? chain_add(&store->chains, game) : NULL;
    if (chained && !chain) {
        return 0;
    }
    struct queue_head head = {.sequence = store->last + 1, .game = game, .size = (uint32_t)size, .kind = kind};
    head.before = chain ? chain->last : 0;
    *place = queue_add(&store->queue, &head);
    if (!*place) {
        return 0;
    }
    if (chain) {
        chain->last = head.sequence;
        chain->first = chain->first ? chain->first : head.sequence;
        chain->summed = true;
    }
    if (size > 0 && bytes) {
        memcpy(*place, bytes, size);
    }
    return ++store->last;
}

uint64_t store_append(struct store *store, uint64_t game, enum journal_kind kind, const void *bytes,
                      size_t size) {
    assert(kind != QUEUE_TOKEN && kind != QUEUE_ACCOUNT);
    uint8_t *place;
    return store_queue(store, game, kind, bytes, size, &place);
}

bool store_put_token(struct store *store, const uint8_t hash[32], uint64_t game, unsigned seat) {
    struct token token = {.game = game, .seat = seat};
    memcpy(token.hash, hash, TOKEN_HASH);
    uint8_t *place;
    uint8_t bytes[TOKEN_BYTES_MAX];
    if (!store_queue(store, game, QUEUE_TOKEN, bytes, token_pack(&token, bytes), &place)) {
        return false;
    }
    token.sequence = store->last;
    return tokens_put(&store->tokens, &token);
}

uint64_t store_put_account(struct store *store, const struct store_account *account) {
    struct store_account put = *account;
    uint8_t bytes[ACCOUNT_BYTES_MAX], *place;
    put.number = put.number ? put.number : store->last_account + 1;
    size_t size = account_pack(&put, bytes);
    if (!store_queue(store, put.number, QUEUE_ACCOUNT, bytes, size, &place) || !accounts_put(&store->accounts, &put)) {
        return 0;
    }
    store->last_account = put.number > store->last_account ? put.number : store->last_account;
    return put.number;
}

bool store_find_token(struct store *store, const uint8_t hash[32], uint64_t *game, unsigned *seat) {
    uint64_t made;
    return store_find_token_made(store, hash, game, seat, &made);
}

bool store_find_token_made(struct store *store, const uint8_t hash[32], uint64_t *game, unsigned *seat, uint64_t *made) {
    const struct token *token = tokens_find(&store->tokens, hash);
    if (!token) {
        return false;
    }
    *game = token->game;
    *seat = token->seat;
    *made = token->sequence;
    return true;
}

struct store_batch *store_batch_begin(struct store *store) {
    if (store->busy || store->failure[0] || (store->queue.size == 0 && !store->full[0])) {
        return NULL;
    }
    struct store_batch *batch = &store->batch;
    struct queue empty = batch->queue;
    assert(empty.size == 0);
    batch->queue = store->queue;
    batch->store = store;
    batch->last = store->last;
    batch->why[0] = '\0';
    batch->full = false;
    batch->trial = store->full[0];
    store->queue = empty;
    store->busy = true;
    return batch;
}

/* Nothing that is not on disk has happened. */
static void queue_forget(struct store *store) {
    store->queue.size = 0;
    store->last = store->durable;
    tokens_cut(&store->tokens, store->durable);
    if (!audit_chains(store) || !accounts_load(store, NULL, NULL, NULL)) {
        snprintf(store->failure, sizeof(store->failure), "The journal cannot be read: %s.",
                 sqlite3_errmsg(store->db));
    }
}

static void batch_refused(struct store *store, const struct store_batch *batch) {
    const char *why = batch->why[0] ? batch->why : "The journal could not be written.";
    if (batch->full) {
        snprintf(store->full, sizeof(store->full), "%s", why);
        queue_forget(store);
    } else {
        snprintf(store->failure, sizeof(store->failure), "%s", why);
        queue_finish(&store->queue);
    }
}

void store_batch_end(struct store *store, struct store_batch *batch, bool written) {
    assert(store->busy && batch == &store->batch);
    store->busy = false;
    if (batch->queue.room > ROOM_KEEP) {
        queue_finish(&batch->queue);
    }
    batch->queue.size = 0;
    if (!written) {
        batch_refused(store, batch);
        return;
    }
    assert(batch->trial ? batch->last == store->durable : batch->last > store->durable);
    store->durable = batch->last;
    store->full[0] = '\0';
}

bool store_flush(struct store *store) {
    struct store_batch *batch;
    while ((batch = store_batch_begin(store))) {
        store_batch_end(store, batch, store_batch_write(batch));
        if (store->full[0]) {
            return false;
        }
    }
    return !store->failure[0];
}

uint64_t store_durable(const struct store *store) {
    return store->durable;
}

uint64_t store_last(const struct store *store) {
    return store->last;
}

const char *store_failure(const struct store *store) {
    return store->failure[0] ? store->failure : NULL;
}

const char *store_full(const struct store *store) {
    return store->full[0] ? store->full : NULL;
}

const char *store_read_why(const struct store *store) {
    return store->read_why;
}

void store_problems(const struct store *store, void (*each)(void *ctx, const char *why), void *ctx) {
    for (const struct problem *problem = store->problems; problem; problem = problem->next) {
        each(ctx, problem->why);
    }
}
