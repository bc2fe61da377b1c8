/* Rulebook 8: levels of engagement that hang on asks, on EULEX and on heavy enemies, and why a level is not there. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t eulex, hmg, cell;

static void stage(void) {
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 0, 0);
    eulex = scene_unit(scene, "eulex-police", POLICE, 5, 5);
    scene_unit(scene, "kfor-patrol", KFOR, 0, 2);
    hmg = scene_unit(scene, "irregular-hmg", IRREGULARS, 11, 11);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene->scenario.roster[cell].policy = scene->scenario.roster[hmg].policy = POLICY_HOLD;
    scene_crowd(scene, 9, 9, 3, 3);
    scene_begin(scene);
}

static int level(int side) {
    return rules_level(&scene->scenario, &scene->state, side);
}

static const char *why(int side, int wanted) {
    static char text[256];
    rules_level_why(&scene->scenario, scene_view(scene, side), wanted, text, sizeof text);
    return text;
}

static void the_call_gives_kfor_two_at_once_and_four_two_turns_later(void **unused) {
    (void)unused;
    stage();
    scene->state.turn = 3;
    scene->state.support_turn[KFOR] = 3;
    assert_int_equal(level(KFOR), 2);
    scene->state.turn = 4;
    assert_int_equal(level(KFOR), 2);
    scene->state.turn = 5;
    assert_int_equal(level(KFOR), 4);
    scene_close(scene);
}

/* EULEX shot at, and KFOR called: level 4 from the next pulse. Being shot at alone does not call KFOR. */
static void eulex_engaged_gives_kfor_four_once_called(void **unused) {
    (void)unused;
    for (int called = 0; called <= 1; called++) {
        stage();
        scene->state.support_turn[KFOR] = (uint8_t)called;
        scene_order(scene, "policy 4 free");
        scene_play(scene);
        assert_true(scene_events(scene, EVENT_shot) > 0);
        assert_int_equal(scene->state.engaged, 1);
        assert_int_equal(level(KFOR), called ? 4 : 1);
        assert_int_equal(scene_view(scene, KFOR)->engaged, called); /* told only where the level hangs on it */
        scene_close(scene);
    }
}

static void five_is_four_and_an_identified_vehicle_or_crew_weapon(void **unused) {
    (void)unused;
    stage();
    sighting_set(scene_turn(scene, 0), POLICE, hmg, CONTACT_IDENTIFIED, UNIT_NONE);
    assert_int_equal(level(POLICE), 1); /* four first */
    scene->state.lost_step[POLICE] = 1;
    assert_int_equal(level(POLICE), 5);
    scene->state.contact[POLICE][hmg].level = CONTACT_SUSPECTED;
    assert_int_equal(level(POLICE), 4);
    sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
    assert_int_equal(level(POLICE), 4); /* people on foot do not count */
    scene_close(scene);
}

static void kfor_pays_for_heavy_weapons(void **unused) {
    (void)unused;
    stage();
    roe_heavy_used(scene_turn(scene, 3), POLICE);
    assert_int_equal(scene->state.track_change[TRACK_IMPARTIALITY], 0);
    roe_heavy_used(scene_turn(scene, 3), KFOR);
    assert_int_equal(scene->state.track_change[TRACK_IMPARTIALITY], -2);
    scene_close(scene);
}

static void a_refusal_says_what_is_missing(void **unused) {
    (void)unused;
    stage();
    assert_string_equal(why(POLICE, 1), "");
    assert_string_equal(why(POLICE, 2), "It needs level 2 of the rules of engagement, crowd control; Police is at "
                                        "level 1: no crowd has reached anger 4.");
    assert_string_equal(why(KFOR, 2), "It needs level 2 of the rules of engagement, crowd control; KFOR is at level "
                                      "1: no crowd has reached anger 7 and no call of the police holds.");
    assert_string_equal(why(POLICE, 3), "It needs level 3 of the rules of engagement, return fire; Police is at level "
                                        "1: nobody has fired upon the side.");
    assert_string_equal(why(POLICE, 4), "It needs level 4 of the rules of engagement, deliberate fire; Police is at "
                                        "level 1: the side has lost no step, and tension is 8 where 12 would do.");
    assert_string_equal(why(KFOR, 4), "It needs level 4 of the rules of engagement, deliberate fire; KFOR is at level "
                                      "1: no call of the police holds.");
    scene->state.support_turn[KFOR] = 1;
    assert_string_equal(why(KFOR, 4), "It needs level 4 of the rules of engagement, deliberate fire; KFOR is at level "
                                      "2: the police called in turn 1, EULEX has not fought, and it comes by itself "
                                      "in turn 3.");
    scene->state.lost_step[POLICE] = 1;
    assert_string_equal(why(POLICE, 5), "It needs level 5 of the rules of engagement, heavy weapons; Police is at "
                                        "level 4: no vehicle or crew weapon of an enemy is identified.");
    scene->state.mediation = MEDIATION_RUNNING;
    scene->state.mediation_until = 6;
    assert_string_equal(why(KFOR, 3), "It needs level 3 of the rules of engagement, return fire; KFOR is at level 2: "
                                      "a mediation runs up to turn 6, and until then KFOR does not fire.");
    scene_close(scene);
}

static void an_old_shot_is_dated(void **unused) {
    (void)unused;
    stage();
    scene->state.fired_upon[POLICE] = 1;
    scene->state.turn = 6;
    assert_string_equal(why(POLICE, 3), "It needs level 3 of the rules of engagement, return fire; Police is at level "
                                        "1: the side was last fired upon in turn 1, more than 4 turns ago.");
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_call_gives_kfor_two_at_once_and_four_two_turns_later),
        cmocka_unit_test(eulex_engaged_gives_kfor_four_once_called),
        cmocka_unit_test(five_is_four_and_an_identified_vehicle_or_crew_weapon),
        cmocka_unit_test(kfor_pays_for_heavy_weapons),
        cmocka_unit_test(a_refusal_says_what_is_missing),
        cmocka_unit_test(an_old_shot_is_dated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
