/* Games are made, and seats get their tokens. */
#include "session_room.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

bool token_make(struct host *host, uint64_t game, unsigned seat, char token[TOKEN_TEXT]) {
    uint8_t random[(TOKEN_TEXT - 1) / 2], hash[32];
    host->config.random(random, sizeof(random));
    sodium_bin2hex(token, TOKEN_TEXT, random, sizeof(random));
    sodium_memzero(random, sizeof(random));
    token_hash(token, hash);
    return store_put_token(host->config.store, hash, game, seat);
}

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

/* The token of a place, and another one after each time that those of a seat have ended. */
static void token_derive(const struct host *host, const struct seat_key *key, unsigned seat, uint64_t since,
                         char token[TOKEN_TEXT]) {
    uint8_t bytes[(TOKEN_TEXT - 1) / 2], place[SEAT_KEY + 12];
    memcpy(place, key->bytes, SEAT_KEY);
    for (unsigned i = 0; i < 4; i++) {
        place[SEAT_KEY + i] = (uint8_t)(seat >> (8 * i));
    }
    for (unsigned i = 0; i < 8; i++) {
        place[SEAT_KEY + 4 + i] = (uint8_t)(since >> (8 * i));
    }
    crypto_generichash(bytes, sizeof(bytes), place, sizeof(place), host->seat_key, SEAT_KEY);
    sodium_bin2hex(token, TOKEN_TEXT, bytes, sizeof(bytes));
}

/* Enters the token unless it is known from before. */
static bool token_enter(struct host *host, const char token[TOKEN_TEXT], uint64_t game, unsigned seat) {
    uint8_t hash[32];
    uint64_t known;
    unsigned what;
    token_hash(token, hash);
    return store_find_token(host->config.store, hash, &known, &what) ||
           store_put_token(host->config.store, hash, game, seat);
}

static bool token_of_place(struct host *host, struct game *game, unsigned seat, uint64_t since, char token[TOKEN_TEXT]) {
    if (!key_make(host, game)) {
        return false;
    }
    token_derive(host, &game->key, seat, since, token);
    return token_enter(host, token, table_game(game->table), seat);
}

static bool seats_make(struct host *host, struct game *game, struct host_seat seats[SIDE_MAX], size_t *count) {
    const struct table *table = game->table;
    const struct scenario *scenario = table_scenario(table);
    *count = scenario->sides;
    for (int side = 0; side < scenario->sides; side++) {
        seats[side].side = side;
        seats[side].token[0] = '\0';
        if (!table_computer(table, side) &&
            !token_of_place(host, game, hand_token(game, side), game->owners.side[side].since, seats[side].token)) {
            return false;
        }
    }
    return true;
}

static bool clocks_check(const struct host_game *game, char *why, size_t size) {
    const struct {
        const char *what;
        uint32_t seconds;
    } clocks[] = {{"A turn", game->turn_seconds}, {"A game clock", game->bank_seconds}, {"Grace", game->grace_seconds}};
    for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
        if (clocks[i].seconds > TURN_SECONDS_MAX) {
            snprintf(why, size, "%s of %u seconds is too long: at most %d are allowed, 0 is none.", clocks[i].what,
                     clocks[i].seconds, TURN_SECONDS_MAX);
            return false;
        }
    }
    if (game->delay > DELAY_MAX) {
        snprintf(why, size, "A delay of %u turns is too long: at most %d are allowed.", game->delay, DELAY_MAX);
        return false;
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
    if (!clocks_check(game, why, size)) {
        return false;
    }
    config->turn_seconds = game->turn_seconds;
    config->bank_seconds = game->bank_seconds;
    config->grace_seconds = game->grace_seconds;
    config->listed = game->listed;
    config->watched = game->watched;
    config->umpired = game->umpired;
    config->delay = game->delay;
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
    config->rooted = true;
    host->config.random(config->root, sizeof(config->root));
    return true;
}

struct game *game_make(struct host *host, const struct host_game *wanted, int64_t now_ms, char *why, size_t size) {
    struct table_config config;
    if (!config_fill(host, wanted, &config, why, size)) {
        return NULL;
    }
    struct table_hooks hooks;
    host->now_ms = now_ms;
    game_hooks(host, &hooks);
    struct table *table = table_create(&config, &hooks);
    sodium_memzero(config.root, sizeof(config.root));
    struct game *game = table ? host_add(host, table) : NULL;
    host->next_game++;
    if (!game) {
        table_destroy(table);
        snprintf(why, size, "The game could not be created: the journal cannot be written.");
        return NULL;
    }
    game_wake(game, now_ms);
    return game;
}

bool host_create_game(struct host *host, const struct host_game *game, int64_t now_ms,
                      struct host_seat seats[SIDE_MAX], size_t *count, char *why, size_t size) {
    *count = 0;
    struct game *made = game_make(host, game, now_ms, why, size);
    if (made && !seats_make(host, made, seats, count)) {
        snprintf(why, size, "The game could not be created: the journal cannot be written.");
        return false;
    }
    return made != NULL;
}

bool host_seats(struct host *host, uint64_t number, struct host_seat seats[SIDE_MAX], size_t *count) {
    struct game *game = host_find(host, number);
    *count = 0;
    return game && seats_make(host, game, seats, count);
}

bool host_is_from_lobby(const struct host *host, uint64_t number) {
    const struct game *game = host_find(host, number);
    return game && game->owners.from_lobby;
}

bool host_token(struct host *host, uint64_t number, unsigned seat, char token[TOKEN_TEXT]) {
    struct game *game = host_find(host, number);
    return game && token_of_place(host, game, seat, 0, token);
}
