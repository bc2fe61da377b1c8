/* A view says no more than it shows (rulebook 4): a world resampled from what a side knows looks the same to that
 * side, holds as a state, and differs from luck to luck where something is hidden. */
#include "plays.h"
#include "rules/resample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct {
    unsigned views, differ;
} count;

static void same_view(const struct position *position, const struct view *view, const struct state *state) {
    static struct view again;
    char why[200] = "";
    if (!state_check(position->scenario, state, why, sizeof why))
        fail_msg("%s, side %d: %s", position->place, view->side, why);
    view_build(position->scenario, state, view->side, &again);
    if (view_hash(&again) == view_hash(view))
        return;
    const uint8_t *a = (const uint8_t *)view, *b = (const uint8_t *)&again;
    size_t at = 0;
    while (at < sizeof again && a[at] == b[at])
        at++;
    fail_msg("%s, side %d: the resampled world looks another (byte %zu of the view; units at %zu, contacts at %zu, "
             "marks at %zu)",
             position->place, view->side, at, offsetof(struct view, unit), offsetof(struct view, contact),
             offsetof(struct view, marks));
}

static void ask(const struct position *position) {
    static struct state world[2];
    static struct view view;
    for (int side = 0; side < position->scenario->sides; side++) {
        view_build(position->scenario, position->state, side, &view);
        for (int i = 0; i < 2; i++) {
            struct dice_key luck;
            for (size_t byte = 0; byte < sizeof luck.bytes; byte++)
                luck.bytes[byte] = (uint8_t)test_random_next(position->random);
            if (!state_resample(position->scenario, &view, &luck, &world[i]))
                fail_msg("%s, side %d: no world was found, but there is one", position->place, side);
            same_view(position, &view, &world[i]);
        }
        count.views++;
        count.differ += state_hash(&world[0]) != state_hash(&world[1]);
    }
}

static void a_resampled_world_looks_the_same_to_its_side(void **unused) {
    (void)unused;
    memset(&count, 0, sizeof count);
    plays_all(8, 31, ask);
    print_message("# %u views, %u pairs of worlds differ\n", count.views, count.differ);
    assert_true(count.views > 500);
    assert_true(count.differ > count.views * 9 / 10);
}

/* The same luck gives the same world: a search can go back to it. */
static void ask_again(const struct position *position) {
    static struct state world[2];
    static struct view view;
    static const struct dice_key luck = {{1, 2, 3}};
    view_build(position->scenario, position->state, 0, &view);
    for (int i = 0; i < 2; i++)
        assert_true(state_resample(position->scenario, &view, &luck, &world[i]));
    assert_true(state_hash(&world[0]) == state_hash(&world[1]));
}

static void the_same_luck_gives_the_same_world(void **unused) {
    (void)unused;
    plays_all(1, 32, ask_again);
}

/* A world that was resampled can be played on. */
static void play_on(const struct position *position) {
    static struct state world;
    static struct view view;
    static struct plan plan[SIDE_MAX];
    struct dice_key luck = {{(uint8_t)test_random_next(position->random)}};
    char why[200] = "";
    int side = (int)test_random_below(position->random, position->scenario->sides);
    view_build(position->scenario, position->state, side, &view);
    assert_true(state_resample(position->scenario, &view, &luck, &world));
    while (world.outcome == OUTCOME_RUNNING) {
        plays_plans(position->scenario, &world, -1, position->random, plan);
        rules_resolve(position->scenario, &world, plan, NULL);
        if (!state_check(position->scenario, &world, why, sizeof why))
            fail_msg("%s, side %d, played on: %s", position->place, side, why);
    }
}

static void a_resampled_world_can_be_played_to_its_end(void **unused) {
    (void)unused;
    plays_all(1, 33, play_on);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resampled_world_looks_the_same_to_its_side),
        cmocka_unit_test(the_same_luck_gives_the_same_world),
        cmocka_unit_test(a_resampled_world_can_be_played_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
