#include "faulty_vfs.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image {
    uint8_t *bytes;
    size_t size;
};
struct pending {
    size_t at, size;
    uint8_t *bytes;
};
/* Shadow of one file: what is synced, and the writes since then. A truncation is a write of no bytes at the
 * end. */
struct shadow {
    struct image synced, crashed;
    struct pending *pending;
    size_t pendings;
};
enum { SHADOW_MAIN, SHADOW_WAL, SHADOWS };

struct faulty_file {
    sqlite3_file base;
    struct shadow *shadow; /* NULL: a file that is not watched */
    sqlite3_file *real;
};

static sqlite3_vfs *real_vfs, faulty;
static sqlite3_io_methods methods;
static struct shadow shadows[SHADOWS];
static unsigned countdown, kept_writes;
static bool lasting_fault, fired, all_calls;

static void image_write(struct image *image, size_t at, const uint8_t *bytes, size_t size) {
    if (at + size > image->size) {
        image->bytes = realloc(image->bytes, at + size);
        memset(image->bytes + image->size, 0, at + size - image->size);
        image->size = at + size;
    }
    memcpy(image->bytes + at, bytes, size);
}

static void pending_clear(struct shadow *shadow) {
    for (size_t i = 0; i < shadow->pendings; i++) {
        free(shadow->pending[i].bytes);
    }
    free(shadow->pending);
    shadow->pending = NULL;
    shadow->pendings = 0;
}

static void shadow_crash(struct shadow *shadow, unsigned kept) {
    free(shadow->crashed.bytes);
    shadow->crashed = (struct image){0};
    if (shadow->synced.size) {
        image_write(&shadow->crashed, 0, shadow->synced.bytes, shadow->synced.size);
    }
    for (size_t i = 0; i < shadow->pendings && i <= kept; i++) {
        const struct pending *write = &shadow->pending[i];
        image_write(&shadow->crashed, write->at, write->bytes, i < kept ? write->size : write->size / 2);
    }
}

/* Counts one operation down; true when it has to fail. */
static bool fault(void) {
    if (fired) {
        return lasting_fault;
    }
    if (countdown == 0 || --countdown > 0) {
        return false;
    }
    fired = true;
    for (unsigned i = 0; i < SHADOWS; i++) {
        shadow_crash(&shadows[i], kept_writes);
    }
    return true;
}

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((struct faulty_file *)file)->real;
}

/* Of the calls that fail only while all do. */
static bool other_fault(void) {
    return all_calls && fault();
}

static int faulty_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at) {
    struct shadow *shadow = ((struct faulty_file *)file)->shadow;
    if (shadow && fault()) {
        real_of(file)->pMethods->xWrite(real_of(file), bytes, size / 2, at);
        return SQLITE_IOERR_WRITE;
    }
    if (shadow) {
        shadow->pending = realloc(shadow->pending, (shadow->pendings + 1) * sizeof(*shadow->pending));
        struct pending *write = &shadow->pending[shadow->pendings++];
        *write = (struct pending){(size_t)at, (size_t)size, malloc((size_t)size)};
        memcpy(write->bytes, bytes, (size_t)size);
    }
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, at);
}

static int faulty_sync(sqlite3_file *file, int flags) {
    struct shadow *shadow = ((struct faulty_file *)file)->shadow;
    if (shadow && fault()) {
        return SQLITE_IOERR_FSYNC;
    }
    if (shadow) {
        for (size_t i = 0; i < shadow->pendings; i++) {
            image_write(&shadow->synced, shadow->pending[i].at, shadow->pending[i].bytes,
                        shadow->pending[i].size);
        }
        pending_clear(shadow);
    }
    /* What a sync keeps is known from the shadow: the real disk need not be waited for. */
    (void)flags;
    return SQLITE_OK;
}

static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
    if (((struct faulty_file *)file)->shadow && fault()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int faulty_close(sqlite3_file *file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}
static int faulty_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at) {
    if (other_fault()) {
        return SQLITE_IOERR_READ;
    }
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}
static int faulty_size(sqlite3_file *file, sqlite3_int64 *size) {
    if (other_fault()) {
        return SQLITE_IOERR_FSTAT;
    }
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
static int faulty_lock(sqlite3_file *file, int level) {
    if (other_fault()) {
        return SQLITE_IOERR_LOCK;
    }
    return real_of(file)->pMethods->xLock(real_of(file), level);
}
static int faulty_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
static int faulty_check(sqlite3_file *file, int *out) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}
static int faulty_control(sqlite3_file *file, int op, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), op, argument);
}
static int faulty_sector(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}
static int faulty_traits(sqlite3_file *file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
static int faulty_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out) {
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}
static int faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
static void faulty_shm_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}
static int faulty_shm_unmap(sqlite3_file *file, int delete_it) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete_it);
}

static int faulty_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    (void)vfs;
    (void)sync_folder;
    if (other_fault()) {
        return SQLITE_IOERR_DELETE;
    }
    return real_vfs->xDelete(real_vfs, name, 0);
}

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    struct faulty_file *mine = (struct faulty_file *)file;
    memset(mine, 0, sizeof(*mine));
    mine->real = (sqlite3_file *)(mine + 1);
    if (other_fault()) {
        return SQLITE_CANTOPEN;
    }
    int code = real_vfs->xOpen(real_vfs, name, mine->real, flags, out_flags);
    if (code != SQLITE_OK) {
        return code;
    }
    if (flags & SQLITE_OPEN_MAIN_DB) {
        mine->shadow = &shadows[SHADOW_MAIN];
    } else if (name && strlen(name) > 4 && strcmp(name + strlen(name) - 4, "-wal") == 0) {
        mine->shadow = &shadows[SHADOW_WAL];
    }
    mine->base.pMethods = &methods;
    return SQLITE_OK;
}

void faulty_vfs_install(void) {
    real_vfs = sqlite3_vfs_find(NULL);
    assert(real_vfs);
    faulty = *real_vfs;
    faulty.zName = "faulty";
    faulty.pNext = NULL;
    faulty.szOsFile = (int)sizeof(struct faulty_file) + real_vfs->szOsFile;
    faulty.xOpen = faulty_open;
    faulty.xDelete = faulty_delete;
    methods = (sqlite3_io_methods){
        .iVersion = 2,
        .xClose = faulty_close,
        .xRead = faulty_read,
        .xWrite = faulty_write,
        .xTruncate = faulty_truncate,
        .xSync = faulty_sync,
        .xFileSize = faulty_size,
        .xLock = faulty_lock,
        .xUnlock = faulty_unlock,
        .xCheckReservedLock = faulty_check,
        .xFileControl = faulty_control,
        .xSectorSize = faulty_sector,
        .xDeviceCharacteristics = faulty_traits,
        .xShmMap = faulty_shm_map,
        .xShmLock = faulty_shm_lock,
        .xShmBarrier = faulty_shm_barrier,
        .xShmUnmap = faulty_shm_unmap,
    };
    sqlite3_vfs_register(&faulty, 1);
}

void faulty_vfs_all(bool on) {
    all_calls = on;
}

void faulty_vfs_arm(unsigned nth, bool lasting, unsigned kept) {
    countdown = nth;
    lasting_fault = lasting;
    kept_writes = kept;
    fired = false;
}

bool faulty_vfs_fired(void) {
    return fired;
}

void faulty_vfs_crash_to(const char *path) {
    static const char *const ends[SHADOWS] = {"", "-wal"};
    for (unsigned i = 0; i < SHADOWS; i++) {
        char name[256];
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        FILE *file = fopen(name, "w");
        assert(file);
        if (shadows[i].crashed.size) {
            size_t written = fwrite(shadows[i].crashed.bytes, 1, shadows[i].crashed.size, file);
            assert(written == shadows[i].crashed.size);
            (void)written;
        }
        fclose(file);
    }
}

void faulty_vfs_forget(void) {
    for (unsigned i = 0; i < SHADOWS; i++) {
        pending_clear(&shadows[i]);
        free(shadows[i].synced.bytes);
        free(shadows[i].crashed.bytes);
        shadows[i] = (struct shadow){0};
    }
}
