/* A series of games: what the command line asks for, the games on several threads, and their totals. */
#ifndef IBAR_ARENA_SERIES_H
#define IBAR_ARENA_SERIES_H

#include "play.h"

#define GAMES_MAX 100000000u
#define JOBS_MAX  256

struct series {
    const struct scenario *scenario;
    const struct ai *ai[SIDE_MAX]; /* by side */
    uint16_t options;              /* what-ifs: bit n is option n of the scenario */
    uint64_t seed;
    uint32_t games; /* secrets; each is played once, or with `swap` once for each side of the scenario */
    bool swap;      /* the players are handed on by one side after each game of a secret */
    uint32_t shard,
        shards; /* plays the games whose number leaves shard - 1 when divided by shards; 1 of 1 is all */
    unsigned jobs;
    const char *record_dir; /* NULL: no records */
};

/* Sums of one player at one side, or of one side. All whole numbers, so that the totals of shards add up. */
struct tally {
    uint64_t games, reached, first;
    int64_t points, squares;
};

struct totals {
    uint64_t games, turns;
    struct tally side[SIDE_MAX];
    struct tally
        player[SIDE_MAX]; /* by the side that the player was named for; differs from `side` with swap */
    uint64_t outcomes[OUTCOME_PRESSURE + 1];
    uint64_t hash; /* sum over all games of a hash of number and final state: the same in any order */
};

/* Plays all games. False with a sentence in `why` when a record cannot be written or a thread not be started.
 */
bool series_run(const struct series *series, struct totals *totals, char *why, size_t size);

#endif
