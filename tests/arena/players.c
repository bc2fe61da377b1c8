/* Computer players play by the rules: every order of theirs is one that rules_check allows to their side,
 * their plan fits their command, and their luck alone decides. */
#include "arena/play.h"
#include "data/data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define GAMES      12
#define KIND_GAMES 240

static struct library *library;
static const struct scenario *scenario;

static int open_scenario(void **unused) {
    struct problems problems = {0};
    (void)unused;
    library = library_create(data_folder());
    scenario = library_find(library, "bridge-checkpoint", &problems);
    return scenario ? 0 : -1;
}

static int close_scenario(void **unused) {
    (void)unused;
    library_destroy(library);
    return 0;
}

static void expect_legal(const struct view *view, const struct plan *plan) {
    struct view fresh = *view;
    char text[64];
    fresh.plan.count = 0;
    for (unsigned i = 0; i < plan->count; i++) {
        struct check check = rules_check(scenario, &fresh, &plan->order[i]);
        if (check.verdict == VERDICT_NO)
            fail_msg("side %u turn %u: %s of unit %u: %s", view->side, view->turn,
                     order_kind_name(plan->order[i].kind), plan->order[i].unit,
                     refusal_sentence(check.reason));
        assert_true(plan_put(&fresh.plan, &plan->order[i]));
    }
    (void)text;
    assert_true(rules_plan_cost(scenario, view, plan) <= scenario->side[view->side].command);
}

/* Plays games with one player on all sides and looks at each plan; it is made twice, and must be the same. */
static void play_and_check(const struct ai *ai) {
    unsigned orders = 0;
    for (unsigned game = 0; game < GAMES; game++) {
        static const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
        struct ai_memory memory[SIDE_MAX] = {0};
        struct plan plan[SIDE_MAX] = {0};
        uint8_t secret[SEAL_SECRET_BYTES];
        struct dice_key key, luck;
        struct state state;
        arena_secret(99, game, secret);
        seal_key(secret, scenario->sides, nonce, &key);
        state_begin(scenario, &key, 0, &state);
        while (state.outcome == OUTCOME_RUNNING) {
            for (unsigned side = 0; side < scenario->sides; side++) {
                struct view view, again;
                struct ai_memory copy = memory[side];
                seal_luck(secret, side, &luck);
                view_build(scenario, &state, (int)side, &view);
                again = view;
                ai->plan(scenario, &again, &copy, &luck);
                ai->plan(scenario, &view, &memory[side], &luck);
                assert_memory_equal(&copy, &memory[side], sizeof copy);
                assert_int_equal(again.plan.count, view.plan.count);
                for (unsigned i = 0; i < view.plan.count; i++)
                    assert_true(order_equal(&again.plan.order[i], &view.plan.order[i]));
                plan[side] = view.plan;
                orders += view.plan.count;
                expect_legal(&view, &plan[side]);
            }
            rules_resolve(scenario, &state, (const struct plan *)plan, NULL);
        }
    }
    if (strcmp(ai->name, "idle") == 0)
        assert_int_equal(orders, 0);
    else
        assert_true(orders > GAMES * 8);
}

static void random_plays_by_the_rules(void **unused) {
    (void)unused;
    play_and_check(ai_find("random"));
}

static void scripted_plays_by_the_rules(void **unused) {
    (void)unused;
    play_and_check(ai_find("scripted"));
}

static void fixed_policies_play_by_the_rules(void **unused) {
    static const char *const name[] = {"rush", "shoot", "hold-fire"};
    (void)unused;
    for (int i = 0; i < 3; i++)
        play_and_check(ai_find(name[i]));
}

static void idle_gives_no_orders(void **unused) {
    (void)unused;
    play_and_check(ai_find("idle"));
}

/* The index of an order among the legal ones of the unit, a move by its first hex; -1: it is none. */
static int legal_index(const struct order *list, size_t count, const struct order *order) {
    struct order first = *order;
    if (first.kind == ORDER_move) {
        first.path_length = 1;
        first.press_on = 0;
        memset(first.path + 1, 0, sizeof first.path - 1);
    }
    for (size_t i = 0; i < count; i++) {
        struct order legal = list[i];
        legal.press_on = 0;
        if (order_equal(&legal, &first))
            return (int)i;
    }
    return -1;
}

/* Which of its legal choices a unit gets is even: each comes up as often as the others. Looks at the unit
 * that draws first, whom no shortage of command touches. */
static void random_draws_evenly(void **unused) {
    enum { DRAWS = 30000, LIST = 256 };
    static const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    static struct order list[LIST];
    static unsigned drawn[LIST];
    struct ai_memory memory = {0};
    uint8_t secret[SEAL_SECRET_BYTES];
    struct dice_key key, luck;
    struct state state;
    struct view view, fresh;
    (void)unused;
    arena_secret(1, 1, secret);
    seal_key(secret, scenario->sides, nonce, &key);
    state_begin(scenario, &key, 0, &state);
    view_build(scenario, &state, 0, &fresh);
    fresh.units = 1; /* a side of one unit */
    size_t count = rules_list_orders(scenario, &fresh, fresh.unit[0].unit, list, LIST);
    assert_true(count > 5 && count < 40);
    memset(drawn, 0, sizeof drawn);
    for (uint64_t i = 0; i < DRAWS; i++) {
        view = fresh;
        memset(luck.bytes, 0, sizeof luck.bytes);
        memcpy(luck.bytes, &i, sizeof i);
        ai_find("random")->plan(scenario, &view, &memory, &luck);
        assert_true(view.plan.count <= 1);
        if (view.plan.count == 0)
            continue; /* all tries were refused: rare */
        int index = legal_index(list, count, &view.plan.order[0]);
        assert_true(index >= 0);
        drawn[index]++;
    }
    for (size_t i = 0; i < count; i++) {
        double expected = (double)DRAWS / (double)count;
        if (drawn[i] < 0.85 * expected || drawn[i] > 1.15 * expected)
            fail_msg("%s %u came up %u times of %d, %.0f were fair", order_kind_name(list[i].kind),
                     list[i].dir, drawn[i], DRAWS, expected);
    }
}

/* The record of a game is a witness: keeping it changes nothing. */
static void a_record_changes_nothing(void **unused) {
    const struct ai *ai[SIDE_MAX] = {ai_find("scripted"), ai_find("random"), ai_find("scripted")};
    struct arena_result with, without;
    struct record record = {0};
    uint8_t secret[SEAL_SECRET_BYTES];
    (void)unused;
    arena_secret(3, 4, secret);
    arena_play(scenario, 0, secret, NULL, ai, &record, &with);
    arena_play(scenario, 0, secret, NULL, ai, NULL, &without);
    assert_int_equal(with.hash, without.hash);
    for (int side = 0; side < scenario->sides; side++)
        assert_int_equal(with.points[side], without.points[side]);
    record_finish(&record);
}

/* Kinds that a side's units may order and scripted leaves alone, each for a reason. */
static const struct {
    const char *side;
    uint8_t kind;
} left_alone[] = {
    {"police", ORDER_abandon},     /* a vehicle left is a vehicle lost, and none of theirs is slower than people on foot */
    {"kfor", ORDER_abandon},       /* the same */
    {"kfor", ORDER_assault},       /* it does not go looking for a fight */
    {"kfor", ORDER_search},        /* caches are the task of the police */
    {"irregulars", ORDER_arm},     /* who is covert scores by it, cannot be shot at, and never gets it back */
    {"irregulars", ORDER_load},    /* only steps on foot score off the map: drivers leave their vehicles instead */
    {"irregulars", ORDER_unload},  /* nobody is aboard */
    {"irregulars", ORDER_mount},   /* who left the armoured car goes off the map */
    {"irregulars", ORDER_call},    /* nothing is gained by police who surrender to them */
    {"irregulars", ORDER_evacuate}, /* their wounded leave with them; a vehicle does not come back for them */
    {"irregulars", ORDER_dig_in},  /* the excavator has work on the link, and hardly ever somebody stays beside it */
    {"irregulars", ORDER_resupply} /* rockets and shells outlast the time until they leave */
};

static bool is_left_alone(const char *side, int kind) {
    for (size_t i = 0; i < sizeof left_alone / sizeof left_alone[0]; i++)
        if (strcmp(left_alone[i].side, side) == 0 && left_alone[i].kind == kind)
            return true;
    return false;
}

/* Which kinds each side may order in these games, and which scripted orders. */
static void watch_kinds(const struct scenario *at, uint16_t options, unsigned games,
                        bool may[SIDE_MAX][ORDER_COUNT], bool does[SIDE_MAX][ORDER_COUNT]) {
    enum { LIST = 1024 };
    static const uint8_t nonce[SIDE_MAX][SEAL_NONCE_BYTES];
    static struct order list[LIST];
    for (unsigned game = 0; game < games; game++) {
        struct ai_memory memory[SIDE_MAX] = {0};
        struct plan plan[SIDE_MAX] = {0};
        uint8_t secret[SEAL_SECRET_BYTES];
        struct dice_key key, luck;
        struct state state;
        arena_secret(1, game, secret);
        seal_key(secret, at->sides, nonce, &key);
        state_begin(at, &key, options, &state);
        while (state.outcome == OUTCOME_RUNNING) {
            for (unsigned side = 0; side < at->sides; side++) {
                struct view view;
                view_build(at, &state, (int)side, &view);
                for (unsigned u = 0; game < 6 && u < view.units; u++) {
                    size_t count = rules_list_orders(at, &view, view.unit[u].unit, list, LIST);
                    for (size_t i = 0; i < count && i < LIST; i++)
                        may[side][list[i].kind] = true;
                }
                seal_luck(secret, side, &luck);
                ai_find("scripted")->plan(at, &view, &memory[side], &luck);
                plan[side] = view.plan;
                for (unsigned i = 0; i < view.plan.count; i++)
                    does[side][view.plan.order[i].kind] = true;
            }
            rules_resolve(at, &state, (const struct plan *)plan, NULL);
        }
    }
}

/* Over the games of both scenarios scripted orders every kind that the units of its side may order. */
static void scripted_uses_every_kind_of_order(void **unused) {
    static bool may[SIDE_MAX][ORDER_COUNT], does[SIDE_MAX][ORDER_COUNT];
    struct problems problems = {0};
    const struct scenario *banjska = library_find(library, "banjska", &problems);
    unsigned unused_kinds = 0;
    (void)unused;
    assert_non_null(banjska);
    watch_kinds(banjska, 1, KIND_GAMES, may, does); /* option 1 of it: the Javelin teams may be asked for */
    watch_kinds(scenario, 0, KIND_GAMES, may, does);
    for (unsigned side = 0; side < scenario->sides; side++)
        for (int kind = 1; kind < ORDER_COUNT; kind++) {
            bool alone = is_left_alone(scenario->side[side].id, kind);
            if (may[side][kind] && !does[side][kind] && !alone) {
                print_error("%s never orders %s\n", scenario->side[side].id, order_kind_name(kind));
                unused_kinds++;
            }
            if (alone && does[side][kind])
                fail_msg("%s does order %s: it is no exception", scenario->side[side].id, order_kind_name(kind));
        }
    assert_int_equal(unused_kinds, 0);
}

static void players_are_found_by_name(void **unused) {
    const struct ai *ai;
    size_t count = 0;
    (void)unused;
    for (; (ai = ai_at(count)); count++)
        assert_ptr_equal(ai_find(ai->name), ai);
    assert_true(count >= 3);
    assert_null(ai_find("nobody"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_plays_by_the_rules), cmocka_unit_test(scripted_plays_by_the_rules),
        cmocka_unit_test(fixed_policies_play_by_the_rules),
        cmocka_unit_test(scripted_uses_every_kind_of_order),
        cmocka_unit_test(idle_gives_no_orders),      cmocka_unit_test(random_draws_evenly),
        cmocka_unit_test(a_record_changes_nothing),  cmocka_unit_test(players_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, open_scenario, close_scenario);
}
