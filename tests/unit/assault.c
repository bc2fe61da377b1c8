/* Rulebook 6: assault. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t attacker, defender;

/* Irregulars assault police in a hex; both stand there. */
static void stage(const char *at) {
    scene = scene_open();
    attacker = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    defender = scene_unit(scene, at, POLICE, 5, 5);
    scene_begin(scene);
    scene_at(scene, attacker)->facing = DIR_E; /* it came from the west */
}

static void set_key(uint64_t key) {
    memcpy(scene->state.key.bytes, &key, sizeof key);
}

/* The contact step of a pulse with the order given. Returns attack less defence. */
static int contact_now(uint64_t key) {
    struct turn *turn = scene_turn(scene, 3);
    set_key(key);
    turn->order[attacker] =
        (struct order){.kind = ORDER_assault, .unit = attacker, .hex = scene_at(scene, attacker)->hex};
    memset(turn->level, 5, sizeof turn->level);
    sighting_pulse(turn);
    scene_events_clear(scene);
    contact_pulse(turn);
    return scene_event(scene, EVENT_assaulted)->value - scene_event(scene, EVENT_defended)->value;
}

/* Plays the contact step with one key after another from the same state until it comes out between. */
static void until(int least, int most) {
    struct state start = scene->state;
    for (uint64_t key = 1; key < 2000; key++) {
        scene->state = start;
        int over = contact_now(key);
        if (over >= least && over <= most)
            return;
    }
    fail_msg("No throw between %d and %d came up.", least, most);
}

static int modifier_in(const struct event *event, int modifier) {
    for (int i = 0; i < event->modifiers; i++)
        if (event->modifier[i].modifier == modifier)
            return event->modifier[i].value;
    return 0;
}

/* 2d6 + best firepower at 0 + steps, the defender + half its cover, rounded down. */
static void what_each_side_throws(void **unused) {
    (void)unused;
    stage("police-quick-reaction");
    scene_terrain(scene, 5, 5, TERRAIN_WALLED); /* cover 5 */
    contact_now(1);
    const struct event *attack = scene_event(scene, EVENT_assaulted), *defence = scene_event(scene, EVENT_defended);
    assert_int_equal(attack->value, attack->dice[0] + attack->dice[1] + 4 + 2);
    assert_int_equal(defence->value, defence->dice[0] + defence->dice[1] + 4 + 3 + 2);
    assert_int_equal(modifier_in(defence, MODIFIER_cover), 2);
    scene_close(scene);
}

static void all_of_a_side_take_part_with_the_best_firepower(void **unused) {
    (void)unused;
    scene = scene_open();
    attacker = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    defender = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_unit(scene, "police-marksmen", POLICE, 5, 5);
    scene_begin(scene);
    contact_now(1);
    const struct event *defence = scene_event(scene, EVENT_defended);
    assert_int_equal(modifier_in(defence, MODIFIER_firepower), 3);
    assert_int_equal(modifier_in(defence, MODIFIER_steps), 2 + 1);
    scene_close(scene);
}

static void a_tie_changes_nothing(void **unused) {
    (void)unused;
    stage("police-quick-reaction");
    until(0, 0);
    assert_int_equal(scene_event(scene, EVENT_defended)->result, ASSAULT_TIE);
    assert_int_equal(scene_at(scene, attacker)->suppression + scene_at(scene, defender)->suppression, 0);
    assert_int_equal(scene_at(scene, attacker)->hex, scene_at(scene, defender)->hex);
    scene_close(scene);
}

static void the_loser_by_one_to_three_takes_s2(void **unused) {
    (void)unused;
    stage("police-quick-reaction");
    until(1, 3);
    assert_int_equal(scene_event(scene, EVENT_defended)->result, ASSAULT_WON);
    assert_int_equal(scene_at(scene, defender)->suppression, 2);
    assert_int_equal(scene_at(scene, defender)->steps, 3);
    assert_int_equal(scene_at(scene, defender)->hex, scene_hex(scene, 5, 5));
    scene_close(scene);
    stage("police-quick-reaction");
    until(-3, -1);
    assert_int_equal(scene_event(scene, EVENT_defended)->result, ASSAULT_LOST);
    assert_int_equal(scene_at(scene, attacker)->suppression, 2);
    scene_close(scene);
}

static void by_four_also_a_step_and_the_hex(void **unused) {
    (void)unused;
    stage("police-quick-reaction");
    until(4, 20);
    assert_int_equal(scene_at(scene, defender)->suppression, 2);
    assert_int_equal(scene_at(scene, defender)->steps, 2);
    assert_int_not_equal(scene_at(scene, defender)->hex, scene_hex(scene, 5, 5));
    assert_int_equal(scene_at(scene, attacker)->hex, scene_hex(scene, 5, 5));
    scene_close(scene);
}

static void attackers_leave_the_way_they_came(void **unused) {
    (void)unused;
    stage("police-quick-reaction");
    until(-20, -4);
    assert_int_equal(scene_at(scene, attacker)->steps, 1);
    assert_int_equal(scene_at(scene, attacker)->hex, scene_hex(scene, 4, 5));
    scene_close(scene);
}

static void who_cannot_leave_surrenders(void **unused) {
    (void)unused;
    stage("police-quick-reaction");
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        hex_t next = scene->scenario.map.next[scene_hex(scene, 5, 5)][dir];
        scene->scenario.map.hex[next].terrain = TERRAIN_WATER;
    }
    until(4, 20);
    assert_true(scene_at(scene, defender)->flags & UNIT_SURRENDERED);
    assert_int_equal(scene_event(scene, EVENT_surrendered)->other.id, defender);
    /* harmless: it holds no hex and is no longer shot at */
    assert_false(unit_is_armed(&scene->scenario, scene_at(scene, defender)));
    scene_close(scene);
}

static void one_assault_a_turn(void **unused) {
    (void)unused;
    stage("police-quick-reaction");
    contact_now(1);
    scene_events_clear(scene);
    assault_pulse(&scene->turn);
    assert_int_equal(scene_events(scene, EVENT_assaulted), 0);
    scene_close(scene);
}

/* The order takes the unit into a hex next to its own, with free fire, and is done there. */
static void the_order_goes_into_the_hex(void **unused) {
    (void)unused;
    scene = scene_open();
    attacker = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    defender = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_begin(scene);
    scene_at(scene, attacker)->policy = POLICY_HOLD;
    char order[32];
    snprintf(order, sizeof order, "assault 0 h%u", scene_hex(scene, 5, 5));
    assert_int_equal(scene_check(scene, order).verdict, VERDICT_YES);
    scene_order(scene, order);
    scene_play(scene);
    assert_int_equal(scene_events(scene, EVENT_assaulted), 1);
    assert_int_equal(scene_at(scene, attacker)->policy, POLICY_FREE);
    scene_close(scene);
}

static struct check check_hex(uint16_t unit, int col, int row) {
    char order[32];
    snprintf(order, sizeof order, "assault %u h%u", unit, scene_hex(scene, col, row));
    return scene_check(scene, order);
}

static void on_foot_at_level_4_against_a_known_enemy_near(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t foot = scene_unit(scene, "police-marksmen", POLICE, 4, 5);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene_begin(scene);
    assert_int_equal(check_hex(foot, 5, 5).reason, REFUSAL_level);
    assert_int_equal(check_hex(foot, 5, 5).level, 4);
    scene->state.track[TRACK_TENSION] = 12;
    assert_int_equal(check_hex(foot, 5, 5).verdict, VERDICT_YES);
    assert_int_equal(check_hex(patrol, 5, 5).reason, REFUSAL_not_on_foot);
    assert_int_equal(check_hex(foot, 3, 5).reason, REFUSAL_no_enemy);
    assert_int_equal(check_hex(foot, 6, 5).reason, REFUSAL_assault_far);
    scene_at(scene, foot)->suppression = 3;
    assert_int_equal(check_hex(foot, 5, 5).reason, REFUSAL_pinned);
    scene_close(scene);
}

/* Who goes to an assault keeps a shot: after the last one it would not get there. */
static void who_goes_to_an_assault_keeps_its_last_shot(void **unused) {
    (void)unused;
    scene = scene_open();
    attacker = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    defender = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_terrain(scene, 5, 5, TERRAIN_SCRUB); /* two points of the cell's six: it enters in pulse 2 or later */
    scene->scenario.rules.type[scene->scenario.roster[attacker].type].points = 3;
    scene_begin(scene);
    sighting_pulse(scene_turn(scene, 0));
    assert_int_equal(scene->state.contact[IRREGULARS][defender].level, CONTACT_IDENTIFIED);
    assert_int_equal(check_hex(attacker, 5, 5).verdict, VERDICT_YES);
    char text[40];
    snprintf(text, sizeof text, "assault 0 h%u", scene_hex(scene, 5, 5));
    scene_order(scene, text);
    scene_play(scene);
    unsigned outside = 0;
    for (unsigned i = 0; i < scene->events && scene->event[i].kind != EVENT_moved; i++)
        outside += scene->event[i].kind == EVENT_shot && scene->event[i].unit.id == attacker;
    assert_int_equal(outside, 1);
    assert_int_equal(scene_events(scene, EVENT_assaulted), 1);
    scene_close(scene);
}

/* Stacking holds for an assault too: who finds the hex full of his own waits outside, so that its check is unsure, whether
 * they stand there or are on their way. */
static void an_assault_into_a_full_hex_may_wait_outside(void **unused) {
    (void)unused;
    scene = scene_open();
    attacker = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_unit(scene, "police-patrol", POLICE, 5, 5);
    for (int i = 0; i < scene->scenario.rules.number.stack_units; i++)
        scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene_begin(scene);
    assert_int_equal(check_hex(attacker, 5, 5).verdict, VERDICT_MAYBE);
    assert_int_equal(check_hex(attacker, 5, 5).reason, REFUSAL_stack_full);
    char text[40];
    snprintf(text, sizeof text, "assault %u h%u", attacker, scene_hex(scene, 5, 5));
    scene_order(scene, text);
    scene_play(scene);
    assert_true(scene_events(scene, EVENT_waits) > 0);
    scene_close(scene);

    scene = scene_open();
    attacker = scene_unit(scene, "irregular-cell", IRREGULARS, 4, 5);
    scene_unit(scene, "police-patrol", POLICE, 5, 5);
    for (int i = 1; i < scene->scenario.rules.number.stack_units; i++)
        scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    uint16_t other = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 5);
    scene_begin(scene);
    assert_int_equal(check_hex(attacker, 5, 5).verdict, VERDICT_YES);
    snprintf(text, sizeof text, "move %u W halt", other);
    scene_order(scene, text);
    assert_int_equal(check_hex(attacker, 5, 5).verdict, VERDICT_MAYBE);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_each_side_throws),
        cmocka_unit_test(all_of_a_side_take_part_with_the_best_firepower),
        cmocka_unit_test(a_tie_changes_nothing),
        cmocka_unit_test(the_loser_by_one_to_three_takes_s2),
        cmocka_unit_test(by_four_also_a_step_and_the_hex),
        cmocka_unit_test(attackers_leave_the_way_they_came),
        cmocka_unit_test(who_cannot_leave_surrenders),
        cmocka_unit_test(one_assault_a_turn),
        cmocka_unit_test(the_order_goes_into_the_hex),
        cmocka_unit_test(on_foot_at_level_4_against_a_known_enemy_near),
        cmocka_unit_test(who_goes_to_an_assault_keeps_its_last_shot),
        cmocka_unit_test(an_assault_into_a_full_hex_may_wait_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
