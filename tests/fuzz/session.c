/* Messages of clients to a host: each is a byte, two bytes of length, and an Envelope. The byte names the connection (0
 * and 1 hold the seats, 2 is the host, 4 the umpire, 5 a spectator, who takes deltas; 3, 6 and 7 have not said Hello; 3 to
 * 7 come by a line that others cannot read); 64 in it: a minute passes before, with 32 forty; 128 in the first: the game
 * has begun. A request gets at most one answer, and what the host sends can be read. The journal is that of
 * store_memory.c. */
#include "fuzz.h"
#include "mutate.h"
#include "tiny.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "proto/convert.h"
#include "session/host.h"

#define CLIENTS 8

static const char *const words[] = {
    "", "blue", "red", "tiny", "F", "N", "delta", "rich", "scripted", "random", "ai:scripted", "ai:random", "open", "back",
    "umpire", "password", "Password2", "event", "track", "steps", "suppression", "stock", "place", "remove", "points",
    "hold", "move", "policy", "fire_at", "dig_in", "load", "unload", "ask", "answer", "talk", "clear", "call", "assault",
    "build", "search", "check", "arrest", "stir", "lead", "push", "mount", "dismount", "rally", "escort", "engage", NULL};
const struct mutate_kind mutate_kind = {16, 38, words};

/* In place of Argon2id, which takes a tenth of a second. */
int crypto_pwhash_str(char out[crypto_pwhash_STRBYTES], const char *const password, unsigned long long length,
                      unsigned long long work, size_t memory) {
    (void)work;
    (void)memory;
    snprintf(out, crypto_pwhash_STRBYTES, "$fuzz$%.*s", (int)(length < 90 ? length : 90), password);
    return 0;
}

int crypto_pwhash_str_verify(const char text[crypto_pwhash_STRBYTES], const char *const password,
                             unsigned long long length) {
    char right[crypto_pwhash_STRBYTES];
    PROMISE(crypto_pwhash_str(right, password, length, 0, 0) == 0);
    return strcmp(text, right) == 0 ? 0 : -1;
}

static uint64_t random_state;

static void draw(void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        random_state = random_state * 6364136223846793005u + 1442695040888963407u;
        ((uint8_t *)bytes)[i] = (uint8_t)(random_state >> 33);
    }
}

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    (void)ctx;
    (void)id;
    (void)why;
    (void)size;
    return tiny_scenario();
}

struct client {
    struct session *session;
    uint64_t asked;
    size_t answers;
    bool ended;
};

static void hear(void *ctx, const uint8_t *bytes, size_t size) {
    struct client *client = ctx;
    PROMISE(!client->ended && size <= ENVELOPE_SERVER_MAX);
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 16 * ENVELOPE_SERVER_MAX);
    PROMISE(envelope);
    if (envelope->answers && envelope->answers == client->asked)
        PROMISE(client->answers++ == 0);
    convert_envelope_free(envelope);
}

static void hear_end(void *ctx) {
    struct client *client = ctx;
    PROMISE(!client->ended);
    client->ended = true;
}

static void settle(struct host *host, int64_t now_ms) {
    host_passwords(host, now_ms);
    host_step(host, now_ms);
    host_flush(host, now_ms);
}

static void send(struct host *host, struct client *client, const uint8_t *bytes, size_t size, int64_t now_ms) {
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 256 * 1024);
    client->asked = envelope ? envelope->id : 0;
    client->answers = 0;
    convert_envelope_free(envelope);
    session_receive(client->session, bytes, size, now_ms);
    settle(host, now_ms);
}

static void pack(struct host *host, struct client *client, Ibar__V1__Envelope *envelope) {
    uint8_t bytes[512];
    envelope->id = UINT64_MAX;
    PROMISE(ibar__v1__envelope__get_packed_size(envelope) <= sizeof bytes);
    send(host, client, bytes, ibar__v1__envelope__pack(envelope, bytes), 1);
    PROMISE(client->answers == 1);
}

static void seat(struct host *host, struct client *client, char *token, bool ready, bool deltas) {
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    Ibar__V1__Ready nonce = IBAR__V1__READY__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    static uint8_t bytes[16] = {7};
    char *features[] = {(char *)"delta"};
    hello.protocol = 1;
    hello.features = features;
    hello.n_features = deltas;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    pack(host, client, &envelope);
    join.token = token;
    join.name = (char *)"F";
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOIN;
    envelope.join = &join;
    pack(host, client, &envelope);
    if (!ready)
        return;
    nonce.nonce = (ProtobufCBinaryData){sizeof bytes, bytes};
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_READY;
    envelope.ready = &nonce;
    pack(host, client, &envelope);
}

static void play(struct host *host, struct client client[CLIENTS], const uint8_t *bytes, size_t size) {
    int64_t now_ms = 2;
    for (size_t at = 0; at + 3 <= size; now_ms++) {
        size_t length = bytes[at + 1] | (size_t)bytes[at + 2] << 8;
        struct client *from = &client[bytes[at] % CLIENTS];
        if (bytes[at] & 64)
            settle(host, now_ms += bytes[at] & 32 ? 2400000 : 60000);
        at += 3;
        length = length < size - at ? length : size - at;
        if (!from->ended)
            send(host, from, bytes + at, length, now_ms);
        at += length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char why[300];
    random_state = 1;
    struct store *store = store_open(":memory:", why, sizeof why);
    struct host_config config = {.store = store, .find = find, .random = draw, .program = "fuzz 1", .lobby = LOBBY_OPEN,
                                 .limits = {.games = 5, .games_each = 5, .games_hour = 5, .seats_hour = 20, .accounts = 8, .accounts_hour = 8,
                                            .unbegun_hours = 1, .over_hours = 1}};
    struct host *host = store ? host_create(&config) : NULL;
    PROMISE(host);
    struct host_game game = {.scenario = "tiny", .name = "Fuzz", .listed = true, .watched = true, .umpired = true};
    struct host_seat seats[SIDE_MAX];
    size_t count = 0;
    PROMISE(host_create_game(host, &game, 0, seats, &count, why, sizeof why));
    struct client client[CLIENTS] = {{0}};
    for (size_t i = 0; i < CLIENTS; i++) {
        struct session_hooks hooks = {
            .ctx = &client[i], .send = hear, .end = hear_end, .address = {(uint8_t)(i / 4)}, .confidential = i >= 3};
        client[i].session = session_open(host, &hooks);
        PROMISE(client[i].session);
    }
    settle(host, 0);
    PROMISE(count == 2);
    for (size_t i = 0; i < count; i++)
        seat(host, &client[i], seats[i].token, size > 0 && bytes[0] & 128, i == 1);
    static const struct {
        unsigned seat, client;
    } others[] = {{TOKEN_HOST, 2}, {TOKEN_UMPIRE, 4}, {TOKEN_WATCH, 5}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char token[TOKEN_TEXT];
        PROMISE(host_token(host, 1, others[i].seat, token));
        seat(host, &client[others[i].client], token, false, others[i].seat == TOKEN_WATCH);
    }
    play(host, client, bytes, size);
    for (size_t i = 0; i < CLIENTS; i++)
        session_close(client[i].session);
    host_destroy(host);
    store_close(store);
    return 0;
}
