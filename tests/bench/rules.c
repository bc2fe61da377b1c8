/* Measures the rules on one core: prints a JSON object with the median microseconds of resolving one turn of a
 * scenario and the median milliseconds of a whole game of `random` and of `scripted` players, views and checks
 * included; beside them ceilings: for a turn the bare walk over all pairs of enemies (distance and line of sight) once
 * a pulse, for a game the time that its rules_resolve calls alone take.   usage: bench_rules SCENARIO */
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

/* Median ms of `games` games with the same player on all sides, and of their rules_resolve calls alone. */
static double measure_games(const struct scenario *scenario, const char *player, unsigned games, double *resolve_ms) {
    static struct plan plan[SIDE_MAX];
    static struct state state;
    double samples[SAMPLES_MAX], resolved[SAMPLES_MAX];
    for (unsigned game = 0; game < games; game++) {
        struct ai_memory memory[SIDE_MAX] = {0};
        uint8_t secret[SEAL_SECRET_BYTES];
        double start = now_us();
        resolved[game] = 0;
        begin(scenario, game, &state, secret);
        while (state.outcome == OUTCOME_RUNNING) {
            plan_all(scenario, ai_find(player), &state, secret, memory, plan);
            double before = now_us();
            rules_resolve(scenario, &state, plan, NULL);
            resolved[game] += (now_us() - before) / 1e3;
        }
        samples[game] = (now_us() - start) / 1e3;
    }
    *resolve_ms = median(resolved, games);
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

/* Median us of looking from every unit to every unit of another side, once a pulse, on the state of turn 1. */
static double measure_pairs(const struct scenario *scenario) {
    static struct state state;
    uint8_t secret[SEAL_SECRET_BYTES];
    double samples[SAMPLES_MAX];
    volatile unsigned seen = 0;
    begin(scenario, 1, &state, secret);
    for (size_t run = 0; run < SAMPLES_MAX; run++) {
        double start = now_us();
        for (int pulse = 0; pulse < scenario->rules.number.pulses; pulse++)
            for (unsigned a = 0; a < state.units; a++)
                for (unsigned b = 0; b < state.units; b++) {
                    const struct unit *from = &state.unit[a], *to = &state.unit[b];
                    if (from->status == UNIT_ON_MAP && to->status == UNIT_ON_MAP && from->side != to->side &&
                        map_distance(&scenario->map, from->hex, to->hex) <= 12 &&
                        los_open(scenario->los, from->hex, to->hex))
                        seen = seen + 1;
                }
        samples[run] = now_us() - start;
    }
    return median(samples, SAMPLES_MAX);
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
    double resolve_random, resolve_scripted;
    double random = measure_games(scenario, "random", 400, &resolve_random);
    double scripted = measure_games(scenario, "scripted", 200, &resolve_scripted);
    printf("{\"resolve_us\": %.2f, \"pairs_us\": %.2f, \"game_random_ms\": %.3f, \"resolve_random_ms\": %.3f, "
           "\"game_scripted_ms\": %.3f, \"resolve_scripted_ms\": %.3f}\n",
           resolve, measure_pairs(scenario), random, resolve_random, scripted, resolve_scripted);
    scenario_file_destroy(scenario);
    return 0;
}
