#include "suite.h"

#include "rules/order_fields.h"
#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define LIST_MAX   4096
#define EVENTS_MAX 8192

uint64_t test_random_next(struct test_random *random) {
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

unsigned test_random_below(struct test_random *random, unsigned limit) {
    return (unsigned)(test_random_next(random) % limit);
}

/* Where a suite stands, for the sentence of a failure. */
struct place {
    const struct scenario *scenario;
    uint64_t seed;
    unsigned game, turn;
};

#define HOLDS(place, condition, what)                                                                        \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            fail_msg("%s, seed %llu, game %u, turn %u: %s", (place)->scenario->id,                           \
                     (unsigned long long)(place)->seed, (place)->game, (place)->turn, what);                 \
    } while (0)

struct recording {
    unsigned count;
    uint64_t hash; /* over the events in sequence */
    unsigned kinds[EVENT_COUNT];
};

static void record(void *ctx, const struct scenario *scenario, const struct state *state,
                   const struct event *event) {
    static const uint8_t key[16] = "events of a turn";
    struct recording *recording = ctx;
    char text[512];
    uint8_t bytes[8 + sizeof text];
    (void)state;
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, &recording->hash, 8);
    event_explain(scenario, event, (char *)bytes + 8, sizeof text);
    recording->hash = dice_siphash(key, bytes, sizeof bytes);
    recording->kinds[event->kind]++;
    assert_true(++recording->count < EVENTS_MAX);
}

static void put_if_legal(const struct scenario *scenario, struct view *view, const struct order *order) {
    if (rules_check(scenario, view, order).verdict != VERDICT_NO)
        assert_true(plan_put(&view->plan, order));
}

void suite_random_plan(const struct scenario *scenario, const struct state *state, int side,
                       struct test_random *random, struct plan *out) {
    static struct view view;
    static struct order list[LIST_MAX];
    view_build(scenario, state, side, &view);
    for (int i = 0; i < view.units; i++) {
        struct order order;
        if (test_random_below(random, 4) == 0)
            continue;
        hex_t goal = (hex_t)test_random_below(random, scenario->map.count);
        if (test_random_below(random, 2) && path_find(scenario, &view, view.unit[i].unit, goal, &order) > 0) {
            order.press_on = (uint8_t)test_random_below(random, 2);
            put_if_legal(scenario, &view, &order);
            continue;
        }
        size_t found = rules_list_orders(scenario, &view, view.unit[i].unit, list, LIST_MAX);
        if (found > 0)
            put_if_legal(scenario, &view, &list[test_random_below(random, (unsigned)found)]);
    }
    for (int slot = 0; slot < 2; slot++) {
        size_t found = rules_list_orders(scenario, &view, (uint16_t)(SIDE_ORDER_UNIT + slot), list, LIST_MAX);
        if (found > 0 && test_random_below(random, 2))
            put_if_legal(scenario, &view, &list[test_random_below(random, (unsigned)found)]);
    }
    *out = view.plan;
}

static bool list_has(const struct order *list, size_t count, const struct order *order) {
    for (size_t i = 0; i < count; i++)
        if (order_equal(&list[i], order))
            return true;
    return false;
}

/* The list of legal orders is what rules_check says of every order of one step, direction, contact or unit.
 */
static void check_list(const struct place *place, const struct view *view, uint16_t unit) {
    static struct order list[LIST_MAX];
    size_t count = rules_list_orders(place->scenario, view, unit, list, LIST_MAX);
    HOLDS(place, count < LIST_MAX, "the list of legal orders is cut off");
    for (size_t i = 0; i < count; i++)
        HOLDS(place, rules_check(place->scenario, view, &list[i]).verdict != VERDICT_NO,
              "a listed order is refused");
    for (int kind = ORDER_none; kind <= ORDER_COUNT; kind++)
        for (unsigned i = 0; i < 128; i++) {
            struct order order = {.kind = (uint8_t)kind, .unit = unit};
            order.dir = order.path[0] = (uint8_t)(i % DIR_COUNT);
            order.path_length = kind == ORDER_move;
            order.policy = (uint8_t)(i % POLICY_COUNT);
            order.contact = order.other = (uint16_t)i;
            order.mode = order_fields(kind) & FIELD_CONTACT ? (uint8_t)(i / 64) : 0;
            if (order.mode)
                order.contact = (uint16_t)(i - 64);
            if (rules_check(place->scenario, view, &order).verdict == VERDICT_NO ||
                list_has(list, count, &order))
                continue;
            char text[ORDER_TEXT_MAX];
            order_format(&order, text);
            fail_msg("%s, seed %llu, game %u, turn %u: legal but not listed: %s", place->scenario->id,
                     (unsigned long long)place->seed, place->game, place->turn, text);
        }
}

/* Asking changes nothing, whatever nonsense is asked; a path found can be walked and is legal. */
static void check_questions(const struct place *place, const struct state *state,
                            struct test_random *random) {
    static struct view view;
    int side = (int)test_random_below(random, place->scenario->sides);
    view_build(place->scenario, state, side, &view);
    uint64_t before = view_hash(&view);
    for (int i = 0; i < 50; i++) {
        struct order order;
        for (size_t byte = 0; byte < sizeof order; byte++)
            ((uint8_t *)&order)[byte] = (uint8_t)test_random_next(random);
        order.kind = (uint8_t)test_random_below(random, ORDER_COUNT + 1);
        order.unit = (uint16_t)test_random_below(random, UNIT_MAX);
        rules_check(place->scenario, &view, &order);
    }
    if (view.units == 0)
        return;
    uint16_t unit = view.unit[test_random_below(random, view.units)].unit;
    hex_t goal = (hex_t)test_random_below(random, place->scenario->map.count);
    uint8_t cost[PATH_MAX_HEXES], pulse[PATH_MAX_HEXES];
    struct order order;
    if (path_find(place->scenario, &view, unit, goal, &order) > 0) {
        int total = path_cost(place->scenario, &view, unit, &order, cost, pulse);
        HOLDS(place, total >= 0, "a path found cannot be walked");
        int reason = rules_check(place->scenario, &view, &order).reason;
        HOLDS(place, reason == REFUSAL_none || reason == REFUSAL_pinned || reason == REFUSAL_game_over,
              "a path found is refused");
    }
    check_list(place, &view, unit);
    HOLDS(place, view_hash(&view) == before, "a question changed the view");
    char why[200] = "";
    if (!view_check(place->scenario, &view, why, sizeof why))
        HOLDS(place, false, why);
}

static void check_bytes(const struct place *place, const struct state *state) {
    static uint8_t bytes[STATE_BYTES_MAX];
    static struct state read;
    char why[200] = "";
    size_t size = state_write(state, bytes);
    if (!state_check(place->scenario, state, why, sizeof why))
        HOLDS(place, false, why);
    HOLDS(place, state_read(place->scenario, bytes, size, &read), "the state's own bytes cannot be read");
    HOLDS(place, state_equal(state, &read, why, sizeof why), why);
    HOLDS(place, state_hash(state) == state_hash(&read), "the hash differs after writing and reading");
    HOLDS(place, !state_read(place->scenario, bytes, size - 1, &read), "bytes cut short were read");
}

/* Steps are only lost, each step accounted for; stock is only used, save by who resupplied in this game. */
static void check_conservation(const struct place *place, const struct state *before,
                               const struct state *after) {
    for (int i = 0; i < after->units; i++) {
        const struct unit *was = &before->unit[i], *is = &after->unit[i];
        const struct unit_type *type = &place->scenario->rules.type[is->type];
        HOLDS(place, is->steps <= was->steps, "a unit gained a step");
        HOLDS(place, is->wounded <= was->wounded + (was->steps - is->steps), "wounded without a step lost");
        HOLDS(place, is->steps > 0 || is->status == UNIT_ELIMINATED,
              "a unit without steps is not eliminated");
        bool filled = (is->flags & UNIT_RESUPPLIED) && !(was->flags & UNIT_RESUPPLIED);
        HOLDS(place, is->stock <= (filled ? type->ammo_count : was->stock), "a stock grew");
        HOLDS(place,
              !(was->flags & ~is->flags &
                (UNIT_RESUPPLIED | UNIT_ABANDONED | UNIT_WAS_REVEALED | UNIT_IMMOBILE)),
              "a flag that lasts was lost");
        bool was_off =
            was->status != UNIT_ON_MAP && was->status != UNIT_CARRIED && was->status != UNIT_WAITING;
        HOLDS(place, !was_off || is->status == was->status, "who had left the map came back");
    }
}

/* No side has more in a hex than may stand there, unless somebody fell back or lost its carrier in this game.
 */
static void check_stacking(const struct place *place, const struct state *state) {
    for (int i = 0; i < state->units; i++) {
        int units = 0, vehicles = 0;
        for (int j = 0; j < state->units; j++) {
            const struct unit *unit = &state->unit[j];
            if (unit->status != UNIT_ON_MAP || unit->hex != state->unit[i].hex ||
                unit->side != state->unit[i].side)
                continue;
            units++;
            vehicles += place->scenario->rules.type[unit->type].move != MOVE_FOOT &&
                        !(unit->flags & (UNIT_DISMOUNTED | UNIT_ABANDONED));
        }
        HOLDS(place, units <= place->scenario->rules.number.stack_units, "too many units in a hex");
        HOLDS(place, vehicles <= place->scenario->rules.number.stack_vehicles, "too many vehicles in a hex");
    }
}

/* Orders that are refused leave no trace but their own event. */
static void spoil(const struct scenario *scenario, const struct state *state, int side,
                  struct test_random *random, struct plan *plan) {
    static struct view view;
    view_build(scenario, state, side, &view);
    for (int i = 0; i < state->units; i++) {
        struct order order = {.kind = (uint8_t)test_random_below(random, ORDER_COUNT), .unit = (uint16_t)i};
        order.contact = (uint16_t)test_random_below(random, 200);
        order.path_length = (uint8_t)test_random_below(random, 3);
        bool policy = order.kind == ORDER_policy;
        if (order.kind && !plan_find(plan, order.unit, policy) &&
            rules_check(scenario, &view, &order).verdict == VERDICT_NO)
            plan_put(plan, &order);
    }
}

/* Drops the refused orders' command as well: they were never paid for. */
static bool plan_is_paid(const struct scenario *scenario, const struct state *state, int side,
                         const struct plan *plan) {
    static struct view view;
    view_build(scenario, state, side, &view);
    return rules_plan_cost(scenario, &view, plan) <= scenario->side[side].command;
}

/* Whatever nonsense a plan holds, the turn is played and the state holds after it. */
static void check_nonsense(const struct place *place, const struct state *state, struct test_random *random) {
    static struct state copy;
    static struct plan plan[SIDE_MAX];
    char why[200] = "";
    copy = *state;
    for (size_t i = 0; i < sizeof plan; i++)
        ((uint8_t *)plan)[i] = (uint8_t)test_random_next(random);
    for (int side = 0; side < SIDE_MAX; side++) {
        plan[side].count = (uint16_t)(test_random_next(random) % 2 ? PLAN_MAX : UINT16_MAX);
        for (int i = 0; i < PLAN_MAX; i++) {
            struct order *order = &plan[side].order[i];
            order->kind = (uint8_t)test_random_below(random, ORDER_COUNT + 1);
            order->unit = (uint16_t)test_random_below(random, state->units + 2u);
            order->other = (uint16_t)test_random_below(random, state->units + 2u);
            order->contact = (uint16_t)test_random_below(random, 40);
            order->dir %= 8;
            if (test_random_below(random, 8) == 0)
                order->unit = (uint16_t)(SIDE_ORDER_UNIT + test_random_below(random, SIDE_ORDER_SLOTS + 1));
        }
    }
    rules_resolve(place->scenario, &copy, plan, NULL);
    if (!state_check(place->scenario, &copy, why, sizeof why))
        HOLDS(place, false, why);
    check_conservation(place, state, &copy);
}

struct running {
    struct state state;
    unsigned overfilled; /* events after which a hex may hold too many */
};

static void play_turn(const struct place *place, struct running *running, struct test_random *random) {
    static struct state before, again, silent;
    static struct plan plan[SIDE_MAX], spoilt[SIDE_MAX];
    struct recording first = {0}, second = {0};
    const struct event_sink sink_first = {record, &first}, sink_second = {record, &second};
    const struct scenario *scenario = place->scenario;
    memset(plan, 0, sizeof plan);
    before = again = silent = running->state;
    for (int side = 0; side < scenario->sides; side++)
        suite_random_plan(scenario, &before, side, random, &plan[side]);
    memcpy(spoilt, plan, sizeof plan);
    for (int side = 0; side < scenario->sides; side++) {
        spoil(scenario, &before, side, random, &spoilt[side]);
        if (!plan_is_paid(scenario, &before, side, &spoilt[side]))
            spoilt[side] = plan[side];
    }
    rules_resolve(scenario, &running->state, plan, &sink_first);
    rules_resolve(scenario, &again, plan, &sink_second);
    rules_resolve(scenario, &silent, spoilt, NULL);
    char why[200] = "";
    HOLDS(place, state_equal(&running->state, &again, why, sizeof why), why);
    HOLDS(place, first.count == second.count && first.hash == second.hash, "the same turn told other events");
    if (!state_equal(&running->state, &silent, why, sizeof why))
        HOLDS(place, false, why);
    HOLDS(place, state_hash(&running->state) == state_hash(&silent),
          "refused orders or a missing sink left a trace");
    check_conservation(place, &before, &running->state);
    check_bytes(place, &running->state);
    running->overfilled += first.kinds[EVENT_fell_back] + first.kinds[EVENT_dismounted] +
                           first.kinds[EVENT_abandoned] + first.kinds[EVENT_eliminated];
    if (!running->overfilled)
        check_stacking(place, &running->state);
}

static void play_game(struct place *place, struct test_random *random) {
    static struct running running;
    struct dice_key key;
    for (size_t i = 0; i < sizeof key.bytes; i++)
        key.bytes[i] = (uint8_t)test_random_next(random);
    memset(&running, 0, sizeof running);
    state_begin(place->scenario, &key, (uint16_t)test_random_next(random), &running.state);
    check_bytes(place, &running.state);
    for (place->turn = (unsigned)scenario_first_turn(place->scenario); running.state.outcome == OUTCOME_RUNNING; place->turn++) {
        HOLDS(place, place->turn <= place->scenario->turns, "the game goes on after its last turn");
        HOLDS(place, running.state.turn == place->turn, "the turn is not the next");
        check_questions(place, &running.state, random);
        check_nonsense(place, &running.state, random);
        play_turn(place, &running, random);
    }
    int rank[SIDE_MAX], best = SIDE_MAX + 1;
    rules_rank(place->scenario, &running.state, rank);
    for (int side = 0; side < place->scenario->sides; side++)
        best = rank[side] < best ? rank[side] : best;
    HOLDS(place, best == 1, "nobody is first");
}

void suite_run(const struct scenario *scenario, unsigned games, uint64_t seed) {
    struct test_random random = {seed};
    struct place place = {scenario, seed, 0, 0};
    for (place.game = 0; place.game < games; place.game++)
        play_game(&place, &random);
}
