/* What the engine says to a line of a result. */
#ifndef IBAR_TESTS_DOCS_RESULTS_H
#define IBAR_TESTS_DOCS_RESULTS_H

#include "stage.h"

/* Answers the question before the ": " of a line ("Patrol", "line 0304 0704", "track tension"). */
void result_of(struct scene *scene, const char *question, char out[LINE_SIZE]);

#endif
