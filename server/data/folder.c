/* Where maps and scenarios lie. */
#include "data.h"

#include <stdlib.h>
#include <unistd.h>

const char *data_folder(void) {
    const char *given = getenv("IBAR_MAPS");
    if (given && *given)
        return given;
    if (access(IBAR_SOURCE_DIR "/maps/rules.json", R_OK) == 0)
        return IBAR_SOURCE_DIR "/maps";
    return IBAR_DATA_DIR "/maps";
}
