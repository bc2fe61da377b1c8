/* HandOver: the seat of a side goes to somebody else and back. Host and umpire do it at once, players by vote, which
 * ends with the server. Each change is an entry of the game's journal: "police hand open 2", with the number of the
 * hand-over, by which the tokens made for it are known, and "vote" behind it when the players opened the seat. Who plays,
 * a computer or a person, is the table's. */
#include "gate.h"

#include <stdio.h>
#include <string.h>

/* What a request wants. */
struct aim {
    enum hand hand; /* HAND_FIRST: back */
    const struct ai *ai;
    bool voted;
};

static const char *const words[] = {"first", "open", "substitute", "computer", "umpire"};
#define WORDS (sizeof(words) / sizeof(words[0]))

bool hand_restore(struct handing handing[SIDE_MAX], const struct scenario *scenario, const char *entry) {
    char id[16], word[16], vote[8] = "";
    unsigned number;
    if (!scenario || sscanf(entry, "%15s hand %15s %u %7s", id, word, &number, vote) < 3) {
        return false;
    }
    int side = scenario_side(scenario, id);
    for (unsigned i = 0; side >= 0 && i < WORDS; i++) {
        if (strcmp(word, words[i]) == 0) {
            handing[side].hand = (uint8_t)i;
            handing[side].number = number;
            handing[side].voted = strcmp(vote, "vote") == 0;
            return true;
        }
    }
    return false;
}

/* Whoever has the seat has it no more. */
static void seat_clear(struct game *game, int side) {
    struct session *session = game->seat[side].session;
    unsigned number = game->seat[side].number;
    if (session) {
        seat_release(game, side);
        tell_error(session, number, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
                   "Your seat was handed over. While a computer plays it or it is open, your token takes it back.", false);
    }
}

void hand_reread(struct game *game, const struct handing handing[SIDE_MAX]) {
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        bool other = game->handing[side].hand != handing[side].hand || game->handing[side].number != handing[side].number;
        game->handing[side].hand = handing[side].hand;
        game->handing[side].number = handing[side].number;
        game->handing[side].voted = handing[side].voted;
        if (other) {
            seat_clear(game, side);
        }
    }
}

/* Journals it, then it is so. */
static bool hand_set(struct game *game, int side, enum hand hand, unsigned number, bool voted) {
    char text[64];
    struct table_hooks hooks;
    int length = snprintf(text, sizeof(text), "%s hand %s %u%s", table_scenario(game->table)->side[side].id, words[hand],
                          number, voted ? " vote" : "");
    game_hooks(game->host, &hooks);
    if (!hooks.append(hooks.ctx, table_game(game->table), JOURNAL_SEAT, text, (size_t)length)) {
        return false;
    }
    game->handing[side].hand = (uint8_t)hand;
    game->handing[side].number = number;
    game->handing[side].voted = voted;
    return true;
}

unsigned hand_token(const struct game *game, int side) {
    const struct handing *handing = &game->handing[side];
    bool stands_in = handing->hand == HAND_OPEN || handing->hand == HAND_SUBSTITUTE;
    return stands_in ? TOKEN_SUBSTITUTE + SIDES_ROOM * handing->number + (unsigned)side : (unsigned)side;
}

/* Nothing is proposed for the seat any more. */
static void vote_end(struct handing *handing) {
    handing->votes = 0;
    handing->proposal[0] = '\0';
}

void hand_left(struct game *game, int side) {
    game->handing[side].left_ms = game->host->now_ms;
    for (int other = 0; other < SIDE_MAX; other++) {
        struct handing *handing = &game->handing[other];
        handing->votes &= ~(1u << side);
        if (handing->votes == 0) {
            vote_end(handing);
        }
    }
}

void hand_came(struct game *game, int side) {
    vote_end(&game->handing[side]);
}

int64_t hand_absent_ms(const struct game *game, int side) {
    if (game->seat[side].session) {
        return 0;
    }
    int64_t absent = game->host->now_ms - game->handing[side].left_ms;
    return absent > 0 ? absent : 1;
}

unsigned hand_votes(const struct game *game, int side, unsigned *needed) {
    unsigned votes = 0;
    *needed = 0;
    for (int other = 0; other < table_scenario(game->table)->sides; other++) {
        if (other != side && game->seat[other].session) {
            (*needed)++;
            votes += game->handing[side].votes >> other & 1;
        }
    }
    return votes;
}

/* The umpire's session gets the seat. False when it has no room for it. */
static bool umpire_seat(struct game *game, struct session *session, int side) {
    unsigned number = place_number(session);
    if (number == 0) {
        return false;
    }
    session->holding[number - 1] = (struct holding){.game = game, .side = side};
    game->seat[side].session = session;
    game->seat[side].number = number;
    hand_came(game, side);
    delta_forget(&game->seat[side]); /* what another client has seen */
    tell_joined(game, side);
    return true;
}

void hand_umpire_came(struct game *game, struct session *session) {
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        if (game->handing[side].hand == HAND_UMPIRE && !game->seat[side].session && umpire_seat(game, session, side)) {
            tell_seat_all(game, side);
        }
    }
}

void hand_umpire_left(struct game *game, const struct session *session) {
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        if (game->handing[side].hand == HAND_UMPIRE && game->seat[side].session == session) {
            seat_release(game, side);
        }
    }
}

static enum table_result hand_over(struct game *game, int side, const struct aim *aim, int64_t now_ms) {
    struct handing *handing = &game->handing[side];
    if (!hand_set(game, side, aim->hand, handing->number + 1, aim->voted)) {
        return TABLE_NO_JOURNAL;
    }
    seat_clear(game, side);
    vote_end(handing);
    enum table_result result =
        aim->ai ? table_set_player(game->table, side, aim->ai, now_ms)
                : table_set_person(game->table, side, aim->hand == HAND_UMPIRE ? PERSON_UMPIRE : PERSON_PLAYER, now_ms);
    struct observer *umpire = observer_find(game, NULL, IBAR__V1__ROLE__ROLE_UMPIRE, SIDES_ALL);
    if (aim->hand == HAND_UMPIRE && umpire && umpire_seat(game, umpire->at.session, side)) {
        tell_seat_all(game, side);
    }
    return result;
}

bool hand_give_up(struct game *game, int side, int64_t now_ms) {
    bool umpire = game->handing[side].hand == HAND_UMPIRE, over = table_phase(game->table) == TABLE_OVER;
    const struct ai *first = umpire ? table_settings(game->table)->ai[side] : NULL;
    if (umpire && over) {
        return true; /* nobody plays any more: should the game go back, the side is the umpire's as it was */
    }
    bool done = hand_set(game, side, umpire ? HAND_FIRST : HAND_OPEN, game->handing[side].number + 1,
                         game->handing[side].voted) &&
                (over || table_set_player(game->table, side, first, now_ms) == TABLE_DONE);
    game_wake(game, now_ms);
    return done;
}

/* As far as it can be known: by connection, account, and the address from which another seat was taken last. */
static bool plays_another(const struct session *session, const struct game *game, int side) {
    static const uint8_t nowhere[ADDRESS_BYTES];
    uint64_t account = session_account(session);
    bool here = memcmp(session->hooks.address, nowhere, ADDRESS_BYTES) != 0;
    for (int other = 0; other < table_scenario(game->table)->sides; other++) {
        if (other != side &&
            (game->seat[other].session == session || (account && game->owners.side[other].account == account) ||
             (here && memcmp(game->handing[other].address, session->hooks.address, ADDRESS_BYTES) == 0))) {
            return true;
        }
    }
    return false;
}

bool hand_join(struct request *request, struct game *game, int side, unsigned number) {
    struct handing *handing = &game->handing[side];
    const char *name = table_scenario(game->table)->side[side].name;
    if (number > 0 && (number != handing->number ||
                       (handing->hand != HAND_OPEN && handing->hand != HAND_SUBSTITUTE))) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_TOKEN, "join.token",
                     "This token opened the seat of %s for a substitute, and the seat was handed on: ask the host.",
                     name);
        return false;
    }
    bool done = true, over = table_phase(game->table) == TABLE_OVER;
    if (number > 0 && handing->voted && !over && plays_another(request->session, game, side)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
                     "The players opened the seat of %s for somebody else: you play another side, or one was taken from your "
                     "address.", name);
        return false;
    }
    if (number > 0) {
        done = over || handing->hand == HAND_SUBSTITUTE ||
               (hand_set(game, side, HAND_SUBSTITUTE, number, handing->voted) &&
                table_set_person(game->table, side, PERSON_SUBSTITUTE, request->now_ms) == TABLE_DONE);
    } else if (!over && (handing->hand == HAND_SUBSTITUTE || handing->hand == HAND_UMPIRE)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_SEAT, "seat",
                     "%s plays %s in your stead: host, umpire or the other players can hand the seat back to you.",
                     handing->hand == HAND_UMPIRE ? "The umpire" : "A substitute", name);
        return false;
    } else if (handing->hand != HAND_FIRST && !over) { /* after the end one comes to look, not to play */
        struct aim back = {HAND_FIRST, NULL, false};
        done = hand_over(game, side, &back, request->now_ms) == TABLE_DONE;
    }
    game_wake(game, request->now_ms);
    tell_news(game);
    if (!done) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: the seat is as it was, try again later.");
    }
    return done;
}

void hand_again(struct game *game) {
    const struct observer *umpire = observer_find(game, NULL, IBAR__V1__ROLE__ROLE_UMPIRE, SIDES_ALL);
    for (int side = 0; side < table_scenario(game->table)->sides; side++) {
        if (game->handing[side].hand == HAND_SUBSTITUTE || game->handing[side].hand == HAND_UMPIRE) {
            seat_clear(game, side);
        }
    }
    if (umpire) {
        hand_umpire_came(game, umpire->at.session);
    }
}

static bool aim_refuse(struct request *request, const char *field, const char *sentence, const char *name) {
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, field, sentence, name);
    return false;
}

/* False when it was answered. */
static bool aim_read(struct request *request, const char *to, struct aim *aim) {
    if (strncmp(to, "ai:", 3) == 0) {
        *aim = (struct aim){.hand = HAND_COMPUTER, .ai = ai_find(to + 3)};
        if (!aim->ai) {
            answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "hand_over.to",
                         "There is no computer player \"%.32s\": ai:scripted is one.", to + 3);
        }
        return aim->ai != NULL;
    }
    *aim = (struct aim){.hand = strcmp(to, "open") == 0     ? HAND_OPEN
                                : strcmp(to, "umpire") == 0 ? HAND_UMPIRE
                                                            : HAND_FIRST};
    if (aim->hand == HAND_FIRST && strcmp(to, "back") != 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "hand_over.to",
                     "A seat is not handed over to \"%.32s\": use ai: and the id of a computer player, open, back or umpire.",
                     to);
        return false;
    }
    return true;
}

/* Can the seat be handed over so at all? False when it was answered. */
static bool aim_check(struct request *request, int side, struct aim *aim) {
    struct game *game = request->game;
    const char *name = table_scenario(game->table)->side[side].name;
    enum hand hand = game->handing[side].hand;
    const struct ai *first = table_settings(game->table)->ai[side];
    if (aim->hand == HAND_FIRST) {
        aim->ai = first;
        return hand != HAND_FIRST || aim_refuse(request, "hand_over.to",
                                                "%s is in the hands of its first player: there is nothing to hand back.",
                                                name);
    }
    bool as_it_is = hand == aim->hand || (hand == HAND_FIRST && aim->ai && aim->ai == first);
    if (aim->hand == HAND_COMPUTER ? as_it_is && table_computer(game->table, side) == aim->ai
                                   : as_it_is && (hand == HAND_OPEN || game->seat[side].session)) {
        return aim_refuse(request, "hand_over.to", "The seat of %s is in those hands already.", name);
    }
    const struct observer *umpire = observer_find(game, NULL, IBAR__V1__ROLE__ROLE_UMPIRE, SIDES_ALL);
    if (aim->hand == HAND_UMPIRE && !umpire) {
        return aim_refuse(request, "hand_over.to", "No umpire is there who could play %s.", name);
    }
    if (aim->hand == HAND_UMPIRE && !place_number(umpire->at.session)) {
        return aim_refuse(request, "hand_over.to", "The umpire's connection has no room for the seat of %s.", name);
    }
    return true;
}

/* Each hand-over stays in the journal and in memory; back is always possible. False when it was answered. */
static bool hands_left(struct request *request, const struct aim *aim) {
    unsigned made = 0, most = request->observer ? HAND_OVERS_MAX : HAND_OVERS_MAX / 2;
    for (int side = 0; side < SIDE_MAX; side++) {
        made += request->game->handing[side].number;
    }
    if (aim->hand == HAND_FIRST || made < most) {
        return true;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "hand_over",
                 "Seats of this game changed hands %u times, the most allowed%s.", made,
                 request->observer ? "" : " by vote: ask the host");
    return false;
}

/* May the players vote on it? False when it was answered. */
static bool vote_check(struct request *request, int side, const struct aim *aim) {
    struct game *game = request->game;
    const char *name = table_scenario(game->table)->side[side].name;
    enum hand hand = game->handing[side].hand;
    if (side == request->side) {
        return aim_refuse(request, "hand_over.side", "You play %s yourself: one votes on the seats of others.", name);
    }
    if (hand == HAND_FIRST && table_settings(game->table)->ai[side]) {
        return aim_refuse(request, "hand_over.side",
                          "A computer plays %s since the game began: only host and umpire can hand that seat over.", name);
    }
    int64_t absent = hand_absent_ms(game, side);
    if (aim->hand == HAND_FIRST || absent >= VOTE_ABSENT_MS) {
        return true;
    }
    if (absent == 0) {
        return aim_refuse(request, "hand_over.side", "The player of %s is there: one votes on the seat of who is not.",
                          name);
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_REFUSED, "hand_over.side",
                 "The player of %s has been away for %d seconds: one votes on the seat after %d.", name,
                 (int)(absent / 1000), VOTE_ABSENT_MS / 1000);
    return false;
}

/* Counts the vote; true when all have voted so. */
static bool vote_cast(struct request *request, int side, const char *to) {
    struct handing *handing = &request->game->handing[side];
    unsigned needed;
    if (strcmp(handing->proposal, to) != 0) {
        handing->votes = 0;
        snprintf(handing->proposal, sizeof(handing->proposal), "%s", to);
    }
    handing->votes |= 1u << request->side;
    return hand_votes(request->game, side, &needed) == needed;
}

static void vote_take_back(struct request *request, int side) {
    struct handing *handing = &request->game->handing[side];
    if (request->observer) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "hand_over.to",
                     "Say to whom the seat goes: only a player has a vote to take back.");
        return;
    }
    handing->votes &= ~(1u << request->side);
    if (handing->votes == 0) {
        vote_end(handing);
    }
    answer_done(request);
    tell_table(request->game, NULL);
}

void hand_over_handle(struct request *request) {
    const Ibar__V1__HandOver *message = request->envelope->hand_over;
    struct game *game = request->game;
    struct aim aim;
    request->cost = TAKE_COST;
    int side = scenario_side(table_scenario(game->table), message->side);
    if (side < 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "hand_over.side",
                     "The game has no side \"%.32s\": name the side whose seat is meant.", message->side);
        return;
    }
    if (!message->to[0]) {
        vote_take_back(request, side);
        return;
    }
    if (!aim_read(request, message->to, &aim) || !aim_check(request, side, &aim) ||
        !hands_left(request, &aim) || (!request->observer && !vote_check(request, side, &aim))) {
        return;
    }
    aim.voted = !request->observer;
    if (aim.voted && !vote_cast(request, side, message->to)) {
        answer_done(request);
        tell_table(game, NULL);
        return;
    }
    if (hand_over(game, side, &aim, request->now_ms) == TABLE_DONE) {
        answer_done(request);
    } else {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_JOURNAL, "journal",
                     "The server cannot write its journal: the seat is as it was, try again later.");
    }
    game_wake(game, request->now_ms);
    game->news[TABLE_NEWS_TABLE] = true; /* who has the seat, even when the table is as it was */
    tell_news(game);
}
