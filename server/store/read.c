/* Reading games back, up to what is damaged. */
#include "store_room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int by_first(const void *a, const void *b) {
    const struct chain *left = a, *right = b;
    return left->first < right->first ? -1 : left->first > right->first;
}

bool store_games(struct store *store, bool (*each)(void *ctx, uint64_t game), void *ctx) {
    assert(!store->busy);
    size_t count = store->chains.count;
    struct chain *chains = calloc(count ? count : 1, sizeof(*chains));
    if (!chains) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        chains[i] = store->chains.chain[i];
    }
    qsort(chains, count, sizeof(*chains), by_first);
    for (size_t i = 0; i < count; i++) {
        if (chains[i].first <= store->durable && !each(ctx, chains[i].game)) {
            break;
        }
    }
    free(chains);
    return true;
}

/* Brings the temporary index of games up to what is durable. */
static bool index_fill(struct store *store) {
    if (store->indexed == store->durable && store->indexed > 0) {
        return true;
    }
    char sql[320];
    snprintf(
        sql, sizeof(sql),
        "CREATE TEMP TABLE IF NOT EXISTS of_game (game INTEGER, sequence INTEGER, PRIMARY KEY (game, "
        "sequence))"
        " WITHOUT ROWID;"
        "INSERT INTO of_game SELECT game, sequence FROM entry NOT INDEXED WHERE sequence > %lld ORDER BY game, sequence",
        (long long)store->indexed);
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        return false;
    }
    store->indexed = store->durable;
    return true;
}

bool store_read(struct store *store, uint64_t game,
                bool (*each)(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes,
                             size_t size),
                void *ctx) {
    assert(!store->busy);
    sqlite3_stmt *statement;
    const struct chain *chain = chain_find(&store->chains, game);
    uint64_t end = chain && chain->damaged ? chain->damaged : UINT64_MAX;
    const char *sql = "SELECT e.sequence, e.game, e.kind, e.bytes, e.before, e.sum FROM of_game g CROSS JOIN entry e"
                      " ON e.sequence = g.sequence WHERE g.game = ? ORDER BY g.sequence";
    snprintf(store->read_why, sizeof(store->read_why), "the journal cannot be read.");
    if (!index_fill(store) || sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return false;
    }
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)game);
    int code;
    uint64_t last = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct row row;
        row_read(statement, &row);
        /* A damaged row before the end is another game's, whatever it says. */
        if (row.head.sequence < end && (!row_is_sound(&row) || (row.summed && row.head.before != last))) {
            continue;
        }
        last = row.head.sequence;
        if (row.head.sequence >= end ||
            !each(ctx, row.head.sequence, (enum journal_kind)row.head.kind, row.bytes, row.head.size)) {
            code = SQLITE_DONE;
            break;
        }
    }
    sqlite3_finalize(statement);
    if (code == SQLITE_DONE && end != UINT64_MAX) {
        snprintf(store->read_why, sizeof(store->read_why), "entry %" PRIu64 " of its journal is %s.", end,
                 chain->missing ? "missing" : "damaged");
        return false;
    }
    return code == SQLITE_DONE;
}
