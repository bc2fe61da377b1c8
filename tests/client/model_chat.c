/* Promise: what is said at the table is kept in order for each seat that may hear it, and why a line was not said is
 * told. */
#include "hotseat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void lines_are_kept_for_whom_they_are(void **state) {
    (void)state;
    struct hotseat game;
    hotseat_begin(&game, "bridge-checkpoint", -1);
    const struct chat *police = &model_seat(game.model, 0)->chat, *kfor = &model_seat(game.model, 1)->chat,
                      *irregulars = &model_seat(game.model, 2)->chat;
    assert_true(model_say(game.model, 0, 1, "We call you this turn."));
    assert_true(model_say(game.model, 1, -1, "Good morning."));
    hotseat_settle(&game);
    assert_int_equal(police->count, 2);
    assert_int_equal(kfor->count, 2);
    assert_int_equal(irregulars->count, 1);
    assert_string_equal(kfor->line[0].text, "We call you this turn.");
    assert_int_equal(kfor->line[0].side, 0);
    assert_int_equal(kfor->line[0].to, 1);
    assert_int_equal(irregulars->line[0].side, 1);
    assert_int_equal(irregulars->line[0].to, -1);
    assert_int_equal(irregulars->line[0].turn, 1);
    hotseat_end(&game);
}

static void only_the_last_lines_are_kept(void **state) {
    (void)state;
    struct hotseat game;
    char text[32];
    hotseat_begin(&game, "bridge-checkpoint", -1);
    const struct chat *chat = &model_seat(game.model, 2)->chat;
    for (int i = 1; i <= MODEL_CHAT_MAX + 5; i++) {
        snprintf(text, sizeof text, "Line %d", i);
        assert_true(model_say(game.model, 0, -1, text));
        hotseat_settle(&game);
    }
    assert_int_equal(chat->count, MODEL_CHAT_MAX);
    assert_int_equal(chat->number, MODEL_CHAT_MAX + 5);
    assert_string_equal(chat->line[0].text, "Line 6");
    assert_string_equal(chat->line[MODEL_CHAT_MAX - 1].text, text);
    hotseat_end(&game);
}

static void why_a_line_was_not_said_is_told(void **state) {
    (void)state;
    struct hotseat game;
    hotseat_begin(&game, "bridge-checkpoint", -1);
    const struct chat *chat = &model_seat(game.model, 0)->chat;
    assert_true(model_say(game.model, 0, -1, "two\nlines"));
    hotseat_settle(&game);
    assert_non_null(strstr(chat->trouble, "control characters"));
    assert_int_equal(chat->count, 0);
    assert_true(model_say(game.model, 0, -1, "one line"));
    hotseat_settle(&game);
    assert_string_equal(chat->trouble, "");
    assert_int_equal(chat->count, 1);
    hotseat_end(&game);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_kept_for_whom_they_are),
        cmocka_unit_test(only_the_last_lines_are_kept),
        cmocka_unit_test(why_a_line_was_not_said_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
