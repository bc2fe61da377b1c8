/* The host: games, tokens, clocks. */
#include "session_room.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct host *host_create(const struct host_config *config) {
    assert(config->store && config->find && config->random && config->program);
    struct host *host = calloc(1, sizeof(*host));
    if (!host) {
        return NULL;
    }
    host->config = *config;
    store_account_keys(config->store, account_key);
    if (config->seat_key) {
        memcpy(host->seat_key, config->seat_key, SEAT_KEY);
    }
    host->next_game = 1;
    host->wake_ms = INT64_MAX;
    return host;
}

void host_destroy(struct host *host) {
    if (!host) {
        return;
    }
    for (size_t i = 0; i < host->games_count; i++) {
        observers_drop(host->games[i], NULL);
    }
    while (host->sessions) {
        struct session *session = host->sessions;
        memset(session->holding, 0, sizeof(session->holding));
        session_close(session);
    }
    for (size_t i = 0; i < host->games_count; i++) {
        table_destroy(host->games[i]->table);
        delta_forget_all(host->games[i]);
        free(host->games[i]);
    }
    free(host->games);
    free(host->bytes);
    passwords_finish(host);
    book_finish(host);
    closings_finish(host);
    notice_finish(host);
    free(host);
}

struct game *host_find(const struct host *host, uint64_t number) {
    size_t low = 0, high = host->games_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t here = table_game(host->games[middle]->table);
        if (here == number) {
            return host->games[middle];
        }
        if (here < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static bool hook_append(void *ctx, uint64_t number, enum journal_kind kind, const void *bytes, size_t size) {
    struct host *host = ctx;
    uint64_t sequence = store_append(host->config.store, number, kind, bytes, size);
    struct game *game = sequence ? host_find(host, number) : NULL;
    if (game) {
        game->appended = sequence;
    }
    return sequence != 0;
}

static void hook_news(void *ctx, uint64_t number, int side, enum table_news what) {
    (void)side;
    struct game *game = host_find(ctx, number);
    if (game) {
        game->news[what] = true;
    }
}

void game_hooks(struct host *host, struct table_hooks *hooks) {
    *hooks = (struct table_hooks){.ctx = host, .append = hook_append, .news = hook_news};
}

struct game *host_add(struct host *host, struct table *table) {
    if (host->games_count == host->games_room) {
        size_t room = host->games_room ? host->games_room * 2 : 16;
        struct game **games = realloc(host->games, room * sizeof(struct game *));
        if (!games) {
            return NULL;
        }
        host->games = games;
        host->games_room = room;
    }
    struct game *game = calloc(1, sizeof(*game));
    if (!game) {
        return NULL;
    }
    game->host = host;
    game->table = table;
    game->appended = store_last(host->config.store);
    size_t place = host->games_count++;
    while (place > 0 && table_game(host->games[place - 1]->table) > table_game(table)) {
        host->games[place] = host->games[place - 1];
        place--;
    }
    host->games[place] = game;
    game->wake_ms = game->drop_ms = game->low_ms = INT64_MAX;
    game->rulings = rulings_count(game);
    for (int side = 0; side < SIDE_MAX; side++) {
        game->handing[side].left_ms = host->now_ms;
    }
    return game;
}

void game_take_out(struct host *host, size_t place) {
    host->games_count--;
    memmove(&host->games[place], &host->games[place + 1], (host->games_count - place) * sizeof(host->games[0]));
}

void game_wake(struct game *game, int64_t at_ms) {
    if (at_ms < game->wake_ms) {
        game->wake_ms = at_ms;
    }
    if (at_ms < game->host->wake_ms) {
        game->host->wake_ms = at_ms;
    }
}

void seat_release(struct game *game, int side) {
    struct receiver *seat = &game->seat[side];
    if (seat->session) {
        seat->session->holding[seat->number - 1] = (struct holding){0};
        seat->session = NULL;
        seat->number = 0;
        hand_left(game, side);
    }
}

void token_hash(const char token[TOKEN_TEXT], uint8_t hash[32]) {
    static const char purpose[] = "ibar token 1";
    char lower[TOKEN_TEXT - 1];
    for (size_t i = 0; i < sizeof(lower); i++) {
        lower[i] = token[i] >= 'A' && token[i] <= 'F' ? (char)(token[i] - 'A' + 'a') : token[i];
    }
    crypto_generichash(hash, 32, (const uint8_t *)lower, sizeof(lower), (const uint8_t *)purpose,
                       sizeof(purpose) - 1);
}

void host_games(const struct host *host, void (*each)(void *ctx, const struct table *table), void *ctx) {
    for (size_t i = 0; i < host->games_count; i++) {
        each(ctx, host->games[i]->table);
    }
}

/* False: the game is dropped. */
static bool game_step(struct game *game, int64_t now_ms) {
    int64_t wait = table_step(game->table, now_ms);
    game->wake_ms = wait < 0 ? INT64_MAX : now_ms + wait;
    tell_news(game);
    notice_step(game, now_ms);
    if (game_expire(game, now_ms)) {
        return false;
    }
    int64_t more = game->low_ms < game->drop_ms ? game->low_ms : game->drop_ms;
    game->wake_ms = more < game->wake_ms ? more : game->wake_ms;
    return true;
}

int64_t host_step(struct host *host, int64_t now_ms) {
    host->now_ms = now_ms;
    if (now_ms >= host->wake_ms) {
        int64_t wake = INT64_MAX;
        for (size_t i = 0; i < host->games_count; i++) {
            struct game *game = host->games[i];
            if (now_ms >= game->wake_ms && !game_step(game, now_ms)) {
                game_take_out(host, i--);
                continue;
            }
            wake = game->wake_ms < wake ? game->wake_ms : wake;
        }
        host->wake_ms = wake;
    }
    int64_t wake = host->full && host->retry_ms < host->wake_ms ? host->retry_ms : host->wake_ms;
    if (wake == INT64_MAX) {
        return -1;
    }
    return wake > now_ms ? wake - now_ms : 0;
}

bool host_wants_flush(const struct host *host) {
    const struct store *store = host->config.store;
    if (store_full(store)) {
        return host->now_ms >= host->retry_ms && !store_failure(store);
    }
    return !store_failure(store) && store_last(store) > store_durable(store);
}

void host_durable(struct host *host, int64_t now_ms) {
    host->now_ms = now_ms;
    if (!store_failure(host->config.store)) {
        full_notice(host, now_ms);
        out_release(host);
        notice_release(host);
    } else if (!host->failure_told) {
        host->failure_told = true;
        out_fail(host);
    }
}

void host_flush(struct host *host, int64_t now_ms) {
    store_flush(host->config.store);
    host_durable(host, now_ms);
}

void host_drain(struct host *host, const char *text) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Notice notice = IBAR__V1__NOTICE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_NOTICE;
    envelope.notice = &notice;
    notice.text = (char *)text;
    for (struct session *session = host->sessions; session; session = session->next) {
        if (!session->ending) {
            out_send(session, &envelope);
            session_end(session);
        }
    }
}

void host_count(const struct host *host, struct host_counters *out) {
    *out = host->counters;
    out->games = host->games_count;
    out->sessions = host->sessions_count;
    out->accounts = store_accounts(host->config.store);
    out->seats_connected = 0;
    for (size_t i = 0; i < host->games_count; i++) {
        for (int side = 0; side < SIDE_MAX; side++) {
            out->seats_connected += host->games[i]->seat[side].session != NULL;
        }
    }
}
