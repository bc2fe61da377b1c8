/* Promise: who could not join is told why and finds what was asked for in the form, to put it right and try again. */
#include "window.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define TOKEN "0123456789abcdef0123456789abcdef"

/* A port that refuses until somebody listens at the socket. */
static int take_port(char address[32]) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
    snprintf(address, 32, "127.0.0.1:%u", ntohs(at.sin_port));
    return fd;
}

static void a_refused_join_can_be_tried_again(void **state) {
    (void)state;
    char address[32], why[512] = "";
    int fd = take_port(address);
    struct app_config config = {.connect = address, .token = TOKEN, .settings = "", .width = 960, .height = 600,
                                .scale = 1, .hidden = true};
    setenv("SDL_RENDER_DRIVER", "software", 1);
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    struct app *app = app_open(&config, why, sizeof why);
    assert_non_null(app);
    assert_int_equal(app_screen_now(app), APP_WAITING);
    while (app_screen_now(app) == APP_WAITING) /* the test's time limit ends a hang */
        assert_true(app_step(app) >= 0);
    assert_int_equal(app_screen_now(app), APP_MENU);
    assert_int_equal(listen(fd, 1), 0); /* now somebody answers, but says nothing */
    window_do(app, "still");
    window_do(app, "key Return");
    assert_int_equal(app_screen_now(app), APP_WAITING);
    app_close(app);
    close(fd);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_refused_join_can_be_tried_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
