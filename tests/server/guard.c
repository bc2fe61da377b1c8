/* What a flood is measured by: the bucket of a connection, and who counts as one address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "net/guard.h"

static unsigned take_all(struct bucket *bucket, unsigned rate, unsigned burst, int64_t now_ms) {
    unsigned taken = 0;
    while (bucket_take(bucket, rate, burst, now_ms))
        taken++;
    return taken;
}

static void a_bucket_gives_its_burst_then_its_rate(void **unused) {
    (void)unused;
    struct bucket bucket;
    bucket_fill(&bucket, 40, 1000);
    assert_int_equal(take_all(&bucket, 10, 40, 1000), 40);
    assert_int_equal(take_all(&bucket, 10, 40, 1099), 0);
    assert_int_equal(take_all(&bucket, 10, 40, 1100), 1);
    unsigned taken = 0;
    for (int64_t now = 1101; now <= 11100; now += 7)
        taken += take_all(&bucket, 10, 40, now);
    assert_in_range(taken, 99, 100); /* ten seconds at ten a second */
}

static void a_long_pause_fills_it_to_the_burst_and_no_further(void **unused) {
    (void)unused;
    struct bucket bucket = {0};
    assert_int_equal(take_all(&bucket, 1000000, 40, INT64_MAX / 2), 40);
    bucket = (struct bucket){.at_ms = 5000};
    assert_int_equal(take_all(&bucket, 10, 40, 4000), 0); /* a clock that goes back gives nothing */
}

static void key_of(const char *text, uint8_t key[ADDRESS_KEY]) {
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    struct sockaddr_in four = {.sin_family = AF_INET};
    if (strchr(text, ':')) {
        assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
        address_key((const struct sockaddr *)&six, key);
    } else {
        assert_int_equal(inet_pton(AF_INET, text, &four.sin_addr), 1);
        address_key((const struct sockaddr *)&four, key);
    }
}

static void assert_same(const char *one, const char *other, bool same) {
    uint8_t a[ADDRESS_KEY], b[ADDRESS_KEY];
    key_of(one, a);
    key_of(other, b);
    assert_int_equal(memcmp(a, b, ADDRESS_KEY) == 0, same);
}

static void what_one_host_may_choose_freely_counts_as_one_address(void **unused) {
    (void)unused;
    assert_same("192.0.2.1", "192.0.2.1", true);
    assert_same("192.0.2.1", "192.0.2.2", false);
    assert_same("192.0.2.1", "::ffff:192.0.2.1", true);
    assert_same("::ffff:192.0.2.1", "::ffff:192.0.2.2", false);
    assert_same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true);
    assert_same("2001:db8:1:2::1", "2001:db8:1:3::1", false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_gives_its_burst_then_its_rate),
        cmocka_unit_test(a_long_pause_fills_it_to_the_burst_and_no_further),
        cmocka_unit_test(what_one_host_may_choose_freely_counts_as_one_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
