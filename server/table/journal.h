/* The text of journal entries. Each kind, as table.c writes it and restore.c reads it:
 *
 *   CREATED    lines:  ibar-game 1
 *                      name Bridge at dawn
 *                      scenario bridge-checkpoint 0123456789abcdef      id, content hash
 *                      rules 1
 *                      options 0
 *                      turn-seconds 600                                 0: no clock
 *                      bank-seconds 1800                                this and the five below: left out when 0
 *                      grace-seconds 60
 *                      listed 1                                         in the lobby
 *                      watched 1                                        spectators are let in
 *                      umpired 1                                        it has an umpire
 *                      delay 2                                          turns that spectators see late
 *                      secret <64 hexadecimal digits>
 *                      root <64 hexadecimal digits>                     of the secrets (seal_chain); older games have none
 *                      seat police human                                a line for each side, in order
 *                      seat kfor ai scripted
 *   READY      police <32 hexadecimal digits>                           the seat's nonce
 *   STARTED    hash 0123456789abcdef                                    of the state at the start
 *   ORDER      police move 3 E,E press                                  order_format's form
 *   REMOVE     police order 3      police policy 3                      by unit
 *   COMMIT     police yes          police no
 *   RESOLVED   turn 3 hash 0123456789abcdef                             of the state after the turn; 0: set-up
 *   EVENTS     lines of event_explain: the truth of the turn
 *   SNAPSHOT   4 bytes, little-endian: size of what state_write gave; that; AI_MEMORY_BYTES for each computer seat, in
 *              the order of sides, as PLAYER entries before it left them. Of the state after the last RESOLVED, or at
 *              the start
 *   OVER       outcome turns
 *   NAMED      police Ana                                               a player took the seat; the name may be empty
 *   CHAT       chat.c's form: who, to whom and turn; name; text
 *   KEY        nothing for the table: what the seats' tokens are made from
 *   CLOCK      police 34000                                             ms left on the side's game clock
 *   PAUSE      two lines:  pause 3          resume 3                    the turn
 *                          the reason, may be empty
 *   PLAYER     police ai scripted           police human                who plays from here on, also "human substitute" and
 *              "human umpire". A plan that is not a person's and committed is dropped when a computer comes, and no longer
 *              committed when a person comes in its stead
 *   AMEND      lines:  amend 3 hash 0123456789abcdef                    the turn; of the state after it
 *                      steps 12 3                                       amend_format's form
 *                      Patrol 1 has steps 3 now.                        amend_words'
 *                      the reason, may be empty
 *                      drop police order 7                              a line for each entry of a person's plan that
 *                      drop police policy 7                             it took away
 *              then NUL and a snapshot as in SNAPSHOT, with what computer players remembered. Nobody has committed
 *              from here on, and computer players plan again
 *   REWIND     lines:  rewind 3 hash 0123456789abcdef                   to the orders of the turn (0: set-up), before
 *                      the reason, may be empty                         any amendment in it; of that state. "sealed"
 *                                                                       behind: the dice come from the next secret
 *              then NUL and a snapshot. Plans and commits are gone, computer players remember nothing, game clocks
 *              stand as they did then
 *   SEAT       the lobby's (server/session); nothing of the table
 *   RULES      rules 2 turn 5 hash 0123456789abcdef    version from here on; the turn that is played again, from the last
 *              snapshot; the hash of that state. A snapshot follows
 */
#ifndef IBAR_TABLE_JOURNAL_H
#define IBAR_TABLE_JOURNAL_H

#include "ruling.h"
#include "table.h"

#include "rules/text.h"

#define JOURNAL_LINE_MAX    (ORDER_TEXT_MAX + 32)
_Static_assert(JOURNAL_LINE_MAX > 16 + PLAYER_NAME_MAX, "a side and a name fit into a line");
#define JOURNAL_CREATED_MAX 1024

struct journal_created {
    char name[TABLE_NAME_MAX], scenario[32];
    uint64_t content_hash;
    unsigned rules, options, turn_seconds, bank_seconds, grace_seconds, listed, watched, umpired, delay;
    uint8_t secret[SEAL_SECRET_BYTES], root[SEAL_SECRET_BYTES];
    bool rooted;
    unsigned seats;
    char side[SIDE_MAX][16];
    char ai[SIDE_MAX][32]; /* "": a person's seat */
};

/* Writers: return the length. */
int journal_created_format(const struct table_config *config, char out[JOURNAL_CREATED_MAX]);
int journal_ready_format(const char *side, const uint8_t nonce[SEAL_NONCE_BYTES], char out[JOURNAL_LINE_MAX]);
int journal_order_format(const char *side, const struct order *order, char out[JOURNAL_LINE_MAX]);

/* Readers: false with a sentence in `why`. Texts are NUL-terminated. */
bool journal_created_parse(const char *text, struct journal_created *out, char *why, size_t size);
/* `ready` false: the side is no longer ready, "police none"; the nonce is then all zero. */
bool journal_ready_parse(const struct scenario *scenario, const char *text, int *side, bool *ready,
                         uint8_t nonce[SEAL_NONCE_BYTES], char *why, size_t size);
bool journal_named_parse(const struct scenario *scenario, const char *text, int *side, char name[PLAYER_NAME_MAX + 1],
                         char *why, size_t size);
bool journal_order_parse(const struct scenario *scenario, const char *text, int *side, struct order *out, char *why,
                         size_t size);
bool journal_remove_parse(const struct scenario *scenario, const char *text, int *side, uint16_t *unit, bool *policy,
                          char *why, size_t size);
bool journal_clock_parse(const struct scenario *scenario, const char *text, int *side, int64_t *ms, char *why,
                         size_t size);
/* `ai` NULL: a person. */
bool journal_player_parse(const struct scenario *scenario, const char *text, int *side, const struct ai **ai,
                          enum person *person, char *why, size_t size);
/* Writes the reason into `reason`. */
bool journal_pause_parse(const char *text, bool *paused, unsigned *turn, char reason[RULING_REASON_MAX + 1], char *why,
                         size_t size);
/* AMEND and REWIND, of their text alone. */
struct journal_ruling {
    unsigned turn;
    uint64_t hash;
    char form[AMEND_TEXT_MAX], words[160], reason[RULING_REASON_MAX + 1];
    bool sealed;       /* REWIND */
    const char *drops; /* AMEND, in the text: the lines behind */
};
bool journal_amend_parse(const char *text, struct journal_ruling *out, char *why, size_t size);
bool journal_rewind_parse(const char *text, struct journal_ruling *out, char *why, size_t size);
bool journal_commit_parse(const struct scenario *scenario, const char *text, int *side, bool *committed, char *why,
                          size_t size);

#endif
