/* TakeSeat, Invite, and giving a seat up. */
#include "gate.h"

#include <string.h>

/* False when it was answered: too many places were taken or made from this address. */
static bool may_take(struct request *request) {
    unsigned per_hour = request->session->host->config.limits.seats_hour;
    int64_t wait = book_ask_hourly(request->session, ASKED_SEAT, per_hour, request->now_ms);
    if (wait > 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "seats",
                     "Seats were taken or invited to too often from your address: try again in %d seconds.",
                     (int)(wait / 1000 + 1));
    }
    return wait == 0;
}

/* The game of a TakeSeat, when this player may know of it; NULL when it was answered. */
static struct game *game_of(struct request *request, uint64_t number, uint64_t account) {
    struct game *game = host_find(request->session->host, number);
    bool mine = false;
    for (int side = 0; game && side < SIDE_MAX; side++) {
        mine = mine || (account && game->owners.side[side].account == account);
    }
    if (game && (mine || game_is_listed(game))) {
        return game;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "take_seat.game",
                 "There is no game %llu in the lobby: look at the list again.", (unsigned long long)number);
    return NULL;
}

void take_seat_handle(struct request *request) {
    const Ibar__V1__TakeSeat *take = request->envelope->take_seat;
    struct session *session = request->session;
    uint64_t account = session_account(session);
    request->cost = TAKE_COST;
    const char *name = take->name[0] || !account ? take->name : store_account(session->host->config.store, account)->name;
    if (!lobby_allows(request, LOBBY_LIST) || !join_name_check(request, name, "take_seat.name")) {
        return;
    }
    struct game *game = game_of(request, take->game, account);
    if (!game) {
        return;
    }
    int side = scenario_side(table_scenario(game->table), take->side);
    if (side < 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "take_seat.side",
                     "The game has no side \"%.32s\": name one of those in the list.", take->side);
        return;
    }
    bool mine = account && game->owners.side[side].account == account && !table_settings(game->table)->ai[side];
    if (!mine && !seat_is_open(game, side)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "take_seat.side",
                     "Somebody has the seat of %s already: look at the list again.",
                     table_scenario(game->table)->side[side].name);
        return;
    }
    if (game->seat[side].session != session && !place_number(session)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "take_seat",
                     "This connection holds %d seats, the most allowed: leave one first.", SESSION_SEATS);
        return;
    }
    char token[TOKEN_TEXT] = "";
    if (!role_fits(request, game, IBAR__V1__ROLE__ROLE_PLAYER) || !may_take(request)) {
        return;
    }
    bool stands_in = !mine && game->handing[side].hand == HAND_OPEN;
    if ((mine || stands_in) && !hand_join(request, game, side, mine ? 0 : game->handing[side].number)) {
        return;
    }
    if ((!mine && !stands_in && !seat_change(game, side, SEAT_GIVEN, account)) ||
        !token_make(session->host, table_game(game->table), hand_token(game, side), token)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: the seat was not taken, try again later.");
        return;
    }
    join_seat(request, game, side, name, token);
}

void invite_handle(struct request *request) {
    const Ibar__V1__Invite *invite = request->envelope->invite;
    struct game *game = request->game;
    const struct scenario *scenario = table_scenario(game->table);
    bool player = invite->role == IBAR__V1__ROLE__ROLE_PLAYER;
    int side = scenario_side(scenario, invite->side);
    request->cost = TAKE_COST;
    if (!player && invite->role != IBAR__V1__ROLE__ROLE_SPECTATOR) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "invite.role",
                     "One invites a player or a spectator: host and umpire are named when the game is created.");
        return;
    }
    if (side < 0 && (player || invite->side[0])) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "invite.side",
                     "The game has no side \"%.32s\": name the side whose seat is meant%s.", invite->side,
                     player ? "" : ", or none to look on at all sides");
        return;
    }
    bool kept = player && game->owners.side[side].standing == SEAT_INVITED && !game->seat[side].session;
    if (player && !kept && !seat_is_open(game, side)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "invite.side",
                     "The seat of %s is not open: somebody has it.", scenario->side[side].name);
        return;
    }
    if (!player && !table_settings(game->table)->watched) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "invite.role",
                     "Nobody looks on at this game: it was created without spectators.");
        return;
    }
    if (game->invitations >= INVITATIONS_MAX) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "invite",
                     "%d tokens were made for this game since the server started, the most allowed.", INVITATIONS_MAX);
        return;
    }
    char token[TOKEN_TEXT];
    unsigned seat = player ? hand_token(game, side) : side < 0 ? TOKEN_WATCH : (unsigned)(TOKEN_WATCH_SIDE + side);
    bool first = player && seat == (unsigned)side; /* not for a substitute, whose tokens end with the hand-over */
    if (!may_take(request)) {
        return;
    }
    if ((first && !seat_change(game, side, SEAT_KEPT, 0)) || !token_make(game->host, table_game(game->table), seat, token)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: nobody was invited, try again later.");
        return;
    }
    game->invitations++;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Invitation invitation = IBAR__V1__INVITATION__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_INVITATION;
    envelope.invitation = &invitation;
    invitation.token = token;
    invitation.side = side < 0 ? (char *)"" : (char *)scenario->side[side].id;
    invitation.role = invite->role;
    answer_body(request, &envelope);
    tell_table(game, NULL);
}

bool seat_give_up(struct request *request) {
    struct game *game = request->game;
    int side = request->side;
    bool first = game->handing[side].hand == HAND_FIRST;
    bool left = first ? seat_change(game, side, SEAT_LEFT, 0) : hand_give_up(game, side, request->now_ms);
    if (left && table_unready(game->table, side) == TABLE_DONE) {
        table_name_seat(game->table, side, "");
        return true;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                 "The server cannot write its journal: you still have the seat, try again later.");
    return false;
}
