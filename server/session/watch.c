/* What spectators see: one side's view without its plan, or every side's, some turns late. It is played again out of
 * what the table keeps, once in a turn for all who look on, so that nothing later can be in it. */
#include "gate.h"

#include <assert.h>
#include <stdlib.h>

/* An earlier turn as the sides saw it. */
struct looking {
    unsigned turn;
    bool made[SIDE_MAX];
    struct view view[SIDE_MAX];
    struct event *events[SIDE_MAX];
    size_t count[SIDE_MAX];
};

void watch_forget(struct game *game) {
    for (int side = 0; game->looking && side < SIDE_MAX; side++) {
        free(game->looking->events[side]);
    }
    free(game->looking);
    game->looking = NULL;
}

unsigned watch_delay(const struct game *game, int side) {
    unsigned delay = table_settings(game->table)->delay;
    return side == SIDES_ALL && delay == 0 ? 1 : delay;
}

/* The sides' views of an earlier turn; NULL when it cannot be looked back to. */
static const struct looking *look_back(struct game *game, unsigned turn, int side) {
    struct looking *looking = game->looking;
    if (looking && looking->turn != turn) {
        watch_forget(game);
        looking = NULL;
    }
    if (!looking) {
        looking = game->looking = calloc(1, sizeof(*looking));
        if (!looking) {
            return NULL;
        }
        looking->turn = turn;
    }
    if (!looking->made[side]) {
        looking->made[side] = table_look_back(game->table, turn, side, &looking->view[side], &looking->events[side],
                                              &looking->count[side]);
    }
    return looking->made[side] ? looking : NULL;
}

static void earlier_tell(struct game *game, struct observer *observer, unsigned turn, int side) {
    const struct looking *looking = look_back(game, turn, side);
    if (!looking) {
        return;
    }
    assert(looking->view[side].side == side && looking->view[side].turn <= turn);
    if (turn > 1) { /* of the turn before; the set-up has none */
        tell_report(&observer->at, side, turn - 1, looking->events[side], looking->count[side]);
    }
    tell_view(game, &observer->at, &looking->view[side]);
}

static void present_tell(struct game *game, struct observer *observer, int side) {
    unsigned turn;
    const struct event *events;
    struct view *view = &game->host->view;
    size_t count = table_report(game->table, side, &turn, &events);
    if (turn > 0) {
        tell_report(&observer->at, side, turn, events, count);
    }
    table_view(game->table, side, view);
    view->plan.count = 0;
    tell_view(game, &observer->at, view);
}

void watch_tell(struct game *game, struct observer *observer, bool again) {
    const struct table *table = game->table;
    if (table_phase(table) == TABLE_LOBBY) {
        return;
    }
    unsigned delay = table_phase(table) == TABLE_OVER ? 0 : watch_delay(game, observer->side);
    unsigned present = table_turn(table);
    if (present < table_first_turn(table) + delay || (!again && delay > 0 && observer->shown == present - delay + 1)) {
        return;
    }
    for (int side = 0; side < table_scenario(table)->sides; side++) {
        if (observer->side != SIDES_ALL && observer->side != side) {
            continue;
        }
        if (delay == 0) {
            present_tell(game, observer, side);
        } else {
            earlier_tell(game, observer, present - delay, side);
        }
    }
    observer->shown = present - delay + 1;
}

bool watch_allowed(struct request *request, const struct game *game) {
    if (table_settings(game->table)->watched) {
        return true;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "watch",
                 "This game lets nobody look on: its host can create one that does.");
    return false;
}

void watch_handle(struct request *request) {
    const Ibar__V1__Watch *watch = request->envelope->watch;
    request->cost = TAKE_COST;
    if (!lobby_allows(request, LOBBY_LIST)) {
        return;
    }
    struct game *game = host_find(request->session->host, watch->game);
    if (!game || !game_is_listed(game)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "watch.game",
                     "No game %llu is listed here: take a number from ListGames, or join with a token.",
                     (unsigned long long)watch->game);
        return;
    }
    int side = watch->side[0] ? scenario_side(table_scenario(game->table), watch->side) : SIDES_ALL;
    if (watch->side[0] && side < 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "watch.side",
                     "The game has no side \"%.32s\": name one of its sides, or none to look on at all.", watch->side);
        return;
    }
    const struct session *session = request->session;
    uint64_t account = session_account(session);
    const char *name = watch->name[0] || !account ? watch->name : store_account(session->host->config.store, account)->name;
    if (join_name_check(request, name, "watch.name") && watch_allowed(request, game)) {
        join_observer(request, game, IBAR__V1__ROLE__ROLE_SPECTATOR, side, name);
    }
}
