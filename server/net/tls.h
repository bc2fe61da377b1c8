/* TLS 1.3 over bytes in memory: the server's certificate, and the encryption of one connection.
 *
 * A stream never touches a socket: what came is given to tls_stream_receive, what must go out is appended to the
 * caller's buffer. */
#ifndef IBAR_NET_TLS_H
#define IBAR_NET_TLS_H

#include "buffer.h"

#define TLS_FINGERPRINT 65 /* SHA-256 of the certificate's DER as 64 hexadecimal digits, and NUL */

struct tls;

/* Reads certificate (with its chain) and key from PEM files. NULL with a sentence in `why`. */
struct tls *tls_open(const char *certificate, const char *key, char *why, size_t size);
/* Reads the files again, for new connections. False with a sentence in `why`: the old ones stay in use. */
bool tls_reload(struct tls *tls, char *why, size_t size);
const char *tls_fingerprint(const struct tls *tls);
/* Takes NULL. No stream may be open. */
void tls_close(struct tls *tls);

struct tls_stream;

/* `wire` gets what must go out to the peer; it is the caller's and outlives the stream. NULL: no memory. */
struct tls_stream *tls_stream_create(struct tls *tls, struct buffer *wire);
/* Takes NULL. */
void tls_stream_destroy(struct tls_stream *stream);

/* CLOSED: the peer said that it has no more to say. FAILED: not TLS 1.3, or broken; tls_stream_why says how. */
enum tls_result { TLS_OK, TLS_CLOSED, TLS_FAILED };

/* Takes bytes as they came; calls `plain` for what was decrypted. `plain` must not destroy the stream; it returns
 * false to stop. */
enum tls_result tls_stream_receive(struct tls_stream *stream, const uint8_t *bytes, size_t size,
                                   bool (*plain)(void *ctx, const uint8_t *bytes, size_t size), void *ctx);
/* The handshake is done: tls_stream_send may be called. */
bool tls_stream_ready(const struct tls_stream *stream);
/* Encrypts; a record holds up to 16 KiB. */
enum tls_result tls_stream_send(struct tls_stream *stream, const uint8_t *bytes, size_t size);
/* Appends the notice that nothing follows. */
void tls_stream_shutdown(struct tls_stream *stream);
/* "" or what OpenSSL says about the failure. */
const char *tls_stream_why(const struct tls_stream *stream);

#endif
