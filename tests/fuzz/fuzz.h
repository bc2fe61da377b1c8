/* A fuzz target is a function that takes any bytes and never fails: crashes, leaks and undefined behaviour are found by
 * the sanitizers, broken promises by abort. libFuzzer drives it (tests/fuzz/hunt), or corpus.c with the files kept. */
#ifndef IBAR_TESTS_FUZZ_H
#define IBAR_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define PROMISE(holds) \
    do { \
        if (!(holds)) \
            abort(); \
    } while (0)

/* A folder of this process with the small map, rules and scenario of tests/data/fixture, made once. */
const char *fuzz_folder(void);
/* Reads a whole file into a new text with a NUL behind it. */
char *fuzz_read(const char *path, size_t *size);

#endif
