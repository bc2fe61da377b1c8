/* Umpire and host of a game, on one connection: pauses, amends, goes back, hands seats over, plays a side. Once the faults
 * have stopped they let the game go to its end: pauses end, and seats go back to their players. */
#include "world.h"

#include "table/chat.h"

#include <stdio.h>
#include <string.h>

#define BODY(name)  IBAR__V1__ENVELOPE__BODY_##name
#define PHASE(name) IBAR__V1__PHASE__PHASE_##name

const char *const hand_words[HANDS] = {"first", "open", "substitute", "computer", "umpire"};
enum { HAND_BACK, HAND_TO_ANYBODY, HAND_TO_SUBSTITUTE, HAND_TO_COMPUTER, HAND_TO_UMPIRE };

/* Of a game, before the faults stop: more would have no end. */
static const unsigned tries[ASKED_OTHER] = {
    [ASKED_PAUSE] = 24, [ASKED_AMEND] = 16, [ASKED_REWIND] = REWINDS_TRIED, [ASKED_HAND] = 40,
    [ASKED_SAY] = 60};

size_t official_reason(const char *reason) {
    size_t number;
    return sscanf(reason, "Ruling %zu.", &number) == 1 ? number : 0;
}

unsigned official_hands(const struct official *official, int side, unsigned hand) {
    unsigned count = 0;
    for (size_t i = 0; i < official->count; i++) {
        const struct asked *asked = &official->asked[i];
        count += asked->kind == ASKED_HAND && asked->state == REQUEST_DONE && asked->side == side && asked->hand == hand;
    }
    return count;
}

static struct asked *asked_add(struct world *world, struct official *official, enum ruling_asked kind, uint64_t *id) {
    if (official->count == REQUESTS_MAX) {
        world_fail(world, FAILURE_STUCK, "The umpire of game %u made %d requests and the game has no end.",
                   official->peer.game, REQUESTS_MAX);
    }
    struct asked *asked = &official->asked[official->count++];
    *asked = (struct asked){.kind = kind};
    *id = official->count;
    official->waiting++;
    if (kind < ASKED_OTHER) {
        official->tried[kind]++;
    }
    return asked;
}

static void send(struct world *world, struct official *official, uint64_t id, unsigned seat, Ibar__V1__Envelope__BodyCase body,
                 void *message) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    envelope.id = id;
    envelope.seat = seat;
    envelope.body_case = body;
    envelope.hello = message; /* all bodies are pointers in one union */
    peer_send(world, &official->peer, &envelope);
}

static void send_join(struct world *world, struct official *official, bool umpire) {
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    uint64_t id;
    struct asked *asked = asked_add(world, official, ASKED_OTHER, &id);
    asked->join_umpire = umpire;
    asked->join_host = !umpire;
    join.token = umpire ? official->umpire_token : official->host_token;
    join.name = (char *)"Umpire";
    send(world, official, id, 0, BODY(JOIN), &join);
}

static void official_connect(struct world *world, struct official *official) {
    uint64_t id;
    official->peer.connection = wire_connect(world, &official->peer);
    if (official->peer.connection) {
        asked_add(world, official, ASKED_OTHER, &id);
        peer_hello(world, &official->peer, id, false);
        send_join(world, official, true);
        send_join(world, official, false);
    }
}

static void send_pause(struct world *world, struct official *official, bool paused) {
    Ibar__V1__Pause message = IBAR__V1__PAUSE__INIT;
    char reason[32];
    uint64_t id;
    asked_add(world, official, ASKED_PAUSE, &id);
    snprintf(reason, sizeof(reason), "Ruling %zu.", (size_t)id);
    message.paused = paused;
    message.reason = reason;
    send(world, official, id, official->umpire_seat, BODY(PAUSE), &message);
}

static void send_amend(struct world *world, struct official *official) {
    static const char *const kinds[] = {"event", "track", "steps", "suppression", "stock", "place", "place", "points", "points"};
    const struct scenario *scenario = world->scenario;
    Ibar__V1__Amend message = IBAR__V1__AMEND__INIT;
    char reason[32];
    uint64_t id;
    asked_add(world, official, ASKED_AMEND, &id);
    snprintf(reason, sizeof(reason), "Ruling %zu.", (size_t)id);
    message.kind = (char *)kinds[luck_below(&world->luck, sizeof(kinds) / sizeof(kinds[0]))];
    message.side = (char *)scenario->side[luck_below(&world->luck, scenario->sides)].id;
    message.unit = luck_below(&world->luck, scenario->roster_count);
    message.index = luck_below(&world->luck, 5);
    message.value = (int32_t)luck_below(&world->luck, 4);
    message.hex = luck_below(&world->luck, scenario->map.count);
    message.reason = reason;
    send(world, official, id, official->umpire_seat, BODY(AMEND), &message);
}

static void send_rewind(struct world *world, struct official *official) {
    Ibar__V1__Rewind message = IBAR__V1__REWIND__INIT;
    char reason[32];
    uint64_t id;
    asked_add(world, official, ASKED_REWIND, &id);
    snprintf(reason, sizeof(reason), "Ruling %zu.", (size_t)id);
    unsigned back = luck_below(&world->luck, 4);
    message.turn = official->turn > back ? official->turn - back : 0;
    message.reason = reason;
    send(world, official, id, official->umpire_seat, BODY(REWIND), &message);
}

static void send_hand(struct world *world, struct official *official, int side, unsigned hand) {
    static const char *const to[HANDS] = {"back", "open", "", "ai:random", "umpire"};
    Ibar__V1__HandOver message = IBAR__V1__HAND_OVER__INIT;
    uint64_t id;
    struct asked *asked = asked_add(world, official, ASKED_HAND, &id);
    asked->side = side;
    asked->hand = hand;
    message.side = (char *)world->scenario->side[side].id;
    message.to = (char *)to[hand];
    bool host = luck_chance(&world->luck, 500);
    send(world, official, id, host ? official->host_seat : official->umpire_seat, BODY(HAND_OVER), &message);
}

/* A token for whoever is to have a seat that is open. Not before the game has begun: a player whose coming was lost with
 * the server would find his seat kept for another. */
static void send_invite(struct world *world, struct official *official, int side) {
    Ibar__V1__Invite message = IBAR__V1__INVITE__INIT;
    uint64_t id;
    struct asked *asked = asked_add(world, official, ASKED_OTHER, &id);
    asked->side = side;
    message.side = (char *)world->scenario->side[side].id;
    send(world, official, id, official->host_seat, BODY(INVITE), &message);
}

/* As host or as umpire: to all, or to who looks on alone. */
static void send_say(struct world *world, struct official *official) {
    Ibar__V1__Say message = IBAR__V1__SAY__INIT;
    char text[32];
    uint64_t id;
    asked_add(world, official, ASKED_SAY, &id);
    snprintf(text, sizeof(text), "Ruling %zu.", (size_t)id);
    message.text = text;
    message.watchers = luck_chance(&world->luck, 500);
    bool host = luck_chance(&world->luck, 500);
    send(world, official, id, host ? official->host_seat : official->umpire_seat, BODY(SAY), &message);
}

static void send_commit(struct world *world, struct official *official, int side) {
    Ibar__V1__Commit message = IBAR__V1__COMMIT__INIT;
    uint64_t id;
    asked_add(world, official, ASKED_OTHER, &id);
    message.committed = true;
    send(world, official, id, official->side_seat[side], BODY(COMMIT), &message);
}

/* A side that it plays, or -1. */
static int side_played(struct world *world, const struct official *official) {
    int side = (int)luck_below(&world->luck, world->scenario->sides);
    return official->side_seat[side] ? side : -1;
}

static void official_rule(struct world *world, struct official *official) {
    int side = (int)luck_below(&world->luck, world->scenario->sides);
    enum ruling_asked kind = luck_below(&world->luck, ASKED_OTHER);
    bool orders = official->phase == PHASE(ORDERS), over = official->phase == PHASE(OVER);
    if (official->open[side] && official->phase != PHASE(LOBBY) && luck_chance(&world->luck, 500)) {
        send_invite(world, official, side);
    } else if (official->tried[kind] >= tries[kind]) {
        return;
    } else if (kind == ASKED_PAUSE && !over) {
        send_pause(world, official, !official->paused);
    } else if (kind == ASKED_AMEND && orders) {
        send_amend(world, official);
    } else if (kind == ASKED_REWIND && (orders || over)) {
        send_rewind(world, official);
    } else if (kind == ASKED_SAY) {
        send_say(world, official);
    } else if (kind == ASKED_HAND && !over) {
        static const unsigned hands[] = {HAND_BACK, HAND_BACK, HAND_TO_ANYBODY, HAND_TO_COMPUTER, HAND_TO_UMPIRE};
        send_hand(world, official, side, hands[luck_below(&world->luck, 5)]);
    }
}

/* Nothing that holds the game up remains. */
static void official_heal(struct world *world, struct official *official) {
    if (official->phase == PHASE(OVER)) {
        return;
    }
    if (official->paused) {
        send_pause(world, official, false);
        return;
    }
    for (int side = 0; side < world->scenario->sides; side++) {
        if (official->umpire_plays[side] || official->open[side]) {
            send_hand(world, official, side, HAND_BACK);
            return;
        }
    }
}

void official_step(struct world *world, struct official *official) {
    const struct drawn *drawn = &world->drawn;
    if (!official->peer.connection) {
        if (world->now_ms >= official->peer.connect_ms) {
            official_connect(world, official);
        }
        return;
    }
    if (official->lost || (!world->healing && luck_below(&world->luck, 10000) < drawn->cut)) {
        peer_leave(world, &official->peer);
        return;
    }
    if (!official->umpire_seat || !official->host_seat || !official->have_table || official->waiting > 2 ||
        !luck_chance(&world->luck, 100)) {
        return;
    }
    int side = side_played(world, official);
    if (side >= 0 && official->phase == PHASE(ORDERS) && luck_chance(&world->luck, 300)) {
        send_commit(world, official, side);
    } else if (world->healing) {
        official_heal(world, official);
    } else if (luck_chance(&world->luck, drawn->rules)) {
        official_rule(world, official);
    } else if (official->paused && luck_chance(&world->luck, 100)) {
        send_pause(world, official, false); /* pauses are short */
    }
}

static void official_cut(struct world *world, struct peer *peer) {
    struct official *official = (struct official *)peer;
    (void)world;
    official->umpire_seat = official->host_seat = 0;
    memset(official->side_seat, 0, sizeof(official->side_seat));
    official->have_table = official->lost = false;
    official->waiting = 0;
    for (size_t i = 0; i < official->count; i++) {
        if (official->asked[i].state == REQUEST_WAITING) {
            official->asked[i].state = REQUEST_UNKNOWN;
        }
    }
}

static void hear_error(struct world *world, struct official *official, struct asked *asked, const Ibar__V1__Error *error) {
    asked->state = REQUEST_REFUSED;
    official->lost = official->lost || asked->join_umpire || asked->join_host;
    switch (error->code) {
    case IBAR__V1__ERROR_CODE__ERROR_JOURNAL:
        asked->state = strstr(error->text, "full") ? REQUEST_REFUSED : REQUEST_UNKNOWN;
        world->count.refused++;
        return;
    case IBAR__V1__ERROR_CODE__ERROR_TOKEN:
        world_fail(world, FAILURE_LOST, "The umpire of game %u joins with his token and hears: %s", official->peer.game,
                   error->text);
    case IBAR__V1__ERROR_CODE__ERROR_SEAT:
    case IBAR__V1__ERROR_CODE__ERROR_PHASE:
    case IBAR__V1__ERROR_CODE__ERROR_LATE:
    case IBAR__V1__ERROR_CODE__ERROR_REFUSED:
        return;
    case IBAR__V1__ERROR_CODE__ERROR_MALFORMED:
        if (asked->kind == ASKED_REWIND) {
            return; /* to a turn that was not played */
        }
        /* fall through */
    default:
        world_fail(world, FAILURE_PROTOCOL, "The umpire of game %u asked well and hears: %s", official->peer.game, error->text);
    }
}

/* The substitute is whoever had the seat before. */
static void hear_invitation(struct world *world, const struct official *official, int side, const char *token) {
    for (size_t i = 0; i < world->players; i++) {
        struct player *player = &world->player[i];
        if (player->peer.game == official->peer.game && player->side == side) {
            memcpy(player->stand_in, token, TOKEN_TEXT);
        }
    }
}

static void hear_answer(struct world *world, struct official *official, const Ibar__V1__Envelope *envelope) {
    if (envelope->answers > official->count || official->asked[envelope->answers - 1].state != REQUEST_WAITING) {
        world_fail(world, FAILURE_PROTOCOL, "The umpire of game %u hears an answer to request %llu, which waits for none.",
                   official->peer.game, (unsigned long long)envelope->answers);
    }
    struct asked *asked = &official->asked[envelope->answers - 1];
    official->waiting--;
    if (envelope->body_case == BODY(ERROR)) {
        hear_error(world, official, asked, envelope->error);
        return;
    }
    asked->state = REQUEST_DONE;
    world->count.pauses += asked->kind == ASKED_PAUSE;
    world->count.amends += asked->kind == ASKED_AMEND;
    world->count.rewinds += asked->kind == ASKED_REWIND;
    world->count.hands += asked->kind == ASKED_HAND;
    world->count.lines += asked->kind == ASKED_SAY;
    if (asked->join_umpire) {
        official->umpire_seat = envelope->joined->seat;
    } else if (asked->join_host) {
        official->host_seat = envelope->joined->seat;
    } else if (envelope->body_case == BODY(INVITATION)) {
        hear_invitation(world, official, asked->side, envelope->invitation->token);
    }
}

static void hear_table(struct world *world, struct official *official, const Ibar__V1__Table *table) {
    official->have_table = true;
    official->paused = table->paused;
    official->phase = table->phase;
    official->turn = table->turn;
    for (int side = 0; side < world->scenario->sides; side++) {
        official->umpire_plays[side] = table->seats[side]->umpire;
        official->open[side] = table->seats[side]->open;
    }
}

/* A place is gone: a side was handed on, or a letter of an earlier connection came late. */
static void hear_loss(struct official *official, unsigned seat) {
    for (int side = 0; side < SIDE_MAX; side++) {
        if (official->side_seat[side] == seat) {
            official->side_seat[side] = 0;
            return;
        }
    }
    official->lost = true;
}

static int ear_of(const struct official *official, unsigned seat) {
    for (int side = 0; side < SIDE_MAX; side++) {
        if (official->side_seat[side] == seat) {
            return side;
        }
    }
    return seat == official->umpire_seat ? CHAT_UMPIRE : CHAT_WATCHERS;
}

static void official_hear(struct world *world, struct peer *peer, const uint8_t *bytes, size_t size) {
    static struct view view;
    struct official *official = (struct official *)peer;
    Ibar__V1__Envelope *envelope = peer_unpack(world, bytes, size);
    bool umpire = envelope->seat == official->umpire_seat;
    if (envelope->answers) {
        hear_answer(world, official, envelope);
    } else if (envelope->body_case == BODY(JOINED)) {
        official->side_seat[envelope->joined->side_number] = envelope->joined->seat;
    } else if (envelope->body_case == BODY(ERROR) && envelope->seat) {
        hear_loss(official, envelope->seat);
    }
    switch (envelope->body_case) {
    case BODY(TABLE):
        hear_table(world, official, envelope->table);
        break;
    case BODY(VIEW): {
        struct replica replica = {0};
        replica_take(world, &replica, envelope, &view);
        replica_drop(&replica);
        if (!umpire && ear_of(official, envelope->seat) != view.side) {
            world_fail(world, FAILURE_LEAK, "The host of game %u got the view of side %d.", peer->game, view.side);
        }
        watch_told_view(world, peer->game, &view);
        break;
    }
    case BODY(REPORT):
        watch_told_report(world, peer->game,
                          !umpire                                   ? ear_of(official, envelope->seat)
                          : envelope->report->side == REPORT_TRUTH ? TABLE_TRUTH
                                                                    : (int)envelope->report->side,
                          envelope->report);
        break;
    case BODY(RULING):
        told_ruling(world, peer->game, envelope->ruling, umpire || official->phase == PHASE(OVER));
        break;
    case BODY(SAID):
        told_said(world, peer->game, ear_of(official, envelope->seat), envelope->said);
        break;
    case BODY(VIEW_DELTA):
        world_fail(world, FAILURE_PROTOCOL, "The umpire of game %u takes no deltas and gets one.", peer->game);
    default:
        break;
    }
    convert_envelope_free(envelope);
}

static void official_idle(struct world *world, struct peer *peer) {
    (void)world;
    (void)peer;
}

void official_begin(struct world *world, unsigned game) {
    static const struct peer_kind kind = {official_hear, official_idle, official_cut};
    struct official *official = &world->official[game];
    uint64_t number = world->watch[game].number;
    official->peer = (struct peer){.kind = &kind, .game = game};
    if (!host_token(world->host, number, TOKEN_UMPIRE, official->umpire_token) ||
        !host_token(world->host, number, TOKEN_HOST, official->host_token)) {
        world_fail(world, FAILURE_PROTOCOL, "The umpire's token of game %u cannot be made.", game);
    }
}
