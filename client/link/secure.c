#include "secure.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

#define WHY_ROOM 160

struct secure {
    SSL *ssl;
    BIO *in, *out; /* the SSL's own */
    char why[WHY_ROOM];
};

static const char *reason(void) {
    const char *text = ERR_reason_error_string(ERR_peek_error());
    return text ? text : "no reason given";
}

/* An authority's certificate must be for the name that the player typed. */
static bool expect_host(SSL *ssl, const char *host) {
    X509_VERIFY_PARAM *param = SSL_get0_param(ssl);
    if (X509_VERIFY_PARAM_set1_ip_asc(param, host) == 1)
        return true;
    ERR_clear_error();
    return SSL_set1_host(ssl, host) == 1 && SSL_set_tlsext_host_name(ssl, host) == 1;
}

/* One for all connections of this process, never freed: reading the authorities takes longer than a handshake, and a
 * connection that broke is to be back at once. NULL when OpenSSL cannot be set up. */
static SSL_CTX *shared_context(void) {
    static SSL_CTX *shared;
    if (shared)
        return shared;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (!context || SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1) {
        SSL_CTX_free(context);
        return NULL;
    }
    /* The handshake goes on whatever the chain says: pins decide. The verdict is kept for secure_verified. */
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_default_verify_paths(context);
    ERR_clear_error();
    shared = context;
    return shared;
}

struct secure *secure_create(const char *host, char *why, size_t size) {
    struct secure *secure = calloc(1, sizeof *secure);
    if (!secure) {
        snprintf(why, size, "No memory is left for a connection.");
        return NULL;
    }
    ERR_clear_error();
    SSL_CTX *context = shared_context();
    if (context)
        secure->ssl = SSL_new(context);
    BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
    if (!secure->ssl || !in || !out || !expect_host(secure->ssl, host)) {
        snprintf(why, size, "TLS could not be set up: %s.", reason());
        BIO_free(in);
        BIO_free(out);
        secure_destroy(secure);
        return NULL;
    }
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(secure->ssl, in, out);
    secure->in = in;
    secure->out = out;
    SSL_set_connect_state(secure->ssl);
    return secure;
}

void secure_destroy(struct secure *secure) {
    if (!secure)
        return;
    SSL_free(secure->ssl);
    free(secure);
}

static enum secure_result judge(struct secure *secure, int status) {
    int error = SSL_get_error(secure->ssl, status);
    if (error == SSL_ERROR_NONE || error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
        return SECURE_OK;
    if (error == SSL_ERROR_ZERO_RETURN)
        return SECURE_CLOSED;
    snprintf(secure->why, sizeof secure->why, "%s", reason());
    ERR_clear_error();
    return SECURE_FAILED;
}

enum secure_result secure_add(struct secure *secure, const uint8_t *bytes, size_t size) {
    if (BIO_write(secure->in, bytes, (int)size) == (int)size)
        return SECURE_OK;
    snprintf(secure->why, sizeof secure->why, "no memory");
    return SECURE_FAILED;
}

enum secure_result secure_handshake(struct secure *secure) {
    ERR_clear_error();
    return judge(secure, SSL_do_handshake(secure->ssl));
}

bool secure_ready(const struct secure *secure) {
    return SSL_is_init_finished(secure->ssl);
}

enum secure_result secure_read(struct secure *secure, uint8_t *out, size_t room, size_t *got) {
    *got = 0;
    ERR_clear_error();
    return judge(secure, SSL_read_ex(secure->ssl, out, room, got));
}

enum secure_result secure_write(struct secure *secure, const uint8_t *bytes, size_t size) {
    size_t written = 0;
    ERR_clear_error();
    int status = SSL_write_ex(secure->ssl, bytes, size, &written);
    return status == 1 ? SECURE_OK : judge(secure, status) == SECURE_CLOSED ? SECURE_CLOSED : SECURE_FAILED;
}

void secure_shutdown(struct secure *secure) {
    if (!secure_ready(secure) || secure->why[0])
        return;
    ERR_clear_error();
    SSL_shutdown(secure->ssl);
    ERR_clear_error();
}

size_t secure_outgoing(struct secure *secure, const uint8_t **bytes) {
    char *data = NULL;
    long size = BIO_get_mem_data(secure->out, &data);
    *bytes = (const uint8_t *)data;
    return size > 0 ? (size_t)size : 0;
}

void secure_sent(struct secure *secure, size_t size) {
    char drop[4096];
    while (size > 0) {
        int read = BIO_read(secure->out, drop, (int)(size < sizeof drop ? size : sizeof drop));
        if (read <= 0)
            return;
        size -= (size_t)read;
    }
}

bool secure_fingerprint(const struct secure *secure, char out[SECURE_FINGERPRINT]) {
    X509 *certificate = SSL_get0_peer_certificate(secure->ssl);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (!certificate || X509_digest(certificate, EVP_sha256(), digest, &length) != 1 || length != 32)
        return false;
    for (unsigned i = 0; i < length; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    return true;
}

bool secure_verified(const struct secure *secure) {
    return SSL_get_verify_result(secure->ssl) == X509_V_OK;
}

const char *secure_why(const struct secure *secure) {
    return secure->why;
}
