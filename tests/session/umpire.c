/* Promise: the umpire pauses, amends, goes back; each is told to all with its reason, what a side must not see only to
 * him and after the end; nobody else can; it is there after a restart. */
#include "scene.h"

#include "table/ruling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { UMPIRE = SIDES };

/* Players are clients 0 to 2, the umpire is client 3. */
static struct scene *game_open(const char *path, unsigned turn_seconds) {
    struct scene *scene = scene_open(path);
    scene_create_as(scene, &(struct host_game){.umpired = true, .watched = true, .delay = 1, .turn_seconds = turn_seconds});
    scene_begin(scene);
    client_placed(scene, TOKEN_UMPIRE);
    return scene;
}

static const Ibar__V1__Envelope *pause_ask(struct client *client, bool paused, const char *reason) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Pause message = IBAR__V1__PAUSE__INIT;
    envelope.body_case = BODY(PAUSE);
    envelope.pause = &message;
    message.paused = paused;
    message.reason = (char *)reason;
    return client_ask(client, &envelope);
}

static const Ibar__V1__Envelope *amend_ask(struct client *client, Ibar__V1__Amend message) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = BODY(AMEND);
    envelope.amend = &message;
    return client_ask(client, &envelope);
}

static const Ibar__V1__Envelope *rewind_ask(struct client *client, unsigned turn, const char *reason) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Rewind message = IBAR__V1__REWIND__INIT;
    envelope.body_case = BODY(REWIND);
    envelope.rewind = &message;
    message.turn = turn;
    message.reason = (char *)reason;
    return client_ask(client, &envelope);
}

static Ibar__V1__Amend amend_of(const char *kind, const char *reason) {
    Ibar__V1__Amend message = IBAR__V1__AMEND__INIT;
    message.kind = (char *)kind;
    message.reason = (char *)reason;
    return message;
}

static const Ibar__V1__Ruling *ruling(const struct client *client) {
    const Ibar__V1__Envelope *last = client_last(client, BODY(RULING));
    return last ? last->ruling : NULL;
}

static const Ibar__V1__View *view_of(const struct client *client, int side) {
    for (size_t i = client->count; i > 0; i--) {
        if (client->inbox[i - 1]->body_case == BODY(VIEW) && (int)client->inbox[i - 1]->view->side == side) {
            return client->inbox[i - 1]->view;
        }
    }
    fail_msg("No view of side %d came.", side);
    return NULL;
}

static void turn_play(struct scene *scene) {
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(client_commit(&scene->client[side], 0, 0)->body_case, BODY(DONE));
    }
}

static unsigned turn_now(const struct scene *scene) {
    return client_last(&scene->client[POLICE], BODY(TABLE))->table->turn;
}

/* S-UMPIRE-2: pausing, amending and going back are the umpire's alone. */
static void nobody_else_is_umpire(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    struct client *others[] = {&scene->client[POLICE], client_placed(scene, TOKEN_HOST),
                               client_placed(scene, TOKEN_WATCH)};
    uint64_t journal = store_last(scene->store);
    for (int i = 0; i < 3; i++) {
        expect_error(pause_ask(others[i], true, "x"), CODE(FORBIDDEN), "role", "Pause is for the umpire");
        expect_error(amend_ask(others[i], amend_of("remove", "x")), CODE(FORBIDDEN), "role", "Amend is for the umpire");
        expect_error(rewind_ask(others[i], 1, "x"), CODE(FORBIDDEN), "role", "Rewind is for the umpire");
    }
    assert_int_equal(store_last(scene->store), journal);
    scene_close(scene);
}

/* Clocks stand still while the game is paused; committing goes on, and the turn is played with the end of the pause. */
static void a_pause_stops_clock_and_turn(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 60);
    struct client *umpire = &scene->client[UMPIRE], *police = &scene->client[POLICE];
    scene->now_ms += 20000;
    assert_int_equal(pause_ask(umpire, true, "Dinner.")->body_case, BODY(DONE));
    const Ibar__V1__Table *table = client_last(police, BODY(TABLE))->table;
    assert_true(table->paused);
    assert_int_equal(table->remaining_ms, 40000);
    assert_string_equal(ruling(police)->kind, "pause");
    assert_string_equal(ruling(police)->reason, "Dinner.");
    scene->now_ms += 3600000;
    scene_flush(scene);
    assert_int_equal(turn_now(scene), 1);
    turn_play(scene);
    assert_int_equal(turn_now(scene), 1);
    assert_int_equal(pause_ask(umpire, false, "")->body_case, BODY(DONE));
    assert_string_equal(ruling(police)->kind, "resume");
    assert_int_equal(turn_now(scene), 2);
    assert_false(client_last(police, BODY(TABLE))->table->paused);
    scene_close(scene);
}

/* S-UMPIRE-3: all are told that the umpire changed something and why, the umpire alone what. */
static void an_amendment_changes_the_truth_and_is_told(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    struct client *umpire = &scene->client[UMPIRE];
    const Ibar__V1__View *before = view_of(umpire, KFOR);
    Ibar__V1__Amend message = amend_of("points", "The bridge was reached in time.");
    message.side = (char *)"kfor";
    message.value = 3;
    int32_t points = before->points;
    assert_int_equal(amend_ask(umpire, message)->body_case, BODY(DONE));
    assert_int_equal(view_of(umpire, KFOR)->points, points + 3);
    assert_int_equal(view_of(&scene->client[KFOR], KFOR)->points, points + 3);
    for (int side = 0; side < SIDES; side++) {
        const Ibar__V1__Ruling *told = ruling(&scene->client[side]);
        assert_string_equal(told->kind, "amend");
        assert_int_equal(told->number, 1);
        assert_int_equal(told->turn, 1);
        assert_string_equal(told->reason, "The bridge was reached in time.");
        assert_string_equal(told->text, "");
    }
    assert_true(strlen(ruling(umpire)->text) > 0);
    /* What changes only what all see is told to all at once. */
    message = amend_of("track", "The crowd heard of it.");
    message.index = TRACK_TENSION;
    message.value = view_of(umpire, KFOR)->track[TRACK_TENSION] + 1;
    assert_int_equal(amend_ask(umpire, message)->body_case, BODY(DONE));
    assert_int_equal(view_of(&scene->client[POLICE], POLICE)->track[TRACK_TENSION], message.value);
    assert_string_equal(ruling(&scene->client[POLICE])->text, ruling(umpire)->text);
    assert_true(strlen(ruling(umpire)->text) > 0);
    /* Who comes later is told as well. */
    struct client *late = client_seated(scene, KFOR);
    assert_int_equal(client_count(late, BODY(RULING)), 2);
    assert_string_equal(ruling(late)->reason, "The crowd heard of it.");
    scene_close(scene);
}

static void what_was_kept_is_told_after_the_end(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    Ibar__V1__Amend message = amend_of("points", "A wrong sum.");
    message.side = (char *)"police";
    message.value = -2;
    amend_ask(&scene->client[UMPIRE], message);
    struct client *spectator = client_placed(scene, TOKEN_WATCH);
    assert_string_equal(ruling(spectator)->text, "");
    while (!client_last(&scene->client[POLICE], BODY(OVER))) {
        turn_play(scene);
    }
    assert_string_equal(ruling(spectator)->text, ruling(&scene->client[UMPIRE])->text);
    assert_string_equal(ruling(&scene->client[KFOR])->text, ruling(spectator)->text);
    assert_true(strlen(ruling(spectator)->text) > 0);
    scene_close(scene);
}

static void amendments_that_make_no_sense_are_refused(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    struct client *umpire = &scene->client[UMPIRE];
    uint64_t journal = store_last(scene->store);
    size_t heard = scene->client[KFOR].count;
    expect_error(amend_ask(umpire, amend_of("weather", "x")), CODE(MALFORMED), "amend.kind",
                 "no amendment \"weather\"");
    expect_error(amend_ask(umpire, amend_of("remove", "")), CODE(MALFORMED), "amend.reason", "1 to 200 bytes");
    expect_error(amend_ask(umpire, amend_of("remove", "a\nb")), CODE(MALFORMED), "amend.reason", "not fit");
    expect_error(amend_ask(umpire, amend_of("points", "x")), CODE(MALFORMED), "amend.side", "no side \"\"");
    Ibar__V1__Amend message = amend_of("steps", "x");
    message.unit = 70000;
    expect_error(amend_ask(umpire, message), CODE(MALFORMED), "amend.unit", "out of all range");
    message.unit = 60000;
    expect_error(amend_ask(umpire, message), CODE(REFUSED), "amend", "60000");
    message.unit = 0;
    message.index = 256;
    expect_error(amend_ask(umpire, message), CODE(MALFORMED), "amend.index", "out of all range");
    message.index = 0;
    message.value = 40000;
    expect_error(amend_ask(umpire, message), CODE(MALFORMED), "amend.value", "out of all range");
    message.value = 99;
    expect_error(amend_ask(umpire, message), CODE(REFUSED), "amend", "");
    message.value = 0;
    message.hex = 70000;
    expect_error(amend_ask(umpire, message), CODE(MALFORMED), "amend.hex", "out of all range");
    assert_int_equal(store_last(scene->store), journal);
    assert_int_equal(scene->client[KFOR].count, heard);
    turn_play(scene);
    message = amend_of("points", "x");
    message.side = (char *)"kfor";
    message.value = 1;
    message.turn = 1;
    expect_error(amend_ask(umpire, message), CODE(LATE), "amend.turn", "the game is in turn 2");
    scene_close(scene);
}

static void going_back_gives_the_turn_again(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    struct client *umpire = &scene->client[UMPIRE], *spectator = client_placed(scene, TOKEN_WATCH);
    uint64_t second = 0;
    for (unsigned turn = 1; turn <= 4; turn++) {
        for (int side = 0; side < SIDES; side++) {
            client_plan(&scene->client[side], 0);
        }
        turn_play(scene);
        second = turn == 1 ? view_of(&scene->client[POLICE], POLICE)->hash : second;
    }
    assert_int_equal(turn_now(scene), 5);
    assert_int_equal(view_of(spectator, KFOR)->turn, 4);
    assert_int_equal(rewind_ask(umpire, 2, "Somebody lost the line.")->body_case, BODY(DONE));
    assert_int_equal(turn_now(scene), 2);
    assert_int_equal(view_of(&scene->client[POLICE], POLICE)->hash, second);
    assert_string_equal(ruling(&scene->client[KFOR])->kind, "rewind");
    assert_string_equal(ruling(&scene->client[KFOR])->reason, "Somebody lost the line.");
    assert_int_equal(view_of(spectator, KFOR)->turn, 1);
    turn_play(scene);
    assert_int_equal(turn_now(scene), 3);
    expect_error(rewind_ask(umpire, 4, "x"), CODE(MALFORMED), "rewind.turn", "from 1 to 3");
    expect_error(rewind_ask(umpire, 0, "x"), CODE(MALFORMED), "rewind.turn", "cannot go back to turn 0");
    expect_error(rewind_ask(umpire, UINT32_MAX, "x"), CODE(MALFORMED), "rewind.turn", "from 1 to 3");
    expect_error(rewind_ask(umpire, 2, ""), CODE(MALFORMED), "rewind.reason", "1 to 200 bytes");
    scene_close(scene);
}

static const Ibar__V1__Over *over(const struct client *client) {
    const Ibar__V1__Envelope *last = client_last(client, BODY(OVER));
    return last ? last->over : NULL;
}

static void expect_seals(const ProtobufCBinaryData *seal, const ProtobufCBinaryData *secret) {
    uint8_t made[SEAL_BYTES];
    assert_int_equal(secret->len, SEAL_SECRET_BYTES);
    assert_int_equal(seal->len, SEAL_BYTES);
    seal_make(secret->data, made);
    assert_memory_equal(made, seal->data, SEAL_BYTES);
}

/* S-DICE-1: the secret of what is played after the end was sealed before, and is not told until the next end. */
static void going_back_from_the_end_seals_the_dice_anew(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    struct client *police = &scene->client[POLICE];
    while (!over(police)) {
        turn_play(scene);
    }
    const Ibar__V1__Over *first = over(police);
    expect_seals(&client_last(police, BODY(JOINED))->joined->seal, &first->secret);
    assert_int_equal(first->n_later_secrets, 0);
    assert_int_equal(rewind_ask(&scene->client[UMPIRE], 2, "The end was too early.")->body_case, BODY(DONE));
    assert_int_equal(ruling(police)->seal.len, SEAL_BYTES);
    assert_memory_equal(ruling(police)->seal.data, first->secret.data, SEAL_BYTES);
    assert_non_null(strstr(ruling(police)->text, "a secret that was not told"));
    while (over(police) == first) {
        turn_play(scene);
    }
    assert_memory_equal(over(police)->secret.data, first->secret.data, SEAL_SECRET_BYTES);
    assert_int_equal(over(police)->n_later_secrets, 1);
    expect_seals(&ruling(police)->seal, &over(police)->later_secrets[0]);
    scene_close(scene);
}

static void the_umpire_sees_a_plan_when_it_is_committed(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    struct client *umpire = &scene->client[UMPIRE];
    assert_true(client_plan(&scene->client[KFOR], 0) > 0);
    assert_int_equal(view_of(umpire, KFOR)->n_plan, 0);
    client_commit(&scene->client[KFOR], 0, 0);
    assert_true(view_of(umpire, KFOR)->n_plan > 0);
    assert_int_equal(view_of(umpire, POLICE)->n_plan, 0);
    scene_close(scene);
}

static void rulings_are_there_after_a_restart(void **state) {
    (void)state;
    char path[] = "/tmp/ibar-umpire-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct scene *scene = game_open(path, 60);
    Ibar__V1__Amend message = amend_of("points", "A wrong sum.");
    message.side = (char *)"kfor";
    message.value = 4;
    turn_play(scene);
    amend_ask(&scene->client[UMPIRE], message);
    int32_t points = view_of(&scene->client[KFOR], KFOR)->points;
    pause_ask(&scene->client[UMPIRE], true, "Dinner.");
    scene_restart(scene);
    struct client *kfor = client_seated(scene, KFOR), *umpire = client_placed(scene, TOKEN_UMPIRE);
    assert_int_equal(client_count(kfor, BODY(RULING)), 2);
    assert_string_equal(ruling(kfor)->reason, "Dinner.");
    assert_int_equal(view_of(kfor, KFOR)->points, points);
    assert_true(client_last(kfor, BODY(TABLE))->table->paused);
    assert_int_equal(client_count(umpire, BODY(RULING)), 2);
    pause_ask(umpire, false, "");
    assert_int_equal(client_count(kfor, BODY(RULING)), 3);
    scene_close(scene);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

/* S-RATE-4: what is told again costs by how much it is. */
static void being_told_all_again_counts_by_how_much_it_is(void **state) {
    (void)state;
    struct scene *scene = game_open(SCENE_MEMORY, 0);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Resync resync = IBAR__V1__RESYNC__INIT;
    uint8_t bytes[64];
    envelope.id = 1000;
    envelope.body_case = BODY(RESYNC);
    envelope.resync = &resync;
    size_t size = ibar__v1__envelope__pack(&envelope, bytes);
    struct client *police = &scene->client[POLICE], *umpire = &scene->client[UMPIRE];
    police->next_id = umpire->next_id = 1001;
    assert_int_equal(session_receive(police->session, bytes, size, scene->now_ms), 1);
    assert_int_equal(session_receive(umpire->session, bytes, size, scene->now_ms), SIDES);
    for (unsigned i = 0; i < 100; i++) {
        assert_int_equal(pause_ask(umpire, i % 2 == 0, "Tea.")->body_case, BODY(DONE));
    }
    police->answers[1000] = umpire->answers[1000] = 0;
    assert_int_equal(session_receive(police->session, bytes, size, scene->now_ms), 3);
    assert_int_equal(session_receive(umpire->session, bytes, size, scene->now_ms), SIDES + 2);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_else_is_umpire),
        cmocka_unit_test(a_pause_stops_clock_and_turn),
        cmocka_unit_test(an_amendment_changes_the_truth_and_is_told),
        cmocka_unit_test(what_was_kept_is_told_after_the_end),
        cmocka_unit_test(amendments_that_make_no_sense_are_refused),
        cmocka_unit_test(going_back_gives_the_turn_again),
        cmocka_unit_test(going_back_from_the_end_seals_the_dice_anew),
        cmocka_unit_test(the_umpire_sees_a_plan_when_it_is_committed),
        cmocka_unit_test(rulings_are_there_after_a_restart),
        cmocka_unit_test(being_told_all_again_counts_by_how_much_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
