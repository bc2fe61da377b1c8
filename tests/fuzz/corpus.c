/* Gives a fuzz target every file of a folder: what was found once stays found (S-BYTES-1). */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv) {
    struct dirent **entries;
    int count = argc == 2 ? scandir(argv[1], &entries, visible, by_name) : -1;
    if (count <= 0) {
        fprintf(stderr, "usage: %s FOLDER; the folder holds at least one file.\n", argv[0]);
        return 2;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[1024];
        size_t size;
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        char *text = fuzz_read(path, &size);
        /* An exact copy, so that reading past its end shows. */
        uint8_t *bytes = malloc(size ? size : 1);
        PROMISE(bytes);
        memcpy(bytes, text, size);
        free(text);
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
        printf("ok %d - %s\n", i + 1, entries[i]->d_name);
        fflush(stdout);
        free(entries[i]);
    }
    free(entries);
    return 0;
}
