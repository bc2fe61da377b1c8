/* Problems: sentences about what is wrong in a file, for whoever wrote it. */
#ifndef IBAR_DATA_PROBLEMS_H
#define IBAR_DATA_PROBLEMS_H

#include "data.h"

/* Adds a sentence. Counts beyond PROBLEM_MAX, keeps the first. */
void problem_add(struct problems *problems, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
