/* Rows of a journal as a damaged or forged database gives them: each is a byte of kind, two bytes of length, and the
 * entry. Restoring says what is wrong, or gives a game that can be stepped. The content's hash of the first row is made
 * right, so that what follows is read. The journal is that of store_memory.c. */
#include "fuzz.h"
#include "tiny.h"

#include <stdio.h>
#include <string.h>

#include "session/host.h"

static void draw(void *bytes, size_t size) {
    memset(bytes, 5, size);
}

static const struct scenario *find(void *ctx, const char *id, char *why, size_t size) {
    (void)ctx;
    if (strcmp(id, "tiny") == 0)
        return tiny_scenario();
    snprintf(why, size, "There is no scenario of this name.");
    return NULL;
}

static void append(struct store *store, const uint8_t *bytes, size_t size) {
    for (size_t at = 0; at + 3 <= size;) {
        /* 0 is no kind that a row can have: the table of tokens is apart. */
        enum journal_kind kind = (enum journal_kind)(bytes[at] % 32 ? bytes[at] % 32 : 31);
        size_t length = bytes[at + 1] | (size_t)bytes[at + 2] << 8;
        at += 3;
        length = length < size - at ? length : size - at;
        char *entry = calloc(1, length + 1);
        PROMISE(entry);
        memcpy(entry, bytes + at, length);
        if (kind == JOURNAL_CREATED)
            tiny_hash_put(entry);
        store_append(store, 1, kind, entry, length);
        free(entry);
        at += length;
    }
}

static void on_problem(void *ctx, const char *why) {
    PROMISE(why[0]);
    ++*(size_t *)ctx;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char why[300];
    size_t problems = 0;
    struct store *store = store_open(":memory:", why, sizeof why);
    struct host_config config = {.store = store, .find = find, .random = draw, .program = "fuzz 1"};
    PROMISE(store);
    append(store, bytes, size);
    PROMISE(store_flush(store) || store_failure(store));
    struct host *host = host_create(&config);
    PROMISE(host);
    host_restore(host, 0, on_problem, &problems);
    for (int64_t now_ms = 0; now_ms < 3; now_ms++) {
        host_step(host, now_ms);
        host_flush(host, now_ms);
    }
    host_destroy(host);
    store_close(store);
    return 0;
}
