/* What writer and verifier of records share. */
#ifndef IBAR_RECORD_RECORD_LINES_H
#define IBAR_RECORD_RECORD_LINES_H

#define RECORD_VERSION 1

/* By enum outcome. */
extern const char *const record_outcomes[];

#endif
