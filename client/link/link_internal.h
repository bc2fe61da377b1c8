/* What the kinds of link share: the part of `struct link` that link.c works on, and the queue of envelopes that came.
 * A kind embeds struct link as its first member, sets `kind` by link_init, and reports by link_fail, link_deliver. */
#ifndef IBAR_CLIENT_LINK_INTERNAL_H
#define IBAR_CLIENT_LINK_INTERNAL_H

#include "link.h"

#define LINK_WHY_MAX     640
#define LINK_FINGERPRINT 65 /* 64 hexadecimal digits and NUL */
/* Bytes that may wait to be taken. A client that does not take for so long has hung. */
#define LINK_INBOX_MAX (16u * 1024 * 1024)

struct link_kind {
    /* Does what can be done without waiting. Called in every state. */
    void (*step)(struct link *link, int64_t now_ms);
    /* Called only in LINK_OPEN. False when its queue is full. */
    bool (*send)(struct link *link, const uint8_t *envelope, size_t size);
    /* Frees all that the kind holds, the struct itself included; link.c has finished the shared part before. */
    void (*close)(struct link *link);
};

/* Envelopes that came, one after the other: a uint32_t size in host order before each. */
struct link_inbox {
    uint8_t *bytes;
    size_t start, end, room;
};

struct link {
    const struct link_kind *kind;
    enum link_state state;
    char why[LINK_WHY_MAX];
    char fingerprint[LINK_FINGERPRINT];
    struct link_inbox inbox;
    uint8_t *taken; /* what link_take gave out last */
    size_t taken_room;
};

void link_init(struct link *link, const struct link_kind *kind);
/* Puts a copy of a whole envelope into the inbox. False, and the link is LINK_LOST, when it is full. */
bool link_deliver(struct link *link, const uint8_t *envelope, size_t size);
/* The link is LINK_FAILED (was never open) or LINK_LOST, for the reason given; the first reason stays. */
void link_fail(struct link *link, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
