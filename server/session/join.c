/* Join takes a place by its token: a side's seat, the host's or the umpire's from whoever holds it, one among the
 * spectators. Leave leaves it, or gives it up. */
#include "gate.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* What a token opens. */
struct opening {
    struct game *game;
    Ibar__V1__Role role;
    int side;
    unsigned hand; /* the number of the hand-over for which it was made, 0: none */
};

static bool token_is_text(const char *token) {
    size_t length = 0;
    for (; token[length]; length++) {
        if (length >= TOKEN_TEXT - 1 || !isxdigit((unsigned char)token[length])) {
            return false;
        }
    }
    return length == TOKEN_TEXT - 1;
}

/* Role and side of a token's number; false for what this server does not give out. */
static bool opening_read(unsigned seat, unsigned sides, struct opening *opening) {
    opening->role = IBAR__V1__ROLE__ROLE_PLAYER;
    opening->side = SIDES_ALL;
    opening->hand = 0;
    if (seat < sides) {
        opening->side = (int)seat;
    } else if (seat == TOKEN_HOST) {
        opening->role = IBAR__V1__ROLE__ROLE_HOST;
    } else if (seat == TOKEN_UMPIRE) {
        opening->role = IBAR__V1__ROLE__ROLE_UMPIRE;
    } else if (seat == TOKEN_WATCH) {
        opening->role = IBAR__V1__ROLE__ROLE_SPECTATOR;
    } else if (seat >= TOKEN_WATCH_SIDE && seat < TOKEN_WATCH_SIDE + sides) {
        opening->role = IBAR__V1__ROLE__ROLE_SPECTATOR;
        opening->side = (int)(seat - TOKEN_WATCH_SIDE);
    } else if (seat >= TOKEN_SUBSTITUTE && seat % SIDES_ROOM < sides) {
        opening->side = (int)(seat % SIDES_ROOM);
        opening->hand = (seat - TOKEN_SUBSTITUTE) / SIDES_ROOM;
    } else {
        return false;
    }
    return true;
}

/* False when it was answered. */
static bool token_find(struct request *request, const char *token, struct opening *opening) {
    uint64_t number, made;
    unsigned seat;
    uint8_t hash[32];
    if (!token_is_text(token)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "A token is %d hexadecimal digits, as the host gave it for your seat.", TOKEN_TEXT - 1);
        return false;
    }
    token_hash(token, hash);
    if (!store_find_token_made(request->session->host->config.store, hash, &number, &seat, &made)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "No seat has this token: copy it again from what the host gave you.");
        return false;
    }
    struct game *game = opening->game = host_find(request->session->host, number);
    if (!game || !opening_read(seat, table_scenario(game->table)->sides, opening) ||
        (opening->role == IBAR__V1__ROLE__ROLE_PLAYER && opening->hand == 0 &&
         table_settings(game->table)->ai[opening->side])) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "The game of this token is not open on this server: ask the host.");
        return false;
    }
    if (opening->role == IBAR__V1__ROLE__ROLE_PLAYER && opening->hand == 0 &&
        !seat_takes_token(game, opening->side, made)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "This token no longer opens its seat: it was given up, or somebody else has it. Ask the host.");
        return false;
    }
    return true;
}

static void joined_fill(const struct game *game, Ibar__V1__Role role, int side, Ibar__V1__Joined *joined,
                        char name[TABLE_NAME_MAX]) {
    const struct table *table = game->table;
    const struct scenario *scenario = table_scenario(table);
    ibar__v1__joined__init(joined);
    snprintf(name, TABLE_NAME_MAX, "%s", table_name(table));
    text_clean(name);
    joined->game = table_game(table);
    joined->game_name = name;
    joined->scenario = (char *)scenario->id;
    joined->scenario_hash = scenario->content_hash;
    joined->seal.len = SEAL_BYTES;
    joined->seal.data = (uint8_t *)table_seal(table);
    joined->options = table_options(table);
    joined->role = role;
    joined->delay = role == IBAR__V1__ROLE__ROLE_SPECTATOR ? watch_delay(game, side) : 0;
    if (side >= 0) {
        joined->side = (char *)scenario->side[side].id;
        joined->side_number = (uint32_t)side;
    }
}

void tell_joined(struct game *game, int side) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Joined joined;
    char name[TABLE_NAME_MAX];
    joined_fill(game, IBAR__V1__ROLE__ROLE_PLAYER, side, &joined, name);
    envelope.seat = joined.seat = game->seat[side].number;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOINED;
    envelope.joined = &joined;
    out_send(game->seat[side].session, &envelope);
}

static void answer_joined(struct request *request, const struct game *game, Ibar__V1__Role role, int side,
                          const char *token) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Joined joined;
    char name[TABLE_NAME_MAX];
    joined_fill(game, role, side, &joined, name);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOINED;
    envelope.joined = &joined;
    joined.seat = request->seat;
    if (token) {
        joined.token = (char *)token;
    }
    answer_body(request, &envelope);
}

/* A number for a new place in the session; 0 when it was answered that there is none. */
static unsigned number_take(struct request *request) {
    unsigned number = place_number(request->session);
    if (number == 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "join",
                     "This connection holds %d seats, the most allowed: leave one first.", SESSION_SEATS);
    }
    return number;
}

/* Takes the place from another session that has it, and says so there. */
static void place_take(const struct receiver *at) {
    struct session *older = at->session;
    unsigned number = at->number;
    place_leave(older, number);
    tell_error(older, number, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
               "Your seat was taken from another connection with the same token: join again to take it back.", false);
}

bool role_fits(struct request *request, const struct game *game, Ibar__V1__Role role) {
    bool plays = false, looks = false;
    for (unsigned i = 0; i < SESSION_SEATS; i++) {
        const struct holding *holding = &request->session->holding[i];
        if (holding->game == game) {
            plays = plays || !holding->observer;
            looks = looks || (holding->observer && holding->observer->role != IBAR__V1__ROLE__ROLE_HOST);
        }
    }
    bool seeing = role == IBAR__V1__ROLE__ROLE_UMPIRE || role == IBAR__V1__ROLE__ROLE_SPECTATOR;
    if (plays && seeing) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "role",
                     "This connection plays in this game and cannot look on at it too: leave the seat first.");
        return false;
    }
    if (looks && role == IBAR__V1__ROLE__ROLE_PLAYER) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "role",
                     "This connection looks on at this game and cannot take a seat in it too: leave that place first.");
        return false;
    }
    return true;
}

/* May the session have the seat, and has it room for it? False when it was answered. */
static bool seat_fits(struct request *request, const struct game *game, int side) {
    return game->seat[side].session == request->session ||
           (role_fits(request, game, IBAR__V1__ROLE__ROLE_PLAYER) && number_take(request) > 0);
}

void join_seat(struct request *request, struct game *game, int side, const char *name, const char *token) {
    struct session *session = request->session;
    struct receiver *seat = &game->seat[side];
    if (!seat_fits(request, game, side)) {
        return;
    }
    unsigned number = seat->session == session ? seat->number : place_number(session);
    if (seat->session && seat->session != session) {
        place_take(seat);
    }
    session->holding[number - 1] = (struct holding){.game = game, .side = side};
    if (game->handing[side].hand == HAND_FIRST) {
        seat_came(game, side, session_account(session));
    }
    game->owners.side[side].entered = token ? store_last(session->host->config.store) : 0;
    seat->session = session;
    seat->number = number;
    hand_came(game, side);
    memcpy(game->handing[side].address, session->hooks.address, ADDRESS_BYTES);
    table_name_seat(game->table, side, name);
    request->seat = number;
    unsigned cost = all_cost(game, NULL);
    request->cost = cost > request->cost ? cost : request->cost;
    answer_joined(request, game, IBAR__V1__ROLE__ROLE_PLAYER, side, token);
    tell_table(game, seat);
    const Ibar__V1__Join *join = request->envelope->body_case == IBAR__V1__ENVELOPE__BODY_JOIN ? request->envelope->join : NULL;
    delta_join(game, side, join ? join->sequence : 0, join ? join->hash : 0);
    tell_seat_all(game, side);
}

void join_observer(struct request *request, struct game *game, Ibar__V1__Role role, int side, const char *name) {
    struct session *session = request->session;
    bool spectator = role == IBAR__V1__ROLE__ROLE_SPECTATOR;
    struct observer *observer = observer_find(game, session, role, side);
    if (!observer) {
        struct observer *older = spectator ? NULL : observer_find(game, NULL, role, side);
        unsigned number;
        if (!role_fits(request, game, role) || !(number = number_take(request))) {
            return;
        }
        if (spectator && observer_count(game, role) >= SPECTATORS_MAX) {
            answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "watch",
                         "%d people look on at this game, the most allowed: come back later.", SPECTATORS_MAX);
            return;
        }
        if (older) {
            place_take(&older->at);
        }
        observer = observer_add(game, role, side);
        if (!observer) {
            answer_error(request, IBAR__V1__ERROR_CODE__ERROR_INTERNAL, "memory",
                         "The server has no memory left for another place: come back later.");
            return;
        }
        observer->at = (struct receiver){.whole = role == IBAR__V1__ROLE__ROLE_UMPIRE || side == SIDES_ALL, .session = session, .number = number};
        session->holding[number - 1] = (struct holding){.game = game, .side = -1, .observer = observer};
    }
    snprintf(observer->name, sizeof(observer->name), "%s", name);
    request->seat = observer->at.number;
    answer_joined(request, game, role, side, NULL);
    unsigned cost = all_cost(game, observer);
    request->cost = cost > request->cost ? cost : request->cost;
    if (role == IBAR__V1__ROLE__ROLE_UMPIRE) {
        hand_umpire_came(game, session);
    }
    tell_table(game, &observer->at);
    tell_observer_all(game, observer);
}

bool join_name_check(struct request *request, const char *name, const char *field) {
    if (name_is_fit(name, PLAYER_NAME_MAX)) {
        return name_is_free(request, name, field);
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, field,
                 "The name is not fit to be shown: use at most %d bytes of UTF-8 without control characters and marks of "
                 "direction.", PLAYER_NAME_MAX);
    return false;
}

void join_handle(struct request *request) {
    const Ibar__V1__Join *join = request->envelope->join;
    struct opening opening;
    if (!token_find(request, join->token, &opening) || !join_name_check(request, join->name, "join.name")) {
        return;
    }
    if (opening.role == IBAR__V1__ROLE__ROLE_PLAYER) {
        if (seat_fits(request, opening.game, opening.side) &&
            hand_join(request, opening.game, opening.side, opening.hand)) {
            join_seat(request, opening.game, opening.side, join->name, NULL);
        }
    } else if (opening.role == IBAR__V1__ROLE__ROLE_UMPIRE && !table_settings(opening.game->table)->umpired) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "umpire",
                     "This game was created without an umpire, and its players rely on that.");
    } else if (opening.role != IBAR__V1__ROLE__ROLE_SPECTATOR || watch_allowed(request, opening.game)) {
        join_observer(request, opening.game, opening.role, opening.side, join->name);
    }
}

void leave_handle(struct request *request) {
    if (request->envelope->leave->give_up && !request->observer && !seat_give_up(request)) {
        return;
    }
    place_leave(request->session, request->seat);
    answer_done(request);
    request->game->news[TABLE_NEWS_TABLE] = true; /* with what giving up has changed */
    tell_news(request->game);
}
