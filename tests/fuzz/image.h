/* The files of a journal as they lie on a disk while it is open, made once, and what an input makes of them. */
#ifndef IBAR_TESTS_FUZZ_IMAGE_H
#define IBAR_TESTS_FUZZ_IMAGE_H

#include <stddef.h>
#include <stdint.h>

enum image_file { IMAGE_DATABASE, IMAGE_LOG, IMAGE_WITNESS, IMAGE_FILES };
struct image {
    uint8_t *bytes[IMAGE_FILES]; /* exact: reading past an end shows */
    size_t size[IMAGE_FILES];
};

/* Where the journal lies on the simulated disk. */
const char *image_path(void);
/* A copy with the edits of an input: each has a byte (bits 0 and 1 the file, 2 to 4 what is done), two bytes of place, a
 * byte that says how many bytes follow, and those. Takes the simulated disk when it makes the first. */
void image_edit(const uint8_t *bytes, size_t size, struct image *out);
void image_free(struct image *image);

#endif
