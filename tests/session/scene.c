#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct scene *drawing; /* whose numbers the host draws */

const struct scenario *scene_scenario_of(const char *id) {
    static const char *const ids[] = {"bridge-checkpoint", "gazivode"};
    static struct scenario *scenarios[2];
    for (size_t i = 0; i < 2; i++) {
        if (strcmp(id, ids[i]) != 0) {
            continue;
        }
        if (!scenarios[i]) {
            static struct problems problems;
            scenarios[i] = scenario_file_read(data_folder(), id, &problems);
            if (!scenarios[i]) {
                fail_msg("%s", problems.text[0]);
            }
        }
        return scenarios[i];
    }
    return NULL;
}

const struct scenario *scene_scenario(void) {
    return scene_scenario_of("bridge-checkpoint");
}

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    (void)ctx;
    const struct scenario *scenario = scene_scenario_of(id);
    if (!scenario) {
        snprintf(why, size, "There is no scenario %s.", id);
    }
    return scenario;
}

static uint64_t draw(struct scene *scene) {
    scene->random = scene->random * 6364136223846793005u + 1442695040888963407u;
    return scene->random >> 33;
}

static void draw_bytes(void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)draw(drawing);
    }
}

static void on_notice(void *ctx, const struct host_notice *notice) {
    struct scene *scene = ctx;
    assert_true(scene->calls < sizeof(scene->called) / sizeof(scene->called[0]));
    scene->called[scene->calls].event = notice->event;
    scene->called[scene->calls].game = notice->game;
    scene->called[scene->calls].side = notice->side_number;
    scene->called[scene->calls].turn = notice->turn;
    snprintf(scene->called[scene->calls++].player, PLAYER_NAME_MAX + 1, "%s", notice->player);
}

static void host_open(struct scene *scene) {
    char why[300] = "";
    drawing = scene;
    scene->store = store_open(scene->path ? scene->path : ":memory:", why, sizeof(why));
    if (!scene->store) {
        fail_msg("%s", why);
    }
    struct host_config config = {
        .store = scene->store, .find = find, .random = draw_bytes, .program = "test 1", .lobby = scene->lobby,
        .limits = scene->limits, .notice = scene->lobby == LOBBY_OFF ? NULL : on_notice, .notice_ctx = scene};
    scene->host = host_create(&config);
    assert_non_null(scene->host);
}

struct scene *scene_open(const char *path) {
    return scene_open_lobby(path, LOBBY_OFF);
}

struct scene *scene_open_lobby(const char *path, enum lobby lobby) {
    struct scene *scene = calloc(1, sizeof(*scene));
    assert_non_null(scene);
    scene->path = path;
    scene->lobby = lobby;
    scene->address = 1;
    scene->limits = (struct host_limits){.games = 1000,
                                         .games_each = 1000,
                                         .games_hour = 100000,
                                         .seats_hour = 100000,
                                         .accounts = 1000,
                                         .accounts_hour = 100000,
                                         .password_seconds = 1};
    scene->random = 1;
    scene->now_ms = 5000;
    host_open(scene);
    return scene;
}

static void hear_problem(void *ctx, const char *why) {
    (void)ctx;
    fail_msg("%s", why);
}

void scene_restart(struct scene *scene) {
    for (size_t i = 0; i < scene->clients; i++) {
        scene->client[i].session = NULL;
    }
    host_destroy(scene->host);
    store_close(scene->store);
    host_open(scene);
    host_restore(scene->host, scene->now_ms, hear_problem, NULL);
    host_step(scene->host, scene->now_ms);
}

void scene_limit(struct scene *scene) {
    assert_int_equal(scene->clients, 0);
    host_destroy(scene->host);
    store_close(scene->store);
    host_open(scene);
}

void scene_close(struct scene *scene) {
    for (size_t i = 0; i < scene->clients; i++) {
        client_drop(&scene->client[i]);
    }
    host_destroy(scene->host);
    store_close(scene->store);
    free(scene);
}

void scene_create_as(struct scene *scene, const struct host_game *wanted) {
    char why[300] = "";
    struct host_game game = *wanted;
    drawing = scene;
    game.scenario = game.scenario ? game.scenario : "bridge-checkpoint";
    game.name = game.name ? game.name : "Bridge";
    if (!host_create_game(scene->host, &game, scene->now_ms, scene->seat, &scene->seats, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    assert_int_equal(scene->seats, SIDES);
    scene_flush(scene);
}

void scene_create(struct scene *scene, const char *const ai[SIDES], unsigned turn_seconds) {
    struct host_game game = {.turn_seconds = turn_seconds};
    for (int side = 0; side < SIDES; side++) {
        game.ai[side] = ai[side];
    }
    scene_create_as(scene, &game);
}

void scene_flush(struct scene *scene) {
    drawing = scene;
    host_step(scene->host, scene->now_ms);
    host_passwords(scene->host, scene->now_ms);
    host_flush(scene->host, scene->now_ms);
}

static void hear(void *ctx, const uint8_t *bytes, size_t size) {
    struct client *client = ctx;
    assert_true(size <= ENVELOPE_SERVER_MAX);
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 16 * ENVELOPE_SERVER_MAX);
    assert_non_null(envelope);
    assert_true(client->count < INBOX_MAX);
    assert_false(client->ended);
    client->inbox[client->count++] = envelope;
    client->bytes_out += size;
    if (envelope->answers && envelope->answers < INBOX_MAX) {
        assert_true(envelope->answers < client->next_id);
        assert_int_equal(client->answers[envelope->answers], 0);
        client->answers[envelope->answers]++;
    }
}

static void hear_end(void *ctx) {
    struct client *client = ctx;
    assert_false(client->ended);
    client->ended = true;
}

struct client *client_open(struct scene *scene) {
    size_t place = 0;
    while (place < scene->clients && scene->client[place].scene) {
        place++;
    }
    assert_true(place < CLIENTS_MAX);
    scene->clients = place < scene->clients ? scene->clients : place + 1;
    struct client *client = &scene->client[place];
    client->scene = scene;
    client->next_id = 1;
    struct session_hooks hooks = {.ctx = client, .send = hear, .end = hear_end, .address = {scene->address},
                                  .confidential = !scene->readable};
    client->session = session_open(scene->host, &hooks);
    assert_non_null(client->session);
    return client;
}

void client_close(struct client *client) {
    if (client->session) {
        session_close(client->session);
        client->session = NULL;
    }
}

void client_drop(struct client *client) {
    client_close(client);
    for (size_t i = 0; i < client->count; i++) {
        convert_envelope_free(client->inbox[i]);
    }
    memset(client, 0, sizeof(*client));
}

void client_send_bytes(struct client *client, const void *bytes, size_t size) {
    /* An exact copy, so that reading past its end shows. */
    uint8_t *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    drawing = client->scene;
    session_receive(client->session, copy, size, client->scene->now_ms);
    free(copy);
}

uint64_t client_send(struct client *client, Ibar__V1__Envelope *envelope) {
    if (envelope->id == 0) {
        envelope->id = client->next_id++;
    }
    static uint8_t bytes[ENVELOPE_CLIENT_MAX];
    size_t size = ibar__v1__envelope__get_packed_size(envelope);
    assert_true(size <= sizeof(bytes));
    ibar__v1__envelope__pack(envelope, bytes);
    client_send_bytes(client, bytes, size);
    return envelope->id;
}

const Ibar__V1__Envelope *client_ask(struct client *client, Ibar__V1__Envelope *envelope) {
    size_t before = client->count;
    uint64_t id = client_send(client, envelope);
    if (!client->scene->held) {
        scene_flush(client->scene);
    }
    for (size_t i = before; i < client->count; i++) {
        if (client->inbox[i]->answers == id) {
            return client->inbox[i];
        }
    }
    fail_msg("Request %d has no answer.", (int)id);
    return NULL;
}

const Ibar__V1__Envelope *client_last(const struct client *client, Ibar__V1__Envelope__BodyCase body) {
    for (size_t i = client->count; i > 0; i--) {
        if (client->inbox[i - 1]->body_case == body) {
            return client->inbox[i - 1];
        }
    }
    return NULL;
}

size_t client_count(const struct client *client, Ibar__V1__Envelope__BodyCase body) {
    size_t count = 0;
    for (size_t i = 0; i < client->count; i++) {
        count += client->inbox[i]->body_case == body;
    }
    return count;
}

const Ibar__V1__Envelope *client_request(struct client *client, unsigned seat, Ibar__V1__Envelope__BodyCase body,
                                         void *message) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.seat = seat;
    envelope.body_case = body;
    envelope.hello = message; /* all bodies are pointers in one union */
    return client_ask(client, &envelope);
}

const Ibar__V1__Envelope *client_hello(struct client *client) {
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    hello.protocol = 1;
    hello.program = (char *)"test";
    return client_request(client, 0, BODY(HELLO), &hello);
}

const Ibar__V1__Envelope *client_join(struct client *client, const char *token, const char *name) {
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    join.token = (char *)token;
    join.name = (char *)name;
    return client_request(client, 0, BODY(JOIN), &join);
}

const Ibar__V1__Envelope *client_ready(struct client *client, unsigned seat, uint8_t fill) {
    Ibar__V1__Ready ready = IBAR__V1__READY__INIT;
    uint8_t nonce[SEAL_NONCE_BYTES];
    memset(nonce, fill, sizeof(nonce));
    ready.nonce.data = nonce;
    ready.nonce.len = sizeof(nonce);
    return client_request(client, seat, BODY(READY), &ready);
}

const Ibar__V1__Envelope *client_order(struct client *client, unsigned seat, const struct order *order,
                                       unsigned turn) {
    Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
    struct convert_arena arena = {0};
    put.order = convert_order(&arena, order);
    put.turn = turn;
    const Ibar__V1__Envelope *answer = client_request(client, seat, BODY(ORDER_PUT), &put);
    convert_arena_free(&arena);
    return answer;
}

const Ibar__V1__Envelope *client_commit(struct client *client, unsigned seat, unsigned turn) {
    Ibar__V1__Commit commit = IBAR__V1__COMMIT__INIT;
    commit.committed = true;
    commit.turn = turn;
    return client_request(client, seat, BODY(COMMIT), &commit);
}

const Ibar__V1__Envelope *client_simple(struct client *client, Ibar__V1__Envelope__BodyCase body,
                                        unsigned seat) {
    Ibar__V1__Resync resync = IBAR__V1__RESYNC__INIT;
    Ibar__V1__Leave leave = IBAR__V1__LEAVE__INIT;
    Ibar__V1__Ping ping = IBAR__V1__PING__INIT;
    Ibar__V1__RecordRequest record = IBAR__V1__RECORD_REQUEST__INIT;
    switch (body) {
    case BODY(RESYNC):
        return client_request(client, seat, body, &resync);
    case BODY(LEAVE):
        return client_request(client, seat, body, &leave);
    case BODY(RECORD_REQUEST):
        return client_request(client, seat, body, &record);
    default:
        assert_int_equal(body, BODY(PING));
        return client_request(client, seat, body, &ping);
    }
}

struct client *client_seated(struct scene *scene, int side) {
    struct client *client = client_open(scene);
    assert_int_equal(client_hello(client)->body_case, BODY(WELCOME));
    const Ibar__V1__Envelope *answer = client_join(client, scene->seat[side].token, "Player");
    assert_int_equal(answer->body_case, BODY(JOINED));
    assert_int_equal(answer->joined->side_number, side);
    return client;
}

struct client *client_placed(struct scene *scene, unsigned seat) {
    char token[TOKEN_TEXT];
    assert_true(host_token(scene->host, 1, seat, token));
    scene_flush(scene);
    struct client *client = client_open(scene);
    assert_int_equal(client_hello(client)->body_case, BODY(WELCOME));
    assert_int_equal(client_join(client, token, "Observer")->body_case, BODY(JOINED));
    return client;
}

void scene_begin(struct scene *scene) {
    for (int side = 0; side < SIDES; side++) {
        struct client *client = client_seated(scene, side);
        assert_int_equal(client_ready(client, 0, (uint8_t)(side + 1))->body_case, BODY(DONE));
    }
}

void client_view(const struct client *client, unsigned seat, struct view *view) {
    for (size_t i = client->count; i > 0; i--) {
        const Ibar__V1__Envelope *envelope = client->inbox[i - 1];
        if (envelope->body_case == BODY(VIEW) && (seat == 0 || envelope->seat == seat)) {
            char why[300];
            if (!convert_view_from(scene_scenario(), envelope->view, view, why, sizeof(why))) {
                fail_msg("%s", why);
            }
            return;
        }
    }
    fail_msg("No view came.");
}

unsigned client_plan(struct client *client, unsigned seat) {
    static struct view view;
    static struct order orders[512];
    client_view(client, seat, &view);
    unsigned accepted = 0;
    for (unsigned i = 0; i < view.units; i++) {
        size_t count = rules_list_orders(scene_scenario(), &view, view.unit[i].unit, orders, 512);
        if (count == 0) {
            continue;
        }
        const struct order *order = &orders[draw(client->scene) % count];
        struct check check = rules_check(scene_scenario(), &view, order);
        const Ibar__V1__Envelope *answer = client_order(client, seat, order, view.turn);
        /* Client and server call the same function on the same view: they agree. */
        if (check.verdict == VERDICT_NO) {
            expect_error(answer, CODE(REFUSED), refusal_name(check.reason), "");
            continue;
        }
        assert_int_equal(answer->body_case, BODY(DONE));
        assert_string_equal(answer->done->verdict, check.verdict == VERDICT_YES ? "yes" : "maybe");
        assert_true(plan_put(&view.plan, order));
        assert_int_equal(answer->done->cost, rules_plan_cost(scene_scenario(), &view, &view.plan));
        accepted++;
    }
    return accepted;
}

void expect_error(const Ibar__V1__Envelope *envelope, Ibar__V1__ErrorCode code, const char *rule,
                  const char *says) {
    assert_non_null(envelope);
    assert_int_equal(envelope->body_case, BODY(ERROR));
    assert_int_equal(envelope->error->code, code);
    assert_string_equal(envelope->error->rule, rule);
    if (!strstr(envelope->error->text, says)) {
        fail_msg("\"%s\" does not say \"%s\".", envelope->error->text, says);
    }
    size_t length = strlen(envelope->error->text);
    assert_true(length > 20 && envelope->error->text[length - 1] == '.');
}
