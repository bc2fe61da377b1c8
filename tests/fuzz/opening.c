/* A journal whose files somebody or something changed: the input's first byte, then edits (image.h). It opens, with what
 * is missing told, or is refused with a sentence; what opened can be read and written, and opens again. */
#include "disk.h"
#include "fuzz.h"
#include "image.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/store.h"

static bool take(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    (void)kind;
    PROMISE(sequence > *(uint64_t *)ctx);
    *(uint64_t *)ctx = sequence;
    volatile uint8_t sum = 0;
    for (size_t i = 0; i < size; i++)
        sum = (uint8_t)(sum + ((const uint8_t *)bytes)[i]);
    return true;
}

static bool read_game(void *ctx, uint64_t game) {
    uint64_t last = 0;
    PROMISE(store_read(ctx, game, take, &last) || store_read_why(ctx)[0]);
    return true;
}

static void hear(void *ctx, const char *why) {
    (void)ctx;
    PROMISE(why[0]);
}

static bool open_and_use(bool again) {
    char why[400] = "";
    struct store *store = store_open(image_path(), why, sizeof why);
    PROMISE(store || (why[0] && !again));
    if (!store)
        return false;
    store_problems(store, hear, NULL);
    PROMISE(store_games(store, read_game, store));
    uint64_t sequence = store_append(store, 2, JOURNAL_ORDER, "more", 4);
    PROMISE(sequence == 0 || store_flush(store) || store_failure(store) || store_full(store));
    store_close(store);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const char *const ends[IMAGE_FILES] = {"", "-wal", "-tail"};
    static struct luck luck;
    struct image image;
    char name[160];
    if (size < 1)
        return 0;
    image_edit(bytes + 1, size - 1, &image);
    luck.at = 1;
    disk_reset(&luck);
    /* A file may be missing altogether. */
    for (unsigned i = 0; i < IMAGE_FILES; i++) {
        snprintf(name, sizeof name, "%s%s", image_path(), ends[i]);
        if (!(bytes[0] >> i & 1))
            disk_load(name, image.bytes[i], image.size[i]);
    }
    image_free(&image);
    snprintf(name, sizeof name, "%s-lock", image_path());
    if (bytes[0] & 8)
        unlink(name);
    if (open_and_use(false) && bytes[0] & 16)
        open_and_use(true);
    return 0;
}
