/* Promise: whatever is asked, in whatever order, a host that is killed and started again now and then answers as one that
 * never was, tells everybody the same, and nobody what is not for him (twins.h).
 *
 *     test_walk [SEED [STEPS]]
 *
 * A random walk over all requests of the protocol, of people with and without seats, of host, umpire and spectators. */
#include "twins.h"

#include "simulator/luck.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PASSWORD "a good password"

static uint64_t seed = 1, steps = 1500;

struct walk {
    struct twins *twins;
    struct luck luck;
    char doing[160];
    uint64_t asked[BODY(REWIND) + 1], done[BODY(REWIND) + 1];
    unsigned restarts, turns;
};

static unsigned draw(struct walk *walk, unsigned below) {
    return luck_below(&walk->luck, below);
}

static const char *pick(struct walk *walk, const char *const *from, unsigned count) {
    return from[draw(walk, count)];
}
#define PICK(walk, from) pick(walk, from, sizeof(from) / sizeof((from)[0]))

static const char *side_pick(struct walk *walk) {
    static const char *const sides[] = {"police", "kfor", "irregulars", "press", ""};
    return sides[draw(walk, draw(walk, 20) ? 3 : 5)];
}

static const char *name_pick(struct walk *walk) {
    static const char *const names[] = {"Ana", "Bekim", "Čedomir", "", "Dora", "  ", "ENVER", "a\nb"};
    return names[draw(walk, draw(walk, 4) ? 4 : 8)];
}

/* IBAR_TRACE shows each request and its answer. */
static void answered(struct walk *walk, Ibar__V1__Envelope__BodyCase body, const Ibar__V1__Envelope *answer) {
    bool error = answer->body_case == BODY(ERROR);
    walk->asked[body]++;
    walk->done[body] += !error;
    if (getenv("IBAR_TRACE")) {
        print_message("# %s: %s\n", walk->doing, error ? answer->error->text : "done");
    }
}

static void doing(struct walk *walk, unsigned seat, Ibar__V1__Envelope__BodyCase body) {
    size_t used = strlen(walk->doing);
    snprintf(walk->doing + used, sizeof(walk->doing) - used, ", place %u, %s", seat,
             protobuf_c_message_descriptor_get_field(&ibar__v1__envelope__descriptor, body)->name);
}

static void ask(struct walk *walk, struct actor *actor, unsigned seat, Ibar__V1__Envelope__BodyCase body, void *message) {
    doing(walk, seat, body);
    answered(walk, body, twins_ask(walk->twins, actor, seat, body, message));
}

static void game_take(void *ctx, const struct table *table) {
    uint64_t *game = ctx;
    game[++game[0]] = table_game(table);
}

static uint64_t game_pick(struct walk *walk) {
    uint64_t game[16] = {0}; /* their count, then their numbers */
    host_games(walk->twins->scene[STEADY]->host, game_take, game);
    return game[0] && draw(walk, 20) ? game[1 + draw(walk, (unsigned)game[0])] : draw(walk, 12);
}

static void create(struct walk *walk, struct actor *actor) {
    static const char *const ais[] = {"", "scripted", "random", "rush", "nobody"};
    static const char *const sides[] = {"police", "kfor", "irregulars"};
    Ibar__V1__CreateGame message = IBAR__V1__CREATE_GAME__INIT;
    Ibar__V1__SeatPlan plan[SIDES], *plans[SIDES];
    message.scenario = (char *)(draw(walk, 5) ? "bridge-checkpoint" : draw(walk, 5) ? "gazivode" : "nowhere");
    message.name = (char *)name_pick(walk);
    if (draw(walk, 3) == 0) {
        message.turn_seconds = 120;
        message.bank_seconds = draw(walk, 2) ? 30 : 0;
        message.grace_seconds = draw(walk, 2) ? 10 : 0;
    }
    message.unlisted = draw(walk, 5) == 0;
    message.watched = draw(walk, 4) > 0;
    message.umpired = draw(walk, 4) > 0;
    message.delay = draw(walk, 20) ? draw(walk, 3) : 1000;
    for (int side = 0; side < SIDES; side++) {
        ibar__v1__seat_plan__init(&plan[side]);
        plan[side].side = (char *)sides[side];
        plan[side].player = (char *)(draw(walk, 2) ? "" : ais[draw(walk, draw(walk, 10) ? 4 : 5)]);
        plans[side] = &plan[side];
    }
    message.seats = plans;
    message.n_seats = SIDES;
    ask(walk, actor, 0, BODY(CREATE_GAME), &message);
}

static void list(struct walk *walk, struct actor *actor) {
    static const char *const texts[] = {"", "", "ana", "bridge", "\xff"};
    Ibar__V1__ListGames message = IBAR__V1__LIST_GAMES__INIT;
    message.text = (char *)PICK(walk, texts);
    message.open = draw(walk, 4) == 0;
    message.mine = draw(walk, 4) == 0;
    message.phase = draw(walk, 3) ? 0 : draw(walk, 4);
    message.after = draw(walk, 4) ? 0 : draw(walk, 10);
    ask(walk, actor, 0, BODY(LIST_GAMES), &message);
}

static void account(struct walk *walk, struct actor *actor) {
    static const char *const names[] = {"Dora", "Enver"};
    if (draw(walk, 2)) {
        Ibar__V1__RegisterAccount message = IBAR__V1__REGISTER_ACCOUNT__INIT;
        message.name = (char *)PICK(walk, names);
        message.password = (char *)PASSWORD;
        ask(walk, actor, 0, BODY(REGISTER_ACCOUNT), &message);
    } else {
        Ibar__V1__Login message = IBAR__V1__LOGIN__INIT;
        message.name = (char *)PICK(walk, names);
        message.password = (char *)(draw(walk, 8) ? PASSWORD : "a bad password");
        ask(walk, actor, 0, BODY(LOGIN), &message);
    }
}

/* Of somebody who has no place, or wants another one. */
static void lobby(struct walk *walk, struct actor *actor) {
    unsigned what = draw(walk, 100);
    struct twins *twins = walk->twins;
    if (what < 10) {
        create(walk, actor);
    } else if (what < 20) {
        list(walk, actor);
    } else if (what < 50) {
        Ibar__V1__TakeSeat message = IBAR__V1__TAKE_SEAT__INIT;
        message.game = game_pick(walk);
        message.side = (char *)side_pick(walk);
        message.name = (char *)name_pick(walk);
        ask(walk, actor, 0, BODY(TAKE_SEAT), &message);
    } else if (what < 58) {
        Ibar__V1__Watch message = IBAR__V1__WATCH__INIT;
        message.game = game_pick(walk);
        message.side = (char *)(draw(walk, 2) ? "" : side_pick(walk));
        message.name = (char *)name_pick(walk);
        ask(walk, actor, 0, BODY(WATCH), &message);
    } else if (what < 95 && twins->tokens) {
        size_t kept = twins->tokens < TOKENS_MAX ? twins->tokens : TOKENS_MAX;
        size_t late = kept < 24 || draw(walk, 4) == 0 ? kept : 24; /* mostly of games that go on */
        const char *token = twins->token[(twins->tokens - 1 - draw(walk, (unsigned)late)) % TOKENS_MAX];
        token = draw(walk, 20) ? token : "0123456789abcdef0123456789abcdef";
        doing(walk, 0, BODY(JOIN));
        answered(walk, BODY(JOIN), twins_join(twins, actor, token, name_pick(walk), draw(walk, 2)));
    } else if (what < 97) {
        account(walk, actor);
    } else {
        Ibar__V1__Ping message = IBAR__V1__PING__INIT;
        ask(walk, actor, 0, BODY(PING), &message);
    }
}

static unsigned turn_pick(struct walk *walk, const struct place *place) {
    const struct table *table = twins_table(walk->twins, STEADY, place->game);
    unsigned turn = table ? table_turn(table) : 0;
    return draw(walk, 10) ? turn : turn + draw(walk, 3) - 1;
}

static void order_put(struct walk *walk, struct actor *actor, unsigned seat) {
    static struct view view;
    static struct order orders[512];
    const struct place *place = &actor->place[seat];
    if (place->side < 0 || !twins_view(walk->twins, actor, seat, place->side, &view) || view.units == 0) {
        return;
    }
    const struct scenario *scenario = table_scenario(twins_table(walk->twins, STEADY, place->game));
    size_t count = rules_list_orders(scenario, &view, view.unit[draw(walk, view.units)].unit, orders, 512);
    if (count == 0) {
        return;
    }
    Ibar__V1__OrderPut message = IBAR__V1__ORDER_PUT__INIT;
    struct convert_arena arena = {0};
    message.order = convert_order(&arena, &orders[draw(walk, (unsigned)count)]);
    message.turn = turn_pick(walk, place);
    message.setup = message.turn == 0;
    if (draw(walk, 20) == 0) {
        message.order->unit = draw(walk, 400);
        message.order->hex = draw(walk, 70000);
    }
    ask(walk, actor, seat, BODY(ORDER_PUT), &message);
    convert_arena_free(&arena);
}

static void order_remove(struct walk *walk, struct actor *actor, unsigned seat) {
    static struct view view;
    const struct place *place = &actor->place[seat];
    Ibar__V1__OrderRemove message = IBAR__V1__ORDER_REMOVE__INIT;
    if (place->side >= 0 && twins_view(walk->twins, actor, seat, place->side, &view) && view.units > 0) {
        message.unit = view.unit[draw(walk, view.units)].unit;
    }
    message.policy = draw(walk, 4) == 0;
    ask(walk, actor, seat, BODY(ORDER_REMOVE), &message);
}

static void commit(struct walk *walk, struct actor *actor, unsigned seat) {
    Ibar__V1__Commit message = IBAR__V1__COMMIT__INIT;
    message.committed = draw(walk, 8) > 0;
    message.turn = turn_pick(walk, &actor->place[seat]);
    message.setup = message.turn == 0;
    ask(walk, actor, seat, BODY(COMMIT), &message);
}

static void say(struct walk *walk, struct actor *actor, unsigned seat) {
    static const char *const texts[] = {"Good morning.", "Dobro jutro.", "Mirëmëngjes.", "", "a\tb"};
    Ibar__V1__Say message = IBAR__V1__SAY__INIT;
    message.text = (char *)PICK(walk, texts);
    message.watchers = actor->place[seat].role != IBAR__V1__ROLE__ROLE_PLAYER && draw(walk, 3);
    message.to = (char *)(draw(walk, 3) ? "" : side_pick(walk));
    ask(walk, actor, seat, BODY(SAY), &message);
}

static void hand_over(struct walk *walk, struct actor *actor, unsigned seat) {
    static const char *const to[] = {"ai:scripted", "ai:random", "open", "back", "back", "umpire", "", "ai:nobody", "up"};
    Ibar__V1__HandOver message = IBAR__V1__HAND_OVER__INIT;
    if (walk->twins->fresh && actor->place[seat].role == IBAR__V1__ROLE__ROLE_PLAYER) {
        return; /* players vote on who has been away */
    }
    message.side = (char *)side_pick(walk);
    message.to = (char *)PICK(walk, to);
    ask(walk, actor, seat, BODY(HAND_OVER), &message);
}

static void leave(struct walk *walk, struct actor *actor, unsigned seat) {
    Ibar__V1__Leave message = IBAR__V1__LEAVE__INIT;
    message.give_up = draw(walk, 2);
    ask(walk, actor, seat, BODY(LEAVE), &message);
}

/* Games need players who stay. */
static void leave_or_stay(struct walk *walk, struct actor *actor, unsigned seat) {
    if (draw(walk, 3) == 0) {
        leave(walk, actor, seat);
    }
}

static void ready(struct walk *walk, struct actor *actor, unsigned seat) {
    Ibar__V1__Ready message = IBAR__V1__READY__INIT;
    uint8_t nonce[SEAL_NONCE_BYTES];
    memset(nonce, (int)draw(walk, 3), sizeof(nonce));
    message.nonce = (ProtobufCBinaryData){draw(walk, 20) ? sizeof(nonce) : 3, nonce};
    ask(walk, actor, seat, BODY(READY), &message);
}

static void resync(struct walk *walk, struct actor *actor, unsigned seat) {
    Ibar__V1__Resync message = IBAR__V1__RESYNC__INIT;
    ask(walk, actor, seat, BODY(RESYNC), &message);
}

static void record(struct walk *walk, struct actor *actor, unsigned seat) {
    Ibar__V1__RecordRequest message = IBAR__V1__RECORD_REQUEST__INIT;
    message.offset = draw(walk, 3) ? 0 : draw(walk, 100000);
    ask(walk, actor, seat, BODY(RECORD_REQUEST), &message);
}

static void invite(struct walk *walk, struct actor *actor, unsigned seat) {
    static const Ibar__V1__Role roles[] = {IBAR__V1__ROLE__ROLE_PLAYER, IBAR__V1__ROLE__ROLE_PLAYER,
                                           IBAR__V1__ROLE__ROLE_SPECTATOR, IBAR__V1__ROLE__ROLE_UMPIRE};
    Ibar__V1__Invite message = IBAR__V1__INVITE__INIT;
    message.side = (char *)side_pick(walk);
    message.role = roles[draw(walk, 4)];
    ask(walk, actor, seat, BODY(INVITE), &message);
}

static const char *reason_pick(struct walk *walk) {
    static const char *const reasons[] = {"Dinner.", "A mistake.", "Pomaknuto.", ""};
    return PICK(walk, reasons);
}

static void pause_game(struct walk *walk, struct actor *actor, unsigned seat) {
    Ibar__V1__Pause message = IBAR__V1__PAUSE__INIT;
    message.paused = draw(walk, 3) == 0;
    message.reason = (char *)reason_pick(walk);
    ask(walk, actor, seat, BODY(PAUSE), &message);
}

static void amend(struct walk *walk, struct actor *actor, unsigned seat) {
    static const char *const kinds[] = {"event", "track", "steps", "suppression", "stock", "place", "remove", "points", "luck"};
    Ibar__V1__Amend message = IBAR__V1__AMEND__INIT;
    const struct table *table = twins_table(walk->twins, STEADY, actor->place[seat].game);
    const struct scenario *scenario = table ? table_scenario(table) : scene_scenario();
    message.kind = (char *)PICK(walk, kinds);
    message.side = (char *)side_pick(walk);
    message.unit = draw(walk, scenario->roster_count + 1u);
    message.index = draw(walk, 6);
    message.value = (int32_t)draw(walk, 5) - (draw(walk, 8) == 0);
    message.hex = draw(walk, scenario->map.count + 1u);
    message.reason = (char *)reason_pick(walk);
    message.turn = draw(walk, 3) ? 0 : turn_pick(walk, &actor->place[seat]);
    ask(walk, actor, seat, BODY(AMEND), &message);
}

static void rewind_game(struct walk *walk, struct actor *actor, unsigned seat) {
    Ibar__V1__Rewind message = IBAR__V1__REWIND__INIT;
    unsigned turn = turn_pick(walk, &actor->place[seat]), back = draw(walk, 4);
    message.turn = turn > back ? turn - back : 0;
    message.reason = (char *)(draw(walk, 4) ? "Again." : reason_pick(walk));
    ask(walk, actor, seat, BODY(REWIND), &message);
}

typedef void (*deed)(struct walk *walk, struct actor *actor, unsigned seat);

/* What somebody does at his place, mostly what it is for. */
static void place_act(struct walk *walk, struct actor *actor, unsigned seat) {
    static const deed deeds[][16] = {
        [IBAR__V1__ROLE__ROLE_PLAYER] = {ready, order_put, order_put, order_put, order_put, order_remove, commit, commit,
                                         commit, commit, commit, say, say, hand_over, leave_or_stay, resync},
        [IBAR__V1__ROLE__ROLE_HOST] = {invite, invite, invite, invite, invite, hand_over, hand_over, hand_over, hand_over,
                                       hand_over, hand_over, leave, resync, say, say, record},
        [IBAR__V1__ROLE__ROLE_UMPIRE] = {pause_game, pause_game, pause_game, pause_game, amend, amend, amend, amend, rewind_game,
                                         rewind_game, hand_over, hand_over, hand_over, leave, resync, say},
        [IBAR__V1__ROLE__ROLE_SPECTATOR] = {resync, resync, resync, resync, leave, leave, leave, leave, record, record, leave,
                                            resync, commit, say, say, say}};
    static const deed all[] = {ready, order_put, order_remove, commit,     say,   hand_over,   leave, resync,
                               record, invite,   pause_game,   amend, rewind_game, record, order_put, commit};
    const struct place *place = &actor->place[seat];
    const struct table *table = twins_table(walk->twins, STEADY, place->game);
    bool waits = table && table_phase(table) == TABLE_LOBBY && place->role == IBAR__V1__ROLE__ROLE_PLAYER;
    if (waits && !table_is_ready(table, place->side) && draw(walk, 4)) {
        ready(walk, actor, seat);
    } else if (draw(walk, 25) == 0) {
        all[draw(walk, 16)](walk, actor, seat);
    } else {
        deeds[actor->place[seat].role][draw(walk, 16)](walk, actor, seat);
    }
}

static void garbage(struct walk *walk, struct actor *actor) {
    uint8_t bytes[64];
    size_t size = draw(walk, sizeof(bytes));
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)luck_next(&walk->luck);
    }
    twins_ask_bytes(walk->twins, actor, bytes, size);
}

/* A place that he has, 0 without. */
static unsigned place_pick(struct walk *walk, const struct actor *actor) {
    unsigned seat[PLACES], count = 0;
    for (unsigned i = 1; i < PLACES; i++) {
        if (actor->place[i].used) {
            seat[count++] = i;
        }
    }
    return count ? seat[draw(walk, count)] : 0;
}

static void step(struct walk *walk, uint64_t number) {
    struct twins *twins = walk->twins;
    unsigned who = draw(walk, ACTORS), what = draw(walk, 400);
    struct actor *actor = &twins->actor[who];
    unsigned seat = place_pick(walk, actor);
    snprintf(walk->doing, sizeof(walk->doing), "seed %" PRIu64 ", step %" PRIu64 ": %s, actor %u", seed, number,
             what < 3 ? "restart" : what < 6 ? "time" : !actor->client[STEADY] ? "comes" : what < 8 ? "goes" : "asks", who);
    twins->doing = walk->doing;
    twins_pass(twins, draw(walk, 5));
    if (what < 3) {
        twins_restart(twins);
        walk->restarts++;
    } else if (what < 6) {
        twins_pass(twins, TWINS_LONG_MS);
    } else if (!actor->client[STEADY]) {
        twins_connect(twins, actor, draw(walk, 2));
    } else if (what < 8) {
        twins_disconnect(twins, actor);
    } else if (what < 9) {
        garbage(walk, actor);
    } else if (seat && what < 370) {
        place_act(walk, actor, seat);
    } else {
        lobby(walk, actor);
    }
}

static void a_host_that_was_killed_is_as_one_that_never_was(void **state) {
    (void)state;
    char folder[] = "/tmp/ibar-walk-XXXXXX", path[64], file[80];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/journal.sqlite", folder);
    struct walk walk = {.luck = {seed}};
    walk.twins = twins_open(path);
    for (uint64_t i = 0; i < steps; i++) {
        step(&walk, i);
    }
    print_message("# %u restarts;", walk.restarts);
    for (unsigned body = 0; body <= BODY(REWIND); body++) {
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(&ibar__v1__envelope__descriptor, body);
        if (walk.asked[body]) {
            print_message(" %s %" PRIu64 "/%" PRIu64, field->name, walk.done[body], walk.asked[body]);
        }
    }
    print_message("\n");
    twins_close(walk.twins);
    static const char *const endings[] = {"", "-wal", "-shm", "-tail", "-lock"};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        snprintf(file, sizeof(file), "%s%s", path, endings[i]);
        unlink(file);
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(int argc, char **argv) {
    seed = argc > 1 ? strtoull(argv[1], NULL, 10) : seed;
    steps = argc > 2 ? strtoull(argv[2], NULL, 10) : steps;
    print_message("# seed %" PRIu64 ", %" PRIu64 " steps\n", seed, steps);
    fflush(stdout);
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_host_that_was_killed_is_as_one_that_never_was)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
