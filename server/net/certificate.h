/* The server's own certificate: made at the first start, then kept, so that clients can pin it. */
#ifndef IBAR_NET_CERTIFICATE_H
#define IBAR_NET_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>

#define CERTIFICATE_FILE "certificate.pem"
#define KEY_FILE         "key.pem"

/* Makes `folder`/certificate.pem and key.pem (0600) unless both are there. False with a sentence in `why`. */
bool certificate_ensure(const char *folder, char *why, size_t size);

#endif
