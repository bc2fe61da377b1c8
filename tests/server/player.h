/* A player at a real server: a seat on a link, a computer player that plans from the view that came over the wire, and
 * a memory of what the server has acknowledged. */
#ifndef IBAR_TEST_PLAYER_H
#define IBAR_TEST_PLAYER_H

#include "ai/ai.h"
#include "daemon.h"
#include "link/link.h"
#include "proto/convert.h"
#include "record/seal.h"

struct player {
    const struct scenario *scenario;
    const struct ai *ai;
    struct ai_memory memory;
    char token[33];
    struct link *link;
    int side;
    bool joined, ready, over;
    bool have_view, committed_shown; /* what Table says of this seat */
    uint8_t phase;                   /* Ibar__V1__Phase */
    uint64_t last_id, sequence;
    struct view view;                /* the last that came */
    uint8_t seal[SEAL_BYTES], secret[SEAL_SECRET_BYTES], nonce[SEAL_NONCE_BYTES];
    bool have_secret;                /* the luck of its computer player is known from the start, or all zero */
    struct dice_key luck;
    /* The plan of turn `turn`, and how far the server has taken it. */
    unsigned turn;
    struct plan plan;
    size_t sent, acknowledged;       /* orders of the plan, in its sequence */
    bool commit_sent, commit_acknowledged;
    uint64_t first_id;               /* request id of the plan's first order; the others follow */
    uint64_t commit_id;
    unsigned reports, views;
    int outcome, points[SIDE_MAX];
    char *record;                    /* after the end; owned */
    size_t record_size, record_total;
};

/* `ai` plays for the player. */
void player_init(struct player *player, const struct scenario *scenario, const char *ai, const char *token);
void player_finish(struct player *player);
/* Opens a link and says Hello; what was acknowledged before is remembered, what was under way is sent again. */
void player_connect(struct player *player, const struct daemon *daemon);
void player_disconnect(struct player *player);

/* Takes what came, and sends what is due: Join, Ready, the plan, the commit. Returns true when something came. */
bool player_step(struct player *player);
/* Steps all until `done`; fails the test after DAEMON_MS without progress. */
void players_until(struct player *players, size_t count, bool (*done)(const struct player *players, size_t count));

bool players_over(const struct player *players, size_t count);
bool players_have_record(const struct player *players, size_t count);

/* A library's scenario, for record_verify. */
const struct scenario *player_find(void *library, const char *id);

#endif
