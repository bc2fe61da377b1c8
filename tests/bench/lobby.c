/* Measures what looking at games costs a server: prints a JSON object with the time, ms, and the bytes of a page of ListGames
 * among 1,000 games, and with the time, ms, in which the views and reports of all sides are made for spectators in the last
 * turn of a game of the scenario, from its start and from the turn before.   usage: bench_lobby SCENARIO */
#include "data/data.h"
#include "proto/convert.h"
#include "session/host.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define GAMES 1000
#define PAGES 200
#define LOOKS 51

static const struct scenario *scenario;
static size_t heard;

static double now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    (void)ctx, (void)id, (void)why, (void)size;
    return scenario;
}

static void hear(void *ctx, const uint8_t *bytes, size_t size) {
    (void)ctx, (void)bytes;
    heard = size;
}

static void hear_end(void *ctx) {
    (void)ctx;
}

static void send(struct session *session, Ibar__V1__Envelope *envelope) {
    static uint64_t id;
    uint8_t bytes[512];
    envelope->id = ++id;
    size_t size = ibar__v1__envelope__pack(envelope, bytes);
    session_receive(session, bytes, size, 0);
}

/* A page in the middle of the list, with a text that is looked for in every game. */
static double measure_list(struct host *host, size_t *bytes) {
    struct session_hooks hooks = {.send = hear, .end = hear_end};
    struct session *session = session_open(host, &hooks);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Hello hello = IBAR__V1__HELLO__INIT;
    hello.protocol = 1;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    send(session, &envelope);
    double samples[PAGES];
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    list.text = (char *)"bridge of the";
    list.after = GAMES / 2;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_LIST_GAMES;
    envelope.list_games = &list;
    for (int i = 0; i < PAGES; i++) {
        double begin = now_ms();
        send(session, &envelope);
        samples[i] = now_ms() - begin;
    }
    *bytes = heard;
    session_close(session);
    qsort(samples, PAGES, sizeof *samples, compare);
    return samples[PAGES / 2];
}

static bool drop(void *ctx, uint64_t game, enum journal_kind kind, const void *bytes, size_t size) {
    (void)ctx, (void)game, (void)kind, (void)bytes, (void)size;
    return true;
}

static void no_news(void *ctx, uint64_t game, int side, enum table_news what) {
    (void)ctx, (void)game, (void)side, (void)what;
}

static double look(struct table *table, unsigned turn) {
    static struct view view;
    struct event *events;
    size_t count;
    double begin = now_ms();
    for (int side = 0; side < scenario->sides; side++) {
        if (!table_look_back(table, turn, side, &view, &events, &count))
            exit(1);
        free(events);
    }
    return now_ms() - begin;
}

/* The medians of looking at the last turn of a game in which a person holds and computers play. */
static unsigned measure_look(double *whole, double *step) {
    struct table_config config = {.game = 1, .scenario = scenario};
    struct table_hooks hooks = {.append = drop, .news = no_news};
    uint8_t nonce[SEAL_NONCE_BYTES] = {1};
    for (int side = 1; side < scenario->sides; side++)
        config.ai[side] = ai_find("scripted");
    struct table *table = table_create(&config, &hooks);
    table_ready(table, 0, nonce, 0);
    while (table_phase(table) == TABLE_ORDERS)
        table_commit(table, 0, 0, true, 0);
    unsigned turn = table_turn(table);
    double wholes[LOOKS], steps[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
        table_look_forget(table);
        wholes[i] = look(table, turn - 1);
        steps[i] = look(table, turn);
    }
    qsort(wholes, LOOKS, sizeof *wholes, compare);
    qsort(steps, LOOKS, sizeof *steps, compare);
    *whole = wholes[LOOKS / 2];
    *step = steps[LOOKS / 2];
    table_destroy(table);
    return turn;
}

int main(int argc, char **argv) {
    static struct problems problems;
    char why[400] = "";
    if (argc != 2 || sodium_init() < 0 || !(scenario = scenario_file_read(data_folder(), argv[1], &problems)))
        return fprintf(stderr, "usage: bench_lobby SCENARIO   %s\n", problems.count ? problems.text[0] : ""), 2;
    struct store *store = store_open(":memory:", why, sizeof why);
    struct host_config config = {.store = store, .find = find, .random = randombytes_buf, .program = "bench",
                                 .lobby = LOBBY_LIST, .limits = {.games = GAMES}};
    struct host *host = host_create(&config);
    for (int i = 0; i < GAMES; i++) {
        char name[TABLE_NAME_MAX];
        struct host_seat seats[SIDE_MAX];
        size_t count;
        snprintf(name, sizeof name, "The bridge of the day %d", i);
        struct host_game game = {.scenario = scenario->id, .name = name, .listed = true};
        if (!host_create_game(host, &game, 0, seats, &count, why, sizeof why))
            return fprintf(stderr, "%s\n", why), 1;
    }
    host_flush(host, 0);
    size_t bytes;
    double whole, step, list = measure_list(host, &bytes);
    unsigned turn = measure_look(&whole, &step);
    printf("{\"list-games\": %.4f, \"list-games-bytes\": %zu, \"look-back\": %.4f, \"look-back-whole\": %.4f, "
           "\"turn\": %u}\n", list, bytes, step, whole, turn);
    host_destroy(host);
    store_close(store);
    return 0;
}
