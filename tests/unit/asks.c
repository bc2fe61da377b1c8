/* Rulebook 8: asks. Delivered at the next Upkeep, answered with that turn's orders, in force from the Upkeep after;
 * silence is no. What is asked for: support, the KSF teams, mediation, an escort. */
#include "scene.h"

#include "rules/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static struct scene *scene;
static uint16_t liaison, hmg, jeep, cell, team;

static void stage(void) {
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 0, 0);
    liaison = scene_unit(scene, "kfor-liaison", KFOR, 4, 4);
    scene_unit(scene, "kfor-patrol", KFOR, 0, 2);
    hmg = scene_unit(scene, "irregular-hmg", IRREGULARS, 6, 4);
    jeep = scene_unit(scene, "irregular-jeep", IRREGULARS, 11, 11);
    cell = scene_unit(scene, "irregular-cell", IRREGULARS, 10, 11);
    team = scene_unit(scene, "ksf-javelin", POLICE, 0, 0);
    scene->scenario.roster[team].on_request = 1;
    scene->scenario.roster[hmg].policy = POLICY_HOLD;
    scene->scenario.roster[cell].policy = POLICY_HOLD;
    scene->scenario.teams_from_turn = 2;
    scene->scenario.turns = 20;
    for (int side = 0; side < 2; side++) /* nobody shoots unless a test says so */
        scene->scenario.side[side].enemies = 1 << IRREGULARS;
    scene_civilians(scene, 6, 4, 3);
    scene_victory(scene, KFOR, VICTORY_mediated_exit, 5, 0, 0);
    scene_begin(scene);
}

static const char *text_of(const char *kind, int side, int thing, int col, int row) {
    static char text[64];
    snprintf(text, sizeof text, "%s 65280 u%d h%u m%d", kind, side, scene_hex(scene, col, row), thing);
    return text;
}

/* Ask in one turn, answer (or not) in the next. */
static void ask(int side, int other, int thing, bool yes) {
    scene_order_side(scene, side, text_of("ask", other, thing, 6, 4));
    scene_play(scene);
    if (yes)
        scene_order_side(scene, other, text_of("answer", side, thing, 6, 4));
    scene_play(scene);
}

static void the_call_of_the_police_takes_two_upkeeps(void **unused) {
    (void)unused;
    stage();
    scene_order_side(scene, POLICE, text_of("ask", KFOR, ASK_SUPPORT, 6, 4));
    assert_int_equal(scene_view(scene, KFOR)->asks, 0);
    scene_play(scene);
    assert_int_equal(scene->state.turn, 2);
    assert_int_equal(scene_view(scene, KFOR)->asks, 1);
    assert_int_equal(scene_view(scene, KFOR)->ask[0].status, ASK_DELIVERED);
    assert_int_equal(scene_view(scene, POLICE)->asks, 1);
    assert_int_equal(rules_level(&scene->scenario, &scene->state, KFOR), 1);
    assert_int_equal(scene_check_side(scene, KFOR, text_of("answer", POLICE, ASK_SUPPORT, 6, 4)).verdict, VERDICT_YES);
    scene_order_side(scene, KFOR, text_of("answer", POLICE, ASK_SUPPORT, 6, 4));
    scene_play(scene);
    assert_int_equal(scene->state.turn, 3);
    assert_int_equal(scene->state.support_turn[KFOR], 3);
    assert_int_equal(scene_view(scene, KFOR)->asks, 0);
    assert_int_equal(rules_level(&scene->scenario, &scene->state, KFOR), 2);
    scene_play(scene);
    scene_play(scene); /* turn 5: two turns passed since */
    assert_int_equal(rules_level(&scene->scenario, &scene->state, KFOR), 4);
    assert_int_equal(scene_check_side(scene, POLICE, text_of("ask", KFOR, ASK_SUPPORT, 6, 4)).reason,
                     REFUSAL_asked_already);
    scene_close(scene);
}

static void silence_is_no(void **unused) {
    (void)unused;
    stage();
    ask(POLICE, KFOR, ASK_SUPPORT, false);
    assert_int_equal(scene->state.support_turn[KFOR], 0);
    assert_int_equal(scene_events(scene, EVENT_ask_refused), 1);
    assert_int_equal(scene_check_side(scene, POLICE, text_of("ask", KFOR, ASK_SUPPORT, 6, 4)).verdict, VERDICT_YES);
    scene_close(scene);
}

/* Only asker and asked know of it until it takes effect. */
static void third_sides_hear_of_it_when_it_holds(void **unused) {
    (void)unused;
    stage();
    uint64_t before[2];
    for (int asked = 0; asked <= 1; asked++) {
        scene_begin(scene);
        if (asked)
            scene_order_side(scene, POLICE, text_of("ask", KFOR, ASK_SUPPORT, 6, 4));
        scene_play(scene);
        assert_int_equal(scene_events(scene, EVENT_asked), asked);
        if (asked)
            assert_int_equal(scene_event(scene, EVENT_asked)->seen_by, 1 << POLICE | 1 << KFOR);
        before[asked] = view_hash(scene_view(scene, IRREGULARS));
    }
    assert_int_equal(before[0], before[1]);
    scene_order_side(scene, KFOR, text_of("answer", POLICE, ASK_SUPPORT, 6, 4));
    scene_play(scene);
    assert_int_equal(scene_event(scene, EVENT_ask_holds)->seen_by, 7);
    assert_int_equal(scene_view(scene, IRREGULARS)->support_turn, 3);
    scene_close(scene);
}

static void who_may_ask_whom_for_what(void **unused) {
    static const struct { int side, other, thing, reason; } row[] = {
        {POLICE, IRREGULARS, ASK_SUPPORT, REFUSAL_cannot_ask}, {KFOR, POLICE, ASK_SUPPORT, REFUSAL_cannot_ask},
        {POLICE, IRREGULARS, ASK_MEDIATION, REFUSAL_cannot_ask}, {KFOR, IRREGULARS, ASK_MEDIATION, REFUSAL_none},
        {POLICE, IRREGULARS, ASK_ESCORT, REFUSAL_none}, {IRREGULARS, KFOR, ASK_ESCORT, REFUSAL_cannot_ask},
        {POLICE, KFOR, ASK_TEAMS, REFUSAL_no_teams}, /* not before turn 2 */
        {POLICE, KFOR, ASK_THINGS, REFUSAL_bad_number}};
    (void)unused;
    stage();
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        assert_int_equal(scene_check_side(scene, row[i].side,
                                          text_of("ask", row[i].other, row[i].thing, 6, 4)).reason, row[i].reason);
    assert_int_equal(scene_check_side(scene, KFOR, text_of("ask", IRREGULARS, ASK_MEDIATION, 9, 9)).reason,
                     REFUSAL_no_liaison);
    assert_int_equal(scene_check_side(scene, KFOR, text_of("ask", IRREGULARS, ASK_ESCORT, 9, 9)).reason,
                     REFUSAL_no_civilians);
    assert_int_equal(scene_check_side(scene, KFOR, text_of("answer", POLICE, ASK_SUPPORT, 6, 4)).reason,
                     REFUSAL_not_asked);
    /* A unit asks nobody, and nobody gives a unit's order in the name of the side. */
    assert_int_equal(scene_check(scene, "ask 0 u1 h0 m0").reason, REFUSAL_bad_number);
    assert_int_equal(scene_check_side(scene, POLICE, "hold 65280").reason, REFUSAL_not_yours);
    scene_close(scene);
}

static void asks_cost_no_command_and_keep_their_slots(void **unused) {
    struct plan plan = {0};
    (void)unused;
    stage();
    for (int slot = 0; slot < SIDE_ORDER_SLOTS; slot++) {
        struct order order = {.kind = ORDER_ask, .unit = (uint16_t)(SIDE_ORDER_UNIT + slot), .other = KFOR}, back;
        char text[ORDER_TEXT_MAX], why[120];
        assert_true(plan_put(&plan, &order));
        order_format(&order, text);
        assert_true(order_parse(text, &back, why, sizeof why));
        assert_true(order_equal(&order, &back));
    }
    assert_int_equal(plan.count, SIDE_ORDER_SLOTS);
    assert_int_equal(rules_plan_cost(&scene->scenario, scene_view(scene, POLICE), &plan), 0);
    struct order other = {.kind = ORDER_ask, .unit = SIDE_ORDER_UNIT, .other = KFOR, .mode = ASK_TEAMS};
    assert_true(plan_put(&plan, &other)); /* again in the same slot: replaces */
    assert_int_equal(plan.count, SIDE_ORDER_SLOTS);
    assert_int_equal(plan_find(&plan, SIDE_ORDER_UNIT, false)->mode, ASK_TEAMS);
    assert_true(plan_remove(&plan, SIDE_ORDER_UNIT, false));
    assert_int_equal(plan.count, SIDE_ORDER_SLOTS - 1);
    scene_close(scene);
}

/* With consent M-4, T+2, X+1; without L-2, T+4, X+3 and 10 points of the police. Start T8 L8 M12 X4. */
static void the_teams_come_at_a_price(void **unused) {
    static const struct { int thing; bool yes, come; int t, l, m, x, points; } row[] = {
        {ASK_TEAMS, true, true, 10, 8, 8, 5, 0},
        {ASK_TEAMS, false, false, 8, 8, 12, 4, 0},
        {ASK_TEAMS_ALONE, true, true, 10, 8, 8, 5, 0},
        {ASK_TEAMS_ALONE, false, true, 12, 6, 12, 7, -10}};
    (void)unused;
    for (int i = 0; i < 4; i++) {
        stage();
        scene_play(scene);
        assert_int_equal(scene_at(scene, team)->status, UNIT_WAITING);
        ask(POLICE, KFOR, row[i].thing, row[i].yes);
        assert_int_equal(scene->state.turn, 4);
        assert_int_equal(scene_at(scene, team)->status, row[i].come ? UNIT_ON_MAP : UNIT_WAITING);
        scene_play(scene);
        assert_int_equal(scene->state.track[TRACK_TENSION], row[i].t);
        assert_int_equal(scene->state.track[TRACK_LEGITIMACY], row[i].l);
        assert_int_equal(scene->state.track[TRACK_IMPARTIALITY], row[i].m);
        assert_int_equal(scene->state.track[TRACK_PRESSURE], row[i].x);
        assert_int_equal(state_points(&scene->scenario, &scene->state, POLICE), row[i].points);
        assert_int_equal(scene->state.raised[POLICE], row[i].come ? row[i].t - 8 : 0);
        scene_close(scene);
    }
}

/* They leave all heavy weapons and vehicles and hold fire; six turns later it is completed: T-3, L-2, M+2. */
static void a_mediation_kept_for_six_turns(void **unused) {
    (void)unused;
    stage();
    ask(KFOR, IRREGULARS, ASK_MEDIATION, true);
    assert_int_equal(scene->state.mediation, MEDIATION_RUNNING);
    assert_int_equal(scene->state.mediation_until, 8);
    assert_true(scene_at(scene, hmg)->flags & UNIT_ABANDONED);
    assert_true(scene_at(scene, jeep)->flags & UNIT_ABANDONED);
    assert_false(scene_at(scene, cell)->flags & UNIT_ABANDONED);
    assert_int_equal(scene->state.equipment[0].type, scene_at(scene, hmg)->type);
    assert_int_equal(scene->state.equipment[0].heavy, 1);
    for (int turn = 3; turn <= 8; turn++) {
        assert_int_equal(scene->state.mediation, MEDIATION_RUNNING);
        scene_play(scene);
    }
    assert_int_equal(scene->state.mediation, MEDIATION_COMPLETED);
    assert_int_equal(scene->state.track[TRACK_TENSION], 5);
    assert_int_equal(scene->state.track[TRACK_LEGITIMACY], 6);
    assert_int_equal(scene->state.track[TRACK_IMPARTIALITY], 14);
    assert_int_equal(state_points(&scene->scenario, &scene->state, KFOR), 5);
    scene_close(scene);
}

static void kfor_may_not_fire_while_it_runs(void **unused) {
    (void)unused;
    stage();
    ask(KFOR, IRREGULARS, ASK_MEDIATION, true);
    scene->state.fired_upon[KFOR] = 3;
    assert_int_equal(rules_level(&scene->scenario, &scene->state, KFOR), 2);
    assert_int_equal(scene_check(scene, "policy 2 return").reason, REFUSAL_level);
    scene->state.mediation = MEDIATION_NONE;
    assert_int_equal(rules_level(&scene->scenario, &scene->state, KFOR), 3);
    scene_close(scene);
}

static void a_shot_of_the_irregulars_ends_it(void **unused) {
    (void)unused;
    stage();
    ask(KFOR, IRREGULARS, ASK_MEDIATION, true);
    scene_put(scene, cell, 0, 1);
    scene_order(scene, "policy 5 free");
    scene_play(scene);
    assert_true(scene_events(scene, EVENT_shot) > 0);
    assert_int_equal(scene->state.mediation, MEDIATION_BROKEN);
    assert_int_equal(scene_event(scene, EVENT_mediation_over)->result, 0);
    scene_close(scene);
}

/* The police may fire, at M-2 and T+2 for the turn. */
static void the_police_fire_during_it_at_a_price(void **unused) {
    (void)unused;
    stage();
    ask(KFOR, IRREGULARS, ASK_MEDIATION, true);
    scene->state.lost_step[POLICE] = 1;
    scene_put(scene, cell, 0, 0);
    scene_order(scene, "policy 0 free");
    scene_events_clear(scene);
    scene_play(scene);
    assert_true(scene_events(scene, EVENT_shot) > 0);
    assert_int_equal(scene_event(scene, EVENT_shot)->unit.side, POLICE);
    assert_int_equal(scene->state.mediation, MEDIATION_RUNNING);
    assert_int_equal(scene->state.track[TRACK_TENSION], 10);
    assert_int_equal(scene->state.track[TRACK_IMPARTIALITY], 10);
    scene_close(scene);
}

static void consent_to_an_escort_holds_from_the_upkeep_after(void **unused) {
    char escort[32];
    (void)unused;
    stage();
    snprintf(escort, sizeof escort, "escort %d h%u", liaison, scene_hex(scene, 6, 4));
    scene_put(scene, liaison, 5, 4);
    sighting_set(scene_turn(scene, 0), KFOR, hmg, CONTACT_IDENTIFIED, UNIT_NONE);
    assert_int_equal(scene_check(scene, escort).reason, REFUSAL_no_consent);
    ask(KFOR, IRREGULARS, ASK_ESCORT, true);
    assert_int_equal(scene->state.civilians[0].consent, 1 << KFOR);
    assert_int_equal(scene_check(scene, escort).verdict, VERDICT_YES);
    scene_order(scene, escort);
    scene_play(scene);
    assert_int_equal(scene->state.civilians[0].safe, 3);
    assert_int_equal(scene->state.civilians[0].strength, 0);
    assert_int_equal(scene_event(scene, EVENT_escorted)->value, 3);
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_call_of_the_police_takes_two_upkeeps),
        cmocka_unit_test(silence_is_no),
        cmocka_unit_test(third_sides_hear_of_it_when_it_holds),
        cmocka_unit_test(who_may_ask_whom_for_what),
        cmocka_unit_test(asks_cost_no_command_and_keep_their_slots),
        cmocka_unit_test(the_teams_come_at_a_price),
        cmocka_unit_test(a_mediation_kept_for_six_turns),
        cmocka_unit_test(kfor_may_not_fire_while_it_runs),
        cmocka_unit_test(a_shot_of_the_irregulars_ends_it),
        cmocka_unit_test(the_police_fire_during_it_at_a_price),
        cmocka_unit_test(consent_to_an_escort_holds_from_the_upkeep_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
