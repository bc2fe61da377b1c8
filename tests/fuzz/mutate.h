/* What a target whose inputs are rows of envelopes tells of them to its mutator (mutate.c). */
#ifndef IBAR_TESTS_FUZZ_MUTATE_H
#define IBAR_TESTS_FUZZ_MUTATE_H

/* Which messages new rows have, by their number in Envelope; `words` are texts that mean something, ended by NULL. */
struct mutate_kind {
    unsigned first, last;
    const char *const *words;
};
extern const struct mutate_kind mutate_kind; /* the target's */

#endif
