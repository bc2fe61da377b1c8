/* Rows carved out of a database and a log that SQLite does not read, and put in order: with 1 in the first byte, edits of
 * a real journal follow (image.h), else two bytes of the log's length, the log, and the database. What is found is each
 * number once, rising, with a checksum that holds. With 2 the witness knows all rows that lie there. */
#include "fuzz.h"
#include "image.h"

#include <string.h>

#include "store/store_room.h"

#define WITNESSES 64

static bool witness_add(void *ctx, const struct row *row) {
    struct store *store = ctx;
    if (store->witnesses < WITNESSES)
        store->witness[store->witnesses++] =
            (struct witness){row->head.sequence, row->head.game, row->sum, row->head.kind};
    return true;
}

static void find(const struct store *store, const struct carve_source *source) {
    struct finds finds;
    PROMISE(finds_make(store, source, &finds));
    for (size_t i = 0; i < finds.count; i++) {
        const struct found *found = &finds.found[i];
        PROMISE(i == 0 || finds.found[i - 1].head.sequence < found->head.sequence);
        if (found->head.kind != QUEUE_TOKEN && found->head.size > 0)
            PROMISE(entry_sum(&found->head, found->bytes) == found->sum);
    }
    finds_finish(&finds);
}

static uint8_t *copy(const uint8_t *bytes, size_t size) {
    uint8_t *made = malloc(size ? size : 1);
    PROMISE(made);
    memcpy(made, bytes, size);
    return made;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct witness witness[WITNESSES];
    struct store store = {.witness = witness};
    struct carve_source source;
    struct image image = {.size = {0}};
    if (size < 3)
        return 0;
    if (bytes[0] & 1) {
        image_edit(bytes + 1, size - 1, &image);
        source = (struct carve_source){image.bytes[IMAGE_DATABASE], image.bytes[IMAGE_LOG], image.size[IMAGE_DATABASE],
                                       image.size[IMAGE_LOG]};
    } else {
        size_t log = bytes[1] | (size_t)bytes[2] << 8;
        log = log < size - 3 ? log : size - 3;
        image.bytes[0] = copy(bytes + 3 + log, size - 3 - log);
        image.bytes[1] = copy(bytes + 3, log);
        source = (struct carve_source){image.bytes[0], image.bytes[1], size - 3 - log, log};
    }
    if (bytes[0] & 2) {
        carve_database(&source, witness_add, &store);
        carve_rest(&source, witness_add, &store);
    }
    find(&store, &source);
    image_free(&image);
    return 0;
}
