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

/* The luck of the computer player of a side: BLAKE2b-128("ibar luck 1" || secret || side, one byte). Not part of the
 * dice; arena and table use the same, so that the same secret and players play the same game in both. */
void seal_luck(const uint8_t secret[SEAL_SECRET_BYTES], unsigned side, struct dice_key *luck);

#endif
