/* Checks the whole journal when it is opened. Entries and tokens share one row of sequence numbers without gaps;
 * an entry's checksum covers all its fields; its link names the entry before it of its game. From that follows
 * for each damaged or missing entry whose it was, unless it was the last of its game. */
#include "store_room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool problem_add(struct store *store, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool problem_add(struct store *store, const char *format, ...) {
    struct problem *problem = calloc(1, sizeof(*problem));
    if (!problem) {
        return false;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->why, sizeof(problem->why), format, arguments);
    va_end(arguments);
    struct problem **end = &store->problems;
    while (*end) {
        end = &(*end)->next;
    }
    *end = problem;
    return true;
}

static void chain_damage(struct chain *chain, uint64_t sequence, bool missing) {
    if (chain->damaged == 0 || sequence < chain->damaged) {
        chain->damaged = sequence;
        chain->missing = missing;
    }
}

/* Sequence numbers of damaged rows whose own word for their game is not to be trusted. */
struct numbers {
    uint64_t *number;
    size_t count, room;
};

static bool number_add(struct numbers *numbers, uint64_t number) {
    if (numbers->count == numbers->room) {
        size_t room = numbers->room ? numbers->room * 2 : 16;
        uint64_t *grown = realloc(numbers->number, room * sizeof(*grown));
        if (!grown) {
            return false;
        }
        numbers->number = grown;
        numbers->room = room;
    }
    numbers->number[numbers->count++] = number;
    return true;
}

/* Takes the number out when it is there. */
static bool number_take(struct numbers *numbers, uint64_t number) {
    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->number[i] == number) {
            numbers->number[i] = numbers->number[--numbers->count];
            return true;
        }
    }
    return false;
}

struct audit {
    struct store *store;
    struct numbers damaged, present; /* entries with a wrong sum; numbers of tokens and accounts, rising */
    uint64_t last;
};

void row_read(sqlite3_stmt *statement, struct row *row) {
    row->head = (struct queue_head){.sequence = (uint64_t)sqlite3_column_int64(statement, 0),
                                    .game = (uint64_t)sqlite3_column_int64(statement, 1),
                                    .kind = (uint32_t)sqlite3_column_int64(statement, 2),
                                    .before = (uint64_t)sqlite3_column_int64(statement, 4)};
    row->bytes = sqlite3_column_blob(statement, 3);
    row->head.size = (uint32_t)sqlite3_column_bytes(statement, 3);
    row->summed = sqlite3_column_type(statement, 4) != SQLITE_NULL && sqlite3_column_type(statement, 5) != SQLITE_NULL;
    row->sum = (uint64_t)sqlite3_column_int64(statement, 5);
}

bool row_is_sound(const struct row *row) {
    return row->head.game > 0 && (!row->summed || row->sum == entry_sum(&row->head, row->bytes));
}

/* A sound row joins its game's chain; what the chain says was before it and is not is damaged. */
static bool row_link(struct audit *audit, const struct row *row) {
    struct chain *chain = chain_add(&audit->store->chains, row->head.game);
    if (!chain) {
        return false;
    }
    if (!row->summed && chain->summed) {
        return number_add(&audit->damaged, row->head.sequence);
    }
    if (row->summed && row->head.before != chain->last) {
        bool there = number_take(&audit->damaged, row->head.before);
        chain_damage(chain, row->head.before, !there);
    }
    chain->last = row->head.sequence;
    chain->first = chain->first ? chain->first : row->head.sequence;
    chain->summed = row->summed;
    return true;
}

static const char entries_sql[] = "SELECT sequence, game, kind, bytes, before, sum FROM entry NOT INDEXED ORDER BY "
                                  "sequence";

static bool entries_audit(struct audit *audit) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(audit->store->db, entries_sql, -1, &statement, NULL) != SQLITE_OK) {
        return false;
    }
    bool read = true;
    int code = SQLITE_DONE;
    uint64_t next = 1;
    size_t token = 0;
    while (read && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct row row;
        row_read(statement, &row);
        uint64_t sequence = row.head.sequence;
        bool sound = sequence >= next && row_is_sound(&row);
        read = sound ? row_link(audit, &row) : number_add(&audit->damaged, sequence);
        for (; read && next < sequence; next++) {
            if (token < audit->present.count && audit->present.number[token] == next) {
                token++;
            } else if (sequence - next < 1000) {
                read = number_add(&audit->damaged, next);
            }
        }
        next = sequence + 1;
        audit->last = sequence > audit->last ? sequence : audit->last;
    }
    /* Behind the last entry there are tokens and accounts only. */
    for (; read && next <= audit->last; next++) {
        if (token < audit->present.count && audit->present.number[token] == next) {
            token++;
        } else if (audit->last - next < 1000) {
            read = number_add(&audit->damaged, next);
        }
    }
    sqlite3_finalize(statement);
    return read && code == SQLITE_DONE;
}

static bool token_take(struct audit *audit, sqlite3_stmt *statement) {
    struct token token = {.sequence = (uint64_t)sqlite3_column_int64(statement, 0),
                          .game = (uint64_t)sqlite3_column_int64(statement, 2),
                          .seat = (uint32_t)sqlite3_column_int64(statement, 3)};
    uint8_t bytes[TOKEN_BYTES_MAX];
    sqlite3_int64 seat = sqlite3_column_int64(statement, 3);
    bool whole = sqlite3_column_bytes(statement, 1) == TOKEN_HASH && token.game > 0 && seat >= 0 && seat <= UINT32_MAX;
    if (whole) {
        memcpy(token.hash, sqlite3_column_blob(statement, 1), TOKEN_HASH);
        struct queue_head head = {.sequence = token.sequence, .game = token.game};
        head.size = (uint32_t)token_pack(&token, bytes);
        whole = sqlite3_column_type(statement, 4) == SQLITE_NULL ||
                (uint64_t)sqlite3_column_int64(statement, 4) == entry_sum(&head, bytes);
    }
    audit->last = token.sequence > audit->last ? token.sequence : audit->last;
    if (!number_add(&audit->present, token.sequence)) {
        return false;
    }
    if (whole) {
        return tokens_put(&audit->store->tokens, &token);
    }
    return problem_add(audit->store,
                       "The token with number %" PRIu64 " in the journal is damaged: who joins with it is refused, "
                       "restart, and give that player the join line that is printed then.",
                       token.sequence);
}

static bool tokens_audit(struct audit *audit) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(audit->store->db, "SELECT sequence, hash, game, seat, sum FROM token NOT INDEXED ORDER BY sequence",
                           -1, &statement, NULL) != SQLITE_OK) {
        return false;
    }
    bool read = true;
    int code = SQLITE_DONE;
    while (read && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        read = token_take(audit, statement);
    }
    sqlite3_finalize(statement);
    return read && code == SQLITE_DONE;
}

/* A damaged row that no later entry of its game points to may have been the last of any game: its own word is
 * taken for whose it is, when it has one. */
static bool rest_tell(struct audit *audit) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(audit->store->db, "SELECT game, kind FROM entry WHERE sequence = ?", -1, &statement, NULL) !=
        SQLITE_OK) {
        return false;
    }
    bool told = true;
    for (size_t i = 0; told && i < audit->damaged.count; i++) {
        uint64_t sequence = audit->damaged.number[i];
        sqlite3_bind_int64(statement, 1, (sqlite3_int64)sequence);
        struct chain *chain = NULL;
        bool there = sqlite3_step(statement) == SQLITE_ROW;
        if (there) {
            chain = chain_find(&audit->store->chains, (uint64_t)sqlite3_column_int64(statement, 0));
        }
        sqlite3_reset(statement);
        if (chain) {
            chain_damage(chain, sequence, false);
        }
        told = problem_add(audit->store,
                           "Entry %" PRIu64 " of the journal is %s and nothing behind it says whose it was%s: "
                           "compare with a backup.",
                           sequence, there ? "damaged" : "missing",
                           chain ? "; by its own word its game is stopped" : "");
    }
    sqlite3_finalize(statement);
    return told;
}

static bool account_present(void *ctx, uint64_t sequence) {
    struct audit *audit = ctx;
    audit->last = sequence > audit->last ? sequence : audit->last;
    return number_add(&audit->present, sequence);
}

static bool account_damaged(void *ctx, uint64_t sequence) {
    struct audit *audit = ctx;
    return problem_add(audit->store,
                       "The account with number %" PRIu64 " in the journal is damaged: its player cannot log in, his "
                       "tokens still open his seats; compare with a backup.",
                       sequence);
}

static int number_compare(const void *a, const void *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return (x > y) - (x < y);
}

static bool accounts_audit(struct audit *audit) {
    bool read = accounts_load(audit->store, account_damaged, account_present, audit);
    if (audit->present.count > 0) {
        qsort(audit->present.number, audit->present.count, sizeof(uint64_t), number_compare);
    }
    return read;
}

bool audit_run(struct store *store) {
    struct audit audit = {.store = store};
    bool read = tokens_audit(&audit) && accounts_audit(&audit) && entries_audit(&audit) && rest_tell(&audit);
    free(audit.damaged.number);
    free(audit.present.number);
    store->last = audit.last;
    return read;
}

bool audit_chains(struct store *store) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(store->db, "SELECT max(sequence) FROM entry WHERE game = ? AND sequence <= ?", -1, &statement,
                           NULL) != SQLITE_OK) {
        return false;
    }
    bool read = true;
    size_t kept = 0;
    for (size_t i = 0; read && i < store->chains.count; i++) {
        struct chain *chain = &store->chains.chain[i];
        if (chain->last > store->durable) {
            sqlite3_bind_int64(statement, 1, (sqlite3_int64)chain->game);
            sqlite3_bind_int64(statement, 2, (sqlite3_int64)store->durable);
            read = sqlite3_step(statement) == SQLITE_ROW;
            chain->last = read ? (uint64_t)sqlite3_column_int64(statement, 0) : 0;
            sqlite3_reset(statement);
        }
        if (chain->last > 0) {
            store->chains.chain[kept++] = *chain;
        }
    }
    store->chains.count = kept;
    sqlite3_finalize(statement);
    return read;
}
