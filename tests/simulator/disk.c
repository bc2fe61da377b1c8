#include "disk.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 24
#define PATH_ROOM 256
#define SHM_PIECES 64

struct image {
    uint8_t *bytes;
    size_t size, room;
};
/* A write, or with `bytes` NULL a cut to `at` bytes. */
struct change {
    size_t at, size;
    uint8_t *bytes;
};
struct file {
    char name[PATH_ROOM]; /* "": free */
    bool exists, deleted; /* deleted, and the folder not synced since */
    struct image seen, synced;
    struct change *change; /* since the last sync */
    size_t changes, room;
    uint8_t *shm[SHM_PIECES];
};
struct handle {
    sqlite3_file base;
    struct file *file;
    bool delete_on_close;
};

static struct {
    struct file file[FILES_MAX];
    struct luck *luck;
    struct disk_faults faults;
    size_t capacity;
    unsigned failures, die_at;
    bool dead, spared;
    unsigned fail_at;
    bool fail_lasts, failed;
    sqlite3_int64 clock;
} disk;

static void image_resize(struct image *image, size_t size) {
    if (size > image->room) {
        size_t room = image->room ? image->room : 4096;
        while (room < size) {
            room *= 2;
        }
        image->bytes = realloc(image->bytes, room);
        assert(image->bytes);
        image->room = room;
    }
    if (size > image->size) {
        memset(image->bytes + image->size, 0, size - image->size);
    }
    image->size = size;
}

static void image_write(struct image *image, size_t at, const uint8_t *bytes, size_t size) {
    if (at + size > image->size) {
        image_resize(image, at + size);
    }
    memcpy(image->bytes + at, bytes, size);
}

static void image_copy(struct image *to, const struct image *from) {
    to->size = 0;
    image_resize(to, from->size);
    if (from->size) {
        memcpy(to->bytes, from->bytes, from->size);
    }
}

static void changes_clear(struct file *file) {
    for (size_t i = 0; i < file->changes; i++) {
        free(file->change[i].bytes);
    }
    file->changes = 0;
}

static void change_add(struct file *file, size_t at, const void *bytes, size_t size) {
    if (file->changes == file->room) {
        file->room = file->room ? file->room * 2 : 16;
        file->change = realloc(file->change, file->room * sizeof(*file->change));
        assert(file->change);
    }
    struct change *change = &file->change[file->changes++];
    *change = (struct change){at, size, NULL};
    if (bytes) {
        change->bytes = malloc(size ? size : 1);
        assert(change->bytes);
        memcpy(change->bytes, bytes, size);
    }
}

static void change_apply(struct image *image, const struct change *change) {
    if (change->bytes) {
        image_write(image, change->at, change->bytes, change->size);
    } else {
        image_resize(image, change->at);
    }
}

/* Counts a call; false when the process is dead. */
static bool call(void) {
    if (!disk.dead && !disk.spared && disk.die_at > 0 && --disk.die_at == 0) {
        disk.dead = true;
    }
    return !disk.dead;
}

static bool fault(unsigned chance) {
    if ((disk.failed && disk.fail_lasts) || (disk.fail_at > 0 && --disk.fail_at == 0)) {
        disk.failed = true;
        disk.failures++;
        return true;
    }
    if (chance && luck_below(disk.luck, 100000) < chance) {
        disk.failures++;
        return true;
    }
    return false;
}

static struct file *file_of(sqlite3_file *file) {
    return ((struct handle *)file)->file;
}

size_t disk_used(void) {
    size_t used = 0;
    for (size_t i = 0; i < FILES_MAX; i++) {
        used += disk.file[i].exists ? disk.file[i].seen.size : 0;
    }
    return used;
}

static int disk_read(sqlite3_file *handle, void *bytes, int size, sqlite3_int64 at) {
    struct file *file = file_of(handle);
    if (!call() || fault(disk.faults.read)) {
        return SQLITE_IOERR_READ;
    }
    size_t have = (size_t)at < file->seen.size ? file->seen.size - (size_t)at : 0;
    size_t take = have < (size_t)size ? have : (size_t)size;
    if (take) {
        memcpy(bytes, file->seen.bytes + at, take);
    }
    memset((uint8_t *)bytes + take, 0, (size_t)size - take);
    return take == (size_t)size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static void file_write(struct file *file, size_t at, const void *bytes, size_t size) {
    if (size) {
        image_write(&file->seen, at, bytes, size);
        change_add(file, at, bytes, size);
    }
}

static int disk_write(sqlite3_file *handle, const void *bytes, int size, sqlite3_int64 at) {
    struct file *file = file_of(handle);
    if (!call()) {
        return SQLITE_IOERR_WRITE;
    }
    if (fault(disk.faults.write)) {
        file_write(file, (size_t)at, bytes, luck_below(disk.luck, (unsigned)size));
        return SQLITE_IOERR_WRITE;
    }
    size_t end = (size_t)at + (size_t)size;
    size_t grows = end > file->seen.size ? end - file->seen.size : 0;
    size_t used = disk_used();
    if (grows && used + grows > disk.capacity) {
        size_t fits = disk.capacity > used ? disk.capacity - used : 0;
        disk.failures++;
        file_write(file, (size_t)at, bytes, fits < (size_t)size ? fits : 0);
        return SQLITE_FULL;
    }
    file_write(file, (size_t)at, bytes, (size_t)size);
    return SQLITE_OK;
}

static int disk_truncate(sqlite3_file *handle, sqlite3_int64 size) {
    struct file *file = file_of(handle);
    if (!call() || fault(disk.faults.other)) {
        return SQLITE_IOERR_TRUNCATE;
    }
    image_resize(&file->seen, (size_t)size);
    change_add(file, (size_t)size, NULL, 0);
    return SQLITE_OK;
}

/* As journalling file systems do: what changed in folders is on disk with the next sync of anything. */
static void deletions_keep(void) {
    for (size_t i = 0; i < FILES_MAX; i++) {
        if (disk.file[i].deleted) {
            disk.file[i].deleted = false;
            image_resize(&disk.file[i].synced, 0);
        }
    }
}

static int disk_sync(sqlite3_file *handle, int flags) {
    (void)flags;
    struct file *file = file_of(handle);
    if (!call()) {
        return SQLITE_IOERR_FSYNC;
    }
    if (fault(disk.faults.sync)) {
        /* As Linux does: what could not be written counts as written, and is still seen. */
        if (luck_chance(disk.luck, 500)) {
            changes_clear(file);
        }
        return SQLITE_IOERR_FSYNC;
    }
    for (size_t i = 0; i < file->changes; i++) {
        change_apply(&file->synced, &file->change[i]);
    }
    changes_clear(file);
    deletions_keep();
    return SQLITE_OK;
}

static int disk_size(sqlite3_file *handle, sqlite3_int64 *size) {
    *size = (sqlite3_int64)file_of(handle)->seen.size;
    return !call() || fault(disk.faults.other) ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int disk_lock(sqlite3_file *handle, int level) {
    (void)handle;
    (void)level;
    return !call() || fault(0) ? SQLITE_IOERR_LOCK : SQLITE_OK;
}

static int disk_unlock(sqlite3_file *handle, int level) {
    (void)handle;
    (void)level;
    return !call() || fault(0) ? SQLITE_IOERR_UNLOCK : SQLITE_OK;
}

static int disk_reserved(sqlite3_file *handle, int *out) {
    (void)handle;
    *out = 0;
    return !call() || fault(0) ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
}

static int disk_control(sqlite3_file *handle, int op, void *argument) {
    (void)handle;
    (void)op;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int disk_sector(sqlite3_file *handle) {
    (void)handle;
    return DISK_SECTOR;
}

static int disk_traits(sqlite3_file *handle) {
    (void)handle;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; /* as SQLite takes it of real disks */
}

static void shm_free(struct file *file) {
    for (size_t i = 0; i < SHM_PIECES; i++) {
        free(file->shm[i]);
        file->shm[i] = NULL;
    }
}

static int disk_shm_map(sqlite3_file *handle, int piece, int size, int extend, void volatile **out) {
    struct file *file = file_of(handle);
    *out = NULL;
    if (piece >= SHM_PIECES || !call() || fault(disk.faults.other)) {
        return SQLITE_IOERR_SHMMAP;
    }
    if (!file->shm[piece] && extend) {
        file->shm[piece] = calloc(1, (size_t)size);
        assert(file->shm[piece]);
    }
    *out = file->shm[piece];
    return SQLITE_OK;
}

static int disk_shm_lock(sqlite3_file *handle, int offset, int count, int flags) {
    (void)handle;
    (void)offset;
    (void)count;
    bool takes = flags & SQLITE_SHM_LOCK;
    return takes && (!call() || fault(0)) ? SQLITE_IOERR_SHMLOCK : SQLITE_OK;
}

static void disk_shm_barrier(sqlite3_file *handle) {
    (void)handle;
}

static int disk_shm_unmap(sqlite3_file *handle, int delete_it) {
    (void)delete_it;
    shm_free(file_of(handle));
    return SQLITE_OK;
}

static void file_remove(struct file *file, bool synced) {
    file->exists = false;
    file->deleted = !synced;
    image_resize(&file->seen, 0);
    if (synced) {
        image_resize(&file->synced, 0);
    }
    changes_clear(file);
}

static int disk_close(sqlite3_file *handle) {
    struct handle *mine = (struct handle *)handle;
    shm_free(mine->file);
    if (mine->delete_on_close && !disk.dead) {
        file_remove(mine->file, true);
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_traits,
    .xShmMap = disk_shm_map,
    .xShmLock = disk_shm_lock,
    .xShmBarrier = disk_shm_barrier,
    .xShmUnmap = disk_shm_unmap,
};

static struct file *file_find(const char *name) {
    for (size_t i = 0; name && i < FILES_MAX; i++) {
        if (strcmp(disk.file[i].name, name) == 0) {
            return &disk.file[i];
        }
    }
    return NULL;
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    struct handle *handle = (struct handle *)file;
    *handle = (struct handle){.delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE};
    if (!call() || fault(disk.faults.other)) {
        return SQLITE_CANTOPEN;
    }
    struct file *found = file_find(name ? name : "temporary");
    if (!found) {
        found = file_find("");
        assert(found);
        snprintf(found->name, sizeof(found->name), "%s", name ? name : "temporary");
    }
    if (!found->exists && !(flags & SQLITE_OPEN_CREATE)) {
        return SQLITE_CANTOPEN;
    }
    if (!found->exists) {
        found->exists = true;
        found->deleted = false;
        image_resize(&found->synced, 0);
        image_resize(&found->seen, 0);
    }
    handle->file = found;
    handle->base.pMethods = &methods;
    if (out_flags) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    (void)vfs;
    struct file *file = file_find(name);
    if (!call() || fault(disk.faults.other)) {
        return SQLITE_IOERR_DELETE;
    }
    if (!file || !file->exists) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    file_remove(file, sync_folder != 0);
    if (sync_folder) {
        deletions_keep();
    }
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
    (void)vfs;
    (void)flags;
    struct file *file = file_find(name);
    /* As SQLite's own: an empty file is none. */
    *out = file && file->exists && (flags != SQLITE_ACCESS_EXISTS || file->seen.size > 0);
    return !call() || fault(disk.faults.other) ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int disk_path(sqlite3_vfs *vfs, const char *name, int size, char *out) {
    (void)vfs;
    snprintf(out, (size_t)size, "%s", name);
    return SQLITE_OK;
}

static int disk_random(sqlite3_vfs *vfs, int size, char *out) {
    (void)vfs;
    for (int i = 0; i < size; i++) {
        out[i] = disk.luck ? (char)luck_next(disk.luck) : 1;
    }
    return size;
}

static int disk_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    disk.clock += microseconds / 1000;
    return microseconds;
}

static int disk_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = 212000000000000 + disk.clock++;
    return SQLITE_OK;
}

void disk_install(void) {
    static sqlite3_vfs vfs;
    vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(struct handle),
        .mxPathname = PATH_ROOM - 16,
        .zName = "simulated",
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_path,
        .xRandomness = disk_random,
        .xSleep = disk_sleep,
        .xCurrentTimeInt64 = disk_time,
    };
    sqlite3_vfs_register(&vfs, 1);
}

void disk_finish(void) {
    for (size_t i = 0; i < FILES_MAX; i++) {
        struct file *file = &disk.file[i];
        changes_clear(file);
        free(file->change);
        free(file->seen.bytes);
        free(file->synced.bytes);
        shm_free(file);
        *file = (struct file){0};
    }
}

size_t disk_save(const char *name, uint8_t **bytes) {
    const struct file *file = file_find(name);
    size_t size = file && file->exists ? file->seen.size : 0;
    *bytes = malloc(size ? size : 1);
    assert(*bytes);
    if (size) {
        memcpy(*bytes, file->seen.bytes, size);
    }
    return size;
}

void disk_load(const char *name, const uint8_t *bytes, size_t size) {
    struct file *file = file_find(name);
    if (!file) {
        file = file_find("");
        assert(file);
        snprintf(file->name, sizeof(file->name), "%s", name);
    }
    file->exists = true;
    file->deleted = false;
    changes_clear(file);
    image_resize(&file->synced, 0);
    if (size) {
        image_write(&file->synced, 0, bytes, size);
    }
    image_copy(&file->seen, &file->synced);
}

void disk_reset(struct luck *luck) {
    disk_finish();
    disk.luck = luck;
    disk.faults = (struct disk_faults){0};
    disk.capacity = SIZE_MAX;
    disk.failures = disk.die_at = 0;
    disk.dead = disk.spared = disk.failed = disk.fail_lasts = false;
    disk.fail_at = 0;
    disk.clock = 0;
    /* SQLite draws anew from this disk. */
    sqlite3_randomness(0, NULL);
}

void disk_set_faults(const struct disk_faults *faults) {
    disk.faults = *faults;
}

void disk_set_capacity(size_t bytes) {
    disk.capacity = bytes;
}

unsigned disk_failures(void) {
    return disk.failures;
}

void disk_fail_at(unsigned calls, bool lasting) {
    disk.fail_at = calls;
    disk.fail_lasts = lasting;
    disk.failed = false;
}

bool disk_has_failed(void) {
    return disk.failed;
}

void disk_die_at(unsigned calls) {
    disk.die_at = calls;
}

void disk_spare(bool on) {
    disk.spared = on;
}

void disk_die(void) {
    disk.dead = true;
}

bool disk_is_dead(void) {
    return disk.dead;
}

/* What a power cut leaves of one unsynced write. */
static void change_crash(struct image *image, const struct change *change) {
    size_t at = 0;
    bool whole = luck_chance(disk.luck, 400);
    while (at < change->size) {
        size_t place = change->at + at;
        size_t size = DISK_SECTOR - place % DISK_SECTOR;
        size = size < change->size - at ? size : change->size - at;
        unsigned fate = whole ? 0 : luck_below(disk.luck, 8);
        if (fate < 4) {
            image_write(image, place, change->bytes + at, size);
        } else if (fate == 4) {
            image_write(image, place, change->bytes + at, luck_below(disk.luck, (unsigned)size));
        } else if (fate == 5) {
            uint8_t garbage[DISK_SECTOR];
            for (size_t i = 0; i < size; i++) {
                garbage[i] = (uint8_t)luck_next(disk.luck);
            }
            image_write(image, place, garbage, size);
        }
        at += size;
    }
}

static void file_crash(struct file *file) {
    unsigned kept = luck_below(disk.luck, 3);
    for (size_t i = 0; i < file->changes; i++) {
        const struct change *change = &file->change[i];
        if (kept == 0) {
            continue; /* nothing since the sync */
        }
        if (!change->bytes) {
            if (luck_chance(disk.luck, 500)) {
                image_resize(&file->synced, change->at);
            }
        } else {
            change_crash(&file->synced, change);
        }
    }
    changes_clear(file);
    if (file->deleted) {
        file->exists = luck_chance(disk.luck, 500);
    }
    if (!file->exists) {
        image_resize(&file->synced, 0);
    }
    file->deleted = false;
    image_copy(&file->seen, &file->synced);
}

void disk_revive(bool power) {
    for (size_t i = 0; power && i < FILES_MAX; i++) {
        file_crash(&disk.file[i]);
    }
    disk.dead = false;
    disk.die_at = 0;
}
