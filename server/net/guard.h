/* What a flood is measured by: a bucket of requests for each connection, and who counts as one address. */
#ifndef IBAR_NET_GUARD_H
#define IBAR_NET_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "ops/bucket.h"

struct sockaddr;

#define ADDRESS_KEY 16
/* Equal for what one host can choose freely: an IPv4 address, also when mapped into IPv6, or an IPv6 /64. */
void address_key(const struct sockaddr *address, uint8_t key[ADDRESS_KEY]);
/* The peer is on this computer. */
bool address_is_loopback(const struct sockaddr *address);

#endif
