#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIDE_FLAGS_MAX 16

static const char usage[] = "usage: ibar-arena --scenario S --SIDE AI ... [options]\n";

static const char help[] =
    "\n"
    "Plays games between computer players and prints a table of outcomes with 95 % confidence intervals.\n"
    "The same flags and seed give the same bytes, however many jobs there are. Times go to standard error.\n"
    "\n"
    "  --scenario S    scenario id, such as bridge-checkpoint\n"
    "  --SIDE AI       who plays a side, for each side of the scenario: --police, --kfor, --irregulars\n"
    "  --games N       secrets to play (default 100)\n"
    "  --seed N        from which the secrets of all games are derived (default 1)\n"
    "  --jobs N        threads (default: one for each processor)\n"
    "  --json F        writes the outcome as JSON to F; - is standard output, in place of the table\n"
    "  --record DIR    writes DIR/N.ibar for each game, N from 0, for ibar-verify\n"
    "  --option NAME   a what-if of the scenario, such as javelin; several with commas between\n"
    "  --swap          plays each secret once for every side, the players handed on by one side each time\n"
    "  --shard I/N     plays the I-th of N parts (I from 1); the hashes and sums of all parts add up\n"
    "  -h, --help      print this and exit\n"
    "  -V, --version   print the version and exit\n"
    "\n"
    "Players:\n";

static const char exit_help[] = "\nExit status: 0 well, 1 failed, 2 wrong usage.\n";

struct flag {
    const char *name, *value;
};

/* The command line taken apart; flags that are not the program's own are kept until the sides are known. */
struct flags {
    struct flag side[SIDE_FLAGS_MAX];
    size_t sides;
    const char *scenario, *games, *seed, *jobs, *shard, *option;
    bool help, version;
};

static void print_help(void) {
    const struct ai *ai;
    fputs(usage, stdout);
    fputs(help, stdout);
    for (size_t i = 0; (ai = ai_at(i)); i++)
        printf("  %-15s %s\n", ai->name, ai->help);
    fputs(exit_help, stdout);
}

static bool wrong(const char *sentence, const char *what) {
    fprintf(stderr, "ibar-arena: ");
    fprintf(stderr, sentence, what);
    fprintf(stderr, "\nRun 'ibar-arena --help' for the usage.\n");
    return false;
}

/* A flag with a value: "--name VALUE" or "--name=VALUE". */
static bool take_value(struct flags *flags, struct options *out, const char *name, const char *value) {
    const struct {
        const char *name;
        const char **to;
    } own[] = {{"scenario", &flags->scenario},
               {"games", &flags->games},
               {"seed", &flags->seed},
               {"jobs", &flags->jobs},
               {"shard", &flags->shard},
               {"option", &flags->option},
               {"json", &out->json},
               {"record", &out->series.record_dir}};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (strcmp(own[i].name, name) == 0) {
            *own[i].to = value;
            return true;
        }
    if (flags->sides == SIDE_FLAGS_MAX)
        return wrong("there are too many flags, from --%s on.", name);
    flags->side[flags->sides++] = (struct flag){name, value};
    return true;
}

static bool take_flags(int argc, char **argv, struct flags *flags, struct options *out) {
    for (int i = 1; i < argc; i++) {
        char *arg = argv[i], *equals;
        if (strcmp(arg, "-h") == 0 || strcmp(arg, "--help") == 0) {
            flags->help = true;
        } else if (strcmp(arg, "-V") == 0 || strcmp(arg, "--version") == 0) {
            flags->version = true;
        } else if (strcmp(arg, "--swap") == 0) {
            out->series.swap = true;
        } else if (strncmp(arg, "--", 2) != 0 || !arg[2]) {
            return wrong("\"%s\" is no flag: all arguments are flags.", arg);
        } else if ((equals = strchr(arg, '='))) {
            *equals = '\0';
            if (!take_value(flags, out, arg + 2, equals + 1))
                return false;
        } else if (i + 1 == argc) {
            return wrong("%s needs a value, or is no flag.", arg);
        } else if (!take_value(flags, out, arg + 2, argv[++i])) {
            return false;
        }
    }
    return true;
}

/* Which computer players there are, after the name that none has. */
static bool wrong_player(const char *name) {
    const struct ai *ai;
    fprintf(stderr, "ibar-arena: there is no computer player \"%s\"; there are", name);
    for (size_t i = 0; (ai = ai_at(i)); i++)
        fprintf(stderr, "%s %s", i ? "," : "", ai->name);
    fprintf(stderr, ".\nRun 'ibar-arena --help' for the usage.\n");
    return false;
}

/* A whole number from `min` to `max`; `out` is kept when `text` is NULL. */
static bool number(const char *name, const char *text, uint64_t min, uint64_t max, uint64_t *out) {
    char *end;
    if (!text)
        return true;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || value < min || value > max) {
        fprintf(stderr, "ibar-arena: --%s should be a whole number from %llu to %llu, not \"%s\".\n", name,
                (unsigned long long)min, (unsigned long long)max, text);
        return false;
    }
    *out = value;
    return true;
}

static bool take_numbers(const struct flags *flags, struct series *series) {
    uint64_t games = 100, jobs = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
    char end;
    series->seed = 1;
    series->shard = series->shards = 1;
    jobs = jobs < 1 || jobs > JOBS_MAX ? 1 : jobs;
    if (!number("games", flags->games, 1, GAMES_MAX, &games) ||
        !number("jobs", flags->jobs, 1, JOBS_MAX, &jobs) ||
        !number("seed", flags->seed, 0, UINT64_MAX, &series->seed))
        return false;
    if (flags->shard && (sscanf(flags->shard, "%u/%u%c", &series->shard, &series->shards, &end) != 2 ||
                         series->shard < 1 || series->shard > series->shards || series->shards > 1000000))
        return wrong("--shard should be I/N, such as 1/4 for the first of four parts, not \"%s\".",
                     flags->shard);
    series->games = (uint32_t)games;
    series->jobs = (unsigned)jobs;
    return true;
}

static enum options_result find_scenario(const struct flags *flags, struct options *out) {
    struct problems problems = {0};
    if (!flags->scenario) {
        wrong("say which scenario: %s.", "--scenario bridge-checkpoint");
        return OPTIONS_WRONG;
    }
    out->library = library_create(data_folder());
    out->series.scenario = out->library ? library_find(out->library, flags->scenario, &problems) : NULL;
    for (size_t i = 0; i < problems.count && i < PROBLEM_MAX; i++)
        fprintf(stderr, "%s\n", problems.text[i]);
    return out->series.scenario ? OPTIONS_RUN : OPTIONS_FAILED;
}

static bool take_what_ifs(const struct flags *flags, struct series *series) {
    char why[200];
    return !flags->option ||
           scenario_options_choose(series->scenario, flags->option, &series->options, why, sizeof why) ||
           wrong("--option: %s", why);
}

static bool take_sides(const struct flags *flags, struct series *series) {
    for (size_t i = 0; i < flags->sides; i++) {
        int side = scenario_side(series->scenario, flags->side[i].name);
        if (side < 0) {
            fprintf(stderr, "ibar-arena: there is no flag --%s, and no such side in %s.\n",
                    flags->side[i].name, series->scenario->id);
            return false;
        }
        series->ai[side] = ai_find(flags->side[i].value);
        if (!series->ai[side])
            return wrong_player(flags->side[i].value);
    }
    for (int side = 0; side < series->scenario->sides; side++)
        if (!series->ai[side])
            return wrong("say who plays the side %s.", series->scenario->side[side].id);
    return true;
}

enum options_result options_read(int argc, char **argv, struct options *out) {
    struct flags flags = {0};
    *out = (struct options){0};
    if (!take_flags(argc, argv, &flags, out))
        return OPTIONS_WRONG;
    if (flags.help || flags.version) {
        if (flags.help)
            print_help();
        else
            puts("ibar-arena " IBAR_VERSION);
        return OPTIONS_DONE;
    }
    if (!take_numbers(&flags, &out->series))
        return OPTIONS_WRONG;
    enum options_result found = find_scenario(&flags, out);
    if (found != OPTIONS_RUN)
        return found;
    return take_what_ifs(&flags, &out->series) && take_sides(&flags, &out->series) ? OPTIONS_RUN : OPTIONS_WRONG;
}

void options_finish(struct options *options) {
    library_destroy(options->library);
    options->library = NULL;
}
