/* A journal on the simulated disk, for tests of their own: cmocka's group set-up and what goes with it. Its lock is a file of
 * the real system, as the disk has none. */
#ifndef IBAR_TESTS_SIMULATOR_DISK_FOLDER_H
#define IBAR_TESTS_SIMULATOR_DISK_FOLDER_H

#include "disk.h"

/* Where the journal is; valid after disk_make. */
const char *disk_journal(void);
/* The lock of a process that was killed is gone. */
void disk_unlock(void);
int disk_make(void **state);
int disk_clear(void **state);

#endif
