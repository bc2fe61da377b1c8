/* Files of the fixture with one thing wrong, and the sentence that the reader must say about it. */
#ifndef IBAR_TESTS_BROKEN_H
#define IBAR_TESTS_BROKEN_H

#include "data/data.h"

struct broken_row {
    const char *old, *fresh; /* the text that is replaced (it must stand in the file once), and by what */
    const char *sentence;    /* the first problem, the folder left out */
};

/* The folder of the fixture. */
#define FIXTURE IBAR_SOURCE_DIR "/tests/data/fixture"

/* Copies the fixture into a new folder, with `old` replaced by `fresh` in `file` ("" and "" change nothing).
 */
void broken_make(char folder[256], const char *file, const char *old, const char *fresh);
void broken_remove(const char *folder);

/* Each row: reads the scenario (or, when `map_only`, the map and its check) and compares the first problem.
 */
void broken_expect(const char *file, bool map_only, const struct broken_row *rows, size_t count);

#endif
