/* Accounts in memory, by rising key, and as rows of the database. A changed account is a new row; the secret of the
 * row before it is emptied with the same transaction, its number stays, so that the row of numbers has no gaps. */
#include "store_room.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the key is, or would be. */
static size_t account_place(const struct accounts *accounts, const char *key) {
    size_t low = 0, high = accounts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(accounts->account[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool accounts_put(struct accounts *accounts, const struct store_account *account) {
    size_t place = account_place(accounts, account->key);
    if (place < accounts->count && strcmp(accounts->account[place].key, account->key) == 0) {
        accounts->account[place] = *account;
        return true;
    }
    if (accounts->count == accounts->room) {
        size_t room = accounts->room ? accounts->room * 2 : 16;
        struct store_account *grown = realloc(accounts->account, room * sizeof(*grown));
        if (!grown) {
            return false;
        }
        accounts->account = grown;
        accounts->room = room;
    }
    struct store_account *at = &accounts->account[place];
    memmove(at + 1, at, (accounts->count - place) * sizeof(*at));
    *at = *account;
    accounts->count++;
    return true;
}

const struct store_account *store_account_find(const struct store *store, const char *key) {
    const struct accounts *accounts = &store->accounts;
    size_t place = account_place(accounts, key);
    bool found = place < accounts->count && strcmp(accounts->account[place].key, key) == 0;
    return found ? &accounts->account[place] : NULL;
}

const struct store_account *store_account(const struct store *store, uint64_t number) {
    for (size_t i = 0; number > 0 && i < store->accounts.count; i++) {
        if (store->accounts.account[i].number == number) {
            return &store->accounts.account[i];
        }
    }
    return NULL;
}

size_t store_accounts(const struct store *store) {
    return store->accounts.count;
}

/* Name, key and secret, each with its end. */
size_t account_pack(const struct store_account *account, uint8_t out[ACCOUNT_BYTES_MAX]) {
    const char *const texts[] = {account->name, account->key, account->secret};
    size_t used = 0;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        size_t size = strlen(texts[i]) + 1;
        memcpy(out + used, texts[i], size);
        used += size;
    }
    return used;
}

static bool text_take(char *out, size_t room, const uint8_t **at, const uint8_t *end) {
    const uint8_t *stop = memchr(*at, '\0', (size_t)(end - *at));
    if (!stop || (size_t)(stop - *at) >= room) {
        return false;
    }
    memcpy(out, *at, (size_t)(stop - *at) + 1);
    *at = stop + 1;
    return true;
}

static bool account_unpack(const uint8_t *bytes, size_t size, struct store_account *out) {
    const uint8_t *at = bytes, *end = bytes + size;
    return text_take(out->name, sizeof(out->name), &at, end) && text_take(out->key, sizeof(out->key), &at, end) &&
           text_take(out->secret, sizeof(out->secret), &at, end) && at == end;
}

/* The key that its name has now. */
static void account_rekey(struct store *store, struct store_account *account) {
    char key[ACCOUNT_NAME_MAX + 1];
    if (!store->account_key || !store->account_key(account->name, key)) {
        return;
    }
    if (store_account_find(store, key)) {
        damage_tell(store, "The account %s has a name that is now the same as another account's: its player cannot log in, but "
                    "his tokens open his seats.", account->name);
        snprintf(key, sizeof(key), "\n%" PRIu64, account->number); /* which no name has */
    }
    memcpy(account->key, key, sizeof(key));
}

void store_account_keys(struct store *store, bool (*key)(const char *name, char *out)) {
    if (store->account_key == key) {
        return;
    }
    store->account_key = key;
    if (!accounts_load(store, NULL, NULL, NULL)) {
        snprintf(store->failure, sizeof(store->failure), "The journal cannot be read: %s.", sqlite3_errmsg(store->db));
    }
}

bool accounts_load(struct store *store, bool (*damaged)(void *ctx, uint64_t sequence),
                   bool (*present)(void *ctx, uint64_t sequence), void *ctx) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(store->db, "SELECT sequence, number, bytes, sum FROM account NOT INDEXED ORDER BY sequence", -1,
                           &statement, NULL) != SQLITE_OK) {
        return false;
    }
    bool read = true;
    int code = SQLITE_DONE;
    store->accounts.count = 0;
    while (read && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct store_account account = {.number = (uint64_t)sqlite3_column_int64(statement, 1)};
        const uint8_t *bytes = sqlite3_column_blob(statement, 2);
        struct queue_head head = {.sequence = (uint64_t)sqlite3_column_int64(statement, 0), .game = account.number,
                                  .size = (uint32_t)sqlite3_column_bytes(statement, 2), .kind = QUEUE_ACCOUNT};
        uint64_t sum = (uint64_t)sqlite3_column_int64(statement, 3);
        bool changed_later = head.size == 0 && sum == 0;
        read = !present || present(ctx, head.sequence);
        if (!read || changed_later) {
            continue;
        }
        bool sound = account.number > 0 && head.size > 0 && sum == entry_sum(&head, bytes) &&
                     account_unpack(bytes, head.size, &account);
        if (sound) {
            account_rekey(store, &account);
        }
        read = sound ? accounts_put(&store->accounts, &account) : !damaged || damaged(ctx, head.sequence);
        store->last_account = sound && account.number > store->last_account ? account.number : store->last_account;
    }
    sqlite3_finalize(statement);
    return read && code == SQLITE_DONE;
}

void accounts_finish(struct accounts *accounts) {
    if (accounts->account) {
        explicit_bzero(accounts->account, accounts->room * sizeof(*accounts->account));
    }
    free(accounts->account);
    *accounts = (struct accounts){0};
}
