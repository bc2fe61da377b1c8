/* Promise: what is lost, comes in another order or is garbled between server and client never shows as a wrong view:
 * the client notices, asks for everything again, and goes on. */
#include "hotseat.h"

#include "link/link_internal.h"
#include "proto/convert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <string.h>

enum harm { NO_HARM, LOSE, SWAP, GARBLE_HASH, GARBLE_TURN, HARMS };

/* A link that does harm to the next deltas that pass. */
struct bad_link {
    struct link link;
    struct link *inner;
    enum harm harm;
    unsigned deltas, wholes, resyncs, pings;
    uint8_t *held; /* SWAP: waits behind the next */
    size_t held_size;
};

static void pass(struct bad_link *bad, const Ibar__V1__Envelope *envelope) {
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    uint8_t *bytes = malloc(size + 1);
    assert_non_null(bytes);
    ibar__v1__envelope__pack(envelope, bytes);
    if (bad->harm == SWAP && !bad->held) {
        bad->held = bytes;
        bad->held_size = size;
        return;
    }
    assert_true(link_deliver(&bad->link, bytes, size));
    free(bytes);
    if (bad->held) {
        assert_true(link_deliver(&bad->link, bad->held, bad->held_size));
        free(bad->held);
        bad->held = NULL;
        bad->harm = NO_HARM;
    }
}

static void pass_delta(struct bad_link *bad, Ibar__V1__Envelope *envelope) {
    Ibar__V1__ViewDelta *delta = envelope->view_delta;
    bad->deltas++;
    if (bad->harm == LOSE) {
        bad->harm = NO_HARM;
        return;
    }
    if (bad->harm == GARBLE_HASH)
        delta->hash ^= 1;
    else if (bad->harm == GARBLE_TURN)
        delta->part->turn ^= 1;
    if (bad->harm != SWAP)
        bad->harm = NO_HARM;
    pass(bad, envelope);
}

static void bad_step(struct link *link, int64_t now_ms) {
    struct bad_link *bad = (struct bad_link *)link;
    size_t size;
    link_step(bad->inner, now_ms);
    for (const uint8_t *bytes; (bytes = link_take(bad->inner, &size)) != NULL;) {
        Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 1 << 24);
        assert_non_null(envelope);
        bad->wholes += envelope->body_case == IBAR__V1__ENVELOPE__BODY_VIEW;
        if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_VIEW_DELTA)
            pass_delta(bad, envelope);
        else
            assert_true(link_deliver(link, bytes, size));
        convert_envelope_free(envelope);
    }
    link->state = link_state(bad->inner);
}

static bool bad_send(struct link *link, const uint8_t *bytes, size_t size) {
    struct bad_link *bad = (struct bad_link *)link;
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 1 << 20);
    bad->resyncs += envelope->body_case == IBAR__V1__ENVELOPE__BODY_RESYNC;
    bad->pings += envelope->body_case == IBAR__V1__ENVELOPE__BODY_PING;
    convert_envelope_free(envelope);
    return link_send(bad->inner, bytes, size);
}

static void bad_close(struct link *link) {
    struct bad_link *bad = (struct bad_link *)link;
    link_close(bad->inner);
    free(bad->held);
    free(bad);
}

static const struct link_kind bad_kind = {bad_step, bad_send, bad_close};

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    struct problems problems = {0};
    const struct scenario *scenario = library_find(ctx, id, &problems);
    if (!scenario)
        snprintf(why, size, "%s", problems.text[0]);
    return scenario;
}

/* A person as the police, computers as the others. */
static struct bad_link *begin(struct hotseat *game) {
    char why[512] = "";
    struct link_local_config local = {.maps = data_folder(), .scenario = "bridge-checkpoint", .journal = ":memory:",
                                      .ai = {NULL, "scripted", "scripted"}};
    struct bad_link *bad = calloc(1, sizeof *bad);
    memset(game, 0, sizeof *game);
    game->library = library_create(data_folder());
    struct model_config config = {.name = "Tester", .find = find, .find_ctx = game->library};
    assert_non_null(bad);
    link_init(&bad->link, &bad_kind);
    bad->inner = link_open_local(&local, why, sizeof why);
    if (!bad->inner)
        fail_msg("the game did not begin: %s", why);
    game->model = model_create(&config, &bad->link);
    model_join(game->model, link_local_token(bad->inner, 0));
    hotseat_settle(game);
    model_ready(game->model, 0);
    hotseat_settle(game);
    assert_int_equal(model_seat(game->model, 0)->phase, SEAT_ORDERS);
    return bad;
}

static void commit(struct hotseat *game) {
    model_commit(game->model, 0, true);
    hotseat_settle(game);
    hotseat_settle(game);
}

static void turns_come_as_deltas(void **state) {
    (void)state;
    struct hotseat game;
    struct bad_link *bad = begin(&game);
    for (unsigned turn = 1; turn <= 3; turn++) {
        assert_int_equal(model_seat(game.model, 0)->view.turn, turn);
        commit(&game);
        assert_int_equal(bad->deltas, turn);
    }
    assert_int_equal(bad->wholes, 1);
    assert_int_equal(bad->resyncs, 0);
    hotseat_end(&game);
}

static void harm_is_noticed_and_mended(void **state) {
    (void)state;
    for (enum harm harm = LOSE; harm < HARMS; harm++) {
        struct hotseat game;
        struct bad_link *bad = begin(&game);
        const struct seat *seat = model_seat(game.model, 0);
        commit(&game);
        bad->harm = harm;
        commit(&game);
        /* What did not come is missed when the server says that an order is late. */
        bool missing = harm == LOSE || harm == SWAP;
        assert_int_equal(seat->view.turn, missing ? 2 : 3);
        assert_int_equal(bad->resyncs, missing ? 0 : 1);
        for (int i = 0; i < 2; i++)
            commit(&game);
        assert_true(bad->resyncs >= 1 && bad->resyncs <= 2);
        assert_int_equal(bad->wholes, 1 + bad->resyncs);
        assert_true(seat->view.turn >= 3);
        assert_true(view_hash(&seat->view) == seat->hash);
        unsigned turn = seat->view.turn, resyncs = bad->resyncs, deltas = bad->deltas;
        commit(&game);
        assert_int_equal(seat->view.turn, turn + 1);
        assert_int_equal(bad->resyncs, resyncs);
        assert_int_equal(bad->deltas, deltas + 1);
        hotseat_end(&game);
    }
}

/* A server may end connections that say nothing; who thinks for long is not gone. */
static void who_thinks_says_that_he_is_there(void **state) {
    (void)state;
    struct hotseat game;
    struct bad_link *bad = begin(&game);
    assert_int_equal(bad->pings, 0);
    for (int s = 0; s < 600; s++)
        model_step(game.model, game.now_ms += 1000);
    assert_in_range(bad->pings, 20, 40);
    assert_false(model_is_busy(game.model));
    hotseat_end(&game);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(turns_come_as_deltas),
                                       cmocka_unit_test(harm_is_noticed_and_mended),
                                       cmocka_unit_test(who_thinks_says_that_he_is_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
