/* The network of a host: listener, connections, clocks, group commit, and the orderly end.
 *
 * One thread runs the loop and owns host, store and connections; only store_batch_write may run elsewhere, one batch at
 * a time: for batches that are large, or come while writes are slow. What one turn of the loop has to say to a connection
 * leaves in one write, as one run of TLS records. When nothing happens, the loop sleeps.
 *
 * Life: server_create (binds and listens); server_run until SIGTERM or SIGINT; server_destroy. */
#ifndef IBAR_NET_SERVER_H
#define IBAR_NET_SERVER_H

#include "ops/limits.h"
#include "session/host.h"
#include "tls.h"

struct metrics;
struct server;

struct server_config {
    struct host *host;       /* not owned, as all below */
    struct store *store;
    struct tls *tls;         /* NULL: plain text */
    struct metrics *metrics; /* NULL: none */
    const char *listen_host;
    uint16_t listen_port;    /* 0: a free one */
    int listen_socket;       /* bound and listening already, instead of host and port; -1: none */
    struct limits limits;
    const char *notice_command, *notice_url; /* NULL or "": none; outlive the server */
};

/* NULL with a sentence in `why`. */
struct server *server_create(const struct server_config *config, char *why, size_t size);
/* Calls a player, by the ways of the configuration: for host_config.notice. The server may be NULL. */
void server_notice(struct server *server, const struct host_notice *notice);
/* "0.0.0.0:7878", with the true port. Valid until server_destroy. */
const char *server_address(const struct server *server);
/* HOST:PORT that another computer may use: for a wildcard the first address that is not of loopback. */
void server_public_address(const struct server *server, char *out, size_t size);
/* Serves until SIGTERM or SIGINT, then drains: what is under way is written and told, and clients are told that the
 * server stops. True when all of the journal is on disk. SIGHUP reads the certificate again. */
bool server_run(struct server *server);
/* Takes NULL. */
void server_destroy(struct server *server);

/* The monotonic clock that the loop gives to the host, ms. */
int64_t server_now(void);

#endif
