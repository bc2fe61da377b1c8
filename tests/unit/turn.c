/* The turn: its sequence, what lasts and what ends, the set-up, Upkeep, withdrawal, ambush, resupply, the
 * end. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void pulses_run_from_one_to_six_and_then_the_close(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 1, 4);
    scene_unit(scene, "irregular-cell", IRREGULARS, 6, 4);
    scene_begin(scene);
    scene_order(scene, "move 0 E,E,E,E halt");
    scene_play(scene);
    assert_int_equal(scene->state.turn, 2);
    assert_int_equal(scene->state.pulse, 0);
    int last = 1;
    for (unsigned i = 0; i < scene->events; i++) {
        if (scene->event[i].kind == EVENT_turn)
            last = 0; /* Upkeep of the next turn */
        assert_true(scene->event[i].pulse >= last);
        last = scene->event[i].pulse;
    }
    assert_int_equal(scene_event(scene, EVENT_turn)->value, 2);
    scene_close(scene);
}

static void the_game_ends_after_its_last_turn(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 1, 4);
    scene_begin(scene);
    for (int turn = 1; turn <= 8; turn++) {
        assert_int_equal(scene->state.outcome, OUTCOME_RUNNING);
        assert_int_equal(scene->state.turn, turn);
        scene_play(scene);
    }
    assert_int_equal(scene->state.outcome, OUTCOME_TURNS);
    assert_int_equal(scene->state.turn, 8);
    assert_int_equal(scene_events(scene, EVENT_game_over), 1);
    assert_int_equal(scene_check(scene, "hold 0").reason, REFUSAL_game_over);
    scene_close(scene);
}

static void tension_at_its_end_ends_the_game(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 1, 4);
    scene_begin(scene);
    scene->state.track[TRACK_TENSION] = 20;
    scene_play(scene);
    assert_int_equal(scene->state.outcome, OUTCOME_TENSION);
    scene_close(scene);
}

/* Movers go by a die each: over many keys either of two comes first, whatever its number. */
static void the_rank_of_movers_is_drawn_each_pulse(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t first = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 4);
    scene_unit(scene, "irregular-cell", IRREGULARS, 5, 4);
    for (int i = 0; i < 3; i++)
        scene_unit(scene, "irregular-cell", IRREGULARS, 4, 4); /* room for one more */
    unsigned wins = 0;
    for (uint64_t key = 0; key < 200; key++) {
        scene_begin_key(scene, key);
        scene_order(scene, "move 0 E halt");
        scene_order(scene, "move 1 W halt");
        scene_play(scene);
        wins += scene_at(scene, first)->hex == scene_hex(scene, 4, 4);
        assert_int_equal(scene_events(scene, EVENT_moved), 1);
    }
    assert_in_range(wins, 70, 130);
    scene_close(scene);
}

/* The rank of one mover is its own: a hidden enemy that moves too shifts nothing that others see. */
static void a_hidden_mover_shifts_no_die(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    static struct state alone;
    scene_unit(scene, "police-patrol", POLICE, 3, 10);
    scene_unit(scene, "police-patrol", POLICE, 5, 10);
    scene_unit(scene, "police-patrol", POLICE, 4, 10);
    scene_unit(scene, "irregular-cell", IRREGULARS, 6, 0);
    for (uint64_t key = 0; key < 50; key++) {
        scene_begin_key(scene, key);
        for (int hidden = 0; hidden < 2; hidden++) {
            if (hidden)
                scene_begin_key(scene, key);
            scene_order(scene, "move 0 E halt");
            scene_order(scene, "move 1 W halt");
            if (hidden)
                scene_order(scene, "move 3 E,E halt");
            scene_play(scene);
            if (!hidden)
                alone = scene->state;
        }
        assert_memory_equal(scene->state.unit, alone.unit, 3 * sizeof alone.unit[0]);
    }
    scene_close(scene);
}

static void who_is_due_arrives_and_who_does_not_fit_waits(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    for (int i = 0; i < 3; i++)
        scene_unit(scene, "police-patrol", POLICE, 2, 2);
    scene->scenario.roster[1].arrives = scene->scenario.roster[2].arrives = 2;
    scene_begin(scene);
    assert_int_equal(scene_at(scene, 1)->status, UNIT_WAITING);
    assert_int_equal(scene_check(scene, "move 1 E halt").reason, REFUSAL_not_here);
    scene_play(scene);
    assert_int_equal(scene_at(scene, 1)->status, UNIT_ON_MAP);
    assert_int_equal(scene_at(scene, 2)->status, UNIT_WAITING); /* two vehicles in a hex */
    assert_int_equal(scene_event(scene, EVENT_waits)->unit.id, 2);
    scene_order(scene, "move 0 E halt");
    scene_play(scene);
    assert_int_equal(scene_at(scene, 2)->status, UNIT_ON_MAP);
    scene_close(scene);
}

static void night_is_given_and_fog_is_drawn(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 2, 2);
    scene->scenario.weather[1] = WEATHER_NIGHT;
    scene->scenario.fog_chance[2] = 30;
    unsigned fog = 0;
    for (uint64_t key = 0; key < 300; key++) {
        scene_begin_key(scene, key);
        assert_int_equal(scene->state.weather, WEATHER_NIGHT);
        scene_play(scene);
        assert_int_equal(scene_event(scene, EVENT_weather)->result, scene->state.weather == WEATHER_FOG);
        fog += scene->state.weather == WEATHER_FOG;
    }
    assert_in_range(fog, 60, 120);
    scene_close(scene);
}

static void choices_chances_and_options_are_drawn_at_the_start(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    struct dice_key key = {{0}};
    unsigned at[3] = {0}, takes_part = 0;
    scene_unit(scene, "irregular-cell", IRREGULARS, 2, 2);
    scene_unit(scene, "irregular-cell", IRREGULARS, 3, 2);
    scene_unit(scene, "irregular-cell", IRREGULARS, 4, 2);
    struct roster_unit *roster = scene->scenario.roster;
    roster[0].choices = 3;
    roster[0].choice[1] = scene_hex(scene, 5, 5);
    roster[0].choice[2] = scene_hex(scene, 6, 6);
    roster[1].chance = 40;
    roster[2].optional = 2;
    for (uint64_t draw = 0; draw < 300; draw++) {
        scene_begin_key(scene, draw);
        for (int i = 0; i < 3; i++)
            at[i] += scene_at(scene, 0)->hex == roster[0].choice[i];
        takes_part += scene_at(scene, 1)->status == UNIT_ON_MAP;
        assert_int_equal(scene_at(scene, 2)->status, UNIT_ABSENT);
    }
    assert_int_equal(at[0] + at[1] + at[2], 300);
    for (int i = 0; i < 3; i++)
        assert_in_range(at[i], 70, 130);
    assert_in_range(takes_part, 90, 150);
    state_begin(&scene->scenario, &key, 1 << 1, &scene->state);
    assert_int_equal(scene_at(scene, 2)->status, UNIT_ON_MAP);
    scene_close(scene);
}

static void who_withdraws_goes_to_the_nearest_hq(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 6, 4);
    scene_unit(scene, "police-hq", POLICE, 4, 4);
    scene_begin(scene);
    scene_order(scene, "withdraw 0");
    scene_play(scene);
    assert_int_equal(scene_at(scene, patrol)->hex, scene_hex(scene, 4, 4));
    assert_int_equal(scene_at(scene, patrol)->order, ORDER_hold);
    scene_close(scene);
}

static void without_hq_it_withdraws_to_the_entry_hex(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 8);
    scene_begin(scene);
    scene_order(scene, "withdraw 0");
    for (int turn = 0; turn < 2; turn++) /* goes on by itself */
        scene_play(scene);
    assert_int_equal(scene_at(scene, patrol)->hex, scene->scenario.rally_hex[POLICE]);
    scene_close(scene);
}

static void falling_back_goes_two_hexes_and_ignores_stacking(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 6, 4);
    scene_unit(scene, "police-hq", POLICE, 3, 4);
    for (int i = 0; i < 2; i++)
        scene_unit(scene, "police-patrol", POLICE, 4, 4);
    scene_begin(scene);
    fall_back(scene_turn(scene, 3), patrol, 2);
    assert_int_equal(scene_at(scene, patrol)->hex, scene_hex(scene, 4, 4));
    assert_int_equal(scene_events(scene, EVENT_fell_back), 2);
    assert_int_equal(scene_at(scene, patrol)->spent, 0);
    scene_close(scene);
}

static void an_ambush_lasts_until_another_order(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 4);
    scene_unit(scene, "police-patrol", POLICE, 1, 11);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "ambush 1").reason, REFUSAL_level);
    scene_order(scene, "ambush 0");
    scene_play(scene);
    scene_play(scene);
    assert_true(scene_at(scene, cell)->flags & UNIT_AMBUSH);
    scene_order(scene, "hold 0");
    scene_play(scene);
    assert_false(scene_at(scene, cell)->flags & UNIT_AMBUSH);
    scene_close(scene);
}

static void a_unit_resupplies_once_from_an_own_cache(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t team = scene_unit(scene, "irregular-launcher", IRREGULARS, 6, 4);
    scene_cache(scene, IRREGULARS, 6, 4);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "resupply 0").reason, REFUSAL_stock_full);
    scene_at(scene, team)->stock = 1;
    scene_order(scene, "resupply 0");
    scene_play(scene);
    assert_int_equal(scene_at(scene, team)->stock, 3);
    scene_at(scene, team)->stock = 0;
    assert_int_equal(scene_check(scene, "resupply 0").reason, REFUSAL_stock_full);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pulses_run_from_one_to_six_and_then_the_close),
        cmocka_unit_test(the_game_ends_after_its_last_turn),
        cmocka_unit_test(tension_at_its_end_ends_the_game),
        cmocka_unit_test(the_rank_of_movers_is_drawn_each_pulse),
        cmocka_unit_test(a_hidden_mover_shifts_no_die),
        cmocka_unit_test(who_is_due_arrives_and_who_does_not_fit_waits),
        cmocka_unit_test(night_is_given_and_fog_is_drawn),
        cmocka_unit_test(choices_chances_and_options_are_drawn_at_the_start),
        cmocka_unit_test(who_withdraws_goes_to_the_nearest_hq),
        cmocka_unit_test(without_hq_it_withdraws_to_the_entry_hex),
        cmocka_unit_test(falling_back_goes_two_hexes_and_ignores_stacking),
        cmocka_unit_test(an_ambush_lasts_until_another_order),
        cmocka_unit_test(a_unit_resupplies_once_from_an_own_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
