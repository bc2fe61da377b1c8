#include "counts.h"

#include "ops/metrics.h"
#include "store/store.h"
#include "server_internal.h"

void counts_update(struct server *server) {
    struct host_counters host;
    host_count(server->host, &host);
    struct notice_counters notices = {0};
    if (server->notices)
        notices_count(server->notices, &notices);
    const struct server_counters *counts = &server->counters;
    const char *counter = "counter", *gauge = "gauge";
    const struct metric rows[] = {
        {"ibar_games", gauge, "Games that this server holds.", host.games, NULL},
        {"ibar_sessions", gauge, "Sessions that are open.", host.sessions, NULL},
        {"ibar_seats_connected", gauge, "Seats whose player is connected.", host.seats_connected, NULL},
        {"ibar_connections", gauge, "Connections that are open.", server->count, NULL},
        {"ibar_handshakes", gauge, "Connections that have not said Hello yet.", server->handshakes, NULL},
        {"ibar_connections_total", counter, "Connections accepted since the start.", counts->accepted, NULL},
        {"ibar_connections_refused_total", counter, "Connections closed unheard, as there were too many.",
         counts->refused, NULL},
        {"ibar_connections_slow_total", counter, "Connections dropped because they did not read.", counts->slow, NULL},
        {"ibar_connections_idle_total", counter, "Connections ended because no request came for too long.",
         counts->idle, NULL},
        {"ibar_handshakes_dropped_total", counter, "Connections dropped before Hello to make room for others.",
         counts->early, NULL},
        {"ibar_throttled_total", counter, "Times that a connection was left unread because it was too fast.",
         counts->throttled, NULL},
        {"ibar_queue_bytes", gauge, "Bytes that wait for clients to read.", connection_queued(server), NULL},
        {"ibar_bytes_in_total", counter, "Bytes that came.", counts->bytes_in, NULL},
        {"ibar_bytes_out_total", counter, "Bytes that were sent.", counts->bytes_out, NULL},
        {"ibar_envelopes_in_total", counter, "Envelopes that came.", host.envelopes_in, NULL},
        {"ibar_envelopes_out_total", counter, "Envelopes that were sent.", host.envelopes_out, NULL},
        {"ibar_orders_total", counter, "Orders accepted.", host.orders, NULL},
        {"ibar_refused_total", counter, "Requests refused by the rules.", host.refused, NULL},
        {"ibar_errors_total", counter, "Other errors answered.", host.errors, NULL},
        {"ibar_turns_total", counter, "Turns resolved.", host.turns, NULL},
        {"ibar_journal_batches_total", counter, "Writes of the journal, each with one sync.", counts->batches, NULL},
        {"ibar_journal_batches_in_loop_total", counter,
         "Of them, those that the loop made itself, because they were small and the last were quick.", counts->batches_in_loop, NULL},
        {"ibar_journal_failed", gauge, "1 when the journal can no longer be written.",
         store_failure(server->store) != NULL, NULL},
        {"ibar_journal_full", gauge, "1 while nothing is accepted, because the disk is full.",
         store_full(server->store) != NULL, NULL},
        {"ibar_journal_waiting", gauge, "Entries of the journal that are not on disk yet.",
         store_last(server->store) - store_durable(server->store), NULL},
        {"ibar_games_created_total", counter, "Games created in the lobby.", host.created, NULL},
        {"ibar_accounts", gauge, "Accounts that there are.", host.accounts, NULL},
        {"ibar_passwords_wrong_total", counter, "Passwords that were wrong.", host.passwords_wrong, NULL},
        {"ibar_notices_total", counter, "Players called.", notices.sent, NULL},
        {"ibar_notices_failed_total", counter, "Calls that were given up.", notices.failed, NULL},
        {"ibar_notices_dropped_total", counter, "Calls dropped because too many waited.", notices.dropped, NULL},
        {.name = "ibar_journal_seconds", .type = "histogram", .times = &server->journal_times,
         .help = "Time of a write of the journal with its sync."},
        {.name = "ibar_answer_seconds", .type = "histogram", .times = &server->answer_times,
         .help = "Time from a request to what is sent next to its client: as a rule its answer, when it is durable."},
    };
    metrics_update(server->metrics, rows, sizeof rows / sizeof rows[0]);
}
