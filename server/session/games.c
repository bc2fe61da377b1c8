/* Games are created, and seats get their tokens. */
#include "session_room.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* A game's key, drawn once and journalled: with the host's its tokens are the same whenever they are asked for. */
static bool key_make(struct host *host, struct game *game) {
    struct seat_key *key = &game->key;
    if (key->known) {
        return true;
    }
    host->config.random(key->bytes, SEAT_KEY);
    uint64_t sequence = store_append(host->config.store, table_game(game->table), JOURNAL_KEY, key->bytes, SEAT_KEY);
    key->known = sequence != 0;
    game->appended = sequence ? sequence : game->appended;
    return key->known;
}

static void token_make(const struct host *host, const struct seat_key *key, int side, char token[TOKEN_TEXT]) {
    uint8_t bytes[(TOKEN_TEXT - 1) / 2], of_seat[SEAT_KEY + 1];
    memcpy(of_seat, key->bytes, SEAT_KEY);
    of_seat[SEAT_KEY] = (uint8_t)side;
    crypto_generichash(bytes, sizeof(bytes), of_seat, sizeof(of_seat), host->seat_key, SEAT_KEY);
    sodium_bin2hex(token, TOKEN_TEXT, bytes, sizeof(bytes));
}

/* Enters the token unless it is known from before. */
static bool token_enter(struct host *host, const char token[TOKEN_TEXT], uint64_t game, int side) {
    uint8_t hash[32];
    uint64_t known;
    unsigned seat;
    token_hash(token, hash);
    return store_find_token(host->config.store, hash, &known, &seat) ||
           store_put_token(host->config.store, hash, game, (unsigned)side);
}

static bool seats_make(struct host *host, struct game *game, struct host_seat seats[SIDE_MAX], size_t *count) {
    const struct table *table = game->table;
    const struct scenario *scenario = table_scenario(table);
    *count = scenario->sides;
    if (!key_make(host, game)) {
        return false;
    }
    for (int side = 0; side < scenario->sides; side++) {
        seats[side].side = side;
        seats[side].token[0] = '\0';
        if (table_computer(table, side)) {
            continue;
        }
        token_make(host, &game->key, side, seats[side].token);
        if (!token_enter(host, seats[side].token, table_game(table), side)) {
            return false;
        }
    }
    return true;
}

static bool config_fill(struct host *host, const struct host_game *game, struct table_config *config,
                        char *why, size_t size) {
    memset(config, 0, sizeof(*config));
    config->game = host->next_game;
    config->scenario = host->config.find(host->config.find_ctx, game->scenario, why, size);
    if (!config->scenario) {
        return false;
    }
    const char *name = game->name && game->name[0] ? game->name : config->scenario->name;
    snprintf(config->name, sizeof(config->name), "%.*s", TABLE_NAME_MAX - 1, name);
    if (game->turn_seconds > TURN_SECONDS_MAX) {
        snprintf(why, size, "A turn of %u seconds is too long: at most %d are allowed, 0 is no clock.",
                 game->turn_seconds, TURN_SECONDS_MAX);
        return false;
    }
    config->turn_seconds = game->turn_seconds;
    config->options = game->options;
    for (int side = 0; side < SIDE_MAX; side++) {
        if (!game->ai[side]) {
            continue;
        }
        config->ai[side] = ai_find(game->ai[side]);
        if (side >= config->scenario->sides || !config->ai[side]) {
            snprintf(why, size,
                     side >= config->scenario->sides ? "The scenario %s has no side %d for player %s."
                                                     : "In %s, side %d: there is no computer player \"%s\".",
                     game->scenario, side, game->ai[side]);
            return false;
        }
    }
    host->config.random(config->secret, sizeof(config->secret));
    return true;
}

bool host_create_game(struct host *host, const struct host_game *game, int64_t now_ms,
                      struct host_seat seats[SIDE_MAX], size_t *count, char *why, size_t size) {
    struct table_config config;
    *count = 0;
    if (!config_fill(host, game, &config, why, size)) {
        return false;
    }
    struct table_hooks hooks;
    game_hooks(host, &hooks);
    struct table *table = table_create(&config, &hooks);
    sodium_memzero(config.secret, sizeof(config.secret));
    struct game *added = table ? host_add(host, table) : NULL;
    host->next_game++;
    if (!added || !seats_make(host, added, seats, count)) {
        if (!added) {
            table_destroy(table);
        }
        snprintf(why, size, "The game could not be created: the journal cannot be written.");
        return false;
    }
    game_wake(added, now_ms);
    return true;
}

bool host_seats(struct host *host, uint64_t number, struct host_seat seats[SIDE_MAX], size_t *count) {
    struct game *game = host_find(host, number);
    *count = 0;
    return game && seats_make(host, game, seats, count);
}
