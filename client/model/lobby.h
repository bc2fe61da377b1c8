/* The lobby of a server: what it offers, its list of games, accounts. Part of a model's connection, which may hold
 * places at tables at the same time. */
#ifndef IBAR_MODEL_LOBBY_H
#define IBAR_MODEL_LOBBY_H

#include "model.h"

#define LOBBY_PAGE         50 /* games in one answer */
#define LOBBY_SIDE_MAX     24
#define MODEL_PASSWORD_MAX 129 /* with NUL */
#define MODEL_PASSWORD_LEAST 8

struct lobby_filter {
    char text[64], scenario[32];
    bool open, mine;
    int phase; /* 0 any, 1 waits, 2 is played, 3 is over */
};

struct lobby_line {
    uint64_t game;
    char name[MODEL_NAME_MAX], scenario[32];
    int phase; /* as in the filter */
    unsigned turn, turns;
    size_t seats;
    char side[SIDE_MAX][LOBBY_SIDE_MAX]; /* id */
    struct seat_public seat[SIDE_MAX];
    bool mine[SIDE_MAX]; /* that seat belongs to this account */
    bool watched, umpired, paused;
    unsigned delay, turn_seconds, bank_seconds;
    uint16_t options;
};

/* What a game is to be created with. */
struct lobby_plan {
    char scenario[32], name[48];
    const char *options[OPTION_MAX]; /* ids of what-ifs, ended by NULL or the end */
    unsigned turn_seconds, bank_seconds, grace_seconds;
    const char *side[SIDE_MAX], *player[SIDE_MAX]; /* ids; player "": a person; side NULL: no more */
    bool unlisted, watched, umpired;
    unsigned delay;
};

struct lobby {
    bool can_list, can_create, has_accounts, accounts_only; /* what the server has said of itself */
    char account[MODEL_NAME_MAX]; /* logged in under this name; "" without */
    char account_trouble[MODEL_TEXT_MAX], account_done[MODEL_TEXT_MAX];

    struct lobby_filter filter; /* of the list that is there */
    uint64_t after;             /* and its page: the last game before it */
    bool listed, listing;       /* there is a list; one is under way */
    struct lobby_line line[LOBBY_PAGE];
    size_t lines, total;
    bool more;
    char list_trouble[MODEL_TEXT_MAX];

    bool entering; /* Joined is awaited */
    char enter_trouble[MODEL_TEXT_MAX];

    bool creating;
    unsigned created; /* counts the games that were created here */
    uint64_t game;    /* the last of them */
    char host_token[MODEL_TOKEN_MAX], umpire_token[MODEL_TOKEN_MAX];
    char create_trouble[MODEL_TEXT_MAX];
};

const struct lobby *model_lobby(const struct model *model);

/* Each returns false when it could not be sent, or the same is under way. */
/* Games by number, those behind `after` first; 0: from the first. */
bool model_list(struct model *model, const struct lobby_filter *filter, uint64_t after);
bool model_create_game(struct model *model, const struct lobby_plan *plan);
/* A place at a table. When it was given it is the model's last seat; else lobby->enter_trouble says why not. */
bool model_take_seat(struct model *model, uint64_t game, const char *side);
bool model_watch(struct model *model, uint64_t game, const char *side); /* `side` "": all */
bool model_enter(struct model *model, const char *token);
/* Logs in, now or once the server has answered Hello, and again after a lost connection; places are asked for when that
 * is answered. `make`: makes the account first. */
bool model_login(struct model *model, const char *name, const char *password, bool make);
bool model_change_password(struct model *model, const char *before, const char *after);

#endif
