/* The record of a game as text: what rebuilds and proves it. Written by arena and server, read by ibar-verify, by
 * review and by the golden games of the tests; a changed rule shows in it as a readable difference.
 *
 *   ibar-record 1
 *   scenario bridge-checkpoint 0123456789abcdef     id, content hash
 *   rules 1
 *   options 0
 *   seal <64 hexadecimal digits>
 *   secret <64>
 *   nonce police <32>                               a line for each side
 *   begin 0123456789abcdef                          hash of the state at the start
 *   turn 1
 *   order police move 3 E,E,NE press                order_format's form
 *   event P1 Patrol 1 moves from 0712 to 0812.      event_explain's form, the truth
 *   hash 0123456789abcdef                           of the state after the turn
 *   ...
 *   pause 3                                         between turns, as it happened: clocks stood still from here on,
 *   resume 3                                        and ran again; the turn whose orders were awaited
 *   seat 3 kfor ai scripted                         who played a side from here on; "human" for its player, "human
 *                                                   substitute" and "human umpire" for who did it in his stead
 *   amend 3 steps 12 3                              the umpire changed the truth: amend_format's form; then its events
 *   event P0 Announced: Buses are seen.             and the hash
 *   hash 0123456789abcdef
 *   rewind 2                                        the game went back to the orders of that turn (0: set-up), as they
 *   hash 0123456789abcdef                           were first awaited; from here on the dice's key is seal_key_again's
 *   rewind 2 secret <64>                            the same from the end: the dice come from that secret, whose seal is
 *                                                   the one before it (seal_chain)
 *   reason A unit was moved by mistake.             behind the line of pause, resume, amend and rewind, if one was given
 *   ...
 *   end turns police 11 kfor 12 irregulars 5        outcome and points; for each side that
 *       launched missiles: bill police 609756 missiles 2   dollars and how many
 */
#ifndef IBAR_RECORD_RECORD_H
#define IBAR_RECORD_RECORD_H

#include "record/seal.h"
#include "rules/amend.h"
#include "rules/rules.h"

/* A growing text. All-zero is an empty one. */
struct record {
    char *text;
    size_t size, room;
    bool failed; /* memory ran out: nothing more is written */
};

/* Who plays a side when no computer does: whoever plays it all along, or somebody in his stead. */
enum person { PERSON_PLAYER, PERSON_SUBSTITUTE, PERSON_UMPIRE, PERSON_KINDS };
/* "human", "human substitute", "human umpire". */
const char *person_text(enum person person);
/* False when the text is none of them. */
bool person_find(const char *text, enum person *out);
/* "The umpire plays KFOR from here on." */
int person_words(const struct scenario *scenario, int side, const char *computer, enum person person, char *out,
                 size_t size);

void record_finish(struct record *record);

void record_begin(struct record *record, const struct scenario *scenario, uint16_t options,
                  const uint8_t secret[SEAL_SECRET_BYTES], const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES],
                  const struct state *state);
void record_turn(struct record *record, const struct scenario *scenario, unsigned turn,
                 const struct plan plan[SIDE_MAX]);
/* An event_sink's emit: ctx is the struct record. */
void record_event(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event);
void record_hash(struct record *record, const struct state *state);
void record_end(struct record *record, const struct scenario *scenario, const struct state *state);

/* What happened between two turns. A reason may be "". Amendments and rewinds are proven by the hashes behind them; pauses,
 * seats and reasons are told only: nothing in the game follows from them. */
void record_pause(struct record *record, unsigned turn, bool paused, const char *reason);
/* `computer`: name of a computer player, NULL: a person. */
void record_seat(struct record *record, const struct scenario *scenario, unsigned turn, int side, const char *computer,
                 enum person person);
/* The line and the reason; events and hash follow. */
void record_amend(struct record *record, const struct scenario *scenario, unsigned turn, const struct amend *amend,
                  const char *reason);
/* `secret`: from which the dice come from here on; NULL: as before. The hash follows. */
void record_rewind(struct record *record, unsigned turn, const uint8_t secret[SEAL_SECRET_BYTES], const char *reason);
/* "The game goes back to the orders of turn 2." */
int rewind_words(unsigned turn, bool sealed, char *out, size_t size);

/* Plays a record again and compares seal, every hash and every event. `find` gives the scenario by id. Returns true
 * when all agree and the record is complete; else false with the first difference in `why`, line number first. */
bool record_verify(const char *text, size_t size, const struct scenario *(*find)(void *ctx, const char *id),
                   void *ctx, char *why, size_t why_size);

/* What happened between two turns, for people. The strings are the record's until the call returns. */
struct record_ruling {
    bool changes_state; /* an amendment or a rewind */
    bool rewinds;
    unsigned turn;
    const char *text;   /* a whole sentence */
    const char *reason; /* "" without */
};

/* Who looks on while a record is played again. Any entry may be NULL. */
struct record_watch {
    void *ctx;
    /* The state at the begin, after each turn, and after what changes it between turns; its outcome says whether that was the last. False: give up. */
    bool (*state)(void *ctx, const struct scenario *scenario, const struct state *state);
    /* The plans of all sides for the turn that is played next. */
    void (*plans)(void *ctx, const struct scenario *scenario, const struct plan plan[SIDE_MAX]);
    /* As an event_sink's emit: an event of the truth with the state of that moment. */
    void (*event)(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event);
    /* What happened between two turns; of an amendment and a rewind `state` follows, and may be of an earlier turn. */
    void (*ruling)(void *ctx, const struct scenario *scenario, const struct record_ruling *ruling);
};

/* record_verify with somebody looking on: turn by turn states, plans and events, for review. What was shown before
 * a difference was found agrees with the record. */
bool record_review(const char *text, size_t size, const struct scenario *(*find)(void *ctx, const char *id), void *ctx,
                 const struct record_watch *watch, char *why, size_t why_size);

#endif
