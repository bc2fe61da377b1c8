/* The lobby: what it is asked, and what it answers. */
#include "model_internal.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void copy_text(char *out, size_t size, const char *text) {
    snprintf(out, size, "%s", text ? text : "");
}

const struct lobby *model_lobby(const struct model *model) {
    return &model->lobby;
}

static const char *const NOT_NOW = "The connection does not take this now: try again in a moment.";

/* Sends a request of the lobby; why not stands in `trouble`. */
static bool lobby_send(struct model *model, enum request_kind kind, Ibar__V1__Envelope *envelope, char *trouble) {
    bool sent = model->state == MODEL_OPEN && request_send(model, NULL, kind, envelope) != 0;
    copy_text(trouble, MODEL_TEXT_MAX, sent ? "" : NOT_NOW);
    return sent;
}

bool model_list(struct model *model, const struct lobby_filter *filter, uint64_t after) {
    struct lobby *lobby = &model->lobby;
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    if (lobby->listing)
        return false;
    list.text = (char *)filter->text;
    list.scenario = (char *)filter->scenario;
    list.open = filter->open;
    list.mine = filter->mine;
    list.phase = (Ibar__V1__Phase)filter->phase;
    list.after = after;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_LIST_GAMES;
    envelope.list_games = &list;
    lobby->listing = lobby_send(model, REQUEST_LIST, &envelope, lobby->list_trouble);
    if (lobby->listing) {
        lobby->filter = *filter;
        lobby->after = after;
    }
    return lobby->listing;
}

bool model_create_game(struct model *model, const struct lobby_plan *plan) {
    struct lobby *lobby = &model->lobby;
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__SeatPlan seats[SIDE_MAX], *list[SIDE_MAX];
    char *options[OPTION_MAX];
    if (lobby->creating)
        return false;
    create.scenario = (char *)plan->scenario;
    create.name = (char *)plan->name;
    for (; create.n_options < OPTION_MAX && plan->options[create.n_options]; create.n_options++)
        options[create.n_options] = (char *)plan->options[create.n_options];
    create.options = options;
    create.turn_seconds = plan->turn_seconds;
    create.bank_seconds = plan->bank_seconds;
    create.grace_seconds = plan->grace_seconds;
    for (; create.n_seats < SIDE_MAX && plan->side[create.n_seats]; create.n_seats++) {
        size_t i = create.n_seats;
        ibar__v1__seat_plan__init(&seats[i]);
        seats[i].side = (char *)plan->side[i];
        seats[i].player = (char *)(plan->player[i] ? plan->player[i] : "");
        list[i] = &seats[i];
    }
    create.seats = list;
    create.unlisted = plan->unlisted;
    create.watched = plan->watched;
    create.delay = plan->delay;
    create.umpired = plan->umpired;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_CREATE_GAME;
    envelope.create_game = &create;
    lobby->creating = lobby_send(model, REQUEST_CREATE, &envelope, lobby->create_trouble);
    return lobby->creating;
}

static char *player_name(struct model *model) {
    return model->lobby.account[0] ? model->lobby.account : model->name;
}

static bool enter(struct model *model, Ibar__V1__Envelope *envelope, const char *token) {
    struct lobby *lobby = &model->lobby;
    if (lobby->entering)
        return false;
    copy_text(model->entering, sizeof model->entering, token);
    lobby->entering = lobby_send(model, REQUEST_ENTER, envelope, lobby->enter_trouble);
    return lobby->entering;
}

bool model_take_seat(struct model *model, uint64_t game, const char *side) {
    Ibar__V1__TakeSeat take = IBAR__V1__TAKE_SEAT__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    take.game = game;
    take.side = (char *)side;
    take.name = player_name(model);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_TAKE_SEAT;
    envelope.take_seat = &take;
    return enter(model, &envelope, "");
}

bool model_watch(struct model *model, uint64_t game, const char *side) {
    Ibar__V1__Watch watch = IBAR__V1__WATCH__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    watch.game = game;
    watch.side = (char *)side;
    watch.name = player_name(model);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_WATCH;
    envelope.watch = &watch;
    return enter(model, &envelope, "");
}

bool model_enter(struct model *model, const char *token) {
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    join.token = (char *)token;
    join.name = player_name(model);
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_JOIN;
    envelope.join = &join;
    return enter(model, &envelope, token);
}

static bool send_login(struct model *model, bool make) {
    Ibar__V1__Login login = IBAR__V1__LOGIN__INIT;
    Ibar__V1__RegisterAccount account = IBAR__V1__REGISTER_ACCOUNT__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    if (make) {
        account.name = model->account;
        account.password = model->password;
        envelope.body_case = IBAR__V1__ENVELOPE__BODY_REGISTER_ACCOUNT;
        envelope.register_account = &account;
    } else {
        login.name = model->account;
        login.password = model->password;
        envelope.body_case = IBAR__V1__ENVELOPE__BODY_LOGIN;
        envelope.login = &login;
    }
    return lobby_send(model, REQUEST_LOGIN, &envelope, model->lobby.account_trouble);
}

bool model_login(struct model *model, const char *name, const char *password, bool make) {
    copy_text(model->account, sizeof model->account, name);
    copy_text(model->password, sizeof model->password, password);
    model->make_account = make;
    model->lobby.account_done[0] = 0;
    return model->state != MODEL_OPEN || send_login(model, make);
}

bool model_change_password(struct model *model, const char *before, const char *after) {
    Ibar__V1__ChangePassword change = IBAR__V1__CHANGE_PASSWORD__INIT;
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    change.old_password = (char *)before;
    change.new_password = (char *)after;
    envelope.body_case = IBAR__V1__ENVELOPE__BODY_CHANGE_PASSWORD;
    envelope.change_password = &change;
    copy_text(model->new_password, sizeof model->new_password, after);
    model->lobby.account_done[0] = 0;
    return lobby_send(model, REQUEST_ACCOUNT, &envelope, model->lobby.account_trouble);
}

void lobby_welcome(struct model *model, const Ibar__V1__Welcome *welcome) {
    struct lobby *lobby = &model->lobby;
    lobby->can_list = lobby->can_create = lobby->has_accounts = lobby->accounts_only = false;
    lobby->listing = lobby->entering = lobby->creating = false;
    lobby->account[0] = 0;
    for (size_t i = 0; i < welcome->n_features; i++) {
        const char *feature = welcome->features[i];
        lobby->can_list |= strcmp(feature, "lobby") == 0;
        lobby->can_create |= strcmp(feature, "create") == 0;
        lobby->has_accounts |= strcmp(feature, "accounts") == 0 || strcmp(feature, "accounts-only") == 0;
        lobby->accounts_only |= strcmp(feature, "accounts-only") == 0;
    }
    if (!model->password[0] || !send_login(model, model->make_account))
        request_joins(model);
}

static void line_from(struct lobby_line *out, const Ibar__V1__GameLine *from) {
    *out = (struct lobby_line){.game = from->game,
                               .phase = (int)from->phase,
                               .turn = from->turn,
                               .turns = from->turns,
                               .watched = from->watched,
                               .delay = from->delay,
                               .umpired = from->umpired,
                               .paused = from->paused,
                               .turn_seconds = from->turn_seconds,
                               .bank_seconds = from->bank_seconds,
                               .options = (uint16_t)from->options};
    copy_text(out->name, sizeof out->name, from->name);
    copy_text(out->scenario, sizeof out->scenario, from->scenario);
    for (; out->seats < from->n_seats && out->seats < SIDE_MAX; out->seats++) {
        const Ibar__V1__Seat *seat = from->seats[out->seats];
        copy_text(out->side[out->seats], LOBBY_SIDE_MAX, seat->side);
        table_seat_from(&out->seat[out->seats], seat);
        for (size_t k = 0; k < from->n_mine; k++)
            out->mine[out->seats] |= strcmp(from->mine[k], seat->side) == 0;
    }
}

static void games_told(struct lobby *lobby, const Ibar__V1__Games *games) {
    lobby->listed = true;
    lobby->lines = 0;
    for (size_t i = 0; i < games->n_games && lobby->lines < LOBBY_PAGE; i++)
        line_from(&lobby->line[lobby->lines++], games->games[i]);
    lobby->more = games->more;
    lobby->total = games->total;
}

static void created_told(struct lobby *lobby, const Ibar__V1__Created *created) {
    lobby->created++;
    lobby->game = created->game;
    copy_text(lobby->host_token, sizeof lobby->host_token, created->host_token);
    copy_text(lobby->umpire_token, sizeof lobby->umpire_token, created->umpire_token);
}

static void login_answered(struct model *model, const char *trouble, const Ibar__V1__Envelope *envelope) {
    struct lobby *lobby = &model->lobby;
    if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_LOGGED_IN) {
        copy_text(lobby->account, sizeof lobby->account, envelope->logged_in->name);
        model->make_account = false; /* it is there */
    } else {
        copy_text(lobby->account_trouble, MODEL_TEXT_MAX, trouble);
        sodium_memzero(model->password, sizeof model->password);
    }
    if (!model->joined)
        request_joins(model);
}

void lobby_answered(struct model *model, const struct request *request, const Ibar__V1__Envelope *envelope) {
    struct lobby *lobby = &model->lobby;
    bool error = envelope->body_case == IBAR__V1__ENVELOPE__BODY_ERROR;
    const char *trouble = !error                     ? ""
                          : envelope->error->text[0] ? envelope->error->text
                                                     : "The server refuses this without a reason.";
    switch (request->kind) {
    case REQUEST_LIST:
        lobby->listing = false;
        copy_text(lobby->list_trouble, MODEL_TEXT_MAX, trouble);
        if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_GAMES)
            games_told(lobby, envelope->games);
        break;
    case REQUEST_CREATE:
        lobby->creating = false;
        copy_text(lobby->create_trouble, MODEL_TEXT_MAX, trouble);
        if (envelope->body_case == IBAR__V1__ENVELOPE__BODY_CREATED)
            created_told(lobby, envelope->created);
        break;
    case REQUEST_ENTER:
        lobby->entering = false;
        copy_text(lobby->enter_trouble, MODEL_TEXT_MAX, trouble);
        break;
    case REQUEST_LOGIN:
        login_answered(model, trouble, envelope);
        break;
    case REQUEST_ACCOUNT:
        copy_text(lobby->account_trouble, MODEL_TEXT_MAX, trouble);
        if (!error) {
            memcpy(model->password, model->new_password, sizeof model->password);
            copy_text(lobby->account_done, MODEL_TEXT_MAX, "The password is changed.");
        }
        sodium_memzero(model->new_password, sizeof model->new_password);
        break;
    default:
        break;
    }
}
