/* What an umpire may change between two turns, and what not: the state stays sound, whatever he asks for. */
#include "scene.h"

#include "rules/amend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct scene *scene;
static uint16_t patrol, vehicle;

static int set_up(void **unused) {
    (void)unused;
    scene = scene_open();
    patrol = scene_unit(scene, "police-patrol", POLICE, 3, 4);
    vehicle = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_unit(scene, "kfor-patrol", KFOR, 7, 7);
    snprintf(scene->scenario.roster[patrol].name, sizeof scene->scenario.roster[patrol].name, "Patrol 1");
    struct scheduled *event = &scene->scenario.scheduled[scene->scenario.scheduled_events++];
    *event = (struct scheduled){.id = "buses", .text = "Buses are seen.", .from = 3, .to = 3, .chance = 10,
                                .track_most = {20, 20, 20, 20, 10}, .effects = 1};
    event->effect[0] = (struct scheduled_effect){SCHEDULED_TRACK, 2, TRACK_TENSION};
    scene_begin(scene);
    scene_events_clear(scene);
    return 0;
}

static int tear_down(void **unused) {
    (void)unused;
    scene_close(scene);
    return 0;
}

static bool may(const char *text, char *why, size_t size) {
    struct amend amend;
    char form[AMEND_TEXT_MAX];
    if (!amend_parse(&scene->scenario, text, &amend, why, size))
        return false;
    if (!amend_check(&scene->scenario, &scene->state, &amend, why, size))
        return false;
    amend_format(&scene->scenario, &amend, form);
    assert_string_equal(form, text);
    return true;
}

static void make(const char *text) {
    char why[200] = "";
    struct amend amend;
    if (!may(text, why, sizeof why))
        fail_msg("%s: %s", text, why);
    amend_parse(&scene->scenario, text, &amend, why, sizeof why);
    amend_make(&scene->scenario, &scene->state, &amend, &scene->sink);
    if (!state_check(&scene->scenario, &scene->state, why, sizeof why))
        fail_msg("%s: %s", text, why);
}

static void refuse(const char *text, const char *words) {
    char why[200] = "";
    struct state before = scene->state;
    if (may(text, why, sizeof why))
        fail_msg("%s is allowed", text);
    if (!strstr(why, words))
        fail_msg("%s: \"%s\" does not say \"%s\"", text, why, words);
    assert_memory_equal(&before, &scene->state, sizeof before);
}

static void an_event_happens_now_whatever_its_turn_and_chance(void **unused) {
    (void)unused;
    make("event 0");
    assert_int_equal(scene->state.happened & 1, 1);
    assert_int_equal(scene_events(scene, EVENT_announced), 1);
    assert_int_equal(scene_event(scene, EVENT_announced)->dice_count, 0); /* no die decided it */
    /* As at an Upkeep the track moves at the Close. */
    assert_int_equal(scene->state.track_change[TRACK_TENSION], 2);
    refuse("event 0", "happened already");
    refuse("event 1", "none of them");
}

static void a_track_stands_where_it_is_set(void **unused) {
    (void)unused;
    make("track tension 20");
    assert_int_equal(scene->state.track[TRACK_TENSION], 20);
    refuse("track tension 21", "from 0 to 20");
    refuse("track pressure 11", "from 0 to 10");
    refuse("track weather 1", "does not say");
}

static void steps_come_and_go_and_who_was_eliminated_stands_again(void **unused) {
    (void)unused;
    int most = scene->scenario.rules.type[scene_at(scene, patrol)->type].steps;
    char text[40];
    scene_at(scene, patrol)->steps = (uint8_t)(most - 1);
    scene_at(scene, patrol)->wounded = 1;
    snprintf(text, sizeof text, "steps %u %d", patrol, most);
    make(text);
    assert_int_equal(scene_at(scene, patrol)->wounded, 0);
    snprintf(text, sizeof text, "remove %u", patrol);
    make(text);
    assert_int_equal(scene_at(scene, patrol)->status, UNIT_ELIMINATED);
    refuse(text, "Patrol 1 is not on the map");
    snprintf(text, sizeof text, "steps %u 1", patrol);
    make(text);
    assert_int_equal(scene_at(scene, patrol)->status, UNIT_ON_MAP);
    assert_int_equal(scene_at(scene, patrol)->hex, scene_hex(scene, 3, 4));
    snprintf(text, sizeof text, "steps %u 0", patrol);
    refuse(text, "steps from 1");
    refuse("steps 95 1", "There is no unit 95");
}

static void to_take_a_unit_away_gives_no_points(void **unused) {
    char text[40];
    (void)unused;
    int police = state_points(&scene->scenario, &scene->state, POLICE);
    int other = state_points(&scene->scenario, &scene->state, IRREGULARS);
    snprintf(text, sizeof text, "remove %u", patrol);
    make(text);
    assert_int_equal(state_points(&scene->scenario, &scene->state, POLICE), police);
    assert_int_equal(state_points(&scene->scenario, &scene->state, IRREGULARS), other);
}

static void who_is_placed_takes_along_what_it_carries_and_forgets_its_way(void **unused) {
    char text[40];
    (void)unused;
    struct unit *carried = scene_at(scene, patrol), *carrier = scene_at(scene, vehicle);
    carried->status = UNIT_CARRIED;
    carried->carrier = vehicle;
    carried->hex = carrier->hex;
    carrier->order = ORDER_move;
    carrier->path_length = 2;
    carrier->flags |= UNIT_DUG_IN;
    snprintf(text, sizeof text, "place %u 0203", vehicle);
    make(text);
    assert_int_equal(carried->hex, carrier->hex);
    assert_int_equal(carrier->order, ORDER_hold);
    assert_int_equal(carrier->path_length, 0);
    assert_false(carrier->flags & UNIT_DUG_IN);
    /* Who is carried gets off. */
    snprintf(text, sizeof text, "place %u 0405", patrol);
    make(text);
    assert_int_equal(carried->status, UNIT_ON_MAP);
    assert_true(carried->hex != carrier->hex);
    /* And who is let down by a carrier that is taken away stands in its hex. */
    carried->status = UNIT_CARRIED;
    carried->carrier = vehicle;
    carried->hex = carrier->hex;
    snprintf(text, sizeof text, "remove %u", vehicle);
    make(text);
    assert_int_equal(carried->status, UNIT_ON_MAP);
    snprintf(text, sizeof text, "place %u 9999", patrol);
    refuse(text, "does not say");
}

static void suppression_stock_and_points_are_set_within_bounds(void **unused) {
    char text[40];
    (void)unused;
    snprintf(text, sizeof text, "suppression %u 1", patrol);
    make(text);
    assert_int_equal(scene_at(scene, patrol)->suppression, 1);
    snprintf(text, sizeof text, "suppression %u 99", patrol);
    refuse(text, "not 99");
    snprintf(text, sizeof text, "stock %u 99", patrol);
    refuse(text, "not 99");
    int police = state_points(&scene->scenario, &scene->state, POLICE);
    make("points police -3");
    assert_int_equal(state_points(&scene->scenario, &scene->state, POLICE), police - 3);
    refuse("points police 30000", "At most 1000");
    refuse("points pirates 3", "does not say");
    refuse("dance 3", "is no amendment");
    refuse("steps 1", "does not say");
    refuse("steps 1 2 3", "does not say");
    scene->state.outcome = OUTCOME_TURNS;
    refuse("points police 1", "The game is over");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_event_happens_now_whatever_its_turn_and_chance, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_track_stands_where_it_is_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(steps_come_and_go_and_who_was_eliminated_stands_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(to_take_a_unit_away_gives_no_points, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_is_placed_takes_along_what_it_carries_and_forgets_its_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(suppression_stock_and_points_are_set_within_bounds, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
