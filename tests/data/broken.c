#include "broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const files[] = {"tiny.tmj", "rules.json", "scenarios/tiny.json"};
#define FILES (sizeof files / sizeof files[0])

static char *read_text(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

static void write_text(FILE *file, const char *text, const char *old, const char *fresh) {
    const char *found = *old ? strstr(text, old) : NULL;
    if (*old && (!found || strstr(found + 1, old)))
        fail_msg("\"%s\" should stand in the file exactly once", old);
    if (!found)
        fputs(text, file);
    else
        fprintf(file, "%.*s%s%s", (int)(found - text), text, fresh, found + strlen(old));
}

void broken_make(char folder[256], const char *file, const char *old, const char *fresh) {
    char path[512];
    snprintf(folder, 256, "/tmp/ibar-data-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/scenarios", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 0; i < FILES; i++) {
        bool here = strcmp(files[i], file) == 0;
        snprintf(path, sizeof path, "%s/%s", FIXTURE, files[i]);
        char *text = read_text(path);
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        write_text(out, text, here ? old : "", here ? fresh : "");
        assert_int_equal(fclose(out), 0);
        free(text);
    }
}

void broken_remove(const char *folder) {
    char path[512];
    for (size_t i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/scenarios", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void read_fixture(const char *folder, bool map_only, struct problems *problems) {
    char path[512];
    if (!map_only) {
        struct scenario *scenario = scenario_file_read(folder, "tiny", problems);
        assert_true((scenario == NULL) == (problems->count > 0));
        scenario_file_destroy(scenario);
        return;
    }
    snprintf(path, sizeof path, "%s/tiny.tmj", folder);
    struct map_file *map = map_file_read(path, problems);
    assert_true((map == NULL) == (problems->count > 0));
    if (map)
        map_file_check(map, path, problems);
    map_file_destroy(map);
}

void broken_expect(const char *file, bool map_only, const struct broken_row *rows, size_t count) {
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct problems problems = {0};
        char folder[256];
        broken_make(folder, file, rows[i].old, rows[i].fresh);
        read_fixture(folder, map_only, &problems);
        const char *said = problems.count ? problems.text[0] : "nothing";
        if (strncmp(said, folder, strlen(folder)) == 0)
            said += strlen(folder) + 1;
        if (strcmp(said, rows[i].sentence) != 0) {
            print_error("%s instead of %s:\n  said     %s\n  expected %s\n", rows[i].fresh, rows[i].old, said,
                        rows[i].sentence);
            wrong++;
        }
        broken_remove(folder);
    }
    assert_int_equal(wrong, 0);
}
