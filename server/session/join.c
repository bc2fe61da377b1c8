/* Join takes a seat by its token, from whoever holds it; Leave leaves it, or gives it up. */
#include "gate.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool token_is_text(const char *token) {
    size_t length = 0;
    for (; token[length]; length++) {
        if (length >= TOKEN_TEXT - 1 || !isxdigit((unsigned char)token[length])) {
            return false;
        }
    }
    return length == TOKEN_TEXT - 1;
}

/* The game and side of a token; false when it was answered. */
static bool token_find(struct request *request, const char *token, struct game **game, int *side) {
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
    *game = host_find(request->session->host, number);
    *side = (int)seat;
    if (!*game || *side >= table_scenario((*game)->table)->sides || table_computer((*game)->table, *side)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "The game of this token is not open on this server: ask the host.");
        return false;
    }
    if (!seat_takes_token(*game, *side, made)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "This token no longer opens its seat: it was given up, or somebody else has it. Ask the host.");
        return false;
    }
    return true;
}

static void answer_joined(struct request *request, struct game *game, int side, const char *token) {
    const struct table *table = game->table;
    const struct scenario *scenario = table_scenario(table);
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Joined joined = IBAR__V1__JOINED__INIT;
    char name[TABLE_NAME_MAX];
    snprintf(name, sizeof(name), "%s", table_name(table));
    text_clean(name);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOINED;
    envelope.joined = &joined;
    joined.seat = request->seat;
    joined.game = table_game(table);
    joined.game_name = name;
    joined.side = (char *)scenario->side[side].id;
    joined.side_number = (uint32_t)side;
    joined.scenario = (char *)scenario->id;
    joined.scenario_hash = scenario->content_hash;
    joined.seal.len = SEAL_BYTES;
    joined.seal.data = (uint8_t *)table_seal(table);
    joined.options = table_options(table);
    joined.token = token ? (char *)token : (char *)"";
    answer_body(request, &envelope);
}

unsigned place_number(const struct session *session) {
    for (unsigned i = 0; i < SESSION_SEATS; i++) {
        if (!session->holding[i].game) {
            return i + 1;
        }
    }
    return 0;
}

void join_handle(struct request *request) {
    const Ibar__V1__Join *join = request->envelope->join;
    struct game *game;
    int side;
    if (!token_find(request, join->token, &game, &side)) {
        return;
    }
    if (!join_name_check(request, join->name, "join.name")) {
        return;
    }
    if (game->seat[side].session != request->session && !place_number(request->session)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "join",
                     "This connection holds %d seats, the most allowed: leave one first.", SESSION_SEATS);
        return;
    }
    seat_came(game, side, session_account(request->session));
    game->owners.side[side].entered = 0;
    join_seat(request, game, side, join->name, NULL);
}

bool join_name_check(struct request *request, const char *name, const char *field) {
    if (!text_is_line(name, PLAYER_NAME_MAX)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, field,
                     "The name is not fit to be shown: use at most %d bytes of UTF-8 without control characters.",
                     PLAYER_NAME_MAX);
        return false;
    }
    return name_is_free(request, name, field);
}

void join_seat(struct request *request, struct game *game, int side, const char *name, const char *token) {
    struct session *session = request->session;
    struct game_seat *seat = &game->seat[side];
    unsigned number = seat->session == session ? seat->number : place_number(session);
    if (seat->session && seat->session != session) {
        struct session *older = seat->session;
        unsigned older_number = seat->number;
        seat_release(game, side);
        tell_error(
            older, older_number, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
            "Your seat was taken from another connection with the same token: join again to take it back.",
            false);
    }
    session->holding[number - 1] = (struct holding){game, side};
    seat->session = session;
    seat->number = number;
    table_name_seat(game->table, side, name);
    request->seat = number;
    answer_joined(request, game, side, token);
    for (int other = 0; other < table_scenario(game->table)->sides; other++) {
        if (other != side) {
            tell_seat_table(game, other);
        }
    }
    tell_seat_all(game, side);
}

void leave_handle(struct request *request) {
    if (request->envelope->leave->give_up && !seat_give_up(request)) {
        return;
    }
    seat_release(request->game, request->side);
    answer_done(request);
    tell_table(request->game);
}
