/* The scenario of the targets that play: tiny, read once from fuzz_folder. */
#ifndef IBAR_TESTS_FUZZ_TINY_H
#define IBAR_TESTS_FUZZ_TINY_H

#include "data/data.h"

const struct scenario *tiny_scenario(void);
/* How a record finds its scenario: NULL for any other id. */
const struct scenario *tiny_find(void *ctx, const char *id);
/* The text's hash of the content is made that of tiny, so that what follows is read. */
void tiny_hash_put(char *text);

#endif
