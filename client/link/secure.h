/* The client's end of TLS 1.3 over bytes in memory. Whether the certificate is the right one is for the caller to say,
 * from secure_fingerprint and secure_verified, before anything is sent. */
#ifndef IBAR_CLIENT_LINK_SECURE_H
#define IBAR_CLIENT_LINK_SECURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECURE_FINGERPRINT 65

struct secure;

/* Begins a handshake with the server of this name or numeric address. NULL with a sentence in `why`. */
struct secure *secure_create(const char *host, char *why, size_t size);
/* Takes NULL. */
void secure_destroy(struct secure *secure);

/* CLOSED: the server has no more to say. FAILED: secure_why has OpenSSL's reason. */
enum secure_result { SECURE_OK, SECURE_CLOSED, SECURE_FAILED };

/* Gives it bytes as they came from the server. */
enum secure_result secure_add(struct secure *secure, const uint8_t *bytes, size_t size);
/* Goes on with the handshake. OK: see secure_ready. */
enum secure_result secure_handshake(struct secure *secure);
bool secure_ready(const struct secure *secure);
/* Decrypts up to `room` bytes; `got` 0: none are there now. */
enum secure_result secure_read(struct secure *secure, uint8_t *out, size_t room, size_t *got);
enum secure_result secure_write(struct secure *secure, const uint8_t *bytes, size_t size);
/* Queues the notice that nothing follows. */
void secure_shutdown(struct secure *secure);
/* What must go to the server; secure_sent says how much of it went. */
size_t secure_outgoing(struct secure *secure, const uint8_t **bytes);
void secure_sent(struct secure *secure, size_t size);

/* SHA-256 of the server's certificate as 64 hexadecimal digits. False before the handshake is done. */
bool secure_fingerprint(const struct secure *secure, char out[SECURE_FINGERPRINT]);
/* An authority that this system trusts vouches for the certificate and the name. */
bool secure_verified(const struct secure *secure);
const char *secure_why(const struct secure *secure);

#endif
