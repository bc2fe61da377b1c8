/* Who looks on: at one side, or at all, some turns late. */
#include "world.h"

#include "table/chat.h"

#include <string.h>

#define BODY(name) IBAR__V1__ENVELOPE__BODY_##name
enum { ID_HELLO = 1, ID_JOIN };

static void spectator_connect(struct world *world, struct spectator *spectator) {
    struct peer *peer = &spectator->peer;
    peer->connection = wire_connect(world, peer);
    if (!peer->connection) {
        return;
    }
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Join join = IBAR__V1__JOIN__INIT;
    spectator->deltas = luck_chance(&world->luck, world->drawn.deltas);
    peer_hello(world, peer, ID_HELLO, spectator->deltas);
    join.token = spectator->token;
    join.name = (char *)"Spectator";
    envelope.id = ID_JOIN;
    envelope.body_case = BODY(JOIN);
    envelope.join = &join;
    peer_send(world, peer, &envelope);
}

void spectator_step(struct world *world, struct spectator *spectator) {
    if (!spectator->peer.connection) {
        if (world->now_ms >= spectator->peer.connect_ms) {
            spectator_connect(world, spectator);
        }
    } else if (spectator->lost || (!world->healing && luck_below(&world->luck, 10000) < world->drawn.cut)) {
        peer_leave(world, &spectator->peer);
    }
}

static void spectator_cut(struct world *world, struct peer *peer) {
    struct spectator *spectator = (struct spectator *)peer;
    (void)world;
    spectator->joined = spectator->lost = false;
    replica_drop(&spectator->replica);
}

/* Never the present, unless the game is over or its host wants no delay for a single side. */
static void hear_view(struct world *world, struct spectator *spectator, const Ibar__V1__Envelope *envelope) {
    static struct view view;
    const struct game_watch *watch = &world->watch[spectator->peer.game];
    if (envelope->body_case == BODY(VIEW_DELTA) && !spectator->deltas) {
        world_fail(world, FAILURE_PROTOCOL, "A spectator takes no deltas and gets one.");
    }
    replica_take(world, &spectator->replica, envelope, &view);
    unsigned latest = 0;
    for (size_t i = 0; i < watch->moments; i++) {
        latest = watch->moment[i].turn > latest ? watch->moment[i].turn : latest;
    }
    if ((spectator->side >= 0 && view.side != spectator->side) || view.plan.count > 0 ||
        (view.outcome == OUTCOME_RUNNING && view.turn + spectator->delay > latest)) {
        world_fail(world, FAILURE_LEAK, "A spectator of side %d, %u turns late, got the view of side %d in turn %u.",
                   spectator->side, spectator->delay, view.side, view.turn);
    }
    watch_told_view(world, spectator->peer.game, &view);
}

static void hear_answer(struct world *world, struct spectator *spectator, const Ibar__V1__Envelope *envelope) {
    if (envelope->body_case == BODY(JOINED)) {
        spectator->joined = true;
        spectator->delay = envelope->joined->delay;
        unsigned least = spectator->side < 0 && world->drawn.delay == 0 ? 1 : world->drawn.delay;
        if (spectator->delay != least) {
            world_fail(world, FAILURE_PROTOCOL, "A spectator is to see %u turns late, and is told %u.", least, spectator->delay);
        }
    } else if (envelope->body_case == BODY(ERROR)) {
        spectator->lost = true;
        if (envelope->error->code != IBAR__V1__ERROR_CODE__ERROR_JOURNAL) {
            world_fail(world, FAILURE_LOST, "A spectator joins with his token and hears: %s", envelope->error->text);
        }
    }
}

static void spectator_hear(struct world *world, struct peer *peer, const uint8_t *bytes, size_t size) {
    struct spectator *spectator = (struct spectator *)peer;
    Ibar__V1__Envelope *envelope = peer_unpack(world, bytes, size);
    if (envelope->answers) {
        hear_answer(world, spectator, envelope);
    } else if (envelope->body_case == BODY(ERROR)) {
        spectator->lost = true;
    }
    switch (envelope->body_case) {
    case BODY(TABLE):
        spectator->phase = envelope->table->phase;
        break;
    case BODY(VIEW):
    case BODY(VIEW_DELTA):
        hear_view(world, spectator, envelope);
        break;
    case BODY(REPORT):
        watch_told_report(world, peer->game, spectator->side < 0 ? (int)envelope->report->side : spectator->side,
                          envelope->report);
        break;
    case BODY(RULING):
        told_ruling(world, peer->game, envelope->ruling, spectator->phase == IBAR__V1__PHASE__PHASE_OVER);
        break;
    case BODY(SAID):
        told_said(world, peer->game, CHAT_WATCHERS, envelope->said);
        break;
    default:
        break;
    }
    convert_envelope_free(envelope);
}

static void spectator_idle(struct world *world, struct peer *peer) {
    (void)world;
    (void)peer;
}

void spectator_begin(struct world *world, unsigned game, int side) {
    static const struct peer_kind kind = {spectator_hear, spectator_idle, spectator_cut};
    struct spectator *spectator = &world->spectator[world->spectators++];
    spectator->peer = (struct peer){.kind = &kind, .game = game};
    spectator->side = side;
    unsigned seat = side < 0 ? TOKEN_WATCH : TOKEN_WATCH_SIDE + (unsigned)side;
    if (!host_token(world->host, world->watch[game].number, seat, spectator->token)) {
        world_fail(world, FAILURE_PROTOCOL, "A spectator's token of game %u cannot be made.", game);
    }
}
