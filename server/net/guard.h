/* What a flood is measured by: a bucket of requests for each connection, and who counts as one address. */
#ifndef IBAR_NET_GUARD_H
#define IBAR_NET_GUARD_H

#include <stdbool.h>
#include <stdint.h>

struct sockaddr;

/* Holds up to `burst` requests and gains `rate` a second. All-zero is empty. */
struct bucket {
    int64_t level; /* thousandths of a request */
    int64_t at_ms; /* up to when the gain is in it */
};

void bucket_fill(struct bucket *bucket, uint32_t burst, int64_t now_ms);
/* Takes one request out. False: there is none. */
bool bucket_take(struct bucket *bucket, uint32_t rate, uint32_t burst, int64_t now_ms);

#define ADDRESS_KEY 16
/* Equal for what one host can choose freely: an IPv4 address, also when mapped into IPv6, or an IPv6 /64. */
void address_key(const struct sockaddr *address, uint8_t key[ADDRESS_KEY]);
/* The peer is on this computer. */
bool address_is_loopback(const struct sockaddr *address);

#endif
