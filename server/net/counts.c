#include "counts.h"

#include "ops/metrics.h"
#include "server_internal.h"

void counts_update(struct server *server) {
    struct host_counters host;
    host_count(server->host, &host);
    const char *counter = "counter", *gauge = "gauge";
    const struct metric rows[] = {
        {"ibar_games", gauge, "Games that this server holds.", host.games},
        {"ibar_sessions", gauge, "Sessions that are open.", host.sessions},
        {"ibar_seats_connected", gauge, "Seats whose player is connected.", host.seats_connected},
        {"ibar_connections", gauge, "Connections that are open.", server->count},
        {"ibar_connections_total", counter, "Connections accepted since the start.", server->accepted},
        {"ibar_connections_slow_total", counter, "Connections dropped because they did not read.", server->slow},
        {"ibar_envelopes_in_total", counter, "Envelopes that came.", host.envelopes_in},
        {"ibar_envelopes_out_total", counter, "Envelopes that were sent.", host.envelopes_out},
        {"ibar_orders_total", counter, "Orders accepted.", host.orders},
        {"ibar_refused_total", counter, "Requests refused by the rules.", host.refused},
        {"ibar_errors_total", counter, "Other errors answered.", host.errors},
        {"ibar_turns_total", counter, "Turns resolved.", host.turns},
        {"ibar_journal_batches_total", counter, "Writes of the journal, each with one sync.", server->batches},
        {"ibar_journal_failed", gauge, "1 when the journal can no longer be written.",
         store_failure(server->store) != NULL},
    };
    metrics_update(server->metrics, rows, sizeof rows / sizeof rows[0]);
}
