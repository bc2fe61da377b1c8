#include "tiny.h"

#include <stdio.h>
#include <string.h>

#include "fuzz.h"

const struct scenario *tiny_scenario(void) {
    static struct scenario *scenario;
    struct problems problems = {0};
    if (!scenario)
        scenario = scenario_file_read(fuzz_folder(), "tiny", &problems);
    PROMISE(scenario);
    return scenario;
}

const struct scenario *tiny_find(void *ctx, const char *id) {
    (void)ctx;
    return strcmp(id, "tiny") == 0 ? tiny_scenario() : NULL;
}

void tiny_hash_put(char *text) {
    char hash[17], *at = strstr(text, "scenario tiny ");
    if (!at || strlen(at) < 30)
        return;
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)tiny_scenario()->content_hash);
    memcpy(at + 14, hash, 16);
}
