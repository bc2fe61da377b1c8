/* The text of a map: read, judged and cut, or refused with a problem. */
#include "fuzz.h"

#include "data/data.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct problems problems;
    static struct map map;
    problems.count = 0;
    struct map_file *file = map_file_parse("fuzz.tmj", (const char *)bytes, size, &problems);
    PROMISE(file || problems.count > 0);
    if (!file)
        return 0;
    map_file_check(file, "fuzz.tmj", &problems);
    map_file_window(file, 0, 0, file->cols < 32 ? file->cols : 32, file->rows < 32 ? file->rows : 32, &map, &problems);
    map_file_destroy(file);
    return 0;
}
