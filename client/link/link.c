#include "link_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void link_init(struct link *link, const struct link_kind *kind) {
    memset(link, 0, sizeof *link);
    link->kind = kind;
    link->state = LINK_CONNECTING;
}

void link_fail(struct link *link, const char *format, ...) {
    if (link->state == LINK_LOST || link->state == LINK_FAILED)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(link->why, sizeof link->why, format, args);
    va_end(args);
    link->state = link->state == LINK_OPEN ? LINK_LOST : LINK_FAILED;
}

/* Makes room for `size` more bytes at the end. */
static bool inbox_reserve(struct link_inbox *inbox, size_t size) {
    if (inbox->start == inbox->end)
        inbox->start = inbox->end = 0;
    if (inbox->room - inbox->end >= size)
        return true;
    size_t held = inbox->end - inbox->start;
    if (inbox->start > 0) {
        memmove(inbox->bytes, inbox->bytes + inbox->start, held);
        inbox->start = 0;
        inbox->end = held;
    }
    if (inbox->room - held >= size)
        return true;
    if (held + size > LINK_INBOX_MAX)
        return false;
    size_t room = inbox->room ? inbox->room : 4096;
    while (room < held + size)
        room *= 2;
    uint8_t *bytes = realloc(inbox->bytes, room);
    if (!bytes)
        return false;
    inbox->bytes = bytes;
    inbox->room = room;
    return true;
}

bool link_deliver(struct link *link, const uint8_t *envelope, size_t size) {
    struct link_inbox *inbox = &link->inbox;
    uint32_t head = (uint32_t)size;
    if (size > LINK_INBOX_MAX || !inbox_reserve(inbox, sizeof head + size)) {
        link_fail(link, "More came from the server than this program could take in; the connection was given up.");
        return false;
    }
    memcpy(inbox->bytes + inbox->end, &head, sizeof head);
    if (size > 0)
        memcpy(inbox->bytes + inbox->end + sizeof head, envelope, size);
    inbox->end += sizeof head + size;
    return true;
}

/* The envelope is copied out, so that what comes meanwhile cannot move it. */
const uint8_t *link_take(struct link *link, size_t *size) {
    struct link_inbox *inbox = &link->inbox;
    if (inbox->start == inbox->end)
        return NULL;
    uint32_t head;
    memcpy(&head, inbox->bytes + inbox->start, sizeof head);
    if (link->taken_room < head || !link->taken) {
        size_t room = head < 4096 ? 4096 : head;
        uint8_t *taken = realloc(link->taken, room);
        if (!taken) {
            link_fail(link, "No memory is left to take in what the server sent.");
            return NULL;
        }
        link->taken = taken;
        link->taken_room = room;
    }
    memcpy(link->taken, inbox->bytes + inbox->start + sizeof head, head);
    inbox->start += sizeof head + head;
    *size = head;
    return link->taken;
}

enum link_state link_state(const struct link *link) {
    return link->state;
}

const char *link_why(const struct link *link) {
    return link->why;
}

const char *link_fingerprint(const struct link *link) {
    return link->fingerprint;
}

void link_step(struct link *link, int64_t now_ms) {
    link->kind->step(link, now_ms);
}

bool link_send(struct link *link, const uint8_t *envelope, size_t size) {
    return link->state == LINK_OPEN && link->kind->send(link, envelope, size);
}

void link_close(struct link *link) {
    if (!link)
        return;
    free(link->inbox.bytes);
    free(link->taken);
    link->inbox = (struct link_inbox){0};
    link->taken = NULL;
    link->kind->close(link);
}
