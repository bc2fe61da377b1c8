/* The suite over every scenario file in maps/scenarios. */
#include "data/data.h"
#include "suite.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void run_scenario(const char *id) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_file_read(data_folder(), id, &problems);
    if (!scenario)
        fail_msg("%s: %s", id, problems.text[0]);
    suite_run(scenario, 60, 1999);
    scenario_file_destroy(scenario);
}

static void what_holds_of_every_scenario_holds_of_all_files(void **unused) {
    (void)unused;
    char folder[4096];
    unsigned found = 0;
    snprintf(folder, sizeof folder, "%s/scenarios", data_folder());
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char id[64];
        size_t length = strlen(entry->d_name);
        if (length <= 5 || length >= sizeof id || strcmp(entry->d_name + length - 5, ".json") != 0)
            continue;
        snprintf(id, sizeof id, "%.*s", (int)(length - 5), entry->d_name);
        run_scenario(id);
        found++;
    }
    closedir(dir);
    assert_true(found > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_holds_of_every_scenario_holds_of_all_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
