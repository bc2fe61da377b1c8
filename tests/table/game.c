#include "game.h"

#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *scenario_id = "bridge-checkpoint";

void game_use(const char *id) {
    scenario_id = id;
}

const struct scenario *game_scenario(void) {
    static struct scenario *scenario;
    if (!scenario) {
        static struct problems problems;
        scenario = scenario_file_read(data_folder(), scenario_id, &problems);
        if (!scenario) {
            fail_msg("%s", problems.text[0]);
        }
    }
    return scenario;
}

const struct scenario *game_find(void *ctx, const char *id) {
    (void)ctx;
    const struct scenario *scenario = game_scenario();
    return strcmp(id, scenario->id) == 0 ? scenario : NULL;
}

static bool journal_append(void *ctx, uint64_t number, enum journal_kind kind, const void *bytes,
                           size_t size) {
    struct game *game = ctx;
    struct journal *journal = &game->journal;
    assert_int_equal(number, 1);
    if (journal->count >= journal->fail_at) {
        journal->failed = true;
        return false;
    }
    if (journal->count == journal->room) {
        journal->room = journal->room ? journal->room * 2 : 64;
        journal->entry = realloc(journal->entry, journal->room * sizeof(*journal->entry));
    }
    struct entry *entry = &journal->entry[journal->count++];
    *entry = (struct entry){kind, size, malloc(size + 1)};
    memcpy(entry->bytes, bytes, size);
    entry->bytes[size] = '\0';
    return true;
}

static void hear_news(void *ctx, uint64_t number, int side, enum table_news what) {
    struct game *game = ctx;
    assert_int_equal(number, 1);
    assert_true(side >= -1 && side < SIDE_MAX);
    game->news[what]++;
}

void game_hooks(struct game *game, struct table_hooks *hooks) {
    *hooks = (struct table_hooks){game, journal_append, hear_news};
}

static struct game *game_make(void) {
    struct game *game = calloc(1, sizeof(*game));
    game->journal.fail_at = SIZE_MAX;
    game->luck = 7;
    game->now_ms = 1000;
    return game;
}

struct game *game_open_as(const struct table_config *settings) {
    struct game *game = game_make();
    struct table_config config = *settings;
    config.game = 1;
    config.scenario = game_scenario();
    snprintf(config.name, sizeof(config.name), "Bridge");
    memset(config.secret, 0x42, sizeof(config.secret));
    struct table_hooks hooks;
    game_hooks(game, &hooks);
    game->table = table_create(&config, &hooks);
    assert_non_null(game->table);
    return game;
}

struct game *game_open(const char *const ai[3], unsigned turn_seconds) {
    struct table_config config = {.turn_seconds = turn_seconds};
    for (int side = 0; side < 3; side++) {
        config.ai[side] = ai[side] ? ai_find(ai[side]) : NULL;
        assert_true(!ai[side] || config.ai[side]);
    }
    return game_open_as(&config);
}

struct game *game_restore(const struct journal *journal, size_t entries, char *why, size_t size) {
    struct game *game = game_make();
    struct table_hooks hooks;
    game_hooks(game, &hooks);
    game->table = table_restore_begin(1, &hooks, game_find, NULL);
    bool restored = true;
    for (size_t i = 0; restored && i < entries; i++) {
        const struct entry *entry = &journal->entry[i];
        journal_append(game, 1, entry->kind, entry->bytes, entry->size);
        restored = table_restore_entry(game->table, entry->kind, entry->bytes, entry->size, why, size);
    }
    if (restored && table_restore_end(game->table, game->now_ms, why, size)) {
        return game;
    }
    game_close(game);
    return NULL;
}

void game_close(struct game *game) {
    table_destroy(game->table);
    for (size_t i = 0; i < game->journal.count; i++) {
        free(game->journal.entry[i].bytes);
    }
    free(game->journal.entry);
    free(game);
}

unsigned game_random(struct game *game, unsigned below) {
    game->luck = game->luck * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(game->luck >> 33) % below;
}

void game_ready(struct game *game) {
    for (int side = 0; side < 3; side++) {
        if (!table_computer(game->table, side)) {
            uint8_t nonce[SEAL_NONCE_BYTES];
            memset(nonce, 0x10 + side, sizeof(nonce));
            assert_int_equal(table_ready(game->table, side, nonce, game->now_ms), TABLE_DONE);
        }
    }
}

void game_plan(struct game *game, int side) {
    static struct view view;
    static struct order orders[512];
    table_view(game->table, side, &view);
    for (unsigned i = 0; i < view.units; i++) {
        size_t count = rules_list_orders(game_scenario(), &view, view.unit[i].unit, orders, 512);
        for (unsigned tries = 0; count > 0 && tries < 2; tries++) {
            struct check check;
            int cost;
            const struct order *order = &orders[game_random(game, (unsigned)count)];
            enum table_result result = table_order_put(game->table, side, 0, order, &check, &cost);
            assert_true(result == TABLE_DONE || result == TABLE_REFUSED);
            assert_true(cost <= view.command);
        }
    }
}

enum table_result game_put(struct game *game, int side, const char *text, struct check *check) {
    struct order order;
    char why[200];
    int cost;
    if (!order_parse(text, &order, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    return table_order_put(game->table, side, 0, &order, check, &cost);
}

void game_commit(struct game *game, int side) {
    assert_int_equal(table_commit(game->table, side, 0, true, game->now_ms), TABLE_DONE);
}

void game_turn(struct game *game) {
    for (int side = 0; side < 3; side++) {
        if (!table_computer(game->table, side)) {
            game_plan(game, side);
        }
    }
    for (int side = 0; side < 3; side++) {
        if (!table_computer(game->table, side)) {
            game_commit(game, side);
        }
    }
}

void game_check(const struct game *game) {
    char why[300];
    if (!table_check(game->table, why, sizeof(why))) {
        fail_msg("%s", why);
    }
}

size_t journal_last(const struct journal *journal, enum journal_kind kind) {
    for (size_t i = journal->count; i > 0; i--) {
        if (journal->entry[i - 1].kind == kind) {
            return i - 1;
        }
    }
    return SIZE_MAX;
}

static void ask_ready(struct game *game, int side) {
    uint8_t nonce[SEAL_NONCE_BYTES];
    memset(nonce, 0x10 + side, sizeof(nonce));
    assert_int_equal(table_ready(game->table, side, nonce, game->now_ms), TABLE_DONE);
}

/* Lines of the text: head; amendment, words; reason. */
static void ask_ruling(struct game *game, const struct entry *entry) {
    char text[400], why[300] = "";
    snprintf(text, sizeof(text), "%s", (const char *)entry->bytes);
    unsigned turn;
    assert_int_equal(sscanf(text, "%*s %u", &turn), 1);
    char *second = strchr(text, '\n') + 1;
    char *end = strchr(second, '\n');
    *end = '\0';
    if (entry->kind == JOURNAL_REWIND) {
        assert_int_equal(table_rewind(game->table, turn ? turn : TABLE_SETUP, second, game->now_ms), TABLE_DONE);
        return;
    }
    struct amend amend;
    char *reason = strchr(end + 1, '\n') + 1;
    *strchr(reason, '\n') = '\0';
    assert_true(amend_parse(game_scenario(), second, &amend, why, sizeof(why)));
    if (table_amend(game->table, turn ? turn : TABLE_SETUP, &amend, reason, game->now_ms, why, sizeof(why)) !=
        TABLE_DONE) {
        fail_msg("%s: %s", second, why);
    }
}

void game_ask(struct game *game, const struct entry *entry) {
    char word[16] = "", rest[300] = "";
    const char *text = (const char *)entry->bytes;
    int side = sscanf(text, "%15s %299[^\n]", word, rest) == 2 ? scenario_side(game_scenario(), word) : -1;
    bool computer = side >= 0 && table_computer(game->table, side);
    struct check check;
    if (entry->kind == JOURNAL_PLAYER) {
        const struct ai *ai = strcmp(rest, "human") == 0 ? NULL : ai_find(rest + 3);
        assert_int_equal(table_set_player(game->table, side, ai, game->now_ms), TABLE_DONE);
    } else if (entry->kind == JOURNAL_PAUSE) {
        assert_int_equal(
            table_pause(game->table, text[0] == 'p', strchr(text, '\n') + 1, game->now_ms), TABLE_DONE);
    } else if (entry->kind == JOURNAL_AMEND || entry->kind == JOURNAL_REWIND) {
        ask_ruling(game, entry);
    } else if (entry->kind == JOURNAL_READY) {
        ask_ready(game, side);
    } else if (entry->kind == JOURNAL_ORDER && !computer) {
        assert_int_equal(game_put(game, side, rest, &check), TABLE_DONE);
    } else if (entry->kind == JOURNAL_REMOVE && !computer) {
        char slot[16];
        unsigned unit;
        int cost;
        assert_int_equal(sscanf(rest, "%15s %u", slot, &unit), 2);
        assert_int_equal(table_order_remove(game->table, side, 0, (uint16_t)unit, strcmp(slot, "policy") == 0, &check,
                                            &cost),
                         TABLE_DONE);
    } else if (entry->kind == JOURNAL_COMMIT && !computer) {
        assert_int_equal(table_commit(game->table, side, 0, strcmp(rest, "yes") == 0, game->now_ms), TABLE_DONE);
    }
}

/* The hash that the journal tells for the state at entry `count`. */
static uint64_t hash_told(const struct journal *journal, size_t count) {
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &journal->entry[i];
        const char *at = strstr((const char *)entry->bytes, "hash ");
        if (at && (entry->kind == JOURNAL_STARTED || entry->kind == JOURNAL_RESOLVED ||
                   entry->kind == JOURNAL_AMEND || entry->kind == JOURNAL_REWIND)) {
            hash = strtoull(at + 5, NULL, 16);
        }
    }
    return hash;
}

void game_every_beginning(const struct game *whole) {
    char why[400] = "";
    for (size_t count = 1; count <= whole->journal.count; count++) {
        struct game *game = game_restore(&whole->journal, count, why, sizeof(why));
        if (!game) {
            fail_msg("After %zu entries: %s", count, why);
        }
        assert_int_equal(table_state_hash(game->table), hash_told(&whole->journal, count));
        table_step(game->table, game->now_ms);
        game_check(game);
        if (count % 7 == 0 || count == whole->journal.count) {
            for (size_t i = count; i < whole->journal.count; i++) {
                game_ask(game, &whole->journal.entry[i]);
            }
            assert_int_equal(table_phase(game->table), TABLE_OVER);
            if (table_state_hash(game->table) != table_state_hash(whole->table)) {
                fail_msg("After %zu entries it ends otherwise.", count);
            }
            game_check(game);
        }
        game_close(game);
    }
}
