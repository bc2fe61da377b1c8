/* Promise: what is said reaches those it is for and nobody else, in every phase; who comes back finds the last
 * lines; nothing said is lost in a restart. */
#include "scene.h"

#include "table/chat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const Ibar__V1__Envelope *say(struct client *client, const char *text, const char *to) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Say line = IBAR__V1__SAY__INIT;
    envelope.body_case = BODY(SAY);
    envelope.say = &line;
    line.text = (char *)text;
    line.to = (char *)to;
    return client_ask(client, &envelope);
}

static const Ibar__V1__Envelope *say_to_watchers(struct client *client, const char *text) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Say line = IBAR__V1__SAY__INIT;
    envelope.body_case = BODY(SAY);
    envelope.say = &line;
    line.text = (char *)text;
    line.watchers = true;
    return client_ask(client, &envelope);
}

static const Ibar__V1__Said *heard(const struct client *client) {
    const Ibar__V1__Envelope *last = client_last(client, BODY(SAID));
    return last ? last->said : NULL;
}

static struct scene *people(const char *path) {
    struct scene *scene = scene_open(path);
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    return scene;
}

static void a_line_reaches_all(void **state) {
    (void)state;
    struct scene *scene = people(SCENE_MEMORY);
    scene_begin(scene);
    assert_int_equal(say(&scene->client[POLICE], "Dobro jutro. Mirëmëngjes.", "")->body_case, BODY(DONE));
    for (int side = 0; side < SIDES; side++) {
        const Ibar__V1__Said *said = heard(&scene->client[side]);
        assert_non_null(said);
        assert_string_equal(said->text, "Dobro jutro. Mirëmëngjes.");
        assert_string_equal(said->side, "police");
        assert_string_equal(said->to, "");
        assert_int_equal(said->turn, 1);
        assert_int_equal(said->number, 1);
    }
    scene_close(scene);
}

/* Two sides talk; the third hears nothing, and the numbers of its own lines tell nothing. */
static void a_line_to_one_side_is_for_that_side_alone(void **state) {
    (void)state;
    struct scene *scene = people(SCENE_MEMORY);
    scene_begin(scene);
    for (int i = 0; i < 3; i++) {
        say(&scene->client[POLICE], "We call you this turn.", "kfor");
    }
    assert_int_equal(client_count(&scene->client[KFOR], BODY(SAID)), 3);
    assert_int_equal(client_count(&scene->client[POLICE], BODY(SAID)), 3);
    assert_string_equal(heard(&scene->client[KFOR])->to, "kfor");
    assert_int_equal(client_count(&scene->client[IRREGULARS], BODY(SAID)), 0);
    say(&scene->client[KFOR], "Good morning.", "");
    assert_int_equal(heard(&scene->client[IRREGULARS])->number, 1);
    assert_int_equal(heard(&scene->client[POLICE])->number, 4);
    client_close(&scene->client[IRREGULARS]);
    struct client *back = client_seated(scene, IRREGULARS);
    assert_int_equal(client_count(back, BODY(SAID)), 1);
    scene_close(scene);
}

static void bad_lines_are_refused_with_a_reason(void **state) {
    (void)state;
    char longer[CHAT_TEXT_MAX + 2];
    struct scene *scene = people(SCENE_MEMORY);
    scene_begin(scene);
    struct client *client = &scene->client[POLICE];
    memset(longer, 'a', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    expect_error(say(client, longer, ""), CODE(MALFORMED), "say.text", "1 to 300 bytes");
    expect_error(say(client, "", ""), CODE(MALFORMED), "say.text", "empty");
    expect_error(say(client, "two\nlines", ""), CODE(MALFORMED), "say.text", "control characters");
    expect_error(say(client, "\xc0\x80", ""), CODE(MALFORMED), "say.text", "UTF-8");
    expect_error(say(client, "Hello?", "press"), CODE(MALFORMED), "say.to", "another side of this game");
    expect_error(say(client, "Hello?", "police"), CODE(MALFORMED), "say.to", "another side of this game");
    for (int side = 0; side < SIDES; side++) {
        assert_null(heard(&scene->client[side]));
    }
    longer[CHAT_TEXT_MAX] = '\0';
    assert_int_equal(say(client, longer, "")->body_case, BODY(DONE));
    scene_close(scene);
}

static void nobody_speaks_to_a_computer(void **state) {
    (void)state;
    struct scene *scene = scene_open(SCENE_MEMORY);
    scene_create(scene, (const char *[]){NULL, "scripted", "scripted"}, 0);
    struct client *client = client_seated(scene, POLICE);
    expect_error(say(client, "Hello?", "kfor"), CODE(REFUSED), "say.to", "A computer plays KFOR");
    assert_int_equal(say(client, "Anybody there?", "")->body_case, BODY(DONE));
    assert_int_equal(heard(client)->turn, 0); /* the game has not begun */
    scene_close(scene);
}

static void a_side_says_so_many_lines_and_no_more(void **state) {
    (void)state;
    struct scene *scene = people(SCENE_MEMORY);
    scene_begin(scene);
    struct client *client = &scene->client[POLICE];
    client_close(&scene->client[KFOR]);
    client_close(&scene->client[IRREGULARS]);
    for (int i = 0; i < CHAT_SAID_MAX; i++) {
        assert_int_equal(say(client, "And another thing.", "kfor")->body_case, BODY(DONE));
    }
    expect_error(say(client, "One more.", "kfor"), CODE(LIMIT), "say", "the most allowed");
    struct client *back = client_seated(scene, KFOR);
    assert_int_equal(client_count(back, BODY(SAID)), CHAT_KEPT);
    assert_int_equal(heard(back)->number, CHAT_SAID_MAX);
    scene_close(scene);
}

/* However much two sides say to each other, the third finds its own last lines when it comes back. */
static void private_lines_do_not_push_out_those_of_others(void **state) {
    (void)state;
    struct scene *scene = people(SCENE_MEMORY);
    scene_begin(scene);
    say(&scene->client[IRREGULARS], "Nobody shoots first?", "");
    for (int i = 0; i < 3 * CHAT_KEPT; i++) {
        say(&scene->client[POLICE], "We call you this turn.", "kfor");
    }
    client_close(&scene->client[IRREGULARS]);
    struct client *back = client_seated(scene, IRREGULARS);
    assert_int_equal(client_count(back, BODY(SAID)), 1);
    assert_string_equal(heard(back)->text, "Nobody shoots first?");
    scene_close(scene);
}

enum { UMPIRE = SIDES, HOST, ONE_SIDE, ALL_SIDES, PLACES };

/* Clients 0-2 play, then come the umpire, a host who does not play, and two spectators. */
static struct scene *house_full(const char *path) {
    struct scene *scene = scene_open(path);
    scene_create_as(scene, &(struct host_game){.watched = true, .umpired = true, .delay = 1});
    scene_begin(scene);
    client_placed(scene, TOKEN_UMPIRE);
    client_placed(scene, TOKEN_HOST);
    client_placed(scene, TOKEN_WATCH_SIDE + KFOR);
    client_placed(scene, TOKEN_WATCH);
    return scene;
}

static void game_end(struct scene *scene) {
    while (!client_last(&scene->client[POLICE], BODY(OVER))) {
        for (int side = 0; side < SIDES; side++) {
            assert_int_equal(client_commit(&scene->client[side], 0, 0)->body_case, BODY(DONE));
        }
    }
}

/* S-WATCH-3: who looks on may have seen what a side must not: no player hears a spectator before the end. */
static void spectators_are_heard_by_who_looks_on_alone(void **state) {
    (void)state;
    struct scene *scene = house_full(SCENE_MEMORY);
    struct client *spectator = &scene->client[ALL_SIDES];
    expect_error(say(spectator, "They are behind the bridge!", ""), CODE(REFUSED), "say.to", "set watchers");
    expect_error(say(spectator, "They are behind the bridge!", "kfor"), CODE(REFUSED), "say.to", "set watchers");
    assert_int_equal(say_to_watchers(spectator, "They are behind the bridge!")->body_case, BODY(DONE));
    for (int place = UMPIRE; place < PLACES; place++) {
        const Ibar__V1__Said *said = heard(&scene->client[place]);
        assert_non_null(said);
        assert_true(said->watchers);
        assert_int_equal(said->role, IBAR__V1__ROLE__ROLE_SPECTATOR);
        assert_string_equal(said->name, "Observer");
        assert_string_equal(said->side, "");
    }
    for (int side = 0; side < SIDES; side++) {
        assert_null(heard(&scene->client[side]));
    }
    /* Neither do the numbers of a side's lines tell of it, nor does who comes back find it. */
    assert_int_equal(say(&scene->client[POLICE], "Good morning.", "")->body_case, BODY(DONE));
    assert_int_equal(heard(&scene->client[KFOR])->number, 1);
    assert_int_equal(heard(spectator)->number, 2);
    client_close(&scene->client[KFOR]);
    struct client *back = client_seated(scene, KFOR);
    assert_int_equal(client_count(back, BODY(SAID)), 1);
    scene_close(scene);
}

static void after_the_end_spectators_speak_to_all(void **state) {
    (void)state;
    struct scene *scene = house_full(SCENE_MEMORY);
    say_to_watchers(&scene->client[ONE_SIDE], "This ends badly.");
    game_end(scene);
    assert_int_equal(client_count(&scene->client[POLICE], BODY(SAID)), 0);
    assert_int_equal(say(&scene->client[ONE_SIDE], "Well played.", "")->body_case, BODY(DONE));
    for (int side = 0; side < SIDES; side++) {
        assert_int_equal(client_count(&scene->client[side], BODY(SAID)), 1);
        assert_string_equal(heard(&scene->client[side])->text, "Well played.");
    }
    scene_close(scene);
}

/* S-WATCH-3: the host often plays too; then he hears no more than a player. */
static void a_host_who_plays_does_not_hear_spectators(void **state) {
    (void)state;
    struct scene *scene = house_full(SCENE_MEMORY);
    struct client *host = &scene->client[HOST], *spectator = &scene->client[ALL_SIDES];
    assert_int_equal(client_join(host, scene->seat[KFOR].token, "Host")->body_case, BODY(JOINED));
    say_to_watchers(spectator, "They are behind the bridge!");
    assert_int_equal(client_count(host, BODY(SAID)), 0);
    client_close(host);
    char token[TOKEN_TEXT];
    assert_true(host_token(scene->host, 1, TOKEN_HOST, token));
    struct client *back = client_seated(scene, KFOR);
    client_join(back, token, "Host");
    assert_int_equal(client_count(back, BODY(SAID)), 0);
    scene_close(scene);
}

static void umpire_and_host_speak_to_all(void **state) {
    (void)state;
    struct scene *scene = house_full(SCENE_MEMORY);
    static const Ibar__V1__Role roles[] = {IBAR__V1__ROLE__ROLE_UMPIRE, IBAR__V1__ROLE__ROLE_HOST};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(say(&scene->client[UMPIRE + i], "Ten minutes more.", "")->body_case, BODY(DONE));
        for (int place = 0; place < PLACES; place++) {
            assert_int_equal(client_count(&scene->client[place], BODY(SAID)), (size_t)i + 1);
            assert_int_equal(heard(&scene->client[place])->role, roles[i]);
            assert_string_equal(heard(&scene->client[place])->side, "");
        }
    }
    expect_error(say(&scene->client[HOST], "Psst.", "kfor"), CODE(REFUSED), "say.to", "Only players and the umpire");
    expect_error(say_to_watchers(&scene->client[POLICE], "Psst."), CODE(REFUSED), "say.watchers", "speak to all");
    assert_int_equal(say_to_watchers(&scene->client[HOST], "Welcome.")->body_case, BODY(DONE));
    assert_int_equal(client_count(&scene->client[POLICE], BODY(SAID)), 2);
    assert_int_equal(client_count(&scene->client[ONE_SIDE], BODY(SAID)), 3);
    scene_close(scene);
}

static void the_umpire_speaks_to_one_side(void **state) {
    (void)state;
    struct scene *scene = house_full(SCENE_MEMORY);
    assert_int_equal(say(&scene->client[UMPIRE], "That road is closed to you.", "kfor")->body_case, BODY(DONE));
    for (int place = 0; place < PLACES; place++) {
        assert_int_equal(client_count(&scene->client[place], BODY(SAID)), place == KFOR || place == UMPIRE);
    }
    assert_string_equal(heard(&scene->client[KFOR])->to, "kfor");
    assert_int_equal(heard(&scene->client[KFOR])->role, IBAR__V1__ROLE__ROLE_UMPIRE);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Say both = IBAR__V1__SAY__INIT;
    envelope.body_case = BODY(SAY);
    envelope.say = &both;
    both.text = (char *)"To whom?";
    both.to = (char *)"kfor";
    both.watchers = true;
    expect_error(client_ask(&scene->client[UMPIRE], &envelope), CODE(MALFORMED), "say.to", "choose one of the two");
    scene_close(scene);
}

static void spectators_do_not_flood_the_table(void **state) {
    (void)state;
    struct scene *scene = house_full(SCENE_MEMORY);
    struct client *spectator = &scene->client[ONE_SIDE];
    for (int i = 0; i < 10; i++) {
        assert_int_equal(say_to_watchers(spectator, "Look!")->body_case, BODY(DONE));
    }
    expect_error(say_to_watchers(spectator, "Look!"), CODE(LIMIT), "say", "try again in ");
    scene->now_ms += 3000;
    assert_int_equal(say_to_watchers(spectator, "Look!")->body_case, BODY(DONE));
    for (int i = 0; i < 20; i++) {
        assert_int_equal(say_to_watchers(&scene->client[UMPIRE], "Quiet, please.")->body_case, BODY(DONE));
    }
    scene_close(scene);
}

static void what_was_said_is_there_after_a_crash(void **state) {
    (void)state;
    char path[] = "/tmp/ibar-chat-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct scene *scene = house_full(path);
    say(&scene->client[POLICE], "We call you this turn.", "kfor");
    say(&scene->client[IRREGULARS], "Nobody shoots first?", "");
    say(&scene->client[UMPIRE], "That road is closed.", "police");
    say_to_watchers(&scene->client[ALL_SIDES], "They will.");
    scene_restart(scene);
    struct client *kfor = client_seated(scene, KFOR), *irregulars = client_seated(scene, IRREGULARS);
    struct client *police = client_seated(scene, POLICE), *umpire = client_placed(scene, TOKEN_UMPIRE);
    struct client *spectator = client_placed(scene, TOKEN_WATCH);
    assert_int_equal(client_count(police, BODY(SAID)), 3);
    assert_string_equal(heard(police)->text, "That road is closed.");
    assert_int_equal(client_count(umpire, BODY(SAID)), 4);
    assert_int_equal(heard(umpire)->role, IBAR__V1__ROLE__ROLE_SPECTATOR);
    assert_int_equal(client_count(spectator, BODY(SAID)), 2);
    assert_true(heard(spectator)->watchers);
    assert_int_equal(client_count(kfor, BODY(SAID)), 2);
    assert_int_equal(client_count(irregulars, BODY(SAID)), 1);
    assert_string_equal(heard(kfor)->text, "Nobody shoots first?");
    assert_int_equal(heard(kfor)->number, 2);
    assert_int_equal(heard(irregulars)->number, 1);
    say(kfor, "Agreed.", "");
    assert_int_equal(heard(irregulars)->number, 2);
    scene_close(scene);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_reaches_all),
        cmocka_unit_test(a_line_to_one_side_is_for_that_side_alone),
        cmocka_unit_test(bad_lines_are_refused_with_a_reason),
        cmocka_unit_test(nobody_speaks_to_a_computer),
        cmocka_unit_test(a_side_says_so_many_lines_and_no_more),
        cmocka_unit_test(private_lines_do_not_push_out_those_of_others),
        cmocka_unit_test(spectators_are_heard_by_who_looks_on_alone),
        cmocka_unit_test(after_the_end_spectators_speak_to_all),
        cmocka_unit_test(a_host_who_plays_does_not_hear_spectators),
        cmocka_unit_test(umpire_and_host_speak_to_all),
        cmocka_unit_test(the_umpire_speaks_to_one_side),
        cmocka_unit_test(spectators_do_not_flood_the_table),
        cmocka_unit_test(what_was_said_is_there_after_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
