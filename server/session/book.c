/* What one address has asked for in the last time. An address that is not in the book has asked for nothing; when the
 * book is full, the one that has been quiet for longest makes room. */
#include "session_room.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESSES_MAX 1024

struct address {
    uint8_t key[ADDRESS_BYTES];
    int64_t seen_ms;
    int64_t due_ms[ASKED_KINDS]; /* when all that was asked for would have been asked at an even pace */
};
struct book {
    struct address address[ADDRESSES_MAX];
    size_t count;
};

static struct address *address_find(struct host *host, const uint8_t key[ADDRESS_BYTES]) {
    struct book *book = host->book;
    if (!book) {
        book = host->book = calloc(1, sizeof(*book));
        if (!book) {
            return NULL;
        }
    }
    struct address *oldest = &book->address[0];
    for (size_t i = 0; i < book->count; i++) {
        struct address *address = &book->address[i];
        if (memcmp(address->key, key, ADDRESS_BYTES) == 0) {
            return address;
        }
        oldest = address->seen_ms < oldest->seen_ms ? address : oldest;
    }
    struct address *address = book->count < ADDRESSES_MAX ? &book->address[book->count++] : oldest;
    memset(address, 0, sizeof(*address));
    memcpy(address->key, key, ADDRESS_BYTES);
    for (size_t i = 0; i < ASKED_KINDS; i++) {
        address->due_ms[i] = INT64_MIN;
    }
    return address;
}

int64_t book_ask(struct session *session, enum asked what, int64_t every_ms, unsigned burst, int64_t now_ms) {
    struct address *address = address_find(session->host, session->hooks.address);
    if (!address) {
        return every_ms;
    }
    address->seen_ms = now_ms;
    int64_t due = address->due_ms[what] > now_ms ? address->due_ms[what] : now_ms;
    int64_t wait = due - now_ms - every_ms * ((int64_t)burst - 1);
    if (wait > 0) {
        return wait;
    }
    address->due_ms[what] = due + every_ms;
    return 0;
}

int64_t book_ask_hourly(struct session *session, enum asked what, unsigned per_hour, int64_t now_ms) {
    return book_ask(session, what, (int64_t)3600 * 1000 / (per_hour ? per_hour : 1), per_hour ? per_hour : 1, now_ms);
}

void book_finish(struct host *host) {
    free(host->book);
    host->book = NULL;
}
