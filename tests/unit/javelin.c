/* Rulebook 7: the Javelin. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t team, target;

/* A team on foot and an irregular target so many hexes to the east, identified. */
static void stage(const char *at, int distance) {
    scene = scene_open();
    team = scene_unit(scene, "ksf-javelin", POLICE, 2, 5);
    target = scene_unit(scene, at, IRREGULARS, 2 + distance, 5);
    scene_begin(scene);
    scene_at(scene, team)->flags |= UNIT_DISMOUNTED;
    scene_at(scene, target)->policy = POLICY_HOLD;
}

static uint16_t identify(void) {
    sighting_set(scene_turn(scene, 0), POLICE, target, CONTACT_IDENTIFIED, UNIT_NONE);
    return scene->state.contact[POLICE][target].handle;
}

static struct order order_to_engage(int mode) {
    return (struct order){
        .kind = ORDER_engage, .unit = team, .contact = identify(), .mode = (uint8_t)mode};
}

/* The check, with the rules of engagement at a level. */
static struct check check_at(int level, int mode) {
    struct order order = order_to_engage(mode);
    scene_view(scene, POLICE);
    scene->view.level = (uint8_t)level;
    return rules_check(&scene->scenario, &scene->view, &order);
}

/* One pulse of a turn in which the team engages; returns the launch, NULL without. */
static const struct event *engage(int mode, uint64_t key) {
    struct order order = order_to_engage(mode);
    struct turn *turn = scene_turn(scene, 2);
    memcpy(scene->state.key.bytes, &key, sizeof key);
    turn->order[team] = order;
    memset(turn->level, 5, sizeof turn->level);
    sighting_pulse(turn);
    sighting_set(turn, POLICE, target, CONTACT_IDENTIFIED, UNIT_NONE);
    scene_events_clear(scene);
    fire_pulse(turn);
    for (unsigned i = 0; i < scene->events; i++)
        if (scene->event[i].kind == EVENT_launched_top || scene->event[i].kind == EVENT_launched_direct)
            return &scene->event[i];
    return NULL;
}

static int chance(int mode) {
    const struct event *launch = engage(mode, 1);
    assert_non_null(launch);
    int value = launch->value;
    scene_close(scene);
    return value;
}

static void chances_by_range(void **unused) {
    (void)unused;
    for (int range = 1; range <= 8; range++) {
        stage("irregular-armoured-car", range);
        assert_int_equal(chance(0), range <= 5 ? 85 : 75); /* the lightweight launch unit: 6 to 8 */
    }
    stage("irregular-armoured-car", 9);
    assert_int_equal(check_at(5, 0).reason, REFUSAL_out_of_range);
    assert_null(engage(0, 1));
    scene_close(scene);
    stage("irregular-armoured-car", 0);
    assert_int_equal(check_at(5, 0).reason, REFUSAL_no_top);
    assert_int_equal(chance(1), 65);
}

static void modifiers_of_the_launch(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    scene_at(scene, target)->moved = 2; /* in this pulse */
    assert_int_equal(chance(0), 75);
    stage("irregular-armoured-car", 3);
    scene->state.weather = WEATHER_FOG;
    assert_int_equal(chance(0), 55);
    stage("irregular-cell", 3);
    assert_int_equal(chance(1), 55);
    stage("irregular-armoured-car", 3);
    scene_at(scene, target)->still = 2;
    assert_int_equal(chance(0), 65);
    stage("irregular-armoured-car", 3);
    scene_at(scene, team)->flags &= (uint16_t)~UNIT_DISMOUNTED; /* from the vehicle mount */
    assert_int_equal(chance(0), 75);
    stage("irregular-armoured-car", 3);
    scene_terrain(scene, 3, 5, TERRAIN_TOWN);
    scene_height(scene, 2, 5, 60);
    assert_int_equal(chance(1), 65);
    stage("irregular-armoured-car", 3);
    scene_terrain(scene, 3, 5, TERRAIN_TOWN);
    assert_int_equal(chance(0), 85); /* from above nothing is in the way */
}

/* Neither moved nor fired in two turns; an engine that has run is warm again. */
static void a_vehicle_grows_cold(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 9);
    uint16_t car = target;
    for (int turn = 1; turn <= 2; turn++) {
        assert_false(unit_is_cold(&scene->scenario, scene_at(scene, car)));
        scene_play(scene);
    }
    assert_true(unit_is_cold(&scene->scenario, scene_at(scene, car)));
    scene_order(scene, "move 1 W halt");
    scene_play(scene);
    assert_false(unit_is_cold(&scene->scenario, scene_at(scene, car)));
    scene_close(scene);
}

static void top_attack_strikes_the_roof(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    scene->scenario.rules.type[scene_at(scene, target)->type].armour_front = 9;
    scene->scenario.rules.type[scene_at(scene, target)->type].armour_roof = 4;
    scene_at(scene, target)->facing = DIR_W;
    for (int mode = 0; mode <= 1; mode++) {
        const struct event *launch = NULL;
        for (uint64_t key = 1; !launch || !launch->result; key++) {
            scene_at(scene, team)->stock = 2;
            scene_at(scene, team)->shots = 0;
            scene_at(scene, target)->status = UNIT_ON_MAP;
            scene_at(scene, target)->steps = 1;
            scene_at(scene, target)->suppression = 0;
            launch = engage(mode, key);
            assert_non_null(launch);
        }
        const struct event *hit = scene_event(scene, EVENT_penetrated);
        assert_int_equal(hit->value, hit->dice[0] + 9 - (mode ? 9 : 4));
        scene_at(scene, target)->flags &= (uint16_t)~(UNIT_IMMOBILE | UNIT_DISMOUNTED);
    }
    scene_close(scene);
}

static void top_attack_does_not_work_everywhere(void **unused) {
    static const int terrain[] = {TERRAIN_FOREST, TERRAIN_TOWN, TERRAIN_WALLED};
    (void)unused;
    stage("irregular-cell", 3);
    assert_int_equal(check_at(5, 0).reason, REFUSAL_no_top);
    assert_int_equal(check_at(5, 1).verdict, VERDICT_YES);
    scene_close(scene);
    for (int i = 0; i < 3; i++) {
        stage("irregular-armoured-car", 3);
        scene_terrain(scene, 5, 5, terrain[i]);
        assert_int_equal(check_at(5, 0).reason, REFUSAL_no_top);
        assert_null(engage(0, 1));
        assert_int_equal(check_at(5, 1).verdict, VERDICT_YES);
        scene_close(scene);
    }
}

static void two_shots_a_turn_from_its_own_stock(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    scene->scenario.rules.type[scene_at(scene, target)->type].armour_roof = 20;
    for (int shot = 1; shot <= 3; shot++) {
        assert_int_equal(engage(0, 1) != NULL, shot <= 2);
        assert_int_equal(scene_at(scene, team)->stock, shot <= 2 ? 2 - shot : 0);
    }
    assert_int_equal(check_at(5, 0).reason, REFUSAL_no_ammo);
    scene_close(scene);
}

static void who_may_engage_and_what_is_refused(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    assert_int_equal(check_at(5, 0).verdict, VERDICT_YES);
    assert_int_equal(check_at(4, 0).reason, REFUSAL_level);
    assert_int_equal(check_at(4, 0).level, 5);
    assert_int_equal(check_at(5, 2).reason, REFUSAL_bad_number);
    scene_at(scene, team)->flags = 0; /* not deployed, and without a mount */
    uint32_t *flags = &scene->scenario.rules.type[scene_at(scene, team)->type].flags;
    assert_int_equal(check_at(5, 0).verdict, VERDICT_YES);
    *flags &= ~(uint32_t)TYPE_VEHICLE_MOUNT;
    assert_int_equal(check_at(5, 0).reason, REFUSAL_not_deployed);
    scene_at(scene, team)->flags = UNIT_DISMOUNTED;
    scene->state.contact[POLICE][target].level = CONTACT_SUSPECTED;
    scene_view(scene, POLICE);
    scene->view.level = 5;
    struct order order = {.kind = ORDER_engage, .unit = team,
                          .contact = scene->state.contact[POLICE][target].handle};
    assert_int_equal(rules_check(&scene->scenario, &scene->view, &order).reason, REFUSAL_not_identified);
    scene_at(scene, team)->moved = 1; /* a missile team that has moved does not shoot */
    assert_null(engage(0, 1));
    scene_close(scene);
    stage("irregular-lookout", 3);
    assert_int_equal(check_at(5, 1).reason, REFUSAL_not_armed);
    scene_close(scene);
}

/* Direct, 80, then fire at firepower 6 ignoring 3 cover. */
static void a_building_is_struck_directly(void **unused) {
    (void)unused;
    for (int walled = 0; walled <= 1; walled++) {
        const struct event *launch = NULL;
        stage("irregular-cell", 4);
        scene_terrain(scene, 6, 5, walled ? TERRAIN_WALLED : TERRAIN_VILLAGE);
        scene->scenario.map.hex[scene_at(scene, target)->hex].density = 2;
        for (uint64_t key = 1; !launch || !launch->result; key++) {
            scene_at(scene, team)->stock = 2;
            scene_at(scene, team)->shots = 0;
            launch = engage(1, key);
            assert_int_equal(launch->value, 80);
        }
        const struct event *shot = scene_event(scene, EVENT_shot);
        assert_int_equal(shot->value, shot->dice[0] + shot->dice[1] + 6 - (walled ? 5 - 3 : 0));
        int kind = scene_events(scene, EVENT_collateral) ? EVENT_collateral : EVENT_no_collateral;
        assert_int_equal(scene_event(scene, kind)->value, 2 + 1);
        scene_close(scene);
    }
}

static void a_missile_into_a_cultural_site_hits_it(void **unused) {
    (void)unused;
    stage("irregular-cell", 4);
    scene->scenario.map.hex[scene_at(scene, target)->hex].flags |= MAP_HEX_CULTURAL;
    assert_non_null(engage(1, 1));
    assert_int_equal(scene_events(scene, EVENT_site_hit), 1);
    scene_close(scene);
}

/* A launch is +1, not +3. */
static void the_launch_is_soft(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    uint16_t observer = target;
    scene->scenario.rules.type[scene_at(scene, target)->type].armour_roof = 20;
    scene->state.pulse = 2;
    int before = sighting_score(&scene->scenario, &scene->state, observer, team, NULL);
    assert_non_null(engage(0, 1));
    assert_int_equal(sighting_score(&scene->scenario, &scene->state, observer, team, NULL), before + 1);
    scene->state.pulse = 3;
    assert_int_equal(sighting_score(&scene->scenario, &scene->state, observer, team, NULL), before + 1);
    scene->state.pulse = 4;
    assert_int_equal(sighting_score(&scene->scenario, &scene->state, observer, team, NULL), before);
    scene_close(scene);
}

static void every_launch_has_its_price(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    assert_non_null(engage(0, 1));
    assert_int_equal(scene->state.track_change[TRACK_LEGITIMACY], -1);
    assert_int_equal(scene->state.track_change[TRACK_TENSION], 0);
    assert_int_equal(scene->state.points_other[POLICE], -1);
    scene_close(scene);
    stage("irregular-cell", 3); /* not at armour: L-2 and T+1 as well */
    assert_non_null(engage(1, 1));
    assert_int_equal(scene->state.track_change[TRACK_LEGITIMACY], -3);
    assert_int_equal(scene->state.track_change[TRACK_TENSION], 1);
    assert_int_equal(scene->state.raised[POLICE], 1);
    scene_close(scene);
}

/* $75,000,000 for 246: $304,878 each. Own at once, all sides' after the end. */
static void the_bill(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    scene->scenario.rules.type[scene_at(scene, target)->type].armour_roof = 20;
    engage(0, 1);
    engage(0, 2);
    assert_int_equal(scene->state.launches[POLICE], 2);
    assert_int_equal(scene->state.bill[POLICE], 609756);
    assert_int_equal(scene_view(scene, POLICE)->bill[POLICE], 609756);
    assert_int_equal(scene_view(scene, IRREGULARS)->bill[POLICE], 0);
    scene->state.outcome = OUTCOME_TURNS;
    assert_int_equal(scene_view(scene, IRREGULARS)->bill[POLICE], 609756);
    assert_int_equal(scene_view(scene, IRREGULARS)->launches[POLICE], 2);
    scene_close(scene);
}

/* It kills any vehicle on this map: 9 against a roof of 1, no face of the die spares it. */
static void the_preview_shows_that_it_kills_any_vehicle(void **unused) {
    (void)unused;
    stage("irregular-armoured-car", 3);
    struct strike_preview preview;
    uint16_t handle = identify();
    assert_true(engage_preview(&scene->scenario, scene_view(scene, POLICE), team, handle, 0, &preview));
    assert_int_equal(preview.chance, 85);
    assert_int_equal(preview.in_6[STRIKE_DESTROYED], 6);
    assert_false(engage_preview(&scene->scenario, scene_view(scene, POLICE), team, handle, 2, &preview));
    scene_close(scene);
    stage("irregular-cell", 3);
    scene_terrain(scene, 5, 5, TERRAIN_VILLAGE);
    handle = identify();
    assert_true(engage_preview(&scene->scenario, scene_view(scene, POLICE), team, handle, 1, &preview));
    assert_true(preview.building);
    assert_int_equal(preview.in_36[0], 0); /* 2d6 + 6 - 0 is never below 8 */
    scene_close(scene);
}

static void a_deployed_team_walks_three(void **unused) {
    (void)unused;
    stage("irregular-cell", 3);
    assert_int_equal(unit_move_points(&scene->scenario, scene_at(scene, team)), 3);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_by_range),
        cmocka_unit_test(modifiers_of_the_launch),
        cmocka_unit_test(a_vehicle_grows_cold),
        cmocka_unit_test(top_attack_strikes_the_roof),
        cmocka_unit_test(top_attack_does_not_work_everywhere),
        cmocka_unit_test(two_shots_a_turn_from_its_own_stock),
        cmocka_unit_test(who_may_engage_and_what_is_refused),
        cmocka_unit_test(a_building_is_struck_directly),
        cmocka_unit_test(a_missile_into_a_cultural_site_hits_it),
        cmocka_unit_test(the_launch_is_soft),
        cmocka_unit_test(every_launch_has_its_price),
        cmocka_unit_test(the_bill),
        cmocka_unit_test(the_preview_shows_that_it_kills_any_vehicle),
        cmocka_unit_test(a_deployed_team_walks_three),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
