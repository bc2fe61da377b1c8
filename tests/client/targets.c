/* Promise: every order kind that has a target offers all of its targets, with each mode, hexside, direction and other
 * unit that rulebook 2 gives it, and tells why one is refused. */
#include "scene.h"
#include "screens/app_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct scene *scene;
static struct seat *seat;
static struct choice choices[TARGETS_MAX];

/* The seat of a side as a client has it. */
static void seat_of(int side) {
    free(seat);
    seat = calloc(1, sizeof *seat);
    assert_non_null(seat);
    seat->scenario = &scene->scenario;
    seat->side = side;
    seat->phase = SEAT_ORDERS;
    seat->view = *scene_view(scene, side);
    seat->has_view = true;
}

static void done(void) {
    scene_close(scene);
    free(seat);
    seat = NULL;
}

static uint16_t identify(int side, uint16_t unit) {
    sighting_set(scene_turn(scene, 0), side, unit, CONTACT_IDENTIFIED, UNIT_NONE);
    return scene->state.contact[side][unit].handle;
}

static struct check best_of(uint16_t unit, int kind, size_t *count) {
    struct check best;
    *count = orders_choices(seat, unit, kind, choices, TARGETS_MAX, &best);
    return best;
}

/* Who sees a friend and somebody unknown out of range is told of the range: nobody wonders why the friend is spared. And
 * only whom the side may fight is aimed at. */
static void a_friend_in_sight_hides_no_reason(void **state) {
    (void)state;
    size_t count;
    uint16_t aims[TARGETS_MAX];
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 2, 5);
    uint16_t friend = scene_unit(scene, "kfor-liaison", KFOR, 3, 5);
    uint16_t stranger = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 5);
    scene_begin(scene);
    uint16_t known = identify(POLICE, friend);
    sighting_set(scene_turn(scene, 0), POLICE, stranger, CONTACT_SUSPECTED, UNIT_NONE);
    uint16_t handle = scene->state.contact[POLICE][stranger].handle;
    seat_of(POLICE);
    seat->view.level = 5;
    struct check best = best_of(patrol, ORDER_fire_at, &count);
    assert_int_equal(count, 0);
    assert_int_equal(best.verdict, VERDICT_NO);
    assert_int_equal(best.reason, REFUSAL_out_of_range);
    assert_int_equal(orders_aims(seat, patrol, ORDER_fire_at, aims, TARGETS_MAX), 1);
    assert_int_equal(aims[0], handle);
    assert_int_not_equal(known, handle);
    done();
}

/* Rulebook 7: top or direct. In a town only direct attack works, and the reason is told. */
static void engage_offers_top_and_direct(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t team = scene_unit(scene, "ksf-javelin", POLICE, 2, 5);
    uint16_t car = scene_unit(scene, "irregular-armoured-car", IRREGULARS, 5, 5);
    uint16_t hidden = scene_unit(scene, "irregular-armoured-car", IRREGULARS, 4, 4);
    scene_terrain(scene, 4, 4, TERRAIN_TOWN);
    scene_begin(scene);
    scene_at(scene, team)->flags |= UNIT_DISMOUNTED;
    uint16_t handle = identify(POLICE, car), other = identify(POLICE, hidden);
    seat_of(POLICE);
    seat->view.level = 5;
    assert_int_equal(best_of(team, ORDER_engage, &count).verdict, VERDICT_YES);
    int modes[2] = {0}, other_modes[2] = {0};
    for (size_t i = 0; i < count; i++) {
        modes[choices[i].order.mode] += choices[i].order.contact == handle;
        other_modes[choices[i].order.mode] += choices[i].order.contact == other;
    }
    assert_int_equal(modes[0], 1);
    assert_int_equal(modes[1], 1);
    assert_int_equal(other_modes[0], 0);
    assert_int_equal(other_modes[1], 1);
    bool told = false;
    count = targets_list(seat, team, ORDER_engage, choices, TARGETS_MAX);
    for (size_t i = 0; i < count; i++)
        told |= choices[i].order.contact == other && choices[i].check.reason == REFUSAL_no_top;
    assert_true(told);
    done();
}

/* Rulebook 8: below level 5 the preview may be looked at, and the reason says what gives the level. */
static void engage_below_its_level_is_previewed_with_the_reason(void **state) {
    (void)state;
    size_t count;
    char why[MODEL_TEXT_MAX];
    scene = scene_open();
    uint16_t team = scene_unit(scene, "ksf-javelin", POLICE, 2, 5);
    uint16_t car = scene_unit(scene, "irregular-armoured-car", IRREGULARS, 5, 5);
    scene_begin(scene);
    scene_at(scene, team)->flags |= UNIT_DISMOUNTED;
    identify(POLICE, car);
    seat_of(POLICE);
    seat->view.level = 1;
    struct check best = best_of(team, ORDER_engage, &count);
    assert_int_equal(best.verdict, VERDICT_NO);
    assert_int_equal(best.reason, REFUSAL_level);
    assert_int_equal(count, 0);
    assert_true(orders_have_preview(seat, team, ORDER_engage, &best));
    orders_refusal_text(seat, &best, why, sizeof why);
    assert_non_null(strstr(why, "level 5"));
    assert_non_null(strstr(why, "tension"));
    done();
}

/* Rulebook 6: an assault on foot into the own hex or one next to it where an armed enemy is known. */
static void assault_offers_the_hexes_of_known_enemies(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    uint16_t near = scene_unit(scene, "police-patrol", POLICE, 6, 5), far = scene_unit(scene, "police-patrol", POLICE, 9, 5);
    scene_begin(scene);
    identify(IRREGULARS, near);
    identify(IRREGULARS, far);
    seat_of(IRREGULARS);
    assert_int_not_equal(best_of(cell, ORDER_assault, &count).verdict, VERDICT_NO);
    assert_int_equal(count, 1);
    assert_int_equal(choices[0].order.hex, scene_hex(scene, 6, 5));
    assert_int_equal(target_place(seat, &choices[0].order), scene_hex(scene, 6, 5));
    done();
}

/* Rulebook 9: a leader leads a crowd any way that can be walked, or has it build where a road runs. */
static void lead_offers_directions_and_building(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t leader = scene_unit(scene, "irregular-leader", IRREGULARS, 5, 5);
    scene_crowd(scene, 6, 5, 3, 3);
    scene_road(scene, 6, 5, DIR_E, ROAD_MAIN);
    scene_begin(scene);
    seat_of(IRREGULARS);
    assert_int_equal(best_of(leader, ORDER_lead, &count).verdict, VERDICT_YES);
    int lead = 0, build = 0;
    for (size_t i = 0; i < count; i++) {
        lead += choices[i].order.mode == 0;
        build += choices[i].order.mode == 1;
        if (choices[i].order.mode == 1)
            assert_int_equal(target_place(seat, &choices[i].order), scene_hex(scene, 7, 5));
    }
    assert_int_equal(lead, DIR_COUNT);
    assert_int_equal(build, 1);
    done();
}

/* Rulebook 9: a push with gas and without; without a stock of gas that way is refused with the reason. */
static void push_offers_gas_where_there_is_some(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t platoon = scene_unit(scene, "kfor-crowd-control", KFOR, 5, 5);
    scene_crowd(scene, 6, 5, 3, 8);
    scene_begin(scene);
    seat_of(KFOR);
    seat->view.level = 2;
    bool has_gas = scene->scenario.rules.type[scene_at(scene, platoon)->type].ammo == AMMO_GAS;
    assert_true(has_gas);
    assert_int_not_equal(best_of(platoon, ORDER_push, &count).verdict, VERDICT_NO);
    assert_int_equal(count, 2);
    assert_int_equal(choices[0].order.mode + choices[1].order.mode, 1);
    seat->view.unit[0].stock = 0;
    best_of(platoon, ORDER_push, &count);
    assert_int_equal(count, 1);
    assert_int_equal(choices[0].order.mode, 0);
    count = targets_list(seat, platoon, ORDER_push, choices, TARGETS_MAX);
    assert_int_equal(count, 2);
    assert_int_equal(choices[1].check.reason, REFUSAL_no_ammo);
    done();
}

/* Rulebook 3: clear names a hexside; each barricade round the hex is one target. */
static void clear_offers_each_barricaded_hexside(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    scene_road(scene, 5, 5, DIR_E, ROAD_MAIN);
    scene_road(scene, 5, 5, DIR_W, ROAD_MAIN);
    scene_barricade(scene, 5, 5, DIR_E, 2, 0);
    scene_barricade(scene, 5, 5, DIR_W, 1, 0);
    scene_begin(scene);
    seat_of(POLICE);
    best_of(patrol, ORDER_clear, &count);
    assert_int_equal(count, 2);
    assert_int_not_equal(choices[0].order.dir, choices[1].order.dir);
    assert_int_equal(target_place(seat, &choices[0].order),
                     scene->scenario.map.next[scene_hex(scene, 5, 5)][choices[0].order.dir]);
    done();
}

/* Rulebook 2: load names another unit, in the same hex. */
static void load_offers_the_units_of_the_hex(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 5, 5);
    uint16_t first = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    uint16_t second = scene_unit(scene, "irregular-leader", IRREGULARS, 5, 5);
    scene_unit(scene, "irregular-cell", IRREGULARS, 8, 8);
    scene_begin(scene);
    seat_of(IRREGULARS);
    best_of(jeep, ORDER_load, &count);
    assert_int_equal(count, 2);
    assert_int_equal(choices[0].order.other, first);
    assert_int_equal(choices[1].order.other, second);
    done();
}

/* Rulebook 9: call names a contact in the hex or next to it; one farther off is refused with the reason. */
static void call_offers_near_contacts(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    uint16_t near = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 5);
    uint16_t far = scene_unit(scene, "irregular-cell", IRREGULARS, 9, 5);
    scene_begin(scene);
    uint16_t handle = identify(POLICE, near), other = identify(POLICE, far);
    seat_of(POLICE);
    assert_int_equal(best_of(patrol, ORDER_call, &count).verdict, VERDICT_MAYBE);
    assert_int_equal(count, 1);
    assert_int_equal(choices[0].order.contact, handle);
    count = targets_list(seat, patrol, ORDER_call, choices, TARGETS_MAX);
    bool told = false;
    for (size_t i = 0; i < count; i++)
        told |= choices[i].order.contact == other && choices[i].check.reason == REFUSAL_too_far_to_call;
    assert_true(told);
    done();
}

/* Rulebook 5: drone and helicopter are off the map and go to any hex of it; the helicopter not by night. */
static void assets_go_to_any_hex(void **state) {
    (void)state;
    size_t count;
    scene = scene_open();
    uint16_t drone = scene_unit(scene, "police-drone", POLICE, 0, 0);
    uint16_t helicopter = scene_unit(scene, "kfor-helicopter", KFOR, 0, 0);
    scene_begin(scene);
    seat_of(POLICE);
    assert_true(unit_is_asset(&scene->scenario, view_unit_find(&seat->view, drone)));
    assert_int_equal(best_of(drone, ORDER_look, &count).verdict, VERDICT_YES);
    assert_int_equal(count, SCENE_SIZE * SCENE_SIZE);
    seat_of(KFOR);
    seat->view.weather = 0;
    assert_int_equal(best_of(helicopter, ORDER_land, &count).verdict, VERDICT_YES);
    assert_int_equal(count, SCENE_SIZE * SCENE_SIZE);
    seat->view.weather = WEATHER_NIGHT;
    assert_int_equal(best_of(helicopter, ORDER_land, &count).reason, REFUSAL_no_landing);
    assert_int_equal(count, 0);
    done();
}

/* Rulebook 7: the price of one missile is its share of the sale, and the sum is told with its arithmetic. */
static void the_bill_is_told_with_its_arithmetic(void **state) {
    (void)state;
    char text[128];
    bill_price_text(304878, text, sizeof text);
    assert_string_equal(text, "One of the 246 sold for $75,000,000: $304,878 each.");
    bill_price_text(5000, text, sizeof text);
    assert_string_equal(text, "$5,000 each.");
    bill_sum_text(3, 3 * 304878, text, sizeof text);
    assert_string_equal(text, "3 × $304,878 = $914,634");
    bill_sum_text(4, 4 * 304878, text, sizeof text);
    assert_string_equal(text, "4 × $304,878 = $1,219,512");
    bill_sum_text(0, 0, text, sizeof text);
    assert_string_equal(text, "none launched");
}

/* A way that takes longer than this turn says so in the plan, so that a long way round is noticed. */
static void a_long_move_tells_its_turns(void **state) {
    (void)state;
    char text[96];
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 2, 5);
    scene_begin(scene);
    seat_of(POLICE);
    struct order order = {.kind = ORDER_move, .unit = patrol, .path_length = 4}; /* east, 4 points each of 16 */
    orders_sentence(seat, &order, text, sizeof text);
    assert_string_equal(text, "Move to 0605, halt");
    order.path_length = 5;
    order.press_on = true;
    orders_sentence(seat, &order, text, sizeof text);
    assert_string_equal(text, "Move to 0705 in 2 turns, press on");
    done();
}

/* S-WATCH-2 for people: without delay a side is seen at once, but all of them never. */
static void how_late_spectators_see_is_said(void **state) {
    (void)state;
    char text[64];
    delay_text(0, text, sizeof text);
    assert_string_equal(text, "at once; all sides 1 turn late");
    delay_text(1, text, sizeof text);
    assert_string_equal(text, "1 turn late");
    delay_text(3, text, sizeof text);
    assert_string_equal(text, "3 turns late");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_friend_in_sight_hides_no_reason),
        cmocka_unit_test(engage_offers_top_and_direct),
        cmocka_unit_test(engage_below_its_level_is_previewed_with_the_reason),
        cmocka_unit_test(assault_offers_the_hexes_of_known_enemies),
        cmocka_unit_test(lead_offers_directions_and_building),
        cmocka_unit_test(push_offers_gas_where_there_is_some),
        cmocka_unit_test(clear_offers_each_barricaded_hexside),
        cmocka_unit_test(load_offers_the_units_of_the_hex),
        cmocka_unit_test(call_offers_near_contacts),
        cmocka_unit_test(assets_go_to_any_hex),
        cmocka_unit_test(the_bill_is_told_with_its_arithmetic),
        cmocka_unit_test(a_long_move_tells_its_turns),
        cmocka_unit_test(how_late_spectators_see_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
