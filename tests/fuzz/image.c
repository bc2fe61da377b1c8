#include "image.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "disk.h"
#include "fuzz.h"
#include "store/store.h"

#define PAGE     4096
#define SIZE_MAX_OF_FILE (256 * 1024)

static const char *const ends[IMAGE_FILES] = {"", "-wal", "-tail"};

const char *image_path(void) {
    static char path[128];
    if (!path[0])
        snprintf(path, sizeof path, "%s/journal", fuzz_folder());
    return path;
}

static void entries_write(struct store *store, unsigned from, unsigned to) {
    for (unsigned i = from; i < to; i++) {
        char text[400];
        int length = snprintf(text, sizeof text, "entry %u of a plan that goes on and on", i);
        PROMISE(store_append(store, 1 + i % 3, i < 3 ? JOURNAL_CREATED : JOURNAL_ORDER, text, (size_t)length));
    }
    PROMISE(store_flush(store));
}

/* Games, tokens, an account that was changed and an entry of two pages: some in the database, the rest in its log. */
static void image_make(struct image *image) {
    static struct luck luck;
    static uint8_t large[PAGE + PAGE / 4];
    struct store_account account = {.name = "Ana", .key = "ana", .secret = "what Ana proves with"};
    uint8_t hash[32] = {9};
    char why[400], name[160];
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    disk_install();
    disk_reset(&luck);
    struct store *store = store_open(image_path(), why, sizeof why);
    PROMISE(store);
    entries_write(store, 0, 12);
    PROMISE(store_put_token(store, hash, 1, 0));
    account.number = store_put_account(store, &account);
    PROMISE(store_append(store, 2, JOURNAL_SNAPSHOT, large, sizeof large) && store_flush(store));
    store_close(store);
    store = store_open(image_path(), why, sizeof why);
    PROMISE(store);
    entries_write(store, 12, 18);
    hash[0] = 10;
    PROMISE(store_put_token(store, hash, 2, 1000) && store_put_account(store, &account));
    entries_write(store, 18, 20);
    for (size_t i = 0; i < IMAGE_FILES; i++) {
        snprintf(name, sizeof name, "%s%s", image_path(), ends[i]);
        image->size[i] = disk_save(name, &image->bytes[i]);
        PROMISE(image->size[i] > 0);
    }
    store_close(store);
}

static void resize(struct image *image, unsigned file, size_t size) {
    uint8_t *bytes = malloc(size ? size : 1);
    PROMISE(bytes);
    size_t kept = size < image->size[file] ? size : image->size[file];
    memcpy(bytes, image->bytes[file], kept);
    memset(bytes + kept, 0, size - kept);
    free(image->bytes[file]);
    image->bytes[file] = bytes;
    image->size[file] = size;
}

static void edit(struct image *image, uint8_t head, size_t place, const uint8_t *with, size_t count) {
    unsigned file = (head & 3) % IMAGE_FILES;
    size_t size = image->size[file], at = size ? place % size : 0;
    switch (head >> 2 & 7) {
    case 0: /* cut */
        resize(image, file, at);
        return;
    case 1: /* longer */
        if (size + count <= SIZE_MAX_OF_FILE) {
            resize(image, file, size + count);
            memcpy(image->bytes[file] + size, with, count);
        }
        return;
    case 2: /* a page in the place of another */
        if (count > 1 && size >= 2 * PAGE)
            memmove(image->bytes[file] + with[0] % (size / PAGE) * PAGE, image->bytes[file] + with[1] % (size / PAGE) * PAGE,
                    PAGE);
        return;
    case 3: /* a flipped bit */
        if (size)
            image->bytes[file][at] ^= (uint8_t)(1 << (head >> 5));
        return;
    default: /* other bytes */
        memcpy(image->bytes[file] + at, with, count < size - at ? count : size - at);
        return;
    }
}

void image_edit(const uint8_t *bytes, size_t size, struct image *out) {
    static struct image made;
    if (!made.bytes[0])
        image_make(&made);
    *out = (struct image){.size = {0}};
    for (unsigned i = 0; i < IMAGE_FILES; i++) {
        out->size[i] = made.size[i];
        out->bytes[i] = malloc(made.size[i]);
        PROMISE(out->bytes[i]);
        memcpy(out->bytes[i], made.bytes[i], made.size[i]);
    }
    for (size_t at = 0; at + 4 <= size;) {
        size_t count = bytes[at + 3] < size - at - 4 ? bytes[at + 3] : size - at - 4;
        edit(out, bytes[at], bytes[at + 1] | (size_t)bytes[at + 2] << 8, bytes + at + 4, count);
        at += 4 + count;
    }
}

void image_free(struct image *image) {
    for (unsigned i = 0; i < IMAGE_FILES; i++)
        free(image->bytes[i]);
}
