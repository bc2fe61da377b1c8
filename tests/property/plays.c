#include "plays.h"

#include "data/data.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
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

void plays_all(unsigned games, uint64_t seed, position_hook hook) {
    char folder[4096];
    unsigned found = 0;
    snprintf(folder, sizeof folder, "%s/scenarios", data_folder());
    DIR *dir = opendir(folder);
    assert_non_null(dir);
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
        play(scenario, games, seed, hook);
        scenario_file_destroy(scenario);
        found++;
    }
    closedir(dir);
    assert_true(found > 0);
}
