#include "pins.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_ROOM 512
#define PATH_ROOM 4096

bool pins_find(const char *path, const char *address, char fingerprint[PIN_TEXT]) {
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool found = false;
    char line[LINE_ROOM], name[LINE_ROOM], digits[PIN_TEXT];
    while (!found && fgets(line, sizeof line, file))
        found = sscanf(line, "%511s %64s", name, digits) == 2 && strcmp(name, address) == 0;
    fclose(file);
    if (found)
        memcpy(fingerprint, digits, PIN_TEXT);
    return found;
}

static void make_folders(const char *path) {
    char copy[PATH_ROOM];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *slash = strchr(copy + (*copy == '/'), '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700); /* what fails here, fails with its reason when the file is opened */
        *slash = '/';
    }
}

bool pins_add(const char *path, const char *address, const char *fingerprint, char *why, size_t size) {
    char line[LINE_ROOM];
    int length = snprintf(line, sizeof line, "%s %s\n", address, fingerprint);
    make_folders(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool done = fd >= 0 && length < (int)sizeof line && write(fd, line, (size_t)length) == length;
    if (!done)
        snprintf(why, size, "The server's fingerprint cannot be kept in '%s': %s.", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return done;
}
