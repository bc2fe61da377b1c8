/* Measures the rules on one core: prints a JSON object with the median microseconds of resolving one turn of a
 * scenario and the median milliseconds of a whole game of `random` and of `scripted` players, views and checks
 * included.   usage: bench_rules SCENARIO */
#include "ai/ai.h"
#include "data/data.h"
#include "record/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SAMPLES_MAX 4096

static double now_us(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *samples, size_t count) {
    qsort(samples, count, sizeof *samples, compare);
    return samples[count / 2];
}

static void begin(const struct scenario *scenario, unsigned game, struct state *state, uint8_t secret[SEAL_SECRET_BYTES]) {
    static const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    struct dice_key key;
    memset(secret, 0, SEAL_SECRET_BYTES);
    memcpy(secret, &game, sizeof game);
    seal_key(secret, scenario->sides, nonce, &key);
    state_begin(scenario, &key, 0, state);
}

static void plan_all(const struct scenario *scenario, const struct ai *ai, const struct state *state,
                     const uint8_t secret[SEAL_SECRET_BYTES], struct ai_memory memory[SIDE_MAX],
                     struct plan plan[SIDE_MAX]) {
    static struct view view;
    for (unsigned side = 0; side < scenario->sides; side++) {
        struct dice_key luck;
        seal_luck(secret, side, &luck);
        view_build(scenario, state, (int)side, &view);
        ai->plan(scenario, &view, &memory[side], &luck);
        plan[side] = view.plan;
    }
}

/* Median ms of `games` games with the same player on all sides. */
static double measure_games(const struct scenario *scenario, const char *player, unsigned games) {
    static struct plan plan[SIDE_MAX];
    static struct state state;
    double samples[SAMPLES_MAX];
    for (unsigned game = 0; game < games; game++) {
        struct ai_memory memory[SIDE_MAX] = {0};
        uint8_t secret[SEAL_SECRET_BYTES];
        double start = now_us();
        begin(scenario, game, &state, secret);
        while (state.outcome == OUTCOME_RUNNING) {
            plan_all(scenario, ai_find(player), &state, secret, memory, plan);
            rules_resolve(scenario, &state, plan, NULL);
        }
        samples[game] = (now_us() - start) / 1e3;
    }
    return median(samples, games);
}

/* Median us of resolving one turn, over all turns of `games` scripted games, each turn the best of five. */
static double measure_resolve(const struct scenario *scenario, unsigned games) {
    static struct plan plan[SIDE_MAX];
    static struct state state, copy;
    double samples[SAMPLES_MAX];
    size_t count = 0;
    for (unsigned game = 0; game < games; game++) {
        struct ai_memory memory[SIDE_MAX] = {0};
        uint8_t secret[SEAL_SECRET_BYTES];
        begin(scenario, game, &state, secret);
        while (state.outcome == OUTCOME_RUNNING && count < SAMPLES_MAX) {
            plan_all(scenario, ai_find("scripted"), &state, secret, memory, plan);
            double best = 1e9;
            for (int run = 0; run < 5; run++) {
                copy = state;
                double start = now_us();
                rules_resolve(scenario, &copy, plan, NULL);
                double took = now_us() - start;
                best = took < best ? took : best;
            }
            samples[count++] = best;
            state = copy;
        }
    }
    return median(samples, count);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: bench_rules SCENARIO\n");
        return 2;
    }
    struct problems problems = {0};
    struct scenario *scenario = scenario_file_read(data_folder(), argv[1], &problems);
    if (scenario == NULL) {
        fprintf(stderr, "%s\n", problems.text[0]);
        return 1;
    }
    double resolve = measure_resolve(scenario, 60);
    double random = measure_games(scenario, "random", 400);
    double scripted = measure_games(scenario, "scripted", 200);
    printf("{\"resolve_us\": %.2f, \"game_random_ms\": %.3f, \"game_scripted_ms\": %.3f}\n", resolve, random, scripted);
    scenario_file_destroy(scenario);
    return 0;
}
