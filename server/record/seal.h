/* The seal of the dice: the server's secret, its published hash, and the key that secret and nonces make.
 *
 *   seal = BLAKE2b-256(secret)
 *   key  = BLAKE2b-128("ibar dice 1" || secret || nonce of side 0 || nonce of side 1 || ...)
 *
 * A side without a player has a nonce of zeros. The seal is known to every player before it sends its nonce, so
 * that neither the host nor any player can choose the dice alone; host and the player who is ready last could
 * together (docs/dice.md). */
#ifndef IBAR_RECORD_SEAL_H
#define IBAR_RECORD_SEAL_H

#include "rules/dice.h"
#include "rules/scenario.h"

#define SEAL_SECRET_BYTES 32
#define SEAL_BYTES 32
#define SEAL_NONCE_BYTES 16

void seal_make(const uint8_t secret[SEAL_SECRET_BYTES], uint8_t seal[SEAL_BYTES]);
void seal_key(const uint8_t secret[SEAL_SECRET_BYTES], unsigned sides,
              const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES], struct dice_key *key);

/* The key after a rewind, so that what is played again has other dice; `rewinds` of the game so far, 0: `first` itself.
 *
 *   key = BLAKE2b-128("ibar dice again 1" || first key || rewinds, four bytes, the lowest first) */
void seal_key_again(const struct dice_key *first, uint32_t rewinds, struct dice_key *key);

/* Once a game has ended its secret is told. When it goes back from there, the dice come from another secret, whose seal the
 * first one is; when it ends and goes back again, from the one whose seal that is, and so on. So all of them are fixed by
 * the first seal, before any nonce. They are made from the last, the root, backwards:
 *
 *   secret k = seal of secret k + 1;   secret SEAL_CHAIN = root
 */
#define SEAL_CHAIN 64
/* Secret `k` of those that come from a root, 0 the first; at most SEAL_CHAIN. */
void seal_chain(const uint8_t root[SEAL_SECRET_BYTES], unsigned k, uint8_t secret[SEAL_SECRET_BYTES]);

/* The luck of the computer player of a side: BLAKE2b-128("ibar luck 1" || secret || side, one byte). Not part of the
 * dice; arena and table use the same, so that the same secret and players play the same game in both. */
void seal_luck(const uint8_t secret[SEAL_SECRET_BYTES], unsigned side, struct dice_key *luck);

#endif
