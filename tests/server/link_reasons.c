/* A connection that fails says why in a whole sentence, and a certificate that is not the right one opens nothing. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "daemon.h"
#include "link/link.h"
#include "proto/convert.h"

static const char *program;

/* Steps a link until it is no longer connecting. */
static enum link_state settle(struct link *link) {
    int64_t until = now_ms() + DAEMON_MS;
    while (link_state(link) == LINK_CONNECTING) {
        assert_true(now_ms() < until);
        link_step(link, now_ms());
        poll(NULL, 0, 1);
    }
    return link_state(link);
}

static void assert_why(const struct link *link, const char *word) {
    const char *why = link_why(link);
    if (!strstr(why, word))
        fail_msg("'%s' is not in: %s", word, why);
    char last = why[strlen(why) - 1];
    assert_true(last == '.' || last == '?');
}

static void assert_fails(const char *address, bool tls, const char *fingerprint, const char *pins, const char *word) {
    struct link *link = link_open_tcp(address, tls, fingerprint, pins);
    assert_int_equal(settle(link), LINK_FAILED);
    assert_why(link, word);
    assert_false(link_send(link, (const uint8_t *)"", 0));
    link_close(link);
}

static void assert_opens(const char *address, const char *fingerprint, const char *pins, const char *shown) {
    struct link *link = link_open_tcp(address, true, fingerprint, pins);
    if (settle(link) != LINK_OPEN)
        fail_msg("%s", link_why(link));
    assert_string_equal(link_why(link), "");
    assert_string_equal(link_fingerprint(link), shown);
    link_close(link);
}

static void test_wrong_addresses(void **ctx) {
    (void)ctx;
    assert_fails("", true, NULL, NULL, "HOST:PORT");
    assert_fails("127.0.0.1:none", true, NULL, NULL, "HOST:PORT");
    assert_fails("127.0.0.1:70000", true, NULL, NULL, "HOST:PORT");
    assert_fails("[::1", true, NULL, NULL, "HOST:PORT");
    assert_fails("127.0.0.1:7878", true, "abc", NULL, "64 hexadecimal");
    assert_fails("no-such-host.invalid:7878", true, NULL, NULL, "no-such-host.invalid");
}

static void test_nobody_listens(void **ctx) {
    (void)ctx;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0); /* bound, never listening */
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
    char text[64];
    snprintf(text, sizeof text, "127.0.0.1:%u", ntohs(address.sin_port));
    assert_fails(text, true, NULL, NULL, "Nothing listens at");
    close(fd);
}

static void test_a_fingerprint_given_must_match(void **ctx) {
    (void)ctx;
    struct daemon daemon;
    char other[65];
    daemon_make(&daemon, program);
    daemon_start(&daemon, NULL);
    memset(other, 'a', 64);
    other[64] = '\0';
    assert_opens(daemon.address, daemon.fingerprint, NULL, daemon.fingerprint);
    assert_fails(daemon.address, true, other, NULL, "another server");
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
}

static void test_a_certificate_is_trusted_on_first_use_and_not_when_it_changes(void **ctx) {
    (void)ctx;
    struct daemon daemon;
    char pins[300], path[320], line[512];
    daemon_make(&daemon, program);
    daemon_start(&daemon, NULL);
    snprintf(pins, sizeof pins, "%s/known_hosts", daemon.data);
    assert_opens(daemon.address, NULL, pins, daemon.fingerprint);
    assert_opens(daemon.address, NULL, pins, daemon.fingerprint);
    FILE *file = fopen(pins, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_non_null(strstr(line, daemon.fingerprint));
    assert_null(fgets(line, sizeof line, file)); /* kept once */
    fclose(file);

    /* The same address with another certificate. */
    char port[64];
    snprintf(port, sizeof port, "%s", daemon.address);
    assert_int_equal(daemon_stop(&daemon), 0);
    for (const char *const *name = (const char *const[]){"certificate.pem", "key.pem", NULL}; *name; name++) {
        snprintf(path, sizeof path, "%s/%s", daemon.data, *name);
        assert_int_equal(unlink(path), 0);
    }
    daemon_start(&daemon, (const char *const[]){"--listen", port, NULL});
    assert_string_equal(daemon.address, port);
    assert_fails(daemon.address, true, NULL, pins, "has changed");
    assert_opens(daemon.address, daemon.fingerprint, pins, daemon.fingerprint);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
}

/* The join line of `ibard --tls off` says nothing of TLS: on the same computer it works as it stands. */
static void test_a_plain_server_on_this_computer_is_met_in_plain_text(void **ctx) {
    (void)ctx;
    struct daemon daemon;
    size_t size = 0;
    daemon_make(&daemon, program);
    daemon_start(&daemon, (const char *const[]){"--tls", "off", NULL});
    char pins[300];
    snprintf(pins, sizeof pins, "%s/pins", daemon.data);
    assert_opens(daemon.address, NULL, pins, "");
    struct link *link = link_open_tcp(daemon.address, true, NULL, NULL);
    assert_int_equal(settle(link), LINK_OPEN);
    static const uint8_t hello[] = {0x08, 0x01, 0x82, 0x01, 0x02, 0x08, 0x01};
    assert_true(link_send(link, hello, sizeof hello));
    const uint8_t *bytes = NULL;
    for (int64_t until = now_ms() + DAEMON_MS; !(bytes = link_take(link, &size)) && now_ms() < until;)
        link_step(link, now_ms());
    assert_non_null(bytes);
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 65536);
    assert_int_equal(envelope->body_case, IBAR__V1__ENVELOPE__BODY_WELCOME);
    convert_envelope_free(envelope);
    link_close(link);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
}

/* S-PLAIN-1: a server that has shown a certificate is not spoken to in plain text, whoever answers at its address. */
static void test_a_server_known_by_its_certificate_is_never_met_in_plain_text(void **ctx) {
    (void)ctx;
    struct daemon daemon;
    daemon_make(&daemon, program);
    daemon_start(&daemon, (const char *const[]){"--tls", "off", NULL});
    char pins[300];
    snprintf(pins, sizeof pins, "%s/pins", daemon.data);
    FILE *file = fopen(pins, "w");
    assert_non_null(file);
    fprintf(file, "%s 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", daemon.address);
    fclose(file);
    assert_fails(daemon.address, true, NULL, pins, "a certificate is known");
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
}

static void test_plain_text_and_tls_do_not_meet(void **ctx) {
    (void)ctx;
    struct daemon daemon;
    size_t size = 0;
    daemon_make(&daemon, program);
    daemon_start(&daemon, (const char *const[]){"--tls", "off", NULL});
    assert_fails(daemon.address, true, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", NULL,
                 "plain text");
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_start(&daemon, NULL);
    struct link *link = link_open_tcp(daemon.address, false, NULL, NULL);
    assert_int_equal(settle(link), LINK_OPEN);
    static const uint8_t ping[] = {0x08, 0x01, 0xc2, 0x01, 0x00};
    assert_true(link_send(link, ping, sizeof ping));
    const uint8_t *bytes = NULL;
    for (int64_t until = now_ms() + DAEMON_MS; !(bytes = link_take(link, &size)) && now_ms() < until;)
        link_step(link, now_ms());
    assert_non_null(bytes);
    Ibar__V1__Envelope *envelope = convert_unpack(bytes, size, 65536);
    assert_int_equal(envelope->body_case, IBAR__V1__ENVELOPE__BODY_ERROR);
    assert_non_null(strstr(envelope->error->text, "TLS"));
    convert_envelope_free(envelope);
    link_close(link);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
}

static void test_a_server_that_goes_is_noticed(void **ctx) {
    (void)ctx;
    struct daemon daemon;
    daemon_make(&daemon, program);
    daemon_start(&daemon, NULL);
    struct link *link = link_open_tcp(daemon.address, true, daemon.fingerprint, NULL);
    assert_int_equal(settle(link), LINK_OPEN);
    daemon_kill(&daemon);
    for (int64_t until = now_ms() + DAEMON_MS; link_state(link) == LINK_OPEN && now_ms() < until;)
        link_step(link, now_ms());
    assert_int_equal(link_state(link), LINK_LOST);
    assert_why(link, daemon.address);
    link_close(link);
    daemon_remove(&daemon);
}

static void test_a_link_may_be_closed_at_any_moment(void **ctx) {
    (void)ctx;
    struct daemon daemon;
    daemon_make(&daemon, program);
    daemon_start(&daemon, NULL);
    for (int steps = 0; steps < 40; steps++) {
        struct link *link = link_open_tcp(daemon.address, true, daemon.fingerprint, NULL);
        for (int i = 0; i < steps; i++)
            link_step(link, now_ms());
        link_close(link);
    }
    link_close(link_open_tcp("no-such-host.invalid:1", true, NULL, NULL));
    link_close(NULL);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_addresses),
        cmocka_unit_test(test_nobody_listens),
        cmocka_unit_test(test_a_fingerprint_given_must_match),
        cmocka_unit_test(test_a_certificate_is_trusted_on_first_use_and_not_when_it_changes),
        cmocka_unit_test(test_a_plain_server_on_this_computer_is_met_in_plain_text),
        cmocka_unit_test(test_a_server_known_by_its_certificate_is_never_met_in_plain_text),
        cmocka_unit_test(test_plain_text_and_tls_do_not_meet),
        cmocka_unit_test(test_a_server_that_goes_is_noticed),
        cmocka_unit_test(test_a_link_may_be_closed_at_any_moment),
    };
    if (argc != 2)
        return 2;
    program = argv[1];
    return cmocka_run_group_tests_name("link_reasons", tests, NULL, NULL);
}
