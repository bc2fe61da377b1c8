/* A disk in memory, as SQLite's file system. It knows what is synced and which writes came since; a power cut
 * keeps, loses, tears or garbles those, sector by sector. Any call may fail; a failed sync may drop what it
 * should have kept while the running system still sees it; writes fail while the disk is full.
 *
 * Life: disk_install once; for each run disk_reset, then disk_set_faults as often as wanted. When the process
 * dies: disk_die (from then on calls fail and change nothing), close the database, disk_revive. */
#ifndef IBAR_TESTS_SIMULATOR_DISK_H
#define IBAR_TESTS_SIMULATOR_DISK_H

#include "luck.h"

#define DISK_SECTOR 512

/* Chances in a hundred thousand, of each call. */
struct disk_faults {
    unsigned read, write, sync, other;
};

void disk_install(void);
/* An empty disk without faults. `luck` is not owned. */
void disk_reset(struct luck *luck);
void disk_set_faults(const struct disk_faults *faults);
/* Bytes that all files may have together; SIZE_MAX: no limit. */
void disk_set_capacity(size_t bytes);
size_t disk_used(void);
/* How often a call has failed since the reset. */
unsigned disk_failures(void);
/* The n-th call from now on fails, and with `lasting` all after it; 0: none. disk_has_failed tells whether it came. */
void disk_fail_at(unsigned calls, bool lasting);
bool disk_has_failed(void);
/* The process dies at the n-th call from now on, 0: never. disk_is_dead tells when. */
void disk_die_at(unsigned calls);
/* While it is on no call counts for that. */
void disk_spare(bool on);
void disk_die(void);
bool disk_is_dead(void);
/* After the database was closed: `power` false: the system went on, all that was written is there. */
void disk_revive(bool power);
/* Takes a file as it is seen, and puts one there, synced; no database may be open. `bytes` is the caller's. */
size_t disk_save(const char *name, uint8_t **bytes);
void disk_load(const char *name, const uint8_t *bytes, size_t size);
/* Frees everything. */
void disk_finish(void);

#endif
