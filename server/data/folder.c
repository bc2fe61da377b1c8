/* Where maps and scenarios lie. */
#include "data.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool data_installed(void) {
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length < 0)
        return false;
    program[length] = '\0';
    char *name = strrchr(program, '/');
    if (name == NULL)
        return false;
    *name = '\0';
    return strcmp(program, IBAR_BIN_DIR) == 0;
}

const char *data_folder(void) {
    const char *given = getenv("IBAR_MAPS");
    if (given && *given)
        return given;
    if (!data_installed() && access(IBAR_SOURCE_DIR "/maps/rules.json", R_OK) == 0)
        return IBAR_SOURCE_DIR "/maps";
    return IBAR_DATA_DIR "/maps";
}
