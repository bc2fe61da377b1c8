/* Output waits until the journal entries made before it are on disk. Each envelope is tagged with the last
 * sequence number given out when it was made; it leaves when that is durable. Order is kept: behind something
 * that waits everything waits. */
#include "session_room.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_MIN  1024
#ifndef ROOM_KEEP
#define ROOM_KEEP 16384
#endif

struct held_head {
    uint64_t tag, answers;
    uint32_t size, seat;
    bool lasting; /* says nothing of a game's state: true whatever the disk does */
};

static void session_end_now(struct session *session) {
    if (!session->ended) {
        session->ended = true;
        session->hooks.end(session->hooks.ctx);
    }
}

void session_end(struct session *session) {
    session->ending = true;
    if (session->outbox.start == session->outbox.end) {
        session_end_now(session);
    }
}

static void session_send(struct session *session, const uint8_t *bytes, size_t size) {
    session->host->counters.envelopes_out++;
    session->hooks.send(session->hooks.ctx, bytes, size);
}

/* Room for `size` bytes at the end of the outbox, NULL when it may not grow. */
static uint8_t *outbox_reserve(struct outbox *outbox, size_t size) {
    if (outbox->room - outbox->end < size && outbox->start > 0) {
        memmove(outbox->bytes, outbox->bytes + outbox->start, outbox->end - outbox->start);
        outbox->end -= outbox->start;
        outbox->start = 0;
    }
    if (outbox->room - outbox->end < size) {
        if (outbox->end + size > OUTBOX_MAX) {
            return NULL;
        }
        size_t room = outbox->room ? outbox->room : ROOM_MIN;
        while (room < outbox->end + size) {
            room *= 2;
        }
        uint8_t *grown = realloc(outbox->bytes, room);
        if (!grown) {
            return NULL;
        }
        outbox->bytes = grown;
        outbox->room = room;
    }
    return outbox->bytes + outbox->end;
}

static uint8_t *host_bytes(struct host *host, size_t size) {
    if (host->bytes_room < size) {
        uint8_t *grown = realloc(host->bytes, size);
        if (!grown) {
            return NULL;
        }
        host->bytes = grown;
        host->bytes_room = size;
    }
    return host->bytes;
}

static void outbox_overflow(struct session *session) {
    session->outbox.start = session->outbox.end = 0;
    session_end(session);
}

/* No scenario makes a view or report this large; a client that gets one would be lost, so it is told and
 * ended. */
static void outbox_too_large(struct session *session, const Ibar__V1__Envelope *envelope, size_t size) {
    char text[SENTENCE_MAX];
    assert(envelope->body_case != IBAR__V1__ENVELOPE__BODY_ERROR);
    snprintf(text, sizeof(text),
             "Message %d for you has %zu bytes, more than a server may send: tell the host.",
             envelope->body_case, size);
    tell_error(session, envelope->seat, IBAR__V1__ERROR_CODE__ERROR_INTERNAL, "size", text, true);
}

static bool is_lasting(const Ibar__V1__Envelope *envelope) {
    switch (envelope->body_case) {
    case IBAR__V1__ENVELOPE__BODY_WELCOME:
    case IBAR__V1__ENVELOPE__BODY_NOTICE:
        return true;
    case IBAR__V1__ENVELOPE__BODY_JOINED:
        return !envelope->joined->token[0]; /* a seat of the lobby is taken by an entry of the journal */
    case IBAR__V1__ENVELOPE__BODY_ERROR:
        return envelope->answers == 0;
    default:
        return false;
    }
}

void out_send(struct session *session, const Ibar__V1__Envelope *envelope) {
    if (session->ending) {
        return;
    }
    struct host *host = session->host;
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    if (size > ENVELOPE_SERVER_MAX) {
        outbox_too_large(session, envelope, size);
        return;
    }
    struct held_head head = {store_last(host->config.store), envelope->answers, (uint32_t)size,
                             envelope->seat, is_lasting(envelope)};
    struct outbox *outbox = &session->outbox;
    /* When the journal has failed nothing becomes durable: what is still said are errors. */
    bool may_go = store_durable(host->config.store) >= head.tag || store_failure(host->config.store);
    if (outbox->start == outbox->end && may_go) {
        uint8_t *bytes = host_bytes(host, size ? size : 1);
        if (!bytes) {
            outbox_overflow(session);
            return;
        }
        ibar__v1__envelope__pack(envelope, bytes);
        session_send(session, bytes, size);
        return;
    }
    uint8_t *place = outbox_reserve(outbox, sizeof(head) + size);
    if (!place) {
        outbox_overflow(session);
        return;
    }
    memcpy(place, &head, sizeof(head));
    ibar__v1__envelope__pack(envelope, place + sizeof(head));
    outbox->end += sizeof(head) + size;
    if (!session->held) {
        session->held = true;
        session->next_held = host->held;
        host->held = session;
    }
}

/* Sends what is durable; true when nothing is left. */
static bool outbox_release(struct session *session, uint64_t durable) {
    struct outbox *outbox = &session->outbox;
    while (outbox->start < outbox->end) {
        struct held_head head;
        memcpy(&head, outbox->bytes + outbox->start, sizeof(head));
        if (head.tag > durable) {
            return false;
        }
        session_send(session, outbox->bytes + outbox->start + sizeof(head), head.size);
        outbox->start += sizeof(head) + head.size;
    }
    outbox->start = outbox->end = 0;
    if (outbox->room > ROOM_KEEP) {
        out_finish(session);
    }
    return true;
}

void out_release(struct host *host) {
    uint64_t durable = store_durable(host->config.store);
    struct session **link = &host->held;
    while (*link) {
        struct session *session = *link;
        if (!outbox_release(session, durable)) {
            link = &session->next_held;
            continue;
        }
        *link = session->next_held;
        session->held = false;
        if (session->ending) {
            session_end_now(session);
        }
    }
}

/* Straight to the session, whatever is held. */
static void error_send(struct session *session, uint64_t answers, uint32_t seat, const char *text,
                       bool fatal) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Error error = IBAR__V1__ERROR__INIT;
    envelope.answers = answers;
    envelope.seat = seat;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_ERROR;
    envelope.error = &error;
    error.code = IBAR__V1__ERROR_CODE__ERROR_JOURNAL;
    error.text = (char *)text;
    error.fatal = fatal;
    size_t size = ibar__v1__envelope__get_packed_size(&envelope);
    uint8_t *bytes = host_bytes(session->host, size);
    if (bytes) {
        ibar__v1__envelope__pack(&envelope, bytes);
        session_send(session, bytes, size);
    }
}

/* Answers what is held: `lasting` goes as it is. */
static void outbox_refuse(struct session *session, const char *text, bool lasting) {
    struct outbox *outbox = &session->outbox;
    while (outbox->start < outbox->end) {
        struct held_head head;
        memcpy(&head, outbox->bytes + outbox->start, sizeof(head));
        if (lasting && head.lasting) {
            session_send(session, outbox->bytes + outbox->start + sizeof(head), head.size);
        } else if (head.answers) {
            error_send(session, head.answers, head.seat, text, false);
        }
        outbox->start += sizeof(head) + head.size;
    }
    outbox->start = outbox->end = 0;
    session->held = false;
}

void out_refuse(struct host *host, const char *text) {
    out_release(host);
    struct session *session = host->held;
    host->held = NULL;
    while (session) {
        struct session *next = session->next_held;
        outbox_refuse(session, text, true);
        if (session->ending) {
            session_end_now(session);
        }
        session = next;
    }
}

void out_fail(struct host *host) {
    static const char text[] = "The server cannot write its journal and accepts nothing more: what was not "
                               "acknowledged may not have happened. Connect again later and look.";
    out_release(host);
    for (struct session *session = host->sessions; session; session = session->next) {
        outbox_refuse(session, text, false);
        if (!session->ended) {
            error_send(session, 0, 0, text, true);
            session_end(session);
        }
    }
    host->held = NULL;
}

void out_finish(struct session *session) {
    free(session->outbox.bytes);
    session->outbox = (struct outbox){0};
}
