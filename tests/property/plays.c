#include "plays.h"

#include "data/data.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

void plays_plans(const struct scenario *scenario, const struct state *state, int side,
                 struct test_random *random, struct plan plan[SIDE_MAX]) {
    memset(plan, 0, sizeof plan[0] * SIDE_MAX);
    for (int s = 0; s < scenario->sides; s++)
        if (s != side)
            suite_random_plan(scenario, state, s, random, &plan[s]);
}

static void play(const struct scenario *scenario, unsigned games, uint64_t seed, position_hook hook) {
    static struct state state;
    static struct plan plan[SIDE_MAX];
    struct test_random random = {seed};
    for (unsigned game = 0; game < games; game++) {
        struct dice_key key;
        for (size_t i = 0; i < sizeof key.bytes; i++)
            key.bytes[i] = (uint8_t)test_random_next(&random);
        state_begin(scenario, &key, (uint16_t)test_random_next(&random), &state);
        for (unsigned turn = state.turn; state.outcome == OUTCOME_RUNNING; turn++) {
            struct position position = {scenario, &state, &random, ""};
            snprintf(position.place, sizeof position.place, "%s, seed %llu, game %u, turn %u", scenario->id,
                     (unsigned long long)seed, game, turn);
            if (turn > scenario->turns || turn != state.turn)
                fail_msg("%s: the game goes on after its last turn", position.place);
            hook(&position);
            plays_plans(scenario, &state, -1, &random, plan);
            rules_resolve(scenario, &state, plan, NULL);
        }
    }
}

/* The scenario files, read once for all calls: reading one takes longer than many turns of it. */
static struct scenario *scenarios[16];
static unsigned scenario_count;

static void forget(void) {
    while (scenario_count > 0)
        scenario_file_destroy(scenarios[--scenario_count]);
}

static int by_id(const void *left, const void *right) {
    return strcmp((*(struct scenario *const *)left)->id, (*(struct scenario *const *)right)->id);
}

static void read_all(void) {
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/scenarios", data_folder());
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    assert_int_equal(atexit(forget), 0);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char id[64];
        size_t length = strlen(entry->d_name);
        if (length <= 5 || length >= sizeof id || strcmp(entry->d_name + length - 5, ".json") != 0)
            continue;
        snprintf(id, sizeof id, "%.*s", (int)(length - 5), entry->d_name);
        struct problems problems = {0};
        struct scenario *scenario = scenario_file_read(data_folder(), id, &problems);
        if (!scenario)
            fail_msg("%s: %s", id, problems.text[0]);
        assert_true(scenario_count < sizeof scenarios / sizeof scenarios[0]);
        scenarios[scenario_count++] = scenario;
    }
    closedir(dir);
    qsort(scenarios, scenario_count, sizeof scenarios[0], by_id);
}

void plays_all(unsigned games, uint64_t seed, position_hook hook) {
    if (scenario_count == 0)
        read_all();
    assert_true(scenario_count > 0);
    for (unsigned i = 0; i < scenario_count; i++)
        play(scenarios[i], games, seed, hook);
}
