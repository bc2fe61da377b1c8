/* Long random play (rulebook 1, 2, 6, 10, 11): steps, stock, bill, tracks, handles and stacking hold over whole games of
 * all scenarios, every game ends, and no side is ever without a legal commit.
 *
 *     test_long_games [SEED [TURNS]]        at least TURNS turns, 1,000 without; prints the seed first
 *
 * In the run of the tests it is short; by hand, on a release build, it plays millions of turns. */
#include "plays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static uint64_t seed = 61;
static unsigned long turns_wanted = 1000, turns;

/* What a turn tells, added up: each fact of the state must come from a told event. */
struct told {
    unsigned shots[UNIT_MAX];     /* of the unit, fired at whatever */
    unsigned steps_lost[UNIT_MAX];
    unsigned launches[SIDE_MAX], resupplied[UNIT_MAX];
    unsigned over;
};

static void note(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event) {
    struct told *told = ctx;
    (void)scenario;
    uint16_t unit = event->unit.kind == REF_UNIT ? event->unit.id : UNIT_NONE;
    uint16_t other = event->other.kind == REF_UNIT ? event->other.id : UNIT_NONE;
    bool launch = event->kind == EVENT_launched_top || event->kind == EVENT_launched_direct;
    bool shot = event->kind == EVENT_shot || event->kind == EVENT_aimed || launch;
    if (shot && unit != UNIT_NONE)
        told->shots[unit]++;
    if (launch && unit != UNIT_NONE)
        told->launches[state->unit[unit].side]++;
    if (event->kind == EVENT_resupplied && unit != UNIT_NONE)
        told->resupplied[unit]++;
    if (event->kind == EVENT_step_lost && other != UNIT_NONE)
        told->steps_lost[other]++;
    told->over += event->kind == EVENT_game_over;
}

#define HOLDS(condition, what)                                                                               \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            fail_msg("%s, unit or side %d: %s", position->place, i, what);                                   \
    } while (0)

/* Who is mediated leaves heavy weapons and rockets behind (rulebook 9). */
static bool left_by_mediation(const struct position *position, const struct state *after) {
    return position->state->mediation != MEDIATION_RUNNING && after->mediation != MEDIATION_NONE;
}

/* Steps: each that is gone was told as lost; wounded are among them; a stock falls by shots alone and is filled once. */
static void check_units(const struct position *position, const struct state *after, const struct told *told) {
    for (int i = 0; i < after->units; i++) {
        const struct unit *was = &position->state->unit[i], *is = &after->unit[i];
        const struct unit_type *type = &position->scenario->rules.type[is->type];
        HOLDS(is->steps <= was->steps, "a step came back");
        HOLDS((unsigned)(was->steps - is->steps) == told->steps_lost[i],
              "the steps that are gone are not those that were told as lost");
        HOLDS(is->steps + is->wounded <= type->steps, "more steps and wounded than the unit ever had");
        HOLDS(told->resupplied[i] <= 1 && (!told->resupplied[i] || !(was->flags & UNIT_RESUPPLIED)),
              "it was resupplied twice");
        HOLDS(told->resupplied[i] || is->stock <= was->stock, "a stock grew without resupply");
        HOLDS(told->resupplied[i] || is->stock == was->stock || told->shots[i] >= (unsigned)(was->stock - is->stock) ||
                  type->ammo == AMMO_GAS || (is->stock == 0 && left_by_mediation(position, after)),
              "a stock fell by more than the shots");
        HOLDS(is->stock <= type->ammo_count, "a stock is above its type's");
    }
}

static void check_sides(const struct position *position, const struct state *after, const struct told *told) {
    const struct scenario *scenario = position->scenario;
    for (int i = 0; i < scenario->sides; i++) {
        HOLDS(after->launches[i] == position->state->launches[i] + told->launches[i], "a launch was not told, or twice");
        unsigned price = after->launches[i] ? after->bill[i] / after->launches[i] : 0;
        HOLDS(after->bill[i] == price * after->launches[i], "the bill is not launches times the price");
        HOLDS(!after->launches[i] || !position->state->launches[i] ||
                  price == position->state->bill[i] / position->state->launches[i],
              "the price of a missile changed");
        HOLDS(after->next_handle[i] >= position->state->next_handle[i], "handles are given again");
    }
    for (int i = 0; i < TRACK_COUNT; i++)
        HOLDS(after->track[i] >= 0 && after->track[i] <= (i == TRACK_PRESSURE ? 10 : 20), "a track is out of bounds");
}

/* Handles of a side are one of a kind over contacts and marks. */
static void check_handles(const struct position *position, const struct state *after) {
    for (int i = 0; i < position->scenario->sides; i++) {
        bool used[4096] = {false};
        for (int u = 0; u < after->units; u++) {
            const struct contact *contact = &after->contact[i][u];
            if (!contact->level || contact->handle >= 4096)
                continue;
            HOLDS(!used[contact->handle], "a handle names two contacts");
            used[contact->handle] = true;
        }
        for (int m = 0; m < MARK_MAX; m++) {
            const struct mark *mark = &after->mark[i][m];
            if (!mark->used || mark->handle >= 4096)
                continue;
            HOLDS(!used[mark->handle], "a handle names a mark and something else");
            used[mark->handle] = true;
        }
    }
}

/* Holding everybody is a legal plan, and so is none. */
static void check_commit(const struct position *position) {
    static struct view view;
    for (int i = 0; i < position->scenario->sides; i++) {
        view_build(position->scenario, position->state, i, &view);
        HOLDS(rules_plan_cost(position->scenario, &view, &view.plan) <= view.command, "an empty plan costs too much");
        for (int u = 0; u < view.units; u++) {
            struct order hold = {.kind = ORDER_hold, .unit = view.unit[u].unit};
            bool here = view.turn > 0 && view.unit[u].status == UNIT_ON_MAP &&
                        !(view.unit[u].flags & UNIT_SURRENDERED) &&
                        !(position->scenario->rules.type[view.unit[u].type].flags & TYPE_OFF_MAP);
            struct check check = rules_check(position->scenario, &view, &hold);
            HOLDS(!here || check.verdict == VERDICT_YES || check.reason == REFUSAL_pinned, "a unit may not hold");
        }
    }
}

static void ask(const struct position *position) {
    static struct state after;
    static struct plan plan[SIDE_MAX];
    struct told told;
    struct event_sink sink = {note, &told};
    char why[200] = "";
    memset(&told, 0, sizeof told);
    check_commit(position);
    plays_plans(position->scenario, position->state, -1, position->random, plan);
    after = *position->state;
    rules_resolve(position->scenario, &after, plan, &sink);
    if (!state_check(position->scenario, &after, why, sizeof why))
        fail_msg("%s: %s", position->place, why);
    check_units(position, &after, &told);
    check_sides(position, &after, &told);
    check_handles(position, &after);
    int i = 0;
    HOLDS(told.over == (after.outcome != OUTCOME_RUNNING), "the end was not told once");
    turns++;
}

static void what_is_counted_adds_up(void **unused) {
    (void)unused;
    print_message("# seed %llu, at least %lu turns\n", (unsigned long long)seed, turns_wanted);
    for (uint64_t round = 0; turns < turns_wanted; round++) {
        plays_all(5, seed + round, ask);
        if (turns >= turns_wanted || round % 100 == 99)
            print_message("# %lu turns, seeds up to %llu\n", turns, (unsigned long long)(seed + round));
    }
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_counted_adds_up)};
    if (argc > 1)
        seed = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        turns_wanted = strtoul(argv[2], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
