/* Scripts of scenarios (docs/modding.md): pure, bounded, shut in; what is wrong in one is said when it is read. */
#include "broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int roll(const struct state *state, int event, int k, int sides) {
    return (state->turn + event + k) % sides + 1;
}

/* The fixture with `text` as its script, asked by the event "news" (number 1). NULL with the first problem in `why`. */
static struct scenario *stage(const char *text, char why[400]) {
    struct problems problems = {0};
    char folder[256], path[512];
    broken_make(folder, "scenarios/tiny.json", "\"exit_from_turn\": 2", "\"script\": \"tiny.lua\", \"exit_from_turn\": 2");
    snprintf(path, sizeof path, "sed -i 's/\"after\": \"fog\"/\"script\": true/' %s/scenarios/tiny.json", folder);
    assert_int_equal(system(path), 0);
    snprintf(path, sizeof path, "%s/scenarios/tiny.lua", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    struct scenario *scenario = scenario_file_read(folder, "tiny", &problems);
    snprintf(why, 400, "%s", problems.count ? problems.text[0] + strlen(folder) + 1 : "");
    unlink(path);
    broken_remove(folder);
    return scenario;
}

/* Does "news" happen at the Upkeep of `turn`? */
static uint32_t asked(const char *text, int turn) {
    static struct state state;
    struct dice_key key = {{7}};
    char why[400];
    struct scenario *scenario = stage(text, why);
    if (!scenario)
        fail_msg("%s", why);
    state_begin(scenario, &key, 1, &state);
    state.turn = (uint8_t)turn;
    uint32_t happens = scenario->script.happens(scenario->script.ctx, scenario, &state, 2, roll);
    assert_int_equal(scenario->script.happens(scenario->script.ctx, scenario, &state, 2, roll), happens);
    scenario_file_destroy(scenario);
    return happens;
}

static void a_script_sees_the_game(void **unused) {
    (void)unused;
    assert_int_equal(asked("function news(game) return game.turn == 3 end", 3), 2);
    assert_int_equal(asked("function news(game) return game.turn == 3 end", 2), 0);
    assert_int_equal(asked("function news(game) return game.tension == 8 and game.legitimacy == 9 end", 3), 2);
    assert_int_equal(asked("function news(game) return game.crowds[1].anger == 4 and not game.happened.fog end", 3), 2);
    assert_int_equal(asked("function news(game) local n = 0 for _, u in ipairs(game.units) do "
                           "if u.side == 'blue' and u.status == 'on-map' then n = n + 1 end end return n == 1 end", 3), 2);
    assert_int_equal(asked("function news(game) return roll(0, 6) == 5 end", 3), 2);
}

/* No memory from one question to the next (asked() asks twice), no way out, no endless loop, no endless memory. */
static void a_script_is_shut_in(void **unused) {
    static const char *const bad[] = {
        "n = 0 function news(game) n = n + 1 return n > 1 end",
        ("function news(game) return io or os or package or debug or require or load or dofile or pairs or next or "
         "tostring or collectgarbage or string or math end"),
        "function news(game) while true do end end",
        "function news(game) local t = {} for i = 1, 100000 do t[i] = {i} end return true end",
        "function news(game) local s = 'x' for i = 1, 40 do s = s .. s end return true end",
        "function news(game) return roll(1, 0) end",
        "function news(game) return game.nothing.here end",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(asked(bad[i], 3), 0);
}

static void what_is_wrong_is_said_when_it_is_read(void **unused) {
    static const char *const rows[][2] = {
        {"function news(game", "scenarios/tiny.json:59: script: tiny.lua:1: ')' expected near <eof>."},
        {"function old(game) end",
         "scenarios/tiny.json:59: script: tiny.lua: there is no function news, which an event asks."},
        {"while true do end", "scenarios/tiny.json:59: script: tiny.lua: it took more than 200000 steps."},
    };
    char why[400];
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_null(stage(rows[i][0], why));
        assert_string_equal(why, rows[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_sees_the_game),
        cmocka_unit_test(a_script_is_shut_in),
        cmocka_unit_test(what_is_wrong_is_said_when_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
