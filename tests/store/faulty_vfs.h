/* A file system for SQLite whose n-th write, sync or truncation fails, once or from then on, and which knows
 * what a crash at that moment would leave on disk: all that was synced, and of what came later a part with a
 * torn end. */
#ifndef IBAR_TESTS_FAULTY_VFS_H
#define IBAR_TESTS_FAULTY_VFS_H

#include <stdbool.h>

/* Makes it SQLite's default. */
void faulty_vfs_install(void);
/* The n-th operation from now on fails (0: none); `lasting`: all after it too. `kept`: how many of the writes
 * not yet synced a crash leaves; the next one is torn in half. */
void faulty_vfs_arm(unsigned nth, bool lasting, unsigned kept);
/* With it reads, opens, deletions, sizes and locks count too. */
void faulty_vfs_all(bool on);
/* True when the armed operation was reached. */
bool faulty_vfs_fired(void);
/* Writes what the crash left to `path` and `path`-wal. */
void faulty_vfs_crash_to(const char *path);
/* Forgets all files; none may be open. */
void faulty_vfs_forget(void);

#endif
