/* One game between computer players, straight on rules and ai: no table, no journal, no sockets.
 *
 * A game is a function of scenario, options, secret, nonces and players. The dice come from seal_key, the
 * luck of each player from seal_luck, as at a table: the same game at a table has the same record and hashes.
 */
#ifndef IBAR_ARENA_PLAY_H
#define IBAR_ARENA_PLAY_H

#include "ai/ai.h"
#include "record/record.h"

struct arena_result {
    uint64_t hash;   /* of the state after the last turn */
    uint8_t outcome; /* enum outcome */
    uint8_t turns;   /* played */
    int points[SIDE_MAX];
    int place[SIDE_MAX]; /* rules_rank: 1 is first, equals share */
    bool reached[SIDE_MAX];
};

/* The secret of game `game` of a seed: BLAKE2b-256("ibar arena 1" || seed || game), both little-endian, 64
 * bits. */
void arena_secret(uint64_t seed, uint64_t game, uint8_t secret[SEAL_SECRET_BYTES]);

/* Plays to the end. `options`: bit n is what-if n of the scenario. `nonce` NULL: all zeros, as for sides
 * without people. `ai` names a player for each side of the scenario. `record` is appended to unless NULL. */
void arena_play(const struct scenario *scenario, uint16_t options, const uint8_t secret[SEAL_SECRET_BYTES],
                const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES], const struct ai *const ai[SIDE_MAX],
                struct record *record, struct arena_result *out);

#endif
