/* Games out of the journal. */
#include "session_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct numbers {
    uint64_t *number;
    size_t count, room;
    bool failed;
};

static bool number_take(void *ctx, uint64_t number) {
    struct numbers *numbers = ctx;
    if (numbers->count == numbers->room) {
        size_t room = numbers->room ? numbers->room * 2 : 64;
        uint64_t *grown = realloc(numbers->number, room * sizeof(*grown));
        if (!grown) {
            numbers->failed = true;
            return false;
        }
        numbers->number = grown;
        numbers->room = room;
    }
    numbers->number[numbers->count++] = number;
    return true;
}

struct reading_game {
    struct table *table;
    struct owners *owners;
    struct handing *handing;
    struct seat_key *key;
    char *why;
    size_t size;
    bool failed;
};

/* An entry of the lobby or of a hand-over: none of the table's. */
static bool seat_take(struct reading_game *reading, uint64_t sequence, const void *bytes, size_t size) {
    char text[64];
    if (size < sizeof(text)) {
        memcpy(text, bytes, size);
        text[size] = '\0';
        if (hand_restore(reading->handing, table_scenario(reading->table), text) ||
            owners_restore(reading->owners, reading->table, sequence, text)) {
            return true;
        }
    }
    snprintf(reading->why, reading->size, "Entry %llu of the journal says nothing of a seat that is known.",
             (unsigned long long)sequence);
    return false;
}

static bool entry_take(void *ctx, uint64_t sequence, enum journal_kind kind, const void *bytes, size_t size) {
    struct reading_game *reading = ctx;
    if (kind == JOURNAL_SEAT) {
        reading->failed = !seat_take(reading, sequence, bytes, size);
        return !reading->failed;
    }
    if (kind == JOURNAL_NAMED) {
        char text[16];
        snprintf(text, sizeof(text), "%.*s", size < sizeof(text) ? (int)size : (int)sizeof(text) - 1, (const char *)bytes);
        owners_restore_name(reading->owners, reading->table, reading->handing, text);
    }
    if (kind == JOURNAL_KEY && size == SEAT_KEY) {
        memcpy(reading->key->bytes, bytes, SEAT_KEY);
        reading->key->known = true;
    }
    reading->failed = !table_restore_entry(reading->table, kind, bytes, size, reading->why, reading->size);
    return !reading->failed;
}

struct finding {
    struct host *host;
    char why[SENTENCE_MAX];
};

static const struct scenario *scenario_find(void *ctx, const char *id) {
    struct finding *finding = ctx;
    return finding->host->config.find(finding->host->config.find_ctx, id, finding->why, sizeof(finding->why));
}

struct table *table_read(struct host *host, uint64_t number, struct seat_key *key, int64_t now_ms, struct owners *owners,
                         struct handing handing[SIDE_MAX], char *why, size_t size) {
    struct table_hooks hooks;
    struct finding finding = {.host = host};
    *key = (struct seat_key){0};
    game_hooks(host, &hooks);
    struct table *table = table_restore_begin(number, &hooks, scenario_find, &finding);
    if (!table) {
        snprintf(why, size, "Memory ran out while reading game %llu.", (unsigned long long)number);
        return NULL;
    }
    *owners = (struct owners){0};
    struct reading_game reading = {.table = table, .owners = owners, .handing = handing, .key = key, .why = why, .size = size};
    bool read = store_read(host->config.store, number, entry_take, &reading);
    if (!read) {
        snprintf(why, size, "Game %llu%s%.*s cannot go on from its turn %u: %s Restore it from a backup; the other "
                            "games go on.",
                 (unsigned long long)number, table_name(table)[0] ? " " : "", TABLE_NAME_MAX, table_name(table),
                 table_restore_turn(table), store_read_why(host->config.store));
    }
    if (!read || reading.failed || !table_restore_end(table, now_ms, why, size)) {
        table_destroy(table);
        return NULL;
    }
    owners_restore_end(owners, table);
    return table;
}

static bool game_restore(struct host *host, uint64_t number, int64_t now_ms, char *why, size_t size) {
    struct seat_key key;
    struct owners owners;
    struct handing handing[SIDE_MAX] = {0};
    struct table *table = table_read(host, number, &key, now_ms, &owners, handing, why, size);
    if (!table) {
        return false;
    }
    if (owners.closed) {
        table_destroy(table);
        return true;
    }
    struct game *game = host_add(host, table);
    if (!game) {
        snprintf(why, size, "Memory ran out while reading game %llu.", (unsigned long long)number);
        table_destroy(table);
        return false;
    }
    hand_reread(game, handing);
    game->owners = owners;
    game_age(game);
    game->key = key;
    notice_clock(game);
    game_wake(game, now_ms);
    return true;
}

size_t host_restore(struct host *host, int64_t now_ms, void (*problem)(void *ctx, const char *why),
                    void *ctx) {
    struct numbers numbers = {0};
    size_t restored = 0;
    host->now_ms = now_ms;
    store_problems(host->config.store, problem, ctx);
    if (!store_games(host->config.store, number_take, &numbers) || numbers.failed) {
        problem(ctx, "The list of games in the journal cannot be read.");
    }
    for (size_t i = 0; i < numbers.count; i++) {
        char why[SENTENCE_MAX] = "";
        if (numbers.number[i] >= host->next_game) {
            host->next_game = numbers.number[i] + 1;
        }
        if (game_restore(host, numbers.number[i], now_ms, why, sizeof(why))) {
            restored++;
        } else {
            problem(ctx, why);
        }
    }
    free(numbers.number);
    return restored;
}
