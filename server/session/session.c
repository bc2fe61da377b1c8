/* One connection: envelopes in, envelopes out. */
#include "gate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct session *session_open(struct host *host, const struct session_hooks *hooks) {
    assert(hooks->send && hooks->end);
    if (host->sessions_count >= SESSIONS_MAX) {
        return NULL;
    }
    struct session *session = calloc(1, sizeof(*session));
    if (!session) {
        return NULL;
    }
    session->host = host;
    session->hooks = *hooks;
    session->next = host->sessions;
    if (host->sessions) {
        host->sessions->previous = session;
    }
    host->sessions = session;
    host->sessions_count++;
    return session;
}

unsigned session_receive(struct session *session, const uint8_t *bytes, size_t size, int64_t now_ms) {
    if (session->ending) {
        return 1;
    }
    struct host *host = session->host;
    host->now_ms = now_ms;
    host->counters.envelopes_in++;
    struct request request = {.session = session, .now_ms = now_ms, .cost = 1};
    if (size > ENVELOPE_CLIENT_MAX) {
        answer_fatal(&request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "size",
                     "The envelope has %zu bytes: a client may send at most %d.", size, ENVELOPE_CLIENT_MAX);
        return 1;
    }
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, UNPACK_MAX);
    if (!envelope) {
        answer_fatal(&request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "envelope",
                     "These %zu bytes are not an Envelope of protocol 1, or one with too many parts.", size);
        return 1;
    }
    request.envelope = envelope;
    if (store_failure(host->config.store)) {
        answer_fatal(&request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal and accepts nothing: connect again later.");
    } else {
        gate_pass(&request, size);
    }
    password_forget(envelope);
    convert_envelope_free(envelope);
    return request.cost;
}

unsigned session_seats(const struct session *session) {
    unsigned held = 0;
    for (unsigned i = 0; i < SESSION_SEATS; i++) {
        held += session->holding[i].game != NULL;
    }
    return held;
}

static void held_remove(struct session *session) {
    struct session **link = &session->host->held;
    while (*link && *link != session) {
        link = &(*link)->next_held;
    }
    if (*link) {
        *link = session->next_held;
    }
    session->held = false;
}

void session_close(struct session *session) {
    if (!session) {
        return;
    }
    struct host *host = session->host;
    session->ending = session->ended = true;
    for (unsigned i = 0; i < SESSION_SEATS; i++) {
        struct game *game = session->holding[i].game;
        if (game) {
            place_leave(session, i + 1);
            tell_table(game, NULL);
        }
    }
    passwords_leave(session);
    if (session->held) {
        held_remove(session);
    }
    if (session->previous) {
        session->previous->next = session->next;
    } else {
        host->sessions = session->next;
    }
    if (session->next) {
        session->next->previous = session->previous;
    }
    host->sessions_count--;
    out_finish(session);
    free(session);
}
