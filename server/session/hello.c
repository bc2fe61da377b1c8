/* Hello opens a session: the version of the protocol, and what both sides can do beyond it. Ping shows that somebody is there. */
#include "gate.h"

#include <string.h>

#define PROTOCOL     1
#define FEATURES_MAX 8

/* A feature is in force when both have named it. */
static bool has_named(const Ibar__V1__Hello *hello, const char *feature) {
    for (size_t i = 0; i < hello->n_features; i++) {
        if (strcmp(hello->features[i], feature) == 0) {
            return true;
        }
    }
    return false;
}

/* What this server offers beyond the protocol's first messages. */
static void features_add(const struct host *host, Ibar__V1__Welcome *welcome) {
    static const struct {
        enum lobby from, to;
        const char *name;
    } rows[] = {{LOBBY_LIST, LOBBY_OPEN, "lobby"},
                {LOBBY_ACCOUNTS, LOBBY_OPEN, "create"},
                {LOBBY_ACCOUNTS, LOBBY_OPEN, "accounts"},
                {LOBBY_ACCOUNTS, LOBBY_ACCOUNTS, "accounts-only"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (host->config.lobby >= rows[i].from && host->config.lobby <= rows[i].to) {
            welcome->features[welcome->n_features++] = (char *)rows[i].name;
        }
    }
}

void hello_handle(struct request *request) {
    const Ibar__V1__Hello *hello = request->envelope->hello;
    struct session *session = request->session;
    if (session->greeted) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_PROTOCOL, "hello",
                     "Hello was said already: it is the first message of a connection, once.");
        return;
    }
    if (hello->protocol != PROTOCOL) {
        answer_fatal(request, IBAR__V1__ERROR_CODE__ERROR_PROTOCOL, "hello.protocol",
                     "Protocol %u is not spoken here: this server (%s) speaks protocol %d.", hello->protocol,
                     session->host->config.program, PROTOCOL);
        return;
    }
    char *features[FEATURES_MAX];
    session->greeted = true;
    session->deltas = has_named(hello, "delta");
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Welcome welcome = IBAR__V1__WELCOME__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_WELCOME;
    envelope.welcome = &welcome;
    welcome.protocol = PROTOCOL;
    welcome.program = (char *)session->host->config.program;
    welcome.features = features;
    if (session->deltas) {
        features[welcome.n_features++] = (char *)"delta";
    }
    features_add(session->host, &welcome);
    answer_body(request, &envelope);
}

void ping_handle(struct request *request) {
    answer_done(request);
}
