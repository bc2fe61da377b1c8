/* Rulebook 4, house: a side is sent its own units exactly, enemies by handles, nothing of the unseen. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t patrol, jeep, cell, unseen;

/* A patrol at (3, 5); beside it a jeep (identified) and a cell (suspected); another cell far away. */
static void stage(void) {
    scene = scene_open();
    unseen = scene_unit(scene, "irregular-cell", IRREGULARS, 11, 0);
    jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 4, 5);
    patrol = scene_unit(scene, "police-patrol", POLICE, 3, 5);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 2, 5);
    scene_barricade(scene, 8, 5, DIR_E, 2, 1);
    scene_road(scene, 8, 5, DIR_E, ROAD_MAIN);
    scene_cache(scene, IRREGULARS, 9, 9);
    scene_crowd(scene, 9, 9, 3, 3);
    scene_begin(scene);
}

static void own_units_exactly(void **unused) {
    (void)unused;
    stage();
    struct unit *unit = scene_at(scene, patrol);
    unit->steps = 1;
    unit->wounded = 1;
    unit->suppression = 2;
    unit->policy = POLICY_RETURN;
    unit->shot_at_last[0] = 1;
    const struct view *view = scene_view(scene, POLICE);
    assert_int_equal(view->units, 1);
    const struct view_unit *own = view_unit_find(view, patrol);
    assert_non_null(own);
    assert_int_equal(own->steps, 1);
    assert_int_equal(own->wounded, 1);
    assert_int_equal(own->suppression, 2);
    assert_int_equal(own->policy, POLICY_RETURN);
    assert_int_equal(own->hex, scene_hex(scene, 3, 5));
    assert_int_equal(own->fired_last_turn, 1);
    assert_null(view_unit_find(view, jeep));
    scene_close(scene);
}

static void enemies_by_handle_as_far_as_they_are_known(void **unused) {
    (void)unused;
    stage();
    const struct view *view = scene_view(scene, POLICE);
    assert_int_equal(view->contacts, 2);
    /* Sorted by handle; handles went by hex: the cell lies in the lower one. */
    assert_true(view->contact[0].handle < view->contact[1].handle);
    assert_int_equal(view->contact[0].level, CONTACT_SUSPECTED);
    assert_int_equal(view->contact[0].type, TYPE_NONE);
    assert_int_equal(view->contact[0].side, SIDE_NONE);
    assert_int_equal(view->contact[0].strength, 0);
    assert_int_equal(view->contact[0].class_, CLASS_FOOT);
    assert_int_equal(view->contact[1].level, CONTACT_IDENTIFIED);
    assert_int_equal(view->contact[1].type, scene_at(scene, jeep)->type);
    assert_int_equal(view->contact[1].side, IRREGULARS);
    assert_int_equal(view->contact[1].strength, 2);
    assert_int_equal(view->contact[1].class_, CLASS_VEHICLE);
    assert_null(view_contact_find(view, 77));
    scene_close(scene);
}

static void of_the_unseen_nothing(void **unused) {
    (void)unused;
    stage();
    uint64_t hash = view_hash(scene_view(scene, POLICE));
    struct unit *unit = scene_at(scene, unseen);
    unit->hex = scene_hex(scene, 10, 1);
    unit->steps = 1;
    unit->policy = POLICY_HOLD;
    unit->status = UNIT_WAITING;
    assert_true(view_hash(scene_view(scene, POLICE)) == hash);
    assert_int_equal(scene_view(scene, KFOR)->contacts, 0);
    assert_int_equal(scene_view(scene, KFOR)->units, 0);
    scene_close(scene);
}

static void traps_and_caches_only_to_their_side(void **unused) {
    (void)unused;
    stage();
    assert_int_equal(scene_view(scene, POLICE)->barricades, 1);
    assert_int_equal(scene_view(scene, POLICE)->barricade[0].trapped, 0);
    assert_int_equal(scene_view(scene, IRREGULARS)->barricade[0].trapped, 1);
    assert_int_equal(scene_view(scene, POLICE)->caches, 0);
    assert_int_equal(scene_view(scene, IRREGULARS)->caches, 1);
    scene->state.cache[0].found = 1 + POLICE;
    assert_int_equal(scene_view(scene, KFOR)->caches, 1); /* a find is shown */
    assert_int_equal(scene_view(scene, KFOR)->crowds, 1);
    scene_close(scene);
}

static void equipment_to_its_side_and_who_sees_it(void **unused) {
    (void)unused;
    stage();
    scene->state.equipment[0] = (struct equipment){
        .hex = scene_hex(scene, 4, 5), .unit = unseen, .type = 1, .side = IRREGULARS, .used = 1};
    scene->state.equipment[1] = (struct equipment){
        .hex = scene_hex(scene, 11, 1), .unit = unseen, .type = 1, .side = IRREGULARS, .used = 1};
    assert_int_equal(scene_view(scene, POLICE)->equipments, 1);
    assert_int_equal(scene_view(scene, POLICE)->equipment[0].unit, UNIT_NONE);
    assert_int_equal(scene_view(scene, IRREGULARS)->equipments, 2);
    assert_int_equal(scene_view(scene, IRREGULARS)->equipment[0].unit, unseen);
    assert_int_equal(scene_view(scene, KFOR)->equipments, 0);
    scene_close(scene);
}

/* Cover lost to an enemy whom the side does not know must not tell it of him. */
static void contact_shows_only_with_a_known_enemy(void **unused) {
    (void)unused;
    stage();
    scene_put(scene, unseen, 3, 5);
    scene_at(scene, patrol)->flags |= UNIT_IN_CONTACT;
    assert_false(scene_view(scene, POLICE)->unit[0].flags & UNIT_IN_CONTACT);
    sighting_set(scene_turn(scene, 0), POLICE, unseen, CONTACT_IDENTIFIED, UNIT_NONE);
    assert_true(scene_view(scene, POLICE)->unit[0].flags & UNIT_IN_CONTACT);
    scene_at(scene, patrol)->status = UNIT_ELIMINATED; /* who is gone has no contact with who comes there */
    assert_false(scene_view(scene, POLICE)->unit[0].flags & UNIT_IN_CONTACT);
    scene_close(scene);
}

#define CHANGES(field)                                                                                       \
    do {                                                                                                     \
        struct view *changed = &scene->view;                                                                 \
        *changed = view;                                                                                     \
        changed->field++;                                                                                    \
        if (view_hash(changed) == hash)                                                                      \
            fail_msg("The hash does not hear %s.", #field);                                                  \
    } while (0)

static void the_hash_hears_the_side_and_its_units(void **unused) {
    (void)unused;
    stage();
    static struct view view;
    view = *scene_view(scene, IRREGULARS);
    uint64_t hash = view_hash(&view);
    CHANGES(side);
    CHANGES(turn);
    CHANGES(turns);
    CHANGES(outcome);
    CHANGES(weather);
    CHANGES(level);
    CHANGES(command);
    CHANGES(options);
    CHANGES(track[4]);
    CHANGES(points);
    CHANGES(count[15]);
    CHANGES(final_points[3]);
    CHANGES(launches[2]);
    CHANGES(bill[1]);
    CHANGES(unit[0].type);
    CHANGES(unit[0].status);
    CHANGES(unit[0].steps);
    CHANGES(unit[0].wounded);
    CHANGES(unit[0].suppression);
    CHANGES(unit[0].stock);
    CHANGES(unit[0].policy);
    CHANGES(unit[0].facing);
    CHANGES(unit[0].flags);
    CHANGES(unit[0].hex);
    CHANGES(unit[0].entry);
    CHANGES(unit[0].carrier);
    CHANGES(unit[0].order);
    CHANGES(unit[0].press_on);
    CHANGES(unit[0].path_at);
    CHANGES(unit[0].fired_last_turn);
    CHANGES(unit[0].arrives);
    CHANGES(unit[0].flights);
    CHANGES(unit[0].until);
    CHANGES(unit[0].path_length);
    CHANGES(unit[0].unit);
    scene_close(scene);
}

static void the_hash_hears_contacts_and_things(void **unused) {
    (void)unused;
    stage();
    static struct view view;
    view = *scene_view(scene, IRREGULARS);
    uint64_t hash = view_hash(&view);
    CHANGES(contact[0].handle);
    CHANGES(contact[0].level);
    CHANGES(contact[0].class_);
    CHANGES(contact[0].strength);
    CHANGES(contact[0].known);
    CHANGES(contact[0].type);
    CHANGES(contact[0].side);
    CHANGES(contact[0].turn);
    CHANGES(contact[0].pulse);
    CHANGES(contact[0].hex);
    CHANGES(contact[0].facing);
    CHANGES(contact[0].cold);
    CHANGES(crowd[0].hex);
    CHANGES(crowd[0].strength);
    CHANGES(crowd[0].anger);
    CHANGES(barricade[0].hex);
    CHANGES(barricade[0].dir);
    CHANGES(barricade[0].strength);
    CHANGES(barricade[0].trapped);
    CHANGES(barricade[0].side);
    CHANGES(cache[0].hex);
    CHANGES(cache[0].side);
    CHANGES(cache[0].found);
    CHANGES(marks);
    CHANGES(equipments);
    CHANGES(plan.count);
    scene_close(scene);
}
#undef CHANGES

/* Preview and adjudicator call the same function: what the preview knows is what the shot is. */
static void a_preview_is_the_shot(void **unused) {
    (void)unused;
    scene = scene_open();
    patrol = scene_unit(scene, "police-armoured-car", POLICE, 3, 5);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_terrain(scene, 4, 5, TERRAIN_VILLAGE);
    scene->scenario.map.hex[scene_hex(scene, 4, 5)].density = 2;
    scene_begin(scene);
    sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_IDENTIFIED, UNIT_NONE);
    const struct view *view = scene_view(scene, POLICE);
    struct fire_preview preview;
    assert_true(fire_preview(&scene->scenario, view, patrol, view->contact[0].handle, &preview));
    assert_int_equal(preview.modifiers, 2);
    assert_int_equal(preview.modifier[0].modifier, MODIFIER_firepower);
    assert_int_equal(preview.sum, 6 - 3);
    /* 2d6 + 3: nothing on 2-3, S1 on 4-5, S2 on 6-8, a step on 9-10, a step and S2 on 11-12. */
    const uint8_t in_36[] = {3, 7, 16, 7, 3, 0};
    assert_memory_equal(preview.in_36, in_36, sizeof in_36);
    assert_int_equal(preview.collateral, 50);
    assert_false(fire_preview(&scene->scenario, view, patrol, 99, &preview));
    scene_close(scene);
}

static void fire_at_is_refused_for_reasons_in_view(void **unused) {
    (void)unused;
    scene = scene_open();
    patrol = scene_unit(scene, "police-quick-reaction", POLICE, 3, 5);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 3, 5);
    uint16_t liaison = scene_unit(scene, "kfor-liaison", KFOR, 3, 6);
    scene_begin(scene);
    char text[32];
    struct contact *contact = scene->state.contact[POLICE];
    snprintf(text, sizeof text, "fire_at 0 c%d", contact[cell].handle);
    assert_int_equal(scene_check(scene, text).reason, REFUSAL_level);
    assert_int_equal(scene_check(scene, text).level, 3);
    scene->state.fired_upon[POLICE] = 1;
    assert_int_equal(scene_check(scene, text).level, 4);
    contact[cell].known |= KNOWN_FIRED;
    assert_int_equal(scene_check(scene, text).verdict, VERDICT_YES);
    scene->state.track[TRACK_TENSION] = 12;
    contact[cell].known |= KNOWN_COVERT;
    assert_int_equal(scene_check(scene, text).reason, REFUSAL_not_armed);
    contact[cell].known &= (uint8_t)~KNOWN_COVERT;
    contact[cell].hex = scene_hex(scene, 6, 5);
    assert_int_equal(scene_check(scene, text).reason, REFUSAL_out_of_range);
    snprintf(text, sizeof text, "fire_at 0 c%d", contact[liaison].handle);
    assert_int_equal(scene_check(scene, text).reason, REFUSAL_not_enemy);
    assert_int_equal(scene_check(scene, "fire_at 0 c99").reason, REFUSAL_no_contact);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_units_exactly),
        cmocka_unit_test(enemies_by_handle_as_far_as_they_are_known),
        cmocka_unit_test(of_the_unseen_nothing),
        cmocka_unit_test(traps_and_caches_only_to_their_side),
        cmocka_unit_test(equipment_to_its_side_and_who_sees_it),
        cmocka_unit_test(contact_shows_only_with_a_known_enemy),
        cmocka_unit_test(the_hash_hears_the_side_and_its_units),
        cmocka_unit_test(the_hash_hears_contacts_and_things),
        cmocka_unit_test(a_preview_is_the_shot),
        cmocka_unit_test(fire_at_is_refused_for_reasons_in_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
