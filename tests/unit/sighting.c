/* Rulebook 4: score = Spot + signature - distance - concealment, with line of sight. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t patrol, cell;

/* A patrol (Spot 2) at (3, 5) and a cell `distance` hexes east of it, everybody else far away. */
static void stage(const char *observer, const char *target, int distance) {
    scene = scene_open();
    patrol = scene_unit(scene, observer, POLICE, 3, 5);
    cell = scene_unit(scene, target, IRREGULARS, 3 + distance, 5);
}

static int score(int pulse) {
    scene_turn(scene, pulse);
    return sighting_score(&scene->scenario, &scene->state, patrol, cell, NULL);
}

static void spot_less_distance(void **unused) {
    (void)unused;
    for (int distance = 1; distance <= 5; distance++) {
        stage("police-patrol", "irregular-cell", distance);
        scene_begin(scene);
        assert_int_equal(score(2), 2 - distance);
        scene_close(scene);
    }
}

static void in_the_same_hex_two_more(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 0);
    scene_begin(scene);
    assert_int_equal(score(2), 4);
    scene_close(scene);
}

static void a_vehicle_shows_by_two(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-jeep", 1);
    scene_begin(scene);
    assert_int_equal(score(2), 3);
    scene_at(scene, cell)->flags |= UNIT_DISMOUNTED;
    assert_int_equal(score(2), 1);
    scene_close(scene);
}

static void moving_shows_by_one_in_that_pulse(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    scene_begin(scene);
    scene_at(scene, cell)->moved = 1 << 1;
    assert_int_equal(score(2), 2);
    assert_int_equal(score(3), 1);
    scene_close(scene);
}

static void firing_shows_by_three_this_pulse_and_the_next(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    scene_begin(scene);
    scene_at(scene, cell)->fired = 1 << 2;
    assert_int_equal(score(3), 4);
    assert_int_equal(score(4), 4);
    assert_int_equal(score(5), 1);
    scene_at(scene, cell)->fired = 0;
    scene_at(scene, cell)->fired_last = 1;
    assert_int_equal(score(1), 4);
    assert_int_equal(score(2), 1);
    scene_close(scene);
}

static void covert_hides_by_three_by_one_when_sufferance_is_low(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    scene_begin(scene);
    scene_at(scene, cell)->flags |= UNIT_COVERT;
    assert_int_equal(score(2), -2);
    scene->state.track[TRACK_SUFFERANCE] = 5;
    assert_int_equal(score(2), -2);
    scene->state.track[TRACK_SUFFERANCE] = 4;
    assert_int_equal(score(2), 0);
    scene_close(scene);
}

static void dug_in_hides_by_one(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    scene_begin(scene);
    scene_at(scene, cell)->flags |= UNIT_DUG_IN;
    assert_int_equal(score(2), 0);
    scene_close(scene);
}

static void terrain_conceals(void **unused) {
    static const struct {
        int terrain, concealment;
    } row[] = {{TERRAIN_OPEN, 0},    {TERRAIN_SCRUB, 1}, {TERRAIN_FOREST, 3}, {TERRAIN_STEEP, 4},
               {TERRAIN_VILLAGE, 2}, {TERRAIN_TOWN, 3},  {TERRAIN_WALLED, 3}};
    (void)unused;
    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        stage("police-patrol", "irregular-cell", 1);
        scene_terrain(scene, 4, 5, row[i].terrain);
        scene_begin(scene);
        assert_int_equal(score(2), 1 - row[i].concealment);
        scene_close(scene);
    }
}

static void a_vehicle_moving_on_a_road_is_not_concealed(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-jeep", 1);
    scene_terrain(scene, 4, 5, TERRAIN_TOWN);
    scene_road(scene, 4, 5, DIR_E, ROAD_MAIN);
    scene_begin(scene);
    assert_int_equal(score(2), 0);
    scene_at(scene, cell)->moved = 1 << 1;
    scene_at(scene, cell)->facing = DIR_W; /* it came in along the road from the east */
    assert_int_equal(score(2), 4);
    scene_at(scene, cell)->facing = DIR_E; /* it came in over the fields from the west */
    assert_int_equal(score(2), 1);
    scene_close(scene);
}

static void night_and_fog_only_without_thermal_sight(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    scene_begin(scene);
    scene->state.weather = WEATHER_NIGHT;
    assert_int_equal(score(2), -2);
    scene->state.weather = WEATHER_FOG;
    assert_int_equal(score(2), -1);
    scene->state.weather = WEATHER_NIGHT | WEATHER_FOG;
    assert_int_equal(score(2), -4);
    scene_close(scene);
    stage("police-marksmen", "irregular-cell", 1);
    scene_begin(scene);
    scene->state.weather = WEATHER_NIGHT | WEATHER_FOG;
    assert_int_equal(score(2), 4);
    scene_close(scene);
}

static void night_does_not_lessen_fire(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    scene_begin(scene);
    scene->state.weather = WEATHER_NIGHT;
    scene_at(scene, cell)->fired = 1 << 1;
    assert_int_equal(score(2), 4);
    scene_close(scene);
}

static void a_hill_between_blocks(void **unused) {
    (void)unused;
    stage("police-marksmen", "irregular-cell", 2);
    scene_height(scene, 4, 5, 60);
    scene_begin(scene);
    assert_int_equal(score(2), INT8_MIN);
    scene_close(scene);
}

static void zero_is_suspected_two_is_identified(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    scene_begin(scene);
    assert_int_equal(sighting_level(&scene->scenario, -1), CONTACT_NONE);
    assert_int_equal(sighting_level(&scene->scenario, 0), CONTACT_SUSPECTED);
    assert_int_equal(sighting_level(&scene->scenario, 1), CONTACT_SUSPECTED);
    assert_int_equal(sighting_level(&scene->scenario, 2), CONTACT_IDENTIFIED);
    scene_close(scene);
}

static void the_modifiers_of_a_sighting_add_up(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-jeep", 1);
    scene_terrain(scene, 4, 5, TERRAIN_SCRUB);
    scene_begin(scene);
    scene_at(scene, cell)->moved = 1 << 1;
    struct event event = {0};
    scene_turn(scene, 2);
    int sum = 0, found = sighting_score(&scene->scenario, &scene->state, patrol, cell, &event);
    for (int i = 0; i < event.modifiers; i++)
        sum += event.modifier[i].value;
    assert_int_equal(event.modifiers, 5); /* spot, vehicle, moved, concealment, distance */
    assert_int_equal(sum, found);
    assert_int_equal(found, 2 + 2 + 1 - 1 - 1);
    scene_close(scene);
}

static void a_side_shares_its_sightings(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 1);
    uint16_t far_patrol = scene_unit(scene, "police-patrol", POLICE, 11, 11);
    scene_begin(scene);
    (void)far_patrol;
    assert_int_equal(scene->state.contact[POLICE][cell].level, CONTACT_SUSPECTED);
    assert_int_equal(scene->state.contact[KFOR][cell].level, CONTACT_NONE);
    scene_close(scene);
}

static void police_and_kfor_sight_each_other_like_anybody(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-cell", 8);
    uint16_t liaison = scene_unit(scene, "kfor-liaison", KFOR, 4, 5);
    scene_begin(scene);
    assert_int_equal(scene->state.contact[POLICE][liaison].level, CONTACT_IDENTIFIED);
    assert_int_equal(scene->state.contact[KFOR][patrol].level, CONTACT_IDENTIFIED);
    scene_close(scene);
}

static void contacts_of_who_shares_are_the_polices_too(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-jeep", 8);
    scene_unit(scene, "kfor-patrol", KFOR, 10, 5);
    scene->scenario.rules.type[scenario_type(&scene->scenario, "kfor-patrol")].flags |= TYPE_SHARES_SIGHT;
    scene_begin(scene);
    assert_int_equal(scene->state.contact[POLICE][cell].level, CONTACT_IDENTIFIED);
    scene_close(scene);
}

static void decoys_and_the_surrendered_see_nothing(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t decoy = scene_unit(scene, "irregular-decoy", IRREGULARS, 4, 5);
    uint16_t seen = scene_unit(scene, "police-patrol", POLICE, 4, 6);
    scene->scenario.rules.type[scenario_type(&scene->scenario, "irregular-decoy")].spot = 9;
    scene_begin(scene);
    assert_int_equal(scene->state.contact[IRREGULARS][seen].level, CONTACT_NONE);
    assert_int_equal(sighting_score(&scene->scenario, &scene->state, decoy, seen, NULL), INT8_MIN);
    scene_close(scene);
}

/* A mover in sight takes its contact along hex by hex; once out of sight it is not followed. */
static void a_mover_is_followed_while_it_is_seen(void **unused) {
    (void)unused;
    stage("police-patrol", "irregular-jeep", 1);
    scene_height(scene, 5, 5, 80);
    scene_begin(scene);
    struct turn *turn = scene_turn(scene, 1);
    const struct contact *contact = &scene->state.contact[POLICE][cell];
    scene_put(scene, cell, 4, 4);
    sighting_follow(turn, cell);
    assert_int_equal(contact->hex, scene_hex(scene, 4, 4));
    assert_true(contact->known & KNOWN_SEEN_NOW);
    scene_put(scene, cell, 7, 5);
    sighting_follow(turn, cell);
    assert_int_equal(contact->hex, scene_hex(scene, 4, 4));
    assert_false(contact->known & KNOWN_SEEN_NOW);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spot_less_distance),
        cmocka_unit_test(in_the_same_hex_two_more),
        cmocka_unit_test(a_vehicle_shows_by_two),
        cmocka_unit_test(moving_shows_by_one_in_that_pulse),
        cmocka_unit_test(firing_shows_by_three_this_pulse_and_the_next),
        cmocka_unit_test(covert_hides_by_three_by_one_when_sufferance_is_low),
        cmocka_unit_test(dug_in_hides_by_one),
        cmocka_unit_test(terrain_conceals),
        cmocka_unit_test(a_vehicle_moving_on_a_road_is_not_concealed),
        cmocka_unit_test(night_and_fog_only_without_thermal_sight),
        cmocka_unit_test(night_does_not_lessen_fire),
        cmocka_unit_test(a_hill_between_blocks),
        cmocka_unit_test(zero_is_suspected_two_is_identified),
        cmocka_unit_test(the_modifiers_of_a_sighting_add_up),
        cmocka_unit_test(a_side_shares_its_sightings),
        cmocka_unit_test(police_and_kfor_sight_each_other_like_anybody),
        cmocka_unit_test(contacts_of_who_shares_are_the_polices_too),
        cmocka_unit_test(decoys_and_the_surrendered_see_nothing),
        cmocka_unit_test(a_mover_is_followed_while_it_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
