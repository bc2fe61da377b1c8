/* Nothing hidden shows in a byte (rulebook 4): two servers whose worlds differ in what a side cannot know send that
 * side's client the same bytes, for every kind of message, whatever it asks.
 *
 *     test_no_leak_bytes SCENARIO PAIRS [SEED]
 *
 * Each turn makes two pairs. In the first the other world is resampled from what the side knows: it asks, enters and
 * takes back orders, sound and hostile. In the second something hidden differs that does not come into play in the
 * turn (the truth of both worlds is played beforehand to know that), the others enter more orders, and the turn is
 * played. */
#include "data/data.h"
#include "rules/resample.h"
#include "twins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *wanted = "bridge-checkpoint";
static unsigned pairs_wanted = 60;
static uint64_t seed_wanted = 51;

struct change {
    uint16_t unit; /* whose facts differ; UNIT_NONE: none */
    bool barricade, cache, ask;
};

struct touch {
    struct change change;
    int watched;
    bool touched;
};

/* What the differing fact may do without coming into play: walk, rally, be seen by a third side. */
static bool is_quiet(int kind) {
    return kind == EVENT_moved || kind == EVENT_stopped || kind == EVENT_rallied || kind == EVENT_not_done;
}

static void note(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event) {
    struct touch *touch = ctx;
    (void)scenario;
    uint16_t unit = touch->change.unit;
    if (unit != UNIT_NONE) {
        bool concerned = (event->unit.kind == REF_UNIT && event->unit.id == unit) ||
                         (event->other.kind == REF_UNIT && event->other.id == unit);
        touch->touched = touch->touched || (concerned && !is_quiet(event->kind)) ||
                         state->contact[touch->watched][unit].level != CONTACT_NONE;
    }
    touch->touched = touch->touched ||
                     (touch->change.barricade && (event->kind == EVENT_trap_found || event->kind == EVENT_trap_sprung ||
                                                  event->kind == EVENT_cleared)) ||
                     (touch->change.cache && (event->kind == EVENT_searched || event->kind == EVENT_resupplied)) ||
                     (touch->change.ask && event->kind == EVENT_ask_holds) || event->kind == EVENT_game_over;
}

/* Does the difference stay out of play when the turn is played by these plans? */
static bool stays_hidden(const struct twins *twins, const struct change *change, const struct state *other) {
    static struct state state;
    static struct plan plan[SIDE_MAX];
    struct touch touch = {*change, twins->watched, false};
    bool seen = false;
    struct event_sink sink = {note, &touch};
    memset(plan, 0, sizeof plan);
    for (int side = 0; side < twins->scenario->sides; side++)
        twins_plan(twins, 0, side, &plan[side]);
    state = *twins_state(twins, 0);
    for (int i = 0; i < TWINS; i++) {
        rules_resolve(twins->scenario, &state, plan, &sink);
        seen = seen || (change->unit != UNIT_NONE && state.contact[twins->watched][change->unit].level);
        state = *other;
    }
    return !touch.touched && !seen;
}

/* Strength, wounded, suppression, stock, flight or order of somebody of whom the side has no contact. */
static bool change_unit(const struct twins *twins, struct test_random *random, struct state *state,
                        struct change *change) {
    for (int tries = 0; tries < 40; tries++) {
        uint16_t u = (uint16_t)test_random_below(random, state->units);
        struct unit *unit = &state->unit[u];
        const struct unit_type *type = &twins->scenario->rules.type[unit->type];
        if (unit->side == twins->watched || state->contact[twins->watched][u].level ||
            (unit->status != UNIT_ON_MAP && unit->status != UNIT_WAITING) || unit->suppression >= 3)
            continue;
        struct unit was = *unit;
        unit->steps = (uint8_t)(1 + test_random_below(random, type->steps));
        unit->wounded = (uint8_t)test_random_below(random, type->steps - unit->steps + 1u);
        unit->suppression = (uint8_t)test_random_below(random, 3);
        unit->stock = (uint8_t)test_random_below(random, type->ammo_count + 1u);
        if (type->flags & TYPE_DRONE)
            unit->flights = (uint8_t)test_random_below(random, 3);
        change->unit = u;
        return memcmp(&was, unit, sizeof was) != 0;
    }
    return false;
}

static bool change_thing(const struct twins *twins, struct test_random *random, struct state *state,
                         struct change *change) {
    int what = (int)test_random_below(random, 3), hidden = -1;
    for (int i = 0; what == 0 && i < BARRICADE_MAX; i++)
        if (state->barricade[i].strength && state->barricade[i].side != twins->watched)
            hidden = i;
    if (what == 0 && hidden >= 0) {
        state->barricade[hidden].trapped ^= 1;
        change->barricade = true;
        return true;
    }
    for (int i = 0; what == 1 && i < twins->scenario->caches; i++)
        if (!state->cache[i].found && state->cache[i].side != twins->watched)
            hidden = i;
    if (what == 1 && hidden >= 0) {
        state->cache[hidden].hex = (hex_t)test_random_below(random, twins->scenario->map.count);
        change->cache = true;
        return true;
    }
    if (what != 2 || twins->scenario->sides < 3 || state->ask[ASK_MAX - 1].status != ASK_NONE)
        return false;
    int a = (twins->watched + 1) % 3, b = (twins->watched + 2) % 3;
    state->ask[ASK_MAX - 1] = (struct ask){ASK_DELIVERED, (uint8_t)a, (uint8_t)b, ASK_MEDIATION, 1};
    change->ask = true;
    return true;
}

/* An order of bytes at random, within what the protocol can say. */
static void hostile_order(const struct twins *twins, struct test_random *random, struct order *order) {
    memset(order, 0, sizeof *order);
    order->kind = (uint8_t)(1 + test_random_below(random, ORDER_COUNT - 1));
    order->unit = (uint16_t)(test_random_below(random, 8) ? test_random_below(random, twins->scenario->roster_count + 2u)
                                                          : SIDE_ORDER_UNIT + test_random_below(random, 10));
    order->other = (uint16_t)test_random_below(random, twins->scenario->roster_count + 2u);
    order->contact = (uint16_t)test_random_below(random, 40);
    order->hex = (hex_t)test_random_below(random, twins->scenario->map.count);
    order->dir = (uint8_t)test_random_below(random, DIR_COUNT);
    order->mode = (uint8_t)test_random_below(random, 6);
    order->policy = (uint8_t)test_random_below(random, 4);
    order->path_length = (uint8_t)test_random_below(random, 4);
    for (int i = 0; i < order->path_length; i++)
        order->path[i] = (uint8_t)test_random_below(random, DIR_COUNT);
}

static void ask_hostile(struct twins *twins, struct test_random *random, int times) {
    for (int i = 0; i < times; i++) {
        struct order order;
        hostile_order(twins, random, &order);
        twins_order(twins, twins->watched, &order);
    }
}

static void remove_all(struct twins *twins) {
    static struct plan plan;
    twins_plan(twins, 0, twins->watched, &plan);
    for (int i = plan.count - 1; i >= 0; i--) {
        Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
        Ibar__V1__OrderRemove removed = IBAR__V1__ORDER_REMOVE__INIT;
        envelope.body_case = BODY(ORDER_REMOVE);
        envelope.order_remove = &removed;
        removed.unit = plan.order[i].unit;
        removed.policy = plan.order[i].kind == ORDER_policy;
        twins_send(twins, twins->watched, &envelope);
    }
}

static void enter(struct twins *twins, int side, const struct plan *plan) {
    for (int i = 0; i < plan->count; i++)
        twins_order(twins, side, &plan->order[i]);
}

/* The other world is any that the side cannot tell from its own: asking, it hears the same. */
static void pair_of_questions(struct twins *twins, struct test_random *random) {
    static struct state world;
    static struct view view;
    static struct plan plan;
    struct dice_key luck;
    for (size_t i = 0; i < sizeof luck.bytes; i++)
        luck.bytes[i] = (uint8_t)test_random_next(random);
    view_build(twins->scenario, twins_state(twins, 0), twins->watched, &view);
    assert_true(state_resample(twins->scenario, &view, &luck, &world));
    suite_random_plan(twins->scenario, twins_state(twins, 0), twins->watched, random, &plan);
    twins_set_state(twins, 1, &world);
    twins_simple(twins, twins->watched, BODY(RESYNC));
    enter(twins, twins->watched, &plan);
    ask_hostile(twins, random, 6);
    if (test_random_below(random, 4) == 0)
        twins_simple(twins, twins->watched, BODY(HELLO));
    if (test_random_below(random, 4) == 0)
        twins_simple(twins, twins->watched, BODY(RECORD_REQUEST));
    if (test_random_below(random, 4) == 0)
        twins_simple(twins, twins->watched, BODY(READY));
    if (test_random_below(random, 4) == 0) {
        twins_simple(twins, twins->watched, BODY(LEAVE));
        twins_simple(twins, twins->watched, BODY(RESYNC));
        twins_join(twins, twins->watched);
    }
    twins_commit(twins, twins->watched, true, 60);
    remove_all(twins);
    twins_set_state(twins, 1, twins_state(twins, 0));
}

/* What another side does before it has made up its mind shows to nobody. */
static void dither(struct twins *twins, struct test_random *random, int side) {
    for (int i = 0; i < 3; i++) {
        Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
        Ibar__V1__OrderPut put = IBAR__V1__ORDER_PUT__INIT;
        struct convert_arena arena = {0};
        struct order order;
        hostile_order(twins, random, &order);
        order.kind = ORDER_policy; /* refused, or hold: never another plan than the one that follows */
        order.policy = 9;
        envelope.body_case = BODY(ORDER_PUT);
        envelope.order_put = &put;
        put.order = convert_order(&arena, &order);
        twins_send_one(twins, 1, side, &envelope);
        convert_arena_free(&arena);
    }
}

/* Plans the others: what both worlds allow. */
static void plan_others(struct twins *twins, struct test_random *random, const struct state *other) {
    static struct view left, right;
    static struct plan plan;
    for (int side = 0; side < twins->scenario->sides; side++) {
        if (side == twins->watched)
            continue;
        suite_random_plan(twins->scenario, twins_state(twins, 0), side, random, &plan);
        view_build(twins->scenario, twins_state(twins, 0), side, &left);
        view_build(twins->scenario, other, side, &right);
        dither(twins, random, side);
        for (int i = 0; i < plan.count; i++) {
            const struct order *order = &plan.order[i];
            if (rules_check(twins->scenario, &left, order).verdict == VERDICT_NO ||
                rules_check(twins->scenario, &right, order).verdict == VERDICT_NO)
                continue;
            assert_true(plan_put(&left.plan, order) && plan_put(&right.plan, order));
            twins_order(twins, side, order);
        }
    }
}

/* The watched side speaks to all and is spoken to; what two others say to each other it does not hear, not even by a
 * number: they speak in one world only. */
static void talk(struct twins *twins) {
    int sides = twins->scenario->sides, other = (twins->watched + 1) % sides, third = (twins->watched + 2) % sides;
    twins_say(twins, -1, twins->watched, "Who is there?", "");
    twins_say(twins, -1, other, "We are.", twins->scenario->side[twins->watched].id);
    if (third != twins->watched)
        twins_say(twins, 1, other, "They do not hear us.", twins->scenario->side[third].id);
}

/* The umpire stops the game, changes something and lets it go on, in both worlds. */
static void rule(struct twins *twins, int32_t tension) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__Pause pause = IBAR__V1__PAUSE__INIT;
    Ibar__V1__Amend amend = IBAR__V1__AMEND__INIT;
    pause.reason = amend.reason = (char *)"A reason.";
    envelope.body_case = BODY(PAUSE);
    envelope.pause = &pause;
    pause.paused = true;
    assert_int_equal(twins_send(twins, TWINS_UMPIRE, &envelope), BODY(DONE));
    envelope.body_case = BODY(AMEND);
    envelope.amend = &amend;
    amend.kind = (char *)"track";
    amend.value = tension;
    twins_send(twins, TWINS_UMPIRE, &envelope);
    envelope.body_case = BODY(PAUSE);
    envelope.pause = &pause;
    pause.paused = false;
    assert_int_equal(twins_send(twins, TWINS_UMPIRE, &envelope), BODY(DONE));
}

static void list_games(struct twins *twins) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__ListGames list = IBAR__V1__LIST_GAMES__INIT;
    envelope.body_case = BODY(LIST_GAMES);
    envelope.list_games = &list;
    assert_int_equal(twins_send(twins, twins->watched, &envelope), BODY(GAMES));
}

/* What the watched side may ask of the lobby, as a host too. */
static void ask_lobby(struct twins *twins, bool account) {
    Ibar__V1__Envelope envelope = IBAR__V1__ENVELOPE__INIT;
    Ibar__V1__CreateGame create = IBAR__V1__CREATE_GAME__INIT;
    Ibar__V1__Invite invite = IBAR__V1__INVITE__INIT;
    Ibar__V1__RegisterAccount enter_account = IBAR__V1__REGISTER_ACCOUNT__INIT;
    list_games(twins);
    envelope.body_case = BODY(CREATE_GAME);
    envelope.create_game = &create;
    create.scenario = (char *)twins->scenario->id;
    assert_int_equal(twins_send(twins, twins->watched, &envelope), BODY(CREATED));
    twins_join_as(twins, twins->watched, TOKEN_HOST);
    envelope.body_case = BODY(INVITE);
    envelope.invite = &invite;
    envelope.seat = 2;
    invite.role = IBAR__V1__ROLE__ROLE_SPECTATOR;
    assert_int_equal(twins_send(twins, twins->watched, &envelope), BODY(INVITATION));
    if (!account)
        return;
    envelope.body_case = BODY(REGISTER_ACCOUNT);
    envelope.register_account = &enter_account;
    envelope.seat = 0;
    enter_account.name = (char *)"Ana";
    enter_account.password = (char *)"wide open gate";
    twins_send(twins, twins->watched, &envelope);
}

/* Returns true when the turn was played in two worlds. */
static bool pair_of_turns(struct twins *twins, struct test_random *random, bool tamper) {
    static struct state other;
    static struct plan plan;
    struct change change = {.unit = UNIT_NONE};
    other = *twins_state(twins, 0);
    bool differs = tamper && (test_random_below(random, 3) ? change_unit(twins, random, &other, &change)
                                                           : change_thing(twins, random, &other, &change));
    if (!differs)
        other = *twins_state(twins, 0);
    twins_set_state(twins, 1, &other);
    plan_others(twins, random, &other);
    suite_random_plan(twins->scenario, twins_state(twins, 0), twins->watched, random, &plan);
    enter(twins, twins->watched, &plan);
    ask_hostile(twins, random, 2);
    talk(twins);
    list_games(twins);
    if (differs && !stays_hidden(twins, &change, &other)) {
        twins_set_state(twins, 1, twins_state(twins, 0));
        differs = false;
    }
    twins_simple(twins, twins->watched, BODY(RESYNC));
    for (int i = 1; i <= twins->scenario->sides; i++)
        twins_commit(twins, (twins->watched + i) % twins->scenario->sides, true, 0);
    twins_simple(twins, twins->watched, BODY(RESYNC));
    twins_set_state(twins, 1, twins_state(twins, 0));
    return differs;
}

static unsigned play(const struct scenario *scenario, struct test_random *random, unsigned game, unsigned *played) {
    struct twins twins;
    char place[120];
    unsigned pairs = 0;
    bool tamper = game % 8 != 0; /* the record after the end is that of one and the same game */
    twins_open(&twins, scenario, (int)(game % scenario->sides), test_random_next(random), (uint16_t)(test_random_below(random, 4)));
    twins.place = place;
    twins_simple(&twins, TWINS_UMPIRE, BODY(HELLO));
    twins_join_as(&twins, TWINS_UMPIRE, TOKEN_UMPIRE);
    for (unsigned turn = twins_state(&twins, 0)->turn; twins_state(&twins, 0)->outcome == OUTCOME_RUNNING; turn++) {
        assert_int_equal(twins_state(&twins, 0)->turn, turn);
        snprintf(place, sizeof place, "%s, seed %llu, game %u, turn %u", scenario->id, (unsigned long long)seed_wanted,
                 game, twins_state(&twins, 0)->turn);
        pair_of_questions(&twins, random);
        if (turn == 2)
            rule(&twins, twins_state(&twins, 0)->track[TRACK_TENSION] + 1);
        bool differs = pair_of_turns(&twins, random, tamper);
        *played += differs;
        pairs += 1u + differs;
    }
    twins_simple(&twins, twins.watched, BODY(PING));
    if (!tamper)
        twins_simple(&twins, twins.watched, BODY(RECORD_REQUEST));
    ask_lobby(&twins, game == 0);
    if (game % 4 == 1) /* no envelope at all: the session ends */
        twins_bytes(&twins, "\xff\xff\xff\xff\xff", 5);
    else
        twins_drain(&twins);
    twins_close(&twins);
    return pairs;
}

/* Every message of the protocol from a server (its numbers from 64 on) must have been compared. */
static void check_cover(void) {
    const ProtobufCMessageDescriptor *envelope = &ibar__v1__envelope__descriptor;
    for (unsigned i = 0; i < envelope->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &envelope->fields[i];
        if (field->id >= 64 && (field->id >= 128 || twins_heard[field->id] == 0))
            fail_msg("No pair of worlds compared the message %s: add to this test what makes a server send it.",
                     field->name);
    }
}

static void hidden_facts_change_no_byte(void **unused) {
    (void)unused;
    struct problems problems = {0};
    struct scenario *scenario = scenario_file_read(data_folder(), wanted, &problems);
    if (!scenario)
        fail_msg("%s: %s", wanted, problems.text[0]);
    struct test_random random = {seed_wanted};
    unsigned pairs = 0, played = 0, games = 0;
    print_message("# %s, seed %llu\n", wanted, (unsigned long long)seed_wanted);
    for (; pairs < pairs_wanted || games < 9; games++)
        pairs += play(scenario, &random, games, &played);
    print_message("# %u pairs in %u games, %u of them turns played\n", pairs, games, played);
    check_cover();
    assert_true(played > pairs / 20);
    scenario_file_destroy(scenario);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(hidden_facts_change_no_byte)};
    if (argc > 1)
        wanted = argv[1];
    if (argc > 2)
        pairs_wanted = (unsigned)strtoul(argv[2], NULL, 10);
    if (argc > 3)
        seed_wanted = strtoull(argv[3], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
