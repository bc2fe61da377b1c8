/* Promise: an account is a name and a password, of which only a hash is kept; its name is used by nobody else; its seats
 * are found from any computer; and passwords are not asked for too often, nor where others could read them. */
#include "lobby_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PASSWORD "correct horse"

struct files {
    char folder[32], path[64];
};

static struct scene *scene_on_disk(struct files *files) {
    snprintf(files->folder, sizeof(files->folder), "/tmp/ibar-accounts-XXXXXX");
    assert_non_null(mkdtemp(files->folder));
    snprintf(files->path, sizeof(files->path), "%s/journal", files->folder);
    return scene_open_lobby(files->path, LOBBY_OPEN);
}

static void files_remove(const struct files *files) {
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", files->folder);
    assert_int_equal(system(command), 0);
}

static void expect_logged_in(const Ibar__V1__Envelope *answer, const char *name) {
    if (answer->body_case == BODY(ERROR)) {
        fail_msg("%s", answer->error->text);
    }
    assert_int_equal(answer->body_case, BODY(LOGGED_IN));
    assert_string_equal(answer->logged_in->name, name);
}

static uint64_t game_created(struct client *client) {
    const Ibar__V1__Envelope *answer = client_create(client, "Bridge");
    assert_int_equal(answer->body_case, BODY(CREATED));
    return answer->created->game;
}

/* True when the bytes stand anywhere in the files of the journal. */
static bool disk_has(const struct files *files, const char *text) {
    char command[160];
    snprintf(command, sizeof(command), "grep -qr '%s' %s", text, files->folder);
    return system(command) == 0;
}

/* S-ACCOUNT-1 */
static void a_password_is_kept_as_a_hash_alone(void **state) {
    (void)state;
    struct files files;
    struct scene *scene = scene_on_disk(&files);
    struct client *ana = client_greeted(scene);
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    assert_true(disk_has(&files, "Ana"));
    assert_true(disk_has(&files, "argon2id"));
    assert_false(disk_has(&files, PASSWORD));
    scene_restart(scene);
    ana = client_greeted(scene);
    expect_error(client_login(ana, "Ana", "correct cow"), CODE(ACCOUNT), "login", "no account of this name with this");
    expect_error(client_login(ana, "Iva", PASSWORD), CODE(ACCOUNT), "login", "no account of this name with this");
    scene->now_ms += 60000;
    expect_logged_in(client_login(ana, " aNA", PASSWORD), "Ana");
    scene_close(scene);
    files_remove(&files);
}

/* S-ACCOUNT-2 */
static void the_name_of_an_account_is_used_by_nobody_else(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *other = client_greeted(scene), *ana = client_greeted(scene);
    uint64_t game = game_created(ana), second = game_created(ana);
    /* Under the name from before it was taken. */
    assert_int_equal(client_take(other, game, "kfor", "\u0110oR\u0111E")->body_case, BODY(JOINED));
    expect_logged_in(client_register(ana, "\u0110or\u0111e", PASSWORD), "\u0110or\u0111e");
    static const char *const same[] = {"\u0110or\u0111e", "\u0111OR\u0110E", "  \u0111or\u0111e ", "\u0111\u200bor\u0111e\ufeff"};
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        expect_error(client_take(other, second, "kfor", same[i]), CODE(ACCOUNT), "take_seat.name", "that of an account");
        expect_error(client_register(other, same[i], PASSWORD), CODE(ACCOUNT), "register_account.name", "is taken");
    }
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Say say = IBAR__V1__SAY__INIT;
    envelope.body_case = BODY(SAY);
    envelope.say = &say;
    say.text = (char *)"It is me.";
    expect_error(client_ask(other, &envelope), CODE(ACCOUNT), "say", "that of an account");
    assert_int_equal(client_take(ana, second, "kfor", "\u0111or\u0111e")->body_case, BODY(JOINED));
    char token[TOKEN_TEXT];
    snprintf(token, sizeof(token), "%s", client_last(ana, BODY(JOINED))->joined->token);
    envelope.id = 0;
    assert_int_equal(client_ask(ana, &envelope)->body_case, BODY(DONE));
    expect_error(client_join(other, token, "\u0110or\u0111e"), CODE(ACCOUNT), "join.name", "that of an account");
    /* A token is a key, under any name that is free. */
    assert_int_equal(client_join(other, token, "Somebody")->body_case, BODY(JOINED));
    expect_error(client_register(other, "\u200b \u2060", PASSWORD), CODE(MALFORMED), "register_account.name", "can be seen");
    scene_close(scene);
}

/* S-ACCOUNT-2: however its letters are composed, in the scripts of the place. */
static void letters_are_the_same_composed_and_decomposed(void **state) {
    (void)state;
    static const char *const names[][4] = {
        {"\u010cedomir Gj\u00ebr\u00e7", "C\u030cEDOMIR gje\u0308rc\u0327", "\u010dedomir\u00a0gj\u00cbr\u00c7",
         "\u010cedomir \u2003Gj\u00ebr\u00e7 "},
        {"\u0409\u0443\u0431\u0430 \u040a\u0435\u0433\u043e\u0458", "\u0459\u0423\u0411\u0410 \u045a\u0415\u0413\u041e\u0408",
         "\u0409\u0443\u0431\u0430\u202f\u040a\u0435\u0433\u043e\u0458", "\u0409\u200b\u0443\u0431\u0430 \u040a\u0435\u0433\u043e\u0458"},
        {"\u0110or\u0111e \u0106i\u0161", "\u0111OR\u0110E c\u0301is\u030c", "\u0110or\u0111e\u3000\u0107i\u0161",
         "\u0110\u2060or\u0111e  \u0106I\u0160"},
    };
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *other = client_greeted(scene);
    uint64_t game = game_created(ana);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        expect_logged_in(client_register(ana, names[i][0], PASSWORD), names[i][0]);
        scene->now_ms += 60000;
        for (size_t k = 1; k < 4; k++) {
            expect_error(client_take(other, game, "kfor", names[i][k]), CODE(ACCOUNT), "take_seat.name", "that of an account");
            expect_logged_in(client_login(ana, names[i][k], PASSWORD), names[i][0]);
            scene->now_ms += 60000;
        }
    }
    /* Cyrillic and Latin letters of one look are different names, as \u0431 and b are. */
    expect_logged_in(client_register(other, "Joca", PASSWORD), "Joca");
    expect_logged_in(client_register(other, "J\u043eca", PASSWORD), "J\u043eca");
    scene_close(scene);
}

static void names_that_disturb_others_are_refused(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *ana = client_greeted(scene);
    uint64_t game = game_created(ana);
    static const char *const names[] = {"Ana\u202e", "\u2066Ana", "A\u200fna", "A\u2028na", "A\u061cna", "A\xc2\x85na"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        expect_error(client_take(ana, game, "kfor", names[i]), CODE(MALFORMED), "take_seat.name", "marks of direction");
        expect_error(client_register(ana, names[i], PASSWORD), CODE(MALFORMED), "register_account.name", "not fit");
        expect_error(client_create(ana, names[i]), CODE(MALFORMED), "create_game.name", "marks of direction");
    }
    /* A letter of one byte more when it is folded: the key of the name would not fit. */
    static const char longer[] = "\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130\u0130";
    expect_error(client_register(ana, longer, PASSWORD), CODE(MALFORMED), "register_account.name", "too long when");
    scene_close(scene);
}

static void problem_keep(void *ctx, const char *why) {
    snprintf(ctx, 400, "%s", why);
}

/* An account as an earlier version wrote it, which compared names by their bytes, but for capitals. */
static void old_account_put(struct store *store, const struct store_account *like, const char *name, const char *key) {
    struct store_account old = *like;
    old.number = 0;
    snprintf(old.name, sizeof(old.name), "%s", name);
    snprintf(old.key, sizeof(old.key), "%s", key);
    assert_true(store_put_account(store, &old) > 0);
    assert_true(store_flush(store));
}

static void an_account_of_an_earlier_version_is_found(void **state) {
    (void)state;
    struct files files;
    char why[400] = "", password[HOST_PASSWORD_ROOM];
    struct scene *scene = scene_on_disk(&files);
    struct client *ana = client_greeted(scene);
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    struct store_account like = *store_account(scene->store, 1);
    old_account_put(scene->store, &like, "Ce\u0308la", "ce\u0308la");
    scene_restart(scene);
    ana = client_greeted(scene);
    expect_logged_in(client_login(ana, "C\u00cbLA", PASSWORD), "Ce\u0308la");
    expect_logged_in(client_login(ana, "ana", PASSWORD), "Ana");
    scene_close(scene);
    /* Of two whose names were different once, and are not now, the first is found. */
    struct store *store = store_open(files.path, why, sizeof(why));
    assert_non_null(store);
    old_account_put(store, &like, "C\u00ebla", "c\u00ebla");
    store_close(store);
    store = store_open(files.path, why, sizeof(why));
    assert_non_null(store);
    assert_true(host_reset_password(store, "C\u00ebla", password, why, sizeof(why)));
    assert_string_not_equal(store_account(store, 2)->secret, like.secret);
    assert_string_equal(store_account(store, 3)->secret, like.secret);
    store_problems(store, problem_keep, why);
    assert_non_null(strstr(why, "now the same as another account's"));
    store_close(store);
    files_remove(&files);
}

/* S-ACCOUNT-3 */
static void seats_of_an_account_are_found_from_another_computer(void **state) {
    (void)state;
    struct files files;
    struct scene *scene = scene_on_disk(&files);
    scene_create(scene, (const char *[]){NULL, NULL, NULL}, 0);
    struct client *ana = client_greeted(scene);
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    uint64_t listed = game_created(ana);
    assert_int_equal(client_take(ana, listed, "police", "")->body_case, BODY(JOINED));
    /* A seat joined by token is bound too: game 1 is not listed. */
    assert_int_equal(client_join(ana, scene->seat[KFOR].token, "Ana")->body_case, BODY(JOINED));
    scene_restart(scene);
    struct client *away = client_greeted(scene), *other = client_greeted(scene);
    expect_logged_in(client_login(away, "Ana", PASSWORD), "Ana");
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    list.mine = true;
    const Ibar__V1__Envelope *answer = client_list(away, list);
    assert_int_equal(answer->body_case, BODY(GAMES));
    assert_int_equal(answer->games->n_games, 2);
    assert_string_equal(answer->games->games[0]->mine[0], "kfor");
    assert_string_equal(answer->games->games[1]->mine[0], "police");
    assert_string_equal(answer->games->games[1]->seats[POLICE]->name, "Ana");
    expect_error(client_take(other, listed, "police", "Vuk"), CODE(SEAT), "take_seat.side", "has the seat");
    expect_error(client_take(other, 1, "kfor", "Vuk"), CODE(SEAT), "take_seat.game", "no game");
    assert_int_equal(client_take(away, 1, "kfor", "Ana")->body_case, BODY(JOINED));
    assert_int_equal(client_take(away, listed, "police", "Ana")->body_case, BODY(JOINED));
    /* Whose seat it is does not change when somebody else comes with its token. */
    assert_int_equal(client_join(other, scene->seat[KFOR].token, "Vuk")->body_case, BODY(JOINED));
    assert_int_equal(client_list(away, list)->games->n_games, 2);
    /* Given up, it is nobody's. */
    assert_int_equal(client_give_up(other, 0)->body_case, BODY(DONE));
    assert_int_equal(client_list(away, list)->games->n_games, 1);
    scene_close(scene);
    files_remove(&files);
}

/* S-ACCOUNT-4 */
static void passwords_are_not_taken_where_others_can_read_them(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    scene->readable = true;
    struct client *ana = client_greeted(scene);
    expect_error(client_register(ana, "Ana", PASSWORD), CODE(FORBIDDEN), "password", "not encrypted");
    expect_error(client_login(ana, "Ana", PASSWORD), CODE(FORBIDDEN), "password", "not encrypted");
    expect_error(client_change_password(ana, PASSWORD, PASSWORD), CODE(FORBIDDEN), "password", "not encrypted");
    scene_close(scene);
}

/* S-ACCOUNT-5 */
static void an_address_tries_few_passwords(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    scene->limits.password_seconds = 20;
    scene->limits.accounts_hour = 2;
    scene->limits.accounts = 3;
    scene_limit(scene);
    struct client *ana = client_greeted(scene), *again = client_greeted(scene);
    scene->address = 2;
    struct client *vuk = client_greeted(scene);
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    for (unsigned i = 0; i < 4; i++) {
        expect_error(client_login(i % 2 ? ana : again, "Ana", "a wrong one"), CODE(ACCOUNT), "login", "no account");
    }
    /* Also the right one has to wait, and an attempt that was refused is not made. */
    for (unsigned i = 0; i < 10; i++) {
        expect_error(client_login(again, "Ana", PASSWORD), CODE(LIMIT), "password", "try again in");
    }
    scene->now_ms += 20000;
    expect_logged_in(client_login(again, "Ana", PASSWORD), "Ana");
    expect_error(client_login(again, "Ana", PASSWORD), CODE(LIMIT), "password", "try again in");
    expect_logged_in(client_login(vuk, "Ana", PASSWORD), "Ana");
    scene->now_ms += 200000;
    expect_logged_in(client_register(ana, "Second", PASSWORD), "Second");
    expect_error(client_register(ana, "Third", PASSWORD), CODE(LIMIT), "register_account", "opened 2 accounts");
    expect_logged_in(client_register(vuk, "Third", PASSWORD), "Third");
    expect_error(client_register(vuk, "Fourth", PASSWORD), CODE(LIMIT), "register_account", "as many accounts");
    scene_close(scene);
}

static void a_password_is_changed_by_who_knows_it(void **state) {
    (void)state;
    struct files files;
    struct scene *scene = scene_on_disk(&files);
    struct client *ana = client_greeted(scene);
    expect_error(client_change_password(ana, PASSWORD, "a new password"), CODE(ACCOUNT), "change_password", "Log in first");
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    expect_error(client_change_password(ana, "a wrong one", "a new password"), CODE(ACCOUNT),
                 "change_password.old_password", "nothing was changed");
    expect_error(client_change_password(ana, PASSWORD, "short"), CODE(MALFORMED), "change_password.new_password",
                 "8 to 128");
    assert_int_equal(client_change_password(ana, PASSWORD, "a new password")->body_case, BODY(DONE));
    scene->now_ms += 60000;
    for (unsigned again = 0; again < 2; again++) {
        expect_error(client_login(ana, "Ana", PASSWORD), CODE(ACCOUNT), "login", "no account");
        expect_logged_in(client_login(ana, "Ana", "a new password"), "Ana");
        scene_restart(scene);
        ana = client_greeted(scene);
    }
    scene_close(scene);
    files_remove(&files);
}

/* S-ACCOUNT-6: whoever else is logged in came with the old password. */
static void a_changed_password_ends_the_other_sessions(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *elsewhere = client_greeted(scene), *vuk = client_greeted(scene);
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    expect_logged_in(client_login(elsewhere, "Ana", PASSWORD), "Ana");
    expect_logged_in(client_register(vuk, "Vuk", PASSWORD), "Vuk");
    assert_int_equal(client_change_password(ana, PASSWORD, "a new password")->body_case, BODY(DONE));
    expect_error(client_last(elsewhere, BODY(ERROR)), CODE(ACCOUNT), "account", "log in again with the new one");
    assert_true(client_last(elsewhere, BODY(ERROR))->error->fatal);
    assert_true(elsewhere->ended);
    assert_false(ana->ended || vuk->ended);
    scene_close(scene);
}

/* S-ACCOUNT-6: nor does a login get through that came with the old one and waited meanwhile. */
static void a_login_that_waits_is_measured_by_the_new_password(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *other = client_greeted(scene);
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    Ibar__V1__Envelope change = IBAR__V1__ENVELOPE__INIT, login = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__ChangePassword passwords = IBAR__V1__CHANGE_PASSWORD__INIT;
    Ibar__V1__Login name = IBAR__V1__LOGIN__INIT;
    change.body_case = BODY(CHANGE_PASSWORD);
    change.change_password = &passwords;
    passwords.old_password = (char *)PASSWORD;
    passwords.new_password = (char *)"a new password";
    login.body_case = BODY(LOGIN);
    login.login = &name;
    name.name = (char *)"Ana";
    name.password = (char *)PASSWORD;
    scene->held = true; /* both wait before either is looked at */
    client_send(ana, &change);
    client_send(other, &login);
    scene->held = false;
    scene_flush(scene);
    assert_int_equal(client_last(ana, BODY(DONE))->answers, ana->next_id - 1);
    expect_error(client_last(other, BODY(ERROR)), CODE(ACCOUNT), "login", "no account of this name with this");
    scene_close(scene);
}

static void a_lost_password_is_reset_by_who_runs_the_server(void **state) {
    (void)state;
    char password[HOST_PASSWORD_ROOM], why[400] = "";
    struct files files;
    struct scene *scene = scene_on_disk(&files);
    struct client *ana = client_greeted(scene);
    expect_logged_in(client_register(ana, "Ana", PASSWORD), "Ana");
    assert_false(host_reset_password(scene->store, "Vuk", password, why, sizeof(why)));
    assert_non_null(strstr(why, "no account of the name 'Vuk'"));
    assert_false(host_reset_password(scene->store, "A\na", password, why, sizeof(why)));
    assert_true(host_reset_password(scene->store, " aNA", password, why, sizeof(why)));
    assert_int_equal(strlen(password), HOST_PASSWORD_ROOM - 1);
    scene_restart(scene);
    ana = client_greeted(scene);
    expect_error(client_login(ana, "Ana", PASSWORD), CODE(ACCOUNT), "login", "no account of this name with this");
    expect_logged_in(client_login(ana, "Ana", password), "Ana");
    assert_false(disk_has(&files, password));
    scene_close(scene);
    files_remove(&files);
}

static void what_is_no_password_is_refused(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *ana = client_greeted(scene);
    char text[130];
    memset(text, 'x', sizeof(text));
    text[129] = '\0';
    expect_error(client_register(ana, "Ana", "seven b"), CODE(MALFORMED), "register_account.password", "8 to 128");
    expect_error(client_register(ana, "Ana", text), CODE(MALFORMED), "register_account.password", "8 to 128");
    expect_error(client_register(ana, "A\na", PASSWORD), CODE(MALFORMED), "register_account.name", "not fit");
    expect_error(client_register(ana, "", PASSWORD), CODE(MALFORMED), "register_account.name", "can be seen");
    expect_error(client_login(ana, "Ana", ""), CODE(MALFORMED), "login.password", "8 to 128");
    text[128] = '\0';
    expect_logged_in(client_register(ana, "Ana", text), "Ana");
    scene_close(scene);
}

/* Requests of a password that were not answered yet, when their connection closes and when the server ends. */
static void a_job_outlives_its_connection(void **state) {
    (void)state;
    struct scene *scene = scene_open_lobby(SCENE_MEMORY, LOBBY_OPEN);
    struct client *ana = client_greeted(scene), *vuk = client_greeted(scene);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__RegisterAccount account = IBAR__V1__REGISTER_ACCOUNT__INIT;
    envelope.body_case = BODY(REGISTER_ACCOUNT);
    envelope.register_account = &account;
    account.name = (char *)"Ana";
    account.password = (char *)PASSWORD;
    client_send(ana, &envelope);
    struct password_job *job = host_password_begin(scene->host);
    assert_non_null(job);
    assert_null(host_password_begin(scene->host)); /* one at a time */
    envelope.id = 0;
    client_send(ana, &envelope);
    expect_error(client_last(ana, BODY(ERROR)), CODE(LIMIT), "password", "wait for the answer");
    envelope.id = 0;
    client_send(vuk, &envelope);
    client_close(ana);
    host_password_work(job);
    host_password_end(scene->host, job, scene->now_ms);
    scene_flush(scene);
    /* Nobody was there to have it: the name is free, and the next has got it. */
    assert_int_equal(client_last(vuk, BODY(LOGGED_IN))->answers, 2);
    envelope.id = 0;
    client_send(vuk, &envelope);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_kept_as_a_hash_alone),
        cmocka_unit_test(the_name_of_an_account_is_used_by_nobody_else),
        cmocka_unit_test(letters_are_the_same_composed_and_decomposed),
        cmocka_unit_test(names_that_disturb_others_are_refused),
        cmocka_unit_test(an_account_of_an_earlier_version_is_found),
        cmocka_unit_test(seats_of_an_account_are_found_from_another_computer),
        cmocka_unit_test(passwords_are_not_taken_where_others_can_read_them),
        cmocka_unit_test(an_address_tries_few_passwords),
        cmocka_unit_test(a_password_is_changed_by_who_knows_it),
        cmocka_unit_test(a_changed_password_ends_the_other_sessions),
        cmocka_unit_test(a_login_that_waits_is_measured_by_the_new_password),
        cmocka_unit_test(a_lost_password_is_reset_by_who_runs_the_server),
        cmocka_unit_test(what_is_no_password_is_refused),
        cmocka_unit_test(a_job_outlives_its_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
