/* Nothing hidden shows (rulebook 4; view.h): two worlds that differ only in facts that a side cannot know
 * give that side the same view and the same events, before and over a turn. Seeds of a failure are printed.
 */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define WORLDS    700
#define RIDGE_COL 8 /* high and impassable: who is east of it is neither seen nor reached from the west */

static uint64_t luck(uint64_t *seed) {
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int pick(uint64_t *seed, int count) {
    return (int)(luck(seed) % (uint64_t)count);
}

/* What one side is told of a turn. */
struct told {
    unsigned count;
    struct event event[SCENE_EVENT_MAX];
    uint64_t before, after; /* hashes of its views */
    bool touched;           /* the fact that differs came into play: the pair proves nothing */
};

struct watch {
    int side;
    uint16_t unit; /* whose facts differ; UNIT_NONE: none */
    bool may_be_seen;
    struct told *told;
};

/* A unit that is sighted by the watched side, shoots or is shot at, or whose wounded are detained (legitimacy is
 * public), is no longer an unseen one. */
static bool touches(const struct watch *watch, const struct state *state, const struct event *event) {
    if (watch->unit == UNIT_NONE)
        return false;
    bool acts = event->unit.kind == REF_UNIT && event->unit.id == watch->unit;
    bool suffers = event->other.kind == REF_UNIT && event->other.id == watch->unit;
    int seen = state->contact[watch->side][watch->unit].level;
    if (seen > (watch->may_be_seen ? CONTACT_SUSPECTED : CONTACT_NONE))
        return true;
    return (acts && event->kind == EVENT_shot) || (suffers && event->kind == EVENT_shot) ||
           (suffers && (event->kind == EVENT_decoy_removed || event->kind == EVENT_wounded_detained));
}

static void note(void *ctx, const struct scenario *scenario, const struct state *state,
                 const struct event *event) {
    struct watch *watch = ctx;
    struct told *told = watch->told;
    told->touched = told->touched || touches(watch, state, event);
    assert_true(told->count < SCENE_EVENT_MAX);
    memset(&told->event[told->count], 0, sizeof told->event[0]);
    told->count += event_for_side(scenario, state, event, watch->side, &told->event[told->count]);
}

static uint64_t view_hash_of(const struct scene *scene, const struct state *state, int side) {
    static struct view view;
    view_build(&scene->scenario, state, side, &view);
    return view_hash(&view);
}

static void play(const struct scene *scene, struct state *state, const struct plan *plan,
                 struct watch *watch) {
    struct event_sink sink = {note, watch};
    memset(watch->told, 0, sizeof *watch->told);
    watch->told->before = view_hash_of(scene, state, watch->side);
    rules_resolve(&scene->scenario, state, plan, &sink);
    /* When the game is over the points of all sides are public. */
    if (state->outcome == OUTCOME_RUNNING)
        watch->told->after = view_hash_of(scene, state, watch->side);
}

static bool modifiers_differ(const struct event *a, const struct event *b) {
    return a->modifiers != b->modifiers || memcmp(a->modifier, b->modifier, sizeof a->modifier) != 0;
}

static bool events_differ(const struct event *a, const struct event *b) {
    return memcmp(a, b, offsetof(struct event, modifiers)) != 0 || modifiers_differ(a, b);
}

static void same_for_the_side(const struct scene *scene, const struct told *a, const struct told *b,
                              unsigned long long seed, const char *what) {
    char left[256], right[256];
    if (a->before != b->before)
        fail_msg("seed %llu, %s: the views before the turn differ", seed, what);
    for (unsigned i = 0; i < a->count && i < b->count; i++) {
        if (!events_differ(&a->event[i], &b->event[i]))
            continue;
        event_explain(&scene->scenario, &a->event[i], left, sizeof left);
        event_explain(&scene->scenario, &b->event[i], right, sizeof right);
        fail_msg("seed %llu, %s: event %u differs: \"%s\" and \"%s\"", seed, what, i, left, right);
    }
    if (a->count != b->count)
        fail_msg("seed %llu, %s: %u and %u events", seed, what, a->count, b->count);
    if (a->after != b->after)
        fail_msg("seed %llu, %s: the views after the turn differ", seed, what);
}

/* A plan of random orders that the side's own view allows. */
static void random_plan(const struct scene *scene, const struct state *state, int side, uint64_t *seed,
                        struct plan *plan) {
    static struct view view;
    static struct order list[512];
    view_build(&scene->scenario, state, side, &view);
    memset(plan, 0, sizeof *plan);
    for (int i = 0; i < view.units; i++) {
        struct order order;
        if (pick(seed, 3) == 0)
            continue;
        hex_t goal = scene_hex(scene, pick(seed, RIDGE_COL), pick(seed, SCENE_SIZE));
        size_t count = rules_list_orders(&scene->scenario, &view, view.unit[i].unit, list, 512);
        if (pick(seed, 2) && path_find(&scene->scenario, &view, view.unit[i].unit, goal, &order) > 0)
            order.press_on = (uint8_t)pick(seed, 2);
        else if (count)
            order = list[pick(seed, (int)count)];
        else
            continue;
        if (rules_check(&scene->scenario, &view, &order).verdict != VERDICT_NO)
            plan_put(plan, &order);
    }
    size_t asks = rules_list_orders(&scene->scenario, &view, SIDE_ORDER_UNIT, list, 512);
    if (asks && pick(seed, 2))
        plan_put(plan, &list[pick(seed, (int)asks)]);
}

static void all_plans(const struct scene *scene, const struct state *state, uint64_t *seed,
                      struct plan *plan) {
    for (int side = 0; side < SCENE_SIDES; side++)
        random_plan(scene, state, side, seed, &plan[side]);
}

static void random_ground(struct scene *scene, uint64_t *seed) {
    static const uint8_t terrain[] = {TERRAIN_OPEN,   TERRAIN_OPEN,    TERRAIN_OPEN, TERRAIN_SCRUB,
                                      TERRAIN_FOREST, TERRAIN_VILLAGE, TERRAIN_TOWN};
    for (int col = 0; col < SCENE_SIZE; col++)
        for (int row = 0; row < SCENE_SIZE; row++) {
            scene_terrain(scene, col, row, terrain[pick(seed, (int)sizeof terrain)]);
            scene_height(scene, col, row, 50 + pick(seed, 4));
            scene->scenario.map.hex[scene_hex(scene, col, row)].density = (uint8_t)pick(seed, 3);
        }
    for (int row = 0; row < SCENE_SIZE; row++) {
        scene_terrain(scene, RIDGE_COL, row, TERRAIN_WATER);
        scene_height(scene, RIDGE_COL, row, 200);
    }
    for (int col = 0; col + 1 < RIDGE_COL; col++)
        scene_road(scene, col, 5, DIR_E, ROAD_MAIN);
}

static uint16_t somewhere(struct scene *scene, uint64_t *seed, const char *type, int side, int col0,
                          int cols) {
    int col = col0 + pick(seed, cols), row = pick(seed, SCENE_SIZE);
    return scene_unit(scene, type, side, col, row);
}

/* Units of the three sides in the west; `hidden` gets the irregulars that stand in the east. */
static struct scene *random_scene(uint64_t *seed, uint16_t hidden[4]) {
    static const char *const police[] = {"police-patrol", "police-quick-reaction", "police-marksmen",
                                         "police-eod",    "police-armoured-car",   "police-hq"};
    static const char *const kfor[] = {"kfor-liaison", "kfor-patrol", "kfor-engineers"};
    static const char *const irregular[] = {
        "irregular-leader",  "irregular-cell",      "irregular-cell",        "irregular-hmg",
        "irregular-lookout", "irregular-excavator", "irregular-armoured-car"};
    struct scene *scene = scene_open();
    struct scenario *scenario = &scene->scenario;
    random_ground(scene, seed);
    for (int i = 0; i < 6; i++)
        somewhere(scene, seed, police[i], POLICE, 0, RIDGE_COL);
    for (int i = 0; i < 3; i++)
        somewhere(scene, seed, kfor[i], KFOR, 0, RIDGE_COL);
    for (int i = 0; i < 7; i++) {
        uint16_t unit = somewhere(scene, seed, irregular[i], IRREGULARS, 0, RIDGE_COL);
        scenario->roster[unit].covert = i == 2 || i == 4;
    }
    hidden[0] = scene_unit(scene, "irregular-cell", IRREGULARS, 10, 3);
    hidden[1] = scene_unit(scene, "irregular-decoy", IRREGULARS, 10, 6);
    hidden[2] = scene_unit(scene, "irregular-launcher", IRREGULARS, 10, 9);
    hidden[3] = scene_unit(scene, "irregular-cell", IRREGULARS, 3 + pick(seed, 2), 5);
    scenario->roster[hidden[3]].covert = 1;
    scene_barricade(scene, 2, 5, DIR_E, 2, 1);
    scene_barricade(scene, 5, 5, DIR_E, 2, 1);
    scene_crowd(scene, 6, 5, 3, 3 + pick(seed, 3));
    scene_cache(scene, IRREGULARS, 10, 4);
    scene_civilians(scene, 2, 3, 2);
    for (int i = 0; i < 8; i++)
        scenario->route[i] = scene_hex(scene, i, 5);
    scenario->route_length = 8;
    scene_victory(scene, POLICE, VICTORY_link_open, 5, 0, 0);
    scene_victory(scene, POLICE, VICTORY_arrest, 3, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_never_revealed, 2, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_link_blocked_turn, 1, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_cache_kept, 3, 0, 0);
    scene_begin_key(scene, luck(seed));
    if (pick(seed, 2))
        scene->state.track[TRACK_TENSION] = 12; /* the police may fire freely */
    return scene;
}

static void play_on(const struct scene *scene, struct state *state, uint64_t *seed, int turns) {
    struct plan plan[SIDE_MAX];
    for (int i = 0; i < turns && state->outcome == OUTCOME_RUNNING; i++) {
        memset(plan, 0, sizeof plan);
        all_plans(scene, state, seed, plan);
        rules_resolve(&scene->scenario, state, plan, NULL);
    }
}

/* Ways in which two worlds may differ. Each returns false when it finds nothing to change. */

static void another_condition(struct state *state, const struct scene *scene, uint16_t number,
                              uint64_t *seed) {
    struct unit *unit = &state->unit[number];
    const struct unit_type *type = unit_type_of(&scene->scenario, unit);
    unit->steps = (uint8_t)(1 + pick(seed, type->steps));
    unit->wounded = (uint8_t)(type->steps - unit->steps);
    unit->suppression = (uint8_t)pick(seed, 3);
    unit->stock = (uint8_t)pick(seed, type->ammo_count + 1);
    unit->flags ^=
        (uint16_t)((pick(seed, 2) ? UNIT_RESUPPLIED : 0) | (pick(seed, 2) ? UNIT_WAS_REVEALED : 0));
}

static void another_unit_in_the_east(struct state *state, const uint16_t hidden[4], uint64_t *seed) {
    struct unit *unit = &state->unit[hidden[pick(seed, 3)]];
    switch (pick(seed, 4)) {
    case 0:
        unit->status = UNIT_ABSENT;
        break;
    case 1:
        unit->order = ORDER_move;
        unit->path_length = 2;
        unit->path[0] = DIR_SW;
        unit->path[1] = DIR_SE;
        break;
    case 2:
        unit->policy = POLICY_HOLD;
        unit->flags |= UNIT_AMBUSH;
        break;
    default:
        unit->flags |= UNIT_DUG_IN;
        unit->suppression = 5;
    }
}

static void other_things_hidden(struct state *state, const struct scene *scene, uint64_t *seed) {
    state->cache[0].hex = scene_hex(scene, 9 + pick(seed, 3), pick(seed, SCENE_SIZE));
    if (!state->barricade[0].strength || !state->barricade[1].strength)
        return;
    uint8_t trapped = state->barricade[0].trapped;
    state->barricade[0].trapped = state->barricade[1].trapped;
    state->barricade[1].trapped = trapped;
}

static void without_clearing(struct plan *plan) {
    uint16_t kept = 0;
    for (uint16_t i = 0; i < plan->count; i++)
        if (plan->order[i].kind != ORDER_clear)
            plan->order[kept++] = plan->order[i];
    plan->count = kept;
}

typedef void change(struct state *state, struct scene *scene, const uint16_t hidden[4], uint64_t *seed,
                    struct watch *watch);

/* Runs `change` on one of two equal worlds many times; returns how many pairs proved something. */
static int many_pairs(change *make, int viewers, bool clearing, const char *what, uint64_t base) {
    static const int sides[] = {POLICE, KFOR, IRREGULARS};
    static struct told told[2];
    static struct plan plan[SIDE_MAX];
    int proved = 0;
    for (uint64_t world = 0; world < WORLDS; world++) {
        uint64_t seed = base + world * 1000003;
        uint16_t hidden[4];
        struct scene *scene = random_scene(&seed, hidden);
        play_on(scene, &scene->state, &seed, pick(&seed, 4));
        if (scene->state.outcome == OUTCOME_RUNNING) {
            struct state left = scene->state, right = scene->state;
            struct watch watch = {sides[pick(&seed, viewers)], UNIT_NONE, false, &told[0]};
            make(&right, scene, hidden, &seed, &watch);
            memset(plan, 0, sizeof plan);
            all_plans(scene, &left, &seed, plan);
            for (int side = 0; side < SCENE_SIDES && !clearing; side++)
                without_clearing(&plan[side]);
            play(scene, &left, plan, &watch);
            watch.told = &told[1];
            play(scene, &right, plan, &watch);
            if (!told[0].touched && !told[1].touched) {
                same_for_the_side(scene, &told[0], &told[1], (unsigned long long)world, what);
                proved++;
            }
        }
        scene_close(scene);
    }
    print_message("# %s: %d of %d pairs, base %llu\n", what, proved, WORLDS, (unsigned long long)base);
    return proved;
}

static void change_condition(struct state *state, struct scene *scene, const uint16_t hidden[4],
                             uint64_t *seed, struct watch *watch) {
    (void)hidden;
    for (int tries = 0; tries < 50; tries++) {
        uint16_t unit = (uint16_t)pick(seed, state->units);
        if (state->unit[unit].side != watch->side && unit_is_on_map(&state->unit[unit]) &&
            !unit_is_pinned(&scene->scenario, &state->unit[unit]) &&
            !state->contact[watch->side][unit].level) {
            another_condition(state, scene, unit, seed);
            watch->unit = unit;
            return;
        }
    }
}

static void change_east(struct state *state, struct scene *scene, const uint16_t hidden[4], uint64_t *seed,
                        struct watch *watch) {
    (void)scene, (void)watch;
    another_unit_in_the_east(state, hidden, seed);
}

static void change_things(struct state *state, struct scene *scene, const uint16_t hidden[4], uint64_t *seed,
                          struct watch *watch) {
    (void)hidden, (void)watch;
    other_things_hidden(state, scene, seed);
}

/* Two other sides have an ask between them, which nobody answers. */
static void change_asks(struct state *state, struct scene *scene, const uint16_t hidden[4], uint64_t *seed,
                        struct watch *watch) {
    static const struct ask between[SCENE_SIDES] = {
        [POLICE] = {ASK_DELIVERED, KFOR, IRREGULARS, ASK_MEDIATION, 40},
        [KFOR] = {ASK_DELIVERED, POLICE, IRREGULARS, ASK_ESCORT, 40},
        [IRREGULARS] = {ASK_DELIVERED, POLICE, KFOR, ASK_SUPPORT, 40},
    };
    (void)scene, (void)hidden, (void)seed;
    state->ask[ASK_MAX - 1] = between[watch->side];
}

static void condition_of_the_unseen_does_not_show(void **unused) {
    (void)unused;
    assert_true(many_pairs(change_condition, 3, true, "another condition of an unseen unit", 11) >
                WORLDS / 4);
}

static void units_out_of_sight_do_not_show(void **unused) {
    (void)unused;
    assert_true(many_pairs(change_east, 2, true, "another unit or order out of sight", 22) > WORLDS / 2);
}

static void caches_and_traps_do_not_show(void **unused) {
    (void)unused;
    assert_true(many_pairs(change_things, 2, false, "cache and trap elsewhere", 33) > WORLDS / 2);
}

static void asks_of_others_do_not_show(void **unused) {
    (void)unused;
    assert_true(many_pairs(change_asks, 3, true, "an ask between two others", 77) > WORLDS / 2);
}

/* Only covert irregulars take part, without orders: what an armed cell sees its friends may shoot at, which
 * the other world rightly lacks. A unit of the watched side stands with the covert cell and checks. */
static void stage_covert(struct scene *scene, uint16_t cell, uint64_t *seed, int side, struct plan *plan) {
    struct state *state = &scene->state;
    struct order check = {.kind = ORDER_check, .unit = UNIT_NONE};
    for (uint16_t u = 0; u < state->units; u++)
        if (state->unit[u].side == IRREGULARS && !(state->unit[u].flags & UNIT_COVERT))
            state->unit[u].status = UNIT_ABSENT;
        else if (state->unit[u].side == side && check.unit == UNIT_NONE)
            check.unit = u;
    memset(state->contact, 0, sizeof state->contact);
    all_plans(scene, state, seed, plan);
    memset(&plan[IRREGULARS], 0, sizeof plan[IRREGULARS]);
    if (pick(seed, 2))
        return;
    state->unit[check.unit].hex = state->unit[cell].hex;
    plan_put(&plan[side], &check);
}

/* Two worlds of covert irregulars: in the other one the cell is a decoy, or is not there at all. */
static void covert_pairs(bool decoy, uint64_t base, const char *what) {
    static struct told told[2];
    static struct plan plan[SIDE_MAX];
    int proved = 0, seen = 0;
    for (uint64_t world = 0; world < 2 * WORLDS; world++) {
        uint64_t seed = base + world * 1000003;
        uint16_t hidden[4];
        struct scene *scene = random_scene(&seed, hidden);
        struct watch watch = {pick(&seed, 2) ? POLICE : KFOR, hidden[3], decoy, &told[0]};
        memset(plan, 0, sizeof plan);
        stage_covert(scene, hidden[3], &seed, watch.side, plan);
        struct state left = scene->state, right = scene->state;
        struct unit *cell = &right.unit[hidden[3]];
        if (decoy) {
            cell->type = (uint8_t)scenario_type(&scene->scenario, "irregular-decoy");
            cell->steps = 1;
        } else {
            cell->status = UNIT_ABSENT;
        }
        play(scene, &left, plan, &watch);
        watch.told = &told[1];
        play(scene, &right, plan, &watch);
        if (!told[0].touched && !told[1].touched) {
            same_for_the_side(scene, &told[0], &told[1], (unsigned long long)world, what);
            proved++;
            seen += left.contact[watch.side][hidden[3]].level > 0;
        }
        scene_close(scene);
    }
    print_message("# %s: %d of %d pairs, in %d suspected, base %llu\n", what, proved, 2 * WORLDS, seen,
                  (unsigned long long)base);
    assert_true(proved > WORLDS / 2);
    assert_true(!decoy || seen > 20);
}

static void decoys_look_like_covert_cells(void **unused) {
    (void)unused;
    covert_pairs(true, 44, "decoy for a covert cell");
}

static void covert_cells_unseen_do_not_show(void **unused) {
    (void)unused;
    covert_pairs(false, 66, "nobody for an unseen covert cell");
}

/* Its own side does not see that a covert cell was identified by sight. */
static void a_cell_does_not_know_that_it_is_known(void **unused) {
    (void)unused;
    for (uint64_t world = 0; world < WORLDS; world++) {
        uint64_t seed = 55 + world * 1000003;
        uint16_t hidden[4];
        struct scene *scene = random_scene(&seed, hidden);
        uint64_t before = view_hash_of(scene, &scene->state, IRREGULARS);
        struct turn *turn = scene_turn(scene, 0);
        sighting_set(turn, POLICE, hidden[3], CONTACT_IDENTIFIED, UNIT_NONE);
        assert_true(scene_at(scene, hidden[3])->flags & UNIT_WAS_REVEALED);
        assert_true(view_hash_of(scene, &scene->state, IRREGULARS) == before);
        scene_close(scene);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(condition_of_the_unseen_does_not_show),
        cmocka_unit_test(units_out_of_sight_do_not_show),
        cmocka_unit_test(caches_and_traps_do_not_show),
        cmocka_unit_test(asks_of_others_do_not_show),
        cmocka_unit_test(decoys_look_like_covert_cells),
        cmocka_unit_test(covert_cells_unseen_do_not_show),
        cmocka_unit_test(a_cell_does_not_know_that_it_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
