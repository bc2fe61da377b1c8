/* The data folder of a server: made when missing, and held by one server at a time. */
#ifndef IBAR_OPS_FOLDER_H
#define IBAR_OPS_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* Makes the folder (0700) with its parents and locks it until this process ends or folder_close. Returns a
 * descriptor to close, -1 with a sentence in `why`. */
int folder_open(const char *path, char *why, size_t size);
void folder_close(int folder);

#endif
