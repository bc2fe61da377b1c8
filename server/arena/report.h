/* What a series of games comes to, as a table for people and as JSON for programs. No times in either. */
#ifndef IBAR_ARENA_REPORT_H
#define IBAR_ARENA_REPORT_H

#include "series.h"

#include <stdio.h>

void report_table(FILE *out, const struct series *series, const struct totals *totals);
void report_json(FILE *out, const struct series *series, const struct totals *totals);

#endif
