/* Hot-seat: a host in this process, stepped on the caller's thread. Envelopes pass as whole bytes, as they do
 * over a network, so that a hot-seat game runs through the same gate, journal and tables. */
#include "link_internal.h"

#include "data/data.h"
#include "session/host.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct local {
    struct link link; /* first: see link_internal.h */
    struct library *library;
    struct store *store;
    struct host *host;
    struct session *session;
    int64_t now_ms;
    size_t tokens;
    char token[SIDE_MAX][TOKEN_TEXT];
    bool ended;
    int lock; /* of the journal, while this link plays it; -1: none */
};

/* A journal is one program's: its lock goes with the file descriptor, also when the program is killed. -1 when
 * somebody else holds it. */
static int journal_lock(const char *journal) {
    char path[600];
    snprintf(path, sizeof path, "%s.lock", journal);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
        close(lock);
        lock = -1;
    }
    return lock;
}

static bool journal_is_file(const char *journal) {
    return journal[0] && strcmp(journal, ":memory:") != 0;
}

static const struct scenario *local_find(void *ctx, const char *id, char *why, size_t size) {
    struct local *local = ctx;
    struct problems problems = {0};
    const struct scenario *scenario = library_find(local->library, id, &problems);
    if (!scenario)
        snprintf(why, size, "%s", problems.count > 0 ? problems.text[0] : "The scenario cannot be read.");
    return scenario;
}

static void local_hear(void *ctx, const uint8_t *bytes, size_t size) {
    struct local *local = ctx;
    link_deliver(&local->link, bytes, size);
}

static void local_end(void *ctx) {
    struct local *local = ctx;
    local->ended = true;
}

static void local_step(struct link *link, int64_t now_ms) {
    struct local *local = (struct local *)link;
    local->now_ms = now_ms;
    if (link->state != LINK_OPEN)
        return;
    host_step(local->host, now_ms);
    if (host_wants_flush(local->host))
        host_flush(local->host, now_ms);
    const char *failure = store_failure(local->store);
    if (failure)
        link_fail(link, "The game cannot be kept: %s", failure);
    else if (local->ended)
        link_fail(link, "The game in this program has ended the connection.");
}

static bool local_send(struct link *link, const uint8_t *envelope, size_t size) {
    struct local *local = (struct local *)link;
    if (size > ENVELOPE_CLIENT_MAX || local->ended)
        return false;
    session_receive(local->session, envelope, size, local->now_ms);
    return true;
}

static void local_close(struct link *link) {
    struct local *local = (struct local *)link;
    if (local->session)
        session_close(local->session);
    host_destroy(local->host);
    store_close(local->store);
    library_destroy(local->library);
    if (local->lock >= 0)
        close(local->lock);
    sodium_memzero(local->token, sizeof local->token);
    free(local);
}

static const struct link_kind LOCAL_KIND = {.step = local_step, .send = local_send, .close = local_close};

static bool local_create(struct local *local, const struct link_local_config *config,
                         struct host_seat seats[SIDE_MAX], size_t *count, char *why, size_t size) {
    struct host_game game = {.scenario = config->scenario,
                             .name = "Hot-seat",
                             .turn_seconds = config->turn_seconds,
                             .options = config->options};
    for (int side = 0; side < SIDE_MAX; side++)
        game.ai[side] = config->ai[side];
    const struct scenario *scenario = config->option ? local_find(local, config->scenario, why, size) : NULL;
    if (config->option &&
        (!scenario || !scenario_options_choose(scenario, config->option, &game.options, why, size)))
        return false;
    return host_create_game(local->host, &game, 0, seats, count, why, size);
}

struct restoring {
    uint64_t game; /* the last one */
    char why[400];
};
static void restore_problem(void *ctx, const char *why) {
    struct restoring *restoring = ctx;
    snprintf(restoring->why, sizeof restoring->why, "%s", why);
}
static void restore_game(void *ctx, const struct table *table) {
    ((struct restoring *)ctx)->game = table_game(table);
}

/* Goes on with the game of the journal, with its tokens. */
static bool local_restore(struct local *local, struct host_seat seats[SIDE_MAX], size_t *count, char *why,
                          size_t size) {
    struct restoring restoring = {0};
    size_t games = host_restore(local->host, 0, restore_problem, &restoring);
    if (games > 0)
        host_games(local->host, restore_game, &restoring);
    if (games > 0 && host_seats(local->host, restoring.game, seats, count))
        return true;
    snprintf(why, size, "The kept game cannot be gone on with: %s",
             restoring.why[0] ? restoring.why : "its journal holds none.");
    return false;
}

bool link_local_is_kept(const char *journal) {
    return journal[0] && access(journal, R_OK | W_OK) == 0;
}

bool link_local_forget(const char *journal) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", "-redo", "-tail", "-lock"};
    char path[600];
    int lock = journal_lock(journal);
    if (lock < 0)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s%s", journal, endings[i]);
        unlink(path);
    }
    close(lock);
    return true;
}

/* Opens store, host, game and session. False with a sentence in `why`. */
static bool local_begin(struct local *local, const struct link_local_config *config, char *why, size_t size) {
    local->library = library_create(config->maps);
    if (journal_is_file(config->journal) && (local->lock = journal_lock(config->journal)) < 0) {
        snprintf(why, size, "Another Ibar plays the game kept in %s: go on with it there, or end it first.",
                 config->journal);
        return false;
    }
    local->store = store_open(config->journal, why, size);
    if (!local->store)
        return false;
    const struct host_config host = {.store = local->store,
                                     .find = local_find,
                                     .find_ctx = local,
                                     .random = randombytes_buf,
                                     .program = "ibar " IBAR_VERSION};
    local->host = host_create(&host);
    const struct session_hooks hooks = {.ctx = local, .send = local_hear, .end = local_end};
    local->session = local->host ? session_open(local->host, &hooks) : NULL;
    if (!local->library || !local->session) {
        snprintf(why, size, "There is not enough memory for the game.");
        return false;
    }
    struct host_seat seats[SIDE_MAX];
    size_t count = 0;
    if (config->restore ? !local_restore(local, seats, &count, why, size)
                        : !local_create(local, config, seats, &count, why, size))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (seats[i].token[0])
            memcpy(local->token[local->tokens++], seats[i].token, TOKEN_TEXT);
    }
    sodium_memzero(seats, sizeof seats);
    host_flush(local->host, 0);
    const char *failure = store_failure(local->store);
    if (!failure)
        failure = store_full(local->store);
    if (failure) {
        snprintf(why, size, "%s", failure);
        return false;
    }
    return true;
}

struct link *link_open_local(const struct link_local_config *config, char *why, size_t size) {
    struct local *local = sodium_init() >= 0 ? calloc(1, sizeof *local) : NULL;
    if (!local) {
        snprintf(why, size, "There is not enough memory for the game.");
        return NULL;
    }
    local->lock = -1;
    link_init(&local->link, &LOCAL_KIND);
    local->link.state = LINK_OPEN;
    if (!local_begin(local, config, why, size)) {
        link_close(&local->link);
        return NULL;
    }
    return &local->link;
}

const char *link_local_token(const struct link *link, size_t index) {
    const struct local *local = (const struct local *)link;
    return link->kind == &LOCAL_KIND && index < local->tokens ? local->token[index] : NULL;
}
