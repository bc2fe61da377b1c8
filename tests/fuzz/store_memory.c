/* The journal of store.h in plain memory, for targets whose subject is what stands above it: SQLite would take nine
 * tenths of their time. It keeps what is appended and loses nothing; damaged files are the subject of the target
 * `opening`. One store at a time. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

#include "store/store.h"

#define ACCOUNTS 64
#define TOKENS   1024

struct entry {
    uint64_t sequence, game;
    enum journal_kind kind;
    size_t at, size;
};
struct store {
    struct entry *entry;
    size_t entries, entry_room;
    uint8_t *bytes;
    size_t used, room;
    struct {
        uint8_t hash[32];
        uint64_t game, made;
        unsigned seat;
    } token[TOKENS];
    size_t tokens;
    struct store_account account[ACCOUNTS];
    size_t accounts;
    uint64_t last, durable;
};

static struct store store;

struct store *store_open(const char *path, char *why, size_t size) {
    (void)path;
    (void)why;
    (void)size;
    store.entries = store.used = store.tokens = store.accounts = 0;
    store.last = store.durable = 0;
    return &store;
}

void store_close(struct store *closed) {
    /* What one input made large is not kept for the others. */
    if (closed && closed->room > 1 << 20) {
        free(closed->bytes);
        closed->bytes = NULL;
        closed->room = 0;
    }
}

uint64_t store_append(struct store *to, uint64_t game, enum journal_kind kind, const void *bytes, size_t size) {
    if (to->entries == to->entry_room) {
        to->entry_room = to->entry_room ? 2 * to->entry_room : 256;
        to->entry = realloc(to->entry, to->entry_room * sizeof *to->entry);
        PROMISE(to->entry);
    }
    if (to->used + size > to->room) {
        to->room = 2 * (to->used + size);
        to->bytes = realloc(to->bytes, to->room);
        PROMISE(to->bytes);
    }
    if (size)
        memcpy(to->bytes + to->used, bytes, size);
    to->entry[to->entries++] = (struct entry){++to->last, game, kind, to->used, size};
    to->used += size;
    return to->last;
}

bool store_flush(struct store *of) {
    of->durable = of->last;
    return true;
}

uint64_t store_durable(const struct store *of) {
    return of->durable;
}

uint64_t store_last(const struct store *of) {
    return of->last;
}

const char *store_failure(const struct store *of) {
    (void)of;
    return NULL;
}

const char *store_full(const struct store *of) {
    (void)of;
    return NULL;
}

/* As the database: a game is there from its first entry on. */
bool store_games(struct store *of, bool (*each)(void *ctx, uint64_t game), void *ctx) {
    for (size_t i = 0; i < of->entries; i++) {
        bool first = true;
        for (size_t j = 0; first && j < i; j++)
            first = of->entry[j].game != of->entry[i].game;
        if (first && !each(ctx, of->entry[i].game))
            break;
    }
    return true;
}

bool store_read(struct store *of, uint64_t game,
                bool (*each)(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size),
                void *ctx) {
    for (size_t i = 0; i < of->entries && of->entry[i].sequence <= of->durable; i++) {
        const struct entry entry = of->entry[i];
        if (entry.game != game)
            continue;
        /* An exact copy, so that reading past its end shows. */
        uint8_t *bytes = malloc(entry.size ? entry.size : 1);
        PROMISE(bytes);
        if (entry.size)
            memcpy(bytes, of->bytes + entry.at, entry.size);
        bool on = each(ctx, entry.sequence, entry.kind, bytes, entry.size);
        free(bytes);
        if (!on)
            break;
    }
    return true;
}

const char *store_read_why(const struct store *of) {
    (void)of;
    return "";
}

void store_problems(const struct store *of, void (*each)(void *ctx, const char *why), void *ctx) {
    (void)of;
    (void)each;
    (void)ctx;
}

bool store_put_token(struct store *to, const uint8_t hash[32], uint64_t game, unsigned seat) {
    if (to->tokens == TOKENS)
        return false;
    memcpy(to->token[to->tokens].hash, hash, 32);
    to->token[to->tokens].game = game;
    to->token[to->tokens].seat = seat;
    to->token[to->tokens].made = ++to->last;
    to->tokens++;
    return true;
}

bool store_find_token_made(struct store *of, const uint8_t hash[32], uint64_t *game, unsigned *seat, uint64_t *made) {
    for (size_t i = of->tokens; i-- > 0;)
        if (memcmp(of->token[i].hash, hash, 32) == 0) {
            *game = of->token[i].game;
            *seat = of->token[i].seat;
            *made = of->token[i].made;
            return true;
        }
    return false;
}

bool store_find_token(struct store *of, const uint8_t hash[32], uint64_t *game, unsigned *seat) {
    uint64_t made;
    return store_find_token_made(of, hash, game, seat, &made);
}

uint64_t store_put_account(struct store *to, const struct store_account *account) {
    size_t at = 0;
    while (at < to->accounts && strcmp(to->account[at].key, account->key) != 0)
        at++;
    if (at == ACCOUNTS)
        return 0;
    uint64_t number = account->number ? account->number : to->accounts + 1;
    to->account[at] = *account;
    to->account[at].number = number;
    to->accounts += at == to->accounts;
    return number;
}

const struct store_account *store_account_find(const struct store *of, const char *key) {
    for (size_t i = 0; i < of->accounts; i++)
        if (strcmp(of->account[i].key, key) == 0)
            return &of->account[i];
    return NULL;
}

const struct store_account *store_account(const struct store *of, uint64_t number) {
    for (size_t i = 0; number > 0 && i < of->accounts; i++)
        if (of->account[i].number == number)
            return &of->account[i];
    return NULL;
}

size_t store_accounts(const struct store *of) {
    return of->accounts;
}

void store_account_keys(struct store *of, bool (*key)(const char *name, char *out)) {
    for (size_t i = 0; i < of->accounts; i++) {
        char made[ACCOUNT_NAME_MAX + 1];
        if (key(of->account[i].name, made))
            memcpy(of->account[i].key, made, sizeof made);
    }
}
