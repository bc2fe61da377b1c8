/* Runs whole servers with their players on a simulated disk, network and clock, with faults drawn from a seed.
 *
 *     simulator [--seed N]... [--runs N] [--steps N]
 *
 * Each run prints its seed and all that it drew first, then what happened. Exit codes: 0 well, 2 wrong usage, 3
 * something acknowledged is lost, 4 replicas disagree, 5 something hidden was told, 6 no end after the faults, 7
 * an answer outside the protocol, 8 a sound journal cannot be read, 9 a broken invariant; an assertion aborts. */
#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEEDS_MAX 64

static const char usage[] = "usage: simulator [--seed N]... [--runs N] [--steps N]\n"
                            "  --seed N   of the first run (1); the others follow; with several each begins anew\n"
                            "  --runs N   how many from each seed (1)\n"
                            "  --steps N  how long faults come (4000)\n";

static unsigned between(struct luck *luck, unsigned low, unsigned high) {
    return low + luck_below(luck, high - low + 1);
}

/* Half of the runs do without a kind of fault, so that each is seen alone too. */
static unsigned sometimes(struct luck *luck, unsigned low, unsigned high) {
    return luck_chance(luck, 500) ? between(luck, low, high) : 0;
}

static void drawn_make(struct drawn *drawn, uint64_t seed, unsigned steps) {
    static const char *const ais[] = {"random", "scripted"};
    struct luck luck = {seed};
    *drawn = (struct drawn){.seed = seed, .steps = steps};
    drawn->scenario = luck_chance(&luck, 600) ? "bridge-checkpoint" : "gazivode";
    drawn->games = between(&luck, 1, GAMES_MAX);
    for (unsigned game = 0; game < drawn->games; game++) {
        for (int side = 1; side < 3; side++) {
            drawn->ai[game][side] = luck_chance(&luck, 300) ? ais[luck_below(&luck, 2)] : NULL;
        }
    }
    drawn->turn_seconds = sometimes(&luck, 1, 5);
    drawn->delay_ms_max = between(&luck, 0, 120);
    drawn->batch_ms_max = between(&luck, 0, 60);
    drawn->cut = sometimes(&luck, 5, 100);
    drawn->kill = sometimes(&luck, 2, 40);
    drawn->power = sometimes(&luck, 2, 40);
    drawn->die = sometimes(&luck, 5, 60);
    drawn->full = sometimes(&luck, 5, 40);
    drawn->faults.read = sometimes(&luck, 1, 60);
    drawn->faults.write = sometimes(&luck, 5, 300);
    drawn->faults.sync = sometimes(&luck, 20, 1500);
    drawn->faults.other = sometimes(&luck, 5, 300);
    drawn->umpired = luck_chance(&luck, 600);
    drawn->rules = drawn->umpired ? between(&luck, 20, 400) : 0;
    drawn->spectators = luck_chance(&luck, 600) ? between(&luck, 1, SPECTATORS_EACH) : 0;
    drawn->delay = drawn->spectators ? between(&luck, 0, 2) : 0;
    drawn->says = sometimes(&luck, 5, 100);
    drawn->votes = sometimes(&luck, 50, 500);
    drawn->deltas = sometimes(&luck, 200, 1000);
    drawn->visits = sometimes(&luck, 20, 200);
}

static void drawn_print(const struct drawn *drawn) {
    printf("seed %" PRIu64 ": scenario=%s games=%u steps=%u turn-seconds=%u delay-ms=%u batch-ms=%u cut=%u kill=%u "
           "power=%u die=%u full=%u read=%u write=%u sync=%u other=%u",
           drawn->seed, drawn->scenario, drawn->games, drawn->steps, drawn->turn_seconds, drawn->delay_ms_max,
           drawn->batch_ms_max, drawn->cut, drawn->kill, drawn->power, drawn->die, drawn->full, drawn->faults.read,
           drawn->faults.write, drawn->faults.sync, drawn->faults.other);
    printf(" umpired=%u rules=%u spectators=%u delay=%u says=%u votes=%u deltas=%u visits=%u", drawn->umpired, drawn->rules,
           drawn->spectators, drawn->delay, drawn->says, drawn->votes, drawn->deltas, drawn->visits);
    for (unsigned game = 0; game < drawn->games; game++) {
        for (int side = 0; side < 3; side++) {
            printf("%s%s", side ? "," : " seats=", drawn->ai[game][side] ? drawn->ai[game][side] : "player");
        }
    }
    printf("\n");
    fflush(stdout);
}

static void run(uint64_t seed, unsigned steps, const char *folder) {
    static struct scenario *scenarios[2];
    struct world *world = calloc(1, sizeof(*world));
    drawn_make(&world->drawn, seed, steps);
    drawn_print(&world->drawn);
    struct scenario **scenario = &scenarios[strcmp(world->drawn.scenario, "gazivode") == 0];
    if (!*scenario) {
        static struct problems problems;
        *scenario = scenario_file_read(data_folder(), world->drawn.scenario, &problems);
        if (!*scenario) {
            fprintf(stderr, "simulator: %s\n", problems.text[0]);
            exit(FAILURE_USAGE);
        }
    }
    world->scenario = *scenario;
    world_run(world, folder);
    printf("  steps=%u starts=%u kills=%u cuts=%u fulls=%u failures=%u batches=%u acknowledged=%u refused=%u views=%u "
           "deltas=%u looked=%u lines=%u pauses=%u amends=%u rewinds=%u hands=%u visits=%u replicas=%u digest=%016" PRIx64 "\n",
           world->step, world->count.starts, world->count.kills, world->count.cuts, world->count.fulls,
           world->count.failures, world->count.batches, world->count.acknowledged, world->count.refused,
           world->count.views, world->count.deltas, world->count.looked, world->count.lines, world->count.pauses,
           world->count.amends, world->count.rewinds, world->count.hands, world->count.visits, world->count.replicas, world->digest);
    fflush(stdout);
    free(world);
}

int main(int argc, char **argv) {
    uint64_t seed[SEEDS_MAX] = {1}, runs = 1, steps = 4000;
    size_t seeds = 0;
    for (int i = 1; i < argc; i += 2) {
        uint64_t *value = strcmp(argv[i], "--runs") == 0 ? &runs : strcmp(argv[i], "--steps") == 0 ? &steps : NULL;
        if (strcmp(argv[i], "--seed") == 0 && seeds < SEEDS_MAX) {
            value = &seed[seeds++];
        }
        char *end = NULL;
        if (!value || i + 1 >= argc || (*value = strtoull(argv[i + 1], &end, 10), *end)) {
            bool help = strcmp(argv[i], "--help") == 0;
            fputs(usage, help ? stdout : stderr);
            return help ? 0 : FAILURE_USAGE;
        }
    }
    char folder[] = "/tmp/ibar-simulator-XXXXXX";
    if (!mkdtemp(folder)) {
        perror("simulator: a temporary folder cannot be made");
        return 1;
    }
    disk_install();
    for (size_t s = 0; s < seeds || s == 0; s++) {
        for (uint64_t i = 0; i < runs; i++) {
            run(seed[s] + i, (unsigned)steps, folder);
        }
    }
    rmdir(folder);
    return 0;
}
