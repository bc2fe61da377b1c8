/* Promise: a client that takes deltas is told what changed, and knows after each what a whole View would have told it;
 * it comes back to a seat with the view that it still has; a client that does not is never sent one. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const people[SIDES] = {NULL, NULL, NULL};

/* What a client that takes deltas knows. */
struct known {
    struct convert_arena arena;
    Ibar__V1__View *view;
    size_t looked; /* envelopes of its client that were looked at */
    size_t deltas, wholes;
};

static const Ibar__V1__Envelope *hello(struct client *client, const char *feature) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Hello message = IBAR__V1__HELLO__INIT;
    char *features[] = {(char *)"of-another-time", (char *)feature};
    envelope.body_case = BODY(HELLO);
    envelope.hello = &message;
    message.protocol = 1;
    message.features = features;
    message.n_features = 2;
    return client_ask(client, &envelope);
}

static const Ibar__V1__Envelope *join(struct client *client, const char *token, uint64_t sequence, uint64_t hash) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Join message = IBAR__V1__JOIN__INIT;
    envelope.body_case = BODY(JOIN);
    envelope.join = &message;
    message.token = (char *)token;
    message.name = (char *)"Player";
    message.sequence = sequence;
    message.hash = hash;
    return client_ask(client, &envelope);
}

/* A client of a side that takes deltas and comes with a view. */
static struct client *come(struct scene *scene, int side, uint64_t sequence, uint64_t hash) {
    struct client *client = client_open(scene);
    const Ibar__V1__Envelope *welcome = hello(client, "delta");
    assert_int_equal(welcome->welcome->n_features, 1);
    assert_string_equal(welcome->welcome->features[0], "delta");
    assert_int_equal(join(client, scene->seat[side].token, sequence, hash)->body_case, BODY(JOINED));
    return client;
}

static struct scene *begin(const char *path) {
    struct scene *scene = scene_open(path);
    scene_create(scene, people, 0);
    for (int side = 0; side < SIDES; side++) {
        come(scene, side, 0, 0);
        client_ready(&scene->client[side], 0, (uint8_t)(side + 1));
    }
    return scene;
}

/* Takes in what came since. */
static void catch_up(struct known *known, const struct client *client) {
    char why[300] = "";
    static struct view view;
    for (; known->looked < client->count; known->looked++) {
        const Ibar__V1__Envelope *envelope = client->inbox[known->looked];
        if (envelope->body_case == BODY(VIEW)) {
            known->view = envelope->view;
            known->wholes++;
        } else if (envelope->body_case == BODY(VIEW_DELTA)) {
            assert_non_null(known->view);
            known->view = convert_delta_apply(&known->arena, known->view, envelope->view_delta, why, sizeof(why));
            if (!known->view) {
                fail_msg("%s", why);
            }
            known->deltas++;
        } else {
            continue;
        }
        if (!convert_view_from(scene_scenario(), known->view, &view, why, sizeof(why))) {
            fail_msg("%s", why);
        }
    }
}

/* Is it what a whole View tells? */
static void expect_whole(struct known *known, struct client *client) {
    catch_up(known, client);
    Ibar__V1__View mine = *known->view;
    client_simple(client, BODY(RESYNC), 0);
    size_t wholes = known->wholes;
    catch_up(known, client);
    assert_int_equal(known->wholes, wholes + 1);
    assert_int_equal(known->view->sequence, mine.sequence + 1);
    mine.sequence = known->view->sequence;
    size_t size = ibar__v1__view__get_packed_size(&mine);
    assert_int_equal(size, ibar__v1__view__get_packed_size(known->view));
    uint8_t *a = malloc(size), *b = malloc(size);
    ibar__v1__view__pack(&mine, a);
    ibar__v1__view__pack(known->view, b);
    assert_memory_equal(a, b, size);
    free(a);
    free(b);
}

static void play_turn(struct scene *scene, struct client *const client[SIDES]) {
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(client_commit(client[side], 0, 0)->body_case, BODY(DONE));
    }
    scene_flush(scene);
}

static void a_whole_game_in_deltas(void **state) {
    (void)state;
    struct scene *scene = begin(SCENE_MEMORY);
    struct client *client[SIDES] = {&scene->client[0], &scene->client[1], &scene->client[2]};
    struct known known[SIDES] = {0};
    while (client_last(client[0], BODY(TABLE))->table->phase != IBAR__V1__PHASE__PHASE_OVER) {
        for (int side = 0; side < SIDES; side++) {
            expect_whole(&known[side], client[side]);
            client_plan(client[side], 0); /* from the View that Resync brought */
        }
        play_turn(scene, client);
    }
    for (int side = 0; side < SIDES; side++) {
        expect_whole(&known[side], client[side]);
        assert_true(known[side].deltas >= scene_scenario()->turns - 1u);
        convert_arena_free(&known[side].arena);
    }
    scene_close(scene);
}

static void who_does_not_name_the_feature_gets_none(void **state) {
    (void)state;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, people, 0);
    struct client *client[SIDES];
    for (int side = 0; side < SIDES; side++) {
        client[side] = client_open(scene);
        assert_int_equal(hello(client[side], "Delta")->welcome->n_features, 0);
        join(client[side], scene->seat[side].token, 1, 1);
        client_ready(client[side], 0, (uint8_t)(side + 1));
    }
    for (int turn = 0; turn < 3; turn++) {
        play_turn(scene, client);
    }
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(client_count(client[side], BODY(VIEW_DELTA)), 0);
        assert_int_equal(client_count(client[side], BODY(VIEW)), 4);
    }
    scene_close(scene);
}

/* The connection breaks, and a turn passes meanwhile: what changed is told since the view that was kept. */
static void who_comes_back_is_told_what_changed(void **state) {
    (void)state;
    struct scene *scene = begin(SCENE_MEMORY);
    struct client *client[SIDES] = {&scene->client[0], &scene->client[1], &scene->client[2]};
    struct known known = {0};
    catch_up(&known, client[POLICE]);
    uint64_t sequence = known.view->sequence, hash = known.view->hash;

    client_close(client[POLICE]);
    client[POLICE] = come(scene, POLICE, sequence, hash);
    assert_int_equal(client_count(client[POLICE], BODY(VIEW)), 0);
    const Ibar__V1__ViewDelta *delta = client_last(client[POLICE], BODY(VIEW_DELTA))->view_delta;
    assert_int_equal(delta->since, sequence);
    assert_true(delta->hash == hash);
    assert_int_equal(delta->n_fields + delta->part->n_units + delta->part->n_contacts + delta->n_units_gone +
                         delta->n_contacts_gone,
                     0);
    known.looked = 0;
    catch_up(&known, client[POLICE]);
    expect_whole(&known, client[POLICE]);
    sequence = known.view->sequence;
    hash = known.view->hash;

    assert_int_equal(client_commit(client[POLICE], 0, 0)->body_case, BODY(DONE));
    client_close(client[POLICE]);
    client_commit(client[KFOR], 0, 0);
    client_commit(client[IRREGULARS], 0, 0);
    client[POLICE] = come(scene, POLICE, sequence, hash);
    delta = client_last(client[POLICE], BODY(VIEW_DELTA))->view_delta;
    assert_int_equal(delta->since, sequence);
    assert_true(delta->hash != hash);
    known.looked = 0;
    catch_up(&known, client[POLICE]);
    assert_int_equal(known.view->turn, 2);
    expect_whole(&known, client[POLICE]);
    convert_arena_free(&known.arena);
    scene_close(scene);
}

/* A view that the server does not have, or another one under that number: everything comes. */
static void who_comes_back_with_another_view_gets_all(void **state) {
    (void)state;
    struct scene *scene = begin(SCENE_MEMORY);
    const Ibar__V1__View *view = client_last(&scene->client[POLICE], BODY(VIEW))->view;
    uint64_t claims[][2] = {{view->sequence, view->hash + 1}, {0, view->hash}, {UINT64_MAX, view->hash}};
    for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]); i++) {
        struct client *again = come(scene, POLICE, claims[i][0], claims[i][1]);
        assert_int_equal(client_count(again, BODY(VIEW)), 1);
        assert_int_equal(client_count(again, BODY(VIEW_DELTA)), 0);
        client_close(again);
    }
    /* Somebody without deltas held the seat meanwhile: what he was shown is not what the first still has. */
    struct client *plain = client_seated(scene, POLICE);
    client_plan(plain, 0);
    client_close(plain);
    struct client *last = come(scene, POLICE, view->sequence, view->hash);
    assert_int_equal(client_count(last, BODY(VIEW)), 1);
    scene_close(scene);
}

/* The server has started again and kept no view; but nothing has changed. */
static void after_a_restart_the_view_of_now_is_known_by_its_hash(void **state) {
    (void)state;
    char path[] = "/tmp/ibar-deltas-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct scene *scene = begin(path);
    struct known known = {0};
    for (int i = 0; i < 3; i++) {
        client_simple(&scene->client[POLICE], BODY(RESYNC), 0);
    }
    catch_up(&known, &scene->client[POLICE]);
    uint64_t sequence = known.view->sequence;
    assert_int_equal(sequence, 4);
    scene_restart(scene);
    struct client *client = come(scene, POLICE, sequence, known.view->hash);
    const Ibar__V1__ViewDelta *delta = client_last(client, BODY(VIEW_DELTA))->view_delta;
    assert_int_equal(delta->since, sequence);
    assert_int_equal(delta->sequence, sequence + 1);
    known.looked = 0;
    catch_up(&known, client);
    expect_whole(&known, client);
    convert_arena_free(&known.arena);
    scene_close(scene);
    unlink(path);
}

/* Who looks on at one side takes them as its player does; who looks on at all gets whole Views. */
static void who_looks_on_at_one_side_takes_them(void **state) {
    (void)state;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create_as(scene, &(struct host_game){.watched = true, .delay = 1});
    scene_begin(scene);
    struct client *client[SIDES] = {&scene->client[0], &scene->client[1], &scene->client[2]}, *looking[2];
    static const unsigned seats[] = {TOKEN_WATCH_SIDE + KFOR, TOKEN_WATCH};
    for (int i = 0; i < 2; i++) {
        char token[TOKEN_TEXT];
        assert_true(host_token(scene->host, 1, seats[i], token));
        looking[i] = client_open(scene);
        hello(looking[i], "delta");
        assert_int_equal(join(looking[i], token, 0, 0)->body_case, BODY(JOINED));
    }
    struct known known = {0};
    for (int turn = 1; turn <= 4; turn++) {
        client_plan(client[KFOR], 0);
        play_turn(scene, client);
        catch_up(&known, looking[0]);
    }
    assert_int_equal(known.wholes, 1);
    assert_int_equal(known.deltas, 3);
    expect_whole(&known, looking[0]);
    assert_int_equal(client_count(looking[1], BODY(VIEW_DELTA)), 0);
    assert_int_equal(client_count(looking[1], BODY(VIEW)), 4 * SIDES);
    convert_arena_free(&known.arena);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_game_in_deltas),
        cmocka_unit_test(who_does_not_name_the_feature_gets_none),
        cmocka_unit_test(who_comes_back_is_told_what_changed),
        cmocka_unit_test(who_comes_back_with_another_view_gets_all),
        cmocka_unit_test(after_a_restart_the_view_of_now_is_known_by_its_hash),
        cmocka_unit_test(who_looks_on_at_one_side_takes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
