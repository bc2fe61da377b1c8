/* Games are created, and seats get their tokens. */
#include "session_room.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

bool token_make(struct host *host, uint64_t game, unsigned seat, char token[TOKEN_TEXT]) {
    uint8_t random[(TOKEN_TEXT - 1) / 2], hash[32];
    host->config.random(random, sizeof(random));
    sodium_bin2hex(token, TOKEN_TEXT, random, sizeof(random));
    token_hash(token, hash);
    return store_put_token(host->config.store, hash, game, seat);
}

static bool seats_make(struct host *host, const struct game *game, struct host_seat seats[SIDE_MAX],
                       size_t *count) {
    const struct table *table = game->table;
    const struct scenario *scenario = table_scenario(table);
    *count = scenario->sides;
    for (int side = 0; side < scenario->sides; side++) {
        seats[side].side = side;
        seats[side].token[0] = '\0';
        if (!table_computer(table, side) &&
            !token_make(host, table_game(table), hand_token(game, side), seats[side].token)) {
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
    config->listed = game->listed;
    config->watched = game->watched;
    config->umpired = game->umpired;
    config->delay = game->delay;
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
    host->now_ms = now_ms;
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

bool host_role_token(struct host *host, uint64_t number, unsigned seat, char token[TOKEN_TEXT]) {
    return host_find(host, number) && token_make(host, number, seat, token);
}
