#include "certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_ROOM   4096
#define VALID_YEARS 20 /* clients pin the certificate itself: there is no authority that would renew it */

static bool random_serial(X509 *certificate) {
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] &= 0x7f;
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
    bool done = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return done;
}

static bool add_extension(X509 *certificate, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool done = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return done;
}

static X509 *make_certificate(EVP_PKEY *key) {
    X509 *certificate = X509_new();
    if (!certificate)
        return NULL;
    X509_NAME *name = X509_get_subject_name(certificate);
    bool done = X509_set_version(certificate, 2) == 1 && random_serial(certificate) &&
                X509_gmtime_adj(X509_getm_notBefore(certificate), -24 * 3600) &&
                X509_time_adj_ex(X509_getm_notAfter(certificate), VALID_YEARS * 365, 0, NULL) &&
                X509_set_pubkey(certificate, key) == 1 &&
                X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"ibard", -1, -1, 0) &&
                X509_set_issuer_name(certificate, name) == 1 &&
                add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
                add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
                add_extension(certificate, NID_subject_alt_name, "DNS:ibard") &&
                X509_sign(certificate, key, EVP_sha256()) > 0;
    if (!done) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

/* Written beside, synced and renamed, so that a crash leaves either nothing or the whole file. */
static bool write_pem(const char *path, mode_t mode, EVP_PKEY *key, X509 *certificate) {
    char beside[PATH_ROOM + 8];
    snprintf(beside, sizeof beside, "%s.new", path);
    unlink(beside);
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    bool done = key ? PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1
                    : PEM_write_X509(file, certificate) == 1;
    done = done && fflush(file) == 0 && fsync(fd) == 0;
    done = fclose(file) == 0 && done;
    done = done && rename(beside, path) == 0;
    if (!done)
        unlink(beside);
    return done;
}

bool certificate_ensure(const char *folder, char *why, size_t size) {
    char certificate_path[PATH_ROOM], key_path[PATH_ROOM];
    snprintf(certificate_path, sizeof certificate_path, "%s/%s", folder, CERTIFICATE_FILE);
    snprintf(key_path, sizeof key_path, "%s/%s", folder, KEY_FILE);
    bool have_certificate = access(certificate_path, F_OK) == 0, have_key = access(key_path, F_OK) == 0;
    if (have_certificate && have_key)
        return true;
    if (have_certificate) {
        snprintf(why, size, "'%s' is there but its key '%s' is missing: put the key back, or remove the certificate to "
                            "have a new one made (clients will then see a new fingerprint).",
                 certificate_path, key_path);
        return false;
    }
    /* A key without a certificate is what a crash between the two leaves behind. */
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = key ? make_certificate(key) : NULL;
    bool made = certificate != NULL;
    bool written = made && write_pem(key_path, 0600, key, NULL) && write_pem(certificate_path, 0644, NULL, certificate);
    if (!made)
        snprintf(why, size, "OpenSSL could not make a certificate.");
    else if (!written)
        snprintf(why, size, "The certificate could not be written to '%s': %s.", folder, strerror(errno));
    X509_free(certificate);
    EVP_PKEY_free(key);
    return written;
}
