/* A scenario file fills every field of the rules' structs; its content hash is over all files that it is read
 * from. */
#include "broken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct scenario *scenario;

static int open_scenario(void **unused) {
    struct problems problems = {0};
    (void)unused;
    scenario = scenario_file_read(FIXTURE, "tiny", &problems);
    return scenario ? 0 : -1;
}

static int close_scenario(void **unused) {
    (void)unused;
    scenario_file_destroy(scenario);
    return 0;
}

static hex_t hex(int col, int row) {
    return map_hex_at(&scenario->map, col, row);
}

static void head_and_sides(void **unused) {
    (void)unused;
    assert_string_equal(scenario->id, "tiny");
    assert_string_equal(scenario->name_sq, "E vogël");
    assert_string_equal(scenario->date, "1 January 2023");
    assert_int_equal(scenario->turns, 4);
    assert_int_equal(scenario->start_minute, 23 * 60 + 30);
    assert_int_equal(scenario->sides, 2);
    const struct side *blue = &scenario->side[0];
    assert_string_equal(blue->id, "blue");
    assert_int_equal(blue->flags, SIDE_HAS_LEVELS | SIDE_STAYS_INSIDE | SIDE_IS_POLICE);
    assert_int_equal(scenario->side[1].flags, SIDE_BUILDS | SIDE_IS_IRREGULAR);
    assert_int_equal(blue->command, 6);
    assert_int_equal(blue->enemies, 2);
    assert_int_equal(blue->threshold, 5);
    assert_int_equal(scenario->rally_hex[1], hex(4, 4));
    assert_string_equal(scenario->brief[1], "Keep it shut.");
    assert_non_null(scenario->los);
}

static void units(void **unused) {
    (void)unused;
    assert_int_equal(scenario->roster_count, 3);
    const struct roster_unit *patrol = &scenario->roster[0], *cell = &scenario->roster[1],
                             *car = &scenario->roster[2];
    assert_int_equal(patrol->type, scenario_type(scenario, "patrol"));
    assert_int_equal(patrol->facing, DIR_NW);
    assert_int_equal(patrol->arrives, 1);
    assert_int_equal(patrol->chance, 100);
    assert_int_equal(patrol->choice[0], hex(0, 2));
    assert_int_equal(cell->side, 1);
    assert_int_equal(cell->covert, 1);
    assert_int_equal(cell->choices, 2);
    assert_int_equal(cell->choice[1], hex(1, 3));
    assert_int_equal(cell->chance, 50);
    assert_int_equal(car->arrives, 2);
    assert_int_equal(car->policy, POLICY_RETURN);
    assert_int_equal(car->entry, 1);
    assert_int_equal(car->optional, 1);
    assert_string_equal(car->name, "Car");
}

static void kinds_and_numbers(void **unused) {
    const struct ruleset *rules = &scenario->rules;
    (void)unused;
    assert_int_equal(rules->types, 3);
    const struct unit_type *car = &rules->type[2];
    assert_int_equal(car->move, MOVE_4X4_ARMOURED);
    assert_int_equal(car->firepower[0], 5);
    assert_int_equal(car->firepower[1], FIREPOWER_NONE);
    assert_int_equal(car->firepower[2], 3);
    assert_int_equal(car->firepower[RANGE_MAX], FIREPOWER_NONE);
    assert_int_equal(car->armour_front, 2);
    assert_int_equal(car->armour_roof, 1);
    assert_int_equal(car->flags, TYPE_FALSE_MARKINGS);
    assert_int_equal(car->ammo, AMMO_ROCKET);
    assert_int_equal(car->ammo_count, 3);
    assert_int_equal(car->weapon, 1);
    assert_int_equal(rules->weapons, 1);
    assert_int_equal(rules->weapon[0].penetration, 5);
    assert_int_equal(rules->weapon[0].hit[1], 10);
    assert_int_equal(rules->weapon[0].hit[2], 0);
    assert_int_equal(rules->weapon[0].price, 900);
    assert_int_equal(car->disguise, 0);
    assert_int_equal(car->disguise_side, 0); /* "blue" of this scenario */
    assert_int_equal(rules->type[0].disguise, TYPE_NONE);
    assert_int_equal(rules->number.stack_units, 3);    /* as the file says */
    assert_int_equal(rules->number.stack_vehicles, 2); /* left out: its start value */
    assert_int_equal(rules->number.sign_covert, -3);
    assert_int_equal(rules->terrain[TERRAIN_FOREST].cost_wheeled, COST_NONE);
    assert_int_equal(rules->terrain[TERRAIN_SCRUB].cost_wheeled, 8);
    assert_int_equal(rules->road_cost[ROAD_TRACK][MOVE_WHEELED], 4);
    assert_int_equal(rules->road_cost[ROAD_TRACK][MOVE_4X4_ARMOURED], 2);
    assert_int_equal(rules->fire_rows, 2);
    assert_int_equal(rules->fire[1].least, 9);
}

static void features_points_weather_tracks(void **unused) {
    (void)unused;
    assert_int_equal(scenario->crowds, 1);
    assert_int_equal(scenario->crowd[0].anger, 4);
    assert_int_equal(scenario->crowd[0].choice[0], hex(1, 2));
    assert_int_equal(scenario->barricades, 2);
    assert_int_equal(scenario->barricade[0].dir, DIR_E);
    assert_int_equal(scenario->barricade[0].trap_group, 1);
    assert_int_equal(scenario->barricade[0].side, 1);
    assert_int_equal(scenario->caches, 1);
    assert_int_equal(scenario->cache[0].choices, 2);
    assert_int_equal(scenario->route_length, 6);
    assert_int_equal(scenario->route[5], hex(5, 2));
    assert_int_equal(scenario->victories, 2);
    assert_int_equal(scenario->victory[1].kind, VICTORY_link_blocked_turn);
    assert_int_equal(scenario->victory[1].most, 3);
    assert_int_equal(scenario->weather[2], WEATHER_NIGHT);
    assert_int_equal(scenario->weather[3], 0);
    assert_int_equal(scenario->fog_chance[3], 40);
    assert_int_equal(scenario->track_start[TRACK_LEGITIMACY], 9);
    assert_int_equal(scenario->track_start[TRACK_PRESSURE], 4);
}

static void options_and_events(void **unused) {
    const struct scheduled *fog = &scenario->scheduled[0], *news = &scenario->scheduled[1];
    (void)unused;
    assert_int_equal(scenario->options, 1);
    assert_int_equal(scenario_option_find(scenario, "rich"), 0);
    assert_int_equal(scenario_option_find(scenario, "poor"), -1);
    assert_int_equal(scenario_threshold(scenario, 0, 1), 3);
    assert_int_equal(scenario_threshold(scenario, 1, 1), 9);
    assert_int_equal(scenario_threshold(scenario, 1, 0), 5);
    assert_int_equal(scenario_teams_from_turn(scenario, 0), 4);
    assert_int_equal(scenario_teams_from_turn(scenario, 1), 3);
    assert_int_equal(scenario->exit_from_turn, 2);
    assert_int_equal(scenario->scheduled_events, 2);
    assert_int_equal(fog->from, 2);
    assert_int_equal(fog->to, 3);
    assert_int_equal(fog->chance, 60);
    assert_int_equal(fog->again, 1);
    assert_int_equal(fog->effect[0].kind, SCHEDULED_WEATHER);
    assert_int_equal(fog->effect[0].what, WEATHER_FOG);
    assert_int_equal(fog->effect[0].value, 1);
    assert_string_equal(news->text, "News is out.");
    assert_int_equal(news->after, 1);
    assert_int_equal(news->optional, 1);
    assert_int_equal(news->track_least[TRACK_TENSION], 5);
    assert_int_equal(news->track_most[TRACK_TENSION], 9);
    assert_int_equal(news->track_most[TRACK_PRESSURE], 10);
    assert_int_equal(news->effects, 2);
    assert_int_equal(news->effect[0].what, TRACK_PRESSURE);
    assert_int_equal(news->effect[1].kind, SCHEDULED_ANGER);
    assert_int_equal(news->effect[1].value, -2);
}

/* Client and server compare the hash: a change of any file that the scenario is read from must show in it. */
static void the_content_hash_is_over_all_files(void **unused) {
    static const char *const change[][3] = {
        {"tiny.tmj", "\"value\": \"nobody\"", "\"value\": \"somebody\""},
        {"rules.json", "\"stack_units\": 3", "\"stack_units\": 4"},
        {"scenarios/tiny.json", "\"A briefing.\"", "\"Another briefing.\""},
        {"scenarios/tiny.json", "", ""},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
        struct problems problems = {0};
        char folder[256];
        broken_make(folder, change[i][0], change[i][1], change[i][2]);
        struct scenario *other = scenario_file_read(folder, "tiny", &problems);
        assert_non_null(other);
        if (*change[i][1])
            assert_int_not_equal(other->content_hash, scenario->content_hash);
        else
            assert_int_equal(other->content_hash, scenario->content_hash);
        scenario_file_destroy(other);
        broken_remove(folder);
    }
}

static void a_library_reads_each_scenario_once(void **unused) {
    struct problems problems = {0};
    struct library *library = library_create(FIXTURE);
    (void)unused;
    const struct scenario *first = library_find(library, "tiny", &problems);
    assert_non_null(first);
    assert_ptr_equal(library_find(library, "tiny", &problems), first);
    assert_int_equal(problems.count, 0);
    assert_null(library_find(library, "none", &problems));
    assert_int_equal(problems.count, 1);
    library_destroy(library);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_and_sides),
        cmocka_unit_test(units),
        cmocka_unit_test(kinds_and_numbers),
        cmocka_unit_test(features_points_weather_tracks),
        cmocka_unit_test(options_and_events),
        cmocka_unit_test(the_content_hash_is_over_all_files),
        cmocka_unit_test(a_library_reads_each_scenario_once),
    };
    return cmocka_run_group_tests(tests, open_scenario, close_scenario);
}
