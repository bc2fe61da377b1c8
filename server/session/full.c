/* The disk is full: what was not yet on it did not happen. Its games are read again from the journal, whoever
 * waited for an answer gets an error, whoever holds a seat is told how the game stands. Then reading goes on and
 * changes are refused, until a trial finds room again. */
#include "session_room.h"

#include <stdlib.h>
#include <string.h>

/* A game that was not yet on disk at all, or cannot be read again. */
static void game_drop(struct host *host, size_t place, const char *why) {
    struct game *game = host->games[place];
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        struct session *session = game->seat[side].session;
        unsigned number = game->seat[side].number;
        if (session) {
            seat_release(game, side);
            tell_error(session, number, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal", why, false);
        }
    }
    observers_drop(game, why);
    table_destroy(game->table);
    delta_forget_all(game);
    free(game);
    game_take_out(host, place);
}

/* Back to what is on disk. True when the game goes on. */
static bool game_reread(struct host *host, size_t place, int64_t now_ms) {
    char why[SENTENCE_MAX] = "";
    struct game *game = host->games[place];
    struct owners owners;
    struct handing handing[SIDE_MAX] = {0};
    struct table *table = table_read(host, table_game(game->table), &game->key, now_ms, &owners, handing, why, sizeof(why));
    if (!table) {
        game_drop(host, place, why);
        return false;
    }
    table_destroy(game->table);
    game->table = table;
    seats_reread(game, &owners);
    game->appended = store_durable(host->config.store);
    memset(game->news, 0, sizeof(game->news));
    watch_forget(game);
    hand_reread(game, handing);
    game->rulings = rulings_count(game);
    return true;
}

static void full_begin(struct host *host, int64_t now_ms) {
    static const char text[] = "The disk of the server is full: this did not happen. It goes on by itself when there "
                               "is room again; try again later.";
    uint64_t durable = store_durable(host->config.store);
    closings_lost(host);
    out_refuse(host, text);
    notice_forget(host);
    for (size_t i = 0; i < host->games_count;) {
        struct game *game = host->games[i];
        if (game->appended > durable && !game_reread(host, i, now_ms)) {
            continue;
        }
        delta_forget_all(game); /* what was held did not arrive */
        for (int side = 0; side < table_scenario(game->table)->sides; side++) {
            tell_seat_all(game, side);
        }
        for (struct observer *observer = game->observers; observer; observer = observer->next) {
            tell_observer_all(game, observer);
        }
        i++;
    }
}

/* Who came with a token while nothing could be written has the seat. */
static void seats_write(struct game *game) {
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        const struct session *session = game->seat[side].session;
        if (session && game->handing[side].hand == HAND_FIRST) {
            seat_came(game, side, session_account(session));
        }
    }
}

void full_notice(struct host *host, int64_t now_ms) {
    bool full = store_full(host->config.store) != NULL;
    if (full) {
        host->retry_ms = now_ms + FULL_RETRY_MS;
    }
    if (full && !host->full) {
        full_begin(host, now_ms);
    }
    if (!full && host->full) {
        closings_write(host);
        /* Clocks that ran out, and computer players that could not enter their plans. */
        for (size_t i = 0; i < host->games_count; i++) {
            seats_write(host->games[i]);
            game_wake(host->games[i], now_ms);
        }
    }
    host->full = full;
}
