/* ListGames: the lobby. Only listed games are shown, and those in which the account has a seat. */
#include "gate.h"

#include "table/ruling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool lobby_allows(struct request *request, enum lobby from) {
    if (request->session->host->config.lobby >= from) {
        return true;
    }
    answer_error(request, IBAR__V1__ERROR_CODE__ERROR_FORBIDDEN, "lobby",
                 from == LOBBY_LIST ? "This server has no lobby: join with the token that the host gave you."
                                    : "This server does not let players create games or accounts: ask who runs it.");
    return false;
}

bool game_is_listed(const struct game *game) {
    return table_settings(game->table)->listed;
}

void seat_line(struct game *game, int side, Ibar__V1__Seat *out) {
    const struct ai *ai = table_computer(game->table, side);
    ibar__v1__seat__init(out);
    out->side = (char *)table_scenario(game->table)->side[side].id;
    out->computer = ai != NULL;
    out->player = ai ? (char *)ai->name : (char *)"";
    out->connected = game->seat[side].session != NULL;
    out->open = seat_is_open(game, side);
    out->name = (char *)table_player(game->table, side);
}

/* A page of games, with all that its envelope points to. */
struct page {
    Ibar__V1__Games games;
    Ibar__V1__GameLine line[LOBBY_PAGE], *lines[LOBBY_PAGE];
    Ibar__V1__Seat seat[LOBBY_PAGE][SIDE_MAX], *seats[LOBBY_PAGE][SIDE_MAX];
    char *mine[LOBBY_PAGE][SIDE_MAX];
    char name[LOBBY_PAGE][TABLE_NAME_MAX];
};

struct filter {
    const Ibar__V1__ListGames *list;
    char text[NAME_KEY_ROOM];
    uint64_t account;
};

static bool has_text(const struct game *game, const char *text) {
    const struct scenario *scenario = table_scenario(game->table);
    if (!text[0] || name_has(table_name(game->table), text) || name_has(scenario->name, text) ||
        name_has(scenario->id, text)) {
        return true;
    }
    for (int side = 0; side < scenario->sides; side++) {
        if (name_has(table_player(game->table, side), text)) {
            return true;
        }
    }
    return false;
}

static bool game_fits(const struct game *game, const struct filter *filter) {
    const Ibar__V1__ListGames *list = filter->list;
    const struct scenario *scenario = table_scenario(game->table);
    bool mine = false, open = false;
    for (int side = 0; side < scenario->sides; side++) {
        mine = mine || (filter->account && game->owners.side[side].account == filter->account);
        open = open || seat_is_open(game, side);
    }
    return (list->mine ? mine : game_is_listed(game)) && (!list->open || open) &&
           (!list->scenario[0] || strcmp(list->scenario, scenario->id) == 0) &&
           (list->phase == IBAR__V1__PHASE__PHASE_UNSPECIFIED ||
            (unsigned)list->phase == (unsigned)table_phase(game->table) + 1) &&
           has_text(game, filter->text);
}

static void line_fill(struct page *page, struct game *game, uint64_t account) {
    const struct table_config *settings = table_settings(game->table);
    const struct scenario *scenario = table_scenario(game->table);
    size_t at = page->games.n_games++;
    Ibar__V1__GameLine *line = page->lines[at] = &page->line[at];
    ibar__v1__game_line__init(line);
    snprintf(page->name[at], TABLE_NAME_MAX, "%s", table_name(game->table));
    text_clean(page->name[at]);
    line->game = table_game(game->table);
    line->name = page->name[at];
    line->scenario = (char *)scenario->id;
    line->phase = (Ibar__V1__Phase)((unsigned)table_phase(game->table) + 1);
    line->turn = table_turn(game->table);
    line->turns = scenario->turns;
    line->watched = settings->watched;
    line->delay = settings->delay;
    line->umpired = settings->umpired;
    line->turn_seconds = settings->turn_seconds;
    line->bank_seconds = settings->bank_seconds;
    line->paused = table_is_paused(game->table);
    line->options = table_options(game->table);
    line->seats = page->seats[at];
    line->mine = page->mine[at];
    for (int side = 0; side < scenario->sides; side++) {
        seat_line(game, side, &page->seat[at][side]);
        page->seats[at][side] = &page->seat[at][side];
        line->n_seats++;
        if (account && game->owners.side[side].account == account) {
            page->mine[at][line->n_mine++] = (char *)scenario->side[side].id;
        }
    }
}

void list_games_handle(struct request *request) {
    const Ibar__V1__ListGames *list = request->envelope->list_games;
    struct host *host = request->session->host;
    struct filter filter = {.list = list, .account = session_account(request->session)};
    request->cost = LIST_COST;
    if (!lobby_allows(request, LOBBY_LIST)) {
        return;
    }
    if (!text_is_line(list->text, LOBBY_TEXT_MAX)) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_MALFORMED, "list_games.text",
                     "What is searched for is too long or no text: use at most %d bytes of UTF-8.", LOBBY_TEXT_MAX);
        return;
    }
    if (list->mine && !filter.account) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_ACCOUNT, "list_games.mine",
                     "Which games are yours is known by your account: log in first.");
        return;
    }
    struct page *page = calloc(1, sizeof(*page));
    if (!page) {
        answer_error(request, IBAR__V1__ERROR_CODE__ERROR_INTERNAL, "memory",
                     "The server has no memory left for the list: try again later.");
        return;
    }
    name_key(list->text, filter.text, sizeof(filter.text));
    ibar__v1__games__init(&page->games);
    page->games.games = page->lines;
    for (size_t i = 0; i < host->games_count; i++) {
        struct game *game = host->games[i];
        if (!game_fits(game, &filter)) {
            continue;
        }
        page->games.total++;
        if (table_game(game->table) <= list->after) {
            continue;
        }
        if (page->games.n_games < LOBBY_PAGE) {
            line_fill(page, game, filter.account);
        } else {
            page->games.more = true;
        }
    }
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_GAMES;
    envelope.games = &page->games;
    answer_body(request, &envelope);
    free(page);
}
