/* A record of a game, as one player gives it to another: verified, or refused with the first difference. The hash of the
 * content is made right, so that what follows is read. */
#include "fuzz.h"
#include "tiny.h"

#include <stdio.h>
#include <string.h>

#include "record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char why[400] = "";
    char *text = malloc(size + 1);
    PROMISE(text);
    memcpy(text, bytes, size);
    text[size] = '\0';
    tiny_hash_put(text);
    if (!record_verify(text, size, tiny_find, NULL, why, sizeof why))
        PROMISE(why[0]);
    free(text);
    return 0;
}
