/* ibar-verify: plays the record of a game again and compares seal, dice and hashes. */
#include "data/data.h"
#include "record/record.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD_BYTES_MAX (64u << 20)

static const char help[] =
    "usage: ibar-verify RECORD...\n"
    "\n"
    "Plays the record of a finished game again: checks the secret against the published hash, every die, "
    "every order\n"
    "and every hash along the way. - reads standard input.\n"
    "\n"
    "  -h, --help     print this and exit\n"
    "  -V, --version  print the version and exit\n"
    "\n"
    "Prints 'RECORD: well', or the first difference with its line to standard error.\n"
    "Exit status: 0 all agree, 1 a difference or an unreadable record, 2 wrong usage.\n";

struct find {
    struct library *library;
    struct problems problems;
};

static const struct scenario *find_scenario(void *ctx, const char *id) {
    struct find *find = ctx;
    return library_find(find->library, id, &find->problems);
}

/* The whole file; NULL with a message. The caller frees. */
static char *read_file(const char *path, size_t *size) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    size_t room = 1u << 16, got;
    char *text = file ? malloc(room) : NULL;
    *size = 0;
    while (text && (got = fread(text + *size, 1, room - *size, file)) > 0) {
        *size += got;
        if (*size < room)
            continue;
        char *more = room < RECORD_BYTES_MAX ? realloc(text, room *= 2) : NULL;
        if (!more) {
            free(text);
            errno = EFBIG;
        }
        text = more;
    }
    bool good = text && !ferror(file);
    if (!good) {
        fprintf(stderr, "%s: cannot be read: %s.\n", path, strerror(errno));
        free(text);
    }
    if (file && file != stdin)
        fclose(file);
    return good ? text : NULL;
}

static bool verify(const char *path, struct find *find) {
    char why[2200];
    size_t size;
    char *text = read_file(path, &size);
    if (!text)
        return false;
    bool good = record_verify(text, size, find_scenario, find, why, sizeof why);
    if (good)
        printf("%s: well\n", path);
    else
        fprintf(stderr, "%s: %s\n", path, why);
    for (size_t i = 0; i < find->problems.count && i < PROBLEM_MAX; i++)
        fprintf(stderr, "%s\n", find->problems.text[i]);
    find->problems.count = 0;
    free(text);
    return good;
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {"version", no_argument, NULL, 'V'}, {NULL, 0, NULL, 0}};
    static struct find find;
    int option;
    while ((option = getopt_long(argc, argv, "hV", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return 0;
        }
        if (option == 'V') {
            puts("ibar-verify " IBAR_VERSION);
            return 0;
        }
        fputs("Run 'ibar-verify --help' for the usage.\n", stderr);
        return 2;
    }
    if (optind == argc) {
        fputs("ibar-verify: say which record: ibar-verify RECORD...\n", stderr);
        return 2;
    }
    find.library = library_create(data_folder());
    bool good = find.library != NULL;
    for (int i = optind; i < argc && find.library; i++)
        good &= verify(argv[i], &find);
    library_destroy(find.library);
    return good ? 0 : 1;
}
