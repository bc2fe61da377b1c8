/* Yes means yes (rulebook 2; rules.h): an order that rules_check answers with yes, played alone, fails only by what
 * the enemy did to the unit in that turn: it is gone, pinned or suppressed, or an enemy came near. */
#include "plays.h"

#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define LIST_MAX 4096

static unsigned asked[ORDER_COUNT], failed[ORDER_COUNT][REFUSAL_COUNT];

struct alone {
    const struct order *order;
    int side, reason; /* why it was not done; REFUSAL_none: it was */
};

static void note(void *ctx, const struct scenario *scenario, const struct state *state,
                 const struct event *event) {
    struct alone *alone = ctx;
    (void)scenario, (void)state;
    if (event->kind != EVENT_not_done || event->value != alone->order->kind)
        return;
    bool unit = event->unit.kind == REF_UNIT && event->unit.id == alone->order->unit;
    if (unit || (order_is_of_side(alone->order) && event->side == alone->side))
        alone->reason = event->result;
}

/* What an enemy may do to a unit in a turn whatever its side knew before. */
static bool was_done_to_it(int reason) {
    return reason == REFUSAL_not_here || reason == REFUSAL_pinned || reason == REFUSAL_suppressed ||
           reason == REFUSAL_enemy_near;
}

static void play_alone(const struct position *position, int side, const struct order *order, bool idle) {
    static struct state state;
    static struct plan plan[SIDE_MAX];
    struct alone alone = {order, side, REFUSAL_none};
    struct event_sink sink = {note, &alone};
    char text[ORDER_TEXT_MAX];
    state = *position->state;
    memset(plan, 0, sizeof plan);
    if (!idle)
        plays_plans(position->scenario, &state, side, position->random, plan);
    assert_true(plan_put(&plan[side], order));
    rules_resolve(position->scenario, &state, plan, &sink);
    asked[order->kind]++;
    if (alone.reason == REFUSAL_none)
        return;
    failed[order->kind][alone.reason]++;
    if (was_done_to_it(alone.reason))
        return;
    order_format(order, text);
    fail_msg("%s, side %d: yes to \"%s\", but it was not done: %s", position->place, side, text,
             refusal_name(alone.reason));
}

static void ask(const struct position *position) {
    static struct view view;
    static struct order list[LIST_MAX];
    for (int side = 0; side < position->scenario->sides; side++) {
        view_build(position->scenario, position->state, side, &view);
        if (view.units == 0)
            continue;
        uint16_t unit = test_random_below(position->random, 8) == 0
                            ? (uint16_t)(SIDE_ORDER_UNIT)
                            : view.unit[test_random_below(position->random, view.units)].unit;
        size_t found = rules_list_orders(position->scenario, &view, unit, list, LIST_MAX);
        bool tried[ORDER_COUNT] = {false};
        for (size_t i = 0; i < found; i++) {
            const struct order *order = &list[(i * 7 + 3) % found];
            if (tried[order->kind] ||
                rules_check(position->scenario, &view, order).verdict != VERDICT_YES)
                continue;
            tried[order->kind] = true;
            play_alone(position, side, order, test_random_below(position->random, 2));
        }
    }
}

static void yes_means_yes(void **unused) {
    (void)unused;
    plays_all(6, 41, ask);
    unsigned total = 0;
    for (int kind = 0; kind < ORDER_COUNT; kind++) {
        total += asked[kind];
        for (int reason = 0; reason < REFUSAL_COUNT; reason++)
            if (failed[kind][reason])
                print_message("# %s: %u of %u not done: %s\n", order_kind_name(kind), failed[kind][reason],
                              asked[kind], refusal_name(reason));
    }
    print_message("# %u orders played alone\n", total);
    assert_true(total > 2000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(yes_means_yes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
