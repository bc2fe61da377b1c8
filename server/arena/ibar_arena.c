/* ibar-arena: games between computer players, and what they come to. */
#include "options.h"
#include "report.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* True when all was written. */
static bool write_json(const struct options *options, const struct totals *totals) {
    FILE *file = fopen(options->json, "wb");
    if (file)
        report_json(file, &options->series, totals);
    if (file && fclose(file) == 0)
        return true;
    fprintf(stderr, "ibar-arena: %s: cannot be written: %s.\n", options->json, strerror(errno));
    return false;
}

static int run(const struct options *options) {
    struct totals totals;
    char why[512] = "";
    double before = seconds();
    if (!series_run(&options->series, &totals, why, sizeof why)) {
        fprintf(stderr, "ibar-arena: %s\n", why);
        return 1;
    }
    double took = seconds() - before;
    fprintf(stderr, "%llu games in %.3f s: %.3f ms a game on %u threads\n", (unsigned long long)totals.games,
            took, totals.games ? took * 1000 / (double)totals.games : 0, options->series.jobs);
    if (options->json && strcmp(options->json, "-") == 0)
        report_json(stdout, &options->series, &totals);
    else
        report_table(stdout, &options->series, &totals);
    if (options->json && strcmp(options->json, "-") != 0 && !write_json(options, &totals))
        return 1;
    return fflush(stdout) == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    struct options options;
    int status = 2;
    switch (options_read(argc, argv, &options)) {
    case OPTIONS_RUN:
        status = run(&options);
        break;
    case OPTIONS_DONE:
        status = 0;
        break;
    case OPTIONS_FAILED:
        status = 1;
        break;
    case OPTIONS_WRONG:
        break;
    }
    options_finish(&options);
    return status;
}
