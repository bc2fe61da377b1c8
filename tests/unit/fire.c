/* Rulebook 6: who shoots at whom, what moves the dice, what falls. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t firer, target;
static hex_t stand; /* of the target */

static void stage(const char *from, const char *at, int distance) {
    scene = scene_open();
    firer = scene_unit(scene, from, POLICE, 3, 5);
    target = scene_unit(scene, at, IRREGULARS, 3 + distance, 5);
    scene_begin(scene);
    scene->state.track[TRACK_TENSION] = 12; /* level 4: deliberate fire */
    scene_at(scene, firer)->policy = POLICY_FREE;
    scene_at(scene, target)->policy = POLICY_HOLD;
    stand = scene_at(scene, target)->hex;
}

/* Sight and fire of one pulse at the unhurt target, which is known for what it is. */
static struct turn *fire_now(int pulse) {
    struct turn *turn = scene_turn(scene, pulse);
    struct unit *at = scene_at(scene, target);
    at->status = UNIT_ON_MAP;
    at->steps = unit_type_of(&scene->scenario, at)->steps;
    at->suppression = 0;
    at->hex = stand;
    roe_pulse(turn);
    sighting_pulse(turn);
    sighting_set(turn, POLICE, target, CONTACT_IDENTIFIED, UNIT_NONE);
    sighting_set(turn, IRREGULARS, firer, CONTACT_SUSPECTED, UNIT_NONE);
    scene_events_clear(scene);
    fire_pulse(turn);
    return turn;
}

/* The value of a modifier in the first shot, 0 without; the sum must be dice and modifiers. */
static int modifier_in_shot(int modifier) {
    const struct event *shot = scene_event(scene, EVENT_shot);
    int value = 0, sum = shot->dice[0] + shot->dice[1];
    for (int i = 0; i < shot->modifiers; i++) {
        sum += shot->modifier[i].value;
        if (shot->modifier[i].modifier == modifier)
            value = shot->modifier[i].value;
    }
    assert_int_equal(shot->value, sum);
    return value;
}

static void firepower_by_range(void **unused) {
    static const int firepower[] = {6, 6, 5, 4, 2};
    (void)unused;
    for (int range = 0; range <= 4; range++) {
        stage("police-armoured-car", "irregular-cell", range);
        fire_now(2);
        assert_int_equal(modifier_in_shot(MODIFIER_firepower), firepower[range]);
        scene_close(scene);
    }
    stage("police-armoured-car", "irregular-cell", 5);
    fire_now(2);
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    scene_close(scene);
}

static void cover_of_the_ground_and_of_digging(void **unused) {
    (void)unused;
    stage("police-armoured-car", "irregular-cell", 1);
    scene_terrain(scene, 4, 5, TERRAIN_VILLAGE);
    scene_at(scene, target)->flags |= UNIT_DUG_IN;
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_cover), -3);
    assert_int_equal(modifier_in_shot(MODIFIER_dug_in), -2);
    scene_close(scene);
}

static void no_cover_in_contact(void **unused) {
    (void)unused;
    stage("police-armoured-car", "irregular-cell", 0);
    scene_terrain(scene, 3, 5, TERRAIN_TOWN);
    scene_at(scene, target)->flags |= UNIT_IN_CONTACT;
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_cover), 0);
    scene_close(scene);
}

static void two_more_when_the_firer_is_not_sighted(void **unused) {
    (void)unused;
    stage("police-armoured-car", "irregular-cell", 3);
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_ambush), 0);
    struct turn *turn = scene_turn(scene, 3);
    roe_pulse(turn);
    sighting_pulse(turn);
    turn->sighted[IRREGULARS][firer] = CONTACT_NONE;
    scene_events_clear(scene);
    fire_pulse(turn);
    assert_int_equal(modifier_in_shot(MODIFIER_ambush), 2);
    scene_close(scene);
}

static void one_more_at_who_moves_on_foot_in_the_open(void **unused) {
    (void)unused;
    stage("police-armoured-car", "irregular-cell", 1);
    scene_at(scene, target)->moved = 1 << 1;
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_open), 1);
    fire_now(3);
    assert_int_equal(modifier_in_shot(MODIFIER_open), 0);
    scene_terrain(scene, 4, 5, TERRAIN_SCRUB);
    scene_at(scene, firer)->shots = 0;
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_open), 0);
    scene_close(scene);
}

static void night_pinned_and_moved_lessen(void **unused) {
    (void)unused;
    stage("police-quick-reaction", "irregular-cell", 1);
    scene->state.weather = WEATHER_NIGHT;
    scene_at(scene, firer)->suppression = 3;
    scene_at(scene, firer)->moved = 1;
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_night), -2);
    assert_int_equal(modifier_in_shot(MODIFIER_pinned), -2);
    assert_int_equal(modifier_in_shot(MODIFIER_moved), -1);
    scene_close(scene);
    stage("police-marksmen", "irregular-cell", 1);
    scene->state.weather = WEATHER_NIGHT;
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_night), 0);
    scene_close(scene);
}

static void two_less_at_a_suspected_target(void **unused) {
    (void)unused;
    stage("police-quick-reaction", "irregular-cell", 1);
    scene_terrain(scene, 4, 5, TERRAIN_FOREST);
    struct turn *turn = scene_turn(scene, 2);
    roe_pulse(turn);
    scene_at(scene, target)->fired = 1 << 1;
    scene->scenario.rules.type[scene_at(scene, firer)->type].spot = 2;
    scene->state.contact[POLICE][target].level = CONTACT_NONE;
    sighting_pulse(turn); /* 2 + 3 - 1 - 3 = 1 */
    assert_int_equal(turn->sighted[POLICE][target], CONTACT_SUSPECTED);
    scene_events_clear(scene);
    fire_pulse(turn);
    assert_int_equal(modifier_in_shot(MODIFIER_suspected), -2);
    scene_close(scene);
}

static void marksmen_against_a_crew_weapon_in_cover(void **unused) {
    (void)unused;
    stage("police-marksmen", "irregular-hmg", 1);
    scene_terrain(scene, 4, 5, TERRAIN_TOWN);
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_crew_weapon), 1);
    assert_int_equal(modifier_in_shot(MODIFIER_cover), -2);
    assert_int_equal(scene_events(scene, EVENT_no_collateral) + scene_events(scene, EVENT_collateral), 0);
    scene_close(scene);
}

/* Arms that are not made for it: two less for each point of the armour that is struck, front or side. */
static void armour_lessens_by_two_a_point(void **unused) {
    (void)unused;
    stage("police-marksmen", "irregular-armoured-car", 2);
    scene_at(scene, target)->facing = DIR_W; /* toward the firer */
    fire_now(2);
    assert_int_equal(modifier_in_shot(MODIFIER_armour), -4);
    scene_at(scene, target)->facing = DIR_E;
    fire_now(3);
    assert_int_equal(modifier_in_shot(MODIFIER_armour), -2);
    scene_at(scene, firer)->shots = 0;
    scene_at(scene, target)->flags |= UNIT_DISMOUNTED;
    fire_now(4);
    assert_int_equal(modifier_in_shot(MODIFIER_armour), 0);
    scene_close(scene);
}

static void the_table(void **unused) {
    static const struct {
        int sum, steps, suppression;
    } row[] = {{2, 0, 0},  {6, 0, 0},  {7, 0, 1},  {8, 0, 1},  {9, 0, 2},  {11, 0, 2},
               {12, 1, 1}, {13, 1, 1}, {14, 1, 2}, {15, 1, 2}, {16, 2, 2}, {25, 2, 2}};
    (void)unused;
    stage("police-patrol", "irregular-cell", 0);
    const struct ruleset *rules = &scene->scenario.rules;
    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        int found = fire_row(rules, row[i].sum);
        assert_int_equal(found ? rules->fire[found - 1].steps : 0, row[i].steps);
        assert_int_equal(found ? rules->fire[found - 1].suppression : 0, row[i].suppression);
    }
    scene_close(scene);
}

static void once_a_pulse_and_twice_a_turn(void **unused) {
    (void)unused;
    stage("police-quick-reaction", "irregular-cell", 0);
    scene->scenario.rules.type[scene_at(scene, target)->type].steps = 100;
    scene_at(scene, target)->steps = 100;
    scene->scenario.rules.number.fall_back_at = 99;
    for (int pulse = 1; pulse <= 6; pulse++) {
        fire_now(pulse);
        assert_int_equal(scene_events(scene, EVENT_shot), pulse <= 2);
    }
    assert_int_equal(scene_at(scene, firer)->fired, 3);
    scene_close(scene);
}

static void a_crew_weapon_that_moved_does_not_shoot(void **unused) {
    (void)unused;
    scene = scene_open();
    firer = scene_unit(scene, "police-patrol", POLICE, 3, 5);
    uint16_t hmg = scene_unit(scene, "irregular-hmg", IRREGULARS, 4, 5);
    scene_begin(scene);
    for (int moved = 0; moved <= 1; moved++) {
        struct turn *turn = scene_turn(scene, 2);
        scene_at(scene, hmg)->moved = (uint8_t)moved;
        roe_pulse(turn);
        sighting_pulse(turn);
        scene_events_clear(scene);
        fire_pulse(turn);
        assert_int_equal(scene_events(scene, EVENT_shot), !moved);
        scene_at(scene, firer)->status = UNIT_ON_MAP;
        scene_at(scene, firer)->steps = 2;
    }
    scene_close(scene);
}

static void never_at_covert_unarmed_or_unsighted(void **unused) {
    (void)unused;
    stage("police-quick-reaction", "irregular-cell", 0);
    scene_at(scene, target)->flags |= UNIT_COVERT;
    fire_now(2);
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    scene_close(scene);
    stage("police-quick-reaction", "irregular-lookout", 0);
    fire_now(2);
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    scene_close(scene);
    stage("police-armoured-car", "irregular-cell", 4);
    scene->scenario.rules.type[scene_at(scene, firer)->type].spot = 0;
    struct turn *turn = scene_turn(scene, 2);
    roe_pulse(turn);
    sighting_pulse(turn);
    scene_events_clear(scene);
    fire_pulse(turn);
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    scene_close(scene);
}

static void nobody_fires_at_whom_he_may_not_fight(void **unused) {
    (void)unused;
    stage("police-quick-reaction", "irregular-cell", 8);
    uint16_t liaison = scene_unit(scene, "kfor-liaison", KFOR, 3, 5);
    scene_begin(scene);
    scene->state.track[TRACK_TENSION] = 12;
    scene_at(scene, firer)->policy = POLICY_FREE;
    fire_now(2);
    (void)liaison;
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    scene_close(scene);
}

static void return_fire_at_who_shot_at_a_friend_within_two_hexes(void **unused) {
    (void)unused;
    for (int distance = 1; distance <= 4; distance++) {
        scene = scene_open();
        firer = scene_unit(scene, "police-quick-reaction", POLICE, 3, 5);
        uint16_t friend_ = scene_unit(scene, "police-patrol", POLICE, 3, 5 + distance);
        target = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
        scene_begin(scene);
        stand = scene_at(scene, target)->hex;
        scene->state.fired_upon[POLICE] = 1; /* level 3 */
        scene_at(scene, firer)->policy = POLICY_RETURN;
        scene_at(scene, target)->policy = POLICY_HOLD;
        scene_at(scene, target)->shot_at_last[0] = UINT64_C(1) << friend_;
        fire_now(2);
        assert_int_equal(scene_events(scene, EVENT_shot), distance <= 2);
        scene_close(scene);
    }
}

/* At level 3 an order reaches whoever the side saw fire this turn or last, wherever he shot: `rules_check` says yes to it. */
static void an_order_returns_fire_at_who_was_seen_to_fire(void **unused) {
    (void)unused;
    for (int ordered = 0; ordered <= 1; ordered++)
        for (int seen = 0; seen <= 1; seen++) {
            stage("police-quick-reaction", "irregular-cell", 1);
            scene->state.track[TRACK_TENSION] = 8;
            scene->state.fired_upon[POLICE] = 1; /* level 3 */
            scene_at(scene, firer)->policy = POLICY_RETURN;
            struct turn *turn = scene_turn(scene, 2);
            roe_pulse(turn);
            sighting_pulse(turn);
            sighting_set(turn, POLICE, target, CONTACT_IDENTIFIED, UNIT_NONE);
            struct contact *contact = &scene->state.contact[POLICE][target];
            contact->known |= seen ? KNOWN_FIRED : 0;
            if (ordered) {
                struct order order = {.kind = ORDER_fire_at, .unit = firer, .contact = contact->handle};
                assert_int_equal(rules_check(&scene->scenario, scene_view(scene, POLICE), &order).verdict,
                                 seen ? VERDICT_YES : VERDICT_NO);
                turn->order[firer] = order;
            }
            scene_events_clear(scene);
            fire_pulse(turn);
            assert_int_equal(scene_events(scene, EVENT_shot), ordered && seen);
            scene_close(scene);
        }
}

static void policy_hold_and_low_levels_hold_fire(void **unused) {
    (void)unused;
    stage("police-quick-reaction", "irregular-cell", 0);
    scene_at(scene, firer)->policy = POLICY_HOLD;
    fire_now(2);
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    scene_at(scene, firer)->policy = POLICY_FREE;
    scene->state.track[TRACK_TENSION] = 8;
    fire_now(3);
    assert_int_equal(scene_events(scene, EVENT_shot), 0);
    scene_close(scene);
}

/* An ambush waits until an enemy is at range 0-1, then fires freely, at others too. */
static void an_ambush_waits_for_range_one(void **unused) {
    (void)unused;
    for (int distance = 3; distance >= 1; distance--) {
        scene = scene_open();
        uint16_t hmg = scene_unit(scene, "irregular-hmg", IRREGULARS, 3, 5);
        scene_unit(scene, "police-patrol", POLICE, 3 + distance, 5);
        scene_begin(scene);
        scene_at(scene, hmg)->flags |= UNIT_AMBUSH;
        scene_at(scene, hmg)->policy = POLICY_HOLD;
        struct turn *turn = scene_turn(scene, 2);
        roe_pulse(turn);
        sighting_pulse(turn);
        scene_events_clear(scene);
        fire_pulse(turn);
        assert_int_equal(scene_events(scene, EVENT_shot), distance <= 1);
        if (distance <= 1)
            assert_int_equal(scene_at(scene, hmg)->policy, POLICY_FREE);
        scene_close(scene);
    }
}

/* Ordered; else who shot at it; else best net firepower; nearest; lowest handle. */
static void targets_by_precedence(void **unused) {
    (void)unused;
    scene = scene_open();
    firer = scene_unit(scene, "police-armoured-car", POLICE, 3, 5);
    uint16_t cover = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    uint16_t best = scene_unit(scene, "irregular-cell", IRREGULARS, 2, 5);
    uint16_t shooter = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene_terrain(scene, 4, 5, TERRAIN_SCRUB);
    scene_begin(scene);
    scene->state.track[TRACK_TENSION] = 12;
    scene_at(scene, firer)->policy = POLICY_FREE;
    for (uint16_t u = cover; u <= shooter; u++)
        scene_at(scene, u)->policy = POLICY_HOLD;
    for (int rule = 0; rule < 3; rule++) {
        struct turn *turn = scene_turn(scene, 2 + rule);
        uint16_t expected[] = {best, shooter, cover};
        scene_at(scene, firer)->shots = 0;
        if (rule == 1)
            scene_at(scene, shooter)->shot_at_last[0] = UINT64_C(1) << firer;
        roe_pulse(turn);
        sighting_pulse(turn);
        if (rule == 2)
            turn->order[firer] = (struct order){
                .kind = ORDER_fire_at, .unit = firer, .contact = scene->state.contact[POLICE][cover].handle};
        for (uint16_t u = cover; u <= shooter; u++)
            scene_at(scene, u)->suppression = 0;
        scene_events_clear(scene);
        fire_pulse(turn);
        assert_int_equal(scene_event(scene, EVENT_shot)->other.id, expected[rule]);
    }
    scene_close(scene);
}

/* Simultaneous: two that kill each other both shoot. */
static void all_shots_are_taken_before_losses_fall(void **unused) {
    (void)unused;
    int both_out = 0;
    scene = scene_open();
    uint16_t one = scene_unit(scene, "police-armoured-car", POLICE, 3, 5);
    uint16_t two = scene_unit(scene, "irregular-hmg", IRREGULARS, 3, 5);
    scene->scenario.rules.type[scenario_type(&scene->scenario, "police-armoured-car")].armour_side = 0;
    for (uint64_t key = 1; key <= 200; key++) {
        scene_begin_key(scene, key);
        scene->state.track[TRACK_TENSION] = 12;
        scene_at(scene, one)->policy = POLICY_FREE;
        struct turn *turn = scene_turn(scene, 1);
        roe_pulse(turn);
        sighting_pulse(turn);
        scene_events_clear(scene);
        fire_pulse(turn);
        assert_int_equal(scene_events(scene, EVENT_shot), 2);
        both_out += scene_at(scene, one)->status == UNIT_ELIMINATED &&
                    scene_at(scene, two)->status == UNIT_ELIMINATED;
    }
    assert_true(both_out > 10);
    scene_close(scene);
}

static void five_suppression_falls_back_once(void **unused) {
    (void)unused;
    stage("police-quick-reaction", "irregular-cell", 0);
    struct turn *turn = scene_turn(scene, 2);
    fire_suppress(turn, target, 4);
    assert_int_equal(scene_events(scene, EVENT_fell_back), 0);
    fire_suppress(turn, target, 1);
    assert_int_equal(scene_events(scene, EVENT_fell_back), 2); /* two hexes */
    assert_int_equal(scene_at(scene, target)->suppression, 5);
    scene_close(scene);
}

/* Every die of an event can be thrown again from its address. */
static void dice_of_events_are_those_of_their_addresses(void **unused) {
    (void)unused;
    int thrown = 0;
    for (uint64_t key = 1; key <= 40; key++) {
        stage("police-armoured-car", "irregular-hmg", 1);
        scene->scenario.map.hex[scene_hex(scene, 4, 5)].density = 2;
        scene_begin_key(scene, key);
        scene->state.track[TRACK_TENSION] = 12;
        scene_at(scene, firer)->policy = POLICY_FREE;
        int turn = scene->state.turn;
        scene_play(scene);
        for (unsigned i = 0; i < scene->events; i++) {
            struct dice_address address;
            if (scene->event[i].kind == EVENT_turn || !event_dice_address(&scene->event[i], turn, &address))
                continue;
            for (int die = 0; die < scene->event[i].dice_count; die++, address.k++)
                assert_int_equal(scene->event[i].dice[die],
                                 dice_roll(&scene->state.key, address, scene->event[i].dice_sides));
            thrown++;
        }
        scene_close(scene);
    }
    assert_true(thrown > 100);
}

/* An order to fire is sure while the target would be sighted standing still; else it may fail. */
static void an_order_to_fire_is_sure_while_a_still_target_stays_in_sight(void **unused) {
    (void)unused;
    struct scene *at = scene_open();
    scene_unit(at, "irregular-cell", IRREGULARS, 4, 4);
    target = scene_unit(at, "police-patrol", POLICE, 5, 4);
    scene_begin(at);
    sighting_set(scene_turn(at, 0), IRREGULARS, target, CONTACT_IDENTIFIED, UNIT_NONE);
    char text[40];
    snprintf(text, sizeof text, "fire_at 0 c%u", at->state.contact[IRREGULARS][target].handle);
    assert_int_equal(scene_check(at, text).verdict, VERDICT_YES);
    at->state.weather = WEATHER_NIGHT | WEATHER_FOG; /* what moved just now is seen, and is not once it stops */
    scene_terrain(at, 5, 4, TERRAIN_STEEP);
    assert_int_equal(scene_check(at, text).verdict, VERDICT_MAYBE);
    assert_int_equal(scene_check(at, text).reason, REFUSAL_out_of_sight);
    scene_close(at);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(firepower_by_range),
        cmocka_unit_test(cover_of_the_ground_and_of_digging),
        cmocka_unit_test(no_cover_in_contact),
        cmocka_unit_test(two_more_when_the_firer_is_not_sighted),
        cmocka_unit_test(one_more_at_who_moves_on_foot_in_the_open),
        cmocka_unit_test(night_pinned_and_moved_lessen),
        cmocka_unit_test(two_less_at_a_suspected_target),
        cmocka_unit_test(marksmen_against_a_crew_weapon_in_cover),
        cmocka_unit_test(armour_lessens_by_two_a_point),
        cmocka_unit_test(the_table),
        cmocka_unit_test(once_a_pulse_and_twice_a_turn),
        cmocka_unit_test(a_crew_weapon_that_moved_does_not_shoot),
        cmocka_unit_test(never_at_covert_unarmed_or_unsighted),
        cmocka_unit_test(nobody_fires_at_whom_he_may_not_fight),
        cmocka_unit_test(return_fire_at_who_shot_at_a_friend_within_two_hexes),
        cmocka_unit_test(an_order_returns_fire_at_who_was_seen_to_fire),
        cmocka_unit_test(policy_hold_and_low_levels_hold_fire),
        cmocka_unit_test(an_ambush_waits_for_range_one),
        cmocka_unit_test(targets_by_precedence),
        cmocka_unit_test(all_shots_are_taken_before_losses_fall),
        cmocka_unit_test(five_suppression_falls_back_once),
        cmocka_unit_test(dice_of_events_are_those_of_their_addresses),
        cmocka_unit_test(an_order_to_fire_is_sure_while_a_still_target_stays_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
