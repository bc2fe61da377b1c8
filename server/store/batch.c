/* Writes a batch in one transaction. Runs on any thread, one at a time; at the first failure what was written
 * before it in the batch is rolled back, and nothing of the batch counts as written. */
#include "store_room.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Runs a statement that returns no rows. */
static bool statement_run(struct store_batch *batch, sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        return sqlite3_reset(statement) == SQLITE_OK;
    }
    batch->full = (code & 0xff) == SQLITE_FULL;
    snprintf(batch->why, sizeof(batch->why),
             batch->full ? "The disk of the journal is full: nothing is taken until there is room again (%s)."
                         : "The journal cannot be written: %s.",
             sqlite3_errmsg(batch->store->db));
    sqlite3_reset(statement);
    return false;
}

static bool entry_write(struct store_batch *batch, const struct queue_head *head, const uint8_t *bytes) {
    sqlite3_stmt *put = batch->store->put_entry;
    bool bound = sqlite3_bind_int64(put, 1, (sqlite3_int64)head->sequence) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 2, (sqlite3_int64)head->game) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 3, (sqlite3_int64)head->kind) == SQLITE_OK &&
                 sqlite3_bind_blob64(put, 4, bytes, head->size, SQLITE_STATIC) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 5, (sqlite3_int64)head->before) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 6, (sqlite3_int64)head->sum) == SQLITE_OK;
    assert(bound);
    return bound && statement_run(batch, put);
}

static bool token_write(struct store_batch *batch, const struct queue_head *head, const uint8_t *bytes) {
    struct token token;
    token_unpack(bytes, head->size, &token);
    sqlite3_stmt *put = batch->store->put_token;
    bool bound = sqlite3_bind_int64(put, 1, (sqlite3_int64)head->sequence) == SQLITE_OK &&
                 sqlite3_bind_blob(put, 2, bytes, TOKEN_HASH, SQLITE_STATIC) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 3, (sqlite3_int64)head->game) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 4, token.seat) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 5, (sqlite3_int64)head->sum) == SQLITE_OK;
    assert(bound);
    return bound && statement_run(batch, put);
}

static bool account_write(struct store_batch *batch, const struct queue_head *head, const uint8_t *bytes) {
    sqlite3_stmt *empty = batch->store->empty_account, *put = batch->store->put_account;
    bool bound = sqlite3_bind_int64(empty, 1, (sqlite3_int64)head->game) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 1, (sqlite3_int64)head->sequence) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 2, (sqlite3_int64)head->game) == SQLITE_OK &&
                 sqlite3_bind_blob64(put, 3, bytes, head->size, SQLITE_STATIC) == SQLITE_OK &&
                 sqlite3_bind_int64(put, 4, (sqlite3_int64)head->sum) == SQLITE_OK;
    assert(bound);
    return bound && statement_run(batch, empty) && statement_run(batch, put);
}

/* Once: the row and its witness have the same. */
static void queue_sum(struct queue *queue) {
    struct queue_head head;
    const uint8_t *bytes;
    for (size_t from = 0, at = 0; (bytes = queue_next(queue, &at, &head)); from = at) {
        head.sum = entry_sum(&head, bytes);
        memcpy(queue->bytes + from, &head, sizeof(head));
    }
}

static bool row_write(struct store_batch *batch, const struct queue_head *head, const uint8_t *bytes) {
    return head->kind == QUEUE_TOKEN     ? token_write(batch, head, bytes)
           : head->kind == QUEUE_ACCOUNT ? account_write(batch, head, bytes)
                                         : entry_write(batch, head, bytes);
}

/* As large as an evening's orders: less room than that is no room. */
static bool trial_write(struct store_batch *batch) {
    static const char *const steps[] = {
        "CREATE TABLE IF NOT EXISTS room (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
        "REPLACE INTO room VALUES (1, zeroblob(65536))"};
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v2(batch->store->db, steps[i], -1, &statement, NULL) != SQLITE_OK) {
            snprintf(batch->why, sizeof(batch->why), "The journal cannot be written: %s.",
                     sqlite3_errmsg(batch->store->db));
            return false;
        }
        bool done = statement_run(batch, statement);
        sqlite3_finalize(statement);
        if (!done) {
            return false;
        }
    }
    return true;
}

bool store_batch_write(struct store_batch *batch) {
    struct store *store = batch->store;
    size_t at = 0;
    struct queue_head head;
    const uint8_t *bytes;
    queue_sum(&batch->queue);
    bool written = statement_run(batch, store->begin) && (!batch->trial || trial_write(batch));
    while (written && (bytes = queue_next(&batch->queue, &at, &head))) {
        written = row_write(batch, &head, bytes);
    }
    written = written && statement_run(batch, store->commit);
    if (!written && !sqlite3_get_autocommit(store->db)) {
        sqlite3_step(store->rollback);
        sqlite3_reset(store->rollback);
    }
    if (written) {
        tail_note(store, &batch->queue);
    }
    return written;
}
