/* Join takes a seat by its token, from whoever holds it; Leave gives it up. */
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
    uint64_t number;
    unsigned seat;
    uint8_t hash[32];
    if (!token_is_text(token)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "A token is %d hexadecimal digits, as the host gave it for your seat.", TOKEN_TEXT - 1);
        return false;
    }
    token_hash(token, hash);
    if (!store_find_token(request->session->host->config.store, hash, &number, &seat)) {
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
    return true;
}

static void answer_joined(struct request *request, struct game *game, int side) {
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
    answer_body(request, &envelope);
}

/* A free number for a seat in the session; 0 when there is none. */
static unsigned number_find(const struct session *session) {
    for (unsigned i = 0; i < SESSION_SEATS; i++) {
        if (!session->holding[i].game) {
            return i + 1;
        }
    }
    return 0;
}

void join_handle(struct request *request) {
    const Ibar__V1__Join *join = request->envelope->join;
    struct session *session = request->session;
    struct game *game;
    int side;
    if (!token_find(request, join->token, &game, &side)) {
        return;
    }
    if (!text_is_line(join->name, PLAYER_NAME_MAX)) {
        answer_error(
            request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "join.name",
            "The name is not fit to be shown: use at most %d bytes of UTF-8 without control characters.",
            PLAYER_NAME_MAX);
        return;
    }
    struct game_seat *seat = &game->seat[side];
    bool again = seat->session == session;
    unsigned number = again ? seat->number : number_find(session);
    if (number == 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "join",
                     "This connection holds %d seats, the most allowed: leave one first.", SESSION_SEATS);
        return;
    }
    if (seat->session && !again) {
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
    table_name_seat(game->table, side, join->name);
    request->seat = number;
    answer_joined(request, game, side);
    for (int other = 0; other < table_scenario(game->table)->sides; other++) {
        if (other != side) {
            tell_seat_table(game, other);
        }
    }
    delta_join(game, side, join->sequence, join->hash);
    tell_seat_all(game, side);
}

void leave_handle(struct request *request) {
    seat_release(request->game, request->side);
    answer_done(request);
    tell_table(request->game);
}
