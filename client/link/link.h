/* A connection of the client to a server, or to one inside this process, in whole envelopes. Never blocks.
 *
 * Nothing of uv, OpenSSL or sockets shows here. tcp.c connects over TCP and TLS with a pinned certificate; local.c
 * holds a host of its own (hot-seat, several seats on one link). */
#ifndef IBAR_CLIENT_LINK_H
#define IBAR_CLIENT_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct link;

enum link_state { LINK_CONNECTING, LINK_OPEN, LINK_LOST, LINK_FAILED };

/* Connects to HOST:PORT. `fingerprint` pins the server's certificate (64 hexadecimal digits; NULL: trust on first use,
 * kept in the known-hosts file at `pins`; NULL: not kept). `tls` false: plain text, for loopback. NULL when memory runs out. */
struct link *link_open_tcp(const char *address, bool tls, const char *fingerprint, const char *pins);

/* What a hot-seat game is made of; the journal lies at `journal` (":memory:" or a path). */
struct link_local_config {
    const char *maps;      /* folder of maps and scenarios */
    const char *scenario;
    const char *journal;
    const char *ai[4];     /* by side: NULL a person at this screen */
    uint32_t turn_seconds;
    uint16_t options;      /* bit n: what-if n of the scenario */
    const char *option;    /* the same as ids with commas between, in place of `options`; NULL */
    bool restore;          /* go on with the game that `journal` holds; scenario, ai, options are not used */
};
/* NULL with a sentence in `why`. */
struct link *link_open_local(const struct link_local_config *config, char *why, size_t size);
/* Tokens of a local game's people's seats, in the order of sides; NULL beyond the last. */
const char *link_local_token(const struct link *link, size_t index);

enum link_state link_state(const struct link *link);
/* Why it is lost or failed, a whole sentence; "" otherwise. */
const char *link_why(const struct link *link);
/* The certificate's fingerprint once open, "" without TLS. */
const char *link_fingerprint(const struct link *link);

/* Does what can be done without waiting: reads, writes, steps a local host. Call once a frame. */
void link_step(struct link *link, int64_t now_ms);

/* Queues one encoded Envelope (without length prefix); copies it. False when the link is not open or the queue is full. */
bool link_send(struct link *link, const uint8_t *envelope, size_t size);
/* The next envelope that came, NULL when there is none. Valid until the next call of link_take or link_close. */
const uint8_t *link_take(struct link *link, size_t *size);

/* Takes NULL. */
void link_close(struct link *link);

/* True when a journal of link_open_local lies there. */
bool link_local_is_kept(const char *journal);
/* Removes a journal with all its files: the game is over, or another is begun in its place. False, and nothing is
 * removed, while a link of this or another program plays it. */
bool link_local_forget(const char *journal);

#endif
