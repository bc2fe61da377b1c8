/* The server's counters as rows of metrics. */
#ifndef IBAR_NET_COUNTS_H
#define IBAR_NET_COUNTS_H

struct server;

/* Gives the present values to `server->metrics`. */
void counts_update(struct server *server);

#endif
