#include "fuzz.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const files[] = {"tiny.tmj", "rules.json", "scenarios/tiny.json"};
#define FILES (sizeof files / sizeof files[0])

static char folder[64];

static void remove_folder(void) {
    char path[160];
    static const char *const more[] = {"journal-lock", "scenarios"};
    for (size_t i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, more[i]);
        remove(path);
    }
    rmdir(folder);
}

char *fuzz_read(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    PROMISE(file);
    size_t room = 1 << 20;
    char *text = malloc(room);
    PROMISE(text);
    *size = fread(text, 1, room - 1, file);
    text[*size] = '\0';
    fclose(file);
    return text;
}

/* Writes a file in the folder. */
static void file_write(const char *name, const void *bytes, size_t size) {
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    PROMISE(file);
    PROMISE(size == 0 || fwrite(bytes, 1, size, file) == size);
    PROMISE(fclose(file) == 0);
}

const char *fuzz_folder(void) {
    if (folder[0])
        return folder;
    char path[300];
    snprintf(folder, sizeof folder, "%s/ibar-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    PROMISE(mkdtemp(folder));
    atexit(remove_folder);
    snprintf(path, sizeof path, "%s/scenarios", folder);
    PROMISE(mkdir(path, 0700) == 0);
    for (size_t i = 0; i < FILES; i++) {
        size_t size;
        snprintf(path, sizeof path, "%s/tests/data/fixture/%s", IBAR_SOURCE_DIR, files[i]);
        char *text = fuzz_read(path, &size);
        file_write(files[i], text, size);
        free(text);
    }
    return folder;
}
