/* A table for tests: bridge-checkpoint, a journal in memory, seats that give random orders.
 *
 *     struct game *game = game_open((const char *[]){NULL, NULL, "random"});
 *     game_ready(game);
 *     game_plan(game, side); game_commit(game, side);
 *     game_close(game); */
#ifndef IBAR_TESTS_GAME_H
#define IBAR_TESTS_GAME_H

#include "data/data.h"
#include "table/ruling.h"
#include "table/table.h"

enum { POLICE, KFOR, IRREGULARS };

struct entry {
    enum journal_kind kind;
    size_t size;
    uint8_t *bytes;
};
struct journal {
    struct entry *entry;
    size_t count, room;
    size_t fail_at; /* the append of this number fails, and all after it; SIZE_MAX never */
    bool failed;
};
struct game {
    struct journal journal;
    struct table *table;
    int64_t now_ms;
    uint64_t luck;
    unsigned news[TABLE_NEWS_OVER + 1];
};

/* Another scenario than bridge-checkpoint; before anything else. */
void game_use(const char *id);
/* The scenario, loaded once for the whole program. */
const struct scenario *game_scenario(void);
const struct scenario *game_find(void *ctx, const char *id);
void game_hooks(struct game *game, struct table_hooks *hooks);

struct game *game_open(const char *const ai[3], unsigned turn_seconds);
/* With these settings; game, name, scenario and secret are filled in. */
struct game *game_open_as(const struct table_config *settings);
/* A new game out of the first `entries` of a journal; NULL with `why`. It begins with a copy of them. */
struct game *game_restore(const struct journal *journal, size_t entries, char *why, size_t size);
void game_close(struct game *game);

void game_ready(struct game *game);          /* all people's seats */
void game_plan(struct game *game, int side); /* random orders; refused ones are left out */
enum table_result game_put(struct game *game, int side, const char *text, struct check *check);
void game_commit(struct game *game, int side);
/* One turn with random orders of all people. */
void game_turn(struct game *game);
/* table_check; fails the test with its sentence. */
void game_check(const struct game *game);
unsigned game_random(struct game *game, unsigned below);
/* Does to a game what an entry of another's journal says: what seats and the umpire asked for. */
void game_ask(struct game *game, const struct entry *entry);
/* Restores a finished game from every beginning of its journal, and checks: the hash is the journal's, every invariant
 * holds, and every few go on with what the rest of the journal asks for to the same end. */
void game_every_beginning(const struct game *whole);
/* The number of the last entry of a kind, SIZE_MAX without. */
size_t journal_last(const struct journal *journal, enum journal_kind kind);

#endif
