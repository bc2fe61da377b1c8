/* Promise: a preview says before the order what its dice need, by the numbers of the resolution, and keeps apart what
 * the side cannot know (rulebook 4, 6, 9). */
#include "scene.h"

#include "rules/held.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define KEYS 300

static struct scene *scene;
static struct act_preview act;

static bool previews(int side, struct order order) {
    return act_preview(&scene->scenario, scene_view(scene, side), &order, &act);
}

static uint16_t identify(int side, uint16_t unit) {
    sighting_set(scene_turn(scene, 0), side, unit, CONTACT_IDENTIFIED, UNIT_NONE);
    return scene->state.contact[side][unit].handle;
}

static int modifier_in(int modifier) {
    for (int i = 0; i < act.modifiers; i++)
        if (act.modifier[i].modifier == modifier)
            return act.modifier[i].value;
    return 0;
}

/* Resolves the order at the Close with many keys: it works exactly when the dice show what the preview says. */
static void resolution_agrees(uint16_t unit, struct order order, int event_kind) {
    struct state start = scene->state;
    assert_true(previews(start.unit[unit].side, order));
    assert_int_equal(act.needs[PREVIEW_AT_BEST], act.needs[PREVIEW_AT_WORST]);
    int worked = 0;
    for (uint64_t key = 1; key <= KEYS; key++) {
        scene->state = start;
        memcpy(scene->state.key.bytes, &key, sizeof key);
        struct turn *turn = scene_turn(scene, 7);
        memset(turn->level, 5, sizeof turn->level);
        turn->order[unit] = order;
        scene_events_clear(scene);
        order_rule(order.kind)->resolve(turn, unit, &order);
        const struct event *event = scene_event(scene, event_kind);
        assert_int_equal(event->result != 0, event->dice[0] + event->dice[1] >= act.needs[0]);
        assert_int_equal(event->modifiers, act.modifiers);
        assert_memory_equal(event->modifier, act.modifier, sizeof act.modifier[0] * act.modifiers);
        worked += event->result != 0;
    }
    assert_in_range(worked, 1, KEYS - 1);
    scene->state = start;
}

/* Rulebook 9: 2d6 + crowd control > strength + anger + 5; gas +3. */
static void push_without_and_with_gas(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t platoon = scene_unit(scene, "kfor-crowd-control", KFOR, 5, 5);
    scene_crowd(scene, 6, 5, 3, 5);
    scene_begin(scene);
    struct order order = {.kind = ORDER_push, .unit = platoon, .hex = scene_hex(scene, 6, 5)};
    resolution_agrees(platoon, order, EVENT_pushed);
    assert_int_equal(act.needs[0], 3 + 5 + 5 + 1 - 5);
    assert_int_equal(act.in_36[0], 10);
    assert_int_equal(modifier_in(MODIFIER_crowd), -13);
    assert_int_equal(act.unknown, PREVIEW_OTHERS_PUSH);
    order.mode = 1;
    resolution_agrees(platoon, order, EVENT_pushed);
    assert_int_equal(act.needs[0], 6);
    assert_int_equal(modifier_in(MODIFIER_gas), 3);
    scene_close(scene);
}

/* Rulebook 9: +2 for each further unit; the best of them counts whole. The plan counts, pinned units do not. */
static void push_with_others_of_the_plan(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t police = scene_unit(scene, "police-quick-reaction", POLICE, 5, 5);
    uint16_t eulex = scene_unit(scene, "eulex-police", POLICE, 7, 5);
    scene_crowd(scene, 6, 5, 3, 5);
    scene_begin(scene);
    hex_t hex = scene_hex(scene, 6, 5);
    struct order order = {.kind = ORDER_push, .unit = police, .hex = hex};
    scene_view(scene, POLICE);
    assert_true(plan_put(&scene->view.plan, &(struct order){.kind = ORDER_push, .unit = eulex, .hex = hex}));
    assert_true(act_preview(&scene->scenario, &scene->view, &order, &act));
    assert_int_equal(act.others, 1);
    assert_int_equal(modifier_in(MODIFIER_crowd_control), 3);
    assert_int_equal(modifier_in(MODIFIER_further), 2);
    scene_at(scene, eulex)->suppression = 3;
    scene_view(scene, POLICE);
    assert_true(plan_put(&scene->view.plan, &(struct order){.kind = ORDER_push, .unit = eulex, .hex = hex}));
    assert_true(act_preview(&scene->scenario, &scene->view, &order, &act));
    assert_int_equal(act.others, 0);
    assert_int_equal(modifier_in(MODIFIER_crowd_control), 2);
    scene_close(scene);
}

/* Rulebook 9: 2d6 + bonus >= 8. */
static void talk_needs_eight(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t liaison = scene_unit(scene, "kfor-liaison", KFOR, 5, 5);
    scene_crowd(scene, 6, 5, 3, 5);
    scene_begin(scene);
    resolution_agrees(liaison, (struct order){.kind = ORDER_talk, .unit = liaison, .hex = scene_hex(scene, 6, 5)},
                      EVENT_talked);
    assert_int_equal(act.needs[0], 6);
    assert_int_equal(act.in_36[0], 26);
    assert_false(previews(KFOR, (struct order){.kind = ORDER_talk, .unit = liaison, .hex = scene_hex(scene, 5, 5)}));
    scene_close(scene);
}

/* Rulebook 9: 2d6 + bonus >= 8, L >= 12 gives +1. Rulebook 4: check by 2d6 + Spot >= 9. Search: 2d6 >= 9. */
static void arrest_check_and_search(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 5, 5);
    uint16_t lookout = scene_unit(scene, "irregular-lookout", IRREGULARS, 5, 5);
    scene_cache(scene, IRREGULARS, 5, 5);
    scene_begin(scene);
    scene->state.track[TRACK_LEGITIMACY] = 12;
    struct order order = {.kind = ORDER_search, .unit = patrol};
    resolution_agrees(patrol, order, EVENT_searched);
    assert_int_equal(act.needs[0], 9);
    assert_int_equal(act.unknown, PREVIEW_CACHE);
    assert_true(previews(POLICE, (struct order){.kind = ORDER_check, .unit = patrol}));
    assert_int_equal(act.needs[0], 9 - 2);
    order = (struct order){.kind = ORDER_arrest, .unit = patrol, .contact = identify(POLICE, lookout)};
    resolution_agrees(patrol, order, EVENT_arrested);
    assert_int_equal(act.needs[0], 8 - 2 - 1);
    scene_close(scene);
}

/* Rulebook 9: 2d6 > Morale - steps lost, +2 with a leader: whether one is near is not known, nor the suppression. */
static void call_has_bounds(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t west = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    uint16_t east = scene_unit(scene, "police-patrol", POLICE, 6, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene_begin(scene);
    struct order order = {.kind = ORDER_call, .unit = west, .contact = identify(POLICE, cell)};
    assert_true(previews(POLICE, order));
    assert_int_equal(act.needs[PREVIEW_AT_BEST], 7 + 1);
    assert_int_equal(act.needs[PREVIEW_AT_WORST], 7 + 2 + 1);
    assert_int_equal(act.open_hexes, 0);
    assert_int_equal(act.unknown, PREVIEW_LEADER | PREVIEW_SUPPRESSION | PREVIEW_STAYS);
    scene_at(scene, west)->suppression = scene_at(scene, east)->suppression = 3; /* pinned: they watch nothing */
    assert_true(previews(POLICE, order));
    assert_true(act.unknown & PREVIEW_SURROUNDED);
    assert_int_equal(act.open_hexes, 6);
    scene_at(scene, cell)->steps = 1;
    order.contact = identify(POLICE, cell);
    assert_true(previews(POLICE, order));
    assert_int_equal(act.needs[PREVIEW_AT_BEST], 7 - 1 + 1);
    assert_int_equal(act.needs[PREVIEW_AT_WORST], 7 - 1 + 2 + 1);
    scene_close(scene);
}

/* Rulebook 4: of a suspected one only the class is known: the bounds span all that it may be. */
static void call_on_a_suspected_contact(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 4, 5);
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene_unit(scene, "irregular-leader", IRREGULARS, 9, 9);
    scene_begin(scene);
    sighting_set(scene_turn(scene, 0), POLICE, cell, CONTACT_SUSPECTED, UNIT_NONE);
    struct order order = {.kind = ORDER_call, .unit = patrol, .contact = scene->state.contact[POLICE][cell].handle};
    assert_true(previews(POLICE, order));
    assert_true(act.unknown & PREVIEW_TYPE);
    assert_int_equal(act.modifiers, 0);
    assert_int_equal(act.needs[PREVIEW_AT_BEST], 7 - 1 + 1); /* a cell that has lost a step */
    assert_int_equal(act.needs[PREVIEW_AT_WORST], 8 + 2 + 1); /* a leader, with another near */
    scene_close(scene);
}

static struct assault_preview assault;

static bool previews_assault(int side, uint16_t unit, hex_t hex) {
    struct order order = {.kind = ORDER_assault, .unit = unit, .hex = hex};
    return assault_preview(&scene->scenario, &scene->view, &order, &assault) && scene->view.side == side;
}

/* Rulebook 6: 2d6 + best firepower at 0 + steps, the defender + half its cover. The bounds hold what is thrown. */
static void assault_by_the_numbers_of_the_resolution(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    uint16_t patrol = scene_unit(scene, "police-quick-reaction", POLICE, 6, 5);
    scene_terrain(scene, 6, 5, TERRAIN_WALLED);
    scene_begin(scene);
    identify(IRREGULARS, patrol);
    scene_view(scene, IRREGULARS);
    assert_true(previews_assault(IRREGULARS, cell, scene_hex(scene, 6, 5)));
    assert_int_equal(assault.attack.firepower + assault.attack.steps, 4 + 2);
    assert_int_equal(assault.defence[PREVIEW_AT_BEST].cover, 2);
    assert_int_equal(assault.defence[PREVIEW_AT_WORST].cover, 3);
    assert_int_equal(assault.unknown & PREVIEW_DUG_IN, PREVIEW_DUG_IN);
    int sum = 0;
    for (int outcome = 0; outcome < ASSAULT_OUTCOMES; outcome++)
        sum += assault.in_1296[PREVIEW_AT_BEST][outcome];
    assert_int_equal(sum, 1296);
    /* The same fight by the resolution: its sums without the dice are those of the best bound. */
    scene_put(scene, cell, 6, 5);
    struct turn *turn = scene_turn(scene, 1);
    memset(turn->level, 5, sizeof turn->level);
    turn->order[cell] = (struct order){.kind = ORDER_assault, .unit = cell, .hex = scene_hex(scene, 6, 5)};
    sighting_pulse(turn);
    scene_events_clear(scene);
    assault_pulse(turn);
    const struct event *attack = scene_event(scene, EVENT_assaulted), *defence = scene_event(scene, EVENT_defended);
    assert_int_equal(attack->value - attack->dice[0] - attack->dice[1], assault_sum(&assault.attack, NULL));
    assert_int_equal(defence->value - defence->dice[0] - defence->dice[1],
                     assault_sum(&assault.defence[PREVIEW_AT_BEST], NULL));
    scene_close(scene);
}

/* Rulebook 6: equal strength: a difference of 0 in 146 of 1296 throws, as often won as lost. */
static void equal_strength_is_even(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 6, 5);
    scene_begin(scene);
    scene->scenario.rules.type[scene_at(scene, patrol)->type].firepower[0] = 4;
    identify(IRREGULARS, patrol);
    scene_view(scene, IRREGULARS);
    assert_true(previews_assault(IRREGULARS, cell, scene_hex(scene, 6, 5)));
    const uint16_t *in = assault.in_1296[PREVIEW_AT_BEST];
    assert_int_equal(in[ASSAULT_TIE], 146);
    assert_int_equal(in[ASSAULT_WON], in[ASSAULT_LOST]);
    assert_int_equal(in[ASSAULT_WON_HEX], in[ASSAULT_LOST_HEX]);
    scene_close(scene);
}

/* Units of the plan that get there in the same pulse fight together; who is slower fights alone. */
static void assault_with_others_of_the_plan(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 6, 5);
    uint16_t with = scene_unit(scene, "irregular-launcher", IRREGULARS, 6, 5);
    uint16_t slow = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    uint16_t patrol = scene_unit(scene, "police-patrol", POLICE, 6, 5);
    scene_begin(scene);
    identify(IRREGULARS, patrol);
    scene_view(scene, IRREGULARS);
    hex_t hex = scene_hex(scene, 6, 5);
    assert_true(plan_put(&scene->view.plan, &(struct order){.kind = ORDER_assault, .unit = with, .hex = hex}));
    assert_true(plan_put(&scene->view.plan, &(struct order){.kind = ORDER_assault, .unit = slow, .hex = hex}));
    assert_true(previews_assault(IRREGULARS, cell, hex));
    assert_int_equal(assault.attackers, 2);
    assert_int_equal(assault.apart, 1);
    assert_int_equal(assault.attack.firepower, 4);
    assert_int_equal(assault.attack.steps, 4);
    scene_close(scene);
}

/* Rulebook 4: nobody known in the hex: there is nothing to preview, whoever stands there. */
static void assault_tells_nothing_of_the_unseen(void **unused) {
    (void)unused;
    scene = scene_open();
    uint16_t cell = scene_unit(scene, "irregular-cell", IRREGULARS, 5, 5);
    scene_unit(scene, "police-patrol", POLICE, 6, 5);
    scene_begin(scene);
    scene_view(scene, IRREGULARS);
    scene->view.contacts = 0;
    assert_false(previews_assault(IRREGULARS, cell, scene_hex(scene, 6, 5)));
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(push_without_and_with_gas),
        cmocka_unit_test(push_with_others_of_the_plan),
        cmocka_unit_test(talk_needs_eight),
        cmocka_unit_test(arrest_check_and_search),
        cmocka_unit_test(call_has_bounds),
        cmocka_unit_test(call_on_a_suspected_contact),
        cmocka_unit_test(assault_by_the_numbers_of_the_resolution),
        cmocka_unit_test(equal_strength_is_even),
        cmocka_unit_test(assault_with_others_of_the_plan),
        cmocka_unit_test(assault_tells_nothing_of_the_unseen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
