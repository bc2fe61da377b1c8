/* A file of a map: read, judged and cut, or refused with a problem. */
#include "fuzz.h"

#include <stdio.h>

#include "data/data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char path[160];
    struct problems problems = {0};
    static struct map map;
    fuzz_write("fuzz.tmj", bytes, size);
    snprintf(path, sizeof path, "%s/fuzz.tmj", fuzz_folder());
    struct map_file *file = map_file_read(path, &problems);
    PROMISE(file || problems.count > 0);
    if (!file)
        return 0;
    map_file_check(file, path, &problems);
    map_file_window(file, 0, 0, file->cols < 32 ? file->cols : 32, file->rows < 32 ? file->rows : 32, &map, &problems);
    map_file_destroy(file);
    return 0;
}
