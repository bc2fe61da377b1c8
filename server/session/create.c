/* CreateGame, and what becomes of games of the lobby that nobody wants. */
#include "gate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_MS ((int64_t)3600 * 1000)

static bool refuse_limit(struct request *request, const char *rule, const char *text, unsigned limit) {
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, rule, text, limit);
    return false;
}

static bool anybody_is_there(const struct game *game) {
    for (const struct session *session = game->host->sessions; session; session = session->next) {
        for (unsigned i = 0; i < SESSION_SEATS; i++) {
            if (session->holding[i].game == game) {
                return true;
            }
        }
    }
    return false;
}

/* Frees the game, which is to be taken out of the host. False when somebody is there, or it cannot be journalled. */
static bool game_close(struct game *game) {
    uint64_t sequence = anybody_is_there(game) ? 0 : game_note(game, closing_text);
    if (!sequence) {
        return false;
    }
    closing_add(game->host, table_game(game->table), sequence);
    table_destroy(game->table);
    delta_forget_all(game);
    free(game);
    return true;
}

/* Games that are over take memory too: the oldest of the lobby's make room. False when there is none. */
static bool room_make(struct host *host) {
    for (size_t i = 0; host->games_count >= host->config.limits.games && i < host->games_count;) {
        struct game *game = host->games[i];
        if (game->owners.from_lobby && table_phase(game->table) == TABLE_OVER && game_close(game)) {
            game_take_out(host, i);
        } else {
            i++;
        }
    }
    return host->games_count < host->config.limits.games;
}

/* Is there room for one more game, from this account or address? False when it was answered. */
static bool may_create(struct request *request) {
    const struct session *session = request->session;
    const struct host *host = session->host;
    const struct host_limits *limits = &host->config.limits;
    uint64_t account = session_account(session);
    size_t open = 0, own = 0;
    for (size_t i = 0; i < host->games_count; i++) {
        const struct game *game = host->games[i];
        if (table_phase(game->table) == TABLE_OVER) {
            continue;
        }
        open++;
        own += game->owners.from_lobby &&
               ((account && game->owners.creator == account) ||
                memcmp(game->address, session->hooks.address, ADDRESS_BYTES) == 0);
    }
    if (open >= limits->games) {
        return refuse_limit(request, "games", "This server has %u games under way, as many as it takes: join one of them, or "
                                              "try again later.", limits->games);
    }
    if (own >= limits->games_each) {
        return refuse_limit(request, "games", "You have created %u games that are not over, the most allowed: play one of "
                                              "them to its end first.", limits->games_each);
    }
    return true;
}

/* Counted when all else is in order, so that a mistake costs nothing. */
static bool may_create_now(struct request *request) {
    int64_t wait = book_ask_hourly(request->session, ASKED_GAME, request->session->host->config.limits.games_hour,
                                   request->now_ms);
    if (wait > 0) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_LIMIT, "games",
                     "Games were created too often from your address: try again in %d seconds.", (int)(wait / 1000 + 1));
    }
    return wait == 0;
}

static bool refuse_field(struct request *request, const char *field, const char *text) {
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, field, "%s", text);
    return false;
}

/* Who plays which side. False when it was answered. */
static bool seats_read(struct request *request, const struct scenario *scenario, struct host_game *game) {
    const Ibar__V1__CreateGame *create = request->envelope->create_game;
    char why[SENTENCE_MAX];
    unsigned people = (unsigned)scenario->sides;
    for (size_t i = 0; i < create->n_seats; i++) {
        const Ibar__V1__SeatPlan *plan = create->seats[i];
        int side = scenario_side(scenario, plan->side);
        const struct ai *ai = plan->player[0] ? ai_find(plan->player) : NULL;
        if (side < 0 || (plan->player[0] && !ai) || game->ai[side]) {
            snprintf(why, sizeof(why), side < 0 ? "The scenario has no side \"%.32s\"."
                                       : game->ai[side] ? "The side \"%.32s\" is named twice."
                                                        : "There is no computer player for side \"%.32s\" of that name.",
                     plan->side);
            return refuse_field(request, "create_game.seats", why);
        }
        game->ai[side] = ai ? ai->name : NULL;
        people -= ai != NULL;
    }
    /* Computers alone would play it in one go, for nobody. */
    return people > 0 || refuse_field(request, "create_game.seats",
                                      "Computers play every side: leave one to a person, or use the arena for such games.");
}

/* The what-ifs by their ids. False when it was answered. */
static bool options_read(struct request *request, const struct scenario *scenario, struct host_game *game) {
    const Ibar__V1__CreateGame *create = request->envelope->create_game;
    for (size_t i = 0; i < create->n_options; i++) {
        int option = scenario_option_find(scenario, create->options[i]);
        if (option < 0) {
            char why[SENTENCE_MAX];
            snprintf(why, sizeof(why), "The scenario %s has no what-if \"%.32s\".", scenario->id, create->options[i]);
            return refuse_field(request, "create_game.options", why);
        }
        game->options |= (uint16_t)(1u << option);
    }
    return true;
}

/* What is wanted, checked. False when it was answered. */
static bool game_read(struct request *request, struct host_game *game) {
    const Ibar__V1__CreateGame *create = request->envelope->create_game;
    const struct host *host = request->session->host;
    char why[SENTENCE_MAX] = "";
    if (!name_is_fit(create->name, TABLE_NAME_MAX - 1)) {
        return refuse_field(request, "create_game.name", "The name is not fit to be shown: use at most 47 bytes of UTF-8 "
                                                         "without control characters and marks of direction.");
    }
    const struct scenario *scenario = text_is_line(create->scenario, 31)
                                          ? host->config.find(host->config.find_ctx, create->scenario, why, sizeof(why))
                                          : NULL;
    if (!scenario) {
        return refuse_field(request, "create_game.scenario",
                            "This server has no such scenario: name one by its id, as bridge-checkpoint.");
    }
    if (create->delay > DELAY_MAX) {
        return refuse_field(request, "create_game.delay", "Spectators see at most 100 turns late.");
    }
    *game = (struct host_game){.scenario = scenario->id,
                               .name = create->name,
                               .turn_seconds = create->turn_seconds,
                               .bank_seconds = create->bank_seconds,
                               .grace_seconds = create->grace_seconds,
                               .listed = !create->unlisted,
                               .watched = create->watched,
                               .umpired = create->umpired,
                               .delay = (uint16_t)create->delay};
    return seats_read(request, scenario, game) && options_read(request, scenario, game);
}

/* What makes it a game of the lobby, and its tokens. */
static bool game_open(struct request *request, struct game *game, char host_token[TOKEN_TEXT],
                      char umpire_token[TOKEN_TEXT]) {
    char text[32] = "lobby";
    uint64_t account = session_account(request->session);
    if (account) {
        snprintf(text, sizeof(text), "lobby %" PRIu64, account);
    }
    game->owners.from_lobby = true;
    game->owners.creator = account;
    memcpy(game->address, request->session->hooks.address, ADDRESS_BYTES);
    game_age(game);
    return game_note(game, text) && token_make(game->host, table_game(game->table), TOKEN_HOST, host_token) &&
           (!table_settings(game->table)->umpired || token_make(game->host, table_game(game->table), TOKEN_UMPIRE, umpire_token));
}

void create_game_handle(struct request *request) {
    struct host *host = request->session->host;
    struct host_game wanted;
    request->cost = CREATE_COST;
    if (!lobby_allows(request, LOBBY_ACCOUNTS)) {
        return;
    }
    if (host->config.lobby == LOBBY_ACCOUNTS && !session_account(request->session)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, "create_game",
                     "On this server one needs an account to create games: log in first.");
        return;
    }
    if (!may_create(request) || !game_read(request, &wanted) || !may_create_now(request)) {
        return;
    }
    if (!room_make(host)) {
        refuse_limit(request, "games", "This server holds %u games, as many as it takes: try again later.",
                     host->config.limits.games);
        return;
    }
    char why[SENTENCE_MAX] = "", host_token[TOKEN_TEXT] = "", umpire_token[TOKEN_TEXT] = "";
    struct game *game = game_make(host, &wanted, request->now_ms, why, sizeof(why));
    if (!game || !game_open(request, game, host_token, umpire_token)) {
        bool journal = game || store_full(host->config.store) || store_failure(host->config.store);
        answer_error(request, journal ? IBAR__V1__ERROR_CODE__ERROR_JOURNAL : IBAR__V1__ERROR_CODE__ERROR_MALFORMED,
                     journal ? "journal" : "create_game", "%s", game ? "The journal cannot be written: try again later." : why);
        return;
    }
    host->counters.created++;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Created created = IBAR__V1__CREATED__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_CREATED;
    envelope.created = &created;
    created.game = table_game(game->table);
    created.host_token = host_token;
    created.umpire_token = umpire_token;
    answer_body(request, &envelope);
}

void game_age(struct game *game) {
    const struct host_limits *limits = &game->host->config.limits;
    bool over = table_phase(game->table) == TABLE_OVER;
    uint32_t hours = over ? limits->over_hours : table_phase(game->table) == TABLE_LOBBY ? limits->unbegun_hours : 0;
    game->over = over;
    game->drop_ms = game->owners.from_lobby && hours ? game->host->now_ms + hours * HOUR_MS : INT64_MAX;
    game_wake(game, game->drop_ms);
}

bool game_expire(struct game *game, int64_t now_ms) {
    bool over = table_phase(game->table) == TABLE_OVER;
    bool begun = table_phase(game->table) == TABLE_ORDERS;
    if ((begun && game->drop_ms != INT64_MAX) || over != game->over) {
        game_age(game);
    }
    if (now_ms < game->drop_ms) {
        return false;
    }
    if (!game_close(game)) {
        game->drop_ms = now_ms + HOUR_MS;
        return false;
    }
    return true;
}
