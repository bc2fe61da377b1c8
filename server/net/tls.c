#include "tls.h"

#include <assert.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_ROOM    4096
#define RECORD_BYTES 16384
#define WHY_ROOM     160

struct tls {
    SSL_CTX *context;
    BIO_METHOD *method;
    char certificate[PATH_ROOM], key[PATH_ROOM];
    char fingerprint[TLS_FINGERPRINT];
};

struct tls_stream {
    SSL *ssl;
    struct buffer *wire;
    const uint8_t *in; /* what tls_stream_receive was given and OpenSSL has not read yet */
    size_t in_size;
    char why[WHY_ROOM];
};

/* The transport under OpenSSL: reads from `in`, writes to `wire`, both without a copy between. */
static int wire_write(BIO *bio, const char *bytes, size_t size, size_t *written) {
    struct tls_stream *stream = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (!buffer_append(stream->wire, bytes, size))
        return 0;
    *written = size;
    return 1;
}

static int wire_read(BIO *bio, char *out, size_t room, size_t *read) {
    struct tls_stream *stream = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (stream->in_size == 0) {
        BIO_set_retry_read(bio);
        return 0;
    }
    *read = room < stream->in_size ? room : stream->in_size;
    memcpy(out, stream->in, *read);
    stream->in += *read;
    stream->in_size -= *read;
    return 1;
}

static long wire_control(BIO *bio, int command, long number, void *pointer) {
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO_METHOD *wire_method(void) {
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "ibar wire");
    if (method && BIO_meth_set_write_ex(method, wire_write) && BIO_meth_set_read_ex(method, wire_read) &&
        BIO_meth_set_ctrl(method, wire_control))
        return method;
    BIO_meth_free(method);
    return NULL;
}

static bool take_fingerprint(SSL_CTX *context, char out[TLS_FINGERPRINT]) {
    X509 *certificate = SSL_CTX_get0_certificate(context);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (!certificate || X509_digest(certificate, EVP_sha256(), digest, &length) != 1 || length != 32)
        return false;
    for (unsigned i = 0; i < length; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    return true;
}

/* The innermost reason that OpenSSL gives, in its words. */
static const char *reason(void) {
    unsigned long error = ERR_peek_error();
    const char *text = ERR_SYSTEM_ERROR(error) ? strerror(ERR_GET_REASON(error)) : ERR_reason_error_string(error);
    return text ? text : "no reason given";
}

static SSL_CTX *load(const struct tls *tls, char *why, size_t size) {
    ERR_clear_error();
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (!context || !SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION)) {
        snprintf(why, size, "OpenSSL could not be set up for TLS 1.3: %s.", reason());
        SSL_CTX_free(context);
        return NULL;
    }
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    if (SSL_CTX_use_certificate_chain_file(context, tls->certificate) != 1)
        snprintf(why, size, "The certificate '%s' cannot be used: %s. A PEM file with the certificate first, then its "
                            "chain, would be right.",
                 tls->certificate, reason());
    else if (SSL_CTX_use_PrivateKey_file(context, tls->key, SSL_FILETYPE_PEM) != 1)
        snprintf(why, size, "The key '%s' cannot be used with the certificate '%s': %s.", tls->key, tls->certificate,
                 reason());
    else
        return context;
    SSL_CTX_free(context);
    ERR_clear_error();
    return NULL;
}

struct tls *tls_open(const char *certificate, const char *key, char *why, size_t size) {
    struct tls *tls = calloc(1, sizeof *tls);
    if (!tls) {
        snprintf(why, size, "No memory is left for TLS.");
        return NULL;
    }
    snprintf(tls->certificate, PATH_ROOM, "%s", certificate);
    snprintf(tls->key, PATH_ROOM, "%s", key);
    tls->method = wire_method();
    if (!tls->method)
        snprintf(why, size, "OpenSSL could not be set up.");
    else if (tls_reload(tls, why, size))
        return tls;
    tls_close(tls);
    return NULL;
}

bool tls_reload(struct tls *tls, char *why, size_t size) {
    SSL_CTX *context = load(tls, why, size);
    char fingerprint[TLS_FINGERPRINT];
    if (!context)
        return false;
    if (!take_fingerprint(context, fingerprint)) {
        snprintf(why, size, "The certificate '%s' has no fingerprint.", tls->certificate);
        SSL_CTX_free(context);
        return false;
    }
    SSL_CTX_free(tls->context);
    tls->context = context;
    memcpy(tls->fingerprint, fingerprint, sizeof fingerprint);
    return true;
}

const char *tls_fingerprint(const struct tls *tls) {
    return tls->fingerprint;
}

void tls_close(struct tls *tls) {
    if (!tls)
        return;
    SSL_CTX_free(tls->context);
    BIO_meth_free(tls->method);
    free(tls);
}

struct tls_stream *tls_stream_create(struct tls *tls, struct buffer *wire) {
    struct tls_stream *stream = calloc(1, sizeof *stream);
    SSL *ssl = SSL_new(tls->context);
    BIO *bio = BIO_new(tls->method);
    if (!stream || !ssl || !bio) {
        free(stream);
        SSL_free(ssl);
        BIO_free(bio);
        return NULL;
    }
    stream->ssl = ssl;
    stream->wire = wire;
    BIO_set_data(bio, stream);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_accept_state(ssl);
    return stream;
}

void tls_stream_destroy(struct tls_stream *stream) {
    if (!stream)
        return;
    SSL_free(stream->ssl);
    free(stream);
}

static enum tls_result failed(struct tls_stream *stream, int result) {
    int error = SSL_get_error(stream->ssl, result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
        return TLS_OK;
    if (error == SSL_ERROR_ZERO_RETURN)
        return TLS_CLOSED;
    snprintf(stream->why, sizeof stream->why, "%s", reason());
    ERR_clear_error();
    return TLS_FAILED;
}

enum tls_result tls_stream_receive(struct tls_stream *stream, const uint8_t *bytes, size_t size,
                                   bool (*plain)(void *ctx, const uint8_t *bytes, size_t size), void *ctx) {
    assert(stream->in_size == 0);
    stream->in = bytes;
    stream->in_size = size;
    enum tls_result result = TLS_OK;
    uint8_t record[RECORD_BYTES];
    /* A read of nothing costs OpenSSL a buffer. */
    for (bool more = true; more && (stream->in_size > 0 || SSL_has_pending(stream->ssl));) {
        ERR_clear_error();
        size_t got = 0;
        int status = SSL_read_ex(stream->ssl, record, sizeof record, &got);
        if (status != 1) {
            result = failed(stream, status);
            more = false;
        } else {
            more = plain(ctx, record, got);
            explicit_bzero(record, got); /* there may have been a password in it */
        }
    }
    /* OpenSSL takes what it is offered unless it failed or the caller stopped: neither reads on. */
    stream->in = NULL;
    stream->in_size = 0;
    return result;
}

bool tls_stream_ready(const struct tls_stream *stream) {
    return SSL_is_init_finished(stream->ssl);
}

enum tls_result tls_stream_send(struct tls_stream *stream, const uint8_t *bytes, size_t size) {
    while (size > 0) {
        ERR_clear_error();
        size_t written = 0;
        int status = SSL_write_ex(stream->ssl, bytes, size, &written);
        if (status != 1) {
            enum tls_result result = failed(stream, status);
            return result == TLS_OK ? TLS_FAILED : result;
        }
        bytes += written;
        size -= written;
    }
    return TLS_OK;
}

void tls_stream_shutdown(struct tls_stream *stream) {
    if (!SSL_is_init_finished(stream->ssl) || stream->why[0])
        return;
    ERR_clear_error();
    SSL_shutdown(stream->ssl);
    ERR_clear_error();
}

const char *tls_stream_why(const struct tls_stream *stream) {
    return stream->why;
}
