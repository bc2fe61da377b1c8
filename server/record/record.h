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
 *   end turns police 11 kfor 12 irregulars 5        outcome and points; for each side that
 *       launched missiles: bill police 609756 missiles 2   dollars and how many
 */
#ifndef IBAR_RECORD_RECORD_H
#define IBAR_RECORD_RECORD_H

#include "record/seal.h"
#include "rules/rules.h"

/* A growing text. All-zero is an empty one. */
struct record {
    char *text;
    size_t size, room;
    bool failed; /* memory ran out: nothing more is written */
};

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

/* Plays a record again and compares seal, every hash and every event. `find` gives the scenario by id. Returns true
 * when all agree and the record is complete; else false with the first difference in `why`, line number first. */
bool record_verify(const char *text, size_t size, const struct scenario *(*find)(void *ctx, const char *id),
                   void *ctx, char *why, size_t why_size);

/* Who looks on while a record is played again. Any entry may be NULL. */
struct record_watch {
    void *ctx;
    /* The state at the begin, and after each turn; its outcome says whether that was the last. False: give up. */
    bool (*state)(void *ctx, const struct scenario *scenario, const struct state *state);
    /* The plans of all sides for the turn that is played next. */
    void (*plans)(void *ctx, const struct scenario *scenario, const struct plan plan[SIDE_MAX]);
    /* As an event_sink's emit: an event of the truth with the state of that moment. */
    void (*event)(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event);
};

/* record_verify with somebody looking on: turn by turn states, plans and events, for review. What was shown before
 * a difference was found agrees with the record. */
bool record_review(const char *text, size_t size, const struct scenario *(*find)(void *ctx, const char *id), void *ctx,
                 const struct record_watch *watch, char *why, size_t why_size);

#endif
