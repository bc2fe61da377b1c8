/* Who comes to the lobby: creates games, takes seats, comes back to them by their tokens, gives them up, looks at the list.
 * One request at a time: what becomes of that whose answer is lost is not known, all else is. */
#include "world.h"

#include <inttypes.h>
#include <string.h>

#define BODY(name) IBAR__V1__ENVELOPE__BODY_##name
/* Later than what is under way on a connection that broke. */
#define COME_BACK_MS 400

static void send(struct world *world, struct visitor *visitor, enum visit what, Ibar__V1__Envelope__BodyCase body, void *message) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    visitor->what = what;
    envelope.id = ++visitor->last_id;
    envelope.body_case = body;
    envelope.hello = message; /* all bodies are pointers in one union */
    peer_send(world, &visitor->peer, &envelope);
}

static struct visited_seat *seat_of(struct visitor *visitor) {
    return &visitor->game[visitor->at].seat[visitor->side];
}

static void send_create(struct world *world, struct visitor *visitor) {
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    create.scenario = (char *)world->scenario->id;
    create.unlisted = visitor->unlisted = luck_chance(&world->luck, 300);
    send(world, visitor, VISIT_CREATE, BODY(CREATE_GAME), &create);
}

static void send_take(struct world *world, struct visitor *visitor) {
    Ibar__V1__TakeSeat take = IBAR__V1__TAKE_SEAT__INIT;
    take.game = visitor->game[visitor->at].number;
    take.side = (char *)world->scenario->side[visitor->side].id;
    take.name = (char *)"Visitor";
    send(world, visitor, VISIT_TAKE, BODY(TAKE_SEAT), &take);
}

/* By one of the tokens of a seat, or as host. */
static void send_join(struct world *world, struct visitor *visitor) {
    struct visited_seat *seat = seat_of(visitor);
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    bool host = seat->tokens == 0 || luck_chance(&world->luck, 200);
    visitor->token = host ? 0 : luck_below(&world->luck, seat->tokens);
    join.token = host ? visitor->game[visitor->at].host_token : seat->token[visitor->token].text;
    join.name = (char *)"Visitor";
    send(world, visitor, host ? VISIT_HOST : VISIT_JOIN, BODY(JOIN), &join);
}

static void send_leave(struct world *world, struct visitor *visitor) {
    Ibar__V1__Leave leave = IBAR__V1__LEAVE__INIT;
    leave.give_up = !visitor->is_host && luck_chance(&world->luck, 400);
    send(world, visitor, leave.give_up ? VISIT_GIVE_UP : VISIT_LEAVE, BODY(LEAVE), &leave);
}

static void send_list(struct world *world, struct visitor *visitor) {
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    send(world, visitor, VISIT_LIST, BODY(LIST_GAMES), &list);
}

static void visitor_act(struct world *world, struct visitor *visitor) {
    unsigned draw = luck_below(&world->luck, 100);
    if (visitor->placed) {
        send_leave(world, visitor);
        return;
    }
    if (visitor->games == 0 || (draw < 10 && visitor->games < VISITED_MAX)) {
        send_create(world, visitor);
        return;
    }
    visitor->at = luck_below(&world->luck, visitor->games);
    visitor->side = (int)luck_below(&world->luck, world->scenario->sides);
    bool room = seat_of(visitor)->tokens < VISIT_TOKENS && visitor->game[visitor->at].listed;
    if (draw < 45 && room) {
        send_take(world, visitor);
    } else if (draw < 85) {
        send_join(world, visitor);
    } else {
        send_list(world, visitor);
    }
}

void visitor_step(struct world *world, struct visitor *visitor) {
    struct peer *peer = &visitor->peer;
    if (!peer->connection) {
        peer->connection = world->now_ms >= peer->connect_ms ? wire_connect(world, peer) : NULL;
        if (peer->connection) {
            visitor->what = VISIT_HELLO;
            peer_hello(world, peer, ++visitor->last_id, false);
        }
    } else if (!world->healing && luck_below(&world->luck, 10000) < world->drawn.cut) {
        peer_leave(world, peer);
    } else if (visitor->what == VISIT_NOTHING && luck_chance(&world->luck, world->drawn.visits)) {
        visitor_act(world, visitor);
    }
}

/* It may have happened or not. */
static void seat_unsure(struct visited_seat *seat) {
    seat->held = SURE_NOT_KNOWN;
    for (unsigned i = 0; i < seat->tokens; i++) {
        struct visited_token *token = &seat->token[i];
        token->opens = token->opens == SURE_NO ? SURE_NO : SURE_NOT_KNOWN;
    }
}

/* The answer is lost. */
static void visit_unsure(struct visitor *visitor) {
    if (visitor->what == VISIT_TAKE || visitor->what == VISIT_GIVE_UP) {
        seat_unsure(seat_of(visitor));
    }
    visitor->what = VISIT_NOTHING;
}

static void visitor_cut(struct world *world, struct peer *peer) {
    struct visitor *visitor = (struct visitor *)peer;
    visit_unsure(visitor);
    visitor->placed = false;
    peer->connect_ms = world->now_ms + COME_BACK_MS;
}

static void seat_ends(struct visited_seat *seat) {
    for (unsigned i = 0; i < seat->tokens; i++) {
        seat->token[i].opens = SURE_NO;
    }
}

static void hear_created(struct visitor *visitor, const Ibar__V1__Created *created) {
    struct visited_game *game = &visitor->game[visitor->games++];
    game->number = created->game;
    game->listed = !visitor->unlisted;
    memcpy(game->host_token, created->host_token, TOKEN_TEXT);
}

static void hear_joined(struct world *world, struct visitor *visitor, const Ibar__V1__Joined *joined) {
    struct visited_seat *seat = seat_of(visitor);
    visitor->placed = true;
    visitor->is_host = visitor->what == VISIT_HOST;
    if (joined->game != visitor->game[visitor->at].number || (!visitor->is_host && (int)joined->side_number != visitor->side)) {
        world_fail(world, FAILURE_LEAK, "The visitor was given another place.");
    }
    if (visitor->what == VISIT_TAKE) {
        if (seat->held == SURE_YES) {
            world_fail(world, FAILURE_LOST, "Lobby game %" PRIu64 ": a seat that was taken was taken again.", joined->game);
        }
        seat_ends(seat);
        memcpy(seat->token[seat->tokens].text, joined->token, TOKEN_TEXT);
        seat->token[seat->tokens++].opens = SURE_YES;
        seat->held = SURE_YES;
    } else if (visitor->what == VISIT_JOIN) {
        if (seat->token[visitor->token].opens == SURE_NO) {
            world_fail(world, FAILURE_LOST, "Lobby game %" PRIu64 ": a token that had ended opens its seat.", joined->game);
        }
        seat->token[visitor->token].opens = seat->held = SURE_YES;
    }
}

/* Every listed game that was created is there, and its seats are as they were taken and given up. */
static void hear_games(struct world *world, struct visitor *visitor, const Ibar__V1__Games *games) {
    for (unsigned i = 0; i < visitor->games; i++) {
        const struct visited_game *game = &visitor->game[i];
        const Ibar__V1__GameLine *line = NULL;
        for (size_t j = 0; j < games->n_games; j++) {
            line = games->games[j]->game == game->number ? games->games[j] : line;
        }
        if (!line != !game->listed) {
            world_fail(world, game->listed ? FAILURE_LOST : FAILURE_LEAK, "Lobby game %" PRIu64 " is%s in the list.", game->number,
                       game->listed ? " not" : "");
        }
        for (int side = 0; line && side < world->scenario->sides; side++) {
            enum sure held = game->seat[side].held;
            if (held != SURE_NOT_KNOWN && line->seats[side]->open != (held == SURE_NO)) {
                world_fail(world, FAILURE_LOST, "Lobby game %" PRIu64 ": the seat of side %d is%s open.", game->number, side,
                           held == SURE_NO ? " not" : "");
            }
        }
    }
}

static void hear_error(struct world *world, struct visitor *visitor, const Ibar__V1__Error *error) {
    struct visited_seat *seat = seat_of(visitor);
    enum sure opens = visitor->what == VISIT_JOIN ? seat->token[visitor->token].opens : SURE_NOT_KNOWN;
    bool known = !strstr(error->text, "No seat has this token");
    if (error->code == IBAR__V1__ERROR_CODE__ERROR_JOURNAL) {
        if (!strstr(error->text, "full")) {
            visit_unsure(visitor);
        }
    } else if (error->code == IBAR__V1__ERROR_CODE__ERROR_TOKEN && visitor->what == VISIT_JOIN && opens != SURE_YES && known) {
        seat->token[visitor->token].opens = SURE_NO;
    } else if (error->code == IBAR__V1__ERROR_CODE__ERROR_SEAT && visitor->what == VISIT_TAKE && seat->held != SURE_NO) {
        return; /* somebody has it: who took it without hearing of it */
    } else if (error->code != IBAR__V1__ERROR_CODE__ERROR_SEAT || (visitor->what != VISIT_LEAVE && visitor->what != VISIT_GIVE_UP)) {
        world_fail(world, FAILURE_LOST, "Lobby game %" PRIu64 ", side %d: the visitor asks for what is his and hears: %s",
                   visitor->game[visitor->at].number, visitor->side, error->text);
    }
}

static void hear_answer(struct world *world, struct visitor *visitor, const Ibar__V1__Envelope *envelope) {
    if (visitor->what == VISIT_NOTHING || envelope->answers != visitor->last_id) {
        world_fail(world, FAILURE_PROTOCOL, "The visitor hears an answer to a request that waits for none.");
    }
    switch (envelope->body_case) {
    case BODY(CREATED):
        hear_created(visitor, envelope->created);
        break;
    case BODY(JOINED):
        hear_joined(world, visitor, envelope->joined);
        break;
    case BODY(GAMES):
        hear_games(world, visitor, envelope->games);
        break;
    case BODY(ERROR):
        hear_error(world, visitor, envelope->error);
        visitor->placed = visitor->placed && visitor->what != VISIT_LEAVE && visitor->what != VISIT_GIVE_UP;
        break;
    default:
        if (visitor->what == VISIT_GIVE_UP) {
            seat_ends(seat_of(visitor));
            seat_of(visitor)->held = SURE_NO;
        }
        visitor->placed = visitor->placed && visitor->what != VISIT_LEAVE && visitor->what != VISIT_GIVE_UP;
        break;
    }
    world->count.visits += envelope->body_case != BODY(ERROR);
    visitor->what = VISIT_NOTHING;
}

static void visitor_hear(struct world *world, struct peer *peer, const uint8_t *bytes, size_t size) {
    struct visitor *visitor = (struct visitor *)peer;
    Ibar__V1__Envelope *envelope = peer_unpack(world, bytes, size);
    if (envelope->answers) {
        hear_answer(world, visitor, envelope);
    } else if (envelope->body_case == BODY(ERROR)) {
        visitor->placed = false;
    }
    convert_envelope_free(envelope);
}

static void visitor_idle(struct world *world, struct peer *peer) {
    (void)world;
    (void)peer;
}

void visitor_begin(struct visitor *visitor) {
    static const struct peer_kind kind = {visitor_hear, visitor_idle, visitor_cut};
    visitor->peer = (struct peer){.kind = &kind};
}
