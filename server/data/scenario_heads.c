/* The heads of all scenarios of a folder: what a list of them shows, read without their maps. */
#include "data.h"
#include "problems.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void head_text(const json_t *root, const char *key, char *out, size_t size) {
    const char *text = json_string_value(json_object_get(root, key));
    snprintf(out, size, "%s", text ? text : "");
}

bool scenario_head_read(const char *folder, const char *id, struct scenario_head *out, struct problems *problems) {
    char path[640];
    json_error_t error;
    snprintf(path, sizeof path, "%s/scenarios/%s.json", folder, id);
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    memset(out, 0, sizeof *out);
    if (!root) {
        problem_add(problems, "%s:%d: %s.", path, error.line > 0 ? error.line : 1, error.text);
        return false;
    }
    head_text(root, "id", out->id, sizeof out->id);
    head_text(root, "name", out->name, sizeof out->name);
    head_text(root, "name_sq", out->name_sq, sizeof out->name_sq);
    head_text(root, "date", out->date, sizeof out->date);
    head_text(json_object_get(root, "map"), "file", out->map_file, sizeof out->map_file);
    json_decref(root);
    if (strcmp(out->id, id) == 0 && out->name[0] && out->map_file[0])
        return true;
    problem_add(problems, "%s:1: should have \"id\" as the file is named, \"name\" and a file of \"map\".", path);
    return false;
}

static int head_compare(const void *a, const void *b) {
    return strcmp(((const struct scenario_head *)a)->name, ((const struct scenario_head *)b)->name);
}

size_t scenario_heads_read(const char *folder, struct scenario_head *out, size_t max, struct problems *problems) {
    char path[600];
    size_t count = 0;
    snprintf(path, sizeof path, "%s/scenarios", folder);
    DIR *list = opendir(path);
    for (struct dirent *entry; list && count < max && (entry = readdir(list));) {
        char id[64];
        size_t length = strlen(entry->d_name);
        if (length < 6 || length >= sizeof id || strcmp(entry->d_name + length - 5, ".json") != 0)
            continue;
        memcpy(id, entry->d_name, length - 5);
        id[length - 5] = 0;
        count += scenario_head_read(folder, id, &out[count], problems);
    }
    if (list)
        closedir(list);
    else
        problem_add(problems, "%s: the folder cannot be read.", path);
    qsort(out, count, sizeof *out, head_compare);
    return count;
}
