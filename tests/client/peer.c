#include "peer.h"

#include "window.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define STEPS_MAX 20000
#define LIMIT     (256 * 1024)

void peer_begin(struct peer *peer) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    memset(peer, 0, sizeof *peer);
    peer->fd = -1;
    peer->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assert_true(peer->listener >= 0);
    assert_int_equal(bind(peer->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(peer->listener, 1), 0);
    assert_int_equal(getsockname(peer->listener, (struct sockaddr *)&at, &size), 0);
    snprintf(peer->address, sizeof peer->address, "127.0.0.1:%u", ntohs(at.sin_port));
    frame_reader_init(&peer->reader, LIMIT);
}

void peer_end(struct peer *peer) {
    if (peer->asked)
        convert_envelope_free(peer->asked);
    frame_reader_finish(&peer->reader);
    if (peer->fd >= 0)
        close(peer->fd);
    close(peer->listener);
}

static bool take(struct peer *peer) {
    uint8_t bytes[4096];
    const uint8_t *envelope;
    size_t size;
    if (peer->fd < 0 && (peer->fd = accept4(peer->listener, NULL, NULL, SOCK_NONBLOCK)) < 0)
        return false;
    ssize_t got = recv(peer->fd, bytes, sizeof bytes, 0);
    if (got > 0)
        assert_int_equal(frame_reader_add(&peer->reader, bytes, (size_t)got), FRAME_NONE);
    if (frame_reader_next(&peer->reader, &envelope, &size) != FRAME_READY)
        return false;
    if (peer->asked)
        convert_envelope_free(peer->asked);
    peer->asked = convert_unpack(envelope, size, LIMIT);
    assert_non_null(peer->asked);
    return true;
}

static void no_games(struct peer *peer) {
    Ibar__V1__Games games = IBAR__V1__GAMES__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_GAMES;
    envelope.games = &games;
    peer_answer(peer, &envelope);
}

const Ibar__V1__Envelope *peer_expect(struct peer *peer, struct app *app, Ibar__V1__Envelope__BodyCase body) {
    for (int i = 0; i < STEPS_MAX; i++) {
        assert_true(app_step(app) >= 0);
        if (!take(peer)) {
            SDL_Delay(1);
            continue;
        }
        if (peer->asked->body_case == body)
            return peer->asked;
        if (peer->asked->body_case == IBAR__V1__ENVELOPE__BODY_PING) { /* on a slow computer */
            peer_done(peer);
            continue;
        }
        if (peer->asked->body_case != IBAR__V1__ENVELOPE__BODY_LIST_GAMES)
            fail_msg("the client asks for %d, not for %d", peer->asked->body_case, body);
        no_games(peer);
    }
    fail_msg("the client does not ask for %d", body);
    return NULL;
}

void peer_say(struct peer *peer, Ibar__V1__Envelope *envelope) {
    uint8_t head[FRAME_HEAD_MAX];
    size_t size = ibar__v1__envelope__get_packed_size(envelope), length = frame_head(head, (uint32_t)size), sent = 0;
    uint8_t *bytes = malloc(length + size);
    assert_non_null(bytes);
    memcpy(bytes, head, length);
    ibar__v1__envelope__pack(envelope, bytes + length);
    while (sent < length + size) {
        ssize_t n = send(peer->fd, bytes + sent, length + size - sent, MSG_NOSIGNAL);
        assert_true(n > 0 || errno == EAGAIN);
        sent += n > 0 ? (size_t)n : 0;
    }
    free(bytes);
}

void peer_answer(struct peer *peer, Ibar__V1__Envelope *envelope) {
    envelope->answers = peer->asked->id;
    peer_say(peer, envelope);
}

void peer_refuse(struct peer *peer, const char *text) {
    Ibar__V1__Error error = IBAR__V1__ERROR__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    error.code = IBAR__V1__ERROR_CODE__ERROR_REFUSED;
    error.text = (char *)text;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_ERROR;
    envelope.error = &error;
    peer_answer(peer, &envelope);
}

void peer_done(struct peer *peer) {
    Ibar__V1__Done done = IBAR__V1__DONE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_DONE;
    envelope.done = &done;
    peer_answer(peer, &envelope);
}

void peer_welcome(struct peer *peer, struct app *app, const char *const *features) {
    Ibar__V1__Welcome welcome = IBAR__V1__WELCOME__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    char *list[8];
    peer_expect(peer, app, IBAR__V1__ENVELOPE__BODY_HELLO);
    welcome.protocol = 1;
    for (; features[welcome.n_features]; welcome.n_features++)
        list[welcome.n_features] = (char *)features[welcome.n_features];
    welcome.features = list;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_WELCOME;
    envelope.welcome = &welcome;
    peer_answer(peer, &envelope);
}

void peer_settle(struct peer *peer, struct app *app) {
    char text[32];
    Ibar__V1__Notice notice = IBAR__V1__NOTICE__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    snprintf(text, sizeof text, "Notice %u.", ++peer->notices);
    notice.text = text;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_NOTICE;
    envelope.notice = &notice;
    peer_say(peer, &envelope);
    for (int i = 0; app_model(app) && strcmp(model_notice(app_model(app)), text) != 0; i++) {
        assert_in_range(i, 0, STEPS_MAX);
        assert_true(app_step(app) >= 0);
        SDL_Delay(1);
    }
    assert_true(app_step(app) >= 0);
}
