/* Scenarios read once and kept. */
#include "data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIBRARY_MAX 64

struct library {
    char folder[512];
    size_t count;
    struct scenario *scenario[LIBRARY_MAX];
};

struct library *library_create(const char *folder) {
    struct library *library = calloc(1, sizeof *library);
    if (library)
        snprintf(library->folder, sizeof library->folder, "%s", folder);
    return library;
}

void library_destroy(struct library *library) {
    for (size_t i = 0; library && i < library->count; i++)
        scenario_file_destroy(library->scenario[i]);
    free(library);
}

const struct scenario *library_find(struct library *library, const char *id, struct problems *problems) {
    for (size_t i = 0; i < library->count; i++)
        if (strcmp(library->scenario[i]->id, id) == 0)
            return library->scenario[i];
    struct scenario *scenario = scenario_file_read(library->folder, id, problems);
    if (!scenario || library->count == LIBRARY_MAX) {
        scenario_file_destroy(scenario);
        return NULL;
    }
    library->scenario[library->count++] = scenario;
    return scenario;
}
