/* Rulebook 7: fire against armour. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t firer, target;

static void stage(const char *from, int from_side, const char *at, int at_side, int distance) {
    scene = scene_open();
    firer = scene_unit(scene, from, from_side, 3, 5);
    target = scene_unit(scene, at, at_side, 3 + distance, 5);
    scene_begin(scene);
}

/* One pulse of sight and fire, in which the target holds its fire and is identified. */
static void fire_now(uint64_t key, int level) {
    struct turn *turn = scene_turn(scene, 2);
    int side = scene_at(scene, firer)->side;
    memcpy(scene->state.key.bytes, &key, sizeof key);
    scene_at(scene, firer)->policy = POLICY_FREE;
    scene_at(scene, firer)->shots = 0;
    scene_at(scene, target)->policy = POLICY_HOLD;
    sighting_pulse(turn);
    sighting_set(turn, side, target, CONTACT_IDENTIFIED, UNIT_NONE);
    for (int s = 0; s < SCENE_SIDES; s++)
        turn->level[s] = (uint8_t)level;
    scene_events_clear(scene);
    fire_pulse(turn);
}

static int modifier_in(const struct event *event, int modifier) {
    for (int i = 0; i < event->modifiers; i++)
        if (event->modifier[i].modifier == modifier)
            return event->modifier[i].value;
    return 0;
}

static void hit_chances_by_weapon_and_range(void **unused) {
    static const struct {
        const char *weapon;
        int range, chance;
    } rows[] = {{"irregular-launcher", 0, 45},          {"irregular-launcher", 1, 10},
                {"police-special-intervention", 0, 50}, {"police-special-intervention", 1, 20},
                {"irregular-hmg", 0, 50},               {"irregular-hmg", 3, 50}};
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool police = strncmp(rows[i].weapon, "police", 6) == 0;
        stage(rows[i].weapon, police ? POLICE : IRREGULARS, police ? "irregular-armoured-car" : "kfor-patrol",
              police ? IRREGULARS : KFOR, rows[i].range);
        fire_now(1, 5);
        assert_int_equal(scene_event(scene, EVENT_aimed)->value, rows[i].chance);
        assert_int_equal(scene_events(scene, EVENT_shot), 0);
        scene_close(scene);
    }
}

/* d100 up to the chance hits; over many dice about as often as it says. */
static void the_hundred_sided_die_decides_the_hit(void **unused) {
    (void)unused;
    int hits = 0;
    stage("irregular-hmg", IRREGULARS, "kfor-patrol", KFOR, 2);
    struct state start = scene->state;
    for (uint64_t key = 1; key <= 1000; key++) {
        scene->state = start;
        fire_now(key, 5);
        const struct event *aimed = scene_event(scene, EVENT_aimed);
        assert_int_equal(aimed->result, aimed->dice[0] <= 50);
        assert_int_equal(scene_events(scene, EVENT_penetrated), aimed->result);
        hits += aimed->result;
    }
    assert_in_range(hits, 440, 560);
    scene_close(scene);
}

/* d6 + penetration - armour: <= 1 nothing, 2-3 S2, 4-5 immobilised, >= 6 destroyed. */
static void effects_of_a_hit(void **unused) {
    (void)unused;
    bool seen[STRIKE_COUNT] = {false};
    stage("irregular-hmg", IRREGULARS, "kfor-patrol", KFOR, 2);
    struct state start = scene->state;
    for (uint64_t key = 1; key <= 400; key++) {
        scene->state = start;
        scene->scenario.rules.type[scene_at(scene, target)->type].armour_front = key % 2 ? 2 : 4;
        scene_at(scene, target)->facing = DIR_W;
        fire_now(key, 5);
        if (!scene_event(scene, EVENT_aimed)->result)
            continue;
        const struct event *hit = scene_event(scene, EVENT_penetrated);
        const struct unit *unit = scene_at(scene, target);
        int sum = hit->dice[0] + 2 - (key % 2 ? 2 : 4);
        int effect = sum <= 1   ? STRIKE_NOTHING
                     : sum <= 3 ? STRIKE_SUPPRESSED
                     : sum <= 5 ? STRIKE_IMMOBILISED
                                : STRIKE_DESTROYED;
        seen[effect] = true;
        assert_int_equal(hit->value, sum);
        assert_int_equal(hit->result, effect);
        assert_int_equal(unit->steps, effect == STRIKE_DESTROYED ? 2 : 3);
        assert_int_equal(unit->suppression, effect == STRIKE_DESTROYED || effect == STRIKE_SUPPRESSED ? 2 : 0);
        assert_int_equal((unit->flags & UNIT_IMMOBILE) != 0, effect == STRIKE_IMMOBILISED);
    }
    for (int effect = 0; effect < STRIKE_COUNT; effect++)
        assert_true(seen[effect]);
    scene_close(scene);
}

/* The unit goes on foot for good; what lies about cannot be mounted, for nothing does. */
static void immobilised_people_walk(void **unused) {
    (void)unused;
    stage("irregular-hmg", IRREGULARS, "kfor-patrol", KFOR, 2);
    uint64_t key = 0;
    for (struct state start = scene->state; !(scene_at(scene, target)->flags & UNIT_IMMOBILE);) {
        scene->state = start;
        fire_now(++key, 5);
        assert_true(key < 500);
    }
    assert_true(unit_is_on_foot(&scene->scenario, scene_at(scene, target)));
    assert_int_equal(unit_move_points(&scene->scenario, scene_at(scene, target)), 4);
    char order[32];
    snprintf(order, sizeof order, "mount %u", target);
    assert_int_equal(scene_check(scene, order).reason, REFUSAL_immobile);
    scene_close(scene);
}

static void a_crewed_vehicle_stands_still(void **unused) {
    (void)unused;
    stage("police-special-intervention", POLICE, "irregular-armoured-car", IRREGULARS, 0);
    struct state start = scene->state;
    for (uint64_t key = 1; !(scene_at(scene, target)->flags & UNIT_IMMOBILE); key++) {
        scene->state = start;
        scene->scenario.rules.type[scene_at(scene, target)->type].armour_side = 4;
        scene_at(scene, firer)->stock = 2;
        fire_now(key, 5);
        assert_true(key < 500);
    }
    assert_false(unit_is_on_foot(&scene->scenario, scene_at(scene, target)));
    assert_int_equal(unit_move_points(&scene->scenario, scene_at(scene, target)), 0);
    scene_close(scene);
}

/* Front is the three hexsides round the last move. */
static void facing_decides_the_side_that_is_struck(void **unused) {
    (void)unused;
    for (int facing = 0; facing < DIR_COUNT; facing++) {
        bool front = facing == DIR_W || facing == DIR_NW || facing == DIR_SW;
        stage("irregular-hmg", IRREGULARS, "kfor-engineers", KFOR, 2);
        struct unit_type *type = &scene->scenario.rules.type[scene_at(scene, target)->type];
        type->armour_front = 3;
        scene_at(scene, target)->facing = (uint8_t)facing;
        for (uint64_t key = 1; scene_events(scene, EVENT_penetrated) == 0; key++)
            fire_now(key, 5);
        assert_int_equal(modifier_in(scene_event(scene, EVENT_penetrated), MODIFIER_armour), front ? -3 : -1);
        scene_close(scene);
    }
}

static void rockets_are_spent_at_armour_alone(void **unused) {
    (void)unused;
    stage("irregular-launcher", IRREGULARS, "kfor-patrol", KFOR, 0);
    fire_now(1, 5);
    assert_int_equal(scene_at(scene, firer)->stock, 2);
    scene_at(scene, firer)->stock = 0; /* rifles, two less for each point */
    scene_at(scene, target)->status = UNIT_ON_MAP;
    scene_at(scene, target)->flags &= (uint16_t)~(UNIT_IMMOBILE | UNIT_DISMOUNTED);
    fire_now(1, 5);
    assert_int_equal(scene_events(scene, EVENT_aimed), 0);
    assert_int_equal(modifier_in(scene_event(scene, EVENT_shot), MODIFIER_armour), -4);
    scene_close(scene);
    stage("irregular-launcher", IRREGULARS, "police-patrol", POLICE, 0);
    fire_now(1, 5);
    assert_int_equal(scene_events(scene, EVENT_shot), 1);
    assert_int_equal(scene_at(scene, firer)->stock, 3);
    scene_close(scene);
}

/* Explosive weapons need level 5; without it the special intervention fires its rifles. */
static void light_anti_tank_weapons_need_level_5(void **unused) {
    (void)unused;
    stage("police-special-intervention", POLICE, "irregular-armoured-car", IRREGULARS, 0);
    fire_now(1, 4);
    assert_int_equal(scene_events(scene, EVENT_shot), 1);
    assert_int_equal(scene_at(scene, firer)->stock, 2);
    scene_close(scene);
}

static void a_mortar_of_a_side_with_levels_needs_level_5(void **unused) {
    (void)unused;
    stage("irregular-mortar", POLICE, "irregular-cell", IRREGULARS, 2);
    scene->state.track[TRACK_TENSION] = 12;
    struct turn *turn = scene_turn(scene, 0);
    sighting_set(turn, POLICE, target, CONTACT_IDENTIFIED, UNIT_NONE);
    struct check check = scene_check(scene, "fire_at 0 c1");
    assert_int_equal(check.reason, REFUSAL_level);
    assert_int_equal(check.level, 5);
    fire_now(1, 4);
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    fire_now(1, 5);
    assert_int_equal(scene_events(scene, EVENT_shot), 1);
    scene_close(scene);
}

/* The preview counts the same faces as the dice have. */
static void the_preview_says_what_a_hit_does(void **unused) {
    (void)unused;
    stage("irregular-hmg", IRREGULARS, "kfor-patrol", KFOR, 2);
    scene_at(scene, target)->facing = DIR_W;
    sighting_set(scene_turn(scene, 0), IRREGULARS, target, CONTACT_IDENTIFIED, UNIT_NONE);
    uint16_t handle = scene->state.contact[IRREGULARS][target].handle;
    struct strike_preview preview;
    assert_true(antiarmour_preview(&scene->scenario, scene_view(scene, IRREGULARS), firer, handle, &preview));
    assert_int_equal(preview.chance, 50);
    assert_int_equal(preview.armour, 2); /* d6 + 0 */
    assert_int_equal(preview.in_6[STRIKE_NOTHING], 1);
    assert_int_equal(preview.in_6[STRIKE_SUPPRESSED], 2);
    assert_int_equal(preview.in_6[STRIKE_IMMOBILISED], 2);
    assert_int_equal(preview.in_6[STRIKE_DESTROYED], 1);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hit_chances_by_weapon_and_range),
        cmocka_unit_test(the_hundred_sided_die_decides_the_hit),
        cmocka_unit_test(effects_of_a_hit),
        cmocka_unit_test(immobilised_people_walk),
        cmocka_unit_test(a_crewed_vehicle_stands_still),
        cmocka_unit_test(facing_decides_the_side_that_is_struck),
        cmocka_unit_test(rockets_are_spent_at_armour_alone),
        cmocka_unit_test(light_anti_tank_weapons_need_level_5),
        cmocka_unit_test(a_mortar_of_a_side_with_levels_needs_level_5),
        cmocka_unit_test(the_preview_says_what_a_hit_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
