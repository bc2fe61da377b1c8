/* The rows that were carved out of a damaged journal (carve.c), each once, by rising number. What an account was before
 * it was changed does not come back: such a row is empty, as it was. */
#include "store_room.h"

#include <stdlib.h>
#include <string.h>

/* The place of an account that was changed later. */
static bool is_empty(const struct queue_head *head) {
    return head->kind == QUEUE_ACCOUNT && head->size == 0;
}

/* Rows that SQLite takes count unless the witness knows them otherwise, the rest only when he knows them. */
static bool row_counts(const struct finds *finds, const struct row *row) {
    const struct witness *witness = tail_find(finds->store, row->head.sequence);
    if (is_empty(&row->head)) {
        return !finds->rest && (!witness || (witness->kind == QUEUE_ACCOUNT && witness->game == row->head.game));
    }
    return witness ? witness->game == row->head.game && witness->sum == row->sum : !finds->rest;
}

static struct found *found_add(struct finds *finds, const struct queue_head *head) {
    if (finds->count == finds->room) {
        size_t room = finds->room ? finds->room * 2 : 256;
        struct found *grown = realloc(finds->found, room * sizeof(*grown));
        finds->failed = finds->failed || !grown;
        if (!grown) {
            return NULL;
        }
        finds->found = grown;
        finds->room = room;
    }
    size_t size = head->kind == QUEUE_TOKEN ? TOKEN_HASH : head->size;
    struct found *found = &finds->found[finds->count];
    *found = (struct found){.head = *head, .order = finds->count, .bytes = malloc(size ? size : 1)};
    finds->failed = finds->failed || !found->bytes;
    if (!found->bytes) {
        return NULL;
    }
    finds->count++;
    return found;
}

static bool found_take(void *ctx, const struct row *row) {
    struct finds *finds = ctx;
    if (!row_counts(finds, row)) {
        return true;
    }
    struct found *found = found_add(finds, &row->head);
    if (!found) {
        return false;
    }
    found->sum = row->sum;
    found->seat = row->seat;
    size_t size = row->head.kind == QUEUE_TOKEN ? TOKEN_HASH : row->head.size;
    if (size) {
        memcpy(found->bytes, row->bytes, size);
    }
    return true;
}

void finds_finish(struct finds *finds) {
    for (size_t i = 0; i < finds->count; i++) {
        free(finds->found[i].bytes);
    }
    free(finds->found);
    *finds = (struct finds){0};
}

static int by_number(const void *a, const void *b) {
    const struct found *left = a, *right = b;
    return left->head.sequence < right->head.sequence ? -1 : left->head.sequence > right->head.sequence;
}

static int by_sequence(const void *a, const void *b) {
    const struct found *left = a, *right = b;
    int number = by_number(a, b);
    return number ? number : left->order < right->order ? 1 : -1;
}

/* Of two with the same number: an empty one, which has no checksum, is none against what is no account. */
static bool takes_place(const struct found *kept, const struct found *other) {
    return is_empty(&kept->head) && (other->head.kind != QUEUE_ACCOUNT || other->head.game != kept->head.game);
}

/* By number, each once. */
static void finds_sort(struct finds *finds) {
    size_t kept = 0;
    if (finds->count) {
        qsort(finds->found, finds->count, sizeof(finds->found[0]), by_sequence);
    }
    for (size_t i = 0; i < finds->count; i++) {
        struct found *last = kept ? &finds->found[kept - 1] : NULL;
        if (!last || last->head.sequence != finds->found[i].head.sequence) {
            finds->found[kept++] = finds->found[i];
        } else if (takes_place(last, &finds->found[i])) {
            free(last->bytes);
            *last = finds->found[i];
        } else {
            free(finds->found[i].bytes);
        }
    }
    finds->count = kept;
}

/* The last row of an account. */
struct latest {
    uint64_t account, sequence;
};

static int by_account(const void *a, const void *b) {
    const struct latest *left = a, *right = b;
    return left->account < right->account ? -1 : left->account > right->account;
}

static const struct latest *latest_find(const struct latest *latest, size_t count, uint64_t account) {
    struct latest key = {account, 0};
    return count ? bsearch(&key, latest, count, sizeof(key), by_account) : NULL;
}

/* The last row of each account that was found, by the account's number. NULL when memory ran out. */
static struct latest *latest_make(const struct finds *finds, size_t *count) {
    struct latest *latest = malloc((finds->count ? finds->count : 1) * sizeof(*latest));
    *count = 0;
    for (size_t i = 0; latest && i < finds->count; i++) {
        if (finds->found[i].head.kind == QUEUE_ACCOUNT) {
            latest[(*count)++] = (struct latest){finds->found[i].head.game, finds->found[i].head.sequence};
        }
    }
    if (*count) {
        qsort(latest, *count, sizeof(*latest), by_account);
    }
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (kept && latest[kept - 1].account == latest[i].account) {
            uint64_t *last = &latest[kept - 1].sequence;
            *last = latest[i].sequence > *last ? latest[i].sequence : *last;
        } else {
            latest[kept++] = latest[i];
        }
    }
    *count = kept;
    return latest;
}

static const struct found *finds_find(const struct finds *finds, uint64_t sequence) {
    struct found key = {.head = {.sequence = sequence}};
    return finds->count ? bsearch(&key, finds->found, finds->count, sizeof(key), by_number) : NULL;
}

/* Empties the rows of accounts that were changed later, and puts one where the witness knows of one. */
static void accounts_empty(struct finds *finds) {
    size_t latests, count = finds->count;
    struct latest *latest = latest_make(finds, &latests);
    finds->failed = finds->failed || !latest;
    for (size_t i = 0; latest && i < count; i++) {
        struct found *found = &finds->found[i];
        const struct latest *last = latest_find(latest, latests, found->head.game);
        if (found->head.kind == QUEUE_ACCOUNT && last && last->sequence > found->head.sequence) {
            explicit_bzero(found->bytes, found->head.size);
            found->head.size = 0;
            found->sum = 0;
        }
    }
    for (size_t i = 0; latest && i < finds->store->witnesses; i++) {
        const struct witness *witness = &finds->store->witness[i];
        const struct latest *last = latest_find(latest, latests, witness->game);
        struct finds sorted = {.found = finds->found, .count = count};
        if (witness->kind == QUEUE_ACCOUNT && last && last->sequence > witness->sequence &&
            !finds_find(&sorted, witness->sequence)) {
            struct queue_head head = {.sequence = witness->sequence, .game = witness->game, .kind = QUEUE_ACCOUNT};
            found_add(finds, &head);
        }
    }
    free(latest);
    finds_sort(finds);
}

bool finds_make(const struct store *store, const struct carve_source *source, struct finds *finds) {
    *finds = (struct finds){.store = store};
    carve_database(source, found_take, finds);
    finds->rest = true;
    carve_rest(source, found_take, finds);
    finds_sort(finds);
    accounts_empty(finds);
    return !finds->failed;
}

bool finds_help(const struct store *store, const struct finds *finds) {
    for (size_t i = 0; i < store->bad.count; i++) {
        if (finds_find(finds, store->bad.number[i])) {
            return true;
        }
    }
    return false;
}
