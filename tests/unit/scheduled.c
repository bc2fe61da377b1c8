/* Rulebook 2, Upkeep: scheduled events, and units that wait for one. Rulebook 11: what-ifs. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct scene *scene;

/* A scenario with one patrol and `events` events that do nothing, each at any Upkeep from turn 2 on. */
static void stage(int events) {
    scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 2, 2);
    scene->scenario.scheduled_events = (uint8_t)events;
    for (int i = 0; i < events; i++) {
        struct scheduled *event = &scene->scenario.scheduled[i];
        *event = (struct scheduled){.from = 2, .to = scene->scenario.turns, .chance = 100};
        memset(event->track_most, 20, sizeof event->track_most);
        event->id[0] = (char)('a' + i);
    }
}

static struct scheduled *event_at(int number) {
    return &scene->scenario.scheduled[number];
}

static void an_event_is_announced_once_in_its_turn(void **unused) {
    (void)unused;
    stage(1);
    snprintf(event_at(0)->text, sizeof event_at(0)->text, "%s", "News is out.");
    event_at(0)->from = 3;
    scene_begin(scene);
    scene_play(scene); /* Upkeep of turn 2 */
    assert_int_equal(scene_events(scene, EVENT_announced), 0);
    assert_int_equal(scene->state.happened, 0);
    scene_play(scene);
    assert_int_equal(scene_events(scene, EVENT_announced), 1);
    assert_int_equal(scene_event(scene, EVENT_announced)->seen_by, 7); /* all three sides */
    char line[80];
    event_explain(&scene->scenario, scene_event(scene, EVENT_announced), line, sizeof line);
    assert_string_equal(line, "Announced: News is out.");
    assert_int_equal(scene->state.happened, 1);
    scene_play(scene);
    assert_int_equal(scene_events(scene, EVENT_announced), 1);
    scene_close(scene);
}

/* Tracks move at the Close: what Upkeep changes is read by gates from the next Upkeep on. */
static void effects_fall(void **unused) {
    (void)unused;
    stage(1);
    scene_crowd(scene, 5, 5, 3, 8);
    event_at(0)->to = 2;
    event_at(0)->effects = 3;
    event_at(0)->effect[0] = (struct scheduled_effect){SCHEDULED_TRACK, 2, TRACK_PRESSURE};
    event_at(0)->effect[1] = (struct scheduled_effect){SCHEDULED_ANGER, 5, 0};
    event_at(0)->effect[2] = (struct scheduled_effect){SCHEDULED_WEATHER, 1, WEATHER_FOG};
    scene_begin(scene);
    int before = scene->state.track[TRACK_PRESSURE];
    scene_play(scene);
    assert_int_equal(scene->state.track_change[TRACK_PRESSURE], 2);
    assert_int_equal(scene->state.track[TRACK_PRESSURE], before);
    assert_int_equal(scene->state.crowd[0].anger, 9); /* at most */
    assert_int_equal(scene->state.weather, WEATHER_FOG);
    scene_play(scene);
    assert_int_equal(scene->state.track[TRACK_PRESSURE], before + 2);
    assert_int_equal(scene->state.weather, 0);
    scene_close(scene);
}

static void conditions_are_read_before_any_effect(void **unused) {
    (void)unused;
    stage(2);
    event_at(0)->after = 2; /* the second, at an earlier Upkeep */
    event_at(1)->track_least[TRACK_TENSION] = 5;
    scene_begin(scene);
    scene->state.track[TRACK_TENSION] = 4;
    scene_play(scene);
    assert_int_equal(scene->state.happened, 0);
    scene->state.track[TRACK_TENSION] = 5;
    scene_play(scene);
    assert_int_equal(scene->state.happened, 2);
    scene_play(scene);
    assert_int_equal(scene->state.happened, 3);
    scene_close(scene);
}

static void a_chance_is_drawn_by_an_addressed_die(void **unused) {
    (void)unused;
    unsigned happened = 0;
    stage(1);
    snprintf(event_at(0)->text, sizeof event_at(0)->text, "%s", "Rain.");
    event_at(0)->chance = 30;
    for (uint64_t key = 0; key < 300; key++) {
        scene_begin_key(scene, key);
        scene_play(scene);
        happened += scene->state.happened;
        if (!scene->state.happened)
            continue;
        struct dice_address address;
        const struct event *event = scene_event(scene, EVENT_announced);
        assert_true(event_dice_address(event, scene->state.turn, &address));
        assert_int_equal(dice_roll(&scene->state.key, address, 100), event->dice[0]);
        assert_in_range(event->dice[0], 1, 30);
    }
    assert_in_range(happened, 60, 120);
    scene_close(scene);
}

static void a_unit_waits_for_its_event(void **unused) {
    (void)unused;
    stage(1);
    event_at(0)->from = 3;
    scene_unit(scene, "police-quick-reaction", POLICE, 4, 4);
    scene->scenario.roster[1].after_event = 1;
    scene_begin(scene);
    assert_int_equal(scene_at(scene, 1)->status, UNIT_WAITING);
    scene_play(scene);
    assert_int_equal(scene_at(scene, 1)->status, UNIT_WAITING);
    scene_play(scene);
    assert_int_equal(scene_at(scene, 1)->status, UNIT_ON_MAP);
    scene_close(scene);
}

static uint32_t script(void *ctx, const struct scenario *scenario, const struct state *state, uint32_t due,
                       int (*roll)(const struct state *state, int event, int k, int sides)) {
    (void)ctx;
    (void)scenario;
    assert_int_equal(due, 2); /* the first is not scripted */
    assert_in_range(roll(state, 1, 0, 6), 1, 6);
    return state->turn == 3 ? due | 4 : 0; /* what was not asked is not heard */
}

static void the_script_is_asked_last(void **unused) {
    (void)unused;
    stage(3);
    event_at(1)->scripted = 1;
    event_at(2)->chance = 0;
    scene->scenario.script.happens = script;
    scene_begin(scene);
    scene_play(scene);
    assert_int_equal(scene->state.happened, 1);
    scene_play(scene);
    assert_int_equal(scene->state.happened, 3);
    scene_close(scene);
}

static void a_what_if_has_its_events_and_thresholds(void **unused) {
    (void)unused;
    stage(1);
    scene->scenario.options = 1;
    scene->scenario.option[0].threshold[POLICE] = 1;
    scene->scenario.side[POLICE].threshold = 50;
    scene_victory(scene, POLICE, VICTORY_tension_at_most, 1, 0, 20);
    event_at(0)->optional = 1;
    for (uint16_t options = 0; options < 2; options++) {
        scene_begin(scene);
        scene->state.options = options;
        assert_int_equal(rules_reached(&scene->scenario, &scene->state, POLICE), options);
        scene_play(scene);
        assert_int_equal(scene->state.happened, options);
    }
    scene_close(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_announced_once_in_its_turn),
        cmocka_unit_test(effects_fall),
        cmocka_unit_test(conditions_are_read_before_any_effect),
        cmocka_unit_test(a_chance_is_drawn_by_an_addressed_die),
        cmocka_unit_test(a_unit_waits_for_its_event),
        cmocka_unit_test(the_script_is_asked_last),
        cmocka_unit_test(a_what_if_has_its_events_and_thresholds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
