/* A copy of a journal that a server may be writing at the same time. */
#ifndef IBAR_STORE_BACKUP_H
#define IBAR_STORE_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies the journal at `path` as it is at one moment to `to`, which must not exist; the copy is checked and on disk
 * when it gets its name. Writes its entries. False with a sentence in `why`; then nothing is at `to`. */
bool store_backup(const char *path, const char *to, uint64_t *entries, char *why, size_t size);

#endif
