/* The server's part of what the seats' tokens are made from. */
#ifndef IBAR_OPS_SEAT_KEY_H
#define IBAR_OPS_SEAT_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAT_KEY_FILE  "seats.key"
#define SEAT_KEY_BYTES 32

/* Reads `folder`/seats.key (0600); when it is not there, makes it from `fresh`, SEAT_KEY_BYTES random bytes. It is no
 * part of the journal, so that who has a backup of that cannot take a seat. False with a sentence in `why`. */
bool seat_key_ensure(const char *folder, const uint8_t *fresh, uint8_t *key, char *why, size_t size);

#endif
