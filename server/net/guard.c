#include "guard.h"

#include <netinet/in.h>
#include <string.h>

void bucket_fill(struct bucket *bucket, uint32_t burst, int64_t now_ms) {
    bucket->level = (int64_t)burst * 1000;
    bucket->at_ms = now_ms;
}

bool bucket_take(struct bucket *bucket, uint32_t rate, uint32_t burst, int64_t now_ms) {
    int64_t most = (int64_t)burst * 1000, passed = now_ms - bucket->at_ms;
    if (passed > 0) {
        /* A long pause is cut, so that the product cannot overflow. */
        bucket->level += (passed > most ? most : passed) * (int64_t)rate;
        bucket->level = bucket->level > most ? most : bucket->level;
        bucket->at_ms = now_ms;
    }
    if (bucket->level < 1000)
        return false;
    bucket->level -= 1000;
    return true;
}

void address_key(const struct sockaddr *address, uint8_t key[ADDRESS_KEY]) {
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    memset(key, 0, ADDRESS_KEY);
    if (address->sa_family == AF_INET6) {
        const uint8_t *six = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr;
        memcpy(key, six, memcmp(six, mapped, sizeof mapped) == 0 ? 16 : 8);
    } else if (address->sa_family == AF_INET) {
        memcpy(key, mapped, sizeof mapped);
        memcpy(key + 12, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    }
}

bool address_is_loopback(const struct sockaddr *address) {
    static const uint8_t loopback[16] = {[15] = 1}, mapped[13] = {[10] = 0xff, [11] = 0xff, [12] = 127};
    if (address->sa_family == AF_INET)
        return *(const uint8_t *)&((const struct sockaddr_in *)(const void *)address)->sin_addr == 127;
    if (address->sa_family != AF_INET6)
        return false;
    const uint8_t *six = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr;
    return memcmp(six, loopback, sizeof loopback) == 0 || memcmp(six, mapped, sizeof mapped) == 0;
}
