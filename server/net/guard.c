#include "guard.h"

#include <netinet/in.h>
#include <string.h>

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
