/* Checks the whole journal when it is opened. Entries, tokens and accounts share one row of sequence numbers without
 * gaps; an entry's checksum covers all its fields; its link names the entry before it of its game. From that follows
 * for each damaged or missing entry whose it was, unless it was the last of its game. */
#include "store_room.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool damage_tell(struct store *store, const char *format, ...) {
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
    /* Damaged rows whose own word for their game is not to be trusted; numbers of tokens and accounts, rising. */
    struct numbers damaged, present;
    uint64_t last;
};

/* A row that is damaged or missing. */
static bool damaged_add(struct audit *audit, uint64_t number) {
    return number_add(&audit->damaged, number) && number_add(&audit->store->bad, number);
}

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
        return damaged_add(audit, row->head.sequence);
    }
    if (row->summed && row->head.before != chain->last) {
        bool there = number_take(&audit->damaged, row->head.before);
        chain_damage(chain, row->head.before, !there);
        if (!number_add(&audit->store->bad, row->head.before)) {
            return false;
        }
    }
    chain->last = row->head.sequence;
    chain->first = chain->first ? chain->first : row->head.sequence;
    chain->summed = row->summed;
    return true;
}

static const char entries_sql[] = "SELECT sequence, game, kind, bytes, before, sum FROM entry NOT INDEXED ORDER BY "
                                  "sequence";

/* Whether a token or an account has the number; asked by rising numbers. */
static bool number_present(const struct audit *audit, size_t *at, uint64_t number) {
    while (*at < audit->present.count && audit->present.number[*at] < number) {
        ++*at;
    }
    return *at < audit->present.count && audit->present.number[*at] == number;
}

static bool entries_audit(struct audit *audit) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(audit->store->db, entries_sql, -1, &statement, NULL) != SQLITE_OK) {
        return false;
    }
    bool read = true;
    int code = SQLITE_DONE;
    uint64_t next = 1;
    size_t other = 0;
    while (read && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct row row;
        row_read(statement, &row);
        uint64_t sequence = row.head.sequence;
        bool sound = sequence >= next && row_is_sound(&row);
        read = sound ? row_link(audit, &row) : damaged_add(audit, sequence);
        for (; read && next < sequence; next++) {
            if (!number_present(audit, &other, next) && sequence - next < 1000) {
                read = damaged_add(audit, next);
            }
        }
        next = sequence + 1;
        audit->last = sequence > audit->last ? sequence : audit->last;
    }
    /* Behind the last entry there are tokens and accounts only. */
    for (; read && next <= audit->last; next++) {
        if (!number_present(audit, &other, next) && audit->last - next < 1000) {
            read = damaged_add(audit, next);
        }
    }
    sqlite3_finalize(statement);
    return read && code == SQLITE_DONE;
}

static bool token_tell(struct store *store, uint64_t sequence, const char *state) {
    return damage_tell(store,
                       "The token with number %" PRIu64 " in the journal is %s: who joins with it may be refused; the "
                       "join lines that are printed at each start are valid.",
                       sequence, state);
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
    return number_add(&audit->store->bad, token.sequence) && token_tell(audit->store, token.sequence, "damaged");
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

static bool account_present(void *ctx, uint64_t sequence) {
    struct audit *audit = ctx;
    audit->last = sequence > audit->last ? sequence : audit->last;
    return number_add(&audit->present, sequence);
}

bool account_tell(struct store *store, uint64_t sequence, uint64_t account, const char *state) {
    const struct store_account *older = store_account(store, account);
    if (older) {
        return damage_tell(store,
                           "The account %s is as it was before its last change, which is %s in the journal: it is opened by "
                           "an older password; give it another by ibard --reset-password, or compare with a backup.",
                           older->name, state);
    }
    return damage_tell(store,
                       "The account with number %" PRIu64 " in the journal is %s: its player may not be able to log in, "
                       "or only with an older password; his tokens still open his seats; compare with a backup.",
                       sequence, state);
}

static bool account_damaged(void *ctx, uint64_t sequence) {
    struct audit *audit = ctx;
    return number_add(&audit->store->bad, sequence) && account_tell(audit->store, sequence, 0, "damaged");
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

/* A damaged row that no later entry of its game points to may have been the last of any game: the witness says whose
 * it was, or its own word is taken, when it has one. */
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
        bool there = sqlite3_step(statement) == SQLITE_ROW;
        const struct witness *witness = tail_find(audit->store, sequence);
        uint64_t game = witness ? witness->game : there ? (uint64_t)sqlite3_column_int64(statement, 0) : 0;
        struct chain *chain = chain_find(&audit->store->chains, game);
        sqlite3_reset(statement);
        if (witness && witness->kind == QUEUE_TOKEN) {
            told = token_tell(audit->store, sequence, "missing");
            continue;
        }
        if (witness && witness->kind == QUEUE_ACCOUNT) {
            told = account_tell(audit->store, sequence, 0, "missing");
            continue;
        }
        if (chain) {
            chain_damage(chain, sequence, !there);
        }
        const char *state = there ? "damaged" : "missing";
        told = witness ? damage_tell(audit->store,
                                     "Entry %" PRIu64 " of the journal, of game %" PRIu64 ", is %s: compare with a "
                                     "backup.",
                                     sequence, game, state)
                       : damage_tell(audit->store,
                                     "Entry %" PRIu64 " of the journal is %s and nothing behind it says whose it was%s: "
                                     "compare with a backup.",
                                     sequence, state, chain ? "; by its own word its game is stopped" : "");
    }
    sqlite3_finalize(statement);
    return told;
}

/* The number of an account that is lost is given to nobody else, whose seats would be opened by it: no account has a
 * higher number than its row. */
static void accounts_spare(struct store *store) {
    for (size_t i = 0; i < store->bad.count; i++) {
        uint64_t number = store->bad.number[i];
        store->last_account = number > store->last_account ? number : store->last_account;
    }
}

bool audit_run(struct store *store) {
    struct audit audit = {.store = store};
    store->bad.count = 0;
    bool read = tokens_audit(&audit) && accounts_audit(&audit) && entries_audit(&audit) && rest_tell(&audit);
    free(audit.damaged.number);
    free(audit.present.number);
    store->last = audit.last;
    accounts_spare(store);
    for (size_t i = 0; read && i < store->witnesses; i++) {
        read = store->witness[i].sequence <= store->last || number_add(&store->bad, store->witness[i].sequence);
    }
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
