/* Promise: a script needs to wait for nothing by hand, and types whole sentences. */
#include "window.h"

#include "screens/app_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

static struct app *opened(const char *hotseat) {
    char why[512] = "";
    struct app_config config = {
        .hotseat = hotseat, .settings = "", .width = 960, .height = 600, .scale = 1, .hidden = true, .quiet = true};
    window_environment();
    struct app *app = app_open(&config, why, sizeof why);
    if (!app)
        fail_msg("%s", why);
    return app;
}

static void the_first_line_waits_for_the_table(void **state) {
    (void)state;
    struct app *app = opened("bridge-checkpoint");
    char path[] = "/tmp/ibar-script-XXXXXX", why[512] = "";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "key Tab\n", 8), 8); /* the next unit: there must be one */
    close(file);
    assert_int_not_equal(app_screen_now(app), APP_TABLE);
    assert_true(script_file(app, path, why, sizeof why));
    unlink(path);
    assert_int_equal(app_screen_now(app), APP_TABLE);
    assert_int_not_equal(app_selected(app), UNIT_NONE);
    app_close(app);
}

/* One event holds 31 bytes; no letter is cut in two. */
static void a_long_text_is_typed_whole(void **state) {
    (void)state;
    static const char words[] = "Kosovska Mitrovica / Mitrovicë e Kosovës, Leposavić:7878";
    char line[128];
    snprintf(line, sizeof line, "text %s", words);
    struct app *app = opened(NULL);
    app->menu.address[0] = 0;
    window_do(app, "key J");
    window_do(app, "point 658 158"); /* the field of the address */
    window_do(app, "click");
    window_do(app, line);
    assert_string_equal(app->menu.address, words);
    app_close(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_waits_for_the_table),
        cmocka_unit_test(a_long_text_is_typed_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
