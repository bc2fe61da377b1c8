/* Whatever an umpire amends between turns, the state stays sound, its text reads back as the same amendment, views can
 * be built, and every game ends. */
#include "plays.h"

#include "data/data.h"
#include "rules/amend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const ids[] = {"bridge-checkpoint", "banjska", "javelin-range"};
static unsigned made[AMEND_KINDS];

static unsigned below(struct test_random *random, unsigned most) {
    return (unsigned)(test_random_next(random) >> 33) % most;
}

static struct amend random_amend(const struct scenario *scenario, struct test_random *random) {
    struct amend amend = {.kind = (uint8_t)below(random, AMEND_KINDS)};
    if (amend.kind == AMEND_EVENT || amend.kind == AMEND_TRACK)
        amend.index = (uint8_t)below(random, 8);
    else if (amend.kind == AMEND_POINTS)
        amend.side = (uint8_t)below(random, SIDE_MAX);
    else
        amend.unit = (uint16_t)below(random, scenario->roster_count + 1u);
    if (amend.kind == AMEND_PLACE)
        amend.hex = (hex_t)below(random, scenario->map.count + 1u);
    else if (amend.kind != AMEND_EVENT && amend.kind != AMEND_REMOVE)
        amend.value = (int16_t)((int)below(random, 24) - 3);
    return amend;
}

static void amend_once(const struct scenario *scenario, struct state *state, struct test_random *random) {
    struct amend amend = random_amend(scenario, random), again;
    char why[300] = "", text[AMEND_TEXT_MAX], words[160];
    struct state before = *state;
    if (!amend_check(scenario, state, &amend, why, sizeof why)) {
        assert_true(strlen(why) > 10);
        assert_memory_equal(&before, state, sizeof before);
        return;
    }
    amend_format(scenario, &amend, text);
    if (!amend_parse(scenario, text, &again, why, sizeof why))
        fail_msg("%s: %s", text, why);
    assert_int_equal(again.kind, amend.kind);
    assert_true(amend_words(scenario, &amend, words, sizeof words) < (int)sizeof words);
    amend_make(scenario, state, &again, NULL);
    amend_make(scenario, &before, &amend, NULL);
    assert_int_equal(state_hash(&before), state_hash(state));
    if (!state_check(scenario, state, why, sizeof why))
        fail_msg("%s, turn %u, %s: %s", scenario->id, state->turn, text, why);
    made[amend.kind]++;
}

static void play(const struct scenario *scenario, unsigned games, struct test_random *random) {
    static struct state state;
    static struct plan plan[SIDE_MAX];
    for (unsigned game = 0; game < games; game++) {
        struct dice_key key;
        char why[300];
        for (size_t i = 0; i < sizeof key.bytes; i++)
            key.bytes[i] = (uint8_t)test_random_next(random);
        state_begin(scenario, &key, (uint16_t)test_random_next(random), &state);
        unsigned turns = 0;
        while (state.outcome == OUTCOME_RUNNING) {
            assert_true(turns++ <= scenario->turns);
            for (unsigned count = below(random, 6); count > 0; count--)
                amend_once(scenario, &state, random);
            plays_plans(scenario, &state, -1, random, plan);
            rules_resolve(scenario, &state, (const struct plan *)plan, NULL);
            if (!state_check(scenario, &state, why, sizeof why))
                fail_msg("%s, game %u, turn %u: %s", scenario->id, game, state.turn, why);
        }
    }
}

static void amended_games_stay_sound_and_end(void **unused) {
    (void)unused;
    struct test_random random = {71};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct problems problems = {0};
        struct scenario *scenario = scenario_file_read(data_folder(), ids[i], &problems);
        if (!scenario)
            fail_msg("%s", problems.text[0]);
        play(scenario, 12, &random);
        scenario_file_destroy(scenario);
    }
    for (int kind = 0; kind < AMEND_KINDS; kind++) {
        print_message("# amendments of kind %d: %u\n", kind, made[kind]);
        assert_true(made[kind] > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(amended_games_stay_sound_and_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
