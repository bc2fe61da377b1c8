/* Promise: when the server goes away the client says so, tries again by itself, and goes on where it was once the
 * server is back; no key is pressed. */
#include "daemon.h"
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *program;

static void step_until(struct app *app, bool (*holds)(struct app *app)) {
    int64_t until = now_ms() + DAEMON_MS;
    while (!holds(app)) {
        assert_true(app_step(app) >= 0);
        SDL_Delay(5);
        assert_true(now_ms() < until);
    }
}

static bool at_table(struct app *app) {
    return app_screen_now(app) == APP_TABLE && model_state(app_model(app)) == MODEL_OPEN &&
           model_seat(app_model(app), 0)->has_view && !model_is_busy(app_model(app));
}
static bool is_lost(struct app *app) {
    return model_state(app_model(app)) == MODEL_LOST;
}
static bool has_failed_again(struct app *app) {
    return model_state(app_model(app)) == MODEL_FAILED;
}

static void the_client_comes_back_by_itself(void **state) {
    (void)state;
    static const char *const args[] = {"--tls", "off", "--seat", "kfor=ai:scripted", "--seat", "irregulars=ai:scripted", NULL};
    struct daemon daemon;
    char why[512] = "", address[64];
    daemon_make(&daemon, program);
    daemon_start(&daemon, args);
    snprintf(address, sizeof address, "%s", daemon.address);
    struct app_config config = {.connect = address, .token = daemon.seat[0].token, .plain = true, .settings = "",
                                .width = 960, .height = 600, .scale = 1, .hidden = true, .quiet = true};
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("%s", why);
    for (int i = 0; i < 4000 && app_screen_now(app) == APP_WAITING; i++) {
        window_do(app, "key Return"); /* ready */
        SDL_Delay(2);
    }
    step_until(app, at_table);
    daemon_kill(&daemon);
    step_until(app, is_lost);
    step_until(app, has_failed_again); /* a try while nobody listens */
    const char *const again[] = {"--listen", address, "--tls", "off", NULL};
    daemon_start(&daemon, again);
    assert_string_equal(daemon.address, address);
    step_until(app, at_table);
    assert_int_equal(model_seat(app_model(app), 0)->view.turn, 1);
    app_close(app);
    assert_int_equal(daemon_stop(&daemon), 0);
    daemon_remove(&daemon);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_client_comes_back_by_itself)};
    program = argc > 1 ? argv[1] : "ibard";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
