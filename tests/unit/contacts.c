/* Rulebook 4: contacts of a side, their handles, fading, marks, decoys, covert units and false markings. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct contact *contact_of(const struct scene *scene, int side, uint16_t unit) {
    return &scene->state.contact[side][unit];
}

static void a_contact_fades_a_level_each_turn_and_leaves_a_mark(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 3, 5);
    uint16_t jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 5);
    scene_begin(scene);
    assert_int_equal(contact_of(scene, POLICE, jeep)->level, CONTACT_IDENTIFIED);
    uint16_t handle = contact_of(scene, POLICE, jeep)->handle;
    scene_put(scene, jeep, 11, 0);
    scene_play(scene); /* turn 1: it was sighted in this turn, at its beginning */
    assert_int_equal(contact_of(scene, POLICE, jeep)->level, CONTACT_IDENTIFIED);
    scene_play(scene);
    assert_int_equal(contact_of(scene, POLICE, jeep)->level, CONTACT_SUSPECTED);
    scene_play(scene);
    assert_int_equal(contact_of(scene, POLICE, jeep)->level, CONTACT_NONE);
    const struct view *view = scene_view(scene, POLICE);
    assert_int_equal(view->contacts, 0);
    assert_int_equal(view->marks, 1);
    assert_int_equal(view->mark[0].handle, handle);
    assert_int_equal(view->mark[0].hex, scene_hex(scene, 4, 5));
    assert_int_equal(view->mark[0].turn, 1);
    assert_int_equal(scene_events(scene, EVENT_lost_sight), 4); /* the jeep lost the patrol too */
    /* Seen again it is somebody new. */
    scene_put(scene, jeep, 4, 5);
    sighting_pulse(scene_turn(scene, 1));
    assert_int_equal(contact_of(scene, POLICE, jeep)->level, CONTACT_IDENTIFIED);
    assert_true(contact_of(scene, POLICE, jeep)->handle > handle);
    assert_int_equal(scene_view(scene, POLICE)->marks, 1);
    scene_close(scene);
}

static char lost_text[200];
static void listen_lost(void *ctx, const struct scenario *scenario, const struct state *state, const struct event *event) {
    struct event told;
    (void)ctx;
    if (event->kind == EVENT_lost_sight && event->side == POLICE && event->result == CONTACT_NONE &&
        event_for_side(scenario, state, event, POLICE, &told))
        event_explain(scenario, &told, lost_text, sizeof lost_text);
}

/* Of a contact that is none any more its side is told by the number that it had, and no more. */
static void a_lost_contact_is_named_by_its_number(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 3, 5);
    uint16_t jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 5);
    scene_begin(scene);
    scene_put(scene, jeep, 11, 0);
    scene->sink.emit = listen_lost;
    for (int turn = 1; turn <= 3; turn++)
        scene_play(scene);
    assert_string_equal(lost_text, "Unknown vehicle (contact 1) was not seen this turn and is no contact any more; last seen in 0405.");
    scene_close(scene);
}

/* Handles of one moment go by hex, then class, whatever the unit numbers are. */
static void handles_go_by_hex_and_class(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t east = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 5);
    uint16_t jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_unit(scene, "police-marksmen", POLICE, 5, 5);
    scene_begin(scene);
    assert_true(contact_of(scene, POLICE, cell)->handle < contact_of(scene, POLICE, jeep)->handle);
    assert_true(contact_of(scene, POLICE, jeep)->handle < contact_of(scene, POLICE, east)->handle);
    scene_close(scene);
}

/* Alike in one hex: a die orders them, so that the lower number comes first about half the time. */
static void handles_of_equals_go_by_a_die(void **unused) {
    (void)unused;
    int first = 0;
    struct scene *scene = scene_open();
    uint16_t one = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    uint16_t two = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_unit(scene, "police-patrol", POLICE, 4, 6);
    for (uint64_t key = 1; key <= 400; key++) {
        scene_begin_key(scene, key);
        first += contact_of(scene, POLICE, one)->handle < contact_of(scene, POLICE, two)->handle;
    }
    assert_in_range(first, 150, 250);
    scene_close(scene);
}

static void who_is_eliminated_in_sight_is_off_the_list_who_unseen_is_not(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 3, 5);
    uint16_t seen = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 5);
    uint16_t unseen = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 6);
    scene_begin(scene);
    scene_put(scene, unseen, 11, 0);
    sighting_pulse(scene_turn(scene, 1));
    scene_at(scene, seen)->status = scene_at(scene, unseen)->status = UNIT_ELIMINATED;
    sighting_pulse(scene_turn(scene, 2));
    assert_int_equal(contact_of(scene, POLICE, seen)->level, CONTACT_NONE);
    assert_int_equal(contact_of(scene, POLICE, unseen)->level, CONTACT_IDENTIFIED);
    assert_int_equal(scene_view(scene, POLICE)->marks, 0);
    scene_close(scene);
}

static void an_identified_covert_unit_may_be_arrested_and_is_revealed(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    scene_unit(scene, "police-marksmen", POLICE, 4, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene->scenario.roster[cell].covert = 1;
    scene_begin(scene);
    assert_true(contact_of(scene, POLICE, cell)->known & KNOWN_COVERT);
    assert_true(scene_at(scene, cell)->flags & UNIT_WAS_REVEALED);
    /* Its own side is not told. */
    assert_false(scene_view(scene, IRREGULARS)->unit[0].flags & UNIT_WAS_REVEALED);
    scene_close(scene);
}

static void a_decoy_is_suspected_and_then_gone(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 3, 5);
    uint16_t decoy = scene_unit(scene, "irregular-decoy", IRREGULARS, 4, 5);
    scene_begin(scene);
    assert_int_equal(contact_of(scene, POLICE, decoy)->level, CONTACT_SUSPECTED);
    assert_int_equal(scene_view(scene, POLICE)->contact[0].type, TYPE_NONE);
    scene_put(scene, patrol, 4, 5);
    sighting_pulse(scene_turn(scene, 1));
    assert_int_equal(scene_at(scene, decoy)->status, UNIT_REVEALED);
    assert_int_equal(scene_events(scene, EVENT_decoy_removed), 1);
    sighting_pulse(scene_turn(scene, 2));
    assert_int_equal(contact_of(scene, POLICE, decoy)->level, CONTACT_NONE);
    scene_close(scene);
}

/* An armoured car with false markings passes for a KFOR patrol. */
static struct scene *scene_with_false_markings(uint16_t *car) {
    struct scene *scene = scene_open();
    struct unit_type *type =
        &scene->scenario.rules.type[scenario_type(&scene->scenario, "irregular-armoured-car")];
    type->disguise = (uint8_t)scenario_type(&scene->scenario, "kfor-patrol");
    type->disguise_side = KFOR;
    scene_unit(scene, "police-patrol", POLICE, 3, 5);
    scene_unit(scene, "kfor-liaison", KFOR, 3, 6);
    *car = scene_unit(scene, "irregular-armoured-car", IRREGULARS, 4, 5);
    scene_begin(scene);
    return scene;
}

static const struct view_contact *vehicle_in_view(struct scene *scene, int side) {
    const struct view *view = scene_view(scene, side);
    for (int i = 0; i < view->contacts; i++)
        if (view->contact[i].hex == scene_hex(scene, 4, 5))
            return &view->contact[i];
    fail_msg("The car is not in view.");
    return NULL;
}

static void false_markings_look_like_kfor_to_the_police_alone(void **unused) {
    (void)unused;
    uint16_t car;
    struct scene *scene = scene_with_false_markings(&car);
    assert_int_equal(vehicle_in_view(scene, POLICE)->side, KFOR);
    assert_int_equal(vehicle_in_view(scene, POLICE)->type, scenario_type(&scene->scenario, "kfor-patrol"));
    assert_int_equal(vehicle_in_view(scene, KFOR)->side, IRREGULARS);
    scene_close(scene);
}

static void false_markings_are_challenged_in_a_hex_with_police(void **unused) {
    (void)unused;
    uint16_t car;
    struct scene *scene = scene_with_false_markings(&car);
    contact_pulse(scene_turn(scene, 1));
    assert_true(scene_at(scene, car)->flags & UNIT_FALSE_MARKINGS);
    scene_put(scene, 0, 4, 5);
    sighting_pulse(scene_turn(scene, 2));
    contact_pulse(scene_turn(scene, 2));
    assert_false(scene_at(scene, car)->flags & UNIT_FALSE_MARKINGS);
    assert_int_equal(vehicle_in_view(scene, POLICE)->side, IRREGULARS);
    assert_int_equal(scene->state.track_change[TRACK_SUFFERANCE], -1);
    assert_int_equal(scene_events(scene, EVENT_exposed), 1);
    scene_close(scene);
}

static void who_enters_the_hex_of_an_armed_enemy_is_in_contact_until_he_is_gone(void **unused) {
    (void)unused;
    struct scene *scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 3, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_begin(scene);
    scene_put(scene, patrol, 4, 5);
    scene_at(scene, patrol)->moved = 1;
    contact_pulse(scene_turn(scene, 1));
    assert_false(scene_at(scene, patrol)->flags & UNIT_IN_CONTACT); /* nobody has identified him yet */
    struct turn *turn = scene_turn(scene, 1);
    sighting_pulse(turn);
    contact_pulse(turn);
    assert_true(scene_at(scene, patrol)->flags & UNIT_IN_CONTACT);
    assert_false(scene_at(scene, cell)->flags & UNIT_IN_CONTACT);
    turn = scene_turn(scene, 2);
    sighting_pulse(turn);
    contact_pulse(turn);
    assert_true(scene_at(scene, patrol)->flags & UNIT_IN_CONTACT);
    scene_put(scene, cell, 9, 9);
    contact_pulse(scene_turn(scene, 3));
    assert_false(scene_at(scene, patrol)->flags & UNIT_IN_CONTACT);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contact_fades_a_level_each_turn_and_leaves_a_mark),
        cmocka_unit_test(a_lost_contact_is_named_by_its_number),
        cmocka_unit_test(handles_go_by_hex_and_class),
        cmocka_unit_test(handles_of_equals_go_by_a_die),
        cmocka_unit_test(who_is_eliminated_in_sight_is_off_the_list_who_unseen_is_not),
        cmocka_unit_test(an_identified_covert_unit_may_be_arrested_and_is_revealed),
        cmocka_unit_test(a_decoy_is_suspected_and_then_gone),
        cmocka_unit_test(false_markings_look_like_kfor_to_the_police_alone),
        cmocka_unit_test(false_markings_are_challenged_in_a_hex_with_police),
        cmocka_unit_test(who_enters_the_hex_of_an_armed_enemy_is_in_contact_until_he_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
