/* Rulebook 6: what a side is told of a die names only modifiers of what it has identified; who is told what;
 * the lines of English. */
#include "scene.h"

#include <stdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t patrol, hmg;
static struct event told;

/* A patrol in the open at (3, 5) and an HMG in the village at (4, 5) that fires at it. */
static const struct event *stage_shot(int police_know, int irregulars_know) {
    scene = scene_open();
    patrol = scene_unit(scene, "police-patrol", POLICE, 3, 5);
    hmg = scene_unit(scene, "irregular-hmg", IRREGULARS, 4, 5);
    scene_unit(scene, "kfor-patrol", KFOR, 11, 11);
    snprintf(scene->scenario.roster[patrol].name, sizeof scene->scenario.roster[patrol].name, "Patrol 1");
    snprintf(scene->scenario.roster[hmg].name, sizeof scene->scenario.roster[hmg].name, "HMG");
    scene_terrain(scene, 3, 5, TERRAIN_SCRUB);
    scene_begin(scene);
    memset(scene->state.contact, 0, sizeof scene->state.contact);
    struct turn *turn = scene_turn(scene, 2);
    roe_pulse(turn);
    sighting_set(turn, POLICE, hmg, police_know, UNIT_NONE);
    sighting_set(turn, IRREGULARS, patrol, irregulars_know, UNIT_NONE);
    scene_events_clear(scene);
    fire_pulse(turn);
    return scene_event(scene, EVENT_shot);
}

static bool is_told_to(const struct event *event, int side) {
    return event_for_side(&scene->scenario, &scene->state, event, side, &told);
}

static bool names(int modifier) {
    for (int i = 0; i < told.modifiers; i++)
        if (told.modifier[i].modifier == modifier)
            return true;
    return false;
}

static void both_identified_all_is_told(void **unused) {
    (void)unused;
    const struct event *shot = stage_shot(CONTACT_IDENTIFIED, CONTACT_IDENTIFIED);
    for (int side = POLICE; side <= IRREGULARS; side += 2) {
        assert_true(is_told_to(shot, side));
        assert_int_equal(told.value, shot->value);
        assert_int_equal(told.modifiers, shot->modifiers);
        assert_int_equal(told.seen_by, 1 << side);
    }
    assert_int_equal(told.unit.kind, REF_UNIT);
    assert_int_equal(told.other.kind, REF_CONTACT);
    assert_int_equal(told.other.id, scene->state.contact[IRREGULARS][patrol].handle);
    assert_false(is_told_to(shot, KFOR));
    scene_close(scene);
}

/* Who is hit by somebody unseen learns the faces and the effect, the modifiers of its own unit and not the
 * sum. */
static void an_unseen_firer_stays_unknown(void **unused) {
    (void)unused;
    const struct event *shot = stage_shot(CONTACT_NONE, CONTACT_IDENTIFIED);
    assert_true(is_told_to(shot, POLICE));
    assert_int_equal(told.unit.kind, REF_NONE);
    assert_int_equal(told.unit.id, UNIT_NONE);
    assert_int_equal(told.hex, HEX_NONE);
    assert_int_equal(told.hex2, scene_hex(scene, 3, 5));
    assert_int_equal(told.result, shot->result);
    assert_memory_equal(told.dice, shot->dice, sizeof told.dice);
    assert_int_equal(told.value, EVENT_VALUE_UNKNOWN);
    assert_true(names(MODIFIER_cover));
    assert_false(names(MODIFIER_firepower));
    assert_false(names(MODIFIER_ambush));
    scene_close(scene);
}

static void a_suspected_firer_is_told_by_its_handle_alone(void **unused) {
    (void)unused;
    const struct event *shot = stage_shot(CONTACT_SUSPECTED, CONTACT_IDENTIFIED);
    assert_true(is_told_to(shot, POLICE));
    assert_int_equal(told.unit.kind, REF_CONTACT);
    assert_int_equal(told.unit.type, TYPE_NONE);
    assert_int_equal(told.value, EVENT_VALUE_UNKNOWN);
    assert_false(names(MODIFIER_firepower));
    scene_close(scene);
}

static void of_a_suspected_target_the_firer_learns_no_cover(void **unused) {
    (void)unused;
    const struct event *shot = stage_shot(CONTACT_IDENTIFIED, CONTACT_SUSPECTED);
    assert_true(is_told_to(shot, IRREGULARS));
    assert_true(names(MODIFIER_firepower));
    assert_false(names(MODIFIER_cover));
    assert_int_equal(told.value, EVENT_VALUE_UNKNOWN);
    assert_int_equal(told.result, shot->result);
    scene_close(scene);
}

static struct event event_of(int kind) {
    struct event event;
    event_begin(scene_turn(scene, 2), &event, kind);
    event_unit(&scene->turn, &event.unit, patrol);
    return event;
}

static uint8_t who_is_told(struct event event) {
    return event_told(&scene->scenario, &scene->state, &event);
}

static void what_only_the_owner_is_told(void **unused) {
    static const int kind[] = {EVENT_arrived,    EVENT_waits,   EVENT_stopped,  EVENT_evacuated,
                               EVENT_resupplied, EVENT_rallied, EVENT_not_done, EVENT_trap_found};
    (void)unused;
    stage_shot(CONTACT_IDENTIFIED, CONTACT_IDENTIFIED);
    for (unsigned i = 0; i < sizeof kind / sizeof kind[0]; i++)
        assert_int_equal(who_is_told(event_of(kind[i])), 1 << POLICE);
    scene_close(scene);
}

static void what_all_are_told(void **unused) {
    static const int kind[] = {EVENT_turn,    EVENT_track, EVENT_weather,    EVENT_game_over,
                               EVENT_cleared, EVENT_built, EVENT_collateral, EVENT_site_hit};
    (void)unused;
    stage_shot(CONTACT_NONE, CONTACT_NONE + 1);
    for (unsigned i = 0; i < sizeof kind / sizeof kind[0]; i++) {
        struct event event = event_of(kind[i]);
        event.seen_by = who_is_told(event);
        assert_int_equal(event.seen_by, 7);
        assert_true(is_told_to(&event, KFOR));
        assert_int_equal(told.unit.kind, REF_NONE); /* KFOR sees nobody here */
    }
    scene_close(scene);
}

static void searches_checks_and_arrests(void **unused) {
    (void)unused;
    stage_shot(CONTACT_NONE, CONTACT_NONE + 1);
    struct event event = event_of(EVENT_searched);
    assert_int_equal(who_is_told(event), 1 << POLICE);
    event.result = 1; /* a find is shown to all */
    assert_int_equal(who_is_told(event), 7);
    event = event_of(EVENT_checked);
    event_unit(&scene->turn, &event.other, hmg);
    event.side = POLICE;
    assert_int_equal(who_is_told(event), 1 << IRREGULARS); /* who has no contact does not hear of nobody */
    sighting_set(&scene->turn, POLICE, hmg, CONTACT_SUSPECTED, UNIT_NONE);
    assert_int_equal(who_is_told(event), 1 << POLICE | 1 << IRREGULARS);
    event.kind = EVENT_arrested;
    assert_int_equal(who_is_told(event), 1 << POLICE | 1 << IRREGULARS);
    event.kind = EVENT_points;
    assert_int_equal(who_is_told(event), 1 << POLICE);
    scene_close(scene);
}

/* A step is told to who saw the mover leave and sees it arrive. */
static void a_step_is_told_while_it_is_seen(void **unused) {
    (void)unused;
    stage_shot(CONTACT_IDENTIFIED, CONTACT_IDENTIFIED);
    scene_put(scene, patrol, 3, 6);
    struct event event = event_of(EVENT_moved);
    event.hex2 = scene_hex(scene, 3, 6);
    assert_int_equal(who_is_told(event), 1 << POLICE); /* the contact still stands where it was */
    sighting_follow(&scene->turn, patrol);
    assert_int_equal(who_is_told(event), 1 << POLICE | 1 << IRREGULARS);
    scene_put(scene, patrol, 11, 0);
    sighting_follow(&scene->turn, patrol);
    event.hex2 = scene_hex(scene, 11, 0);
    assert_int_equal(who_is_told(event), 1 << POLICE);
    scene_close(scene);
}

static void a_contact_out_of_sight_does_not_act_by_name(void **unused) {
    (void)unused;
    const struct event *shot = stage_shot(CONTACT_IDENTIFIED, CONTACT_IDENTIFIED);
    scene->state.contact[POLICE][hmg].known &= (uint8_t)~KNOWN_SEEN_NOW;
    assert_true(is_told_to(shot, POLICE));
    assert_int_equal(told.unit.kind, REF_NONE);
    scene_close(scene);
}

static const char *line_of(const struct event *event) {
    static char line[256];
    int length = event_explain(&scene->scenario, event, line, sizeof line);
    assert_int_equal(length, strlen(line));
    return line;
}

static void a_shot_in_english(void **unused) {
    (void)unused;
    struct event shot = *stage_shot(CONTACT_NONE, CONTACT_IDENTIFIED);
    shot.dice[0] = 4;
    shot.dice[1] = 5;
    shot.modifiers = 2;
    shot.modifier[0] = (struct modifier_value){MODIFIER_firepower, 6};
    shot.modifier[1] = (struct modifier_value){MODIFIER_cover, -3};
    shot.value = 12;
    shot.result = (uint8_t)fire_row(&scene->scenario.rules, 12);
    assert_string_equal(line_of(&shot),
                        "HMG fires at Patrol 1: 4+5 = 9, +6 firepower, -3 cover = 12: a step and S1.");
    assert_true(is_told_to(&shot, POLICE));
    assert_string_equal(line_of(&told),
                        "Somebody unseen fires at Patrol 1: 4+5 = 9, -3 cover, and what is not known "
                        "of them: a step and S1.");
    scene_close(scene);
}

static void sightings_and_moves_in_english(void **unused) {
    (void)unused;
    stage_shot(CONTACT_IDENTIFIED, CONTACT_IDENTIFIED);
    struct event event = event_of(EVENT_moved);
    event.hex = scene_hex(scene, 3, 5);
    event.hex2 = scene_hex(scene, 4, 5);
    assert_string_equal(line_of(&event), "Patrol 1 moves from 0305 to 0405.");
    event = event_of(EVENT_sighted);
    event_unit(&scene->turn, &event.other, hmg);
    event.side = POLICE;
    event.hex = scene_hex(scene, 4, 5);
    event.result = CONTACT_IDENTIFIED;
    event.value = 2;
    event_modifier(&event, MODIFIER_spot, 3);
    event_modifier(&event, MODIFIER_distance, -1);
    assert_string_equal(line_of(&event),
                        "HMG is identified in 0405, sighted by Patrol 1: +3 spot, -1 distance = 2.");
    event = event_of(EVENT_track);
    event.side = POLICE;
    event.result = TRACK_LEGITIMACY;
    event.value = 1;
    assert_string_equal(line_of(&event), "Legitimacy moves by +1 because of Police.");
    scene_close(scene);
}

/* No kind is without its line, and a short buffer is cut and never overrun. */
static void every_kind_has_a_line(void **unused) {
    (void)unused;
    stage_shot(CONTACT_IDENTIFIED, CONTACT_IDENTIFIED);
    for (int kind = 1; kind < EVENT_COUNT; kind++) {
        struct event event = event_of(kind);
        char small[12];
        memset(small, '#', sizeof small);
        int length = event_explain(&scene->scenario, &event, small, 8);
        assert_true(length > 8);
        assert_int_equal(strlen(small), 7);
        assert_int_equal(small[8], '#');
        assert_true(strlen(event_kind_name(kind)) > 3);
        assert_int_equal(event_explain(&scene->scenario, &event, NULL, 0), length);
    }
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_identified_all_is_told),
        cmocka_unit_test(an_unseen_firer_stays_unknown),
        cmocka_unit_test(a_suspected_firer_is_told_by_its_handle_alone),
        cmocka_unit_test(of_a_suspected_target_the_firer_learns_no_cover),
        cmocka_unit_test(what_only_the_owner_is_told),
        cmocka_unit_test(what_all_are_told),
        cmocka_unit_test(searches_checks_and_arrests),
        cmocka_unit_test(a_step_is_told_while_it_is_seen),
        cmocka_unit_test(a_contact_out_of_sight_does_not_act_by_name),
        cmocka_unit_test(a_shot_in_english),
        cmocka_unit_test(sightings_and_moves_in_english),
        cmocka_unit_test(every_kind_has_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
