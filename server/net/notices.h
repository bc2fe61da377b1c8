/* Calls players who are not there: runs a command, or posts to a web address, for each notice of the host. Neither
 * delays the game: what waits is bounded, what takes too long is ended, and a notice of a seat takes the place of the
 * one that still waits. Notices hold no token.
 *
 * The command is run without a shell and without arguments; the facts are in its environment, beside PATH, HOME, LANG
 * and TZ of the server's:
 *
 *      IBAR_EVENT      your_turn, clock_low, game_over
 *      IBAR_GAME       the game's number        IBAR_GAME_NAME  its name
 *      IBAR_SIDE       police, ...              IBAR_PLAYER     the name under which the seat was taken
 *      IBAR_TURN       the turn                 IBAR_TEXT       all that as a sentence
 *
 * The web address gets a POST of JSON: event, game, game_name, side, player, turn, text, and content, which is the same
 * as text, for chats that want it so. An answer that is not 2xx, and none, are tried again, later each time. */
#ifndef IBAR_NET_NOTICES_H
#define IBAR_NET_NOTICES_H

#include <uv.h>

#include "ops/limits.h"
#include "session/host.h"

struct notices;

struct notice_counters {
    uint64_t sent, failed, dropped;
};

/* Whether a URL can be posted to, as far as its text tells. */
bool notices_url_is_right(const char *url);
/* `command` and `url` "": none; they outlive it. NULL: no memory. The loop is the caller's. */
struct notices *notices_create(uv_loop_t *loop, const char *command, const char *url, const struct limits *limits);
/* Takes it up; never blocks. */
void notices_put(struct notices *notices, const struct host_notice *notice);
void notices_count(const struct notices *notices, struct notice_counters *out);
/* Forgets what waits and ends what runs; what it leaves in the loop ends in a moment. Takes NULL. */
void notices_stop(struct notices *notices);
/* When the loop has ended. Takes NULL. */
void notices_destroy(struct notices *notices);

#endif
