/* Who is to be called because he is not there: it is his turn, his time runs out, his game is over. Told to the host's
 * owner when what it tells of is on disk. */
#include "session_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of its own time a turn has one part in so many left when players are called again. */
#define LOW_PART 10

struct waiting {
    uint64_t tag; /* the journal's last entry when it was made */
    uint64_t game;
    unsigned turn;
    uint8_t event, side;
};

static void notice_put(struct game *game, int side, enum host_event event) {
    struct host *host = game->host;
    if (host->notices_count == host->notices_room) {
        size_t room = host->notices_room ? host->notices_room * 2 : 16;
        struct waiting *grown = realloc(host->notices, room * sizeof(*grown));
        if (!grown) {
            return; /* without memory nobody is called */
        }
        host->notices = grown;
        host->notices_room = room;
    }
    host->notices[host->notices_count++] =
        (struct waiting){.tag = store_last(host->config.store), .game = table_game(game->table),
                         .turn = table_turn(game->table), .event = (uint8_t)event, .side = (uint8_t)side};
}

/* Those people of a game who have a seat and are not there; `waited_for` true: whose orders are awaited. */
static void game_call(struct game *game, enum host_event event, bool waited_for) {
    if (!game->host->config.notice) {
        return;
    }
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        bool handed = game->handing[side].hand == HAND_OPEN || game->handing[side].hand == HAND_UMPIRE;
        if (game->owners.side[side].standing == SEAT_HELD && !handed && !game->seat[side].session && !table_computer(game->table, side) &&
            !(waited_for && table_has_committed(game->table, side))) {
            notice_put(game, side, event);
        }
    }
}

void notice_clock(struct game *game) {
    int64_t left = table_remaining_ms(game->table, game->host->now_ms);
    int64_t low = (int64_t)table_settings(game->table)->turn_seconds * 1000 / LOW_PART;
    game->low_ms = left > low && game->host->config.notice ? game->host->now_ms + left - low : INT64_MAX;
    game_wake(game, game->low_ms);
}

void notice_news(struct game *game, const bool news[TABLE_NEWS_OVER + 1]) {
    if (news[TABLE_NEWS_TURN] && table_phase(game->table) == TABLE_ORDERS) {
        game_call(game, HOST_YOUR_TURN, true);
        notice_clock(game);
    }
    if (news[TABLE_NEWS_OVER] && table_phase(game->table) == TABLE_OVER) {
        game->low_ms = INT64_MAX;
        game_call(game, HOST_GAME_OVER, false);
    }
}

void notice_step(struct game *game, int64_t now_ms) {
    if (now_ms < game->low_ms) {
        return;
    }
    /* The clock may have stood still since. */
    int64_t left = table_remaining_ms(game->table, now_ms);
    int64_t low = (int64_t)table_settings(game->table)->turn_seconds * 1000 / LOW_PART;
    game->low_ms = left > low ? now_ms + left - low : INT64_MAX;
    if (left > 0 && left <= low && table_phase(game->table) == TABLE_ORDERS) {
        game_call(game, HOST_CLOCK_LOW, true);
    }
}

void notice_release(struct host *host) {
    uint64_t durable = store_durable(host->config.store);
    size_t kept = 0;
    for (size_t i = 0; i < host->notices_count; i++) {
        struct waiting waiting = host->notices[i];
        if (waiting.tag > durable) {
            host->notices[kept++] = waiting;
            continue;
        }
        const struct game *game = host_find(host, waiting.game);
        if (!game) {
            continue;
        }
        char name[TABLE_NAME_MAX];
        snprintf(name, sizeof(name), "%s", table_name(game->table));
        text_clean(name);
        const struct host_notice notice = {.event = waiting.event,
                                           .game = waiting.game,
                                           .game_name = name,
                                           .side = table_scenario(game->table)->side[waiting.side].id,
                                           .player = table_player(game->table, waiting.side),
                                           .side_number = waiting.side,
                                           .turn = waiting.turn};
        host->config.notice(host->config.notice_ctx, &notice);
    }
    host->notices_count = kept;
}

void notice_forget(struct host *host) {
    size_t kept = 0;
    for (size_t i = 0; i < host->notices_count; i++) {
        if (host->notices[i].tag <= store_durable(host->config.store)) {
            host->notices[kept++] = host->notices[i];
        }
    }
    host->notices_count = kept;
}

void notice_finish(struct host *host) {
    free(host->notices);
    host->notices = NULL;
    host->notices_count = host->notices_room = 0;
}
