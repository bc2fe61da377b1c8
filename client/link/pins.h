/* Fingerprints of servers met before: a text file of lines `HOST:PORT FINGERPRINT`, as SSH's known_hosts. */
#ifndef IBAR_CLIENT_LINK_PINS_H
#define IBAR_CLIENT_LINK_PINS_H

#include <stdbool.h>
#include <stddef.h>

#define PIN_TEXT 65

/* Looks an address up. False when it is not known or there is no file yet. */
bool pins_find(const char *path, const char *address, char fingerprint[PIN_TEXT]);
/* Appends a line; makes the file (0600) and its folders. False with a sentence in `why`. */
bool pins_add(const char *path, const char *address, const char *fingerprint, char *why, size_t size);

#endif
