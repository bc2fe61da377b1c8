/* Promise: three clients play a whole game through bytes alone; each gets one answer to each request, its own
 * side's view and nobody else's, and at the end the same results and a record that proves the game. */
#include "scene.h"

#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const people[SIDES] = {NULL, NULL, NULL};

static const struct scenario *find(void *ctx, const char *id) {
    (void)ctx;
    return strcmp(id, scene_scenario()->id) == 0 ? scene_scenario() : NULL;
}

static bool is_over(const struct client *client) {
    return client_last(client, BODY(TABLE))->table->phase == IBAR__V1__PHASE__PHASE_OVER;
}

/* All that a client heard is of its own side: own units only in the view, no event named as another's unit.
 */
static void expect_own_side_only(const struct client *client, int side) {
    static struct view view;
    char why[300];
    uint64_t sequence = 0;
    for (size_t i = 0; i < client->count; i++) {
        const Ibar__V1__Envelope *envelope = client->inbox[i];
        if (envelope->body_case == BODY(VIEW)) {
            assert_true(convert_view_from(scene_scenario(), envelope->view, &view, why, sizeof(why)));
            assert_int_equal(view.side, side);
            assert_int_equal(envelope->view->sequence, ++sequence);
            for (unsigned j = 0; j < view.units; j++) {
                assert_int_equal(scene_scenario()->roster[view.unit[j].unit].side, side);
            }
        } else if (envelope->body_case == BODY(REPORT)) {
            for (size_t j = 0; j < envelope->report->n_events; j++) {
                struct event event;
                assert_true(convert_event_from(scene_scenario(), envelope->report->events[j], &event));
                const struct unit_ref *refs[] = {&event.unit, &event.other};
                for (unsigned k = 0; k < 2; k++) {
                    assert_true(refs[k]->kind != REF_UNIT ||
                                scene_scenario()->roster[refs[k]->id].side == side);
                }
            }
        }
    }
}

/* Fetches the record in pieces. */
static char *record_fetch(struct client *client, size_t *size) {
    char *text = NULL;
    *size = 0;
    size_t total = 1;
    while (*size < total) {
        Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
        Ibar__V1__RecordRequest request = IBAR__V1__RECORD_REQUEST__INIT;
        envelope.body_case = BODY(RECORD_REQUEST);
        envelope.record_request = &request;
        request.offset = *size;
        const Ibar__V1__Envelope *answer = client_ask(client, &envelope);
        assert_int_equal(answer->body_case, BODY(RECORD));
        assert_int_equal(answer->record->offset, *size);
        assert_true(answer->record->text.len > 0);
        total = answer->record->total;
        text = realloc(text, total);
        memcpy(text + *size, answer->record->text.data, answer->record->text.len);
        *size += answer->record->text.len;
    }
    return text;
}

static void expect_same_end(struct scene *scene) {
    const Ibar__V1__Over *over = client_last(&scene->client[0], BODY(OVER))->over;
    for (int side = 0; side < SIDES; side++) {
        const Ibar__V1__Over *own = client_last(&scene->client[side], BODY(OVER))->over;
        assert_int_equal(client_count(&scene->client[side], BODY(OVER)), 1);
        assert_int_equal(own->n_results, SIDES);
        for (int i = 0; i < SIDES; i++) {
            assert_int_equal(own->results[i]->points, over->results[i]->points);
            assert_int_equal(own->results[i]->place, over->results[i]->place);
        }
        /* The secret that was sealed at the start is told now. */
        uint8_t seal[SEAL_BYTES];
        assert_int_equal(own->secret.len, SEAL_SECRET_BYTES);
        seal_make(own->secret.data, seal);
        const Ibar__V1__Joined *joined = client_last(&scene->client[side], BODY(JOINED))->joined;
        assert_memory_equal(joined->seal.data, seal, SEAL_BYTES);
        assert_int_equal(own->nonces[side].data[0], side + 1);
    }
}

static void play_whole_game(const char *path) {
    struct scene *scene = scene_open(path);
    scene_create(scene, people, 0);
    scene_begin(scene);
    unsigned orders = 0;
    while (!is_over(&scene->client[0])) {
        for (int side = 0; side < SIDES; side++) {
            orders += client_plan(&scene->client[side], 0);
        }
        for (int side = 0; side < SIDES; side++) {
            assert_int_equal(client_commit(&scene->client[side], 0, 0)->body_case, BODY(DONE));
        }
    }
    assert_true(orders > 50);
    expect_same_end(scene);
    for (int side = 0; side < SIDES; side++) {
        struct client *client = &scene->client[side];
        assert_int_equal(client_count(client, BODY(REPORT)), scene_scenario()->turns);
        expect_own_side_only(client, side);
        for (uint64_t id = 1; id < client->next_id; id++) {
            assert_int_equal(client->answers[id], 1);
        }
        size_t size;
        char *record = record_fetch(client, &size);
        char why[400];
        if (!record_verify(record, size, find, NULL, why, sizeof(why))) {
            fail_msg("%s", why);
        }
        free(record);
    }
    struct host_counters counters;
    host_count(scene->host, &counters);
    assert_int_equal(counters.orders, orders);
    assert_int_equal(counters.turns, scene_scenario()->turns);
    assert_int_equal(counters.seats_connected, SIDES);
    scene_close(scene);
}

static void a_game_in_memory(void **ignored) {
    (void)ignored;
    play_whole_game(SCENE_MEMORY);
}

static void a_game_on_disk(void **ignored) {
    (void)ignored;
    char folder[] = "/tmp/ibar-play-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    play_whole_game(path);
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-tail"};
    for (unsigned i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char name[80];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
    assert_int_equal(rmdir(folder), 0);
}

static void a_game_across_restarts(void **ignored) {
    (void)ignored;
    char folder[] = "/tmp/ibar-play-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    struct scene *scene = scene_open(path);
    scene_create(scene, people, 0);
    scene_begin(scene);
    bool over = false;
    static struct view before, after;
    while (!over) {
        for (int side = 0; side < SIDES; side++) {
            client_plan(&scene->client[side], 0);
        }
        /* What was acknowledged is there after the process was killed, plan and all. */
        assert_int_equal(client_simple(&scene->client[0], BODY(RESYNC), 0)->body_case, BODY(DONE));
        client_view(&scene->client[0], 0, &before);
        scene_restart(scene);
        for (size_t i = 0; i < scene->clients; i++) {
            for (size_t j = 0; j < scene->client[i].count; j++) {
                convert_envelope_free(scene->client[i].inbox[j]);
            }
        }
        memset(scene->client, 0, sizeof(scene->client));
        scene->clients = 0;
        for (int side = 0; side < SIDES; side++) {
            client_seated(scene, side);
        }
        client_view(&scene->client[0], 0, &after);
        assert_int_equal(view_hash(&before), view_hash(&after));
        for (int side = 0; side < SIDES; side++) {
            client_commit(&scene->client[side], 0, 0);
        }
        over = is_over(&scene->client[0]);
    }
    scene_close(scene);
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-tail"};
    for (unsigned i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char name[80];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
    assert_int_equal(rmdir(folder), 0);
}

static void one_person_against_computers(void **ignored) {
    (void)ignored;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, (const char *[]){NULL, "scripted", "random"}, 0);
    assert_string_equal(scene->seat[KFOR].token, "");
    struct client *client = client_seated(scene, POLICE);
    client_ready(client, 0, 9);
    while (!is_over(client)) {
        client_plan(client, 0);
        client_commit(client, 0, 0);
    }
    expect_own_side_only(client, POLICE);
    assert_int_equal(client_last(client, BODY(OVER))->over->nonces[KFOR].len, 0);
    scene_close(scene);
}

static void three_seats_on_one_connection(void **ignored) {
    (void)ignored;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, people, 0);
    struct client *client = client_open(scene);
    client_hello(client);
    unsigned seat[SIDES];
    for (int side = 0; side < SIDES; side++) {
        seat[side] = client_join(client, scene->seat[side].token, "")->joined->seat;
        assert_int_equal(client_ready(client, seat[side], (uint8_t)side)->body_case, BODY(DONE));
    }
    static struct view view;
    while (!is_over(client)) {
        for (int side = 0; side < SIDES; side++) {
            client_view(client, seat[side], &view);
            assert_int_equal(view.side, side);
            client_plan(client, seat[side]);
        }
        for (int side = 0; side < SIDES; side++) {
            client_commit(client, seat[side], 0);
        }
    }
    assert_int_equal(client_count(client, BODY(OVER)), SIDES);
    scene_close(scene);
}

static void the_clock_ends_the_order_phase(void **ignored) {
    (void)ignored;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, people, 30);
    scene_begin(scene);
    struct client *police = &scene->client[POLICE];
    assert_int_equal(client_last(police, BODY(TABLE))->table->remaining_ms, 30000);
    client_plan(police, 0);
    client_commit(police, 0, 0);
    scene->now_ms += 10000;
    assert_int_equal(host_step(scene->host, scene->now_ms), 20000);
    client_simple(police, BODY(RESYNC), 0);
    assert_int_equal(client_last(police, BODY(TABLE))->table->remaining_ms, 20000);
    scene->now_ms += 20000;
    scene_flush(scene);
    assert_int_equal(client_last(police, BODY(TABLE))->table->turn, 2);
    assert_int_equal(client_last(police, BODY(REPORT))->report->turn, 1);
    assert_int_equal(client_last(&scene->client[KFOR], BODY(VIEW))->view->turn, 2);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_game_in_memory),
        cmocka_unit_test(a_game_on_disk),
        cmocka_unit_test(a_game_across_restarts),
        cmocka_unit_test(one_person_against_computers),
        cmocka_unit_test(three_seats_on_one_connection),
        cmocka_unit_test(the_clock_ends_the_order_phase),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
