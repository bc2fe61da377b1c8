/* What the briefing of the Javelin range advises can be done when it says so. */
#include "data/data.h"
#include "rules/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { TEAMS, TARGETS };
enum { TOP, DIRECT };

static struct library *library;
static const struct scenario *scenario;
static struct state state;
static struct view view;
static struct plan plan[SIDE_MAX];

static int open_range(void **unused) {
    struct problems problems = {0};
    struct dice_key key = {{0}};
    (void)unused;
    library = library_create(data_folder());
    scenario = library_find(library, "javelin-range", &problems);
    if (!scenario)
        return -1;
    memset(plan, 0, sizeof plan);
    state_begin(scenario, &key, 0, &state);
    view_build(scenario, &state, TEAMS, &view);
    return 0;
}

static int close_range(void **unused) {
    (void)unused;
    library_destroy(library);
    return 0;
}

static uint16_t unit_named(const char *name) {
    for (uint16_t u = 0; u < scenario->roster_count; u++)
        if (strcmp(scenario->roster[u].name, name) == 0)
            return u;
    fail_msg("no unit %s", name);
    return UNIT_NONE;
}

/* What rules_check says to an order to engage it, by the team's side. */
static int engage(const char *team, const char *target, int mode) {
    struct order order = {.kind = ORDER_engage, .unit = unit_named(team), .other = UNIT_NONE, .hex = HEX_NONE};
    order.contact = state.contact[TEAMS][unit_named(target)].handle;
    order.mode = (uint8_t)mode;
    struct check check = rules_check(scenario, &view, &order);
    if (check.verdict == VERDICT_NO)
        print_message("# %s at %s: %s\n", team, target, refusal_sentence(check.reason));
    return check.verdict;
}

static void play(void) {
    rules_resolve(scenario, &state, plan, NULL);
    memset(plan, 0, sizeof plan);
    view_build(scenario, &state, TEAMS, &view);
}

static void put(int side, int kind, const char *unit, hex_t hex, int dir) {
    struct order order = {.kind = (uint8_t)kind, .unit = unit_named(unit), .other = UNIT_NONE, .hex = hex};
    struct view own;
    order.path_length = kind == ORDER_move;
    order.path[0] = (uint8_t)dir;
    view_build(scenario, &state, side, &own);
    assert_int_equal(rules_check(scenario, &own, &order).verdict, VERDICT_YES);
    assert_true(plan_put(&plan[side], &order));
}

/* Turn 1: top attack at a hull, by either team. */
static void hulls_are_engaged_at_once(void **unused) {
    (void)unused;
    assert_int_equal(engage("Javelin team 1", "Hull 1", TOP), VERDICT_YES);
    assert_int_equal(engage("Javelin team 2", "Hull 1", TOP), VERDICT_YES);
    assert_int_equal(engage("Javelin team 2", "Hull 2", TOP), VERDICT_YES);
}

/* Launches at what is cold. */
static void count_cold(void *ctx, const struct scenario *at, const struct state *now, const struct event *event) {
    unsigned *cold = ctx;
    (void)at, (void)now;
    for (int i = 0; event->kind == EVENT_launched_direct && i < event->modifiers; i++)
        *cold += event->modifier[i].modifier == MODIFIER_cold;
}

/* Turn 3: the jeep, cold when it has kept still. It stands in a town, where the roof is not struck. */
static void the_jeep_is_cold_in_turn_3(void **unused) {
    (void)unused;
    assert_int_equal(engage("Javelin team 1", "Jeep", DIRECT), VERDICT_YES);
    play();
    play();
    assert_int_equal(state.turn, 3);
    assert_int_not_equal(engage("Javelin team 1", "Jeep", DIRECT), VERDICT_NO);
    struct order order = {.kind = ORDER_engage, .unit = unit_named("Javelin team 1"), .other = UNIT_NONE, .hex = HEX_NONE};
    order.contact = state.contact[TEAMS][unit_named("Jeep")].handle;
    order.mode = DIRECT;
    assert_true(plan_put(&plan[TEAMS], &order));
    unsigned cold = 0;
    struct event_sink sink = {count_cold, &cold};
    rules_resolve(scenario, &state, plan, &sink);
    assert_true(cold > 0);
}

/* Turn 2: the compound once the drone was over it, the carrier once it has moved. */
static void compound_and_carrier_are_engaged_when_they_are_known(void **unused) {
    (void)unused;
    assert_int_equal(engage("Javelin team 2", "Compound", DIRECT), VERDICT_NO);
    put(TEAMS, ORDER_look, "Drone", state.unit[unit_named("Compound")].hex, 0);
    put(TARGETS, ORDER_move, "Carrier", HEX_NONE, DIR_SE);
    play();
    assert_int_not_equal(engage("Javelin team 2", "Compound", DIRECT), VERDICT_NO);
    assert_int_not_equal(engage("Javelin team 1", "Carrier", TOP), VERDICT_NO);
    assert_int_not_equal(engage("Javelin team 2", "Carrier", TOP), VERDICT_NO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hulls_are_engaged_at_once, open_range, close_range),
        cmocka_unit_test_setup_teardown(the_jeep_is_cold_in_turn_3, open_range, close_range),
        cmocka_unit_test_setup_teardown(compound_and_carrier_are_engaged_when_they_are_known, open_range, close_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
