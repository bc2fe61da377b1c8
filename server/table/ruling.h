/* What an umpire does to a game: pause, amend, rewind. Each is journalled with its reason before it is made, stands in
 * the record, and is told to all (TABLE_NEWS_RULING). */
#ifndef IBAR_TABLE_RULING_H
#define IBAR_TABLE_RULING_H

#include "table.h"

#include "rules/amend.h"

#define RULING_REASON_MAX 200 /* bytes of UTF-8 without control characters */
#define RULINGS_MAX 1000      /* of one game */
/* Of one game, those of before a rewind counted too: all stay in memory, journal and record. No rewind behind that. */
#define TURNS_PLAYED_MAX 500

enum ruling_kind { RULING_PAUSE, RULING_RESUME, RULING_AMEND, RULING_REWIND, RULING_SEAT };

struct ruling {
    uint32_t number;   /* from 1 */
    uint8_t kind;      /* enum ruling_kind */
    uint8_t turn;      /* in which it was made; rewind: to which */
    bool open;         /* all may know what was done; else only that something was, until the end */
    char reason[RULING_REASON_MAX + 1];
    char text[160];    /* what was done: whole sentences */
    bool sealed;       /* rewind from the end: the dice come from another secret from here on */
    uint8_t seal[SEAL_BYTES]; /* and this is its seal */
};

/* Clocks stand still and no turn is played; planning and committing go on. TABLE_DONE when it is so already. */
enum table_result table_pause(struct table *table, bool paused, const char *reason, int64_t now_ms);
bool table_is_paused(const struct table *table);

/* Changes the truth between two turns (rules/amend.h). Plans stay as far as rules_check does not refuse them now;
 * commits of persons are taken back. TABLE_BAD_REQUEST with a sentence in `why` when it makes no sense, TABLE_LATE for
 * another turn than the present. */
enum table_result table_amend(struct table *table, unsigned turn, const struct amend *amend, const char *reason,
                              int64_t now_ms, char *why, size_t size);

/* Goes back to the orders of `turn` (TABLE_SETUP: to the set-up), from OVER too. Dice from there on are others: the key
 * of the game is mixed with the number of the rewind, and from OVER, when the secret has been told, comes from the next
 * one. TABLE_BAD_REQUEST for a turn that was not played, TABLE_REFUSED after RULINGS_MAX or TURNS_PLAYED_MAX, and from OVER
 * after SEAL_CHAIN. */
enum table_result table_rewind(struct table *table, unsigned turn, const char *reason, int64_t now_ms);

/* The index-th ruling, the oldest first; NULL beyond the last. */
const struct ruling *table_ruling(const struct table *table, size_t index);

#endif
