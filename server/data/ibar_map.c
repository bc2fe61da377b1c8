/* ibar-map: says what is wrong with a map or a scenario, with file and line. */
#include "data.h"
#include "doc.h"

#include <getopt.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: ibar-map check FILE...\n"
    "\n"
    "Checks maps (Tiled JSON, .tmj), scenarios and rules (.json); what a file is shows in its content.\n"
    "A scenario is read with its map and rules, which lie in the folder above its own.\n"
    "\n"
    "  -h, --help     print this and exit\n"
    "  -V, --version  print the version and exit\n"
    "\n"
    "Prints 'FILE: well' for a good file; problems go to standard error, a line each.\n"
    "Exit status: 0 all well, 1 a file is wrong, 2 wrong usage.\n";

enum kind { KIND_NONE, KIND_MAP, KIND_SCENARIO, KIND_RULES };

/* What a file is, by its content. KIND_NONE with a problem when it is nothing of ours. */
static enum kind file_kind(const char *path, struct problems *problems) {
    struct doc doc;
    enum kind kind = KIND_NONE;
    if (!doc_open(&doc, path, NULL, problems))
        return KIND_NONE;
    if (json_object_get(doc.root, "layers") || json_object_get(doc.root, "orientation"))
        kind = KIND_MAP;
    else if (json_object_get(doc.root, "sides") || json_object_get(doc.root, "victory"))
        kind = KIND_SCENARIO;
    else if (json_object_get(doc.root, "terrain") || json_object_get(doc.root, "fire"))
        kind = KIND_RULES;
    else
        problem_add(problems,
                    "%s:1: is no map (it has no \"layers\"), no scenario (no \"sides\") and no rules (no "
                    "\"terrain\").",
                    path);
    doc_close(&doc);
    return kind;
}

static void check_map(const char *path, struct problems *problems) {
    struct map_file *file = map_file_read(path, problems);
    if (!file)
        return;
    if (map_file_check(file, path, problems))
        printf("%s: well: map of %u x %u hexes, %zu places, %zu lines, %zu houses\n", path, file->cols,
               file->rows, file->places, file->lines, file->houses);
    map_file_destroy(file);
}

static void check_scenario(const char *path, struct problems *problems) {
    char folder[1024], copy[1024];
    snprintf(copy, sizeof copy, "%s", path);
    snprintf(folder, sizeof folder, "%s/..", dirname(copy));
    struct scenario *scenario = scenario_file_read_path(folder, path, problems);
    if (!scenario)
        return;
    printf("%s: well: scenario %s, %u sides, %u units, %u turns, content %016llx\n", path, scenario->id,
           scenario->sides, scenario->roster_count, scenario->turns,
           (unsigned long long)scenario->content_hash);
    scenario_file_destroy(scenario);
}

static void check_rules(const char *path, struct problems *problems) {
    static struct ruleset rules;
    if (rules_file_read(path, &rules, problems))
        printf("%s: well: rules with %u kinds of units\n", path, rules.types);
}

static bool check_file(const char *path) {
    struct problems problems = {0};
    switch (file_kind(path, &problems)) {
    case KIND_MAP:
        check_map(path, &problems);
        break;
    case KIND_SCENARIO:
        check_scenario(path, &problems);
        break;
    case KIND_RULES:
        check_rules(path, &problems);
        break;
    case KIND_NONE:
        break;
    }
    for (size_t i = 0; i < problems.count && i < PROBLEM_MAX; i++)
        fprintf(stderr, "%s\n", problems.text[i]);
    if (problems.count > PROBLEM_MAX)
        fprintf(stderr, "%s: and %zu more problems.\n", path, problems.count - PROBLEM_MAX);
    return problems.count == 0;
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {"version", no_argument, NULL, 'V'}, {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "hV", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return 0;
        }
        if (option == 'V') {
            puts("ibar-map " IBAR_VERSION);
            return 0;
        }
        fputs("Run 'ibar-map --help' for the usage.\n", stderr);
        return 2;
    }
    if (argc - optind < 2 || strcmp(argv[optind], "check") != 0) {
        fputs("ibar-map: say what to check: ibar-map check FILE...\n", stderr);
        return 2;
    }
    bool good = true;
    for (int i = optind + 1; i < argc; i++)
        good &= check_file(argv[i]);
    return good ? 0 : 1;
}
