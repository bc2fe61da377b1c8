/* The command line of ibar-arena. Which sides there are, the scenario says: --SIDE AI for each of them. */
#ifndef IBAR_ARENA_OPTIONS_H
#define IBAR_ARENA_OPTIONS_H

#include "data/data.h"
#include "series.h"

enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_FAILED, OPTIONS_WRONG };

struct options {
    struct series series;
    const char *json; /* NULL; "-" is standard output, in place of the table */
    struct library *library;
};

/* Reads the command line and the scenario. OPTIONS_DONE: help or version was printed; OPTIONS_FAILED and
 * OPTIONS_WRONG: the reason is on standard error. Call options_finish in any case. */
enum options_result options_read(int argc, char **argv, struct options *out);
void options_finish(struct options *options);

#endif
