/* Rulebook 4 and 9: arm; at the Close check, arrest and search. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t patrol, cell;

/* A police patrol (Spot 2, arrest +2) and a covert cell in one hex. The town hides the cell: it is only
 * suspected. */
static void stage(void) {
    scene = scene_open();
    patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene->scenario.roster[cell].covert = 1;
    scene_terrain(scene, 4, 5, TERRAIN_TOWN);
    scene_victory(scene, POLICE, VICTORY_arrest, 3, 0, 0);
    scene_victory(scene, POLICE, VICTORY_cache_found, 4, 0, 0);
    scene_victory(scene, IRREGULARS, VICTORY_never_revealed, 2, 0, 0);
}

static void a_check_identifies_by_nine(void **unused) {
    (void)unused;
    int found = 0;
    stage();
    for (uint64_t key = 1; key <= 360; key++) {
        scene_begin_key(scene, key);
        scene_order(scene, "check 0");
        scene_play(scene);
        const struct event *event = scene_event(scene, EVENT_checked);
        assert_int_equal(event->value, event->dice[0] + event->dice[1] + 2);
        assert_int_equal(event->result, event->value >= 9);
        assert_int_equal((scene_at(scene, cell)->flags & UNIT_WAS_REVEALED) != 0, event->result);
        /* The unseen one is not told of when the check fails; its own side always is. */
        assert_int_equal((event->seen_by >> POLICE) & 1, event->result);
        assert_true((event->seen_by >> IRREGULARS) & 1);
        found += event->result;
    }
    assert_in_range(found, 170, 250); /* 21 of 36 */
    scene_close(scene);
}

static void a_check_exposes_decoys_and_false_markings(void **unused) {
    (void)unused;
    int decoys = 0, markings = 0;
    scene = scene_open();
    patrol = scene_unit(scene, "kfor-patrol", KFOR, 4, 5);
    uint16_t decoy = scene_unit(scene, "irregular-decoy", IRREGULARS, 4, 5);
    uint16_t car = scene_unit(scene, "irregular-armoured-car", IRREGULARS, 4, 5);
    scene_terrain(scene, 4, 5, TERRAIN_STEEP);
    scene->scenario.roster[car].policy = POLICY_HOLD;
    scene->scenario.rules.type[scenario_type(&scene->scenario, "kfor-patrol")].spot = 1;
    for (uint64_t key = 1; key <= 100; key++) {
        scene_begin_key(scene, key);
        scene_order(scene, "check 0");
        scene_play(scene);
        decoys += scene_at(scene, decoy)->status == UNIT_REVEALED;
        markings += !(scene_at(scene, car)->flags & UNIT_FALSE_MARKINGS);
    }
    assert_in_range(decoys, 25, 60); /* 8 or more of 2d6: 15 of 36 */
    assert_in_range(markings, 25, 60);
    scene_close(scene);
}

/* Rulebook silent: an armed suspect is asked as a covert one is, so that a check that fails tells them not
 * apart. */
static void a_check_asks_every_suspect(void **unused) {
    (void)unused;
    for (int armed = 0; armed <= 1; armed++) {
        stage();
        scene->scenario.roster[cell].covert = !armed;
        scene->scenario.roster[cell].policy = POLICY_HOLD;
        for (uint64_t key = 1; key <= 30; key++) {
            struct event told;
            scene_begin_key(scene, key);
            sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_SUSPECTED, UNIT_NONE);
            scene_order(scene, "check 0");
            scene_play(scene);
            const struct event *event = scene_event(scene, EVENT_checked);
            assert_true(event_for_side(&scene->scenario, &scene->state, event, POLICE, &told));
            assert_int_equal(told.other.type == TYPE_NONE, !event->result);
        }
        scene_close(scene);
    }
}

static void only_sides_that_arrest_may_check(void **unused) {
    (void)unused;
    stage();
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "check 0").verdict, VERDICT_YES);
    assert_int_equal(scene_check(scene, "check 1").reason, REFUSAL_no_ability);
    assert_int_equal(scene_check(scene, "search 1").reason, REFUSAL_no_ability);
    scene_close(scene);
}

static const char *arrest_order(void) {
    static char text[32];
    snprintf(text, sizeof text, "arrest 0 c%d", scene->state.contact[POLICE][cell].handle);
    return text;
}

static void who_is_only_suspected_or_armed_or_elsewhere_is_not_arrested(void **unused) {
    (void)unused;
    stage();
    scene_terrain(scene, 4, 5, TERRAIN_OPEN);
    scene_begin(scene);
    sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_SUSPECTED, UNIT_NONE);
    assert_int_equal(scene_check(scene, arrest_order()).reason, REFUSAL_nothing_here);
    sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
    assert_int_equal(scene_check(scene, arrest_order()).verdict, VERDICT_YES);
    scene_at(scene, cell)->flags = 0; /* it has taken up arms */
    sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
    assert_int_equal(scene_check(scene, arrest_order()).reason, REFUSAL_nothing_here);
    scene_put(scene, patrol, 5, 5);
    assert_int_equal(scene_check(scene, arrest_order()).reason, REFUSAL_not_same_hex);
    assert_int_equal(scene_check(scene, "arrest 0 c99").reason, REFUSAL_no_contact);
    scene_close(scene);
}

/* 2d6 + 2 >= 8; legitimacy 12 gives one more, 5 one less. */
/* He knows that he was found: without this no arrest would meet its man. Without the order, or with the patrol
 * pinned, he goes where he likes. */
static void who_is_to_be_arrested_is_held_until_the_close(void **unused) {
    (void)unused;
    enum { HELD, NO_ORDER, PINNED, CASES };
    for (int i = 0; i < CASES; i++) {
        stage();
        scene_begin(scene);
        sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
        scene_events_clear(scene);
        if (i != NO_ORDER)
            scene_order(scene, arrest_order());
        scene_order(scene, "move 1 E press");
        if (i == PINNED)
            scene_at(scene, patrol)->suppression = 3;
        scene_play(scene);
        bool held = scene_at(scene, cell)->status == UNIT_DETAINED ||
                    scene_at(scene, cell)->hex == scene_hex(scene, 4, 5);
        assert_int_equal(held, i == HELD);
        assert_int_equal(scene_events(scene, EVENT_arrested), i == HELD);
        if (i == HELD)
            assert_int_equal(scene_event(scene, EVENT_stopped)->result, STOP_HELD);
        scene_close(scene);
    }
}

static void an_arrest_by_eight(void **unused) {
    static const struct { int legitimacy, bonus; } row[] = {{8, 2}, {12, 3}, {5, 1}};
    (void)unused;
    for (int r = 0; r < 3; r++)
        for (uint64_t key = 1; key <= 60; key++) {
            stage();
            scene_begin_key(scene, key);
            sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
            scene->state.track[TRACK_LEGITIMACY] = (int8_t)row[r].legitimacy;
            scene_order(scene, arrest_order());
            scene_events_clear(scene);
            scene_play(scene);
            const struct event *event = scene_event(scene, EVENT_arrested);
            assert_int_equal(event->value, event->dice[0] + event->dice[1] + row[r].bonus);
            assert_int_equal(event->result, event->value >= 8);
            assert_int_equal(scene_at(scene, cell)->status, event->result ? UNIT_DETAINED : UNIT_ON_MAP);
            assert_int_equal(scene->state.count[0], event->result);
            assert_int_equal(scene->state.track[TRACK_LEGITIMACY], row[r].legitimacy + event->result);
            assert_int_equal(scene->state.contact[POLICE][cell].level,
                             event->result ? 0 : CONTACT_IDENTIFIED);
            scene_close(scene);
        }
}

/* The crew of a jeep is unarmed and may be arrested; the cell that rides in it is not. */
static void who_rides_in_an_arrested_vehicle_gets_out(void **unused) {
    (void)unused;
    int caught = 0;
    for (uint64_t key = 1; key <= 40; key++) {
        stage();
        uint16_t jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 5);
        scene_begin_key(scene, key);
        scene_at(scene, cell)->status = UNIT_CARRIED;
        scene_at(scene, cell)->carrier = jeep;
        sighting_set(scene_turn(scene, 0), POLICE, jeep, CONTACT_IDENTIFIED, UNIT_NONE);
        char text[32], why[200] = "";
        snprintf(text, sizeof text, "arrest 0 c%d", scene->state.contact[POLICE][jeep].handle);
        scene_order(scene, text);
        scene_play(scene);
        bool detained = scene_at(scene, jeep)->status == UNIT_DETAINED;
        assert_int_equal(scene_at(scene, cell)->status, detained ? UNIT_ON_MAP : UNIT_CARRIED);
        assert_int_equal(scene_at(scene, cell)->hex, scene_at(scene, patrol)->hex);
        assert_true(state_check(&scene->scenario, &scene->state, why, sizeof why));
        caught += detained;
        scene_close(scene);
    }
    assert_in_range(caught, 10, 39);
}

static void detainees_of_kfor_count_for_the_police(void **unused) {
    (void)unused;
    int caught = 0;
    for (uint64_t key = 1; key <= 40; key++) {
        stage();
        scene->scenario.roster[patrol].side = KFOR;
        scene_begin_key(scene, key);
        sighting_set(scene_turn(scene, 0), KFOR, cell, CONTACT_IDENTIFIED, UNIT_NONE);
        char text[32];
        snprintf(text, sizeof text, "arrest 0 c%d", scene->state.contact[KFOR][cell].handle);
        scene_order(scene, text);
        scene_play(scene);
        assert_int_equal(scene->state.count[0], scene_at(scene, cell)->status == UNIT_DETAINED);
        caught += scene->state.count[0];
        scene_close(scene);
    }
    assert_in_range(caught, 10, 39);
}

static void a_search_finds_a_cache_by_nine(void **unused) {
    (void)unused;
    for (int eod = 0; eod <= 1; eod++) {
        int found = 0;
        scene = scene_open();
        patrol = scene_unit(scene, eod ? "police-eod" : "police-patrol", POLICE, 4, 5);
        scene_cache(scene, IRREGULARS, 4, 5);
        scene_victory(scene, POLICE, VICTORY_cache_found, 4, 0, 0);
        for (uint64_t key = 1; key <= 360; key++) {
            scene_begin_key(scene, key);
            scene_order(scene, "search 0");
            scene_play(scene);
            const struct event *event = scene_event(scene, EVENT_searched);
            assert_int_equal(event->result, event->dice[0] + event->dice[1] + 2 * eod >= 9);
            assert_int_equal(scene->state.cache[0].found, event->result ? 1 + POLICE : 0);
            assert_int_equal(scene->state.track[TRACK_LEGITIMACY], 8 + event->result);
            assert_int_equal(scene->state.count[0], event->result);
            found += event->result;
        }
        assert_in_range(found, eod ? 165 : 70, eod ? 255 : 130); /* 21 and 10 of 36 */
        scene_close(scene);
    }
}

static void a_search_where_nothing_lies_throws_the_same_dice(void **unused) {
    (void)unused;
    scene = scene_open();
    patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    scene_cache(scene, IRREGULARS, 9, 9);
    for (uint64_t key = 1; key <= 60; key++) {
        struct event there, elsewhere;
        for (int here = 0; here <= 1; here++) {
            scene_begin_key(scene, key);
            if (here)
                scene->state.cache[0].hex = scene_hex(scene, 4, 5);
            scene_order(scene, "search 0");
            scene_play(scene);
            *(here ? &there : &elsewhere) = *scene_event(scene, EVENT_searched);
        }
        assert_memory_equal(there.dice, elsewhere.dice, sizeof there.dice);
        assert_int_equal(elsewhere.result, 0);
    }
    scene_close(scene);
}

static void arming_ends_being_covert_and_takes_pulse_one(void **unused) {
    (void)unused;
    stage();
    scene_terrain(scene, 4, 5, TERRAIN_OPEN);
    scene_begin(scene);
    assert_int_equal(scene_check(scene, "arm 0").reason, REFUSAL_not_covert);
    assert_int_equal(scene_check(scene, "arm 1").verdict, VERDICT_YES);
    scene_order(scene, "arm 1");
    scene_play(scene);
    assert_false(scene_at(scene, cell)->flags & UNIT_COVERT);
    assert_true(scene_at(scene, cell)->flags & UNIT_REVEALED_OPENLY);
    assert_int_equal(scene_events(scene, EVENT_armed), 1);
    assert_int_equal(scene_event(scene, EVENT_shot)->pulse, 2); /* policy free */
    assert_int_equal(state_points(&scene->scenario, &scene->state, IRREGULARS), 0);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_check_identifies_by_nine),
        cmocka_unit_test(a_check_exposes_decoys_and_false_markings),
        cmocka_unit_test(a_check_asks_every_suspect),
        cmocka_unit_test(only_sides_that_arrest_may_check),
        cmocka_unit_test(who_is_only_suspected_or_armed_or_elsewhere_is_not_arrested),
        cmocka_unit_test(who_is_to_be_arrested_is_held_until_the_close),
        cmocka_unit_test(an_arrest_by_eight),
        cmocka_unit_test(who_rides_in_an_arrested_vehicle_gets_out),
        cmocka_unit_test(detainees_of_kfor_count_for_the_police),
        cmocka_unit_test(a_search_finds_a_cache_by_nine),
        cmocka_unit_test(a_search_where_nothing_lies_throws_the_same_dice),
        cmocka_unit_test(arming_ends_being_covert_and_takes_pulse_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
